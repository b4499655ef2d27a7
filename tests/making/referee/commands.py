"""WeasyPrint's drawing commands made small: in a slug's own coordinates, without commands that change nothing."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from fiche_builder.common.errors import TypesettingError
from fiche_builder.common.i18n import _
from fiche_builder.outputs.pdf.slug import MCID

DECIMALS = 1
"""Decimals of coordinates in CSS pixels. A tenth of a pixel is a fortieth of a millimetre."""
_COLOUR_DECIMALS = 3
_POINTS = {"m": (0,), "l": (0,), "c": (0, 2, 4), "v": (0, 2), "y": (0, 2), "re": (0,), "Tm": (4,)}
"""The position of x among an operator's numbers. y follows it."""
_PICTURES = {"Do", "sh", "scn", "SCN", "cs", "CS"}
"""Operators that need resources. A slug has none except fonts."""
_KEEPS_STATE = {"W", "W*", "cm", "d", "J", "j"}
"""Operators for which `q` and `Q` must stay: what they set must have no effect afterwards.

WeasyPrint sets everything else again where it needs it.
"""
_WITHIN_A_BACKGROUND = {b"q", b"Q", b"W", b"n", b"f", b"rg", b"gs", b"BMC", b"EMC"}
_OPAQUE = re.compile(r"/[aA]1(?:\.0)? gs")
_GLYPH = re.compile("....")
_END = "end"
"""The end of a text, after its last glyphs."""
_RUN = re.compile(r"<([0-9a-f]*)>|(-?[0-9.e-]+)")
ARTIFACT = -1
"""Replaces a run of marks for what is only seen, not read."""


@dataclass(frozen=True, slots=True)
class Origin:
    """The place of a slug's own origin on the page on which it was drawn."""

    left: float
    top: float


class CommandWriter:
    """Rewrites the commands of a slug.

    They get the slug's own coordinates. What changes nothing is left out, and neighbouring marks of one element become
    one.
    """

    def __init__(self, origin: Origin, runs: Mapping[int, int], fonts: Mapping[str, str]) -> None:
        self._origin = origin
        self._runs = runs
        self._fonts = fonts
        self._lines: list[str] = []
        self._mcid = 0
        self._open: int | None = None
        self._is_closing = False
        self._is_ending = False
        self._state: dict[str, str] = {}
        self._saved: list[dict[str, str]] = []
        self._marks = 0
        self.numbers: dict[int, list[int]] = {}
        self.glyphs: dict[str, set[str]] = {}
        """The glyphs of each font, four hexadecimal digits each."""

    def add(self, item: Any) -> None:  # noqa: C901 (one branch for each kind of command)
        """Take the next command as WeasyPrint left it: bytes, or text for the tag of a mark, or a mark's properties."""
        if isinstance(item, dict):
            self._mcid = item["MCID"]
            return
        if isinstance(item, str):  # the tag of a mark; in ours, the structure tells it
            return
        line = item.decode("ascii")
        operator = line.rpartition(" ")[2]
        if operator == "BDC":
            self._begin(self._runs.get(self._mcid, ARTIFACT))
        elif operator == "BMC":
            self._begin(ARTIFACT)
        elif operator == "EMC":
            self._is_closing = True
        elif operator == "BT":
            if not self._is_ending:
                self._write("BT")
            self._is_ending = False
        elif operator == "ET":
            self._is_ending = True
        elif operator in {"rg", "RG", "Tf"}:
            self._set(operator, line)
        elif operator != "gs":
            self._draw(operator, line)
        elif not _OPAQUE.fullmatch(line):
            raise TypesettingError(_("A template makes something transparent, which is not possible here."))

    def finish(self) -> list[str]:
        """Return the lines."""
        self._flush()
        return self._lines

    def _begin(self, run: int) -> None:
        if self._is_closing and run == self._open:
            self._is_closing = False
            return
        self._flush()
        self._open = run
        if run == ARTIFACT:
            self._lines.append("/Artifact BMC")
        else:
            self._lines.append(f"/P<</MCID {MCID}>>BDC")
            self.numbers.setdefault(run, []).append(self._marks)
            self._marks += 1

    def _flush(self) -> None:
        """Write the ends that were held back in case the next command would continue the text."""
        if self._is_ending:
            self._lines.append("ET")
            self._is_ending = False
        if self._is_closing:
            self._lines.append("EMC")
            self._open, self._is_closing = None, False

    def _write(self, line: str) -> None:
        self._flush()
        self._lines.append(line)

    def _set(self, operator: str, line: str) -> None:
        """Set a colour or font unless it is already in force.

        Between two texts, this may happen inside their text object.
        """
        if operator != "Tf":
            numbers = [pdf_number(float(part), _COLOUR_DECIMALS) for part in line.split()[:-1]]
            grey = len(set(numbers)) == 1
            line = f"{numbers[0]} {'g' if operator == 'rg' else 'G'}" if grey else f"{' '.join(numbers)} {operator}"
        else:
            font, size, _operator = line.split()
            line = f"/{self._fonts[font[1:]]} {pdf_number(float(size), DECIMALS)} Tf"
        if self._state.get(operator) == line:
            return
        self._state[operator] = line
        if self._is_closing:
            self._flush()
        self._lines.append(line)

    def _draw(self, operator: str, line: str) -> None:
        if operator == "q":
            self._saved.append(dict(self._state))
        elif operator == "Q":
            self._state = self._saved.pop()
        elif operator == "TJ":
            line = self._show(line)
        elif operator in _POINTS:
            line = self._move(operator, line)
        elif operator in _PICTURES:
            raise TypesettingError(_("A template draws a picture or a gradient, which is not possible here."))
        elif operator == "cm" and self._origin != Origin(0, 0):
            raise TypesettingError(_("A template turns or shifts something in a piece that is not set alone."))
        self._write(line)

    def _move(self, operator: str, line: str) -> str:
        numbers = [float(part) for part in line.split()[:-1]]
        for place in _POINTS[operator]:
            numbers[place] -= self._origin.left
            numbers[place + 1] -= self._origin.top
        return " ".join([*(pdf_number(number, DECIMALS) for number in numbers), operator])

    def _show(self, line: str) -> str:
        """Return the glyphs with as few shifts between them as possible. A shift of zero is left out."""
        font = self._state["Tf"].split()[0][1:]
        parts: list[str] = []
        pending = 0.0
        for digits, shift in [*_RUN.findall(line), (_END, "")]:
            pending += float(shift or 0)  # consecutive shifts are added up
            if digits and (number := pdf_number(pending, 0)) != "0":
                parts.append(number)
            if digits and digits != _END:
                if parts and parts[-1].startswith("<"):
                    parts[-1] += digits
                else:
                    parts.append(f"<{digits}")
                self.glyphs.setdefault(font, set()).update(_GLYPH.findall(digits))
            pending = 0.0 if digits else pending
        shown = "".join(f"{part}>" if part.startswith("<") else part for part in parts)
        return f"{shown}Tj" if len(parts) == 1 and shown.startswith("<") else f"[{shown}]TJ"


