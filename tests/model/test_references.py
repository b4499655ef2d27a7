"""Cells that name fiches: text in, N° and names that are none out."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fiche_builder.model.naming import FicheNames
from fiche_builder.model.references import read_references
from fiche_builder.model.values.simple import mentioned_numbers

NAMES = {
    1: ("Guichet Alpha",),
    4: ("Maison Delta", "MD"),
    5: ("Le Relais", "Le Relais Namur"),
    6: ("6-10 Pôle ESS",),
    7: ("Accueil, conseil et orientation",),
    8: ("Bureau d'aide juridique (BAJ)",),
    9: ("Le Relais", "Le Relais Liège"),
    11: ("Enfance ; jeunesse / famille",),
    12: ("Mission locale de Corbeville",),
    13: ("Mission locale de Valbourg",),
}
FICHES = FicheNames((number, name) for number, names in NAMES.items() for name in names)


@pytest.mark.parametrize(
    ("cell", "numbers", "rest"),
    [
        ("1; 4", (1, 4), ()),
        ("n° 5", (5,), ()),
        ("fiche 5 et fiche 12", (5, 12), ()),
        ("1, 4 / 5 12", (1, 4, 5, 12), ()),
        # A N° with the name of its fiche.
        ("5 - Le Relais", (5,), ()),
        ("5 Le Relais", (5,), ()),
        ("5 : le relais", (5,), ()),
        ("n° 5 – Le Relais", (5,), ()),
        ("Le Relais (5)", (5,), ()),
        ("Le Relais (fiche n° 9)", (9,), ()),
        ("5 ; Le Relais", (5,), ()),
        ("Le Relais, 5", (5,), ()),
        ("5 - Le Relai", (5,), ()),
        ("12; 5 - Le Relais; 1", (12, 5, 1), ()),
        # Beside another number, or one that is no fiche's, a name is doubt.
        ("4 - Le Relais", (), ("4 - Le Relais",)),
        ("4 ; Le Relais", (4,), ("Le Relais",)),
        ("99 - Le Relais", (), ("99 - Le Relais",)),
        ("12 rue Haute", (), ("12 rue Haute",)),
        # A name is one name, whatever stands in it.
        ("6-10 Pôle ESS", (), ("6-10 Pôle ESS",)),
        ("Maison médicale Delta", (), ("Maison médicale Delta",)),
        ("Accueil, conseil et orientation", (), ("Accueil, conseil et orientation",)),
        ("1 ; Accueil, conseil et orientation", (1,), ("Accueil, conseil et orientation",)),
        ("Accueil, conseil et orientatoin", (), ("Accueil, conseil et orientatoin",)),
        ("Enfance ; jeunesse / famille", (), ("Enfance ; jeunesse / famille",)),
        ("Quelque chose, un autre / et encore", (), ("Quelque chose, un autre / et encore",)),
        ("Le Relais ; Maison Delta", (), ("Le Relais", "Maison Delta")),
        ("Le Relais, Maison Delta", (), ("Le Relais", "Maison Delta")),
        ("Maison Delta, Guichet Beta", (), ("Maison Delta", "Guichet Beta")),
        ("néant", (), ("néant",)),
        ("", (), ()),
    ],
)
def test_references(cell: str, numbers: tuple[int, ...], rest: tuple[str, ...]) -> None:
    assert read_references(cell, FICHES) == (numbers, rest)


@pytest.mark.parametrize(
    ("text", "exactly", "nearly"),
    [
        ("LE RELAIS", (5, 9), (5, 9)),
        ("Le Relais (Liège)", (9,), (9,)),
        ("md", (4,), (4,)),
        ("B.A.J.", (), ()),
        ("baj", (8,), (8,)),
        ("bureau d’aide juridique", (8,), (8,)),
        ("Maison médicale Delta", (), (4,)),
        ("Maison Dleta", (), (4,)),
        ("Guichetalpha", (), (1,)),
        ("Mission locale", (), (12, 13)),
        ("Mission locale de Corbevile", (), (12,)),
        ("Maison Gamma", (), ()),
        ("Hôpital", (), ()),
        ("", (), ()),
        ("!?", (), ()),
    ],
)
def test_which_fiche_a_name_means(text: str, exactly: tuple[int, ...], nearly: tuple[int, ...]) -> None:
    assert (FICHES.exactly(text), FICHES.nearly(text)) == (exactly, nearly)


@settings(max_examples=150)
@given(st.text(alphabet="1245; ,/-()n°LeRlaisMonDt\n", max_size=40))
def test_every_number_read_stands_in_the_cell(cell: str) -> None:
    numbers, rest = read_references(cell, FICHES)
    assert all(str(number) in cell for number in numbers)
    assert all(piece.strip() for piece in rest)
    if not numbers and not rest:
        assert not any(char.isalnum() for char in cell)


@settings(max_examples=100)
@given(
    st.lists(st.integers(1, 99), min_size=1, max_size=5, unique=True), st.sampled_from(["; ", ", ", " / ", " ", "\n"])
)
def test_numbers_alone_are_read_without_names(numbers: list[int], separator: str) -> None:
    cell = separator.join(map(str, numbers))
    assert read_references(cell, FICHES) == (tuple(numbers), ())
    assert separator == "; " or mentioned_numbers(cell) == tuple(numbers)


@pytest.mark.parametrize("count", [1, 40])
def test_names_of_everyday_words_propose_nothing_without_what_tells_them_apart(count: int) -> None:
    many = FicheNames((number, f"Service public {number}") for number in range(1, count + 1))
    assert many.nearly("Service de garde") == ()
