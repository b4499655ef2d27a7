"""Proving that a new workbook says the same as the old one, except for the changes."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time

from fiche_builder.common.errors import AmendingError
from fiche_builder.common.i18n import _
from fiche_builder.upkeep.amend.plan import Cell
from fiche_builder.workbook.amending import CellValue
from fiche_builder.workbook.raw import RawCell, RawWorkbook, column_letter


def prove(
    before: RawWorkbook, after: RawWorkbook, expected: Mapping[Cell, CellValue], formulas: Mapping[Cell, str]
) -> None:
    """Raise `AmendingError` unless a new workbook says the same as the old one, except in the expected cells.

    It is read like any other workbook. A cell that holds a formula, and did so before, may have lost its result.
    """
    new_sheets = {title for title, _row, _column in expected} - {sheet.title for sheet in before.sheets}
    was = [(sheet.title, sheet.hidden) for sheet in before.sheets]
    if was != [(sheet.title, sheet.hidden) for sheet in after.sheets if sheet.title not in new_sheets]:
        raise _unproved(", ".join(sheet.title for sheet in after.sheets))
    if not set(before.properties) <= set(after.properties):
        raise _unproved(", ".join(name for name, _value in before.properties))
    old, new = dict(_cells(before)), dict(_cells(after))
    for cell in old.keys() | new.keys() | expected.keys():
        found, stood = new.get(cell), old.get(cell)
        if cell in expected:
            is_right = _shows(found, expected[cell], stood)
        elif cell in formulas:
            is_right = found is not None and found.uncached and formulas[cell] in ("", found.value)
        else:
            is_right = _comparable(found) == _comparable(stood)
        if not is_right:
            raise _unproved(f"{cell[0]}!{column_letter(cell[2])}{cell[1]}")
    hidden = {(sheet.title, row.index) for sheet in before.sheets for row in sheet.rows if row.hidden}
    if hidden != {(sheet.title, row.index) for sheet in after.sheets for row in sheet.rows if row.hidden}:
        raise _unproved("hidden")


def _cells(raw: RawWorkbook) -> Iterator[tuple[Cell, RawCell]]:
    for sheet in raw.sheets:
        for row in sheet.rows:
            for cell in row.cells.values():
                yield (sheet.title, cell.row, cell.column), cell


def _comparable(cell: RawCell | None) -> RawCell | None:
    """Return a value for comparison: a day with the time 0:00 is the same as the day alone."""
    return cell._replace(value=_day(cell.value)) if cell and isinstance(cell.value, date) else cell


def _day(value: object) -> date | None:
    if isinstance(value, datetime) and value.time() == time():
        return value.date()
    return value if isinstance(value, date) else None


def _shows(found: RawCell | None, value: CellValue, stood: RawCell | None) -> bool:
    """Tell whether a cell holds the expected plain value, with the comment and the merged range that it had before."""
    comment, merged = (stood.comment, stood.merged) if stood else ("", "")
    if value is None:
        return (found is None and not comment) or (
            found is not None and found.value is None and found.comment == comment
        )
    if found is None or found.error or found.uncached or found.struck:
        return False
    is_same = _day(found.value) == value if isinstance(value, date) else found.value == value
    return is_same and found.comment == comment and (found.merged == merged or not stood)


def _unproved(where: str) -> AmendingError:
    return AmendingError(
        _("The new workbook would not say the same as the old one outside the changes (%(where)s): it was not written.")
        % {"where": where},
        _("Make the changes by hand, and report this: it is a bug in fiche-builder."),
    )
