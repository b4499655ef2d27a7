"""Parts that openpyxl drops and that can simply be carried over, because they refer to no cell.

SharePoint attaches XML of its own to every workbook in a library (ECMA-376 part 1, 15.2.5 and 15.2.6). Microsoft 365
attaches its sensitivity label (MS-OFFCRYPTO, 2.6). If these parts could not be carried over, hardly any workbook of an
office could be changed.
"""

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote
from xml.sax.saxutils import quoteattr

from defusedxml.ElementTree import fromstring

CARRIED = frozenset({"customXml", "customXmlProps", "classificationlabels"})
"""The kinds of parts that are carried over, by the last word of their relationship's type."""
_TYPES = "[Content_Types].xml"
_END_OF_TYPES = re.compile(rb"</(?:\w+:)?Types>\s*$")
_END_OF_RELATIONS = re.compile(rb"</(?:\w+:)?Relationships>\s*$")


@dataclass(frozen=True, slots=True)
class _GraftedRelation:
    source: str
    type: str
    target: str

    @property
    def kind(self) -> str:
        return self.type.rpartition("/")[2]


def graft(original: bytes, saved: bytes) -> bytes:
    """Return a workbook as openpyxl saved it, with the parts that are carried over from the original."""
    with zipfile.ZipFile(io.BytesIO(original)) as before, zipfile.ZipFile(io.BytesIO(saved)) as after:
        taken = [relation for source in ("", _workbook_of(before)) for relation in _carried(before, source)]
        if not taken:
            return saved
        contents = {name: after.read(name) for name in after.namelist()}
        types = _content_types(before)
        for relation in taken:
            contents[relation.target] = before.read(relation.target)
            if relation.source in {"", _workbook_of(before)}:
                source = relation.source and _workbook_of(after)
                contents[_relations_of(source)] = _with_relation(contents[_relations_of(source)], relation)
            else:
                contents[_relations_of(relation.source)] = before.read(_relations_of(relation.source))
            contents[_TYPES] = _with_type(
                contents[_TYPES], relation.target, types.get(f"/{relation.target}", "application/xml")
            )
        times = {part.filename: part.date_time for part in (*before.infolist(), *after.infolist())}
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as written:
        for name, content in contents.items():
            written.writestr(zipfile.ZipInfo(name, times[name]), content, zipfile.ZIP_DEFLATED)
    return target.getvalue()


def _carried(package: zipfile.ZipFile, source: str) -> Iterator[_GraftedRelation]:
    """Yield the parts that are carried over from a part, and from those in turn."""
    for relation in _relations(package, source):
        if relation.kind in CARRIED and relation.target in package.namelist():
            yield relation
            yield from _carried(package, relation.target)


def _relations(package: zipfile.ZipFile, source: str) -> Iterator[_GraftedRelation]:
    name = _relations_of(source)
    for entry in fromstring(package.read(name)) if name in package.namelist() else ():
        if entry.get("TargetMode") != "External":
            target = posixpath.normpath(
                posixpath.join("/", posixpath.dirname(source), unquote(entry.get("Target", "")))
            ).lstrip("/")
            yield _GraftedRelation(source, entry.get("Type", ""), target)


def _workbook_of(package: zipfile.ZipFile) -> str:
    return next((relation.target for relation in _relations(package, "") if relation.kind == "officeDocument"), "")


def _relations_of(source: str) -> str:
    folder, name = posixpath.split(source)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def _content_types(package: zipfile.ZipFile) -> dict[str, str]:
    """Return the content types of the parts that declare their own."""
    entries = fromstring(package.read(_TYPES))
    return {
        unquote(entry.get("PartName", "")): entry.get("ContentType", "")
        for entry in entries
        if entry.tag.endswith("}Override")
    }


def _with_relation(relations: bytes, relation: _GraftedRelation) -> bytes:
    identity = "carried" + re.sub(r"\W", "", relation.target)
    entry = f'<Relationship Id="{identity}" Type={quoteattr(relation.type)} Target={quoteattr("/" + relation.target)}/>'
    return _before_end(_END_OF_RELATIONS, relations, entry)


def _with_type(types: bytes, target: str, kind: str) -> bytes:
    return _before_end(
        _END_OF_TYPES, types, f"<Override PartName={quoteattr('/' + target)} ContentType={quoteattr(kind)}/>"
    )


def _before_end(end: re.Pattern[bytes], content: bytes, entry: str) -> bytes:
    return end.sub(lambda match: entry.encode() + match[0], content)
