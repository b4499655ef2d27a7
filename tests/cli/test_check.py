"""`fiche check` as its users and other programs see it."""

import json
from pathlib import Path

import pytest

from fiche_builder.cli.main import run
from tests.conftest import WorkbookMaker
from tests.making.workbooks import fiche, public

Capture = pytest.CaptureFixture[str]
PHONE_CELL = "O2"


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
        "cells": [PHONE_CELL],
        "column": "Téléphone",
        "value": "02 555 12 3",
        "message": "“02 555 12 3” is not a phone number: a digit is missing.",
        "hint": report["findings"][0]["hint"],
    }


def test_check_json_names_every_cell_of_one_cause(workbook: WorkbookMaker, capsys: Capture) -> None:
    given = {"Usage": "Donner", "Téléphone": "02 555 00 01"}
    path = workbook(
        Fiches=[fiche(1, Thème="Travail"), fiche(2, Thème="Travail"), public(3)],
        Contacts=[{**given, "Fiche": 3}, {**given, "Fiche": 2}],
        Paramètres=[],
    )
    assert run(["--lang", "en", "check", str(path), "--json"]) == 1
    report = json.loads(capsys.readouterr().out)
    found = {finding["code"]: (finding["cell"], finding["cells"]) for finding in report["findings"]}
    assert found["theme-unknown"] == ("B2", ["B2", "B3"])
    assert found["audience-conflict"] == ("O2", ["O2"])
    assert found["contact-shared"] == ("O2", ["O2", "Contacts!E2", "Contacts!E3"])
    assert report["summary"] == {"error": 1, "warning": 3, "info": 1}


def test_strict_counts_warnings_as_errors(workbook: WorkbookMaker) -> None:
    path = workbook(Fiches=[public(1, Autorisé_par=None)])
    assert run(["check", str(path)]) == 0
    assert run(["check", str(path), "--strict"]) == 1


def test_quiet_is_quiet_when_all_is_well(workbook: WorkbookMaker, capsys: Capture) -> None:
    path = workbook(Fiches=[public(1, Autorisé_par=None)])
    assert run(["-q", "check", str(path)]) == 0
    assert capsys.readouterr() == ("", "")


def test_findings_are_shown_by_sheet_and_row_with_what_to_do(workbook: WorkbookMaker, capsys: Capture) -> None:
    path = workbook(Fiches=[fiche(1, Téléphone="02 555 12 3", Vérifié_le="hier"), public(2, Autorisé_par=None)])
    assert run(["--lang", "en", "check", str(path)]) == 1
    assert [line for line in capsys.readouterr().out.splitlines() if "→" not in line] == [
        "Sheet “Fiches”",
        "  row 2 · 1 Fiche 1",
        "    error O2 Téléphone: “02 555 12 3” is not a phone number: a digit is missing. [phone-invalid]",
        "    error AF2 Vérifié le: “hier” is not a date. [date-invalid]",
        "  row 3 · 2 Fiche 2",
        "    warning AE3 Autorisé par: “Fiche 2” is public, but it does not say who allowed it. [permission-missing]",
        "",
        "annuaire.xlsx: 2 fiches · 2 errors · 1 warning · 0 infos",
    ]


def test_the_findings_are_written_into_a_workbook_of_their_own(
    workbook: WorkbookMaker, tmp_path: Path, capsys: Capture
) -> None:
    path = workbook(Fiches=[fiche(1, Téléphone="02 555 12 3")])
    before = path.read_bytes()
    assert run(["--lang", "en", "check", str(path), "--annotate", str(tmp_path / "report.xlsx")]) == 1
    assert "report.xlsx" in capsys.readouterr().err
    assert (tmp_path / "report.xlsx").exists()
    assert path.read_bytes() == before
