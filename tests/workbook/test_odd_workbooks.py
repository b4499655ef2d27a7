"""Workbooks of other programs: whatever nobody needs may be odd, damaged or missing, and the cells are the same."""

import random
import re
import zipfile
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import register_namespace, tostring

import pytest
from defusedxml.ElementTree import fromstring
from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.styles import Font

from fiche_builder.common.errors import WorkbookError
from fiche_builder.workbook.opening import read_workbook_bytes
from fiche_builder.workbook.raw import RawCell, RawSheet, RawWorkbook
from fiche_builder.workbook.reader import parse_workbook, read_workbook
from tests.conftest import SOAK, WorkbookMaker
from tests.making.packages import (
    MAIN,
    STRINGS,
    WORKBOOK_RELATIONS,
    Parts,
    everywhere,
    pack,
    related,
    replace_in,
    sharing_strings,
    unpack,
)
from tests.making.workbooks import check, fiche, found, make_workbook

Change = Callable[[Parts], Parts]
BOOK, STYLES, SHEET, CORE = "xl/workbook.xml", "xl/styles.xml", "xl/worksheets/sheet1.xml", "docProps/core.xml"
COMMENTS, SHEET_RELATIONS = "xl/comments/comment1.xml", "xl/worksheets/_rels/sheet1.xml.rels"
DRAWING = "xl/drawings/drawing1.xml"
TEXT = "<t>&#201;lan</t>"
BROKEN = b"<a><b></a>"
MOMENT = datetime(2026, 11, 3, 14, 5)  # noqa: DTZ001 (a cell has no time zone)


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


@pytest.fixture(scope="module")
def sample() -> Parts:
    book = Workbook()
    book.remove(book.worksheets[0])
    kinds_of_cells(book)
    target = BytesIO()
    book.save(target)
    return sharing_strings(unpack(target.getvalue()))


def read(parts: Parts) -> RawWorkbook:
    return parse_workbook(Path("x.xlsx"), pack(parts))


def cells(sheet: RawSheet) -> list[tuple[str, object]]:
    return [(cell.coordinate, cell.value) for row in sheet.rows for cell in row.cells.values()]


def test_the_sample_holds_every_kind_of_cell(sample: Parts) -> None:
    """What the laws below compare with is what it should be."""
    first, hidden = read(sample).sheets

    assert cells(first) == [
        ("A2", "Élan"), ("B2", 12), ("C2", 1.5), ("D2", True), ("E2", MOMENT), ("F2", time(9, 30)),
        ("G2", timedelta(hours=30)), ("H2", "#N/A"), ("I2", "Emploi ici"), ("J2", "=1+1"), ("A3", "barré"), ("B3",
            "lien"),
        ("C3", "coin"), ("A5", "caché"),
    ]  # fmt: skip
    assert first.rows[0].cells[1].comment == "vu par AB"
    assert (first.rows[0].cells[8].error, first.rows[0].cells[10].uncached) == (True, True)
    assert [cell.struck for cell in (first.rows[0].cells[9], first.rows[1].cells[1])] == [True, True]
    assert (first.rows[1].cells[2].link, first.rows[1].cells[3].merged) == ("https://relais.be/", "C3:D4")
    assert (first.rows[2].hidden, hidden.hidden) == (True, True)


# Other ways to say the same.

STRICT = (
    (b"http://schemas.openxmlformats.org/spreadsheetml/2006/main", b"http://purl.oclc.org/ooxml/spreadsheetml/main"),
    (b"http://schemas.openxmlformats.org/officeDocument/2006/", b"http://purl.oclc.org/ooxml/officeDocument/"),
    (b"http://schemas.openxmlformats.org/drawingml/2006/main", b"http://purl.oclc.org/ooxml/drawingml/main"),
)


def strict(content: bytes) -> bytes:
    for transitional, name in STRICT:
        content = content.replace(transitional, name)
    return content


def prefixed(content: bytes) -> bytes:
    """Write `x:` before every element of a part in the main namespace."""
    if MAIN.encode() not in content:
        return content
    register_namespace("x", MAIN)
    return tostring(fromstring(content))


