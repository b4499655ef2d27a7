"""Filled call sheets as they come back: moved, sorted, translated, with something deleted or added."""

from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from fiche_builder.common.errors import WorkbookError
from fiche_builder.common.i18n import use_language
from fiche_builder.upkeep.calls.callsheet import make_call_sheet
from tests.making.callsheets import HEADER_ROW, FilledSheet
from tests.making.taking import cells, changed, returned, told
from tests.making.workbooks import TODAY, check


def test_a_sheet_of_another_language_reads_the_same(master: Path, tmp_path: Path) -> None:
    use_language("fr")
    path = tmp_path / "appels.xlsx"
    path.write_bytes(make_call_sheet(check(master), [(1, "jamais vérifiée")], TODAY))
    book: Any = load_workbook(path)
    assert [cell.value for cell in book.worksheets[0][HEADER_ROW]][2:6] == [
        "Élément",
        "Valeur actuelle",
        "Résultat",
        "Nouvelle valeur",
    ]
    for column, value in zip("EGHI", ("Confirmé", "appel", "AB", TODAY), strict=True):
        book.worksheets[0][f"{column}{HEADER_ROW + 1}"] = value
    book.save(path)
    use_language("nl")
    assert len(returned(path, master).changes) == 9


def test_a_row_that_was_added_by_hand_is_told(sheet: FilledSheet, master: Path) -> None:
    sheet.confirm(1)
    row = sheet.sheet.max_row + 2
    sheet.sheet.cell(row, 6, "something")
    assert told(sheet.save(), master) == [(f"F{row}", f"Row {row} was filled in, but is no row of the call sheet.")]


def test_a_colleagues_copy_of_the_sheet_is_told_of_if_it_was_filled_in(sheet: FilledSheet, master: Path) -> None:
    sheet.book.copy_worksheet(sheet.sheet).title = "Blank"
    copied = sheet.book.copy_worksheet(sheet.sheet)
    copied.title = "Colleague"
    copied.cell(HEADER_ROW + 1, 5).value = "Unreachable"
    found = returned(sheet.confirm(2).save(), master)
    assert [(problem.title, problem.message) for problem in found.problems] == [
        ("Colleague", "This sheet was filled in too, but only the first one is read.")
    ]
    assert ("fiches", 3, "verified_on", TODAY) in cells(found)


@pytest.mark.parametrize(
    ("header", "message"), [("On", "lacks the column “On”"), ("fiche-builder", "lacks its hidden last column")]
)
def test_a_deleted_column_is_named(sheet: FilledSheet, master: Path, header: str, message: str) -> None:
    column = next(cell.column for cell in sheet.sheet[HEADER_ROW] if cell.value == header)
    sheet.confirm(1).sheet.delete_cols(column)
    with pytest.raises(WorkbookError, match=message):
        returned(sheet.save(), master)


def test_deleted_columns_are_named_in_the_readers_own_quotation_marks(sheet: FilledSheet, master: Path) -> None:
    sheet.confirm(1).sheet.delete_cols(8, 2)
    use_language("fr")
    with pytest.raises(WorkbookError, match="n’a pas les colonnes «\u00a0Par\u00a0», «\u00a0Le\u00a0»"):
        returned(sheet.save(), master)


def test_columns_that_nothing_hangs_on_may_go_and_others_may_move(sheet: FilledSheet, master: Path) -> None:
    sheet.confirm(1).sheet.delete_cols(10)
    sheet.sheet.delete_cols(4)
    sheet.sheet.move_range("H1:H40", cols=12)
    assert len(returned(sheet.save(), master).changes) == 9


def test_a_sheet_without_its_hidden_sheet_is_read_by_its_keys(sheet: FilledSheet, master: Path) -> None:
    del sheet.confirm(1).book["fiche-builder"]
    assert len(returned(sheet.save(), master).changes) == 9


def test_a_sheet_of_another_version_is_refused(sheet: FilledSheet, master: Path) -> None:
    sheet.confirm(1).book["fiche-builder"]["B2"] = "9"
    with pytest.raises(WorkbookError, match="another version"):
        returned(sheet.save(), master)


def test_deleted_and_sorted_rows_do_no_harm(sheet: FilledSheet, master: Path) -> None:
    sheet.confirm(1).confirm(2).correct(2, "Téléphone", "02 555 77 77")
    sheet.sheet.delete_rows(sheet.cell(1, "Nom", "Fiche").row)
    rows = [[cell.value for cell in row] for row in sheet.sheet.iter_rows(min_row=HEADER_ROW + 1)]
    for number, row in enumerate(reversed(rows), HEADER_ROW + 1):
        for column, value in enumerate(row, 1):
            sheet.sheet.cell(number, column).value = value
    path = sheet.save()
    assert not told(path, master)
    assert len(changed(path, master)) == 16
