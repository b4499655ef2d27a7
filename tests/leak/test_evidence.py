"""What of a workbook must stay inside, and what may go out: each cell by its sheet, its column and its row."""

from pathlib import Path

import pytest
from openpyxl import load_workbook

from fiche_builder.leak.evidence import Evidence, collect
from fiche_builder.model.fields import SHEETS
from fiche_builder.workbook.reader import read_workbook
from tests.conftest import WorkbookMaker
from tests.making.canaries import CANARIES
from tests.making.workbooks import fiche, make_workbook, public


def evidence_of(path: Path) -> Evidence:
    return collect(read_workbook(path))


def secret_places(path: Path) -> set[str]:
    return {secret.place for secret in evidence_of(path).secrets}


def test_every_canary_is_a_secret_of_its_own_cell(annuaire: Path) -> None:
    known = {(secret.place, secret.text) for secret in evidence_of(annuaire).secrets}
    lost = [name for name, (place, text) in CANARIES.items() if not any(p == place and text in t for p, t in known)]
    assert lost == []


def test_what_a_public_fiche_shows_is_no_secret(workbook: WorkbookMaker) -> None:
    path = workbook(
        Fiches=[public(1, Nom="Le Relais"), fiche(2, Nom="Cellule")],
        Contacts=[{"Fiche": 1, "Libellé": "Accueil", "Personne": "Zoé", "Usage": "Donner"}],
    )
    found = evidence_of(path)
    assert ("1", "Emploi", "Le Relais", "02 555 00 01", "") in found.rows
    assert ("1", "Accueil") in found.rows
    texts = {secret.text for secret in found.secrets}
    assert {"Cellule", "Zoé", "02 555 00 02"} <= texts
    assert texts.isdisjoint({"Le Relais", "Accueil", "02 555 00 01"})


@pytest.mark.parametrize("spec", SHEETS, ids=lambda spec: spec.key)
def test_a_column_is_no_secret_only_where_the_field_table_calls_it_public(
    spec: object, workbook: WorkbookMaker
) -> None:
    """Two lists that know nothing of each other, column by column: the gate's and the one of the projection."""
    [sheet] = [known for known in SHEETS if known is spec]
    words = {column.header: f"mot{number}" for number, column in enumerate(sheet.columns)}
    decides = {"Diffusion": "Public", "Statut": "Actif", "Usage": "Donner"}
    rows = {"fiches": {**words, **decides, "N°": 1}, "contacts": {**words, **decides, "Fiche": 1}}
    rows["contacts"] = {key: value for key, value in rows["contacts"].items() if key in words}
    row = rows.get(sheet.key, words)
    path = workbook(**{"Fiches": [public(1)], sheet.title: [row]})
    secrets = {secret.text for secret in evidence_of(path).secrets}
    public_headers = {column.header for column in sheet.columns if column.is_public}
    assert {header for header, text in row.items() if str(text) not in secrets} - {"Clé"} == public_headers


@pytest.mark.parametrize(
    "headers", [["Clé", "Valeur"], ["Valeur", "Clé"], ["Remarque", "Clé", "Valeur"], ["Clé", "Remarque", "Valeur"]]
)
def test_parameters_are_known_by_their_headers_wherever_these_stand(headers: list[str], tmp_path: Path) -> None:
    rows = [
        {"Clé": "Titre", "Valeur": "Répertoire"},
        {"Clé": "Rédaction", "Valeur": "Anne Kanari"},
        {"Clé": "Ma clé", "Valeur": "Autre"},
        {"Valeur": "Sans clé"},
    ]
    noted = [{**row, "Remarque": f"vu {number}"} if "Remarque" in headers else row for number, row in enumerate(rows)]
    path = make_workbook(tmp_path / "a.xlsx", {"Paramètres": noted}, headers={"Paramètres": headers})
    found = evidence_of(path)
    notes = {f"vu {number}" for number in range(4)} if "Remarque" in headers else set()
    assert {s.text for s in found.secrets if s.place.startswith("Paramètres!")} == {
        "Anne Kanari",
        "Autre",
        "Sans clé",
    } | notes
    assert ("Répertoire",) in found.rows
    assert [secret.is_name for secret in found.secrets if secret.text == "Anne Kanari"] == [True]


def test_a_header_further_down_is_found_and_a_second_column_of_its_name_stays_inside(workbook: WorkbookMaker) -> None:
    path = workbook(Fiches=[public(1, Nom="Le Relais"), public(2)])
    book = load_workbook(path)
    sheet = book["Fiches"]
    sheet["AK1"], sheet["AK2"] = "Nom", "Double"
    sheet.insert_rows(1, 2)
    sheet["A1"] = "Notre annuaire"
    book.save(path)
    found = evidence_of(path)
    assert any("Le Relais" in row for row in found.rows)
    assert "Fiches!AK4" in {secret.place for secret in found.secrets}


def test_a_sheet_whose_header_cannot_be_found_is_secret_as_a_whole(tmp_path: Path) -> None:
    path = make_workbook(
        tmp_path / "a.xlsx", {"Fiches": [{"A": "Le Relais", "B": "Public"}]}, headers={"Fiches": ["A", "B"]}
    )
    assert {"Fiches!A1", "Fiches!A2", "Fiches!B2"} <= secret_places(path)
