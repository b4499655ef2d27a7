"""The form in which an internal value and a published text are compared.

Compatibility forms, case, accents, ligatures, blanks, hyphens and punctuation do not count. A value is therefore found
in capitals, across two lines, or with other blanks between its letters.
"""

import re
import unicodedata
from collections.abc import Container, Iterable, Iterator
from functools import lru_cache
from itertools import accumulate

from fiche_builder.common.plain import plain_sign

PHONE_KEY = 8
"""How many last digits identify a phone. They are the same in its national and international form."""

_ISO_DATE = re.compile(r"\b(?:19|20)\d\d-\d\d-\d\d\b|\((?:19|20)\d\d-\d\d\)")
"""A day, or a month in brackets as our own subjects write it: "Fiche 12 (2026-11)"."""
_AREA = re.compile(r"(?<!\d)(?<!\d[ .-])(0\d{1,3})\s?/(?=\s?\d)")
"""An area code before a stroke, which parts no numbers: 02/555.12.34."""
_FIRST_GROUP = 3
LONGEST_PHONE = 15
"""The most digits of an international number (E.164)."""
_LONGEST_AT_HOME = 11
"""A number as it is dialled in its own country."""

_WORD = re.compile(r"[^\W_]+")
_SCHEME = re.compile(r"http(?<!\whttp)s?://")
"""We print it before every address, the workbook before some: it tells nothing."""
_NUMBER = re.compile(rf"[+\d](?:(?<=\d)|(?<=\+)\d)(?:[\s.\-‐-―−/()_|•]{{0,3}}\d){{{PHONE_KEY - 1},}}")
"""A run of digits that is long enough for a phone. It begins with one sign, so that all else is passed over quickly."""
_ENOUGH_DIGITS = re.compile(rf"(?:\d\D*){{{PHONE_KEY}}}")
_ABROAD = re.compile(r"00\d{1,3}$")
"""The prefix of a country, if another number stands before it: 1060 0032 2 555 …"""
_TO_SPACED = str.maketrans({sign: " " for sign in map(chr, range(128)) if not sign.isalnum()})
_BLANKS = re.compile(r"[^\S\n]{2,}")
_ENDINGS = re.compile(r"(?:\d{1,4}/)?\d[\d .]{5,}\d((?:\s?(?:[-/,]|et|ou|of|en)\s?\d{1,4}(?!\d))+)", re.IGNORECASE)
"""A number and the last digits of further numbers: 02 555 12 34 / 35 / 36."""
_WIDE_FORMS = range(0xFF01, 0xFF5F)


@lru_cache(maxsize=20_000)
def words(text: str) -> tuple[str, ...]:
    """Return the words of a text, with only their letters and digits; an address goes without its `https://`."""
    return tuple(_WORD.findall(_SCHEME.sub(" ", flatten(text))))


def spaced(spelled: Iterable[str]) -> str:
    """Return words with a blank around each, so that a run of words is found as a text."""
    return f" {' '.join(spelled)} "


def spell(text: str) -> str:
    """Return the words of a text with a blank around each, without making each of them."""
    flat = _SCHEME.sub(" ", flatten(text))
    for sign in _foreign(flat):
        if not sign.isalnum():
            flat = flat.replace(sign, " ")
    return spaced(flat.translate(_TO_SPACED).split())


def gaps(text: str) -> tuple[str, ...]:
    """Return what stands before each of the `words` of a text, and behind the last."""
    return tuple(_WORD.split(_SCHEME.sub(" ", flatten(text))))


def flatten(text: str) -> str:
    """Return text in plain signs: without case, accents and look-alikes. What separates words is kept."""
    for sign in _foreign(text):
        text = text.replace(sign, plain_sign(sign))
    return text.casefold()


def _foreign(text: str) -> Iterable[str]:
    """Return the different signs of a text that are not ASCII: to replace each is quicker than to look at all signs."""
    return () if text.isascii() else [sign for sign in set(text) if not sign.isascii()]


def compact(text: str) -> str:
    """Return the letters and digits of a text, with nothing in between."""
    return "".join(words(text))


def phone_keys(text: str) -> set[str]:
    """Return the keys of all numbers that a legitimate text may hold, anywhere in a run of digits."""
    return {key for run in phone_runs(text) for key, _start in _windows(run)}


