"""Reading the parts of a workbook, in a process of its own (`confined`).

What nobody needs is not read, so that it can do no harm: themes, drawings, pivot tables, printer settings. What is
needed is read as Excel reads it. A part that cannot be read is named.
"""

import io
import zipfile
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from typing import NamedTuple, TypeVar
from xml.etree.ElementTree import Element

from fiche_builder.workbook.areas import read_area
from fiche_builder.workbook.cells import Counts, SheetCells, Sources
from fiche_builder.workbook.formats import CellFormats, read_formats
from fiche_builder.workbook.limits import MAX_SHEETS, MAX_TEXT, Limit, LimitError
from fiche_builder.workbook.markup import is_true
from fiche_builder.workbook.package import DamagedPartError, Package, Relation
from fiche_builder.workbook.raw import FlatSheet, RawSheet
from fiche_builder.workbook.runs import RunText, read_comments, read_strings

_CONTENT_TYPES = "[Content_Types].xml"
_HIDDEN = frozenset({"hidden", "veryHidden"})
_PROPERTIES = ("creator", "lastModifiedBy", "title", "subject", "description", "keywords", "category")
_LONGEST_TITLE = 255
"""Signs of the title of a sheet. Excel takes 31."""
T = TypeVar("T")


class ReadParts(NamedTuple):
    """What the parts of a workbook say: the fields of a `RawWorkbook`, which also knows its file."""

    sheets: list[FlatSheet]
    properties: tuple[tuple[str, str], ...]
    unread: tuple[tuple[str, str], ...]
    counts_from_1904: bool


def read_parts(content: bytes) -> ReadParts:
    """Read the bytes of a workbook that `read_workbook_bytes` accepted.

    Raises `DamagedPartError`, `DoctypeError`, `LimitError`, or whatever zipfile raises.
    """
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return _Reader(Package(archive)).read()


class _Reader:
    """Reads the parts of one workbook."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self._unread: list[tuple[str, str]] = []
        self._counts = Counts()

    def read(self) -> ReadParts:
        """Return what the parts say."""
        refers = self._unless_damaged("", self._package.relations) or {}
        part = self._part(refers, "officeDocument", "xl/workbook.xml")
        is_package = _CONTENT_TYPES in self._package and part in self._package
        workbook = self._package.tree(part) if is_package else Element("")
        if workbook.tag != "workbook":
            raise DamagedPartError("")  # no part is damaged: the file is of another kind
        relations = self._package.relations(part)
        settings = workbook.find("workbookPr")
        from_1904 = settings is not None and is_true(settings.get("date1904"))
        sources = Sources(self._strings(relations), self._formats(relations), counts_from_1904=from_1904)
        named = workbook.findall("sheets/sheet")
        if len(named) > MAX_SHEETS:
            raise LimitError(Limit.SHEETS)
        if any(len(sheet.get("name", "")) > _LONGEST_TITLE for sheet in named):
            raise DamagedPartError(part)
        sheets = [
            self._sheet(sheet, relation.target, sources).flat()
            for sheet in named
            if (relation := self._relation(sheet, relations, part)).kind == "worksheet"
        ]
        properties = self._unless_damaged("", lambda: self._properties(refers)) or ()
        return ReadParts(sheets, properties, tuple(self._unread), from_1904)

    def _relation(self, sheet: Element, relations: Mapping[str, Relation], source: str) -> Relation:
        """Return where a sheet is. A sheet that is missing from the package is an error, never skipped."""
        if (relation := relations.get(sheet.get("id", ""))) is None:
            raise DamagedPartError(source)
        if relation.is_external or relation.target not in self._package:
            raise DamagedPartError(relation.target)
        return relation

    def _sheet(self, sheet: Element, part: str, sources: Sources) -> RawSheet:
        title = sheet.get("name", "")
        cells = SheetCells(sources, self._counts, title)
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
        for part in dict.fromkeys(relation.target for relation in relations.values() if relation.kind == "table"):
            if part in self._package:
                cells.filters.add_table(self._package.tree(part))

    def _comments(self, relations: Mapping[str, Relation]) -> dict[tuple[int, int], str]:
        comments: dict[tuple[int, int], str] = {}
        for part in dict.fromkeys(relation.target for relation in relations.values() if relation.kind == "comments"):
            for reference, text in read_comments(self._package.tree(part)).items():
                if text and (area := read_area(reference)):
                    comments[area.top, area.left] = text[:MAX_TEXT]
        return comments

    def _strings(self, relations: Mapping[str, Relation]) -> Sequence[RunText]:
        part = self._part(relations, "sharedStrings", "xl/sharedStrings.xml")
        if part not in self._package:
            return ()
        with self._package.open(part) as stream:
            return read_strings(stream)

    def _formats(self, relations: Mapping[str, Relation]) -> CellFormats:
        part = self._part(relations, "styles", "xl/styles.xml")
        return read_formats(self._package.tree(part)) if part in self._package else CellFormats()

    def _properties(self, relations: Mapping[str, Relation]) -> tuple[tuple[str, str], ...]:
        part = self._part(relations, "core-properties", "docProps/core.xml")
        said = {entry.tag: entry.text or "" for entry in self._package.tree(part)} if part in self._package else {}
        return tuple((name, said[name][:MAX_TEXT]) for name in _PROPERTIES if said.get(name, "").strip())

    def _part(self, relations: Mapping[str, Relation], kind: str, usual: str) -> str:
        """Return the part of a kind; where no existing part is named, return its usual name."""
        targets = (relation.target for relation in relations.values() if relation.kind == kind)
        return next((target for target in targets if target in self._package), usual)

    def _unless_damaged(self, title: str, read: Callable[[], T]) -> T | None:
        """Read a part that the cells can do without. When it is damaged, remember it and go on."""
        try:
            return read()
        except DamagedPartError as error:
            self._unread.append((title, error.part))
            return None
