"""What comes back on a sheet that editors filled in: changes that can be made, and what cannot be taken, each at its cell."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from fiche_builder.amend import Change
from fiche_builder.tables import Book
from fiche_builder.text import tidy_lines
from fiche_builder.values.cells import text_of
from fiche_builder.workbook.raw import RawCell, RawWorkbook, column_letter


@dataclass(frozen=True, slots=True)
class FilledRow:
    """A row of a filled sheet. Cells by the key of their column, those that hold something."""

    row: int
    cells: Mapping[str, RawCell]
    columns: Mapping[str, int]

    def text(self, column: str) -> str:
        """Return a cell as an editor reads it, tidied."""
        cell = self.cells.get(column)
        return tidy_lines(text_of(cell.value)) if cell else ""

    def place(self, column: str) -> str:
        """Return the name of a cell, whether there is anything in it or not."""
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
    """A value that is no longer in the workbook what the filled sheet was made from. `cell` is empty when its row is gone."""

    cell: str
    title: str
    column: str
    message: str
    asked: str = ""
    """The value the sheet was made from."""
    present: str = ""
    new: str = ""


@dataclass(frozen=True, slots=True)
class Returned:
    """All that a filled sheet says, held against the workbook."""

    changes: Sequence[Change] = ()
    problems: Sequence[Problem] = ()
    conflicts: Sequence[Conflict] = ()
    notes: Sequence[str] = ()
    """What was found besides, in words: who could not be reached, what was so already."""
    counts: Sequence[str] = ()
    """How much was confirmed and corrected, in words."""


@dataclass(frozen=True, slots=True)
class Desk:
    """What a filled sheet is read with: the sheet, the workbook it goes into, the day."""

    sheet: RawWorkbook
    book: Book
    workbook_name: str
    today: date
