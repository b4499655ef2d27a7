"""The public fiche: a type of its own, made by allow-list.

The public renderer cannot leak what it never receives. The allow-list is the audience in the field table: a new column
is internal until its row there says otherwise. A column that becomes public also needs its field here.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from fiche_builder.model.fields import CONTACTS, FICHES
from fiche_builder.model.model import Contact, Fiche, Imprint, Phone
from fiche_builder.model.words import Usage


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicContact:
    """What the public may see of a contact that an agent may give: neither person nor function."""

    fiche: int
    label: str
    phones: tuple[Phone, ...]
    emails: tuple[str, ...]
    verified_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicFiche:
    """What the public may see of a public fiche."""

    number: int
    theme: str
    name: str
    name_nl: str
    acronym: str
    other_names: tuple[str, ...]
    description: str
    description_nl: str
    for_whom: str
    conditions: str
    phones: tuple[Phone, ...]
    emails: tuple[str, ...]
    sites: tuple[str, ...]
    address: str
    postal_code: str
    municipality: str
    hours: str
    languages: tuple[str, ...]
    notice: str
    notice_from: date | None
    notice_until: date | None
    see_also: tuple[int, ...]
    verified_on: date | None
    contacts: tuple[PublicContact, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicImprint:
    """What the public may see of the sheet `Paramètres`: neither the editors' names nor the internal mention."""

    title: str
    subtitle: str
    organisation: str
    suggestions_address: str
    public_mention: str


def phones_of(fiche: Fiche | PublicFiche) -> tuple[Phone, ...]:
    """Return the phones of a fiche, with its own before those of its contacts."""
    return (*fiche.phones, *(phone for contact in fiche.contacts for phone in contact.phones))


def project_fiches(fiches: Iterable[Fiche]) -> tuple[PublicFiche, ...]:
    """Return the fiches of the public edition, as the public may see them, in the same order.

    References to fiches that are not among them are left out.
    """
    public = [fiche for fiche in fiches if fiche.is_public]
    numbers = {fiche.number for fiche in public}
    return tuple(_project_fiche(fiche, numbers) for fiche in public)


def project_imprint(imprint: Imprint) -> PublicImprint:
    """Return what the public may see of the imprint."""
    return PublicImprint(
        title=imprint.title,
        subtitle=imprint.subtitle,
        organisation=imprint.organisation,
        suggestions_address=imprint.suggestions_address,
        public_mention=imprint.public_mention,
    )


def _project_fiche(fiche: Fiche, numbers: set[int]) -> PublicFiche:
    allowed = {column.key: getattr(fiche, column.key) for column in FICHES.columns if column.is_public}
    if "see_also" in allowed:
        allowed["see_also"] = tuple(number for number in fiche.see_also if number in numbers)
    contacts = tuple(_project_contact(contact) for contact in fiche.contacts if contact.usage is Usage.GIVE)
    return PublicFiche(**allowed, contacts=contacts)


def _project_contact(contact: Contact) -> PublicContact:
    return PublicContact(
        **{column.key: getattr(contact, column.key) for column in CONTACTS.columns if column.is_public}
    )
