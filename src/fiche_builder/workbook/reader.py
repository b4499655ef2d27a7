"""Reading a workbook into raw rows. The only place that reads with openpyxl."""

import hashlib
import io
import warnings
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import partial
from pathlib import Path
from typing import Any, cast

import openpyxl
from openpyxl.cell.cell import MergedCell
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from fiche_builder.common.text import unescape_excel
from fiche_builder.workbook.opening import damaged, read_workbook_bytes
from fiche_builder.workbook.raw import RawCell, RawRow, RawSheet, RawValue, RawWorkbook

_PROPERTIES = ("creator", "lastModifiedBy", "title", "subject", "description", "keywords", "category")


@dataclass(frozen=True, slots=True)
class _Computed:
    """What a program last calculated for a formula."""

    value: RawValue
    is_error: bool = False
    is_missing: bool = False


_NEVER = _Computed(None, is_missing=True)


def read_workbook(path: Path) -> RawWorkbook:
    """Return all cells of the workbook at `path` that hold something; raise `WorkbookError` when it cannot be read."""
    return parse_workbook(path, read_workbook_bytes(path))


def parse_workbook(path: Path, content: bytes) -> RawWorkbook:
    """Return all cells of a workbook whose bytes `read_workbook_bytes` accepted; `path` only gives it its name."""
    workbook = _load(path, content, data_only=False)
    sheets: list[Worksheet] = [sheet for sheet in workbook.worksheets if isinstance(sheet, Worksheet)]
    computed = _computed_values(path, content, sheets)
    fonts = cast("Any", workbook)._fonts  # noqa: SLF001 (the only way to them)
    struck_fonts = frozenset(index for index, font in enumerate(fonts) if font.strike)
    return RawWorkbook(
        name=path.name,
        sha256=hashlib.sha256(content).hexdigest(),
        sheets=tuple(_read_sheet(sheet, computed.get(sheet.title, {}), struck_fonts) for sheet in sheets),
        properties=tuple(
            (name, value)
            for name in _PROPERTIES
            if isinstance(value := getattr(workbook.properties, name), str) and value.strip()
        ),
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
        raise damaged(path) from error


def _computed_values(
    path: Path, content: bytes, sheets: list[Worksheet]
) -> dict[str, dict[tuple[int, int], _Computed]]:
    """Return what a program last calculated for each formula; the second load is paid only where there is a formula."""
    formulas = {sheet.title: [key for key, cell in _cells(sheet).items() if cell.data_type == "f"] for sheet in sheets}
    if not any(formulas.values()):
        return {}
    workbook = _load(path, content, data_only=True)
    return {
        title: {key: _computed(_cells(workbook[title])[key]) for key in keys if key in _cells(workbook[title])}
        for title, keys in formulas.items()
        if keys
    }


def _computed(cell: Any) -> _Computed:  # noqa: ANN401 (openpyxl's cells have no common typed base)
    """Return what a formula gave.

    One that gave empty text has no value but a type; one that was never calculated has neither.
    """
    return _Computed(
        _plain(cell.value), is_error=cell.data_type == "e", is_missing=cell.value is None and cell.data_type == "n"
    )


def _cells(sheet: Worksheet) -> dict[tuple[int, int], Any]:
    """Return the cells that are stored.

    `iter_rows` would make each blank one up: 33 million when one cell stands in the last row.
    """
    return sheet._cells  # noqa: SLF001


def _read_sheet(sheet: Worksheet, computed: dict[tuple[int, int], _Computed], struck_fonts: frozenset[int]) -> RawSheet:
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
    computed: dict[tuple[int, int], _Computed],
    struck_fonts: frozenset[int],
    merged: dict[tuple[int, int], str],
) -> RawCell | None:
    key = (cell.row, cell.column)
    value = cell.value
    error, uncached = cell.data_type == "e", False
    if cell.data_type == "f":
        given = computed.get(key, _NEVER)
        error, uncached = given.is_error, given.is_missing
        value = str(getattr(value, "text", value)) if uncached else given.value
    struck = (bool(struck_fonts) and cell._style.fontId in struck_fonts) or _is_struck(value)  # noqa: SLF001 (`cell.font` copies)
    plain = _plain(value)
    comment = unescape_excel(cell.comment.text) if getattr(cell, "comment", None) else ""
    if (plain is None or (isinstance(plain, str) and not plain.strip())) and not comment:
        return None
    link = getattr(cell, "hyperlink", None)
    return RawCell(
        row=cell.row,
        column=cell.column,
        value=plain,
        error=error,
        uncached=uncached,
        struck=struck,
        merged=merged.get(key, ""),
        link=(link.target or "") if link is not None else "",
        comment=comment,
    )


def _is_struck(value: object) -> bool:
    """Tell whether any run of a rich text is struck out."""
    return isinstance(value, CellRichText) and any(
        isinstance(run, TextBlock) and run.font is not None and bool(run.font.strike) and run.text.strip()
        for run in value
    )


def _plain(value: object) -> RawValue:
    if isinstance(value, str):  # CellRichText is a list with a __str__ of its own
        return unescape_excel(value)
    if value is None or isinstance(value, bool | int | float | datetime | date | time | timedelta):
        return value
    return unescape_excel(str(value))
