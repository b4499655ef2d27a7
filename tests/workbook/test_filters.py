"""Which columns are hidden, and which hidden rows a filter hides, as files of Excel, LibreOffice and others say it."""

from pathlib import Path

import pytest

from fiche_builder.workbook.reader import read_workbook
from tests.conftest import WorkbookMaker
from tests.making.packages import SHEET, pack, unpack

ON = '<filterColumn colId="1"><filters><filter val="x"/></filters></filterColumn>'

NO_BUTTON = ON.replace("><filters>", ' hiddenButton="1"><filters>')
VIEW = f'<customSheetView><autoFilter ref="A1:F9">{ON}</autoFilter></customSheetView>'


def filtered(path: Path, *, before: str = "", after: str = "", hidden: tuple[int, ...] = (2, 3)) -> list[int]:
    """Return the rows that a filter hides, with this in the part of the sheet before and after its rows."""
    parts = unpack(path.read_bytes())
    text = parts[SHEET].decode()
    for row in hidden:
        text = text.replace(f'<row r="{row}"', f'<row r="{row}" hidden="1"')
    start = text.index("<sheetPr>")
    end = text.index("</sheetPr>") + len("</sheetPr>")
    text = text[:start] + (before or text[start:end]) + text[end:]
    parts[SHEET] = text.replace("</sheetData>", f"</sheetData>{after}").encode()
    path.write_bytes(pack(parts))
    sheet = read_workbook(path).sheets[0]
    assert [row.index for row in sheet.rows if row.hidden] == list(hidden)
    return [row.index for row in sheet.rows if row.filtered]


@pytest.mark.parametrize(
    ("before", "after", "rows"),
    [
        ("", f'<autoFilter ref="A1:F9">{ON}</autoFilter>', [2, 3]),
        ("", f'<autoFilter ref="$A$1:$F$9">{ON}</autoFilter>', [2, 3]),
        ("", f'<autoFilter ref="A1:F2">{ON}</autoFilter>', [2]),
        ("", f'<autoFilter ref="A2:F9">{ON}</autoFilter>', [3]),
        ("", '<autoFilter ref="A1:F9"/>', []),
        ("", f'<autoFilter ref="">{ON}</autoFilter>', []),
        ("", '<autoFilter ref="A1:F9"><filterColumn colId="1" hiddenButton="1"/></autoFilter>', []),
        ("", '<autoFilter ref="A1:F9"><filterColumn colId="1" showButton="0"/></autoFilter>', []),
        (
            "",
            f'<autoFilter ref="A1:F9">{NO_BUTTON}</autoFilter>',
            [2, 3],
        ),
        (
            "",
            f"<customSheetViews>{VIEW}</customSheetViews>",
            [],
        ),
        (
            "",
            f'<customSheetViews/><autoFilter ref="A1:F2">{ON}</autoFilter>',
            [2],
        ),
        ('<sheetPr filterMode="1"/>', "", [2, 3]),
        ('<sheetPr filterMode="0"/>', "", []),
        ('<sheetPr filterMode="1"/>', f'<autoFilter ref="A1:F2">{ON}</autoFilter>', [2]),
        ("", "<extLst><ext><filters/></ext></extLst>", []),
    ],
)
def test_a_filter_hides_rows_of_its_range(workbook: WorkbookMaker, before: str, after: str, rows: list[int]) -> None:
    assert filtered(workbook(Fiches=[{"Nom": "x"}] * 4), before=before, after=after) == rows


@pytest.mark.parametrize(
    ("column", "hidden"),
    [
        ('<col min="2" max="3" hidden="1"/>', [2, 3]),
        ('<col min="2" max="16384" hidden="true"/>', [2, 3, 4]),
        ('<col min="2" max="3"/>', []),
        ('<col min="3" max="2" hidden="1"/><col hidden="1"/><col min="x" max="-1" hidden="1"/>', []),
    ],
)
def test_hidden_columns_are_known_and_odd_ones_do_no_harm(
    workbook: WorkbookMaker, column: str, hidden: list[int]
) -> None:
    path = workbook(Fiches=[{"Nom": "x"}])
    parts = unpack(path.read_bytes())
    parts[SHEET] = parts[SHEET].replace(b"<sheetData>", f"<cols>{column}</cols><sheetData>".encode())
    path.write_bytes(pack(parts))
    columns = read_workbook(path).sheets[0].hidden_columns
    assert [number for number in range(1, 5) if any(number in area for area in columns)] == hidden


def test_a_row_that_shows_is_hidden_by_nothing(workbook: WorkbookMaker) -> None:
    path = workbook(Fiches=[{"Nom": "x"}] * 4)
    assert filtered(path, after=f'<autoFilter ref="A1:F9">{ON}</autoFilter>', hidden=()) == []
