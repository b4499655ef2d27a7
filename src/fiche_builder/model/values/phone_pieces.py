"""One piece of a phone cell, between semicolons or line ends.

Its numbers are read, each with the words that belong to it.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from fiche_builder.common.text import tidy
from fiche_builder.model.model import Phone
from fiche_builder.model.values.numbering import has_trunk_zero, may_be_extension
from fiche_builder.model.values.parsed import Remark
from fiche_builder.model.values.phone_faults import diagnose
from fiche_builder.model.values.phone_parts import (
    INDEX_DIGITS,
    POSTAL,
    DigitRun,
    address,
    is_ending,
    is_index,
    is_short,
    may_end,
    number,
)
from fiche_builder.model.values.phone_runs import (
    JOINED,
    Doubt,
    Number,
    Reading,
    digits_in,
    groups_of,
    is_clear,
    is_sure,
    read_run,
    read_short,
    written,
)
from fiche_builder.model.values.phone_words import (
    ASIDES,
    CUT,
    HELP,
    HOUR_BEFORE,
    INDEXED,
    PLAIN_LABELS,
    RANGE,
    ROOM,
    SHORTENED,
    SIGNS,
    STREET,
    STREET_AFTER,
    TOKEN,
    UNIT,
)

HELD = re.compile("[\ue100-\uf4ff]")
FIRST_HELD = 0xE100
"""The first placeholder: each bracketed label becomes one private-use character while the numbers are read."""
LINE = "\ue000"
"""The end of a line whose words belong to a number on the line after or before it."""
LONG = 6
"""From this many digits on, they do not belong to a word."""
_PARTIAL = 5
"""Fewer digits than this are not even the beginning of a number."""
_PAIR = 2
_EDGES = " :;,-–—./()|&+•·*_~'☎"
_WORD = re.compile(r"\s*[^\W\d_]")
_WORD_ENDS = re.compile(r"[^\W\d_]\.?\s*$")
_COUNTED = re.compile(r"[^\W\d_]|[€$£%]")
_ONE_LETTER = re.compile(r"(?<![^\W\d_])[^\W\d_]-?$")
_LETTER = re.compile(r"[^\W\d_]")
_ATTACHED = re.compile(r"[^\W\d_]|@|\.[^\W\d_]")


@dataclass(frozen=True, slots=True)
class _Unit:
    """A number, or digits that are not one, with its place in the text."""

    part: Number | Doubt
    is_unknown: bool = False
    """Whether it is a short number that the country does not have."""

    @property
    def start(self) -> int:
        return self.part.groups[0].start

    @property
    def end(self) -> int:
        return self.part.groups[-1].end


def read_piece(piece: str, region: str, labels: Sequence[str]) -> list[Phone | Remark]:
    """Return the numbers of a piece, and remarks on what is not a number.

    `labels` are the texts behind the placeholders.
    """
    return _CellPiece(piece, region, labels).read()


def restore(text: str, labels: Sequence[str], form: str) -> str:
    """Return text with its bracketed labels put back."""
    return tidy(HELD.sub(lambda match: form % labels[ord(match[0]) - FIRST_HELD], text).replace(LINE, " "))


class _CellPiece:
    def __init__(self, text: str, region: str, labels: Sequence[str]) -> None:
        self.text = text
        self.region = region
        self.labels = labels
        self.tokens = list(TOKEN.finditer(text))
        self.runs = list(self._find_runs())

    def read(self) -> list[Phone | Remark]:
        if SHORTENED.search(self.text):
            return [self._remark("shortened")]
        units = [unit for run in self.runs for unit in self._read_run(run)]
        if not any(isinstance(unit.part, Number) for unit in units):
            likely = next((unit.part for unit in units if isinstance(unit.part, Doubt) and unit.part.likely), None)
            units = list(self._read_extensions())
            if not units:
                return [self._explain(likely)]
        bounds = self._bounds(units)
        if bounds is None:
            return [self._explain_several(units)]
        starts = [0, *(end for _start, end in bounds)]
        ends = [*(start for start, _end in bounds), len(self.text)]
        return [
            outcome
            for unit, start, end in zip(units, starts, ends, strict=True)
            for outcome in self._outcomes(unit, start, end)
        ]

    def _is_few(self, part: Number) -> bool:
        """Tell whether digits are fewer than those of real numbers, and a number all the same: 2023 in Luxembourg."""
        return len(part.typed) < LONG and not part.is_short and not has_trunk_zero(self.region)

    def _find_runs(self) -> Iterator[DigitRun]:
        ends = [0, *(token.end() for token in self.tokens)]
        starts = [*(token.start() for token in self.tokens), len(self.text)]
        for index, token in enumerate(self.tokens):
            if token.lastgroup == "run":
                groups = groups_of(self.text, token.start(), token.end())
                before = self.text[ends[index] : groups[0].start]
                after = self.text[token.end() : starts[index + 1]]
                yield DigitRun(groups, before, after, is_followed=index + 1 < len(self.tokens))

    def _read_run(self, run: DigitRun) -> list[_Unit]:
        """Read a run of digits. Digits that belong to a word yield nothing."""
        if self._is_place(run) or (run.size < LONG and run.is_attached):
            return []
        reading = self._read_beside_words(run)
        if self._is_code(run, reading[0]):
            reading = [Doubt(reading[0].groups), *reading[1:]]
        if _WORD_ENDS.search(run.before) and is_index(reading[0]):
            reading = reading[1:]  # Ouagadougou 01, 25 30 67 00
        if run.size < LONG and not any(isinstance(part, Number) and self._calls(part) for part in reading):
            return []
        return [_Unit(part) for part in reading]

    def _is_code(self, run: DigitRun, part: Number | Doubt) -> bool:
        """Tell whether digits have a letter of their own, and nothing to dial before them: W751234567."""
        is_open = isinstance(part, Number) and part.typed[0] not in "+0" and len(run.groups[0].digits) > INDEX_DIGITS
        return is_open and run.follows_letter and (has_trunk_zero(self.region) or bool(_ONE_LETTER.search(run.before)))

    def _calls(self, part: Number) -> bool:
        """Tell whether two digits are called and not a day, an age or a district: 15, SAMU 15, but Paris 15."""
        if not self._is_few(part) and len(part.typed) > _PAIR:
            return True
        return not _LETTER.search(ASIDES.sub(" ", self.text)) or bool(HELP.search(self.text))

    def _is_place(self, run: DigitRun) -> bool:
        """Tell whether a few digits are a room, a house, an hour or a count: bureau 107, rue Haute 112, 18 ans."""
        if STREET.search(run.before) or STREET_AFTER.match(run.after):
            behind = run.groups[len(address(run.groups)) :]
            is_postal = len(behind) == 1 and len(behind[0].digits) in POSTAL and _WORD.match(run.after)
            is_count = len(behind) == 1 and len(behind[0].digits) <= _PAIR and UNIT.match(run.after)  # 18 ans
            return bool(not behind or is_postal or is_count) and len(run.groups[0].digits) <= INDEX_DIGITS + 1
        if run.size <= _PAIR and run.is_followed and RANGE.match(run.after):
            return True  # 17 à 18h
        is_counted = run.size <= INDEX_DIGITS and UNIT.match(run.after)
        is_small = bool(
            is_counted or (run.size <= _PAIR and HOUR_BEFORE.search(run.before) and not HELP.search(run.before))
        )
        return is_small or (len(run.groups) == 1 and run.size < LONG and bool(ROOM.search(run.before)))

    def _read_beside_words(self, run: DigitRun) -> Reading:
        """Read a run, if need be without a first or last group that belongs to a word: Ligne 2 107, 107 9-12h."""
        reading = self._before_word(run, read_run(run.groups, self.region))
        if len(run.groups) == 1:
            return reading
        is_whole = is_sure(reading) and not (run.follows_letter and is_short(reading[0]))
        if beside := self._without_first(run, is_whole=is_whole):
            return beside
        if not self._ends_in_count(run, reading, is_whole=is_whole):
            return reading
        without = read_run(run.groups[:-1], self.region)
        is_range = is_ending(without[-1]) and run.groups[-1].strength > JOINED  # 02 … / 6-12 ans
        if not is_sure(without) or is_range or digits_in(run.groups[:-1]) <= _PAIR:
            return reading
        return [Doubt(run.groups, likely=written(reading))] if is_whole else without

    def _before_word(self, run: DigitRun, reading: Reading) -> Reading:
        """Doubt an ending or a short number that may belong to a word: … 34 / 35 fax, … / 18 ans, rue Haute 112."""
        first, last = reading[0], reading[-1]
        if is_short(first) and len(reading) > 1 and self._is_address(run):
            reading = [Doubt(first.groups), *reading[1:]]
        if (is_ending(last) and _WORD.match(run.after)) or (
            (UNIT.match(run.after) or STREET_AFTER.match(run.after)) and (is_short(last) or self._lacks_zero(last))
        ):
            before = number(reading[-2]) if is_ending(last) else None
            return [*reading[:-1], Doubt(last.groups, before, written(reading[-2:]) if before else "")]
        return reading

    def _lacks_zero(self, part: Number | Doubt) -> bool:
        """Tell whether a number is written without its zero.

        Its last digits may then belong to a word: 116117 18 ans.
        """
        is_bare = isinstance(part, Number) and part.typed[0] not in "+0" and has_trunk_zero(self.region)
        return is_bare and len(part.groups) > 1

    def _without_first(self, run: DigitRun, *, is_whole: bool) -> Reading | None:
        """Read a run without its first digits, if they belong to the word before."""
        is_address = self._is_address(run)
        behind = run.groups[len(address(run.groups)) :]
        if is_address and behind and behind[0].strength:
            without = self._before_word(run, read_run(behind, self.region))
            if is_sure(without) or not is_whole:
                return without
        first, rest = run.groups[0], run.groups[1:]
        is_index = is_address or bool(INDEXED.search(run.before)) or run.follows_letter
        is_parted = rest[0].gap[0].isspace() and not read_short(first.digits, self.region)
        is_told = bool(run.before.strip()) and is_parted and is_clear(rest, self.region)
        if len(first.digits) > INDEX_DIGITS or not (is_index or is_told):
            return None
        without = self._before_word(run, read_run(rest, self.region))
        if not is_sure(without) or (is_whole and not is_index):
            return None
        if not is_whole:
            return without
        is_dialled = is_clear(run.groups, self.region) and has_trunk_zero(self.region)
        return None if is_dialled else [Doubt(run.groups, likely=written(without))]

    def _is_address(self, run: DigitRun) -> bool:
        """Tell whether the first digits of a run may be a house number or a room number."""
        return bool(STREET.search(run.before) or ROOM.search(run.before)) and run.groups[0].digits[0] != "0"

    def _ends_in_count(self, run: DigitRun, reading: Reading, *, is_whole: bool) -> bool:
        """Tell whether the last digits of a run may belong to what follows: `9 à 12h`, `2 lignes`, `, 35 rue Haute`."""
        gap, digits = run.groups[-1].gap, run.groups[-1].digits
        if _ATTACHED.match(run.after) or STREET_AFTER.match(run.after):
            return len(digits) < LONG
        if len(digits) <= _PAIR and (UNIT.match(run.after) or (run.is_followed and RANGE.match(run.after))):
            return True
        is_listed = ("," in gap or " -" in gap) and len(digits) < LONG and not may_end(reading[-1])
        return (
            not is_whole
            and bool(_WORD.match(run.after))
            and (is_listed or (len(digits) in POSTAL and not read_short(digits, self.region)))
        )

    def _read_extensions(self) -> Iterator[_Unit]:
        """Read digits that may be extensions, if nothing else stands in the piece: 4567 / 4568."""
        if len(self.runs) != 1:
            return
        (run,) = self.runs
        parted = all("/" in group.gap or group.strength > 1 for group in run.groups[1:])
        if not parted or run.is_attached or self._is_place(run) or _COUNTED.search(run.after):
            return
        if all(may_be_extension(group.digits) for group in run.groups):
            for group in run.groups:
                number = Number([group], group.digits, Phone(group.digits, group.digits), (len(group.digits),), [group])
                yield _Unit(number, is_unknown=True)

    def _bounds(self, units: Sequence[_Unit]) -> list[tuple[int, int]] | None:
        """Return where the words of each number end and those of the next begin; None if that cannot be told."""
        bounds = []
        side = self._side(units)
        for left, right in pairwise(units):
            bound = self._bound(left.end, right.start) or self._bound_by_side(side, left.end, right.start)
            if bound is None:
                return None
            bounds.append(bound)
        return bounds

    def _bound(self, start: int, end: int) -> tuple[int, int] | None:
        if SIGNS.fullmatch(self.text, start, end):
            return start, end
        aside = [token.span() for token in self.tokens if token.lastgroup != "run"]
        cuts = [
            match.span()
            for match in CUT.finditer(self.text, start, end)
            if not any(first < match.end() and match.start() < last for first, last in aside if start <= first < end)
        ]
        if not cuts:
            return None
        closes = not self.text[start : cuts[0][0]].strip(" )")
        opens = not self.text[cuts[-1][1] : end].strip(" (+")
        return cuts[0] if closes and not opens else cuts[-1]

    def _side(self, units: Sequence[_Unit]) -> str:
        """Tell on which side of their numbers all words stand: T 02 … F 02 …, or 02 … (Anna) 02 … (Bert)."""
        opens = self.text[: units[0].start].strip(_EDGES + LINE)
        closes = self.text[units[-1].end :].strip(_EDGES + LINE)
        return "" if bool(opens) == bool(closes) else "before" if opens else "behind"

    def _bound_by_side(self, side: str, start: int, end: int) -> tuple[int, int] | None:
        between = self.text[start:end].rstrip(" (+")
        if not side or "(" in between or ")" in between or RANGE.fullmatch(between.strip()):
            return None
        return (start, start) if side == "before" else (end, end)

    def _outcomes(self, unit: _Unit, start: int, end: int) -> Iterator[Phone | Remark]:
        """Yield a number with its label, once for each of its extensions; or a remark on why it is not a number."""
        before, after = self.text[start : unit.start], self.text[unit.end : end]
        if isinstance(unit.part, Doubt):
            has_base = unit.part.base is not None and sum(len(group.digits) for group in unit.part.groups) < LONG
            text = self.text if has_base else self.text[start:end]
            yield diagnose(unit.part, restore(text, self.labels, "(%s)").strip(" ,/"), self.region)
            return
        found = [token for token in self.tokens if token.lastgroup == "extension" and start <= token.start() < end]
        extensions = [digits for token in found for digits in re.findall("[0-9]+", token[0])]
        for token in found:
            before, after = before.replace(token[0], " "), after.replace(token[0], " ")
        label = self._label(f"{before} {after}")
        for extension in extensions or [""]:
            yield replace(unit.part.phone, label=label, extension=extension)
        if unit.is_unknown or self._is_few(unit.part):
            yield Remark("phone-short-unknown", unit.part.phone.digits)

    def _label(self, text: str) -> str:
        label = restore(text, self.labels, " %s ").strip(_EDGES)
        return "" if label.casefold().rstrip(". °:") in PLAIN_LABELS else label

    def _explain(self, doubt: Doubt | None) -> Remark:
        """Say why there is no number in the piece."""
        if not self.runs:
            return self._remark("not-a-number" if self.tokens else "no-digits")
        longest = max(self.runs, key=lambda run: run.size)
        if longest.size < _PARTIAL:
            return self._remark("not-a-number")
        return diagnose(doubt or Doubt(longest.groups), restore(self.text, self.labels, "(%s)"), self.region)

    def _explain_several(self, units: Sequence[_Unit]) -> Remark:
        parts = [unit.part for unit in units]
        return self._remark("several", written(parts) if is_sure(parts) else "")

    def _remark(self, reason: str, suggestion: str = "") -> Remark:
        return Remark("phone-invalid", restore(self.text, self.labels, "(%s)"), suggestion, reason)
