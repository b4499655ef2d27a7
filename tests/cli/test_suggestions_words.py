"""How suggestions stand in a line."""

from datetime import date

import pytest

from fiche_builder.cli.suggestions_words import author_shown, day_shown, fiche_shown, first_words


@pytest.mark.parametrize(
    ("shown", "words"),
    [
        (day_shown(date(2026, 11, 2)), "02/11/2026"),
        (day_shown(None), "–"),
        (fiche_shown(12, {12: "Le Relais"}), "12 Le Relais"),
        (fiche_shown(13, {12: "Le Relais"}), "13"),
        (fiche_shown(None, {}), "–"),
        (author_shown("Marie Dupont <marie@contact.example>"), "Marie Dupont"),
        (author_shown("Karim, accueil"), "Karim, accueil"),
        (first_words("La rue\n a  changé"), "La rue a changé"),
    ],
)
def test_lines_are_short_and_without_addresses(shown: str, words: str) -> None:
    assert shown == words


def test_what_is_long_is_cut() -> None:
    assert len(first_words("mot " * 60)) <= 70
    assert len(author_shown("a" * 60)) <= 30
    assert len(fiche_shown(1, {1: "b" * 60})) <= 42
