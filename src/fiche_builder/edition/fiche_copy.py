"""The copy of an edition: the text of each part as it is to be set, as a composing room uses the word.

Templates decide nothing. What is shown, in which order and in which words, is settled here. The copy of an internal
fiche is a type of its own, so that the public template never receives anything internal.
"""

import gettext
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, ClassVar
from urllib.parse import quote

from fiche_builder.common.dates import day_text, months_between
from fiche_builder.common.text import shorten
from fiche_builder.edition.edition import AnyEdition, Section
from fiche_builder.edition.reporting import mailto, report_text
from fiche_builder.edition.wording import UsageMark, describe_fiche, phone_text, usage_mark
from fiche_builder.model.columns import Audience, Use
from fiche_builder.model.fields import CONTACTS, FICHES
from fiche_builder.model.model import Contact, Fiche, Phone, Theme
from fiche_builder.model.public import PublicFiche
from fiche_builder.model.words import Status, Word

Translations = gettext.NullTranslations
HEAD_LENGTH = 34
"""The most characters of a name in a running head."""
_SITE_LENGTH = 140
"""The most characters of a web address: three lines of a column. The link itself stays complete."""


@dataclass(frozen=True, slots=True)
class Link:
    """A text with a link."""

    text: str
    uri: str
    description: str = ""
    """What a screen reader says instead of the address."""
    is_mail: bool = False
    """Whether the link writes a mail; `text` is then the address."""


@dataclass(frozen=True, slots=True)
class ContactLine:
    """A phone, or the mails and sites that belong together. `mark` is set only in the internal edition.

    `phone` is the value behind a phone's link, for outputs that do not print the line. `label` also includes the label
    of its contact.
    """

    links: tuple[Link, ...]
    label: str = ""
    mark: UsageMark | None = None
    phone: Phone | None = None

    @property
    def is_phone(self) -> bool:
        """Whether it is the line of a phone."""
        return self.phone is not None


@dataclass(frozen=True, slots=True)
class TitledLine:
    """A line that begins with its title: `Use.PRINT`."""

    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Freshness:
    """When a fiche was last verified, and whether that was too long ago."""

    text: str
    is_overdue: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FicheCopy:
    """What everybody reads in a fiche."""

    other_language: ClassVar[str] = "nl"
    """The language of `name_nl`."""

    number: int
    anchor: str
    name: str
    name_nl: str
    acronym: str
    bookmark: str
    running_head: str
    description: tuple[str, ...]
    notice: str
    contact_lines: tuple[ContactLine, ...]
    address: str
    hours: str
    languages: str
    lines: tuple[TitledLine, ...]
    see_also: tuple[Link, ...]
    freshness: Freshness


@dataclass(frozen=True, slots=True, kw_only=True)
class InternalFicheCopy(FicheCopy):
    """What colleagues also read in a fiche."""

    is_suspended: bool
    handover_rule: str
    handover_message: str
    note: str
    internal_lines: tuple[TitledLine, ...]
    intranet: str
    report_uri: str


@dataclass(frozen=True, slots=True)
class SectionCopy:
    """A theme and its fiches."""

    anchor: str
    title: str
    subtitle: str
    colour: str
    description: str
    fiches: tuple[FicheCopy, ...]


def fiche_anchor(number: int) -> str:
    """Return the name of a fiche's destination. It must stay the same, because others link to it."""
    return f"fiche-{number}"


def build_sections(edition: AnyEdition, language: str, translations: Translations) -> tuple[SectionCopy, ...]:
    """Return the copy of all themes with their fiches."""
    writer = _FicheWriter(edition, language, translations)
    sections: tuple[Section[Fiche] | Section[PublicFiche], ...] = edition.sections
    return tuple(
        SectionCopy(
            anchor=f"theme-{position}",
            title=title,
            subtitle="" if other == title else other,
            colour=section.theme.colour,
            description=section.theme.description,
            fiches=tuple(writer.write(fiche) for fiche in section.fiches),
        )
        for position, section in enumerate(sections, 1)
        for title, other in [_theme_names(section.theme, language)]
    )


