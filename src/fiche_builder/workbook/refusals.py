"""What is told of a workbook that goes beyond a limit."""

from pathlib import Path

from fiche_builder.common.errors import WorkbookError
from fiche_builder.common.i18n import _
from fiche_builder.workbook import limits
from fiche_builder.workbook.limits import Limit


def beyond(path: Path, limit: Limit, place: str) -> WorkbookError:
    """Return the error for a workbook that goes beyond a limit, in a sheet, cell or part, or as a whole."""
    most = {
        Limit.SHEETS: limits.MAX_SHEETS,
        Limit.ROWS: limits.MAX_ROWS,
        Limit.COLUMNS: limits.MAX_COLUMNS,
        Limit.CELLS: limits.MAX_CELLS,
        Limit.SIGNS: limits.MAX_SIGNS,
        Limit.TEXT: limits.MAX_TEXT,
        Limit.LINES: limits.MAX_LINES,
        Limit.STRINGS: limits.MAX_STRINGS,
        Limit.TIME: int(limits.MAX_SECONDS),
        Limit.MEMORY: limits.MAX_MEMORY // 2**20,
    }
    known = {"name": path.name, "place": place, "most": most.get(limit, 0)}
    return WorkbookError(_message(limit) % known, _advice(limit))


def _message(limit: Limit) -> str:
    return {
        Limit.SHEETS: _("“%(name)s” was not read: it has more than %(most)d sheets."),
        Limit.ROWS: _("“%(name)s” was not read: its sheet “%(place)s” has more than %(most)d rows."),
        Limit.COLUMNS: _("“%(name)s” was not read: its sheet “%(place)s” has more than %(most)d columns."),
        Limit.CELLS: _("“%(name)s” was not read: it has more than %(most)d filled cells."),
        Limit.SIGNS: _("“%(name)s” was not read: its cells hold more than %(most)d characters."),
        Limit.TEXT: _("“%(name)s” was not read: its cell %(place)s holds more than %(most)d characters."),
        Limit.LINES: _("“%(name)s” was not read: its cell %(place)s has more than %(most)d lines."),
        Limit.RANGES: _("“%(name)s” was not read: its sheet “%(place)s” has too many links or merged cells."),
        Limit.STRINGS: _("“%(name)s” was not read: it holds more than %(most)d different texts."),
        Limit.PART: _("“%(name)s” was not read: its part “%(place)s” is far larger than that of any annuaire."),
        Limit.TIME: _("“%(name)s” was not read: that took longer than %(most)d seconds."),
        Limit.MEMORY: _("“%(name)s” was not read: that took more than %(most)d MB of memory."),
    }[limit]


def _advice(limit: Limit) -> str:
    match limit:
        case Limit.ROWS | Limit.COLUMNS:
            return _("If this sheet does not belong to the annuaire, move it to a workbook of its own.")
        case Limit.TEXT | Limit.LINES:
            return _("Shorten this cell in Excel, and save.")
        case Limit.RANGES:
            return _("In Excel, select the whole sheet, remove its hyperlinks, unmerge its cells, and save.")
    return _("Check where the file comes from. If it is yours, copy the sheets of the annuaire into a new workbook.")
