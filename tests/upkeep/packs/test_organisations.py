"""Whom to write to: public fiches in, organisations out."""

from typing import Any

import pytest

from fiche_builder.model.public import project_fiches
from fiche_builder.upkeep.packs.organisations import build_organisations, organisation_key
from tests.conftest import WorkbookMaker
from tests.making.packs import asked
from tests.making.workbooks import Cells, check, public


@pytest.mark.parametrize(
    ("address", "key"),
    [
        ("info@Relais.example", "relais.example"),
        ("Jan@GMail.com", "jan@gmail.com"),
        ("x@sub.contact.example", "x@sub.contact.example"),
    ],
)
def test_what_an_organisation_is_known_by(address: str, key: str) -> None:
    assert organisation_key(address, ("contact.example",)) == key


def organisations(workbook: WorkbookMaker, *rows: Cells, **sheets: Any) -> list[tuple[str, str, list[int]]]:
    """Return the key, the address and the N° of each organisation; those that are to be called last, under no key."""
    public_fiches = project_fiches(check(workbook(Fiches=rows, **sheets)).directory.fiches)
    found, unreachable = build_organisations(public_fiches, ("contact.example",))
    told = [(one.key, one.address, [entry.number for entry in one.fiches]) for one in found]
    return [*told, ("", "", [entry.number for entry in unreachable])]


def test_a_fiche_is_that_of_its_own_first_address_before_its_contacts(workbook: WorkbookMaker) -> None:
    contacts = [
        {"Fiche": 1, "E-mail": "a@alpha.example", "Usage": "Donner"},
        {"Fiche": 2, "E-mail": "b@beta.example", "Usage": "Donner"},
        {"Fiche": 3, "E-mail": "c@gamma.example", "Usage": "Interne"},
    ]
    rows = asked(1, "x@omega.example; y@alpha.example"), public(2), public(3)
    assert organisations(workbook, *rows, Contacts=contacts) == [
        ("beta.example", "b@beta.example", [2]),
        ("omega.example", "x@omega.example", [1]),
        ("", "", [3]),
    ]


def test_the_address_is_the_one_that_most_of_its_fiches_name(workbook: WorkbookMaker) -> None:
    rows = [
        asked(3, "Accueil@Relais.example"),
        asked(1, "info@relais.example"),
        asked(2, "accueil@relais.example; info@autre.example"),
    ]
    assert organisations(workbook, *rows)[0] == ("relais.example", "Accueil@relais.example", [1, 2, 3])
    assert organisations(workbook, *rows[:2])[0] == ("relais.example", "Accueil@relais.example", [1, 3])


def test_an_address_that_not_every_server_takes_is_passed_over(workbook: WorkbookMaker) -> None:
    assert organisations(workbook, asked(1, "élodie@relais.example; info@relais.example"), asked(2, "é@x.example")) == [
        ("relais.example", "info@relais.example", [1]),
        ("", "", [2]),
    ]
