"""Fifty defects planted into sound real data: each is found at its cell, and its row has no other new finding."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

from tests.making.workbooks import check

Change = Callable[[Worksheet, int], None]


def put(value: Any, header: str, **others: Any) -> Change:
    """Write a value into a column of a row."""

    def change(sheet: Worksheet, row: int) -> None:
        headers = {cell.value: column for column, cell in enumerate(sheet[1], 1)}
        for name, content in {header: value, **others}.items():
            sheet.cell(row, headers[name]).value = content

    return change


def look(**attributes: Any) -> Change:
    def change(sheet: Worksheet, row: int) -> None:
        if "hidden" in attributes:
            sheet.row_dimensions[row].hidden = True
        else:
            sheet.cell(row, 3).font = Font(strike=True)

    return change


PLANTED: list[tuple[str, str, Change]] = [
    ("N°", "number-missing", put(None, "N°")),
    ("N°", "number-invalid", put("douze", "N°")),
    ("N°", "number-invalid", put(-5, "N°")),
    ("N°", "number-duplicated", put(1, "N°")),
    ("Nom", "name-missing", put(None, "Nom")),
    ("Nom", "name-untidy", put("Un service  tout neuf\u00a0", "Nom")),
    ("Thème", "theme-missing", put(None, "Thème")),
    ("Thème", "theme-unknown", put("Thème inventé", "Thème")),
    ("Diffusion", "audience-invalid", put("Publik", "Diffusion")),
    ("Diffusion", "audience-invalid", put("Public ?", "Diffusion")),
    ("Nature", "kind-invalid", put("Ami", "Nature")),
    ("Statut", "status-invalid", put("Inactif", "Statut")),
    ("Diffusion", "audience-invalid", put("doorgeven", "Diffusion")),
    ("Téléphone", "phone-invalid", put("02 41 41 5 67", "Téléphone")),
    ("Téléphone", "phone-invalid", put("voir site", "Téléphone")),
    ("Téléphone", "phone-invalid", put("NEANT", "Téléphone")),
    ("Téléphone", "phone-lost-zero", put(320123456, "Téléphone")),
    ("Téléphone", "phone-premium", put("0899 12 34 56", "Téléphone")),
    ("E-mail", "email-invalid", put("clicg@orange,fr", "E-mail")),
    ("E-mail", "email-invalid", put("mailto: fax :", "E-mail")),
    ("E-mail", "email-invalid", put("Secrétariat <info@service.example>", "E-mail")),
    ("E-mail", "email-invalid", put("marie,dupont@service.example", "E-mail")),
    ("E-mail", "email-personal", put("marie.dupont@gmail.com", "E-mail")),
    ("E-mail", "email-personal", put("j.lefebvre@orange.fr", "E-mail")),
    ("Site web", "url-invalid", put("https ://www.service.example", "Site web")),
    ("Site web", "url-invalid", put("Site : www.service.example", "Site web")),
    ("Site web", "url-invalid", put("relais", "Site web")),
    ("Site web", "url-scheme", put("javascript:alert(1)", "Site web")),
    ("Site web", "url-scheme", put("ftp://service.example", "Site web")),
    ("Site web", "url-internal", put("http://192.168.1.10/contacts", "Site web")),
    ("Site web", "url-internal", put("https://serveur.lan", "Site web")),
    ("Site web", "url-internal", put("http://intranet/rh", "Site web")),
    ("Fiche technique", "url-scheme", put("file:///P:/fiche.docx", "Fiche technique")),
    ("Code postal", "postal-code-invalid", put("592", "Code postal")),
    ("Code postal", "postal-code-invalid", put("Lille", "Code postal")),
    ("Voir aussi", "see-also-unknown", put(99999, "Voir aussi")),
    ("Voir aussi", "see-also-unknown", put("Maison de la justice", "Voir aussi")),
    ("Vérifié le", "date-invalid", put("31/02/2026", "Vérifié le")),
    ("Vérifié le", "date-invalid", put("l'an passé", "Vérifié le")),
    ("Vérifié le", "date-future", put(date(2027, 1, 1), "Vérifié le")),
    ("Vérifié le", "verification-missing", put(None, "Vérifié le")),
    ("Vérifié le", "verification-overdue", put(date(2020, 1, 1), "Vérifié le")),
    ("Avis au", "notice-dates", put("Fermé", "Avis", **{"Avis du": date(2026, 12, 9), "Avis au": date(2026, 12, 1)})),
    ("Avis", "notice-expired", put("Fermé", "Avis", **{"Avis au": date(2026, 1, 1)})),
    ("Avis du", "date-invalid", put("Fermé", "Avis", **{"Avis du": "bientôt"})),
    ("Autorisé par", "permission-missing", put(None, "Autorisé par")),
    ("Nom", "text-struck", look(strike=True)),
    ("N°", "row-hidden", look(hidden=True)),
    ("Adresse", "cell-error", put("#REF!", "Adresse")),
    ("Commune", "formula-uncached", put("=A1", "Commune")),
]


def test_there_are_fifty() -> None:
    assert len(PLANTED) == 50


@pytest.fixture(scope="module")
def told(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> list[set[tuple[str, str]]]:
    """(header, code) of what is told of each planted row and was not told of the sound one."""
    book = load_workbook(shared_data / "nord.xlsx")
    sheet = book["Fiches"]
    headers = {cell.value: column for column, cell in enumerate(sheet[1], 1)}
    is_public = [sheet.cell(row, headers["Diffusion"]).value == "Public" for row in range(3, sheet.max_row + 1)]
    rows = [row for row, public in enumerate(is_public, 3) if public][: len(PLANTED)]
    for (_header, _code, change), row in zip(PLANTED, rows, strict=True):
        change(sheet, row)
    path = tmp_path_factory.mktemp("planted") / "nord.xlsx"
    book.save(path)
    sound = {(f.place.row, f.place.header, f.code) for f in check(shared_data / "nord.xlsx").findings}
    now = {(f.place.row, f.place.header, f.code) for f in check(path).findings if f.place.sheet == "Fiches"}
    return [{(header, code) for place, header, code in now - sound if place == row} for row in rows]


@pytest.mark.parametrize(
    "number", range(len(PLANTED)), ids=[f"{code}-{n}" for n, (_cell, code, _do) in enumerate(PLANTED)]
)
def test_each_is_found_and_nothing_else_is_told(told: list[set[tuple[str, str]]], number: int) -> None:
    header, code, _change = PLANTED[number]

    assert told[number] == {(header, code)}
