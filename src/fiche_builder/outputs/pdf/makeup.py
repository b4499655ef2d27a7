"""Make-up: where each slug stands. It is a pure function of heights, and knows nothing about fonts or files.

A *galley* is what fills one set of columns: the fiches of a theme, or the lines of an index. Galleys follow each other
down the page. Where a galley ends on a page, its columns there have about the same length. All lengths have the same
unit and are measured from the top of the text area.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from fiche_builder.common.errors import TypesettingError
from fiche_builder.common.i18n import _

_TOLERANCE = 0.1
"""By how much a column may be too full, because the heights of slugs are rounded to tenths."""
_STEPS = 40
"""Halvings in the search for the shortest columns. They bring a whole page below the tolerance."""


@dataclass(frozen=True, slots=True)
class Item:
    """A slug as the make-up sees it."""

    height: float
    keep_with_next: bool = False
    """Whether it must not be last in a column, such as a band or a letter of the index."""


@dataclass(frozen=True, slots=True)
class Galley:
    """Items for one set of columns."""

    items: tuple[Item, ...]
    columns: int = 1
    new_page: bool = False
    """Whether it begins a page."""
    keep_with_next: bool = False
    """Whether the next galley must begin on the page this one ends on. Of a chain that is taller than a page, the
    last bond holds."""
    space_before: float = 0
    """Distance from the galley above it, if it does not begin a page."""


@dataclass(frozen=True, slots=True)
class ItemPlace:
    """Where an item stands: galley and item by position, page and column counted from 0, and its top."""

    galley: int
    item: int
    page: int
    column: int
    top: float


@dataclass(frozen=True, slots=True)
class MadeUp:
    """The places of all items, in reading order, and the number of pages."""

    places: tuple[ItemPlace, ...]
    page_count: int


def make_up(galleys: Sequence[Galley], page_height: float) -> MadeUp:
    """Return the place of each item of each galley, on pages with a text area of `page_height`.

    An item that is taller than a page cannot be placed and raises `TypesettingError`. It must be broken into several
    items beforehand.
    """
    if any(item.height > page_height + _TOLERANCE for galley in galleys for item in galley.items):
        raise TypesettingError(_("A piece is taller than a page."))
    return _MakeUp(galleys, page_height).run()


class _MakeUp:
    def __init__(self, galleys: Sequence[Galley], page_height: float) -> None:
        self._galleys = galleys
        self._height = page_height
        self._page = 0
        self._top = 0.0
        """Where the next galley may begin."""
        self._places: list[ItemPlace] = []

    def run(self) -> MadeUp:
        for number, galley in enumerate(self._galleys):
            if galley.items:
                self._begin(number, galley)
                self._set(number, galley)
        return MadeUp(tuple(self._places), self._page + 1 if self._places else 0)

    def _begin(self, number: int, galley: Galley) -> None:
        """Go to where a galley begins: below the previous one, or at the top of a new page."""
        if not self._places:
            return
        start = self._top + galley.space_before
        if galley.new_page or start + self._least_height(number) > self._height + _TOLERANCE:
            self._page += 1
            start = 0
        self._top = start

    def _least_height(self, number: int) -> float:
        """Return the height that must be free below the cursor for a galley to begin there.

        It must fit the galley's first chunk and what is kept with it.
        """
        galley = self._galleys[number]
        chunks = _chunks(galley.items, self._height)
        needed = sum(galley.items[i].height for i in chunks[0])
        if galley.keep_with_next and sum(map(len, _fill(galley.items, chunks, galley.columns, self._height))) == len(
            chunks
        ):
            needed = _shortest(galley.items, chunks, galley.columns, self._height)
            follower = next((n for n in range(number + 1, len(self._galleys)) if self._galleys[n].items), None)
            if follower is not None and not self._galleys[follower].new_page:
                needed += self._galleys[follower].space_before + self._least_height(follower)
        return min(needed, self._height)

    def _set(self, number: int, galley: Galley) -> None:
        """Fill columns page by page, and balance those of the last page."""
        chunks = _chunks(galley.items, self._height)
        while chunks:
            room = self._height - self._top
            rows = _fill(galley.items, chunks, galley.columns, room)
            taken = sum(map(len, rows))
            if taken == len(chunks):
                height = _shortest(galley.items, chunks, galley.columns, room)
                rows = _fill(galley.items, chunks, galley.columns, height)
                self._place(number, galley, rows)
                self._top += max(sum(galley.items[i].height for chunk in row for i in chunk) for row in rows)
                return
            self._place(number, galley, rows)
            chunks = chunks[taken:]
            self._page += 1
            self._top = 0

    def _place(self, number: int, galley: Galley, rows: list[list[tuple[int, ...]]]) -> None:
        for column, row in enumerate(rows):
            top = self._top
            for chunk in row:
                for i in chunk:
                    self._places.append(ItemPlace(number, i, self._page, column, top))
                    top += galley.items[i].height


def _chunks(items: Sequence[Item], tallest: float) -> list[tuple[int, ...]]:
    """Return the items, by position, in groups that must not be split across columns.

    No group is taller than a column can be.
    """
    chunks: list[list[int]] = [[]]
    used = 0.0
    for position, item in enumerate(items):
        if chunks[-1] and used + item.height > tallest:
            chunks.append([])
        used = item.height + (used if chunks[-1] else 0)
        chunks[-1].append(position)
        if not item.keep_with_next:
            chunks.append([])
    return [tuple(chunk) for chunk in chunks if chunk]


def _fill(
    items: Sequence[Item], chunks: Sequence[tuple[int, ...]], columns: int, height: float
) -> list[list[tuple[int, ...]]]:
    """Return the chunks of each column, filled one after the other up to `height`. What does not fit is left out."""
    rows: list[list[tuple[int, ...]]] = [[] for _column in range(columns)]
    column, used = 0, 0.0
    for chunk in chunks:
        tall = sum(items[i].height for i in chunk)
        while used + tall > height + _TOLERANCE:
            column, used = column + 1, 0.0
            if column == columns:
                return rows
            if tall > height + _TOLERANCE:
                return rows
        rows[column].append(chunk)
        used += tall
    return rows


def _shortest(items: Sequence[Item], chunks: Sequence[tuple[int, ...]], columns: int, room: float) -> float:
    """Return the least height at which the columns hold all chunks, or `room` if no smaller one does."""
    low, high = 0.0, room
    for _step in range(_STEPS):
        middle = (low + high) / 2
        if sum(map(len, _fill(items, chunks, columns, middle))) == len(chunks):
            high = middle
        else:
            low = middle
    return high
