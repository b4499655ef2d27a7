"""Changing a workbook: a cell, a row, a column; tables, filters and lists reach along, all else stays."""

import io
from datetime import date, datetime
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.styles import Font, PatternFill
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.table import Table

from fiche_builder.workbook.amending import AMENDED_COLOUR, AmendableWorkbook, CellValue


@pytest.fixture
def content() -> bytes:
    """A sheet with an Excel table, a list of choices, a merged area, a formula, and formats."""
    workbook = Workbook()
    sheet: Any = workbook.worksheets[0]
    sheet.title = "Fiches"
    for row in (["N°", "Nom", "Vérifié le"], [1, "Relais", datetime(2026, 1, 5)], [2, "Phare", None]):  # noqa: DTZ001
        sheet.append(row)
    sheet["C3"].number_format = "YYYY"
    sheet["B2"].font = Font(strike=True, bold=True)
    sheet.add_table(Table(displayName="Fiches", ref="A1:C3"))
    sheet.auto_filter.ref = "A1:C3"
    choices = DataValidation(type="list", formula1='"a,b"')
    choices.add("B2:B3")
    sheet.add_data_validation(choices)
    other: Any = workbook.create_sheet("Notes")
    other["A1"], other["B1"] = "=1+1", "x"
    other.merge_cells("B1:C2")
    target = io.BytesIO()
    workbook.save(target)
    return target.getvalue()


def reread(workbook: AmendableWorkbook) -> Any:
    return load_workbook(io.BytesIO(workbook.to_bytes()))


@pytest.mark.parametrize("value", ["=2+2", "", 7, 2.5, date(2026, 11, 3), None])
def test_a_cell_holds_what_it_was_given_and_shows_that_it_changed(content: bytes, value: CellValue) -> None:
    workbook = AmendableWorkbook(content)
    workbook.set_cell("Fiches", 2, 2, value)
    cell = reread(workbook)["Fiches"]["B2"]
    read = cell.value.date() if isinstance(cell.value, datetime) else cell.value
    assert (read or None, cell.data_type == "f") == (value or None, False)
    assert cell.fill.fgColor.rgb.endswith(AMENDED_COLOUR)
    assert (cell.font.strike, cell.font.bold) == (None, True)


def test_a_date_keeps_the_format_that_its_cell_had(content: bytes) -> None:
    workbook = AmendableWorkbook(content)
    workbook.set_cell("Fiches", 3, 3, date(2026, 11, 3))
    workbook.set_cell("Fiches", 3, 1, date(2026, 11, 3))
    sheet = reread(workbook)["Fiches"]
    assert (sheet["C3"].number_format, sheet["A3"].number_format) == ("YYYY", "DD/MM/YYYY")


def test_only_our_own_colour_is_taken_away(content: bytes) -> None:
    source: Any = load_workbook(io.BytesIO(content))
    source["Fiches"]["A2"].fill = PatternFill("solid", fgColor=AMENDED_COLOUR)
    source["Fiches"]["A3"].fill = PatternFill("solid", fgColor="FFFF00")
    target = io.BytesIO()
    source.save(target)
    workbook = AmendableWorkbook(target.getvalue())
    workbook.uncolour()
    sheet = reread(workbook)["Fiches"]
    assert sheet["A2"].fill.patternType is None
    assert sheet["A3"].fill.fgColor.rgb == "00FFFF00"


def test_a_row_below_the_last_takes_table_filter_list_and_formats_along(content: bytes) -> None:
    workbook = AmendableWorkbook(content)
    workbook.add_row("Fiches", 4, {1: 3, 2: "Pont"}, in_formats_above=True)
    sheet = reread(workbook)["Fiches"]
    assert [cell.value for cell in sheet[4]] == [3, "Pont", None]
    assert sheet["C4"].number_format == "YYYY"
    assert (sheet.tables["Fiches"].ref, sheet.auto_filter.ref) == ("A1:C4", "A1:C4")
    assert [str(entry.sqref) for entry in sheet.data_validations.dataValidation] == ["B2:B4"]


def test_a_column_at_the_right_belongs_to_table_and_filter(content: bytes) -> None:
    workbook = AmendableWorkbook(content)
    workbook.add_column("Fiches", 1, 4, "Réf. message")
    sheet = reread(workbook)["Fiches"]
    assert sheet["D1"].value == "Réf. message"
    assert (sheet.tables["Fiches"].ref, sheet.auto_filter.ref) == ("A1:D3", "A1:D3")
    assert [column.name for column in sheet.tables["Fiches"].tableColumns][-1] == "Réf. message"


def test_formulas_and_merged_areas_are_known(content: bytes) -> None:
    workbook = AmendableWorkbook(content)
    assert workbook.formulas == {("Notes", 1, 1): "=1+1"}
    assert [workbook.merged_area("Notes", row, column) for row, column in ((2, 3), (1, 2), (5, 5))] == ["B1:C2", "", ""]


def test_saved_twice_it_is_the_same(content: bytes) -> None:
    workbook = AmendableWorkbook(content)
    workbook.set_cell("Fiches", 2, 2, "x", "https://relais.example")
    first = reread(workbook)["Fiches"]["B2"].hyperlink.target
    assert reread(workbook)["Fiches"]["B2"].hyperlink.target == first == "https://relais.example"
