"""Finding the place of each change in the workbook."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import count

from fiche_builder.common.i18n import _
from fiche_builder.common.text import fold_header, tidy, unescape_excel
from fiche_builder.model.columns import Column, Holds, SheetSpec, Use
from fiche_builder.model.starter import sheet_look
from fiche_builder.model.tables import Book, Table
from fiche_builder.model.values.cells import text_of
from fiche_builder.upkeep.amend.changes import Addition, Amendment, Change, ChangeLine, show
from fiche_builder.workbook.amending import AmendableWorkbook, CellValue
from fiche_builder.workbook.raw import RawSheet, column_letter
from fiche_builder.workbook.writer import clean

Cell = tuple[str, int, int]
"""A cell's place: the title of its sheet, its row, its column."""


class AmendmentPlan:
    """The changes as cells, and their lines in the list."""

    def __init__(self, book: Book, workbook: AmendableWorkbook, changes: Sequence[Change]) -> None:
        self._book = book
        self._workbook = workbook
        self._raw = {sheet.title: sheet for sheet in self._book.raw.sheets}
        self.expected: dict[Cell, CellValue] = {}
        self._steps: list[Callable[[], None]] = []
        self._columns: dict[tuple[str, str], int] = {}
        self._next_row: dict[str, int] = {}
        self._made: set[str] = set()
        self.lines: list[ChangeLine] = []
        self.blocked: list[ChangeLine] = []
        formulas = workbook.formulas
        amendments = [change for change in changes if isinstance(change, Amendment)]
        self._obstacles = {id(change): text for change in amendments if (text := self._obstacle(change, formulas))}
        self._blocked_rows = {(change.sheet.key, change.row) for change in amendments if id(change) in self._obstacles}
        self._blocked_bundles = {change.bundle for change in amendments if id(change) in self._obstacles} - {""}
        for change in changes:
            if isinstance(change, Amendment):
                self._amend(change)
            elif change.bundle in self._blocked_bundles:
                self._block(change)
            else:
                self._add(change)

    def apply(self) -> dict[Cell, str]:
        """Make the changes; return the formulas that remain."""
        self._workbook.uncolour()
        for step in self._steps:
            step()
        return {cell: text for cell, text in self._workbook.formulas.items() if cell not in self.expected}

    def _amend(self, change: Amendment) -> None:
        table = self._book.tables[change.sheet.key]
        column = change.sheet.column(change.key)
        title, number = table.raw.title, table.columns.get(change.key)
        place = f"{column_letter(number)}{change.row}" if number else ""
        line = ChangeLine(
            title, place, change.title, column.header, change.old, show(change.new), change.why, column.key
        )
        obstacle = self._obstacles.get(id(change), "")
        if column.uses & Use.CHECK and (change.sheet.key, change.row) in self._blocked_rows:
            obstacle = obstacle or _(
                "not made: another change of this row could not be made, so its check would not be true"
            )
        if change.bundle in self._blocked_bundles:
            obstacle = obstacle or _belongs_to_blocked()
        if obstacle:
            self.blocked.append(replace(line, why=obstacle))
            return
        number = self._column(table, column)
        line = replace(line, cell=f"{column_letter(number)}{change.row}")
        cell = (title, change.row, number)
        link = _link(column, change.new) if self._had_link(cell) else ""
        self.expected[cell] = value = _writable(change.new)
        self._steps.append(lambda: self._workbook.set_cell(*cell, value, link))
        self.lines.append(line)

    def _obstacle(self, change: Amendment, formulas: Mapping[Cell, str]) -> str:
        """Return why a cell cannot be changed, or ""."""
        table = self._book.tables[change.sheet.key]
        number = table.columns.get(change.key)
        if number is None:
            return ""
        cell = (table.raw.title, change.row, number)
        if self._workbook.merged_area(*cell):
            return _("not made: the cell is part of merged cells; unmerge them first")
        if cell in formulas:
            return _("not made: the cell holds a formula; change what it takes its value from")
        return ""

    def _block(self, change: Addition) -> None:
        for key, value in change.values.items():
            header = change.sheet.column(key).header
            line = ChangeLine(self._title(change.sheet), "", change.title, header, "", show(value), "", key)
            self.blocked.append(replace(line, why=_belongs_to_blocked()))

    def _add(self, change: Addition) -> None:
        table = self._book.table(change.sheet)
        if table is None and change.sheet.key not in self._made:
            self._make_sheet(change.sheet)
        title = table.raw.title if table else self._title(change.sheet)
        row = self._next_row.setdefault(
            title, _last_row(table.raw if table else None, table.header_row if table else 1) + 1
        )
        self._next_row[title] += 1
        keys = [column.key for column in change.sheet.columns]
        numbers = {
            key: self._column(table, change.sheet.column(key)) if table else keys.index(key) + 1
            for key in change.values
        }
        written = {key: value for key, given in change.values.items() if (value := _writable(given)) is not None}
        values = {numbers[key]: value for key, value in written.items()}
        self.expected.update({(title, row, number): value for number, value in values.items()})
        is_first = row == (table.header_row if table else 1) + 1
        self._steps.append(lambda: self._workbook.add_row(title, row, values, in_formats_above=not is_first))
        for key, value in written.items():
            header = change.sheet.column(key).header
            self.lines.append(
                ChangeLine(
                    title, f"{column_letter(numbers[key])}{row}", change.title, header, "", show(value), change.why, key
                )
            )

    def _make_sheet(self, spec: SheetSpec) -> None:
        """Plan a sheet that the workbook lacks, or that has no cell yet. An existing one only gets its header."""
        self._made.add(spec.key)
        look = sheet_look(spec, ())
        title = self._title(spec)
        headers = {(title, 1, number): column.header for number, column in enumerate(look.columns, 1)}
        self.expected.update(headers)
        if title not in self._raw:
            self._steps.append(lambda: self._workbook.add_sheet(look))
            return
        self._steps += [partial(self._workbook.set_cell, *cell, header) for cell, header in headers.items()]

    def _title(self, spec: SheetSpec) -> str:
        """Return the title that a sheet has, or will have."""
        return next((title for title in self._raw if fold_header(title) == fold_header(spec.title)), spec.title)

    def _column(self, table: Table, column: Column) -> int:
        """Return the number of a column.

        A column that the sheet lacks is added to the right of the last header, so that it is sorted with the rest.
        """
        if column.key in table.columns:
            return table.columns[column.key]
        title = table.raw.title
        if (title, column.key) not in self._columns:
            used = {cell.column for row in table.raw.rows for cell in row.cells.values()}
            used |= {number for (sheet, _key), number in self._columns.items() if sheet == title}
            headers = next((row.cells for row in table.raw.rows if row.index == table.header_row), {})
            number = next(number for number in count(max(headers, default=0) + 1) if number not in used)
            self._columns[title, column.key] = number
            place = f"{column_letter(number)}{table.header_row}"
            self.lines.append(
                ChangeLine(title, place, _("New column"), column.header, "", column.header, "", column.key)
            )
            self.expected[title, table.header_row, number] = column.header
            self._steps.append(lambda: self._workbook.add_column(title, table.header_row, number, column.header))
        return self._columns[title, column.key]

    def _had_link(self, cell: Cell) -> bool:
        row = next((row for row in self._raw[cell[0]].rows if row.index == cell[1]), None)
        return bool(row and cell[2] in row.cells and row.cells[cell[2]].link)


def _belongs_to_blocked() -> str:
    return _("not made: it belongs to a change that could not be made; its suggestion stays open")


def _link(column: Column, value: CellValue) -> str:
    """Return the new target of a cell that was a link. Several addresses have no link."""
    text = tidy(text_of(value))
    if column.holds is Holds.EMAILS and re.fullmatch(r"[^\s;,/]+@[^\s;,/]+", text):
        return f"mailto:{text}"
    if column.holds in {Holds.SITES, Holds.INTRANET} and re.fullmatch(r"https?://[^\s;,]+", text):
        return text
    return ""


def _writable(value: CellValue) -> CellValue:
    """Return a value in the form in which a cell stores it and returns it.

    There is one kind of line break, and blanks alone become nothing.
    """
    if not isinstance(value, str):
        return value
    while (text := unescape_excel(value)) != value:
        value = text  # Excel would show it so too
    text = clean(value.replace("\r\n", "\n").replace("\r", "\n"))
    return text if text.strip() else None


def _last_row(sheet: RawSheet | None, header_row: int) -> int:
    return max((header_row, *(row.index for row in sheet.rows))) if sheet else header_row
