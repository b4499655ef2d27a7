"""What only arises where public texts stand side by side: no leak, though no public cell holds it.

"57" and "2 Grande rue" make "72 Grande rue", `mailto:` and `mpeeters@…` make "Tom Peeters". A match is explained if
whole public values stand there one behind the other, and one of them sticks out of the internal value: a value that got
out stands by itself, and nothing sticks out of it. Between the public values may stand the program's own words, and
numbers too short to tell anything; at least half of a match must be public, if it ends where words end.

Where nothing sticks out, the internal value itself must consist of whole public values of one row: "Le Relais (LR)". Or
it consists of a public value, and of the program's words and numbers on other lines or in other elements; or it is
parted where it has no end of a word, as "Accueil" and "1060" in accueil1060@…
"""

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from fiche_builder.leak.normalise import PHONE_KEY, compact, gaps, own_phone_keys, phone_runs, spell, words
from fiche_builder.leak.occurrences import Occurrences

_PARTS = re.compile(r"[;\n()\[\]]")
_ADDRESSES = re.compile(r"[\s;,]+")
_PARTING = re.compile(r"[\n\f<>\"]")
"""Another line, another element, another string."""
_ADDRESS = re.compile(r"@|www\.|://|\.\w{2,}/")
_SHORT_NUMBER = 4
"""The most digits of a number that says nothing by itself: a N°, a page, a year, part of a date."""
_COUNTRY = (
    r"1|7|20|27|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58]|"
    r"2[1-6]\d|29\d|3[578]\d|42\d|5[09]\d|6[7-9]\d|8[058]\d|9[679]\d"
)
_BEFORE = re.compile(rf"(?:0|(?:00)?(?:{_COUNTRY})0?)?")
"""What may stand before a number, in the form of its country or of others."""
_LONGEST_BEFORE = 8
_SHORTEST_CUT, _LONGEST_CUT = 8, 30
"""The fewest letters, and the most words, of a public value that the program cut."""
_FEW = 3
"""The most digits that a number has before its key, apart from `_BEFORE`."""


@dataclass(frozen=True)
class Shown:
    """A published text as it is searched: its words, and their letters without anything in between."""

    text: str

    @cached_property
    def words(self) -> tuple[str, ...]:
        """Its words, without case and accents."""
        return tuple(self.spaced.split())

    @cached_property
    def gaps(self) -> tuple[str, ...]:
        """What stands before each word."""
        return gaps(self.text)

    @cached_property
    def letters(self) -> str:
        """The letters and digits of all words."""
        return self.spaced.replace(" ", "")

    @cached_property
    def spaced(self) -> str:
        """All words, with a blank around each."""
        return spell(self.text)

    @cached_property
    def starts(self) -> list[int]:
        """Where each word begins in the letters, and where the last one ends."""
        starts = [0]
        for word in self.words:
            starts.append(starts[-1] + len(word))
        return starts

    def letter_before(self, place: int) -> int:
        """Return how many letters stand before a place of `spaced` that is behind a blank."""
        return self.starts[bisect_left(range(len(self.starts)), place - 1, key=lambda word: self.starts[word] + word)]

    def is_edge(self, place: int) -> bool:
        """Tell whether a word begins or ends there."""
        found = bisect_left(self.starts, place)
        return found < len(self.starts) and self.starts[found] == place

    def gap(self, place: int) -> str:
        """Return what stands before the word that begins there."""
        return self.gaps[bisect_left(self.starts, place)]

    def line(self, place: int) -> int:
        """Return the line of the text on which the word stands that begins there, or that goes on there."""
        return "".join(self.gaps[: bisect_right(self.starts, place)]).count("\n") + 1

    def is_apart(self, tile: "PublicTile", start: int, end: int) -> bool:
        """Tell whether more than blanks part a tile from the rest of a match."""
        return all(_PARTING.search(self.gap(place)) for place in (tile.start, tile.end) if start < place < end)


