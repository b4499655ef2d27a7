"""A new value as it was typed into a call sheet: read as the workbook's own cells are, and judged by the same rules."""

from dataclasses import dataclass

from fiche_builder.check import Context, Severity
from fiche_builder.check.findings import RULES
from fiche_builder.common.i18n import _
from fiche_builder.common.text import tidy_lines
from fiche_builder.model.fields import FICHES, PARAMETER_NAMES, PARAMETERS, Column, SheetSpec
from fiche_builder.model.tables import build_book
from fiche_builder.model.values.cells import text_of
from fiche_builder.model.values.parsing import parse_cell
from fiche_builder.upkeep.calls.statements import Statement
from fiche_builder.upkeep.sheets.returned import Desk
from fiche_builder.workbook.raw import RawCell, RawRow, RawSheet, RawValue, RawWorkbook


@dataclass(frozen=True, slots=True)
class NewValue:
    """A new value: as it is to be written, as it was read, or why it cannot be taken (message, hint)."""

    value: str | None = None
    parsed: object = None
    problem: tuple[str, str] | None = None


def read_entry(spec: SheetSpec, key: str, statement: Statement, desk: Desk) -> NewValue:
    """Return the new value of a column; None as value empties the cell."""
    column = spec.column(key)
    if statement.new is None:
        if column.required:
            problem = _("The column “%(column)s” cannot be emptied.") % {"column": column.header}
            return NewValue(problem=(problem, _("Write the new value; a fiche out of use gets the status “Archivé”.")))
        return NewValue()
    cell = statement.answer.cells["new"]
    if cell.error or cell.uncached:
        return NewValue(
            problem=(
                _("The cell holds a formula or an error: %(value)s.") % {"value": cell.shown},
                _("Write the value itself."),
            )
        )
    parsed = parse_cell(column, cell.value, desk.book.region)
    for remark in parsed.remarks:
        rule = RULES.get(remark.code)
        if rule and rule.severity is Severity.ERROR:
            return NewValue(problem=_said(column, cell.value, desk, remark.code))
    lost_zero = next((remark.suggestion for remark in parsed.remarks if remark.code == "phone-lost-zero"), "")
    return NewValue(lost_zero or tidy_lines(text_of(cell.value)), parsed.value)


def _said(column: Column, value: RawValue, desk: Desk, code: str) -> tuple[str, str]:
    """Return what the check says of a value in the workbook: asked of a workbook that has nothing but this cell."""
    fiches = next(entry for entry in FICHES.columns if entry.holds is column.holds or entry.key == column.key)
    rows = (RawRow(1, {1: RawCell(1, 1, fiches.header)}), RawRow(2, {1: RawCell(2, 1, value)}))
    region = (
        RawRow(1, {number: RawCell(1, number, entry.header) for number, entry in enumerate(PARAMETERS.columns, 1)}),
        RawRow(2, {1: RawCell(2, 1, PARAMETER_NAMES["region"]), 2: RawCell(2, 2, desk.book.region)}),
    )
    book = build_book(RawWorkbook("", "", (RawSheet(FICHES.title, rows), RawSheet(PARAMETERS.title, region))))
    hit = next(RULES[code].find(book, Context(desk.today)))
    return hit.message, hit.hint
