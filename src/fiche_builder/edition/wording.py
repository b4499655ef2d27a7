"""Words that several outputs share: a phone with its extension, a usage, a mention.

Each function takes the gettext of its language: that of the edition in print, that of the reader on a terminal.
"""

from collections.abc import Callable
from dataclasses import dataclass

from fiche_builder.model.model import Phone
from fiche_builder.model.words import Usage

Gettext = Callable[[str], str]
Ngettext = Callable[[str, str, int], str]


@dataclass(frozen=True, slots=True)
class UsageMark:
    """What an agent may do with a contact point, as a word and an icon, never by colour alone."""

    key: str
    icon: str
    word: str


def phone_text(phone: Phone, _: Gettext) -> str:
    """Return a number as one dials it, such as `02 555 12 34 ext. 12`."""
    if not phone.extension:
        return phone.shown
    extension = _("ext. %(digits)s") % {"digits": phone.extension}
    return f"{phone.shown} {extension}"


def labelled_phone(phone: Phone, _: Gettext) -> str:
    """Return a number with its label in brackets, for running text: `02 555 12 34 ext. 12 (reception)`."""
    return f"{phone_text(phone, _)} ({phone.label})" if phone.label else phone_text(phone, _)


def usage_mark(usage: Usage, _: Gettext) -> UsageMark:
    """Return the mark that colleagues see beside a contact point."""
    return {
        Usage.GIVE: UsageMark("give", "◆", _("Give")),
        Usage.TRANSFER: UsageMark("transfer", "→", _("Transfer")),
        Usage.INTERNAL: UsageMark("internal", "×", _("Internal")),
    }[usage]


def internal_mention(_: Gettext) -> str:
    """Return the mention that everything internal carries."""
    return _("INTERNAL – do not pass on")


def edition_line(edition: object, _: Gettext) -> str:
    """Return the name of an edition with its month: `Edition 2026-11`."""
    return _("Edition %(edition)s") % {"edition": edition}


def describe_fiche(number: int, name: str, _: Gettext) -> str:
    """Return a fiche in words, for the screen reader on a link and for mails."""
    return _("Fiche %(number)d: %(name)s") % {"number": number, "name": name}


def labelled(label: str, text: str, _: Gettext) -> str:
    """Return a label and its text on one line. Languages differ in the blank before the colon."""
    return _("%(label)s: %(text)s") % {"label": label, "text": text}


def fiche_count(count: int, ngettext: Ngettext) -> str:
    """Return the number of fiches in words: `1 fiche`."""
    return ngettext("%(count)d fiche", "%(count)d fiches", count) % {"count": count}


def nothing_changed(edition: str, _: Gettext) -> str:
    """Return the news of a month without changes. `edition` is the previous one."""
    return _("Nothing changed since the previous edition (%(edition)s).") % {"edition": edition}


def checked_again(count: int, ngettext: Ngettext) -> str:
    """Return how many fiches were verified again without a change."""
    return ngettext(
        "%(count)d fiche was checked again and stays as it was.",
        "%(count)d fiches were checked again and stay as they were.",
        count,
    ) % {"count": count}
