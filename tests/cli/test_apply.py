"""`fiche apply` as its users see it: what was taken, what not, what is next."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from fiche_builder.cli.main import run
from tests.making.callsheets import FilledSheet
from tests.making.losses import extension, repack
from tests.making.packages import SHEET
from tests.making.taking import CONTACTS_ROWS, FICHES_ROWS, edit
from tests.making.workbooks import TODAY, make_workbook


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    noon = datetime(TODAY.year, TODAY.month, TODAY.day, 12, tzinfo=UTC)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(noon.timestamp())))


@pytest.fixture
def master(tmp_path: Path) -> Path:
    return make_workbook(tmp_path / "annuaire.xlsx", {"Fiches": FICHES_ROWS, "Contacts": CONTACTS_ROWS})


@pytest.fixture
def sheet(master: Path, tmp_path: Path) -> FilledSheet:
    return FilledSheet(master, tmp_path / "calls.xlsx", (1, 2))


def test_an_empty_sheet_changes_nothing(sheet: FilledSheet, master: Path) -> None:
    assert run(["--lang", "en", "apply", str(sheet.save()), "--workbook", str(master)]) == 0
    assert sorted(path.name for path in master.parent.glob("*.xlsx")) == ["annuaire.xlsx", "calls.xlsx"]


def test_the_command_tells_what_it_did_and_what_not(
    sheet: FilledSheet, master: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = sheet.confirm(1).correct(1, "Téléphone", "12").confirm(2).save()
    edit(master, S3="1070")
    content = master.read_bytes()
    assert run(["--lang", "en", "apply", str(path), "--workbook", str(master)]) == 1
    shown = capsys.readouterr()
    assert "F9 · 1 Le Relais · “12” is not a phone number" in shown.out
    assert "Fiches!S3 · 2 Maison de l'emploi · Code postal" in shown.out
    assert "sheet: 1000; workbook: 1070" in shown.out
    assert "New workbook: " in shown.out
    assert "run: fiche check" in shown.err
    assert master.read_bytes() == content
    listing: Any = load_workbook(next(master.parent.glob("annuaire-*-changes.xlsx")))
    assert listing.sheetnames == ["Not taken", "Changes"]


def test_a_dry_run_writes_nothing(sheet: FilledSheet, master: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--lang", "en", "apply", str(sheet.confirm(1).save()), "--workbook", str(master), "--dry-run"]) == 0
    assert "Vérifié le: 06/01/2025 → 22/11/2026" in capsys.readouterr().out
    assert sorted(path.name for path in master.parent.glob("*.xlsx")) == ["annuaire.xlsx", "calls.xlsx"]


def test_a_column_for_the_check_is_made_and_told(
    sheet: FilledSheet, master: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    book: Any = load_workbook(master)
    book["Fiches"].delete_cols(32)
    book.save(master)
    assert run(["--lang", "en", "apply", str(sheet.confirm(1).save()), "--workbook", str(master)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[:2] == ["New column", "    Fiches!AH1 Vérifié le: (empty) → Vérifié le"]
    assert "    Fiches!AH2 Vérifié le: (empty) → 22/11/2026 (appel, AB, 22/11/2026)" in lines


def test_an_open_workbook_is_warned_of(sheet: FilledSheet, master: Path, capsys: pytest.CaptureFixture[str]) -> None:
    master.with_name("~$annuaire.xlsx").write_bytes(b"")
    assert run(["--lang", "en", "apply", str(sheet.confirm(1).save()), "--workbook", str(master)]) == 0
    assert "open in another program" in capsys.readouterr().err


def test_what_would_be_lost_stops_it_and_leaves_the_list(
    sheet: FilledSheet, master: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = sheet.confirm(1).save()
    master.write_bytes(repack(master, {SHEET: extension("{3A4CF648-6AED-40F4-86FF-DC5316D8AED3}", "<x/>")}))
    assert run(["--lang", "en", "apply", str(path), "--workbook", str(master)]) == 2
    assert "The sheet “Fiches” has slicers or timelines." in capsys.readouterr().err
    assert [found.name for found in master.parent.glob("annuaire-*")] == ["annuaire-2026-11-22-changes.xlsx"]


def test_a_dry_run_tells_of_losses_too(sheet: FilledSheet, master: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = sheet.confirm(1).save()
    master.write_bytes(repack(master, {SHEET: extension("{3A4CF648-6AED-40F4-86FF-DC5316D8AED3}", "<x/>")}))
    assert run(["--lang", "en", "apply", str(path), "--workbook", str(master), "--dry-run"]) == 2
    assert "The sheet “Fiches” has slicers or timelines." in capsys.readouterr().err
    assert not list(master.parent.glob("annuaire-*"))


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"a;b;c"])
def test_a_file_that_is_no_workbook_is_refused(master: Path, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "x.xlsx"
    path.write_bytes(content)
    assert run(["apply", str(path), "--workbook", str(master)]) == 2
