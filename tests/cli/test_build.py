"""`fiche build`: what is refused, what is left out, what is told."""

import json
from pathlib import Path

import pytest

from fiche_builder.cli.main import run
from tests.conftest import WorkbookMaker
from tests.making.workbooks import fiche, public

Capture = pytest.CaptureFixture[str]
PHONE_CELL = "O2"


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
    assert "holds no fiche" in capsys.readouterr().out
    assert not (tmp_path / "o").exists()


ONLY_JSON = ["--format", "json", "--output", "o"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--format", "json,docx"], "There is no format “docx”."),
        (["--format", ","], "There is no format “”."),
        (["--edition", "2026-11", "--since", "2026-11"], "Edition 2026-11 is not earlier than 2026-11."),
        (["--revise", "--edition", "2026-11"], "2026-11"),
        (["--workers", "0"], "--workers"),
    ],
)
def test_what_cannot_be_made_is_wrong_use_and_nothing_is_written(  # noqa: PLR0913, PLR0917
    workbook: WorkbookMaker, tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch,
    arguments: list[str], words: str,
) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)
    assert run(["--lang", "en", "build", str(workbook()), *ONLY_JSON, *arguments]) == 2
    assert words in capsys.readouterr().err
    assert not (tmp_path / "o").exists()


def test_files_and_news_are_told_and_what_the_public_edition_withholds(
    workbook: WorkbookMaker, tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    arguments = ["--lang", "en", "build", "annuaire.xlsx", *ONLY_JSON]
    workbook(Fiches=[public(1), fiche(2)])
    assert run([*arguments, "--edition", "2026-10"]) == 0
    shown = capsys.readouterr()
    assert [line.split("KB")[0].rsplit(",", 1)[0] for line in shown.out.splitlines()] == [
        "o/2026-10/annuaire-2026-10-interne.json  (2 fiches",
        "o/2026-10/annuaire-2026-10-public.json  (1 fiche",
    ]
    workbook(Fiches=[public(1), fiche(2), fiche(3)])
    (tmp_path / "~$annuaire.xlsx").write_bytes(b"\x05Editor")
    assert run([*arguments, "--edition", "2026-11", "--explain"]) == 0
    shown = capsys.readouterr()
    assert "Since 2026-10 (internal edition): 1 new" in shown.err
    assert "Since 2026-10 (public edition): nothing changed" in shown.err
    assert "open in another program" in shown.err
    assert shown.out.split("The public edition withholds:\n")[1].splitlines() == [
        "  Diffusion is not “Public”: 2 fiches",
        "  internal columns: Autorisé par (1)",
        "Fiche by fiche: fiche build --explain-all",
    ]
    assert run([*arguments, "--edition", "2026-11", "--explain-all"]) == 0
    assert capsys.readouterr().out.split("The public edition withholds:\n")[1].splitlines() == [
        "  1 Fiche 1: Autorisé par (internal columns)",
        "  2 Fiche 2: the whole fiche (Diffusion is not “Public”)",
        "  3 Fiche 3: the whole fiche (Diffusion is not “Public”)",
    ]


def test_an_edition_that_withholds_nothing_says_so(tmp_path: Path, workbook: WorkbookMaker, capsys: Capture) -> None:
    path = str(workbook(Fiches=[public(1, Autorisé_par=None)]))
    assert run(["--lang", "en", "build", path, *ONLY_JSON[:2], "--output", str(tmp_path / "o"), "--explain"]) == 0
    assert capsys.readouterr().out.endswith("The public edition withholds:\n  nothing\n")
