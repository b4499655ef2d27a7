"""Finding many patterns in a text at once, in one pass of an Aho-Corasick automaton."""

from collections.abc import Iterable, Iterator

import ahocorasick


class Occurrences:
    """Knows patterns, and finds them in texts."""

    def __init__(self, patterns: Iterable[str]) -> None:
        self._automaton = ahocorasick.Automaton()
        for pattern in patterns:
            self._automaton.add_word(pattern, pattern)
        self._automaton.make_automaton()

    def find(self, text: str) -> Iterator[tuple[str, int]]:
        """Yield each pattern that occurs, wherever it does, with the place behind it."""
        if len(self._automaton):
            for last, pattern in self._automaton.iter(text):
                yield pattern, last + 1
