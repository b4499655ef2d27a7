"""Searching published text for all internal values at once, in one pass of an Aho-Corasick automaton.

A short value is searched for whole. A long one is searched for by each run of a few words, so that a note is still
found when it is cut in two or quoted in part. Each rare word is searched for, too: everything in a public file comes
from the legitimate texts, so a word that is in none of them comes from elsewhere. A pattern that also occurs in the
legitimate texts is no evidence, and is dropped.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum, auto
from functools import cached_property
from itertools import accumulate, chain
from typing import Any

from fiche_builder.leak.decoding import MachineText
from fiche_builder.leak.evidence import Evidence, Secret
from fiche_builder.leak.neighbours import Neighbours, Shown
from fiche_builder.leak.normalise import (
    PHONE_KEY,
    compact,
    own_phone_keys,
    phone_keys,
    published_phones,
    spaced,
    typed,
    words,
)
from fiche_builder.leak.occurrences import Occurrences
from fiche_builder.leak.short import ShortValues
from fiche_builder.leak.weave import Run, Weave

_WHOLE_WORDS = 5
"""A value of at most this many words is searched for whole."""
_RUN = 4
"""A longer value is searched for by each run of this many words, as words."""
_LONG_RUN = 7
"""It is also searched for by each run of this many words, whatever stands between the letters."""
_DISTINCT = 8
"""From this many letters on, a run is searched for anywhere.

