"""Rows of a new workbook's examples that are still there, or of which something is left in the editors' own rows."""

from collections.abc import Iterator

from fiche_builder.check.findings import Context, Hit, Severity, rule, shown
from fiche_builder.common.i18n import _
from fiche_builder.model.examples import is_example_setting, left_of_example
from fiche_builder.model.fields import CONTACTS, FICHES, PARAMETERS, TEAMS
from fiche_builder.model.tables import Book, Row, Table, parameter_key
from fiche_builder.model.values.cells import text_of

_NAMED_BY = {FICHES.key: "name", CONTACTS.key: "person", TEAMS.key: "email"}
"""The column by which a row is still the example as a whole."""


@rule("example-left", Severity.WARNING)
def example_left(book: Book, _context: Context) -> Iterator[Hit]:
    """An example of a new workbook that was left in, or cells of one that were left in a row."""
    yield from _settings_left(book)
    for spec in (FICHES, CONTACTS, TEAMS):
        for table, row in book.rows(spec):
            keys = _left_in(table, row)
            if _NAMED_BY[spec.key] in keys:
                yield Hit(
                    table.place(row, keys[0]),
                    shown(row, keys[0]),
                    _("The row is still an example of the new workbook."),
                    _("Write your own over it, or delete the row, before you publish."),
                )
            elif left := [key for key in keys if not _is_pasted(table, key)]:
                cells = ", ".join(table.place(row, key).coordinate for key in left)
                yield Hit(
                    table.place(row, left[0]),
                    shown(row, left[0]),
                    _("These cells are left of an example of the new workbook: %(cells)s.") % {"cells": cells},
                    _("Empty what you did not write yourself, also “Public”, a N° or a date beside them."),
                )


def _settings_left(book: Book) -> Iterator[Hit]:
    table = book.table(PARAMETERS)
    for row in table.rows if table else ():
        if table and is_example_setting(parameter_key(row), row.text("value")):
            yield Hit(
                table.place(row, "value"),
                shown(row, "value"),
                _("“%(value)s” is still the example of the new workbook; readers would see it.")
                % {"value": row.text("value")},
                _("Write your own over it."),
            )


def _is_pasted(table: Table, key: str) -> bool:
    """Tell whether every list that is pasted has the column: its N° 1 is no longer that of the example."""
    column = table.spec.column(key)
    return column.required and column.default is None and table.spec is FICHES


def _left_in(table: Table, row: Row) -> tuple[str, ...]:
    """Return the columns in which a row says what an example says, and the day that goes with them."""
    keys = left_of_example(table.spec.key, {key: text_of(cell.value) for key, cell in row.cells.items()})
    dated = ("verified_on",) if "verified_by" in keys and "verified_on" in row.cells else ()
    return (*keys, *dated)
