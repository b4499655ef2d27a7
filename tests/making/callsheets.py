"""Call sheets as an editor fills them in, by N°, item and header, and perhaps saves them with LibreOffice."""

import shutil
import subprocess
from collections.abc import Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.cell.cell import Cell

from fiche_builder.check import Context
from fiche_builder.check.checked import check_content
from fiche_builder.upkeep.calls.callsheet import make_call_sheet
from tests.making.workbooks import TODAY

HEADER_ROW = 6
WHOLE = ""
"""The item of the line of the whole fiche."""


class FilledSheet:
    """A call sheet on the disk that is being filled in."""

    def __init__(self, master: Path, path: Path, numbers: Sequence[int], *, day: date = TODAY) -> None:
        self.path = path
        path.write_bytes(_blank_sheet(master.read_bytes(), master.name, tuple(numbers), day))
        self.book: Any = load_workbook(path)
        self.sheet: Any = self.book.worksheets[0]

    def cell(self, number: int, item: str, header: str) -> Cell:
        """Return the cell of an item; the empty item is the line of the whole fiche."""
        column = next(cell.column for cell in self.sheet[HEADER_ROW] if cell.value == header)
        rows = [
            row
            for row in range(HEADER_ROW + 1, self.sheet.max_row + 1)
            if str(self.sheet.cell(row, 1).value) == str(number)
        ]
        row = rows[0] if item == WHOLE else next(row for row in rows if self.sheet.cell(row, 3).value == item)
        found: Cell = self.sheet.cell(row, column)
        return found

    def fill(self, number: int, item: str = WHOLE, **values: Any) -> "FilledSheet":
        """Fill in cells: `Result`, `New_value`, `Channel`, `By`, `On`, `Remark`."""
        for header, value in values.items():
            self.cell(number, item, header.replace("_", " ")).value = value
        return self

    def confirm(self, number: int, item: str = WHOLE, **values: Any) -> "FilledSheet":
        """Fill in that it was confirmed by a call of AB on the day."""
        return self.fill(number, item, **{"Result": "Confirmed", "Channel": "call", "By": "AB", "On": TODAY, **values})

    def correct(self, number: int, item: str, new: Any, **values: Any) -> "FilledSheet":
        """Fill in a new value, told on a call of AB on the day."""
        return self.fill(
            number,
            item,
            **{"Result": "Corrected", "New value": new, "Channel": "call", "By": "AB", "On": TODAY, **values},
        )

    def save(self) -> Path:
        """Write it down."""
        self.book.save(self.path)
        return self.path


@cache
def _blank_sheet(content: bytes, name: str, numbers: tuple[int, ...], day: date) -> bytes:
    """Return the call sheet; tests that begin with the same workbook share it."""
    return make_call_sheet(
        check_content(Path(name), content, Context(day)), [(number, "never checked") for number in numbers], day
    )


def save_in_libreoffice(folder: Path, *paths: Path) -> list[Path]:
    """Open workbooks in LibreOffice and save them as such; skip the test where there is none."""
    program = shutil.which("soffice")
    if program is None:
        pytest.skip("LibreOffice is not on this machine")
    profile = f"-env:UserInstallation=file://{folder / 'profile'}"
    subprocess.run(
        [program, profile, "--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", str(folder),
            *map(str, paths)],
        check=True, capture_output=True, timeout=180,
    )  # fmt: skip
    return [folder / path.name for path in paths]
