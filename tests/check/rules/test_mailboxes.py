"""Whose a mailbox seems to be: the fiche and its address in, told or not out."""

from pathlib import Path

import pytest

from tests.conftest import WorkbookMaker
from tests.making.workbooks import Cells, fiche, found, public

TOLD = [("P2", "email-personal")]


CASES: list[tuple[str, dict[str, list[Cells]], list[tuple[str, str]]]] = [
    (
        "free provider, the fiche's own name",
        {"Fiches": [{**public(Nom="Mission locale du Val"), "E-mail": "missionduval@gmail.com"}]},
        [],
    ),
    (
        "free provider, initials",
        {"Fiches": [{**public(Nom="Mission locale du Val"), "E-mail": "mlv.1000@gmail.com"}]},
        [],
    ),
    (
        "free provider, initials without small words",
        {"Fiches": [{**public(Nom="Aide aux Jeunes d'une Ville"), "E-mail": "ajv@gmail.com"}]},
        [],
    ),
    ("free provider, an office", {"Fiches": [{**public(), "E-mail": "secretariat.x@gmail.com"}]}, []),
    (
        "free provider, a person",
        {"Fiches": [{**public(Nom="Mission locale"), "E-mail": "marie.dupont@gmail.com"}]},
        [("P2", "email-personal")],
    ),
    (
        "free provider, a person, in capitals",
        {"Fiches": [{**public(), "E-mail": "Marie.DUPONT@GMail.com"}]},
        [("P2", "email-personal")],
    ),
    ("free provider, no evidence", {"Fiches": [{**public(), "E-mail": "relais@gmail.com"}]}, []),
    ("free provider, a person, internal", {"Fiches": [{**fiche(), "E-mail": "marie.dupont@gmail.com"}]}, []),
    ("a domain that ends alike", {"Fiches": [{**public(), "E-mail": "a@notgmail.com"}]}, []),
]


@pytest.mark.parametrize(
    ("sheets", "expected"), [pytest.param(sheets, expected, id=name) for name, sheets, expected in CASES]
)
def test_free_providers(
    workbook: WorkbookMaker, sheets: dict[str, list[Cells]], expected: list[tuple[str, str]]
) -> None:
    assert found(workbook(**sheets)) == expected


@pytest.mark.parametrize(
    ("cells", "address"),
    [
        ({"Nom": "Centre d'information (CIDFF)"}, "cidf-88@wanadoo.fr"),
        ({"Nom": "Amicale laïque"}, "amicale.philippe@free.fr"),
        ({"Nom": "Paroisse"}, "saint.martin@skynet.be"),
        ({"Nom": "École Jules Ferry"}, "jules.ferry@orange.fr"),
        ({"Nom": "Crèche", "Autres appellations": "Chez Sophie"}, "sophie.creche@gmail.com"),
        ({"Nom": "Dr Anne Maes, psychologue"}, "anne.maes@telenet.be"),
        ({"Nom": "Maison d'accueil du relais"}, "mar@gmail.com"),
        ({"Nom": "Un service"}, "lespetitsloups@hotmail.com"),
        ({"Nom": "Un service"}, "contact.marie@gmail.com"),
        ({"Nom": "Un service"}, "marie.dupont@service.example"),
    ],
)
def test_the_mailbox_of_a_service_is_not_told(workbook: WorkbookMaker, cells: Cells, address: str) -> None:
    assert found(workbook(Fiches=[{**public(), **cells, "E-mail": address}])) == []


@pytest.mark.parametrize(
    ("cells", "address"),
    [
        ({"Nom": "Maison d'accueil du relais"}, "marie.dupont@gmail.com"),
        ({"Nom": "Mission locale", "Commune": "Mons"}, "simonsophie@hotmail.com"),
        ({"Nom": "Mission locale", "Commune": "Mons"}, "j.simons@skynet.be"),
        ({"Nom": "Un service"}, "dupont.fatima@yahoo.fr"),
    ],
)
def test_a_person_s_mailbox_is_told(workbook: WorkbookMaker, cells: Cells, address: str) -> None:
    assert found(workbook(Fiches=[{**public(), **cells, "E-mail": address}])) == TOLD


def test_a_person_of_the_fiche_is_known_by_any_name(workbook: WorkbookMaker) -> None:
    person = {"Fiche": 1, "Personne": "Fanchon Kerbrat", "Téléphone": "02 555 33 44", "Usage": "Interne"}
    rows = [{**public(1), "E-mail": "kerbrat.f@gmail.com"}, {**public(2), "E-mail": "kerbrat.f2@gmail.com"}]

    assert found(workbook(Fiches=rows, Contacts=[person])) == TOLD


def test_the_mailboxes_of_associations(shared_data: Path) -> None:
    assert found(shared_data / "fautes" / "mails-d-association.xlsx") == []
