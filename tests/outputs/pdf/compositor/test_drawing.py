"""What is drawn: commands in pairs, each text in its mark, the structure as the copy has it."""

import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fiche_builder.outputs.pdf.compositor.drawing import Cut, Drawing, LinkArea, Rectangle, Tag, Text
from fiche_builder.outputs.pdf.compositor.shaping import shape, typeface
from fiche_builder.outputs.pdf.slug import MCID, Node, Slug
from tests.conftest import SOAK
from tests.making.composing import composed, filled, piece, runs, trees

CSS = "html { font-size: 10px; line-height: 20px } a { color: #1d4e89 } .box { background: #eee; padding: 3px }"
WORDS = st.sampled_from(["un", "x\u0301\u0308", "\u0308", "AVA", "« é »", "02 511", "–"])
INLINE = st.lists(
    st.tuples(st.sampled_from(["", "b", 'a href="#1"', 'a href="#2" title="t"', "span"]), WORDS), min_size=1, max_size=4
).map(lambda some: " ".join(f"<{tag}>{text}</{tag.split()[0]}>" if tag else text for tag, text in some))
BLOCKS = st.recursive(
    st.tuples(st.sampled_from(["p", "h3", 'p class="box"', "section", "li"]), INLINE),
    lambda inner: st.tuples(st.sampled_from(["div", "ul", "article", "section"]), st.lists(inner, max_size=3)),
    max_leaves=5,
)


def written(block: tuple[str, object]) -> str:
    tag, inside = block
    text = "".join(map(written, inside)) if isinstance(inside, list) else inside
    return f"<{tag}>{text}</{tag.split()[0]}>"


def marks_and_links(nodes: tuple[Node | int, ...]) -> list[int]:
    found: list[int] = []
    for node in nodes:
        found += [node] if isinstance(node, int) else marks_and_links(node.kids)
    return found


def check_pairs(slug: Slug) -> None:
    """Commands come in pairs, one inside the other, and text stands inside both a mark and a text object."""
    open_now: list[str] = []
    for line in slug.commands.splitlines():
        operator = line.rsplit(" ", 1)[-1]
        if operator in {"BDC", "BMC", "BT", "q"} or line.endswith(("BDC", "BMC")):
            open_now.append(line)
        elif operator in {"EMC", "ET", "Q"}:
            opened = open_now.pop()
            assert {"EMC": "MC" in opened or "BDC" in opened, "ET": opened == "BT", "Q": opened == "q"}[operator]
        elif operator.endswith(("Tj", "TJ", "Tm", "Tf", "Ts")):
            assert len(open_now) == 2
            assert open_now[1] == "BT"
        elif operator in {"re", "f"}:
            assert open_now == ["/Artifact BMC"]
        else:
            assert operator in {"g", "rg"}, line
    assert open_now == []


@settings(max_examples=2_000 if SOAK else 80)
@given(BLOCKS, st.sampled_from([0, 60]))
def test_commands_marks_links_and_structure_belong_together(block: tuple[str, object], tallest: int) -> None:
    markup = written(block)
    for slug in composed(markup, CSS, 90, tallest=tallest):
        check_pairs(slug)
        assert slug.marks == slug.commands.count(f"/P<</MCID {MCID}>>BDC")
        inside = marks_and_links(slug.nodes)
        assert [number for number in inside if number >= 0] == list(range(slug.marks))
        assert sorted(number for number in inside if number < 0) == [
            -number for number in range(len(slug.links), 0, -1)
        ]
        assert {font for font, _glyphs in slug.glyphs} == {run.font for run in runs(slug)}
        for font, glyphs in slug.glyphs:
            digits = [glyphs[at : at + 4] for at in range(0, len(glyphs), 4)]
            assert digits == sorted(set(digits))
            assert font in {"F400", "F600", "F700"}
            assert "0000" not in digits
        for link in slug.links:
            left, top, right, bottom = link.rectangle
            assert 0 <= left <= right <= 90.1
            assert -5 <= top < bottom <= slug.height + 5
        assert composed(markup, CSS, 90, tallest=tallest) == composed(markup, CSS, 90, tallest=tallest)


@pytest.mark.parametrize(
    ("markup", "tree"),
    [
        ("<p>un</p>", "P(0)"),
        ("<p>un <b>deux</b> trois</p>", "P(0)"),
        ("<div><p>un</p></div><p>deux</p>", "P(0) P(1)"),
        ("<article><h3>un</h3><p>deux</p></article>", "Art(H3(0) P(1))"),
        ("<ul><li>un</li><li>deux</li></ul>", "L(LI(LBody(0)) LI(LBody(1)))"),
        ("<section>wijk</section><p>un</p>", "P:nl(0) P(1)"),
        ('<p>un <a href="#1">deux</a> trois</p>', "P(0 Link(-1 1) 2)"),
        ('<p><a href="#1"><b>un</b> deux</a></p>', "P(Link(-1 0))"),
        ('<p class="box"><a href="#1">un</a><a href="#2">deux</a></p>', "P(Link(-1 0) Link(-2 1))"),
        ('<ul><li><a href="#1" style="display: block">un</a></li></ul>', "L(LI(LBody(Link(-1 0))))"),
    ],
)
def test_the_structure_is_that_of_the_elements(markup: str, tree: str) -> None:
    assert trees(piece(markup, CSS, other_language="nl")) == tree


