"""Two snapshots of one audience → what changed between them."""

import gettext
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import replace

from rapidfuzz import fuzz

from fiche_builder.common.collation import sort_key
from fiche_builder.common.i18n import translations
from fiche_builder.common.text import fold
from fiche_builder.edition.changes import ChangedFiche, Changes, FicheName, FieldChange, RenamedTheme, ReusedNumber
from fiche_builder.edition.snapshot import FicheRecord, Plain, Snapshot
from fiche_builder.edition.wording import labelled_phone, usage_mark
from fiche_builder.model.fields import FICHES
from fiche_builder.model.model import Phone
from fiche_builder.model.words import Diffusion, Flag, Kind, Status, Usage, Word

_BOOKKEEPING = ("verified_on", "verified_by", "source", "authorised_by")
"""Fields that say when and by whom something was checked, not what a reader may rely on."""
_PUBLIC_NAMES = {"phones": "phone", "emails": "email", "sites": "site", "contacts": "contact"}
"""Keys of the field table that other programs know by another name."""
_SAME_NAME = 55
"""Likeness, in percent, from which two names may be those of one service."""
_POINTS = ("phones", "emails", "sites")


def compare(old: Snapshot, new: Snapshot, language: str) -> Changes:
    """Return what changed from `old` to `new`, its texts in a language."""
    before = {record.number: record for record in old.fiches}
    now = {record.number: record for record in new.fiches}
    renamed = _renamed_themes(old, new)
    writer = _ValueWriter(translations(language))
    changed = []
    confirmed = []
    for number in sorted(before.keys() & now.keys()):
        earlier, later = before[number], now[number]
        changes = tuple(_field_changes(earlier, later, renamed, writer))
        if changes:
            changed.append(ChangedFiche(number, later.name, later.theme, changes))
        elif earlier.values.get("verified_on") != later.values.get("verified_on"):
            confirmed.append(number)
    return Changes(
        old=old.id,
        new=new.id,
        added=_in_order(_name(record) for number, record in now.items() if number not in before),
        changed=tuple(sorted(changed, key=lambda fiche: (sort_key(fiche.name), fiche.number))),
        removed=_in_order(_name(record) for number, record in before.items() if number not in now),
        renamed_themes=tuple(RenamedTheme(earlier, later) for earlier, later in renamed.items()),
        confirmed=tuple(confirmed),
        reused=tuple(_reused_numbers(before, now)),
    )


def withhold(changes: Changes, is_internal: Callable[[str], bool], known_numbers: Collection[int]) -> Changes:
    """Return changes for the public without what was public once and no longer is.

    A fiche that left the public edition but not the workbook became internal: only its N° is told. So is that of one
    whose name stands in an internal cell, and an old text that does is not printed again.
    """

    def name(fiche: FicheName) -> FicheName:
        if fiche.number in known_numbers or is_internal(fiche.name) or is_internal(fiche.theme):
            return FicheName(fiche.number, "", "")
        return fiche

    def fields(fiche: ChangedFiche) -> ChangedFiche:
        return replace(fiche, fields=tuple(replace(c, old="") if is_internal(c.old) else c for c in fiche.fields))

    return replace(
        changes,
        changed=tuple(fields(fiche) for fiche in changes.changed),
        removed=tuple(
            sorted(map(name, changes.removed), key=lambda fiche: (not fiche.name, sort_key(fiche.name), fiche.number))
        ),
        renamed_themes=tuple(theme for theme in changes.renamed_themes if not is_internal(theme.old)),
        reused=(),
    )


def _field_changes(
    old: FicheRecord, new: FicheRecord, renamed: dict[str, str], writer: "_ValueWriter"
) -> Iterator[FieldChange]:
    for key in (*(column.key for column in FICHES.columns), "contacts"):
        if key == "number" or key in _BOOKKEEPING:
            continue
        earlier, later = old.values.get(key), new.values.get(key)
        if key == "theme":
            earlier = renamed.get(old.theme, earlier)
        if earlier == later or writer.meaning(key, earlier) == writer.meaning(key, later):
            continue
        texts = (
            writer.contact_texts(earlier, later)
            if key == "contacts"
            else (writer.text(key, earlier), writer.text(key, later))
        )
        yield FieldChange(_PUBLIC_NAMES.get(key, key), *texts)


def _renamed_themes(old: Snapshot, new: Snapshot) -> dict[str, str]:
    """Return the themes whose code stayed and whose name did not, old name to new."""
    by_code = {theme.code: theme.name for theme in new.themes if theme.code}
    return {
        theme.name: by_code[theme.code] for theme in old.themes if by_code.get(theme.code, theme.name) != theme.name
    }


