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

from fiche_builder.leak.static import PDF_WORDS

_INSIDE = rb"[^()\\]|\\."
NESTED = rb"(?:%s|\((?:%s|\((?:%s)*\))*\))*" % (_INSIDE, _INSIDE, _INSIDE)
"""What stands in a string: brackets in it up to three deep."""
NAME = rb"[^\s()<>\[\]{}/%#]+"
"""A name without escapes, behind its stroke."""
_WORD = re.compile(rb"/(%s)|\(([ -'*-\[\]-~]*)\)|(\(%s\)|<(?<!<<)[0-9A-Fa-f\s]*>)" % (NAME, NESTED), re.DOTALL)
"""A name, a string of plain letters, or another string as it stands."""
_REST = re.compile(rb"[\d.+\-\s<>\[\]R]*(?:(?:true|false|null)[\d.+\-\s<>\[\]R]*)*")
"""All else that may stand there: numbers, references, the marks of dictionaries and lists."""
_KNOWN = {name.encode() for name in PDF_WORDS.split()}
_ANY = b"Type"
_ANYS = re.compile(rb"^Type\n(?:Type\n)+", re.MULTILINE)
LONG_NUMBER = re.compile(rb"(?<![\d.])\d{8,}")
"""A number that is too long for a place on a page, or in a list of objects."""
_LOOSE = re.compile(rb"\s*(?:[(/]|<(?!<))")


class PackedStream:
    """Such a stream: the numbers of its objects, and the strings and names in them."""

    def __init__(self, stream: pikepdf.Stream) -> None:
        """Read a stream; raise `ValueError` if it is not understood, or if a word is an object of its own in it."""
        self._text = text = stream.read_bytes()
        first = int(stream.get("/First", 0))
        header = array("Q", map(int, text[:first].split()))
        self.numbers, self._starts = header[::2], array("Q", (first + place for place in header[1::2]))
        if list(self._starts) != sorted(self._starts) or any(_LOOSE.match(text, start) for start in self._starts):
            raise ValueError
        parts = _WORD.split(text[self._starts[0] :] if self._starts else b"")
        rest = b" ".join(parts[::4])
        if not _REST.fullmatch(rest):
            raise ValueError
        written = zip(parts[1::4], parts[2::4], parts[3::4], strict=True)
        words = [
            (_ANY if name in _KNOWN else name) or plain or (_decode(string) if string else b"")
            for name, plain, string in written
        ]
        self.said = _ANYS.sub(b"%s\n" % _ANY, b"\n".join([*words, *LONG_NUMBER.findall(rest)])).decode()
        """The words and long numbers, each on a line. Of names that every PDF holds, one stands for all in a row."""

    def holding(self, pattern: re.Pattern[bytes]) -> Iterator[int]:
        """Yield the numbers of the objects in which a pattern occurs."""
        if pattern.search(self._text):
            for number, (start, end) in zip(self.numbers, pairwise([*self._starts, len(self._text)]), strict=True):
                if pattern.search(self._text, start, end):
                    yield number


def _decode(string: bytes) -> bytes:
    return str(pikepdf.Object.parse(string)).encode()


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
