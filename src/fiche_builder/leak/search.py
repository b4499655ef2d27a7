"""Searching published text for all internal values at once, in one pass of an Aho-Corasick automaton.

A short value is searched for whole. A long one is searched for by each run of a few words, so that a note is still
found when it is cut in two or quoted in part. Each rare word is searched for, too: everything in a public file comes
from the legitimate texts, so a word that is in none of them comes from elsewhere. A pattern that also occurs in the
legitimate texts is no evidence, and is dropped.
"""

from collections.abc import Iterable, Iterator
from typing import Any, TypeVar

import ahocorasick

from fiche_builder.leak.evidence import Evidence, Secret
from fiche_builder.leak.normalise import compact, own_phone_keys, phone_keys, published_phone_keys, words
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
K = TypeVar("K", str, Run)


class Searcher:
    """Knows all internal values of a workbook."""

    def __init__(self, evidence: Evidence, static: Iterable[str]) -> None:
        """Prepare the search. `static` are the program's own texts, which occur in every edition."""
        own = list(static)
        legitimate = [*evidence.legitimate, *own]
        self._vocabulary = {word for text in legitimate for word in words(text)}
        self._word_runs: dict[Run, str] = {}
        self._phones: dict[str, str] = {}
        patterns: dict[str, str] = {}
        self._quotable: dict[str | Run, Run] = {}
        """Runs that only remarks hold, by the pattern that is searched for."""
        for secret in sorted(evidence.secrets, key=lambda secret: secret.is_remark):
            self._add(secret, patterns)
        self._weave = Weave(evidence.rows, own)
        for key in {key for text in legitimate for key in phone_keys(text)}:
            self._phones.pop(key, None)
        for run in self._runs_in(legitimate):
            self._word_runs.pop(run, None)
        self._automaton = _automaton(patterns)
        # Each legitimate text is kept apart: what only occurs across two of them is legitimate nowhere.
        for pattern in {pattern for text in legitimate for pattern, _place in self._patterns_in(compact(text))}:
            del patterns[pattern]
        self._automaton = _automaton(patterns)
        self._run_lengths = {len(run) for run in self._word_runs}

    def search(self, text: str) -> set[str]:
        """Return the places of the internal values in a text."""
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
        """Tell whether a match occurs in remarks only, and there quotes public text of a fiche."""
        run = self._quotable.get(searched)
        return run is not None and self._weave.holds(run)

    def _add(self, secret: Secret, patterns: dict[str, str]) -> None:
        """Add one value: its phones, its rare words, and itself if it is short, or its runs of words if it is long."""
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
        """Add a longer text by its runs of words, and by each address in it."""
        for run in _runs(spelled, _RUN):
            if sum(len(word) for word in run if len(word) >= _SHORTEST) >= _DISTINCT:
                self._keep(self._word_runs, run, run, secret)
        for run in _runs(spelled, _LONG_RUN):
            # Without the blanks, a run that begins or ends with a small word could match inside another word: "[mobi]le
            # centre …".
            if min(len(run[0]), len(run[-1])) >= _SHORTEST:
                self._add_run(run, secret, patterns)
        for part in secret.text.split():
            if "@" in part or "://" in part:
                self._add_run(words(part), secret, patterns)

    def _add_run(self, run: Run, secret: Secret, patterns: dict[str, str]) -> None:
        """Add a run of words: by its letters alone if there are enough of them, otherwise as words.

        Digits alone are no evidence.
        """
        pattern = "".join(run)
        if pattern.isdigit() or len(pattern) < _SHORTEST:
            return
        if len(pattern) >= (_DISTINCT_WORD if len(run) == 1 else _DISTINCT):
            self._keep(patterns, pattern, run, secret)
        elif len(run) > 1 or run[0] not in self._vocabulary:
            self._keep(self._word_runs, run, run, secret)

    def _keep(self, known: dict[K, str], searched: K, run: Run, secret: Secret) -> None:
        """Keep a pattern with its first place.

        Remarks come last. A pattern whose first place is a remark therefore occurs in remarks only, and its words are
        kept, because it may be a quotation.
        """
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
    """Return each run of this many words, or all words if there are fewer."""
    return [spelled[start : start + length] for start in range(max(1, len(spelled) - length + 1))]


def _automaton(patterns: dict[str, str]) -> Any:  # noqa: ANN401 (the library has no types)
    """Return an automaton that yields (pattern, place), or None without patterns."""
    if not patterns:
        return None
    automaton = ahocorasick.Automaton()
    for pattern, place in patterns.items():
        automaton.add_word(pattern, (pattern, place))
    automaton.make_automaton()
    return automaton
