"""Lines: nothing is wider than its box, and all of the text is there, in order."""

import unicodedata
from html import escape
from itertools import pairwise
from xml.etree.ElementTree import XML

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fiche_builder.outputs.pdf.slug import Slug
from tests.conftest import SOAK
from tests.making.composing import Run, filled, lines, paragraph, piece, runs, trees

CSS = """
html { font-size: 10px; line-height: 15px }
a { white-space: nowrap }
.phone a { font-size: 14px; padding-right: 3px; font-weight: 600; font-variant-numeric: tabular-nums }
.point { display: inline-block; width: 82%; vertical-align: top; line-height: inherit; text-indent: 0 }
b.give { font-size: 9px; font-weight: 700; white-space: nowrap }
.entry { padding: 0 24px 1px 10px; text-indent: -10px }
.kerned { font-kerning: normal; font-weight: 700 }
.all { word-break: break-all }
"""
WIDTH = 200
ROUNDING = 0.11
"""Places are written in tenths of a pixel."""
MAIL_57 = "service.des.inscriptions.et.des.ateliers@ale-canal.example"[:57]
MAIL_120 = "prenom.nom-de-famille_" * 4 + "@service-des-inscriptions.ale-canal.example"
WORDS = st.one_of(
    st.sampled_from(
        [
            "a", "l’emploi", "aide-comptable", "« oui »", "1\u202f000\u00a0€", "02 511 22 33", "n° 12", "(accueil)",
            "https://www.ale-canal.example/infos/page?article=1&langue=fr#haut", MAIL_57, MAIL_120, "x" * 90, "W" * 40,
            "Arbeidsongeschiktheidsverzekering", "e\u0301" * 60, "A\u0302\u0301B\u0331", "\u00a0" * 9,
            "n\u00a0o\u00a0" * 30, "mot\u00ad" * 30, "\u200b", "Ωμέγα", "Щербина", "AVATAR", "–", "…", "et/ou",
        ]
    ),
    st.text(st.sampled_from("abcéi\u0301\u0308.-/@ \u00a0,2W«»"), min_size=1, max_size=12),
)  # fmt: skip
TEXTS = st.lists(WORDS, min_size=1, max_size=9).map(" ".join)
ELEMENTS = st.tuples(
    st.sampled_from(["", "a", "b", 'b class="give"', "span", 'span class="point"']),
    TEXTS,
    st.sampled_from(["", " ", " · "]),
)  # fmt: skip
INLINE = st.lists(ELEMENTS, min_size=1, max_size=5).map(
    lambda some: "".join(
        f"<{tag}>{escape(text)}</{tag.split()[0]}>{after}" if tag else escape(text) + after for tag, text, after in some
    )
)
BLOCKS = st.sampled_from(['p class="phone"', "p", 'p class="entry"', 'p class="kerned"', 'p class="all"'])


def bare(text: str) -> str:
    """Return a text without its blanks and what has no sign, its letters taken apart."""
    kept = (c for c in text if not c.isspace() and unicodedata.category(c) != "Cf" and c not in "\u200b\u00ad")
    return unicodedata.normalize("NFD", "".join(kept))


def shown(slug: Slug) -> str:
    return bare("".join(run.text for run in runs(slug)))


def overprinted(found: list[Run]) -> list[tuple[Run, Run]]:
    """Return runs on one line of which the later begins before the earlier ends."""
    return [(one, two) for one, two in pairwise(found) if one.base == two.base and two.left < one.right - 2 * ROUNDING]


@settings(max_examples=4_000 if SOAK else 100)
@given(BLOCKS, INLINE)
def test_nothing_is_wider_than_its_box_and_nothing_is_lost(block: str, inline: str) -> None:
    slug = piece(f"<{block}>{inline}</{block.split(maxsplit=1)[0]}>", CSS, WIDTH)
    found = runs(slug)
    right = WIDTH - (24 if "entry" in block else 0)
    assert all(run.right <= right + ROUNDING for run in found if run.text.strip()), [
        r for r in found if r.right > right
    ]
    assert all(run.left >= -ROUNDING for run in found)
    assert shown(slug) == bare("".join(_texts(inline)))
    assert all(0 < run.base <= slug.height for run in found)
    assert overprinted(found) == []


def _texts(inline: str) -> list[str]:
    return list(XML(f"<x>{inline}</x>").itertext())


