"""Which fiche a row of a sheet is about, as an editor types it."""

import pytest

from fiche_builder.common.i18n import use_language
from fiche_builder.model.naming import FicheNames
from fiche_builder.upkeep.sheets.naming_fiches import read_fiche

NAMES = FicheNames([(1, "Le Relais"), (2, "Le Lien"), (3, "Maison de l'emploi"), (4, "Foyer"), (5, "Foyer")])


@pytest.mark.parametrize(
    ("typed", "asked", "number"),
    [
        ("2", 0, 2),
        ("n° 2", 0, 2),
        ("fiche 2", 0, 2),
        ("2 Le Lien", 0, 2),
        ("Le Lien (2)", 0, 2),
        ("le lien", 0, 2),
        ("Maison de l’Emploi", 0, 3),
        ("2", 1, 2),
        ("", 1, 1),
        ("1 Le Relais", 1, 1),
        ("1 Its name of last month", 1, 1),
        ("99", 0, 99),
    ],
)
def test_a_number_a_name_or_both_name_the_fiche(typed: str, asked: int, number: int) -> None:
    assert read_fiche(typed, asked, NAMES) == number


@pytest.mark.parametrize(
    ("typed", "asked", "words"),
    [
        ("Le Lein", 0, "Did you mean fiche 2?"),
        ("je ne sais pas", 0, "neither the N° nor the name"),
        ("1 ; 2", 0, "several fiches: 1, 2"),
        ("Foyer", 0, "several fiches: 4, 5"),
        ("1 Le Lien", 1, "neither the N° nor the name"),
    ],
)
def test_what_names_none_or_several_is_told(typed: str, asked: int, words: str) -> None:
    use_language("en")
    said = read_fiche(typed, asked, NAMES)
    assert isinstance(said, tuple)
    assert words in " ".join(said)
