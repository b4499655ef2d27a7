"""Parts that openpyxl drops or rewrites, and that can simply be carried over.

SharePoint attaches XML of its own to every workbook in a library (ECMA-376 part 1, 15.2.5 and 15.2.6). Microsoft 365
attaches its sensitivity label (MS-OFFCRYPTO, 2.6). If these parts could not be carried over, hardly any workbook of an
office could be changed. Pictures, charts and pivot tables refer to cells, but only by their names, and no cell ever
moves: rows are added below, columns to the right.
"""

import io
import posixpath
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from urllib.parse import unquote
from xml.sax.saxutils import quoteattr

from defusedxml.ElementTree import fromstring

from fiche_builder.workbook.extensions import kept_extensions

CARRIED = frozenset({"customXml", "customXmlProps", "classificationlabels"})
"""The kinds of parts that are carried over as they are, by the last word of their relationship's type."""
_ON_SHEETS = frozenset({"drawing", "pivotTable"})
"""The kinds of parts that are carried over with their sheet."""
_Read = Callable[[str], bytes | None]
_EPOCH = (1980, 1, 1, 0, 0, 0)
_HIDDEN = ("xl/drawings/", "xl/pivotTables/", "xl/pivotCache/")
"""The folders whose parts openpyxl is not shown."""
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\s[^<>]*>(?:\s*</(?:\w+:)?Relationship>)?")
_HIDDEN_TYPE = re.compile(rb"""/(?:drawing|pivotTable|pivotCacheDefinition)["']""")
_PIVOT_CACHES = re.compile(rb"<(?:\w+:)?pivotCaches[\s>].*?</(?:\w+:)?pivotCaches\s*>", re.DOTALL)
_TYPES = "[Content_Types].xml"
_DOCUMENT = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_NO_RELATIONS = b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>'
_END_OF_TYPES = re.compile(rb"</(?:\w+:)?Types>\s*$")
_END_OF_RELATIONS = re.compile(rb"</(?:\w+:)?Relationships>\s*$|(?<=<Relationships)[^<>]*/>\s*$")
_END_OF_WORKBOOK = re.compile(rb"</(?:\w+:)?workbook>\s*$")
_END_OF_SHEET = re.compile(rb"</(?:\w+:)?worksheet>\s*$")
_AFTER_DRAWING = re.compile(
    rb"<(?:\w+:)?(?:legacyDrawing|legacyDrawingHF|drawingHF|picture|oleObjects|controls|webPublishItems|tableParts|extLst)"
    rb"[\s/>]|</(?:\w+:)?worksheet>\s*$"
)
"""What may only follow a drawing in a sheet (ECMA-376 part 1, 18.3.1.99)."""


@dataclass(frozen=True, slots=True)
class _GraftedRelation:
    source: str
    type: str
    target: str
    id: str = ""

    @property
    def kind(self) -> str:
        return self.type.rpartition("/")[2]


