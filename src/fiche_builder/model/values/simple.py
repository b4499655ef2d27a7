"""Numbers, dates, words of closed lists, colours and plain text of a cell."""

import re
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from openpyxl.utils.datetime import from_excel
from rapidfuzz import fuzz, process

from fiche_builder.common.text import fold, tidy, tidy_lines
from fiche_builder.model.values.cells import text_of
from fiche_builder.model.values.parsed import Parsed, Remark
from fiche_builder.model.words import Word
from fiche_builder.workbook.raw import RawValue

_WHOLE = re.compile(r"([0-9]{1,9})(?:[.,]0+)?")
_COLOUR = re.compile(r"#[0-9A-Fa-f]{6}")
_DATE_FORMATS = ("%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%Y/%m/%d")
_TIME_OF_DAY = re.compile(r"[ T]\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?Z?$")
_SHORT_YEAR = re.compile(r"(\d{1,2}[/.\-]\d{1,2}[/.\-])(\d{2})")
_SERIALS = range(20_000, 80_000)
"""Days since 1900 that Excel shows as a date between 1954 and 2119."""
_SCORERS = ((fuzz.ratio, 70), (fuzz.token_set_ratio, 90))
"""How like, from 0 to 100, a word must be to be offered instead."""


def parse_line(value: RawValue) -> Parsed[str]:
    """Read text as one tidy line."""
    return Parsed(tidy(text_of(value)))


def parse_lines(value: RawValue) -> Parsed[str]:
    """Read text as tidy lines."""
    return Parsed(tidy_lines(text_of(value)))


def parse_names(value: RawValue) -> Parsed[tuple[str, ...]]:
    """Read a list of names, `;` or a line break between them."""
    names = (tidy(part) for part in re.split(r"[;\n]", tidy_lines(text_of(value))))
    return Parsed(tuple(dict.fromkeys(name for name in names if name)))


def parse_languages(value: RawValue) -> Parsed[tuple[str, ...]]:
    """Read languages such as `FR NL EN`; a longer word is kept as it is."""
    words = re.split(r"[\s,;/]+", tidy(text_of(value)))
    return Parsed(tuple(dict.fromkeys(word.upper() if len(word) == 2 else word for word in words if word)))  # noqa: PLR2004 (ISO 639-1)


def parse_number(value: RawValue) -> Parsed[int | None]:
    """Read a whole number above zero."""
    number = _whole(text_of(value))
    return Parsed(number) if number else Parsed(None, (Remark("number-invalid", text_of(value)),))


def parse_numbers(value: RawValue) -> Parsed[tuple[int, ...]]:
    """Read whole numbers, `;` `,` `/` or blanks between them."""
    numbers: dict[int, None] = {}
    remarks = []
    for part in re.split(r"[;,/\s]+", tidy(text_of(value))):
        if number := _whole(part):
            numbers.setdefault(number)
        elif part:
            remarks.append(Remark("see-also-unknown", part))
    return Parsed(tuple(numbers), tuple(remarks))


def parse_postal_code(value: RawValue) -> Parsed[str]:
    """Read a postal code; four digits are Belgian, five French. Another one is kept: it may be foreign."""
    text = tidy(text_of(value))
    code = match[1] if (match := _WHOLE.fullmatch(text)) else re.sub(r"^(?:B|BE|F|FR)[ \-]*(?=\d)", "", text)
    if isinstance(value, int | float) and len(code) == 4 and code.startswith("0"):  # noqa: PLR2004
        code = f"0{code}"
    if re.fullmatch(r"[1-9][0-9]{3}|[0-9]{5}", code):
        return Parsed(code)
    return Parsed(code, (Remark("postal-code-invalid", text),))


def parse_colour(value: RawValue) -> Parsed[str]:
    """Read a colour `#RRGGBB`."""
    text = tidy(text_of(value))
    if _COLOUR.fullmatch(text):
        return Parsed(text.upper())
    suggestion = f"#{text.lstrip('#').upper()}"
    return Parsed("", (Remark("colour-invalid", text, suggestion=suggestion if _COLOUR.fullmatch(suggestion) else ""),))


def parse_date(value: RawValue) -> Parsed[date | None]:
    """Read a date: a date cell, a serial number that lost its format, or text in a common form, day before month."""
    if isinstance(value, datetime):
        return Parsed(value.date())
    if isinstance(value, date):
        return Parsed(value)
    if isinstance(value, int | float) and not isinstance(value, bool) and _SERIALS.start <= value < _SERIALS.stop:
        day = from_excel(int(value))
        return Parsed(day.date() if isinstance(day, datetime) else None)
    if isinstance(value, time | timedelta):
        return Parsed(None, (Remark("date-invalid", str(value)),))
    text = tidy(text_of(value))
    day = _date(_TIME_OF_DAY.sub("", text))
    return Parsed(day) if day else Parsed(None, (Remark("date-invalid", text, suggestion=_suggest_date(text)),))


def parse_word(value: RawValue, words: type[Word], code: str) -> Parsed[Word | None]:
    """Read a word of a closed list, without regard to case and accents."""
    text = tidy(text_of(value))
    known = {fold(spelling): word for word in words for spelling in (word.word, *word.also)}
    if found := known.get(fold(text)):
        return Parsed(found)
    allowed = tuple(word.word for word in words)
    return Parsed(None, (Remark(code, text, suggestion=nearest(text, allowed), allowed=allowed),))


def nearest(text: str, choices: Iterable[str]) -> str:
    """Return the choice most like a text, letter by letter or else by its words, or nothing when none is like it."""
    every = list(choices)
    for scorer, cutoff in _SCORERS:
        if found := process.extractOne(text, every, scorer=scorer, processor=fold, score_cutoff=cutoff):
            return found[0]
    return ""


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
        return day.strftime("%d/%m/%Y") if day else ""
    return ""
