"""A run of digits, with only signs between them, as the numbers that a person reads in it.

`02/619.11.03 - 04` is two numbers, `02 - 619 11 03` is one. Every cut is tried at the signs that people put between
numbers, the widest gaps first. A run that can be read in two ways gives no number.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from fiche_builder.model.model import Phone
from fiche_builder.model.values.numbering import (
    LOCAL_DIGITS,
    MOST_DIGITS,
    country_code,
    extends,
    has_free_length,
    has_trunk_zero,
    is_known_short,
    read_number,
)

_GROUP = re.compile(r"([^0-9]*)([0-9]+)")
_DASH = re.compile(r"[\-–—−‒]")
_AND = re.compile(r"\s*\+\s+")
JOINED, _TIGHT, WIDE, _SURE = range(4)
"""How strongly a gap separates: a blank; 12-13; 12 - 13; a comma, a plus or a word."""
_AREA_DIGITS = 5
_ENDING_DIGITS = 4
"""The most digits that replace the last ones of a number without matching its groups: `34 / 35`."""
_NUMBER_PARTS = 4
"""The most stretches between strokes or hyphens that one number may have: 02/555/12/34."""
_PAIR = 2
_NEAR = 3
"""How far an ending may be from the number before if it is also a short number (15, 17, 18): 14 14 et 15."""


@dataclass(frozen=True, slots=True)
class DigitGroup:
    """A group of digits, and what stands between it and the digits before."""

    gap: str
    digits: str
    start: int
    end: int

    @property
    def strength(self) -> int:
        """How strongly the gap separates."""
        if "+" in self.gap or any(char in ",&" or char.isalpha() for char in self.gap):
            return _SURE
        if not re.search(r"[/\-–—−‒]", self.gap):
            return JOINED
        is_next = bool(re.search(r"/\s?[\-–—−‒]", self.gap))  # 030 12345-10/-11
        return WIDE if is_next or (self.gap[0].isspace() and self.gap[-1].isspace()) else _TIGHT


Groups = Sequence[DigitGroup]


@dataclass(frozen=True, slots=True)
class Number:
    """A number and its groups. `typed` are its digits as dialled."""

    groups: Groups
    typed: str
    phone: Phone
    lengths: tuple[int, ...]
    """The lengths of its groups. An ending has the lengths of the first number, which it completes."""
    first: Groups
    """The groups of the number that is written in full."""
    is_ending: bool = False

    @property
    def is_short(self) -> bool:
        """Whether it is a short number of the country."""
        return not self.phone.digits.startswith("+")


@dataclass(frozen=True, slots=True)
class Doubt:
    """Digits that are not a number, or may be several, and the number before them."""

    groups: Groups
    base: Number | None = None
    likely: str = ""
    """The numbers they may be, if they can be read in two ways."""


Reading = list[Number | Doubt]


def groups_of(text: str, start: int, end: int) -> Groups:
    """Return the groups of digits in a stretch of text."""
    return [
        # In "02 … + 0470 …" the plus says "and".
        DigitGroup(
            "&" if m.start() > start and m[2][0] == "0" and _AND.fullmatch(m[1]) else m[1], m[2], m.start(2), m.end()
        )
        for m in _GROUP.finditer(text, start, end)
    ]


def is_sure(reading: Reading) -> bool:
    """Tell whether the whole run was read as numbers."""
    return all(isinstance(part, Number) for part in reading)


def is_clear(groups: Groups, region: str) -> bool:
    """Tell whether digits begin as a full number does: with a plus or a trunk zero."""
    return "+" in groups[0].gap or groups[0].digits.startswith("00" if not has_trunk_zero(region) else "0")


def read_run(groups: Groups, region: str) -> Reading:
    """Read a run of digits. Digits that belong to a word yield nothing."""
    if (
        max(_lengths(groups)) <= _PAIR
        and any(_DASH.search(group.gap) for group in groups[1:])
        and digits_in(groups) < LOCAL_DIGITS
    ):
        return [Doubt(groups)]  # 17 - 18 are hours
    blocks = cut(groups, WIDE)
    if len(blocks) == 1:
        return _read_block(groups, region, None) or [Doubt(groups)]
    reading: Reading = []
    base: Number | None = None
    at = 0
    while at < len(blocks):
        block = blocks[at]
        if at + 1 < len(blocks) and _is_area(block) and blocks[at + 1][0].strength < _SURE:
            joined = [*block, *blocks[at + 1]]
            if number := read_one(joined, region):
                block, at = joined, at + 1
        found = _read_block(block, region, base) or [Doubt(block, base)]
        reading += found
        base = found[-1] if isinstance(found[-1], Number) else None
        at += 1
    if not any(isinstance(part, Number) for part in reading) and all(group.strength < _SURE for group in groups[1:]):
        number = read_one(groups, region)
        return [number] if number and not is_free(number.phone) else reading
    return reading


def read_one(groups: Groups, region: str) -> Number | None:
    """Read digits as one number."""
    if digits_in(groups) > MOST_DIGITS:
        return None
    for typed in _dialled(groups):
        if typed[0] not in "+0" and not _is_written_bare(groups, region):
            continue
        if phone := read_number(typed, region):
            return Number(groups, typed, phone, _lengths(groups), groups)
    return None


def _is_written_bare(groups: Groups, region: str) -> bool:
    """Tell whether a number may be written with these gaps and without its zero or plus.

    10-12 14-16 are hours; 7/7/17-18 and 22/116117 are several numbers.
    """
    strokes = [at for at, group in enumerate(groups) if at and group.strength]
    slashes = [at for at in strokes if "/" in groups[at].gap]
    if not has_trunk_zero(region):
        return not slashes or len(strokes) == 1
    is_parted = strokes not in ([], [1]) or strokes != slashes
    return not is_parted and not any(
        len(groups) > 1 and len(group.digits) > _PAIR and is_known_short(group.digits, region) for group in groups
    )


def _dialled(groups: Groups) -> Iterator[str]:
    """Yield the digits as dialled.

    After a country prefix, a zero in brackets is not dialled, except in Italy.
    """
    digits = "".join(group.digits for group in groups)
    if "+" not in groups[0].gap and not digits.startswith("00"):
        yield digits
        return
    dialled = "".join(
        group.digits for group in groups if not (group.digits == "0" and group.gap.rstrip().endswith("("))
    )
    plus = "+" if "+" in groups[0].gap else ""
    yield f"{plus}{dialled}"
    if dialled != digits:
        yield f"{plus}{digits}"


def read_short(digits: str, region: str) -> Phone | None:
    """Return the short number that digits are."""
    return Phone(digits, digits) if is_known_short(digits, region) else None


def _read_short_groups(groups: Groups, region: str) -> Number | None:
    """Read a short number, in one piece or in the two halves in which people say it (36 35, 116 117)."""
    lengths = _lengths(groups)
    halves = lengths in ((2, 2), (3, 3)) and groups[1].gap == " "  # 10.00 is an hour
    if len(groups) > 1 and not halves:
        return None
    digits = "".join(group.digits for group in groups)
    phone = read_short(digits, region)
    return Number(groups, digits, phone, lengths, groups) if phone and "+" not in groups[0].gap else None


def _read_block(block: Groups, region: str, base: Number | None) -> Reading | None:
    """Read what stands between two wide gaps.

    It is a number, an ending of the number before, or several of them close together.
    """
    if single := _read_single(block, region, base):
        return [single]
    whole = read_one(block, region)
    cuts = [group.gap for group in block[1:] if group.strength == _TIGHT]
    is_open = whole and is_free(whole.phone) and any("/" in gap or not extends(whole.phone) for gap in cuts)
    parts = cut(block, _TIGHT)
    if whole and cuts and read_ending(parts[0], region, base):
        return None  # … 27 ou 35/116117
    if not cuts or (whole and not is_open):
        return [whole] if whole else _read_side_by_side(block, region)
    several = _read_tight(block, region, base)
    if whole and several and not _is_area(parts[0]):
        return [Doubt(block, base, written(several))]
    return [whole] if whole else several or _read_side_by_side(block, region)


def _read_side_by_side(block: Groups, region: str) -> Reading | None:
    """Read two full numbers with a mere blank between, where there is one way to: 01 42 34 56 78 06 12 34 56 78."""
    if not LOCAL_DIGITS * 2 <= digits_in(block) <= 2 * MOST_DIGITS:
        return None
    starts = [at for at in range(1, len(block)) if is_clear(block[at:], region)] if is_clear(block, region) else []
    found = [
        [left, right]
        for at in starts
        if (left := read_one(block[:at], region)) and (right := read_one(block[at:], region))
    ]
    is_one = len(found) == 1 and not any(is_free(number.phone) for number in found[0])
    return [*found[0]] if is_one else None


def is_free(phone: Phone) -> bool:
    """Tell whether numbers in this number's country vary in length."""
    return has_free_length(country_code(phone.digits))


