"""What was changed in a report of findings after it was made, although it asks not to be corrected."""

import re
from collections.abc import Callable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from fiche_builder.workbook.annotations import BASE, COPY, REPORT_TITLE, VALUE, print_of
from fiche_builder.workbook.forms import KEY_HEADER, read_facts
from fiche_builder.workbook.raw import RawCell, RawRow, RawSheet, RawWorkbook

REPORT_KIND = "report"
_ADDED = 100_000
"""Beyond the columns that a sheet can have."""
_COUNTED = re.compile("[0-9]{1,7}")
_ROW_KEY = re.compile(rf"{KEY_HEADER}\|([0-9]{{1,7}})")
_LINE_KEY = re.compile(rf"{KEY_HEADER}\|([0-9a-f]*)")


@dataclass(frozen=True, slots=True)
class EditedCell:
    """A cell of a copy that says something else than when the report was made. `cell` is None if it was emptied."""

    column: int
    """Its column in the workbook that was checked; beyond all columns if one was added in the copy."""
    here: int
    """Its column in the copy."""
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
    """Yield the copies of a report, under whatever title they have now; a copy that is gone has lost all its rows."""
    facts = read_facts(raw)
    sheets = {f"{COPY}{sheet.title}": sheet for sheet in raw.sheets}
    others = [sheet for title, sheet in sheets.items() if title not in facts and sheet.title != REPORT_TITLE]
    for name, original in facts.items():
        if name.startswith(COPY):
            start = f"{BASE}{original}!"
            base = {
                int(number): _parse(text)
                for key, text in facts.items()
                if key.startswith(start) and _COUNTED.fullmatch(number := key[len(start) :])
            }
            sheet = sheets.get(name) or next((other for other in others if _is_copy(other, base)), None)
            title = name.removeprefix(COPY)
            yield _read_copy(sheet, original, base) if sheet else CopiedSheet(title, original, (), (), _count(base))


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


def _count(base: Mapping[int, Mapping[int, str]], seen: AbstractSet[int] = frozenset()) -> int:
    """Return how many rows that said something are not among those seen."""
    return sum(bool(base[index]) for index in base.keys() - seen)


def _is_copy(sheet: RawSheet, base: Mapping[int, Mapping[int, str]]) -> bool:
    """Tell whether a sheet under another title is the copy: most of its rows still begin as they did."""
    rows = [(row, index) for row in sheet.rows if (index := _index_of(row)) in base]
    prints = [({print_of(cell.value) for cell in row.cells.values()}, base[index]) for row, index in rows]
    same = sum(2 * len(here & set(was.values())) >= len(set(was.values())) for here, was in prints)
    return bool(rows) and 2 * same > len(rows)


def _index_of(row: RawRow) -> int:
    """Return the number that the row of a copy had in the workbook, or 0."""
    return next((int(match[1]) for cell in row.cells.values() if (match := _ROW_KEY.fullmatch(cell.shown))), 0)


def _columns_then(sheet: RawSheet, base: Mapping[int, Mapping[int, str]]) -> Callable[[int], int]:
    """Return what tells which column of the workbook a column of the copy is, if some were added, deleted or moved."""
    first = min((index for index, cells in base.items() if len(cells) > 1), default=0)
    header = next((row for row in sheet.rows if first and _index_of(row) == first), None)
    then = {found: number for number, found in base.get(first, {}).items()}
    here = {number: print_of(cell.value) for number, cell in header.cells.items()} if header else {}
    known = {number: then[found] for number, found in here.items() if found in then}
    unique = len(set(known.values())) == len(known) and len(then) == len(base.get(first, {}))
    if not unique or all(number == column for number, column in known.items()):
        return lambda number: number
    renamed = {number: number for number in here if number not in known and number not in set(known.values())}
    return lambda number: {**renamed, **known}.get(number, _ADDED + number)


def _read_copy(sheet: RawSheet, original: str, base: Mapping[int, Mapping[int, str]]) -> CopiedSheet:
    rows: list[CopiedRow] = []
    added: list[RawCell] = []
    seen: set[int] = set()
    then = _columns_then(sheet, base)
    for row in sheet.rows:
        keys = {number: match for number, cell in row.cells.items() if (match := _ROW_KEY.fullmatch(cell.shown))}
        cells = {number: cell for number, cell in row.cells.items() if number not in keys and print_of(cell.value)}
        index = _index_of(row)
        if index in base and index not in seen:
            seen.add(index)
            rows.append(CopiedRow(index, row.index, base[index], tuple(_edits(cells, base[index], then))))
        elif cells:
            added.append(next(iter(cells.values())))
    return CopiedSheet(sheet.title, original, tuple(rows), tuple(added), _count(base, seen))


def _edits(cells: Mapping[int, RawCell], base: Mapping[int, str], then: Callable[[int], int]) -> Iterator[EditedCell]:
    found = {then(number): (number, cell) for number, cell in cells.items()}
    for number in sorted(found.keys() | base.keys()):
        here, cell = found.get(number, (number, None))
        if print_of(cell.value if cell else None) != base.get(number, ""):
            yield EditedCell(number, here, cell)


def _parse(text: str) -> dict[int, str]:
    pairs = (pair.partition("=") for pair in text.split())
    return {int(number): found for number, _sign, found in pairs if _COUNTED.fullmatch(number)}
