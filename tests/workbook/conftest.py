"""The workbook that the tests of its parts change: every kind of cell that the reader tells apart."""

from io import BytesIO

import pytest
from openpyxl import Workbook

from tests.making.packages import (
    Parts,
    kinds_of_cells,
    sharing_strings,
    unpack,
)


@pytest.fixture(scope="module")
def sample() -> Parts:
    book = Workbook()
    book.remove(book.worksheets[0])
    kinds_of_cells(book)
    target = BytesIO()
    book.save(target)
    return sharing_strings(unpack(target.getvalue()))
