"""The texts that everybody will read: every cell of a public row whose column is public and holds free text."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from fiche_builder.check.findings import public_rows
from fiche_builder.common.plain import plain_sign
from fiche_builder.common.text import fold
from fiche_builder.model.columns import Column, Holds, Use
from fiche_builder.model.fields import CONTACTS, FICHES, THEMES
from fiche_builder.model.model import Phone
from fiche_builder.model.tables import Book, Row, Table, theme_keys
from fiche_builder.model.words import Status

PublicRow = tuple[Table, Row, Row]
"""A row, with its table and the row of its fiche or theme."""
WORD = re.compile(r"[^\W\d_]+")
_FREE = {Holds.LINE, Holds.LINES, Holds.NAMES, Holds.LANGUAGES}
_READ = {
    spec.key: tuple(c for c in spec.columns if c.is_public and c.holds in _FREE | {Holds.PHONES})
    for spec in (FICHES, CONTACTS, THEMES)
}


class _Plain(dict[int, str]):
    """One sign for one sign, so that what is found in the plain text stands at the same place in the text."""

    def __missing__(self, code: int) -> str:
        sign = chr(code)
        plain = plain_sign(sign)
        self[code] = found = plain if len(plain) == 1 else sign
        return found


_PLAIN = _Plain(dict.fromkeys(map(ord, "’‘ʼ´`"), "'") | dict.fromkeys(map(ord, "–—−"), "-"))


@dataclass(frozen=True, slots=True)
class PublicText:
    """A text in a cell of a public row. `owner` is the row of its fiche, or of its theme."""

    table: Table
    row: Row
    column: Column
    owner: Row
    text: str
    plain: str
    """The text in plain signs, sign for sign."""
    words: frozenset[str]
    """The words of `plain`."""

    @property
    def key(self) -> str:
        """The key of its column."""
        return self.column.key

    @property
    def is_label(self) -> bool:
        """Whether it says whose a number is."""
        return self.column.holds is Holds.PHONES or bool(self.column.uses & Use.WHO)

    @property
    def is_name(self) -> bool:
        """Whether it names a service or its place."""
        return bool(self.column.uses & Use.NAME) and not self.is_label

    @property
    def is_address(self) -> bool:
        """Whether it leads to a door, and so holds the names of streets."""
        return bool(self.column.uses & Use.POINT) and not self.is_label


def published_rows(book: Book) -> Iterator[PublicRow]:
    """Yield the rows of fiches and contacts that the public edition has. Suspended fiches are not in it."""
    for table, row, owner in public_rows(book):
        if owner.value("status", Status) is not Status.SUSPENDED:
            yield table, row, owner


def public_texts(book: Book, rows: Iterable[PublicRow]) -> Iterator[PublicText]:
    """Yield every public text: those of `rows`, then those of the themes that their fiches have."""
    names = theme_keys(book)
    # The name of a theme is asked about at the theme, not at each of its fiches.
    plain_names = {plain_of(name) for name in names}
    used: set[str] = set()
    for table, row, owner in rows:
        if table.spec is FICHES:
            used.add(names.get(fold(row.text("theme")), ""))
        for text in _texts_of(table, row, owner):
            if table.spec is not FICHES or text.plain not in plain_names:
                yield text
    for table, row in book.rows(THEMES):
        if row.text("name") in used:
            yield from _texts_of(table, row, row)


def plain_of(text: str) -> str:
    """Return a text in plain signs, sign for sign."""
    return text.lower() if text.isascii() else text.translate(_PLAIN)


def _texts_of(table: Table, row: Row, owner: Row) -> Iterator[PublicText]:
    values = row.values
    for column in _READ[table.spec.key]:
        value = values.get(column.key)
        if isinstance(value, tuple):
            labels = value if column.holds is not Holds.PHONES else _labels(value)
            text = "\n".join(labels)
        else:
            text = value if isinstance(value, str) else ""
        if text:
            plain = plain_of(text)
            yield PublicText(table, row, column, owner, text, plain, frozenset(WORD.findall(plain)))


def _labels(phones: tuple[object, ...]) -> list[str]:
    return [phone.label for phone in phones if isinstance(phone, Phone) and phone.label]
