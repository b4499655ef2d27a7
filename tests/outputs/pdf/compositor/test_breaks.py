"""Where lines may end: as Unicode says, by another's reading of its rules, and as our own rule says."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from uniseg.linebreak import line_break, line_break_boundaries

from fiche_builder.common.glyphs import lacking, own_characters
from fiche_builder.outputs.pdf.compositor.breaks import break_places
from tests.conftest import SOAK

_BLANKS = [chr(code) for code in (0x1680, *range(0x2000, 0x2010), *range(0x202A, 0x2030), *range(0x205F, 0x2065))]
"""What needs no font."""
_OF_EAST_ASIA = {"\u3000", "₩"}
"""Beside these, quotation marks have rules that we leave out."""
_ATOM = "\ufffc"
_BY_CLASS: dict[str, list[str]] = {}
for _character in sorted({*own_characters(), *_BLANKS, _ATOM} - _OF_EAST_ASIA):
    _BY_CLASS.setdefault(line_break(_character).value, []).append(_character)
_USUAL = "ab 12 -/.,()«»’“”\"'€%…n°\u00a0\u202f\u0301–!:"
_OF_ALL_CLASSES = st.sampled_from(sorted(_BY_CLASS)).flatmap(lambda name: st.sampled_from(_BY_CLASS[name]))
TEXTS = st.text(st.one_of(st.sampled_from(_USUAL), _OF_ALL_CLASSES), min_size=2, max_size=9)


def parts(text: str, *, own_rule: bool = True) -> list[str]:
    """Return a text as it may be broken."""
    places = [0, *break_places(text, own_rule=own_rule), len(text)]
    return [text[start:end] for start, end in pairwise(places)]


def by_uniseg(text: str) -> list[int]:
    return [place for place in line_break_boundaries(text) if place < len(text)]


@settings(max_examples=5_000 if SOAK else 300)
@given(TEXTS)
def test_lines_may_end_where_unicode_says(text: str) -> None:
    # In uniseg a text that ends in a combining mark has not ended behind its letter.
    while text and line_break(text[-1]).value in {"CM", "ZWJ"}:
        text = text[:-1]
    assert list(break_places(text, own_rule=False)) == by_uniseg(text)


def test_the_texts_above_have_every_class_that_can_be_printed() -> None:
    assert not lacking(_BLANKS)
    printed = "AI AL B2 BA BB CB CL CM CP EX GL HY IN IS NS NU OP PO PR QU SP SY WJ ZW ZWJ"
    assert sorted(_BY_CLASS) == printed.split()


@pytest.mark.parametrize(
    "shown",
    [
        "« Les |guillemets » |sont |là",
        "«\u00a0Les |guillemets\u00a0» |sont |là",
        "l’emploi |et |l'emploi",
        "1 |000 |€",
        "1\u202f000\u00a0€ |par |mois",
        "02 |511 |22 |33",
        "02\u00a0511\u00a022\u00a033 |(accueil)",
        "www.a-|b.be/|x?|y",
        "aide-|comptable",
        "n° |12 |et |n°\u00a012",
        "(a) |ou |(b), |[c]",
        "et/|ou |10/12",
        "fin… |et |… |début",
        "lundi |– |vendredi |9h–|17h",
        "100 |% |et |50% |de |$20",
        "3,14 |et |1.000,50 |€20",
        '“Oui” |‘non’ |„nee” |"ja"',
        "T.V.A. |comprise",
        "oui|—|non",
        "12-14 |et |a-1",
        "e\u0301te\u0301 |a\u0300 |e\u0301-|e\u0301",
        "dag- |en |-week",
        "mot\u00ad|tout\u200b|court",
    ],
)
def test_french_and_dutch_lines_end_where_one_expects(shown: str) -> None:
    assert parts(shown.replace("|", ""), own_rule=False) == shown.split("|")


@pytest.mark.parametrize(
    "shown",
    [
        "aide-comptable |et |l’aide-soignante",
        "Sint-Jans-Molenbeek",
        "www.a-b.be/|x",
        "a-1 |b- |-c",
        "œuvre-é |É-ß",
        "« a-b |»-|c",
        "9h–|17h",
    ],
)
def test_no_line_ends_behind_a_hyphen_inside_a_word(shown: str) -> None:
    assert parts(shown.replace("|", "")) == shown.split("|")


@settings(max_examples=3_000 if SOAK else 100)
@given(TEXTS, TEXTS)
def test_our_own_rule_takes_places_away_and_adds_none(one: str, two: str) -> None:
    text = f"{one}-{two}"
    own, all_places = break_places(text), break_places(text, own_rule=False)
    assert set(own) <= set(all_places)
    assert all(text[place - 1] == "-" for place in set(all_places) - set(own))


@settings(max_examples=3_000 if SOAK else 100)
@given(TEXTS)
def test_no_line_begins_with_a_mark_or_ends_inside_its_letter(text: str) -> None:
    for place in break_places(text):
        assert line_break(text[place]).value != "CM" or text[place - 1] in " \u200b"
        assert 0 < place < len(text)


def test_a_mark_counts_as_what_it_stands_on() -> None:
    """What follows a closing quotation mark is not its own accent, nor does that stand before an opening one."""
    assert parts('"«2\u0301 \u2019\u0301 a', own_rule=False) == ['"«2\u0301 \u2019\u0301 ', "a"]
    assert parts("a »\u0301b", own_rule=False) == ["a ", "»\u0301b"]
    assert parts("a«\u0301 b", own_rule=False) == ["a«\u0301 ", "b"]


def test_a_joiner_keeps_what_is_behind_it() -> None:
    assert parts("\u200d—", own_rule=False) == ["\u200d—"]
    assert parts("-\u200db a", own_rule=False) == ["-\u200db ", "a"]
