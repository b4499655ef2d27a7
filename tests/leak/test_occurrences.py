"""Every occurrence of every pattern, also inside others."""

from hypothesis import given
from hypothesis import strategies as st

from fiche_builder.leak.occurrences import Occurrences

_LETTERS = st.text("abc", max_size=30)


@given(st.sets(st.text("abc", min_size=1, max_size=4), max_size=6), _LETTERS)
def test_all_occurrences_are_found(patterns: set[str], text: str) -> None:
    expected = {(pattern, end) for pattern in patterns for end in range(len(text) + 1) if text[:end].endswith(pattern)}
    found = list(Occurrences(patterns).find(text))
    assert set(found) == expected
    assert len(found) == len(expected)
