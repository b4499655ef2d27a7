"""`fiche suggestions replies`: which were closed, and who cannot be answered by mail."""

from datetime import date
from pathlib import Path

import pytest

from fiche_builder.cli.main import run
from tests.conftest import WorkbookMaker
from tests.making.workbooks import Cells

Capture = pytest.CaptureFixture[str]
CLOSED: Cells = {
    "Reçue le": date(2026, 11, 5),
    "Proposition": "Le fax est faux",
    "Auteur": "Marie <marie@contact.example>",
    "Statut": "Acceptée",
    "Traitée le": date(2026, 11, 10),
}


def test_those_without_an_address_or_a_day_are_named(workbook: WorkbookMaker, tmp_path: Path, capsys: Capture) -> None:
    rows = [CLOSED, {**CLOSED, "Auteur": "Karim"}, {**CLOSED, "Auteur": "Zoë <z@x.example>", "Traitée le": None}]
    path, folder = workbook(Suggestions=rows), tmp_path / "drafts"
    assert (
        run(["--lang", "en", "suggestions", "--workbook", str(path), "replies", str(folder), "--since", "2026-11-01"])
        == 0
    )
    shown = capsys.readouterr()
    assert [str(draft) for draft in folder.iterdir()] == shown.out.splitlines()
    lines = shown.err.splitlines()
    assert lines[0] == "Closed from 01/11/2026 on: 2."
    assert (
        lines[lines.index("Without a mail address in “Auteur”: answer them in person.") + 1].split(" · ")[2] == "Karim"
    )
    assert "Zoë" in lines[-1]


def test_nobody_to_answer_is_told(workbook: WorkbookMaker, tmp_path: Path, capsys: Capture) -> None:
    arguments = ["--workbook", str(workbook()), "--output", str(tmp_path / "o")]
    assert run(["--lang", "en", "suggestions", "replies", str(tmp_path / "x"), *arguments]) == 0
    shown = capsys.readouterr()
    assert shown.out == "There is nobody to answer.\n"
    assert "all that were ever closed" in shown.err


def test_a_day_that_is_none_is_wrong_use(workbook: WorkbookMaker, tmp_path: Path) -> None:
    assert run(["suggestions", "replies", str(tmp_path / "x"), "--since", "hier", "--workbook", str(workbook())]) == 2


def test_a_folder_that_is_a_file_is_wrong_use(workbook: WorkbookMaker, tmp_path: Path) -> None:
    (tmp_path / "x").write_text("")
    assert run(["suggestions", "replies", str(tmp_path / "x"), "--workbook", str(workbook(Suggestions=[CLOSED]))]) == 2
