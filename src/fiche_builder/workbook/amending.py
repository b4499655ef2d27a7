"""Changing an existing workbook: its cells, and further rows, columns and sheets.

This is the only module that does. It works on bytes, never on a file.
"""

import io
import warnings
from collections.abc import Iterator, Mapping
from copy import copy
from datetime import date
from typing import Any, cast

import openpyxl
from openpyxl.cell.cell import MergedCell
from openpyxl.styles import PatternFill
from openpyxl.styles.numbers import is_date_format
from openpyxl.utils import get_column_letter, range_boundaries
from openpyxl.worksheet.cell_range import CellRange, MultiCellRange
from openpyxl.worksheet.table import Table, TableColumn
from openpyxl.worksheet.worksheet import Worksheet

from fiche_builder.common.text import unescape_excel
from fiche_builder.workbook.areas import Area
from fiche_builder.workbook.grafting import graft, without_carried
from fiche_builder.workbook.raw import RawWorkbook
from fiche_builder.workbook.writer import DATE, SheetLook, set_text, write_sheet

AMENDED_COLOUR = "FFE9A8"
"""The colour of a changed cell. A cell that already has exactly this colour was changed earlier, and loses it."""
_SYSTEM_COLOURS = 64
"""From here on, the numbered colours are those of the screen: no colour of the cell's own."""
_NO_COLOUR = "00000000"
CellValue = str | int | float | date | None


class AmendableWorkbook:
    """A workbook that is being changed. Rows and columns are counted from 1; a sheet is known by its title."""

    def __init__(self, content: bytes) -> None:
        """Load the bytes of a workbook that `read_workbook_bytes` accepted. openpyxl may raise any error on them."""
        self._content = content
        with warnings.catch_warnings():
            # openpyxl warns of the extensions it leaves out. `find_losses` names them.
            warnings.simplefilter("ignore")
            self._workbook = openpyxl.load_workbook(io.BytesIO(without_carried(content)), rich_text=True)

    @classmethod
    def blank(cls) -> "AmendableWorkbook":
        """Return an empty workbook, in which changes can be planned but not made."""
        target = io.BytesIO()
        openpyxl.Workbook().save(target)
        return cls(target.getvalue())

    @property
    def titles(self) -> tuple[str, ...]:
        """The titles of the sheets that hold cells."""
        return tuple(sheet.title for sheet in self._sheets())

    def misread(self, raw: RawWorkbook) -> Iterator[tuple[str, str]]:
        """Yield the cells (sheet, coordinate) that openpyxl would save wrongly.

        It does not see them at all, or reads their text otherwise than Excel does.
        """
        for sheet in raw.sheets:
            cells = cast("Any", self._sheet(sheet.title))._cells  # noqa: SLF001
            for cell in (cell for row in sheet.rows for cell in row.cells.values()):
                found = cells.get((cell.row, cell.column))
                if found is None or (found.data_type == "s" and unescape_excel(str(found.value)) != cell.shown):
                    yield sheet.title, cell.coordinate

    @property
    def formulas(self) -> dict[tuple[str, int, int], str]:
        """Every cell that holds a formula, as (sheet, row, column), and the formula itself.

        Once saved, a formula has no result until Excel opens the workbook.
        """
        return {
            (sheet.title, row, column): cell.value
            if isinstance(cell.value, str)
            else str(getattr(cell.value, "text", ""))
            for sheet in self._sheets()
            for (row, column), cell in cast("Any", sheet)._cells.items()  # noqa: SLF001 (`iter_rows` makes up the blank ones)
            if cell.data_type == "f"
        }

    def merged_area(self, title: str, row: int, column: int) -> str:
        """Return the merged range that hides a cell, if any: such a cell cannot hold a value of its own."""
        if title not in self.titles:
            return ""
        sheet = self._sheet(title)
        if not isinstance(cast("Any", sheet)._cells.get((row, column)), MergedCell):  # noqa: SLF001
            return ""
        areas = ((str(area), Area(*area.bounds)) for area in sheet.merged_cells.ranges)
        return next((name for name, area in areas if area.holds(row, column)), "")

    def uncolour(self) -> None:
        """Remove the colour of an earlier change, and give the cell the colour back that it had before."""
        fills = cast("Any", self._workbook)._fills  # noqa: SLF001 (the only way to them)
        marked = {number for number, fill in enumerate(fills) if _is_amended(fill)}
        for sheet in self._sheets() if marked else ():
            for cell in cast("Any", sheet)._cells.values():  # noqa: SLF001
                if cell._style.fillId in marked:  # noqa: SLF001 (`cell.fill` copies)
                    cell.fill = _fill_before(cell.fill)

    def set_cell(self, title: str, row: int, column: int, value: CellValue, link: str = "") -> None:
        """Give a cell a value, the colour of a changed cell, and the link that belongs to the value.

        A strike-through is removed, because it was about the old value.
        """
        cell = self._sheet(title).cell(row, column)
        _set_value(cell, value)
        cell.hyperlink = link or None
        if cell.font.strike:
            font = copy(cell.font)
            font.strike = None
            cell.font = cast("Any", font)
        cell.fill = _amended_fill(cell.fill)

    def add_row(self, title: str, row: int, values: Mapping[int, CellValue], *, in_formats_above: bool) -> None:
        """Write a row below the last one. The Excel table, the filter and the drop-down lists are extended to it."""
        sheet: Any = self._sheet(title)
        for column in range(1, sheet.max_column + 1) if in_formats_above else ():
            above = sheet._cells.get((row - 1, column))  # noqa: SLF001
            if above is not None and above.has_style and not isinstance(above, MergedCell):
                sheet.cell(row, column)._style = copy(above._style)  # noqa: SLF001
        for column, value in values.items():
            self.set_cell(title, row, column, value)
        for table in sheet.tables.values():
            left, top, right, bottom = _bounds(table.ref)
            if bottom == row - 1 and not table.totalsRowCount:
                _resize(table, (left, top, right, row))
        if sheet.auto_filter.ref:
            left, top, right, bottom = _bounds(sheet.auto_filter.ref)
            if bottom == row - 1:
                sheet.auto_filter.ref = _range((left, top, right, row))
        for validation in sheet.data_validations.dataValidation:
            areas = [_one_further(area) if area.max_row == row - 1 else area for area in validation.sqref.ranges]
            validation.sqref = MultiCellRange(areas)

    def add_column(self, title: str, header_row: int, column: int, header: str) -> None:
        """Write a header into a free column, in the format of the column to its left.

        The Excel table and the filter are extended to it.
        """
        sheet: Any = self._sheet(title)
        neighbour = sheet._cells.get((header_row, column - 1))  # noqa: SLF001
        cell = sheet.cell(header_row, column)
        if neighbour is not None and neighbour.has_style:
            cell._style = copy(neighbour._style)  # noqa: SLF001
        set_text(cell, header)
        letters = get_column_letter(column - 1), get_column_letter(column)
        if letters[0] in sheet.column_dimensions:
            sheet.column_dimensions[letters[1]].width = sheet.column_dimensions[letters[0]].width
        if sheet.auto_filter.ref:
            left, top, right, bottom = _bounds(sheet.auto_filter.ref)
            if right == column - 1 and top == header_row:
                # Editors sort by the filter, and a column outside its range would stay where it is.
                sheet.auto_filter.ref = _range((left, top, column, bottom))
        for table in sheet.tables.values():
            left, top, right, bottom = _bounds(table.ref)
            if right == column - 1 and top == header_row:
                identity = max((entry.id for entry in table.tableColumns), default=0) + 1
                table.tableColumns.append(TableColumn(id=identity, name=header))
                _resize(table, (left, top, column, bottom))

    def add_sheet(self, look: SheetLook) -> None:
        """Add a sheet at the end."""
        write_sheet(self._workbook.create_sheet(look.title), look)

    def to_bytes(self) -> bytes:
        """Return the workbook as a file."""
        for sheet in cast("list[Any]", self._sheets()):
            # openpyxl collects these while it writes, and would write them twice the second time.
            sheet._hyperlinks, sheet._comments, sheet.legacy_drawing = [], [], None  # noqa: SLF001 (nothing else empties them)
        target = io.BytesIO()
        self._workbook.save(target)
        return graft(self._content, target.getvalue())

    def _sheets(self) -> list[Worksheet]:
        return [sheet for sheet in self._workbook.worksheets if isinstance(sheet, Worksheet)]

    def _sheet(self, title: str) -> Worksheet:
        return next(sheet for sheet in self._sheets() if sheet.title == title)


