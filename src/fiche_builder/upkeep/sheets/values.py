"""The values of a fiche that are verified in one call, and keys to find each of them again.

The workbook may have been sorted or edited since.
"""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass

from fiche_builder.common.text import fold, tidy_lines
from fiche_builder.model.columns import Column, SheetSpec, Use
from fiche_builder.model.fields import CONTACTS, FICHES
from fiche_builder.model.tables import Book, Row, Table
from fiche_builder.model.values.cells import text_of

OWN_KEYS = FICHES.keys(Use.CALL)
"""The columns of a fiche's own row that a call goes through."""
VERIFIED_CONTACT_KEYS = CONTACTS.keys(Use.CALL)
"""The columns of a row in `Contacts` that the source confirms."""
CONTACT_KEYS = CONTACTS.keys(Use.CALL | Use.CALL_OURS)
"""The columns of a row in `Contacts` that a call goes through, with those that are only corrected on that occasion."""
WHOLE = "*"
"""The key's column when it stands for the whole fiche."""
NEW_CONTACT = "+"
"""The key's column in the line for a contact that the workbook does not have yet."""
IDENTITY = CONTACTS.keys(Use.WHO | Use.POINT)
"""The columns by which a row of `Contacts` is recognised."""
_VERSION = "1"
_PARTS = 7
_NUMBER = re.compile("[0-9]{1,9}")


@dataclass(frozen=True, slots=True)
class ValueKey:
    """Which value a row of a call sheet is about, and what the value was.

    Texts are held as digests, because a key should not show them.
    """

    sheet: str
    number: int
    column: str
    row: int
    """The row in its sheet at the time the call sheet was made."""
    prints: tuple[str, ...]
    """The digest of the fiche's name, and for a contact also those of `IDENTITY`."""
    value: str

    def __str__(self) -> str:
        """Return the key as it is written in the hidden column."""
        return "|".join(
            (_VERSION, self.sheet, str(self.number), self.column, str(self.row), ".".join(self.prints), self.value)
        )


@dataclass(frozen=True, slots=True)
class FicheValue:
    """A value of a fiche in the workbook."""

    spec: SheetSpec
    table: Table
    row: Row
    key: str

    @property
    def column(self) -> Column:
        """The column of the value."""
        return self.spec.column(self.key)

    @property
    def text(self) -> str:
        """The value as an editor sees it."""
        return shown_text(self.row, self.key)


def parse_key(text: str) -> ValueKey | None:
    """Read a key; None if it is not one."""
    parts = text.strip().split("|")
    if (
        len(parts) != _PARTS
        or parts[0] != _VERSION
        or not all(_NUMBER.fullmatch(part) for part in (parts[2], parts[4]))
    ):
        return None
    known = {"fiches": (*OWN_KEYS, WHOLE, NEW_CONTACT), "contacts": CONTACT_KEYS}
    if parts[3] not in known.get(parts[1], ()):
        return None
    return ValueKey(parts[1], int(parts[2]), parts[3], int(parts[4]), tuple(parts[5].split(".")), parts[6])


def make_key(value: FicheValue, fiche: Row) -> ValueKey:
    """Return the key of a value. `fiche` is the row of its fiche."""
    name = digest(shown_text(fiche, "name"))
    prints = (name, *contact_prints(value.row)) if value.spec is CONTACTS else (name,)
    return ValueKey(
        value.spec.key,
        fiche.value("number", int) or 0,
        value.key,
        value.row.raw.index,
        prints,
        exact_digest(value.text),
    )


def line_key(fiche: Row, column: str) -> ValueKey:
    """Return the key of a line that is about no value: the heading of a fiche, or the line for a new contact."""
    number = fiche.value("number", int) or 0
    value = "" if column == WHOLE else exact_digest("")
    return ValueKey(FICHES.key, number, column, fiche.raw.index, (digest(shown_text(fiche, "name")),), value)


def contact_prints(row: Row) -> tuple[str, ...]:
    """Return the digests by which a row of `Contacts` is recognised."""
    return tuple(digest(shown_text(row, key)) for key in IDENTITY)


def digest(text: str) -> str:
    """Return a digest by which a text is recognised. Case, accents and blanks do not count."""
    return hashlib.sha256(fold(text).encode()).hexdigest()[:10]


def exact_digest(text: str) -> str:
    """Return a digest of a value exactly as it was, so that any change shows."""
    return hashlib.sha256(tidy_lines(text).encode()).hexdigest()[:10]


def shown_text(row: Row, key: str) -> str:
    """Return the tidied text of a cell."""
    cell = row.cells.get(key)
    return tidy_lines(text_of(cell.value)) if cell else ""


def fiche_rows(book: Book) -> dict[int, Row]:
    """Return the rows of the fiches by N°. A N° that occurs twice is left out."""
    found: dict[int, Row | None] = {}
    for _table, row in book.rows(FICHES):
        if number := row.value("number", int):
            found[number] = None if number in found else row
    return {number: row for number, row in found.items() if row is not None}


def fiche_values(book: Book, fiche: Row) -> Iterator[FicheValue]:
    """Yield the values that a call about a fiche goes through: those of its own row, then contact by contact."""
    table = book.tables[FICHES.key]
    yield from (FicheValue(FICHES, table, fiche, key) for key in OWN_KEYS if _is_asked(FICHES, fiche, key))
    number = fiche.value("number", int)
    for contacts, row in book.rows(CONTACTS):
        if row.value("fiche", int) == number:
            yield from (
                FicheValue(CONTACTS, contacts, row, key) for key in CONTACT_KEYS if _is_asked(CONTACTS, row, key)
            )


def _is_asked(spec: SheetSpec, row: Row, key: str) -> bool:
    """Tell whether a value is asked for. An empty one is, where a value would be welcome."""
    if shown_text(row, key) or spec.column(key).uses & (Use.CALL_EMPTY | Use.CALL_OURS):
        return True
    return spec is CONTACTS and bool(shown_text(row, "person"))
