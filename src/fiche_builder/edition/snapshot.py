"""The edition as data: a JSON file for other programs, and for comparison with the next edition.

This is schema 1. Every value is what the workbook said, validated; an empty field is left out. Fiches are sorted by N°,
themes by the order of print. The snapshot of a public edition is made from the public edition, so it holds nothing
else.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import date
from functools import cache
from typing import Any, TypeVar

from fiche_builder.common.errors import ConfigError, OutputError
from fiche_builder.common.font_chain import active_fonts
from fiche_builder.common.glyphs import with_own_letters
from fiche_builder.common.i18n import _
from fiche_builder.common.period import EditionId
from fiche_builder.common.reading import keyed, listed, parse_json, text, whole
from fiche_builder.common.signs import as_printed
from fiche_builder.common.text import tidy_lines
from fiche_builder.edition.changes import ChangedFiche, Changes, FicheName, FieldChange, RenamedTheme, ReusedNumber
from fiche_builder.edition.edition import AnyEdition
from fiche_builder.model.columns import Audience, Use
from fiche_builder.model.fields import FICHES
from fiche_builder.model.model import Contact, Fiche, Phone
from fiche_builder.model.public import PublicContact, PublicFiche
from fiche_builder.model.words import Word

SCHEMA = 1
NUMBER_REUSED = "number-reused"
_POINTS = FICHES.keys(Use.POINT)
_DEEPEST = 10
Plain = Mapping[str, object]
"""A fiche, a contact or a phone as JSON."""
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class ThemeRecord:
    """A theme in a snapshot."""

    name: str
    code: str = ""


@dataclass(frozen=True, slots=True)
class FicheRecord:
    """A fiche in a snapshot. `values` are keyed as in the field table, without empty ones."""

    number: int
    name: str
    theme: str
    values: Plain


@dataclass(frozen=True, slots=True)
class Snapshot:
    """An edition of one audience as data."""

    id: EditionId
    audience: Audience
    title: str
    organisation: str
    suggestions_address: str
    themes: tuple[ThemeRecord, ...]
    fiches: tuple[FicheRecord, ...]
    changes: Changes | None


def take_snapshot(edition: AnyEdition) -> Snapshot:
    """Return an edition as data."""
    imprint = edition.imprint
    fiches: tuple[Fiche, ...] | tuple[PublicFiche, ...] = edition.fiches
    return Snapshot(
        id=edition.id,
        audience=edition.audience,
        title=imprint.title,
        organisation=imprint.organisation,
        suggestions_address=imprint.suggestions_address,
        themes=tuple(ThemeRecord(section.theme.name, section.theme.code) for section in edition.sections),
        fiches=tuple(sorted((_record(fiche) for fiche in fiches), key=lambda record: record.number)),
        changes=edition.changes,
    )


def snapshot_json(snapshot: Snapshot) -> bytes:
    """Return the file of a snapshot.

    `schema` is 1. A fiche uses the keys of the field table (`columns.md`) and has its `contacts` inside. Empty fields
    are left out, days are ISO 8601, and a word of a closed list is its English name in lower case. `changes` has the
    shape of `fiche diff --json`; it is null in a first edition.
    """
    data = {
        "schema": SCHEMA,
        "edition": str(snapshot.id),
        "audience": snapshot.audience.value,
        "title": snapshot.title,
        "organisation": snapshot.organisation,
        "suggestions_address": snapshot.suggestions_address,
        "themes": [_without_empty({"name": theme.name, "code": theme.code}) for theme in snapshot.themes],
        "fiches": [record.values for record in snapshot.fiches],
        "changes": changes_json(snapshot.changes) if snapshot.changes else None,
    }
    return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode()


def changes_json(changes: Changes) -> dict[str, Any]:
    """Return changes in the shape that other programs rely on (`fiche diff --json`).

    `old` and `new` are the editions. `added` and `removed` name fiches; in a public edition, the `name` and `theme` of
    a removed fiche are empty if the public may no longer read them. `changed` lists fiches and their fields, each with
    its old and new text on one line; in a public edition `old` is empty, and of a long text `new` is what differs.
    `renamed_themes` have no `old` there either. `confirmed` are the N° of fiches that were only verified again.
    `warnings` name each N° that now seems to belong to another fiche, with the last edition in which it was that of the
    old one.
    """
    return {
        "old": str(changes.old),
        "new": str(changes.new),
        "added": [_name_json(fiche) for fiche in changes.added],
        "removed": [_name_json(fiche) for fiche in changes.removed],
        "changed": [
            {
                "number": fiche.number,
                "name": fiche.name,
                "theme": fiche.theme,
                "fields": [{"field": change.field, "old": change.old, "new": change.new} for change in fiche.fields],
            }
            for fiche in changes.changed
        ],
        "renamed_themes": [{"old": theme.old, "new": theme.new} for theme in changes.renamed_themes],
        "confirmed": list(changes.confirmed),
        "warnings": [
            {"code": NUMBER_REUSED, "number": n.number, "old": n.old, "new": n.new, "edition": str(n.edition)}
            for n in changes.reused
        ],
    }


def contact_points(values: Plain) -> frozenset[str]:
    """Return the phones, mails and sites of a fiche in a snapshot, as they are compared: a phone by its digits."""
    return frozenset(
        str(point.get("digits", "")) if isinstance(point, dict) else str(point)
        for key in _POINTS
        for point in _entries(values.get(key))
    )


def parse_snapshot(content: bytes, name: str) -> Snapshot:
    """Read the file of a snapshot. `name` is how messages refer to it."""
    return _read(content, name, lambda data: _parse(_printable(data)))


def parse_changes(content: bytes, name: str) -> Changes | None:
    """Read only what changed, from the file of a snapshot. `name` is how messages refer to it."""
    return _read(content, name, lambda data: _parse_changes(_printable(data["changes"])))


def _read(content: bytes, name: str, parse: Callable[[Any], T]) -> T:
    try:
        data = keyed(parse_json(content))
        if whole(data["schema"]) == SCHEMA:
            return parse(data)
    except (ValueError, KeyError, ConfigError):
        raise OutputError(
            _("“%(name)s” is not the snapshot of an edition.") % {"name": name},
            _("Name the folder of an edition, or its file that ends in .json, as fiche build made them."),
        ) from None
    raise OutputError(
        _("“%(name)s” was made by another version of fiche-builder.") % {"name": name},
        _("Only that version can read it; compare with another edition."),
    )


def _printable(value: Any, depth: int = 0) -> Any:  # noqa: ANN401
    """Return what a file of JSON holds with texts as an edition of today prints them.

    An older version of the program, or an edition without a PDF, may have kept signs that our fonts lack. Raise
    `ValueError` for what no snapshot holds: fractions, infinity, and objects in objects in objects.
    """
    if depth > _DEEPEST:
        raise ValueError("nested")
    if isinstance(value, str):
        fonts = active_fonts()
        seen = value if value.isascii() else with_own_letters(as_printed(text(value), drops_symbols=True), fonts)
        return value if seen == value else tidy_lines(seen)
    if isinstance(value, list):
        return [_printable(entry, depth + 1) for entry in value]
    if isinstance(value, dict):
        return {text(key): _printable(entry, depth + 1) for key, entry in value.items()}
    return value if value is None or isinstance(value, bool) else whole(value)


def _parse(data: Any) -> Snapshot:  # noqa: ANN401 (whatever the file holds: a wrong shape raises)
    records = tuple(
        FicheRecord(whole(f["number"]), text(f["name"]), text(f["theme"]), f) for f in _objects(data["fiches"])
    )
    if len({record.number for record in records}) != len(records):
        raise ValueError("twice")
    return Snapshot(
        id=EditionId.parse(text(data["edition"])),
        audience=Audience(text(data["audience"])),
        title=text(data["title"]),
        organisation=text(data["organisation"]),
        suggestions_address=text(data["suggestions_address"]),
        themes=tuple(
            ThemeRecord(text(theme["name"]), text(theme.get("code", ""))) for theme in _objects(data["themes"])
        ),
        fiches=records,
        changes=_parse_changes(data["changes"]),
    )


def _parse_changes(data: Any) -> Changes | None:  # noqa: ANN401
    if data is None:
        return None
    data = keyed(data)
    return Changes(
        old=EditionId.parse(text(data["old"])),
        new=EditionId.parse(text(data["new"])),
        added=tuple(_parse_name(entry) for entry in _objects(data["added"])),
        changed=tuple(
            ChangedFiche(
                whole(entry["number"]),
                text(entry["name"]),
                text(entry["theme"]),
                tuple(FieldChange(text(f["field"]), text(f["old"]), text(f["new"])) for f in _objects(entry["fields"])),
            )
            for entry in _objects(data["changed"])
        ),
        removed=tuple(_parse_name(entry) for entry in _objects(data["removed"])),
        renamed_themes=tuple(
            RenamedTheme(text(theme["old"]), text(theme["new"])) for theme in _objects(data["renamed_themes"])
        ),
        confirmed=tuple(whole(number) for number in listed(data["confirmed"])),
        reused=tuple(
            # A snapshot of an older version does not say which edition: it only looked at the one before.
            ReusedNumber(
                whole(n["number"]), text(n["old"]), text(n["new"]), EditionId.parse(text(n.get("edition", data["old"])))
            )
            for n in _objects(data["warnings"])
        ),
    )


def _entries(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _objects(value: object) -> list[dict[str, Any]]:
    return [keyed(entry) for entry in listed(value)]


def _parse_name(entry: Plain) -> FicheName:
    return FicheName(whole(entry["number"]), text(entry["name"]), text(entry["theme"]))


def _name_json(fiche: FicheName) -> dict[str, Any]:
    return {"number": fiche.number, "name": fiche.name, "theme": fiche.theme}


def _record(fiche: Fiche | PublicFiche) -> FicheRecord:
    return FicheRecord(fiche.number, fiche.name, fiche.theme, dict(_plain_fields(fiche)))


def _plain_fields(thing: Fiche | PublicFiche | Contact | PublicContact | Phone) -> Iterator[tuple[str, object]]:
    """Yield the fields that are not empty. A contact is inside its fiche, so it need not name it."""
    for name in _names(type(thing)):  # type: ignore[arg-type]  # a class can be hashed
        value = _plain(getattr(thing, name))
        if value not in (None, "", []):
            yield name, value


@cache
def _names(kind: type[Any]) -> tuple[str, ...]:
    names = (entry.name for entry in fields(kind))
    return tuple(names) if issubclass(kind, Fiche | PublicFiche) else tuple(name for name in names if name != "fiche")


def _plain(value: object) -> object:
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, Word):
        return value.name.lower()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Contact | PublicContact | Phone):
        return dict(_plain_fields(value))
    if isinstance(value, tuple):
        return [_plain(entry) for entry in value]
    return value


def _without_empty(values: Mapping[str, str]) -> dict[str, str]:
    return {key: value for key, value in values.items() if value}
