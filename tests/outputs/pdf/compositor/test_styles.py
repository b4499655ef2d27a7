"""The style of each element: the cascade as CSS has it, and an error for whatever is not known of it."""

from collections.abc import Iterator
from xml.etree.ElementTree import XML, Element

import cssselect2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fiche_builder.common.errors import ConfigError
from fiche_builder.outputs.pdf.compositor.properties import PROPERTIES
from fiche_builder.outputs.pdf.compositor.styles import Style, StyleSheet, anonymous, read_style_sheet
from fiche_builder.outputs.pdf.measures import read_measures
from fiche_builder.outputs.pdf.slug import MILLIMETRE
from tests.conftest import SOAK

Tree = tuple[str, str, tuple["Tree", ...]]
"""A tag, its classes, what is inside."""


def styles(css: str, markup: str) -> dict[str, Style]:
    """Return the style of each element, by its tag with its classes."""
    sheet = StyleSheet(css, "own.css")
    return {name: style for _element, name, style in _walk(sheet, XML(f"<html>{markup}</html>"), sheet.root)}


def _walk(sheet: StyleSheet, element: Element, parent: Style) -> Iterator[tuple[Element, str, Style]]:
    style = sheet.style_of(element, parent)
    yield element, ".".join([element.tag, *element.get("class", "").split()]), style
    for child in element:
        yield from _walk(sheet, child, style)


def told(css: str, markup: str = "<p>a</p>") -> str:
    with pytest.raises(ConfigError) as raised:
        styles(css, markup)
    return f"{raised.value} {raised.value.hint}"


NAMES = st.sampled_from(["p", "b", "div", ".x", ".y", "p.x", "b.x.y", "*"])
SELECTORS = st.lists(st.tuples(st.sampled_from([" ", " > "]), NAMES), min_size=1, max_size=3).map(
    lambda parts: "".join(f"{link}{name}" for link, name in parts).removeprefix(" > ").strip()
)
RULES = st.lists(st.lists(SELECTORS, min_size=1, max_size=2).map(", ".join), min_size=1, max_size=8)
CLASSES = st.sampled_from(["", "x", "y", "x y", "y x z"])
TREES = st.recursive(
    st.tuples(st.just("b"), CLASSES, st.just(())),
    lambda inner: st.tuples(st.sampled_from(["p", "div"]), CLASSES, st.lists(inner, max_size=3).map(tuple)),
    max_leaves=6,
)


def built(tree: Tree) -> Element:
    tag, classes, children = tree
    element = Element(tag, {"class": classes} if classes else {})
    element.extend(built(child) for child in children)
    return element


@settings(max_examples=3_000 if SOAK else 100)
@given(RULES, TREES)
def test_of_several_rules_the_one_that_css_says_holds(rules: list[str], tree: Tree) -> None:
    """Held against all rules asked of the whole tree, without what is kept for elements that look the same."""
    sheet = StyleSheet("\n".join(f"{rule} {{ max-lines: {place + 1} }}" for place, rule in enumerate(rules)), "own.css")
    root = Element("html")
    root.append(built(tree))
    wrapped = {id(w.etree_element): w for w in cssselect2.ElementWrapper.from_html_root(root).iter_subtree()}
    for element, _name, style in _walk(sheet, root, sheet.root):
        hits = [
            (selector.specificity, place + 1)
            for place, rule in enumerate(rules)
            for selector in cssselect2.compile_selector_list(rule)
            if wrapped[id(element)].matches(selector)
        ]
        assert style.max_lines == max(hits, default=((), 0))[1]


def test_the_more_specific_rule_holds_then_the_later_one_then_the_attribute() -> None:
    found = styles(
        ".x { color: #111 } p { color: #222; text-indent: 3px } p { text-indent: 4px } div p { text-indent: 5px }"
        ".x b { max-lines: 1 } b { max-lines: 2 }",
        '<div><p class="x"><b>a</b></p><p class="y" style="color: #333; width: 50%">a</p></div><p>a</p>',
    )
    assert [found[name].colour for name in ("p.x", "b", "p.y", "p")] == [".067", ".067", ".2", ".133"]
    assert [found[name].indent for name in ("p.x", "p.y", "p")] == [5, 5, 4]
    assert found["b"].max_lines == 1


def test_what_is_inherited() -> None:
    found = styles(
        "div { font-size: 12px; line-height: 20px; color: #fff; white-space: nowrap; text-align: right;"
        " text-indent: 2px; font-kerning: normal; font-variant-numeric: tabular-nums; font-weight: 700;"
        " margin: 1px; padding: 1px; width: 9px; background: red; break-inside: avoid } p { line-height: inherit }",
        "<div><p>a</p></div>",
    )
    outer, inner = found["div"], found["p"]
    assert (inner.size, inner.line_height, inner.colour, inner.white_space) == (12, 20, "1", "nowrap")
    assert (inner.align, inner.indent, inner.face, inner.font) == ("right", 2, outer.face, "F700")
    assert (inner.margin_top, inner.padding_left, inner.width, inner.background) == (0, 0, None, "")
    assert inner.is_bare
    assert not outer.is_bare
    assert not inner.keep_together


def test_ems_are_of_the_font() -> None:
    found = styles(
        "div { font-size: 10px } p { font-size: 1.5em; padding: 2em 0; line-height: 2em }", "<div><p><b>a</b></p></div>"
    )
    assert (found["p"].size, found["p"].padding_top, found["p"].line_height) == (15, 30, 30)
    assert (found["b"].size, found["b"].line_height) == (15, 30)


