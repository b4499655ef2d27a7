"""Raw cells: their names in Excel, and their values as a message shows them."""

from datetime import date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.utils import get_column_letter

from fiche_builder.workbook.raw import RawCell, RawValue, column_letter


@given(st.integers(1, 16_384))
def test_columns_are_lettered_as_excel_does(column: int) -> None:
    assert column_letter(column) == get_column_letter(column)
    assert RawCell(14, column, "x").coordinate == f"{get_column_letter(column)}14"


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (None, ""),
        ("  Le Relais\n", "  Le Relais\n"),
        (12, "12"),
        (True, "True"),
        (date(2026, 11, 3), "2026-11-03"),
        (datetime(2026, 11, 3), "2026-11-03"),  # noqa: DTZ001 (a cell has no time zone)
        (datetime(2026, 11, 3, 9, 5), "2026-11-03 09:05:00"),  # noqa: DTZ001
        (time(9, 5), "09:05:00"),
    ],
)
def test_a_value_is_shown_exactly_and_a_day_without_its_midnight(value: RawValue, shown: str) -> None:
    assert RawCell(2, 1, value).shown == shown
