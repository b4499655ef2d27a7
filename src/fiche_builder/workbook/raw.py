"""A workbook as raw rows of cells with their coordinates, before columns have a meaning."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple

RawValue = str | int | float | bool | date | datetime | time | timedelta | None


def column_letter(column: int) -> str:
    """Return the letters of a column counted from 1: 1 is A, 27 is AA."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


class RawCell(NamedTuple):
    """A cell that holds something. Text is as it was typed, with Excel's own escapes resolved.

    A tuple, because a workbook has hundreds of thousands, and each comes here from another process.
    """

    row: int
    column: int
    value: RawValue
    error: bool = False
    """The cell shows an error such as `#REF!`; the value is that word."""
    uncached: bool = False
    """A formula that no program has calculated yet; the value is the formula."""
    struck: bool = False
    merged: str = ""
    """The merged range of which this cell is the corner, if any."""
    link: str = ""
    comment: str = ""

    @property
    def coordinate(self) -> str:
        """The cell's name in Excel, such as `N14`."""
        return f"{column_letter(self.column)}{self.row}"

    @property
    def shown(self) -> str:
        """The exact value as text, for a message."""
        if isinstance(self.value, datetime) and self.value.time() == time():
            return self.value.date().isoformat()
        return "" if self.value is None else str(self.value)


@dataclass(frozen=True, slots=True)
class RawRow:
    """A row that holds something. Its cells are keyed by column number, counted from 1."""

    index: int
    cells: Mapping[int, RawCell]
    hidden: bool = False
    filtered: bool = False
    """A filter that was left on hides it."""


FlatSheet = tuple[str, list[tuple[int, list[tuple[Any, ...]], bool, bool]], bool, tuple[range, ...]]
"""A sheet as it goes from one process to another: plain tuples, which are packed and unpacked fast."""


@dataclass(frozen=True, slots=True)
class RawSheet:
    """A sheet's rows in order. `hidden` includes the very hidden sheets that Excel's menu does not list."""

    title: str
    rows: tuple[RawRow, ...]
    hidden: bool = False
    hidden_columns: tuple[range, ...] = ()

    def flat(self) -> FlatSheet:
        """Return the sheet for another process."""
        rows = [(row.index, list(map(tuple, row.cells.values())), row.hidden, row.filtered) for row in self.rows]
        return self.title, rows, self.hidden, self.hidden_columns

    @classmethod
    def unfold(cls, flat: FlatSheet) -> "RawSheet":
        """Return the sheet that another process made flat."""
        title, rows, hidden, hidden_columns = flat
        found = (
            RawRow(index, {cell.column: cell for cell in map(RawCell._make, cells)}, is_hidden, is_filtered)
            for index, cells, is_hidden, is_filtered in rows
        )
        return cls(title, tuple(found), hidden, hidden_columns)


@dataclass(frozen=True, slots=True)
class RawWorkbook:
    """All sheets, in order. `name` is the file's name without its folder."""

    name: str
    sha256: str
    sheets: tuple[RawSheet, ...]
    properties: tuple[tuple[str, str], ...] = ()
    """The file's own properties that hold text, such as its author, as (name, value)."""
    unread: tuple[tuple[str, str], ...] = ()
    """Damaged parts that the cells can do without, such as comments: (title of the sheet, or "", and part)."""
    counts_from_1904: bool = False
    """Whether dates are counted in days since 1904, as on the first Macs, instead of since 1900."""
