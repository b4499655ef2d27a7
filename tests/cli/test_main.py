"""The command line as its users and other programs see it."""

import subprocess
import sys
from pathlib import Path

import pytest

from fiche_builder.cli.main import run
from tests.conftest import WorkbookMaker
from tests.making.processes import fiche_command
from tests.making.workbooks import fiche, public

PHONE_CELL = "O2"
Capture = pytest.CaptureFixture[str]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["build", "--edition", "2026-13"], "2026-13"),
        (["build", "--edition", "novembre"], "novembre"),
        (["build", "--format", "docx"], "docx"),
        (["build", "--audience", "tous"], "tous"),
        (["check", "nulle-part.xlsx"], "nulle-part.xlsx"),
        (["chek"], "chek"),
        (["check", "--jsn"], "--jsn"),
    ],
)
def test_wrong_use_is_one_message_and_exit_2(arguments: list[str], words: str, capsys: Capture) -> None:
    assert run(["--lang", "fr", *arguments]) == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert shown.err.startswith("Erreur")
    assert words in shown.err
    assert "Traceback" not in shown.err


def test_results_go_to_stdout_and_the_rest_to_stderr(tmp_path: Path, workbook: WorkbookMaker) -> None:
    path = workbook(Fiches=[public(1, Autorisé_par=None)])
    built = fiche_command(
        "build", str(path), "--edition", "2026-11", "--output", "o", "--audience", "public", cwd=tmp_path
    )
    assert built.returncode == 0
    assert built.stdout.startswith("o/2026-11/annuaire-2026-11-public.html")
    assert "1 avertissement" in built.stderr
    assert "\x1b" not in built.stdout + built.stderr


def test_a_broken_settings_file_is_a_clear_error(workbook: WorkbookMaker, tmp_path: Path, capsys: Capture) -> None:
    path = workbook()
    (tmp_path / "fiche.toml").write_text("[verification]\nduemonths = 3\n", encoding="utf-8")
    assert run(["--lang", "en", "check", str(path)]) == 2
    assert "verification.duemonths" in capsys.readouterr().err


def test_a_bug_is_a_traceback_and_exit_70(
    workbook: WorkbookMaker, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_arguments: object) -> None:
        raise RuntimeError("unforeseen")

    monkeypatch.setattr("fiche_builder.cli.check.check_workbook", broken)
    assert run(["--lang", "en", "check", str(workbook())]) == 70
    shown = capsys.readouterr().err
    assert "RuntimeError: unforeseen" in shown
    assert "Please report it" in shown


def test_output_can_be_piped_to_a_program_that_stops_reading(workbook: WorkbookMaker, tmp_path: Path) -> None:
    path = workbook(Fiches=[fiche(n, Téléphone="x") for n in range(1, 400)])
    command = f"{sys.executable} -m fiche_builder check {path} | head -n 1"
    shown = subprocess.run(["sh", "-c", command], capture_output=True, text=True, check=False, cwd=tmp_path)
    assert "Traceback" not in shown.stderr


def test_options_of_fiche_itself_may_stand_behind_the_command(workbook: WorkbookMaker, capsys: Capture) -> None:
    path = workbook(Fiches=[public(1, Autorisé_par=None)])
    assert run(["check", str(path), "--quiet", "--lang", "nl"]) == 0
    assert capsys.readouterr() == ("", "")
    assert run(["check", str(path), "--lang=nl"]) == 0
    assert "waarschuwing" in capsys.readouterr().out


def test_a_full_output_is_no_bug(workbook: WorkbookMaker, tmp_path: Path) -> None:
    command = f"{sys.executable} -m fiche_builder --lang en check {workbook()} > /dev/full"
    shown = subprocess.run(["sh", "-c", command], capture_output=True, text=True, check=False, cwd=tmp_path)
    assert shown.returncode == 2
    assert "cannot be written" in shown.stderr
    assert "Traceback" not in shown.stderr


def test_a_reader_who_has_enough_is_no_error(workbook: WorkbookMaker, tmp_path: Path) -> None:
    path = workbook(Fiches=[public(n, Autorisé_par=None) for n in range(1, 900)])
    command = f"{sys.executable} -m fiche_builder check {path}; echo code $? >&2"
    shown = subprocess.run(
        ["bash", "-c", f"({command}) | head -n 1"], capture_output=True, text=True, check=False, cwd=tmp_path
    )
    assert "code 0" in shown.stderr
    assert "Traceback" not in shown.stderr
