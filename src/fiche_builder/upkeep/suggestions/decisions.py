"""Reading the sheet of suggestions back: what was decided, compared with the workbook.

Accepting is not verifying, so no date of a verification changes.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date

from fiche_builder.check.remarks import Said
from fiche_builder.common.errors import WorkbookError
from fiche_builder.common.i18n import _, ngettext, quoted
from fiche_builder.common.text import fold, tidy
from fiche_builder.model.columns import Column
from fiche_builder.model.fields import FICHES, SUGGESTIONS
from fiche_builder.model.tables import Row, Table, fiche_names
from fiche_builder.model.values.cells import text_of
from fiche_builder.model.words import Flag, SuggestionStatus
from fiche_builder.upkeep.amend import Amendment, Change, row_title, show
from fiche_builder.upkeep.sheets.entries import NewValue, read_entry
from fiche_builder.upkeep.sheets.naming_fiches import read_fiche
from fiche_builder.upkeep.sheets.returned import (
    Conflict,
    Desk,
    Returned,
    find_forms,
    key_column,
    read_columns,
    words_of,
)
from fiche_builder.upkeep.sheets.values import fiche_rows, shown_text
from fiche_builder.upkeep.suggestions.corrections import CorrectionReader, DecisionRow
from fiche_builder.upkeep.suggestions.form import (
    DECISIONS,
    SCHEMA,
    headers,
    parse_key,
    status_of,
    suggestion_print,
)
from fiche_builder.workbook.forms import read_facts
from fiche_builder.workbook.raw import RawRow

_MSGIDS = {
    "fiche": "Fiche",
    "decision": "Decision",
    "contact": "Contact",
    "field": "Column to change",
    "new": "New value",
    "author": "Author",
    "proposal": "Suggestion",
}


def read_decisions(desk: Desk) -> Returned:
    """Return what a sheet of suggestions says."""
    is_ours = read_facts(desk.sheet).get("schema", SCHEMA) == SCHEMA
    lines = list(_read_lines(desk)) if is_ours else []
    if not is_ours or not all(line.key.is_of_this_version for line in lines):
        raise WorkbookError(
            _("“%(name)s” was made by another version of fiche-builder.") % {"name": desk.sheet.name},
            _("Make a new sheet with: fiche suggestions --sheet suggestions.xlsx"),
        )
    taker = _DecisionTaker(desk)
    for line in lines:
        taker.take(line)
    return taker.returned()


@dataclass
class _Closed:
    """A suggestion that was decided on, and everything that changes with it."""

    row: Row
    title: str
    why: str
    changes: list[Change] = field(default_factory=list)

    def together(self) -> Iterator[Change]:
        """Yield the changes, which are made together: a suggestion is not closed when its value could not be changed.

        What was corrected is written down, because the answer to its author says so, and only then.
        """
        changes, present = list(self.changes), shown_text(self.row, "corrected")
        is_corrected = any(change.sheet is not SUGGESTIONS for change in changes)
        if is_corrected and self.row.value("corrected", Flag) is not Flag.YES:
            place = (SUGGESTIONS, self.row.raw.index, "corrected")
            changes.append(Amendment(*place, present, Flag.YES.word, self.why, self.title))
        yield from (replace(change, bundle=f"suggestion {self.row.raw.index}") for change in changes)


class _DecisionTaker:
    """Takes decisions one by one."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._rows = list(desk.book.rows(SUGGESTIONS))
        self._fiches = fiche_rows(desk.book)
        self._names = fiche_names(desk.book.table(FICHES))
        self._corrections = CorrectionReader(desk, self._fiches)
        self._changes: list[Change] = []
        self._decided: dict[int, tuple[str, ...]] = {}
        """What was taken for each row of the workbook. A copied row changes a second column, and decides nothing."""
        self._closed: dict[int, _Closed] = {}
        self._counts = dict.fromkeys(DECISIONS, 0)

    def returned(self) -> Returned:
        """Return everything that was found."""
        accepted, refused, asked = (self._counts[status] for status in DECISIONS)
        texts = (
            (accepted, ngettext("%(count)d suggestion accepted", "%(count)d suggestions accepted", accepted)),
            (refused, ngettext("%(count)d suggestion refused", "%(count)d suggestions refused", refused)),
            (asked, ngettext("%(count)d source contacted", "%(count)d sources contacted", asked)),
        )
        counts = tuple(text % {"count": count} for count, text in texts if count)
        problems, conflicts = self._corrections.problems, self._corrections.conflicts
        changes = (*self._changes, *(change for closed in self._closed.values() for change in closed.together()))
        return Returned(changes, tuple(problems), tuple(conflicts), counts=counts)

    def take(self, line: DecisionRow) -> None:
        """Take a row completely or not at all: a value that cannot be taken leaves its suggestion open."""
        number = read_fiche(line.text("fiche"), line.key.fiche, self._names)
        is_filled = any(line.text(column) for column in headers())
        if number == line.key.fiche and not is_filled:
            return
        if isinstance(number, tuple) or (number != line.key.fiche and number not in self._fiches):
            said = number if isinstance(number, tuple) else _no_fiche(number)
            self._tell(line, "fiche", self._title(line, line.key.fiche), *said)
            return
        title = self._title(line, number)
        if is_filled:
            self._take_decision(line, number, title)
        elif row := self._find_open(line, title):
            self._changes += self._name_fiche(row, number, title, _("the fiche it is about"))

    def _take_decision(self, line: DecisionRow, number: int, title: str) -> None:
        decision, day = self._decision(line, title), self._day(line, title)
        if decision is None or day is None or not self._is_flag(line, title):
            return
        row = self._find_open(line, title)
        if row is None:
            return
        closing = (decision.word, show(day), *(tidy(line.text(column)) for column in ("handled_by", "answer", "thank")))
        earlier = self._decided.get(row.raw.index)
        if earlier not in {None, closing}:
            self._tell(
                line,
                "decision",
                title,
                _("This suggestion stands twice, and is decided differently."),
                _("Decide it once."),
            )
            return
        why = _why(line, decision)
        changes = self._corrections.read(line, number, title, why) if _changes_something(line) else []
        if changes is None:
            return
        closed = self._closed.setdefault(row.raw.index, _Closed(row, title, why))
        closed.changes += changes
        if earlier is None:
            self._decided[row.raw.index] = closing
            closed.changes += self._name_fiche(row, number, title, why)
            closed.changes += self._close(row, line, decision, day, title)
            self._counts[decision] += 1

    def _find_open(self, line: DecisionRow, title: str) -> Row | None:
        """Return the row of a suggestion that is still open. If there is none, report why."""
        found = self._find(line)
        if found is None or status_of(found[1]).is_closed:
            message = (
                _("this suggestion is no longer in the workbook")
                if found is None
                else _("this suggestion was closed since")
            )
            self._corrections.conflicts.append(Conflict("", title, "", message))
            return None
        return found[1]

    def _name_fiche(self, row: Row, number: int, title: str, why: str) -> Iterator[Amendment]:
        """Yield the N° that an editor typed for a suggestion that named no fiche, or another one."""
        present = row.value("fiche", int) or 0
        if number and number != present:
            yield Amendment(SUGGESTIONS, row.raw.index, "fiche", shown_text(row, "fiche"), number, why, title)

    def _title(self, line: DecisionRow, number: int) -> str:
        fiche = self._fiches.get(number)
        return row_title(number, shown_text(fiche, "name") if fiche else "") or line.text("proposal")[:60]

    def _decision(self, line: DecisionRow, title: str) -> SuggestionStatus | None:
        known = {fold(word): status for status in DECISIONS for word in (status.word, *status.also)}
        status = known.get(fold(line.text("decision")))
        if status is None:
            text = line.text("decision")
            message = (
                _("“%(value)s” is not a decision.") % {"value": text}
                if text
                else _("There is no decision in this row.")
            )
            words = {"words": ", ".join(status.word for status in DECISIONS)}
            self._tell(line, "decision", title, message, _("Choose one of: %(words)s.") % words)
        elif status is not SuggestionStatus.ACCEPTED and _changes_something(line):
            self._tell(
                line,
                "new",
                title,
                _("“%(word)s”, and yet a new value: which of the two?") % {"word": status.word},
                _("Choose “%(word)s”, or remove the new value.") % {"word": SuggestionStatus.ACCEPTED.word},
            )
            return None
        return status

    def _day(self, line: DecisionRow, title: str) -> date | None:
        if not line.text("handled_on"):
            return self._desk.today
        entry = self._read(line, title, "handled_on", SUGGESTIONS.column("handled_on"))
        day = entry.parsed if entry else None
        if not isinstance(day, date):
            return None
        if day > self._desk.today:
            self._tell(line, "handled_on", title, _("%(day)s is in the future.") % {"day": show(day)},
                       _("Write the day on which it was done."))  # fmt: skip
            return None
        return day

    def _is_flag(self, line: DecisionRow, title: str) -> bool:
        return not line.text("thank") or self._read(line, title, "thank", SUGGESTIONS.column("thank")) is not None

    def _read(self, line: DecisionRow, title: str, name: str, column: Column) -> NewValue | None:
        """Return what a cell says for a column of the workbook. If it cannot be taken, report why and return None."""
        entry = read_entry(column, line.cells[name], self._desk)
        if entry.problem:
            self._tell(line, name, title, *entry.problem)
            return None
        return entry

    def _find(self, line: DecisionRow) -> tuple[Table, Row] | None:
        """Return the row of a suggestion, wherever it was sorted to."""
        found = [(table, row) for table, row in self._rows if suggestion_print(row) == line.key.print]
        return next((pair for pair in found if pair[1].raw.index == line.key.row), found[0] if found else None)

    def _close(
        self, row: Row, line: DecisionRow, decision: SuggestionStatus, day: date, title: str
    ) -> Iterator[Amendment]:
        """Yield the cells of the suggestion's own row. A suggestion whose source was only contacted is not closed."""
        by, answer = tidy(line.text("handled_by")), line.text("answer")
        values: dict[str, str | date] = {
            "status": decision.word,
            "handled_by": by,
            "answer": answer,
            "thank": line.text("thank"),
        }
        if decision is not SuggestionStatus.ASKED:
            values["handled_on"] = day
        for key, value in values.items():
            old = row.values.get(key)
            before = show(old) if isinstance(old, date) else shown_text(row, key)
            if value and show(value) != before:
                yield Amendment(SUGGESTIONS, row.raw.index, key, before, value, _why(line, decision), title)

    def _tell(self, line: DecisionRow, column: str, title: str, message: str, hint: str = "") -> None:
        self._corrections.tell(line, column, title, message, hint)


