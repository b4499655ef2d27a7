"""The plain form of a sign."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fiche_builder.common.plain import plain_sign


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("É", "e"), ("Œ", "oe"), ("ß", "ss"), ("Ø", "o"), ("ﬁ", "fi"), ("ĳ", "ij"), ("İ", "i"), ("ı", "i"),
        ("Ａ", "a"), ("０", "0"), ("＠", "@"), ("．", "."), ("𝐀", "a"), ("ⓔ", "e"), ("٣", "3"), ("७", "7"),
        ("а", "a"), ("А", "a"), ("і", "i"), ("Ѕ", "s"), ("Ρ", "p"), ("ο", "o"), ("Η", "h"), ("Հ", "h"), ("Ꭺ", "a"),
        ("\u200b", ""), ("\u00ad", ""), ("\u2060", ""), ("\ufeff", ""), ("\u0301", ""),
        ("x", "x"), ("X", "x"), ("7", "7"), (" ", " "), ("\n", "\n"), ("-", "-"), ("л", "л"), ("Ω", "ω"),
    ],
)  # fmt: skip
def test_what_looks_alike_is_alike(typed: str, plain: str) -> None:
    assert plain_sign(typed) == plain


@given(st.characters(exclude_categories=["Cs"]))
def test_a_sign_and_its_capital_are_the_same_and_plain_is_plain(sign: str) -> None:
    plain = plain_sign(sign)
    assert "".join(map(plain_sign, plain)) == plain
    if len(sign.upper()) == 1 and unicodedata.category(sign) == "Ll" and sign.upper().lower() == sign:
        assert plain_sign(sign.upper()) == plain
