"""A finished PDF, opened once for all who look at it: object by object, by its drawing commands, and by PDFium.

qpdf writes each object as JSON, and a regular expression finds the words in it. An object in which something unusual
stands is walked in Python.
"""

import io
import json
import re
from collections import defaultdict
from collections.abc import Container, Iterator, Sequence
from functools import cached_property, lru_cache
from itertools import chain, groupby
from typing import Any

import pikepdf
import pypdfium2

from fiche_builder.leak.decoding import MachineText, PageText, UnreadableError, decoded, has_more, inflate
from fiche_builder.leak.drawing import Drawn
from fiche_builder.leak.fonts import ShownFont, names_in, read_table
from fiche_builder.leak.gaps import has_gaps
from fiche_builder.leak.packed import LONG_NUMBER, PackedStream, words_by_walking

_BINARY = ("/FontFile", "/FontFile2", "/FontFile3")
_RESOURCES = re.compile(rb"/Resources\b")
_FONT_FILE = re.compile(rb"/FontFile")
_WORDS = re.compile(rb'"(?:u:|/)((?:[^"\\]|\\.)*)"')
"""A string or a name in the JSON of an object. A reference to another one has neither mark: "12 0 R"."""
_NOT_UNICODE = re.compile(rb'"[bn]:')
_OBJECT = re.compile(rb"(?<!\d)(\d{1,10})\s+(\d{1,5})\s+obj\b")
_PACKER = pikepdf.Name.ObjStm
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]")
_OF_NUMBERS = re.compile(r"begincmap|\d 0 R\b|\b(?:BT|re|cm|BDC|Do)\b")
"""What only drawing commands, tables of characters and packed objects hold."""
_COMMENT = re.compile(r"%[^\r\n]*")
_LONG_NUMBER = re.compile(r"(?<![\d.])\d{7,}")
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
        try:
            return pikepdf.open(io.BytesIO(self._content))
        except pikepdf.PdfError as error:
            raise UnreadableError from error

    def has_gaps(self) -> bool:
        """Tell whether anything stands outside its objects."""
        return has_gaps(self._content, self._pdf)

    def is_packed_oddly(self) -> bool:
        """Tell whether a stream is packed in another way than Deflate, or goes on behind what was packed."""
        for stream in self._streams():
            filters = [str(name) for name in _listed(stream.get("/Filter"))]
            if filters and (filters != ["/FlateDecode"] or has_more(stream.read_raw_bytes())):
                return True
        return False

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

    def texts(self, *, is_thorough: bool = True) -> Iterator[str]:
        """Yield every text, read in three independent ways. PDFium is done before qpdf needs memory for the objects.

        Unless it is to be thorough, what nobody could read without PDFium or decoding is left out.
        """
        if is_thorough:
            yield from self._by_pdfium()
        drawn = [Drawn(stream, fonts) for fonts in self._fonts() for stream in self._command_streams()]
        shown = "".join(one.text for one in drawn)
        yield PageText.of(0, shown)
        if _RIGHT_TO_LEFT.search(shown):  # it is drawn from left to right all the same
            lines = shown.split("\n")
            yield PageText.of(0, "\n".join(line[::-1] if _RIGHT_TO_LEFT.search(line) else line for line in lines))
        usual = {one.place for one in drawn if one.is_usual}
        yield MachineText("\n".join(dict.fromkeys(word for one in drawn if one.is_usual for word in one.others)))
        for text in self._by_objects(usual):
            yield MachineText(text)
            if is_thorough:
                yield decoded(text)

    def _by_pdfium(self) -> Iterator[str]:
        """Yield the text of each page."""
        try:
            with pypdfium2.PdfDocument(self._content) as document:
                for number, page in enumerate(document, 1):
                    yield PageText.of(number, page.get_textpage().get_text_range())
        except pypdfium2.PdfiumError as error:
            raise UnreadableError from error

    def _command_streams(self) -> Iterator[Any]:
        """Yield the objects that hold drawing commands: the pages, and every form on them."""
        yield from self._pdf.pages
        yield from (stream for stream in self._streams() if stream.get("/Subtype") == pikepdf.Name.Form)

    def _fonts(self) -> list[dict[str, ShownFont]]:
        """Return the fonts by the name that pages and forms use for it; where one name has several, each in turn."""
        tables: defaultdict[str, dict[bytes, None]] = defaultdict(dict)
        for thing in self.holding(_RESOURCES):
            resources: Any = thing.get("/Resources") if isinstance(thing, pikepdf.Dictionary | pikepdf.Stream) else None
            fonts: Any = resources.get("/Font") if isinstance(resources, pikepdf.Dictionary) else None
            for name, font in fonts.items() if isinstance(fonts, pikepdf.Dictionary) else ():
                if "/ToUnicode" in font:
                    tables[name][font.ToUnicode.read_bytes()] = None
        found = {
            name: [ShownFont(read_table(table.decode("latin-1"))) for table in some] for name, some in tables.items()
        }
        turns = range(max([1, *map(len, found.values())]))
        return [{name: fonts[turn % len(fonts)] for name, fonts in found.items()} for turn in turns]

    def _by_objects(self, read: Container[tuple[int, int]]) -> Iterator[str]:
        """Yield the strings and names of each object, and each stream except what was `read`."""
        programs = {
            font.objgen
            for thing in self.holding(_FONT_FILE)
            if isinstance(thing, pikepdf.Dictionary)
            for key in _BINARY
            if (font := thing.get(key))
        }
        known = {pikepdf.Name.XRef, _PACKER if self._packed else None}
        for stream in self._streams():
            if stream.objgen in programs:
                yield names_in(stream.read_bytes(pikepdf.StreamDecodeLevel.specialized))
            elif stream.objgen not in read and stream.get("/Type") not in known:
                yield from _stream_texts(stream)
        texts: list[str] = []
        for is_plain, group in groupby(zip(self._objects, self._records, strict=True), self._is_plain):
            if is_plain:
                texts += _words(b"\n".join(record for _thing, record in group))
            else:
                texts += [text for thing, _record in group for text in words_by_walking(thing)]
        texts.extend(words_by_walking(self._pdf.trailer.get("/Info", pikepdf.Dictionary())))
        yield "\n".join([*(stream.said for stream in self._packed), *texts])

    def _is_plain(self, known: tuple[Any, bytes]) -> bool:
        return not self._has_loose_words and not _NOT_UNICODE.search(known[1])


