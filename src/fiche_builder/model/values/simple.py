"""Parsing numbers, dates, words of closed lists, colours and plain text."""

import re
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from functools import cache

from rapidfuzz import fuzz, process

from fiche_builder.common.dates import day_text
from fiche_builder.common.text import fold, tidy, tidy_lines
from fiche_builder.model.values.cells import text_of
from fiche_builder.model.values.parsed import Parsed, Remark
from fiche_builder.model.words import HINTED, Word
from fiche_builder.workbook.formats import read_serial
from fiche_builder.workbook.raw import RawValue

_WHOLE = re.compile(r"([0-9]{1,9})(?:[.,]0+)?")
_MENTION = re.compile(
    r"(?:fiches?|steekkaart)?\s*(?:n[°ºo]|№|nr|num[eé]ro|nummer|#)?[\s.:]*(?P<number>\S+?)[\s.]*", re.IGNORECASE
)
"""A N° with what people write before it: "n° 12", "fiche 12"."""
_LONGEST_MENTION = 100
_BETWEEN_NUMBERS = re.compile(r"\s*[,/&+]\s*|\s+(?:et|en|ou|of|and|or)\s+", re.IGNORECASE)
_COLOUR = re.compile(r"#[0-9A-Fa-f]{6}")
_DATE_FORMATS = ("%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%Y/%m/%d")
_TIME_OF_DAY = re.compile(r"[ T]\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?Z?$")
_SHORT_YEAR = re.compile(r"(\d{1,2}[/.\-]\d{1,2}[/.\-])(\d{2})")
_SERIALS = range(20_000, 80_000)
"""Serial numbers (days since 1900) that Excel shows as dates between 1954 and 2119."""
_DAYS_FROM_1900_TO_1904 = 1_462
_SCORERS = ((fuzz.ratio, 70), (fuzz.token_set_ratio, 90))
"""How like a text a word must be, from 0 to 100, to be proposed for it."""
_SAME_WORD = 85
_DENIALS = frozenset({"ne", "pas", "non", "plus", "jamais", "niet", "geen", "nooit", "not", "never", "sauf", "behalve"})
_OPPOSITE = "extern"
"""By its letters very like "interne", of which it is the opposite; but it does not say that all may read a fiche."""
_WORDS = re.compile(r"[^\W_]+")
_DENIED_WORD = re.compile(r"^(?:in|des?|dis|non|niet|not|un)-?(?=\w)")
"""Prefixes that turn a word into its opposite: inactif, désactivé, niet-openbaar."""


def parse_line(value: RawValue) -> Parsed[str]:
    """Read text as one tidy line."""
    return Parsed(tidy(text_of(value)))


def parse_lines(value: RawValue) -> Parsed[str]:
    """Read text as tidy lines."""
    return Parsed(tidy_lines(text_of(value)))


def parse_names(value: RawValue) -> Parsed[tuple[str, ...]]:
    """Read a list of names, separated by `;` or line breaks."""
    names = (tidy(part) for part in re.split(r"[;\n]", tidy_lines(text_of(value))))
    return Parsed(tuple(dict.fromkeys(name for name in names if name)))


def parse_languages(value: RawValue) -> Parsed[tuple[str, ...]]:
    """Read languages such as `FR NL EN`. A longer word is kept as it is."""
    words = re.split(r"[\s,;/]+", tidy(text_of(value)))
    return Parsed(tuple(dict.fromkeys(word.upper() if len(word) == 2 else word for word in words if word)))  # noqa: PLR2004 (ISO 639-1)


def parse_number(value: RawValue) -> Parsed[int | None]:
    """Read a whole number above zero, or a mention of a fiche such as "n° 12" or "fiche 12"."""
    number = mentioned_number(text_of(value))
    return Parsed(number) if number else Parsed(None, (Remark("number-invalid", text_of(value)),))


def parse_numbers(value: RawValue) -> Parsed[tuple[int, ...]]:
    """Read whole numbers, separated by `;` `,` `/` or blanks. A part between `;` that is not a number is one remark."""
    numbers: dict[int, None] = {}
    remarks = []
    for part in re.split(r"[;\n]+", tidy_lines(text_of(value))):
        found = mentioned_numbers(part)
        numbers.update(dict.fromkeys(found))
        if not found and part.strip():
            remarks.append(Remark("see-also-unknown", part.strip()))
    return Parsed(tuple(numbers), tuple(remarks))


