"""Cells and ranges as a file names them: `N14`, `E2:F3`, `A:A`."""

import re
from typing import NamedTuple

from fiche_builder.workbook.raw import column_letter

LAST_ROW, LAST_COLUMN = 1_048_576, 16_384
"""Excel's last row and column (XFD). There are no cells beyond them."""
_CELL = re.compile(r"\$?([A-Za-z]{0,3})\$?([0-9]{0,7})")


class Area(NamedTuple):
    """A range of cells, stored as its corners however many cells it has. Both corners belong to it."""

    left: int
    top: int
    right: int
    bottom: int

    def __str__(self) -> str:
        return f"{column_letter(self.left)}{self.top}:{column_letter(self.right)}{self.bottom}"

    @property
    def is_cell(self) -> bool:
        """Tell whether the range is a single cell."""
        return self.left == self.right and self.top == self.bottom

    def holds(self, row: int, column: int) -> bool:
        """Tell whether a cell lies in the range."""
        return self.top <= row <= self.bottom and self.left <= column <= self.right


def column_number(letters: str) -> int:
    """Return the number of a column, counted from 1: A is 1, AA is 27."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def read_area(reference: str) -> Area | None:
    """Return the range of a reference. Whole columns or rows reach to the edge; an unreadable reference gives None."""
    first, _colon, last = reference.strip().partition(":")
    corners = [_CELL.fullmatch(corner) for corner in (first, last or first)]
    if not first or not all(corners):
        return None
    (left, top), (right, bottom) = ((column_number(c[1]), int(c[2] or 0)) for c in corners if c)
    columns = sorted((left or 1, right or LAST_COLUMN))
    rows = sorted((top or 1, bottom or LAST_ROW))
    if columns[1] > LAST_COLUMN or rows[1] > LAST_ROW:
        return None
    return Area(columns[0], rows[0], columns[1], rows[1])
