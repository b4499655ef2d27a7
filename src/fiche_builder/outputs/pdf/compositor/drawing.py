"""What is set, before it is a slug: texts and rectangles at their places, and where it may be cut."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from fiche_builder.outputs.pdf.compositor.shaping import UNITS
from fiche_builder.outputs.pdf.slug import MCID, Node, Slug, SlugLink

_SHIFT = re.compile(r">[^<]*<")
_RISE = re.compile(r"(-?\d+) Ts")
_CLOSE = 0.05
"""Lengths below that are noise, in CSS pixels."""


@dataclass(frozen=True, slots=True, eq=False)
class Tag:
    """A structure element of what is set (ISO 32000-2, 14.8); a link has a target. Each is equal to itself alone."""

    name: str
    language: str = ""
    target: str = ""
    description: str = ""


Path = tuple[Tag, ...]
"""The structure elements in which something stands, from the outermost."""


@dataclass(slots=True)
class Text:
    """A run of text in one style. `top` is that of its base line. Lengths are in CSS pixels."""

    left: float
    top: float
    code: str
    """As in `shaping.Shaped`."""
    font: str
    size: float
    colour: str
    path: Path
    is_backwards: bool = False
    """Whether it is read from right to left. All codes are drawn from left to right."""


@dataclass(slots=True)
class LinkArea:
    """A link's area on one line."""

    left: float
    top: float
    right: float
    bottom: float
    path: Path


@dataclass(slots=True)
class Rectangle:
    """A background, a border or an underline."""

    left: float
    top: float
    width: float
    height: float
    colour: str


@dataclass(slots=True)
class Cut:
    """Where something may be cut in two: what is above ends at `end`, what is below begins at `start`."""

    end: float
    start: float
    is_last_resort: bool = False
    """Whether it cuts what belongs together, such as the lines of a paragraph."""


@dataclass(slots=True)
class Drawing:
    """What is set, in reading order. Tops are measured downwards."""

    rectangles: list[Rectangle] = field(default_factory=list)
    inked: list[Text | LinkArea] = field(default_factory=list)
    cuts: list[Cut] = field(default_factory=list)

    def add(self, other: "Drawing", left: float, top: float) -> None:
        """Add what was set by itself, at its place."""
        self.rectangles += [
            Rectangle(r.left + left, r.top + top, r.width, r.height, r.colour) for r in other.rectangles
        ]
        for item in other.inked:
            if isinstance(item, Text):
                x, y = item.left + left, item.top + top
                self.inked.append(
                    Text(x, y, item.code, item.font, item.size, item.colour, item.path, item.is_backwards)
                )
            else:
                self.inked.append(
                    LinkArea(item.left + left, item.top + top, item.right + left, item.bottom + top, item.path)
                )

    def slugs(self, width: float, height: float, tallest: float = 0) -> tuple[Slug, ...]:
        """Return what is set as a slug, or as several if it is taller than `tallest`, unless that is zero.

        Raise `OverflowError` if it cannot be cut so.
        """
        if not tallest or height <= tallest + _CLOSE:
            return (_SlugWriter(0).write(self.rectangles, self.inked, width, height),)
        found = []
        for start, end in _stretches(self.cuts, height, tallest):
            rectangles = [
                Rectangle(r.left, top, r.width, bottom - top, r.colour)
                for r in self.rectangles
                for top, bottom in [(max(r.top, start), min(r.top + r.height, end))]
                if bottom - top > _CLOSE
            ]
            inked = [item for item in self.inked if start - _CLOSE <= _middle(item) <= end + _CLOSE]
            found.append(_SlugWriter(start).write(rectangles, inked, width, end - start))
        return tuple(found)


def _middle(item: Text | LinkArea) -> float:
    return item.top if isinstance(item, Text) else (item.top + item.bottom) / 2


def _stretches(cuts: Sequence[Cut], height: float, tallest: float) -> Iterable[tuple[float, float]]:
    """Return from where to where each piece goes: as far as it may; what belongs together is cut only if it must be."""
    start = 0.0
    while height - start > tallest + _CLOSE:
        possible = [cut for cut in cuts if start + _CLOSE < cut.end <= start + tallest + _CLOSE and cut.start > start]
        if not possible:
            raise OverflowError
        best = max(possible, key=lambda cut: (not cut.is_last_resort, cut.end))
        yield start, best.end
        start = best.start
    yield start, height


