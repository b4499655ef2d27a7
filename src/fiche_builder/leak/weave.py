"""The words of one public fiche, piece after piece as on a page: no evidence, though no single cell holds them so.

A colleague's remark often quotes a page: "12 Le Relais (LR), phone 02 555 …". Its words run from one public cell into
the next, in an order that no row of the workbook has.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache

from fiche_builder.leak.normalise import words

_LONGEST = 8
"""How many words of a run are compared with the edge of a piece."""
_SHORT_NUMBER = 4
"""The most digits of a number that says nothing by itself: a N°, a year, part of a date."""
_PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{[^{}]*\}")
Run = tuple[str, ...]


class Weave:
    """The pieces of all public rows, and the program's own."""

    def __init__(self, rows: Iterable[Sequence[str]], static: Iterable[str]) -> None:
        """Take the cells of each public row, and the texts that may occur on any page."""
        self._own = {piece for text in static for part in _PLACEHOLDER.split(text) if (piece := words(part))}
        self._rows = [[piece for cell in row if (piece := words(cell))] for row in rows]
        self._places: defaultdict[str, set[int]] = defaultdict(set)
        for number, pieces in enumerate(self._rows):
            for piece in pieces:
                for word in piece:
                    self._places[word].add(number)
        self._own_edges = {piece[:length] for piece in self._own for length in range(1, _LONGEST)}
        self._own_ends = {piece[-length:] for piece in self._own for length in range(1, _LONGEST)}
        self._own_words = {word for piece in self._own for word in piece}
        self.holds = lru_cache(maxsize=10_000)(self._holds)

    def _holds(self, run: Run) -> bool:
        """Tell whether a run is the end of one piece, then whole pieces, then the beginning of one.

        All of them belong to one row, or to the program.
        """
        telling = [word for word in run if not word.isdigit() and word not in self._own_words]
        places = set.intersection(*(self._places.get(word, set()) for word in telling)) if telling else set[int]()
        if not telling:
            shared = [self._places[word] for word in run if word in self._places and not word.isdigit()]
            places = set.intersection(*shared) if shared else set()
        return self._is_woven(run, []) or any(self._is_woven(run, self._rows[place]) for place in places)

    def _is_woven(self, run: Run, pieces: Sequence[Run]) -> bool:
        reached = {0}
        for start in range(len(run)):
            if start in reached:
                reached.update(end for end in range(start + 1, len(run) + 1) if self._fits(run, start, end, pieces))
        return len(run) in reached

    def _fits(self, run: Run, start: int, end: int, pieces: Sequence[Run]) -> bool:
        part = run[start:end]
        if len(part) == 1 and part[0].isdigit() and len(part[0]) <= _SHORT_NUMBER:
            return True
        if start == 0 and (part in self._own_ends or any(piece[-len(part) :] == part for piece in pieces)):
            return True
        if end == len(run) and (part in self._own_edges or any(piece[: len(part)] == part for piece in pieces)):
            return True
        return part in self._own or part in pieces
