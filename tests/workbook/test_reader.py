"""Reading a workbook: every odd cell is read as it is shown."""

import re
import zipfile
from datetime import datetime
from pathlib import Path

import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.styles import Font
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.workbook.workbook import Workbook

from fiche_builder.workbook.raw import RawRow, RawSheet, column_letter
from fiche_builder.workbook.reader import read_workbook
from tests.conftest import WorkbookMaker
from tests.making.packages import SHEET, cell, pack, raw_sheet, replace_in, unpack
from tests.making.workbooks import check, fiche, found


def replaced(content: bytes, part: str, old: str, new: str) -> bytes:
    """Replace text in one part; it must be there."""
    return pack(replace_in(unpack(content), part, old, new))


def row(sheet: RawSheet, index: int) -> RawRow:
    return next(row for row in sheet.rows if row.index == index)


def test_values_keep_their_type(workbook: WorkbookMaker) -> None:
    moment = datetime(2026, 11, 3, 14, 5)  # noqa: DTZ001 (a cell has no time zone)
    sheet = raw_sheet(
        workbook(
            Fiches=[{"N°": 12.5, "Thème": True, "Nom": " Le\u00a0Relais ", "Description": 7, "Vérifié le": moment}]
        )
    )

    assert [cell.value for cell in row(sheet, 2).cells.values()] == [12.5, True, " Le\u00a0Relais ", 7, moment]


def test_blank_cells_and_rows_are_not_there(workbook: WorkbookMaker) -> None:
    sheet = raw_sheet(workbook(Fiches=[{"Nom": "Un"}, {"Nom": " \u00a0\n"}, {}, {"Nom": "Deux"}]))

    assert [(row.index, list(row.cells)) for row in sheet.rows if row.index > 1] == [(2, [3]), (5, [3])]


def test_hidden_rows_and_sheets(workbook: WorkbookMaker) -> None:
    def hide(book: Workbook) -> None:
        book["Fiches"].row_dimensions[3].hidden = True
        book["Thèmes"].sheet_state = "veryHidden"
        book["Paramètres"].sheet_state = "hidden"

    path = workbook(Fiches=[{"Nom": "Un"}, {"Nom": "Deux"}])
    sheet = raw_sheet(path, hide)

    assert [(row.index, row.hidden) for row in sheet.rows] == [(1, False), (2, False), (3, True)]
    assert [(sheet.title, sheet.hidden) for sheet in read_workbook(path).sheets] == [
        ("Fiches", False),
        ("Thèmes", True),
        ("Paramètres", True),
    ]


def test_struck_merged_links_and_comments(workbook: WorkbookMaker) -> None:
    def edit(book: Workbook) -> None:
        sheet = book["Fiches"]
        sheet["A2"].font = Font(strike=True)
        sheet["B2"] = CellRichText("Em", TextBlock(InlineFont(strike=True), "ploi"))
        sheet["C2"].hyperlink = "https://relais.be/"
        sheet["D2"].comment = Comment("vu par AB", "AB")
        sheet.merge_cells("E2:F3")
        sheet["G9"].comment = Comment("seul", "AB")

    cells = {"N°": 1, "Thème": "Emploi", "Nom": "Un", "Nom (nl)": "Een", "Sigle": "U", "Nature": "Interne"}
    sheet = raw_sheet(workbook(Fiches=[cells]), edit)

    assert [(c.coordinate, c.value, c.struck, c.link, c.comment, c.merged) for c in row(sheet, 2).cells.values()] == [
        ("A2", 1, True, "", "", ""),
        ("B2", "Emploi", True, "", "", ""),
        ("C2", "Un", False, "https://relais.be/", "", ""),
        ("D2", "Een", False, "", "vu par AB", ""),
        ("E2", "U", False, "", "", "E2:F3"),
        ("G2", "Interne", False, "", "", ""),
    ]
    assert [(c.coordinate, c.value, c.comment) for c in row(sheet, 9).cells.values()] == [("G9", None, "seul")]


def formula(path: Path, cached: str) -> Path:
    """Make the formula in K2 one that a program has calculated: `cached` is the type and value it has stored."""
    text = zipfile.ZipFile(path).read(SHEET).decode()
    match = re.search(r'<c r="K2"([^>]*)><f>A1</f><v ?/?>(?:</v>)?</c>', text)
    assert match
    style = re.sub(r' t="\w+"', "", match[1])
    path.write_bytes(replaced(path.read_bytes(), SHEET, match[0], cached.format(f'r="K2"{style}', "<f>A1</f>")))
    return path


