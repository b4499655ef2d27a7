"""Reading the sheet of suggestions back: what was decided, compared with the workbook.

Accepting is not verifying, so no date of a verification changes.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from fiche_builder.common.errors import WorkbookError
from fiche_builder.common.i18n import _, ngettext, quoted
from fiche_builder.common.text import fold, fold_header, tidy
from fiche_builder.model.columns import Column
from fiche_builder.model.fields import FICHES, SUGGESTIONS
from fiche_builder.model.tables import Row, Table
from fiche_builder.model.values.cells import text_of
from fiche_builder.model.words import SuggestionStatus
from fiche_builder.upkeep.amend import Amendment, Change, row_title, show
from fiche_builder.upkeep.sheets.entries import NewValue, read_entry
from fiche_builder.upkeep.sheets.returned import (
    Conflict,
    Desk,
    FilledRow,
    Problem,
    Returned,
    find_forms,
    key_column,
    read_columns,
    read_facts,
    words_of,
)  # fmt: skip
from fiche_builder.upkeep.sheets.values import exact_digest, fiche_rows, shown_text
from fiche_builder.upkeep.suggestions.form import (
    DECISIONS,
    FIELDS,
    SCHEMA,
    SuggestionKey,
    headers,
    parse_key,
    status_of,
    suggestion_print,
)
from fiche_builder.workbook.raw import RawRow, column_letter

_MSGIDS = {
    "decision": "Decision",
    "field": "Column to change",
    "new": "New value",
    "author": "Author",
    "proposal": "Suggestion",
}
_EMPTYING = "-"


@dataclass(frozen=True, slots=True)
class DecisionRow(FilledRow):
    """A row of the returned sheet."""

    key: SuggestionKey


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


class _DecisionTaker:
    """Takes decisions one by one."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._rows = list(desk.book.rows(SUGGESTIONS))
        self._fiches = fiche_rows(desk.book)
        self._changes: list[Change] = []
        self._problems: list[Problem] = []
        self._conflicts: list[Conflict] = []
        self._decided: dict[int, tuple[str, ...]] = {}
        """What was taken for each row of the workbook. A copied row changes a second column, and decides nothing."""
        self._changed: set[tuple[int, str]] = set()
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
        return Returned(tuple(self._changes), tuple(self._problems), tuple(self._conflicts), counts=counts)

    def take(self, line: DecisionRow) -> None:
        """Take a row completely or not at all: a value that cannot be taken leaves its suggestion open."""
        if not any(line.text(column) for column in headers()):
            return
        title = self._title(line)
        decision, day = self._decision(line, title), self._day(line, title)
        if decision is None or day is None or not self._is_flag(line, title):
            return
        found = self._find(line)
        if found is None or status_of(found[1]).is_closed:
            message = (
                _("this suggestion is no longer in the workbook")
                if found is None
                else _("this suggestion was closed since")
            )
            self._conflicts.append(Conflict("", title, "", message))
            return
        row = found[1]
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
        changes = self._amend(line, title, decision) if line.text("field") or line.text("new") else []
        if changes is None:
            return
        self._changes += changes
        if earlier is None:
            self._decided[row.raw.index] = closing
            self._changes += self._close(row, line, decision, day, title)
            self._counts[decision] += 1

    def _title(self, line: DecisionRow) -> str:
        fiche = self._fiches.get(line.key.fiche)
        return row_title(line.key.fiche, shown_text(fiche, "name") if fiche else "") or line.text("proposal")[:60]

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
        elif status is not SuggestionStatus.ACCEPTED and (line.text("field") or line.text("new")):
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
        empties = name == "new" and line.text(name) == _EMPTYING
        entry = read_entry(column, None if empties else line.cells[name], self._desk)
        if entry.problem:
            self._tell(line, name, title, *entry.problem)
            return None
        return entry

    def _find(self, line: DecisionRow) -> tuple[Table, Row] | None:
        """Return the row of a suggestion, wherever it was sorted to."""
        found = [(table, row) for table, row in self._rows if suggestion_print(row) == line.key.print]
        return next((pair for pair in found if pair[1].raw.index == line.key.row), found[0] if found else None)

    def _amend(self, line: DecisionRow, title: str, decision: SuggestionStatus) -> list[Amendment] | None:
        """Return the change of the fiche that a suggestion asks for; None if it cannot be made.

        There is nothing to change if the fiche already says so.
        """
        known = {fold_header(FICHES.column(key).header): key for key in FIELDS}
        key = known.get(fold_header(line.text("field")))
        fiche = self._fiches.get(line.key.fiche)
        if key is None or not line.text("new"):
            self._tell(
                line,
                "new" if key else "field",
                title,
                _("A change needs both the column and the new value."),
                _("Choose the column, and write the whole cell as it should be; a single - empties it."),
            )
            return None
        if fiche is None:
            self._miss_fiche(line, title, key)
            return None
        entry = self._read(line, title, "new", FICHES.column(key))
        if entry is None:
            return None
        present = shown_text(fiche, key)
        if present == show(entry.value):
            return []
        if self._is_taken(line, title, fiche, key, show(entry.value)):
            return None
        self._changed.add((fiche.raw.index, key))
        return [Amendment(FICHES, fiche.raw.index, key, present, entry.value, _why(line, decision), title)]

    def _miss_fiche(self, line: DecisionRow, title: str, key: str) -> None:
        if line.key.fiche:
            header = FICHES.column(key).header
            self._conflicts.append(
                Conflict("", title, header, _("there is no such fiche in the workbook"), new=line.text("new"))
            )
        else:
            self._tell(
                line,
                "field",
                title,
                _("This suggestion names no fiche: nobody knows which one to change."),
                _("Change the fiche in the workbook itself, and leave the column and the new value empty here."),
            )

    def _is_taken(self, line: DecisionRow, title: str, fiche: Row, key: str, new: str) -> bool:
        """Report a cell that has changed since the sheet was made, or that another row changes too."""
        present = shown_text(fiche, key)
        if line.key.values and exact_digest(present) != line.key.values[FIELDS.index(key)]:
            table = self._desk.book.tables[FICHES.key]
            cell = f"{table.raw.title}!{column_letter(table.columns.get(key, 1))}{fiche.raw.index}"
            message = _("it was changed in the workbook since the sheet was made")
            self._conflicts.append(
                Conflict(cell, title, FICHES.column(key).header, message, _("see the sheet"), present, new)
            )
            return True
        if (fiche.raw.index, key) in self._changed:
            self._tell(line, "field", title, _("Two rows change the same cell."), _("Keep one of the two."))
            return True
        return False

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
        self._problems.append(Problem(line.place(column), title, message, hint))


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
    missing = [text for key, text in headers().items() if key not in columns]
    if missing:
        raise WorkbookError(
            ngettext(
                "“%(name)s” lacks the column %(columns)s.", "“%(name)s” lacks the columns %(columns)s.", len(missing)
            )
            % {"name": desk.sheet.name, "columns": quoted(missing)},
            _("Give the column its header again, or make a new sheet with: fiche suggestions --sheet suggestions.xlsx"),
        )
    return columns
