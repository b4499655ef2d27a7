"""Comparing a report that was corrected with the workbook that it is a copy of.

Three values are compared for each cell: what the report said when it was made, what it says now, and what the workbook
says now. What changed in the workbook meanwhile is never undone.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from fiche_builder.common.errors import WorkbookError
from fiche_builder.common.i18n import _, ngettext
from fiche_builder.common.text import fold
from fiche_builder.model.columns import Column, Holds
from fiche_builder.model.fields import FICHES
from fiche_builder.model.tables import Row, Table
from fiche_builder.upkeep.amend import Amendment, row_title, show, undated
from fiche_builder.upkeep.reports.seen_marks import read_marks
from fiche_builder.upkeep.sheets.entries import NewValue, read_entry
from fiche_builder.upkeep.sheets.returned import Conflict, Desk, Problem, Returned
from fiche_builder.upkeep.sheets.values import shown_text
from fiche_builder.workbook.amending import CellValue
from fiche_builder.workbook.annotations import COLUMNS, print_of
from fiche_builder.workbook.forms import read_facts
from fiche_builder.workbook.handed_back import (
    CopiedRow,
    CopiedSheet,
    EditedCell,
    EditedLine,
    edited_lines,
    read_copies,
)
from fiche_builder.workbook.raw import RawCell, column_letter

_SAME = 0.5
"""The share of its cells that a row must still say to be recognised."""


def read_report(desk: Desk) -> Returned:
    """Return what was corrected in a report, compared with the workbook."""
    facts = read_facts(desk.sheet)
    copies = list(read_copies(desk.sheet))
    _refuse_strangers(desk, facts.get("workbook", ""), copies)
    taker = _ReportTaker(desk, facts)
    for copy in copies:
        taker.take(copy)
    for line in edited_lines(desk.sheet):
        taker.take_line(line)
    seen = read_marks(desk)
    returned = taker.returned()
    return replace(
        returned,
        changes=(*returned.changes, *seen.changes),
        problems=(*returned.problems, *seen.problems),
        counts=(*returned.counts, *seen.counts),
    )


def _refuse_strangers(desk: Desk, name: str, copies: list[CopiedSheet]) -> None:
    """Refuse the report of another workbook: it has another name, and its rows are not here."""
    if fold(undated(Path(name).stem)) == fold(undated(Path(desk.workbook_name).stem)):
        return
    rows = [(copy, row) for copy in copies for row in copy.rows if row.base]
    known = sum(_find_row(_table_of(desk, copy), row) is not None for copy, row in rows)
    if not rows or known < len(rows) * _SAME:
        raise WorkbookError(
            _("“%(name)s” is a report about another workbook (%(workbook)s).")
            % {"name": desk.sheet.name, "workbook": name or "?"},
            _("Name the workbook it was made from with --workbook."),
        )


def _table_of(desk: Desk, copy: CopiedSheet) -> Table | None:
    return next((table for table in desk.book.tables.values() if fold(table.raw.title) == fold(copy.original)), None)


def _find_row(table: Table | None, copied: CopiedRow) -> Row | None:
    """Return the row of the workbook that a row of the copy shows, wherever it was sorted to."""
    best: list[tuple[int, bool, Row]] = []
    for row in table.rows if table else ():
        same = sum(_print_at(row, number) == found for number, found in copied.base.items())
        if same and same >= len(copied.base) * _SAME:
            best.append((same, row.raw.index == copied.index, row))
    best.sort(key=lambda entry: entry[:2], reverse=True)
    is_clear = len(best) == 1 or (len(best) > 1 and best[0][:2] != best[1][:2])
    return best[0][2] if is_clear else None


def _print_at(row: Row, number: int) -> str:
    cell = row.raw.cells.get(number)
    return print_of(cell.value) if cell else ""


@dataclass(frozen=True, slots=True)
class _CellInTable:
    """A cell of the workbook."""

    table: Table
    row: Row
    key: str

    @property
    def column(self) -> Column:
        return self.table.spec.column(self.key)

    @property
    def name(self) -> str:
        letters = column_letter(self.table.columns.get(self.key, 1))
        return f"{self.table.raw.title}!{letters}{self.row.raw.index}"

    @property
    def text(self) -> str:
        return shown_text(self.row, self.key)

    @property
    def print(self) -> str:
        cell = self.row.cells.get(self.key)
        return print_of(cell.value) if cell else ""

    @property
    def title(self) -> str:
        """What editors call the row."""
        if self.table.spec is FICHES:
            return row_title(self.row.value("number", int), shown_text(self.row, "name"))
        return next((text for key in self.row.cells if (text := shown_text(self.row, key))), "")


@dataclass
class _ReportTaker:
    """Takes corrections over, copy by copy."""

    desk: Desk
    facts: Mapping[str, str]
    changes: dict[tuple[str, int, str], Amendment] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    conflicts: list[Conflict] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    already: int = 0

    def returned(self) -> Returned:
        """Return everything that was found."""
        corrected = len(self.changes)
        texts = (
            (corrected, ngettext("%(count)d cell corrected", "%(count)d cells corrected", corrected)),
            (
                self.already,
                ngettext("%(count)d value already says so", "%(count)d values already say so", self.already),
            ),
        )
        counts = tuple(text % {"count": count} for count, text in texts if count)
        return Returned(
            tuple(self.changes.values()), tuple(self.problems), tuple(self.conflicts), tuple(self.notes), counts
        )

    def take(self, copy: CopiedSheet) -> None:
        """Take what was corrected in one copy."""
        table, columns = _table_of(self.desk, copy), self._columns(copy)
        moved = self._moved_columns(copy, table)
        for row in copy.rows:
            edits = [edit for edit in row.edited if edit.column not in moved]
            if edits and table and row.index > table.header_row:
                self._take_row(copy, row, edits, table, columns)
            else:
                for edit in edits:
                    self._tell(copy, row, edit, _("This cell is not in a row of the annuaire: it was not taken."))
        for cell in copy.added:
            self.problems.append(
                Problem(
                    f"{copy.title}!{cell.coordinate}",
                    "",
                    _("This row was added in the copy: it was not taken."),
                    _("Write it into your workbook itself."),
                )
            )
        if copy.gone:
            text = ngettext(
                "%(count)d row is gone from the copy “%(sheet)s”: it stays in your workbook.",
                "%(count)d rows are gone from the copy “%(sheet)s”: they stay in your workbook.",
                copy.gone,
            )
            self.notes.append(text % {"count": copy.gone, "sheet": copy.title})

    def _columns(self, copy: CopiedSheet) -> dict[int, str]:
        """Return the columns by number, as they were when the report was made."""
        pairs = (pair.partition("=") for pair in self.facts.get(f"{COLUMNS}{copy.original}", "").split())
        return {int(number): key for number, _sign, key in pairs if number.isdecimal() and len(number) < 8}  # noqa: PLR2004

    def _moved_columns(self, copy: CopiedSheet, table: Table | None) -> set[int]:
        """Return the columns whose header was changed or moved in the copy, and tell it once."""
        header = next((row for row in copy.rows if table and row.index == table.header_row), None)
        moved = {edit.column: edit.here for edit in header.edited} if header else {}
        if moved and header:
            letters = ", ".join(column_letter(number) for number in sorted(set(moved.values())))
            self.problems.append(
                Problem(
                    f"{copy.title}!{column_letter(min(moved.values()))}{header.here}",
                    "",
                    _("The headers of the copy were changed: nothing is taken from its columns %(columns)s.")
                    % {"columns": letters},
                    _("Correct the headers in your workbook itself."),
                )
            )
        return set(moved)

    def _take_row(
        self, copy: CopiedSheet, copied: CopiedRow, edits: list[EditedCell], table: Table, columns: Mapping[int, str]
    ) -> None:
        row = _find_row(table, copied)
        if row is None:
            cells = ", ".join(f"{column_letter(edit.here)}{copied.here}" for edit in edits)
            message = _("the row is no longer in the workbook, or it stands there several times")
            self.conflicts.append(Conflict(f"{copy.title}!{cells}", "", "", message))
            return
        for edit in edits:
            key = columns.get(edit.column, "")
            if key not in {column.key for column in table.spec.columns}:
                self._tell(copy, copied, edit, _("This column is not one of the annuaire's: it was not taken."))
                continue
            entry = read_entry(table.spec.column(key), edit.cell, self.desk)
            if entry.problem:
                self._tell(copy, copied, edit, *entry.problem)
            else:
                self._change(_CellInTable(table, row, key), entry, edit.cell, copied.base.get(edit.column, ""))

    def _change(self, place: _CellInTable, entry: NewValue, cell: RawCell | None, base: str) -> None:
        """Change a cell that still says what the report said."""
        new = print_of(cell.value if cell else None)
        value = _value(place.column.holds, entry)
        if place.print == new:
            self.already += 1
        elif place.print != base:
            message = _("it was changed in the workbook since the report was made")
            self.conflicts.append(
                Conflict(place.name, place.title, place.column.header, message, "…", place.text, show(value))
            )
        else:
            why = _("corrected in the report of findings")
            spec, row = place.table.spec, place.row.raw.index
            self.changes[spec.key, row, place.key] = Amendment(
                spec, row, place.key, place.text, value, why, place.title
            )

    def take_line(self, line: EditedLine) -> None:
        """Take a value that was overwritten in the list, if it is the whole cell; otherwise tell it."""
        cells = {cell.shown: cell for cell in line.row.cells.values()}
        for table in self.desk.book.tables.values():
            for row in table.rows if table.raw.title in cells else ():
                for key in row.cells:
                    is_meant = table.place(row, key).coordinate in cells and row.cells[key].coordinate in cells
                    if is_meant and print_of(row.cells[key].value) == line.was:
                        entry = read_entry(table.spec.column(key), line.value, self.desk)
                        if not entry.problem:
                            self._change(_CellInTable(table, row, key), entry, line.value, line.was)
                            return
                        self.problems.append(
                            Problem(_line_place(line), _CellInTable(table, row, key).title, *entry.problem)
                        )
                        return
        self.problems.append(
            Problem(
                _line_place(line),
                "",
                _("This value was changed in the list of findings: it was not taken."),
                _("Write the whole cell into your workbook itself."),
            )
        )

    def _tell(self, copy: CopiedSheet, row: CopiedRow, edit: EditedCell, message: str, hint: str = "") -> None:
        place = f"{copy.title}!{column_letter(edit.here)}{row.here}"
        self.problems.append(Problem(place, "", message, hint or _("Correct it in your workbook itself.")))


def _line_place(line: EditedLine) -> str:
    cells: Iterator[RawCell] = iter(line.row.cells.values())
    return line.value.coordinate if line.value else next(cells).coordinate


def _value(holds: Holds, entry: NewValue) -> CellValue:
    """Return a value as its cell stores it: a day as a day, a N° as a number."""
    if holds is Holds.DATE and isinstance(entry.parsed, date):
        return entry.parsed
    if holds is Holds.NUMBER and isinstance(entry.parsed, int):
        return entry.parsed
    return entry.value
