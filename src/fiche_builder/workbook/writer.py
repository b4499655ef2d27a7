"""Writing a fresh workbook. The editors' own file is never saved over."""

import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.table import Table, TableStyleInfo
from openpyxl.worksheet.worksheet import Worksheet

_PUBLIC_FILL = PatternFill("solid", fgColor="1D4E89")
_INTERNAL_FILL = PatternFill("solid", fgColor="7D1128")
_HEADER_FONT = Font(bold=True, color="FFFFFF")
_MAX_TEXT = 32_767
"""The most characters that a cell can hold (Excel's limit)."""
_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*")
_NO_XML = re.compile("[\ud800-\udfff\ufffe\uffff]")
_TEXT_FORMAT = "@"
_DATE_FORMAT = "DD/MM/YYYY"
LAST_LISTED_ROW = 5_000
"""The last row that drop-downs and formats reach."""


@dataclass(frozen=True, slots=True)
class ColumnLook:
    """How a column looks, and what may be typed into it."""

    header: str
    width: float = 18
    is_public: bool = False
    number_format: str = "General"
    choices: tuple[str, ...] = ()
    choice_range: str = ""
    """The name of a range that lists the choices, such as `ListeThemes`, where they are the editors' own.

    A name, for Excel saves a list that refers to another sheet by its cells as an extension, which openpyxl cannot
    keep.
    """
    strict: bool = True
    help_title: str = ""
    help_text: str = ""
    wraps: bool = False


@dataclass(frozen=True, slots=True)
class SheetLook:
    """A sheet to be written: its columns, and its rows in order."""

    title: str
    columns: tuple[ColumnLook, ...]
    rows: tuple[tuple[Any, ...], ...]
    table: str = ""
    """The name of the Excel table, in letters only."""


TEXT, DATE = _TEXT_FORMAT, _DATE_FORMAT


def workbook_bytes(
    sheets: Iterable[SheetLook],
    notes: Mapping[str, Sequence[str]],
    *,
    created: datetime,
    names: Mapping[str, str] | None = None,
) -> bytes:
    """Return a workbook with the sheets.

    Before them stands a sheet of plain lines for each of `notes`. `names` are ranges by name.
    """
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    workbook.properties.creator = "fiche-builder"
    workbook.properties.created = workbook.properties.modified = created
    for title, lines in notes.items():
        _write_note(workbook.create_sheet(title), lines)
    for look in sheets:
        write_sheet(workbook.create_sheet(look.title), look)
    for name, area in (names or {}).items():
        workbook.defined_names[name] = DefinedName(name, attr_text=area)
    workbook.active = min(len(notes), len(workbook.worksheets) - 1)
    target = io.BytesIO()
    workbook.save(target)
    return dated(target, created)


def dated(workbook: io.BytesIO, created: datetime) -> bytes:
    """Return a workbook with every date inside set to that time.

    openpyxl writes the clock's time, so the bytes would differ a second later.
    """
    target = io.BytesIO()
    with ZipFile(workbook) as parts, ZipFile(target, "w") as written:
        for part in parts.infolist():
            content = parts.read(part)
            if part.filename == "docProps/core.xml":
                content = _MODIFIED.sub(rf"\g<1>{created:%Y-%m-%dT%H:%M:%SZ}".encode(), content)
            written.writestr(ZipInfo(part.filename, created.timetuple()[:6]), content, ZIP_DEFLATED)
    return target.getvalue()


def _write_note(sheet: Worksheet, lines: Sequence[str]) -> None:
    sheet.column_dimensions["A"].width = 110
    for number, line in enumerate(lines, 1):
        cell = sheet.cell(number, 1)
        set_text(cell, line.removeprefix("# "))
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        if line.startswith("# "):
            cell.font = Font(bold=True, size=13)


def write_sheet(sheet: Worksheet, look: SheetLook) -> None:
    """Write a new sheet: its header, its rows, its drop-downs."""
    for number, column in enumerate(look.columns, 1):
        _write_column(sheet, number, column)
    for row_number, row in enumerate(look.rows, 2):
        for number, (value, column) in enumerate(zip(row, look.columns, strict=True), 1):
            if value is None:
                continue
            cell = sheet.cell(row_number, number)
            if isinstance(value, str):
                set_text(cell, value)
            else:
                cell.value = value
            cell.number_format = _DATE_FORMAT if isinstance(value, date) else column.number_format
            cell.alignment = Alignment(vertical="top", wrap_text=column.wraps)
    sheet.freeze_panes = "D2" if len(look.columns) > 12 else "A2"  # noqa: PLR2004 (N°, theme and name stay in view)
    sheet.row_dimensions[1].height = 30
    if look.table:
        area = f"A1:{get_column_letter(len(look.columns))}{max(2, len(look.rows) + 1)}"
        table = Table(displayName=look.table, ref=area)
        table.tableStyleInfo = TableStyleInfo(name="TableStyleLight1", showRowStripes=True)
        sheet.add_table(table)


def _write_column(sheet: Worksheet, number: int, column: ColumnLook) -> None:
    letter = get_column_letter(number)
    header = sheet.cell(1, number, column.header)
    header.font = _HEADER_FONT
    header.fill = _PUBLIC_FILL if column.is_public else _INTERNAL_FILL
    header.alignment = Alignment(wrap_text=True, vertical="center")
    sheet.column_dimensions[letter].width = column.width
    dimension: Any = sheet.column_dimensions[letter]
    dimension.number_format = column.number_format
    dimension.alignment = Alignment(vertical="top", wrap_text=column.wraps)  # of every row, not of the examples alone
    validation = _validation(column)
    if validation is not None:
        validation.add(f"{letter}2:{letter}{LAST_LISTED_ROW}")
        sheet.add_data_validation(validation)


def _validation(column: ColumnLook) -> DataValidation | None:
    """Return the drop-down and the input help of a column.

    openpyxl's `showDropDown` *hides* the arrow, so it stays off.
    """
    formula = column.choice_range or (f'"{",".join(column.choices)}"' if column.choices else "")
    if not formula and not column.help_text:
        return None
    validation = DataValidation(
        type="list" if formula else None,
        formula1=formula or None,
        allow_blank=True,
        showErrorMessage=bool(formula) and column.strict,
        showInputMessage=bool(column.help_text),
    )
    if column.help_text:
        validation.promptTitle = column.help_title[:32]
        validation.prompt = column.help_text[:255]
    return validation


def set_text(cell: Any, text: str) -> None:  # noqa: ANN401 (a cell of any kind)
    """Write text as text. A value such as `=1+1` must never become a formula."""
    cell.value = clean(text)
    cell.data_type = "s"


def clean(text: str) -> str:
    """Return text that Excel can hold: control characters made visible, cut at the length of a cell."""
    return _NO_XML.sub("\ufffd", ILLEGAL_CHARACTERS_RE.sub("\ufffd", text))[:_MAX_TEXT]
