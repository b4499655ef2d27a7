"""Drawing commands made small: what is seen stays, what changes nothing goes."""

import re
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from fiche_builder.common.errors import TypesettingError
from fiche_builder.outputs.pdf.commands import CommandWriter, Origin, pdf_number, simplify
from fiche_builder.outputs.pdf.lift import split_chunks
from tests.conftest import SOAK

TOP_LEFT = Origin(0, 0)
FONTS = {"abc": "F400", "def": "F700"}


def written(*items: Any, origin: Origin = TOP_LEFT, runs: Mapping[int, int] | None = None) -> list[str]:
    """Return the lines for items; text stands for a command, a number for the beginning of the mark of that number."""
    return writer_of(*items, origin=origin, runs=runs).finish()


def writer_of(*items: Any, origin: Origin = TOP_LEFT, runs: Mapping[int, int] | None = None) -> CommandWriter:
    writer = CommandWriter(origin, runs or {}, FONTS)
    for item in simplify(chunk(*items)):
        writer.add(item)
    return writer


def chunk(*items: Any) -> list[Any]:
    """Return items as WeasyPrint leaves them."""
    found: list[Any] = []
    for item in items:
        found += ["/P", {"MCID": item}, b"BDC"] if isinstance(item, int) else [item.encode()]
    return found


def text(glyphs: str = "<0041>", font: str = "/abc 8 Tf") -> tuple[str, ...]:
    return ("BT", font, "1 0 0 1 0 0 Tm", f"[{glyphs}]TJ".replace("]TJ", "] TJ"), "ET")


# States and clips


def test_a_state_that_changes_nothing_is_left_out() -> None:
    assert written("q", "q", "Q", "0 0 5 5 re", "f", "Q") == ["0 0 5 5 re", "f"]


@pytest.mark.parametrize("change", ["2 0 0 2 0 0 cm", "W", "W*", "[3] 0 d", "1 J", "1 j"])
def test_a_state_that_keeps_a_change_from_others_stays(change: str) -> None:
    assert written("q", "q", change, "Q", "f", "Q") == ["q", change, "Q", "f"]


@pytest.mark.parametrize("picture", ["/x1 Do", "/x1 sh", "/p0 scn"])
def test_what_a_slug_has_no_resources_for_is_refused(picture: str) -> None:
    with pytest.raises(TypesettingError, match="picture or a gradient"):
        written(picture)


def test_a_clip_around_more_than_its_rectangle_stays() -> None:
    commands = ("q", "0 0 5 5 re", "W", "n", "0 0 9 9 re", "f", "Q")
    assert written(*commands) == list(commands)
    assert written("q", "0 0 5 5 re", "W", "n", *text(), "Q")[:4] == ["q", "0 0 5 5 re", "W", "n"]


def test_a_clip_around_its_own_rectangle_is_left_out() -> None:
    """So WeasyPrint draws a background."""
    assert written("q", "0 0 5 5 re", "W", "n", "1 0 0 rg", "0 0 5 5 re", "f", "Q") == ["1 0 0 rg", "0 0 5 5 re", "f"]


def test_a_clip_stays_if_something_else_stands_in_it_after_the_background() -> None:
    commands = ("q", "0 0 5 5 re", "W", "n", "0 0 5 5 re", "f", "0 0 m", "9 9 l", "S", "Q")
    assert written(*commands) == list(commands)


def test_after_a_state_the_colour_before_it_holds_again() -> None:
    clip = ("0 0 5 5 re", "W", "n")
    lines = written(
        "1 0 0 rg", "q", *clip, "0 0 1 rg", "0 0 9 9 re", "f", "Q", "1 0 0 rg", "1 1 2 2 re", "f", "0 0 1 rg", "f"
    )
    assert lines == ["1 0 0 rg", "q", *clip, "0 0 1 rg", "0 0 9 9 re", "f", "Q", "1 1 2 2 re", "f", "0 0 1 rg", "f"]


def test_empty_texts_and_marks_are_left_out() -> None:
    assert written(0, "BT", "ET", "EMC", 1, "EMC", "0 0 5 5 re", "f", runs={0: 0, 1: 1}) == ["0 0 5 5 re", "f"]


# Marks


def test_marks_of_one_element_become_one_with_one_text() -> None:
    writer = writer_of(0, *text("<0041>"), "EMC", 1, *text("<0042>"), "EMC", runs={0: 0, 1: 0})
    assert writer.finish() == [
        "/P<</MCID @>>BDC", "BT", "/F400 8 Tf", "1 0 0 1 0 0 Tm", "<0041>Tj", "1 0 0 1 0 0 Tm", "<0042>Tj", "ET", "EMC",
    ]  # fmt: skip
    assert writer.numbers == {0: [0]}


def test_marks_of_two_elements_stay_two() -> None:
    writer = writer_of(0, *text("<0041>"), "EMC", 1, *text("<0042>"), "EMC", runs={0: 0, 1: 1})
    assert [line for line in writer.finish() if line.endswith(("BDC", "EMC", "BT", "ET"))] == [
        "/P<</MCID @>>BDC",
        "BT",
        "ET",
        "EMC",
    ] * 2
    assert writer.numbers == {0: [0], 1: [1]}