class _SlugWriter:
    """Writes a slug: its commands, and what they mean to a reader. `start` is the top of the slug in the drawing."""

    def __init__(self, start: float) -> None:
        self._start = start
        self._lines: list[str] = []
        self._colour = ""
        self._font = ""
        self._path: Path | None = None
        self._marks = 0
        self._links: list[SlugLink] = []
        self._kids: list[tuple[Path, int]] = []
        self._glyphs: dict[str, set[str]] = {}

    def write(
        self, rectangles: Sequence[Rectangle], inked: Sequence[Text | LinkArea], width: float, height: float
    ) -> Slug:
        lines = self._lines
        if rectangles:
            lines.append("/Artifact BMC")
            for rectangle in rectangles:
                self._fill(rectangle.colour)
                sides = (rectangle.left, rectangle.top - self._start, rectangle.width, rectangle.height)
                lines.append(f"{' '.join(map(_number, sides))} re\nf")
            lines.append("EMC")
        for item in inked:
            if isinstance(item, Text):
                self._show(item)
            else:
                self._link(item)
        self._close()
        return Slug(
            width=_rounded(width),
            height=_rounded(height),
            commands="\n".join(lines),
            marks=self._marks,
            links=tuple(self._links),
            nodes=tuple(node for node in _below(self._kids, 0) if isinstance(node, Node)),
            glyphs=tuple((name, "".join(sorted(some))) for name, some in sorted(self._glyphs.items())),
        )

    def _show(self, text: Text) -> None:
        lines = self._lines
        if text.path != self._path:
            self._close()
            self._path = text.path
            lines.append(f"/P<</MCID {MCID}>>BDC\nBT")
            self._kids.append((text.path, self._marks))
            self._marks += 1
        self._fill(text.colour)
        lines.append(f"1 0 0 -1 {_number(text.left)} {_number(text.top - self._start)} Tm")
        font = f"/{text.font} {_number(text.size)} Tf"
        if font != self._font:
            self._font = font
            lines.append(font)
        code = text.code
        if text.is_backwards:  # so says a tagged file what is to be read the other way (ISO 32000-2, 14.8.2.5.3)
            lines.append("/ReversedChars BMC")
        if ">" in code:
            lines.append(_array(code, text.size))
            code = _SHIFT.sub("", code)
        else:
            lines.append(f"<{code}>Tj")
        if text.is_backwards:
            lines.append("EMC")
        self._glyphs.setdefault(text.font, set()).update([code[at : at + 4] for at in range(0, len(code), 4)])

    def _link(self, area: LinkArea) -> None:
        if self._path == area.path:  # on its next line; the link there is read before the text
            self._close()
        tag = area.path[-1]
        sides = (area.left, area.top - self._start, area.right, area.bottom - self._start)
        left, top, right, bottom = map(_rounded, sides)
        self._links.append(SlugLink((left, top, right, bottom), tag.target, tag.description))
        self._kids.append((area.path, -len(self._links)))

    def _close(self) -> None:
        if self._path is not None:
            self._lines.append("ET\nEMC")
            self._path = None

    def _fill(self, colour: str) -> None:
        if colour != self._colour:
            self._colour = colour
            self._lines.append(f"{colour} rg" if " " in colour else f"{colour} g")


def _array(code: str, size: float) -> str:
    command = f"[<{code}>]TJ".replace("<>", "")
    if "Ts" in command:
        command = _RISE.sub(lambda found: f"{_number(int(found[1]) * size / UNITS)} Ts", command).replace("[]TJ", "")
    return command


def _below(kids: Sequence[tuple[Path, int]], depth: int) -> list[Node | int]:
    """Return the tree of structure elements below a depth, from the paths of what stands in them."""
    found: list[Node | int] = []
    place = 0
    while place < len(kids):
        path, number = kids[place]
        if len(path) == depth:
            found.append(number)
            place += 1
            continue
        tag = path[depth]
        end = place
        while end < len(kids) and len(kids[end][0]) > depth and kids[end][0][depth] is tag:
            end += 1
        found.append(Node(tag.name, tuple(_below(kids[place:end], depth + 1)), tag.language))
        place = end
    return found


def _rounded(value: float) -> float:
    return round(value * 10 + 1e-6) / 10


@lru_cache(maxsize=100_000)
def _tenths(tenths: int) -> str:
    text = f"{tenths / 10:.1f}".removesuffix(".0")
    return text.replace("0.", ".", 1) if text.startswith(("0.", "-0.")) else text


def _number(value: float) -> str:
    """Return a length as PDF writes it, to a tenth: a fortieth of a millimetre."""
    return _tenths(round(value * 10 + 1e-6))
