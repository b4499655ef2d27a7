"""The raw sheets bound to the field table: which column is which, and what each cell says.

Nothing is judged here. What could not be taken as it stood is kept as remarks, by code, and `check` reports it.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TypeVar

from fiche_builder.common.signs import as_printed
from fiche_builder.common.text import fold, fold_header, tidy
from fiche_builder.model.columns import Column, Holds, SheetSpec
from fiche_builder.model.fields import CONTACTS, FICHES, PARAMETER_NAMES, PARAMETERS, SHEETS, SUGGESTIONS, THEMES
from fiche_builder.model.naming import FicheNames
from fiche_builder.model.references import read_references
from fiche_builder.model.values.cells import text_of
from fiche_builder.model.values.numbering import parse_region
from fiche_builder.model.values.parsed import Remark
from fiche_builder.model.values.parsing import parse_cell
from fiche_builder.model.values.simple import since_1900
from fiche_builder.workbook.raw import RawCell, RawRow, RawSheet, RawWorkbook, column_letter

HEADER_ROWS = 20
DEFAULT_REGION = "BE"
_FREE_TEXT = {Holds.LINE, Holds.LINES, Holds.NAMES, Holds.LANGUAGES, Holds.POSTAL_CODE}
_HELP_CELLS = 4
REFERENCES: tuple[tuple[SheetSpec, str], ...] = ((FICHES, "see_also"), (CONTACTS, "fiche"), (SUGGESTIONS, "fiche"))
"""The columns that name fiches by their N°."""
_PARAMETER_KEYS = {fold_header(name): key for key, name in PARAMETER_NAMES.items()}
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a finding points: a cell, which need not exist."""

    sheet: str
    row: int
    column: int
    header: str

    @property
    def coordinate(self) -> str:
        """The cell's name in Excel; empty for a sheet as a whole."""
        return f"{column_letter(self.column)}{self.row}" if self.row else ""


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table, with values by column key. A cell that is empty or unreadable has no value."""

    raw: RawRow
    cells: Mapping[str, RawCell]
    values: Mapping[str, object]

    def value(self, key: str, kind: type[T]) -> T | None:
        """Return the value of a column, or None. `kind` is its type."""
        value = self.values.get(key)
        return value if isinstance(value, kind) else None

    def text(self, key: str) -> str:
        """Return the tidied text of a column, or "" if there is none."""
        return self.value(key, str) or ""


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet of the workbook as a table."""

    spec: SheetSpec
    raw: RawSheet
    header_row: int
    columns: Mapping[str, int]
    """The column number of each column key that the sheet has."""
    rows: tuple[Row, ...]
    remarks: tuple[tuple[Row, str, Remark], ...]
    """(row, column key, remark)."""
    unknown: tuple[RawCell, ...] = ()
    """Header cells that are not in the field table."""
    duplicated: tuple[tuple[str, RawCell], ...] = ()
    """(column key, header cell) of repeated headers; the column further left is the one that counts."""
    help_row: Row | None = None
    """A first row that explains the columns, and is skipped."""

    def place(self, row: Row, key: str) -> Place:
        """Return the place where a column's cell is in a row, or would be."""
        return Place(self.raw.title, row.raw.index, self.columns.get(key, 1), self.header(key))

    def header(self, key: str) -> str:
        """Return the header of a column as the field table writes it."""
        return self.spec.column(key).header


@dataclass(frozen=True, slots=True)
class Book:
    """The workbook's tables, by the key of their sheet."""

    raw: RawWorkbook
    tables: Mapping[str, Table]
    region: str
    remarks: Mapping[str, tuple[tuple[Table, Row, str, Remark], ...]]
    """All remarks by code."""

    def table(self, spec: SheetSpec) -> Table | None:
        """Return the table of a sheet, if the workbook has it."""
        return self.tables.get(spec.key)

    def rows(self, spec: SheetSpec) -> Iterator[tuple[Table, Row]]:
        """Yield the rows of a sheet, each with its table; nothing if the sheet is missing."""
        table = self.table(spec)
        if table is not None:
            for row in table.rows:
                yield table, row


