"""What is drawn on the pages of a PDF, read back from its commands: runs of glyphs, shapes, and their ground."""

import math
import re
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any

import pikepdf

from tests.making.pdfs import Rectangle

Matrix = tuple[float, float, float, float, float, float]
Colour = tuple[float, float, float]
WHITE: Colour = (1.0, 1.0, 1.0)


@dataclass(frozen=True)
class Shown:
    """Text that one command shows.

    Lengths are points; `x` and `y` are where it begins, from the lower left corner of the page.
    """

    page: int
    x: float
    y: float
    size: float
    """What a reader sees, after all scaling."""
    font: str
    glyphs: tuple[int, ...]
    text: str
    colour: Colour
    ground: Colour
    mark: int | None
    """The number of the marked-content sequence it stands in."""
    is_artifact: bool
    is_turned: bool
    length: float
    """From its beginning to its end."""


@dataclass(frozen=True)
class Filled:
    """A rectangle filled with a colour."""

    page: int
    rectangle: Rectangle
    colour: Colour
    is_artifact: bool
    is_clipped: bool
    """Whether only some of it shows: so borders are drawn."""


@dataclass
class Drawn:
    """All that is drawn in a file, in order."""

    shown: list[Shown] = field(default_factory=list)
    filled: list[Filled] = field(default_factory=list)

    def texts(self) -> dict[tuple[int, int], str]:
        """Return the text of each marked-content sequence, by page and number."""
        found: dict[tuple[int, int], str] = {}
        for run in self.shown:
            if run.mark is not None:
                found[run.page, run.mark] = found.get((run.page, run.mark), "") + run.text
        return found


@cache
def read_drawn(path: Path) -> Drawn:
    """Run the drawing commands of all pages."""
    drawn = Drawn()
    with pikepdf.open(path) as pdf:
        known: dict[tuple[int, int], _Font] = {}
        for number, page in enumerate(pdf.pages, 1):
            fonts = {}
            for name, font in page.Resources.get("/Font", {}).items():
                if font.objgen not in known:
                    known[font.objgen] = _Font(str(font.BaseFont), read_characters(font), read_widths(font))
                fonts[name] = known[font.objgen]
            _Reader(number, fonts, drawn).run(page)
    return drawn


def read_characters(font: Any) -> dict[int, str]:
    """Return what each glyph of a font stands for, from its ToUnicode table."""
    blocks = re.findall(rb"beginbfchar(.*?)endbfchar", font.ToUnicode.read_bytes(), re.DOTALL)
    rows = [row for block in blocks for row in re.findall(rb"<([0-9a-fA-F]{4})> <([0-9a-fA-F]*)>", block)]
    return {int(glyph, 16): bytes.fromhex(text.decode()).decode("utf-16-be") for glyph, text in rows}


def read_widths(font: Any) -> dict[int, float]:
    """Return the width of each glyph of a font, in thousandths of its size."""
    parts = list(font.DescendantFonts[0].W)
    return {int(glyph): float(run[0]) for glyph, run in zip(parts[::2], parts[1::2], strict=True)}


@dataclass(frozen=True)
class _Font:
    name: str
    characters: dict[int, str]
    widths: dict[int, float]


@dataclass(frozen=True)
class _State:
    matrix: Matrix = (1, 0, 0, 1, 0, 0)
    colour: Colour = (0, 0, 0)
    font: str = ""
    size: float = 0
    is_clipped: bool = False


