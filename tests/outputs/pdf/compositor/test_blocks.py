"""Blocks: below each other, side by side, at a place of their own, and cut where a column ends."""

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fiche_builder.common.errors import TypesettingError
from fiche_builder.edition.fiche_copy import InternalFicheCopy
from fiche_builder.outputs.pdf.slug import Slug
from fiche_builder.outputs.pdf.typeset import SlugOrder
from tests.conftest import SOAK
from tests.making.composing import composed, filled, lines, piece, runs, trees
from tests.making.slugs import COLUMN, ROWS, fiche_orders, text_of, typeset

CSS = "html { font-size: 10px; line-height: 20px } "
ASCENT = piece("<p>a</p>", CSS)


def base_of(slug: Slug, text: str) -> float:
    return next(run.base for run in runs(slug) if run.text.strip() == text)


def place_of(slug: Slug, text: str) -> tuple[float, float]:
    run = next(run for run in runs(slug) if run.text.strip() == text)
    return run.left, run.base


@pytest.mark.parametrize(
    ("first", "second", "distance"),
    [(0, 0, 0), (5, 0, 5), (5, 8, 8), (8, 5, 8), (-5, 0, -5), (-5, 8, 3), (8, -5, 3), (-5, -8, -8)],
)
def test_margins_between_blocks_collapse(first: int, second: int, distance: int) -> None:
    css = f"{CSS} .a {{ margin-bottom: {first}px }} .b {{ margin-top: {second}px }}"
    slug = piece('<p class="a">un</p><p class="b">deux</p>', css)
    assert base_of(slug, "deux") - base_of(slug, "un") == pytest.approx(20 + distance, abs=0.1)
    assert slug.height == 40 + distance


def test_margins_above_the_first_and_below_the_last_are_kept() -> None:
    slug = piece("<p>un</p>", CSS + "p { margin: 3px 0 7px }")
    assert slug.height == 30
    assert base_of(slug, "un") == pytest.approx(base_of(ASCENT, "a") + 3, abs=0.1)


def test_margins_at_the_sides_make_a_block_narrower() -> None:
    css = CSS + "p { margin: 0 10px 0 30px; background: #999 }"
    slug = piece("<p>un deux trois quatre cinq six sept huit neuf</p>", css, 100)
    assert filled(slug) == [(30, 0, 60, slug.height)]
    assert {run.left for run in runs(slug)} == {30}
    assert max(run.right for run in runs(slug)) <= 90.1
    assert len(lines(slug)) > 2
    (run,) = runs(piece("<p>un</p>", CSS + "p { margin-left: 10% }"))
    assert run.left == 20


def test_padding_borders_and_backgrounds_are_around_the_text() -> None:
    css = (
        CSS
        + "p { padding: 1px 2px 3px 4px; border-left: 5px solid #555; border-top: 6px solid #999; background: #eee }"
    )
    slug = piece("<p>un</p>", css)
    assert slug.height == 20 + 1 + 3 + 6
    assert place_of(slug, "un") == pytest.approx((9, base_of(ASCENT, "a") + 7), abs=0.1)
    ground, *borders = filled(slug)
    assert ground == (0, 0, 200, 30)
    assert sorted(borders) == [(0, 0, 5, 30), (0, 0, 200, 6)]


def test_what_is_inside_is_drawn_over_what_is_around_it() -> None:
    slug = piece(
        "<section><p>un</p></section>", CSS + "section { background: #111; padding: 2px } p { background: #222 }"
    )
    assert filled(slug) == [(0, 0, 200, 24), (2, 2, 196, 20)]
    assert slug.commands.index(" re") < slug.commands.index("BT")


def test_sizes() -> None:
    css = CSS + ".a { height: 7px; background: #111 } .b { width: 25%; padding-left: 3px; background: #222 }"
    slug = piece('<p class="a">un</p><p class="b">deux</p><p class="c">trois</p>', css + ".c { max-width: 30px }", 200)
    assert filled(slug) == [(0, 0, 200, 7), (0, 7, 53, 20)]
    assert base_of(slug, "trois") - base_of(slug, "deux") == 20
    assert slug.height == 47
    assert len(lines(piece("<p>un deux trois</p>", CSS + "p { max-width: 30px }"))) > 1


def test_a_grid_has_rows_as_high_as_the_highest_in_them() -> None:
    css = CSS + "ul { display: grid; grid-template-columns: 1fr 1fr; gap: 10px }"
    cells = "".join(f"<p>{text}</p>" for text in ("un", "deux<b> x</b>", "trois " * 15 + "fin", "quatre", "cinq"))
    slug = piece(f"<ul>{cells}</ul>", css)
    assert [place_of(slug, text)[0] for text in ("un", "deux", "quatre", "cinq")] == [0, 105, 105, 0]
    assert base_of(slug, "un") == base_of(slug, "deux")
    rows = [base_of(slug, text) for text in ("un", "quatre", "cinq")]
    assert rows[1] - rows[0] == 30
    high = len([line for line in lines(slug) if "trois" in line]) * 20
    assert rows[2] - rows[1] == high + 10
    assert slug.height == 20 + high + 20 + 20
    assert max(run.right for run in runs(slug) if "trois" in run.text) <= 95.1


