"""Deciding on suggestions as an editor does: the sheet is made, filled in, and taken in."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

from fiche_builder.check.checked import CheckedWorkbook
from fiche_builder.cli.main import run
from tests.making.workbooks import TODAY, check

HEADER_ROW = 5


def make_sheet(master: Path) -> Path:
    """Make the sheet of suggestions beside a workbook."""
    path = master.parent / "decisions.xlsx"
    assert run(["--lang", "en", "suggestions", "--workbook", str(master), "--sheet", str(path)]) == 0
    return path


def change(path: Path, do: Callable[[Any], None]) -> None:
    """Change the first sheet of a workbook."""
    book = load_workbook(path)
    do(book.worksheets[0])
    book.save(path)


def fill(path: Path, proposal: str, **values: Any) -> None:
    """Fill in the row of a suggestion: `Decision`, `Column_to_change`, `New_value`, `Réponse`, `Traitée_par` …"""
    change(path, lambda sheet: fill_row(sheet, proposal, values))


def fill_row(sheet: Any, proposal: str, values: dict[str, Any]) -> None:
    """Fill in the row of a suggestion, under the headers as they stand there, or with _ for a blank."""
    row = next(row for row in range(HEADER_ROW + 1, sheet.max_row + 1) if sheet.cell(row, 2).value == proposal)
    for header, value in values.items():
        column = next(cell.column for cell in sheet[HEADER_ROW] if cell.value == header.replace("_", " "))
        sheet.cell(row, column).value = value


def apply(sheet: Path, master: Path, code: int = 0) -> CheckedWorkbook:
    """Take a sheet in; return what the new workbook says, or the old one where there is none."""
    assert run(["--lang", "en", "apply", str(sheet), "--workbook", str(master)]) == code
    new = master.with_name(f"annuaire-{TODAY}.xlsx")
    return check(new if new.exists() else master)
