"""Workbooks with changes written beside them, and what their cells say."""

from functools import cache
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from fiche_builder.common.config import Config
from fiche_builder.model.fields import FICHES
from fiche_builder.model.starter import starter_workbook
from fiche_builder.upkeep.amend import Amended, Amendment, Change, Master, read_master, write_amended
from fiche_builder.workbook.amending import AMENDED_COLOUR
from fiche_builder.workbook.reader import read_workbook
from tests.making.workbooks import TODAY

WHY = "confirmed by phone"


def read(path: Path) -> Master:
    return read_master(path, Config(), TODAY)


def amend(path: Path, *changes: Change) -> Amended:
    return write_amended(read(path), changes, TODAY)


def change(key: str, new: Any, row: int = 2, old: str = "") -> Amendment:
    return Amendment(FICHES, row, key, old, new, WHY, "1 Le Relais")


def at(key: str, row: int = 2) -> str:
    """Return the cell of a column of `Fiches` in a workbook that `fiche init` made."""
    return f"{get_column_letter([column.key for column in FICHES.columns].index(key) + 1)}{row}"


@cache
def starter_content() -> bytes:
    return starter_workbook(TODAY)


def coloured(path: Path) -> list[str]:
    cells = [cell for sheet in load_workbook(path) for row in sheet.iter_rows() for cell in row]
    return [
        cell.coordinate
        for cell in cells
        if cell.fill.fill_type == "solid" and cell.fill.fgColor.rgb == f"00{AMENDED_COLOUR}"
    ]


def cells_of(path: Path) -> dict[tuple[str, str], object]:
    return {
        (s.title, c.coordinate): c.value
        for s in read_workbook(path).sheets
        for row in s.rows
        for c in row.cells.values()
    }
