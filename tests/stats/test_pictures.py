"""The pictures: what they draw stays within them, and is told apart."""

import re
from collections.abc import Sequence
from xml.etree import ElementTree as ET

from hypothesis import given
from hypothesis import strategies as st

from fiche_builder.stats.pictures import (
    HEIGHT,
    WIDTH,
    BarPart,
    Fill,
    Series,
    StackedColumn,
    draw_bar,
    draw_columns,
    draw_lines,
)
from tests.making.drawing import contrast


def test_a_bar_is_never_longer_than_its_frame() -> None:
    bar = draw_bar([BarPart(0.7, Fill.DARK), BarPart(0.7, Fill.MIDDLE), BarPart(1, Fill.WHITE)], "<70 %>", 100)
    assert sum(float(width) for width in re.findall(r'<rect[^>]* width="([0-9.]+)"', bar)) <= 99.01
    assert "&lt;70 %&gt;" in bar
    assert draw_bar([BarPart(0, Fill.DARK)], "x", 100) == ""


def test_words_at_the_ends_of_lines_do_not_stand_on_each_other() -> None:
    def words(shares: Sequence[float | None]) -> list[float]:
        lines = [
            Series(name, (0.5, share), fill)
            for name, share, fill in zip("ab", shares, (Fill.DARK, Fill.WHITE), strict=True)
        ]
        svg = draw_lines(lines, ["10/26", "11/26"], "t")
        return [float(y) for _x, y, _name in re.findall(r'<text x="([0-9.]+)" y="([0-9.]+)"[^>]*>([ab])<', svg)]

    upper, lower = words((1.0, 1.0))
    assert lower - upper >= 11
    assert words((0.0, 0.0))[1] - words((0.0, 0.0))[0] >= 11
    assert ">a<" not in draw_lines([Series("a", (None, None), Fill.DARK)], ["1", "2"], "t")


def test_columns_stay_within_their_picture_however_high() -> None:
    for above, below in (((0, 0), 0), ((3000, 12), 1), ((0, 1), 4000), ((1, 1), 1)):
        svg = draw_columns([None, StackedColumn(above, below)], ["10/26", "11/26"], [("new", Fill.DARK)], "t")
        heights = [float(y) for y in re.findall(r' y="([-0-9.]+)"', svg)]
        assert min(heights) >= 0
        assert max(heights) <= 118


def test_the_fills_are_told_apart_without_colour() -> None:
    colours = [tuple(int(fill.value[n : n + 2], 16) / 255 for n in (1, 3, 5)) for fill in Fill]
    for one, other in ((0, 1), (1, 2), (0, 2)):
        first, second = colours[one], colours[other]
        assert contrast((first[0], first[1], first[2]), (second[0], second[1], second[2])) >= 3


def test_thirteen_labels_leave_room_and_name_the_last() -> None:
    svg = draw_lines([Series("a", (0.5,) * 13, Fill.DARK)], [f"m{n}" for n in range(13)], "t")
    assert ">m12<" in svg
    assert sum(f">m{n}<" in svg for n in range(13)) <= 6


_SHARES = st.one_of(st.none(), st.floats(0, 1))
_WORDS = st.text(st.characters(categories=["L", "N", "P", "S"]), min_size=1, max_size=12)


def frame(svg: str) -> tuple[ET.Element, list[tuple[float, float]]]:
    """Return a picture and the corners of what is drawn in it; it must be sound XML."""
    root = ET.fromstring(svg)  # noqa: S314 (what we drew ourselves)
    corners = []
    for drawn in root:
        has = {key: float(value) for key, value in drawn.attrib.items() if key in _LENGTHS}
        if "width" in has:
            corners += [(has["x"], has["y"]), (has["x"] + has["width"], has["y"] + has["height"])]
        elif "x1" in has:
            corners += [(has["x1"], has["y1"]), (has["x2"], has["y2"])]
        elif "cx" in has:
            corners += [(has["cx"] - has["r"], has["cy"] - has["r"]), (has["cx"] + has["r"], has["cy"] + has["r"])]
        elif "y" in has:
            corners.append((has["x"], has["y"]))
    return root, corners


_LENGTHS = {"x", "y", "width", "height", "x1", "x2", "y1", "y2", "cx", "cy", "r"}


@given(st.lists(st.tuples(st.floats(0, 2), st.sampled_from(Fill)), max_size=5), _WORDS, st.integers(10, 300))
def test_any_bar_stays_in_its_frame(parts: list[tuple[float, Fill]], title: str, width: int) -> None:
    bar = draw_bar([BarPart(*part) for part in parts], title, width)
    if bar:
        root, corners = frame(bar)
        assert root.findtext("{*}title") == title
        assert all(0 <= x <= width + 0.01 and 0 <= y <= 9.01 for x, y in corners)


@given(st.lists(st.tuples(_SHARES, _SHARES), min_size=1, max_size=14), _WORDS)
def test_any_two_lines_stay_in_their_picture(shares: list[tuple[float | None, float | None]], name: str) -> None:
    one, other = zip(*shares, strict=True)
    series = [Series(name, one, Fill.DARK), Series(name, other, Fill.WHITE)]
    root, corners = frame(draw_lines(series, [f"{n}" for n in range(len(shares))], name))
    assert all(0 <= x <= WIDTH and 0 <= y <= HEIGHT for x, y in corners)
    marks = len(root.findall("{*}circle")) + len(root.findall("{*}rect"))
    assert marks == sum(share is not None for pair in shares for share in pair)


_COUNTS = st.integers(0, 20_000)


@given(st.lists(st.one_of(st.none(), st.tuples(_COUNTS, _COUNTS, _COUNTS)), min_size=1, max_size=14))
def test_any_columns_are_as_high_as_their_counts(columns: list[tuple[int, int, int] | None]) -> None:
    drawn = [column and StackedColumn(column[:2], column[2]) for column in columns]
    root, corners = frame(draw_columns(drawn, ["x"] * len(columns), [], "t"))
    assert all(0 <= x <= WIDTH and 0 <= y <= HEIGHT for x, y in corners)
    counts = [count for column in columns for count in column or () if count]
    heights = [float(bar.get("height", "")) for bar in root.findall("{*}rect")]
    unit = max(heights, default=1) / max(counts, default=1)
    assert [round(height - count * unit) for height, count in zip(heights, counts, strict=True)] == [0] * len(counts)
