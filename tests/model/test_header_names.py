"""Other names of our columns and sheets: complete, and none of them two things at once."""

from collections import Counter

import pytest

from fiche_builder.model.columns import SheetSpec
from fiche_builder.model.fields import SHEETS
from fiche_builder.model.header_names import _COLUMNS, _SHEETS, column_names, sheet_names
from fiche_builder.model.likeness import name_key

# A phone and a N° are both "numéro"; what stands in the column decides.
_TWICE = {("fiches", "numero"), ("contacts", "numero"), ("contacts", "autorisation")}


def test_the_keys_are_those_of_the_field_table() -> None:
    assert {spec.key for spec in SHEETS} == _SHEETS.keys() == _COLUMNS.keys()
    for spec in SHEETS:
        assert _COLUMNS[spec.key].keys() <= {column.key for column in spec.columns}


@pytest.mark.parametrize("spec", SHEETS, ids=lambda spec: spec.key)
def test_no_name_belongs_to_two_columns(spec: SheetSpec) -> None:
    names = Counter(
        key
        for column in spec.columns
        for key in {name_key(name.removeprefix("=")) for name in (column.header, *column_names(spec.key, column.key))}
    )

    assert [key for key, count in names.items() if count > 1 and (spec.key, key) not in _TWICE] == []


def test_the_other_names_of_a_sheet() -> None:
    assert "Team" in sheet_names("teams")
    assert sheet_names("?") == column_names("?", "?") == ()
