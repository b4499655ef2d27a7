"""The examples of a new workbook are told while they are there, and leave nothing behind on pasted rows."""

from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from fiche_builder.cli.main import run
from fiche_builder.common.i18n import LANGUAGES, use_language
from fiche_builder.model.starter import starter_workbook
from tests.making.callsheets import save_in_libreoffice
from tests.making.workbooks import TODAY, check, fiche, found, make_workbook, said

Capture = pytest.CaptureFixture[str]


CASES: list[tuple[str, dict[str, Any], list[tuple[str, str]]]] = [
    ("left of it", {"Fiches": [fiche(7, Adresse="Rue de l'Exemple 1")]}, [("R2", "example-left")]),
    (
        "its recipient",
        {"Équipes": [{"Équipe": "A", "E-mail": "agent@contact.example"}]},
        [("Équipes!C2", "example-left")],
    ),
    (
        "its title, in another language",
        {"Paramètres": [{"Clé": "Titre", "Valeur": "Notre annuaire"}, {"Clé": "Indicatif", "Valeur": "BE"}]},
        [("Paramètres!B2", "example-left")],
    ),
    ("a title of one's own", {"Paramètres": [{"Clé": "Titre", "Valeur": "Notre annuaire social"}]}, []),
    ("one's own", {"Fiches": [fiche(1, Adresse="Rue de l'Exemple 12", Sigle="JCE")]}, []),
]


@pytest.mark.parametrize(("_name", "sheets", "expected"), CASES, ids=[name for name, _sheets, _expected in CASES])
def test_what_is_left_of_an_example_is_found(
    tmp_path: Path, _name: str, sheets: dict[str, Any], expected: list[tuple[str, str]]
) -> None:
    told = found(make_workbook(tmp_path / "a.xlsx", sheets))
    assert [(cell, code) for cell, code in told if code == "example-left"] == expected


@pytest.fixture
def starter(tmp_path: Path) -> Path:
    path = tmp_path / "annuaire.xlsx"
    path.write_bytes(starter_workbook(TODAY))
    return path


def paste(path: Path, headers: list[str], count: int, first: int = 1) -> None:
    """Paste a list over the examples, values only, as editors do: the columns they have, and no others."""
    book: Any = load_workbook(path)
    sheet = book["Fiches"]
    columns = {str(cell.value).rstrip(" *"): cell.column for cell in sheet[1]}
    for offset in range(count):
        values = fiche(first + offset, Thème="EM", Nom=f"Service {first + offset}")
        for header in headers:
            sheet.cell(2 + offset, columns[header]).value = values.get(header)
    book.save(path)


SHEETS = {"Paramètres!B2", "Paramètres!B3"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_examples_are_told_sheet_by_sheet(tmp_path: Path, language: str) -> None:
    use_language(language)
    path = tmp_path / "annuaire.xlsx"
    path.write_bytes(starter_workbook(TODAY))
    use_language("en")
    told = found(path)
    assert {code for _cell, code in told} == {"example-left"}
    assert (
        SHEETS | {"A2", "Contacts!A2", "Équipes!A2"}
        <= {cell for cell, _code in told}
        <= SHEETS | {"A2", "A3", "Contacts!A2", "Équipes!A2"}
    )


def test_rows_of_ones_own_are_no_examples(tmp_path: Path) -> None:
    rows = [
        fiche(1, Commune="Bruxelles", Langues="FR NL", Vérifié_par="AB", Source="appel", Horaires="lu-ve 9:00-12:00")
    ]
    assert found(make_workbook(tmp_path / "a.xlsx", {"Fiches": rows})) == []


ALL = [
    "N°", "Thème", "Nom", "Nom (nl)", "Sigle", "Autres appellations", "Nature", "Diffusion", "Essentiel", "Statut",
    "Description", "Description (nl)", "Public visé", "Conditions d'accès", "Téléphone", "E-mail", "Site web",
    "Adresse", "Code postal", "Commune", "Horaires", "Langues", "Avis", "Avis du", "Avis au", "Voir aussi", "Consigne",
    "Message type", "Fiche technique", "Note interne", "Autorisé par", "Vérifié le", "Vérifié par", "Source",
]  # fmt: skip


def test_a_whole_list_pasted_over_them_inherits_nothing(starter: Path, tmp_path: Path) -> None:
    paste(starter, ALL, 200)
    (tmp_path / "lo").mkdir()
    (saved,) = save_in_libreoffice(tmp_path / "lo", starter)
    for path in (starter, saved):
        checked = check(path)
        assert not [finding for finding in checked.findings if finding.severity == "error"]
        first, second = checked.directory.fiches[:2]
        assert (first.name, first.contacts, first.see_also, first.acronym) == ("Service 1", (), (), "")
        assert (second.contacts, second.handover_rule, second.diffusion.word) == ((), "", "Interne")
        sheet: Any = load_workbook(path)["Fiches"]
        looks = {
            (cell.font.i, cell.font.b, cell.fill.fill_type, str(cell.font.name), cell.alignment.vertical)
            for row in sheet.iter_rows(min_row=2, max_row=60, max_col=3)
            for cell in row
        }
        assert len({look[:4] for look in looks}) == 1
        told = [cell for cell, code in found(path) if code == "example-left"]
        assert told == ["Contacts!A2", "Équipes!A2", *sorted(SHEETS)]


@pytest.mark.parametrize(
    ("headers", "cells"),
    [
        (["N°", "Thème", "Nom", "Téléphone"], {"H2", "P2", "R2", "AE2", "AF2", "AG2"}),
        ([header for header in ALL if header != "Autorisé par"], {"AE2"}),
        ([header for header in ALL if not header.startswith("Vérifié")], {"AF2", "AG2"}),
        (["N°", "Nom", "Diffusion"], {"K2", "O2"}),
    ],
)
def test_what_is_left_beyond_the_pasted_columns_is_named(starter: Path, headers: list[str], cells: set[str]) -> None:
    paste(starter, headers, 20)
    told = [message for message, _hint in said(starter, "example-left", "en") if "left of an example" in message]
    assert told
    named = set(told[0].rstrip(".").rpartition(": ")[2].split(", "))
    assert cells <= named


def test_the_contact_of_the_example_belongs_to_no_pasted_fiche(starter: Path) -> None:
    """Its fiche is named with its N°, so that another fiche of that N° is not meant."""
    assert check(starter).directory.fiches[0].contacts
    paste(starter, ALL, 3)
    checked = check(starter)
    assert [fiche.contacts for fiche in checked.directory.fiches] == [(), (), ()]
    assert ("Contacts!A2", "example-left") in found(starter)


def test_the_editor_reads_what_to_do_now(starter: Path, capsys: Capture) -> None:
    assert run(["--lang", "en", "check", str(starter)]) == 0
    assert "Write your own over it, or delete the row" in capsys.readouterr().out
