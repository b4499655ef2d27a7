"""The question about a public text: what it quotes, how it is answered, and when it comes back."""

from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from fiche_builder.check.report import make_report
from fiche_builder.model.seen import seen_code
from tests.conftest import WorkbookMaker
from tests.making.places import SAMPLE
from tests.making.private import asked
from tests.making.workbooks import Cells, check, found, public, said

TEXT = "Accueil. Mme Dubois, ligne directe 02 555 99 99, ne pas donner."
CODE = seen_code("description", TEXT)
CASES: list[tuple[str, dict[str, list[Cells]], list[tuple[str, str]]]] = [
    ("a public text", {"Fiches": [public(Description=TEXT)]}, [("K2", "private-text")]),
    ("a plain one", {"Fiches": [public(Description="Accueil et premier entretien.")]}, []),
    ("answered", {"Fiches": [public(Description=TEXT, Vu=CODE)]}, []),
    ("answered among others", {"Fiches": [public(Description=TEXT, Vu=f"bcdfghjk; {CODE.upper()} ok")]}, []),
    ("another text since", {"Fiches": [public(Description=f"{TEXT} Bis", Vu=CODE)]}, [("K2", "private-text")]),
    ("another column", {"Fiches": [public(Avis=TEXT, Vu=CODE)]}, [("W2", "private-text")]),
    ("another row", {"Fiches": [public(1, Description=TEXT), public(2, Vu=CODE)]}, [("K2", "private-text")]),
    ("vu is no answer", {"Fiches": [public(Description=TEXT, Vu="vu")]}, [("K2", "private-text")]),
    ("an old code", {"Fiches": [public(Description="Accueil", Vu=CODE)]}, []),
]


@pytest.mark.parametrize(
    ("sheets", "expected"), [pytest.param(sheets, expected, id=name) for name, sheets, expected in CASES]
)
def test_private_text(workbook: WorkbookMaker, sheets: dict[str, list[Cells]], expected: list[tuple[str, str]]) -> None:
    assert found(workbook(**sheets)) == expected


def test_all_reasons_of_a_cell_are_one_question(workbook: WorkbookMaker) -> None:
    path = workbook(Fiches=[public(Description=TEXT, Vu=None)])
    (finding,) = check(path).findings
    assert finding.message == "“Mme Dubois”, “02 555 99 99”, “ne pas donner”: may everybody read this text?"
    assert finding.value == TEXT
    ((message, hint),) = said(path, "private-text", "fr")
    assert message == (
        "«\u00a0Mme Dubois\u00a0», «\u00a002 555 99 99\u00a0», «\u00a0ne pas donner\u00a0»\u00a0: "
        "ce texte peut-il être lu par tout le monde\u00a0?"
    )
    assert hint.endswith(CODE)


def test_many_words_are_cut_short(workbook: WorkbookMaker) -> None:
    text = "Mme Dubois, Mme Dupont, Mme Lambert, Mme Peeters, Mme Janssens"
    ((message, _hint),) = said(workbook(Fiches=[public(Description=text)]), "private-text", "en")
    assert message == "“Mme Dubois”, “Mme Dupont”, “Mme Lambert”, “Mme Peeters” …: may everybody read this text?"


def test_words_of_the_note_say_where_they_come_from(workbook: WorkbookMaker) -> None:
    path = workbook(Fiches=[public(Description="Subside pas renouvelé", Note_interne="subside pas renouvelé")])
    ((message, _hint),) = said(path, "private-text", "en")
    assert message == "“Subside pas renouvelé” (also in “Note interne”): may everybody read this text?"


@pytest.mark.parametrize(
    ("cells", "hint"),
    [
        ({}, f"If so, add a column “Vu” to this sheet and write into it, in the same row: {CODE}"),
        ({"Vu": None}, f"If so, write into the column “Vu” of the same row: {CODE}"),
        ({"Vu": "ok"}, f"“ok” in the column “Vu” does not say which text you mean: write {CODE}"),
        ({"Vu": "bcdfghjk"}, f"after “bcdfghjk” and a ; : {CODE}"),
    ],
)
def test_the_hint_says_both_ways_out(workbook: WorkbookMaker, cells: dict[str, Any], hint: str) -> None:
    ((_message, told),) = said(workbook(Fiches=[public(Description=TEXT, **cells)]), "private-text", "en")
    assert told.startswith("If not, change it.")
    assert told.endswith(hint)


def test_what_the_hint_says_to_write_is_the_answer(workbook: WorkbookMaker) -> None:
    """For each sheet and kind of cell: fiches, contacts, labels of phones, themes."""
    private = "Mme Dubois"
    sheets: dict[str, list[Cells]] = {
        "Fiches": [
            public(1, Description=private, Autres_appellations=f"x; {private}", Téléphone=f"02 555 00 01 ({private})")
        ],
        "Contacts": [
            {"Fiche": 1, "Libellé": private, "Téléphone": "02 555 77 77", "Usage": "Donner", "Vérifié par": "AB"}
        ],
        "Thèmes": [{"Nom": "Emploi", "Description": private}],
    }
    path = workbook(**sheets)
    assert list(asked(path)) == ["Fiches!F2", "Fiches!K2", "Fiches!O2", "Contacts!B2", "Thèmes!F2"]
    answers: dict[str, list[str]] = {}
    for finding in check(path).findings:
        if finding.code == "private-text":
            answers.setdefault(finding.place.sheet, []).append(finding.hint.rpartition(" ")[2])
    for sheet, codes in answers.items():
        sheets[sheet] = [{**sheets[sheet][0], "Vu": "; ".join(codes)}]
    assert asked(workbook(**sheets)) == {}


def test_the_report_shows_the_code_at_the_cell(workbook: WorkbookMaker, tmp_path: Path) -> None:
    path = tmp_path / "anomalies.xlsx"
    path.write_bytes(make_report(check(workbook(Fiches=[public(Description=TEXT)]))))
    lines = list(load_workbook(path).worksheets[0].iter_rows(values_only=True))
    assert any(CODE in str(cell) for line in lines for cell in line)


def test_the_example_is_asked_about(shared_data: Path) -> None:
    path = shared_data / "fautes" / "texte-prive.xlsx"
    assert asked(path) == {"Fiches!H2": ["Mme Dubois", "02 61 91 77 77", "ne pas donner"]}


def test_sound_annuaires_are_asked_little(shared_data: Path) -> None:
    """A thousand public texts each, with hundreds of streets and houses that are named after persons."""
    assert [asked(path) for path in (SAMPLE, shared_data / "nord.xlsx", shared_data / "nord-brut.xlsx")] == [{}, {}, {}]
