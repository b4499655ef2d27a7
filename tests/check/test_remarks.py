"""What is said of a parser's remark: the same at a cell of the workbook and of a filled sheet, and declared once."""

import pytest

from fiche_builder.check.findings import RULES, Severity
from fiche_builder.check.remarks import MESSAGES, did_you_mean, empty_hint, message_of, remark_hits, remark_rule
from fiche_builder.model.fields import SHEETS
from fiche_builder.model.values.parsed import Remark
from tests.conftest import WorkbookMaker
from tests.making.workbooks import check, fiche, said


def test_a_cell_is_told_of_in_the_words_of_its_remark(workbook: WorkbookMaker) -> None:
    path = workbook(Fiches=[fiche(1, Téléphone="NEANT"), fiche(2, Téléphone="02 55")])
    hits = list(remark_hits(check(path).book, "phone-invalid"))
    assert [(hit.place.coordinate, hit.value) for hit in hits] == [("O2", "NEANT"), ("O3", "02 55")]
    assert [(hit.message, hit.hint) for hit in hits] == said(path, "phone-invalid", "en")
    assert MESSAGES["phone-invalid"](Remark("phone-invalid", "NEANT"))[1] == hits[0].hint


def test_the_row_may_know_better_what_to_do(workbook: WorkbookMaker) -> None:
    book = check(workbook(Fiches=[fiche(1, Téléphone="NEANT"), fiche(2, Téléphone="NEANT")])).book
    hits = remark_hits(
        book, "phone-invalid", lambda row, key: f"{key} of {row.raw.index}" if row.raw.index == 2 else ""
    )
    assert [hit.hint for hit in hits] == ["phones of 2", "If there is none, leave the cell empty."]


def test_no_message_and_no_rule_is_declared_twice() -> None:
    rules, messages = dict(RULES), dict(MESSAGES)
    with pytest.raises(ValueError, match="phone-invalid"):
        message_of("phone-invalid")(lambda _remark: ("", ""))
    with pytest.raises(ValueError, match="phone-invalid"):
        remark_rule("phone-invalid", Severity.INFO)(lambda _remark: ("", ""))
    assert (rules, messages) == (RULES, MESSAGES)


def test_every_remark_that_a_cell_can_cause_is_told(workbook: WorkbookMaker) -> None:
    """A code without a message would be a cell left out in silence."""
    sheets = {
        # The first row is a plain one: of text alone it could be taken for words of help.
        spec.title: [{spec.columns[0].header: 1}, {column.header: "#?é;/ 12-(" for column in spec.columns}]
        for spec in SHEETS
    }
    book = check(workbook(**sheets)).book
    assert len(book.remarks) > 10
    assert set(book.remarks) <= MESSAGES.keys() | RULES.keys()


@pytest.mark.parametrize("text", ["NEANT", "néant", " - ", "Aucun.", "n/a", "?", "geen"])
def test_who_wrote_in_words_that_there_is_none_is_told_how(text: str) -> None:
    assert empty_hint(Remark("x", text)) == "If there is none, leave the cell empty."
    assert not empty_hint(Remark("x", f"{text} 2"))


def test_a_suggestion_is_asked_about_and_none_is_not() -> None:
    assert did_you_mean(Remark("x", "a", "b")) == "Did you mean “b”?"
    assert did_you_mean(Remark("x", "a")) == ""
