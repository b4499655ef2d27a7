"""What several outputs say alike, in the language each asks for."""

import pytest

from fiche_builder.common.i18n import translations
from fiche_builder.edition.wording import fiche_count, labelled, labelled_phone, phone_text, usage_mark
from fiche_builder.model.model import Phone
from fiche_builder.model.words import Usage

RECEPTION = Phone("+3225551234", "02 555 12 34", "accueil", "12")


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "02 555 12 34 ext. 12"), ("fr", "02 555 12 34 poste 12"), ("nl", "02 555 12 34 toestel 12")],
)
def test_a_phone_is_told_with_its_extension(language: str, words: str) -> None:
    _ = translations(language).gettext
    assert phone_text(RECEPTION, _) == words
    assert labelled_phone(RECEPTION, _) == f"{words} (accueil)"


def test_what_a_phone_lacks_leaves_no_blank() -> None:
    assert labelled_phone(Phone("112", "112"), str) == phone_text(Phone("112", "112", "urgences"), str) == "112"


def test_no_two_usages_look_alike() -> None:
    """In black and white, too, and read aloud."""
    for language in ("en", "fr", "nl"):
        marks = [usage_mark(usage, translations(language).gettext) for usage in Usage]
        assert len({mark.icon for mark in marks}) == len({mark.word for mark in marks}) == len(Usage)


def test_languages_differ_in_the_blank_before_a_colon() -> None:
    assert [labelled("a", "b", translations(language).gettext) for language in ("en", "fr", "nl")] == [
        "a: b",
        "a\u00a0: b",
        "a: b",
    ]


def test_french_counts_none_in_the_singular() -> None:
    assert [fiche_count(count, translations("fr").ngettext) for count in (0, 1, 2)] == [
        "0 fiche",
        "1 fiche",
        "2 fiches",
    ]
