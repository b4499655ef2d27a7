"""The words of the mail that asks an organisation about its fiches. Templates in `templates/mail` only lay them out."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from babel.dates import format_date

from fiche_builder.common.i18n import translations
from fiche_builder.common.period import EditionId
from fiche_builder.edition.wording import describe_fiche, labelled, labelled_phone
from fiche_builder.model.columns import Column, Holds, Use
from fiche_builder.model.fields import FICHES
from fiche_builder.model.model import Phone
from fiche_builder.model.public import PublicFiche, PublicImprint
from fiche_builder.upkeep.calls.due import last_check

_NUMBERED = 10
"""The most fiches whose N° are in the subject."""


@dataclass(frozen=True, slots=True)
class FieldRow:
    """A field of a fiche. `line` is both parts as one line of text."""

    label: str
    value: str
    line: str


@dataclass(frozen=True, slots=True)
class FicheTable:
    """A fiche as the public reads it."""

    title: str
    checked: str
    rows: tuple[FieldRow, ...]


@dataclass(frozen=True, slots=True)
class RequestCopy:
    """The text of the mail to an organisation."""

    language: str
    subject: str
    title: str
    organisation: str
    greeting: str
    paragraphs: tuple[str, ...]
    headers: tuple[str, str, str]
    fiches: tuple[FicheTable, ...]
    closing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Asking:
    """What is asked besides the fiches: by when, and in which month.

    `first_asked` is the day of the first mail, if this one is a reminder.
    """

    edition: EditionId
    due_on: date
    first_asked: date | None = None


def build_request_copy(
    fiches: Iterable[PublicFiche], imprint: PublicImprint, asking: Asking, language: str
) -> RequestCopy:
    """Return the words of the mail about some fiches of one organisation."""
    writer = _RequestWriter(language)
    fiches = tuple(fiches)
    return RequestCopy(
        language=language,
        subject=writer.subject(fiches, imprint, asking),
        title=imprint.title,
        organisation=imprint.organisation,
        greeting=writer.gettext("Hello,"),
        paragraphs=tuple(writer.paragraphs(len(fiches), imprint, asking)),
        headers=(writer.gettext("Field"), writer.gettext("In the annuaire today"), writer.gettext("Your correction")),
        fiches=tuple(writer.table(fiche) for fiche in fiches),
        closing=tuple(writer.closing()),
    )


class _RequestWriter:
    """Writes the parts of a request in the edition's language."""

    def __init__(self, language: str) -> None:
        self._language = language
        self.gettext = self._ = translations(language).gettext
        self.ngettext = translations(language).ngettext

    def subject(self, fiches: tuple[PublicFiche, ...], imprint: PublicImprint, asking: Asking) -> str:
        """Return a subject by which the answer is recognised: it has the N° and the month."""
        numbers = [str(fiche.number) for fiche in fiches[:_NUMBERED]]
        subject = self.ngettext(
            "Verification: fiche %(numbers)s (%(edition)s) – %(title)s",
            "Verification: fiches %(numbers)s (%(edition)s) – %(title)s",
            len(fiches),
        ) % {
            "numbers": ", ".join(numbers) + ("…" if len(fiches) > _NUMBERED else ""),
            "edition": asking.edition,
            "title": imprint.title,
        }
        return self._("Reminder – %(subject)s") % {"subject": subject} if asking.first_asked else subject

    def paragraphs(self, count: int, imprint: PublicImprint, asking: Asking) -> Iterator[str]:
        if asking.first_asked:
            yield self._(
                "We wrote to you on %(day)s and have not read your answer yet. This is what we still have to know."
            ) % {"day": self._day(asking.first_asked)}
        yield self.ngettext(
            "The public annuaire “%(title)s” has an entry about your organisation. This is what it says. Is that "
            "still right?",
            "The public annuaire “%(title)s” has %(count)d entries about your organisation. This is what they say. "
            "Is that still right?",
            count,
        ) % {"title": imprint.title, "count": count}
        yield self._("Please answer this mail within three weeks, by %(day)s.") % {
            "day": format_date(asking.due_on, "full", locale=self._language)
        }
        yield self._(
            "If all is right, just say so. If not, write what is right beside the line, or tell us in a few words."
        )

    def closing(self) -> Iterator[str]:
        yield self._("What is no longer right leads people to the wrong door. Thank you for the time you take.")

    def table(self, fiche: PublicFiche) -> FicheTable:
        day = last_check(fiche)
        checked = self._("Last checked with you on %(day)s") if day else self._("Never checked with you yet")
        shown = {"day": self._day(day)} if day else {}
        title = describe_fiche(fiche.number, fiche.name, self._)
        return FicheTable(title, checked % shown, tuple(self._rows(fiche)))

    def _rows(self, fiche: PublicFiche) -> Iterator[FieldRow]:
        """Yield the fields in the order of the workbook's columns, then the contact points of contacts."""
        for column in FICHES.good_for(Use.PACK):
            if (value := self._value(fiche, column)) or column.uses & Use.PACK_EMPTY:
                label = column.label_in(self._)
                yield self._row(label[:1].upper() + label[1:], value)
        for contact in fiche.contacts:
            value = " ; ".join((*map(self._phone, contact.phones), *contact.emails))
            if value or contact.label:
                yield self._row(contact.label or self._("Contact"), value)

    def _row(self, label: str, value: str) -> FieldRow:
        return FieldRow(label, value or "–", labelled(label, value or "–", self._))

    def _value(self, fiche: PublicFiche, column: Column) -> str:
        value = getattr(fiche, column.key)
        if column.key == "address":
            place = " ".join(part for part in (fiche.postal_code, fiche.municipality) if part)
            return ", ".join(part for part in (*fiche.address.splitlines(), place) if part)
        if isinstance(value, date):
            return self._day(value)
        if isinstance(value, tuple):
            glue = " " if column.holds is Holds.LANGUAGES else " ; "
            return glue.join(self._phone(entry) if isinstance(entry, Phone) else str(entry) for entry in value)
        return " ".join(str(value or "").splitlines())

    def _day(self, day: date) -> str:
        """Return a day in words. In digits, readers and the leak gate could take it for a phone number."""
        return format_date(day, "long", locale=self._language)

    def _phone(self, phone: Phone) -> str:
        return labelled_phone(phone, self._)
