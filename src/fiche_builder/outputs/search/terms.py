"""The words that are searched: those of a text when the index is made, and those of a query when it is typed."""

import re
from dataclasses import dataclass

from fiche_builder.common.text import SMALL_WORDS, fold

STOP_WORDS = SMALL_WORDS | {"der", "die", "in", "op", "s", "t", "te"}
"""Small words, French and Dutch, that need not be found."""
ABBREVIATIONS = {"saint": "st", "sainte": "ste", "sint": "st", "st": "saint", "ste": "sainte"}
"""Words in place names that have two spellings. Either finds the other."""

_WORD = re.compile(r"[^\W_]+")
_JOINED = re.compile(r"[^\W_]+(?:['.][^\W_]+)+")
_DIALLED = re.compile(r"[0-9\s+./()-]*[0-9][0-9\s+./()-]*")
_NUMBER_WORD = re.compile(r"^(?:fiche|no|nr?)[\s°.]*(?=[0-9]+$)")
"""What people write before the N° of a fiche."""
_TRUNK_ZERO = "(0)"
_LOCAL_LENGTH = 7
"""From this many digits on, a number that begins with 0 is also searched without it: +32 2 555 12 34 has no 0."""


@dataclass(frozen=True, slots=True)
class Query:
    """What was typed.

    All of `words` must be found. `heads` are the whole query, which a heading may begin with, or a mail if it has an @.
    """

    words: tuple[str, ...]
    heads: tuple[str, ...]
    is_mail: bool = False


def words_of(text: str) -> list[str]:
    """Return the folded words of a text."""
    return _WORD.findall(fold(text))


def compact(text: str) -> str:
    """Return the letters and digits of a text as one word: C.P.A.S. is cpas."""
    return "".join(words_of(text))


def index_words(text: str) -> set[str]:
    """Return the words by which a text is found.

    They are its own words, those joined across an apostrophe or a point, and abbreviations.
    """
    folded = fold(text)
    found = set(_WORD.findall(folded))
    found.update("".join(_WORD.findall(joined)) for joined in _JOINED.findall(folded))
    return found | {ABBREVIATIONS[word] for word in found & ABBREVIATIONS.keys()}


def head_keys(text: str) -> set[str]:
    """Return a heading as one word, with and without its small words. A query is compared with its beginning."""
    words = words_of(text)
    return {"".join(words), "".join(_significant(words))} - {""}


def parse_query(text: str) -> Query:
    """Read a query. One that holds only digits and signs is a single number."""
    folded = _NUMBER_WORD.sub("", fold(text))
    if _DIALLED.fullmatch(folded):
        digits = "".join(re.findall(r"[0-9]", folded.replace(_TRUNK_ZERO, "")))
        digits = digits.removeprefix("00") or digits
        local = digits[1:] if digits.startswith("0") and len(digits) >= _LOCAL_LENGTH else digits
        return Query((local,), (digits,))
    words = _WORD.findall(folded)
    significant = _significant(words)
    heads = dict.fromkeys(["".join(words), "".join(significant)])
    return Query(tuple(dict.fromkeys(significant)), tuple(head for head in heads if head), is_mail="@" in folded)


def has_one_typo(typed: str, word: str) -> bool:
    """Tell whether `word` begins with `typed`, apart from one letter.

    The letter may be wrong, extra or missing, or two letters may be exchanged.
    """
    place = 0
    for letter, wanted in zip(typed, word, strict=False):
        if letter != wanted:
            break
        place += 1
    if place == len(typed):
        return False
    other, one_too_many, missing = typed[place + 1 :], word[place:], typed[place:]
    return (
        word.startswith((other, missing), place + 1)
        or one_too_many.startswith(other)
        or (missing[:2] == one_too_many[1::-1] and word.startswith(missing[2:], place + 2))
    )


def _significant(words: list[str]) -> list[str]:
    """Return words without the small ones, unless there are no others."""
    return [word for word in words if word not in STOP_WORDS] or words
