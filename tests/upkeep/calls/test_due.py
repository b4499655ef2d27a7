"""When a fiche is to be checked again: days in, months out."""

from datetime import date

import pytest

from fiche_builder.common.config import VerificationConfig
from fiche_builder.model.model import Contact, Fiche
from fiche_builder.upkeep.calls.due import is_due, last_check, months_since_check
from tests.making.workbooks import TODAY

MAY, JUNE, NOVEMBER = date(2026, 5, 22), date(2026, 6, 1), date(2026, 11, 1)


def checked(day: date | None, *contacts: date | None) -> Fiche:
    others = tuple(Contact(fiche=1, verified_on=other) for other in contacts)
    return Fiche(number=1, theme="Emploi", name="Le Relais", verified_on=day, contacts=others)


@pytest.mark.parametrize(
    ("fiche", "day", "months", "due"),
    [
        (checked(NOVEMBER), NOVEMBER, 0, False),
        (checked(JUNE), JUNE, 5, False),
        (checked(MAY), MAY, 6, True),
        (checked(NOVEMBER, JUNE, None), JUNE, 5, False),
        (checked(NOVEMBER, None, MAY), MAY, 6, True),
        (checked(MAY, NOVEMBER), MAY, 6, True),
        (checked(None, NOVEMBER), None, None, True),
    ],
)
def test_the_oldest_check_counts_and_one_without_a_day_is_its_fiche_s(
    fiche: Fiche, day: date | None, months: int | None, *, due: bool
) -> None:
    assert (last_check(fiche), months_since_check(fiche, TODAY)) == (day, months)
    assert is_due(fiche, VerificationConfig(due_months=6), TODAY) is due