def parse_colour(value: RawValue) -> Parsed[str]:
    """Read a colour `#RRGGBB`."""
    text = tidy(text_of(value))
    if _COLOUR.fullmatch(text):
        return Parsed(text.upper())
    suggestion = f"#{text.lstrip('#').upper()}"
    return Parsed("", (Remark("colour-invalid", text, suggestion=suggestion if _COLOUR.fullmatch(suggestion) else ""),))


def parse_date(value: RawValue) -> Parsed[date | None]:
    """Read a date: a date cell, a serial number without its format, or text in a common form, day before month."""
    if isinstance(value, datetime):
        return Parsed(value.date())
    if isinstance(value, date):
        return Parsed(value)
    if isinstance(value, int | float) and not isinstance(value, bool) and _SERIALS.start <= value < _SERIALS.stop:
        shown = read_serial(int(value), is_duration=False, counts_from_1904=False)
        return Parsed(shown.date() if isinstance(shown, datetime) else None)
    if isinstance(value, time | timedelta):
        return Parsed(None, (Remark("date-invalid", str(value)),))
    text = tidy(text_of(value))
    day = _date(_TIME_OF_DAY.sub("", text))
    return Parsed(day) if day else Parsed(None, (Remark("date-invalid", text, suggestion=_suggest_date(text)),))


def since_1900(value: RawValue) -> RawValue:
    """Return the serial number counted from 1900 of a day counted from 1904, as on the first Macs."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return value + _DAYS_FROM_1900_TO_1904
    return value


def parse_word(value: RawValue, words: type[Word], code: str) -> Parsed[Word | None]:
    """Read a word of a closed list. Case, accents and a full stop do not count."""
    text = tidy(text_of(value))
    known = _spellings(words)
    if found := known.get(_word_key(text)):
        return Parsed(found)
    allowed = tuple(word.word for word in words)
    return Parsed(None, (Remark(code, text, suggestion=_suggest_word(text, words), allowed=allowed),))


@cache
def _spellings(words: type[Word]) -> dict[str, Word]:
    """Return the word for each folded spelling."""
    return {fold(spelling): word for word in words for spelling in (word.word, *word.also)}


def _word_key(text: str) -> str:
    return fold(text).rstrip(" .")


def _suggest_word(text: str, words: type[Word]) -> str:
    """Return the word that was probably meant, or "".

    Nothing is proposed where the text negates the word, as in "inactif" or "ne pas donner".
    """
    known, key = _spellings(words), _word_key(text)
    hinted = HINTED.get(key)
    if isinstance(hinted, words):
        return hinted.word
    near = known.get(nearest(key, known))
    named = {known[word] for word in _WORDS.findall(key) if word in known}
    return near.word if near and len(named) <= 1 and not _is_denied(key, known) else ""  # public (interne): which?


def _is_denied(key: str, known: Iterable[str]) -> bool:
    bare = _DENIED_WORD.sub("", key)
    return (
        not _DENIALS.isdisjoint(key.split())
        or key.startswith(_OPPOSITE)
        or (
            bare != key
            and process.extractOne(bare, list(known), scorer=fuzz.ratio, score_cutoff=_SAME_WORD) is not None
        )
    )


def nearest(text: str, choices: Iterable[str]) -> str:
    """Return the choice most like a text, by its letters or else by its words; "" if none is like it."""
    every = list(choices)
    for scorer, cutoff in _SCORERS:
        if found := process.extractOne(text, every, scorer=scorer, processor=fold, score_cutoff=cutoff):
            return found[0]
    return ""


def mentioned_number(text: str) -> int:
    """Return the N° if a text says nothing else, otherwise 0."""
    match = _MENTION.fullmatch(tidy(text)) if len(text) <= _LONGEST_MENTION else None
    return _whole(match["number"]) if match else 0


def mentioned_numbers(text: str) -> tuple[int, ...]:
    """Return the N° in a text, separated by `,` `/` "et" or blanks; nothing if the text says anything else."""
    found: list[int] = []
    for bit in filter(None, _BETWEEN_NUMBERS.split(tidy(text))):
        number = mentioned_number(bit)
        found += [number] if number else map(_whole, bit.split())
    return tuple(found) if all(found) else ()


def _whole(text: str) -> int:
    match = _WHOLE.fullmatch(tidy(text))
    return int(match[1]) if match else 0


def _date(text: str) -> date | None:
    for form in _DATE_FORMATS:
        try:
            return datetime.strptime(text, form).date()  # noqa: DTZ007 (a day has no time zone)
        except ValueError:
            continue
    return None


def _suggest_date(text: str) -> str:
    if match := _SHORT_YEAR.fullmatch(text):
        day = _date(f"{match[1]}20{match[2]}")
        return day_text(day) if day else ""
    return ""
