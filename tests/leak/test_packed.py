"""Objects packed into streams are read as they stand, and say what qpdf makes of them."""

import io
import re
from collections.abc import Callable

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fiche_builder.leak.packed import PackedStream, words_by_walking
from fiche_builder.leak.static import PDF_WORDS

_STRINGS = st.one_of(st.text(max_size=12), st.sampled_from(["a (b) c", "\\n(", "%20/x", ")(", "(((a)))", "<b>"]))
_NAMES = st.text("abcXYZ019.-_", min_size=1, max_size=6)
_SCALARS = st.one_of(
    _STRINGS.map(pikepdf.String),
    _NAMES.map(lambda name: pikepdf.Name(f"/{name}")),
    st.integers(-5, 5),
    st.booleans(),
    st.binary(max_size=6).map(pikepdf.String),
)
_VALUES = st.recursive(
    _SCALARS,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(pikepdf.Array),
        st.dictionaries(_NAMES.map(lambda name: f"/{name}"), inner, max_size=3).map(pikepdf.Dictionary),
    ),
    max_leaves=6,
)


def packed(things: list[pikepdf.Object]) -> tuple[pikepdf.Pdf, list[pikepdf.Stream]]:
    """Return a PDF, saved and opened again, in whose streams these objects are packed, and the streams."""
    made = pikepdf.new()
    made.Root.Things = pikepdf.Array([made.make_indirect(thing) for thing in things])
    written = io.BytesIO()
    made.save(written, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    pdf = pikepdf.open(written)
    return pdf, [
        thing
        for thing in pdf.objects
        if isinstance(thing, pikepdf.Stream) and thing.get("/Type") == pikepdf.Name.ObjStm
    ]


@given(st.lists(st.dictionaries(_NAMES.map(lambda name: f"/{name}"), _VALUES, min_size=1, max_size=3), min_size=1))
def test_the_words_of_packed_objects_are_those_that_qpdf_tells(contents: list[dict[str, pikepdf.Object]]) -> None:
    pdf, [stream] = packed([pikepdf.Dictionary(content) for content in contents])
    try:
        read = PackedStream(stream)
    except ValueError:
        return  # left to qpdf: the test below says when
    words = [word for number in read.numbers for word in words_by_walking(pdf.get_object((number, 0)))]
    known = set(PDF_WORDS.split())
    assert [word for word in read.said.split("\n") if word not in known] == [
        word for text in words for word in text.split("\n") if word not in known
    ]


UNDERSTOOD: dict[str, Callable[[], pikepdf.Object]] = {
    "brackets in brackets": lambda: pikepdf.Dictionary(A=pikepdf.String("a (b (c) d) e")),
    "Unicode": lambda: pikepdf.Dictionary(A=pikepdf.String("Łódź\u202fx")),
    "a reference, numbers and truth": lambda: pikepdf.Array([1, -0.5, True, pikepdf.Dictionary(B=[])]),
}


@pytest.mark.parametrize("name", UNDERSTOOD)
def test_what_our_files_hold_is_understood(name: str) -> None:
    _pdf, [stream] = packed([UNDERSTOOD[name](), pikepdf.Dictionary(Zz=pikepdf.Name.Yy)])
    assert "Zz\nYy" in PackedStream(stream).said


NOT_UNDERSTOOD: dict[str, Callable[[], pikepdf.Object]] = {
    "a name with an escape": lambda: pikepdf.Dictionary({"/a b": 1}),
    "a string by itself": lambda: pikepdf.String("Kanar"),
    "a name by itself": lambda: pikepdf.Name.Kanar,
}


@pytest.mark.parametrize("name", NOT_UNDERSTOOD)
def test_all_else_is_left_to_qpdf(name: str) -> None:
    _pdf, [stream] = packed([NOT_UNDERSTOOD[name]()])
    with pytest.raises(ValueError, match=r"^$"):
        PackedStream(stream)


def test_an_object_is_found_by_what_stands_in_it() -> None:
    pdf, [stream] = packed([pikepdf.Dictionary(A=1), pikepdf.Dictionary(Kanar=1), pikepdf.Dictionary(B=1)])
    found = [pdf.get_object((number, 0)) for number in PackedStream(stream).holding(re.compile(rb"/Kanar\b"))]
    assert [list(thing.keys()) for thing in found] == [["/Kanar"]]
