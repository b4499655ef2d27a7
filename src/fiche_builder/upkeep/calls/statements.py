"""What each row of a call sheet says: right, corrected, or nobody reached; and when, by whom and how."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum, auto

from fiche_builder.common.dates import day_text
from fiche_builder.common.i18n import _, quoted
from fiche_builder.common.text import fold, tidy
from fiche_builder.model.values.simple import parse_date
from fiche_builder.model.words import Channel
from fiche_builder.upkeep.calls.answers import CallAnswer, CallSheet
from fiche_builder.upkeep.calls.callsheet import headers, result_words
from fiche_builder.upkeep.sheets.returned import Problem, in_every_language
from fiche_builder.upkeep.sheets.values import WHOLE, ValueKey, exact_digest
from fiche_builder.workbook.raw import RawCell

_EMPTYING = "-"
_LONG_AGO = timedelta(days=31)
_NO_SOURCE = re.compile(
    r"(?<!\w)(?:web|websites?|webpage|(?<!sur )(?<!on )sites?|internet|google|facebook|linkedin|online|en "
    r"ligne)(?!\w)|https?:|www\."
)
"""Words for something that is not a source. `sur site` is a visit."""
_CHECK = ("on", "by", "channel")


class Result(Enum):
    """The result of a call for one value."""

    CONFIRMED = auto()
    CORRECTED = auto()
    UNREACHABLE = auto()


@dataclass(frozen=True, slots=True)
class Check:
    """When, by whom and through which channel a value was verified."""

    on: date
    by: str
    channel: str


@dataclass(frozen=True, slots=True)
class Statement:
    """What a row says about its value.

    A correction has the new value, where None empties the cell. If nobody was reached, there is no check.
    """

    answer: CallAnswer
    result: Result
    check: Check | None = None
    new: str | None = None

    @property
    def key(self) -> ValueKey:
        """The key of the value that it is about."""
        return self.answer.key

    @property
    def cell(self) -> RawCell | None:
        """The cell of the new value, or None if the value is to be emptied."""
        return None if self.new is None else self.answer.cells["new"]


@dataclass(frozen=True, slots=True)
class FicheStatements:
    """All rows of one fiche: what they say, and what the heading says about values without a row of their own."""

    number: int
    name: str
    """The fiche's name in the call sheet."""
    answers: tuple[CallAnswer, ...]
    statements: tuple[Statement, ...]
    whole: Statement | None
    problems: tuple[Problem, ...]

    @property
    def title(self) -> str:
        """The N° and name by which editors know the fiche."""
        return f"{self.number} {self.name}".strip()


def read_statements(sheet: CallSheet, today: date) -> list[FicheStatements]:
    """Return what a call sheet says, fiche by fiche, in the order of their first rows."""
    groups: defaultdict[int, list[CallAnswer]] = defaultdict(list)
    for answer in sheet.answers:
        groups[answer.key.number].append(answer)
    return [_FicheReader(answers, sheet.day, today).read() for answers in groups.values()]


