"""Where each change comes to stand: cells, rows, columns and sheets that are made, and what is in the way."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from fiche_builder.model.fields import CONTACTS, FICHES, SUGGESTIONS
from fiche_builder.upkeep.amend import Addition, Amendment
from fiche_builder.workbook.amending import CellValue
from tests.conftest import WorkbookMaker
from tests.making.amending import WHY, amend, at, change
from tests.making.workbooks import TODAY, check, fiche


def test_a_link_to_several_addresses_is_taken_away(starter: Path) -> None:
    book: Any = load_workbook(starter)
    book["Fiches"][at("emails")].hyperlink = "mailto:info@exemple.example"
    book.save(starter)
    done = amend(starter, change("emails", "a@exemple.example; b@exemple.example"))
    assert done.workbook
    assert load_workbook(done.workbook)["Fiches"][at("emails")].hyperlink is None


def test_a_cell_swallowed_by_merged_ones_is_told_not_changed(workbook: WorkbookMaker) -> None:
    path = workbook(Fiches=[fiche(1), fiche(2, Téléphone=None, Adresse="x")])
    book: Any = load_workbook(path)
    book["Fiches"].merge_cells("O2:O3")
    book.save(path)
    done = amend(path, change("phones", "02 555 99 99", row=3), change("hours", "lu 9:00-12:00", row=3))
    assert [(line.cell, "merged" in line.why) for line in done.blocked] == [("O3", True)]
    assert [line.cell for line in done.lines] == ["U3"]


def test_a_formula_is_told_not_overwritten_and_its_row_is_not_checked(starter: Path) -> None:
    book: Any = load_workbook(starter)
    book["Fiches"][at("phones")] = '=CONCATENATE("02 555 ","00 01")'
    book.save(starter)
    done = amend(
        starter, change("verified_on", TODAY), change("phones", "02 555 99 99"), change("verified_on", TODAY, row=3)
    )
    assert [(line.cell, "formula" in line.why) for line in done.blocked] == [
        (at("verified_on"), False),
        (at("phones"), True),
    ]
    assert [line.cell for line in done.lines] == [at("verified_on", 3)]


def test_new_rows_go_below_the_last_in_its_format_and_the_table_follows(starter: Path) -> None:
    row: dict[str, CellValue] = {"fiche": 2, "label": "Reception", "phones": "02 555 00 09", "verified_on": TODAY}
    done = amend(starter, Addition(CONTACTS, row, WHY), Addition(CONTACTS, {"fiche": 1, "label": "Night"}, WHY))
    assert done.workbook
    sheet: Any = load_workbook(done.workbook)["Contacts"]
    assert [cell.value for cell in sheet[3]][:2] == [2, "Reception"]
    assert sheet["E3"].number_format == "@"
    assert sheet["H3"].number_format == "DD/MM/YYYY"
    assert sheet["B4"].value == "Night"
    assert sheet.tables["Contacts"].ref == "A1:K4"
    assert sheet.tables["Contacts"].autoFilter is None or sheet.tables["Contacts"].autoFilter.ref == "A1:K4"
    assert not [finding.code for finding in check(done.workbook).findings if finding.severity.value == "error"]


def test_the_first_row_of_an_empty_table_does_not_look_like_its_header(starter: Path) -> None:
    done = amend(starter, Addition(SUGGESTIONS, {"received_on": TODAY, "proposal": "=HYPERLINK(1)", "fiche": 1}, WHY))
    assert done.workbook
    sheet: Any = load_workbook(done.workbook)["Suggestions"]
    assert sheet["C2"].value == "=HYPERLINK(1)"
    assert sheet["C2"].data_type == "s"
    assert sheet["C2"].font.b in (False, None)
    assert sheet.tables["Suggestions"].ref == "A1:K2"


def test_drop_downs_and_filters_that_end_at_the_last_row_follow_it(workbook: WorkbookMaker) -> None:
    path = workbook(Suggestions=[{"Reçue le": TODAY, "Proposition": "x", "Statut": "Nouvelle"}])
    book: Any = load_workbook(path)
    validation = DataValidation(type="list", formula1='"Nouvelle,Refusée"')
    validation.add("E2")
    book["Suggestions"].add_data_validation(validation)
    book["Suggestions"].auto_filter.ref = "A1:I2"
    book.save(path)
    done = amend(path, Addition(SUGGESTIONS, {"proposal": "y"}, WHY))
    assert done.workbook
    sheet: Any = load_workbook(done.workbook)["Suggestions"]
    assert str(sheet.data_validations.dataValidation[0].sqref) == "E2:E3"
    assert sheet.auto_filter.ref == "A1:I3"


@pytest.mark.parametrize("sheets", [{"Suggestions": None}, {"Suggestions": []}])
def test_a_missing_sheet_is_made(workbook: WorkbookMaker, sheets: dict[str, Any]) -> None:
    path = workbook(**sheets)
    done = amend(
        path,
        Addition(SUGGESTIONS, {"received_on": TODAY, "proposal": "y"}, WHY),
        Addition(SUGGESTIONS, {"proposal": "z"}, WHY),
    )
    assert done.workbook
    table = check(done.workbook).book.table(SUGGESTIONS)
    assert table
    assert [row.text("proposal") for row in table.rows] == ["y", "z"]
    assert table.rows[0].values["received_on"] == TODAY


def test_a_sheet_that_is_there_without_a_cell_gets_its_header(workbook: WorkbookMaker) -> None:
    path = workbook(Suggestions=None)
    book = load_workbook(path)
    book.create_sheet("suggestions")
    book.save(path)
    done = amend(path, Addition(SUGGESTIONS, {"proposal": "y"}, WHY))
    assert done.workbook
    assert load_workbook(done.workbook).sheetnames.count("suggestions") == 1
    assert "Suggestions" not in load_workbook(done.workbook).sheetnames


def test_a_missing_column_comes_to_stand_at_the_right(starter: Path) -> None:
    book: Any = load_workbook(starter)
    sheet = book["Contacts"]
    sheet.delete_cols(10)
    sheet.tables["Contacts"].ref = "A1:J2"
    del sheet.tables["Contacts"].tableColumns[9]
    book.save(starter)
    done = amend(starter, Amendment(CONTACTS, 2, "source", "", "appel", WHY))
    assert done.workbook
    sheet = load_workbook(done.workbook)["Contacts"]
    assert (sheet["K1"].value, sheet["K2"].value, sheet.tables["Contacts"].ref) == ("Source", "appel", "A1:K2")
    assert sheet["K1"].font.b
    assert sheet.tables["Contacts"].column_names[-1] == "Source"
    assert ("K1", "Source", "Source") in {(line.cell, line.column, line.after) for line in done.lines}


def test_a_missing_column_is_sorted_with_the_others(workbook: WorkbookMaker) -> None:
    """Excel's sort moves only what is within filter: a check date beside it would come to stand at another fiche."""
    path = workbook(Fiches=[fiche(1, Nom="Le Relais"), fiche(2, Nom="Actiris")])
    book: Any = load_workbook(path)
    sheet = book["Fiches"]
    sheet.delete_cols(next(cell.column for cell in sheet[1] if cell.value == "Vérifié le"))
    last = sheet.max_column
    sheet.auto_filter.ref = sheet.dimensions
    sheet.cell(3, last + 5).value = "a note far to the right"
    book.save(path)
    done = amend(path, Amendment(FICHES, 2, "verified_on", "", date(2026, 11, 25), WHY))
    assert done.workbook
    sheet = load_workbook(done.workbook)["Fiches"]
    assert (sheet.cell(1, last + 1).value, sheet.auto_filter.ref) == (
        "Vérifié le",
        f"A1:{get_column_letter(last + 1)}3",
    )


def test_a_row_that_cannot_be_checked_gets_no_column_for_its_check(workbook: WorkbookMaker) -> None:
    path = workbook(Fiches=[fiche(1, Nom="Le Relais")])
    book: Any = load_workbook(path)
    sheet = book["Fiches"]
    sheet.delete_cols(next(cell.column for cell in sheet[1] if cell.value == "Source"))
    sheet.cell(2, next(cell.column for cell in sheet[1] if cell.value == "Nom")).value = '="Le "&"Relais"'
    book.save(path)
    changes = (
        Amendment(FICHES, 2, "name", "Le Relais", "Relais", WHY),
        Amendment(FICHES, 2, "source", "", "appel", WHY),
    )
    done = amend(path, *changes)
    assert (done.workbook, done.lines) == (None, ())
    assert [line.key for line in done.blocked] == ["name", "source"]