def _set_value(cell: Any, value: CellValue) -> None:  # noqa: ANN401 (a cell of any kind)
    if isinstance(value, str):
        set_text(cell, value)
        return
    # openpyxl gives a cell a date format along with a date, so the format that the cell had is read first.
    had = cell.number_format
    cell.value = value
    if isinstance(value, date):
        cell.number_format = had if is_date_format(had) else DATE


def _amended_fill(fill: Any) -> Any:  # noqa: ANN401 (a fill of any kind)
    """Return the fill of a changed cell, in which the cell's own colour is kept out of sight.

    A solid fill does not show its second colour. A pattern or gradient has no room for it, so it stays as it is.
    """
    kind = getattr(fill, "patternType", "gradient")
    if kind == "solid":
        own = fill.bgColor if _is_amended(fill) else fill.fgColor
        return PatternFill("solid", fgColor=AMENDED_COLOUR, bgColor=copy(own))
    return fill if kind else PatternFill("solid", fgColor=AMENDED_COLOUR)


def _fill_before(fill: Any) -> Any:  # noqa: ANN401 (a fill of any kind)
    """Return the fill that a changed cell had before, as far as its program has kept it."""
    own = fill.bgColor
    is_set = own.type == "theme" or (own.type == "indexed" and own.indexed < _SYSTEM_COLOURS)
    if is_set or (own.type == "rgb" and str(own.rgb) != _NO_COLOUR and str(own.rgb)[-6:] != AMENDED_COLOUR):
        return PatternFill("solid", fgColor=copy(own))
    return PatternFill()


def _is_amended(fill: Any) -> bool:  # noqa: ANN401 (a fill of any kind)
    colour = getattr(fill, "fgColor", None)
    return bool(
        getattr(fill, "patternType", "") == "solid"
        and colour
        and colour.type == "rgb"
        and str(colour.rgb)[-6:] == AMENDED_COLOUR
    )


def _one_further(area: CellRange) -> CellRange:
    """Return a range extended by the row below it."""
    longer = copy(area)
    longer.expand(down=1)
    return longer


def _bounds(area: str) -> tuple[int, int, int, int]:
    """Return the left, top, right and bottom edges of a range of cells."""
    return cast("tuple[int, int, int, int]", range_boundaries(area))


def _resize(table: Table, bounds: tuple[int, int, int, int]) -> None:
    table.ref = _range(bounds)
    if table.autoFilter is not None:
        table.autoFilter.ref = table.ref


def _range(bounds: tuple[int, int, int, int]) -> str:
    left, top, right, bottom = bounds
    return f"{get_column_letter(left)}{top}:{get_column_letter(right)}{bottom}"
