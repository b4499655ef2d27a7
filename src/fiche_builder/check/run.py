"""Running all rules over a workbook."""

from fiche_builder.check.findings import RULES, Context, Drops, Finding
from fiche_builder.check.folding import fold_hits
from fiche_builder.check.rules import (  # noqa: F401 (importing them declares their rules)
    contacts,
    dates,
    duplicates,
    hidden,
    identity,
    links,
    mailboxes,
    people,
    phones,
    printing,
    references,
    reused,
    structure,
)
from fiche_builder.model.tables import Book


def check_book(book: Book, context: Context) -> tuple[Finding, ...]:
    """Return every finding, one for each cause, by the sheet, row and column of its first cell."""
    order = {sheet.title: index for index, sheet in enumerate(book.raw.sheets)}
    # A row is nothing without its required values: without a N°, name or theme there is no fiche. And a fiche with an
    # unreadable status must not become an active one.
    needed = {
        (table.raw.title, column.header)
        for table in book.tables.values()
        for column in table.spec.columns
        if column.vital or (column.required and column.default is None)
    }
    findings = [
        Finding(
            code=rule.code,
            severity=rule.severity,
            place=hit.place,
            value=hit.value,
            message=hit.message,
            hint=hit.hint,
            drops=Drops.ROW if (hit.place.sheet, hit.place.header) in needed else rule.drops,
            sheet_order=order.get(hit.place.sheet, -1),
            others=hit.others,
        )
        for rule in RULES.values()
        for hit in fold_hits(rule, rule.find(book, context))
    ]
    return tuple(sorted(findings, key=lambda f: (f.sheet_order, f.place.row, f.place.column, f.code)))
