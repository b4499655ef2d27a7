"""Workbook files taken apart and put together again, part by part, as other programs write them."""

import io
import re
import zipfile
from collections.abc import Callable, Mapping
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.styles import Font

from fiche_builder.workbook.raw import RawCell, RawSheet, RawWorkbook
from fiche_builder.workbook.reader import parse_workbook, read_workbook
from tests.making.workbooks import make_workbook

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRINGS = "xl/sharedStrings.xml"
WORKBOOK_RELATIONS = "xl/_rels/workbook.xml.rels"
_RELATION_TYPES = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPE_OF_STRINGS = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
_INLINE = re.compile(rb' t="inlineStr"><is>(.*?)</is></c>', re.DOTALL)
Parts = dict[str, bytes]
Change = Callable[[Parts], Parts]
BOOK, STYLES, SHEET, CORE = "xl/workbook.xml", "xl/styles.xml", "xl/worksheets/sheet1.xml", "docProps/core.xml"
COMMENTS, SHEET_RELATIONS = "xl/comments/comment1.xml", "xl/worksheets/_rels/sheet1.xml.rels"
BROKEN = b"<a><b></a>"
MOMENT = datetime(2026, 11, 3, 14, 5)  # noqa: DTZ001 (a cell has no time zone)


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


def kinds_of_cells(book: Workbook) -> None:
    """Fill a workbook with every kind of cell that the reader tells apart."""
    sheet: Any = book.create_sheet("Tout", 0)
    rich = CellRichText("Em", TextBlock(InlineFont(strike=True), "ploi "), TextBlock(InlineFont(b=True), "ici"))
    values = ("Élan", 12, 1.5, True, MOMENT, time(9, 30), timedelta(hours=30), "#N/A", rich, "=1+1")
    for column, value in enumerate(values, 1):
        sheet.cell(2, column, value)
    sheet["G2"].number_format = "[h]:mm"
    sheet["A3"] = "barré"
    sheet["A3"].font = Font(strike=True)
    sheet["B3"] = "lien"
    sheet["B3"].hyperlink = "https://relais.be/"
    sheet["C3"] = "coin"
    sheet.merge_cells("C3:D4")
    sheet["A5"] = "caché"
    sheet.row_dimensions[5].hidden = True
    sheet["A2"].comment = Comment("vu par AB", "AB")
    book.create_sheet("Secret").sheet_state = "veryHidden"
    book["Secret"]["B7"] = "x"


def read(parts: Parts) -> RawWorkbook:
    """Read a workbook of these parts."""
    return parse_workbook(Path("x.xlsx"), pack(parts))


def cells(sheet: RawSheet) -> list[tuple[str, object]]:
    """Return the values of a sheet by their cells."""
    return [(cell.coordinate, cell.value) for row in sheet.rows for cell in row.cells.values()]


def without(*names: str) -> Change:
    return lambda parts: {name: content for name, content in parts.items() if name not in names}


def within(part: str, old: str, new: str) -> Change:
    return lambda parts: replace_in(parts, part, old, new, 1)


def set_to(part: str, content: bytes) -> Change:
    return lambda parts: parts | {part: content}


def raw_sheet(path: Path, edit: Callable[[Workbook], object] | None = None) -> RawSheet:
    """Return the first sheet, after a change with openpyxl."""
    if edit is not None:
        book = openpyxl.load_workbook(path, rich_text=True)
        edit(book)
        book.save(path)
    return read_workbook(path).sheets[0]


def cell(sheet: RawSheet, coordinate: str) -> RawCell:
    return next(cell for row in sheet.rows for cell in row.cells.values() if cell.coordinate == coordinate)


def sound(folder: Path) -> bytes:
    """Return a workbook in which nothing is wrong."""
    return make_workbook(folder / "sound.xlsx").read_bytes()


def sound_with_shared_strings(folder: Path) -> bytes:
    """Return a workbook as Excel stores it: openpyxl writes texts into the cells."""
    return pack(sharing_strings(unpack(sound(folder))))
