"""A question about a private word is answered in the list of findings, and is asked no more."""

from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from fiche_builder.cli.main import run
from fiche_builder.common.config import Config
from tests.making.callsheets import save_in_libreoffice
from tests.making.workbooks import TODAY, check, fiche, make_workbook, public

Capture = pytest.CaptureFixture[str]
ASKING = "Demandez Mme Dubois, ne pas donner ce numéro."


@pytest.fixture
def master(tmp_path: Path) -> Path:
    rows = [public(1, Nom="Le Relais", Description=ASKING, Horaires="Le mardi chez M. Peeters"), fiche(2), public(3)]
    return make_workbook(tmp_path / "annuaire.xlsx", {"Fiches": rows})


def annotate(master: Path) -> Path:
    path = master.with_name("anomalies.xlsx")
    run(["--lang", "fr", "check", str(master), "--annotate", str(path)])
    return path


def answer(report: Path, word: str = "vu", cells: tuple[str, ...] = ("K2", "U2")) -> list[str]:
    """Write a word beside the questions about these cells; return the lists that offer it."""
    book: Any = load_workbook(report)
    sheet = book["Anomalies"]
    column = next(cell.column for cell in sheet[2] if cell.value == "Vu\u00a0?")
    for row in range(3, sheet.max_row + 1):
        if sheet.cell(row, 3).value in cells:
            sheet.cell(row, column).value = word
    book.save(report)
    return [validation.formula1 for validation in sheet.data_validations.dataValidation]


def questions(path: Path) -> list[str]:
    return [f.place.coordinate for f in check(path, Config()).findings if f.code == "private-text"]


def apply(report: Path, master: Path, code: int = 0) -> Path:
    assert run(["--lang", "en", "apply", str(report), "--workbook", str(master)]) == code
    new = master.with_name(f"annuaire-{TODAY}.xlsx")
    return new if new.exists() else master


def test_what_was_seen_is_asked_no_more(master: Path, capsys: Capture) -> None:
    assert questions(master) == ["K2", "U2"]
    report = annotate(master)
    assert answer(report) == ['"vu"']
    new = apply(report, master)
    assert questions(new) == []
    assert "2 questions answered" in capsys.readouterr().out
    headers = [cell.value for cell in load_workbook(new)["Fiches"][1]]
    assert "Vu" in headers


def test_a_second_answer_keeps_the_first(master: Path) -> None:
    report = annotate(master)
    answer(report, cells=("K2",))
    first = apply(report, master)
    assert questions(first) == ["U2"]
    master.write_bytes(first.read_bytes())
    first.unlink()
    first.with_name(f"{first.stem}-changes.xlsx").unlink()
    report = annotate(master)
    answer(report, "OK", cells=("U2",))
    assert questions(apply(report, master)) == []


def test_answers_that_were_not_taken_in_are_not_overwritten(master: Path, capsys: Capture) -> None:
    report = annotate(master)
    answer(report, cells=("K2",))
    before = report.read_bytes()
    assert run(["--lang", "en", "check", str(master), "--annotate", str(report)]) == 2
    assert "Take the corrections in first" in capsys.readouterr().err
    assert report.read_bytes() == before


def test_one_answer_holds_for_every_row_that_its_line_stands_for(tmp_path: Path) -> None:
    rows = [public(number, Description=ASKING) for number in (1, 2, 3)]
    master = make_workbook(tmp_path / "annuaire.xlsx", {"Fiches": rows})
    report = annotate(master)
    answer(report, cells=("K2",))
    assert questions(apply(report, master)) == []


def test_it_survives_libreoffice(master: Path, tmp_path: Path) -> None:
    report = annotate(master)
    answer(report)
    (tmp_path / "lo").mkdir()
    (saved,) = save_in_libreoffice(tmp_path / "lo", report)
    assert questions(apply(saved, master)) == []


def test_another_word_or_another_text_is_no_answer(master: Path, capsys: Capture) -> None:
    report = annotate(master)
    answer(report, "non", cells=("K2",))
    assert questions(apply(report, master, code=1)) == ["K2", "U2"]
    assert "does not say that everybody may read this text" in capsys.readouterr().out
    answer(report, "vu", cells=("K2",))
    make_workbook(master, {"Fiches": [public(1, Nom="Le Relais", Description="Demandez Mme Peeters")]})
    apply(report, master, code=1)
    assert "its text has changed in the workbook since" in capsys.readouterr().out


def test_a_report_without_questions_has_no_column_for_answers(tmp_path: Path) -> None:
    report = annotate(make_workbook(tmp_path / "annuaire.xlsx", {"Fiches": [fiche(1, Téléphone="02 555 12 3")]}))
    assert [cell.value for cell in load_workbook(report)["Anomalies"][2]][9:] == [None]
