"""The copy of everything that is not a fiche: cover, index, last page, and the words at the head and foot of pages."""

import re
from collections import Counter
from dataclasses import dataclass, replace

from fiche_builder.common.dates import day_text
from fiche_builder.common.text import shorten
from fiche_builder.edition.edition import AnyEdition, InternalEdition
from fiche_builder.edition.fiche_copy import ContactLine, SectionCopy, Translations, describe_contact, fiche_anchor
from fiche_builder.edition.front import Meta
from fiche_builder.edition.wording import fiche_count, phone_text
from fiche_builder.model.model import Imprint


@dataclass(frozen=True, slots=True)
class Band:
    """What opens a theme or another part."""

    title: str
    count: str
    colour: str
    description: str = ""
    subtitle: str = ""
    """The title in `other_language`."""
    other_language: str = ""


@dataclass(frozen=True, slots=True)
class Tile:
    """A theme or part on the cover. Page and description are added when its place is known."""

    uri: str
    title: str
    count: str
    colour: str
    page: int = 0
    description: str = ""


@dataclass(frozen=True, slots=True)
class Cover:
    """The first page."""

    audience: str
    organisation: str
    title: str
    subtitle: str
    edition: str
    correction: str
    mention: str
    own_mention: str
    validity: str
    counts: str
    tiles: tuple[Tile, ...]
    search_help: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class IndexLine:
    """A line of the index. Its page number is a slug of its own."""

    heading: str
    see: str
    municipality: str
    number: int
    uri: str
    description: str


@dataclass(frozen=True, slots=True)
class IndexGroupCopy:
    """The lines under a letter."""

    letter: str
    lines: tuple[IndexLine, ...]


@dataclass(frozen=True, slots=True)
class NumberLine:
    """A line of the number index, for readers who ask whose number it is."""

    phone: str
    whose: str
    number: int
    uri: str
    description: str


@dataclass(frozen=True, slots=True)
class EssentialLine:
    """A line of the page of essential numbers."""

    name: str
    acronym: str
    phones: tuple[ContactLine, ...]
    number: int
    uri: str
    description: str


@dataclass(frozen=True, slots=True)
class RunningHead:
    """The head of a page: its theme, and its first and last fiche, as in a dictionary."""

    theme: str
    first_last: str
    colour: str


@dataclass(frozen=True, slots=True)
class Foot:
    """The foot of every page, except its number."""

    edition: str
    mention: str
    audience: str


@dataclass(frozen=True, slots=True)
class Tab:
    """The thumb tab of a theme."""

    title: str
    colour: str


def build_band(section: SectionCopy, language: str, translations: Translations) -> Band:
    """Return the band of a theme."""
    return Band(
        title=section.title,
        count=fiche_count(len(section.fiches), translations.ngettext),
        colour=section.colour,
        description=section.description,
        subtitle=section.subtitle,
        other_language="fr" if language == "nl" else "nl",
    )


def build_cover(edition: AnyEdition, tiles: tuple[Tile, ...], meta: Meta, translations: Translations) -> Cover:
    """Return the cover."""
    _ = translations.gettext
    imprint = edition.imprint
    month = edition.id.label(meta.language)
    correction = _("This corrected edition replaces the one of the same month that was sent before.")
    return Cover(
        audience=meta.audience,
        organisation=imprint.organisation,
        title=imprint.title,
        subtitle=imprint.subtitle,
        edition=_("%(month)s (no. %(edition)s)") % {"month": month[:1].upper() + month[1:], "edition": edition.id},
        correction=correction if edition.revision > 1 else "",
        mention=meta.mention,
        own_mention=_own_mention(edition),
        validity=_("valid until %(until)s") % {"until": day_text(edition.period.valid_until)},
        counts=fiche_count(len(edition.fiches), translations.ngettext),
        tiles=tiles,
        search_help=(
            _("Ctrl+F finds every name, acronym and phone number; type the number with its blanks, as it is printed."),
            _("The bookmarks at the side of the window list the themes and, below them, the fiches."),
            _("The index lists acronyms, Dutch names and the words callers use; a click leads to the fiche."),
        ),
    )


