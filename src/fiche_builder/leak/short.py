"""Internal values that are too short to be searched for by their letters alone: initials, numbers without area code.

They are only looked for where a reader reads, and in the form in which people write them. Elsewhere, a few letters or
digits stand by chance.
"""

import re
from collections.abc import Collection, Iterable, Iterator

from fiche_builder.leak.evidence import Secret
from fiche_builder.leak.normalise import typed

_MOST_INITIALS = 3
_FEWEST_INITIALS = 2
_BETWEEN_NAMES = re.compile(r"[\s;,/&+()]+")
_SUBSCRIBER = 7
_BY_ITSELF = re.compile(
    r"([0-9]\d{2})(?<![\w+.,-]\d{3})(?<!\d[ ./-]\d{3})([ ./-]?)(?:(\d{2})\2(\d{2})|(\d{4}))(?![ ./-]?\d)(?![\w,])"
)
"""Seven digits as a number is written: 555 12 34, 555.1234."""


class ShortValues:
    """Knows short internal values, and finds them in texts."""

    def __init__(self) -> None:
        self._initials: dict[str, Secret] = {}
        self._numbers: dict[str, Secret] = {}
        self._pattern: re.Pattern[str] | None = None

    def add_name(self, secret: Secret) -> None:
        """Add the initials in a cell that names persons: AB, A.B., AB/CD."""
        for part in _BETWEEN_NAMES.split(secret.text):
            letters = part.replace(".", "")
            if letters.isalpha() and letters.isupper() and _FEWEST_INITIALS <= len(letters) <= _MOST_INITIALS:
                self._initials.setdefault(letters, secret)

    def add_phones(self, keys: Iterable[str], secret: Secret) -> None:
        """Add phones by their last digits."""
        for key in keys:
            self._numbers.setdefault(key[-_SUBSCRIBER:], secret)

    def drop(self, vocabulary: Collection[str], phones: Iterable[str], texts: Iterable[str]) -> None:
        """Drop what legitimate texts hold as well: their words, the keys of their phones, and themselves."""
        self._initials = {
            letters: place for letters, place in self._initials.items() if letters.casefold() not in vocabulary
        }
        for key in phones:
            self._numbers.pop(key[-_SUBSCRIBER:], None)
        for text in texts:
            for digits, _place in _numbers_in(typed(text)):
                self._numbers.pop(digits, None)
        some = "|".join(rf"{letters[0]}(?<!\w{letters[0]})\.?" + r"\.?".join(letters[1:]) for letters in self._initials)
        self._pattern = re.compile(rf"(?:{some})(?!\w)") if some else None

    def find(self, text: str) -> Iterator[tuple[Secret, int]]:
        """Yield each of them that stands in a text, and where in the text it begins. The text is to be as `typed`."""
        for match in self._pattern.finditer(text) if self._pattern else ():
            yield self._initials[match[0].replace(".", "")], match.start()
        for digits, start in _numbers_in(text) if self._numbers else ():
            if digits in self._numbers:
                yield self._numbers[digits], start


def _numbers_in(text: str) -> Iterator[tuple[str, int]]:
    for match in _BY_ITSELF.finditer(text):
        yield "".join(group for group in match.group(1, 3, 4, 5) if group), match.start()
