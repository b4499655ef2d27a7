"""Words as they are searched, and what was typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fiche_builder.outputs.search.terms import compact, has_one_typo, head_keys, index_words, parse_query

_LETTERS = "abcde"


@given(st.text(_LETTERS, min_size=3, max_size=7), st.data())
def test_one_typing_mistake_is_forgiven(word: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(word) - 2))
    letter = data.draw(st.sampled_from(_LETTERS))
    mistakes = (
        word[:place] + word[place + 1 :],
        word[:place] + letter + word[place + 1 :],
        word[:place] + letter + word[place:],
        word[:place] + word[place + 1] + word[place] + word[place + 2 :],
    )
    for typed in mistakes:
        assert word.startswith(typed) or has_one_typo(typed, word), typed


@pytest.mark.parametrize("typed", ["xxbcde", "abxxe", "badc", "ecabd"])
def test_two_typing_mistakes_are_not(typed: str) -> None:
    assert not has_one_typo(typed, "abcde")


@pytest.mark.parametrize(
    ("typed", "words", "heads"),
    [
        ("L'Escale", ("escale",), ("lescale", "escale")),
        ("de la", ("de", "la"), ("dela",)),  # small words alone are words
        ("fiche 12", ("12",), ("12",)),
        ("N° 12", ("12",), ("12",)),
        ("02 555 12 34", ("25551234",), ("025551234",)),  # as dialled at home, without the zero
        ("+32 (0)2/555.12.34", ("3225551234",), ("3225551234",)),
        ("0032 2 555 12 34", ("3225551234",), ("3225551234",)),
        ("0800", ("0800",), ("0800",)),  # too short to be without its zero
        ("", (), ()),
        ("  ?! ", (), ()),
    ],
)
def test_what_was_typed_is_words_or_one_number(typed: str, words: tuple[str, ...], heads: tuple[str, ...]) -> None:
    query = parse_query(typed)
    assert (query.words, query.heads) == (words, heads)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("C.P.A.S. d'Uccle", {"c", "p", "a", "s", "cpas", "d", "uccle", "duccle"}),
        ("Sint-Gillis", {"sint", "st", "gillis"}),
    ],
)
def test_a_text_is_found_by_its_words_joined_and_abbreviated_ones(text: str, found: set[str]) -> None:
    assert index_words(text) == found


@given(st.text(max_size=30))
def test_a_heading_is_found_by_what_it_is(heading: str) -> None:
    """Whatever is typed of it from the left, its first word or all of it, is a beginning of one of its keys."""
    query = parse_query(heading)
    keys = head_keys(heading)
    assert compact(heading) in keys or not keys
    if not any(char.isdigit() for char in heading) and not heading.casefold().startswith(("fiche", "n")):
        assert set(query.heads) == keys
