"""The text of finished files, read from their bytes, with an extractor for each format.

A format without an extractor is never published. A PDF is read in three independent ways: by PDFium; by the drawing
commands themselves, which also show text that is white, tiny, covered or off the page; and object by object, with each
string, name and stream.
"""

import html
import io
import re
from collections.abc import Callable, Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any
from urllib.parse import unquote

import pikepdf
import pypdfium2

_SMALL_TAGS = re.compile(r"</?(?:[abip]|h[1-6]|br|dd|dl|dt|em|hr|li|ol|td|th|tr|ul)(?=[\s>/])")
"""The start of a tag whose name could be taken for a word of a text beside it."""
Extractor = Callable[[bytes], Iterator[str]]

_SHOWING = {"Tj", "TJ", "'", '"'}
_BINARY = {"/FontFile", "/FontFile2", "/FontFile3"}
_FORMAT_HEADERS = {"mime-version", "content-type", "content-transfer-encoding", "content-language", "x-unsent"}
_PARTS = {"text/plain": "txt", "text/html": "html"}


def extract_pdf(content: bytes) -> Iterator[str]:
    """Yield every text of a PDF."""
    yield _by_pdfium(content)
    with pikepdf.open(io.BytesIO(content)) as pdf:
        yield _by_commands(pdf)
        yield from _by_objects(pdf)


def extract_text(content: bytes) -> Iterator[str]:
    """Yield the text of a text file, as it stands except for small tags, and with its escapes resolved."""
    text = content.decode("utf-8", errors="replace")
    yield _SMALL_TAGS.sub("\n", html.unescape(text))
    unescaped = html.unescape(re.sub(r"\\u([0-9a-fA-F]{4})", lambda match: chr(int(match[1], 16)), text))
    yield re.sub(r"<[^>]*>|\\[nrt]", "\n", unescaped)
    yield _SMALL_TAGS.sub("\n", unquote(unescaped))


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


def _by_pdfium(content: bytes) -> str:
    with pypdfium2.PdfDocument(content) as document:
        return "\n".join(page.get_textpage().get_text_range() for page in document)


def _by_commands(pdf: pikepdf.Pdf) -> str:
    """Decode the strings in drawing commands by the fonts' own tables of characters (ToUnicode)."""
    fonts = _fonts(pdf)
    parts: list[str] = []
    for stream in _command_streams(pdf):
        table: dict[int, str] = {}
        for instruction in pikepdf.parse_content_stream(stream):
            operator, operands = str(instruction.operator), instruction.operands
            if operator == "Tf":
                table = fonts.get(str(operands[0]), {})
            elif operator in _SHOWING:
                parts.append(_decode(operands[-1], table))
            elif operator in {"BDC", "DP"}:
                parts.extend(_strings(operands[1]))
            elif operator in {"ET", "Td", "TD", "T*", "Tm"}:
                parts.append("\n")
    return "".join(parts)


def _command_streams(pdf: pikepdf.Pdf) -> Iterator[Any]:
    """Yield the objects that hold drawing commands: the pages, and every form on them."""
    yield from pdf.pages
    for thing in pdf.objects:
        if isinstance(thing, pikepdf.Stream) and thing.get("/Subtype") == pikepdf.Name.Form:
            yield thing


def _fonts(pdf: pikepdf.Pdf) -> dict[str, dict[int, str]]:
    """Return the table of characters of each font, by the name that pages and forms use for it."""
    found: dict[str, dict[int, str]] = {}
    for thing in pdf.objects:
        resources: Any = thing.get("/Resources") if isinstance(thing, pikepdf.Dictionary | pikepdf.Stream) else None
        fonts: Any = resources.get("/Font") if isinstance(resources, pikepdf.Dictionary) else None
        for name, font in fonts.items() if isinstance(fonts, pikepdf.Dictionary) else ():
            if name not in found and "/ToUnicode" in font:
                found[name] = _read_table(font.ToUnicode.read_bytes().decode("latin-1"))
    return found


