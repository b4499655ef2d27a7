"""The form in which an internal value and a published text are compared.

Compatibility forms, case, accents, ligatures, blanks, hyphens and punctuation do not count, so that a value is found in capitals, over
two lines, or with other blanks between its letters.
"""

import re
import unicodedata
from functools import lru_cache

PHONE_KEY = 8
"""A phone is known by its last so many digits: they are the same in the national and in the international form."""

LONGEST_PHONE = 15
"""Digits of an international number at most (E.164)."""

_WORD = re.compile(r"[^\W_]+")
_DIGITS = re.compile(r"\d(?:[\s.\-–/()+]{0,3}\d)*")
_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "ł": "l", "đ": "d"})


@lru_cache(maxsize=200_000)
def words(text: str) -> tuple[str, ...]:
    """Return the words of a text, letters and digits only."""
    return tuple(_WORD.findall(flatten(text)))


def flatten(text: str) -> str:
    """Return text without case and accents; what parts words is left."""
    if not text.isascii():
        decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
        text = "".join(char for char in decomposed if not unicodedata.combining(char) and unicodedata.category(char) != "Cf")
        text = text.translate(_LIGATURES)
    return text.casefold()


def compact(text: str) -> str:
    """Return the letters and digits of a text, nothing between them."""
    return "".join(words(text))


def digit_runs(text: str) -> list[str]:
    """Return each run of digits that may be a phone number, its blanks and signs taken out."""
    return [digits for run in _DIGITS.findall(text) if len(digits := re.sub(r"\D", "", run)) >= PHONE_KEY]


def phone_keys(text: str) -> set[str]:
    """Return the keys of all numbers that a text may hold, wherever in a run of digits they stand."""
    return {run[start : start + PHONE_KEY] for run in digit_runs(text) for start in range(len(run) - PHONE_KEY + 1)}


def own_phone_keys(text: str) -> set[str]:
    """Return the keys of the numbers that a cell holds: the end of each; of digits too many for one number, all."""
    keys = set()
    for part in re.split(r"[/;,\n]", text):
        for run in digit_runs(part):
            keys |= {run[-PHONE_KEY:]} if len(run) <= LONGEST_PHONE else phone_keys(run)
    return keys | (phone_keys(text) if not keys else set())
