"""The month of an edition, and the months between two days."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fiche_builder.common.dates import months_between
from fiche_builder.common.errors import ConfigError, ExitCode
from fiche_builder.common.period import Period


def test_a_month_is_read_and_written() -> None:
    period = Period.parse("2026-11")
    assert (period.year, period.month, str(period)) == (2026, 11, "2026-11")
    assert str(Period.parse("2026-01")) == "2026-01"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2026",
        "2026-13",
        "2026-00",
        "2026-1",
        "11-2026",
        "2026-11-01",
        " 2026-11",
        "1999-12",
        "2026-11\n",
        "٢٠٢٦-١١",
    ],
)
def test_another_text_is_no_edition(text: str) -> None:
    with pytest.raises(ConfigError) as caught:
        Period.parse(text)
    assert f"“{text}”" in caught.value.message
    assert "2026-11" in caught.value.hint
    assert caught.value.exit_code is ExitCode.WRONG_USE


@pytest.mark.parametrize(
    ("text", "first", "last", "valid_until"),
    [
        ("2026-11", date(2026, 11, 1), date(2026, 11, 30), date(2026, 12, 31)),
        ("2026-12", date(2026, 12, 1), date(2026, 12, 31), date(2027, 1, 31)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29), date(2024, 3, 31)),
        ("2027-01", date(2027, 1, 1), date(2027, 1, 31), date(2027, 2, 28)),
    ],
)
def test_the_days_of_an_edition(text: str, first: date, last: date, valid_until: date) -> None:
    period = Period.parse(text)
    assert (period.first_day, period.last_day, period.valid_until) == (first, last, valid_until)


@pytest.mark.parametrize(("later", "months"), [("2026-11", 0), ("2027-01", 2), ("2062-11", 432), ("2025-12", -11)])
def test_months_are_counted_across_years(later: str, months: int) -> None:
    assert Period.parse(later).months_after(Period(2026, 11)) == months


@pytest.mark.parametrize(
    ("language", "label"), [("fr", "novembre 2026"), ("nl", "november 2026"), ("en", "November 2026")]
)
def test_the_month_in_words(language: str, label: str) -> None:
    assert Period(2026, 11).label(language) == label


@settings(max_examples=150, deadline=None)
@given(st.dates(min_value=date(2000, 1, 1), max_value=date(2099, 11, 30)))
def test_months_follow_one_another(day: date) -> None:
    period = Period.of(day)
    assert period.first_day <= day <= period.last_day
    assert period.following.first_day == period.last_day + timedelta(days=1)
    assert period < period.following
    assert Period.parse(str(period)) == period


@pytest.mark.parametrize(
    ("earlier", "later", "months"),
    [
        (date(2026, 1, 15), date(2026, 1, 15), 0),
        (date(2026, 1, 15), date(2026, 2, 14), 0),
        (date(2026, 1, 15), date(2026, 2, 15), 1),
        (date(2025, 11, 30), date(2026, 11, 29), 11),
        (date(2025, 11, 30), date(2026, 11, 30), 12),
        (date(2024, 2, 29), date(2025, 2, 28), 11),
        (date(2025, 12, 31), date(2026, 1, 1), 0),
    ],
)
def test_whole_months_between_two_days(earlier: date, later: date, months: int) -> None:
    assert months_between(earlier, later) == months


@settings(max_examples=100, deadline=None)
@given(st.dates(), st.dates())
def test_more_days_are_never_fewer_months(one: date, other: date) -> None:
    earlier, later = sorted((one, other))
    assert months_between(earlier, later) >= 0
    if earlier != later:
        assert months_between(later, earlier) < 0