def test_absolute_blocks_have_places_of_their_own() -> None:
    css = CSS + (
        ".box { position: relative; height: 50px; padding: 4px; border: 1px solid #000 }"
        ".box p, .box span { position: absolute }"
        ".a { top: 5px; right: 10px } .b { top: 7px; left: 3px } .c { right: 0; width: 50%; text-align: right }"
    )
    slug = piece('<div class="box"><p class="a">un</p><p class="b">deux</p><p class="c">trois</p>reste</div>', css)
    found = {run.text: run for run in runs(slug)}
    assert found["un"].right == pytest.approx(199 - 10, abs=0.2)
    assert found["deux"].left == 1 + 3
    assert found["trois"].right == pytest.approx(199, abs=0.2)
    assert found["deux"].base - found["un"].base == 2
    assert found["reste"].left == 5
    assert slug.height == 60
    inline = runs(piece('<p class="box">un <span class="a">deux</span> trois</p>', css))
    assert " ".join(run.text.strip() for run in inline).split() == ["un", "trois", "deux"]
    assert inline[-1].right == pytest.approx(189, abs=0.2)


@pytest.mark.parametrize("markup", ["<p>un deux</p>", "<div><p>un deux</p><p>un</p></div>", "un deux"])
def test_a_piece_may_be_as_wide_as_it_comes_out(markup: str) -> None:
    css = CSS + "p { padding: 0 3px 0 2px; border-left: 4px solid #000 }"
    slug = piece(markup, css, None)
    text = next(run for run in runs(slug) if run.text == "un deux")
    beside = 9 if "<p>" in markup else 0
    assert slug.width == pytest.approx(text.right - text.left + beside, abs=0.2)
    assert len(lines(slug)) == markup.count("un")


def test_a_block_in_a_line_has_all_that_blocks_have() -> None:
    css = CSS + "span { display: inline-block; padding: 2px 3px; border: 1px solid #555; background: #eee }"
    slug = piece("<p>un <span>deux</span> trois</p>", css)
    found = {run.text.strip(): run for run in runs(slug)}
    assert found["deux"].base == found["un"].base == found["trois"].base
    (left, top, width, height), *borders = filled(slug)
    assert (width, height) == pytest.approx((found["deux"].right - found["deux"].left + 8, 26), abs=0.2)
    assert left + 4 == pytest.approx(found["deux"].left, abs=0.1)
    assert found["trois"].left >= left + width - 0.1
    assert top >= 0
    assert len(borders) == 4


def test_text_beside_blocks_has_lines_of_its_own() -> None:
    slug = piece("<ul><li>un <b>deux</b><p>trois</p>quatre<p>cinq</p> six</li></ul>", CSS)
    assert [line.strip() for line in lines(slug)] == ["un deux", "trois", "quatre", "cinq", "six"]
    assert slug.height == 100
    assert trees(slug) == "L(LI(LBody(0 P(1) 2 P(3) 4)))"


def test_what_has_no_display_is_not_set() -> None:
    slug = piece('<p>un<b class="x">deux</b></p><p class="x">trois</p><p>quatre</p>', CSS + ".x { display: none }")
    assert lines(slug) == ["un", "quatre"]
    assert slug.height == 40


# Pieces that are cut


def cut(markup: str, tallest: float, css: str = "", width: float = 200) -> list[list[str]]:
    slugs = composed(markup, CSS + css, width, tallest=tallest)
    assert all(slug.height <= tallest + 0.1 for slug in slugs)
    return [[line.strip() for line in lines(slug)] for slug in slugs]


def test_a_piece_is_cut_between_its_blocks() -> None:
    markup = "".join(f"<p>{number}</p>" for number in range(7))
    assert cut(markup, 60) == [["0", "1", "2"], ["3", "4", "5"], ["6"]]
    assert cut(markup, 59) == [["0", "1"], ["2", "3"], ["4", "5"], ["6"]]
    assert cut(markup, 140) == [[str(number) for number in range(7)]]
    assert cut(markup, 60, "p { margin: 5px 0 }") == [["0", "1"], ["2", "3"], ["4", "5"], ["6"]]


def test_a_heading_is_kept_with_what_follows() -> None:
    markup = "<p>0</p><p>1</p><h3>titre</h3><p>2</p><p>3</p>"
    assert cut(markup, 60, "h3 { break-after: avoid }") == [["0", "1"], ["titre", "2", "3"]]
    assert cut(markup, 60) == [["0", "1", "titre"], ["2", "3"]]
    headings = "".join(f"<h3>{number}</h3>" for number in range(5))
    assert cut(headings, 60, "h3 { break-after: avoid }") == [["0", "1", "2"], ["3", "4"]]


