"""What the codes of a font mean: its own table of characters (ToUnicode, ISO 32000-2, 9.10.3)."""

import re
import struct
from functools import lru_cache

import pikepdf

_HEXADECIMAL = re.compile(rb"<([0-9A-Fa-f\s]*)>")
_SINGLES = re.compile(r"beginbfchar(.*?)endbfchar", re.DOTALL)
_SINGLE = re.compile(r"<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]*)>")
_RANGES = re.compile(r"beginbfrange(.*?)endbfrange", re.DOTALL)
_RANGE = re.compile(r"<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]+)>")


class CharacterTable(dict[int, str]):
    """The text of each code. One that the font does not tell has none."""

    def __missing__(self, _code: int) -> str:
        """Return no text."""
        return ""


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