def test_a_line_has_room_for_its_text() -> None:
    style = styles("p { font-size: 10px; line-height: 20px }", "<p>a</p>")["p"]
    assert style.ascent + style.descent == pytest.approx(20)
    assert style.ascent - style.descent == pytest.approx(10 * (0.984 - 0.273), abs=0.01)


def test_variables_stand_for_their_values() -> None:
    css = (
        ":root { --edge: 2px var(--far); --ink: #fff } p { padding: var(--edge) 1px; color: var(--ink) }"
        ":root { --far: 3px }"
    )
    style = styles(css, "<p>a</p>")["p"]
    assert (style.padding_top, style.padding_right, style.padding_bottom, style.colour) == (2, 3, 1, "1")
    inside = styles(":root { --ink: #fff }", '<p style="color: var(--ink)">a</p>')["p"]
    assert inside.colour == "1"
    measures = styles("p { margin: 0 var(--right) 0 var(--left) }", "<p>a</p>")["p"]
    assert measures.margin_left == pytest.approx(read_measures().left * MILLIMETRE)


@pytest.mark.parametrize(
    ("css", "name"),
    [
        ("p { padding: 1px\n var(--missing) }", "--missing"),
        (":root { --a: var(--a) } p { color: var(--a) }", "--a"),
        (":root { --a: var(--b); --b: var(--a) 1px } p { padding: var(--a) }", "--a"),
        ("p { color: var() }", ""),
        ("p { color: var(--missing, red) }", "--missing"),
    ],
)
def test_a_variable_that_stands_for_nothing_is_told(css: str, name: str) -> None:
    message = told(css)
    assert message.startswith(f"“own.css:1”: the variable “{name}” is not known. These are: ")
    assert "--left" in message


def test_variables_are_the_same_everywhere() -> None:
    assert "variables can be set in :root alone" in told("p { --x: red }")


@pytest.mark.parametrize(
    "selector",
    [
        "p:hover", "p + p", "p ~ p", "a[href]", "#id", "p::before", "p:not(.x)", "p:first-child", "p:is(b)", "p >",
        "p,",
        "@media print", '@import "x.css"', "@font-face", "@page", "3",
    ],
)  # fmt: skip
def test_other_selectors_are_told_with_the_known_ones(selector: str) -> None:
    semicolon = ";" if selector.startswith("@import") else " { color: red }"
    assert told(f"b {{ color: red }}\n\n{selector}{semicolon}") == (
        f"“own.css:3”: the selector “{selector}{';' * (semicolon == ';')}” is not known. "
        "It can be made of elements, classes and :root, one inside the other."
    )


@pytest.mark.parametrize("css", ["p { color }", "p { color red; }", "p {} x", "p { b { color: red } }", "p { @x y; }"])
def test_what_cannot_be_read_is_told_and_not_passed_over(css: str) -> None:
    assert told("\n" + css).startswith("The template “own.css:2” cannot be used: ")


def test_unknown_properties_are_told_with_the_known_ones() -> None:
    message = told("p { color: red;\n float: left }")
    assert message == f"“own.css:2”: the property “float” is not known. These are: {', '.join(PROPERTIES)}."
    assert '“style="float: left"”: the property “float” is not known' in told("", '<p style="float: left">a</p>')
    assert '“style="color: rde"”: “color” cannot be “rde”' in told("", '<p style="color: rde">a</p>')
    assert 'style="color"' in told("", '<p style="color">a</p>')


def test_what_is_done_anyway_may_be_said() -> None:
    assert styles("p { hyphens: manual; font-variant-ligatures: none }", "<p>a</p>")["p"].is_bare
    assert "hyphens" in told("p { hyphens: auto }")


@pytest.mark.parametrize(
    ("css", "markup"),
    [
        ("", "<p><b><p>a</p></b></p>"),
        ("b { display: grid }", "<p><i><b>a</b></i></p>"),
        ("b { position: absolute }", "<p><b>a</b></p>"),
        ("p { position: relative } b { position: absolute }", "<p><i><b>a</b></i></p>"),
    ],
)
def test_boxes_that_have_no_place_are_told(css: str, markup: str) -> None:
    assert told(css, markup).startswith("The template “own.css” cannot be used: ")


def test_styles_are_kept_by_what_selectors_see() -> None:
    sheet = StyleSheet(".x b { color: #fff }", "own.css")
    first, second = XML('<p class="x"><b title="1">a</b></p>'), XML('<p class="x"><b title="2">b</b></p>')
    one, two = (sheet.style_of(p[0], sheet.style_of(p, sheet.root)) for p in (first, second))
    assert one is two
    assert one.colour == "1"
    assert sheet.style_of(first[0], sheet.style_of(XML('<p class="y"/>'), sheet.root)).colour == "0"


def test_a_box_without_an_element_has_the_style_of_the_one_around_it() -> None:
    sheet = StyleSheet("div { color: #fff; padding: 3px } div b { max-lines: 2 }", "own.css")
    outer = sheet.style_of(XML("<div/>"), sheet.root)
    inside = anonymous(outer)
    assert (inside.colour, inside.padding_left, inside is anonymous(outer)) == ("1", 0, True)
    assert sheet.style_of(XML("<b/>"), inside).max_lines == 2


def test_the_style_sheet_of_an_edition_is_known_whole() -> None:
    sheet = read_style_sheet()
    assert sheet is read_style_sheet()
    html = sheet.style_of(Element("html"), sheet.root)
    assert html.size == pytest.approx(8.2 * 4 / 3)
    piece = sheet.style_of(Element("div", {"class": "slug fiches"}), html)
    assert piece.width == pytest.approx(read_measures().columns["fiches"].width * MILLIMETRE)