def _read_table(text: str) -> dict[int, str]:
    """Read a ToUnicode table (ISO 32000-2, 9.10.3): single characters and ranges."""
    table: dict[int, str] = {}
    for block in re.findall(r"beginbfchar(.*?)endbfchar", text, re.DOTALL):
        for code, target in re.findall(r"<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]*)>", block):
            table[int(code, 16)] = _utf16(target)
    for block in re.findall(r"beginbfrange(.*?)endbfrange", text, re.DOTALL):
        for low, high, target in re.findall(r"<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]+)>", block):
            for offset in range(min(int(high, 16) - int(low, 16), 0xFFFF) + 1):
                table[int(low, 16) + offset] = chr(ord(_utf16(target)[-1]) + offset)
    return table


def _utf16(digits: str) -> str:
    return bytes.fromhex(digits).decode("utf-16-be", errors="replace")


def _decode(operand: Any, table: dict[int, str]) -> str:  # noqa: ANN401 (a string or an array of strings and shifts)
    parts = operand if isinstance(operand, pikepdf.Array) else [operand]
    text = []
    for part in parts:
        if isinstance(part, pikepdf.String):
            codes = bytes(part)
            text += (
                [table.get(int.from_bytes(codes[place : place + 2]), "") for place in range(0, len(codes), 2)]
                if table
                else [str(part)]
            )
    return "".join(text)


def _by_objects(pdf: pikepdf.Pdf) -> Iterator[str]:
    """Yield the strings and names of each object, and each stream except fonts and pictures."""
    texts: list[str] = []
    fonts = [
        font
        for thing in pdf.objects
        if isinstance(thing, pikepdf.Dictionary)
        for key in _BINARY
        if (font := thing.get(key))
    ]
    binary = {font.objgen for font in fonts}
    for thing in pdf.objects:
        texts.extend(_strings(thing))
        if (
            isinstance(thing, pikepdf.Stream)
            and thing.objgen not in binary
            and thing.get("/Subtype") != pikepdf.Name.Image
        ):
            yield _stream_text(thing)
    texts.extend(_strings(pdf.trailer.get("/Info", pikepdf.Dictionary())))
    yield "\n".join(texts)
    # Link targets hold their text percent-encoded.
    yield "\n".join(unquote(text) for text in texts if "%" in text)


def _stream_text(stream: pikepdf.Stream) -> str:
    """Return the text of a stream, including UTF-16, without the zeros between its letters.

    Objects packed into a stream are read one by one elsewhere. The numbers are kept only in attachments and metadata.
    In other streams they are coordinates and codes, among which any phone number would turn up sooner or later. Text
    that is shown is decoded by `_by_commands`.
    """
    kind = stream.get("/Type")
    if kind in {pikepdf.Name.ObjStm, pikepdf.Name.XRef}:
        return ""
    text = (
        stream.read_bytes(pikepdf.StreamDecodeLevel.specialized).replace(b"\0", b"").decode("utf-8", errors="replace")
    )
    return text if kind in {pikepdf.Name.EmbeddedFile, pikepdf.Name.Metadata} else re.sub(r"\d[\d.\s]*", " ", text)


def _strings(thing: Any, depth: int = 0) -> Iterator[str]:  # noqa: ANN401
    """Yield the strings and names inside one object, but not those of objects to which it refers."""
    if isinstance(thing, pikepdf.String):
        yield str(thing)
    elif isinstance(thing, pikepdf.Name):
        yield str(thing)[1:]
    elif isinstance(thing, pikepdf.Array) and (depth == 0 or not thing.is_indirect):
        for entry in thing:
            yield from _strings(entry, depth + 1)
    elif isinstance(thing, pikepdf.Dictionary | pikepdf.Stream) and (depth == 0 or not thing.is_indirect):
        for key, value in thing.items():
            yield key[1:]
            yield from _strings(value, depth + 1)
