"""What a finding rests on. Where a sheet or column is missing, what it would have said must not be held against rows.

A list under headers of its own is told what its columns are called, not that every row lacks a phone.
"""

from collections.abc import Iterable, Iterator, Mapping

from fiche_builder.check.findings import Context, Finding
from fiche_builder.check.rules.country import are_phones_judged
from fiche_builder.check.rules.frame import lost_columns
from fiche_builder.model.columns import SheetSpec, Use
from fiche_builder.model.fields import CONTACTS, FICHES, PARAMETERS, SHEETS, THEMES
from fiche_builder.model.tables import Book

OF_THE_FRAME = frozenset(
    {
        "sheet-missing", "sheet-renamed", "sheet-lost", "sheet-unread",
        "column-missing", "column-renamed", "column-lost", "column-duplicated", "column-unread", "column-unknown",
        "country-unclear", "part-damaged", "row-help",
    }
)  # fmt: skip
"""Findings about sheets and columns as such, which are always told."""

_Columns = tuple[tuple[SheetSpec, tuple[str, ...]], ...]
_POINTS: _Columns = ((FICHES, FICHES.keys(Use.POINT)), (CONTACTS, ("fiche", *CONTACTS.keys(Use.POINT))))
_WHOSE: _Columns = ((FICHES, ("diffusion",)), (CONTACTS, ("usage",)))
RESTS_ON: Mapping[str, _Columns] = {
    "contact-missing": _POINTS,
    "contact-internal": (*_POINTS, (CONTACTS, ("usage",))),
    "contact-orphan": ((FICHES, ("number",)),),
    "see-also-unknown": ((FICHES, ("number",)),),
    "theme-missing": ((THEMES, ("name",)),),
    "theme-unknown": ((THEMES, ("name",)),),
    "theme-unused": ((FICHES, ("theme",)),),
    "name-duplicated": ((FICHES, ("theme",)), (FICHES, ("municipality",))),
    "audience-conflict": _WHOSE,
    "permission-missing": ((FICHES, ("diffusion",)),),
    "setting-missing": ((PARAMETERS, ("key",)), (PARAMETERS, ("value",))),
}
"""The columns that a finding looks into besides the one it stands in."""


def without_basis(book: Book, context: Context, findings: Iterable[Finding]) -> Iterator[Finding]:
    """Yield the findings, without those that only say what a missing sheet or column, or the wrong country, causes."""
    lacking = _lacking(book, context)
    unjudged = {
        table.raw.title
        for table in book.tables.values()
        if any((table.spec.key, column.key) in lacking for column in table.spec.columns if column.required)
    }
    absent = {
        (table.raw.title, column.header)
        for table in book.tables.values()
        for column in table.spec.columns
        if (table.spec.key, column.key) in lacking
    }
    baseless = {
        code
        for code, columns in RESTS_ON.items()
        if any((spec.key, key) in lacking for spec, keys in columns for key in keys)
    }
    if not any(True for _row in book.rows(FICHES)):
        baseless.add("contact-orphan")
    judges_phones = are_phones_judged(book)
    for finding in findings:
        place = finding.place
        if finding.code in OF_THE_FRAME:
            yield finding
        elif finding.code in baseless or place.sheet in unjudged or (place.sheet, place.header) in absent:
            continue
        elif judges_phones or not finding.code.startswith(("phone-", "postal-code-")):
            yield finding


def _lacking(book: Book, context: Context) -> set[tuple[str, str]]:
    """Return the columns that should be there, by the keys of their sheet and their own."""
    found = {(table.spec.key, column.key) for table, column in lost_columns(book, context)}
    for spec in SHEETS:
        table = book.table(spec)
        if table is None and (spec.required or spec.key in book.frame.sheets):
            found |= {(spec.key, column.key) for column in spec.columns}
        elif table is not None:
            guesses = book.frame.columns[spec.key]
            found |= {
                (spec.key, column.key)
                for column in spec.columns
                if column.key not in table.columns and (column.required or column.key in guesses)
            }
    return found
