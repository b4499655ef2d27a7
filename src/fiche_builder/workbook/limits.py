"""How large a workbook may be: far above any annuaire, and low enough that a check ends in seconds.

A limit is counted while the workbook is read, so what lies beyond it costs nothing.
"""

from enum import StrEnum

MAX_SHEETS = 250
"""Sheets of a workbook."""
MAX_ROWS = 20_000
"""Rows of a sheet that hold something."""
MAX_COLUMNS = 1_000
"""Columns of a sheet that hold something."""
MAX_CELLS = 500_000
"""Cells of a workbook that hold something."""
MAX_SIGNS = 20_000_000
"""Characters in all cells of a workbook together, with the addresses of their links."""
MAX_TEXT = 32_767
"""Characters in one cell: what Excel itself takes."""
MAX_LINES = 1_000
"""Lines in one cell."""
MAX_STRINGS = 500_000
"""Different texts that the cells of a workbook share."""
MAX_RANGES = 100_000
"""Links and merged ranges of a sheet."""
MAX_VISITS = 3_000_000
"""Cells and rows that the links and merged ranges of a sheet cover together, each counted as often as it is covered."""
MAX_ELEMENTS = 1_000_000
"""Elements of all parts that are read whole, such as the comments of a sheet."""
MAX_DEPTH = 1_000
"""Elements of a sheet or table of texts that are open at a time, one inside the other."""
MAX_RELATIONS = 100_000
"""References of a part to others, such as the links of a sheet."""
MAX_TAG = 4 * 2**20
"""Bytes of one tag with its attributes."""
MAX_READ_BYTES = 128 * 2**20
"""Bytes of all parts that are read, each counted as often as it is read."""
MAX_SECONDS = 15.0
"""Seconds that reading a workbook may take."""
MAX_MEMORY = 768 * 2**20
"""Bytes of memory that the process which reads may have, its program included."""


class Limit(StrEnum):
    """What a workbook can have too much of."""

    SHEETS = "sheets"
    ROWS = "rows"
    COLUMNS = "columns"
    CELLS = "cells"
    SIGNS = "signs"
    TEXT = "text"
    LINES = "lines"
    RANGES = "ranges"
    STRINGS = "strings"
    PART = "part"
    """A part that is read whole is too large, or the same parts are read again and again."""
    TIME = "time"
    """Reading was ended because it took too long."""
    MEMORY = "memory"
    """Reading was ended because it took too much memory."""


class LimitError(Exception):
    """A workbook is larger than any annuaire. `place` is the sheet, cell or part, where one is to blame."""

    def __init__(self, limit: Limit, place: str = "") -> None:
        super().__init__(limit, place)
        self.limit = limit
        self.place = place