def test_a_link_on_two_lines_is_one_link_with_two_areas() -> None:
    slug = piece('<p><a href="#1" title="Un">un deux trois quatre cinq</a></p>', CSS, 60)
    assert trees(slug) == "P(Link(-1 0 -2 1))"
    assert [link.target for link in slug.links] == ["#1", "#1"]
    assert {link.description for link in slug.links} == {"Un"}


def test_a_block_that_is_a_link_has_its_own_area() -> None:
    slug = piece('<div class="box"><a href="#1" style="display: block; height: 35px">un</a></div>', CSS)
    assert [link.rectangle for link in slug.links] == [(3, 3, 197, 38)]


def test_font_and_colour_are_said_when_they_change() -> None:
    slug = piece("<p>un <b>deux</b></p><p><b>trois</b> quatre</p>", CSS + "b { color: red }")
    assert re.findall(r"^.* (?:Tf|g|rg)$", slug.commands, re.MULTILINE) == [
        "0 g", "/F400 10 Tf", "1 0 0 rg", "/F600 10 Tf", "0 g", "/F400 10 Tf",
    ]  # fmt: skip


def test_lengths_are_written_in_tenths_and_short() -> None:
    code = shape("a", typeface("F400")).code
    drawing = Drawing(
        [Rectangle(0.04, 0.26, 10.999, 0.5, "0")],
        [Text(left, top, code, "F400", 8.26, "0", (Tag("P"),)) for left, top in ((0.05, 12.34), (-0.26, 100.0))],
    )
    (slug,) = drawing.slugs(10.04, 20.06)
    assert "0 .3 11 .5 re" in slug.commands
    assert "1 0 0 -1 .1 12.3 Tm" in slug.commands
    assert "1 0 0 -1 -.3 100 Tm" in slug.commands
    assert "/F400 8.3 Tf" in slug.commands
    assert (slug.width, slug.height) == (10, 20.1)


def test_a_mark_is_raised_and_what_follows_is_not() -> None:
    slug = piece("<p>ax\u0308\u0308b</p>", CSS)
    assert re.search(r" [\d.]+ Ts\[<[0-9a-f]{4}>\]TJ 0 Ts\[", slug.commands)
    (run,) = runs(slug)
    assert (run.text, run.rise > 0) == ("ax\u0308\u0308b", True)
    assert run.right == pytest.approx(runs(piece("<p>axb</p>", CSS))[0].right, abs=0.1)


def test_a_drawing_is_added_at_a_place_and_changes_nothing_of_it() -> None:
    tag = Tag("Link", "", "#1")
    text = Text(1, 2, "0001", "F400", 10, "0", (tag,))
    part = Drawing([Rectangle(1, 2, 3, 4, "0")], [LinkArea(1, 2, 3, 4, (tag,)), text])
    whole = Drawing()
    whole.add(part, 10, 20)
    assert whole.rectangles == [replace(part.rectangles[0], left=11, top=22)]
    assert whole.inked == [LinkArea(11, 22, 13, 24, (tag,)), replace(text, left=11, top=22)]
    assert part.rectangles == [Rectangle(1, 2, 3, 4, "0")]


def test_tags_are_equal_to_themselves_alone() -> None:
    assert Tag("P") != Tag("P")
    assert trees(piece("<p>un</p><p>un</p>", CSS)) == "P(0) P(1)"


def drawing_of(count: int, *, last_resort: tuple[int, ...] = ()) -> Drawing:
    """Return one line every ten pixels, which may be cut between any two."""
    found = Drawing()
    for number in range(count):
        if number:
            found.cuts.append(Cut(number * 10, number * 10 + 2, is_last_resort=number in last_resort))
        found.rectangles.append(Rectangle(0, number * 10 + 2, 5, 8, "0"))
    return found


def test_a_drawing_is_cut_as_far_down_as_it_may_be() -> None:
    assert [len(filled(slug)) for slug in drawing_of(7).slugs(5, 70, 30)] == [3, 3, 1]
    assert [slug.height for slug in drawing_of(7).slugs(5, 70, 30)] == [30, 28, 8]
    assert [len(filled(slug)) for slug in drawing_of(7, last_resort=(2, 3)).slugs(5, 70, 30)] == [1, 3, 3]
    assert len(drawing_of(7).slugs(5, 70)) == len(drawing_of(7).slugs(5, 70, 70)) == 1
    with pytest.raises(OverflowError):
        drawing_of(7).slugs(5, 70, 9)


def test_what_cannot_go_on_is_an_error_and_not_an_endless_slug() -> None:
    drawing = drawing_of(3)
    drawing.cuts = [Cut(10, 0)]
    with pytest.raises(OverflowError):
        drawing.slugs(5, 30, 15)
