"""What comes back on a filled sheet: changes that can be made, and what cannot be taken, each with its cell."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from fiche_builder.common.i18n import LANGUAGES, active_language, translations
from fiche_builder.common.text import fold_header, tidy, tidy_lines
from fiche_builder.model.tables import Book
from fiche_builder.model.values.cells import text_of
from fiche_builder.upkeep.amend import Change
from fiche_builder.workbook.forms import KEY_HEADER
from fiche_builder.workbook.raw import RawCell, RawRow, RawSheet, RawWorkbook, column_letter

_HEADER_ROWS = 40


@dataclass(frozen=True, slots=True)
class FilledRow:
    """A row of a filled sheet. The cells that hold something, by the key of their column."""

    row: int
    cells: Mapping[str, RawCell]
    columns: Mapping[str, int]

    def text(self, column: str) -> str:
        """Return the tidied text of a cell."""
        cell = self.cells.get(column)
        return tidy_lines(text_of(cell.value)) if cell else ""

    def place(self, column: str) -> str:
        """Return the name of a cell, which may be empty."""
        return f"{column_letter(self.columns.get(column, 1))}{self.row}"


@dataclass(frozen=True, slots=True)
class Problem:
    """Something in the filled sheet that cannot be taken as it stands. `cell` is a cell of that sheet."""

    cell: str
    title: str
    message: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Conflict:
    """A value that changed in the workbook after the filled sheet was made from it.

    `cell` is empty if its row is gone.
    """

    cell: str
    title: str
    column: str
    message: str
    asked: str = ""
    """The value from which the sheet was made."""
    present: str = ""
    new: str = ""


@dataclass(frozen=True, slots=True)
class Returned:
    """Everything that a filled sheet says, compared with the workbook."""

    changes: Sequence[Change] = ()
    problems: Sequence[Problem] = ()
    conflicts: Sequence[Conflict] = ()
    notes: Sequence[str] = ()
    """Further remarks in words: who could not be reached, what had already changed."""
    counts: Sequence[str] = ()
    """How much was confirmed and corrected, in words."""


@dataclass(frozen=True, slots=True)
class Desk:
    """What is needed to read a filled sheet: the sheet, its workbook, and the day."""

    sheet: RawWorkbook
    book: Book
    workbook_name: str
    today: date


def form_facts(kind: str, schema: str, book: Book, today: date) -> dict[str, str]:
    """Return the facts for the hidden sheet of a form: its kind, its workbook, its day and its language."""
    return {
        "kind": kind,
        "schema": schema,
        "workbook": book.raw.name,
        "day": today.isoformat(),
        "language": active_language(),
    }


def find_forms(raw: RawWorkbook) -> Iterator[tuple[RawSheet, RawRow]]:
    """Yield the sheets to be filled in, each with its header row, which is known by the hidden column of keys."""
    for sheet in raw.sheets:
        if header := next((row for row in sheet.rows[:_HEADER_ROWS] if key_column(row)), None):
            yield sheet, header


def key_column(header: RawRow) -> int:
    """Return the number of the hidden column of keys; 0 if the row has none."""
    return next((number for number, cell in header.cells.items() if cell.value == KEY_HEADER), 0)


def read_columns(header: RawRow, words: Mapping[str, str]) -> dict[str, int]:
    """Return the number of each known column by its key. `words` gives the key for each header."""
    known = {fold_header(word): key for word, key in words.items()}
    columns: dict[str, int] = {}
    for number, cell in header.cells.items():
        if key := known.get(fold_header(tidy(text_of(cell.value)))):
            columns.setdefault(key, number)
    return columns


def words_of(msgids: Mapping[str, str]) -> dict[str, str]:
    """Return keys by their words in each language, from their msgids."""
    return {word: key for key, msgid in msgids.items() for word in in_every_language(msgid)}


def in_every_language(msgid: str) -> Iterator[str]:
    """Yield a word in each language: a sheet may be read in another language than the one it was made in."""
    for language in LANGUAGES:
        yield translations(language).gettext(msgid)
