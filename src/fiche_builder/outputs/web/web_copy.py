"""The copy of a fiche on the page: that of print, and what only a screen has."""

from collections.abc import Iterator
from dataclasses import dataclass

from fiche_builder.edition.edition import AnyEdition
from fiche_builder.edition.fiche_copy import (
    ContactLine,
    FicheCopy,
    InternalFicheCopy,
    SectionCopy,
)
from fiche_builder.edition.reporting import mailto
from fiche_builder.model.model import Fiche
from fiche_builder.model.public import PublicFiche
from fiche_builder.model.words import Flag


@dataclass(frozen=True, slots=True)
class WebFiche:
    """A fiche on the page.

    `notice_from` and `notice_until` are ISO days, empty for an open end, because the page itself knows what day it is.
    """

    copy: FicheCopy
    others: tuple[str, ...]
    notice_from: str
    notice_until: str
    report_uri: str

    @property
    def first_phone(self) -> ContactLine | None:
        """The line of the first phone."""
        return next((line for line in self.copy.contact_lines if line.is_phone), None)


@dataclass(frozen=True, slots=True)
class WebSection:
    """A theme with its fiches. `css_class` carries its colour."""

    copy: SectionCopy
    css_class: str
    fiches: tuple[WebFiche, ...]


def build_web_sections(edition: AnyEdition, sections: tuple[SectionCopy, ...]) -> tuple[WebSection, ...]:
    """Return the copy of all themes with their fiches, made from that of print."""
    fiches: dict[int, Fiche | PublicFiche] = {fiche.number: fiche for fiche in edition.fiches}
    return tuple(
        WebSection(
            section, f"t{position}", tuple(_web_fiche(fiches[copy.number], copy, edition) for copy in section.fiches)
        )
        for position, section in enumerate(sections)
    )


def essential_numbers(edition: AnyEdition) -> frozenset[int]:
    """Return the N° of the fiches that colleagues need most. The public does not learn which they are."""
    return frozenset(
        fiche.number for fiche in edition.fiches if isinstance(fiche, Fiche) and fiche.essential is Flag.YES
    )


def usages(copy: FicheCopy) -> tuple[tuple[str, str], ...]:
    """Return the key and word of each usage among a fiche's contact points, each once. The public edition has none."""
    marks = (line.mark for line in copy.contact_lines)
    return (
        tuple(dict.fromkeys((mark.key, mark.word) for mark in marks if mark))
        if isinstance(copy, InternalFicheCopy)
        else ()
    )


def web_fiches(sections: tuple[WebSection, ...]) -> Iterator[WebFiche]:
    """Yield the fiches of all themes in the order of print."""
    for section in sections:
        yield from section.fiches


def _web_fiche(fiche: Fiche | PublicFiche, copy: FicheCopy, edition: AnyEdition) -> WebFiche:
    """Return a fiche.

    The mail that reports a mistake has a short subject here, which the page's script completes.
    """
    address = edition.imprint.suggestions_address
    return WebFiche(
        copy=copy,
        others=fiche.other_names,
        notice_from=fiche.notice_from.isoformat() if fiche.notice_from else "",
        notice_until=fiche.notice_until.isoformat() if fiche.notice_until else "",
        report_uri=mailto(address, f"Fiche {fiche.number}") if address else "",
    )
