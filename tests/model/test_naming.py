"""Fiches by what people call them: exactly, or with mistakes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fiche_builder.common.text import fold
from fiche_builder.model.naming import FicheNames

NAMES = FicheNames(
    [
        (1, "Le Relais"),
        (1, "LR"),
        (2, "Maison de quartier du Canal (MQC)"),
        (3, "Maison de quartier Nord"),
        (4, "Service social de Schaerbeek"),
        (5, "Service social d’Evere"),
        (6, "Le Relais"),
        (7, "Œuvre Saint-Josse"),
        (8, "Maison des Maisons de la Source"),
    ]
)


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("le relais", (1, 6)),
        ("LE  RELAIS!", (1, 6)),
        ("lr", (1,)),
        ("MQC", (2,)),
        ("Maison de quartier du Canal", (2,)),
        ("oeuvre saint josse", (7,)),
        ("Relais", ()),
        ("", ()),
        ("?", ()),
    ],
)
def test_a_name_is_known_without_case_accents_and_punctuation(text: str, numbers: tuple[int, ...]) -> None:
    assert NAMES.exactly(text) == numbers


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("Relais", (1, 6)),
        ("service social de Scharbeek", (4,)),  # a letter is missing
        ("servise social de Scharbeek", (4,)),  # and a wrong one elsewhere
        ("Maison de cartier du canal", (2,)),
        ("quartier nord, maison de", (3,)),  # in another order
        ("Maison de la Source", (8,)),  # one of its words is much like another one of its own
        ("Piscine de Laeken", ()),
        ("", ()),
    ],
)
def test_a_name_with_a_mistake_is_taken_for_those_most_like_it(text: str, numbers: tuple[int, ...]) -> None:
    assert NAMES.nearly(text) == numbers


def test_a_fiche_bears_its_names_and_what_is_much_like_them() -> None:
    assert NAMES.bears(4, "service social schaerbeek")
    assert not NAMES.bears(5, "service social schaerbeek")


WORDS = st.text("abcdeéçœ", min_size=2, max_size=9)
SPOKEN = st.lists(WORDS, min_size=1, max_size=4).map(" ".join)


@given(st.lists(SPOKEN, min_size=1, max_size=6), SPOKEN)
def test_every_fiche_is_found_by_its_own_name_and_no_likeness_is_above_that(names: list[str], other: str) -> None:
    known = FicheNames(enumerate(names, 1))
    for number, name in enumerate(names, 1):
        assert number in known.exactly(name.upper())
        assert known.likeness(name) == pytest.approx(1.0)
    assert 0.0 <= known.likeness(other) <= 1.0 + 1e-9
    assert bool(known.nearly(other)) == (known.likeness(other) > 0)
    assert fold(other) not in map(fold, names) or known.likeness(other) == pytest.approx(1.0)
