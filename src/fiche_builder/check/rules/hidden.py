"""Rows and sheets that are hidden: they are read like any other, and no advice here is to delete what nobody sees."""

from collections.abc import Iterator, Sequence

from fiche_builder.check.findings import Context, Hit, Severity, rule, shown
from fiche_builder.common.i18n import _
from fiche_builder.model.tables import Book, Row, Table


@rule("filter-on", Severity.INFO)
def filter_on(book: Book, _context: Context) -> Iterator[Hit]:
    """A filter that was left on and hides rows. They are read like any other."""
    for table in book.tables.values():
        if not table.raw.hidden and (rows := [row for row in table.rows if row.raw.filtered]):
            yield _hidden(
                table,
                rows,
                _("A filter hides rows, and they are published all the same."),
                _("Nothing has to be done for the edition. To see them all again: Data > Clear."),
            )


@rule("row-hidden", Severity.WARNING)
def row_hidden(book: Book, _context: Context) -> Iterator[Hit]:
    """Rows that were hidden by hand, or a hidden sheet. They are read like any other."""
    for table in book.tables.values():
        if table.raw.hidden:
            rows, message = table.rows[:1], _("The sheet is hidden, and is published all the same.")
            hint = _("Right-click the tab of a sheet, Unhide.")
        else:
            rows = tuple(row for row in table.rows if row.raw.hidden and not row.raw.filtered)
            message = _("The row is hidden, and is published all the same.")
            hint = _("Show it again; a fiche out of use gets the status “Archivé”.")
        if len(rows) > 1:
            message = _("The rows are hidden, and are published all the same.")
            hint = _("Show them again; a fiche out of use gets the status “Archivé”.")
        if rows:
            yield _hidden(table, rows, message, hint)


def _hidden(table: Table, rows: Sequence[Row], message: str, hint: str) -> Hit:
    places = [table.place(row, next(iter(row.cells))) for row in rows]
    value = shown(rows[0], next(iter(rows[0].cells)))
    return Hit(places[0], value, message, hint, tuple(places[1:]), whole_rows=True)
