"""Searching published text for all internal values at once, in one pass of an Aho-Corasick automaton.

A value is searched for whole where it is short, and by each run of a few words where it is long, so that a note cut in
two, or quoted in part, is still found. So is each rare word: all that a public file says comes from the legitimate
texts, so a word that none of them has comes from elsewhere. A pattern that the legitimate texts hold as well is no
evidence and is dropped.
"""

from collections.abc import Iterable, Iterator
from typing import Any, TypeVar

import ahocorasick

from fiche_builder.leak.evidence import Evidence, Secret
from fiche_builder.leak.normalise import compact, own_phone_keys, phone_keys, published_phone_keys, words
from fiche_builder.leak.weave import Run, Weave

_WHOLE_WORDS = 5
"""A value of so many words or fewer is searched for whole."""
_RUN = 4
"""A longer one by each run of so many words, as words."""
_LONG_RUN = 7
"""And by each run of so many, whatever stands between their letters."""
_DISTINCT = 8
"""From so many letters on a run is searched for anywhere; a shorter one only as whole words. A rare word has so
many, too."""
_DISTINCT_WORD = 10
"""A single word needs so many: it could be an end of one word and the beginning of the next."""
_SHORTEST = 4
"""A single word shorter than this, such as initials, cannot be told from chance."""
K = TypeVar("K", str, Run)


class Searcher:
    """Knows all internal values of a workbook."""

    def __init__(self, evidence: Evidence, static: Iterable[str]) -> None:
        """Prepare the search; `static` are the texts of the program itself, which stand in every edition."""
        own = list(static)
        legitimate = [*evidence.legitimate, *own]
        self._vocabulary = {word for text in legitimate for word in words(text)}
        self._word_runs: dict[Run, str] = {}
        self._phones: dict[str, str] = {}
        patterns: dict[str, str] = {}
        self._quotable: dict[str | Run, Run] = {}
        """Runs, by what they are searched for, that only remarks hold."""
        for secret in sorted(evidence.secrets, key=lambda secret: secret.is_remark):
            self._add(secret, patterns)
        self._weave = Weave(evidence.rows, own)
        for key in {key for text in legitimate for key in phone_keys(text)}:
            self._phones.pop(key, None)
        for run in self._runs_in(legitimate):
            self._word_runs.pop(run, None)
        self._automaton = _automaton(patterns)
        # Each legitimate text by itself: what only stands in two of them together is legitimate nowhere.
        for pattern in {pattern for text in legitimate for pattern, _place in self._patterns_in(compact(text))}:
            del patterns[pattern]
        self._automaton = _automaton(patterns)
        self._run_lengths = {len(run) for run in self._word_runs}

    def search(self, text: str) -> set[str]:
        """Return the places of the internal values that a text holds."""
        found = {place for pattern, place in self._patterns_in(compact(text)) if not self._is_quoted(pattern)}
        found |= {place for key in published_phone_keys(text) if (place := self._phones.get(key))}
        spelled = words(text)
        for length in self._run_lengths:
            for start in range(len(spelled) - length + 1):
                run = spelled[start : start + length]
                if (place := self._word_runs.get(run)) and not self._is_quoted(run):
                    found.add(place)
        return found

    def _is_quoted(self, searched: str | Run) -> bool:
        """Tell whether what was found only stands in remarks, and there quotes what is public of a fiche."""
        run = self._quotable.get(searched)
        return run is not None and self._weave.holds(run)

    def _add(self, secret: Secret, patterns: dict[str, str]) -> None:
        """Take in one value: its phones, its rare words, itself if it is short, its runs of words if it is long."""
        spelled = words(secret.text)
        for key in own_phone_keys(secret.text):
            self._phones.setdefault(key, secret.place)
        for word in spelled:
            if word not in self._vocabulary and len(word) >= (_SHORTEST if secret.is_name else _DISTINCT):
                self._add_run((word,), secret, patterns)
        if len(spelled) <= _WHOLE_WORDS:
            self._add_run(spelled, secret, patterns)
        else:
            self._add_note(secret, spelled, patterns)

    def _add_note(self, secret: Secret, spelled: tuple[str, ...], patterns: dict[str, str]) -> None:
        """Take in a longer text by its runs of words, and each address in it."""
        for run in _runs(spelled, _RUN):
            if sum(len(word) for word in run if len(word) >= _SHORTEST) >= _DISTINCT:
                self._keep(self._word_runs, run, run, secret)
        for run in _runs(spelled, _LONG_RUN):
            # Without the blanks, a run that begins or ends with a small word could do so inside another one: "[mobi]le
            # centre …".
            if min(len(run[0]), len(run[-1])) >= _SHORTEST:
                self._add_run(run, secret, patterns)
        for part in secret.text.split():
            if "@" in part or "://" in part:
                self._add_run(words(part), secret, patterns)

    def _add_run(self, run: Run, secret: Secret, patterns: dict[str, str]) -> None:
        """Take in a run of words: by its letters alone where there are enough of them, else as words.

        Bare digits are no evidence.
        """
        pattern = "".join(run)
        if pattern.isdigit() or len(pattern) < _SHORTEST:
            return
        if len(pattern) >= (_DISTINCT_WORD if len(run) == 1 else _DISTINCT):
            self._keep(patterns, pattern, run, secret)
        elif len(run) > 1 or run[0] not in self._vocabulary:
            self._keep(self._word_runs, run, run, secret)

    def _keep(self, known: dict[K, str], searched: K, run: Run, secret: Secret) -> None:
        """Keep what is searched for with its first place, and the words of it if a remark is the first: remarks come last."""
        if searched not in known:
            known[searched] = secret.place
            if secret.is_remark:
                self._quotable[searched] = run

    def _runs_in(self, texts: Iterable[str]) -> Iterator[tuple[str, ...]]:
        lengths = {len(run) for run in self._word_runs}
        for text in texts:
            spelled = words(text)
            for length in lengths:
                yield from _runs(spelled, length)

    def _patterns_in(self, text: str) -> Iterator[tuple[str, str]]:
        if self._automaton is not None:
            for _end, found in self._automaton.iter(text):
                yield found


def _runs(spelled: tuple[str, ...], length: int) -> list[tuple[str, ...]]:
    """Return each run of so many words; all the words where there are fewer."""
    return [spelled[start : start + length] for start in range(max(1, len(spelled) - length + 1))]


def _automaton(patterns: dict[str, str]) -> Any:  # noqa: ANN401 (the library has no types)
    """Return an automaton that yields (pattern, place); none for no patterns."""
    if not patterns:
        return None
    automaton = ahocorasick.Automaton()
    for pattern, place in patterns.items():
        automaton.add_word(pattern, (pattern, place))
    automaton.make_automaton()
    return automaton
