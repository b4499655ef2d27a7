"""Cells and ranges as a file names them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fiche_builder.workbook.areas import LAST_COLUMN, LAST_ROW, Area, column_number, read_area
from fiche_builder.workbook.raw import column_letter

ROWS, COLUMNS = st.integers(1, LAST_ROW), st.integers(1, LAST_COLUMN)


@given(COLUMNS)
def test_a_column_s_number_and_its_letters_say_the_same(number: int) -> None:
    assert column_number(column_letter(number)) == column_number(column_letter(number).lower()) == number


@given(COLUMNS, ROWS, COLUMNS, ROWS)
def test_a_range_is_read_from_either_end(left: int, top: int, right: int, bottom: int) -> None:
    first, last = f"{column_letter(left)}{top}", f"${column_letter(right)}${bottom}"
    area = read_area(f"{first}:{last}")
    assert area == read_area(f"{last}:{first}")
    assert area is not None
    assert read_area(str(area)) == area
    assert area.holds(top, left)
    assert area.holds(bottom, right)
    assert area.is_cell == ((left, top) == (right, bottom))
    assert not area.holds(area.bottom + 1, left)
    assert not area.holds(top, area.left - 1)


@pytest.mark.parametrize(
    ("reference", "area"),
    [
        (" N14 ", Area(14, 14, 14, 14)),
        ("$b$2", Area(2, 2, 2, 2)),
        ("A:C", Area(1, 1, 3, LAST_ROW)),
        ("2:3", Area(1, 2, LAST_COLUMN, 3)),
        ("XFD1048576", Area(LAST_COLUMN, LAST_ROW, LAST_COLUMN, LAST_ROW)),
        *((wrong, None) for wrong in ("", ":", "?", "1A", "XFE1", "A1048577", "A1 B2", "Feuil1!A1", "#REF!")),
    ],
)
def test_whole_columns_and_rows_reach_to_the_edge_and_what_is_no_range_is_none(
    reference: str, area: Area | None
) -> None:
    assert read_area(reference) == area