@settings(max_examples=3_000 if SOAK else 120)
@given(TEXTS, BLOCKS)
def test_no_line_begins_with_a_mark(text: str, block: str) -> None:
    slug = piece(f"<{block}>{escape('A' + text)}</{block.split(maxsplit=1)[0]}>", CSS, 60)
    before = {line[0] for line in lines(slug) if line}
    # A mark may stand alone where its text has it behind a blank.
    alone = {text[at] for at in range(1, len(text)) if text[at - 1] in " \u200b"}
    assert not {letter for letter in before - alone if unicodedata.combining(letter)}


@pytest.mark.parametrize("text", [MAIL_57, MAIL_120, "x" * 500, "https://a.example/" + "b/" * 99])
@pytest.mark.parametrize("tag", ["a", "span", "b"])
def test_a_word_longer_than_its_line_is_broken_and_whole(text: str, tag: str) -> None:
    slug = piece(f"<p><{tag}>{text}</{tag}></p>", CSS, 100)
    assert shown(slug) == text
    assert max(run.right for run in runs(slug)) <= 100 + ROUNDING
    assert len(lines(slug)) >= 2
    assert all(len(line) > 2 for line in lines(slug))


@pytest.mark.parametrize("width", [120, 160, 200, 227])
@pytest.mark.parametrize("label", ["", "accueil", "secrétariat de l’inspection générale", "x" * 80])
def test_a_usage_mark_stands_beside_its_phone_and_is_not_overprinted(width: int, label: str) -> None:
    mark = '<b class="give">✓ À DONNER</b>'
    links = " · ".join(f"<a>{phone}</a>" for phone in ("02 511 22 33", "0475 12 34 56 78 90", "02 555 01 40 poste 12"))
    slug = piece(f'<p class="phone"><span class="point">{links} {label}</span>{mark}</p>', CSS, width)
    found = runs(slug)
    own = [run for run in found if run.font == "F700"]
    assert bare("".join(run.text for run in own)) == "✓ADONNER".replace("A", "A\u0300", 1)
    assert all(run.right <= width + ROUNDING for run in own)
    assert len({run.base for run in own}) == 1
    beside = [run for run in found if run.base == own[0].base and run not in own]
    assert all(run.right <= own[0].left + ROUNDING or run.left >= own[-1].right for run in beside)


def test_lines_end_at_the_last_place_that_fits() -> None:
    slug = paragraph("un deux trois quatre cinq six sept huit neuf dix onze douze", CSS, 100)
    assert [line.strip() for line in lines(slug)] == [
        "un deux trois quatre",
        "cinq six sept huit neuf",
        "dix onze douze",
    ]
    for run, after in pairwise(runs(slug)):
        first = paragraph(after.text.split()[0], CSS, 100)
        assert run.right + runs(first)[0].right > 100 - ROUNDING


def test_blanks_collapse_across_elements() -> None:
    slug = piece("<p> \n un  <b> deux\t</b> <span> trois </span>\n </p>", CSS)
    assert "".join(run.text for run in runs(slug)).strip() == "un deux trois"
    assert lines(piece("<p>a<b>b</b>c</p>", CSS)) == ["abc"]
    assert piece("<p> \n <b> </b> </p>", CSS).height == piece("", CSS).height == 0


def test_nowrap_and_pre() -> None:
    text = "un deux trois quatre cinq six"
    assert len(lines(paragraph(text, CSS + "p { white-space: nowrap }", 60))) == 1
    assert lines(paragraph("un  deux   trois", CSS + "p { white-space: pre }", 60)) == ["un  deux   trois"]
    kept = piece("<p>voir aussi <a>un deux trois</a> et</p>", CSS, 90)
    assert [line.strip() for line in lines(kept)] == ["voir aussi", "un deux trois et"]


@pytest.mark.parametrize(("align", "share"), [("left", 0), ("center", 0.5), ("right", 1)])
def test_alignment(align: str, share: float) -> None:
    slug = paragraph("un deux trois quatre cinq", CSS + f"p {{ text-align: {align}; text-indent: 10px }}", 60)
    for number, run in enumerate(runs(slug)):
        indent = 10 if number == 0 else 0
        ink = run.right - run.left
        assert run.left == pytest.approx(indent + (60 - indent - ink) * share, abs=0.2)


def test_an_indent_is_of_the_first_line() -> None:
    for indent in (10, -10):
        slug = paragraph(
            "un deux trois quatre cinq six", CSS + f"p {{ padding-left: 10px; text-indent: {indent}px }}", 70
        )
        assert [run.left for run in runs(slug)] == [10 + indent, *[10] * (len(lines(slug)) - 1)]
        assert len(lines(slug)) > 1


