"""A slug as bytes: on the way from a child process and in the cache it stays what it is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fiche_builder.outputs.pdf.slug import Node, Slug, SlugLink

LENGTHS = st.floats(0, 2000)
TEXTS = st.text(max_size=12)
NODES = st.recursive(
    st.builds(Node, st.sampled_from(["P", "Link", "H3"]), st.tuples(st.integers(-3, 9)), TEXTS),
    lambda inner: st.builds(
        Node, st.just("L"), st.lists(inner | st.integers(-3, 9), max_size=3).map(tuple), st.just("nl")
    ),
    max_leaves=5,
)
SLUGS = st.builds(
    Slug,
    width=LENGTHS,
    height=LENGTHS,
    commands=TEXTS,
    marks=st.integers(0, 9),
    links=st.lists(st.builds(SlugLink, st.tuples(LENGTHS, LENGTHS, LENGTHS, LENGTHS), TEXTS, TEXTS), max_size=2).map(
        tuple
    ),
    nodes=st.lists(NODES, max_size=3).map(tuple),
    glyphs=st.lists(st.tuples(st.sampled_from(["F400", "F600"]), TEXTS), max_size=2).map(tuple),
    alternates=st.lists(st.tuples(st.just("F400"), st.integers(0, 65535), TEXTS), max_size=2).map(tuple),
)


@given(SLUGS)
def test_a_slug_comes_out_as_it_went_in(slug: Slug) -> None:
    assert Slug.unpack(slug.pack()) == slug
    assert Slug.unpack(slug.pack()).pack() == slug.pack()


@given(SLUGS, st.data())
def test_a_slug_cut_off_is_known_as_damaged(slug: Slug, data: st.DataObject) -> None:
    packed = slug.pack()
    with pytest.raises((ValueError, TypeError, LookupError)):
        Slug.unpack(packed[: data.draw(st.integers(0, len(packed) - 1))])


@pytest.mark.parametrize("packed", [b"{}", b"[]", b"3", b"null", b"[1,2,3,4,5,6,7,8]", b"\xff"])
def test_something_else_is_known_as_damaged(packed: bytes) -> None:
    with pytest.raises((ValueError, TypeError, LookupError)):
        Slug.unpack(packed)