@dataclass(frozen=True, slots=True)
class PublicTile:
    """A whole value in a published text, from letter to letter. `rows` hold it; none if it is the program's."""

    start: int
    end: int
    rows: Collection[int] = frozenset()


class Neighbours:
    """Knows all public values, and the program's own words."""

    def __init__(self, rows: Iterable[Sequence[str]], own: Collection[str]) -> None:
        self._own = own
        self._pieces: defaultdict[str, set[int]] = defaultdict(set)
        self._joins: dict[str, tuple[tuple[int, str], ...]] = {}
        """The @ and / of public addresses, without which the same letters are none."""
        self._befores: defaultdict[str, set[str]] = defaultdict(set)
        """What is written before the key of each public phone."""
        for number, row in enumerate(rows):
            for cell in row:
                for part in _parts(cell):
                    self._pieces[compact(part)].add(number)
                    if _ADDRESS.search(part):
                        self._joins[compact(part)] = tuple(_signs(part))
                runs = phone_runs(cell)
                for key in own_phone_keys(cell):
                    self._befores[key] |= {run[: run.find(key)] for run in runs if key in run} or {""}
        self._pieces.pop("", None)
        self._longest = max(map(len, self._pieces), default=0)

    def explain(self, shown: Shown, start: int, end: int, seams: Mapping[int, bool]) -> bool:
        """Tell whether the letters from `start` to `end` are whole public values side by side.

        `seams` are the ends of the internal value's words, and whether it may be parted there if nothing sticks out.
        It may also be parted inside its words.
        """
        tiles = sorted(self._tiles(shown, start, end), key=lambda tile: tile.start)
        is_whole = shown.is_edge(start) and shown.is_edge(end)
        needed = (end - start + 1) // 2 if is_whole else 0
        return self._sticks_out(tiles, start, end, needed) or self._consists(shown, tiles, start, end, seams)

    def explain_digits(self, run: str, groups: Sequence[int], start: int) -> bool:
        """Tell whether the key that begins at `start` of a run of digits runs into a whole public phone.

        `groups` are the places where its groups of digits begin, and its length.
        """
        for place in range(len(run) - PHONE_KEY + 1):
            end = place + PHONE_KEY
            if end in groups and run[place:end] in self._befores:
                first = groups[bisect_right(groups, place) - 1]
                first = first if self._is_before(run[first:place], run[place:end]) else place
                if first < start + PHONE_KEY and start < end:
                    return True
        return False

    def _sticks_out(self, tiles: Sequence[PublicTile], start: int, end: int, needed: int) -> bool:
        """Tell whether tiles cover a match, one of them sticks out, and so many letters are public as are needed."""
        reached: defaultdict[int, dict[bool, int]] = defaultdict(dict)
        for tile in tiles:
            is_out = tile.start < start or tile.end > end
            public = min(tile.end, end) - max(tile.start, start) if tile.rows else 0
            for was_out, before in ({False: 0} if tile.start <= start else reached[tile.start]).items():
                if tile.end < end:
                    states = reached[tile.end]
                    states[was_out or is_out] = max(before + public, states.get(was_out or is_out, 0))
                elif (was_out or is_out) and before + public >= needed:
                    return True
        return False

    def _consists(
        self, shown: Shown, tiles: Sequence[PublicTile], start: int, end: int, seams: Mapping[int, bool]
    ) -> bool:
        """Tell whether whole public values of one row cover exactly the match, or one and what stands apart from it."""
        reached: defaultdict[int, set[tuple[bool, frozenset[int] | None]]] = defaultdict(set)
        reached[start].add((False, None))
        for tile in tiles:
            if tile.start < start or tile.end > end or not (tile.rows or shown.is_apart(tile, start, end)):
                continue
            for is_split, rows in set(reached[tile.start]):
                shared = rows if not tile.rows else frozenset(tile.rows) if rows is None else rows & set(tile.rows)
                if tile.end == end and tile.start > start and (shared or (is_split and shared is not None)):
                    return True
                if seams.get(tile.end, True):
                    reached[tile.end].add((is_split or tile.end not in seams, shared))
        return False

    def _tiles(self, shown: Shown, start: int, end: int) -> Iterator[PublicTile]:
        """Yield what may explain a match, or part of it."""
        first = max(0, start - self._longest)
        text = shown.letters[first : end + self._longest]
        for piece, over in self._occurrences.find(text):
            tile = PublicTile(first + over - len(piece), first + over, self._pieces[piece])
            is_whole = tile.start < end and tile.end > start and shown.is_edge(tile.start) and shown.is_edge(tile.end)
            if is_whole and all(sign in shown.gap(tile.start + at) for at, sign in self._joins.get(piece, ())):
                yield tile
        yield from self._phones(shown, start, end)
        yield from self._cut(shown, start, end)
        for number in range(bisect_right(shown.starts, start) - 1, bisect_left(shown.starts, end)):
            word = shown.words[number]
            if word in self._own or (word.isdigit() and len(word) <= _SHORT_NUMBER):
                yield PublicTile(shown.starts[number], shown.starts[number + 1])

    def _phones(self, shown: Shown, start: int, end: int) -> Iterator[PublicTile]:
        """Yield the public phones around a match, in whatever form they are printed."""
        for place in range(max(0, start - PHONE_KEY), min(end + _LONGEST_BEFORE, len(shown.letters) - PHONE_KEY + 1)):
            key = shown.letters[place : place + PHONE_KEY]
            if key in self._befores and shown.is_edge(place + PHONE_KEY):
                for begin in range(max(0, place - _LONGEST_BEFORE), place + 1):
                    if shown.is_edge(begin) and self._is_before(shown.letters[begin:place], key):
                        yield PublicTile(begin, place + PHONE_KEY, {-1})

    def _cut(self, shown: Shown, start: int, end: int) -> Iterator[PublicTile]:
        """Yield the beginnings of public values that the program cut (www.relais.example/pages…)."""
        first = bisect_right(shown.starts, start)
        last = min(bisect_left(shown.starts, end + self._longest), len(shown.words))
        for cut in (number for number in range(first, last + 1) if "..." in shown.gaps[number]):
            for number in range(max(0, cut - _LONGEST_CUT), cut):
                begin, over = shown.starts[number], shown.starts[cut]
                text = shown.letters[begin:over]
                if begin < end and over - begin >= _SHORTEST_CUT:
                    place = bisect_left(self._sorted, text)
                    if self._sorted[place : place + 1] and self._sorted[place].startswith(text):
                        yield PublicTile(begin, over, self._pieces[self._sorted[place]])

    def _is_before(self, text: str, key: str) -> bool:
        """Tell whether a text may stand before the key of a public phone."""
        return any(
            _BEFORE.fullmatch(text[: len(text) - count]) and before.endswith(text[len(text) - count :])
            for before in self._befores[key]
            for count in range(min(len(text), len(before), _FEW) + 1)
        )

    @cached_property
    def _sorted(self) -> list[str]:
        return sorted(self._pieces)

    @cached_property
    def _occurrences(self) -> Occurrences:
        return Occurrences(self._pieces)


def _parts(cell: str) -> Iterator[str]:
    """Yield a public cell, and the values in it that are printed one by one."""
    yield cell
    yield from _PARTS.split(cell)
    if "@" in cell or "." in cell:
        yield from _ADDRESSES.split(cell)


def _signs(address: str) -> Iterator[tuple[int, str]]:
    """Yield each @ and / inside a cell of addresses, and how many letters stand before it."""
    before = 0
    for word, gap in zip(words(address), gaps(address)[1:-1], strict=False):
        before += len(word)
        yield from ((before, sign) for sign in "@/" if sign in gap)
