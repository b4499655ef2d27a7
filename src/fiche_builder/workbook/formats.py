"""What a cell's style says about its value: whether a number is a date, and whether the text is struck out."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from xml.etree.ElementTree import Element

from fiche_builder.workbook.markup import is_true
from fiche_builder.workbook.raw import RawValue

_WHOLE_DIGITS = 17
"""More digits than any number in Excel has. A whole number that is longer becomes its nearest float."""
_NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
_DATES, _DURATIONS = frozenset({*range(14, 23), 45, 46, 47}), frozenset({46})
"""The built-in formats, by number, that show a date or a time, and those that show a duration (18.8.30)."""
_LONGEST_CODE = 255
_NO_PATTERN = re.compile(r'"[^"]*"|\[(?!hh?\]|mm?\]|ss?\])[^\]]*\]|[_\\].', re.IGNORECASE | re.DOTALL)
"""What a format code shows as it stands or merely describes: words, colours, languages, escaped signs."""
_OF_DATES = re.compile("[dmhys]", re.IGNORECASE)
_OF_DURATIONS = re.compile(r"\[(?:hh?|mm?|ss?)\]", re.IGNORECASE)
_FIRST_1900, _FIRST_1904 = datetime(1899, 12, 30), datetime(1904, 1, 1)  # noqa: DTZ001 (a cell has no time zone)
_DAYS_BEFORE_MARCH = 60
"""Excel has a 29 February 1900, which was none."""
_DAY = timedelta(days=1)
_DURATION = re.compile(r"P(?:([0-9]{1,6})D)?(?:T(?:([0-9]{1,6})H)?(?:([0-9]{1,6})M)?(?:([0-9]{1,6}(?:\.[0-9]+)?)S)?)?")


@dataclass(frozen=True, slots=True)
class CellFormats:
    """The cell styles that matter here, by the number that cells refer to. An unknown number has no style."""

    dates: frozenset[str] = frozenset()
    durations: frozenset[str] = frozenset()
    struck: frozenset[str] = frozenset()


def read_formats(styles: Element) -> CellFormats:
    """Return the formats from the part `styles`. Fills, borders and colours are ignored."""
    dates, durations = set(map(str, _DATES)), set(map(str, _DURATIONS))
    for entry in _children(styles, "numFmts", "numFmt"):
        # Only the first part of a code is looked at: the others are for negative numbers, zero and text.
        code, number = (
            _NO_PATTERN.sub("", entry.get("formatCode", "")[:_LONGEST_CODE]).partition(";")[0],
            entry.get("numFmtId", ""),
        )
        for numbers, pattern in ((dates, _OF_DATES), (durations, _OF_DURATIONS)):
            (numbers.add if pattern.search(code) else numbers.discard)(number)
    struck_fonts = {str(number) for number, font in enumerate(_children(styles, "fonts", "font")) if _is_struck(font)}
    looks = [
        (str(number), look.get("numFmtId", "0"), look.get("fontId", "0"))
        for number, look in enumerate(_children(styles, "cellXfs", "xf"))
    ]
    return CellFormats(
        dates=frozenset(number for number, shown, _font in looks if shown in dates),
        durations=frozenset(number for number, shown, _font in looks if shown in durations),
        struck=frozenset(number for number, _shown, font in looks if font in struck_fonts),
    )


def read_number(text: str) -> int | float | str:
    """Return a number as it stands in the file. What is not a number, or is too large for Excel, stays text."""
    if text.isdecimal() and text.isascii() and len(text) <= _WHOLE_DIGITS:
        return int(text)
    text = text.strip()
    if not _NUMBER.fullmatch(text):
        return text
    if len(text) <= _WHOLE_DIGITS and not any(sign in text for sign in ".eE"):
        return int(text)
    number = float(text)
    return number if abs(number) != float("inf") else text


def read_serial(serial: float, *, is_duration: bool, counts_from_1904: bool) -> datetime | time | timedelta | None:
    """Return the day and time that a number stands for, or None outside Excel's calendar."""
    try:
        span = timedelta(milliseconds=round(timedelta(days=serial) / timedelta(milliseconds=1)))
        if is_duration:
            return span
        if 0 <= serial < 1 and span < _DAY:
            return (_FIRST_1900 + span).time()
        if 0 < serial < _DAYS_BEFORE_MARCH and not counts_from_1904:
            span += _DAY
        return (_FIRST_1904 if counts_from_1904 else _FIRST_1900) + span
    except (OverflowError, ValueError):
        return None


def read_iso(text: str) -> RawValue:
    """Return a date, a time or a duration that the file holds as text (ISO 8601). Anything else stays text."""
    text = text.strip()
    for kind in (date, datetime, time):
        try:
            found = kind.fromisoformat(text)
        except ValueError:
            continue
        # A cell has no time zone, so the Z that some programs write means nothing.
        return found.replace(tzinfo=None) if isinstance(found, datetime | time) else found
    if any(parts := (match.groups() if (match := _DURATION.fullmatch(text)) else ())):
        days, hours, minutes, seconds = (float(part or 0) for part in parts)
        return timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds)
    return text


def _children(styles: Element, table: str, name: str) -> list[Element]:
    return styles.findall(f"{table}/{name}")


def _is_struck(font: Element) -> bool:
    strike = font.find("strike")
    return strike is not None and is_true(strike.get("val", "1"))