def test_an_ellipsis_stands_for_what_does_not_fit() -> None:
    text = "un deux trois quatre cinq six sept"
    one = paragraph(text, CSS + "p { white-space: nowrap; text-overflow: ellipsis }", 60)
    assert lines(one) == ["un deux troi…"]
    assert runs(one)[-1].right <= 60 + ROUNDING
    two = lines(paragraph(text, CSS + "p { max-lines: 2 }", 60))
    assert len(two) == 2
    assert two[1].endswith("…")
    assert bare(text).startswith(bare(two[0] + two[1].removesuffix("…")))
    assert lines(paragraph("un", CSS + "p { max-lines: 2; text-overflow: ellipsis }", 60)) == ["un"]
    assert lines(paragraph("e\u0301" * 60, CSS + "p { text-overflow: ellipsis }", 60))[0].count("é") > 8


def test_an_ellipsis_leaves_no_room_for_less_than_itself() -> None:
    for width in (1, 5, 12):
        found = lines(paragraph("Woluwe-Saint-Lambert", CSS + "p { text-overflow: ellipsis }", width))
        assert found[0].endswith("…")


def test_a_link_has_an_area_on_each_of_its_lines() -> None:
    css = CSS + "a { white-space: normal }"
    slug = piece('<p>Voir <a href="#f1" title="Fiche 1">un <b>deux</b> trois quatre cinq</a> ici</p>', css, 60)
    found = runs(slug)
    assert len(slug.links) == len(lines(slug))
    assert {(link.target, link.description) for link in slug.links} == {("#f1", "Fiche 1")}
    for link, base in zip(slug.links, sorted({run.base for run in found}), strict=True):
        left, top, right, bottom = link.rectangle
        own = [
            run for run in found if run.base == base and not run.text.startswith("Voir") and run.text.strip() != "ici"
        ]
        assert left == pytest.approx(own[0].left, abs=ROUNDING)
        assert right == pytest.approx(own[-1].right, abs=2 * ROUNDING)
        assert top < base < bottom
    assert trees(slug).count("Link(") == 1


def test_each_link_has_its_own_area() -> None:
    slug = piece('<p><a href="#1">un</a> · <a href="#2">deux</a></p>', CSS)
    assert [link.target for link in slug.links] == ["#1", "#2"]
    assert slug.links[0].rectangle[2] < slug.links[1].rectangle[0]
    assert trees(slug) == "P(Link(-1 0) 1 Link(-2 2))"


def test_underlines_are_below_their_text_and_as_long() -> None:
    slug = piece(
        "<p>un <a>deux trois quatre cinq</a></p>", CSS + "a { text-decoration: underline; white-space: normal }", 60
    )
    texts = [run for run in runs(slug) if not run.text.startswith("un")]
    for run, (left, top, width, height) in zip(texts, filled(slug), strict=True):
        assert [left, width] == pytest.approx([run.left, run.right - run.left], abs=0.2)
        assert run.base < top < run.base + 3
        assert 0 < height < 1


def test_padding_behind_a_link_moves_what_follows() -> None:
    slug = piece("<p><a>02</a>poste</p>", CSS + "a { padding-right: 7px }")
    first, second = runs(slug)
    assert second.left - first.right == pytest.approx(7, abs=ROUNDING)


@pytest.mark.parametrize(("where", "offset"), [("top", 0), ("bottom", 1), ("baseline", 0.5)])
def test_blocks_in_a_line_stand_where_they_are_put(where: str, offset: float) -> None:
    block = f"display: inline-block; width: 30px; line-height: 15px; vertical-align: {where}"
    css = f"{CSS} p {{ line-height: 45px }} span {{ {block} }}"
    slug = piece("<p>un <span>deux</span></p>", css)
    bases = {run.text.strip(): run.base for run in runs(slug)}
    assert bases["deux"] - bases["un"] == pytest.approx({0: -15, 1: 15, 0.5: 0}[offset], abs=ROUNDING)
    assert slug.height == 45


def test_a_combining_mark_is_not_parted_from_its_letter_by_the_end_of_a_line() -> None:
    for css in ("", "p { word-break: break-all }", "p { max-lines: 1 }", "p { text-overflow: ellipsis }"):
        for width in range(20, 60, 3):
            found = lines(paragraph("x\u0331" * 40, CSS + css, width))
            assert all(line.removesuffix("…").endswith("\u0331") and line[0] == "x" for line in found), (css, width)
