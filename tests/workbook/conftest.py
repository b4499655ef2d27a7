"""The workbook that the tests of its parts change: every kind of cell that the reader tells apart."""

from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import Workbook

from tests.making.packages import (
    Parts,
    kinds_of_cells,
    sharing_strings,
    unpack,
)
from tests.making.workbooks import make_workbook


@pytest.fixture(scope="module")
def sample() -> Parts:
    book = Workbook()
    book.remove(book.worksheets[0])
    kinds_of_cells(book)
    target = BytesIO()
    book.save(target)
    return sharing_strings(unpack(target.getvalue()))


@pytest.fixture
def plain(tmp_path: Path) -> Path:
    return make_workbook(tmp_path / "annuaire.xlsx")
