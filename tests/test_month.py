"""An editor's whole month on the command line: plan, call sheet, LibreOffice, apply, mails, check, build, stats."""

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from fiche_builder.cli.main import run
from tests.making import remarks
from tests.making.callsheets import HEADER_ROW, save_in_libreoffice
from tests.making.pdfs import flat, page_texts
from tests.making.workbooks import TODAY, fiche, make_workbook, public

Capture = pytest.CaptureFixture[str]
LONG_AGO = date(2025, 1, 6)
DAY = TODAY - timedelta(days=1)


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project to stand in, as `fiche init` lays it out."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv(
        "SOURCE_DATE_EPOCH", str(int(datetime(TODAY.year, TODAY.month, TODAY.day, 12, tzinfo=UTC).timestamp()))
    )
    (tmp_path / "sources").mkdir()
    make_workbook(tmp_path / "sources" / "annuaire.xlsx", {
        "Fiches": [
            public(12, Nom="Le Relais", Vérifié_le=LONG_AGO),
            fiche(13, Nom="Cellule Nord", Vérifié_le=LONG_AGO),
            fiche(14, Nom="Bureau Sud", Vérifié_le=TODAY),
        ],
        "Contacts": [{"Fiche": 12, "Libellé": "Guichet", "Téléphone": "02 555 00 91", "Usage": "Donner",
            "Vérifié le": LONG_AGO}],
    })  # fmt: skip
    return tmp_path


def fill(path: Path, rows: dict[tuple[int, str], dict[str, Any]]) -> None:
    """Fill in a call sheet in English: by N° and item, the line of the whole fiche first; cells by header."""
    book: Any = load_workbook(path)
    sheet = book.worksheets[0]
    columns = {cell.value: cell.column for cell in sheet[HEADER_ROW]}
    for (number, item), cells in rows.items():
        same = [row for row in range(HEADER_ROW + 1, sheet.max_row + 1) if str(sheet.cell(row, 1).value) == str(number)]
        row = next(row for row in same if not item or sheet.cell(row, 3).value == item)
        for header, value in cells.items():
            sheet.cell(row, columns[header]).value = value
    book.save(path)


def take_place(project: Path) -> None:
    """Put the new workbook in the place of the master, as the editor does."""
    (project / "sources" / f"annuaire-{TODAY}-changes.xlsx").unlink()
    (project / "sources" / f"annuaire-{TODAY}.xlsx").replace(project / "sources" / "annuaire.xlsx")


def test_the_month_from_the_first_call_to_the_page(project: Path, capsys: Capture) -> None:
    assert run(["--lang", "en", "verify", "--calls", "2", "--sheet", "calls.xlsx"]) == 0
    assert "Bureau Sud" not in capsys.readouterr().out
    checked = {"Result": "Confirmed", "Channel": "call", "By": "AB", "On": DAY}
    moved = {"Result": "Corrected", "New value": "02 555 77 77"}
    fill(
        project / "calls.xlsx",
        {(12, ""): checked, (12, "Téléphone"): moved, (13, ""): {"Result": "Unreachable", "By": "AB"}},
    )
    (saved,) = save_in_libreoffice(project / "filled", project / "calls.xlsx")
    assert run(["--lang", "en", "apply", str(saved)]) == 0
    take_place(project)

    (project / "mails").mkdir()
    (project / "mails" / "remark.eml").write_bytes(remarks.THUNDERBIRD_REPLY)
    assert run(["--lang", "en", "suggestions", "import", "mails"]) == 0
    take_place(project)
    assert run(["--lang", "en", "suggestions", "import", "mails"]) == 0  # each once: nothing is written

    assert run(["--lang", "en", "check"]) == 0
    assert run(["--lang", "en", "build", "--edition", "2026-11", "--format", "pdf,json"]) == 0
    folder = project / "output" / "2026-11"
    for audience in ("interne", "public"):
        text = flat(" ".join(page_texts(folder / f"annuaire-2026-11-{audience}.pdf")))
        assert "02 555 77 77" in text
        assert "vérifié 11/2026" in text
    snapshot = json.loads((folder / "annuaire-2026-11-interne.json").read_text(encoding="utf-8"))
    relais, nord, _sud = snapshot["fiches"]
    assert (relais["verified_on"], relais["verified_by"], relais["source"]) == (DAY.isoformat(), "AB", "appel")
    assert relais["contacts"][0]["verified_on"] == DAY.isoformat()
    assert nord["verified_on"] == LONG_AGO.isoformat()

    capsys.readouterr()
    assert run(["--lang", "en", "stats", "--json"]) == 0
    figures = json.loads(capsys.readouterr().out)
    assert figures["suggestions"]["open"] == 1