def build_tile(section: SectionCopy, translations: Translations) -> Tile:
    """Return the tile of a theme."""
    count = fiche_count(len(section.fiches), translations.ngettext)
    return Tile(f"#{section.anchor}", shorten(section.title, _TILE_LENGTH), count, section.colour)


def place_tile(tile: Tile, page: int, translations: Translations) -> Tile:
    """Return the tile with the page to which it leads."""
    words = translations.gettext("%(title)s, page %(page)d") % {"title": tile.title, "page": page}
    return replace(tile, page=page, description=words)


def build_index(edition: AnyEdition, translations: Translations) -> tuple[IndexGroupCopy, ...]:
    """Return the index. A municipality is printed where it distinguishes two fiches."""
    counts = Counter(entry.heading for group in edition.index for entry in group.entries)
    return tuple(
        IndexGroupCopy(
            group.letter,
            tuple(
                IndexLine(
                    heading=entry.heading,
                    see=entry.see,
                    municipality=entry.municipality if counts[entry.heading] > 1 else "",
                    number=entry.number,
                    uri=f"#{fiche_anchor(entry.number)}",
                    description=_describe_number(entry.number, translations),
                )
                for entry in group.entries
            ),
        )
        for group in edition.index
    )


def build_number_index(edition: InternalEdition, translations: Translations) -> tuple[NumberLine, ...]:
    """Return a line for each phone number of each fiche, sorted by the digits as dialled within the country.

    A number comes before its extensions, and a short extension before a long one.
    """
    lines: dict[tuple[str, int, str, str, int, str], NumberLine] = {}
    for fiche in edition.fiches:
        points = [(phone, phone.label) for phone in fiche.phones]
        points += [(phone, describe_contact(contact)) for contact in fiche.contacts for phone in contact.phones]
        for phone, label in points:
            whose = ", ".join(part for part in (fiche.name, label) if part)
            digits, extension = re.sub(r"\D", "", phone.shown), phone.extension
            key = (digits, len(extension), extension, fiche.name, fiche.number, label)
            lines[key] = NumberLine(
                phone=phone_text(phone, translations.gettext),
                whose=whose,
                number=fiche.number,
                uri=f"#{fiche_anchor(fiche.number)}",
                description=_describe_number(fiche.number, translations),
            )
    return tuple(lines[key] for key in sorted(lines))


def build_essentials(
    edition: AnyEdition, sections: tuple[SectionCopy, ...], translations: Translations
) -> tuple[EssentialLine, ...]:
    """Return a line for each essential fiche, in alphabetical order, with its first phones."""
    copies = {fiche.number: fiche for section in sections for fiche in section.fiches}
    return tuple(
        EssentialLine(
            name=copies[number].name,
            acronym=copies[number].acronym,
            phones=tuple(line for line in copies[number].contact_lines if line.is_phone)[:_ESSENTIAL_PHONES],
            number=number,
            uri=f"#{fiche_anchor(number)}",
            description=_describe_number(number, translations),
        )
        for number in edition.essentials
    )


_TILE_LENGTH = 60
"""The most characters of a theme on its tile (two lines), or of a name among the thanks."""
_ESSENTIAL_PHONES = 2
"""The most phones on a line of the page of essential numbers."""


def _own_mention(edition: AnyEdition) -> str:
    """Return the editors' own words about who may read the edition, for the cover."""
    imprint = edition.imprint
    return imprint.internal_mention if isinstance(imprint, Imprint) else imprint.public_mention


def _describe_number(number: int, translations: Translations) -> str:
    """Return what a screen reader says for a link whose text is a name. It is short, because there are thousands."""
    return translations.gettext("Fiche %(number)d") % {"number": number}
