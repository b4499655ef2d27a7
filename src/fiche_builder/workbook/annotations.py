"""The report workbook: a list of findings, and a copy of the editors' rows.

Faulty cells in the copy are coloured and commented. Nothing is to be corrected there. But people do, so the report
keeps a digest of every cell, and `handed_back` can tell what was changed.
"""

import hashlib
import io
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

from openpyxl import Workbook
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from fiche_builder.common.text import tidy_lines
from fiche_builder.workbook.forms import FACTS_TITLE, KEY_HEADER, write_facts
from fiche_builder.workbook.raw import RawCell, RawRow, RawSheet, RawValue
from fiche_builder.workbook.writer import DATE, clean, dated, set_text

AnyCell = Cell | MergedCell
"""The type that openpyxl declares for a cell. It allows merged cells, which a fresh sheet does not have."""
REPORT_TITLE = "Anomalies"
HEADER_ROW = 2
"""The row of the headers in the list. Above it stands that nothing is to be corrected here."""
VALUE = 5
"""The index of the column that shows the faulty value."""
COPY, BASE, COLUMNS = "copy:", "base:", "columns:"
"""How the facts of a report begin: which sheet a copy shows, the digests of a row, the columns of a sheet by key."""
_HEADER_FILL = PatternFill("solid", fgColor="333333")
_INPUT_FILL = PatternFill("solid", fgColor="FFFDF0")
_WARNING_COLOUR = "C00000"
_WIDTHS = (14, 14, 9, 20, 34, 34, 60, 60, 22)
_LONGEST_TITLE = 31


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
    is_question: bool = False
    """Whether it can be answered in the last column of the list."""


@dataclass(frozen=True, slots=True)
class ReportFrame:
    """What a report says besides its findings: its headers, and that nothing is to be corrected in it."""

    headers: tuple[str, ...]
    warning: str
    """The line above the list, which also appears when somebody types into a copy all the same."""
    suffix: str
    """What the title of a copy ends with, such as ` (copy)`."""
    answer: tuple[str, str] = ("", "")
    """The header of the column for answers, and the one word that is chosen there."""
    facts: Mapping[str, str] = field(default_factory=dict)
    """What the program is to know when the report comes back, kept in a hidden sheet with the digests of all cells."""


def print_of(value: RawValue) -> str:
    """Return the digest of a value, however a program wrote it down again; "" for an empty cell."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, datetime) and value.time() == time():
        value = value.date()
    text = tidy_lines(clean("" if value is None else str(value)))
    return hashlib.sha256(text.encode()).hexdigest()[:10] if text else ""


def report_bytes(
    words: ReportFrame,
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
    originals = {sheet.title: sheet for sheet in copies}
    copied = {
        title: _copy_sheet(workbook.create_sheet(_free_title(workbook, title, words.suffix)), sheet, marks, words)
        for title, sheet in originals.items()
    }
    _write_list(listing, words, lines, copied)
    base = {f"{BASE}{sheet.title}!{row.index}": _prints(row) for sheet in originals.values() for row in sheet.rows}
    kept = {f"{COPY}{copy}": title for title, copy in copied.items()}
    write_facts(workbook.create_sheet(FACTS_TITLE), {**words.facts, **kept, **base})
    target = io.BytesIO()
    workbook.save(target)
    return dated(target, created)


def _prints(row: RawRow) -> str:
    """Return the digests of a row's cells, each with the number of its column."""
    return " ".join(f"{cell.column}={found}" for cell in row.cells.values() if (found := print_of(cell.value)))