def _theme_names(theme: Theme, language: str) -> tuple[str, str]:
    """Return a theme's name in the edition's language, if it has one, and the other name."""
    return (theme.name_nl or theme.name, theme.name) if language == "nl" else (theme.name, theme.name_nl)


class _FicheWriter:
    """Writes the copy of the fiches of one edition."""

    def __init__(self, edition: AnyEdition, language: str, translations: Translations) -> None:
        self._edition = edition
        self._language = language
        self._names = {fiche.number: fiche.name for fiche in edition.fiches}
        self._ = translations.gettext

    def write(self, fiche: Fiche | PublicFiche) -> FicheCopy:
        """Return the copy of a fiche, public or internal as the fiche is."""
        if isinstance(fiche, PublicFiche):
            return FicheCopy(**self._common(fiche), contact_lines=tuple(dict.fromkeys(self._public_lines(fiche))))
        return InternalFicheCopy(
            **self._common(fiche),
            contact_lines=tuple(dict.fromkeys(self._internal_lines(fiche))),
            is_suspended=fiche.status is Status.SUSPENDED,
            handover_rule=_one_line(fiche.handover_rule),
            handover_message=_one_line(fiche.handover_message),
            note=_one_line(fiche.internal_note),
            internal_lines=tuple(self._lines(fiche, Audience.INTERNAL)),
            intranet=fiche.intranet,
            report_uri=self._report_uri(fiche),
        )

    def _common(self, fiche: Fiche | PublicFiche) -> dict[str, Any]:
        place = " ".join(part for part in (fiche.postal_code, fiche.municipality) if part)
        return {
            "number": fiche.number,
            "anchor": fiche_anchor(fiche.number),
            "name": fiche.name,
            "name_nl": fiche.name_nl if fiche.name_nl != fiche.name else "",
            "acronym": fiche.acronym,
            "bookmark": f"{fiche.name} ({fiche.acronym})" if fiche.acronym else fiche.name,
            "running_head": shorten(fiche.name, HEAD_LENGTH),
            "description": tuple(self._description(fiche).splitlines()),
            "notice": self._notice(fiche),
            "address": ", ".join(part for part in (_one_line(fiche.address, ", "), place) if part),
            "hours": _one_line(fiche.hours, " ; "),
            "languages": " ".join(fiche.languages),
            "lines": tuple(self._lines(fiche, Audience.PUBLIC)),
            "see_also": tuple(
                Link(self._names[n], f"#{fiche_anchor(n)}", describe_fiche(n, self._names[n], self._))
                for n in fiche.see_also
                if n in self._names and n != fiche.number
            ),
            "freshness": self._freshness(fiche.verified_on),
        }

    def _lines(self, fiche: Fiche | PublicFiche, audience: Audience) -> Iterator[TitledLine]:
        """Yield the lines that the field table wants printed for an audience, each on its own."""
        for column in FICHES.good_for(Use.PRINT):
            if column.audience is audience and (value := getattr(fiche, column.key)):
                yield TitledLine(column.title_in(self._), _text(value))

    def _description(self, fiche: Fiche | PublicFiche) -> str:
        """Return the description in the edition's language, or if there is none, in the other one."""
        pair = (fiche.description, fiche.description_nl)
        first, second = pair[::-1] if self._language == "nl" else pair
        return first or second

    def _notice(self, fiche: Fiche | PublicFiche) -> str:
        """Return the notice with its dates, if it applies on any day on which the edition is valid."""
        start, end, period = fiche.notice_from, fiche.notice_until, self._edition.period
        if not fiche.notice or (start and start > period.valid_until) or (end and end < period.first_day):
            return ""
        text = _one_line(fiche.notice)
        if start and end:
            days = f"{day_text(start)} – {day_text(end)}"
        elif end:
            days = self._("until %(day)s") % {"day": day_text(end)}
        elif start:
            days = self._("from %(day)s") % {"day": day_text(start)}
        else:
            return text
        return f"{text} ({days})"

    def _freshness(self, day: date | None) -> Freshness:
        if day is None:
            return Freshness(self._("to be confirmed · never checked"), is_overdue=True)
        month = f"{day.month:02}/{day.year}"
        if months_between(day, self._edition.today) >= self._edition.overdue_months:
            return Freshness(self._("to be confirmed · checked %(month)s") % {"month": month}, is_overdue=True)
        return Freshness(self._("checked %(month)s") % {"month": month}, is_overdue=False)

    def _public_lines(self, fiche: PublicFiche) -> Iterator[ContactLine]:
        yield from self._phone_lines(fiche.phones, "", None)
        for contact in fiche.contacts:
            yield from self._phone_lines(contact.phones, contact.label, None)
        if links := (*self._mail_links(fiche.emails), *self._site_links(fiche.sites)):
            yield ContactLine(links)
        for contact in fiche.contacts:
            if contact.emails:
                yield ContactLine(self._mail_links(contact.emails), contact.label)

    def _phone_lines(self, phones: Iterable[Phone], label: str, mark: UsageMark | None) -> Iterator[ContactLine]:
        for phone in phones:
            shown = phone_text(phone, self._)
            words = ", ".join(part for part in (phone.label, label) if part)
            link = Link(shown, phone.uri, self._("Call %(number)s") % {"number": shown})
            yield ContactLine((link,), words, mark, replace(phone, label=words))

    def _mail_links(self, addresses: Iterable[str]) -> tuple[Link, ...]:
        words = self._("Write to %(address)s")
        return tuple(
            Link(address, f"mailto:{quote(address, safe='@')}", words % {"address": address}, is_mail=True)
            for address in addresses
        )

    def _site_links(self, sites: Iterable[str]) -> tuple[Link, ...]:
        words = self._("Open the page %(site)s")
        return tuple(Link(shown, site, words % {"site": shown}) for site in sites for shown in [_shown_site(site)])

    def _internal_lines(self, fiche: Fiche) -> Iterator[ContactLine]:
        own = usage_mark(fiche.own_usage, self._)
        yield from self._phone_lines(fiche.phones, "", own)
        for contact in fiche.contacts:
            yield from self._phone_lines(contact.phones, describe_contact(contact), usage_mark(contact.usage, self._))
        if links := (*self._mail_links(fiche.emails), *self._site_links(fiche.sites)):
            yield ContactLine(links, mark=own)
        for contact in fiche.contacts:
            if contact.emails or not contact.phones:
                links = self._mail_links(contact.emails)
                yield ContactLine(links, label=describe_contact(contact), mark=usage_mark(contact.usage, self._))

    def _report_uri(self, fiche: Fiche) -> str:
        """Return a link to a prepared mail with which a colleague reports a mistake (RFC 6068)."""
        imprint = self._edition.imprint
        if not imprint.suggestions_address:
            return ""
        subject = self._("Fiche %(number)d (%(edition)s): a mistake") % {
            "number": fiche.number,
            "edition": self._edition.period,
        }
        body = report_text(self._) % {"number": fiche.number, "edition": self._edition.period}
        return mailto(imprint.suggestions_address, subject, body)


def _shown_site(site: str) -> str:
    """Return a web address as people say it: without the scheme, and without a slash that stands alone."""
    return shorten(site.partition("://")[2].rstrip("/"), _SITE_LENGTH)


def describe_contact(contact: Contact) -> str:
    """Return what colleagues read about a contact beside its number, each word of it once."""
    parts = [_text(part) for key in CONTACTS.keys(Use.WHO) if (part := getattr(contact, key))]
    said: dict[str, str] = {}
    for part in parts:  # a label and a function are often the same word
        said.setdefault(part.casefold(), part)
    return ", ".join(said.values())


def _text(value: object) -> str:
    """Return the value of a cell on one line."""
    if isinstance(value, tuple):
        return " ; ".join(map(_text, value))
    if isinstance(value, Word):
        return value.word
    return day_text(value) if isinstance(value, date) else _one_line(str(value))


def _one_line(text: str, glue: str = " ") -> str:
    return glue.join(text.splitlines())
