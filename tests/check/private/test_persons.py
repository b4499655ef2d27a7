"""Persons in the internal columns of a book, whose names no public text has unasked."""

from typing import Any

import pytest

from tests.conftest import WorkbookMaker
from tests.making.private import asked
from tests.making.workbooks import PARAMETERS, fiche, public


def book_of(workbook: WorkbookMaker, text: str, sheet: str, header: str, value: str) -> dict[str, list[str]]:
    """Return what is asked about a text in a book that names somebody in another fiche."""
    rows: dict[str, Any] = {"Fiches": [public(1, Description=text), fiche(2)]}
    if sheet == "Fiches":
        rows["Fiches"][1][header] = value
    elif sheet == "Paramètres":
        rows[sheet] = (*PARAMETERS, {"Clé": header, "Valeur": value})
    else:
        rows[sheet] = [{"Fiche": 2, header: value}]
    return asked(workbook(**rows))


@pytest.mark.parametrize(
    ("sheet", "header"),
    [
        ("Contacts", "Personne"),
        ("Contacts", "Vérifié par"),
        ("Fiches", "Vérifié par"),
        ("Fiches", "Autorisé par"),
        ("Suggestions", "Auteur"),
        ("Suggestions", "Traitée par"),
        ("Paramètres", "Rédaction"),
    ],
)
@pytest.mark.parametrize("text", ["Vu avec Yasmine Brumaire", "demander brumaire yasmine", "Voir Brumaire", "BRUMAIRE"])
def test_every_column_of_persons_is_known(workbook: WorkbookMaker, sheet: str, header: str, text: str) -> None:
    assert list(book_of(workbook, text, sheet, header, "Yasmine Brumaire")) == ["Fiches!K2"]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("Rosalie", "Demandez Rosalie"),
        ("Mme Brumaire", "On demande Brumaire"),
        ("Brumaire", "Le guichet de Brumaire"),
        ("Y. Brumaire", "Demandez Brumaire au guichet"),
        ("Brumaire Y.", "Merci à Mme, pardon : à Brumaire"),
        ("J.-P. Brumaire", "Voir Brumaire"),
        ("Hamza Vent, Contact Center", "Merci à Hamza Vent"),
        ("Marie Vent <marie@contact.example>", "Voir Marie Vent"),
        ("Xylo Brumaire", "Xylo Brumaire répond"),
        ("Xylo et Ysa Brumaire", "Ysa Brumaire répond"),
        ("Jan van den Brumaire", "jan van den brumaire"),
    ],
)
def test_persons_are_known_as_editors_write_them(workbook: WorkbookMaker, value: str, text: str) -> None:
    assert list(book_of(workbook, text, "Contacts", "Personne", value)) == ["Fiches!K2"]


@pytest.mark.parametrize(
    "value",
    [
        *("Accueil", "site", "Service Social", "Contact Center", "Équipe annuaire", "Secrétariat", "Guichet 1", "AB"),
        *("Médiateur", "Permanence Sociale", "Médiation de Dettes", "accueil@contact.example", "Agent 12", "Modèle"),
        *("Site B", "Équipe A", "Bloc C"),
    ],
)
def test_a_function_is_nobody(workbook: WorkbookMaker, value: str) -> None:
    text = (
        "Accueil du Service Social, Site, Contact Center, Équipe, Secrétariat, Médiateur, Permanence Sociale, AB. "
        "Guichet Agent. Modèle de lettre ; un modèle. Le médiateur."
    )
    assert book_of(workbook, text, "Contacts", "Personne", value) == {}


def test_a_street_may_bear_the_same_name(workbook: WorkbookMaker) -> None:
    texts = "Rue Brumaire, place Yasmine Brumaire, Centre Brumaire"
    assert book_of(workbook, texts, "Contacts", "Personne", "Yasmine Brumaire") == {}


def test_a_given_name_alone_is_known_in_the_fiche_of_the_person(workbook: WorkbookMaker) -> None:
    path = workbook(
        Fiches=[public(1, Description="Sophie vous aide"), public(2, Description="Sophie vous aide")],
        Contacts=[{"Fiche": 1, "Personne": "Sophie Brumaire", "Téléphone": "02 555 77 77"}],
    )
    assert asked(path) == {"Fiches!K2": ["Sophie"]}