@pytest.mark.parametrize(
    ("cached", "value", "error", "uncached"),
    [
        ('<c {} t="str">{}<v>Ouvert</v></c>', "Ouvert", False, False),
        ("<c {}>{}<v>12.5</v></c>", 12.5, False, False),
        ('<c {} t="b">{}<v>1</v></c>', True, False, False),
        ('<c {} t="e">{}<v>#REF!</v></c>', "#REF!", True, False),
        ("<c {}>{}</c>", "=A1", False, True),
        ("<c {}>{}<v></v></c>", "=A1", False, True),
        ('<c {} t="str">{}<v>#1 de Liège</v></c>', "#1 de Liège", False, False),
    ],
)
def test_a_formula_is_read_as_what_it_last_gave(
    workbook: WorkbookMaker,
    cached: str,
    value: object,
    error: bool,  # noqa: FBT001
    uncached: bool,  # noqa: FBT001
) -> None:
    read = cell(raw_sheet(formula(workbook(Fiches=[fiche(Description="=A1")]), cached)), "K2")

    assert (read.value, read.error, read.uncached) == (value, error, uncached)


def test_a_formula_that_gives_nothing_is_an_empty_cell(workbook: WorkbookMaker) -> None:
    assert found(formula(workbook(Fiches=[fiche(Description="=A1")]), '<c {} t="str">{}<v></v></c>')) == []


def test_dates_of_the_1904_calendar(workbook: WorkbookMaker) -> None:
    day = datetime(2026, 11, 21)  # noqa: DTZ001

    def edit(book: Workbook) -> None:
        book.epoch = CALENDAR_MAC_1904
        book["Fiches"]["AF2"] = day

    assert cell(raw_sheet(workbook(), edit), "AF2").value == day


def test_a_date_of_the_1904_calendar_without_its_format(workbook: WorkbookMaker) -> None:
    day = datetime(2026, 11, 21)  # noqa: DTZ001

    def edit(book: Workbook) -> None:
        book.epoch = CALENDAR_MAC_1904
        book["Fiches"]["AF2"] = (day - datetime(1904, 1, 1)).days  # noqa: DTZ001
        book["Fiches"]["AF2"].number_format = "General"

    path = workbook()
    raw_sheet(path, edit)

    assert check(path).directory.fiches[0].verified_on == day.date()


def test_a_number_beyond_all_floats_is_no_crash(workbook: WorkbookMaker) -> None:
    path = workbook(Fiches=[fiche(Téléphone=25551234)])
    path.write_bytes(replaced(path.read_bytes(), SHEET, "<v>25551234</v>", "<v>1E999</v>"))

    assert found(path) == [("O2", "phone-invalid")]


def test_a_date_beyond_excel_s_calendar_is_an_error_cell(workbook: WorkbookMaker) -> None:
    path = workbook()
    parts = unpack(path.read_bytes())
    far = re.sub(rb'(<c r="AF2"[^>]*>)<v>[^<]*</v>', rb"\1<v>99999999999</v>", parts[SHEET])
    path.write_bytes(pack(parts | {SHEET: far}))

    assert found(path) == [("AF2", "cell-error")]


def test_a_workbook_is_known_by_its_name_and_hash(workbook: WorkbookMaker) -> None:
    import hashlib

    path = workbook()
    read = read_workbook(path)

    assert (read.name, read.sha256) == ("annuaire.xlsx", hashlib.sha256(path.read_bytes()).hexdigest())


def test_reading_changes_nothing(workbook: WorkbookMaker) -> None:
    path = workbook()
    before = path.read_bytes()
    read_workbook(path)

    assert path.read_bytes() == before
    assert [other.name for other in path.parent.iterdir()] == ["annuaire.xlsx"]


@pytest.mark.parametrize(
    ("number", "letters"), [(1, "A"), (26, "Z"), (27, "AA"), (702, "ZZ"), (703, "AAA"), (16384, "XFD")]
)
def test_column_letters(number: int, letters: str) -> None:
    assert column_letter(number) == letters