def simplify(chunk: list[Any]) -> list[Any]:
    """Leave out what nobody sees.

    These are text objects and marks without text, clips around what they would enclose anyway, and states without
    effect.
    """
    return _without_idle_states(
        _without_idle_clips(_without_empty(_without_empty(chunk, [b"BT", b"ET"]), [b"BDC", b"EMC"], before=2))
    )


def _without_empty(chunk: list[Any], pair: list[bytes], before: int = 0) -> list[Any]:
    """Leave out each pair with nothing in between, together with `before` items before it."""
    kept: list[Any] = []
    for item in chunk:
        if item == pair[1] and kept and kept[-1] == pair[0]:
            del kept[len(kept) - 1 - before :]
        else:
            kept.append(item)
    return kept


def _without_idle_clips(chunk: list[Any]) -> list[Any]:
    """Leave out each clip to a rectangle in which only that rectangle is drawn. WeasyPrint draws backgrounds so."""
    dropped: set[int] = set()
    for place in range(len(chunk) - 2):
        rectangle = chunk[place]
        if chunk[place + 1 : place + 3] == [b"W", b"n"] and isinstance(rectangle, bytes) and rectangle.endswith(b" re"):
            depth = 0
            for item in chunk[place + 3 :]:
                depth += (item == b"q") - (item == b"Q")
                if depth < 0:
                    dropped |= {place, place + 1, place + 2}
                    break
                if (
                    isinstance(item, bytes)
                    and item != rectangle
                    and item.rpartition(b" ")[2] not in _WITHIN_A_BACKGROUND
                ):
                    break
    return [item for place, item in enumerate(chunk) if place not in dropped]


def _without_idle_states(chunk: list[Any]) -> list[Any]:
    """Leave out each `q` and its `Q` if nothing between them would have an effect afterwards."""
    opened: list[tuple[int, bool]] = []
    dropped = set()
    for place, item in enumerate(chunk):
        if item == b"q":
            opened.append((place, False))
        elif item == b"Q":
            start, keeps = opened.pop()
            if not keeps:
                dropped |= {start, place}
        elif opened and isinstance(item, bytes) and item.rpartition(b" ")[2].decode("ascii") in _KEEPS_STATE:
            opened[-1] = (opened[-1][0], True)
    return [item for place, item in enumerate(chunk) if place not in dropped]


def pdf_number(value: float, decimals: int) -> str:
    """Return a number as PDF writes it, in short form.

    A half is rounded up, whatever noise is in the last digits.
    """
    text = f"{round(value, 6) + 1e-7:.{decimals}f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    text = "0" if text in {"-0", ""} else text
    return text.replace("0.", ".", 1) if text.startswith(("0.", "-0.")) else text
