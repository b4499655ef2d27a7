"""PDF as a file format: objects in, a small file out.

Objects that are not streams are packed ten thousand at a time and compressed together (object streams, ISO 32000-2,
7.5.7). A library that packs a hundred at a time made the same files a tenth larger, and took half of the whole time of
assembly: see docs/decisions/0008.
"""

import re
import zlib
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from hashlib import blake2b
from html import escape

_PACKED = 10_000
_LEVEL = 9
_PRESSES = 2
"""Threads that compress while objects are written. zlib does not hold Python's lock."""
_ROW = 7
"""The bytes in which an object's place is written: one for its kind, then four and two."""


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a file says about itself. `created` is a day, `YYYY-MM-DD`."""

    title: str
    author: str
    subject: str
    language: str
    created: str


@dataclass(frozen=True, slots=True)
class _Stream:
    entries: str
    content: "bytes | Future[bytes]"

    def body(self) -> bytes:
        content = self.content if isinstance(self.content, bytes) else self.content.result()
        return f"<<{self.entries}/Length {len(content)}>>stream\n".encode("latin-1") + content + b"\nendstream"


class PdfFile:
    """Objects in PDF's own notation (ISO 32000-2, 7.3), by number, starting from 1."""

    def __init__(self) -> None:
        self._objects: list[bytes | _Stream] = []
        self._press = ThreadPoolExecutor(_PRESSES)

    def reserve(self) -> int:
        """Return the number of an object that `put` will set later."""
        self._objects.append(b"null")
        return len(self._objects)

    def put(self, number: int, text: str) -> None:
        """Set a reserved object."""
        self._objects[number - 1] = text.encode("latin-1")

    def add(self, text: str) -> int:
        """Add an object; return its number."""
        self._objects.append(text.encode("latin-1"))
        return len(self._objects)

    def add_stream(self, entries: str, content: bytes, *, is_plain: bool = False) -> int:
        """Add a stream.

        Its dictionary gets the given entries and the length. It is compressed unless it is to stay plain.
        """
        if not is_plain:
            self._objects.append(
                _Stream(f"{entries}/Filter/FlateDecode", self._press.submit(zlib.compress, content, _LEVEL))
            )
        else:
            self._objects.append(_Stream(entries, content))
        return len(self._objects)

    def add_metadata(self, says: Metadata) -> int:
        """Add the metadata that PDF/UA-1 requires (ISO 14289-1, 5), as XMP."""
        names = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
        prefixes = {
            "dc": "http://purl.org/dc/elements/1.1/",
            "xmp": "http://ns.adobe.com/xap/1.0/",
            "pdfuaid": "http://www.aiim.org/pdfua/ns/id/",
        }
        declared = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in prefixes.items())
        text = (
            f'<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF '
            f'xmlns:rdf="{names}">'
            f'<rdf:Description rdf:about="" {declared}>'
            f'<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{escape(says.title)}</rdf:li></rdf:Alt></dc:title>'
            f"<dc:creator><rdf:Seq><rdf:li>{escape(says.author)}</rdf:li></rdf:Seq></dc:creator>"
            f'<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{escape(says.subject)}</rdf:li></rdf:Alt>'
            "</dc:description>"
            f"<dc:language><rdf:Bag><rdf:li>{says.language}</rdf:li></rdf:Bag></dc:language>"
            f"<xmp:CreateDate>{says.created}</xmp:CreateDate><xmp:ModifyDate>{says.created}</xmp:ModifyDate>"
            "<xmp:CreatorTool>fiche-builder</xmp:CreatorTool><pdfuaid:part>1</pdfuaid:part>"
            '</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="r"?>'
        )
        return self.add_stream("/Type/Metadata/Subtype/XML", text.encode(), is_plain=True)

    def write(self, catalog: int, says: Metadata) -> bytes:
        """Return the file (ISO 32000-2, 7.5) as a single revision. The same objects give the same bytes."""
        day = f"(D:{says.created.replace('-', '')})"
        info = self.add(
            f"<</Title{pdf_text(says.title)}/Author{pdf_text(says.author)}/Subject{pdf_text(says.subject)}/Creator(fiche-builder)"
            f"/CreationDate{day}/ModDate{day}>>"
        )
        places: dict[int, bytes] = {0: _place(0, 0, 0xFFFF)}
        parts = [b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"]
        length = len(parts[0])
        packages = list(self._packages())
        streams = [(number, thing) for number, thing in enumerate(self._objects, 1) if isinstance(thing, _Stream)]
        first = len(self._objects) + 1
        for number, stream in [*streams, *((first + place, package.stream) for place, package in enumerate(packages))]:
            places[number] = _place(1, length, 0)
            parts.append(b"%d 0 obj\n%b\nendobj\n" % (number, stream.body()))
            length += len(parts[-1])
        for place, package in enumerate(packages):
            places.update(
                (number, _place(2, first + place, position)) for position, number in enumerate(package.numbers)
            )
        own = first + len(packages)
        places[own] = _place(1, length, 0)
        identity = blake2b(b"".join(parts), digest_size=16).hexdigest()
        rows = zlib.compress(_predicted([places[number] for number in range(own + 1)]), _LEVEL)
        entries = (
            f"/Type/XRef/Size {own + 1}/W[1 4 2]/Root {catalog} 0 R/Info {info} 0 R/ID[<{identity}><{identity}>]"
            f"/Filter/FlateDecode/DecodeParms<</Predictor 12/Columns {_ROW}>>"
        )
        self._press.shutdown()
        parts.append(b"%d 0 obj\n%b\nendobj\nstartxref\n%d\n%%%%EOF\n" % (own, _Stream(entries, rows).body(), length))
        return b"".join(parts)

    def _packages(self) -> Iterator["_ObjectStream"]:
        """Yield the objects that are not streams, in packages."""
        numbered = [(number, thing) for number, thing in enumerate(self._objects, 1) if isinstance(thing, bytes)]
        for start in range(0, len(numbered), _PACKED):
            some = numbered[start : start + _PACKED]
            heads, offset = [], 0
            for number, body in some:
                heads.append(f"{number} {offset}")
                offset += len(body) + 1
            head = " ".join(heads).encode("ascii") + b"\n"
            content = self._press.submit(zlib.compress, head + b"\n".join(body for _number, body in some), _LEVEL)
            entries = f"/Type/ObjStm/N {len(some)}/First {len(head)}/Filter/FlateDecode"
            yield _ObjectStream(tuple(number for number, _body in some), _Stream(entries, content))


@dataclass(frozen=True, slots=True)
class _ObjectStream:
    numbers: tuple[int, ...]
    stream: _Stream


_BYTE_ORDER_MARKS = ("þÿ", "ÿþ", "ï»¿")
"""How a text in PDFDocEncoding must not begin."""
_BEYOND_LATIN_1 = "˘ˇˆ˙˝˛˚˜", "•†‡…—–ƒ⁄‹›−‰„“”‘’‚™ﬁﬂŁŒŠŸŽıłœšž", "€"
"""What PDFDocEncoding has in other places: from 0x18, from 0x80 and at 0xa0 (ISO 32000-2, annex D)."""
_ENCODED = re.compile(f"[\x00-\x17 -~¡-¬®-ÿ{''.join(_BEYOND_LATIN_1)}]*")
_ESCAPED = {ord(sign): f"\\{sign}" for sign in "\\()"} | {ord("\r"): "\\r"}
_ENCODING = _ESCAPED | {
    ord(sign): start + place
    for signs, start in zip(_BEYOND_LATIN_1, (0x18, 0x80, 0xA0), strict=True)
    for place, sign in enumerate(signs)
}


def pdf_text(text: str) -> str:
    """Return a text string (ISO 32000-2, 7.9.2.2) in PDF's notation, with a character for each byte.

    It is in PDFDocEncoding if that has all its letters.
    """
    if _ENCODED.fullmatch(text) and not text.startswith(_BYTE_ORDER_MARKS):
        return f"({text.translate(_ENCODING)})"
    content = b"\xfe\xff" + text.encode("utf-16-be")
    return f"({content.decode('latin-1').translate(_ESCAPED)})"


def _place(kind: int, second: int, third: int) -> bytes:
    return bytes([kind]) + second.to_bytes(4, "big") + third.to_bytes(2, "big")


def _predicted(rows: list[bytes]) -> bytes:
    """Return rows as differences to the row above (PNG's filter “Up”), which compress to a twentieth."""
    flat = b"".join(rows)
    differences = bytes([(byte - above) & 0xFF for byte, above in zip(flat, bytes(_ROW) + flat, strict=False)])
    found = bytearray(b"\x02") * (len(rows) * (_ROW + 1))
    for column in range(_ROW):
        found[column + 1 :: _ROW + 1] = differences[column::_ROW]
    return bytes(found)
