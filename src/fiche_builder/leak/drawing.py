"""The drawing commands that show text, or say something about it (ISO 32000-2, 9.4 and 14.6), in their order.

Commands in the form in which they are usually written are read by one regular expression. A stream in which anything
else stands is left to qpdf.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import pikepdf

from fiche_builder.leak.packed import NAME, STRING, words_by_walking

MOVED, FONT, SHOWN, MARKED = range(4)
"""What a command does: it moves on, takes a font, shows strings, or marks what is shown."""

_STRING = re.compile(STRING, re.DOTALL)
_COMMAND = re.compile(
    rb"/(%(name)s)\s+[\d.+-]+\s+Tf\b"
    rb"|(%(string)s)\s*Tj\b"
    rb"|\[((?:[\d.+\-\s]|%(string)s)*)\]\s*TJ\b"
    rb"|<<((?:[^()<>{}%%#]|%(string)s)*)>>\s*(?:BDC|DP)\b"
    rb"|\b(ET|Td|TD|T\*|Tm)(?![^\s/<(\[])" % {b"name": NAME, b"string": STRING},
    re.DOTALL,
)
_REST = re.compile(rb"[\w.+\-\s*/\[\]]*")
"""All else that may stand there: numbers, names, and other commands without strings."""
_UNUSUAL = re.compile(rb"\b(?:Tf|Tj|TJ|BDC|DP|BI)\b")
_OPERATORS = dict.fromkeys(("ET", "Td", "TD", "T*", "Tm"), MOVED)
_OPERATORS |= {"Tf": FONT, "Tj": SHOWN, "TJ": SHOWN, "'": SHOWN, '"': SHOWN, "BDC": MARKED, "DP": MARKED}


def read_commands(stream: Any) -> Iterator[tuple[int, Any]]:  # noqa: ANN401
    """Yield what each command of a page or a form does, and with what: a font's name, strings as they stand, words."""
    content = stream.obj.get("/Contents") if isinstance(stream, pikepdf.Page) else stream
    if isinstance(content, pikepdf.Stream):
        parts = _COMMAND.split(content.read_bytes())
        rest = b" ".join(parts[::6])
        if _REST.fullmatch(rest) and not _UNUSUAL.search(rest):
            return _read(parts)
    return _parse(stream)


def _read(parts: list[bytes]) -> Iterator[tuple[int, Any]]:
    for font, string, strings, mark, move in zip(*(parts[group::6] for group in range(1, 6)), strict=True):
        if move:
            yield MOVED, None
        elif string:
            yield SHOWN, (string,)
        elif font:
            yield FONT, font.decode()
        elif mark is not None:
            yield MARKED, _words_of(mark)
        else:
            yield SHOWN, _STRING.findall(strings)


def _parse(stream: Any) -> Iterator[tuple[int, Any]]:  # noqa: ANN401
    for instruction in pikepdf.parse_content_stream(stream, " ".join(_OPERATORS)):
        kind, operands = _OPERATORS[str(instruction.operator)], instruction.operands
        if kind == SHOWN:
            parts = operands[-1] if isinstance(operands[-1], pikepdf.Array) else [operands[-1]]
            yield kind, [part.unparse() for part in parts if isinstance(part, pikepdf.String)]
        elif kind == FONT:
            yield kind, str(operands[0])[1:]
        else:
            yield kind, tuple(words_by_walking(operands[1])) if kind == MARKED else None


@lru_cache(maxsize=10_000)
def _words_of(mark: bytes) -> tuple[str, ...]:
    return tuple(words_by_walking(pikepdf.Object.parse(b"<<%s>>" % mark)))
