"""The questions that public texts leave open, as an edition takes them along: cells and codes, never the words.

A code answers the text that was asked about. So an answer that is written after the build counts without another
build, and one for a text that has changed since does not.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from fiche_builder.check.checked import CheckedWorkbook
from fiche_builder.check.rules.private_text import CODE
from fiche_builder.common.text import fold_header
from fiche_builder.model.fields import CONTACTS, FICHES
from fiche_builder.model.seen import SEEN, seen_code, seen_codes
from fiche_builder.model.tables import Book, Row, Table
from fiche_builder.model.values.cells import text_of


@dataclass(frozen=True, slots=True)
class Question:
    """An open question: its cell, the N° of the fiche (0 for a theme), and the code that answers it in `Vu`."""

    sheet: str
    cell: str
    fiche: int
    answer: str


def open_questions(checked: CheckedWorkbook) -> tuple[Question, ...]:
    """Return the questions about the texts of the public edition that a workbook makes."""
    places = [place for finding in checked.findings if finding.code == CODE for place in finding.places]
    made = {fiche.number for fiche in checked.directory.fiches} | {0}
    found = []
    for table in checked.book.tables.values() if places else ():
        keys = {column: key for key, column in table.columns.items()}
        rows = {row.raw.index: row for row in table.rows}
        for place in places:
            if place.sheet == table.raw.title and (number := _number(table, rows[place.row])) in made:
                text = text_of(rows[place.row].cells[keys[place.column]].value)
                found.append(Question(place.sheet, place.coordinate, number, seen_code(keys[place.column], text)))
    return tuple(found)


def still_open(questions: Iterable[Question], book: Book) -> tuple[Question, ...]:
    """Return the questions that a workbook does not answer, perhaps a later one than that which was asked about."""
    answers = {
        (fold_header(table.raw.title), _number(table, row), code)
        for table, row in _rows(book)
        for code in seen_codes(row.text(SEEN))
    }
    return tuple(q for q in questions if (fold_header(q.sheet), q.fiche, q.answer) not in answers)


def _rows(book: Book) -> Iterator[tuple[Table, Row]]:
    for table in book.tables.values():
        if SEEN in table.columns:
            for row in table.rows:
                yield table, row


def _number(table: Table, row: Row) -> int:
    """Return the N° of the fiche to which a row belongs; 0 if it is none's."""
    key = {FICHES: "number", CONTACTS: "fiche"}.get(table.spec)
    return (row.value(key, int) or 0) if key else 0
