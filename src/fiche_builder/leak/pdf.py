"""A finished PDF, opened once for all who look at it: object by object, by its drawing commands, and by PDFium.

qpdf writes each object as JSON, and a regular expression finds the words in it. An object in which something unusual
stands is walked in Python.
"""

import io
import json
import re
import struct
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from itertools import chain, groupby
from typing import Any
from urllib.parse import unquote

import pikepdf
import pypdfium2

from fiche_builder.leak.drawing import FONT, MOVED, SHOWN, read_commands
from fiche_builder.leak.packed import PackedStream, words_by_walking

_BINARY = ("/FontFile", "/FontFile2", "/FontFile3")
_RESOURCES = re.compile(rb"/Resources\b")
_FONT_FILE = re.compile(rb"/FontFile")
_WORDS = re.compile(rb'"(?:u:|/)((?:[^"\\]|\\.)*)"')
"""A string or a name in the JSON of an object. A reference to another one has neither mark: "12 0 R"."""
_NOT_UNICODE = re.compile(rb'"[bn]:')
_OBJECT = re.compile(rb"(?<!\d)(\d{1,10})\s+(\d{1,5})\s+obj\b")
_PACKER = pikepdf.Name.ObjStm
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]")
_NUMBERS = re.compile(r"\d[\d.\s]*")


