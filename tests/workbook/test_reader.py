"""Reading a workbook: other files get one clear message each, and every odd cell is read as it is shown."""

import io
import re
import zipfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.styles import Font
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.workbook.workbook import Workbook

from fiche_builder.cli.main import run
from fiche_builder.common.errors import ExitCode, WorkbookError
from fiche_builder.workbook import opening
from fiche_builder.workbook.raw import RawCell, RawRow, RawSheet, column_letter
from fiche_builder.workbook.reader import read_workbook
from tests.conftest import WorkbookMaker
from tests.making.packages import STRINGS, pack, replace_in, sharing_strings, unpack
from tests.making.places import SHARED_DATA
from tests.making.workbooks import check, fiche, found, make_workbook

Content = Callable[[Path], bytes]
OLE = bytes.fromhex("D0CF11E0A1B11AE1")
FIRST_SHEET = "xl/worksheets/sheet1.xml"
ENTITIES = '<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "{}">]>'.format("&a;" * 20)
BILLION_LAUGHS = "".join(
    ['<!DOCTYPE l [<!ENTITY e0 "ha">', *(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10)), "]>"]
)
OPEN_FILES = sorted(path.name for path in (SHARED_DATA / "classeurs").glob("*.xlsx"))


def sound(folder: Path) -> bytes:
    return make_workbook(folder / "sound.xlsx").read_bytes()


def replaced(content: bytes, part: str, old: str, new: str) -> bytes:
    """Replace text in one part; it must be there."""
    return pack(replace_in(unpack(content), part, old, new))


