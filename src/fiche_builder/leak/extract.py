"""The text of finished files, read from their bytes, with an extractor for each format.

A format without an extractor is never published. A PDF is read in three independent ways: by PDFium; by the drawing
commands themselves, which also show text that is white, tiny, covered or off the page; and object by object, with each
string, name and stream.
"""

import html
import re
from collections.abc import Callable, Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from urllib.parse import unquote

from fiche_builder.leak.pdf import open_pdf

_SMALL_TAGS = re.compile(r"</?(?:[abip]|h[1-6]|br|dd|dl|dt|em|hr|li|ol|td|th|tr|ul)(?=[\s>/])")
"""The start of a tag whose name could be taken for a word of a text beside it."""
_MARKUP = re.compile(r"[<\\]")
_HIDDEN = re.compile(r"<[^>]*>|\\[nrt]")
_UNICODE = re.compile(r"\\u([0-9a-fA-F]{4})")
_EDGES = re.compile(r"[\n\"'<>]")
"""Where percent-encoding ends at the latest: with a line, a string or an element."""
Extractor = Callable[[bytes], Iterator[str]]

_FORMAT_HEADERS = {"mime-version", "content-type", "content-transfer-encoding", "content-language", "x-unsent"}
_PARTS = {"text/plain": "txt", "text/html": "html"}


def extract_pdf(content: bytes) -> Iterator[str]:
    """Yield every text of a PDF."""
    yield from open_pdf(content).texts()


def extract_pdf_for_hygiene(content: bytes) -> Iterator[str]:
    """Yield the texts of an internal PDF, without PDFium: enough for what the program does not hide."""
    yield from open_pdf(content).texts(by_pdfium=False)


def extract_text(content: bytes) -> Iterator[str]:
    """Yield the text of a text file, as it stands except for small tags, and with its escapes resolved."""
    text = content.decode("utf-8", errors="replace")
    yield _SMALL_TAGS.sub("\n", html.unescape(text))
    unescaped = html.unescape(_UNICODE.sub(lambda match: chr(int(match[1], 16)), text))
    if _MARKUP.search(text):
        yield _HIDDEN.sub("\n", unescaped)
    quoted = "\n".join(part for part in _EDGES.split(unescaped) if "%" in part) if "%" in unescaped else ""
    yield _SMALL_TAGS.sub("\n", unquote(quoted))


def extract_vcards(content: bytes) -> Iterator[str]:
    """Yield the text of vCards with folded lines joined again (RFC 6350, 3.2), because lines are folded in mid-word."""
    yield from extract_text(re.sub(rb"\r?\n[ \t]", b"", content))


def extract_mail(content: bytes) -> Iterator[str]:
    """Yield the headers and the parts of a mail.

    The mail format's own headers are left out. Each part is read by its own extractor; a part without one is an error.
    """
    message = message_from_bytes(content, _class=EmailMessage, policy=policy.default)
    for part in message.walk():
        for name, value in part.items():
            if name.casefold() not in _FORMAT_HEADERS:
                yield from extract_text(str(value).encode())
        if not part.is_multipart():
            yield from EXTRACTORS[_PARTS[part.get_content_type()]](part.get_content().encode())


EXTRACTORS: dict[str, Extractor] = {
    "pdf": extract_pdf,
    "html": extract_text,
    "json": extract_text,
    "txt": extract_text,
    "vcf": extract_vcards,
    "eml": extract_mail,
}
"""Extractors by file extension. A new public output needs its entry here."""
EXTRACTORS_FOR_HYGIENE: dict[str, Extractor] = {"pdf": extract_pdf_for_hygiene}
"""Others for internal files, in which only traces of the machine are looked for."""
