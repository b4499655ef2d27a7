"""What each fiche can be found by."""

from collections.abc import Iterator
from dataclasses import dataclass

from fiche_builder.edition import AnyEdition, Section
from fiche_builder.model import Contact, Fiche
from fiche_builder.projection import PublicFiche


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchRecord:
    """The searchable side of a fiche; texts as they are written, `phones` as digits: as dialled, and international."""

    number: int
    theme: int
    """Its place among the themes of the edition, from 0."""
    names: tuple[str, ...]
    """Its name, then its Dutch name if it has another one."""
    acronym: str
    others: tuple[str, ...]
    places: tuple[str, ...]
    details: tuple[str, ...]
    """Mails, sites, and of its contacts the label and, among colleagues, person and function."""
    texts: tuple[str, ...]
    phones: tuple[str, ...]


def build_records(edition: AnyEdition) -> tuple[SearchRecord, ...]:
    """Return the records of all fiches in the order of print."""
    sections: tuple[Section[Fiche] | Section[PublicFiche], ...] = edition.sections
    return tuple(_record(fiche, theme) for theme, section in enumerate(sections) for fiche in section.fiches)


def theme_names(edition: AnyEdition) -> tuple[str, ...]:
    """Return the names of the themes, both languages in one, in the order of print: a fiche is found by its theme as well."""
    return tuple(" ".join(filled(section.theme.name, section.theme.name_nl)) for section in edition.sections)


def filled(*texts: str) -> tuple[str, ...]:
    """Return the texts that are not empty, each once."""
    return tuple(dict.fromkeys(text for text in texts if text))


def _record(fiche: Fiche | PublicFiche, theme: int) -> SearchRecord:
    return SearchRecord(
        number=fiche.number,
        theme=theme,
        names=filled(fiche.name, fiche.name_nl),
        acronym=fiche.acronym,
        others=filled(*fiche.other_names),
        places=filled(fiche.municipality, fiche.postal_code),
        details=filled(*_details(fiche)),
        texts=filled(fiche.description, fiche.description_nl, fiche.for_whom, fiche.conditions, fiche.address),
        phones=filled(*_phones(fiche)),
    )


def _details(fiche: Fiche | PublicFiche) -> Iterator[str]:
    yield from fiche.emails
    yield from (site.partition("://")[2].removeprefix("www.").rstrip("/") for site in fiche.sites)
    for contact in fiche.contacts:
        yield contact.label
        yield from contact.emails
        if isinstance(contact, Contact):
            yield contact.person
            yield contact.function


def _phones(fiche: Fiche | PublicFiche) -> Iterator[str]:
    for phone in (*fiche.phones, *(phone for contact in fiche.contacts for phone in contact.phones)):
        yield "".join(char for char in phone.shown if char in "0123456789")
        yield phone.digits.lstrip("+")
