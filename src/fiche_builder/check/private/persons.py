"""Persons whom the book names in its internal columns: who is meant when the name stands in a public text."""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from fiche_builder.check.private.texts import WORD, plain_of
from fiche_builder.check.rules.mailboxes import OFFICE_WORDS
from fiche_builder.model.columns import Use
from fiche_builder.model.fields import CONTACTS, PARAMETERS, SHEETS
from fiche_builder.model.tables import Book, read_parameters
from fiche_builder.model.values.persons import FIRST_NAMES, LAST_NAMES, PARTICLES
from fiche_builder.model.values.private_words import PLACE_WORDS, ROLES, TITLES

_PARTS = re.compile(r"[,;\n/&+<>()\[\]|:]|\s-\s|\s(?:et|en|and|ou|of)\s")
_NO_PERSON = OFFICE_WORDS | ROLES | PLACE_WORDS
_TITLED = {title.rstrip(".") for title in TITLES} | {"m", "dr"}
_SHORTEST = 3
_PAIR = 2


@dataclass(slots=True)
class Persons:
    """The persons of a book, in plain words."""

    full: dict[str, set[tuple[str, ...]]] = field(default_factory=lambda: defaultdict(set))
    """Whole names, given and family name in both orders, by their first word."""
    alone: set[str] = field(default_factory=set)
    """Words that name one of them even alone."""
    doubtful: set[str] = field(default_factory=set)
    """Words that do unless they are everyday words."""
    given: dict[int, set[str]] = field(default_factory=lambda: defaultdict(set))
    """The given names of the persons of each fiche, by its N°."""

    @property
    def words(self) -> set[str]:
        """Every word with which one of these names begins."""
        return {*self.full, *self.alone, *self.doubtful}


def read_persons(book: Book) -> Persons:
    """Return the persons in the columns that name persons."""
    persons = Persons()
    for value, number in _cells(book):
        for part in _PARTS.split(value):
            _add(persons, part, number)
    return persons


def _cells(book: Book) -> Iterator[tuple[str, int]]:
    """Yield each different text that may name a person, with the N° of the fiche whose contact it is, or 0."""
    seen: dict[tuple[str, int], None] = {}
    for spec in SHEETS:
        keys = spec.keys(Use.PERSON)
        for _table, row in book.rows(spec) if keys else ():
            number = (row.value("fiche", int) or 0) if spec is CONTACTS else 0
            seen.update({(value, number): None for key in keys if (value := row.text(key))})
    table = book.table(PARAMETERS)
    seen[(read_parameters(table).get("editors", "") if table else "", 0)] = None
    return iter(seen)


def _add(persons: Persons, part: str, number: int) -> None:
    if "@" in part or any(char.isdecimal() for char in part):
        return  # an address, a room, an agent's number
    plain = plain_of(part)
    found = [(match[0], part[match.start()].isupper()) for match in WORD.finditer(plain)]
    titled = bool(found) and found[0][0] in _TITLED
    words = [word for word, is_capital in found[titled:] if is_capital or word in PARTICLES]
    names = [word for word in words if word not in PARTICLES]
    if not names or not _NO_PERSON.isdisjoint(names) or len(words) != len(found) - titled:
        return
    if len(names) == 1:
        _add_one(persons, names[0], titled=titled)
        return
    is_listed = not FIRST_NAMES.isdisjoint(names)
    persons.full[words[0]].add(tuple(words))
    if len(names) == _PAIR:
        turned = (*words[1:], words[0])
        persons.full[turned[0]].add(turned)
    family = [name for name in names if name not in FIRST_NAMES] or names[1:]
    if is_listed:
        persons.given[number] |= {name for name in names if name in FIRST_NAMES and name not in family}
    has_initial = any(len(name) == 1 for name in names)
    for name in family if is_listed or titled or has_initial else ():
        if len(name) > _SHORTEST:
            (persons.alone if name in LAST_NAMES else persons.doubtful).add(name)


def _add_one(persons: Persons, name: str, *, titled: bool) -> None:
    """Take a cell of one word: a name that is listed, one with a title, or perhaps one."""
    if titled or name in FIRST_NAMES or name in LAST_NAMES:
        persons.alone.add(name)
    elif len(name) > _SHORTEST:
        persons.doubtful.add(name)