def test_a_mark_that_goes_on_after_something_else_is_a_mark_of_its_own() -> None:
    writer = writer_of(0, *text(), "EMC", 1, *text(), "EMC", 2, *text(), "EMC", runs={0: 0, 1: 1, 2: 0})
    assert [line for line in writer.finish() if "MC" in line or "BDC" in line] == ["/P<</MCID @>>BDC", "EMC"] * 3
    assert writer.numbers == {0: [0, 2], 1: [1]}


def test_a_mark_ends_before_what_is_drawn_after_it() -> None:
    lines = written(0, *text(), "EMC", "0 0 5 5 re", "f", 1, *text(), "EMC", runs={0: 0, 1: 0})
    assert lines.index("EMC") < lines.index("0 0 5 5 re") < lines.index("/P<</MCID @>>BDC", 1)
    assert lines.index("ET") < lines.index("EMC")


def test_what_belongs_to_no_element_is_an_artifact_and_neighbours_are_one() -> None:
    writer = writer_of(7, "0 0 5 5 re", "f", "EMC", "/Artifact BMC", "1 1 5 5 re", "f", "EMC")
    assert writer.finish() == ["/Artifact BMC", "0 0 5 5 re", "f", "1 1 5 5 re", "f", "EMC"]
    assert writer.numbers == {}


# Colours and fonts


def test_colours_and_fonts_in_force_are_not_repeated() -> None:
    lines = written(*text("<0041>"), "1 0 0 rg", *text("<0042>"), "1 0 0 rg", "1 0 0 RG", *text("<0043>", "/def 8 Tf"))
    assert [line for line in lines if line.endswith(("Tf", "rg", "RG"))] == [
        "/F400 8 Tf",
        "1 0 0 rg",
        "1 0 0 RG",
        "/F700 8 Tf",
    ]


@pytest.mark.parametrize(
    ("command", "line"),
    [
        ("0.133333 0.133333 0.133333 rg", ".133 g"),
        ("0 0 0 RG", "0 G"),
        ("1 1 1 rg", "1 g"),
        ("0.1 0.20000 1.0 rg", ".1 .2 1 rg"),
        ("/abc 10.93333 Tf", "/F400 10.9 Tf"),
        ("/def 8 Tf", "/F700 8 Tf"),
    ],
)
def test_colours_and_fonts_are_short(command: str, line: str) -> None:
    assert written(command) == [line]


def test_a_colour_between_two_texts_stands_inside_their_text_object() -> None:
    lines = written(*text("<0041>"), "1 0 0 rg", *text("<0042>"))
    assert (lines.count("BT"), lines.count("ET")) == (1, 1)
    assert lines.index("<0041>Tj") < lines.index("1 0 0 rg") < lines.index("<0042>Tj")


def test_full_opacity_is_left_out_and_transparency_is_an_error() -> None:
    assert written("/a1 gs", "/A1.0 gs", "/a1.0 gs", "f") == ["f"]
    with pytest.raises(TypesettingError, match="transparent"):
        written("/a0.5 gs", "f")


# Text


@pytest.mark.parametrize(
    ("glyphs", "line"),
    [
        ("<0041>", "<0041>Tj"),
        ("<0041>0<0042>", "<00410042>Tj"),
        ("<0041>-0.0<0042>0.0<0043>", "<004100420043>Tj"),
        ("<0041>12<0042>", "[<0041>12<0042>]TJ"),
        ("<0041>-12.6<0042>0<0043>", "[<0041>-13<00420043>]TJ"),
        ("-7<0041>", "[-7<0041>]TJ"),
        ("<0041>5", "[<0041>5]TJ"),
        ("<0041><><0042>", "<00410042>Tj"),
        ("<0041>1e-05<0042>4<0043>", "[<00410042>4<0043>]TJ"),
    ],
)
def test_glyphs_have_as_few_shifts_between_them_as_there_are(glyphs: str, line: str) -> None:
    assert line in written(*text(glyphs))


@pytest.mark.parametrize(
    ("glyphs", "sums"),
    [("<0041>5<>3<0042>", {8}), ("<0041>-263<>263<0042>", {0}), ("<0041>5<>-3<>1.2<0042>", {3})],
)
def test_shifts_side_by_side_add_up(glyphs: str, sums: set[int]) -> None:
    """As between two accents over one letter. They may stay apart or become one."""
    (line,) = [line for line in written(*text(glyphs)) if line.endswith(("TJ", "Tj"))]
    numbers = re.sub(r"<[^>]*>|[\[\]TjJ]", " ", line).split()
    assert {sum(map(int, numbers))} == sums


def test_the_glyphs_of_each_font_are_known() -> None:
    writer = writer_of(*text("<00410042>3<0041>"), *text("<0a1f>", "/def 8 Tf"))
    assert writer.glyphs == {"F400": {"0041", "0042"}, "F700": {"0a1f"}}


# Numbers


