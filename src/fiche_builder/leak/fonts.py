"""What the codes of a font mean by its table of characters (ToUnicode; ISO 32000-2, 9.10.3), and what else it says.

A font program has names: of itself, of its makers, of its glyphs.
"""

import re
import struct
from functools import lru_cache

import pikepdf

_HEXADECIMAL = re.compile(rb"<([0-9A-Fa-f\s]*)>")
_SINGLES = re.compile(r"beginbfchar(.*?)endbfchar", re.DOTALL)
_SINGLE = re.compile(r"<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]*)>")
_RANGES = re.compile(r"beginbfrange(.*?)endbfrange", re.DOTALL)
_RANGE = re.compile(r"<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]+)>")
_TABLES_OF_NUMBERS = {b"cmap", b"cvt ", b"fpgm", b"gasp", b"glyf", b"head", b"hhea", b"hmtx", b"loca", b"maxp", b"prep"}
_OPENTYPE = (b"\0\1\0\0", b"OTTO", b"true")
_DIRECTORY, _ENTRY = 12, 16
"""The bytes at the beginning of a font program, and those for each of its tables (OpenType)."""


class CharacterTable(dict[int, str]):
    """The text of each code."""

    def __missing__(self, code: int) -> str:
        """Return the letters in a code that the font does not tell: nobody sees them, but they stand in the file."""
        return bytes(byte for byte in (code >> 8 & 0xFF, code & 0xFF) if byte >= ord(" ")).decode("latin-1")


class ShownFont:
    """Decodes strings that are shown in a font, whose codes have two bytes. Without a table, they are letters."""

    def __init__(self, table: CharacterTable) -> None:
        self._table = table
        self.read = lru_cache(maxsize=10_000)(self._read)

    def _read(self, written: bytes) -> str:
        """Return the text of hexadecimal strings as they stand in a file, with their brackets, and numbers between."""
        return "".join([self.decode(bytes.fromhex(_even(digits))) for digits in _HEXADECIMAL.findall(written)])

    def decode(self, codes: bytes) -> str:
        """Return the text of a string."""
        if not self._table:
            return str(pikepdf.String(codes))
        pairs = struct.unpack_from(f">{len(codes) // 2}H", codes)
        return "".join(map(self._table.__getitem__, (*pairs, *codes[2 * len(pairs) :])))


def _even(digits: bytes) -> str:
    """Return the digits of whole bytes: of the last one, a zero may be left out (ISO 32000-2, 7.3.4.3)."""
    written = b"".join(digits.split()).decode()
    return written + "0" * (len(written) % 2)


def names_in(program: bytes) -> str:
    """Return the text of all that is neither a table of numbers nor the list of tables: names, and what is in gaps."""
    count = int.from_bytes(program[4:6], "big") if program.startswith(_OPENTYPE) else -1
    spans = [(0, min(_DIRECTORY + _ENTRY * count, len(program)) if count >= 0 else 0)]
    for start in range(_DIRECTORY, spans[0][1] - _ENTRY + 1, _ENTRY):
        kind, place, length = struct.unpack(">4s4xII", program[start : start + _ENTRY])
        if kind in _TABLES_OF_NUMBERS:
            spans.append((place, place + length))
    rest, reached = [], 0
    for first, last in sorted(spans):
        rest.append(program[reached:first])
        reached = max(reached, last)
    return b"\n".join([*rest, program[reached:]]).replace(b"\0", b"").decode("latin-1")


def read_table(text: str) -> CharacterTable:
    """Read a ToUnicode table: single characters and ranges."""
    table = CharacterTable()
    for block in _SINGLES.findall(text):
        for code, target in _SINGLE.findall(block):
            table[int(code, 16)] = _utf16(target)
    for block in _RANGES.findall(text):
        for low, high, target in _RANGE.findall(block):
            for offset in range(min(int(high, 16) - int(low, 16), 0xFFFF) + 1):
                table[int(low, 16) + offset] = chr(ord(_utf16(target)[-1]) + offset)
    return table


def _utf16(digits: str) -> str:
    return bytes.fromhex(digits).decode("utf-16-be", errors="replace")
