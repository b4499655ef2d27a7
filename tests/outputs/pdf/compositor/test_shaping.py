"""Text as glyphs: marks placed, no ligatures, figures and kerning as asked, and the text can be read back."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fiche_builder.common.glyphs import own_characters
from fiche_builder.outputs.pdf.compositor.shaping import UNITS, Typeface, metrics, reach, shape, typeface
from tests.conftest import SOAK
from tests.making.composing import read_code

_AS_OTHERS = set("\u0312ІіЇї")
"""With a mark, our fonts draw these by the glyphs of others: ї́ from a Latin i without its dot."""
CHARACTERS = sorted(own_characters() - _AS_OTHERS)
MARKS = [character for character in CHARACTERS if unicodedata.combining(character)]
LETTERS = [character for character in CHARACTERS if unicodedata.category(character)[0] == "L"]
UNSEEN = "\u00ad\u200b\u200c\u200d\u200e\u2060\ufe0f\ufeff"
FACES = [
    typeface(font, kern=kern, tabular=tabular)
    for font in ("F400", "F600", "F700") for kern in (False, True) for tabular in (False, True)
]  # fmt: skip
TEXTS = st.text(
    st.one_of(
        st.sampled_from("ab AVTo 12,/.-’\u00a0\u202fé"),
        st.sampled_from(CHARACTERS),
        st.sampled_from(MARKS),
        st.sampled_from(UNSEEN),
    ),
    max_size=12,
)


def said(text: str) -> str:
    """Return a text as it is compared: letters taken apart, without what has no sign."""
    return unicodedata.normalize("NFD", "".join(character for character in text if character not in UNSEEN))


def advance(text: str, face: Typeface = FACES[0]) -> float:
    return shape(text, face).advance


@settings(max_examples=20_000 if SOAK else 400)
@given(TEXTS, st.sampled_from(FACES))
def test_the_text_can_be_read_back_from_its_glyphs(text: str, face: Typeface) -> None:
    shaped = shape(text, face)
    glyphs, shown, reached, _rise = read_code(shaped.code, face.font)
    assert said(shown) == said(text)
    assert 0 not in glyphs
    assert reached == pytest.approx(shaped.advance, abs=0.01)


@pytest.mark.parametrize("face", [FACES[0], FACES[-1]])
def test_each_letter_with_each_mark_can_be_read_back(face: Typeface) -> None:
    """Over capitals, and two above each other, marks have glyphs of their own."""
    step = 1 if SOAK else 5
    for letter in LETTERS[::step]:
        for mark in (*MARKS[::step], "\u0328\u0301", "\u0323\u0302", "\u0308\u0301", "\u0302\u0301"):
            _glyphs, shown, _reached, _rise = read_code(shape(letter + mark, face).code, face.font)
            assert said(shown) == said(letter + mark), ascii(letter + mark)


@settings(max_examples=5_000 if SOAK else 150)
@given(st.lists(TEXTS, max_size=4), st.sampled_from([face for face in FACES if not face.kern]))
def test_the_codes_of_words_can_be_joined(words: list[str], face: Typeface) -> None:
    """What is beside a word has no part in its glyphs, and its shifts end with it."""
    whole = shape(" ".join(words), face)
    one_by_one = [shape(word, face) for word in words]
    assert whole.code == shape(" ", face).code.join(word.code for word in one_by_one)
    glyphs, _shown, reached, _rise = read_code("".join(word.code for word in one_by_one), face.font)
    assert reached == pytest.approx(sum(word.advance for word in one_by_one), abs=0.01)
    assert glyphs == [glyph for word in one_by_one for glyph in read_code(word.code, face.font)[0]]


@settings(max_examples=5_000 if SOAK else 150)
@given(TEXTS, st.sampled_from(FACES))
def test_a_text_reaches_as_far_as_its_parts(text: str, face: Typeface) -> None:
    ends = [*range(len(text)), len(text)]
    reached = reach(text, face, ends)
    assert reached[0] == 0
    assert len(reached) == len(ends)
    if face.kern:
        assert reached[-1] == pytest.approx(advance(text, face), abs=0.01)
    elif not set(text) & {*MARKS, "⁄", *UNSEEN}:
        assert reached == [pytest.approx(advance(text[:end], face), abs=0.01) for end in ends]


@pytest.mark.parametrize("text", ["x\u0301", "q\u0308", "W\u0331", "q\u0331", "Ж\u0301"])
def test_a_mark_stands_on_its_letter_and_takes_no_room(text: str) -> None:
    shaped = shape(text, FACES[0])
    assert shaped.advance == advance(text[0])
    assert ">" in shaped.code  # it is shifted back over its letter
    _glyphs, _shown, over, _rise = read_code(shaped.code.rpartition(">")[0], FACES[0].font)
    assert 0 < over < shaped.advance


@pytest.mark.parametrize("face", FACES)
def test_there_are_no_ligatures(face: Typeface) -> None:
    for text in ("office", "affluent", "fjord", "ffi@fl.be", "Pfts"):
        glyphs, shown, *_rest = read_code(shape(text, face).code, face.font)
        assert (len(glyphs), shown) == (len(text), text)


def test_tabular_figures_are_all_as_wide_as_each_other() -> None:
    face = typeface("F600", tabular=True)
    assert len({advance(figure, face) for figure in "0123456789"}) == 1
    assert read_code(shape("0123456789", face).code, face.font)[1] == "0123456789"


def test_letters_are_kerned_only_where_it_is_asked_for() -> None:
    kerned = typeface("F700", kern=True)
    for text in ("AVATAR", "To", "L’Y"):
        parts = sum(advance(letter, FACES[0]) for letter in text)
        assert advance(text) == parts
        assert advance(text, kerned) < sum(advance(letter, kerned) for letter in text)
    assert reach("AVA", kerned, [1, 2, 3]) == [
        pytest.approx(width) for width in (reach("AVA", kerned, [place])[0] for place in (1, 2, 3))
    ]


@pytest.mark.parametrize(
    ("blank", "ems"),
    [("\u00a0", 0.2), ("\u202f", 0.125), ("\u2003", 1), ("\u2002", 0.5), ("\u2009", 0.2), ("\u200a", 0.063)],
)
def test_blanks_are_as_wide_as_they_are_called(blank: str, ems: float) -> None:
    assert advance(f"a{blank}b") - advance("ab") == pytest.approx(ems * UNITS, abs=5)
    assert advance("\u1680") == advance("\u2029") == advance(" ")


@pytest.mark.parametrize("unseen", UNSEEN)
def test_what_is_to_be_ignored_is_not_drawn(unseen: str) -> None:
    for face in FACES:
        assert shape(f"mot{unseen}mot", face).code == shape("mot", face).code * 2
        assert shape(unseen, face).code == ""


def test_a_font_has_its_measures() -> None:
    for font in ("F400", "F600", "F700"):
        found = metrics(font)
        assert found.ascent == pytest.approx(0.984)
        assert found.descent == pytest.approx(0.273)
        assert 0 < found.thickness < found.underline < 0.2