def in_utf16(content: bytes) -> bytes:
    return content.decode().replace('encoding="UTF-8"', "").replace("encoding='UTF-8'", "").encode("utf-16")


def renamed(change: Callable[[str], str]) -> Change:
    return lambda parts: {change(name): content for name, content in parts.items()}


def targets(old: str, new: str) -> Change:
    return lambda parts: replace_in(parts, WORKBOOK_RELATIONS, old, new)


def without(*names: str) -> Change:
    return lambda parts: {name: content for name, content in parts.items() if name not in names}


def within(part: str, old: str, new: str) -> Change:
    return lambda parts: replace_in(parts, part, old, new, 1)


def set_to(part: str, content: bytes) -> Change:
    return lambda parts: parts | {part: content}


def beside(kind: str, target: str, source: str = SHEET_RELATIONS, content: bytes | None = BROKEN) -> Change:
    """Add a part of a kind that nobody needs, damaged, or only named and not there."""
    return lambda parts: related(parts, source, kind, target, content)


def names(entries: str) -> Change:
    return within(BOOK, "<sheets>", f"<definedNames>{entries}</definedNames><sheets>")


def after_cells(setting: str) -> Change:
    return within(SHEET, "</sheetData>", f"</sheetData>{setting}")


def at_the_end(setting: str) -> Change:
    return within(SHEET, "</worksheet>", f"{setting}</worksheet>")


def without_references(parts: Parts) -> Parts:
    """Leave out where rows and cells stand: they follow each other, as some programs write them."""
    text = parts[SHEET].decode()
    grid = {(row, column): "" for row in range(1, 6) for column in "ABCDEFGHIJ"}
    for whole, column, row in re.findall(r'(<c r="([A-Z]+)(\d+)".*?(?:/>|</c>))', text):
        grid[int(row), column] = whole.replace(f' r="{column}{row}"', "")
    rows = [
        ('<row hidden="1">' if row == 5 else "<row>")
        + "".join(grid[row, column] or "<c/>" for column in "ABCDEFGHIJ")
        + "</row>"
        for row in range(1, 6)
    ]
    data = f"<sheetData>{''.join(rows)}</sheetData>"
    return parts | {SHEET: re.sub(r"<sheetData>.*</sheetData>", lambda _match: data, text, flags=re.DOTALL).encode()}


