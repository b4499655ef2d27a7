"""A sheet to be filled in, on the screen or on paper.

It has drop-down lists, a hidden key for each row, and a hidden sheet of facts.
"""

import io
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from operator import itemgetter
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from fiche_builder.common.text import fold_header
from fiche_builder.workbook.raw import RawWorkbook
from fiche_builder.workbook.writer import TEXT, dated, set_text

FACTS_TITLE = "fiche-builder"
"""The hidden sheet, which tells the program what the form is when it is read back."""
KEY_HEADER = "fiche-builder"
"""The header of the hidden column. Its keys tell which value a row is about, wherever the row was sorted to."""
_FACE = "Calibri"
_TITLE_FONT = Font(name=_FACE, bold=True, size=14)
_TEXT_FONT = Font(name=_FACE, size=11)
_NOTE_FONT = Font(name=_FACE, italic=True, color="555555")
_HEADER_FONT = Font(name=_FACE, bold=True, color="FFFFFF")
_HEADING_FONT = Font(name=_FACE, bold=True, size=13)
_REPEATED_FONT = Font(name=_FACE, color="777777")
_HEADER_FILL = PatternFill("solid", fgColor="333333")
_HEADING_FILL = PatternFill("solid", fgColor="DDE3EA")
_INPUT_FILL = PatternFill("solid", fgColor="FFFDF0")
_LINE = Border(*(Side(style="hair", color="999999"),) * 4)
_A4 = 9
_LINE_HEIGHT, _HEADING_LINE_HEIGHT = 15, 19
_LETTERS, _HEADING_LETTERS = 1.1, 0.78
"""How many letters of plain text, and of a heading, fit into one unit of column width."""


@dataclass(frozen=True, slots=True)
class FormColumn:
    """A column of a form.

    A column to be filled in has a pale ground, and may have a drop-down list and an input help.
    """

    header: str
    width: float
    is_input: bool = False
    choices: tuple[str, ...] = ()
    strict: bool = True
    help_text: str = ""
    number_format: str = TEXT
    is_repeated: bool = False
    """Whether its cells only repeat the heading above, so that rows can be filtered. They are printed pale."""


@dataclass(frozen=True, slots=True)
class FormRow:
    """A row: its key, and a text for each column.

    The heading of a group is printed large, and may offer choices of its own.
    """

    texts: tuple[str, ...]
    key: str
    is_heading: bool = False
    choices: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    """Choices by the index of their column, where they differ from the column's own."""


@dataclass(frozen=True, slots=True)
class Form:
    """A form: its title and the lines above it, columns, rows, and the facts of the hidden sheet."""

    sheet: str
    title: str
    lines: tuple[str, ...]
    note: str
    columns: tuple[FormColumn, ...]
    rows: tuple[FormRow, ...]
    facts: Mapping[str, str]


def form_bytes(form: Form, *, created: datetime) -> bytes:
    """Return the form as a workbook. Every cell is text, never a formula."""
    workbook = Workbook()
    workbook.properties.creator = "fiche-builder"
    workbook.properties.created = workbook.properties.modified = created
    sheet: Any = workbook.worksheets[0]
    sheet.title = form.sheet
    header_row = _write_top(sheet, form)
    _write_header(sheet, form, header_row)
    for number, row in enumerate(form.rows, header_row + 1):
        _write_row(sheet, form, number, row)
    _add_choices(sheet, form, header_row + 1)
    _set_up_page(sheet, form, header_row)
    write_facts(workbook.create_sheet(FACTS_TITLE), form.facts)
    target = io.BytesIO()
    workbook.save(target)
    return dated(target, created)


def _write_top(sheet: Worksheet, form: Form) -> int:
    """Write the lines above the table, and return the row of the header."""
    texts = ((form.title, _TITLE_FONT), *((line, _TEXT_FONT) for line in form.lines), (form.note, _NOTE_FONT))
    for number, (text, font) in enumerate(texts, 1):
        cell = sheet.cell(number, 1)
        set_text(cell, text)
        cell.font = font
    return len(texts) + 1


def _write_header(sheet: Worksheet, form: Form, row: int) -> None:
    for number, column in enumerate(form.columns, 1):
        cell = sheet.cell(row, number, column.header)
        cell.font, cell.fill, cell.alignment = _HEADER_FONT, _HEADER_FILL, Alignment(vertical="center", wrap_text=True)
        sheet.column_dimensions[get_column_letter(number)].width = column.width
    key = len(form.columns) + 1
    sheet.cell(row, key, KEY_HEADER)
    sheet.column_dimensions[get_column_letter(key)].hidden = True