def _changes_something(line: DecisionRow) -> bool:
    return any(line.text(column) for column in ("contact", "field", "new"))


def _no_fiche(number: int) -> Said:
    return (
        _("There is no fiche %(number)d in the workbook.") % {"number": number},
        _("Write the N° of the fiche, as it stands in the sheet “Fiches”."),
    )


def _why(line: DecisionRow, decision: SuggestionStatus) -> str:
    author = line.text("author")
    return (
        _("suggestion by %(author)s: %(decision)s") % {"author": author, "decision": decision.word}
        if author
        else decision.word
    )


def _read_lines(desk: Desk) -> Iterator[DecisionRow]:
    form = next(find_forms(desk.sheet), None)
    if form is None:
        raise WorkbookError(
            _("“%(name)s” lacks its hidden last column, which says which suggestion each row is about.")
            % {"name": desk.sheet.name},
            _("Take the copy that still has it, or make a new one with: fiche suggestions --sheet suggestions.xlsx"),
        )
    sheet, header = form
    columns = _find_columns(desk, header)
    keys = key_column(header)
    for row in sheet.rows:
        found = row.cells.get(keys)
        key = parse_key(text_of(found.value)) if row.index > header.index and found else None
        if key:
            found_cells = ((name, row.cells.get(number)) for name, number in columns.items())
            yield DecisionRow(
                row.index, {name: cell for name, cell in found_cells if cell and cell.value is not None}, columns, key
            )


def _find_columns(desk: Desk, header: RawRow) -> dict[str, int]:
    columns = read_columns(header, words_of(_MSGIDS) | {text: key for key, text in headers().items()})
    missing = [text for key, text in headers().items() if key not in columns and key != "contact"]
    if missing:
        raise WorkbookError(
            ngettext(
                "“%(name)s” lacks the column %(columns)s.", "“%(name)s” lacks the columns %(columns)s.", len(missing)
            )
            % {"name": desk.sheet.name, "columns": quoted(missing)},
            _("Give the column its header again, or make a new sheet with: fiche suggestions --sheet suggestions.xlsx"),
        )
    return columns
