"""One of several numbers, mails or sites in a cell is corrected, and the others stay as they were typed."""

import pytest

from fiche_builder.common.i18n import use_language
from fiche_builder.model.columns import Column
from fiche_builder.model.fields import CONTACTS, FICHES
from fiche_builder.upkeep.sheets.several import rewrite

PHONES = FICHES.column("phones")
EMAILS = CONTACTS.column("emails")
SITES = FICHES.column("sites")
ONE_CHANGED = "02 555 00 01 (accueil) ; 02 555 00 99 (direction) ; 02 555 00 03"
THREE = "02 555 00 01 (accueil) ; 02 555 00 02 (direction) ; 02 555 00 03"


@pytest.fixture(autouse=True)
def _in_english() -> None:
    use_language("en")


@pytest.mark.parametrize(
    ("column", "present", "typed", "expected"),
    [
        (PHONES, THREE, "02 555 00 02 → 02 555 00 99", ONE_CHANGED),
        (PHONES, THREE, "025550002 -> 02 555 00 99", ONE_CHANGED),
        (PHONES, THREE, "direction => 02 555 00 99", ONE_CHANGED),
        (PHONES, THREE, "02 555 00 99 (Direction)", "02 555 00 01 (accueil) ; 02 555 00 99 (Direction) ; 02 555 00 03"),
        (PHONES, THREE, "02 555 00 03 -> 02 555 00 98 ; 02 555 00 01 -> 02 555 00 97",
         "02 555 00 97 (accueil) ; 02 555 00 02 (direction) ; 02 555 00 98"),
        (PHONES, THREE, "02 555 00 02 -> 02 555 00 99 (secrétariat)",
         "02 555 00 01 (accueil) ; 02 555 00 99 (secrétariat) ; 02 555 00 03"),
        (PHONES, THREE, "02 555 00 02 -> -", "02 555 00 01 (accueil) ; 02 555 00 03"),
        (PHONES, THREE, "02 555 00 01 -> -", "02 555 00 02 (direction) ; 02 555 00 03"),
        (PHONES, THREE, "tout → 02 555 00 99", "02 555 00 99"),
        (PHONES, "Accueil : 02 555 00 01\nDirection : 02 555 00 02", "02 555 00 02 -> 02 555 00 99",
         "Accueil : 02 555 00 01\nDirection : 02 555 00 99"),
        (PHONES, "02 555 00 01 / 02 555 00 02", "02 555 00 02 -> 02 555 00 99", "02 555 00 01 ; 02 555 00 99"),
        (EMAILS, "a@x.example ; b@x.example", "B@x.example -> c@x.example", "a@x.example ; c@x.example"),
        (SITES, "https://a.example\nhttps://b.example", "https://b.example/ -> https://c.example",
         "https://a.example\nhttps://c.example"),
        # The whole cell is meant: it is one value only, keeps one of those there, or has as many as before.
        (PHONES, "02 555 00 01", "02 555 00 99", "02 555 00 99"),
        # The only number keeps the words around it, unless the new one has its own, or it is about them.
        (PHONES, "02 555 00 01 (guichet)", "02 555 00 99", "02 555 00 99 (guichet)"),
        (PHONES, "Guichet : 02 555 00 01", 25550099, "Guichet : 02 555 00 99"),
        (PHONES, "02 555 00 01 (guichet)", "02 555 00 99 (accueil)", "02 555 00 99 (accueil)"),
        (PHONES, "02 555 00 01 (guichet)", "02 555 00 01", "02 555 00 01"),
        (PHONES, "02 555 00 01 (guichet)", "tout -> 02 555 00 99", "02 555 00 99"),
        (PHONES, THREE, "02 555 00 01", "02 555 00 01"),
        (PHONES, THREE, "02 555 00 01 ; 02 555 00 99", "02 555 00 01 ; 02 555 00 99"),
        (PHONES, THREE, "02 555 00 97 ; 02 555 00 98 ; 02 555 00 99", "02 555 00 97 ; 02 555 00 98 ; 02 555 00 99"),
        (PHONES, "", "02 555 00 99", "02 555 00 99"),
    ],
)  # fmt: skip
def test_the_others_stay_as_they_were_typed(column: Column, present: str, typed: str | int, expected: str) -> None:
    assert rewrite(column, present, typed, "BE") == expected


@pytest.mark.parametrize(
    ("column", "present", "typed"),
    [
        (PHONES, THREE, "02 555 00 99"),
        (PHONES, THREE, 25550099),
        (PHONES, THREE, "02 555 00 98 ; 02 555 00 99"),
        (EMAILS, "a@x.example ; b@x.example", "c@x.example"),
        (PHONES, THREE, "02 555 00 77 -> 02 555 00 99"),
    ],
)
def test_what_could_replace_any_of_them_is_asked(column: Column, present: str, typed: str | int) -> None:
    asked = rewrite(column, present, typed, "BE")
    assert isinstance(asked, tuple)
    assert "which" in asked[0] or "is not in the cell" in asked[0]
    assert "->" in asked[1]
