"""Duplicates and contradictions: similar fiches, conflicting usages, shared numbers and persons.

All searches go by groups with one phone, mail or person, so they are linear in the number of fiches. In a large group,
such as that of a switchboard, a name is only compared with its neighbours in the alphabet.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum, auto

from rapidfuzz import fuzz

from fiche_builder.check.findings import Context, Hit, Severity, printed_fiches, rule, shown
from fiche_builder.check.folding import name_cells
from fiche_builder.common.i18n import _, listed, quoted
from fiche_builder.common.text import SMALL_WORDS, fold
from fiche_builder.model.fields import CONTACTS, FICHES
from fiche_builder.model.model import Phone
from fiche_builder.model.tables import Book, Place, Row, Table
from fiche_builder.model.words import Diffusion, Usage

_NEIGHBOURS = 5
_NAMED = 3
_SAME_WORD = 80
"""From this likeness on (0 to 100, Indel), two words count as one word with a typing mistake."""
_WORD = re.compile(r"[^\W_]+")
_SMALL_WORDS = SMALL_WORDS | {"pour", "sur", "asbl", "vzw"}


class _Reach(Enum):
    """How far a contact point may go: to colleagues only, to a caller, or into the public edition."""

    KEPT = auto()
    GIVEN = auto()
    PUBLIC = auto()


@dataclass(frozen=True, slots=True)
class _Point:
    """A phone or mail at its place, and how far it may go."""

    value: str
    spelled: str
    table: Table
    row: Row
    key: str
    fiche: int
    reach: _Reach

    @property
    def place(self) -> Place:
        return self.table.place(self.row, self.key)


@dataclass(frozen=True, slots=True)
class _Named:
    """A fiche, with its folded name, theme and town, and the words that distinguish the name."""

    table: Table
    row: Row
    name: str
    theme: str
    town: str
    words: tuple[str, ...]

    @classmethod
    def of(cls, table: Table, row: Row) -> "_Named":
        name = fold(row.text("name"))
        words = tuple(word for word in _WORD.findall(name) if word not in _SMALL_WORDS)
        return cls(table, row, name, fold(row.text("theme")), fold(row.text("municipality")), words)

    @property
    def index(self) -> int:
        return self.row.raw.index


@rule("possible-duplicate", Severity.WARNING)
def possible_duplicate(book: Book, _context: Context) -> Iterator[Hit]:
    """Fiches with similar names that share a phone or mail."""
    groups: defaultdict[str, list[_Named]] = defaultdict(list)
    for table, row in book.rows(FICHES):
        named = _Named.of(table, row)
        for value in {*(phone.digits for phone in _phones(row)), *(address.casefold() for address in _emails(row))}:
            groups[value].append(named)
    alike: dict[int, dict[int, _Named]] = {}
    for group in groups.values():
        for earlier, later in _neighbours(group):
            if _is_near_same(earlier, later):
                together = {
                    number: fiche
                    for entry in (earlier, later)
                    for number, fiche in alike.get(entry.index, {entry.index: entry}).items()
                }
                alike |= dict.fromkeys(together, together)
    for together in {id(together): together for together in alike.values()}.values():
        fiche, *others = (together[number] for number in sorted(together))
        table, first = fiche.table, fiche.row
        names = [first.text("name"), *(other.row.text("name") for other in others)]
        yield Hit(
            table.place(first, "name"),
            shown(first, "name"),
            _("%(names)s may be one and the same: a number or mail in common, near-same names.")
            % {"names": listed([quoted([name]) for name in names], _NAMED)},
            _("Merge them, or make their names tell what is different."),
            tuple(other.table.place(other.row, "name") for other in others),
        )


@rule("audience-conflict", Severity.WARNING)
def audience_conflict(book: Book, _context: Context) -> Iterator[Hit]:
    """A phone or mail that may be given in one place but not in another."""
    for every in _points(book).values():
        points = [point for point in every if not _is_about_person(point, every)]
        given = [point for point in points if point.reach is not _Reach.KEPT]
        kept = [point for point in points if point.reach is _Reach.KEPT]
        if not given or not kept:
            continue
        # The smaller side is reported: among a hundred public cells, the seven internal ones are probably wrong.
        fewer, more = (kept, given) if len(kept) <= len(given) else (given, kept)
        cells = _cells(more)
        is_public = any(point.reach is _Reach.PUBLIC for point in given)
        message = _conflict(is_kept=fewer is kept, is_public=is_public)
        first, *others = fewer
        yield Hit(
            first.place,
            shown(first.row, first.key),
            message % {"value": first.spelled, "cells": cells},
            _("Decide which of the two is right, and change the other."),
            tuple(point.place for point in others),
        )


@rule("contact-shared", Severity.INFO)
def contact_shared(book: Book, _context: Context) -> Iterator[Hit]:
    """A number or person that several fiches share: a change concerns all of them. Short numbers do not count."""
    for points in _points(book).values():
        if points[0].value.startswith("+") and len({point.fiche for point in points}) > 1:
            first, *others = points
            yield Hit(
                first.place,
                shown(first.row, first.key),
                _("Several fiches have “%(value)s”.") % {"value": first.spelled},
                _("If it changes, change it in all of them."),
                tuple(point.place for point in others),
            )
    persons: defaultdict[str, list[tuple[Table, Row]]] = defaultdict(list)
    for table, row in book.rows(CONTACTS):
        if person := row.text("person"):
            persons[fold(person)].append((table, row))
    for rows in persons.values():
        if len({row.value("fiche", int) for _table, row in rows}) > 1:
            (table, first_row), *rest = rows
            yield Hit(
                table.place(first_row, "person"),
                shown(first_row, "person"),
                _("Several fiches have “%(value)s”.") % {"value": first_row.text("person")},
                _("If this person changes function, change all of them."),
                tuple(table.place(row, "person") for table, row in rest),
            )


def _is_about_person(point: _Point, points: Iterable[_Point]) -> bool:
    """Tell whether an internal number or mail is also given by its own fiche.

    Then only the person beside it is internal, not the number.
    """
    given = [other for other in points if other.fiche == point.fiche and other.reach is not _Reach.KEPT]
    is_own = any(other.table.spec is FICHES for other in given)
    return point.reach is _Reach.KEPT and (is_own or bool(given and point.row.text("person")))


def _conflict(*, is_kept: bool, is_public: bool) -> str:
    """Return the message of a conflict, from the side of the cells that are reported."""
    if is_public:
        if is_kept:
            return _("“%(value)s” is internal here, but public in %(cells)s.")
        return _("“%(value)s” is public here, but internal in %(cells)s.")
    if is_kept:
        return _("“%(value)s” may not be given here, but it may in %(cells)s.")
    return _("“%(value)s” may be given here, but not in %(cells)s.")


def _points(book: Book) -> dict[str, list[_Point]]:
    """Return the phones and mails of the printed fiches, by their canonical form."""
    points: defaultdict[str, list[_Point]] = defaultdict(list)
    public = set()
    printed = set()
    for table, row in printed_fiches(book):
        number = row.value("number", int)
        if number is None:
            continue
        printed.add(number)
        if row.value("diffusion", Diffusion) is Diffusion.PUBLIC:
            public.add(number)
        _add(points, table, row, number, _Reach.PUBLIC if number in public else _Reach.KEPT)
    for table, row in book.rows(CONTACTS):
        number = row.value("fiche", int)
        if number in printed and number is not None:
            given = _Reach.PUBLIC if number in public else _Reach.GIVEN
            _add(points, table, row, number, given if row.value("usage", Usage) is Usage.GIVE else _Reach.KEPT)
    return points


def _add(points: dict[str, list[_Point]], table: Table, row: Row, fiche: int, reach: _Reach) -> None:
    for phone in _phones(row):
        # Everybody uses short numbers. An extension counts as a line of its own.
        if phone.digits.startswith("+"):
            key = f"{phone.digits}/{phone.extension}"
            points[key].append(_Point(phone.digits, phone.shown, table, row, "phones", fiche, reach))
    for address in _emails(row):
        points[address.casefold()].append(_Point(address, address, table, row, "emails", fiche, reach))


def _neighbours(group: list[_Named]) -> Iterator[tuple[_Named, _Named]]:
    """Yield the pairs of a group that may have similar names, with the earlier row first.

    Each fiche is paired with the few that follow it in the alphabet.
    """
    ordered = sorted(group, key=lambda entry: (entry.words, entry.index))
    for position, first in enumerate(ordered):
        for second in ordered[position + 1 : position + 1 + _NEIGHBOURS]:
            if first.index != second.index:
                yield (first, second) if first.index < second.index else (second, first)


def _is_near_same(first: _Named, second: _Named) -> bool:
    """Tell whether two fiches may be the same.

    Their names have the same words, apart from small words, order and a typing mistake in a word.
    """
    if first.town and second.town and first.town != second.town:
        return False
    if first.name == second.name and first.theme == second.theme:
        return first.town != second.town  # otherwise the finding is `name-duplicated`
    left, right = sorted(first.words), sorted(second.words)
    only_left = [word for word in left if word not in right]
    only_right = [word for word in right if word not in left]
    if len(only_left) != len(only_right) or not left:
        return False
    return all(_is_same_word(*pair) for pair in zip(only_left, only_right, strict=True))


def _is_same_word(first: str, second: str) -> bool:
    return first.isalpha() and second.isalpha() and fuzz.ratio(first, second) >= _SAME_WORD


def _phones(row: Row) -> tuple[Phone, ...]:
    return row.value("phones", tuple) or ()


def _emails(row: Row) -> tuple[str, ...]:
    return row.value("emails", tuple) or ()


def _cells(points: Iterable[_Point]) -> str:
    return name_cells(point.place for point in points)
