"""A piece of a phone cell: its numbers, each with its own words, or why there are none."""

import pytest

from fiche_builder.model.model import Phone
from fiche_builder.model.values.parsed import Remark
from fiche_builder.model.values.phone_pieces import FIRST_HELD, LINE, read_piece, restore

Told = list[tuple[str, str, str]]


def read(piece: str, *labels: str) -> Told:
    """Return (number, label, extension) of each number, and (`!`, reason, what it may be) of each remark."""
    return [
        (found.shown, found.label, found.extension)
        if isinstance(found, Phone)
        else ("!", found.reason or found.code, found.suggestion)
        for found in read_piece(piece, "BE", labels)
    ]


@pytest.mark.parametrize(
    ("piece", "told"),
    [
        ("02 555 12 34", [("02 555 12 34", "", "")]),
        ("Accueil : 02 555 12 34", [("02 555 12 34", "Accueil", "")]),
        ("tél. 02 555 12 34", [("02 555 12 34", "", "")]),  # says nothing
        ("02 555 12 34 poste 12", [("02 555 12 34", "", "12")]),
        ("02 555 12 34 accueil, fax 02 555 12 35", [("02 555 12 34", "accueil", ""), ("02 555 12 35", "fax", "")]),
        ("bureau 107 : 02 555 12 34", [("02 555 12 34", "bureau 107", "")]),
        ("02 555 12 34 9h-12h", [("02 555 12 34", "9h-12h", "")]),
        ("4567", [("4567", "", ""), ("!", "phone-short-unknown", "")]),
        (
            "4567 / 4568",
            [("4567", "", ""), ("!", "phone-short-unknown", ""), ("4568", "", ""), ("!", "phone-short-unknown", "")],
        ),
        ("secrétariat", [("!", "no-digits", "")]),
        ("bureau 12", [("!", "not-a-number", "")]),
        ("02 555 12", [("!", "too-short", "")]),
    ],
)
def test_each_number_has_the_words_that_belong_to_it(piece: str, told: Told) -> None:
    assert read(piece) == told


def test_words_between_two_numbers_that_may_be_either_s_are_asked_about() -> None:
    assert read("02 555 12 34 accueil 02 555 12 35") == [("!", "several", "02 555 12 34 ; 02 555 12 35")]


def test_bracketed_words_are_held_while_numbers_are_read_and_come_back_as_label() -> None:
    held = chr(FIRST_HELD)
    assert read(f"02 555 12 34 {held}", "le matin, 107") == [("02 555 12 34", "le matin, 107", "")]
    assert restore(f"a {held}{LINE} b", ["x"], "(%s)") == "a (x) b"
    assert read_piece(f"{held}", "BE", ["02"]) == [Remark("phone-invalid", "(02)", reason="no-digits")]