open_pdf = lru_cache(maxsize=1)(FinishedPdf)
"""Both the gate and hygiene ask for the same file in turn, so the last one stays open. Hygiene closes it."""


def _words(record: bytes) -> Sequence[str]:
    """Return the strings and names in the JSON of objects."""
    found = [*_WORDS.findall(record), *LONG_NUMBER.findall(record)]
    return tuple(json.loads(b'["%s"]' % b'","'.join(found))) if found else ()


def _stream_texts(stream: pikepdf.Stream) -> Iterator[str]:
    """Yield the text of a stream, including UTF-16, without the zeros between its letters.

    Objects packed into a stream are read one by one elsewhere. Of drawing commands and tables of characters, the
    numbers are kept only in comments: among coordinates and codes, any phone number would turn up sooner or later.
    """
    try:
        content = stream.read_bytes(pikepdf.StreamDecodeLevel.specialized)
    except pikepdf.PdfError:  # hygiene refuses it
        content = stream.read_raw_bytes()
    text = (inflate(content) or content).replace(b"\0", b"").decode("utf-8", errors="replace")
    if _OF_NUMBERS.search(text):
        yield "\n".join([*_COMMENT.findall(text), *_LONG_NUMBER.findall(text)])
        text = _NUMBERS.sub(" ", text)
    yield text


def _listed(thing: Any) -> Sequence[Any]:  # noqa: ANN401
    """Return one or several things as a list, none as an empty one."""
    return [] if thing is None else list(thing) if isinstance(thing, pikepdf.Array) else [thing]
