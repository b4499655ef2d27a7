"""Workbooks with what openpyxl cannot keep: parts edited and added."""

import io
from collections.abc import Callable, Mapping
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

from fiche_builder.workbook.losses import find_losses

RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
X14 = (
    'xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main" '
    'xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main"'
)
Edit = Callable[[bytes], bytes]


def repack(path: Path, edits: Mapping[str, Edit] | None = None, *, parts: Mapping[str, bytes] | None = None) -> bytes:
    """Return the workbook with some parts edited and others added."""
    target = io.BytesIO()
    with ZipFile(path) as old, ZipFile(target, "w", ZIP_DEFLATED) as new:
        for name in {*old.namelist(), *(edits or {})}:
            content = old.read(name) if name in old.namelist() else b""
            edit = (edits or {}).get(name)
            new.writestr(name, edit(content) if edit else content)
        for name, content in (parts or {}).items():
            new.writestr(name, content)
    return target.getvalue()


def before(tag: str, text: str) -> Edit:
    """Insert XML before a tag."""
    return lambda content: content.replace(tag.encode(), text.encode() + tag.encode(), 1)


def relate(kind: str, target: str, base: str = RELATIONS) -> Edit:
    """Add a relationship to a part's `.rels`, or begin one."""
    entry = f'<Relationship Id="rIdX" Type="{base}/{kind}" Target="{target}"/>'
    start = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    return lambda content: before("</Relationships>", entry)(content or f"{start}</Relationships>".encode())


def codes(content: bytes) -> list[tuple[str, str]]:
    """Return code and sheet of each loss."""
    return [(loss.code, loss.sheet) for loss in find_losses(content)]


def extension(identity: str, inner: str) -> Edit:
    return before("</worksheet>", f'<extLst><ext {X14} uri="{identity}">{inner}</ext></extLst>')
