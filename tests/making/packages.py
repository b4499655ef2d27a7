"""Workbook files taken apart and put together again, part by part, as other programs write them."""

import io
import re
import zipfile
from collections.abc import Callable, Mapping

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRINGS = "xl/sharedStrings.xml"
WORKBOOK_RELATIONS = "xl/_rels/workbook.xml.rels"
_RELATION_TYPES = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPE_OF_STRINGS = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
_INLINE = re.compile(rb' t="inlineStr"><is>(.*?)</is></c>', re.DOTALL)
Parts = dict[str, bytes]


def unpack(content: bytes) -> Parts:
    """Return the parts of a file by their names."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def pack(parts: Mapping[str, bytes]) -> bytes:
    """Return parts as a file."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return target.getvalue()


def replace_in(parts: Parts, part: str, old: str, new: str, count: int = -1) -> Parts:
    """Return the parts with a text replaced in one of them; it must be there."""
    assert old.encode() in parts[part], (part, old)
    return parts | {part: parts[part].replace(old.encode(), new.encode(), count)}


def everywhere(parts: Parts, change: Callable[[bytes], bytes]) -> Parts:
    """Return the parts with a change made in each that is XML."""
    return {name: change(content) if name.endswith((".xml", ".rels")) else content for name, content in parts.items()}


def related(parts: Parts, source: str, kind: str, target: str, content: bytes | None) -> Parts:
    """Return the parts with another one that `source`, a `.rels` part, refers to; without content it is not there."""
    entry = f'<Relationship Id="rId9{len(parts)}" Type="{_RELATION_TYPES}/{kind}" Target="/{target}"/>'
    empty = b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>'
    relations = parts.get(source, empty).replace(b"</Relationships>", entry.encode() + b"</Relationships>")
    return parts | {source: relations} | ({} if content is None else {target: content})


def sharing_strings(parts: Parts) -> Parts:
    """Return the parts as Excel stores them, with the texts of all sheets in one table.

    openpyxl writes them into the cells.
    """
    strings: list[bytes] = []

    def share(match: re.Match[bytes]) -> bytes:
        strings.append(match[1])
        return f' t="s"><v>{len(strings) - 1}</v></c>'.encode()

    sheets = {
        name: _INLINE.sub(share, content) for name, content in parts.items() if name.startswith("xl/worksheets/sheet")
    }
    table = b"".join(b"<si>" + string + b"</si>" for string in strings)
    kind = f'<Override PartName="/{STRINGS}" ContentType="{_TYPE_OF_STRINGS}"/></Types>'
    return related(
        replace_in(parts | sheets, "[Content_Types].xml", "</Types>", kind),
        WORKBOOK_RELATIONS,
        "sharedStrings",
        STRINGS,
        f'<sst xmlns="{MAIN}" count="{len(strings)}">'.encode() + table + b"</sst>",
    )
