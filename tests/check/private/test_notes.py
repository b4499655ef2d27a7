"""Words of a fiche's own note in its public texts."""

import pytest

from tests.conftest import WorkbookMaker
from tests.making.private import asked
from tests.making.workbooks import public


def of(workbook: WorkbookMaker, note: str, text: str, **cells: str) -> list[str]:
    row = public(1, Description=text, Note_interne=note, **cells)
    return asked(workbook(Fiches=[row, public(2, Description="Chez Actiris, à Bruxelles")])).get("Fiches!K2", [])


@pytest.mark.parametrize(
    ("note", "text", "words"),
    [
        (
            "Attention : le directeur part en retraite anticipée, chut",
            "Le directeur part en retraite anticipée bientôt.",
            "Le directeur part en retraite anticipée",
        ),
        ("subside pas renouvelé", "Peu de places (SUBSIDE PAS RENOUVELÉ).", "SUBSIDE PAS RENOUVELÉ"),
        ("subside\npas\nrenouvelé", "Subside pas renouvelé", "Subside pas renouvelé"),
        ("digicode 4512", "Code 4512 à la porte", "4512"),
        ("le vrai contact est Xylobrume", "On demande Xylobrume au guichet", "Xylobrume"),
    ],
)
def test_the_words_of_the_note_are_asked_about(workbook: WorkbookMaker, note: str, text: str, words: str) -> None:
    assert of(workbook, note, text) == [words]


@pytest.mark.parametrize(
    ("note", "text"),
    [
        ("le service est lent", "Le service est gratuit"),
        ("vu avec Actiris en 2024", "Inscription chez Actiris en 2024"),
        ("Maison de quartier Nord : fermer ?", "La Maison de quartier Nord aide"),
        ("rue Haute 4512, 1000 Bruxelles", "Rue Haute 4512"),
        ("Directeur malade", "Directeur : sur rendez-vous"),
    ],
)
def test_what_is_told_anyway_or_by_chance_is_not(workbook: WorkbookMaker, note: str, text: str) -> None:
    assert of(workbook, note, text, Nom="Maison de quartier Nord", Adresse="Rue Haute 4512") == []


def test_the_note_of_another_fiche_is_no_matter(workbook: WorkbookMaker) -> None:
    path = workbook(
        Fiches=[public(1, Description="subside pas renouvelé"), public(2, Note_interne="subside pas renouvelé")]
    )
    assert asked(path) == {}


def test_the_label_of_a_contact_is_looked_at_too(workbook: WorkbookMaker) -> None:
    path = workbook(
        Fiches=[public(1, Note_interne="la ligne du comptable malade")],
        Contacts=[{"Fiche": 1, "Usage": "Donner", "Téléphone": "02 555 77 77", "Libellé": "Ligne du comptable malade"}],
    )
    assert asked(path) == {"Contacts!B2": ["Ligne du comptable malade"]}
