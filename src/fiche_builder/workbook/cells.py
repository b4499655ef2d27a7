"""The cells of one sheet, read in one pass: the value of each cell, and for a formula also its text."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import IO, NamedTuple

from fiche_builder.common.text import unescape_excel
from fiche_builder.workbook.areas import LAST_COLUMN, LAST_ROW, Area, read_area
from fiche_builder.workbook.filters import Filters
from fiche_builder.workbook.formats import CellFormats, read_iso, read_number, read_serial
from fiche_builder.workbook.limits import (
    MAX_CELLS,
    MAX_COLUMNS,
    MAX_LINES,
    MAX_RANGES,
    MAX_ROWS,
    MAX_SIGNS,
    MAX_TEXT,
    MAX_VISITS,
    Limit,
    LimitError,
)
from fiche_builder.workbook.markup import is_true, read_stream
from fiche_builder.workbook.package import Relation
from fiche_builder.workbook.raw import RawCell, RawRow, RawValue
from fiche_builder.workbook.runs import Runs, RunText

_DIGITS = "0123456789"
_BAD_VALUE = "#VALUE!"
_MAX_TRANSLATED = 1_000_000
"""Signs of shared formulas that are rewritten for their cells; those beyond are shown as their first cell has them."""


@dataclass(slots=True)
class Counts:
    """What was read so far of a workbook. Counting goes on from sheet to sheet."""

    cells: int = 0
    signs: int = 0
    translated: int = 0


@dataclass(frozen=True, slots=True)
class Sources:
    """What cells refer to: the workbook's texts and formats, and the day from which it counts."""

    strings: Sequence[RunText] = ()
    formats: CellFormats = CellFormats()  # noqa: RUF009 (frozen)
    counts_from_1904: bool = False


class CellLink(NamedTuple):
    """A link as a sheet gives it: the cells it covers, its relationship, and the place in its target."""

    area: Area
    identity: str
    location: str


class _Shared(NamedTuple):
    """A formula that several cells share: its text, and the first cell, where it stands."""

    text: str
    cell: str


