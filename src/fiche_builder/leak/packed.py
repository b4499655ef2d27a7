"""The objects that a PDF packs into a stream (ISO 32000-2, 7.5.7), read as they stand.

qpdf would make each of them, which takes much time, and a kilobyte and more. A stream in which anything stands that is
not understood here is left to it.
"""

import re
from array import array
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pikepdf

_INSIDE = rb"[^()\\]|\\."
STRING = rb"(?:\((?:%s|\((?:%s|\((?:%s)*\))*\))*\)|(?<!<)<[0-9A-Fa-f\s]*>)" % (_INSIDE, _INSIDE, _INSIDE)
"""A string, with brackets in it up to three deep."""
NAME = rb"[^\s()<>\[\]{}/%#]+"
"""A name without escapes, behind its stroke."""
_WORD = re.compile(rb"(%s)|/(%s)" % (STRING, NAME), re.DOTALL)
_REST = re.compile(rb"[\d.+\-\s<>\[\]R]*(?:(?:true|false|null)[\d.+\-\s<>\[\]R]*)*")
"""All else that may stand there: numbers, references, the marks of dictionaries and lists."""
_PLAIN = re.compile(rb"\([ -\[\]-~]*\)")
_LOOSE = re.compile(rb"\s*(?:[(/]|<(?!<))")


class PackedStream:
    """Such a stream: the numbers of its objects, and the strings and names in them."""

    def __init__(self, stream: pikepdf.Stream) -> None:
        """Read a stream; raise `ValueError` if it is not understood, or if a word is an object of its own in it."""
        self._stream = stream
        text, places = self._read()
        if any(_LOOSE.match(text, start) for _number, start, _end in places):
            raise ValueError
        parts = _WORD.split(text[places[0][1] :] if places else b"")
        if not _REST.fullmatch(b" ".join(parts[::3])):
            raise ValueError
        pairs = zip(parts[1::3], parts[2::3], strict=True)
        words = [_decode(string) if string else name.decode() for string, name in pairs]
        self.numbers = array("Q", (number for number, _start, _end in places))
        self.said = "\n".join(words)
        """The words, each on a line."""
        self.escaped = [word for word in words if "%" in word]
        """Those with a percent sign."""

    def holding(self, pattern: re.Pattern[bytes]) -> Iterator[int]:
        """Yield the numbers of the objects in which a pattern occurs."""
        text, places = self._read()
        if pattern.search(text):
            for number, start, end in places:
                if pattern.search(text[start:end]):
                    yield number

    def _read(self) -> tuple[bytes, list[tuple[int, int, int]]]:
        """Return the text of the stream, and the number of each object with where it begins and ends."""
        text = self._stream.read_bytes()
        first = int(self._stream.get("/First", 0))
        header = [int(number) for number in text[:first].split()]
        starts = [first + place for place in header[1::2]]
        if starts != sorted(starts):
            raise ValueError
        bounds = pairwise([*starts, len(text)])
        return text, [(number, *both) for number, both in zip(header[::2], bounds, strict=True)]


def _decode(string: bytes) -> str:
    return string[1:-1].decode() if _PLAIN.fullmatch(string) else str(pikepdf.Object.parse(string))


def words_by_walking(thing: Any, depth: int = 0) -> Iterator[str]:  # noqa: ANN401
    """Yield the strings and names inside one object, but not those of objects to which it refers."""
    if isinstance(thing, pikepdf.String):
        yield str(thing)
    elif isinstance(thing, pikepdf.Name):
        yield str(thing)[1:]
    elif isinstance(thing, pikepdf.Array) and (depth == 0 or not thing.is_indirect):
        for entry in thing:
            yield from words_by_walking(entry, depth + 1)
    elif isinstance(thing, pikepdf.Dictionary | pikepdf.Stream) and (depth == 0 or not thing.is_indirect):
        for key, value in thing.items():
            yield key[1:]
            yield from words_by_walking(value, depth + 1)