class _FicheReader:
    def __init__(self, answers: list[CallAnswer], made_on: date | None, today: date) -> None:
        self._answers = answers
        self._made_on, self._today = made_on, today
        self._problems: list[Problem] = []
        self._told: set[str] = set()
        self._name = next((answer.text("name") for answer in answers if answer.text("name")), "")
        self._title = f"{answers[0].key.number} {self._name}".strip()

    def read(self) -> FicheStatements:
        first = self._once(self._answers)
        heading = next((answer for answer in first if answer.key.column == WHOLE), None)
        # What is given once also applies to the rows below. The heading comes first, wherever sorting put it.
        ordered = ([heading] if heading else []) + [answer for answer in first if answer is not heading]
        above: dict[str, CallAnswer] = {}
        whole: Statement | None = None
        statements = []
        for answer in ordered:
            own = {column: answer for column in _CHECK if answer.text(column)}
            if answer is heading:
                whole = self._heading(answer, own)
            elif (statement := self._statement(answer, whole, {**above, **own})) is not None:
                statements.append(statement)
            # The answer in the heading wins over the one in another row.
            above.update(
                {column: answer for column in own if not (heading and heading.text(column)) or answer is heading}
            )
        return FicheStatements(
            self._answers[0].key.number, self._name, tuple(first), tuple(statements), whole, tuple(self._problems)
        )

    def _once(self, answers: Iterable[CallAnswer]) -> list[CallAnswer]:
        """Return one answer for each value. A copied row that says something else is reported."""
        seen: dict[str, CallAnswer] = {}
        for answer in answers:
            first = seen.setdefault(str(answer.key), answer)
            inputs = ("result", "new", *_CHECK)
            if (
                first is not answer
                and answer.is_filled
                and [answer.text(c) for c in inputs] != [first.text(c) for c in inputs]
            ):
                if first.is_filled:
                    self._tell(
                        answer,
                        "result",
                        _("This row stands twice, and says something else in row %(row)d.") % {"row": first.row},
                        _("Keep one of the two."),
                    )
                else:
                    seen[str(answer.key)] = answer
        return list(seen.values())

    def _heading(self, answer: CallAnswer, given: Mapping[str, CallAnswer]) -> Statement | None:
        if answer.text("new"):
            self._tell(answer, "new", _("A new value stands in the line of the whole fiche."),
                       _("Write it into the row of the value it replaces."))  # fmt: skip
        result = self._result(answer)
        if result is Result.CORRECTED:
            self._tell(
                answer,
                "result",
                _("“%(word)s” stands in the line of the whole fiche.") % {"word": result_words()[1]},
                _("Write it into the rows of the values that were corrected."),
            )
            return None
        if result is Result.CONFIRMED:
            check = self._check(answer, given)
            return Statement(answer, result, check) if check else None
        return Statement(answer, result) if result else None

    def _statement(
        self, answer: CallAnswer, whole: Statement | None, given: Mapping[str, CallAnswer]
    ) -> Statement | None:
        """Return what a row says; None if it says nothing, or nothing that can be taken."""
        new, own = answer.text("new"), self._result(answer)
        if (answer.text("result") and own is None) or self._is_contradictory(answer, own):
            return None
        result = own or (Result.CORRECTED if new else None)
        if result is None:
            # An empty row follows the heading. If the heading could not be taken, that was already reported.
            return Statement(answer, whole.result, whole.check) if whole else None
        if result is Result.UNREACHABLE:
            return Statement(answer, result)
        check = self._check(answer, given)
        return Statement(answer, result, check, None if not new or _is_deletion(new) else new) if check else None

    def _is_contradictory(self, answer: CallAnswer, own: Result | None) -> bool:
        """Report a row that contradicts itself."""
        new, (confirmed, corrected, unreachable) = answer.text("new"), result_words()
        if "value" in answer.columns and exact_digest(answer.text("value")) != answer.key.value:
            hint = _("Leave that column as it is, and write what is right into “%(column)s”.") % {
                "column": headers()["new"]
            }
            self._tell(
                answer, "value", _("The present value was changed in the call sheet: this row is not taken."), hint
            )
        elif new and own in {Result.CONFIRMED, Result.UNREACHABLE}:
            word = confirmed if own is Result.CONFIRMED else unreachable
            self._tell(answer, "new", _("“%(word)s”, and yet a new value: which of the two?") % {"word": word},
                       _("Choose “%(word)s”, or remove the new value.") % {"word": corrected})  # fmt: skip
        elif own is Result.CORRECTED and not new:
            self._tell(answer, "new", _("“%(word)s”, but there is no new value.") % {"word": corrected},
                       _("Write the new value; a single - empties the cell."))  # fmt: skip
        else:
            return False
        return True

    def _result(self, answer: CallAnswer) -> Result | None:
        text = answer.text("result")
        if not text:
            return None
        for msgid, result in (
            ("Confirmed", Result.CONFIRMED),
            ("Corrected", Result.CORRECTED),
            ("Unreachable", Result.UNREACHABLE),
        ):
            if fold(text) in {fold(word) for word in in_every_language(msgid)}:
                return result
        self._tell(answer, "result", _("“%(value)s” is not a result.") % {"value": text},
                   _("Choose one of: %(words)s.") % {"words": ", ".join(result_words())})  # fmt: skip
        return None

    def _check(self, answer: CallAnswer, given: Mapping[str, CallAnswer]) -> Check | None:
        """Return when, by whom and how, from the row or from the rows above it.

        If that cannot be relied on, report why and return None.
        """
        missing = [column for column in _CHECK if column not in given]
        if missing:
            words = headers()
            self._tell(
                answer,
                missing[0],
                _("This is missing: %(columns)s.") % {"columns": quoted(words[column] for column in missing)},
                _("Fill it in here, or once in the first line of the fiche."),
            )
            return None
        on, by, channel = self._on(given["on"]), self._word(given["by"], "by"), self._channel(given["channel"])
        return Check(on, by, channel) if on and by and channel else None

    def _on(self, answer: CallAnswer) -> date | None:
        cell = answer.cells["on"]
        parsed = parse_date(cell.value) if not cell.error else None
        day = parsed.value if parsed else None
        hint = _("Write day/month/year, such as 25/11/2026.")
        if day is None:
            self._tell(answer, "on", _("“%(value)s” is not a date.") % {"value": cell.shown}, hint)
        elif day > self._today:
            self._tell(answer, "on", _("%(day)s is in the future.") % {"day": day_text(day)},
                       _("Write the day on which it was done."))  # fmt: skip
        elif self._made_on and day < self._made_on - _LONG_AGO:
            self._tell(
                answer,
                "on",
                _("%(day)s lies long before the day this call sheet was made.") % {"day": day_text(day)},
                _("Write the day on which it was done."),
            )
        else:
            return day
        return None

    def _channel(self, answer: CallAnswer) -> str:
        """Return the channel, in the workbook's own word."""
        text = self._word(answer, "channel")
        if _NO_SOURCE.search(fold(text)):
            self._tell(
                answer,
                "channel",
                _("“%(value)s” is not a source: a web page may be as old as our fiche.") % {"value": text},
                _("Call or write to the organisation itself."),
            )
            return ""
        return channel_word(text)

    def _word(self, answer: CallAnswer, column: str) -> str:
        """Return the text of a cell. If it holds an error, report that and return ""."""
        cell = answer.cells[column]
        if cell.error or cell.uncached:
            message = _("The cell holds a formula or an error: %(value)s.") % {"value": cell.shown}
            self._tell(answer, column, message, _("Write the value itself."))
            return ""
        return tidy(answer.text(column))

    def _tell(self, answer: CallAnswer, column: str, message: str, hint: str) -> None:
        """Report a problem at a cell, once."""
        place = answer.place(column)
        if place not in self._told:
            self._told.add(place)
            self._problems.append(Problem(place, self._title, message, hint))


def channel_word(text: str) -> str:
    """Return a channel as the workbook writes it: known ones in its own word, others as they were typed."""
    for channel, msgid in ((Channel.CALL, "call"), (Channel.MAIL, "mail"), (Channel.VISIT, "visit")):
        if fold(text) in {fold(word) for word in (channel.word, *channel.also, *in_every_language(msgid))}:
            return channel.word
    return text


def _is_deletion(text: str) -> bool:
    """Tell whether a new value is a sign or word that empties the cell."""
    words = (_("delete"), *in_every_language("delete"))
    return text == _EMPTYING or fold(text) in {fold(word) for word in words}
