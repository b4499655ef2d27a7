"""What was changed in a report of findings after it was made, although it asks not to be corrected."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from fiche_builder.workbook.annotations import BASE, COPY, REPORT_TITLE, VALUE, print_of
from fiche_builder.workbook.forms import KEY_HEADER, read_facts
from fiche_builder.workbook.raw import RawCell, RawRow, RawSheet, RawWorkbook

REPORT_KIND = "report"
_ROW_KEY = re.compile(rf"{KEY_HEADER}\|([0-9]{{1,7}})")
_LINE_KEY = re.compile(rf"{KEY_HEADER}\|([0-9a-f]*)")


@dataclass(frozen=True, slots=True)
class EditedCell:
    """A cell of a copy that says something else than when the report was made. `cell` is None if it was emptied."""

    column: int
    cell: RawCell | None


@dataclass(frozen=True, slots=True)
class CopiedRow:
    """A row of a copy. `base` are the digests of what it said, by column."""

    index: int
    """Its row in the workbook that was checked."""
    here: int
    """Its row in the copy."""
    base: Mapping[int, str]
    edited: tuple[EditedCell, ...]


@dataclass(frozen=True, slots=True)
class CopiedSheet:
    """A copy in a report: the title it has there, that of its sheet, its rows, and what does not fit."""

    title: str
    original: str
    rows: tuple[CopiedRow, ...]
    added: tuple[RawCell, ...]
    """The first cell of each row that the copy did not have."""
    gone: int
    """How many rows were deleted from it."""


@dataclass(frozen=True, slots=True)
class EditedLine:
    """A line of the list whose value was changed there: the value now, and the digest of what it was."""

    row: RawRow
    value: RawCell | None
    was: str


def read_copies(raw: RawWorkbook) -> Iterator[CopiedSheet]:
    """Yield the copies of a report that are still in it."""
    facts = read_facts(raw)
    sheets = {f"{COPY}{sheet.title}": sheet for sheet in raw.sheets}
    for name, original in facts.items():
        if name in sheets:
            start = f"{BASE}{original}!"
            base = {int(key[len(start) :]): _parse(text) for key, text in facts.items() if key.startswith(start)}
            yield _read_copy(sheets[name], original, base)


def read_lines(raw: RawWorkbook) -> Iterator[tuple[RawRow, str]]:
    """Yield the lines of the list, each with the digest of the value that it showed."""
    sheet = next((sheet for sheet in raw.sheets if sheet.title == REPORT_TITLE), None)
    for row in sheet.rows if sheet else ():
        key = next((match for cell in row.cells.values() if (match := _LINE_KEY.fullmatch(cell.shown))), None)
        if key:
            yield row, key[1]


def edited_lines(raw: RawWorkbook) -> Iterator[EditedLine]:
    """Yield the lines of the list whose value was overwritten."""
    for row, was in read_lines(raw):
        value = row.cells.get(VALUE + 1)
        if print_of(value.value if value else None) != was:
            yield EditedLine(row, value, was)


def _read_copy(sheet: RawSheet, original: str, base: Mapping[int, Mapping[int, str]]) -> CopiedSheet:
    rows: list[CopiedRow] = []
    added: list[RawCell] = []
    seen: set[int] = set()
    for row in sheet.rows:
        keys = {number: match for number, cell in row.cells.items() if (match := _ROW_KEY.fullmatch(cell.shown))}
        cells = {number: cell for number, cell in row.cells.items() if number not in keys and print_of(cell.value)}
        index = next((int(match[1]) for match in keys.values()), 0)
        if index in base and index not in seen:
            seen.add(index)
            rows.append(CopiedRow(index, row.index, base[index], tuple(_edits(cells, base[index]))))
        elif cells:
            added.append(next(iter(cells.values())))
    gone = sum(bool(base[index]) for index in base.keys() - seen)
    return CopiedSheet(sheet.title, original, tuple(rows), tuple(added), gone)


def _edits(cells: Mapping[int, RawCell], base: Mapping[int, str]) -> Iterator[EditedCell]:
    for number in sorted(cells.keys() | base.keys()):
        cell = cells.get(number)
        if print_of(cell.value if cell else None) != base.get(number, ""):
            yield EditedCell(number, cell)


def _parse(text: str) -> dict[int, str]:
    pairs = (pair.partition("=") for pair in text.split())
    return {int(number): found for number, _sign, found in pairs if number.isdecimal()}
