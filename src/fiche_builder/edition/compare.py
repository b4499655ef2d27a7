"""Comparing two snapshots of one audience."""

import gettext
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import replace

from fiche_builder.common.collation import sort_key
from fiche_builder.common.i18n import translations
from fiche_builder.common.period import EditionId
from fiche_builder.edition.changes import (
    CONTACTS_FIELD,
    ChangedFiche,
    Changes,
    FicheName,
    FieldChange,
    RenamedTheme,
    ReusedNumber,
)
from fiche_builder.edition.snapshot import FicheRecord, Plain, Snapshot, contact_points
from fiche_builder.edition.wording import labelled_phone, usage_mark
from fiche_builder.model.columns import Column, Holds, Use
from fiche_builder.model.fields import CONTACTS, FICHES
from fiche_builder.model.model import Phone
from fiche_builder.model.served import NumberHistory, ServedFiche, other_bearer
from fiche_builder.model.words import Diffusion, Flag, Kind, Status, Usage, Word

_GLUE = {Holds.LANGUAGES: " ", Holds.NUMBERS: ", "}
"""The separator between the values of a cell, where it is not a semicolon."""
_TOLD_OF_A_CONTACT = tuple(
    column for column in CONTACTS.columns if column.is_told and not column.words and not column.uses & Use.POINT
)
"""What a contact says besides its phones, its mails and its usage."""


def compare(old: Snapshot, new: Snapshot, language: str) -> Changes:
    """Return what changed from `old` to `new`, with texts in one language."""
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
        reused=tuple(_reused_numbers(before, now, old.id)),
    )


def withhold(
    changes: Changes, is_internal: Callable[[str], bool], known_numbers: Collection[int], themes: Collection[str]
) -> Changes:
    """Return changes without what was public before and may no longer be.

    A fiche that left the public edition but not the workbook became internal, so only its N° is given. The same holds
    if `is_internal` says so of its name or theme. Its theme is given if it is still one of `themes`. No old text is
    given: who took a person's name or number out of a public text withdrew it, and nothing in the workbook tells that
    from other corrections.
    """

    def name(fiche: FicheName) -> FicheName:
        if fiche.number in known_numbers or is_internal(fiche.name) or is_internal(fiche.theme):
            return FicheName(fiche.number, "", "")
        return fiche if fiche.theme in themes else replace(fiche, theme="")

    def fields(fiche: ChangedFiche) -> ChangedFiche:
        return replace(fiche, fields=tuple(change.withheld() for change in fiche.fields))

    return replace(
        changes,
        changed=tuple(fields(fiche) for fiche in changes.changed),
        removed=tuple(
            sorted(map(name, changes.removed), key=lambda fiche: (not fiche.name, sort_key(fiche.name), fiche.number))
        ),
        renamed_themes=tuple(replace(theme, old="") for theme in changes.renamed_themes),
        reused=(),
    )


def _field_changes(
    old: FicheRecord, new: FicheRecord, renamed: dict[str, str], writer: "_ValueWriter"
) -> Iterator[FieldChange]:
    for column in FICHES.columns:
        earlier, later = old.values.get(column.key), new.values.get(column.key)
        if column.key == "theme":
            earlier = renamed.get(old.theme, earlier)
        if column.is_told and earlier != later and writer.meaning(column, earlier) != writer.meaning(column, later):
            yield FieldChange(column.change_key, writer.text(column, earlier), writer.text(column, later))
    before, now = old.values.get("contacts"), new.values.get("contacts")
    if before != now and writer.contacts_meaning(before) != writer.contacts_meaning(now):
        yield FieldChange(CONTACTS_FIELD, *writer.contact_texts(before, now))


def _renamed_themes(old: Snapshot, new: Snapshot) -> dict[str, str]:
    """Return the themes that kept their code but changed their name, from old name to new."""
    by_code = {theme.code: theme.name for theme in new.themes if theme.code}
    return {
        theme.name: by_code[theme.code] for theme in old.themes if by_code.get(theme.code, theme.name) != theme.name
    }


def find_reused(history: NumberHistory, new: Snapshot) -> tuple[ReusedNumber, ...]:
    """Return the N° of an edition that another fiche bore in any of the editions before it."""
    found = []
    for record in new.fiches:
        bearer = history.other_bearer(record.number, record.name, contact_points(record.values))
        if bearer:
            found.append(ReusedNumber(record.number, bearer.name, record.name, bearer.edition))
    return tuple(found)


