"""How changes are told: values as editors write them, rows as they know them."""

from datetime import date

import pytest

from fiche_builder.upkeep.amend.changes import row_title, show
from fiche_builder.workbook.amending import CellValue


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (None, ""), ("", ""), (" Le  Relais ", " Le  Relais "), (12, "12"), (12.0, "12"), (1.5, "1.5"),
        (date(2026, 11, 3), "03/11/2026"),
    ],
)  # fmt: skip
def test_a_value_is_shown_as_an_editor_writes_it(value: CellValue, shown: str) -> None:
    assert show(value) == shown


@pytest.mark.parametrize(
    ("number", "name", "title"),
    [(12, "Le Relais", "12 Le Relais"), (None, "Le Relais", "Le Relais"), (0, "", ""), (12, "", "12")],
)
def test_a_fiche_is_known_by_its_number_and_name(number: int | None, name: str, title: str) -> None:
    assert row_title(number, name) == title
