"""What comes back on a sheet that editors filled in: changes that can be made, and what cannot be taken, each at its cell."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from fiche_builder.amend import Change
from fiche_builder.tables import Book
from fiche_builder.workbook.raw import RawWorkbook


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
