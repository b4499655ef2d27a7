"""Each kind of content has its parser, and whatever a cell holds, it returns instead of raising."""

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fiche_builder.model.fields import SHEETS, Column
from fiche_builder.model.values.parsing import parse_cell

COLUMNS = list({(column.holds, column.words): column for spec in SHEETS for column in spec.columns}.values())
VALUES = st.one_of(
    st.text(max_size=60),
    st.integers(),
    st.floats(),
    st.booleans(),
    st.dates(),
    st.datetimes(),
    st.times(),
    st.timedeltas(),
)


@pytest.mark.parametrize("column", COLUMNS, ids=lambda column: column.key)
@settings(max_examples=40)
@given(VALUES)
def test_a_cell_is_read_or_remarked_on(column: Column, value: date | datetime | time | timedelta | str | float) -> None:
    parsed = parse_cell(column, value, "BE")
    assert all(remark.code for remark in parsed.remarks)
    assert parse_cell(column, value, "BE") == parsed
