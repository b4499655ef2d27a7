"""The parts of an edition and what is typeset for each, in reading order.

The places on pages are decided elsewhere.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto

from fiche_builder.common.text import shorten
from fiche_builder.edition.changes import Changes
from fiche_builder.edition.edition import AnyEdition
from fiche_builder.edition.fiche_copy import HEAD_LENGTH, InternalFicheCopy, SectionCopy, Translations, build_sections
from fiche_builder.edition.front import build_last_page
from fiche_builder.edition.news import build_news
from fiche_builder.model.columns import Audience
from fiche_builder.outputs.pdf.furniture import (
    Band,
    IndexGroupCopy,
    IndexLine,
    Tab,
    Tile,
    build_band,
    build_essentials,
    build_index,
    build_number_index,
    build_tile,
)
from fiche_builder.outputs.pdf.typeset import SlugOrder

_PLAIN_COLOUR = "#3b3b3b"
_TAB_LENGTH = 21
"""The most characters on a thumb tab."""


class EntryKind(Enum):
    """What an entry is to the make-up and to a reader."""

    BLOCK = auto()
    LINE = auto()
    """A line of a list, which leads to a page."""
    LETTER = auto()
    """A heading inside a list. It is never last in a column."""


@dataclass(frozen=True, slots=True)
class Entry:
    """Something to be typeset, and its role in the edition."""

    order: SlugOrder
    kind: EntryKind = EntryKind.BLOCK
    anchor: str = ""
    """The name of the destination at which it will stand."""
    leads_to: str = ""
    """The name of the destination whose page number the line prints."""
    head: str = ""
    """How the running head names it."""
    bookmark: str = ""


@dataclass(frozen=True, slots=True)
class Run:
    """Entries that fill one set of columns. `text` stands for one column as wide as the text."""

    entries: tuple[Entry, ...]
    columns: str = "text"
    new_page: bool = False
    keep_with_next: bool = False
    list_tag: str = "L"
    """What its lines are to a reader: a list, or `Index`, whose lines take a third less space in the file."""
    links_whole: bool = False
    """Whether the whole area of a line can be clicked."""


@dataclass(frozen=True, slots=True)
class Part:
    """A part with its runs. `tile` has no page yet, because it is not known."""

    title: str
    anchor: str
    head: str
    colour: str
    runs: tuple[Run, ...]
    tile: Tile | None = None
    tab: Tab | None = None


def plan_parts(
    edition: AnyEdition, language: str, translations: Translations, copy: tuple[SectionCopy, ...] = ()
) -> tuple[Part, ...]:
    """Plan all parts except the cover. `copy` is the copy of the edition, if it was written already."""
    sections = copy or build_sections(edition, language, translations)
    index = build_index(edition, translations)
    planner = _Planner(edition, language, translations)
    parts = [planner.plan_news(edition.changes)] if edition.changes else []
    parts += [planner.plan_essentials(sections)] if edition.essentials else []
    lines = {line.number: line for group in index for line in group.lines if not line.see}
    parts += [planner.plan_theme(position, section, lines) for position, section in enumerate(sections, 1)]
    parts.append(planner.plan_index(index))
    if edition.audience is Audience.INTERNAL:
        parts.append(planner.plan_number_index())
    return (*parts, planner.plan_last_page())


class _Planner:
    def __init__(self, edition: AnyEdition, language: str, translations: Translations) -> None:
        self._edition = edition
        self._language = language
        self._translations = translations
        self._ = translations.gettext

    def plan_news(self, changes: Changes) -> Part:
        """Plan the changes since the previous edition."""
        news = build_news(changes, (fiche.number for fiche in self._edition.fiches), self._language, self._translations)
        entries = [Entry(SlugOrder("remark.html", remark, "changes")) for remark in news.remarks]
        for group in news.groups:
            entries.append(Entry(SlugOrder("letter.html", group.title, "changes"), EntryKind.LETTER))
            for change in group.changes:
                order = SlugOrder("change.html", change, "changes", breaks=True)
                entries.append(Entry(order, EntryKind.LINE if change.uri else EntryKind.BLOCK, leads_to=change.uri[1:]))
        return self._plain("changes", self._("What changed"), news.counts, news.since, Run(tuple(entries), "changes"))

    def plan_essentials(self, sections: tuple[SectionCopy, ...]) -> Part:
        """Plan the numbers that every agent keeps at hand."""
        title = self._("Essential numbers")
        lines = tuple(
            Entry(SlugOrder("essential-line.html", line, "essentials"), EntryKind.LINE, leads_to=f"fiche-{line.number}")
            for line in build_essentials(self._edition, sections, self._translations)
        )
        words = self._entries(len(lines))
        return self._plain("essentials", title, words, self._("what is asked for every day"), Run(lines, "essentials"))

    def plan_theme(self, position: int, section: SectionCopy, lines: dict[int, IndexLine]) -> Part:
        """Plan a theme: its band, the list of its fiches, the fiches."""
        band = build_band(section, self._language, self._translations)
        fiches = tuple(
            Entry(
                SlugOrder(
                    "fiche-interne.html" if isinstance(fiche, InternalFicheCopy) else "fiche.html",
                    fiche,
                    "fiches",
                    breaks=True,
                ),
                anchor=fiche.anchor,
                head=fiche.running_head,
                bookmark=fiche.bookmark,
            )
            for fiche in section.fiches
        )
        listed = tuple(
            Entry(SlugOrder("index-line.html", lines[fiche.number], "index"), EntryKind.LINE, leads_to=fiche.anchor)
            for fiche in section.fiches
        )
        return Part(
            title=section.title,
            anchor=section.anchor,
            head=shorten(f"{position} · {section.title}", _THEME_LENGTH),
            colour=section.colour,
            runs=(
                Run(
                    (Entry(SlugOrder("band.html", band, "text"), anchor=section.anchor),),
                    new_page=True,
                    keep_with_next=True,
                ),
                Run(listed, "index", links_whole=True),
                Run(fiches, "fiches"),
            ),
            tile=build_tile(section, self._translations),
            tab=Tab(shorten(section.title, _TAB_LENGTH), section.colour),
        )

    def plan_index(self, groups: tuple[IndexGroupCopy, ...]) -> Part:
        """Plan the index of all names."""
        entries = tuple(self._index_entries(groups))
        count = sum(entry.kind is EntryKind.LINE for entry in entries)
        description = self._("names, acronyms, other names, Dutch names; the page stands at the right")
        run = Run(entries, "index", list_tag="Index", links_whole=True)
        return self._plain("index", self._("Index A-Z"), self._entries(count), description, run)

    def plan_number_index(self) -> Part:
        """Plan the index of all phone numbers."""
        lines = build_number_index(self._edition, self._translations)  # type: ignore[arg-type]
        entries = tuple(
            Entry(
                SlugOrder("number-line.html", line, "index"),
                EntryKind.LINE,
                leads_to=f"fiche-{line.number}",
                head=line.phone,
            )
            for line in lines
        )
        description = self._("who is calling, whose number is this?")
        run = Run(entries, "index", list_tag="Index", links_whole=True)
        return self._plain("numbers", self._("Number index"), self._entries(len(lines)), description, run)

    def plan_last_page(self) -> Part:
        """Plan the last page."""
        copy = build_last_page(self._edition, self._translations)
        title = self._("Reporting a mistake")
        entry = Entry(SlugOrder("last.html", copy, "text", breaks=True), anchor="last")
        return Part(title, "last", title, _PLAIN_COLOUR, (Run((entry,), new_page=True),))

    def _entries(self, count: int) -> str:
        return self._translations.ngettext("%(count)d entry", "%(count)d entries", count) % {"count": count}

    def _plain(self, anchor: str, title: str, words: str, description: str, run: Run) -> Part:
        """Return a part that is not a theme."""
        band = Entry(SlugOrder("band.html", Band(title, words, _PLAIN_COLOUR, description), "text"), anchor=anchor)
        tile = Tile(f"#{anchor}", title, words, _PLAIN_COLOUR)
        return Part(title, anchor, title, _PLAIN_COLOUR, (Run((band,), new_page=True, keep_with_next=True), run), tile)

    def _index_entries(self, groups: tuple[IndexGroupCopy, ...]) -> Iterator[Entry]:
        for group in groups:
            yield Entry(SlugOrder("letter.html", group.letter, "index"), EntryKind.LETTER)
            for line in group.lines:
                order = SlugOrder("index-line.html", line, "index")
                yield Entry(
                    order, EntryKind.LINE, leads_to=f"fiche-{line.number}", head=shorten(line.heading, HEAD_LENGTH)
                )


_THEME_LENGTH = 46
"""The most characters of a theme in a running head."""
