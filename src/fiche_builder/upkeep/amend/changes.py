"""Changes to a workbook as values: cells that get another value, rows that are added, and how they are told."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from fiche_builder.common.dates import day_text
from fiche_builder.model.fields import SheetSpec
from fiche_builder.model.values.cells import text_of
from fiche_builder.workbook.amending import CellValue


@dataclass(frozen=True, slots=True)
class Amendment:
    """A cell that gets another value.

    `title` says whose row it is, such as `12 Le Relais`; `new` None empties the cell.
    """

    sheet: SheetSpec
    row: int
    key: str
    old: str
    new: CellValue
    why: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class Addition:
    """A new row at the end of a sheet, by column keys. A sheet that is not there yet is made."""

    sheet: SheetSpec
    values: Mapping[str, CellValue]
    why: str
    title: str = ""


Change = Amendment | Addition


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """A line of the list of changes: a cell, what it said and says."""

    sheet: str
    cell: str
    title: str
    column: str
    before: str
    after: str
    why: str
    key: str = ""
    """The column in the code."""


def show(value: CellValue) -> str:
    """Return a value as an editor writes it."""
    return day_text(value) if isinstance(value, date) else text_of(value)


def row_title(number: object, name: str) -> str:
    """Return how editors know a fiche: by its N° and name."""
    return " ".join(part for part in (str(number or ""), name) if part)
