"""Sheets, columns and cells, whatever they mean."""

from collections.abc import Callable, Iterator

from fiche_builder.check.findings import Context, Hit, Severity, cell_place, rule, shown
from fiche_builder.common.i18n import _
from fiche_builder.model.fields import SHEETS
from fiche_builder.model.tables import Book, Place
from fiche_builder.model.values.cells import text_of
from fiche_builder.model.values.simple import nearest
from fiche_builder.workbook.raw import RawCell, column_letter


@rule("sheet-missing", Severity.ERROR)
def sheet_missing(book: Book, _context: Context) -> Iterator[Hit]:
    """A required sheet is missing."""
    for spec in SHEETS:
        if spec.required and book.table(spec) is None:
            titles = [sheet.title for sheet in book.raw.sheets]
            near = nearest(spec.title, titles)
            yield Hit(
                Place(spec.title, 0, 0, ""),
                "",
                _("The sheet “%(sheet)s” is missing.") % {"sheet": spec.title},
                _("Should “%(near)s” bear this name?") % {"near": near}
                if near
                else _("The workbook has: %(sheets)s. A new one with all sheets is made by: fiche init")
                % {"sheets": ", ".join(titles[:10]) or "–"},
            )


@rule("part-damaged", Severity.WARNING)
def part_damaged(book: Book, _context: Context) -> Iterator[Hit]:
    """A damaged part of the file that the cells can do without, such as their comments. It was not read."""
    first = next((sheet.title for sheet in book.raw.sheets), "")
    for title, part in book.raw.unread:
        yield Hit(
            Place(title or first, 0, 0, ""),
            part,
            _("The part “%(part)s” of the file is damaged: it was not read, but the cells were.") % {"part": part},
            _("Links or comments may be missing. Open the workbook in Excel, let Excel repair it, and save it."),
        )


@rule("column-missing", Severity.ERROR)
def column_missing(book: Book, _context: Context) -> Iterator[Hit]:
    """A required column is missing."""
    for table in book.tables.values():
        for column in table.spec.columns:
            near = nearest(column.header, [text_of(cell.value) for cell in table.unknown])
            # The column of a closed list may be absent, but not mistyped: without “Statut” every fiche would be active.
            if column.key not in table.columns and (column.required or (column.words and near)):
                yield Hit(
                    Place(table.raw.title, table.header_row, 1, column.header),
                    "",
                    _("The column “%(column)s” is missing.") % {"column": column.header},
                    _("Should “%(near)s” bear this name?") % {"near": near}
                    if near
                    else _("Write “%(column)s” into the header row (among the first 20 rows).")
                    % {"column": column.header},
                )


@rule("column-duplicated", Severity.ERROR)
def column_duplicated(book: Book, _context: Context) -> Iterator[Hit]:
    """Two columns have the same header."""
    for table in book.tables.values():
        for key, cell in table.duplicated:
            first = table.columns[key]
            yield Hit(
                Place(table.raw.title, cell.row, cell.column, text_of(cell.value)),
                cell.shown,
                _("The column “%(column)s” stands twice: in %(first)s and in %(second)s.")
                % {"column": text_of(cell.value), "first": column_letter(first), "second": column_letter(cell.column)},
                _("Move what you need into one of them and delete the other."),
            )


@rule("column-unknown", Severity.INFO)
def column_unknown(book: Book, _context: Context) -> Iterator[Hit]:
    """A column that editors added themselves. It is never published."""
    for table in book.tables.values():
        headers = [column.header for column in table.spec.columns if column.key not in table.columns]
        for cell in table.unknown:
            near = nearest(text_of(cell.value), headers)
            yield Hit(
                Place(table.raw.title, cell.row, cell.column, text_of(cell.value)),
                cell.shown,
                _("The column “%(column)s” is not known: it is never published.") % {"column": text_of(cell.value)},
                _("Did you mean “%(near)s”?") % {"near": near} if near else "",
            )


@rule("row-help", Severity.WARNING)
def row_help(book: Book, _context: Context) -> Iterator[Hit]:
    """A first row that seems to explain the columns. It is not published."""
    for table in book.tables.values():
        if table.help_row is not None:
            key = next(iter(table.help_row.cells))
            yield Hit(
                table.place(table.help_row, key),
                shown(table.help_row, key),
                _("The row seems to explain the columns: it is not published."),
                _("If it is a fiche, give it a N°, a date or a phone that can be read."),
            )


@rule("cell-error", Severity.ERROR)
def cell_error(book: Book, _context: Context) -> Iterator[Hit]:
    """A cell that shows an Excel error."""
    message = _("The cell shows the error %(value)s.")
    hint = _("Repair the formula, or replace it by its value (Copy, Paste Special > Values).")
    return _cell_hits(book, lambda cell: cell.error, message, hint)


@rule("formula-uncached", Severity.ERROR)
def formula_uncached(book: Book, _context: Context) -> Iterator[Hit]:
    """A formula that no program has calculated yet."""
    message = _("The formula %(value)s was never calculated.")
    hint = _("Open the workbook in Excel or LibreOffice and save it, or replace the formula by its value.")
    return _cell_hits(book, lambda cell: cell.uncached, message, hint)


@rule("text-struck", Severity.WARNING)
def text_struck(book: Book, _context: Context) -> Iterator[Hit]:
    """Text that is struck out, which often means that it is no longer true."""
    message = _("The text is struck out, and is published all the same.")
    hint = _("Delete what is no longer true, or remove the strike-through.")
    return _cell_hits(book, lambda cell: cell.struck, message, hint)


@rule("cell-merged", Severity.WARNING)
def cell_merged(book: Book, _context: Context) -> Iterator[Hit]:
    """Merged cells. Only the first one holds a value."""
    message = _("The cells %(area)s are merged: only the first one counts.")
    hint = _("Unmerge them and write the value into each row.")
    return _cell_hits(book, lambda cell: bool(cell.merged), message, hint)


def _cell_hits(book: Book, is_meant: Callable[[RawCell], bool], message: str, hint: str) -> Iterator[Hit]:
    """Yield a hit for each cell of a known column that is meant."""
    for table in book.tables.values():
        for row in table.rows:
            for cell in row.cells.values():
                if is_meant(cell):
                    words = {"value": cell.shown, "area": cell.merged}
                    yield Hit(cell_place(table, cell), cell.shown, message % words, hint)
