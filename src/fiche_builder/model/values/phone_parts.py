"""Digits in a piece of a phone cell with the text on both sides, and questions about what is read in them."""

import re
from dataclasses import dataclass

from fiche_builder.model.values.phone_runs import Doubt, Groups, Number, digits_in

INDEX_DIGITS = 3
"""A house, a room or a line has so many at most."""
POSTAL = (4, 5)
_ATTACHED = re.compile(r"[^\W\d_]|@|\.[^\W\d_]")
_ENDS_IN_LETTER = re.compile(r"[^\W\d_]-?$|@\S*$")
_HOUSES = re.compile(r"\s?[-–]\s?")


@dataclass(frozen=True, slots=True)
class DigitRun:
    """Digits, with the text on both sides up to the next token that contains digits."""

    groups: Groups
    before: str
    after: str
    is_followed: bool
    """By hours, dates or digits, with only `after` between."""

    @property
    def size(self) -> int:
        """How many digits there are."""
        return sum(len(group.digits) for group in self.groups)

    @property
    def is_attached(self) -> bool:
        """Tell whether the digits are part of a word: B12, 107bis, 1722.be."""
        return bool((len(self.groups) == 1 and self.follows_letter) or _ATTACHED.match(self.after))

    @property
    def follows_letter(self) -> bool:
        """Tell whether the first digits are attached to the word before."""
        return bool(_ENDS_IN_LETTER.search(self.before))


def is_index(part: Number | Doubt) -> bool:
    """Tell whether digits that are no number may be those of the word before: tram 7, Ouagadougou 01, 10672."""
    return isinstance(part, Doubt) and digits_in(part.groups) <= max(POSTAL) and len(part.groups) == 1


def is_ending(part: Number | Doubt) -> bool:
    """Tell whether a part is the ending of a further number."""
    return isinstance(part, Number) and part.is_ending


def address(groups: Groups) -> Groups:
    """Return the first digits of a run, taken as house numbers: 112, or 112-114."""
    is_pair = (
        len(groups) > 1
        and groups[1].digits[0] != "0"
        and bool(_HOUSES.fullmatch(groups[1].gap))
        and len(groups[1].digits) <= INDEX_DIGITS
    )
    return groups[: 1 + is_pair]


def may_end(part: Number | Doubt) -> bool:
    """Tell whether digits would be an ending if no word followed them."""
    return isinstance(part, Doubt) and part.base is not None and bool(part.likely)


def is_short(part: Number | Doubt) -> bool:
    """Tell whether a part is a short number of the country."""
    return isinstance(part, Number) and part.is_short


def number(part: Number | Doubt) -> Number | None:
    """Return a part if it is a number."""
    return part if isinstance(part, Number) else None