def without_carried(content: bytes) -> bytes:
    """Return a workbook without its drawings and pivot tables, for openpyxl, which stumbles over some of them."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        if not any(name.startswith(_HIDDEN) for name in package.namelist()):
            return content
        parts = [(part, package.read(part)) for part in package.infolist() if not part.is_dir()]
        workbook = _workbook_of(lambda name: package.read(name) if name in package.namelist() else None)
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as written:
        for part, read in parts:
            kept = read
            if part.filename.endswith(".rels"):
                kept = _RELATION.sub(lambda match: b"" if _HIDDEN_TYPE.search(match[0]) else match[0], read)
            elif part.filename == workbook:
                kept = _PIVOT_CACHES.sub(b"", read)
            written.writestr(zipfile.ZipInfo(part.filename, part.date_time), kept)
    return target.getvalue()


def graft(original: bytes, saved: bytes) -> bytes:
    """Return a workbook as openpyxl saved it, with the parts that are carried over from the original."""
    with zipfile.ZipFile(io.BytesIO(original)) as before, zipfile.ZipFile(io.BytesIO(saved)) as after:
        grafting = _Grafting(before, {name: after.read(name) for name in after.namelist()})
        grafting.take_all()
        if not grafting.is_changed:
            return saved
        times = {part.filename: part.date_time for part in (*before.infolist(), *after.infolist())}
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as written:
        for name, content in grafting.contents.items():
            written.writestr(zipfile.ZipInfo(name, times.get(name, _EPOCH)), content, zipfile.ZIP_DEFLATED)
    return target.getvalue()


class _Grafting:
    """The parts of the saved workbook, into which those of the original are carried over."""

    def __init__(self, before: zipfile.ZipFile, contents: dict[str, bytes]) -> None:
        self._before = before
        self._names = set(before.namelist())
        self._types = _content_types(before.read(_TYPES))
        self.contents = contents
        self.is_changed = False

    def take_all(self) -> None:
        """Carry over everything that can be."""
        for source, target in (("", ""), (_workbook_of(self._read), _workbook_of(self.contents.get))):
            for relation in _relations(self._read, source):
                if relation.kind in CARRIED and self._take(relation.target):
                    self._relate(target, relation)
        saved = dict(_sheets(self.contents.get))
        for title, path in _sheets(self._read):
            if title in saved:
                self._take_sheet(path, saved[title])
        self._take_pivot_caches()

    def _read(self, name: str) -> bytes | None:
        return self._before.read(name) if name in self._names else None

    def _take_sheet(self, path: str, target: str) -> None:
        """Carry over what is drawn on a sheet, its pivot tables, and its extensions that name cells only."""
        relations = [relation for relation in _relations(self._read, path) if relation.kind in _ON_SHEETS]
        if b"chartsheet" in (self._read(path) or b"")[:1000]:
            if all(self._take(relation.target) for relation in relations):
                self.contents[target] = self._before.read(path)
                self.contents[_relations_of(target)] = _NO_RELATIONS
                for relation in relations:
                    self._relate(target, relation, relation.id)
            return
        for relation in relations:
            if self._take(relation.target):
                identity = self._relate(target, relation)
                if relation.kind == "drawing":
                    element = f'<drawing xmlns:r="{_DOCUMENT}" r:id="{identity}"/>'
                    self._insert(target, _AFTER_DRAWING, element.encode())
        if extensions := kept_extensions(self._before.read(path)):
            self._insert(target, _END_OF_SHEET, extensions)

    def _take_pivot_caches(self) -> None:
        """Let the workbook name the caches of its pivot tables again."""
        workbook, saved = _workbook_of(self._read), _workbook_of(self.contents.get)
        caches = {
            relation.id: relation
            for relation in _relations(self._read, workbook)
            if relation.kind == "pivotCacheDefinition" and relation.target in self.contents
        }
        entries = []
        for element in fromstring(self._before.read(workbook)).iter() if caches else ():
            relation = caches.get(element.get(f"{{{_DOCUMENT}}}id", ""))
            if element.tag.endswith("}pivotCache") and relation:
                identity, number = self._relate(saved, relation), element.get("cacheId", "0")
                entries.append(f'<pivotCache xmlns:r="{_DOCUMENT}" cacheId={quoteattr(number)} r:id="{identity}"/>')
        if entries:
            self._insert(saved, _END_OF_WORKBOOK, f"<pivotCaches>{''.join(entries)}</pivotCaches>".encode())

    def _take(self, path: str) -> bool:
        """Carry over a part, and all that it refers to in turn. A name that is taken is left alone."""
        content = self._read(path)
        if content is None or path in self.contents:
            return self.contents.get(path) == content is not None
        self.contents[path] = content
        kind = self._types.get(f"/{path}") or self._types.get(path.rpartition(".")[2].casefold(), "application/xml")
        entry = f"<Override PartName={quoteattr('/' + path)} ContentType={quoteattr(kind)}/>"
        self._insert(_TYPES, _END_OF_TYPES, entry.encode())
        if relations := self._read(_relations_of(path)):
            self.contents[_relations_of(path)] = relations
        for relation in _relations(self._read, path):
            self._take(relation.target)
        return True

    def _relate(self, source: str, relation: _GraftedRelation, identity: str = "") -> str:
        """Let a part of the saved workbook refer to one that was carried over; return the id of the relationship."""
        identity = identity or "carried" + re.sub(r"\W", "", relation.target)
        entry = f"<Relationship Id={quoteattr(identity)} Type={quoteattr(relation.type)}"
        name = _relations_of(source)
        self.contents.setdefault(name, _NO_RELATIONS)
        self._insert(name, _END_OF_RELATIONS, f"{entry} Target={quoteattr('/' + relation.target)}/>".encode())
        return identity

    def _insert(self, name: str, place: re.Pattern[bytes], entry: bytes) -> None:
        """Insert XML into a part, before the first place after its cells."""
        content = self.contents[name]
        match = place.search(content, max(content.rfind(b"sheetData"), 0))
        if match:
            self.contents[name] = content[: match.start()] + entry + content[match.start() :]
            self.is_changed = True


def _relations(read: _Read, source: str) -> Iterator[_GraftedRelation]:
    for entry in fromstring(read(_relations_of(source)) or _NO_RELATIONS):
        if entry.get("TargetMode") != "External":
            target = posixpath.normpath(
                posixpath.join("/", posixpath.dirname(source), unquote(entry.get("Target", "")))
            ).lstrip("/")
            yield _GraftedRelation(source, entry.get("Type", ""), target, entry.get("Id", ""))


def _workbook_of(read: _Read) -> str:
    return next((relation.target for relation in _relations(read, "") if relation.kind == "officeDocument"), "")


def _sheets(read: _Read) -> Iterator[tuple[str, str]]:
    """Yield the title and the part of each sheet."""
    workbook = _workbook_of(read)
    paths = {relation.id: relation.target for relation in _relations(read, workbook)}
    for element in fromstring(read(workbook) or b"<workbook/>").iter():
        path = paths.get(element.get(f"{{{_DOCUMENT}}}id", ""), "")
        if element.tag.endswith("}sheet") and path and read(path):
            yield element.get("name", ""), path


def _relations_of(source: str) -> str:
    folder, name = posixpath.split(source)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def _content_types(content: bytes) -> dict[str, str]:
    """Return the content types of the parts that declare their own, and of the others by the end of their names."""
    return {
        unquote(entry.get("PartName", "")) or entry.get("Extension", "").casefold(): entry.get("ContentType", "")
        for entry in fromstring(content)
    }
