"""Reading a workbook into raw rows.

What nobody needs is not read, so that it can do no harm: themes, drawings, pivot tables, printer settings. What is
needed is read as Excel reads it. A part that cannot be read is named.
"""

import hashlib
import io
import os
import zipfile
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TypeVar
from xml.etree.ElementTree import Element

from fiche_builder.workbook.areas import read_area
from fiche_builder.workbook.cells import RangesError, SheetCells, Sources
from fiche_builder.workbook.formats import CellFormats, read_formats
from fiche_builder.workbook.markup import DoctypeError, is_true, read_tree
from fiche_builder.workbook.opening import damaged, holds_entities, read_workbook_bytes, too_large
from fiche_builder.workbook.package import DamagedPartError, Package, Relation, naming
from fiche_builder.workbook.raw import RawSheet, RawWorkbook
from fiche_builder.workbook.runs import RunText, read_comments, read_strings

_CONTENT_TYPES = "[Content_Types].xml"
_HIDDEN = frozenset({"hidden", "veryHidden"})
_PROPERTIES = ("creator", "lastModifiedBy", "title", "subject", "description", "keywords", "category")
T = TypeVar("T")


def read_workbook(path: Path) -> RawWorkbook:
    """Return all cells of the workbook at `path` that hold something; raise `WorkbookError` if it is unreadable."""
    return parse_workbook(path, read_workbook_bytes(path))


def _shown_name(path: Path) -> str:
    """Return the file's name. It is the same on a machine whose language has only ASCII."""
    return os.fsencode(path.name).decode(errors="replace")


def parse_workbook(path: Path, content: bytes) -> RawWorkbook:
    """Return all cells of a workbook whose bytes `read_workbook_bytes` accepted. `path` only supplies its name."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return _Reader(Package(archive)).read(_shown_name(path), hashlib.sha256(content).hexdigest())
    except DamagedPartError as error:
        raise damaged(path, error.part) from error
    except DoctypeError as error:
        raise holds_entities(path) from error
    except RangesError as error:
        raise too_large(path) from error
    except zipfile.BadZipFile as error:
        raise damaged(path) from error


class _Reader:
    """Reads the parts of one workbook."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self._unread: list[tuple[str, str]] = []

    def read(self, name: str, sha256: str) -> RawWorkbook:
        """Return the workbook."""
        refers = self._unless_damaged("", self._package.relations) or {}
        part = self._part(refers, "officeDocument", "xl/workbook.xml")
        is_package = _CONTENT_TYPES in self._package and part in self._package
        workbook = self._tree(part) if is_package else Element("")
        if workbook.tag != "workbook":
            raise DamagedPartError("")  # no part is damaged: the file is of another kind
        relations = self._package.relations(part)
        settings = workbook.find("workbookPr")
        from_1904 = settings is not None and is_true(settings.get("date1904"))
        sources = Sources(self._strings(relations), self._formats(relations), counts_from_1904=from_1904)
        sheets = [
            self._sheet(sheet, relation.target, sources)
            for sheet in workbook.findall("sheets/sheet")
            if (relation := self._relation(sheet, relations, part)).kind == "worksheet"
        ]
        properties = self._unless_damaged("", lambda: self._properties(refers)) or ()
        return RawWorkbook(name, sha256, tuple(sheets), properties, tuple(self._unread), from_1904)

    def _relation(self, sheet: Element, relations: Mapping[str, Relation], source: str) -> Relation:
        """Return where a sheet is. A sheet that is missing from the package is an error, never skipped."""
        if (relation := relations.get(sheet.get("id", ""))) is None:
            raise DamagedPartError(source)
        if relation.is_external or relation.target not in self._package:
            raise DamagedPartError(relation.target)
        return relation

    def _sheet(self, sheet: Element, part: str, sources: Sources) -> RawSheet:
        title = sheet.get("name", "")
        cells = SheetCells(sources)
        with self._package.open(part) as stream:
            cells.read(stream)
        relations = self._unless_damaged(title, lambda: self._package.relations(part)) or {}
        comments = self._unless_damaged(title, lambda: self._comments(relations)) or {}
        if cells.hides_rows:
            with suppress(DamagedPartError):  # a table only tells why rows are hidden
                self._add_table_filters(cells, relations)
        return RawSheet(
            title,
            cells.rows(relations, comments),
            hidden=sheet.get("state") in _HIDDEN,
            hidden_columns=tuple(cells.hidden_columns),
        )

    def _add_table_filters(self, cells: SheetCells, relations: Mapping[str, Relation]) -> None:
        for relation in relations.values():
            if relation.kind == "table" and relation.target in self._package:
                cells.filters.add_table(self._tree(relation.target))

    def _comments(self, relations: Mapping[str, Relation]) -> dict[tuple[int, int], str]:
        comments: dict[tuple[int, int], str] = {}
        for part in (relation.target for relation in relations.values() if relation.kind == "comments"):
            for reference, text in read_comments(self._tree(part)).items():
                if text and (area := read_area(reference)):
                    comments[area.top, area.left] = text
        return comments

    def _strings(self, relations: Mapping[str, Relation]) -> Sequence[RunText]:
        part = self._part(relations, "sharedStrings", "xl/sharedStrings.xml")
        if part not in self._package:
            return ()
        with self._package.open(part) as stream:
            return read_strings(stream)

    def _formats(self, relations: Mapping[str, Relation]) -> CellFormats:
        part = self._part(relations, "styles", "xl/styles.xml")
        return read_formats(self._tree(part)) if part in self._package else CellFormats()

    def _properties(self, relations: Mapping[str, Relation]) -> tuple[tuple[str, str], ...]:
        part = self._part(relations, "core-properties", "docProps/core.xml")
        said = {entry.tag: entry.text or "" for entry in self._tree(part)} if part in self._package else {}
        return tuple((name, said[name]) for name in _PROPERTIES if said.get(name, "").strip())

    def _part(self, relations: Mapping[str, Relation], kind: str, usual: str) -> str:
        """Return the part of a kind; where no existing part is named, return its usual name."""
        targets = (relation.target for relation in relations.values() if relation.kind == kind)
        return next((target for target in targets if target in self._package), usual)

    def _tree(self, part: str) -> Element:
        with naming(part):
            return read_tree(self._package.read(part))

    def _unless_damaged(self, title: str, read: Callable[[], T]) -> T | None:
        """Read a part that the cells can do without. When it is damaged, remember it and go on."""
        try:
            return read()
        except DamagedPartError as error:
            self._unread.append((title, error.part))
            return None