def _reused_numbers(
    before: dict[int, FicheRecord], now: dict[int, FicheRecord], edition: EditionId
) -> Iterator[ReusedNumber]:
    """Yield the N° whose fiche has another name and none of its former phones, mails or sites."""
    for number in sorted(before.keys() & now.keys()):
        old, new = before[number], now[number]
        bearer = ServedFiche(old.name, contact_points(old.values), edition)
        if other_bearer([bearer], new.name, contact_points(new.values)):
            yield ReusedNumber(number, old.name, new.name, edition)


def _name(record: FicheRecord) -> FicheName:
    return FicheName(record.number, record.name, record.theme)


def _in_order(fiches: Iterable[FicheName]) -> tuple[FicheName, ...]:
    return tuple(sorted(fiches, key=lambda fiche: (sort_key(fiche.name), fiche.number)))


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def _phones(value: object) -> list[Phone]:
    return [_phone(phone) for phone in _list(value) if isinstance(phone, dict)]


def _phone(plain: Plain) -> Phone:
    """Return a phone of a snapshot, which leaves out empty fields."""
    return Phone(**{field: str(plain.get(field, "")) for field in ("digits", "shown", "label", "extension")})


class _ValueWriter:
    """Writes the values of a snapshot as text on one line."""

    def __init__(self, catalogue: gettext.NullTranslations) -> None:
        self._ = catalogue.gettext
        self._words = _closed_lists(catalogue)

    def text(self, column: Column, value: object) -> str:
        """Return a value as readers see it."""
        if isinstance(value, list):
            return _GLUE.get(column.holds, " ; ").join(self.text(column, entry) for entry in value)
        if isinstance(value, dict):
            return labelled_phone(_phone(value), self._)
        if isinstance(value, str) and column.words:
            return self._word(column.words, value)
        if isinstance(value, str) and column.holds is Holds.DATE:
            return "/".join(reversed(value.split("-")))
        return " ".join(str(value).splitlines()) if value is not None else ""

    def meaning(self, column: Column, value: object) -> object:
        """Return what a value means, however it is spelled: other blanks in a phone are no change."""
        if column.holds is Holds.PHONES:
            return [replace(phone, shown="") for phone in _phones(value)]
        return self.text(column, value)

    def contacts_meaning(self, contacts: object) -> list[str]:
        """Return what contacts mean, in whatever spelling and order."""
        return sorted(
            self._contact(contact, by_digits=True) for contact in _list(contacts) if isinstance(contact, dict)
        )

    def contact_texts(self, old: object, new: object) -> tuple[str, str]:
        """Return the texts of contacts that are gone or changed, and of those that are new or changed."""
        before, now = (
            [(self.contacts_meaning([c]), self._contact(c)) for c in _list(contacts) if isinstance(c, dict)]
            for contacts in (old, new)
        )
        stayed = [meaning for meaning, _text in before if any(meaning == other for other, _same in now)]
        gone, come = ([text for meaning, text in contacts if meaning not in stayed] for contacts in (before, now))
        return " ; ".join(gone), " ; ".join(come)

    def _word(self, words: type[Word], name: str) -> str:
        """Return the word for an entry of a closed list in a snapshot; untranslated, it is the word in the workbook."""
        word = next((word for word in words if word.name.lower() == name), None)
        return self._words.get(words, {}).get(word, word.word) if word else name

    def _contact(self, contact: Plain, *, by_digits: bool = False) -> str:
        """Return a contact on one line: who, how to reach them, and what an agent may do with it."""
        who = ", ".join(
            self.text(column, contact[column.key]) for column in _TOLD_OF_A_CONTACT if column.key in contact
        )
        phones = _phones(contact.get("phones"))
        spelled = (replace(phone, shown=phone.digits) for phone in phones) if by_digits else phones
        numbers = [labelled_phone(phone, self._) for phone in spelled]
        how = ", ".join((*numbers, *map(str, _list(contact.get("emails")))))
        usage = self._word(Usage, str(contact.get("usage", "")))
        return " · ".join(part for part in (who, how, usage) if part)


def _closed_lists(catalogue: gettext.NullTranslations) -> dict[type[Word], dict[Word, str]]:
    """Return the words of the closed lists in the language of a catalogue."""
    _ = catalogue.gettext
    return {
        Kind: {Kind.INTERNAL: _("Internal"), Kind.PARTNER: _("Partner"), Kind.EXTERNAL: _("External")},
        Diffusion: {Diffusion.PUBLIC: _("Public"), Diffusion.INTERNAL: _("Internal")},
        Flag: {Flag.YES: _("yes"), Flag.NO: _("no")},
        Status: {Status.ACTIVE: _("active"), Status.SUSPENDED: _("suspended"), Status.ARCHIVED: _("archived")},
        Usage: {usage: usage_mark(usage, _).word for usage in Usage},
    }
