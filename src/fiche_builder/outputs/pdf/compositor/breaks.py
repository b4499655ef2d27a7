"""Where a line of text may end: Unicode's line breaking (UAX #14, revision 53), with one rule of our own.

The classes of characters are uniseg's. Its own breaking gives the same places, and holds these rules in the tests, but
needs some hundred microseconds for each character.
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from unicodedata import category

_LETTERS = "AHN"
"""Between two of these classes (letters, Hebrew letters, digits) no line ends."""
_CANDIDATE = re.compile(rf"(?<=[{_LETTERS}])(?=[^{_LETTERS} ])|(?<=[^{_LETTERS}])(?=[^ ])")
_CODES = {
    "AL": "A", "HL": "H", "NU": "N", "SP": " ", "CM": "m", "ZWJ": "j", "ZW": "z", "WJ": "w", "GL": "G", "CL": "c",
    "CP": "p", "EX": "x", "SY": "/", "IS": ",", "OP": "o", "QU": "q", "NS": "n", "B2": "2", "CB": "B", "BA": "b",
    "HY": "-", "BB": "<", "IN": "i", "PR": "r", "PO": "P", "ID": "I", "EB": "E", "EM": "e", "RI": "R", "BK": "K",
    "CR": "K", "LF": "K", "NL": "K", "JL": "l", "JV": "v", "JT": "t", "H2": "h", "H3": "3",
    "CJ": "n", "AI": "A", "SG": "A", "XX": "A", "SA": "A",
}  # fmt: skip
"""One character for each class, and for those that stand for another without its language (LB1)."""
_QUOTES = {"Pi": "«", "Pf": "»"}
"""Quotation marks that open, and those that close, by their category."""
_HANGUL = {"l": "lvh3", "v": "vt", "h": "vt", "t": "t", "3": "t"}
_NUMBER_FOLLOWS = re.compile(",?N")
_WORD_HYPHEN = re.compile(r"(?<=\w)-(?=\w)")


class _Classes(dict[int, str]):
    """The class of each character, asked for once."""

    def __missing__(self, code: int) -> str:
        from uniseg.linebreak import line_break

        found = _CODES.get(line_break(chr(code)).value, "A")
        if found == "q":
            found = _QUOTES.get(category(chr(code)), "q")
        self[code] = found
        return found


_CLASSES = _Classes({0x2010: "‐"})  # a hyphen of class BA that begins words, as that of class HY does


@lru_cache(maxsize=20_000)
def break_places(text: str, *, own_rule: bool = True) -> tuple[int, ...]:
    """Return the places in a text at which a line may end: how many characters stand before each.

    By our own rule, none is behind a hyphen inside a word: readers search for names, and a viewer takes such a hyphen
    at the end of a line for one of hyphenation. Where even so a word does not fit, `inline` breaks it.
    """
    classes = text.translate(_CLASSES)
    bare, origins = _without_marks(classes) if "m" in classes or "j" in classes else (classes, range(len(classes)))
    places = [origins[found.start()] for found in _CANDIDATE.finditer(bare) if _may_break(bare, found.start())]
    if "j" in classes:
        places = [place for place in places if classes[place - 1] != "j"]  # LB8a
    if own_rule and "-" in text:
        kept = {found.end() for found in _WORD_HYPHEN.finditer(text)}
        places = [place for place in places if place not in kept]
    return tuple(places)


def _without_marks(classes: str) -> tuple[str, Sequence[int]]:
    """Return classes without combining marks, which belong to what they stand on, and where each was (LB9, LB10)."""
    found: list[str] = []
    origins: list[int] = []
    for place, code in enumerate(classes):
        is_mark = code in "mj"
        if not is_mark or not found or found[-1] in " Kz":
            found.append("A" if is_mark else code)
            origins.append(place)
    return "".join(found), origins


def _may_break(classes: str, at: int) -> bool:  # noqa: C901, PLR0911, PLR0912 (Unicode's rules, one after the other)
    after = classes[at]
    end = len(classes[:at].rstrip(" "))
    spaced = end < at
    before = classes[end - 1] if end else ""
    earlier = classes[end - 2] if end > 1 else ""
    later = classes[at + 1] if at + 1 < len(classes) else ""
    if before == "K" and not spaced:  # LB4, LB5
        return True
    if after in "Kz":  # LB6, LB7
        return False
    if before == "z":  # LB8
        return True
    if after == "w" or (before in "wG" and before and not spaced):  # LB11, LB12
        return False
    if after == "G" and not spaced and before not in "b-‐":  # LB12a
        return False
    if after in "cpx/" or before == "o":  # LB13, LB14
        return False
    if before == "«" and earlier in _OPENS:  # LB15a
        return False
    if after == "»" and later in _CLOSES:  # LB15b
        return False
    if after == ",":  # LB15c, LB15d
        return spaced and later == "N"
    if (before in "cp" and before and after == "n") or (before == after == "2"):  # LB16, LB17
        return False
    if spaced:  # LB18
        return True
    if after in "q«»" or before in "q«»":  # LB19
        return False
    if "B" in {before, after}:  # LB20
        return True
    if before in "-‐" and earlier in _WORD_BEGINS and after == "A":  # LB20a
        return False
    if after in "b-‐n" or before == "<":  # LB21
        return False
    if (earlier == "H" and before in "b-‐" and after != "H") or (before == "/" and after == "H"):  # LB21a, LB21b
        return False
    if after == "i":  # LB22
        return False
    if (before == "r" and after in "IEe") or (before in "IEe" and after == "P"):  # LB23a
        return False
    if (before in "rP" and after in "AH") or (before in "AH" and after in "rP"):  # LB24
        return False
    if _is_in_number(classes, at):  # LB25
        return False
    if before in _HANGUL and after in _HANGUL[before]:  # LB26
        return False
    if (before in _HANGUL and after == "P") or (before == "r" and after in _HANGUL):  # LB27
        return False
    if before == "," and after in "AH":  # LB29
        return False
    if (before in "AHN" and after == "o") or (before == "p" and after in "AHN"):  # LB30
        return False
    if before == after == "R":  # LB30a
        return (end - len(classes[:end].rstrip("R"))) % 2 == 0
    return not (before == "E" and after == "e")  # LB30b, LB31


_OPENS = {"", "K", "o", "q", "«", "»", "G", " ", "z"}
_CLOSES = {"", " ", "G", "w", "c", "q", "«", "»", "p", "x", ",", "/", "K", "z"}
_WORD_BEGINS = {"", "K", " ", "z", "B", "G"}


def _is_in_number(classes: str, at: int) -> bool:
    """Tell whether a place is inside a number, its signs included (LB25)."""
    before, after = classes[at - 1], classes[at]
    if after == "N":
        return before in "rP-," or (before == "/" and _ends_in_number(classes[:at]))
    if before in "rP" and after == "o" and _NUMBER_FOLLOWS.match(classes, at + 1):
        return True
    return after in "rP" and _ends_in_number(classes[: at - 1] if before in "cp" else classes[:at])


def _ends_in_number(classes: str) -> bool:
    return classes.rstrip("/,").endswith("N")
