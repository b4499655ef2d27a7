"""The values of a fiche that are checked in one call, and keys by which each is found again in a workbook that was sorted or edited."""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass

from fiche_builder.common.text import fold, tidy_lines
from fiche_builder.model.fields import CONTACTS, FICHES, Column, SheetSpec, Use
from fiche_builder.model.tables import Book, Row, Table
from fiche_builder.model.values.cells import text_of

OWN_KEYS = FICHES.keys(Use.CALL)
"""Columns of a fiche's own row that a call goes through."""
CONTACT_KEYS = CONTACTS.keys(Use.CALL)
"""Columns of a row of `Contacts` that a call goes through."""
WHOLE = "*"
"""The column of a key that stands for the whole fiche."""
IDENTITY = CONTACTS.keys(Use.WHO | Use.POINT)
"""Columns that a row of `Contacts` is known again by."""
_VERSION = "1"
_PARTS = 7
_NUMBER = re.compile("[0-9]{1,9}")


@dataclass(frozen=True, slots=True)
class ValueKey:
    """Which value a row of a call sheet is about, and what it was.

    Texts are held as digests: the key is no place for them.
    """

    sheet: str
    number: int
    column: str
    row: int
    """The row in its sheet when the call sheet was made."""
    prints: tuple[str, ...]
    """The digest of the fiche's name; of a contact, also those of `IDENTITY`."""
    value: str

    def __str__(self) -> str:
        """Return the key as it stands in the hidden column."""
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
        """Its column."""
        return self.spec.column(self.key)

    @property
    def text(self) -> str:
        """The value as an editor reads it."""
        return shown_text(self.row, self.key)


def parse_key(text: str) -> ValueKey | None:
    """Read a key; None when it is not one."""
    parts = text.strip().split("|")
    if (
        len(parts) != _PARTS
        or parts[0] != _VERSION
        or not all(_NUMBER.fullmatch(part) for part in (parts[2], parts[4]))
    ):
        return None
    known = {"fiches": (*OWN_KEYS, WHOLE), "contacts": CONTACT_KEYS}
    if parts[3] not in known.get(parts[1], ()):
        return None
    return ValueKey(parts[1], int(parts[2]), parts[3], int(parts[4]), tuple(parts[5].split(".")), parts[6])


def make_key(value: FicheValue, fiche: Row) -> ValueKey:
    """Return the key of a value; `fiche` is the row of its fiche."""
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


def whole_key(fiche: Row) -> ValueKey:
    """Return the key of the heading of a fiche."""
    number = fiche.value("number", int) or 0
    return ValueKey(FICHES.key, number, WHOLE, fiche.raw.index, (digest(shown_text(fiche, "name")),), "")


def contact_prints(row: Row) -> tuple[str, ...]:
    """Return the digests by which a row of `Contacts` is known again."""
    return tuple(digest(shown_text(row, key)) for key in IDENTITY)


def digest(text: str) -> str:
    """Return a digest of a text by which it is only recognised; case, accents and blanks do not count."""
    return hashlib.sha256(fold(text).encode()).hexdigest()[:10]


def exact_digest(text: str) -> str:
    """Return a digest of a value as it stood: any change of it shows."""
    return hashlib.sha256(tidy_lines(text).encode()).hexdigest()[:10]


def shown_text(row: Row, key: str) -> str:
    """Return a cell as an editor reads it, tidied."""
    cell = row.cells.get(key)
    return tidy_lines(text_of(cell.value)) if cell else ""


def fiche_rows(book: Book) -> dict[int, Row]:
    """Return the rows of the fiches by their N°; of a N° that stands twice, none."""
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
    """An empty value is asked for where one would be welcome."""
    if shown_text(row, key) or spec.column(key).uses & Use.CALL_EMPTY:
        return True
    return spec is CONTACTS and bool(shown_text(row, "person"))