class _Reader:
    """Runs the commands of a page (ISO 32000-2, 8 and 9), as far as our pages use them; another command is an error."""

    _without_effect = frozenset(["w", "J", "j", "d", "G", "RG", "BT", "ET", "S", "m", "l", "c", "h"])

    def __init__(self, page: int, fonts: dict[str, _Font], drawn: Drawn) -> None:
        self._page, self._fonts, self._drawn = page, fonts, drawn
        self._state, self._saved = _State(), list[_State]()
        self._line: Matrix = _State().matrix
        self._path: list[Rectangle] = []
        self._grounds: list[tuple[list[Rectangle], Colour, bool]] = []
        self._marks: list[int | None] = []

    def run(self, page: Any) -> None:
        instructions: Any = pikepdf.parse_content_stream(page)
        for operands, operator in instructions:
            self._do(str(operator), operands)
        assert not self._saved
        assert not self._marks

    def _do(self, operator: str, operands: Any) -> None:  # noqa: C901, PLR0912 (one branch for each kind of command)
        state = self._state
        if operator == "q":
            self._saved.append(state)
        elif operator == "Q":
            self._state = self._saved.pop()
        elif operator == "cm":
            self._state = replace(state, matrix=_product(_matrix(operands), state.matrix))
        elif operator in {"g", "rg"}:
            numbers = [float(operand) for operand in operands]
            colour = (numbers[0], numbers[0], numbers[0]) if operator == "g" else (numbers[0], numbers[1], numbers[2])
            self._state = replace(state, colour=colour)
        elif operator == "Tf":
            self._state = replace(state, font=str(operands[0]), size=float(operands[1]))
        elif operator == "Tm":
            self._line = _matrix(operands)
        elif operator in {"Tj", "TJ"}:
            self._show(operands[0] if operator == "TJ" else operands)
        elif operator == "re":
            x, y, width, height = (float(operand) for operand in operands)
            corners = [_point(state.matrix, *corner) for corner in ((x, y), (x + width, y + height))]
            (x1, x2), (y1, y2) = (sorted(corner[axis] for corner in corners) for axis in (0, 1))
            self._path.append((x1, y1, x2, y2))
        elif operator in {"f", "f*", "n", "S"}:
            if operator[0] == "f":
                boxes, is_alternating = self._path, operator == "f*"
                self._drawn.filled += [
                    Filled(self._page, box, state.colour, self._is_artifact, state.is_clipped) for box in boxes
                ]
                if not state.is_clipped:
                    self._grounds.append((boxes, state.colour, is_alternating))
            self._path = []
        elif operator in {"W", "W*"}:
            self._state = replace(state, is_clipped=True)
        elif operator == "BDC":
            self._marks.append(int(operands[1].MCID))
        elif operator == "BMC":
            assert str(operands[0]) == "/Artifact"
            self._marks.append(None)
        elif operator == "EMC":
            self._marks.pop()
        else:
            assert operator in self._without_effect, operator

    @property
    def _is_artifact(self) -> bool:
        return bool(self._marks) and self._marks[-1] is None

    def _show(self, parts: Any) -> None:
        state = self._state
        font = self._fonts[state.font]
        content = b"".join(bytes(part) for part in parts if isinstance(part, pikepdf.String))
        glyphs = tuple(int.from_bytes(content[place : place + 2], "big") for place in range(0, len(content), 2))
        matrix = _product(self._line, state.matrix)
        size = state.size * math.hypot(matrix[2], matrix[3])
        inside = _point(matrix, 0.1 * state.size, 0.3 * state.size)
        grounds = [
            colour
            for boxes, colour, is_alternating in self._grounds
            if _is_filled(boxes, inside, is_alternating=is_alternating)
        ]
        self._drawn.shown.append(
            Shown(
                self._page,
                matrix[4],
                matrix[5],
                size,
                font.name,
                glyphs,
                "".join(font.characters.get(glyph, "\ufffd") for glyph in glyphs),
                state.colour,
                (grounds or [WHITE])[-1],
                self._marks[-1] if self._marks else None,
                self._is_artifact,
                abs(matrix[1]) > abs(matrix[0]),
                sum(font.widths[glyph] for glyph in glyphs) * size / 1000,
            )
        )


def _matrix(operands: Any) -> Matrix:
    a, b, c, d, e, f = (float(operand) for operand in operands)
    return a, b, c, d, e, f


def _product(first: Matrix, then: Matrix) -> Matrix:
    (a, b, c, d, e, f), (g, h, i, j, k, m) = first, then
    return a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m


def _point(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    return x * matrix[0] + y * matrix[2] + matrix[4], x * matrix[1] + y * matrix[3] + matrix[5]


def _is_filled(boxes: list[Rectangle], point: tuple[float, float], *, is_alternating: bool) -> bool:
    x, y = point
    count = sum(left <= x <= right and foot <= y <= top for left, foot, right, top in boxes)
    return count % 2 == 1 if is_alternating else count > 0


def contrast(first: Colour, second: Colour) -> float:
    """Return the contrast of two colours (WCAG 2.1, 1.4.3)."""
    light, dark = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: Colour) -> float:
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
