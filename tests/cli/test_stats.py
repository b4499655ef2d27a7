"""`fiche stats`: figures as JSON, the page where it was asked for."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from fiche_builder.cli.main import run
from fiche_builder.common.period import EditionId
from tests.making.mailings import make_edition
from tests.making.workbooks import fiche, make_workbook

Capture = pytest.CaptureFixture[str]
NOON = "1795348800"
"""22 November 2026."""


def test_json_writes_no_page_and_needs_no_output_folder(
    tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", NOON)
    path = make_workbook(tmp_path / "annuaire.xlsx", {"Fiches": [fiche(1), fiche(2, Vérifié_le=date(2020, 1, 1))]})
    output = tmp_path / "none"
    assert run(["--lang", "fr", "stats", str(path), "--output", str(output), "--json"]) == 0
    figures = json.loads(capsys.readouterr().out)
    assert (figures["edition"], figures["day"]) == ("2026-11", "2026-11-22")
    assert figures["verified"] == {"fiches": 2, "within_due": 1, "within_overdue": 1}
    assert (figures["editions"], figures["suggestions"]["median_days"]) == ([], None)
    assert not output.exists()
    arguments = ["--lang", "fr", "stats", str(path), "--output", str(output), "--json"]
    assert run([*arguments, "--edition", "2026-09", "--html", str(tmp_path / "x.html")]) == 0
    shown = capsys.readouterr()
    assert json.loads(shown.out)["day"] == "2026-09-30"
    assert "au 30/09/2026" in (tmp_path / "x.html").read_text("utf-8")


def test_damaged_editions_are_passed_over_and_errors_told(tmp_path: Path, capsys: Capture) -> None:
    output = tmp_path / "output"
    path = make_workbook(tmp_path / "annuaire.xlsx", {"Fiches": [fiche(1), fiche(2, Nom=None)]})
    for name in ("2026-08", "2026-09"):
        make_edition(path, output, EditionId.parse(name))
    (output / "2026-09" / "manifest.json").write_text("[]", encoding="utf-8")
    (output / "2026-10").mkdir()
    arguments = ["--lang", "en", "stats", str(path), "--output", str(output), "--edition", "2026-11"]
    assert run([*arguments, "--json"]) == 0
    shown = capsys.readouterr()
    figures = json.loads(shown.out)
    assert [edition["edition"] for edition in figures["editions"]] == ["2026-08"]
    assert figures["verified"]["fiches"] == 1
    assert "1 error: the faulty value is not counted" in shown.err
    broken: dict[str, Any] = {"Thèmes": None}
    make_workbook(path, broken)
    assert run(arguments) == 1
    assert "Nothing can be counted" in capsys.readouterr().err
    assert not list(output.glob("indicateurs*"))


def test_a_place_that_cannot_be_written_is_named_and_leaves_nothing_half_done(tmp_path: Path, capsys: Capture) -> None:
    path = make_workbook(tmp_path / "annuaire.xlsx")
    (tmp_path / "file").write_text("x", encoding="utf-8")
    assert run(["--lang", "en", "stats", str(path), "--html", str(tmp_path / "file" / "x.html")]) == 2
    assert "cannot be written" in capsys.readouterr().err
    before = path.read_bytes()
    assert run(["--lang", "en", "stats", str(path), "--html", str(path)]) == 2
    assert "does not end in .html" in capsys.readouterr().err
    assert path.read_bytes() == before
    assert run(["--lang", "en", "stats", str(path), "--edition", "2026-13"]) == 2
    assert "is not an edition" in capsys.readouterr().err