@pytest.mark.parametrize(
    ("command", "line"),
    [
        ("12 25 m", "2 5 m"),
        ("10 20 l", "0 0 l"),
        ("9.5 19.96 l", "-.5 0 l"),
        ("11 21 12 22 13 23 c", "1 1 2 2 3 3 c"),
        ("11 21 12 22 v", "1 1 2 2 v"),
        ("11 21 12 22 y", "1 1 2 2 y"),
        ("10 70.25 325 0.5 re", "0 50.3 325 .5 re"),
        ("1 0 0 -1 10 1000030.3 Tm", "1 0 0 -1 0 1000010.3 Tm"),
        ("0.5 w", "0.5 w"),
        ("h", "h"),
    ],
)
def test_coordinates_are_the_slugs_own(command: str, line: str) -> None:
    assert written(command, origin=Origin(10, 20)) == [line]


@settings(max_examples=2000 if SOAK else 100, deadline=None)
@given(st.integers(0, 10_000_000), st.integers(0, 64_000_000), st.integers(0, 64_000))
def test_coordinates_are_the_same_at_each_place_of_the_grid(tenths: int, top: int, inside: int) -> None:
    """A slug's top is a whole number of 64ths of a pixel, whatever stands above it."""
    own = inside / 64
    lines = written(f"{tenths / 10} {top / 64 + own} m", origin=Origin(tenths / 10, top / 64))
    assert lines == written(f"0 {own} m")


def test_a_shift_of_all_that_follows_is_an_error_unless_a_slug_is_set_alone() -> None:
    assert written("q", "0 1 -1 0 5 5 cm", "f", "Q") == ["q", "0 1 -1 0 5 5 cm", "f", "Q"]
    with pytest.raises(TypesettingError, match="turns or shifts"):
        written("q", "0 1 -1 0 5 5 cm", "f", "Q", origin=Origin(0, 7))


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        (0, 1, "0"), (-0.0, 1, "0"), (-0.04, 1, "0"), (0.04, 1, "0"), (-0.01, 0, "0"),
        (1, 1, "1"), (1.0, 3, "1"), (10, 1, "10"), (100, 0, "100"), (-20, 1, "-20"), (1000.04, 1, "1000"),
        (0.5, 1, ".5"), (-0.5, 1, "-.5"), (10.5, 1, "10.5"), (-10.5, 1, "-10.5"), (0.0625, 3, ".063"),
        (100.05, 2, "100.05"),
        (0.25, 1, ".3"), (0.35, 1, ".4"), (0.45, 1, ".5"), (2.5, 0, "3"), (3.5, 0, "4"), (-0.25, 1, "-.2"),
        (-2.5, 0, "-2"),
        (0.05, 1, ".1"), (-0.05, 1, "0"), (0.95, 1, "1"), (0.249999999, 1, ".3"), (0.250000001, 1, ".3"),
        (0.2499, 1, ".2"),
        (1e-9, 3, "0"), (1234567.891, 1, "1234567.9"),
    ],
)  # fmt: skip
def test_numbers_are_short_and_the_middle_goes_up(value: float, decimals: int, text: str) -> None:
    assert pdf_number(value, decimals) == text


@settings(max_examples=5000 if SOAK else 200, deadline=None)
@given(st.floats(-1e7, 1e7), st.integers(0, 3))
@example(-0.05, 1)
def test_any_number_is_near_and_as_pdf_writes_them(value: float, decimals: int) -> None:
    number = pdf_number(value, decimals)
    assert re.fullmatch(r"-?([1-9]\d*|(0|[1-9]\d*)?\.\d*[1-9])|0", number)
    assert abs(float(number) - value) <= 0.5 * 10**-decimals + 1e-5


# Chunks

PAGE = ("1 0 0 -1 0 99 cm", "q", "0.75 0 0 0.75 0 0 cm")
"""What WeasyPrint begins a page with."""


def test_the_one_slug_of_a_page_is_all_that_is_drawn() -> None:
    slug = chunk("q", "q", *text(), "Q", "Q")
    assert split_chunks([*chunk(*PAGE), *slug, b"Q"], 1) == [slug]


@pytest.mark.parametrize("count", [2, 3, 40])
@pytest.mark.parametrize("depth", [0, 1, 2, 5])
def test_each_chunk_is_found_inside_the_contexts_of_the_page(count: int, depth: int) -> None:
    slugs = [chunk("q", "q", f"{number} 0 m", "BT", "ET", "Q", "q", "q", "f", "Q", "Q", "Q") for number in range(count)]
    inside = [item for slug in slugs for item in slug]
    page = [*chunk(*PAGE, *["q"] * depth), *inside, *chunk(*["Q"] * depth, "Q")]
    assert split_chunks(page, count) == slugs


@pytest.mark.parametrize("drawn", [0, 1, 2, 4])
def test_too_few_or_too_many_chunks_are_refused(drawn: int) -> None:
    page = chunk(*PAGE, "q", *["q", *text(), "Q"] * drawn, "Q", "Q")
    with pytest.raises(TypesettingError, match="is one of them empty"):
        split_chunks(page, 3)
