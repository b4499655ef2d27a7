"""Text from right to left: FriBidi, which Pango brings along, is the referee of the levels."""

import ctypes
import re
from ctypes.util import find_library

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fiche_builder.outputs.pdf.compositor.bidi import NUMBER, RIGHT_TO_LEFT, levels, visual_order
from tests.conftest import SOAK

_FROM_LEFT = 0x110
"""FriBidi's word for a paragraph from left to right."""
_LETTERS = "abאבגابج.,:-+/%€()[]«»!?& "
TEXTS = st.text(st.sampled_from(_LETTERS + "12٣٤"), max_size=16)
_MARKED = re.compile("(?<=[^ab\u05d0-\u05d2ابج])[\u05b0\u064e\u0301]")


def fribidi(text: str) -> list[int]:
    library = ctypes.CDLL(find_library("fribidi") or "libfribidi.so.0")
    count = len(text)
    codes = (ctypes.c_uint32 * count)(*map(ord, text))
    types, brackets = (ctypes.c_uint32 * count)(), (ctypes.c_uint32 * count)()
    found = (ctypes.c_int8 * count)()
    library.fribidi_get_bidi_types(codes, count, types)
    library.fribidi_get_bracket_types(codes, count, types, brackets)
    base = ctypes.c_uint32(_FROM_LEFT)
    library.fribidi_get_par_embedding_levels_ex(types, brackets, count, ctypes.byref(base), found)
    return list(found)


def short_numbers(text: str) -> str:
    """Return a text in which each number is one digit: where digits are parted, we differ on purpose."""
    while (shorter := NUMBER.sub("1", text)) != text:
        text = shorter
    return text


@settings(max_examples=100_000 if SOAK else 600)
@given(TEXTS)
def test_levels_are_fribidis(text: str) -> None:
    text = short_numbers(text).rstrip()
    assert levels(text) == fribidi(text), ascii(text)


@settings(max_examples=20_000 if SOAK else 200)
@given(st.text(st.sampled_from("abאבابج12 ()\u05b0\u064e\u0301"), max_size=12))
def test_marks_go_with_their_letters(text: str) -> None:
    text = short_numbers(_MARKED.sub("", text.lstrip("\u05b0\u064e\u0301"))).rstrip()
    assert levels(text) == fribidi(text), ascii(text)


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("Asbl אבג (Alef)", "Asbl גבא (Alef)"),
        ("אב 02 555 12 34 גד", "דג 02 555 12 34 בא"),
        ("אב +32 (0)2-555.12.34 גד", "דג +32 (0)2-555.12.34 בא"),
        ("اب 02/555.12.34، جد", "دج ،02/555.12.34 با"),
        ("من 9:00 - 17:00 الى", "ىلا 9:00 - 17:00 نم"),
        ("אב 02info@a-b.be גד", "בא 02info@a-b.be דג"),
        ("אב www.a.be/1?b=2 גד", "בא www.a.be/1?b=2 דג"),
        ("אב (12) ג", "ג (12) בא"),
        ("אב (02) 555 12 34 ג", "ג (02) 555 12 34 בא"),
        ("אב 12 (34) 1, 2 ג", "ג 2 ,(34) 1 12 בא"),
        ("אב (גד) ה", "ה (דג) בא"),
        ("a (אב) b", "a (בא) b"),
        ("a [אב] גד", "a [בא] דג"),
        ("א 12", "12 א"),
        ("٣٤ אב", "בא ٣٤"),
    ],
)
def test_what_is_seen(text: str, seen: str) -> None:
    """Brackets are turned round where they are set, so here in the text."""
    found = levels(text)
    turned = str.maketrans("()[]", ")(][")
    shown = "".join(text[place].translate(turned) if found[place] % 2 else text[place] for place in visual_order(found))
    assert shown == seen


def test_what_is_isolated_keeps_its_own_order_and_takes_its_place_as_one() -> None:
    text = "אב LINK אב (12) ג"
    found = levels(text, [(3, 10)])
    assert found[:3] == [1, 1, 1]
    assert found[3:10] == [2, 2, 2, 2, 2, 3, 3]
    assert found[10:] == [1, 1, 2, 2, 1, 1, 1]
    assert levels("אב", [(0, 0), (0, 2), (0, 2)]) == [3, 3]
    assert levels("אב x ג", [(0, 4)]) == [3, 3, 2, 2, 0, 1]


def test_an_isolated_text_may_hold_another() -> None:
    assert levels("a אבג b", [(2, 5), (3, 4)]) == [0, 0, 3, 5, 3, 0, 0]


@given(st.lists(st.integers(0, 4), max_size=12))
def test_each_piece_has_its_place(found: list[int]) -> None:
    order = visual_order(found)
    assert sorted(order) == list(range(len(found)))
    if not any(level % 2 for level in found):
        assert order == sorted(order)


def test_ordinary_text_is_not_looked_at() -> None:
    assert not RIGHT_TO_LEFT.search("L’été à Łódź, Ωμέγα, Щербина, 東京 – 1\u202f000 € ✓ →")
    for sign in "אءیﷲﬡ":
        assert RIGHT_TO_LEFT.search(sign)
