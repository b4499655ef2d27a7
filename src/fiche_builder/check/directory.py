"""From tables to the validated directory. Whatever the findings call faulty is left out."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from fiche_builder.check.findings import Drops, Finding, Severity
from fiche_builder.common.text import fold
from fiche_builder.model.columns import SheetSpec, Use
from fiche_builder.model.fields import CONTACTS, FICHES, PARAMETERS, SUGGESTIONS, TEAMS, THEMES
from fiche_builder.model.model import Contact, Directory, Fiche, Imprint, Suggestion, Team, Theme
from fiche_builder.model.tables import Book, Row, Table, read_parameters, theme_keys
from fiche_builder.model.values.simple import parse_names


def build_directory(book: Book, findings: Iterable[Finding]) -> Directory:
    """Return everything in a workbook that can be published.

    Rows and values with an error are left out.
    """
    faults = _Faults(findings)
    themes = tuple(_build_themes(book, faults))
    contacts: defaultdict[int, list[Contact]] = defaultdict(list)
    for values in faults.rows(book, CONTACTS):
        contact = Contact(**_with_defaults(CONTACTS, values))
        contacts[contact.fiche].append(contact)
    names = theme_keys(book)
    fiches = []
    keys = {fold(theme.name): theme.key for theme in themes}
    for values in faults.rows(book, FICHES):
        theme = keys.get(fold(names[fold(values.pop("theme"))]), "")
        if not theme:  # left out itself: without its theme, a fiche has no page
            continue
        fiche = Fiche(**_with_defaults(FICHES, values), theme=theme, contacts=tuple(contacts[values["number"]]))
        if _leads_somewhere(fiche):
            fiches.append(fiche)
    numbers = {fiche.number for fiche in fiches}
    return Directory(
        imprint=_build_imprint(book, faults),
        themes=themes,
        fiches=tuple(_without_dangling(fiche, numbers) for fiche in fiches),
        teams=tuple(_build_teams(book, faults)),
        suggestions=tuple(
            Suggestion(**_with_defaults(SUGGESTIONS, values)) for values in faults.rows(book, SUGGESTIONS)
        ),
    )


_NOTICE_DATES = ("notice_from", "notice_until")


class _Faults:
    """The places of errors: whole rows, and single cells.

    A required value that could not be read is missing from its row, so it needs no place here.
    """

    def __init__(self, findings: Iterable[Finding]) -> None:
        errors = [finding for finding in findings if finding.severity is Severity.ERROR]
        self._rows = {(p.sheet, p.row) for f in errors if f.drops is Drops.ROW for p in f.places}
        self._any = {(p.sheet, p.row, p.column) for f in errors for p in f.places}
        self._cells = {(p.sheet, p.row, p.column) for f in errors if f.drops is Drops.VALUE for p in f.places}

    def rows(self, book: Book, spec: SheetSpec) -> Iterator[dict[str, Any]]:
        """Yield the sound values of each sound row, by column key."""
        required = [column.key for column in spec.columns if column.required and column.default is None]
        for table, row in book.rows(spec):
            if not self.is_sound_row(table, row):
                continue
            values = {key: value for key, value in row.values.items() if self._is_sound(table, row, key)}
            if any((table.raw.title, row.raw.index, table.columns.get(key)) in self._any for key in _NOTICE_DATES):
                # Without reliable dates, a notice would never end.
                values = {key: value for key, value in values.items() if key not in {"notice", *_NOTICE_DATES}}
            if all(key in values for key in required):
                yield values

    def is_sound_row(self, table: Table, row: Row) -> bool:
        """Tell whether no error drops a row as a whole."""
        return (table.raw.title, row.raw.index) not in self._rows

    def _is_sound(self, table: Table, row: Row, key: str) -> bool:
        return (table.raw.title, row.raw.index, table.columns[key]) not in self._cells


def _with_defaults(spec: SheetSpec, values: Mapping[str, Any]) -> dict[str, Any]:
    defaults = {column.key: column.default for column in spec.columns if column.default is not None}
    return {**defaults, **values}


def _build_themes(book: Book, faults: _Faults) -> Iterator[Theme]:
    seen = set()
    for values in faults.rows(book, THEMES):
        theme = Theme(**values)
        if fold(theme.name) not in seen:
            seen.add(fold(theme.name))
            yield theme


def _build_teams(book: Book, faults: _Faults) -> Iterator[Team]:
    """Return the recipients. A row may hold several addresses, and each of them gets its own mail."""
    for values in faults.rows(book, TEAMS):
        full = _with_defaults(TEAMS, values)
        addresses: dict[str, str] = {}
        for address in full.pop("email"):
            addresses.setdefault(address.casefold(), address)
        for address in addresses.values():
            yield Team(**full, email=address)


def _build_imprint(book: Book, faults: _Faults) -> Imprint:
    table = book.table(PARAMETERS)
    sound = replace(table, rows=tuple(row for row in table.rows if faults.is_sound_row(table, row))) if table else None
    values: dict[str, Any] = dict(read_parameters(sound)) if sound else {}
    if "editors" in values:
        values["editors"] = parse_names(values["editors"]).value
    return Imprint(**{**values, "region": book.region})


def _leads_somewhere(fiche: Fiche) -> bool:
    """Tell whether a fiche still has a contact point after everything faulty was left out."""
    points = [getattr(fiche, key) for key in FICHES.keys(Use.POINT)]
    return any(points) or any(getattr(c, key) for c in fiche.contacts for key in CONTACTS.keys(Use.POINT))


def _without_dangling(fiche: Fiche, numbers: set[int]) -> Fiche:
    """Return fiches without the references to fiches that are not in the directory."""
    if all(number in numbers for number in fiche.see_also):
        return fiche
    return replace(fiche, see_also=tuple(number for number in fiche.see_also if number in numbers))