def _write_row(sheet: Worksheet, form: Form, number: int, row: FormRow) -> None:
    for position, (text, column) in enumerate(zip(row.texts, form.columns, strict=True), 1):
        cell: Any = sheet.cell(number, position)
        if text:
            set_text(cell, text)
        cell.number_format = column.number_format
        is_wrapped = row.is_heading or not column.is_repeated
        cell.alignment = Alignment(vertical="center" if row.is_heading else "top", wrap_text=is_wrapped)
        cell.border, cell.font = _LINE, _TEXT_FONT
        if row.is_heading:
            cell.font = _TEXT_FONT if column.is_input else _HEADING_FONT
            cell.fill = _HEADING_FILL
        elif column.is_input:
            cell.fill = _INPUT_FILL
        elif column.is_repeated:
            cell.font = _REPEATED_FONT
    set_text(sheet.cell(number, len(row.texts) + 1), row.key)
    # LibreOffice gives a row without a height one line, whatever it holds.
    share, height = (_HEADING_LETTERS, _HEADING_LINE_HEIGHT) if row.is_heading else (_LETTERS, _LINE_HEIGHT)
    cells = zip(row.texts, form.columns, strict=True)
    lines = max(
        _lines(text, column.width * share) for text, column in cells if row.is_heading or not column.is_repeated
    )
    sheet.row_dimensions[number].height = lines * height + (6 if row.is_heading else 0)


def _lines(text: str, width: float) -> int:
    """Return how many lines a text needs in a column."""
    return sum(max(1, math.ceil(len(line) / width)) for line in text.split("\n"))


def _add_choices(sheet: Worksheet, form: Form, first: int) -> None:
    """Give each cell its drop-down list. openpyxl's `showDropDown` *hides* the arrow, so it stays off."""
    for position, column in enumerate(form.columns):
        letter = get_column_letter(position + 1)
        # Lists are added to runs of rows, not to cells. openpyxl compares each range with all the others, which takes
        # minutes for thousands of rows.
        by_choices: dict[tuple[str, ...], list[str]] = {}
        listed = ((number, row.choices.get(position, column.choices)) for number, row in enumerate(form.rows, first))
        for choices, run in groupby(listed, itemgetter(1)):
            numbers = [number for number, _choices in run]
            by_choices.setdefault(choices, []).append(f"{letter}{numbers[0]}:{letter}{numbers[-1]}")
        for choices, areas in by_choices.items():
            if not choices and not column.help_text:
                continue
            validation = DataValidation(
                type="list" if choices else None,
                formula1=f'"{",".join(choices)}"' if choices else None,
                allow_blank=True,
                showErrorMessage=bool(choices) and column.strict,
                showInputMessage=bool(column.help_text),
                promptTitle=column.header[:32] if column.help_text else None,
                prompt=column.help_text[:255] or None,
            )
            for area in areas:
                validation.add(area)
            sheet.add_data_validation(validation)


def _set_up_page(sheet: Any, form: Form, header_row: int) -> None:  # noqa: ANN401 (openpyxl's types hide the page setup)
    last = get_column_letter(len(form.columns))
    sheet.freeze_panes = f"A{header_row + 1}"
    sheet.auto_filter.ref = (
        f"A{header_row}:{get_column_letter(len(form.columns) + 1)}{header_row + max(1, len(form.rows))}"
    )
    sheet.print_area = f"A1:{last}{header_row + max(1, len(form.rows))}"
    sheet.print_title_rows = f"{header_row}:{header_row}"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = _A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.page_margins.left = sheet.page_margins.right = 0.4
    sheet.page_margins.top = sheet.page_margins.bottom = 0.5
    sheet.oddFooter.right.text = "&P / &N"


def write_facts(sheet: Worksheet, facts: Mapping[str, str]) -> None:
    """Write the hidden sheet, by which the program knows what a workbook is when it comes back."""
    sheet.sheet_state = "hidden"
    for number, (name, value) in enumerate(facts.items(), 1):
        set_text(sheet.cell(number, 1), name)
        set_text(sheet.cell(number, 2), value)


def read_facts(raw: RawWorkbook) -> dict[str, str]:
    """Return the facts in the hidden sheet of a form or report; nothing if there is none."""
    sheet = next((sheet for sheet in raw.sheets if fold_header(sheet.title) == fold_header(FACTS_TITLE)), None)
    pairs = (tuple(cell.shown for cell in row.cells.values()) for row in (sheet.rows if sheet else ()))
    return {pair[0]: pair[1] for pair in pairs if len(pair) > 1}
