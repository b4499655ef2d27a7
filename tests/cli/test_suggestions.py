"""`fiche suggestions`: the open ones, for people and as JSON."""

import json
from datetime import date
from pathlib import Path

import pytest

from fiche_builder.cli.main import run
from tests.conftest import WorkbookMaker
from tests.making.workbooks import fiche

Capture = pytest.CaptureFixture[str]
ROWS = {"Fiches": [fiche(12, Nom="Le Relais")]}


OPEN = [
    {
        "Reçue le": date(2026, 11, 20),
        "Fiche": 12,
        "Proposition": "Le fax",
        "Auteur": "Marie <m@x.example>",
        "Statut": "Nouvelle",
    },
    {"Proposition": "Sans date"},
    {
        "Reçue le": date(2026, 11, 2),
        "Proposition": "La rue\n" + "mot " * 60,
        "Auteur": "Karim",
        "Statut": "Source contactée",
    },
    {"Reçue le": date(2026, 11, 1), "Proposition": "Fini", "Statut": "Acceptée"},
    {"Reçue le": date(2026, 11, 1), "Proposition": "Fini aussi", "Statut": "Refusée"},
]


def test_open_suggestions_are_listed_the_oldest_first(
    workbook: WorkbookMaker, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    assert run(["--lang", "fr", "suggestions", "--workbook", str(workbook(**ROWS, Suggestions=OPEN))]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line[:10].strip() for line in lines[1:4]] == ["02/11/2026", "20/11/2026", "–"]
    assert "20 jours" in lines[1]
    assert "2 jours" in lines[2]
    assert "12 Le Relais" in lines[2]
    assert "m@x.example" not in lines[2]
    assert lines[-1] == "3 suggestions ouvertes\u00a0: 2 nouvelles, 1 dont la source est contactée."


def test_one_is_not_several(workbook: WorkbookMaker, capsys: Capture) -> None:
    assert run(["--lang", "fr", "suggestions", "--workbook", str(workbook(**ROWS, Suggestions=OPEN[:1]))]) == 0
    assert "1 suggestion ouverte\u00a0: 1 nouvelle, 0 dont" in capsys.readouterr().out


def test_open_suggestions_as_json(workbook: WorkbookMaker, capsys: Capture) -> None:
    assert run(["suggestions", "--json", "--workbook", str(workbook(**ROWS, Suggestions=OPEN))]) == 0
    data = json.loads(capsys.readouterr().out)
    assert data["summary"] == {"open": 3, "new": 2, "asked": 1}
    assert [(s["age_days"], s["fiche"], s["name"], s["status"]) for s in data["open"]] == [
        (20, None, "", "asked"),
        (2, 12, "Le Relais", "new"),
        (None, None, "", "new"),
    ]


def test_no_open_suggestion_says_so(workbook: WorkbookMaker, capsys: Capture) -> None:
    assert run(["--lang", "en", "suggestions", "--workbook", str(workbook(**ROWS))]) == 0
    assert capsys.readouterr().out == "No suggestion is open.\n"


def test_the_sheet_to_decide_on_is_made_only_if_one_is_open(
    workbook: WorkbookMaker, tmp_path: Path, capsys: Capture
) -> None:
    sheet = tmp_path / "decide.xlsx"
    arguments = ["--lang", "en", "suggestions", "--sheet", str(sheet), "--workbook"]
    assert run([*arguments, str(workbook(**ROWS))]) == 0
    assert not sheet.exists()
    assert run([*arguments, str(workbook(**ROWS, Suggestions=OPEN))]) == 0
    assert sheet.exists()
    assert f"fiche apply {sheet}" in capsys.readouterr().err
