"""The text that drawing commands show, or say about what they show (ISO 32000-2, 9.4 and 14.6), in their order.

Commands in the form in which our own files have them are read by one regular expression. A stream in which anything
else stands is left to qpdf.
"""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import pikepdf

from fiche_builder.leak.fonts import CharacterTable, ShownFont
from fiche_builder.leak.packed import LONG_NUMBER, NAME, words_by_walking

_COMMAND = re.compile(
    rb"<([0-9A-Fa-f\s]*>)\s*Tj\b"
    rb"|\[((?:<[0-9A-Fa-f\s]*>|[\d.+\-\s]+)*)\]\s*TJ\b"
    rb"|/(%(name)s)\s+[\d.+-]+\s+Tf\b"
    rb"|<<([^()<>{}%%#]*)>>\s*(?:BDC|DP)\b"
    rb"|E(?<=\bE)(T)(?![^\s/<(\[])|T(?<=\bT)([dDm*])(?![^\s/<(\[])" % {b"name": NAME}
)
"""Each alternative begins with a letter or sign of its own, so that all else is passed over quickly."""
_USUAL = re.compile(rb"[\w.+\-*/\[\]]*")
"""All else that may stand there: numbers, names, and other commands without strings."""
_UNUSUAL = re.compile(rb"\b(?:Tf|Tj|TJ|BDC|DP|BI)\b")
_COORDINATE = re.compile(rb"[+-]?\d{0,6}(?:\.\d*)?")
_MOVES, _SHOWS, _MARKS = ("ET", "Td", "TD", "T*", "Tm"), ("Tj", "TJ", "'", '"'), ("BDC", "DP")
_WITHOUT = ShownFont(CharacterTable())


class Drawn:
    """What a page or a form shows."""

    def __init__(self, stream: Any, fonts: Mapping[str, ShownFont]) -> None:  # noqa: ANN401
        """Read it. `fonts` are known by their name in commands."""
        content = stream.obj.get("/Contents") if isinstance(stream, pikepdf.Page) else stream
        parts = _COMMAND.split(content.read_bytes()) if isinstance(content, pikepdf.Stream) else [b"?"]
        others = set(b" ".join(parts[::7]).split())
        self.is_usual = all(_USUAL.fullmatch(other) and not _UNUSUAL.search(other) for other in others)
        """Whether it is in the form of our own files, so that `text` and `others` are all that its stream says."""
        self.text = "".join(_read(parts, fonts) if self.is_usual else _parse(stream, fonts))
        self.others = sorted(other.decode() for other in others if not _COORDINATE.fullmatch(other))
        """Its further names, and commands, and numbers that are too long for a place on a page."""
        self.place = content.objgen if isinstance(content, pikepdf.Object) else (0, 0)


def _read(parts: list[bytes], fonts: Mapping[str, ShownFont]) -> list[str]:
    shown: list[str] = []
    font = _WITHOUT
    groups = [parts[group::7] for group in range(1, 7)]
    for string, strings, name, mark, end, move in zip(*groups, strict=True):
        if move or end:
            shown.append("\n")
        elif string:
            shown.append(font.read(b"<" + string))
        elif name:
            font = fonts.get(f"/{name.decode()}", _WITHOUT)
        elif mark is not None:
            shown.append(_words_of(mark))
        else:
            shown.append(font.read(strings))
    return shown


def _parse(stream: Any, fonts: Mapping[str, ShownFont]) -> list[str]:  # noqa: ANN401
    shown: list[str] = []
    font = _WITHOUT
    for instruction in pikepdf.parse_content_stream(stream, " ".join((*_MOVES, *_SHOWS, *_MARKS, "Tf"))):
        kind, operands = str(instruction.operator), instruction.operands
        if kind in _MOVES:
            shown.append("\n")
        elif kind in _SHOWS:
            strings = operands[-1] if isinstance(operands[-1], pikepdf.Array) else [operands[-1]]
            shown += [font.decode(bytes(string)) for string in strings if isinstance(string, pikepdf.String)]
        elif kind == "Tf":
            font = fonts.get(str(operands[0]), _WITHOUT)
        else:
            shown.append("\n".join(["", *words_by_walking(operands[1]), ""]))
    return shown


@lru_cache(maxsize=10_000)
def _words_of(mark: bytes) -> str:
    numbers = [number.decode() for number in LONG_NUMBER.findall(mark)]
    return "\n".join(["", *words_by_walking(pikepdf.Object.parse(b"<<%s>>" % mark)), *numbers, ""])
