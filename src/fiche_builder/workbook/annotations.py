"""The report workbook: a list of findings, and a copy of the editors' rows.

Faulty cells in the copy are coloured and commented.
"""

import io
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from openpyxl import Workbook
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.worksheet.worksheet import Worksheet

from fiche_builder.workbook.raw import RawCell, RawSheet, RawValue
from fiche_builder.workbook.writer import DATE, clean, dated, set_text

AnyCell = Cell | MergedCell
"""The type that openpyxl declares for a cell. It allows merged cells, which a fresh sheet does not have."""
REPORT_TITLE = "Anomalies"
_HEADER_FILL = PatternFill("solid", fgColor="333333")
_WIDTHS = (14, 14, 9, 20, 34, 34, 60, 60, 22)


@dataclass(frozen=True, slots=True)
class Mark:
    """What is shown on a cell: a colour `RRGGBB` and a comment."""

    colour: str
    text: str


@dataclass(frozen=True, slots=True)
class ReportLine:
    """A line of the list: its cells as text, and the cell it is about. `column` is 0 for a sheet as a whole."""

    texts: tuple[str, ...]
    colour: str
    sheet: str
    coordinate: str


def report_bytes(
    headers: Sequence[str],
    lines: Sequence[ReportLine],
    copies: Iterable[RawSheet],
    marks: Mapping[tuple[str, int, int], Mark],
    *,
    created: datetime,
) -> bytes:
    """Return the report. Cells keep the place they have in the original; every cell is a value, never a formula."""
    workbook = Workbook()
    workbook.properties.creator = "fiche-builder"
    workbook.properties.created = workbook.properties.modified = created
    workbook.remove(workbook.worksheets[0])
    listing = workbook.create_sheet(REPORT_TITLE)
    copied = {
        sheet.title: _copy_sheet(workbook.create_sheet(_free_title(workbook, sheet.title)), sheet, marks)
        for sheet in copies
    }
    _write_list(listing, headers, lines, copied)
    target = io.BytesIO()
    workbook.save(target)
    return dated(target, created)


def _write_list(
    sheet: Worksheet, headers: Sequence[str], lines: Sequence[ReportLine], copied: Mapping[str, str]
) -> None:
    for number, (header, width) in enumerate(zip(headers, _WIDTHS, strict=True), 1):
        cell = sheet.cell(1, number, header)
        cell.font = Font(bold=True, color="FFFFFF")
        cell.fill = _HEADER_FILL
        sheet.column_dimensions[get_column_letter(number)].width = width
    for row, line in enumerate(lines, 2):
        for number, text in enumerate(line.texts, 1):
            entry = sheet.cell(row, number)
            set_text(entry, text)
            entry.alignment = Alignment(wrap_text=True, vertical="top")
        sheet.cell(row, 1).fill = PatternFill("solid", fgColor=line.colour)
        if line.coordinate and line.sheet in copied:
            _link(sheet.cell(row, 3), copied[line.sheet], line.coordinate)
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(headers))}{max(2, len(lines) + 1)}"


def _link(cell: AnyCell, title: str, coordinate: str) -> None:
    """Link a line to its cell within the report."""
    cell.hyperlink = f"#{quote_sheetname(title)}!{coordinate}"
    cell.font = Font(color="1D4E89", underline="single")


def _copy_sheet(sheet: Worksheet, raw: RawSheet, marks: Mapping[tuple[str, int, int], Mark]) -> str:
    places = {(cell.row, cell.column): cell for row in raw.rows for cell in row.cells.values()}
    marked = {(row, column): mark for (title, row, column), mark in marks.items() if title == raw.title}
    for place in sorted(places.keys() | marked.keys()):
        cell, original, mark = sheet.cell(*place), places.get(place), marked.get(place)
        if original:
            _copy_cell(cell, original)
        if mark:
            cell.fill = PatternFill("solid", fgColor=mark.colour)
        if texts := [text for text in (mark.text if mark else "", original.comment if original else "") if text]:
            cell.comment = Comment(clean("\n\n".join(texts)), "fiche-builder", height=140, width=320)
    for column in {column for _row, column in places}:
        sheet.column_dimensions[get_column_letter(column)].width = 24
    sheet.freeze_panes = "A2"
    return sheet.title


def _copy_cell(cell: AnyCell, original: RawCell) -> None:
    value = original.value
    if isinstance(value, str) or (isinstance(value, float) and not math.isfinite(value)):
        set_text(cell, str(value))
    else:
        cell.value = _plain(value)
        if isinstance(value, date):
            cell.number_format = DATE


def _plain(value: RawValue) -> Any:  # noqa: ANN401 (what openpyxl takes)
    """Return a value that Excel can hold: it has no dates before 1900, so they become text."""
    return value.isoformat() if isinstance(value, date) and value.year < 1900 else value  # noqa: PLR2004


def _free_title(workbook: Workbook, title: str) -> str:
    """Return the sheet's own title, unless the list of findings already uses it."""
    return f"{title} (2)"[:31] if title.casefold() in {name.casefold() for name in workbook.sheetnames} else title
