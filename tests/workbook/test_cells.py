"""One sheet's cells: each value as it stands in the file, formulas, links and merged ranges."""

from datetime import date
from io import BytesIO

import pytest

from fiche_builder.workbook.cells import Counts, SheetCells, Sources
from fiche_builder.workbook.limits import LimitError
from fiche_builder.workbook.package import Relation
from fiche_builder.workbook.raw import RawCell
from tests.making.packages import (
    COMMENTS,
    MAIN,
    SHEET,
    SHEET_RELATIONS,
    Parts,
    cells,
    read,
    replace_in,
)


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
        '<hyperlinks xmlns:r="urn:r"><hyperlink ref="A:A" r:id="rId1"/><hyperlink ref="1:1048576" '
        'r:id="rId77"/></hyperlinks>'
    )
    data = (
        "<sheetData><row r='1'><c r='A1'><v>1</v></c><c r='B1'><v>2</v></c><c r='C1'><v>3</v></c></row>"
        "<row r='2'><c r='A2'><v>4</v></c><c r='C2'><v>5</v></c></row></sheetData>"
    )
    relations = sample[SHEET_RELATIONS].replace(b'Id="rId1"', b'Id="rIdA"')
    link = (
        b'<Relationship Id="rId1" Type="x/hyperlink" Target="https://relais.be/" '
        b'TargetMode="External"/></Relationships>'
    )
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


def sheet_cells(xml: str) -> SheetCells:
    found = SheetCells(Sources(), Counts(), "Feuille")
    found.read(BytesIO(f"<worksheet>{xml}</worksheet>".encode()))
    return found


def test_ranges_that_lie_over_each_other_end_before_minutes_have_passed() -> None:
    """Three thousand links over three thousand rows: nine million visits."""
    rows = "".join(f"<row r='{row}'><c r='A{row}'><v>1</v></c></row>" for row in range(1, 3001))
    links = "<hyperlink ref='A:A' n:id='r'/>" * 3000
    many = sheet_cells(f"<sheetData>{rows}</sheetData><hyperlinks xmlns:n='urn:n'>{links}</hyperlinks>")
    assert many.has_links
    with pytest.raises(LimitError, match="ranges"):
        many.rows({"r": Relation("hyperlink", "https://relais.be/", is_external=True)}, {})


def test_a_comment_hangs_on_its_cell_or_on_an_empty_one() -> None:
    found = sheet_cells("<sheetData><row r='2'><c r='B2'><v>1</v></c></row></sheetData>").rows(
        {}, {(2, 2): "vu", (1, 1): "seul"}
    )
    shown = [(cell.coordinate, cell.value, cell.comment) for row in found for cell in row.cells.values()]
    assert shown == [("A1", None, "seul"), ("B2", 1, "vu")]
