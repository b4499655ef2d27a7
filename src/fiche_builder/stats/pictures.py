"""The pictures: small SVG drawings of rectangles, lines and words, which a browser and the typesetter draw alike.

Nothing is told by colour alone. Dark, middle and white also differ in black and white, each has a dark outline, and
each picture stands beside the table of its numbers. Lengths are units of the drawing, about a pixel on paper.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import pairwise

from markupsafe import Markup, escape

DARK, MIDDLE, WHITE, GRID, TEXT = "#12355b", "#6b96c9", "#ffffff", "#c9cdd3", "#1c1f23"
"""The contrast of dark to middle, and of middle to white, is at least 3:1 (WCAG 1.4.11)."""
WIDTH, HEIGHT = 344, 118
"""Measures of a picture with axes."""
_BAR_HEIGHT = 9
_LEFT, _RIGHT, _TOP, _FOOT = 36, 92, 8, 16
_LETTER = 9.8
_LINE = 11
_LABELS = 6
_ATTRIBUTES = f'font-family="Annuaire" font-size="{_LETTER}" fill="{TEXT}"'


class Fill(Enum):
    """How a bar is filled: in one of three ways that are distinct without colour."""

    DARK = DARK
    MIDDLE = MIDDLE
    WHITE = WHITE


@dataclass(frozen=True, slots=True)
class BarPart:
    """A part of a bar: its length as a share of the whole bar, and its fill."""

    share: float
    fill: Fill


@dataclass(frozen=True, slots=True)
class Series:
    """A line: a share for each point, None for a gap, and the words at its end.

    Dark lines are solid, others dashed.
    """

    name: str
    shares: tuple[float | None, ...]
    fill: Fill


@dataclass(frozen=True, slots=True)
class StackedColumn:
    """What happened at one point: counts above the axis, the lowest first, and one below it."""

    above: tuple[int, ...]
    below: int


def draw_bar(parts: Iterable[BarPart], title: str, width: int) -> Markup:
    """Return a horizontal bar of parts, beside its numbers in a row of a table. Screen readers skip it.

    Return "" if it has no length.
    """
    inner, x = width - 1, 0.5
    drawn: list[str] = []
    for part in parts:
        length = min(part.share * inner, inner + 0.5 - x)
        if length > 0:
            drawn.append(_rectangle(x, 0.5, length, _BAR_HEIGHT - 1, part.fill))
        x += max(0, length)
    return _picture(drawn, title, width, _BAR_HEIGHT, is_decoration=True) if drawn else Markup()


def draw_lines(series: Sequence[Series], labels: Sequence[str], title: str) -> Markup:
    """Return a line for each series over the points of `labels`, between 0 and 100 %, with its name at the end."""
    places = list(_places(len(labels)))
    drawn = [*_axis(((0.0, "0 %"), (0.5, "50 %"), (1.0, "100 %"))), *_labels(labels, places)]
    ends: list[tuple[float, Series]] = []
    for line in series:
        points = [(x, _height(share)) for x, share in zip(places, line.shares, strict=True) if share is not None]
        drawn += [_line(start, end, line.fill) for start, end in pairwise(points)]
        drawn += [_mark(x, y, line.fill) for x, y in points]
        if points:
            ends.append((points[-1][1], line))
    drawn += [_text(WIDTH - _RIGHT + 8, y, line.name) for y, line in _apart(ends)]
    return _picture(drawn, title, WIDTH, HEIGHT)


def draw_columns(
    columns: Sequence[StackedColumn | None], labels: Sequence[str], names: Sequence[tuple[str, Fill]], title: str
) -> Markup:
    """Return vertical bars over the points of `labels`, with counts above and below the axis.

    `names` is the legend, the topmost first.
    """
    places = list(_places(len(labels)))
    highest = max((sum(column.above) for column in columns if column), default=0)
    lowest = max((column.below for column in columns if column), default=0)
    unit = (HEIGHT - _TOP - _FOOT - 4) / max(1, highest + lowest)
    zero = _TOP + 2 + highest * unit
    width = min(14.0, (WIDTH - _LEFT - _RIGHT) / max(1, len(columns)) * 0.6)
    scale = [(zero - highest * unit, str(highest)), (zero, "0"), (zero + lowest * unit, f"−{lowest}")]
    drawn = [_text(_LEFT - 6, y + 3, word, anchor="end") for y, word in _without_crowd(scale)]
    for x, column in zip(places, columns, strict=True):
        if column:
            drawn += _standing(x - width / 2, width, zero, unit, column)
    drawn.append(
        f'<line x1="{_LEFT}" y1="{_n(zero)}" x2="{WIDTH - _RIGHT}" y2="{_n(zero)}" stroke="{TEXT}" stroke-width="1"/>'
    )
    drawn += _labels(labels, places)
    for row, (name, fill) in enumerate(names):
        y = _TOP + 6 + row * 15
        drawn += [_rectangle(WIDTH - _RIGHT + 8, y, 8, 8, fill), _text(WIDTH - _RIGHT + 20, y + 7.5, name)]
    return _picture(drawn, title, WIDTH, HEIGHT)


def _standing(x: float, width: float, zero: float, unit: float, column: StackedColumn) -> Iterator[str]:
    """Yield the parts of a vertical bar, from the axis upwards, then the part below it."""
    y = zero
    for count, fill in zip(column.above, (Fill.DARK, Fill.MIDDLE), strict=True):
        if count:
            y -= count * unit
            yield _rectangle(x, y, width, count * unit, fill)
    if column.below:
        yield _rectangle(x, zero, width, column.below * unit, Fill.WHITE)


def _axis(levels: Iterable[tuple[float, str]]) -> Iterator[str]:
    for share, word in levels:
        y = _height(share)
        yield f'<line x1="{_LEFT}" y1="{_n(y)}" x2="{WIDTH - _RIGHT}" y2="{_n(y)}" stroke="{GRID}" stroke-width="0.8"/>'
        yield _text(_LEFT - 4, y + 3, word.replace(" ", "\u00a0"), anchor="end")


def _labels(labels: Sequence[str], places: Sequence[float]) -> Iterator[str]:
    """Yield the words under the points, as many as there is room for, but always the last one."""
    step = -(-len(labels) // _LABELS)
    for position, (label, x) in enumerate(zip(labels, places, strict=True)):
        if (len(labels) - 1 - position) % step == 0:
            yield _text(x, HEIGHT - 3, label, anchor="middle")


def _places(count: int) -> Iterator[float]:
    """Yield the positions of the points, each in the middle of its share of the width."""
    room = (WIDTH - _LEFT - _RIGHT) / max(1, count)
    for position in range(count):
        yield _LEFT + (position + 0.5) * room


def _height(share: float) -> float:
    return _TOP + (HEIGHT - _TOP - _FOOT) * (1 - share)


def _apart(ends: Iterable[tuple[float, Series]]) -> Iterator[tuple[float, Series]]:
    """Yield the words at the ends of the lines, with the lower ones moved down where they would overlap."""
    lowest = float("-inf")
    for y, line in sorted(ends, key=lambda end: end[0]):
        lowest = max(y + 3, lowest + _LINE)
        yield lowest, line


def _without_crowd(levels: Sequence[tuple[float, str]]) -> Iterator[tuple[float, str]]:
    """Yield the words of an axis, except those that repeat or would overlap an earlier one."""
    last = float("-inf")
    for y, word in levels:
        if y >= last + _LINE and word != "−0":
            last = y
            yield y, word


def _line(start: tuple[float, float], end: tuple[float, float], fill: Fill) -> str:
    return (
        f'<line x1="{_n(start[0])}" y1="{_n(start[1])}" x2="{_n(end[0])}" y2="{_n(end[1])}" stroke="{DARK}" '
        f'stroke-width="1.6"{"" if fill is Fill.DARK else _DASHED}/>'
    )


_DASHED = ' stroke-dasharray="4 2.5"'


def _mark(x: float, y: float, fill: Fill) -> str:
    """Return the mark of a point: round on a solid line, square on a dashed one."""
    if fill is Fill.DARK:
        return f'<circle cx="{_n(x)}" cy="{_n(y)}" r="2.6" fill="{DARK}"/>'
    return (
        f'<rect x="{_n(x - 2.4)}" y="{_n(y - 2.4)}" width="4.8" height="4.8" fill="{WHITE}" stroke="{DARK}" '
        f'stroke-width="1.2"/>'
    )


def _rectangle(x: float, y: float, width: float, height: float, fill: Fill) -> str:
    return (
        f'<rect x="{_n(x)}" y="{_n(y)}" width="{_n(width)}" height="{_n(height)}" fill="{fill.value}" '
        f'stroke="{DARK}" stroke-width="0.8"/>'
    )


def _text(x: float, y: float, words: str, anchor: str = "start") -> str:
    return f'<text x="{_n(x)}" y="{_n(y)}" text-anchor="{anchor}" {_ATTRIBUTES}>{escape(words)}</text>'


def _picture(drawn: Iterable[str], title: str, width: int, height: int, *, is_decoration: bool = False) -> Markup:
    role = 'aria-hidden="true"' if is_decoration else f'role="img" aria-label="{escape(title)}"'
    start = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" '
        f'height="{height}" {role}>'
    )
    return Markup(f"{start}<title>{escape(title)}</title>{''.join(drawn)}</svg>")  # noqa: S704 (numbers, and words escaped above)


def _n(number: float) -> str:
    """Return a length with at most two decimals, the same on every machine."""
    return f"{number:.2f}".rstrip("0").rstrip(".")