def zipped(**parts: bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return target.getvalue()


def sound_with_shared_strings(folder: Path) -> bytes:
    """Return a workbook as Excel stores it: openpyxl writes texts into the cells."""
    return pack(sharing_strings(unpack(sound(folder))))


def with_doctype(part: str, old: str, new: str, doctype: str = ENTITIES) -> Content:
    """Return a workbook one part of which declares entities and uses one."""

    def make(folder: Path) -> bytes:
        parts = replace_in(unpack(sound_with_shared_strings(folder)), part, old, new, 1)
        return pack(parts | {part: doctype.encode() + re.sub(rb"^<\?xml[^>]*\?>\s*", b"", parts[part])})

    return make


def without_part(part: str) -> Content:
    return lambda folder: pack({name: text for name, text in unpack(sound(folder)).items() if name != part})


def corrupt_part(part: str) -> Content:
    def make(folder: Path) -> bytes:
        parts = unpack(sound(folder))
        return pack(parts | {part: parts[part][: len(parts[part]) // 2]})

    return make


def bytes_lost(folder: Path) -> bytes:
    """Return a workbook of whose first sheet a sector is gone."""
    content = bytearray(sound(folder))
    start = zipfile.ZipFile(io.BytesIO(content)).getinfo(FIRST_SHEET).header_offset + 100
    content[start : start + 60] = bytes(60)
    return bytes(content)


UNREADABLE: list[tuple[str, Content, str]] = [
    ("empty", lambda _: b"", "“x.xlsx” is empty (0 bytes)."),
    (
        "csv",
        lambda _: "N°;Nom\n1;Le Relais\n".encode(),
        "“x.xlsx” is not an Excel workbook (perhaps a .csv or a web page with another name).",
    ),
    (
        "html",
        lambda _: b"<html><table><tr><td>1</td></tr></table></html>",
        "“x.xlsx” is not an Excel workbook (perhaps a .csv or a web page with another name).",
    ),
    (
        "pdf",
        lambda _: b"%PDF-1.7\n",
        "“x.xlsx” is not an Excel workbook (perhaps a .csv or a web page with another name).",
    ),
    ("xls", lambda _: OLE + bytes(600), "“x.xlsx” is in Excel's old format (.xls), whatever its name says."),
    (
        "password",
        lambda _: OLE + bytes(600) + "EncryptedPackage".encode("utf-16-le"),
        "“x.xlsx” is protected by a password.",
    ),
    (
        "label that encrypts",
        lambda _: OLE + bytes(600) + "EncryptedPackage\0DRMEncryptedDataSpace".encode("utf-16-le"),
        "“x.xlsx” is encrypted by a sensitivity label: only Excel can open it, with your account.",
    ),
    (
        "ods",
        lambda _: zipped(**{"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": b"<x/>"}),
        "“x.xlsx” is an OpenDocument file (.ods), whatever its name says.",
    ),
    (
        "xlsb",
        lambda _: zipped(**{"[Content_Types].xml": b"<x/>", "xl/workbook.bin": b"\x83\x01"}),
        "“x.xlsx” is a binary workbook (.xlsb).",
    ),
    *(
        (name, content, "“x.xlsx” is damaged: it cannot be read as an Excel workbook.")
        for name, content in (
            ("docx", lambda _: zipped(**{"[Content_Types].xml": b"<x/>", "word/document.xml": b"<x/>"})),
            ("a zip of pictures", lambda _: zipped(**{"a.jpg": b"x"})),
            ("PK and nothing more", lambda _: b"PK"),
            ("cut in half", lambda folder: sound(folder)[:3000]),
            ("without its end", lambda folder: sound(folder)[:-10]),
            ("no workbook.xml", without_part("xl/workbook.xml")),
            ("no content types", without_part("[Content_Types].xml")),
        )
    ),
    ("some bytes lost", bytes_lost, f"“x.xlsx” is damaged: its part “{FIRST_SHEET}” cannot be read."),
    *(
        (f"{part} corrupt", corrupt_part(part), f"“x.xlsx” is damaged: its part “{part}” cannot be read.")
        for part in ("xl/workbook.xml", "xl/_rels/workbook.xml.rels", FIRST_SHEET, "xl/styles.xml")
    ),
]


def read_as(folder: Path, content: bytes, name: str = "x.xlsx") -> WorkbookError:
    """Return the error of reading `content` as a file of that name."""
    path = folder / name
    path.write_bytes(content)
    with pytest.raises(WorkbookError) as caught:
        read_workbook(path)
    return caught.value


@pytest.mark.parametrize(
    ("content", "message"), [pytest.param(content, message, id=name) for name, content, message in UNREADABLE]
)
def test_an_unreadable_file_says_what_it_is(tmp_path: Path, content: Content, message: str) -> None:
    error = read_as(tmp_path, content(tmp_path))

    assert (error.message, error.exit_code, bool(error.hint)) == (message, ExitCode.WRONG_USE, True)


def test_a_workbook_that_lost_a_sheet_is_damaged(tmp_path: Path) -> None:
    message = read_as(tmp_path, without_part(FIRST_SHEET)(tmp_path)).message

    assert message == f"“x.xlsx” is damaged: its part “{FIRST_SHEET}” cannot be read."


def test_shared_strings_are_read(tmp_path: Path) -> None:
    path = tmp_path / "x.xlsx"
    path.write_bytes(sound_with_shared_strings(tmp_path))

    assert found(path) == []
    assert cell(read_workbook(path).sheets[0], "C2").value == "Le Relais"


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(WorkbookError) as caught:
        read_workbook(tmp_path / "absent.xlsx")

    assert (caught.value.message, caught.value.exit_code) == (f"There is no file “{tmp_path / 'absent.xlsx'}”.", 2)
    assert "fiche init" in caught.value.hint


def test_a_folder_is_no_workbook(tmp_path: Path) -> None:
    with pytest.raises(WorkbookError, match="is a folder, not a workbook") as caught:
        read_workbook(tmp_path)

    assert caught.value.exit_code == 2


@pytest.mark.parametrize("name", ["~$annuaire.xlsx", ".~lock.annuaire.xlsx#"])
def test_a_lock_file_is_not_the_workbook(tmp_path: Path, name: str) -> None:
    error = read_as(tmp_path, b"\x05Anne", name)

    assert (error.message, error.exit_code) == (f"“{name}” is the lock file of an open workbook, not the workbook.", 2)


@pytest.mark.parametrize(
    ("constant", "value"), [("MAX_ENTRIES", 3), ("MAX_UNPACKED_BYTES", 2000), ("MAX_FILE_BYTES", 1000)]
)
def test_limits_are_asked_before_anything_is_parsed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, constant: str, value: int
) -> None:
    monkeypatch.setattr(opening, constant, value)
    error = read_as(tmp_path, sound(tmp_path))

    assert (error.message, error.exit_code) == ("“x.xlsx” is far larger than any annuaire: it was not opened.", 2)


def test_a_zip_bomb_is_not_unpacked(tmp_path: Path) -> None:
    """A real one: 300 KB that would be 300 MB."""
    target = io.BytesIO(sound(tmp_path))
    with (
        zipfile.ZipFile(target, "a", zipfile.ZIP_DEFLATED) as archive,
        archive.open("xl/media/image1.png", "w") as stream,
    ):
        for _ in range(300):
            stream.write(bytes(2**20))
    error = read_as(tmp_path, target.getvalue())

    assert len(target.getvalue()) < 2**20
    assert error.message == "“x.xlsx” is far larger than any annuaire: it was not opened."
    assert "256 MB" in error.hint


def test_a_zip_of_thousands_of_entries_is_not_opened(tmp_path: Path) -> None:
    error = read_as(tmp_path, zipped(**{f"xl/{number}": b"" for number in range(opening.MAX_ENTRIES + 1)}))

    assert error.message == "“x.xlsx” is far larger than any annuaire: it was not opened."


@pytest.mark.parametrize("doctype", [ENTITIES, BILLION_LAUGHS], ids=["entities", "billion laughs"])
@pytest.mark.parametrize(
    ("part", "old", "new"),
    [
        ("xl/workbook.xml", 'name="Fiches"', 'name="&{};"'),
        ("xl/styles.xml", 'name="Normal"', 'name="&{};"'),
        (FIRST_SHEET, "<sheetData>", "<sheetData>&{};"),
        (STRINGS, "Le Relais", "&{};"),
    ],
    ids=["workbook", "styles", "sheet", "strings"],
)
def test_xml_entities_are_refused(tmp_path: Path, part: str, old: str, new: str, doctype: str) -> None:
    entity = "b" if doctype is ENTITIES else "e9"
    error = read_as(tmp_path, with_doctype(part, old, new.format(entity), doctype)(tmp_path))

    assert (error.message, error.exit_code) == (
        "“x.xlsx” holds XML entities, which no Excel workbook does: it was not opened.",
        2,
    )


@pytest.mark.parametrize(
    ("part", "old", "new"),
    [
        ("xl/workbook.xml", 'name="Fiches"', 'name="&e9;"'),
        (FIRST_SHEET, "<sheetData>", "<sheetData>&e9;"),
        (STRINGS, "Le Relais", "&e9;"),
    ],
)
def test_billion_laughs_end_with_a_message(tmp_path: Path, part: str, old: str, new: str) -> None:
    error = read_as(tmp_path, with_doctype(part, old, new, BILLION_LAUGHS)(tmp_path))

    assert error.exit_code == 2


@pytest.mark.parametrize("name", OPEN_FILES)
def test_every_workbook_of_others_gets_findings_or_one_message(
    shared_data: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code = run(["--lang", "en", "--quiet", "check", str(shared_data / "classeurs" / name)])
    captured = capsys.readouterr()

    assert code == (2 if name.startswith("corrompu_") or "pass_protected" in name else 1)
    assert "Traceback" not in captured.err
    assert captured.err.startswith("Error: ") == (code == 2)


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("calamine_pass_protected.xlsx", "is protected by a password"),
        ("corrompu_Etablissements_6_20201130.xlsx", "is damaged"),
    ],
)
def test_the_unreadable_ones_of_others(shared_data: Path, name: str, message: str) -> None:
    with pytest.raises(WorkbookError, match=message):
        read_workbook(shared_data / "classeurs" / name)


@pytest.mark.parametrize("content", [b"", b"N;Nom\n", OLE + bytes(600), b"PK"])
def test_the_command_line_shows_no_traceback(
    tmp_path: Path, content: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "annuaire.xlsx"
    path.write_bytes(content)

    assert run(["--lang", "en", "check", str(path)]) == 2
    assert capsys.readouterr().err.startswith("Error: “annuaire.xlsx” ")


# What is read.


def raw_sheet(path: Path, edit: Callable[[Workbook], object] | None = None) -> RawSheet:
    """Return the first sheet, after a change with openpyxl."""
    if edit is not None:
        book = openpyxl.load_workbook(path, rich_text=True)
        edit(book)
        book.save(path)
    return read_workbook(path).sheets[0]


def cell(sheet: RawSheet, coordinate: str) -> RawCell:
    return next(cell for row in sheet.rows for cell in row.cells.values() if cell.coordinate == coordinate)


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


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("a_x000D_b", "a\rb"),
        ("_x005F_", "_"),
        ("_x00e9_", "é"),
        ("_x12_", "_x12_"),
        ("x000D_", "x000D_"),
    ],
)
def test_excel_s_escapes_are_resolved(workbook: WorkbookMaker, typed: str, read: str) -> None:
    assert cell(raw_sheet(workbook(Fiches=[{"Nom": typed}])), "C2").value == read


def test_an_escaped_escape_is_text(workbook: WorkbookMaker) -> None:
    assert cell(raw_sheet(workbook(Fiches=[{"Nom": "a_x005F_x000D_b"}])), "C2").value == "a_x000D_b"


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
    text = zipfile.ZipFile(path).read(FIRST_SHEET).decode()
    match = re.search(r'<c r="K2"([^>]*)><f>A1</f><v ?/?>(?:</v>)?</c>', text)
    assert match
    style = re.sub(r' t="\w+"', "", match[1])
    path.write_bytes(replaced(path.read_bytes(), FIRST_SHEET, match[0], cached.format(f'r="K2"{style}', "<f>A1</f>")))
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
    path.write_bytes(replaced(path.read_bytes(), FIRST_SHEET, "<v>25551234</v>", "<v>1E999</v>"))

    assert found(path) == [("O2", "phone-invalid")]


def test_a_date_beyond_excel_s_calendar_is_an_error_cell(workbook: WorkbookMaker) -> None:
    path = workbook()
    parts = unpack(path.read_bytes())
    far = re.sub(rb'(<c r="AF2"[^>]*>)<v>[^<]*</v>', rb"\1<v>99999999999</v>", parts[FIRST_SHEET])
    path.write_bytes(pack(parts | {FIRST_SHEET: far}))

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
