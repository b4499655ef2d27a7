"""Workbooks as other programs write them: what nobody needs may be odd, damaged or missing; the cells stay the same."""

import re
from collections.abc import Callable
from datetime import time, timedelta
from pathlib import Path
from xml.etree.ElementTree import register_namespace, tostring

import pytest
from defusedxml.ElementTree import fromstring

from fiche_builder.workbook.reader import read_workbook
from tests.conftest import WorkbookMaker
from tests.making.packages import (
    BOOK,
    BROKEN,
    CORE,
    MAIN,
    MOMENT,
    SHEET,
    SHEET_RELATIONS,
    STRINGS,
    STYLES,
    WORKBOOK_RELATIONS,
    Change,
    Parts,
    cells,
    everywhere,
    read,
    related,
    replace_in,
    set_to,
    unpack,
    within,
    without,
)
from tests.making.workbooks import check, fiche


def test_the_sample_holds_every_kind_of_cell(sample: Parts) -> None:
    """What the laws below compare with is what it should be."""
    first, hidden = read(sample).sheets

    assert cells(first) == [
        ("A2", "Élan"),
        ("B2", 12),
        ("C2", 1.5),
        ("D2", True),
        ("E2", MOMENT),
        ("F2", time(9, 30)),
        ("G2", timedelta(hours=30)),
        ("H2", "#N/A"),
        ("I2", "Emploi ici"),
        ("J2", "=1+1"),
        ("A3", "barré"),
        ("B3", "lien"),
        ("C3", "coin"),
        ("A5", "caché"),
    ]
    assert first.rows[0].cells[1].comment == "vu par AB"
    assert (first.rows[0].cells[8].error, first.rows[0].cells[10].uncached) == (True, True)
    assert [cell.struck for cell in (first.rows[0].cells[9], first.rows[1].cells[1])] == [True, True]
    assert (first.rows[1].cells[2].link, first.rows[1].cells[3].merged) == ("https://relais.be/", "C3:D4")
    assert (first.rows[2].hidden, hidden.hidden) == (True, True)


DRAWING = "xl/drawings/drawing1.xml"
TEXT = "<t>&#201;lan</t>"


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
        SHEET,
        't="n"><v>0.3958333333333333</v>',
        't="d"><v>09:30:00</v>',
    ),
    "a date of Zulu": within(SHEET, 't="n"><v>46329.58680555555</v>', 't="d"><v>2026-11-03T14:05:00.000Z</v>'),
    "a duration in letters": within(SHEET, 't="n"><v>1.25</v>', 't="d"><v>PT30H</v>'),
}
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
    "damaged differential formats": within(
        STYLES, "</styleSheet>", '<dxfs count="x"><dxf><fill/><font/></dxf></dxfs></styleSheet>'
    ),
    "damaged palette": within(
        STYLES, "</styleSheet>", '<colors><indexedColors><rgbColor rgb="?"/></indexedColors></colors></styleSheet>'
    ),
    "a format without a code": within(
        STYLES, "<fonts", '<numFmts count="1"><numFmt numFmtId="x"/><numFmt/></numFmts><fonts'
    ),
    "cell styles of styles that are not there": within(STYLES, 'xfId="0"', 'xfId="77"'),
    "a style beyond the table": within(SHEET, '<c r="A2"', '<c s="4711" r="A2"'),
    "a style that is no number": within(SHEET, '<c r="A2"', '<c s="bleu" r="A2"'),
    "broken names": names('<definedName name="_xlnm.Print_Titles" localSheetId="9">#REF!</definedName><definedName/>'),
    "print titles without end": names(
        f'<definedName name="_xlnm.Print_Titles" localSheetId="0">{"a!$1:$1," * 999}</definedName>'
    ),
    "an odd view": within(SHEET, "<sheetView ", '<sheetView view="sideways" zoomScale="x" '),
    "an odd pane": within(SHEET, "<selection ", '<pane state="thawed" topLeftCell="?"/><selection '),
    "an odd column": within(SHEET, "<sheetData>", '<cols><col min="0" max="x" width="wide"/></cols><sheetData>'),
    "an odd row": within(SHEET, '<row r="3"', '<row r="3" ht="high" spans="?" s="4711" customFormat="?"'),
    "odd conditional formats": after_cells(
        '<conditionalFormatting sqref="?"><cfRule type="new" dxfId="x"/></conditionalFormatting>'
    ),
    "odd rules of input": after_cells('<dataValidations><dataValidation type="odd" sqref=""/></dataValidations>'),
    "an odd filter": after_cells('<autoFilter ref="?"><filterColumn colId="x"/></autoFilter>'),
    "an odd page": at_the_end(
        '<pageSetup orientation="round" paperSize="x"/><headerFooter><oddHeader>&amp;</oddHeader></headerFooter>'
    ),
    "an extension": at_the_end(
        '<extLst><ext uri="{1}" xmlns:n="urn:n"><n:row r="9"><n:c r="A9"><n:v>9</n:v></n:c></n:row></ext></extLst>'
    ),
    "odd protection": after_cells('<sheetProtection password="quite wrong" spinCount="x"/>'),
    "an Excel table that is not there": at_the_end(
        '<tableParts count="1"><tablePart xmlns:r="urn:r" r:id="rId99"/></tableParts>'
    ),
    "an Excel table damaged": beside("table", "xl/tables/table1.xml"),
    "a drawing damaged": beside("drawing", DRAWING),
    "a drawing that is not there": beside("drawing", DRAWING, content=None),
    "boxes of comments damaged": set_to("xl/drawings/commentsDrawing1.vml", BROKEN),
    "settings of a printer": beside("printerSettings", "xl/printerSettings/printerSettings1.bin", content=b"\0\xff"),
    "a pivot table": beside("pivotTable", "xl/pivotTables/pivotTable1.xml"),
    "its records": beside("pivotCacheDefinition", "xl/pivotCache/pivotCacheDefinition1.xml", WORKBOOK_RELATIONS),
    "records that are not there": within(
        BOOK, "<sheets>", '<pivotCaches><pivotCache cacheId="x"/></pivotCaches><sheets>'
    ),
    "slicers": beside("slicerCache", "xl/slicerCaches/slicerCache1.xml", WORKBOOK_RELATIONS),
    "another workbook": beside("externalLink", "xl/externalLinks/externalLink1.xml", WORKBOOK_RELATIONS),
    "macros": beside("vbaProject", "xl/vbaProject.bin", WORKBOOK_RELATIONS),
    "conversations": beside("threadedComment", "xl/threadedComments/threadedComment1.xml"),
    "attached XML with a document type": set_to("customXml/item1.xml", b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'),
    "order of calculation": beside("calcChain", "xl/calcChain.xml", WORKBOOK_RELATIONS),
    "a folder as an entry": set_to("xl/", b""),
}
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