def build_book(raw: RawWorkbook) -> Book:
    """Bind each known sheet to the field table, and read its cells."""
    sheets = {fold_header(sheet.title): sheet for sheet in reversed(raw.sheets)}
    tables: dict[str, Table] = {}
    region = DEFAULT_REGION
    # The parameters are read first: they give the country of phone numbers without a prefix.
    for spec in (PARAMETERS, *(spec for spec in SHEETS if spec is not PARAMETERS)):
        sheet = sheets.get(fold_header(spec.title))
        if sheet and (sheet.rows or spec.required):
            tables[spec.key] = _bind(spec, sheet, region, from_1904=raw.counts_from_1904)
            if spec is PARAMETERS:
                region = parse_region(read_parameters(tables[spec.key]).get("region", region)) or region
    _resolve_references(tables)
    by_code: defaultdict[str, list[tuple[Table, Row, str, Remark]]] = defaultdict(list)
    for table in tables.values():
        for row, key, remark in table.remarks:
            by_code[remark.code].append((table, row, key, remark))
    return Book(raw, tables, region, {code: tuple(found) for code, found in by_code.items()})


def fiche_names(fiches: Table | None) -> FicheNames:
    """Return the names of the fiches in the sheet `Fiches`, alone and followed by their municipality."""
    return FicheNames(
        (number, name)
        for row in (fiches.rows if fiches else ())
        if (number := row.value("number", int))
        for name in (
            *(row.text(key) for key in ("name", "name_nl", "acronym")),
            *(row.value("other_names", tuple) or ()),
            f"{row.text('name')} {row.text('municipality')}",
        )
    )


def _resolve_references(tables: dict[str, Table]) -> None:
    """Read the cells again that should hold a N° but hold something else, now that all names are known."""
    names: FicheNames | None = None
    for spec, key in REFERENCES:
        table = tables.get(spec.key)
        unread = {row.raw.index: row for row, column, _remark in table.remarks if column == key} if table else {}
        if table and unread:
            names = names or fiche_names(tables.get(FICHES.key))
            tables[spec.key] = _resolve_column(table, spec.column(key), unread, names)


def _resolve_column(table: Table, column: Column, unread: Mapping[int, Row], names: FicheNames) -> Table:
    resolved: dict[int, Row] = {}
    remarks: list[tuple[Row, str, Remark]] = []
    for index, row in unread.items():
        text = as_printed(text_of(row.cells[column.key].value))  # as the names are
        numbers, rest = read_references(text, names)
        values = dict(row.values)
        if column.holds is Holds.NUMBERS:
            values |= {column.key: numbers} if numbers else {}
            remarks += [(row, column.key, Remark("see-also-unknown", name)) for name in rest]
        elif len(numbers) == 1 and not rest:
            values[column.key] = numbers[0]
        else:
            remarks.append((row, column.key, Remark("number-invalid", text)))
        resolved[index] = replace(row, values=values)
    kept = [(resolved.get(row.raw.index, row), key, remark) for row, key, remark in table.remarks if key != column.key]
    remarks = [(resolved[row.raw.index], key, remark) for row, key, remark in remarks]
    rows = tuple(resolved.get(row.raw.index, row) for row in table.rows)
    return replace(table, rows=rows, remarks=(*kept, *remarks))


def read_parameters(table: Table) -> dict[str, str]:
    """Return the known rows of the sheet `Paramètres`, by their key in the code."""
    return {key: row.text("value") for row in table.rows if (key := parameter_key(row)) and row.text("value")}


def parameter_key(row: Row) -> str:
    """Return the key in the code of a row of the sheet `Paramètres`; "" if it is not known."""
    return _PARAMETER_KEYS.get(fold_header(row.text("key")), "")


