"""What a column is full of, judged without its header."""

from datetime import date
from typing import Any

import pytest

from fiche_builder.model.columns import Column, Holds
from fiche_builder.model.contents import Fit, fit_of, is_of_words, is_phone
from fiche_builder.model.words import Diffusion, Flag, Kind, Status, Usage, Word

LISTS: list[type[Word]] = [Diffusion, Kind, Usage, Flag, Status]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("02 555 12 34", True),
        ("02 555 12 34 (accueil) / 35", True),
        (25551234, True),
        ("01 40 20 50 50", True),
        ("107", False),
        (101, False),
        ("03/11/2026", False),
        (date(2026, 11, 3), False),
        ("à revoir", False),
        (1080, False),
    ],
)
def test_a_phone_is_more_than_a_few_digits(value: Any, expected: bool) -> None:  # noqa: FBT001
    assert is_phone(value, "BE") is expected


@pytest.mark.parametrize(
    ("holds", "fitting", "other"),
    [
        (Holds.EMAILS, "info@a.example", "info"),
        (Holds.SITES, "www.a.example", "Canal"),
        (Holds.INTRANET, "https://a.example", "voir Anne"),
        (Holds.DATE, "03/11/2026", 45_000),
        (Holds.POSTAL_CODE, 1080, "Molenbeek"),
        (Holds.NUMBER, "n° 12", 261_911_622),
        (Holds.LANGUAGES, "FR, NL", "français"),
        (Holds.COLOUR, "#1D4E89", "bleu"),
    ],
)
def test_each_kind_is_told_from_other_text(holds: Holds, fitting: Any, other: Any) -> None:
    assert fit_of(holds, None, [fitting, other], "BE") == Fit(1, 2)


def test_free_text_is_anything() -> None:
    assert fit_of(Holds.LINES, None, ["02 555 12 34"], "BE") is None


def test_most_is_more_than_half() -> None:
    assert Fit(3, 5).mostly
    assert not Fit(2, 4).mostly
    assert not Fit(0, 0).mostly
    assert Fit(1, 3).denies
    assert not Fit(0, 0).denies


@pytest.mark.parametrize(
    ("words", "values", "expected"),
    [
        (Usage, ["Donner", "Interne"], True),
        (Usage, ["Geven"], True),
        (Usage, ["Interne", "Interne"], False),
        (Usage, ["Donner", "voir Anne", "non", "?"], False),
        (Flag, ["Oui", "Non"], False),
        (Status, ["Actif", "Actif"], True),
        (Diffusion, ["Public", "Interne"], True),
        (Diffusion, [], False),
    ],
)
def test_a_closed_list_is_known_by_its_own_words(words: type[Word], values: list[str], expected: bool) -> None:  # noqa: FBT001
    column = Column("x", "x", Holds.WORD, words=words)

    assert is_of_words(column, list(values), LISTS) is expected
