"""A cell as an editor reads it."""

import re
from datetime import date, datetime, time

import pytest

from fiche_builder.model.values.cells import split_cell, text_of
from fiche_builder.workbook.raw import RawValue


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        (12.0, "12"),
        (59260.0, "59260"),
        (12.5, "12.5"),
        (True, "Oui"),
        (False, "Non"),
        (" a ", " a "),
        (date(2026, 11, 3), "2026-11-03"),
        (datetime(2026, 11, 3), "2026-11-03"),  # noqa: DTZ001 (a cell has no time zone)
        (datetime(2026, 11, 3, 9, 5), "2026-11-03 09:05:00"),  # noqa: DTZ001
        (time(9, 5), "09:05:00"),
    ],
)
def test_it_is_what_excel_shows(value: RawValue, text: str) -> None:
    assert text_of(value) == text


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("a@x ; b@x", ["a@x ", " b@x"]),
        ("a@x,b@x/c@x", ["a@x", "b@x", "c@x"]),
        ("a@x, accueil", ["a@x, accueil"]),
        ("a@x,b@x ; accueil/a@x", ["a@x", "b@x ", " accueil/a@x"]),
        (" ; ", []),
    ],
)
def test_a_weak_separator_counts_where_each_side_may_be_a_value(text: str, parts: list[str]) -> None:
    weak = (re.compile(","), re.compile("/"))
    assert split_cell(text, re.compile(";"), weak, lambda bit: "@" in bit) == parts
