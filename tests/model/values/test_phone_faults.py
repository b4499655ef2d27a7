"""Why digits in a phone cell are no number; where they may be two, which."""

import pytest

from fiche_builder.model.values.phone_faults import diagnose
from fiche_builder.model.values.phone_runs import Doubt, Number, groups_of, read_one


def told(text: str, region: str = "BE") -> tuple[str, int, str]:
    remark = diagnose(Doubt(groups_of(text, 0, len(text))), text, region)
    assert (remark.code, remark.text) == ("phone-invalid", text)
    return remark.reason, remark.count, remark.suggestion


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("02 555 12", ("too-short", 2, "")),
        ("02 555 12 345 6", ("too-long", 1, "")),
        ("02 555 12 34 02 555 12 35", ("several", 0, "02 555 12 34 ; 02 555 12 35")),
        ("112 107", ("several", 0, "112 ; 107")),
        ("02 555 12 34 123456", ("several", 0, "")),  # a number, and more than a slip
        ("99", ("not-a-number", 0, "")),
    ],
)
def test_digits_are_too_few_too_many_or_several(text: str, expected: tuple[str, int, str]) -> None:
    assert told(text) == expected


def test_digits_behind_a_number_may_be_its_ending() -> None:
    text = "02 555 12 34"
    base = read_one(groups_of(text, 0, len(text)), "BE")
    assert isinstance(base, Number)
    remark = diagnose(Doubt(groups_of("15", 0, 2), base), f"{text} / 15", "BE")
    assert (remark.reason, remark.suggestion) == ("several", "02 555 12 34 ; 02 555 12 15")
