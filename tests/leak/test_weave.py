"""A remark may quote a page: words that run over from one public piece of a fiche into the next."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fiche_builder.leak.gate import Gate
from fiche_builder.leak.normalise import words
from fiche_builder.leak.weave import Weave
from fiche_builder.workbook.reader import read_workbook
from tests.making.workbooks import make_workbook, public

PAGE = "12 Le Relais (LR) Accueil et orientation Téléphone: 02 555 12 34 Fiche 12 (2026-11): a mistake; checked 11/2026"


QUOTING = {
    "a number, a name and an acronym": ("La fiche 12 Le Relais (LR) est fausse, je crois", set[str]()),
    "a name before its description": ("Il y a « Le Relais LR Accueil et orientation » deux fois", set[str]()),
    "a label between two pieces": ("noté : orientation Téléphone: 02 555 12 34", set[str]()),
    "our own subject": ("Fiche 12 (2026-11): a mistake", set[str]()),
    "pieces of two fiches": ("voir Le Relais Maison des langues", {"Suggestions!A2"}),
    "the middle of a piece before another": ("avoir accueil le relais pour tous", {"Suggestions!A2"}),
    "what nobody may read": ("Le Relais déménage chez Marthe bientôt", {"Suggestions!A2"}),
}


@pytest.mark.parametrize("name", QUOTING)
def test_a_remark_may_quote_what_is_public_of_a_fiche(tmp_path: Path, name: str) -> None:
    """A remark may follow the order of a page, not that of the columns; it may not join parts of several fiches."""
    remark, leaks = QUOTING[name]
    rows = [
        public(12, Nom="Le Relais", Sigle="LR", Description="Accueil et orientation", Téléphone="02 555 12 34"),
        public(13, Nom="Maison des langues", Description="Cours pour tous"),
    ]
    raw = read_workbook(
        make_workbook(
            tmp_path / "a.xlsx",
            {"Fiches": rows, "Suggestions": [{"Proposition": remark}]},
            headers={"Suggestions": ["Proposition"]},
        )
    )
    pages = (
        f"{PAGE} Le Relais Maison des langues; avoir accueil le relais pour tous; Le Relais déménage chez Marthe "
        f"bientôt"
    )
    assert {leak.place for leak in Gate(raw).find_leaks("x", "txt", pages.encode())} == leaks


def test_only_remarks_may_quote(tmp_path: Path) -> None:
    """The same words in a note are searched for as before: a note is written, not quoted."""
    note = "noté : orientation Téléphone: 02 555 12 34"
    row = public(12, Nom="Le Relais", Sigle="LR", Description="Accueil et orientation", Note_interne=note)
    raw = read_workbook(make_workbook(tmp_path / "a.xlsx", {"Fiches": [row], "Suggestions": [{"Proposition": note}]}))
    assert [leak.place for leak in Gate(raw).find_leaks("x", "txt", PAGE.encode())] == ["Fiches!AD2"]


ROWS = (("12", "Le Relais", "Accueil et orientation"), ("13", "Maison des langues", "Cours pour tous"))
LABELS = ("Téléphone", "Fiche %(number)d", "voir aussi")


@pytest.mark.parametrize(
    ("run", "is_woven"),
    [
        ("relais accueil et", True),  # an end, and a beginning
        ("le relais telephone accueil", True),  # with a label of ours between
        ("12 le relais", True),
        ("fiche 12 le relais", True),
        ("relais orientation", False),  # the beginning of a piece is left out
        ("relais cours pour tous", False),  # of two fiches
        ("le relais ferme", False),
        ("relais 2026 accueil", True),  # a year tells nothing
        ("relais 25551234 accueil", False),  # a number does
    ],
)
def test_pieces_of_one_row_stand_one_behind_the_other(run: str, is_woven: bool) -> None:  # noqa: FBT001
    assert Weave(ROWS, LABELS).holds(words(run)) == is_woven


@given(st.permutations(["le relais", "accueil et orientation", "telephone", "12"]))
def test_whole_pieces_of_a_row_are_woven_in_whatever_order(pieces: list[str]) -> None:
    assert Weave(ROWS, LABELS).holds(words(" ".join(pieces)))
