"""The text of finished files, read from their bytes, with an extractor for each format.

A format without an extractor is never published. A PDF is read in three independent ways: by PDFium; by the drawing
commands themselves, which also show text that is white, tiny, covered or off the page; and object by object, with each
string, name and stream.
"""

import html
import re
from collections.abc import Callable, Iterator, Sequence
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import NoReturn

from fiche_builder.leak.decoding import MachineText, UnreadableError, decoded
from fiche_builder.leak.pdf import open_pdf

_ELEMENTS = """
a abbr article aside b blockquote body br button caption code col colgroup datalist dd del details dialog div dl dt em
fieldset figcaption figure footer form g h1 h2 h3 h4 h5 h6 head header hgroup hr html i iframe img input ins kbd label
legend li link main mark meta nav noscript object ol optgroup option output p path pre q rect s samp script search
section select small span strong style sub summary sup svg symbol table tbody td template textarea tfoot th thead time
title tr u ul use var wbr
"""
_TAG = re.compile(rf"<(?:!|/?(?:{'|'.join(_ELEMENTS.split())}|[a-z]+-[a-z-]+)(?=[\s/>]))[^>]*>", re.IGNORECASE)
"""A tag, but not what only stands in such brackets: "Tom <peeters>"."""
_HIDDEN = re.compile(rf"{_TAG.pattern}|\\[nrt]", re.IGNORECASE)
_FOLD = re.compile(rb"\r?\n[ \t]")
_FOLDED = re.compile(rb"^[^\n]*+(?:\n[ \t][^\n]*+)+", re.MULTILINE)
_UNICODE = re.compile(r"\\u([0-9a-fA-F]{4})")
Extractor = Callable[[bytes], Iterator[str]]

_MULTIPART = {"multipart/mixed", "multipart/alternative"}
_PARTS = {"text/plain": "txt", "text/html": "html", "application/pdf": "pdf"}
_CHARSETS = {"utf-8", "us-ascii"}
_BOUNDARY = re.compile(rb"={15}\d{19}==")
"""What Python's mails put between their parts: digits by chance."""


def extract_pdf(content: bytes) -> Iterator[str]:
    """Yield every text of a PDF."""
    yield from open_pdf(content).texts()


def extract_pdf_for_hygiene(content: bytes) -> Iterator[str]:
    """Yield the texts of an internal PDF, without PDFium: enough for what the program does not hide."""
    yield from open_pdf(content).texts(is_thorough=False)


def extract_text_for_hygiene(content: bytes) -> Iterator[str]:
    """Yield the text of an internal text file, with its characters' names resolved."""
    yield html.unescape(content.decode("utf-8", errors="replace"))


def extract_text(content: bytes) -> Iterator[str]:
    """Yield the text of a text file, with its escapes resolved; its tags apart; and what stands in another form.

    Its lines stay lines: a form feed stands for a tag, or for the escape of a line's end.
    """
    text = content.decode("utf-8", errors="replace")
    unescaped = html.unescape(_UNICODE.sub(lambda match: chr(int(match[1], 16)), text))
    plain = _HIDDEN.sub(_lines_in, unescaped)
    if _TAG.search(unescaped):
        yield plain
        yield MachineText("\f".join(dict.fromkeys(_TAG.findall(unescaped))))
    else:
        as_it_stands = html.unescape(text)
        yield as_it_stands
        yield _where_they_differ(plain.split("\n"), as_it_stands.split("\n"))
    yield decoded(unescaped)


def _where_they_differ(lines: Sequence[str], others: Sequence[str]) -> str:
    """Return the lines that are not as the others, and their neighbours; all else is blank."""
    if len(lines) != len(others):
        return "\n".join(lines)
    kept = {
        near for number, line in enumerate(lines) if line != others[number] for near in range(number - 1, number + 2)
    }
    return "\n".join(line if number in kept else "" for number, line in enumerate(lines))


def extract_vcards(content: bytes) -> Iterator[str]:
    """Yield the text of vCards with folded lines joined again (RFC 6350, 3.2), because lines are folded in mid-word."""
    yield from extract_text(_FOLDED.sub(_unfolded, content))


def _unfolded(match: re.Match[bytes]) -> bytes:
    """Return a line in one, and as many line ends as it had, so that the lines behind it keep their number."""
    return _FOLD.sub(b"", match[0]) + b"\n" * match[0].count(b"\n")


def _lines_in(match: re.Match[str]) -> str:
    return "\f" + "\n" * match[0].count("\n")


def extract_mail(content: bytes) -> Iterator[str]:
    """Yield the headers and the parts of a mail, and then all of it as it stands, with what is between its parts.

    Each part is read by its own extractor; raise `UnreadableError` if one has none.
    """
    message = message_from_bytes(content, _class=EmailMessage, policy=policy.default)
    for part in message.walk():
        for value in part.values():
            yield "\n".join([str(value), *map(str, getattr(value, "params", {}).values())])
        kind = part.get_content_type()
        if kind not in _MULTIPART:
            yield from EXTRACTORS[_PARTS.get(kind) or _refuse(kind)](_content(part))
    yield from map(MachineText, extract_text(_BOUNDARY.sub(b"", content)))


def _content(part: EmailMessage) -> bytes:
    """Return the content of a part, and a text as UTF-8."""
    content = part.get_payload(decode=True)
    if not isinstance(content, bytes):
        return _refuse(part.get_content_type())
    if part.get_content_maintype() != "text":
        return content
    charset = part.get_content_charset("utf-8")
    return content.decode(charset, errors="replace").encode() if charset in _CHARSETS else _refuse(charset)


def _refuse(kind: str) -> NoReturn:
    raise UnreadableError(kind)


EXTRACTORS: dict[str, Extractor] = {
    "pdf": extract_pdf,
    "html": extract_text,
    "json": extract_text,
    "txt": extract_text,
    "vcf": extract_vcards,
    "eml": extract_mail,
}
"""Extractors by file extension. A new public output needs its entry here."""
EXTRACTORS_FOR_HYGIENE: dict[str, Extractor] = {
    "pdf": extract_pdf_for_hygiene,
    "html": extract_text_for_hygiene,
    "json": extract_text_for_hygiene,
    "vcf": extract_text_for_hygiene,
}
"""Others for internal files, in which only traces of the machine are looked for."""