def _bind(spec: SheetSpec, sheet: RawSheet, region: str, *, from_1904: bool) -> Table:
    header = _find_header(spec, sheet)
    columns: dict[str, int] = {}
    unknown, duplicated = [], []
    by_header = spec.by_header
    for cell in header.cells.values() if header else ():
        if cell.value is None:
            continue  # a comment alone
        column = by_header.get(fold_header(tidy(text_of(cell.value))))
        if column is None:
            unknown.append(cell)
        elif column.key in columns:
            duplicated.append((column.key, cell))
        else:
            columns[column.key] = cell.column
    header_row = header.index if header else 1
    keys = {number: spec.column(key) for key, number in columns.items()}
    help_row = None
    rows: list[Row] = []
    remarks: list[tuple[Row, str, Remark]] = []
    for raw in sheet.rows:
        if raw.index <= header_row:
            continue
        row, found = _read_row(raw, keys, region, from_1904=from_1904)
        if raw.index == header_row + 1 and _is_help_row(spec, row):
            help_row = row
        elif row.cells:
            rows.append(row)
            remarks.extend((row, key, remark) for key, remark in found)
    return Table(
        spec, sheet, header_row, columns, tuple(rows), tuple(remarks), tuple(unknown), tuple(duplicated), help_row
    )


def _is_help_row(spec: SheetSpec, row: Row) -> bool:
    """Tell whether a row explains the columns: it has text everywhere, and no cell has a value of its column's kind.

    In a row of data, a N°, date, phone or listed word can be read, or it has fewer such cells.
    """
    typed = [key for key in row.cells if spec.column(key).holds not in _FREE_TEXT]
    is_text = all(isinstance(cell.value, str) for cell in row.cells.values())
    return is_text and len(typed) >= _HELP_CELLS and not any(key in row.values for key in typed)


def _find_header(spec: SheetSpec, sheet: RawSheet) -> RawRow | None:
    """Return the row with the most known headers among the first rows, or None if no row has any."""

    def known(row: RawRow) -> int:
        return len({fold_header(tidy(text_of(cell.value))) for cell in row.cells.values()} & spec.by_header.keys())

    candidates = [row for row in sheet.rows if row.index <= HEADER_ROWS]
    best = max(candidates, key=known, default=None)
    return best if best is not None and known(best) else None


def _read_row(
    raw: RawRow, columns: Mapping[int, Column], region: str, *, from_1904: bool
) -> tuple[Row, list[tuple[str, Remark]]]:
    cells: dict[str, RawCell] = {}
    values: dict[str, object] = {}
    remarks: list[tuple[str, Remark]] = []
    for number, cell in raw.cells.items():
        column = columns.get(number)
        if column is None or cell.value is None or (isinstance(cell.value, str) and not tidy(cell.value)):
            continue  # nothing, or nothing but unseen characters
        cells[column.key] = cell
        if cell.error or cell.uncached:
            continue
        is_serial = from_1904 and column.holds is Holds.DATE
        parsed = parse_cell(column, since_1900(cell.value) if is_serial else cell.value, region)
        if parsed.value not in (None, "", ()):
            values[column.key] = parsed.value
        remarks.extend((column.key, remark) for remark in parsed.remarks)
    return Row(raw, cells, values), remarks


def fiche_numbers(book: Book) -> set[int]:
    """Return every N° that the sheet `Fiches` uses."""
    return {number for _table, row in book.rows(FICHES) if (number := row.value("number", int))}


def theme_keys(book: Book) -> dict[str, str]:
    """Return the name of each theme, by its folded name and by its folded code."""
    keys: dict[str, str] = {}
    # Names come before codes, so a code that equals another theme's name does not take over its fiches.
    for spelling in ("name", "code"):
        for _table, row in book.rows(THEMES):
            if row.text("name") and row.text(spelling):
                keys.setdefault(fold(row.text(spelling)), row.text("name"))
    return keys
