"""Reading a workbook into raw rows. The only place that reads with openpyxl."""

import hashlib
import io
import warnings
from collections import defaultdict
from datetime import date, datetime, time, timedelta
from functools import partial
from pathlib import Path
from typing import Any, cast

import openpyxl
from openpyxl.cell.cell import MergedCell
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from fiche_builder.errors import WorkbookError
from fiche_builder.i18n import _
from fiche_builder.text import unescape_excel
from fiche_builder.workbook.opening import damaged, read_workbook_bytes
from fiche_builder.workbook.raw import RawCell, RawRow, RawSheet, RawValue, RawWorkbook


def read_workbook(path: Path) -> RawWorkbook:
    """Return all cells of the workbook at `path` that hold something; raise `WorkbookError` when it cannot be read."""
    content = read_workbook_bytes(path)
    workbook = _load(path, content, data_only=False)
    sheets: list[Worksheet] = [sheet for sheet in workbook.worksheets if isinstance(sheet, Worksheet)]
    computed = _computed_values(path, content, sheets)
    fonts = cast("Any", workbook)._fonts  # noqa: SLF001 (the only way to them)
    struck_fonts = frozenset(index for index, font in enumerate(fonts) if font.strike)
    return RawWorkbook(
        name=path.name,
        sha256=hashlib.sha256(content).hexdigest(),
        sheets=tuple(_read_sheet(sheet, computed.get(sheet.title, {}), struck_fonts) for sheet in sheets),
    )


def _load(path: Path, content: bytes, *, data_only: bool) -> Workbook:
    """Load with openpyxl; whatever it raises on a file that is not in order becomes one message."""
    try:
        with warnings.catch_warnings():
            # openpyxl tells of extensions it leaves out (drop-downs on another sheet, print areas); we only read.
            warnings.simplefilter("ignore")
            return openpyxl.load_workbook(io.BytesIO(content), rich_text=not data_only, data_only=data_only)
    except MemoryError:
        raise
    except Exception as error:
        if type(error).__module__.startswith("defusedxml"):
            raise WorkbookError(
                _("“%(name)s” holds XML entities, which no Excel workbook does: it was not opened.") % {"name": path.name},
                _("Check where the file comes from."),
            ) from None
        raise damaged(path) from error


def _computed_values(path: Path, content: bytes, sheets: list[Worksheet]) -> dict[str, dict[tuple[int, int], RawValue]]:
    """Return what a program last calculated for each formula; the second load is paid only where there is a formula."""
    formulas = {sheet.title: [key for key, cell in _cells(sheet).items() if cell.data_type == "f"] for sheet in sheets}
    if not any(formulas.values()):
        return {}
    workbook = _load(path, content, data_only=True)
    return {
        title: {key: _plain(_cells(workbook[title])[key].value) for key in keys if key in _cells(workbook[title])}
        for title, keys in formulas.items()
        if keys
    }


def _cells(sheet: Worksheet) -> dict[tuple[int, int], Any]:
    """Return the cells that are stored. `iter_rows` would make each blank one up: 33 million when one cell stands in the last row."""
    return sheet._cells  # noqa: SLF001


def _read_sheet(sheet: Worksheet, computed: dict[tuple[int, int], RawValue], struck_fonts: frozenset[int]) -> RawSheet:
    merged = {(area.min_row, area.min_col): str(area) for area in sheet.merged_cells.ranges}
    rows: defaultdict[int, dict[int, RawCell]] = defaultdict(dict)
    read = partial(_read_cell, computed=computed, struck_fonts=struck_fonts, merged=merged)
    for (row, column), cell in _cells(sheet).items():
        if (cell.value is None or isinstance(cell, MergedCell)) and cell.comment is None:
            continue
        if (raw := read(cell)) is not None:
            rows[row][column] = raw
    hidden = {index for index, shape in sheet.row_dimensions.items() if shape.hidden}
    return RawSheet(
        title=sheet.title,
        rows=tuple(RawRow(index, dict(sorted(rows[index].items())), hidden=index in hidden) for index in sorted(rows)),
        hidden=sheet.sheet_state != "visible",
    )


def _read_cell(
    cell: Any,  # noqa: ANN401 (openpyxl's cells have no common typed base)
    *,
    computed: dict[tuple[int, int], RawValue],
    struck_fonts: frozenset[int],
    merged: dict[tuple[int, int], str],
) -> RawCell | None:
    key = (cell.row, cell.column)
    value, kind = cell.value, cell.data_type
    uncached = False
    if kind == "f":
        cached = computed.get(key)
        uncached = cached is None
        value = str(getattr(value, "text", value)) if uncached else cached
    struck = (bool(struck_fonts) and cell._style.fontId in struck_fonts) or _is_struck(value)  # noqa: SLF001 (`cell.font` copies)
    plain = _plain(value)
    comment = unescape_excel(cell.comment.text) if getattr(cell, "comment", None) else ""
    if isinstance(plain, str) and not plain.strip() and not comment:
        return None
    link = getattr(cell, "hyperlink", None)
    return RawCell(
        row=cell.row,
        column=cell.column,
        value=plain,
        error=kind == "e" or (kind == "f" and isinstance(plain, str) and plain.startswith("#") and not uncached),
        uncached=uncached,
        struck=struck,
        merged=merged.get(key, ""),
        link=(link.target or "") if link is not None else "",
        comment=comment,
    )


def _is_struck(value: object) -> bool:
    """Tell whether any run of a rich text is struck out."""
    return isinstance(value, CellRichText) and any(
        isinstance(run, TextBlock) and run.font is not None and bool(run.font.strike) and run.text.strip() for run in value
    )


def _plain(value: object) -> RawValue:
    if isinstance(value, str):  # CellRichText is a list with a __str__ of its own
        return unescape_excel(value)
    if value is None or isinstance(value, bool | int | float | datetime | date | time | timedelta):
        return value
    return unescape_excel(str(value))
