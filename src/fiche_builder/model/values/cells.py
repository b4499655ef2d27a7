"""A cell as an editor sees it."""

import re
from collections.abc import Callable, Iterable
from datetime import datetime, time

from fiche_builder.workbook.raw import RawValue


def text_of(value: RawValue) -> str:
    """Return the text of a cell as an editor sees it: 12.0 is 12, and a date without a time is only a date."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime) and value.time() == time():
        return value.date().isoformat()
    if isinstance(value, bool):
        return "Oui" if value else "Non"
    return "" if value is None else str(value)


def split_cell(
    text: str,
    separator: re.Pattern[str],
    weak_separators: Iterable[re.Pattern[str]],
    may_be_one: Callable[[str], bool],
) -> list[str]:
    """Split a cell into parts that should each be a value.

    A weak separator may also stand inside a value: it counts only where each side of it may be a value.
    """
    parts = [part for part in separator.split(text) if part.strip()]
    for weak in weak_separators:
        parts = [bit for part in parts for bit in _cut(part, weak, may_be_one)]
    return parts


def _cut(part: str, separator: re.Pattern[str], may_be_one: Callable[[str], bool]) -> list[str]:
    bits = separator.split(part)
    return bits if all(may_be_one(bit) for bit in bits) else [part]