def _write_list(sheet: Worksheet, words: ReportFrame, lines: Sequence[ReportLine], copied: Mapping[str, str]) -> None:
    set_text(sheet.cell(1, 1), words.warning)
    sheet.cell(1, 1).font = Font(bold=True, size=12, color=_WARNING_COLOUR)
    sheet.row_dimensions[1].height = 24
    sheet.cell(1, 1).alignment = Alignment(vertical="center")
    for number, (header, width) in enumerate(zip(words.headers, _WIDTHS, strict=True), 1):
        cell = sheet.cell(HEADER_ROW, number, header)
        cell.font = Font(bold=True, color="FFFFFF")
        cell.fill = _HEADER_FILL
        sheet.column_dimensions[get_column_letter(number)].width = width
    keys = len(words.headers) + 1
    if questions := [row for row, line in enumerate(lines, HEADER_ROW + 1) if line.is_question]:
        _ask(sheet, keys, questions, words)
        keys += 1
    sheet.column_dimensions[get_column_letter(keys)].hidden = True
    for row, line in enumerate(lines, HEADER_ROW + 1):
        set_text(sheet.cell(row, keys), f"{KEY_HEADER}|{print_of(line.texts[VALUE])}")
        for number, text in enumerate(line.texts, 1):
            entry = sheet.cell(row, number)
            set_text(entry, text)
            entry.alignment = Alignment(wrap_text=True, vertical="top")
        sheet.cell(row, 1).fill = PatternFill("solid", fgColor=line.colour)
        if line.coordinate and line.sheet in copied:
            _link(sheet.cell(row, 3), copied[line.sheet], line.coordinate)
    sheet.freeze_panes = f"A{HEADER_ROW + 1}"
    last = HEADER_ROW + max(1, len(lines))
    sheet.auto_filter.ref = f"A{HEADER_ROW}:{get_column_letter(keys)}{last}"


def _ask(sheet: Worksheet, column: int, rows: Sequence[int], words: ReportFrame) -> None:
    """Add the column in which questions are answered by choosing a word."""
    header, word = words.answer
    cell = sheet.cell(HEADER_ROW, column, header)
    cell.font, cell.fill = Font(bold=True, color="FFFFFF"), _HEADER_FILL
    choosing = DataValidation(type="list", formula1=f'"{word}"', allow_blank=True)
    for row in rows:
        sheet.cell(row, column).fill = _INPUT_FILL
        choosing.add(sheet.cell(row, column).coordinate)
    sheet.add_data_validation(choosing)


def _link(cell: AnyCell, title: str, coordinate: str) -> None:
    """Link a line to its cell within the report."""
    cell.hyperlink = f"#{quote_sheetname(title)}!{coordinate}"
    cell.font = Font(color="1D4E89", underline="single")


def _copy_sheet(sheet: Worksheet, raw: RawSheet, marks: Mapping[tuple[str, int, int], Mark], words: ReportFrame) -> str:
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
    _discourage(sheet, raw, words)
    return sheet.title


def _discourage(sheet: Any, raw: RawSheet, words: ReportFrame) -> None:  # noqa: ANN401 (openpyxl's types hide the header)
    """Let a copy say that it is one: its tab is red, it is printed with a warning, and it asks before it is changed.

    A hidden key in each row tells which row it was, wherever it is sorted to.
    """
    sheet.sheet_properties.tabColor = _WARNING_COLOUR
    sheet.oddHeader.center.text = words.warning
    columns = [cell.column for row in raw.rows for cell in row.cells.values()]
    last = max(columns, default=1)
    for row in raw.rows:
        set_text(sheet.cell(row.index, last + 1), f"{KEY_HEADER}|{row.index}")
    sheet.column_dimensions[get_column_letter(last + 1)].hidden = True
    asking = DataValidation(
        type="custom",
        formula1="FALSE",
        allow_blank=False,
        errorStyle="warning",
        showErrorMessage=True,
        errorTitle=sheet.title,
        error=words.warning[:225],
    )
    asking.add(f"A1:{get_column_letter(last)}{max((row.index for row in raw.rows), default=1)}")
    sheet.add_data_validation(asking)


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


def _free_title(workbook: Workbook, title: str, suffix: str) -> str:
    """Return the title of a copy, which no other sheet has."""
    taken = {name.casefold() for name in workbook.sheetnames}
    copy = f"{title[: _LONGEST_TITLE - len(suffix)]}{suffix}"
    number = 1
    while copy.casefold() in taken:
        number += 1
        end = f"{suffix} {number}"
        copy = f"{title[: _LONGEST_TITLE - len(end)]}{end}"
    return copy
