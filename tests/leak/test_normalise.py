"""The form in which values are compared: a number is known however it was typed; dates and page numbers are none."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fiche_builder.leak.normalise import compact, own_phone_keys, phone_keys, published_phone_keys, words
from tests.making.canaries import ODD_NUMBERS


def test_a_date_is_no_phone() -> None:
    assert own_phone_keys("mis à jour le 2014-02-11") == set()
    assert own_phone_keys("02/555.12.34") == {"25551234"}
    assert own_phone_keys("0032 2 555.12.34 ; 02/555.12.36") == {"25551234", "25551236"}
    assert own_phone_keys("02 555 12 04 / 36 ; 02/555.12.38") == {"25551204", "25551236", "25551238"}
    assert own_phone_keys("Fiche 12 (2026-11): une erreur") == set()
    assert own_phone_keys("02\u2011555\u201012\u221234") == {"25551234"}  # hyphens that Word sets, and a minus


def test_what_is_published_is_read_as_typed_too() -> None:
    for shown in (*list(ODD_NUMBERS.values())[:7], "tel:02\u2011555\u201266\u201378"):
        assert "25556678" in published_phone_keys(shown)


def test_a_number_and_a_page_are_no_phone() -> None:
    assert "12345678" in published_phone_keys("02 12 34 56 78 ; +32 1 234 56 78")
    assert published_phone_keys("n° 12345 678") == set()
    assert published_phone_keys("2 555 66 77") == {"25556677"}


TYPED = st.text(st.characters(categories=["L", "N", "P", "Zs", "Mn", "Cf"]), max_size=30)


@given(TYPED, st.sampled_from([str.upper, str.casefold, "\u00ad".join, " ".join]))
def test_dress_does_not_count(text: str, dress: Callable[[str], str]) -> None:
    """Neither capitals, nor soft hyphens or blanks between all letters; a letter that is two in capitals is two."""
    plain = compact(text)
    assert compact(dress(plain)) == compact(plain) == plain


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Cœur de l’Été", ("coeur", "de", "l", "ete")),
        ("STRASSE Straße", ("strasse", "strasse")),
        ("ﬁche Ｎ°３", ("fiche", "n", "3")),
        ("Łódź_Søren", ("lodz", "soren")),
        ("Yıldız YILDIZ", ("yildiz", "yildiz")),  # without its point in Turkish, and in capitals in any language
        ("https://www.relais.be/a-b", ("www", "relais", "be", "a", "b")),
        ("HTTP://x.be et http.be", ("x", "be", "et", "http", "be")),
    ],
)
def test_words_are_letters_and_digits_without_accents_and_schemes(text: str, expected: tuple[str, ...]) -> None:
    assert words(text) == expected


@given(st.integers(0, 10**8 - 1), st.sampled_from(["02 {}", "02/{}", "+322{}", "0032 2 {}", "(02) {}"]))
def test_a_number_has_one_key_however_it_is_dialled(number: int, form: str) -> None:
    """In an internal cell, in a public one, and in what is published."""
    digits = f"2{number:08}"[:1] + f"{number % 10**7:07}"
    text = form.format(f"{digits[1:4]}.{digits[4:6]}.{digits[6:]}")
    assert digits in own_phone_keys(text)
    assert digits in phone_keys(text)
    assert digits in published_phone_keys(text)
