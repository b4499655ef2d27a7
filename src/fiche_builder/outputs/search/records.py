"""The texts by which each fiche can be found: what its copy shows, and its description in the other language."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from fiche_builder.edition.edition import AnyEdition
from fiche_builder.edition.fiche_copy import FicheCopy, SectionCopy
from fiche_builder.model.model import Fiche
from fiche_builder.model.public import PublicFiche

_SIGN = re.compile(r"[^0-9]")


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchRecord:
    """The searchable side of a fiche.

    Texts are as they are written. `phones` are digits, both as shown and in international form.
    """

    number: int
    names: tuple[str, ...]
    """Its name, then its Dutch name if that is different."""
    acronym: str
    others: tuple[str, ...]
    places: tuple[str, ...]
    details: tuple[str, ...]
    """Its mails and sites, the labels of its phones, and its theme."""
    texts: tuple[str, ...]
    unseen: tuple[str, ...]
    """Texts that the copy does not show."""
    phones: tuple[str, ...]


def build_records(edition: AnyEdition, copies: tuple[SectionCopy, ...]) -> tuple[SearchRecord, ...]:
    """Return the records of all fiches in the order of print. `copies` are the fiches' copy in that edition."""
    fiches: tuple[Fiche | PublicFiche, ...] = edition.fiches
    shown = ((copy, section) for section in copies for copy in section.fiches)
    return tuple(_record(fiche, copy, section) for fiche, (copy, section) in zip(fiches, shown, strict=True))


def _record(fiche: Fiche | PublicFiche, copy: FicheCopy, section: SectionCopy) -> SearchRecord:
    shown = " ".join(copy.description)
    return SearchRecord(
        number=copy.number,
        names=_filled(copy.name, copy.name_nl),
        acronym=copy.acronym,
        others=fiche.other_names,
        places=_filled(fiche.municipality, fiche.postal_code),
        details=_filled(*_details(copy), f"{section.title} {section.subtitle}"),
        texts=_filled(*copy.description, copy.address, *(line.text for line in copy.lines)),
        unseen=tuple(
            text for text in _filled(fiche.description, fiche.description_nl) if " ".join(text.splitlines()) != shown
        ),
        phones=_filled(*_phones(copy)),
    )


def _details(copy: FicheCopy) -> Iterator[str]:
    for line in copy.contact_lines:
        yield line.label
        if not line.is_phone:
            yield from (link.text for link in line.links)


def _phones(copy: FicheCopy) -> Iterator[str]:
    """Yield the digits of each number, without those of its extension."""
    for line in copy.contact_lines:
        if line.phone:
            yield _SIGN.sub("", line.phone.shown)
            yield _SIGN.sub("", line.phone.digits)


def _filled(*texts: str) -> tuple[str, ...]:
    """Return the non-empty texts, each once."""
    return tuple(dict.fromkeys(text for text in texts if text))
