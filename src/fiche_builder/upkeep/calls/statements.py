"""What each row of a call sheet states: found right, corrected to something, or nobody reached; when, by whom, how."""

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
"""Words for what is no source; `sur site` is a visit."""
_CHECK = ("on", "by", "channel")


class Result(Enum):
    """What a call found out about a value."""

    CONFIRMED = auto()
    CORRECTED = auto()
    UNREACHABLE = auto()


@dataclass(frozen=True, slots=True)
class Check:
    """When, by whom and by which channel a value was checked at its source."""

    on: date
    by: str
    channel: str


@dataclass(frozen=True, slots=True)
class Statement:
    """What a row states of its value.

    A corrected one has the new value; None empties the cell. Unreachable has no check.
    """

    answer: CallAnswer
    result: Result
    check: Check | None = None
    new: str | None = None

    @property
    def key(self) -> ValueKey:
        """Which value it is about."""
        return self.answer.key

    @property
    def cell(self) -> RawCell | None:
        """The cell of the new value; none where the value is to be emptied."""
        return None if self.new is None else self.answer.cells["new"]


@dataclass(frozen=True, slots=True)
class FicheStatements:
    """All rows of one fiche: what they state, and what the heading says of the values that have no row of their own."""

    number: int
    name: str
    """As the call sheet has it."""
    answers: tuple[CallAnswer, ...]
    statements: tuple[Statement, ...]
    whole: Statement | None
    problems: tuple[Problem, ...]

    @property
    def title(self) -> str:
        """How editors know the fiche."""
        return f"{self.number} {self.name}".strip()


def read_statements(sheet: CallSheet, today: date) -> list[FicheStatements]:
    """Return what a call sheet states, fiche by fiche, in the order of their first rows."""
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
        # What is given once holds for what stands below; the heading comes first, wherever sorting put it.
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
            # What the heading says goes before what another row says of itself.
            above.update(
                {column: answer for column in own if not (heading and heading.text(column)) or answer is heading}
            )
        return FicheStatements(
            self._answers[0].key.number, self._name, tuple(first), tuple(statements), whole, tuple(self._problems)
        )

    def _once(self, answers: Iterable[CallAnswer]) -> list[CallAnswer]:
        """Return one answer for each value; a copied row that says something else is told."""
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
                    self._tell(answer, "result", _("This row stands twice, and says something else in row %(row)d.") % {"row": first.row},
                               _("Keep one of the two."))  # fmt: skip
                else:
                    seen[str(answer.key)] = answer
        return list(seen.values())

    def _heading(self, answer: CallAnswer, given: Mapping[str, CallAnswer]) -> Statement | None:
        if answer.text("new"):
            self._tell(answer, "new", _("A new value stands in the line of the whole fiche."),
                       _("Write it into the row of the value it replaces."))  # fmt: skip
        result = self._result(answer)
        if result is Result.CORRECTED:
            self._tell(answer, "result", _("“%(word)s” stands in the line of the whole fiche.") % {"word": result_words()[1]},
                       _("Write it into the rows of the values that were corrected."))  # fmt: skip
            return None
        if result is Result.CONFIRMED:
            check = self._check(answer, given)
            return Statement(answer, result, check) if check else None
        return Statement(answer, result) if result else None

    def _statement(
        self, answer: CallAnswer, whole: Statement | None, given: Mapping[str, CallAnswer]
    ) -> Statement | None:
        """Return what a row states; None for a row that says nothing, or nothing that can be taken."""
        new, own = answer.text("new"), self._result(answer)
        if (answer.text("result") and own is None) or self._is_contradictory(answer, own):
            return None
        result = own or (Result.CORRECTED if new else None)
        if result is None:
            # A row left empty: what the heading says holds for it. A heading that could not be taken has been told of.
            return Statement(answer, whole.result, whole.check) if whole else None
        if result is Result.UNREACHABLE:
            return Statement(answer, result)
        check = self._check(answer, given)
        return Statement(answer, result, check, None if not new or _is_deletion(new) else new) if check else None

    def _is_contradictory(self, answer: CallAnswer, own: Result | None) -> bool:
        """Tell of a row that says two things at once."""
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
                       _("Choose “%(word)s”, or take the new value away.") % {"word": corrected})  # fmt: skip
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
        """Return when, by whom and how, as the row says or what stands above it; None, and told why, when that cannot be relied on."""
        missing = [column for column in _CHECK if column not in given]
        if missing:
            words = headers()
            self._tell(answer, missing[0], _("It is not said: %(columns)s.") % {"columns": quoted(words[column] for column in missing)},
                       _("Fill it in here, or once in the first line of the fiche."))  # fmt: skip
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
            self._tell(answer, "on", _("%(day)s lies long before the day this call sheet was made.") % {"day": day_text(day)},
                       _("Write the day on which it was done."))  # fmt: skip
        else:
            return day
        return None

    def _channel(self, answer: CallAnswer) -> str:
        """Return the channel in the workbook's word for it."""
        text = self._word(answer, "channel")
        if _NO_SOURCE.search(fold(text)):
            self._tell(answer, "channel", _("“%(value)s” is not a source: a web page may be as old as our fiche.") % {"value": text},
                       _("Call or write to the organisation itself."))  # fmt: skip
            return ""
        return channel_word(text)

    def _word(self, answer: CallAnswer, column: str) -> str:
        """Return what a cell says; nothing, and told why, where it holds an error."""
        cell = answer.cells[column]
        if cell.error or cell.uncached:
            message = _("The cell holds a formula or an error: %(value)s.") % {"value": cell.shown}
            self._tell(answer, column, message, _("Write the value itself."))
            return ""
        return tidy(answer.text(column))

    def _tell(self, answer: CallAnswer, column: str, message: str, hint: str) -> None:
        """Note a problem at a cell, once."""
        place = answer.place(column)
        if place not in self._told:
            self._told.add(place)
            self._problems.append(Problem(place, self._title, message, hint))


def channel_word(text: str) -> str:
    """Return a channel as the workbook writes it: its own word for the known ones, others as they were typed."""
    for channel, msgid in ((Channel.CALL, "call"), (Channel.MAIL, "mail"), (Channel.VISIT, "visit")):
        if fold(text) in {fold(word) for word in (channel.word, *channel.also, *in_every_language(msgid))}:
            return channel.word
    return text


def _is_deletion(text: str) -> bool:
    """Tell whether a new value is a word that empties the cell."""
    words = (_("delete"), *in_every_language("delete"))
    return text == _EMPTYING or fold(text) in {fold(word) for word in words}
