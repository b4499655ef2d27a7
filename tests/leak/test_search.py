"""The search for all internal values at once: what is evidence of a leak, and what is none."""

from pathlib import Path

from fiche_builder.leak.gate import Gate
from fiche_builder.workbook.reader import read_workbook
from tests.conftest import WorkbookMaker
from tests.making.canaries import build
from tests.making.workbooks import fiche, make_workbook, public


def test_what_is_also_public_somewhere_is_no_leak(workbook: WorkbookMaker, tmp_path: Path) -> None:
    path = workbook(
        Fiches=[
            public(1, Nom="Maison de quartier", Description="Ouvert le lundi matin", Téléphone="02 555 12 34"),
            fiche(
                2,
                Nom="Maison de quartier",
                Description="Ouvert le lundi matin",
                Téléphone="02 555 12 34",
                Note_interne="quartier",
            ),
        ],
        Contacts=[{"Fiche": 1, "Personne": "Maison", "Téléphone": "02/555.12.34", "Usage": "Interne"}],
    )
    assert build(path, tmp_path / "o") == 0


def test_each_word_of_an_author_counts(tmp_path: Path) -> None:
    rows = [{"Proposition": "Rien", "Auteur": "Zoé Kanari"}]
    raw = read_workbook(make_workbook(tmp_path / "a.xlsx", {"Suggestions": rows}))
    assert [leak.place for leak in Gate(raw).find_leaks("x", "txt", b"dit par Kanari hier")] == ["Suggestions!D2"]
