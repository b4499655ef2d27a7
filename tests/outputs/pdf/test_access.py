"""What a PDF tells readers who cannot see it, from the bytes: structure, languages, fonts, colours (PDF/UA-1)."""

import io
import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pikepdf
import pytest
from fontTools.ttLib import TTFont

from tests.making.drawing import contrast, read_characters, read_drawn, read_widths
from tests.making.pdfs import Annotation, Element, Mark, Printed, dense, fiche_texts, print_editions, read_structure
from tests.making.places import SAMPLE

SMALLEST = 7.2
"""Points."""
LEAST_CONTRAST = 4.5
INLINE = {"Link", "#"}
KIDS = {
    "Document": {"H1", "H2", "P", "L", "Sect"},
    "Sect": {"H2", "H3", "P", "L", "Index", "Art"},
    "Art": {"H3", "P"},
    "L": {"LI"},
    "LI": {"LBody"},
    "LBody": {"P", *INLINE},
    "Index": {"P"},
    "P": INLINE,
    "H1": {"#"},
    "H2": {"#"},
    "H3": {"#"},
    "Link": {"#", "OBJR"},
}
"""What may stand in what; `#` is text."""


@pytest.fixture(scope="module", params=["interne", "public"])
def printed(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Printed:
    return print_editions(SAMPLE, tmp_path_factory.getbasetemp() / "sample")[request.param]


@pytest.fixture
def pdf(printed: Printed) -> Iterator[pikepdf.Pdf]:
    with pikepdf.open(printed.path) as opened:
        yield opened


def kind(kid: Element | Mark | Annotation) -> str:
    return kid.tag if isinstance(kid, Element) else "#" if isinstance(kid, Mark) else "OBJR"


def parents(pdf: pikepdf.Pdf) -> dict[int, Any]:
    return dict(pikepdf.NumberTree(pdf.Root.StructTreeRoot.ParentTree).items())


def fonts(pdf: pikepdf.Pdf) -> dict[str, Any]:
    """Return the fonts of all pages by their names; it is an error if two different ones have one name."""
    found: dict[str, Any] = {}
    for page in pdf.pages:
        for font in page.Resources.get("/Font", {}).values():
            assert found.setdefault(str(font.BaseFont), font).objgen == font.objgen
    return found


def test_the_file_says_that_it_is_tagged_and_shows_its_title(pdf: pikepdf.Pdf) -> None:
    assert pdf.Root.MarkInfo.Marked
    assert str(pdf.Root.Lang) == "fr"
    assert pdf.Root.ViewerPreferences.DisplayDocTitle
    assert all(str(page.Tabs) == "/S" for page in pdf.pages)


def test_every_piece_of_text_is_read_once_and_its_element_is_found_from_the_page(
    printed: Printed, pdf: pikepdf.Pdf
) -> None:
    holders = [(leaf, element.number) for element in read_structure(printed.path).walk() for leaf in element.kids]
    by_mark = {(leaf.page, leaf.number): number for leaf, number in holders if isinstance(leaf, Mark)}
    assert len(by_mark) == sum(isinstance(leaf, Mark) for leaf, _number in holders)
    assert set(by_mark) == set(read_drawn(printed.path).texts())
    known = parents(pdf)
    listed = {
        (number, mark): element.objgen[0]
        for number, page in enumerate(pdf.pages, 1)
        if int(page.StructParents) in known
        for mark, element in enumerate(known[int(page.StructParents)])
    }
    assert listed == by_mark


def test_whatever_is_drawn_is_either_read_or_an_artifact(printed: Printed) -> None:
    drawn = read_drawn(printed.path)
    assert not [run for run in drawn.shown if run.mark is None and not run.is_artifact]
    assert not [fill for fill in drawn.filled if not fill.is_artifact]


def test_every_link_belongs_to_a_link_element_and_is_described(printed: Printed, pdf: pikepdf.Pdf) -> None:
    held = {
        kid.number: element
        for element in read_structure(printed.path).walk()
        for kid in element.kids
        if isinstance(kid, Annotation)
    }
    known = parents(pdf)
    annotations: list[Any] = [annotation for page in pdf.pages for annotation in page.get("/Annots", [])]
    assert {annotation.objgen[0] for annotation in annotations} == set(held)
    for annotation in annotations:
        element = held[annotation.objgen[0]]
        assert element.tag == "Link"
        assert known[int(annotation.StructParent)].objgen[0] == element.number
        assert str(annotation.Contents).strip()


def test_the_parent_tree_has_one_key_for_each_page_and_link(pdf: pikepdf.Pdf) -> None:
    used = [int(page.StructParents) for page in pdf.pages]
    used += [int(annotation.StructParent) for page in pdf.pages for annotation in page.obj.get("/Annots", [])]
    assert len(used) == len(set(used))
    assert set(parents(pdf)) <= set(used)
    assert int(pdf.Root.StructTreeRoot.ParentTreeNextKey) > max(used)


def test_elements_are_nested_as_readers_expect(printed: Printed) -> None:
    elements = list(read_structure(printed.path).walk())
    wrong = Counter(
        (element.tag, kind(kid)) for element in elements for kid in element.kids if kind(kid) not in KIDS[element.tag]
    )
    assert not wrong
    assert not [element for element in elements if not element.kids]
    for link in (element for element in elements if element.tag == "Link"):
        assert {kind(kid) for kid in link.kids} == {"#", "OBJR"}


def test_headings_skip_no_level_and_the_title_is_the_only_first_one(printed: Printed) -> None:
    levels = [
        int(element.tag[1]) for element in read_structure(printed.path).walk() if element.tag in {"H1", "H2", "H3"}
    ]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(later <= earlier + 1 for earlier, later in pairwise(levels))


def test_headings_name_the_title_the_themes_and_the_fiches(printed: Printed) -> None:
    texts = read_drawn(printed.path).texts()
    document = read_structure(printed.path)
    assert [dense(e.text(texts)) for e in document.walk() if e.tag == "H1"] == [dense(printed.edition.imprint.title)]
    themes = {dense(section.title) for section in printed.sections}
    assert [title for e in document.walk() if e.tag == "H2" and (title := dense(e.text(texts))) in themes] == [
        dense(section.title) for section in printed.sections
    ]
    heads = [dense(kid.text(texts)) for e in document.walk() if e.tag == "Art" for kid in e.kids if kind(kid) == "H3"]  # type: ignore[union-attr]
    assert heads == [dense(fiche.name, fiche.acronym) for fiche in printed.fiches]


def test_fiches_are_read_whole_and_in_the_order_of_print(printed: Printed) -> None:
    texts = read_drawn(printed.path).texts()
    articles = [dense(element.text(texts)) for element in read_structure(printed.path).walk() if element.tag == "Art"]
    assert articles == [dense(*fiche_texts(fiche)) for fiche in printed.fiches]


def test_fiches_stand_in_the_section_of_their_theme(printed: Printed) -> None:
    texts = read_drawn(printed.path).texts()
    sections = [
        e for e in read_structure(printed.path).walk() if e.tag == "Sect" and any(kind(kid) == "Art" for kid in e.kids)
    ]
    assert len(sections) == len(printed.sections)
    for section, copy in zip(sections, printed.sections, strict=True):
        assert [dense(kid.text(texts)) for kid in section.kids if kind(kid) == "H2"] == [dense(copy.title)]  # type: ignore[union-attr]
        assert sum(kind(kid) == "Art" for kid in section.kids) == len(copy.fiches)


def test_dutch_names_are_read_in_dutch_and_nothing_else_is(printed: Printed) -> None:
    texts = read_drawn(printed.path).texts()
    dutch = [dense(element.text(texts)) for element in read_structure(printed.path).walk() if element.language]
    assert {element.language for element in read_structure(printed.path).walk()} == {"", "nl"}
    expected = [
        dense(name)
        for section in printed.sections
        for name in (section.subtitle, *(fiche.name_nl for fiche in section.fiches))
        if name
    ]
    assert dutch == expected


def test_furniture_is_not_read(printed: Printed) -> None:
    """Running heads, tabs and feet are on every page; a screen reader says none of them."""
    for run in read_drawn(printed.path).shown:
        in_margin = run.y > 841.9 - 51 or run.y < 51
        assert run.is_artifact == (in_margin or run.is_turned), run


def test_each_font_is_ours_embedded_once_and_a_subset(pdf: pikepdf.Pdf) -> None:
    found = fonts(pdf)
    assert 1 <= len(found) <= 3
    weights = {name.split("+")[1] for name in found}
    assert len(weights) == len(found)
    assert all(name.startswith("SourceSansPro-") for name in weights)
    for name, font in found.items():
        assert re.fullmatch(r"/[A-Z]{6}\+.+", name)
        descendant = font.DescendantFonts[0]
        assert str(descendant.BaseFont) == str(descendant.FontDescriptor.FontName) == name
        assert "/FontFile2" in descendant.FontDescriptor
    assert sum("/FontFile2" in thing for thing in pdf.objects if isinstance(thing, pikepdf.Dictionary)) == len(found)


def test_every_glyph_has_a_character_an_outline_and_its_width(printed: Printed, pdf: pikepdf.Pdf) -> None:
    used: dict[str, set[int]] = {}
    for run in read_drawn(printed.path).shown:
        used.setdefault(run.font, set()).update(run.glyphs)
    assert set(used) == set(fonts(pdf))
    for name, font in fonts(pdf).items():
        characters = read_characters(font)
        assert used[name] == set(characters)
        assert 0 not in used[name]
        assert all(text and text != "\ufffd" for text in characters.values())
        descendant: Any = font.DescendantFonts[0]
        widths = read_widths(font)
        with TTFont(io.BytesIO(descendant.FontDescriptor.FontFile2.read_bytes())) as embedded:
            scale = 1000 / embedded["head"].unitsPerEm
            order = embedded.getGlyphOrder()
            for glyph in used[name]:
                assert abs(widths[glyph] - embedded["hmtx"][order[glyph]][0] * scale) <= 1
                assert embedded["glyf"][order[glyph]].numberOfContours or not characters[glyph].strip(), characters[
                    glyph
                ]


def test_no_text_is_smaller_than_the_small_print(printed: Printed) -> None:
    assert min(run.size for run in read_drawn(printed.path).shown) > SMALLEST - 0.01


def test_every_text_stands_out_from_its_ground(printed: Printed) -> None:
    pairs = {(run.colour, run.ground) for run in read_drawn(printed.path).shown}
    assert not [(pair, contrast(*pair)) for pair in pairs if contrast(*pair) < LEAST_CONTRAST]
    assert len({ground for _colour, ground in pairs}) > len(printed.sections)  # white on each theme colour was seen


def test_every_text_colour_stands_out_from_white(printed: Printed) -> None:
    colours = {run.colour for run in read_drawn(printed.path).shown if run.ground == (1.0, 1.0, 1.0)}
    assert all(contrast(colour, (1.0, 1.0, 1.0)) >= LEAST_CONTRAST for colour in colours)


def test_the_metadata_says_what_the_file_is(printed: Printed, pdf: pikepdf.Pdf) -> None:
    with pdf.open_metadata() as xmp:
        assert xmp["pdfuaid:part"] == "1"
        assert xmp["dc:title"] == str(pdf.docinfo["/Title"])
        assert xmp["dc:creator"] == [printed.edition.imprint.organisation] == [str(pdf.docinfo["/Author"])]
        assert "2026-11" in str(xmp["dc:description"])
        assert str(xmp["dc:description"]) == str(pdf.docinfo["/Subject"])
        assert set(xmp["dc:language"]) == {"fr"}
        assert str(xmp["xmp:CreateDate"]).startswith("2026-11-01")
    title = str(pdf.docinfo["/Title"])
    assert (
        title == f"{printed.edition.imprint.title} · novembre 2026 · {'INTERNE' if printed.is_internal else 'PUBLIC'}"
    )
