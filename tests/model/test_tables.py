"""Sheets bound to the field table: the header row is found, columns by their names, and nothing is judged."""

from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from fiche_builder.model.fields import CONTACTS, FICHES, THEMES
from fiche_builder.model.tables import Book, build_book, fiche_numbers, theme_keys
from fiche_builder.workbook.reader import read_workbook


def book(folder: Path, **sheets: list[list[Any]]) -> Book:
    """Bind a workbook of plain rows."""
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    for title, rows in sheets.items():
        sheet = workbook.create_sheet(title)
        for row in rows:
            sheet.append(row)
    workbook.save(folder / "annuaire.xlsx")
    return build_book(read_workbook(folder / "annuaire.xlsx"))


HEADER = ["N°", "Thème", "Nom", "Téléphone"]
ROW = [4, "Emploi", "Le Relais", "02 555 12 34"]


@pytest.mark.parametrize(
    "header",
    [
        HEADER,
        ["n°", "THEME", " nom ", "telephone"],
        ["N° *", "Thème\n*", "Nom*", "Télé\u00a0phone"],
    ],
)
def test_a_header_is_known_by_its_letters(tmp_path: Path, header: list[str]) -> None:
    (table, row), *others = book(tmp_path, Fiches=[header, ROW]).rows(FICHES)
    assert others == []
    assert (table.header_row, dict(table.columns)) == (1, {"number": 1, "theme": 2, "name": 3, "phones": 4})
    assert (row.value("number", int), row.text("name")) == (4, "Le Relais")


@pytest.mark.parametrize(("above", "is_found"), [(0, True), (4, True), (19, True), (20, False)])
def test_the_header_stands_within_the_first_rows(tmp_path: Path, above: int, *, is_found: bool) -> None:
    table = book(tmp_path, Fiches=[["Annuaire"]] * above + [HEADER, ROW]).table(FICHES)
    assert table is not None
    assert bool(table.columns) is is_found


def test_a_row_that_explains_the_columns_is_no_fiche(tmp_path: Path) -> None:
    explained = ["un nombre", "un thème de la liste", "le nom complet", "un ou plusieurs", "jour/mois/année", "https"]
    table = book(tmp_path, Fiches=[[*HEADER, "Vérifié le", "Site web"], explained, ROW]).table(FICHES)
    assert table is not None
    assert table.help_row is not None
    assert [row.raw.index for row in table.rows] == [3]


def test_what_the_field_table_does_not_know_is_kept_apart(tmp_path: Path) -> None:
    table = book(tmp_path, Fiches=[[*HEADER, "Remarque", "Nom"], [*ROW, "x", "Autre"]]).table(FICHES)
    assert table is not None
    assert [unread.name for unread in table.unread] == ["Remarque"]
    assert [(key, cell.coordinate) for key, cell in table.duplicated] == [("name", "F1")]
    assert table.rows[0].text("name") == "Le Relais"


def test_a_remark_is_kept_with_its_cell_and_its_value_is_not_there(tmp_path: Path) -> None:
    made = book(tmp_path, Fiches=[HEADER, [4, "Emploi", "Le Relais", "02 555"]])
    ((table, row, key, remark),) = made.remarks["phone-invalid"]
    assert table.place(row, key).coordinate == "D2"
    assert remark.text == "02 555"
    assert row.value("phones", tuple) is None
    assert "phones" in row.cells


@pytest.mark.parametrize("unseen", ["  ", "\n", "\u200b", "\u00a0", "\u00ad", "\ufeff"])
def test_a_cell_that_looks_empty_is_empty(tmp_path: Path, unseen: str) -> None:
    """In every column: what an editor cannot see is no word outside a list, and no wrong date."""
    headers = [column.header for column in FICHES.columns]
    row = [ROW[HEADER.index(header)] if header in HEADER else unseen for header in headers]
    ((_table, read),) = book(tmp_path, Fiches=[headers, row]).rows(FICHES)
    assert set(read.cells) == {"number", "theme", "name", "phones"}
    assert book(tmp_path, Fiches=[headers, row]).remarks == {}


def test_a_sheet_that_is_not_there_has_no_rows(tmp_path: Path) -> None:
    made = book(tmp_path, Fiches=[HEADER, ROW])
    assert made.table(CONTACTS) is None
    assert list(made.rows(CONTACTS)) == []
    assert fiche_numbers(made) == {4}


def test_the_region_of_numbers_is_that_of_the_parameters(tmp_path: Path) -> None:
    french = book(tmp_path, Fiches=[HEADER, ROW], Paramètres=[["Clé", "Valeur"], ["Indicatif", "FR"]])
    assert french.region == "FR"
    assert book(tmp_path, Fiches=[HEADER, ROW]).region == "BE"


def test_a_code_that_is_another_themes_name_does_not_take_its_fiches(tmp_path: Path) -> None:
    themes = [["Code", "Nom"], ["Santé", "Soins"], ["S", "Santé"], ["EMP", "Emploi"]]
    made = book(tmp_path, Fiches=[HEADER, ROW], Thèmes=themes)
    assert made.table(THEMES) is not None
    assert theme_keys(made) == {"soins": "Soins", "sante": "Santé", "emploi": "Emploi", "s": "Santé", "emp": "Emploi"}