def test_lines_are_parted_only_if_they_must_be() -> None:
    long = " ".join(["mot"] * 30)
    kept = cut(f"<p>0</p><p>1</p><p>{long}</p><p>2</p>", 140, "p { break-inside: avoid }", 100)
    assert kept[0] == ["0", "1"]
    assert "".join("".join(part) for part in kept).count("mot") == 30
    assert all(len(part) == 5 for part in cut(f"<p>{' '.join(['mot'] * 100)}</p>", 100, width=100)[:-1])


@settings(max_examples=1_000 if SOAK else 40)
@given(
    st.lists(st.tuples(st.sampled_from(["p", "h3", 'p class="x"', "div"]), st.integers(1, 60)), min_size=1, max_size=9),
    st.integers(60, 300),
)
def test_nothing_is_lost_and_nothing_stands_twice(blocks: list[tuple[str, int]], tallest: int) -> None:
    css = (
        CSS
        + "p { break-inside: avoid; margin: 3px 0 -1px } .x { padding: 2px 6px; background: #eee }"
        + "h3 { break-after: avoid }"
    )
    words = iter(range(10_000))
    markup = "".join(
        f"<{tag}>{' '.join(f'w{next(words)}' for _ in range(count))}</{tag.split()[0]}>" for tag, count in blocks
    )
    slugs = composed(markup, css, 100, tallest=tallest)
    shown = " ".join(line.strip() for slug in slugs for line in lines(slug)).split()
    assert shown == [f"w{number}" for number in range(sum(count for _tag, count in blocks))]
    assert all(slug.height <= tallest + 0.1 for slug in slugs)
    for slug in slugs:
        assert all(0 < run.base < slug.height for run in runs(slug))
        assert all(top >= -0.1 and top + height <= slug.height + 0.1 for _left, top, _width, height in filled(slug))


def test_a_ground_that_is_cut_goes_on() -> None:
    slugs = composed(
        f"<section><p>{'mot ' * 100}</p></section>",
        CSS + "section { background: #eee; padding: 4px 0 }",
        100,
        tallest=101,
    )
    assert [filled(slug) for slug in slugs] == [[(0, 0, 100, slug.height)] for slug in slugs]
    assert len(slugs) > 2


def test_what_cannot_be_cut_is_an_error() -> None:
    with pytest.raises(OverflowError):
        composed("<p>un</p>", CSS, tallest=15)
    with pytest.raises(OverflowError):
        composed("<p>un</p>", CSS + "p { height: 90px }", tallest=50)


@pytest.fixture(scope="module")
def order(tmp_path_factory: pytest.TempPathFactory) -> SlugOrder:
    return fiche_orders(tmp_path_factory.mktemp("fiche"), *ROWS)[0]


@pytest.mark.parametrize("count", [48, 60, 400])
def test_a_fiche_with_very_many_contacts_is_whole(order: SlugOrder, count: int) -> None:
    assert isinstance(order.copy, InternalFicheCopy)
    phone = next(line for line in order.copy.contact_lines if line.is_phone)
    contacts = tuple(
        replace(phone, links=(replace(phone.links[0], uri=f"tel:{number}", text=f"n{number}n"),), label="")
        for number in range(count)
    )
    ((*slugs,),) = typeset([replace(order, copy=replace(order.copy, contact_lines=contacts))])
    assert len(slugs) > 1
    assert all(slug.height <= COLUMN + 0.1 for slug in slugs)
    text = "".join(map(text_of, slugs))
    at = [text.index(f"n{number}n") for number in range(count)]
    assert at == sorted(at)
    assert all(text.count(f"n{number}n") == 1 for number in range(count))
    targets = [link.target for slug in slugs for link in slug.links if link.target.startswith("tel:")]
    assert targets == [f"tel:{number}" for number in range(count)]
    for slug in slugs:
        assert all(0 <= link.rectangle[1] < link.rectangle[3] <= slug.height + 3 for link in slug.links)


def test_a_paragraph_of_five_thousand_words_is_whole(order: SlugOrder) -> None:
    words = [f"m{number}" for number in range(5000)]
    ((*slugs,),) = typeset([replace(order, copy=replace(order.copy, description=(" ".join(words),)))])
    text = "".join(map(text_of, slugs))
    assert "".join(words) in text
    for one, two in pairwise(slugs[1:-1]):
        assert one.height == pytest.approx(two.height, abs=15)


def test_a_line_taller_than_a_column_names_its_fiche(order: SlugOrder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "fiche_builder.outputs.pdf.typeset.compose", lambda *_args, **_options: composed("<p>a</p>", CSS, tallest=5)
    )
    with pytest.raises(TypesettingError, match=r"Agence locale pour l’emploi.*n° 1\)"):
        typeset([order])
