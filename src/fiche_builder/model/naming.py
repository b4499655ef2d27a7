"""Finding fiches by what people call them: their names, acronyms and other names."""

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache
from heapq import nlargest

from rapidfuzz import fuzz, process

from fiche_builder.common.text import SMALL_WORDS, fold

_WORD = re.compile(r"[^\W_]+")
_BRACKETS = re.compile(r"\(([^()]*)\)")
_SMALL_WORDS = SMALL_WORDS | {"der", "op", "pour", "sur", "the", "asbl", "vzw"}
_SAME_WORD = 80
"""From this likeness on (0 to 100, Indel), two words count as one word with a typing mistake."""
_ONLY_WORD = 65
"""The same limit where all the other words of two names match."""
_SAME_NAME = 85
_LIKE = 0.65
"""How much of two names must match, from 0 to 1, before one is proposed for the other."""
_CLOSE = 0.08
"""Names whose likeness is this close to the best one count as equally good."""
_RAREST = 4
LONGEST_NAME = 300
"""Signs of a text that may be a name. What is longer is none, and comparing it would take minutes."""
_LOOKED_AT = 40
"""How many of the names that share words with a text are compared with it."""


class FicheNames:
    """The fiches that have a N°, by each of their names."""

    def __init__(self, names: Iterable[tuple[int, str]]) -> None:
        self._numbers: defaultdict[str, dict[int, None]] = defaultdict(dict)
        for number, name in names:
            for spelling in _spellings(name):
                self._numbers[_key(spelling)].setdefault(number)
        self._numbers.pop("", None)
        self._by_word: defaultdict[str, list[str]] = defaultdict(list)
        for key in self._numbers:
            for word in _telling(key):
                self._by_word[word].append(key)

    def exactly(self, text: str) -> tuple[int, ...]:
        """Return the fiches with exactly this name. Case, accents and punctuation do not count."""
        return tuple(self._numbers.get(_key(text), ()))

    def nearly(self, text: str) -> tuple[int, ...]:
        """Return the N° of the fiches whose names are most like a text; an empty tuple when no name is like it."""
        likeness = self._likenesses(text)
        best = max(likeness.values(), default=0.0)
        near = (key for key, value in likeness.items() if value >= best - _CLOSE)
        return tuple(sorted({number for key in near for number in self._numbers[key]}))

    def likeness(self, text: str) -> float:
        """Return the likeness of the closest name, from 0 (no name is like the text) to 1."""
        return max(self._likenesses(text).values(), default=0.0)

    def bears(self, number: int, text: str) -> bool:
        """Tell whether a fiche has this name, or one much like it."""
        return number in self.exactly(text) or number in self.nearly(text)

    def _likenesses(self, text: str) -> dict[str, float]:
        """Return the names that are like a text, each with its likeness."""
        if len(text) > LONGEST_NAME:
            return {}
        return {key: value for key in self._candidates(text) if (value := self._likeness(text, key)) >= _LIKE}

    def _candidates(self, text: str) -> list[str]:
        """Return the names to compare with a text.

        They share its most telling words. If no name does, they are spelled nearly like the whole text.
        """
        known = {near for word in _telling(_key(text)) for near in self._known(word)}
        shared: defaultdict[str, float] = defaultdict(float)
        for word in sorted(known, key=lambda word: (self._weight(word), word))[-_RAREST:]:
            weight = self._weight(word)
            for key in self._by_word[word]:
                shared[key] += weight
        if shared:
            return nlargest(_LOOKED_AT, shared, key=shared.__getitem__)
        return [
            key
            for key, *_ in process.extract(_key(text), list(self._numbers), scorer=fuzz.ratio, score_cutoff=_SAME_NAME)
        ]

    def _known(self, word: str) -> list[str]:
        """Return the words in names that a word may stand for: itself, or words of which it may be a misspelling."""
        if word in self._by_word or not word.isalpha():
            return [word] if word in self._by_word else []
        near = process.extract(word, list(self._by_word), scorer=fuzz.ratio, score_cutoff=_SAME_WORD, limit=3)
        return [found for found, _score, _index in near]

    def _likeness(self, text: str, key: str) -> float:
        """Return how much of two names matches, from 0 to 1.

        A word counts for less the more names contain it.
        """
        if len(key) > LONGEST_NAME:
            return 0.0
        mine, theirs = _telling(_key(text)), _telling(key)
        if fuzz.ratio(_key(text), key) >= _SAME_NAME and len(mine) != len(theirs):
            return 1.0
        pairs = {word: word for word in mine if word in theirs}
        left = [word for word in mine if word not in pairs]
        pairs |= {word: other for word in left for other in theirs if other not in pairs and _is_same(word, other)}
        left, right = (
            [word for word in words if word not in paired]
            for words, paired in ((mine, pairs), (theirs, pairs.values()))
        )
        if len(left) == len(right) == 1 and _is_same(left[0], right[0], _ONLY_WORD):
            pairs[left[0]] = right[0]
        same = sum(map(self._weight, set(pairs.values())))
        total = sum(self._weight(pairs.get(word, word)) for word in mine) + sum(map(self._weight, theirs))
        return 2 * same / total if total else 0.0

    def _weight(self, word: str) -> float:
        return 1 + math.log(len(self._numbers) / max(1, len(self._by_word.get(word, ()))))


def _is_same(first: str, second: str, likeness: int = _SAME_WORD) -> bool:
    return first == second or (first.isalpha() and second.isalpha() and fuzz.ratio(first, second) >= likeness)


def _spellings(name: str) -> Iterator[str]:
    """Yield a name, and if it has brackets, also the name without them and what they hold."""
    yield name
    if (bare := _BRACKETS.sub(" ", name)) != name:
        yield bare
        yield from _BRACKETS.findall(name)


@lru_cache(maxsize=100_000)
def _key(name: str) -> str:
    return " ".join(_WORD.findall(fold(name)))


@lru_cache(maxsize=100_000)
def _telling(key: str) -> tuple[str, ...]:
    """Return the words that distinguish a name, each once."""
    words = tuple(dict.fromkeys(key.split()))
    return tuple(word for word in words if word not in _SMALL_WORDS) or words