def written(reading: Reading) -> str:
    """Return the numbers of a reading as an editor would type them."""
    return " ; ".join(part.phone.shown for part in reading if isinstance(part, Number))


def _read_tight(block: Groups, region: str, base: Number | None) -> Reading | None:
    """Cut at strokes and hyphens without blanks, into the longest stretches that are numbers."""
    parts = cut(block, _TIGHT)
    reading: Reading = []
    start = 0
    while start < len(parts):
        found, start = _read_stretch(parts, start, region, base)
        if found is None:
            return None
        reading.append(found)
        base = found
    return reading


def _read_stretch(parts: Sequence[Groups], start: int, region: str, base: Number | None) -> tuple[Number | None, int]:
    """Read the longest stretch that is a number, but not all that is left.

    In a country whose numbers vary in length, only a sure number is taken.
    """
    single = _read_single(parts[start], region, base)
    if single and (single.is_ending or len(single.typed) > _PAIR):  # 9-17 are hours
        return single, start + 1
    furthest = min(len(parts), start + _NUMBER_PARTS, start + len(parts) - 1)
    for end in range(furthest, start, -1):
        found = read_one([group for part in parts[start:end] for group in part], region)
        if found:
            is_open = end > start + 1 and is_free(found.phone) and read_one(parts[start], region)
            return (None if is_open else found), end
    return None, start


