"""What a text holds in another form: base64, hexadecimal digits, numbers of letters, the escapes of links and scripts.

What was decoded is looked at once more, because what is packed may be packed twice.
"""

import base64
import binascii
import re
import sys
import zlib
from collections.abc import Callable, Iterator
from urllib.parse import unquote

_DEPTH = 2
_BASE64 = re.compile(r"[A-Za-z0-9+/_-]{60,}(?:\r?\n[A-Za-z0-9+/]{4,})+={0,2}|[A-Za-z0-9+/_-]{12,}")
"""Base64 over lines, as mails have it, or on one."""
_HEXADECIMAL = re.compile(r"(?<![0-9A-Fa-f])(?:[0-9A-Fa-f]{2}){6,}(?![0-9A-Fa-f])")
_LETTER = r"(?:0x[0-9A-Fa-f]{1,4}|[1-9]\d{1,4})"
_LETTERS = re.compile(rf"{_LETTER}(?:\s?,\s?{_LETTER}){{5,}}")
"""Letters as their numbers, one behind the other."""
_QUOTED = re.compile(r"=([0-9A-F]{2})")
_ESCAPE = re.compile(r"\\x([0-9A-Fa-f]{2})|\\u\{([0-9A-Fa-f]{1,6})\}|\\([0-9A-Fa-f]{1,6})\s?")
"""Of scripts, and of styles."""
_EDGES = re.compile(r"[\n\"'<>]")
"""What ends a text in which letters are escaped: a line, a string, an element."""
_SIGNS_OF_ESCAPES = "\\%="
_PRINTED = re.compile(r"[^\x00-\x08\x0e-\x1f\x7f-\x9f]+")


class MachineText(str):
    """A text that programs read, and no reader: a few letters or digits may stand in it by chance."""

    __slots__ = ()


class PageText(str):
    """What stands on one page, or on all if its number is 0."""

    __slots__ = ("page",)
    page: int

    @classmethod
    def of(cls, page: int, text: str) -> "PageText":
        """Return the text of the page with that number."""
        made = cls(text)
        made.page = page
        return made


class UnreadableError(ValueError):
    """Something in a file cannot be read, so that nobody knows what is in it."""


Decoder = Callable[[str], Iterator[bytes | str]]


def decoded(text: str, depth: int = _DEPTH) -> MachineText:
    """Return, on lines of their own, the texts that stand in another form in a text, and in one of those."""
    lines = "\n".join(
        dict.fromkeys(inner for decode in _DECODERS for some in decode(text) if (inner := _readable(some)))
    )
    return MachineText(f"{lines}\n{decoded(lines, depth - 1)}" if depth > 1 and lines else lines)


def _readable(content: bytes | str) -> str:
    """Return bytes as text if they are text, also if they are deflated; "" if they are not."""
    if isinstance(content, str):
        return content
    if inflated := inflate(content):
        return _readable(inflated)
    try:
        text = content.replace(b"\0", b"").decode("latin-1" if content.count(0) * 3 > len(content) else "utf-8")
    except UnicodeDecodeError:
        return ""
    return text if _PRINTED.fullmatch(text) else ""


def inflate(content: bytes) -> bytes:
    """Return what is deflated (zlib or gzip), or nothing."""
    if content[:1] not in {b"\x78", b"\x1f"}:
        return b""
    try:
        return zlib.decompressobj(wbits=47).decompress(content)
    except zlib.error:
        return b""


def has_more(content: bytes) -> bool:
    """Tell whether something stands behind what is deflated."""
    unpacking = zlib.decompressobj()
    unpacking.decompress(content)
    return bool(unpacking.unused_data.strip()) or not unpacking.eof


def _from_base64(text: str) -> Iterator[bytes]:
    """Yield what stands in base64. Most words could be base64, too; hardly one of them then gives a text."""
    for match in set(_BASE64.findall(text)):
        for written in {match, *match.split()}:
            letters = "".join(written.split()).rstrip("=").replace("-", "+").replace("_", "/")
            if len(letters) % 4 != 1:
                yield base64.b64decode(letters + "=" * (-len(letters) % 4))


def _from_hexadecimal(text: str) -> Iterator[bytes]:
    for match in _HEXADECIMAL.finditer(text):
        yield binascii.unhexlify(match[0])


def _from_numbers(text: str) -> Iterator[str]:
    for match in _LETTERS.finditer(text):
        yield "".join(chr(int(number, 0)) for number in match[0].split(","))


def _from_escapes(text: str) -> Iterator[str]:
    """Resolve percent-encoding, quoted-printable, and what begins with a backslash."""
    if any(sign in text for sign in _SIGNS_OF_ESCAPES):
        for part in set(_EDGES.split(text)):
            if any(sign in part for sign in _SIGNS_OF_ESCAPES):
                plain = _ESCAPE.sub(_letter, unquote(_QUOTED.sub(r"%\1", part)))
                if plain != part:
                    yield plain


def _letter(match: re.Match[str]) -> str:
    number = int(next(filter(None, match.groups())), 16)
    return chr(number) if number <= sys.maxunicode else ""


_DECODERS: tuple[Decoder, ...] = (_from_base64, _from_hexadecimal, _from_numbers, _from_escapes)
