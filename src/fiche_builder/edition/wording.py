"""The words that several outputs say alike: a phone with its extension, a usage, a mention.

Each takes the gettext of the language it is to speak: that of the edition in print, that of the reader on a terminal.
"""

from collections.abc import Callable
from dataclasses import dataclass

from fiche_builder.model.model import Phone
from fiche_builder.model.words import Usage

Gettext = Callable[[str], str]
Ngettext = Callable[[str, str, int], str]


@dataclass(frozen=True, slots=True)
class UsageMark:
    """What an agent may do with a contact point: word and icon, never colour alone."""

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
    """Return what stands beside a contact point among colleagues."""
    return {
        Usage.GIVE: UsageMark("give", "◆", _("Give")),
        Usage.TRANSFER: UsageMark("transfer", "→", _("Transfer")),
        Usage.INTERNAL: UsageMark("internal", "×", _("Internal")),
    }[usage]


def internal_mention(_: Gettext) -> str:
    """Return what everything for colleagues bears."""
    return _("INTERNAL – do not pass on")


def edition_line(edition: object, _: Gettext) -> str:
    """Return the name of an edition, which is its month: `Edition 2026-11`."""
    return _("Edition %(edition)s") % {"edition": edition}


def describe_fiche(number: int, name: str, _: Gettext) -> str:
    """Return a fiche in words: what a screen reader says of a link to it, what a mail calls it."""
    return _("Fiche %(number)d: %(name)s") % {"number": number, "name": name}


def labelled(label: str, text: str, _: Gettext) -> str:
    """Return a label and what it says as one line; languages differ in the blank before the colon."""
    return _("%(label)s: %(text)s") % {"label": label, "text": text}


def fiche_count(count: int, ngettext: Ngettext) -> str:
    """Return how many fiches there are: `1 fiche`."""
    return ngettext("%(count)d fiche", "%(count)d fiches", count) % {"count": count}


def nothing_changed(edition: str, _: Gettext) -> str:
    """Return what the news of an empty month are; `edition` is the one before."""
    return _("Nothing changed since the edition before (%(edition)s).") % {"edition": edition}


def checked_again(count: int, ngettext: Ngettext) -> str:
    """Return how many fiches were checked at the source and say what they said."""
    return ngettext(
        "%(count)d fiche was checked again and stays as it was.",
        "%(count)d fiches were checked again and stay as they were.",
        count,
    ) % {"count": count}