def _read_single(groups: Groups, region: str, base: Number | None) -> Number | None:
    """Read the ending of a further number, or a short number; neither if the digits may be both."""
    ending = read_ending(groups, region, base)
    short = _read_short_groups(groups, region)
    if short and base and not base.is_short and (ending is not None) == (len(short.typed) > _PAIR):
        return None  # 0800 12 345 / 107: 0800 12 107, or 107? … 89 / 15: an ending, or the ambulance?
    return ending or short


def read_ending(groups: Groups, region: str, base: Number | None) -> Number | None:
    """Read the last digits of a further number, of which the writer did not repeat the beginning: 34 / 35 / 36."""
    if base is None or base.is_short or "+" in groups[0].gap or any(group.strength for group in groups[1:]):
        return None
    if base.is_ending and digits_in(groups) != digits_in(base.groups):
        return None  # 34/24/7
    if has_trunk_zero(region) and any(group.digits[0] == "0" for group in groups[1:]):
        return None  # 34 02 …: an ending, and the next number
    digits = "".join(group.digits for group in groups)
    size = len(digits)
    if (
        size >= len(base.typed)
        or not _fits(groups, size, base)
        or (size >= LOCAL_DIGITS and read_number(digits, region))
    ):
        return None
    further = int(digits) - int(base.typed[-size:])
    if (further <= 0 and size < LOCAL_DIGITS) or (size == _PAIR and further > _NEAR and is_known_short(digits, region)):
        return None
    typed = f"{base.typed[:-size]}{digits}"
    phone = read_number(typed, region)
    return Number(groups, typed, phone, base.lengths, base.first, is_ending=True) if phone else None


def _fits(groups: Groups, size: int, base: Number) -> bool:
    """Tell whether digits can replace the last groups of a number, or the end of its last group.

    Many digits fit only if an area code is left: 02 555 12 34 / 512 11 22.
    """
    if len(groups) == 1 and size <= min(base.lengths[-1], _ENDING_DIGITS):
        return True
    kept = next((at for at in range(1, len(base.lengths)) if sum(base.lengths[at:]) == size), 0)
    is_alike = len(groups) == 1 or _lengths(groups) == base.lengths[kept:]
    return bool(kept) and is_alike and (size <= _ENDING_DIGITS or _is_area(base.first[:kept]))


def _lengths(groups: Groups) -> tuple[int, ...]:
    return tuple(len(group.digits) for group in groups)


def _is_area(block: Groups) -> bool:
    """Tell whether digits are a country code or an area code: 02, 0470, +32 2."""
    size = digits_in(block)
    first = block[0]
    return size <= _AREA_DIGITS and ("+" in first.gap or (first.digits.startswith("0") and len(block) == 1))


def cut(groups: Groups, strength: int) -> list[Groups]:
    """Split groups at each gap that is at least this strong."""
    blocks: list[list[DigitGroup]] = []
    for group in groups:
        if not blocks or group.strength >= strength:
            blocks.append([])
        blocks[-1].append(group)
    return list(blocks)


def digits_in(groups: Groups) -> int:
    """Return the number of digits."""
    return sum(_lengths(groups))