class SheetCells:
    """Reads the part of one sheet. Call `read` first; `rows` then gives its rows, with links and comments."""

    def __init__(self, sources: Sources, counts: Counts, title: str) -> None:
        self._sources = sources
        self._counts = counts
        self._title = title
        self.filters = Filters()
        self._cells: dict[int, dict[int, RawCell]] = {}
        self._order: list[int] = []
        self._used: set[int] = set()
        self._hidden: set[int] = set()
        self.hidden_columns: list[range] = []
        self._merged: list[Area] = []
        self._links: list[CellLink] = []
        self._columns: dict[str, int] = {}
        self._shared: dict[str, _Shared] = {}
        self._visits = 0
        self._row = self._column = 0
        self._cell: dict[str, str] = {}
        self._value = ""
        self._formula: str | None = None
        self._share = ""
        self._runs = Runs()

    def read(self, stream: IO[bytes]) -> None:
        """Read the part."""
        starts = {
            "col": self._start_column,
            "row": self._start_row,
            "c": self._start_cell,
            "v": lambda _attributes: self._runs.pieces.clear(),
            "f": self._start_formula,
            "mergeCell": self._read_merged,
            "hyperlink": self._read_link,
            **self._runs.starts,
            **self.filters.starts,
        }
        ends = {
            "c": self._end_cell,
            "v": self._end_value,
            "f": self._end_formula,
            **self._runs.ends,
            **self.filters.ends,
        }
        read_stream(stream, "worksheet", starts, ends, dict.fromkeys(("t", "v", "f"), self._runs.pieces.append))

    @property
    def has_links(self) -> bool:
        """Tell whether a link refers to another part or to an address outside."""
        return any(link.identity for link in self._links)

    @property
    def hides_rows(self) -> bool:
        """Tell whether a row is hidden."""
        return bool(self._hidden)

    def rows(self, relations: Mapping[str, Relation], comments: Mapping[tuple[int, int], str]) -> tuple[RawRow, ...]:
        """Return the rows that hold something, in order."""
        self._order = sorted(self._cells)
        self._apply_links(relations)
        self._apply_merged()
        if self._counts.signs > MAX_SIGNS:
            raise LimitError(Limit.SIGNS)
        for (row, column), comment in comments.items():
            cell = self._cells.get(row, {}).get(column) or RawCell(row, column, None)
            self._keep(cell._replace(comment=comment), comment)
        return tuple(
            RawRow(
                index,
                dict(sorted(cells.items())),
                hidden=index in self._hidden,
                filtered=index in self._hidden and self.filters.hide(index),
            )
            for index, cells in sorted(self._cells.items())
            if cells
        )

    def _start_column(self, attributes: dict[str, str]) -> None:
        first, last = attributes.get("min", ""), attributes.get("max", "")
        is_hidden = is_true(attributes.get("hidden")) and len(self.hidden_columns) < LAST_COLUMN
        if is_hidden and first.isdecimal() and last.isdecimal():
            self.hidden_columns.append(range(int(first[:7]), int(last[:7]) + 1))

    def _start_row(self, attributes: dict[str, str]) -> None:
        self._row = _row_number(attributes["r"]) if "r" in attributes else self._row + 1
        self._column = 0
        if is_true(attributes.get("hidden")):
            self._hidden.add(self._row)

    def _start_cell(self, attributes: dict[str, str]) -> None:
        self._cell = attributes
        self._value, self._formula, self._share = "", None, ""
        if reference := attributes.get("r"):
            letters = reference.rstrip(_DIGITS)
            self._column = self._columns.get(letters) or self._new_column(letters)
            self._row = _row_number(reference[len(letters) :])
        else:
            self._column += 1

    def _new_column(self, letters: str) -> int:
        area = read_area(f"{letters}1")
        if area is None or not area.is_cell:
            raise ValueError(letters)
        return self._columns.setdefault(letters, area.left)

    def _end_value(self) -> None:
        self._value = "".join(self._runs.pieces)

    def _start_formula(self, attributes: dict[str, str]) -> None:
        self._runs.pieces.clear()
        self._share = attributes.get("si", "") if attributes.get("t") == "shared" else ""

    def _end_formula(self) -> None:
        self._formula = "".join(self._runs.pieces)
        if self._share and self._formula:
            self._shared.setdefault(self._share, _Shared(self._formula, self._cell.get("r", "")))

    def _end_cell(self) -> None:
        inline = self._runs.take()
        if not self._value and not inline.text and self._formula is None:
            return
        kind, style = self._cell.get("t", "n"), self._cell.get("s", "")
        is_uncached = self._formula is not None and not self._value and not inline.text and kind == "n"
        value, struck = (self._formula_text(), False) if is_uncached else self._read_value(kind, style, inline)
        if value is None or (isinstance(value, str) and not value.strip()):
            return
        # A number that is no day of Excel's calendar is shown as an error, just like the cells that the file marks as
        # errors.
        is_error = not is_uncached and (kind == "e" or (value == _BAD_VALUE and kind in {"n", ""}))
        cell = RawCell(
            self._row, self._column, value, is_error, is_uncached, struck or style in self._sources.formats.struck
        )
        self._keep(cell, value if isinstance(value, str) else "")

    def _keep(self, cell: RawCell, text: str) -> None:
        """Keep a cell, unless with it there is more than any annuaire has. `text` is what it adds to read."""
        counts, signs = self._counts, len(text)
        counts.cells += 1
        counts.signs += signs
        if signs > MAX_LINES:
            if signs > MAX_TEXT:
                raise LimitError(Limit.TEXT, f"{self._title}!{cell.coordinate}")
            if len(text.splitlines()) > MAX_LINES:
                raise LimitError(Limit.LINES, f"{self._title}!{cell.coordinate}")
        if (cells := self._cells.get(cell.row)) is None:
            cells = self._cells[cell.row] = {}
            if len(self._cells) > MAX_ROWS:
                raise LimitError(Limit.ROWS, self._title)
        cells[cell.column] = cell
        self._used.add(cell.column)
        if len(self._used) > MAX_COLUMNS:
            raise LimitError(Limit.COLUMNS, self._title)
        if counts.cells > MAX_CELLS:
            raise LimitError(Limit.CELLS)
        if counts.signs > MAX_SIGNS:
            raise LimitError(Limit.SIGNS)

    def _read_value(self, kind: str, style: str, inline: RunText) -> tuple[RawValue, bool]:
        """Return what a cell shows, and whether any part of the text is struck out."""
        if not self._value:
            return inline
        if kind == "s":
            return self._sources.strings[_string_number(self._value)]
        if kind in {"str", "inlineStr", "e"}:
            return unescape_excel(self._value), False
        if kind == "b":
            return is_true(self._value), False
        return (read_iso(self._value) if kind == "d" else self._read_number(style)), False

    def _read_number(self, style: str) -> RawValue:
        number, formats = read_number(self._value), self._sources.formats
        if isinstance(number, str) or style not in formats.dates:
            return number
        day = read_serial(
            number, is_duration=style in formats.durations, counts_from_1904=self._sources.counts_from_1904
        )
        return _BAD_VALUE if day is None else day

    def _formula_text(self) -> str:
        """Return a formula as the cell would show it. A shared formula is written out only in its first cell."""
        shared = self._shared.get(self._share)
        if self._formula or shared is None:
            return f"={self._formula}"
        self._counts.translated += len(shared.text)
        if self._counts.translated > _MAX_TRANSLATED:
            return f"={shared.text}"
        from openpyxl.formula.translate import Translator  # late: few workbooks need it

        try:
            return str(Translator(f"={shared.text}", shared.cell).translate_formula(self._cell.get("r", "")))
        except Exception:  # noqa: BLE001 (what openpyxl cannot take apart is shown as it stands)
            return f"={shared.text}"

    def _read_merged(self, attributes: dict[str, str]) -> None:
        area = read_area(attributes.get("ref", ""))
        if area and not area.is_cell:
            self._merged.append(area)
            self._limit_ranges()

    def _read_link(self, attributes: dict[str, str]) -> None:
        identity = next((value for key, value in attributes.items() if key.endswith(" id")), "")
        if area := read_area(attributes.get("ref", "")):
            self._links.append(CellLink(area, identity, attributes.get("location", "")))
            self._limit_ranges()

    def _limit_ranges(self) -> None:
        if len(self._merged) + len(self._links) > MAX_RANGES:
            raise LimitError(Limit.RANGES, self._title)

    def _apply_links(self, relations: Mapping[str, Relation]) -> None:
        for link in self._links:
            relation = relations.get(link.identity)
            if relation is None or not relation.target:
                continue
            # The place inside the target is stored separately: `https://x.example/#/route`.
            address = f"{relation.target}#{link.location}" if link.location else relation.target
            for row, column in list(self._cells_in(self._whole(link.area))):
                self._counts.signs += len(address)
                self._cells[row][column] = self._cells[row][column]._replace(link=address)

    def _whole(self, area: Area) -> Area:
        """Return the corner of the merged range for a link on a cell that the range hides."""
        if not area.is_cell or area.left in self._cells.get(area.top, {}):
            return area
        self._count(len(self._merged))
        merged = next((merged for merged in self._merged if merged.holds(area.top, area.left)), area)
        return Area(merged.left, merged.top, merged.left, merged.top)

    def _apply_merged(self) -> None:
        """Mark the corner of each merged range, and drop what its other cells hold: nobody sees it."""
        for area in self._merged:
            for row, column in list(self._cells_in(area)):
                if (row, column) == (area.top, area.left):
                    self._cells[row][column] = self._cells[row][column]._replace(merged=str(area))
                else:
                    del self._cells[row][column]

    def _cells_in(self, area: Area) -> Iterator[tuple[int, int]]:
        """Yield the cells of a range that hold something.

        The cost depends on how many cells there are, not on how many the range could hold.
        """
        for row in self._order[bisect_left(self._order, area.top) : bisect_right(self._order, area.bottom)]:
            cells = self._cells[row]
            columns = range(area.left, area.right + 1) if area.right - area.left < len(cells) else sorted(cells)
            self._count(1 + len(columns))
            yield from ((row, column) for column in columns if area.left <= column <= area.right and column in cells)

    def _count(self, visits: int) -> None:
        self._visits += visits
        if self._visits > MAX_VISITS:
            raise LimitError(Limit.RANGES, self._title)


def _row_number(text: str) -> int:
    number = int(text) if len(text) < 8 else float(text)  # noqa: PLR2004
    if number != int(number) or not 0 < number <= LAST_ROW:
        raise ValueError(text[:20])
    return int(number)


def _string_number(text: str) -> int:
    number = int(text)
    if number < 0:
        raise IndexError(number)
    return number
