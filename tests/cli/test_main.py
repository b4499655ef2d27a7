"""The command line as its users and other programs see it."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from fiche_builder.cli.main import run
from fiche_builder.common.resources import fonts_folder
from tests.conftest import WorkbookMaker
from tests.making.places import PACKAGE, ROOT
from tests.making.processes import fiche_command
from tests.making.workbooks import fiche, make_workbook, public

DUE = {"E-mail": "info@relais.example", "Vérifié_le": date(2020, 1, 1)}
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


def test_options_of_fiche_itself_may_stand_behind_the_command(workbook: WorkbookMaker, capsys: Capture) -> None:
    path = workbook(Fiches=[public(1, Autorisé_par=None)])
    assert run(["check", str(path), "--quiet", "--lang", "nl"]) == 0
    assert capsys.readouterr() == ("", "")
    assert run(["check", str(path), "--lang=nl"]) == 0
    assert "waarschuwing" in capsys.readouterr().out


@pytest.mark.parametrize(
    "error", [BrokenPipeError(32, "Broken pipe"), EOFError(), FileNotFoundError(2, "No such file", "x"), OSError("odd")]
)
def test_what_the_system_says_of_something_else_is_no_output_that_cannot_be_written(
    error: Exception, workbook: WorkbookMaker, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A pipe may also break between the program's own processes: `click` would take it for a reader who has enough."""

    def broken(*_arguments: object) -> None:
        raise error

    monkeypatch.setattr("fiche_builder.cli.check.check_workbook", broken)
    assert run(["--lang", "en", "check", str(workbook())]) == 70
    shown = capsys.readouterr().err
    assert type(error).__name__ in shown
    assert "cannot be written" not in shown


def test_what_the_machine_refuses_is_no_bug(capsys: Capture) -> None:
    folder = "x" * 300
    assert run(["--lang", "en", "check", f"{folder}/annuaire.xlsx"]) == 2
    shown = capsys.readouterr().err
    assert shown.startswith("Error: “")
    assert f"{folder}/output” cannot be used: its name is too long." in shown


# A damaged installation.


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the program with its templates and fonts, and a workbook to run it on."""
    folder = tmp_path_factory.mktemp("copy")
    shutil.copytree(ROOT / "templates", folder / "templates")
    shutil.copytree(PACKAGE, folder / "src" / PACKAGE.name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(fonts_folder().parent, folder / "src" / "font_source_sans_pro")
    make_workbook(folder / "annuaire.xlsx", {"Fiches": [fiche(1), public(2, **DUE)]})
    return folder


@pytest.mark.parametrize(
    ("missing", "arguments"),
    [
        ("templates/web/interne.css", "build --format html"),
        ("templates/web/page-interne.html", "build --format html"),
        ("templates/pdf/mesures.toml", "build --format pdf"),
        ("templates/pdf/annuaire.css", "build --format pdf"),
        ("src/font_source_sans_pro/files/SourceSansPro-Bold.ttf", "build --format pdf"),
        ("templates/stats/page.css", "stats"),
        ("templates/mail/verification.html", "verify --packs drafts"),
        ("src/fiche_builder/locale/nl.po", "--lang nl check"),
        ("src/fiche_builder/locale/nl.po", "--lang nl --help"),
    ],
)
def test_a_missing_file_of_ours_names_itself(copy: Path, tmp_path: Path, missing: str, arguments: str) -> None:
    words = arguments.split()
    words[-1:] = [words[-1], str(copy / "annuaire.xlsx")] if "--help" not in words else ["--help"]
    kept = (copy / missing).rename(tmp_path / "kept")
    try:
        shown = fiche_command(*words, cwd=tmp_path, PYTHONPATH=str(copy / "src"), FICHE_LANG="en")
    finally:
        kept.rename(copy / missing)
    assert shown.returncode == 2
    message = f"“{Path(missing).name}”, a file of fiche-builder itself, cannot be read: it is not there."
    assert shown.stderr.splitlines()[-2:] == [
        f"Error: {message}",
        "→ The installation is damaged: install fiche-builder again.",
    ]
    assert "Traceback" not in shown.stderr
