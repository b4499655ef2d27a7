"""An edition as PDF, made as in a composing room.

Its copy is typeset as slugs, the slugs are made up into pages, and the pages are assembled. What depends on the places
of slugs (page numbers, running heads, the cover) is typeset last.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from fiche_builder.common.collector import without_collector
from fiche_builder.common.i18n import translations
from fiche_builder.edition.edition import AnyEdition
from fiche_builder.edition.fiche_copy import SectionCopy
from fiche_builder.edition.front import build_meta
from fiche_builder.model.steps import Counted, Progress, ignore
from fiche_builder.outputs.pdf.assemble import assemble
from fiche_builder.outputs.pdf.file import Metadata
from fiche_builder.outputs.pdf.furniture import Foot, RunningHead, build_cover, place_tile
from fiche_builder.outputs.pdf.makeup import Galley, Item, ItemPlace, make_up
from fiche_builder.outputs.pdf.measures import read_measures
from fiche_builder.outputs.pdf.parts import Entry, EntryKind, Part, Run, plan_parts
from fiche_builder.outputs.pdf.sheet import Bookmark, Group, Piece, Sheets
from fiche_builder.outputs.pdf.slug import MILLIMETRE, Slug
from fiche_builder.outputs.pdf.typeset import ComposingRoom, SlugOrder

_GAP = 10.0
"""The space between a band, the list below it and the fiches, in CSS pixels."""
_FOLIO_GAP = 3.0
_UNKNOWN_PAGE = 888


@dataclass(slots=True)
class _PageContent:
    """What the furniture of a page says."""

    part: Part | None = None
    heads: list[str] = field(default_factory=list)


class PdfMaker:
    """Makes the PDF of an edition, printed in `language`, of what a `room` typesets.

    `copy` is its copy, if it was written already.
    """

    def __init__(
        self, edition: AnyEdition, language: str, room: ComposingRoom, copy: tuple[SectionCopy, ...] = ()
    ) -> None:
        self._edition = edition
        self._language = language
        self._room = room
        self._translations = translations(language)
        self._meta = build_meta(edition, language, self._translations)
        self._parts = plan_parts(edition, language, self._translations, copy)
        self._measures = read_measures()
        self._furniture: list[Piece] = []
        self._destinations: dict[str, tuple[int, float]] = {}

    def make(self, progress: Progress = ignore) -> bytes:
        """Return the file. `progress` is told of the pieces while they are typeset, then of the pages."""
        with without_collector():
            return self._make(progress)

    def _make(self, progress: Progress) -> bytes:
        runs = [run for part in self._parts for run in part.runs]
        orders = [entry.order for run in runs for entry in run.entries]
        slugs = iter(self._room.typeset(self._language, orders, progress))
        cast = [[(entry, slug) for entry in run.entries for slug in next(slugs)] for run in runs]
        galleys = [_galley(run, pieces) for run, pieces in zip(runs, cast, strict=True)]
        made_up = make_up(galleys, self._measures.text_height * MILLIMETRE)
        front = len(self._set_cover(dict.fromkeys((part.anchor for part in self._parts), _UNKNOWN_PAGE)))
        places = [replace(place, page=place.page + front) for place in made_up.places]
        page_count = front + made_up.page_count
        progress(Counted.PAGES, page_count, page_count)
        for place in places:
            entry = cast[place.galley][place.item][0]
            if entry.anchor and entry.anchor not in self._destinations:
                self._destinations[entry.anchor] = (place.page, self._top(place))
        numbers = self._set_numbers(page_count)
        cover = self._set_cover({part.anchor: self._destinations[part.anchor][0] + 1 for part in self._parts})
        pages = self._page_contents(places, cast, page_count)
        self._add_furniture(pages)
        sheets = Sheets(
            width=self._measures.page_width * MILLIMETRE,
            height=self._measures.page_height * MILLIMETRE,
            page_count=page_count,
            document=Group("", [*self._cover_pieces(cover), *self._part_groups(places, cast, numbers)]),
            furniture=self._furniture,
            destinations={"cover": (0, 0.0), **self._destinations},
            outline=tuple(self._outline()),
            metadata=Metadata(
                self._meta.title, self._meta.author, self._meta.edition_line, self._language, self._meta.created
            ),
        )
        return assemble(sheets)

    # What is typeset last

    def _set_cover(self, pages: dict[str, int]) -> tuple[Slug, ...]:
        tiles = tuple(
            place_tile(part.tile, pages[part.anchor], self._translations) for part in self._parts if part.tile
        )
        copy = build_cover(self._edition, tiles, self._meta, self._translations)
        order = SlugOrder("cover.html", copy, "page", breaks=True)
        return self._room.typeset(self._language, [order])[0]

    def _set_numbers(self, page_count: int) -> list[Slug]:
        """Typeset the page numbers, starting from page 0."""
        orders = [SlugOrder("page-number.html", str(number), "own") for number in range(page_count + 1)]
        return [slugs[0] for slugs in self._room.typeset(self._language, orders)]

    def _page_contents(
        self, places: list[ItemPlace], cast: list[list[tuple[Entry, Slug]]], page_count: int
    ) -> list[_PageContent]:
        owners = [part for part in self._parts for _run in part.runs]
        pages = [_PageContent() for _page in range(page_count)]
        for place in places:
            page = pages[place.page]
            page.part = page.part or owners[place.galley]
            if head := cast[place.galley][place.item][0].head:
                page.heads.append(head)
        return pages

    def _add_furniture(self, pages: list[_PageContent]) -> None:
        """Typeset running heads, tabs and feet, and put them on their pages."""
        _ = self._translations.gettext
        heads = [
            RunningHead(
                page.part.head,
                " – ".join(dict.fromkeys((page.heads[0], page.heads[-1]))) if page.heads else "",
                page.part.colour,
            )
            if page.part and page.part.head
            else None
            for page in pages
        ]
        foot = Foot(self._meta.footer, self._meta.mention, self._meta.audience)
        orders = [SlugOrder("running-head.html", head, "text") for head in heads if head]
        orders += [SlugOrder("tab.html", part.tab, "own") for part in self._parts if part.tab]
        orders.append(SlugOrder("foot.html", foot, "text"))
        orders += [
            SlugOrder("folio.html", text, "own")
            for text in (_("page"), f"/ {len(pages)}", *map(str, range(1, len(pages) + 1)))
        ]
        slugs = dict(zip(orders, self._room.typeset(self._language, orders), strict=True))
        tabs = [part.tab for part in self._parts if part.tab]
        left = self._measures.left * MILLIMETRE
        right = (self._measures.page_width - self._measures.right) * MILLIMETRE
        foot_top = (self._measures.page_height - self._measures.foot) * MILLIMETRE
        for number, (page, head) in enumerate(zip(pages, heads, strict=True)):
            self._furniture.append(Piece(slugs[SlugOrder("foot.html", foot, "text")][0], number, left, foot_top))
            folio = [
                slugs[SlugOrder("folio.html", text, "own")][0]
                for text in (_("page"), str(number + 1), f"/ {len(pages)}")
            ]
            start = right - sum(slug.width for slug in folio) - _FOLIO_GAP * (len(folio) - 1)
            for slug in folio:
                self._furniture.append(Piece(slug, number, start, foot_top + _FOLIO_TOP))
                start += slug.width + _FOLIO_GAP
            if head:
                slug = slugs[SlugOrder("running-head.html", head, "text")][0]
                self._furniture.append(Piece(slug, number, left, self._measures.head * MILLIMETRE))
            if page.part and page.part.tab:
                slug = slugs[SlugOrder("tab.html", page.part.tab, "own")][0]
                corner = self._tab_corner(tabs.index(page.part.tab), len(tabs))
                self._furniture.append(Piece(slug, number, *corner, is_turned=True))

    def _tab_corner(self, position: int, count: int) -> tuple[float, float]:
        """Return the place of the tab at `position`: the tabs step evenly down the outer edge."""
        m = self._measures
        step = min(m.tab_height, (m.text_height - m.tab_height) / max(count - 1, 1))
        return (m.page_width - m.tab_width) * MILLIMETRE, (m.top + position * step) * MILLIMETRE

    # What is read

    def _cover_pieces(self, cover: tuple[Slug, ...]) -> Iterator[Piece]:
        for number, slug in enumerate(cover):
            yield Piece(slug, number, 0, 0 if number == 0 else self._measures.top * MILLIMETRE)

    def _part_groups(
        self, places: list[ItemPlace], cast: list[list[tuple[Entry, Slug]]], numbers: list[Slug]
    ) -> Iterator[Group]:
        standing = iter(places)
        pieces = iter(cast)
        for part in self._parts:
            section = Group("Sect")
            for run in part.runs:
                lines: Group | None = None
                cast_run = next(pieces)
                for number, (entry, slug) in enumerate(cast_run):
                    place = next(standing)
                    piece = Piece(slug, place.page, self._left(run, place), self._top(place))
                    if entry.kind is not EntryKind.LINE:
                        lines = None
                        section.members.append(piece)
                        continue
                    if lines is None:
                        lines = Group(run.list_tag)
                        section.members.append(lines)
                    # Where a tall entry was broken into pieces, the last piece carries its page number.
                    is_last = number + 1 == len(cast_run) or cast_run[number + 1][0] is not entry
                    line = list(self._line(run, place, entry, piece, numbers if is_last else []))
                    item = (
                        Group("P", line, place.page)
                        if run.list_tag == "Index"
                        else Group("LI", [Group("LBody", line, place.page)])
                    )
                    lines.members.append(item)
            yield section

    def _line(
        self, run: Run, place: ItemPlace, entry: Entry, piece: Piece, numbers: list[Slug]
    ) -> Iterator[Piece | Group]:
        """Yield a line of a list and, at its end, the page to which it leads."""
        yield replace(piece, is_inline=True, links_whole=run.links_whole)
        if not numbers:
            return
        number = numbers[self._destinations[entry.leads_to][0] + 1]
        left = self._left(run, place) + self._measures.columns[run.columns].width * MILLIMETRE - number.width
        yield Piece(number, place.page, left, self._top(place) + piece.slug.height - number.height, is_inline=True)

    def _left(self, run: Run, place: ItemPlace) -> float:
        if run.columns == "text":
            return self._measures.left * MILLIMETRE
        columns = self._measures.columns[run.columns]
        return (self._measures.left + place.column * (columns.width + columns.gap)) * MILLIMETRE

    def _top(self, place: ItemPlace) -> float:
        return self._measures.top * MILLIMETRE + place.top

    def _outline(self) -> Iterator[Bookmark]:
        yield Bookmark(self._edition.imprint.title, "cover")
        for part in self._parts:
            fiches = (entry for run in part.runs for entry in run.entries if entry.bookmark)
            yield Bookmark(part.title, part.anchor, tuple(Bookmark(entry.bookmark, entry.anchor) for entry in fiches))


_FOLIO_TOP = 6.0
"""The distance of the page number from the top of the foot, below its rule, in CSS pixels."""


def _galley(run: Run, pieces: list[tuple[Entry, Slug]]) -> Galley:
    return Galley(
        items=tuple(Item(slug.height, keep_with_next=entry.kind is EntryKind.LETTER) for entry, slug in pieces),
        columns=1 if run.columns == "text" else read_measures().columns[run.columns].count,
        new_page=run.new_page,
        keep_with_next=run.keep_with_next,
        space_before=_GAP,
    )
