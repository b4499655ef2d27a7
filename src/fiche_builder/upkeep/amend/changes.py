"""Changes to a workbook as values: cells with another value, added rows, and their words."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from fiche_builder.common.dates import day_text
from fiche_builder.model.columns import SheetSpec
from fiche_builder.model.values.cells import text_of
from fiche_builder.workbook.amending import CellValue


@dataclass(frozen=True, slots=True)
class Amendment:
    """A cell that gets another value.

    `title` names the row, such as `12 Le Relais`. If `new` is None, the cell is emptied.
    """

    sheet: SheetSpec
    row: int
    key: str
    old: str
    new: CellValue
    why: str
    title: str = ""
    bundle: str = ""
    """Changes with the same word here are made together or not at all."""


@dataclass(frozen=True, slots=True)
class Addition:
    """A new row at the end of a sheet, by column keys. The sheet is made if it does not exist yet."""

    sheet: SheetSpec
    values: Mapping[str, CellValue]
    why: str
    title: str = ""
    bundle: str = ""
    """As in `Amendment`."""


Change = Amendment | Addition


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """A line of the list of changes: a cell, its old text and its new one."""

    sheet: str
    cell: str
    title: str
    column: str
    before: str
    after: str
    why: str
    key: str = ""
    """The key of the column in the code."""


def show(value: CellValue) -> str:
    """Return a value as an editor writes it."""
    return day_text(value) if isinstance(value, date) else text_of(value)


def row_title(number: object, name: str) -> str:
    """Return the N° and name by which editors know a fiche."""
    return " ".join(part for part in (str(number or ""), name) if part)
