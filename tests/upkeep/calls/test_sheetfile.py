"""`fiche verify --sheet`: the month's calls as a file, which never takes the place of somebody's work."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from openpyxl import load_workbook

from fiche_builder.model.starter import starter_workbook
from fiche_builder.upkeep.calls.sheetfile import is_untouched
from tests.making.verifying import VerifyDesk
from tests.making.workbooks import TODAY, fiche, make_workbook, public

OLD, OLDER = date(2025, 4, 1), date(2024, 9, 1)


@pytest.fixture
def sheet(verify_desk: VerifyDesk) -> Path:
    """A call sheet of two fiches."""
    verify_desk.workbook(public(1, Vérifié_le=OLD), fiche(2, Vérifié_le=OLDER, Nom="Le Relais"), fiche(3))
    path = verify_desk.folder / "appels.xlsx"
    verify_desk.verify("--sheet", str(path))
    return path


def _texts(path: Path) -> list[str]:
    book = load_workbook(path)
    return [str(cell.value) for row in book.worksheets[0].iter_rows() for cell in row if cell.value is not None]


def test_the_sheet_holds_the_calls_that_the_terminal_shows(verify_desk: VerifyDesk, sheet: Path) -> None:
    texts = _texts(sheet)
    assert texts.index("checked 26 months ago") < texts.index("checked 19 months ago, in the public edition")
    assert "Le Relais" in texts
    assert "Fiche 3" not in texts
    one = verify_desk.folder / "one.xlsx"
    out, err = verify_desk.verify("--sheet", str(one), "--calls", "1")
    assert "Le Relais" in out
    assert "fiche apply" in err
    assert "Fiche 1" not in _texts(one)


def test_an_untouched_sheet_is_made_anew(verify_desk: VerifyDesk, sheet: Path) -> None:
    assert is_untouched(sheet)
    verify_desk.workbook(fiche(9, Vérifié_le=OLD, Nom="Le Tremplin"))
    verify_desk.verify("--sheet", str(sheet), day=TODAY + timedelta(days=1))
    assert "Le Tremplin" in _texts(sheet)
    assert is_untouched(sheet)


def test_calls_noted_in_a_sheet_are_never_lost(verify_desk: VerifyDesk, sheet: Path) -> None:
    book = load_workbook(sheet)
    book.worksheets[0]["J9"] = "Madame Zoé rappelle demain"
    book.save(sheet)
    before = sheet.read_bytes()
    _out, err = verify_desk.verify("--sheet", str(sheet), code=2)
    assert "it was not overwritten" in err
    assert f"fiche apply {sheet}" in err
    assert sheet.read_bytes() == before


def test_a_sheet_that_is_open_elsewhere_is_left_alone(verify_desk: VerifyDesk, sheet: Path) -> None:
    before = sheet.read_bytes()
    sheet.with_name(f".~lock.{sheet.name}#").write_text("x", encoding="utf-8")
    verify_desk.workbook(fiche(9, Vérifié_le=OLD))
    verify_desk.verify("--sheet", str(sheet), code=2)
    assert sheet.read_bytes() == before


@pytest.mark.parametrize("what", ["the workbook", "a starter", "another workbook", "no workbook", "a folder"])
def test_no_other_file_is_overwritten(verify_desk: VerifyDesk, tmp_path: Path, what: str) -> None:
    verify_desk.workbook(fiche(1, Vérifié_le=OLD))
    path = tmp_path / ("annuaire.xlsx" if what == "the workbook" else "other.xlsx")
    if what == "a starter":
        path.write_bytes(starter_workbook(TODAY))
    elif what == "another workbook":
        make_workbook(path)
    elif what == "no workbook":
        path.write_bytes(b"PK\x03\x04 half a file")
    elif what == "a folder":
        path.mkdir()
    before = path.read_bytes() if path.is_file() else b""
    assert "not overwritten" in verify_desk.verify("--sheet", str(path), code=2)[1]
    assert (path.read_bytes() if path.is_file() else b"") == before


def test_without_calls_there_is_no_sheet_and_its_name_is_a_workbooks(verify_desk: VerifyDesk) -> None:
    verify_desk.workbook(fiche(1))
    path = verify_desk.folder / "appels.xlsx"
    assert "No call sheet was written" in verify_desk.verify("--sheet", str(path))[1]
    assert not path.exists()
    verify_desk.workbook(fiche(1, Vérifié_le=OLD))
    assert "must end with .xlsx" in verify_desk.verify("--sheet", str(path.with_suffix(".csv")), code=2)[1]


def test_a_place_that_cannot_be_written_is_told(verify_desk: VerifyDesk, tmp_path: Path) -> None:
    verify_desk.workbook(fiche(1, Vérifié_le=OLD))
    (tmp_path / "file").write_text("x", encoding="utf-8")
    assert "cannot be written" in verify_desk.verify("--sheet", str(tmp_path / "file" / "appels.xlsx"), code=2)[1]
