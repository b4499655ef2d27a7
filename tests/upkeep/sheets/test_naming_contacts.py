"""Which contact an editor means, and a new one on one line."""

from pathlib import Path

import pytest

from fiche_builder.common.i18n import use_language
from fiche_builder.upkeep.sheets.naming_contacts import (
    contact_choices,
    contact_rows,
    find_contact,
    is_new_contact,
    read_new_contact,
)
from fiche_builder.upkeep.sheets.returned import Desk
from fiche_builder.workbook.raw import RawCell, RawWorkbook
from tests.making.workbooks import TODAY, Cells, check, make_workbook

ROWS: list[Cells] = [
    {"Fiche": 1, "Libellé": "Accueil, rez", "Téléphone": "02 555 00 91", "Usage": "Donner"},
    {"Fiche": 1, "Personne": "A. Dupont", "Fonction": "coordinatrice", "Téléphone": "02 555 00 92 ; 02 555 00 93"},
    {"Fiche": 1, "E-mail": "nuit@relais.example"},
    {"Fiche": 2, "Libellé": "Accueil"},
]


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    use_language("en")
    book = check(make_workbook(tmp_path / "annuaire.xlsx", {"Contacts": ROWS})).book
    return Desk(RawWorkbook("", "", ()), book, "annuaire.xlsx", TODAY)


@pytest.mark.parametrize(
    ("typed", "row"),
    [
        ("accueil rez", 2),
        ("Accueil, rez", 2),
        ("A. Dupont", 3),
        ("Coordinatrice", 3),
        ("025550093", 3),
        ("nuit@relais.example", 4),
        ("02 555 00 91", 2),
    ],
)
def test_a_contact_is_known_by_anything_it_says(desk: Desk, typed: str, row: int) -> None:
    found = find_contact(typed, contact_rows(desk.book, 1), desk)
    assert not isinstance(found, tuple)
    assert found.raw.index == row


@pytest.mark.parametrize(
    ("number", "typed", "words"),
    [(1, "", "several contacts"), (1, "Zoé", "is no contact of this fiche"), (3, "Zoé", "has no contact")],
)
def test_who_is_not_known_is_told(desk: Desk, number: int, typed: str, words: str) -> None:
    said = find_contact(typed, contact_rows(desk.book, number), desk)
    assert isinstance(said, tuple)
    assert words in said[0]


def test_the_only_contact_need_not_be_named(desk: Desk) -> None:
    found = find_contact("", contact_rows(desk.book, 2), desk)
    assert not isinstance(found, tuple)


def test_every_choice_of_the_list_names_its_contact(desk: Desk) -> None:
    rows = contact_rows(desk.book, 1)
    *choices, new = contact_choices(rows)
    assert [find_contact(choice, rows, desk) for choice in choices] == rows
    assert not any("," in choice for choice in choices)
    assert is_new_contact(new)
    assert all(is_new_contact(word) for word in ("nouveau contact", "Nouveau", "nieuw contact"))


def test_a_list_never_outgrows_what_excel_can_read(tmp_path: Path) -> None:
    """A longer one makes the whole file unreadable."""
    rows = [{"Fiche": 1, "Libellé": f"Guichet {number} {'x' * 40}"} for number in range(40)]
    book = check(make_workbook(tmp_path / "many.xlsx", {"Contacts": rows})).book
    choices = contact_choices(contact_rows(book, 1))
    assert len(",".join(choices)) <= 250
    assert choices[-1] == "new contact"


@pytest.mark.parametrize(
    ("typed", "values"),
    [
        ("Accueil ; 02 555 12 34 ; accueil@x.example ; Donner",
         {"label": "Accueil", "phones": "02 555 12 34", "emails": "accueil@x.example", "usage": "Donner"}),
        ("Accueil ; 02 555 12 34 ; 02 555 12 35 (soir)",
         {"label": "Accueil", "phones": "02 555 12 34 ; 02 555 12 35 (soir)"}),
        ("Accueil\nMme Claes\ncoordinatrice\ntransfert\na@x.example",
         {"label": "Accueil", "person": "Mme Claes", "function": "coordinatrice", "emails": "a@x.example",
          "usage": "Transférer"}),
        ("Personne : B. Peeters ; tél. : 02 555 12 34", {"person": "B. Peeters", "phones": "02 555 12 34"}),
    ],
)  # fmt: skip
def test_a_new_contact_is_read_piece_by_piece(desk: Desk, typed: str, values: dict[str, str]) -> None:
    assert read_new_contact(typed, RawCell(1, 1, typed), 1, desk) == {"fiche": 1, **values}


@pytest.mark.parametrize("typed", ["Accueil", "Accueil ; 02 555 12", "a ; b ; c ; d ; 02 555 12 34"])
def test_what_is_no_contact_is_told(desk: Desk, typed: str) -> None:
    assert isinstance(read_new_contact(typed, RawCell(1, 1, typed), 1, desk), tuple)


def test_a_contact_that_is_there_already_is_not_added_twice(desk: Desk) -> None:
    typed = "Accueil, rez ; 02 555 00 91 ; Donner"
    assert read_new_contact(typed, RawCell(1, 1, typed), 1, desk) is None
