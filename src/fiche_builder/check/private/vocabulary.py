"""Which words are everyday words here: the book's own public texts tell."""

from collections.abc import Iterable
from functools import cached_property

from fiche_builder.check.private.texts import WORD, PublicText


class Vocabulary:
    """The words of all public texts. It is made only if a word is in doubt."""

    def __init__(self, texts: Iterable[PublicText]) -> None:
        self._texts = texts

    def is_everyday(self, word: str) -> bool:
        """Tell whether a plain word stands somewhere in lower case, so is no name."""
        return word in self._words[0]

    def is_shared(self, word: str) -> bool:
        """Tell whether a plain word stands in the texts of several fiches."""
        return word in self._words[1]

    @cached_property
    def _words(self) -> tuple[set[str], set[str]]:
        lower: set[str] = set()
        first: dict[str, int] = {}
        shared: set[str] = set()
        for text in self._texts:
            owner = text.owner.raw.index
            for match in WORD.finditer(text.plain):
                word = match[0]
                if text.text[match.start()].islower():
                    lower.add(word)
                if first.setdefault(word, owner) != owner:
                    shared.add(word)
        return lower, shared
