"""Open questions, as an edition takes them along: cells and codes, never the words."""

from typing import Any

import pytest

from fiche_builder.check.questions import Question, open_questions, still_open
from fiche_builder.model.seen import seen_code
from fiche_builder.model.tables import build_book
from fiche_builder.workbook.reader import read_workbook
from tests.conftest import WorkbookMaker
from tests.making.workbooks import check, fiche, public

TEXT = "ne pas donner"
CODE = seen_code("description", TEXT)
ASKED = Question("Fiches", "K2", 1, CODE)
CONTACT = {"Fiche": 1, "Libellé": TEXT, "Téléphone": "02 555 77 77", "Usage": "Donner"}


def test_each_has_its_cell_its_fiche_and_its_code(workbook: WorkbookMaker) -> None:
    path = workbook(
        Fiches=[public(1, Description=TEXT), fiche(2, Description=TEXT), public(3, Description="rien")],
        Contacts=[CONTACT],
        Thèmes=[{"Nom": "Emploi", "Description": TEXT}],
    )
    assert open_questions(check(path)) == (
        ASKED,
        Question("Contacts", "B2", 1, seen_code("label", TEXT)),
        Question("Thèmes", "F2", 0, CODE),
    )


def test_what_is_left_out_of_the_edition_leaves_no_question(workbook: WorkbookMaker) -> None:
    path = workbook(Fiches=[public(1, Description=TEXT, Thème="Inconnu"), public(2)], Contacts=[CONTACT])
    assert [finding.code for finding in check(path).findings].count("private-text") == 2
    assert open_questions(check(path)) == ()


def left(workbook: WorkbookMaker, **sheets: Any) -> tuple[Question, ...]:
    return still_open([ASKED], build_book(read_workbook(workbook(**sheets))))


def test_an_answer_written_later_counts_wherever_the_row_is_now(workbook: WorkbookMaker) -> None:
    assert left(workbook, Fiches=[public(1, Description=TEXT)]) == (ASKED,)
    assert left(workbook, Fiches=[public(1, Description=TEXT, Vu=CODE)]) == ()
    assert left(workbook, Fiches=[public(7), public(1, Description=TEXT, Vu=f"ok {CODE}")]) == ()


@pytest.mark.parametrize(
    "sheets",
    [
        {"Fiches": [public(1, Description=TEXT, Vu="vu")]},
        {"Fiches": [public(1, Description="un autre texte")]},
        {"Fiches": [public(1, Description="un autre texte", Vu=seen_code("description", "un autre texte"))]},
        {"Fiches": [public(1), public(2, Description=TEXT, Vu=CODE)]},
        {"Fiches": [public(1)], "Contacts": [{**CONTACT, "Vu": CODE}]},
        {"Fiches": [public(2)]},
    ],
    ids=["no code", "changed since", "changed and answered", "of another fiche", "of another sheet", "gone"],
)
def test_nothing_else_answers(workbook: WorkbookMaker, sheets: dict[str, Any]) -> None:
    """A text that was changed after the build is still in the edition as it was."""
    assert left(workbook, **sheets) == (ASKED,)