def own_phone_keys(text: str) -> set[str]:
    """Return the keys of the numbers in an internal cell.

    The cell may hold several numbers, or one with a stroke in it: 02/555.12.34.
    """
    if not _ENOUGH_DIGITS.search(text):
        return set()
    undated = _AREA.sub(r"\1 ", _ISO_DATE.sub(" ", typed(text)))
    parts = {key for part in re.split(r"[/;,\n]", undated) for key in _ends(part)}
    return (parts or _ends(undated)) | _further(undated)


def _ends(text: str) -> set[str]:
    """Return the end of each number. If there are too many digits for one number, return every key in them."""
    keys = set()
    for run in phone_runs(text):
        windows = [key for key, _start in _windows(run)]
        is_one = len(run) <= (LONGEST_PHONE if run.startswith("00") or f"+{run[:1]}" in text else _LONGEST_AT_HOME)
        keys |= set(windows[-1:] if is_one else windows)
    return keys


def _further(text: str) -> set[str]:
    """Return the keys of numbers of which only the last digits are written: 34 / 35 / 36, 34-35, 34 et 35."""
    keys = set()
    for match in _ENDINGS.finditer(text):
        whole = re.sub(r"\D", "", match[0][: match.start(1) - match.start()])
        keys |= {(whole[: -len(digits)] + digits)[-PHONE_KEY:] for digits in re.findall(r"\d+", match[1])}
        keys.add(whole[-PHONE_KEY:])
    return {key for key in keys if len(key) == PHONE_KEY}


def published_phone_keys(text: str) -> set[str]:
    """Return the keys of what reads as a number in a published text."""
    return {run[start : start + PHONE_KEY] for run, _groups, start, _place in published_phones(typed(text))}


def published_phones(text: str, known: Container[str] | None = None) -> Iterator[tuple[str, list[int], int, int]]:
    """Yield what reads as a number in a published text: a run of digits, where its groups begin, where the key begins.

    The last is where the run begins in the text, which is to be as `typed`.

    Such digits follow a zero or a country prefix, or are a run by themselves. A N° followed by a page number, as in the
    index, may also have eight digits. It follows neither, and its first group has more than three digits. With `known`,
    only numbers with one of these keys are told.
    """
    for match in _NUMBER.finditer(text):
        groups = re.findall(r"\d+", match[0])
        run = "".join(groups)
        starts = [start for key, start in _windows(run) if known is None or key in known]
        if not starts:
            continue
        is_international = match[0].startswith("+") or run.startswith("00")
        is_bare = len(groups) == 1 or len(groups[0]) <= _FIRST_GROUP
        begins = [0, *accumulate(map(len, groups))]
        for start in starts:
            before = run[:start]
            if is_international or "0" in before[-2:] or _ABROAD.search(before) or (start <= 1 and is_bare):
                yield run, begins, start, match.start()


def typed(text: str) -> str:
    """Return text with the digits, blanks and hyphens of a keyboard, and nothing invisible in between."""
    for sign in _foreign(text):
        text = text.replace(sign, _typed_as(sign))
    return _BLANKS.sub(" ", text)


@lru_cache(maxsize=10_000)
def _typed_as(char: str) -> str:
    """Return a sign as it is on a keyboard.

    Zero-width signs and soft hyphens vanish, and digits of all scripts become 0 to 9.
    """
    kind = unicodedata.category(char)
    if kind in {"Cf", "Mn", "Me"}:
        return ""
    if kind == "Nd":
        return str(unicodedata.decimal(char))
    if ord(char) in _WIDE_FORMS:
        return unicodedata.normalize("NFKC", char)
    return {"Zs": " ", "Pd": "-"}.get(kind, char)


def phone_runs(text: str) -> list[str]:
    """Return each run of digits that is long enough for a phone, without its blanks and signs."""
    return [re.sub(r"\D", "", run) for run in _NUMBER.findall(typed(text))]


def _windows(run: str) -> list[tuple[str, int]]:
    """Return each stretch of a run that is as long as a key, with its position."""
    return [(run[start : start + PHONE_KEY], start) for start in range(len(run) - PHONE_KEY + 1)]
