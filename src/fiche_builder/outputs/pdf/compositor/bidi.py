"""Right-to-left text among text from left to right: Unicode's bidirectional algorithm (UAX #9, revision 50).

A paragraph's own direction is the annuaire's, from left to right. Controls of direction never occur, because they are
dropped where a cell is read; in their place, what is `isolated` keeps its own order, whatever stands around it.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from functools import cache

RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]")
"""A character that may be written from right to left."""
NUMBER = re.compile(r"(?:\+|\(\+?\d+\)[ .]?(?=\d))?\d(?:(?:[\s.:/–-]|,(?=\d)|\(0\))*\d)*", re.ASCII)
"""What counts as one number, whatever parts its digits: a phone, hours, a date. They are never exchanged."""
_ADDRESS = re.compile(r"[A-Za-z0-9_.+%-]+@[A-Za-z0-9.-]+|(?:https?://|www\.)[!-~]+", re.ASCII)
"""What counts as one word in Latin letters."""
_ISOLATE = "\ufffc"
"""Stands for what is isolated (class ON)."""
_WHOLES = {"a": _ADDRESS, "0": NUMBER}
"""The same, by what stands for it."""
_STRONG = {"L": "L", "R": "R", "EN": "R", "AN": "R"}
"""What counts beside neutral characters (N0 to N2)."""
_NEUTRAL = {"B", "S", "WS", "ON"}


def levels(text: str, isolated: Sequence[tuple[int, int]] = ()) -> list[int]:
    """Return the level of each character: even from left to right, odd from right to left (UAX #9, BD2).

    `isolated` tells from where to where a text is to keep its own order, none across the edge of another.
    """
    wholes = {found.span(): kind for kind, shape in _WHOLES.items() for found in shape.finditer(text)}
    return _resolve(text, 0, wholes | dict.fromkeys(isolated, _ISOLATE), 0)


def visual_order(found: Sequence[int]) -> list[int]:
    """Return the numbers of pieces from left to right, given the level of each in the order in which they are read."""
    order = list(range(len(found)))
    for level in range(max(found, default=0), 0, -1):
        start = 0
        while start < len(order):
            end = start
            while end < len(order) and found[order[end]] >= level:
                end += 1
            order[start:end] = reversed(order[start:end])
            start = end + 1
    return order


def _resolve(text: str, offset: int, wholes: Mapping[tuple[int, int], str], base: int) -> list[int]:
    """Return the levels of a text that stands at an offset in the paragraph; `base` is the level around it."""
    signs: list[str] = []
    parts: list[tuple[int, int]] = []
    end = offset
    for start, stop in sorted(wholes, key=lambda span: (span[0], -span[1])):
        if start < end or stop > offset + len(text):  # inside the one before, or across its edge
            continue
        signs += [*text[end - offset : start - offset], wholes[start, stop]]
        parts += [*((place, place + 1) for place in range(end, start)), (start, stop)]
        end = stop
    signs += text[end - offset :]
    parts += [(place, place + 1) for place in range(end, offset + len(text))]
    found: list[int] = []
    for (start, stop), level in zip(parts, _Resolved(signs, base).levels, strict=True):
        if wholes.get((start, stop)) == _ISOLATE:
            within = {span: kind for span, kind in wholes.items() if start <= span[0] and span[1] <= stop}
            del within[start, stop]
            found += _resolve(text[start - offset : stop - offset], start, within, base + 2)
        else:
            found += [level] * (stop - start)
    return found


class _Resolved:
    """The levels of characters of which none is isolated; all around them is from left to right."""

    def __init__(self, signs: Sequence[str], base: int) -> None:
        self._signs = signs
        self._classes = [unicodedata.bidirectional(sign) or "L" for sign in signs]
        self._original = list(self._classes)
        self._weak()
        self._brackets()
        self._neutrals()
        self.levels = [base + {"R": 1, "AN": 2, "EN": 2}.get(kind, 0) for kind in self._classes]  # I1

    def _weak(self) -> None:
        """Resolve numbers and what belongs to them (W1 to W7)."""
        kinds = self._classes
        strong = before = "L"
        for place, kind in enumerate(kinds):
            if kind == "NSM":
                kinds[place] = before
            elif kind == "EN" and strong == "AL":
                kinds[place] = "AN"
            strong = kinds[place] if kinds[place] in {"L", "R", "AL"} else strong
            before = kinds[place]
        kinds[:] = ["R" if kind == "AL" else kind for kind in kinds]
        for place in range(1, len(kinds) - 1):
            beside = {kinds[place - 1], kinds[place + 1]}
            if len(beside) == 1 and (kinds[place] == "CS" or (kinds[place] == "ES" and beside == {"EN"})):
                kinds[place] = kinds[place - 1] if beside <= {"EN", "AN"} else kinds[place]
        self._spread_terminators()
        strong = "L"
        for place, kind in enumerate(kinds):
            if kind in {"ES", "CS", "ET", "BN"}:
                kinds[place] = "ON"
            elif kind == "EN" and strong == "L":
                kinds[place] = "L"
            strong = kind if kind in {"L", "R"} else strong

    def _spread_terminators(self) -> None:
        kinds = self._classes
        for start, end in _runs(kinds, {"ET"}):
            if (start and kinds[start - 1] == "EN") or (end < len(kinds) and kinds[end] == "EN"):
                kinds[start:end] = ["EN"] * (end - start)

    def _brackets(self) -> None:
        """Resolve brackets in pairs, so that both are seen alike (N0)."""
        kinds = self._classes
        for start, end in self._pairs():
            inside = {_STRONG[kind] for kind in kinds[start + 1 : end] if kind in _STRONG}
            if "L" in inside:
                self._set_bracket(start, end, "L")
            elif inside:
                before = next((_STRONG[kind] for kind in reversed(kinds[:start]) if kind in _STRONG), "L")
                self._set_bracket(start, end, before)

    def _set_bracket(self, start: int, end: int, kind: str) -> None:
        for place in (start, end):
            self._classes[place] = kind
            after = place + 1
            while after < len(self._classes) and self._original[after] == "NSM":
                self._classes[after] = kind
                after += 1

    def _pairs(self) -> list[tuple[int, int]]:
        """Return the pairs of brackets, by where they open (BD16)."""
        opened: list[tuple[str, int]] = []
        found = []
        for place, sign in enumerate(self._signs):
            if self._classes[place] != "ON":
                continue
            if closing := _closing(sign):
                opened.append((closing, place))
            else:
                depth = next((at for at in range(len(opened) - 1, -1, -1) if opened[at][0] == sign), None)
                if depth is not None:
                    found.append((opened[depth][1], place))
                    del opened[depth:]
        return sorted(found)

    def _neutrals(self) -> None:
        """Resolve all else by what stands on both sides (N1, N2)."""
        kinds = self._classes
        for start, end in _runs(kinds, _NEUTRAL):
            before = _STRONG[kinds[start - 1]] if start else "L"
            after = _STRONG[kinds[end]] if end < len(kinds) else "L"
            kinds[start:end] = [before if before == after else "L"] * (end - start)


def _runs(kinds: Sequence[str], wanted: set[str]) -> list[tuple[int, int]]:
    found = []
    start = 0
    while start < len(kinds):
        end = start
        while end < len(kinds) and kinds[end] in wanted:
            end += 1
        if end > start:
            found.append((start, end))
        start = end + 1
    return found


@cache
def _closing(sign: str) -> str:
    """Return the bracket that closes one, in the form of Unicode's canonical equivalent; none if it opens nothing."""
    if unicodedata.category(sign) != "Ps" or not unicodedata.mirrored(sign):
        return ""
    name = unicodedata.name(sign)
    try:
        return unicodedata.lookup(name.replace("LEFT", "RIGHT")) if "LEFT" in name else ""
    except KeyError:
        return ""
