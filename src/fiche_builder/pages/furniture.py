"""The copy of all that is not a fiche: cover, index, last page, and the words at the head and foot of pages."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from fiche_builder.edition import AnyEdition
from fiche_builder.fields import Audience
from fiche_builder.model import Imprint
from fiche_builder.pages.copy import SectionCopy, Translations, fiche_anchor, mailto, shorten
from fiche_builder.pages.html import Meta


@dataclass(frozen=True, slots=True)
class Tile:
    """A theme on the cover."""

    anchor: str
    title: str
    count: str
    colour: str
    page: int


@dataclass(frozen=True, slots=True)
class Cover:
    """The first page."""

    organisation: str
    title: str
    subtitle: str
    edition: str
    mention: str
    own_mention: str
    validity: str
    counts: str
    tiles: tuple[Tile, ...]
    index_page: int
    search_help: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class IndexLine:
    """A line of the index with its page."""

    heading: str
    see: str
    municipality: str
    number: int
    uri: str
    page: int


@dataclass(frozen=True, slots=True)
class IndexGroupCopy:
    """The lines under a letter."""

    letter: str
    lines: tuple[IndexLine, ...]


@dataclass(frozen=True, slots=True)
class LegendMark:
    """A mark and what it means."""

    key: str
    icon: str
    word: str
    meaning: str


@dataclass(frozen=True, slots=True)
class LastPage:
    """The last page."""

    report: tuple[str, ...]
    report_address: str
    report_uri: str
    legend: tuple[LegendMark, ...]
    editors: str


def build_meta(edition: AnyEdition, language: str, translations: Translations) -> Meta:
    """Return the metadata of an edition; its dates are those of its month, never of the day it was made."""
    _ = translations.gettext
    month = edition.period.label(language)
    until = edition.period.valid_until.strftime("%d/%m/%Y")
    title = edition.imprint.title
    return Meta(
        language=language,
        audience=edition.audience.value,
        title=f"{title} · {month} · {_audience_word(edition, translations)}",
        author=edition.imprint.organisation,
        created=edition.period.first_day.isoformat(),
        edition_line=_("Edition %(edition)s") % {"edition": edition.period},
        footer=_("%(title)s · %(month)s (%(edition)s) · valid until %(until)s")
        % {"title": shorten(title, _TITLE_LENGTH), "month": month, "edition": edition.period, "until": until},
        mention=_mention(edition, translations),
        mention_colour="#7d1128" if edition.audience is Audience.INTERNAL else "#0b5d3b",
        page_numbers=(),
        totals=(),
    )


def build_cover(
    edition: AnyEdition, sections: tuple[SectionCopy, ...], pages: Mapping[str, int], meta: Meta, translations: Translations
) -> Cover:
    """Return the cover; `pages` gives the page of each anchor."""
    _, ngettext = translations.gettext, translations.ngettext
    imprint = edition.imprint
    month = edition.period.label(meta.language)
    count = len(edition.fiches)
    return Cover(
        organisation=imprint.organisation,
        title=imprint.title,
        subtitle=imprint.subtitle,
        edition=_("%(month)s (no. %(edition)s)") % {"month": month[:1].upper() + month[1:], "edition": edition.period},
        mention=meta.mention,
        own_mention=_own_mention(edition),
        validity=_("valid until %(until)s") % {"until": edition.period.valid_until.strftime("%d/%m/%Y")},
        counts=ngettext("%(count)d fiche", "%(count)d fiches", count) % {"count": count},
        tiles=tuple(_tile(section, pages, translations) for section in sections),
        index_page=pages["index"],
        search_help=(
            _("Ctrl+F finds every name, acronym and phone number; type the number with its blanks, as it is printed."),
            _("The bookmarks at the side of the window list the themes and, below them, the fiches."),
            _("The index lists acronyms, Dutch names and the words callers use; a click leads to the fiche."),
        ),
    )


def build_index(edition: AnyEdition, pages: Mapping[str, int]) -> tuple[IndexGroupCopy, ...]:
    """Return the index with page numbers. A municipality is printed where it tells two fiches apart."""
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
                    page=pages[fiche_anchor(entry.number)],
                )
                for entry in group.entries
            ),
        )
        for group in edition.index
    )


def build_last_page(edition: AnyEdition, translations: Translations) -> LastPage:
    """Return the last page: how to report a mistake, what the marks mean, and, among colleagues, who makes the annuaire."""
    _ = translations.gettext
    imprint = edition.imprint
    address = imprint.suggestions_address
    subject = _("Annuaire %(edition)s: a mistake") % {"edition": edition.period}
    usages = (
        LegendMark("give", "◆", _("Give"), _("You may give this to the caller.")),
        LegendMark("transfer", "→", _("Transfer"), _("You may connect the caller, never give it.")),
        LegendMark("internal", "×", _("Internal"), _("For colleagues only.")),
    )
    always = (
        LegendMark("checked", "✓", _("checked"), _("Month of the last check with the service itself.")),
        LegendMark("overdue", "▲", _("to be confirmed"), _("Checked long ago or never: ask before you rely on it.")),
    )
    report = (
        _("A number is wrong, a service has moved, a name is missing? Tell us: every remark is followed up."),
        _("Say the number of the fiche, what is wrong, what is right, and who says so."),
    )
    return LastPage(
        report=report,
        report_address=address,
        report_uri=mailto(address, subject) if address else "",
        legend=(*usages, *always) if isinstance(imprint, Imprint) else always,
        editors=", ".join(imprint.editors) if isinstance(imprint, Imprint) else "",
    )


_TITLE_LENGTH = 48
"""Characters of the title at the foot of a page."""
_TILE_LENGTH = 44
"""Characters of a theme on its tile: two lines."""


def _audience_word(edition: AnyEdition, translations: Translations) -> str:
    return translations.gettext("INTERNAL") if edition.audience is Audience.INTERNAL else translations.gettext("PUBLIC")


def _mention(edition: AnyEdition, translations: Translations) -> str:
    """Return what stands at the foot of every page."""
    if edition.audience is Audience.INTERNAL:
        return translations.gettext("INTERNAL – do not pass on")
    return translations.gettext("PUBLIC edition")


def _own_mention(edition: AnyEdition) -> str:
    """Return the editors' own words about who may read the edition, for the cover."""
    imprint = edition.imprint
    return imprint.internal_mention if isinstance(imprint, Imprint) else imprint.public_mention


def _tile(section: SectionCopy, pages: Mapping[str, int], translations: Translations) -> Tile:
    count = len(section.fiches)
    words = translations.ngettext("%(count)d fiche", "%(count)d fiches", count) % {"count": count}
    return Tile(section.anchor, shorten(section.title, _TILE_LENGTH), words, section.colour, pages[section.anchor])
