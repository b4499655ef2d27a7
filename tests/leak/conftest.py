"""What the tests of the gate share: the workbook of `CANARIES`, and a PDF of it that is sound."""

from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.comments import Comment

from tests.making.canaries import CONTACTS, FICHES, OTHERS, build
from tests.making.workbooks import make_workbook


@pytest.fixture(scope="module")
def annuaire(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workbook with all of `CANARIES`, which no test changes."""
    rows = [{**row, "Ma colonne": "Kanarinconnue" if row["N°"] == 1 else None} for row in FICHES]
    path = make_workbook(
        tmp_path_factory.mktemp("canaries") / "annuaire.xlsx", {"Fiches": rows, "Contacts": CONTACTS, **OTHERS}
    )
    book = load_workbook(path)
    hidden = book.create_sheet("Caché")
    hidden.sheet_state = "veryHidden"
    hidden["B9"] = "Kanarcache"
    book["Fiches"]["C2"].comment = Comment("Vu avec Kanarcommentaire", "x")
    book["Fiches"]["Q5"].value = "www.autre.example"
    book["Fiches"]["Q5"].hyperlink = "https://www.kanarlien.example/prive"
    book["Fiches"]["Q5"].value = "www.autre.example"
    book.properties.creator = "Kanarauteurdufichier"
    book.save(path)
    return path


@pytest.fixture(scope="module")
def sound_pdf(annuaire: Path, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    output = tmp_path_factory.mktemp("sound")
    assert build(annuaire, output) == 0
    return (output / "2026-11" / "annuaire-2026-11-public.pdf").read_bytes()
