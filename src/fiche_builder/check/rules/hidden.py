"""Rows, columns and sheets that are hidden: they are read like any other.

No advice here is to delete what nobody sees.
"""

from collections.abc import Iterator, Sequence

from fiche_builder.check.findings import Context, Hit, Severity, rule, shown
from fiche_builder.common.i18n import _, quoted
from fiche_builder.model.columns import Holds
from fiche_builder.model.fields import CONTACTS, FICHES
from fiche_builder.model.tables import Book, Place, Row, Table

_NO_WORDS = {Holds.NUMBER, Holds.NUMBERS, Holds.DATE, Holds.WORD}
"""What nobody hides because it is private."""


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


@rule("column-hidden", Severity.INFO)
def column_hidden(book: Book, _context: Context) -> Iterator[Hit]:
    """Hidden columns of fiches or contacts that hold something and may become public. They are read like any other."""
    for table in filter(None, map(book.table, (FICHES, CONTACTS))):
        places = [
            Place(table.raw.title, table.header_row, number, table.header(key))
            for key, number in sorted(table.columns.items(), key=lambda entry: entry[1])
            if table.spec.column(key).is_public
            and table.spec.column(key).holds not in _NO_WORDS
            and any(number in hidden for hidden in table.raw.hidden_columns)
            and any(key in row.cells for row in table.rows)
        ]
        if places and not table.raw.hidden:
            names = quoted(place.header for place in places)
            yield Hit(
                places[0],
                places[0].header,
                _("Hidden, and published all the same: %(columns)s.") % {"columns": names},
                _("What is to stay inside goes into an internal column, such as “Note interne”."),
                tuple(places[1:]),
            )


def _hidden(table: Table, rows: Sequence[Row], message: str, hint: str) -> Hit:
    places = [table.place(row, next(iter(row.cells))) for row in rows]
    value = shown(rows[0], next(iter(rows[0].cells)))
    return Hit(places[0], value, message, hint, tuple(places[1:]), whole_rows=True)
