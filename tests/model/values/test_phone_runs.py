"""A run of digits as the numbers that a person reads in it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fiche_builder.model.values.phone_runs import Doubt, Number, digits_in, groups_of, is_sure, read_run, written


def read(text: str, region: str = "BE") -> list[str]:
    """Return the numbers of a run as printed; digits in doubt with a question mark before them."""
    return [
        part.phone.shown if isinstance(part, Number) else "?" + " ".join(group.digits for group in part.groups)
        for part in read_run(groups_of(text, 0, len(text)), region)
    ]


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("02 - 555 12 34", ["02 555 12 34"]),  # an area, and its number
        ("02/555.12.34 - 35", ["02 555 12 34", "02 555 12 35"]),
        ("02 555 12 34 / 35 / 36", ["02 555 12 34", "02 555 12 35", "02 555 12 36"]),
        ("02 555 12 34, 0475 12 34 56", ["02 555 12 34", "0475 12 34 56"]),
        ("02 555 12 34 / 512 11 22", ["02 555 12 34", "02 512 11 22"]),
        ("02 555 12 34 + 0475 12 34 56", ["02 555 12 34", "0475 12 34 56"]),
        ("+32 (0)2 555 12 34", ["02 555 12 34"]),
        ("112, 107", ["112", "107"]),
        ("17 - 18", ["?17 18"]),  # hours
        ("02 555 12 34 / 15", ["02 555 12 34", "?15"]),  # 15 before 34 is no ending
        ("02 555", ["?02 555"]),
    ],
)
def test_signs_part_numbers_or_stand_inside_one(text: str, numbers: list[str]) -> None:
    assert read(text) == numbers


@given(st.text("0123456789 /-.,+()", max_size=30).filter(lambda text: any(char.isdigit() for char in text)))
def test_every_digit_belongs_to_one_part_and_no_other(text: str) -> None:
    groups = groups_of(text, 0, len(text))
    assert "".join(group.digits for group in groups) == "".join(char for char in text if char.isdigit())
    assert all(text[group.start : group.end] == group.digits for group in groups)
    reading = read_run(groups, "BE")
    taken = [group.start for part in reading for group in part.groups]
    assert taken == [group.start for group in groups]
    assert digits_in(groups) == sum(digits_in(part.groups) for part in reading)
    assert is_sure(reading) == (not any(isinstance(part, Doubt) for part in reading))


def test_a_reading_is_written_as_an_editor_would_type_it() -> None:
    text = "02/555.12.34 - 35"
    assert written(read_run(groups_of(text, 0, len(text)), "BE")) == "02 555 12 34 ; 02 555 12 35"


def test_an_ending_that_is_a_short_number_as_well_is_one_only_close_behind() -> None:
    """In France 15 and 18 are emergency numbers."""
    assert read("01 44 55 14 14 / 15", "FR") == ["01 44 55 14 14", "01 44 55 14 15"]
    assert read("01 44 55 14 10 / 18", "FR") == ["01 44 55 14 10", "?18"]