SAME: dict[str, Change] = {
    "strict": lambda parts: everywhere(parts, strict),
    "prefixes": lambda parts: everywhere(parts, prefixed),
    "UTF-16": lambda parts: everywhere(parts, in_utf16),
    "byte-order marks": lambda parts: everywhere(parts, lambda content: b"\xef\xbb\xbf" + content),
    "back slashes": renamed(lambda name: name.replace("/", "\\")),
    "slash before names": renamed(lambda name: f"/{name}"),
    "capital letters": renamed(lambda name: name if "/" not in name else name.upper()),
    "sharedstrings in small letters": renamed(str.lower),
    "back slashes in targets": targets('Target="/xl/worksheets/sheet1.xml"', 'Target="\\xl\\worksheets\\sheet1.xml"'),
    "targets from the folder": targets('Target="/xl/worksheets/', 'Target="worksheets/'),
    "targets up and down": targets('Target="/xl/worksheets/', 'Target="../xl/./worksheets/'),
    "targets from the root without a slash": targets('Target="/xl/worksheets/', 'Target="xl/worksheets/'),
    "targets in capital letters": targets('Target="/xl/worksheets/', 'Target="/XL/Worksheets/'),
    "text for the table unnamed": lambda parts: replace_in(parts, WORKBOOK_RELATIONS, '/sharedStrings"', '/other"'),
    "state show": within(BOOK, 'state="visible"', 'state="show"'),
    "rows and cells without references": without_references,
    "blanks around numbers": within(SHEET, "<v>12</v>", "<v>\n 12 </v>"),
    "a number with all its digits": within(SHEET, "<v>1.5</v>", "<v>1.5000000000000000E0</v>"),
    "spaces kept": within(STRINGS, TEXT, '<t xml:space="preserve">Élan</t>'),
    "a text in runs": within(STRINGS, TEXT, "<r><t>Él</t></r><r><rPr><b/></rPr><t>an</t></r>"),
    "a plain piece before a run": within(STRINGS, TEXT, "<t>Él</t><r><rPr><b/></rPr><t>an</t></r>"),
    "a reading aid": within(STRINGS, TEXT, '<t>Élan</t><rPh sb="0" eb="1"><t>elan</t></rPh><phoneticPr fontId="1"/>'),
    "text in its cell": within(SHEET, 't="s"><v>0</v>', 't="inlineStr"><is><t>Él</t><r><t>an</t></r></is>'),
    "text without a type": within(SHEET, 't="s"><v>0</v>', "><is><t>Élan</t></is>"),
    "text as a value": within(SHEET, 't="s"><v>0</v>', 't="str"><v>Élan</v>'),
    "text said to be in the cell": within(SHEET, 't="s"><v>0</v>', 't="inlineStr"><v>Élan</v>'),
    "true in letters": within(SHEET, 't="b"><v>1</v>', 't="b"><v>true</v>'),
    "a date in letters": lambda parts: replace_in(
        replace_in(parts, SHEET, 't="n"><v>46329.58680555555</v>', 't="d"><v>2026-11-03T14:05:00</v>'),
        SHEET, 't="n"><v>0.3958333333333333</v>', 't="d"><v>09:30:00</v>',
    ),
    "a date of Zulu": within(SHEET, 't="n"><v>46329.58680555555</v>', 't="d"><v>2026-11-03T14:05:00.000Z</v>'),
    "a duration in letters": within(SHEET, 't="n"><v>1.25</v>', 't="d"><v>PT30H</v>'),
}  # fmt: skip
"""Each says what the sample says in another way."""
UNNEEDED: dict[str, Change] = {
    "no document properties": without("docProps/core.xml", "docProps/app.xml"),
    "no theme": without("xl/theme/theme1.xml"),
    "damaged theme": set_to("xl/theme/theme1.xml", BROKEN),
    "application properties damaged": set_to("docProps/app.xml", BROKEN),
    "content types damaged": set_to("[Content_Types].xml", BROKEN),
    "content types without overrides": set_to("[Content_Types].xml", b"<Types/>"),
    "odd day of creation": within(CORE, "</dcterms:created>", " le 3 mars</dcterms:created>"),
    "an empty fill": within(STYLES, "</fills>", "<fill/><fill><patternFill/></fill></fills>"),
    "an empty border": within(STYLES, "</borders>", "<border/></borders>"),
    "an unknown pattern": within(STYLES, 'patternType="gray125"', 'patternType="plaid"'),
    "an unknown alignment": within(STYLES, "</cellXfs>", '<xf><alignment horizontal="diagonal"/></xf></cellXfs>'),
    "an unknown underline": within(STYLES, "<font>", '<font><u val="wavy"/><family val="99"/><sz val="big"/>'),
    "odd colours": within(STYLES, "<font>", '<font><color rgb="red"/><color theme="x" tint="y"/>'),
    "damaged differential formats": within(STYLES, "</styleSheet>", '<dxfs count="x"><dxf><fill/><font/></dxf>'
        '</dxfs></styleSheet>'),
    "damaged palette": within(STYLES, "</styleSheet>", '<colors><indexedColors><rgbColor rgb="?"/>'
        '</indexedColors></colors></styleSheet>'),
    "a format without a code": within(STYLES, "<fonts", '<numFmts count="1"><numFmt numFmtId="x"/><numFmt/>'
        '</numFmts><fonts'),
    "cell styles of styles that are not there": within(STYLES, 'xfId="0"', 'xfId="77"'),
    "a style beyond the table": within(SHEET, '<c r="A2"', '<c s="4711" r="A2"'),
    "a style that is no number": within(SHEET, '<c r="A2"', '<c s="bleu" r="A2"'),
    "broken names": names('<definedName name="_xlnm.Print_Titles" localSheetId="9">#REF!</definedName><definedName/>'),
    "print titles without end": names(f'<definedName name="_xlnm.Print_Titles" '
                                      f'localSheetId="0">{"a!$1:$1," * 999}</definedName>'),
    "an odd view": within(SHEET, "<sheetView ", '<sheetView view="sideways" zoomScale="x" '),
    "an odd pane": within(SHEET, "<selection ", '<pane state="thawed" topLeftCell="?"/><selection '),
    "an odd column": within(SHEET, "<sheetData>", '<cols><col min="0" max="x" width="wide"/></cols><sheetData>'),
    "an odd row": within(SHEET, '<row r="3"', '<row r="3" ht="high" spans="?" s="4711" customFormat="?"'),
    "odd conditional formats": after_cells('<conditionalFormatting sqref="?"><cfRule type="new" dxfId="x"/>'
        '</conditionalFormatting>'),
    "odd rules of input": after_cells('<dataValidations><dataValidation type="odd" sqref=""/></dataValidations>'),
    "an odd filter": after_cells('<autoFilter ref="?"><filterColumn colId="x"/></autoFilter>'),
    "an odd page": at_the_end('<pageSetup orientation="round" paperSize="x"/><headerFooter>'
                              '<oddHeader>&amp;</oddHeader></headerFooter>'),
    "an extension": at_the_end('<extLst><ext uri="{1}" xmlns:n="urn:n"><n:row r="9"><n:c r="A9"><n:v>9</n:v>'
                               '</n:c></n:row></ext></extLst>'),
    "odd protection": after_cells('<sheetProtection password="quite wrong" spinCount="x"/>'),
    "an Excel table that is not there": at_the_end('<tableParts count="1"><tablePart xmlns:r="urn:r" '
        'r:id="rId99"/></tableParts>'),
    "an Excel table damaged": beside("table", "xl/tables/table1.xml"),
    "a drawing damaged": beside("drawing", DRAWING),
    "a drawing that is not there": beside("drawing", DRAWING, content=None),
    "boxes of comments damaged": set_to("xl/drawings/commentsDrawing1.vml", BROKEN),
    "settings of a printer": beside("printerSettings", "xl/printerSettings/printerSettings1.bin", content=b"\0\xff"),
    "a pivot table": beside("pivotTable", "xl/pivotTables/pivotTable1.xml"),
    "its records": beside("pivotCacheDefinition", "xl/pivotCache/pivotCacheDefinition1.xml", WORKBOOK_RELATIONS),
    "records that are not there": within(BOOK, "<sheets>", '<pivotCaches><pivotCache cacheId="x"/></pivotCaches>'
        '<sheets>'),
    "slicers": beside("slicerCache", "xl/slicerCaches/slicerCache1.xml", WORKBOOK_RELATIONS),
    "another workbook": beside("externalLink", "xl/externalLinks/externalLink1.xml", WORKBOOK_RELATIONS),
    "macros": beside("vbaProject", "xl/vbaProject.bin", WORKBOOK_RELATIONS),
    "conversations": beside("threadedComment", "xl/threadedComments/threadedComment1.xml"),
    "attached XML with a document type": set_to("customXml/item1.xml", b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'),
    "order of calculation": beside("calcChain", "xl/calcChain.xml", WORKBOOK_RELATIONS),
    "a folder as an entry": set_to("xl/", b""),
}  # fmt: skip
"""Each adds, damages or takes away something that the cells do not need."""


@pytest.mark.parametrize("change", [pytest.param(change, id=name) for name, change in {**SAME, **UNNEEDED}.items()])
def test_the_cells_are_the_same(sample: Parts, change: Change) -> None:
    changed = change(sample)
    result = read(changed)

    assert changed != sample
    assert (result.sheets, result.unread) == (read(sample).sheets, ())


def test_a_chart_on_a_sheet_of_its_own_is_no_sheet(sample: Parts) -> None:
    entry = '<sheet xmlns:r="urn:r" name="Graphique" sheetId="9" r:id="rId900"/></sheets>'
    parts = replace_in(sample, BOOK, "</sheets>", entry)
    parts = related(parts, WORKBOOK_RELATIONS, "chartsheet", "xl/chartsheets/sheet1.xml", BROKEN)
    parts = {**parts, WORKBOOK_RELATIONS: parts[WORKBOOK_RELATIONS].replace(f"rId9{len(sample)}".encode(), b"rId900")}

    assert read(parts).sheets == read(sample).sheets


def test_without_styles_a_date_is_the_number_it_is_stored_as(sample: Parts) -> None:
    assert dict(cells(read(without(STYLES)(sample)).sheets[0]))["E2"] == pytest.approx(46329.5868, abs=1e-3)


def test_a_workbook_without_the_table_of_texts_has_its_other_cells(workbook: WorkbookMaker) -> None:
    path = workbook(Fiches=[fiche(Nom="Le Relais")])
    parts = unpack(path.read_bytes())

    assert STRINGS not in parts
    assert read(related(parts, WORKBOOK_RELATIONS, "sharedStrings", STRINGS, None)).sheets == read_workbook(path).sheets


# What is damaged and can be done without is told; what is needed is named.


@pytest.mark.parametrize(
    ("part", "sheet", "lost"),
    [
        (COMMENTS, "Tout", {"comment"}),
        (SHEET_RELATIONS, "Tout", {"comment", "link"}),
        (CORE, "", set()),
        ("_rels/.rels", "", set()),
    ],
)
@pytest.mark.parametrize("damage", [BROKEN, b"", b"\0\0\0", b'<?xml version="1.0" encoding="klingon"?><a/>'])
def test_a_damaged_part_that_the_cells_can_do_without(
    sample: Parts, part: str, sheet: str, lost: set[str], damage: bytes
) -> None:
    result = read(sample | {part: damage})

    assert result.unread == ((sheet, part),)
    assert [cells(sheet) for sheet in result.sheets] == [cells(sheet) for sheet in read(sample).sheets]
    found = [cell for sheet in result.sheets for row in sheet.rows for cell in row.cells.values()]
    assert any(cell.comment for cell in found) == ("comment" not in lost)
    assert any(cell.link for cell in found) == ("link" not in lost)


def test_it_is_a_warning(workbook: WorkbookMaker) -> None:
    path = workbook()
    path.write_bytes(pack(unpack(path.read_bytes()) | {CORE: BROKEN}))

    (finding,) = check(path).findings
    assert (finding.code, finding.severity, finding.value) == ("part-damaged", "warning", CORE)
    assert finding.message == f"The part “{CORE}” of the file is damaged: it was not read, but the cells were."


@pytest.mark.parametrize(
    ("part", "change"),
    [
        (BOOK, set_to(BOOK, BROKEN)),
        (WORKBOOK_RELATIONS, set_to(WORKBOOK_RELATIONS, BROKEN)),
        (STYLES, set_to(STYLES, BROKEN)),
        (STRINGS, set_to(STRINGS, BROKEN)),
        (STRINGS, set_to(STRINGS, b"<html/>")),
        (SHEET, set_to(SHEET, BROKEN)),
        (SHEET, set_to(SHEET, b"<html/>")),
        (SHEET, without(SHEET)),
        (SHEET, within(SHEET, "<v>0</v>", "<v>4711</v>")),
        (SHEET, within(SHEET, "<v>0</v>", "<v>-1</v>")),
        (SHEET, within(SHEET, '<row r="3"', f'<row r="{"9" * 100}"')),
        (SHEET, within(SHEET, '<row r="3"', '<row r="1048577"')),
        (SHEET, within(SHEET, '<c r="A2"', '<c r="XFE2"')),
        (SHEET, within(SHEET, '<c r="A2"', '<c r="2A"')),
        (SHEET, within(SHEET, '<c r="A2"', '<c r="A0"')),
        (BOOK, within(BOOK, 'r:id="rId1"', 'r:id="rId99"')),
    ],
)
def test_a_damaged_part_that_is_needed_is_named(sample: Parts, part: str, change: Change) -> None:
    with pytest.raises(WorkbookError) as caught:
        read(change(sample))

    assert caught.value.message == f"“x.xlsx” is damaged: its part “{part}” cannot be read."


@pytest.mark.parametrize("part", [COMMENTS, CORE, SHEET_RELATIONS, "xl/theme/theme1.xml"])
def test_entities_are_refused_in_every_part_of_excel_s_own(tmp_path: Path, sample: Parts, part: str) -> None:
    path = tmp_path / "x.xlsx"
    path.write_bytes(pack(sample | {part: b'<!DOCTYPE a [<!ENTITY b "c">]>' + sample[part]}))

    with pytest.raises(WorkbookError, match="holds XML entities"):
        read_workbook(path)


def test_the_reader_refuses_them_itself(sample: Parts) -> None:
    """However far down in the part they are declared."""
    with pytest.raises(WorkbookError, match="holds XML entities"):
        read(sample | {SHEET: b"\n" * 200_000 + b'<!DOCTYPE a [<!ENTITY b "c">]>' + sample[SHEET]})


# Values.


@pytest.mark.parametrize(
    ("stored", "value"),
    [
        ("<c r='A2'><v>1e400</v></c>", "1e400"),
        (f"<c r='A2'><v>{'9' * 400}</v></c>", "9" * 400),
        ("<c r='A2'><v>nan</v></c>", "nan"),
        ("<c r='A2'><v>1_000</v></c>", "1_000"),
        ("<c r='A2'><v>-4E-2</v></c>", -0.04),
        ("<c r='A2'><v>12345678901234567</v></c>", 12345678901234567),
        ("<c r='A2' t='d'><v>hier</v></c>", "hier"),
        ("<c r='A2' t='d'><v>2026-11-03</v></c>", date(2026, 11, 3)),
        ("<c r='A2' t='str'><v>a_x000D_b_x005F_x000D_c</v></c>", "a\rb_x000D_c"),
        ("<c r='A2' t='inlineStr'><is><r><t>a_x00</t></r><r><t>0D_b</t></r></is></c>", "a_x000D_b"),
        ("<c r='A2' t='new'><v>7</v></c>", 7),
        ("<c r='A2' t='new'><v>sept</v></c>", "sept"),
        ("<c r='A2' t='s'><v/></c>", None),
        ("<c r='A2'><f>1+1</f><v>2</v></c>", 2),
        ("<c r='A2'><f t='shared' ref='A2:A3' si='0'>B2&amp;C2</f></c><c r='A3'><f t='shared' si='0'/></c>", "=B2&C2"),
    ],
)
def test_a_value_is_what_stands_in_the_file(sample: Parts, stored: str, value: object) -> None:
    sheet = f'<worksheet xmlns="{MAIN}"><sheetData><row r="2">{stored}</row></sheetData></worksheet>'

    assert dict(cells(read(sample | {SHEET: sheet.encode()}).sheets[0])).get("A2") == value


def test_a_shared_formula_is_shown_as_its_cell_would_show_it(sample: Parts) -> None:
    stored = '<c r="A2"><f t="shared" ref="A2:A3" si="0">B2&amp;C$2</f></c><c r="A3"><f t="shared" si="0"/></c>'
    sheet = f'<worksheet xmlns="{MAIN}"><sheetData><row>{stored}</row></sheetData></worksheet>'

    assert cells(read(sample | {SHEET: sheet.encode()}).sheets[0]) == [("A2", "=B2&C$2"), ("A3", "=B3&C$2")]


def test_ranges_are_kept_as_ranges(sample: Parts) -> None:
    """Reading costs what the cells cost, not what a range could hold."""
    ranges = (
        '<mergeCells><mergeCell ref="B1:XFD1048576"/><mergeCell ref="?"/><mergeCell ref="A9:A9"/></mergeCells>'
        '<hyperlinks xmlns:r="urn:r"><hyperlink ref="A:A" r:id="rId1"/><hyperlink ref="1:1048576" r:id="rId77"/>'
        "</hyperlinks>"
    )
    data = (
        "<sheetData><row r='1'><c r='A1'><v>1</v></c><c r='B1'><v>2</v></c><c r='C1'><v>3</v></c></row>"
        "<row r='2'><c r='A2'><v>4</v></c><c r='C2'><v>5</v></c></row></sheetData>"
    )
    relations = sample[SHEET_RELATIONS].replace(b'Id="rId1"', b'Id="rIdA"')
    target = b'Target="https://relais.be/" TargetMode="External"'
    link = b'<Relationship Id="rId1" Type="x/hyperlink" ' + target + b"/></Relationships>"
    parts = sample | {
        SHEET: f'<worksheet xmlns="{MAIN}">{data}{ranges}</worksheet>'.encode(),
        SHEET_RELATIONS: relations.replace(b"</Relationships>", link),
        COMMENTS: f'<comments xmlns="{MAIN}"/>'.encode(),
    }
    found: list[RawCell] = [cell for row in read(parts).sheets[0].rows for cell in row.cells.values()]

    assert [(cell.coordinate, cell.value, cell.merged, cell.link) for cell in found] == [
        ("A1", 1, "", "https://relais.be/"),
        ("B1", 2, "B1:XFD1048576", ""),
        ("A2", 4, "", "https://relais.be/"),
    ]


def test_a_link_knows_the_place_in_its_target(sample: Parts) -> None:
    parts = replace_in(sample, SHEET, ' ref="B3"', ' location="/fiche/3" ref="B3"')

    assert read(parts).sheets[0].rows[1].cells[2].link == "https://relais.be/#/fiche/3"


# The inputs of others.


@pytest.mark.parametrize(
    "name",
    [
        "lecteur-strict",
        "lecteur-tcd-groupe",
        "lecteur-texte-enrichi",
        "lecteur-casse-des-parties",
        "lecteur-remplissage-vide",
        "lecteur-style-hors-table",
        "lecteur-etat-show",
        "lecteur-date-de-creation",
    ],
)
def test_what_excel_opens_is_read_whole(shared_data: Path, name: str) -> None:
    checked = check(shared_data / "fautes" / f"{name}.xlsx")

    assert (len(checked.directory.fiches), checked.findings) == (2 if "casse" in name else 4, ())
    if name == "lecteur-texte-enrichi":
        assert "Maison du Logement" in [fiche.name for fiche in checked.directory.fiches]


def test_the_part_that_is_broken_is_named(shared_data: Path) -> None:
    with pytest.raises(WorkbookError, match=f"its part “{WORKBOOK_RELATIONS}” cannot be read"):
        read_workbook(shared_data / "fautes" / "rels-broken.xlsx")


# Damage by chance.


def mutated(parts: Parts, chance: random.Random) -> bytes:
    """Damage one part of a file, or the file as it is packed."""
    name = chance.choice([*parts, ""])
    content = bytearray(parts[name] if name else pack(parts))
    start = chance.randrange(len(content))
    end = min(len(content), start + chance.choice([1, 1, 1, 8, 300]))
    new = chance.choice(
        [b"", b"\0", b"9" * 300, b"<", b'"', b"&#0;", b"\xff\xfe", content[start:end] * 3, chance.randbytes(5)]
    )
    content[start:end] = new
    return pack(parts | {name: bytes(content)}) if name else bytes(content)


def test_damage_is_one_sentence_or_nothing(tmp_path: Path, sample: Parts) -> None:
    """Whatever a byte becomes: the workbook is read and checked, or one sentence says why not."""
    annuaire = unpack(make_workbook(tmp_path / "annuaire.xlsx").read_bytes())
    refused = 0
    for number in range(2_000 if SOAK else 100):
        chance = random.Random(number)  # noqa: S311 (mutants, not secrets)
        path = tmp_path / "x.xlsx"
        path.write_bytes(mutated(chance.choice([sample, annuaire]), chance))
        try:
            found(path)
        except WorkbookError:
            refused += 1
    assert 10 < refused < (1_800 if SOAK else 90)


def test_a_part_that_cannot_be_unpacked_is_damaged_only_if_it_is_needed(tmp_path: Path, sample: Parts) -> None:
    path = tmp_path / "x.xlsx"
    for part, is_needed in (("xl/theme/theme1.xml", False), (SHEET, True)):
        content = bytearray(pack(sample))
        start = zipfile.ZipFile(BytesIO(content)).getinfo(part).header_offset + 80
        content[start : start + 40] = bytes(40)
        path.write_bytes(content)
        accepted = read_workbook_bytes(path)
        if is_needed:
            with pytest.raises(WorkbookError, match=f"its part “{part}” cannot be read"):
                parse_workbook(path, accepted)
        else:
            assert parse_workbook(path, accepted).sheets == read(sample).sheets