A shorter one is searched for as whole words only. A rare word also has at least this many letters.
"""
_DISTINCT_WORD = 10
"""The letters that a single word needs: the end of one word and the beginning of the next could look like it."""
_SHORTEST = 4
"""A single word that is shorter, such as initials, may occur by chance."""
_BEGINNING = 6
"""The letters from which on the beginning of a rare word tells it."""
_COUNTED = re.compile(r"([^\W\d_]+)\W{0,2}%\(\w+\)d|%\(\w+\)d\W{0,2}([^\W\d_]+)")
"""A word that the program prints beside a number: "fiche %(number)d", "%(count)d pages"."""
_SHORT_NUMBER = 4
"""The most digits of a number that says nothing beside such a word."""
_BLANKS = re.compile(r"\s+")


class InternalValue:
    """An internal value, parted into words."""

    def __init__(self, secret: Secret, spelled: Run) -> None:
        self.secret, self.words = secret, spelled
        self.letters = "".join(spelled)

    @cached_property
    def starts(self) -> list[int]:
        """Where each of its words begins in its letters, and where the last one ends."""
        return [0, *accumulate(map(len, self.words))]

    @cached_property
    def seams(self) -> Mapping[int, bool]:
        """The ends of its words, and whether a blank parts it there; names are never parted."""
        parts = [] if self.secret.is_name else [compact(part) for part in _BLANKS.split(self.secret.text)]
        return dict.fromkeys(self.starts, False) | dict.fromkeys(accumulate(map(len, parts)), True)


@dataclass(frozen=True, slots=True)
class InternalRun:
    """An internal value in which a run of words is searched for, and where the run begins and ends."""

    value: InternalValue
    first: int
    last: int


class LeakKind(Enum):
    """What of an internal value was found."""

    WHOLE = auto()
    PART = auto()
    NAME = auto()
    PHONE = auto()
    SHORT = auto()
    """Initials, or a number without its area code."""


@dataclass(frozen=True, slots=True)
class FoundValue:
    """An internal value in a text, and the line on which it begins."""

    secret: Secret
    kind: LeakKind
    line: int


class Searcher:
    """Knows all internal values of a workbook."""

    def __init__(self, evidence: Evidence, static: Iterable[str]) -> None:
        """Prepare the search. `static` are the program's own texts, which occur in every edition."""
        own = list(static)
        # Each legitimate cell is kept apart: what only occurs across two of them is legitimate nowhere. But a run of
        # words may go over from a cell into the next.
        cells = dict.fromkeys(chain(own, *evidence.rows))
        legitimate = [words(text) for text in cells]
        self._vocabulary = set(chain.from_iterable(legitimate))
        self._counted = {word for text in own for pair in _COUNTED.findall(text) for word in words(" ".join(pair))}
        self._beginnings = {word[:end] for word in self._vocabulary for end in range(_BEGINNING, len(word) + 1)}
        self._short = ShortValues()
        self._phones: dict[str, Secret] = {}
        self._patterns: defaultdict[str, list[InternalRun]] = defaultdict(list)
        self._word_runs: defaultdict[str, list[InternalRun]] = defaultdict(list)
        # Of values that say the same, the first stands for all.
        different: dict[tuple[str, bool, bool], Secret] = {}
        for secret in evidence.secrets:
            different.setdefault((secret.text, secret.is_name, secret.is_remark), secret)
        for secret in different.values():
            self._add(secret)
        self._own = own
        self._rows = self._neighbouring = evidence.rows
        public_keys = {key for text in cells for key in phone_keys(text)}
        for key in public_keys:
            self._phones.pop(key, None)
        self._short.drop(self._vocabulary, public_keys, cells)
        self._word_occurrences = _drop(self._word_runs, map(spaced, map(words, [*evidence.legitimate, *own])))
        self._occurrences = _drop(self._patterns, map("".join, legitimate))

    def search(self, text: str) -> dict[str, FoundValue]:
        """Return the internal values in a text, by their place in the workbook."""
        shown = Shown(text)
        found: dict[str, FoundValue] = {}
        for start, end, known in self._matches(shown):
            value = known[0].value
            place = value.secret.place
            if place not in found and not all(self._is_explained(shown, start, end, one) for one in known):
                is_whole = known[0].last - known[0].first == len(value.words)
                kind = LeakKind.WHOLE if is_whole else LeakKind.NAME if value.secret.is_name else LeakKind.PART
                found[place] = FoundValue(value.secret, kind, shown.line(start))
        plain = typed(text)
        for run, groups, start, at in published_phones(plain, self._phones):
            secret = self._phones[run[start : start + PHONE_KEY]]
            if secret.place not in found and not self._neighbours.explain_digits(run, groups, start):
                found[secret.place] = FoundValue(secret, LeakKind.PHONE, plain.count("\n", 0, at) + 1)
        if not isinstance(text, MachineText):
            for secret, at in self._short.find(plain):
                found.setdefault(secret.place, FoundValue(secret, LeakKind.SHORT, plain.count("\n", 0, at) + 1))
        return found

    def search_alone(self, text: str) -> bool:
        """Tell whether an internal value is in a text, wherever it may stand."""
        return any(self._matches(Shown(text))) or any(published_phones(typed(text), self._phones))

    def __getstate__(self) -> dict[str, Any]:
        """Leave out what is made of the rest when it is first needed: it would be longer than the rest."""
        return {name: value for name, value in vars(self).items() if name not in {"_neighbours", "_weave"}}

    def learn(self, texts: Iterable[str]) -> None:
        """Know further public values that may stand side by side."""
        self._neighbouring = (*self._neighbouring, *((text,) for text in texts))
        self.__dict__.pop("_neighbours", None)

    @cached_property
    def _neighbours(self) -> Neighbours:
        own_words = {word for text in self._own for word in words(text) if not word.isdigit()}
        return Neighbours(self._neighbouring, own_words)

    @cached_property
    def _weave(self) -> Weave:
        return Weave(self._rows, self._own)

    def _matches(self, shown: Shown) -> Iterator[tuple[int, int, list[InternalRun]]]:
        """Yield each match: where it begins and ends in the letters, and the internal values that hold it."""
        for pattern, end in self._occurrences.find(shown.letters):
            yield end - len(pattern), end, self._patterns[pattern]
        for run, end in self._word_occurrences.find(shown.spaced):
            last = shown.letter_before(end)
            yield last - len(run) + run.count(" "), last, self._word_runs[run]

    def _is_explained(self, shown: Shown, start: int, end: int, known: InternalRun) -> bool:
        """Tell whether a match is no leak of that value: a remark that quotes, or public values side by side.

        As much of the value as stands there belongs to the match.
        """
        value = known.value
        if value.secret.is_remark and self._weave.holds(value.words[known.first : known.last]):
            return True
        at = value.starts[known.first]
        until = at + end - start
        while start and at and shown.letters[start - 1] == value.letters[at - 1]:
            start, at = start - 1, at - 1
        while end < len(shown.letters) and shown.letters[end : end + 1] == value.letters[until : until + 1]:
            end, until = end + 1, until + 1
        seams = {start + place - at: may_part for place, may_part in value.seams.items()}
        return self._neighbours.explain(shown, start, end, seams)

    def _add(self, secret: Secret) -> None:
        """Add one value: its phones, its rare words, and itself if it is short, or its runs of words if it is long."""
        keys = own_phone_keys(secret.text)
        for key in keys:
            self._phones.setdefault(key, secret)
        self._short.add_phones(keys, secret)
        if secret.is_name:
            self._short.add_name(secret)
        spelled = words(secret.text)
        value = InternalValue(secret, spelled)
        for number, word in enumerate(spelled):
            if word not in self._vocabulary and len(word) >= (_SHORTEST if secret.is_name else _DISTINCT):
                self._add_run(value, number, 1)
                self._add_beginnings(value, number)
        if len(spelled) <= _WHOLE_WORDS:
            self._add_run(value, 0, len(spelled))
        else:
            self._add_note(value)

    def _add_beginnings(self, value: InternalValue, number: int) -> None:
        """Add the beginnings of a rare word, as an index for typing would have them, unless public words begin so."""
        word = value.words[number]
        for end in range(_BEGINNING, len(word)):
            if word[:end] not in self._beginnings:
                self._word_runs[spaced([word[:end]])].append(InternalRun(value, number, number + 1))

    def _add_note(self, value: InternalValue) -> None:
        """Add a longer text by its runs of words, and by each address in it."""
        spelled = value.words
        for first, run in enumerate(_runs(spelled, _RUN)):
            if sum(len(word) for word in run if len(word) >= _SHORTEST) >= _DISTINCT:
                self._word_runs[spaced(run)].append(InternalRun(value, first, first + len(run)))
        for first, run in enumerate(_runs(spelled, _LONG_RUN)):
            # Without the blanks, a run that begins or ends with a small word could match inside another word: "[mobi]le
            # centre …".
            if min(len(run[0]), len(run[-1])) >= _SHORTEST:
                self._add_run(value, first, len(run))
        for part in value.secret.text.split():
            if "@" in part or "://" in part:
                address = InternalValue(value.secret, words(part))
                self._add_run(address, 0, len(address.words))

    def _add_run(self, value: InternalValue, first: int, count: int) -> None:
        """Add a run of words: by its letters alone if there are enough of them, otherwise as words.

        Digits alone are no evidence, nor is a short number beside a word that the program prints there: "fiche 12".
        """
        run = value.words[first : first + count]
        pattern = "".join(run)
        if pattern.isdigit() or len(pattern) < _SHORTEST or self._is_count(run):
            return
        if len(pattern) >= (_DISTINCT_WORD if count == 1 else _DISTINCT):
            self._patterns[pattern].append(InternalRun(value, first, first + count))
        elif count > 1 or run[0] not in self._vocabulary:
            self._word_runs[spaced(run)].append(InternalRun(value, first, first + count))

    def _is_count(self, run: Run) -> bool:
        numbers = {word for word in run if word.isdigit() and len(word) <= _SHORT_NUMBER}
        return bool(numbers) and all(word in numbers or word in self._counted for word in run)


def _runs(spelled: Run, length: int) -> list[Run]:
    """Return each run of this many words, or all words if there are fewer."""
    return [spelled[start : start + length] for start in range(max(1, len(spelled) - length + 1))]


def _drop(patterns: dict[str, list[InternalRun]], legitimate: Iterable[str]) -> Occurrences:
    """Drop the patterns that occur in a legitimate text; return what finds the others."""
    occurrences = Occurrences(patterns)
    for pattern in {pattern for text in legitimate for pattern, _end in occurrences.find(text)}:
        del patterns[pattern]
    return Occurrences(patterns)
