"""`fiche doctor`: what is missing, how to get it, and the exit code."""

from pathlib import Path

import pytest

from fiche_builder.cli.main import run
from tests.conftest import WorkbookMaker
from tests.making.look_fonts import HEBREW, make_look_font

Capture = pytest.CaptureFixture[str]


def test_doctor_says_what_is_missing_and_how_to_get_it(tmp_path: Path, capsys: Capture) -> None:
    assert run(["--lang", "en", "doctor", str(tmp_path / "annuaire.xlsx")]) == 2
    shown = capsys.readouterr().out
    assert "× Workbook: There is no file" in shown
    assert "✓ Pango" in shown
    assert "fiche init" in shown


def test_a_workbook_open_elsewhere_is_told(workbook: WorkbookMaker, tmp_path: Path, capsys: Capture) -> None:
    path = workbook()
    (tmp_path / "~$annuaire.xlsx").write_bytes(b"\x05Editor")
    assert run(["--lang", "en", "doctor", str(path)]) == 0
    assert "open in another program" in capsys.readouterr().out


def test_the_fonts_of_the_look_are_told(workbook: WorkbookMaker, tmp_path: Path, capsys: Capture) -> None:
    path = workbook()
    folder = tmp_path / "look" / "fonts"
    make_look_font(folder / "static" / "a.ttf", HEBREW)
    assert run(["--lang", "en", "doctor", str(path)]) == 0
    assert "• Fonts: the folder look/fonts has no font in it" in capsys.readouterr().out
    make_look_font(folder / "b.ttf", HEBREW, family="Ivrit")
    assert run(["--lang", "en", "doctor", str(path)]) == 0
    assert "✓ Fonts: Source Sans Pro, Ivrit (b.ttf)" in capsys.readouterr().out
    (folder / "a.ttf").write_bytes(b"?")
    assert run(["--lang", "en", "doctor", str(path)]) == 2
    assert "× Fonts: The font “a.ttf” cannot be used: it is damaged" in capsys.readouterr().out


def test_all_is_well_with_a_sound_workbook(workbook: WorkbookMaker, tmp_path: Path, capsys: Capture) -> None:
    assert run(["--lang", "en", "doctor", str(workbook()), "--output", str(tmp_path / "o")]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line[0] for line in lines if not line.startswith(" ")] == ["✓"] * 4 + ["•"] + ["✓"] * 2 + ["•"] * 2
    assert not (tmp_path / "o").exists()
