"""A value that an editor typed into a sheet. It is read like the workbook's own cells, by the same rules."""

from dataclasses import dataclass

from fiche_builder.check import Severity
from fiche_builder.check.findings import RULES
from fiche_builder.check.remarks import MESSAGES, Said
from fiche_builder.common.i18n import _
from fiche_builder.common.text import tidy_lines
from fiche_builder.model.columns import Column
from fiche_builder.model.values.cells import text_of
from fiche_builder.model.values.parsing import parse_cell
from fiche_builder.model.words import Word
from fiche_builder.upkeep.sheets.returned import Desk
from fiche_builder.upkeep.sheets.several import SEVERAL, rewrite
from fiche_builder.workbook.raw import RawCell


@dataclass(frozen=True, slots=True)
class NewValue:
    """A new value: as it is to be written, as it was read, or why it cannot be taken."""

    value: str | None = None
    parsed: object = None
    problem: Said | None = None


def read_entry(column: Column, cell: RawCell | None, desk: Desk, present: str = "") -> NewValue:
    """Return what a cell of a sheet says for a column of the workbook. Without a cell, the value is emptied.

    `present` is what the workbook says: one of several numbers may be corrected without the others.
    """
    if cell is None:
        return NewValue(problem=_required(column) if column.required else None)
    if cell.error or cell.uncached:
        message = _("The cell holds a formula or an error: %(value)s.") % {"value": cell.shown}
        return NewValue(problem=(message, _("Write the value itself.")))
    value = rewrite(column, present, cell.value, desk.book.region) if column.holds in SEVERAL else cell.value
    if isinstance(value, tuple):
        return NewValue(problem=value)
    parsed = parse_cell(column, value, desk.book.region)
    for remark in parsed.remarks:
        if RULES[remark.code].severity is Severity.ERROR:
            return NewValue(problem=MESSAGES[remark.code](remark))
    if isinstance(parsed.value, Word):
        return NewValue(parsed.value.word, parsed.value)
    lost_zero = next((remark.suggestion for remark in parsed.remarks if remark.code == "phone-lost-zero"), "")
    return NewValue(lost_zero or tidy_lines(text_of(value)), parsed.value)


def _required(column: Column) -> Said:
    return (
        _("The column “%(column)s” cannot be emptied.") % {"column": column.header},
        _("Write the new value; a fiche out of use gets the status “Archivé”."),
    )
