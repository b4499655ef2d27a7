"""Decoding the bytes of mails. A declared charset is believed only if the bytes agree."""

import binascii
import codecs
import quopri
import re

_KNOWN = re.compile(
    r"utf-(?:8|16|32)\b.*|cp\d+|iso8859-\d+|koi8-\w+|mac-\w+|gb\w+|big5\w*|euc_\w+|shift_jis\w*|iso2022_\w+"
)
"""The codecs that mails may choose. Python has others, such as `unicode_escape`, which they may not."""
_MISNAMED = {"ascii", "iso8859-1", "iso8859-15"}
"""What programs declare although they write Windows-1252 or UTF-8."""
_WORD = re.compile(r"=\?([\w:.-]{1,40})(?:\*[\w-]{1,20})?\?([bBqQ])\?([^?\r\n]*)\?=", re.ASCII)
_C1 = re.compile(rb"[\x80-\x9f]")
_ZERO_SHARE = 3
"""In UTF-16, at least one of this many bytes is a zero; in western text, half of them are."""


def decode_text(content: bytes, declared: str = "") -> str:
    """Return bytes as text, whatever charset they claim. This never raises; at worst, a few signs are wrong."""
    for mark, name in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if content.startswith(mark):
            return content.decode(name, "replace")
    if (zeros := content[:4_000].count(0)) and zeros * _ZERO_SHARE >= len(content[:4_000]):
        return content.decode("utf-16-be" if content[::2].count(0) > content[1::2].count(0) else "utf-16-le", "replace")
    name = _codec(declared)
    first = () if name in _MISNAMED or not name else (name,)
    for candidate in (*first, "utf-8"):
        try:
            return content.decode(candidate)
        except (UnicodeError, ValueError):
            continue
    # Apart from two euro signs and a ligature, they are one charset. Only Windows uses bytes of the C1 range.
    western = "iso8859-15" if name == "iso8859-15" and not _C1.search(content) else "cp1252"
    return content.decode(western, "replace")


def decode_header(raw: str) -> str:
    """Return the text of a header, with its encoded words (RFC 2047) decoded. A broken one stays as it is written."""
    if not raw.isascii():
        raw = decode_text(raw.encode("utf-8", "surrogateescape"))
    parts: list[tuple[str, bytes]] = []
    end = 0
    for match in _WORD.finditer(raw):
        between = raw[end : match.start()]
        if between.strip() or (between and not (parts and parts[-1][0])):
            parts.append(("", between.encode()))
        content = _word(match[2], match[3])
        if content is None:
            parts.append(("", match[0].encode()))
        elif parts and parts[-1][0] == match[1].casefold():
            # The end of an encoded word may cut a letter in two.
            parts[-1] = (parts[-1][0], parts[-1][1] + content)
        else:
            parts.append((match[1].casefold(), content))
        end = match.end()
    parts.append(("", raw[end:].encode()))
    return "".join(decode_text(content, charset or "utf-8") for charset, content in parts)


def _codec(declared: str) -> str:
    """Return Python's name of a declared charset, or "" if it is not one."""
    try:
        name = codecs.lookup(declared.strip().strip("\"'")).name
    except (LookupError, ValueError, UnicodeError):
        return ""
    return name if name == "ascii" or _KNOWN.fullmatch(name) else ""


def _word(encoding: str, text: str) -> bytes | None:
    if encoding in "qQ":
        return quopri.decodestring(text.encode(), header=True)
    try:
        return binascii.a2b_base64(text + "=" * (-len(text) % 4))
    except ValueError:  # no base64, or not even ASCII
        return None
