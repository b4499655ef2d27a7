"""Rows and cells, whatever they mean."""

from collections.abc import Iterator

from fiche_builder.check.findings import Context, Hit, Severity, cell_place, rule, shown
from fiche_builder.common.i18n import _
from fiche_builder.model.tables import Book, Place, Row, Table
from fiche_builder.workbook.raw import RawCell


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
    for table, _row, cell in _known_cells(book):
        if cell.error:
            yield Hit(
                cell_place(table, cell),
                cell.shown,
                _("The cell shows the error %(value)s.") % {"value": cell.shown},
                _("Repair the formula, or replace it by its value (Copy, Paste Special > Values)."),
            )


@rule("formula-uncached", Severity.ERROR)
def formula_uncached(book: Book, _context: Context) -> Iterator[Hit]:
    """A formula that no program has calculated yet."""
    for table, _row, cell in _known_cells(book):
        if cell.uncached:
            yield Hit(
                cell_place(table, cell),
                cell.shown,
                _("The formula %(value)s was never calculated.") % {"value": cell.shown},
                _("Open the workbook in Excel or LibreOffice and save it, or replace the formula by its value."),
            )


@rule("row-hidden", Severity.WARNING)
def row_hidden(book: Book, _context: Context) -> Iterator[Hit]:
    """A hidden row or sheet. It is read like any other."""
    for table in book.tables.values():
        for row in table.rows:
            if row.raw.hidden or table.raw.hidden:
                key = next(iter(row.cells))
                yield Hit(
                    table.place(row, key),
                    row.cells[key].shown,
                    _("The row is hidden, and is published all the same.")
                    if row.raw.hidden
                    else _("The sheet is hidden, and is published all the same."),
                    _("Show it, or delete it; a fiche out of use gets the status “Archivé”."),
                )
                if table.raw.hidden:
                    break


@rule("text-struck", Severity.WARNING)
def text_struck(book: Book, _context: Context) -> Iterator[Hit]:
    """Text that is struck out, which often means that it is no longer true."""
    for table, _row, cell in _known_cells(book):
        if cell.struck:
            yield Hit(
                cell_place(table, cell),
                cell.shown,
                _("The text is struck out, and is published all the same."),
                _("Delete what is no longer true, or remove the strike-through."),
            )


@rule("cell-merged", Severity.WARNING)
def cell_merged(book: Book, _context: Context) -> Iterator[Hit]:
    """Merged cells. Only the first one holds a value."""
    for table, _row, cell in _known_cells(book):
        if cell.merged:
            yield Hit(
                cell_place(table, cell),
                cell.shown,
                _("The cells %(area)s are merged: only the first one counts.") % {"area": cell.merged},
                _("Unmerge them and write the value into each row."),
            )


def _known_cells(book: Book) -> Iterator[tuple[Table, Row, RawCell]]:
    for table in book.tables.values():
        for row in table.rows:
            for cell in row.cells.values():
                yield table, row, cell