def _reused_numbers(before: dict[int, FicheRecord], now: dict[int, FicheRecord]) -> Iterator[ReusedNumber]:
    """Yield the N° whose fiche has another name and not one phone, mail or site of before."""
    for number in sorted(before.keys() & now.keys()):
        old, new = before[number], now[number]
        if old.name == new.name:
            continue
        if fuzz.token_set_ratio(fold(old.name), fold(new.name)) < _SAME_NAME and not _points(old) & _points(new):
            yield ReusedNumber(number, old.name, new.name)


def _points(record: FicheRecord) -> set[str]:
    return {_ValueWriter.digits(point) for key in _POINTS for point in _list(record.values.get(key))}


def _name(record: FicheRecord) -> FicheName:
    return FicheName(record.number, record.name, record.theme)


def _in_order(fiches: Iterable[FicheName]) -> tuple[FicheName, ...]:
    return tuple(sorted(fiches, key=lambda fiche: (sort_key(fiche.name), fiche.number)))


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def _phones(value: object) -> list[Phone]:
    return [_phone(phone) for phone in _list(value) if isinstance(phone, dict)]


def _phone(plain: Plain) -> Phone:
    """Return a phone of a snapshot, which leaves out what is empty."""
    return Phone(**{field: str(plain.get(field, "")) for field in ("digits", "shown", "label", "extension")})


class _ValueWriter:
    """Writes values of a snapshot as text on one line."""

    def __init__(self, catalogue: gettext.NullTranslations) -> None:
        self._ = catalogue.gettext
        self._words = _closed_lists(catalogue)

    def text(self, key: str, value: object) -> str:
        """Return a value as a reader reads it."""
        if isinstance(value, list):
            glue = {"languages": " ", "see_also": ", "}.get(key, " ; ")
            return glue.join(self.text(key, entry) for entry in value)
        if isinstance(value, dict):
            return labelled_phone(_phone(value), self._) if "digits" in value else self._contact(value)
        if isinstance(value, str) and (word := self._words.get(key, {}).get(value)):
            return word
        if isinstance(value, str) and key.startswith("notice_"):
            return "/".join(reversed(value.split("-")))
        return " ".join(str(value).splitlines()) if value is not None else ""

    def meaning(self, key: str, value: object) -> object:
        """Return what a value says, however it is spelled: a phone's blanks and the order of contacts are no change."""
        if key == "contacts":
            return sorted(
                self._contact(contact, by_digits=True) for contact in _list(value) if isinstance(contact, dict)
            )
        if key == "phones":
            return [replace(phone, shown="") for phone in _phones(value)]
        return self.text(key, value)

    def contact_texts(self, old: object, new: object) -> tuple[str, str]:
        """Return the contacts that are gone or were changed, and those that are new or as they are now."""
        before, now = (
            [(self.meaning("contacts", [c]), self.text("contacts", c)) for c in _list(contacts)]
            for contacts in (old, new)
        )
        stayed = [meaning for meaning, _text in before if any(meaning == other for other, _same in now)]
        gone, come = ([text for meaning, text in contacts if meaning not in stayed] for contacts in (before, now))
        return " ; ".join(gone), " ; ".join(come)

    @staticmethod
    def digits(point: object) -> str:
        """Return a contact point as it compares: a phone by its digits."""
        return str(point.get("digits", "")) if isinstance(point, dict) else str(point)

    def _contact(self, contact: Plain, *, by_digits: bool = False) -> str:
        """Return a contact as one line: who, how, and what an agent may do with it."""
        who = ", ".join(str(contact[key]) for key in ("label", "person", "function") if key in contact)
        phones = _phones(contact.get("phones"))
        spelled = (replace(phone, shown=phone.digits) for phone in phones) if by_digits else phones
        numbers = [labelled_phone(phone, self._) for phone in spelled]
        how = ", ".join((*numbers, *map(str, _list(contact.get("emails")))))
        usage = self._words["usage"].get(str(contact.get("usage", "")), "")
        return " · ".join(part for part in (who, how, usage) if part)


def _closed_lists(catalogue: gettext.NullTranslations) -> dict[str, dict[str, str]]:
    """Return the words of each closed list, by the key of its field and what a snapshot calls them."""
    _ = catalogue.gettext
    lists: dict[str, dict[Word, str]] = {
        "kind": {Kind.INTERNAL: _("Internal"), Kind.PARTNER: _("Partner"), Kind.EXTERNAL: _("External")},
        "diffusion": {Diffusion.PUBLIC: _("Public"), Diffusion.INTERNAL: _("Internal")},
        "essential": {Flag.YES: _("yes"), Flag.NO: _("no")},
        "status": {Status.ACTIVE: _("active"), Status.SUSPENDED: _("suspended"), Status.ARCHIVED: _("archived")},
        "usage": {usage: usage_mark(usage, _).word for usage in Usage},
    }
    return {key: {word.name.lower(): text for word, text in words.items()} for key, words in lists.items()}
