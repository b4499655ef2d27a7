"""Opening a file that claims to be a workbook: one that is none, or locked, damaged or dangerous, gets one message."""

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from fiche_builder.cli.main import run
from fiche_builder.common.errors import ExitCode, WorkbookError
from fiche_builder.workbook import opening
from fiche_builder.workbook.reader import read_workbook
from tests.making.packages import (
    SHEET,
    STRINGS,
    pack,
    replace_in,
    sound,
    sound_with_shared_strings,
    unpack,
)
from tests.making.places import SHARED_DATA

Content = Callable[[Path], bytes]


OLE = bytes.fromhex("D0CF11E0A1B11AE1")


ENTITIES = '<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "{}">]>'.format("&a;" * 20)


BILLION_LAUGHS = "".join(
    ['<!DOCTYPE l [<!ENTITY e0 "ha">', *(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10)), "]>"]
)


OPEN_FILES = sorted(path.name for path in (SHARED_DATA / "classeurs").glob("*.xlsx"))


def zipped(**parts: bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return target.getvalue()


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
    start = zipfile.ZipFile(io.BytesIO(content)).getinfo(SHEET).header_offset + 100
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
    ("some bytes lost", bytes_lost, f"“x.xlsx” is damaged: its part “{SHEET}” cannot be read."),
    *(
        (f"{part} corrupt", corrupt_part(part), f"“x.xlsx” is damaged: its part “{part}” cannot be read.")
        for part in ("xl/workbook.xml", "xl/_rels/workbook.xml.rels", SHEET, "xl/styles.xml")
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
    message = read_as(tmp_path, without_part(SHEET)(tmp_path)).message

    assert message == f"“x.xlsx” is damaged: its part “{SHEET}” cannot be read."


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
        (SHEET, "<sheetData>", "<sheetData>&{};"),
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
        (SHEET, "<sheetData>", "<sheetData>&e9;"),
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