class FinishedPdf:
    """A PDF and its objects.

    Most objects of our files are packed into streams. As long as these can be read as they stand, their objects are not
    made: qpdf needs a kilobyte and more for each.
    """

    def __init__(self, content: bytes) -> None:
        self._content = content

    @cached_property
    def _pdf(self) -> pikepdf.Pdf:
        return pikepdf.open(io.BytesIO(self._content))

    @property
    def root(self) -> Any:  # noqa: ANN401
        """Its catalogue."""
        return self._pdf.Root

    @cached_property
    def _found(self) -> tuple[list[Any], list[PackedStream]]:
        """The objects to be made, and the streams in which all others are packed."""
        places = dict.fromkeys((int(number), int(turn)) for number, turn in _OBJECT.findall(self._content))
        found = [thing for place in places if isinstance(thing := self._pdf.get_object(place), pikepdf.Object)]
        packers = [thing for thing in found if isinstance(thing, pikepdf.Stream) and thing.get("/Type") == _PACKER]
        try:
            packed = [PackedStream(thing) for thing in packers]
        except ValueError:
            return list(self._pdf.objects), []
        missing = bytearray(b"\1") * int(self._pdf.trailer.get("/Size", 0))
        for number in chain((number for number, _turn in places), *(stream.numbers for stream in packed)):
            missing[number : number + 1] = b"\0" if number < len(missing) else b""
        has_loose_words = any(isinstance(thing, pikepdf.String | pikepdf.Name) for thing in found)
        if has_loose_words or any(missing[1:]):
            return list(self._pdf.objects), []
        return found, packed

    @property
    def _objects(self) -> list[Any]:
        return self._found[0]

    @property
    def _packed(self) -> list[PackedStream]:
        return self._found[1]

    @cached_property
    def _records(self) -> list[bytes]:
        """Each object as JSON. What it refers to is only named there."""
        return [thing.to_json(dereference=True) for thing in self._objects]

    @cached_property
    def _has_loose_words(self) -> bool:
        """Whether a string or a name is an object of its own, so that another one may only refer to it."""
        return any(record.startswith(b'"') for record in self._records)

    def holding(self, pattern: re.Pattern[bytes]) -> Iterator[Any]:
        """Yield the objects in whose JSON or syntax a pattern occurs, and all if their words may stand elsewhere."""
        for thing, record in zip(self._objects, self._records, strict=True):
            if self._has_loose_words or pattern.search(record):
                yield thing
        for stream in self._packed:
            yield from (self._pdf.get_object((number, 0)) for number in stream.holding(pattern))

    def _streams(self) -> Iterator[pikepdf.Stream]:
        """Yield the streams, none of which can be packed into another."""
        return (thing for thing in self._objects if isinstance(thing, pikepdf.Stream))

    def texts(self) -> Iterator[str]:
        """Yield every text, read in three independent ways. PDFium is done before qpdf needs memory for the objects."""
        yield self._by_pdfium()
        drawn = self._by_commands()
        yield drawn
        if _RIGHT_TO_LEFT.search(drawn):  # it is drawn from left to right all the same
            yield "\n".join(line[::-1] if _RIGHT_TO_LEFT.search(line) else line for line in drawn.split("\n"))
        yield from self._by_objects()

    def _by_pdfium(self) -> str:
        with pypdfium2.PdfDocument(self._content) as document:
            return "\n".join(page.get_textpage().get_text_range() for page in document)

    def _by_commands(self) -> str:
        """Decode the strings in drawing commands by the fonts' own tables of characters (ToUnicode)."""
        fonts = {name: _Font(table) for name, table in self._fonts().items()}
        without = _Font({})
        shown: list[str] = []
        for stream in self._command_streams():
            parts: list[str] = []
            font = without
            for kind, told in read_commands(stream):
                if kind == MOVED:
                    parts.append("\n")
                elif kind == SHOWN:
                    parts += [font.decode(string) for string in told]
                elif kind == FONT:
                    font = fonts.get(f"/{told}", without)
                else:
                    parts.append("\n".join(["", *told, ""]))
            shown.append("".join(parts))
        return "".join(shown)

    def _command_streams(self) -> Iterator[Any]:
        """Yield the objects that hold drawing commands: the pages, and every form on them."""
        yield from self._pdf.pages
        yield from (stream for stream in self._streams() if stream.get("/Subtype") == pikepdf.Name.Form)

    def _fonts(self) -> dict[str, dict[int, str]]:
        """Return the table of characters of each font, by the name that pages and forms use for it."""
        found: dict[str, dict[int, str]] = {}
        for thing in self.holding(_RESOURCES):
            resources: Any = thing.get("/Resources") if isinstance(thing, pikepdf.Dictionary | pikepdf.Stream) else None
            fonts: Any = resources.get("/Font") if isinstance(resources, pikepdf.Dictionary) else None
            for name, font in fonts.items() if isinstance(fonts, pikepdf.Dictionary) else ():
                if name not in found and "/ToUnicode" in font:
                    found[name] = _read_table(font.ToUnicode.read_bytes().decode("latin-1"))
        return found

    def _by_objects(self) -> Iterator[str]:
        """Yield the strings and names of each object, and each stream except fonts and pictures."""
        binary = {
            font.objgen
            for thing in self.holding(_FONT_FILE)
            if isinstance(thing, pikepdf.Dictionary)
            for key in _BINARY
            if (font := thing.get(key))
        }
        for stream in self._streams():
            if stream.objgen not in binary and stream.get("/Subtype") != pikepdf.Name.Image:
                yield _stream_text(stream)
        texts: list[str] = []
        for is_plain, group in groupby(zip(self._objects, self._records, strict=True), self._is_plain):
            if is_plain:
                texts += _words(b"\n".join(record for _thing, record in group))
            else:
                texts += [text for thing, _record in group for text in words_by_walking(thing)]
        texts.extend(words_by_walking(self._pdf.trailer.get("/Info", pikepdf.Dictionary())))
        yield "\n".join([*(stream.said for stream in self._packed), *texts])
        # Link targets hold their text percent-encoded.
        texts += [text for stream in self._packed for text in stream.escaped]
        yield "\n".join(unquote(text) for text in texts if "%" in text)

    def _is_plain(self, known: tuple[Any, bytes]) -> bool:
        return not self._has_loose_words and not _NOT_UNICODE.search(known[1])


open_pdf = lru_cache(maxsize=1)(FinishedPdf)
"""Both the gate and hygiene ask for the same file in turn, so the last one stays open. Hygiene closes it."""


def _words(record: bytes) -> Sequence[str]:
    """Return the strings and names in the JSON of objects."""
    return tuple(json.loads(b'["%s"]' % b'","'.join(found))) if (found := _WORDS.findall(record)) else ()


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
    return text if kind in {pikepdf.Name.EmbeddedFile, pikepdf.Name.Metadata} else _NUMBERS.sub(" ", text)


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


class _Font:
    """What the codes of a font mean, two bytes each; without a table, they are letters."""

    def __init__(self, table: Mapping[int, str]) -> None:
        self._table = table
        self.decode = lru_cache(maxsize=10_000)(self._decode)

    def _decode(self, written: bytes) -> str:
        """Return the text of a string as it stands in a file, with its brackets."""
        string = pikepdf.Object.parse(written)
        if not self._table:
            return str(string)
        codes = bytes(string)
        pairs = struct.unpack_from(f">{len(codes) // 2}H", codes)
        return "".join([self._table.get(code, "") for code in (*pairs, *codes[2 * len(pairs) :])])
