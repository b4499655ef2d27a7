"""Days as they are written, and whole months between two of them, as people count them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fiche_builder.common.dates import day_text, months_between


@pytest.mark.parametrize(
    ("earlier", "later", "months"),
    [
        (date(2026, 5, 29), date(2026, 11, 28), 5),
        (date(2026, 5, 29), date(2026, 11, 29), 6),
        (date(2025, 12, 31), date(2026, 1, 30), 0),
        (date(2025, 12, 31), date(2026, 1, 31), 1),
        (date(2024, 2, 29), date(2025, 2, 28), 11),
        (date(2024, 2, 29), date(2025, 3, 1), 12),
        (date(2026, 11, 29), date(2026, 11, 29), 0),
        (date(2026, 11, 29), date(2026, 10, 29), -1),
    ],
)
def test_a_month_is_whole_on_its_day(earlier: date, later: date, months: int) -> None:
    assert months_between(earlier, later) == months


@given(st.dates(), st.dates())
def test_a_year_later_it_is_twelve_months_more(earlier: date, later: date) -> None:
    if later.year < date.max.year and (later.month, later.day) != (2, 29):
        assert months_between(earlier, later.replace(year=later.year + 1)) == months_between(earlier, later) + 12


def test_a_day_is_written_with_all_its_digits() -> None:
    assert day_text(date(2026, 2, 3)) == "03/02/2026"
