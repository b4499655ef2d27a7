"""The call sheet itself: made for the telephone, whatever the workbook holds."""

from pathlib import Path

from fiche_builder.model.fields import CONTACTS
from fiche_builder.workbook.reader import read_workbook
from tests.conftest import WorkbookMaker
from tests.making.callsheets import HEADER_ROW, FilledSheet
from tests.making.workbooks import check, fiche


def test_the_call_sheet_is_made_for_the_telephone(sheet: FilledSheet) -> None:
    """Frozen headers, lists to choose from, one A4 wide, the key hidden, and nothing that could be a formula."""
    page = sheet.sheet
    assert page.freeze_panes == f"A{HEADER_ROW + 1}"
    assert page.page_setup.orientation == "landscape"
    assert page.page_setup.paperSize == 9
    assert page.column_dimensions["K"].hidden
    assert sheet.book["fiche-builder"].sheet_state == "hidden"
    lists = {validation.formula1: str(validation.sqref).split() for validation in page.data_validations.dataValidation}
    assert lists['"Confirmed,Unreachable"'] == [sheet.cell(number, "", "Result").coordinate for number in (1, 2)]
    assert '"call,mail,visit"' in lists
    assert not [cell.coordinate for row in page.iter_rows() for cell in row if cell.data_type == "f"]
    assert read_workbook(sheet.path).sheets[1].hidden


def test_a_book_without_contacts_or_a_number_nobody_has_gives_a_sheet_too(
    workbook: WorkbookMaker, tmp_path: Path
) -> None:
    path = workbook(Fiches=[fiche(1, Nom="=1+1")])
    made = FilledSheet(path, tmp_path / "calls.xlsx", (1, 99))
    assert check(path).book.table(CONTACTS) is None
    assert {str(made.sheet.cell(row, 1).value) for row in range(HEADER_ROW + 1, made.sheet.max_row + 1)} == {"1"}
