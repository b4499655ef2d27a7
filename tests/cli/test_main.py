"""The command line as its users and other programs see it."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from fiche_builder.cli.main import run
from fiche_builder.cli.terminal import printable
from tests.conftest import WorkbookMaker
from tests.making.workbooks import fiche, public

PHONE_CELL = "O2"
Capture = pytest.CaptureFixture[str]


def fiche_command(*arguments: str, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run `fiche` as a process of its own."""
    kept = {key: value for key, value in os.environ.items() if key not in {"FICHE_LANG", "SOURCE_DATE_EPOCH"}}
    command = [sys.executable, "-m", "fiche_builder", *arguments]
    return subprocess.run(command, cwd=cwd, env={**kept, **environment}, capture_output=True, text=True, check=False)


def test_init_then_check_then_build_is_all_a_new_team_needs(tmp_path: Path) -> None:
    made = fiche_command("init", "projet", cwd=tmp_path)
    assert made.returncode == 0
    project = tmp_path / "projet"
    checked = fiche_command("check", cwd=project)
    assert (checked.returncode, checked.stdout.strip()) == (
        0,
        "annuaire.xlsx: 2 fiches · 0 erreur · 0 avertissement · 0 info",
    )
    built = fiche_command("build", "--edition", "2026-11", cwd=project)
    assert built.returncode == 0, built.stderr
    assert [line.split("  ")[0] for line in built.stdout.splitlines()] == [
        f"output/2026-11/annuaire-2026-11-{audience}.{extension}"
        for audience in ("interne", "public")
        for extension in ("html", "json", "pdf", "vcf")
    ]
    again = fiche_command("init", cwd=project)
    assert again.returncode == 0
    assert "annuaire.xlsx" in again.stdout


def test_errors_publish_nothing_and_leave_the_earlier_edition(
    workbook: WorkbookMaker, tmp_path: Path, capsys: Capture
) -> None:
    sound = str(workbook(Fiches=[fiche(1)]))
    output = tmp_path / "output"
    arguments = [
        "--lang",
        "en",
        "build",
        sound,
        "--edition",
        "2026-11",
        "--audience",
        "internal",
        "--output",
        str(output),
    ]
    assert run(arguments) == 0
    before = {path.name: path.read_bytes() for path in (output / "2026-11").iterdir()}
    workbook(Fiches=[fiche(1, Téléphone="02 555 12 3"), fiche(1)])
    capsys.readouterr()
    assert run(arguments) == 1
    assert {path.name: path.read_bytes() for path in (output / "2026-11").iterdir()} == before
    shown = capsys.readouterr()
    assert "02 555 12 3" in shown.out
    assert "2 errors: nothing was published." in shown.err


def test_skip_errors_leaves_out_what_is_faulty_and_lists_it(workbook: WorkbookMaker, tmp_path: Path) -> None:
    path = workbook(Fiches=[fiche(1, Téléphone="02 555 12 34 ; NEANT"), fiche(2, Thème="Inconnu"), fiche(3)])
    assert (
        run(
            [
                "build",
                str(path),
                "--edition",
                "2026-11",
                "--output",
                str(tmp_path),
                "--skip-errors",
                "--audience",
                "internal",
            ]
        )
        == 0
    )
    manifest = json.loads((tmp_path / "2026-11" / "manifest.json").read_text("utf-8"))
    assert manifest["files"][0]["fiches"] == 2
    assert manifest["left_out"] == [
        {"code": "phone-invalid", "sheet": "Fiches", "cell": PHONE_CELL, "scope": "value"},
        {"code": "theme-unknown", "sheet": "Fiches", "cell": "B3", "scope": "row"},
    ]


def test_a_missing_sheet_cannot_be_skipped(workbook: WorkbookMaker, tmp_path: Path) -> None:
    path = workbook(Thèmes=None)
    assert run(["build", str(path), "--skip-errors", "--output", str(tmp_path)]) == 1
    assert not (tmp_path / "2026-11").exists()


def test_a_workbook_without_fiches_publishes_nothing(workbook: WorkbookMaker, tmp_path: Path, capsys: Capture) -> None:
    path = workbook(Fiches=[])
    assert run(["--lang", "en", "build", str(path), "--edition", "2026-11", "--output", str(tmp_path / "o")]) == 1
    assert "no fiche" in capsys.readouterr().err
    assert not (tmp_path / "o").exists()


def test_check_json_has_the_shape_that_other_programs_rely_on(workbook: WorkbookMaker, capsys: Capture) -> None:
    path = workbook(Fiches=[fiche(1, Téléphone="02 555 12 3"), public(2, Autorisé_par=None)])
    assert run(["--lang", "en", "check", str(path), "--json"]) == 1
    report = json.loads(capsys.readouterr().out)
    assert list(report) == ["workbook", "fiches", "summary", "findings"]
    assert report["workbook"] == "annuaire.xlsx"
    assert report["fiches"] == 2
    assert report["summary"] == {"error": 1, "warning": 1, "info": 0}
    assert report["findings"][0] == {
        "code": "phone-invalid",
        "severity": "error",
        "sheet": "Fiches",
        "cell": PHONE_CELL,
        "column": "Téléphone",
        "value": "02 555 12 3",
        "message": "“02 555 12 3” is not a phone number: a digit is missing.",
        "hint": report["findings"][0]["hint"],
    }


def test_strict_counts_warnings_as_errors(workbook: WorkbookMaker) -> None:
    path = workbook(Fiches=[public(1, Autorisé_par=None)])
    assert run(["check", str(path)]) == 0
    assert run(["check", str(path), "--strict"]) == 1


def test_quiet_is_quiet_when_all_is_well(workbook: WorkbookMaker, capsys: Capture) -> None:
    path = workbook(Fiches=[public(1, Autorisé_par=None)])
    assert run(["-q", "check", str(path)]) == 0
    assert capsys.readouterr() == ("", "")


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


def test_the_language_comes_from_flag_then_environment_then_settings(tmp_path: Path) -> None:
    (tmp_path / "fiche.toml").write_text('lang = "nl"\n', encoding="utf-8")
    assert "werkmap" in fiche_command("--help", cwd=tmp_path).stdout.lower()
    assert "workbook" in fiche_command("--help", cwd=tmp_path, FICHE_LANG="en").stdout
    assert "classeur" in fiche_command("--lang", "fr", "--help", cwd=tmp_path, FICHE_LANG="en").stdout


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


def test_cell_text_cannot_steer_the_terminal(workbook: WorkbookMaker, capsys: Capture) -> None:
    assert printable("a\x1b[31mb\u202ec") == "a\ufffd[31mb\ufffdc"
    path = workbook(Fiches=[fiche(1, Thème="[red]x[/red] \u202e y")])
    assert run(["--lang", "en", "check", str(path)]) == 1
    shown = capsys.readouterr().out
    assert "[red]x[/red]" in shown
    assert "\u202e" not in shown


def test_an_odd_clock_is_a_clear_error(workbook: WorkbookMaker, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "yesterday")
    assert run(["check", str(workbook())]) == 2


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
