"""A value typed into a sheet: taken, or refused with the very words of the check."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fiche_builder.check import Severity
from fiche_builder.check.findings import RULES
from fiche_builder.check.remarks import MESSAGES
from fiche_builder.common.i18n import use_language
from fiche_builder.model.columns import Column, SheetSpec
from fiche_builder.model.fields import CONTACTS, FICHES, SHEETS, SUGGESTIONS, TEAMS, THEMES
from fiche_builder.model.tables import build_book
from fiche_builder.model.values.parsing import parse_cell
from fiche_builder.upkeep.sheets.entries import NewValue, read_entry
from fiche_builder.upkeep.sheets.returned import Desk
from fiche_builder.workbook.raw import RawCell, RawWorkbook
from tests.making.workbooks import TODAY, check, fiche, make_workbook

EMPTY = RawWorkbook("", "", ())
DESK = Desk(EMPTY, build_book(EMPTY), "annuaire.xlsx", TODAY)
TYPED: list[tuple[SheetSpec, str, Any]] = [
    (FICHES, "phones", "02 555 12 3"),
    (FICHES, "phones", "02 555 12 34 GSM 02 555 12 35"),
    (FICHES, "phones", "néant"),
    (CONTACTS, "phones", "02 555 12 345"),
    (FICHES, "emails", "clicg@orange,fr"),
    (CONTACTS, "emails", "www.relais.example"),
    (TEAMS, "email", "nobody"),
    (FICHES, "sites", "relais . example"),
    (FICHES, "sites", "ftp://relais.example"),
    (FICHES, "intranet", "à venir"),
    (FICHES, "see_also", "voir Relais"),
    (FICHES, "number", "12bis"),
    (FICHES, "verified_on", "09/06/26"),
    (CONTACTS, "verified_on", "hier"),
    (SUGGESTIONS, "handled_on", "31/02/2026"),
    (FICHES, "diffusion", "Publik"),
    (FICHES, "kind", "xyz"),
    (FICHES, "essential", "peut-être"),
    (FICHES, "status", "Fermé"),
    (SUGGESTIONS, "status", "Fermée"),
    (CONTACTS, "usage", "transferer ?"),
    (THEMES, "colour", "1D4E89"),
]


def entry(column: Column, value: Any) -> NewValue:
    return read_entry(column, RawCell(1, 1, value), DESK)


@pytest.mark.parametrize(("spec", "key", "value"), TYPED)
@pytest.mark.parametrize("language", ["en", "fr", "nl"])
def test_a_sheet_says_of_a_value_what_the_check_says_of_it(
    tmp_path: Path, spec: SheetSpec, key: str, value: Any, language: str
) -> None:
    column = spec.column(key)
    sound: dict[str, Any] = fiche(1) if spec is FICHES else {}
    path = make_workbook(tmp_path / "annuaire.xlsx", {spec.title: [{**sound, column.header: value}]})
    use_language(language)
    said = [(hit.message, hit.hint) for hit in check(path).findings if hit.place.header == column.header]
    assert entry(column, value).problem in said


def test_each_code_that_a_remark_can_have_is_tried_above() -> None:
    tried = {remark.code for spec, key, value in TYPED for remark in parse_cell(spec.column(key), value, "BE").remarks}
    warnings = {code for code in MESSAGES if RULES[code].severity is not Severity.ERROR}
    assert tried | warnings == MESSAGES.keys()


@given(st.text(max_size=40) | st.integers() | st.floats(allow_nan=False) | st.booleans() | st.dates())
def test_whatever_is_typed_is_read_or_refused_with_a_hint(value: Any) -> None:
    for column in (column for spec in SHEETS for column in spec.columns):
        found = entry(column, value)
        assert found.problem is None or all(found.problem)


def test_what_is_typed_is_written_as_it_stands_but_a_lost_zero() -> None:
    use_language("en")
    assert entry(FICHES.column("phones"), " 02/555.12.34 ").value == "02/555.12.34"
    assert entry(FICHES.column("phones"), 25551234).value == "02 555 12 34"
    assert entry(FICHES.column("postal_code"), "SW1A 1AA") == NewValue("SW1A 1AA", "SW1A 1AA")


def test_no_cell_empties_what_may_be_empty() -> None:
    use_language("en")
    assert read_entry(FICHES.column("phones"), None, DESK) == NewValue()
    refused = read_entry(FICHES.column("name"), None, DESK)
    assert refused.problem is not None
    assert refused.problem[0] == "The column “Nom” cannot be emptied."


@pytest.mark.parametrize("cell", [RawCell(1, 1, "#REF!", error=True), RawCell(1, 1, "=A7", uncached=True)])
def test_a_formula_without_a_value_is_no_value(cell: RawCell) -> None:
    use_language("en")
    message = f"The cell holds a formula or an error: {cell.value}."
    assert read_entry(FICHES.column("name"), cell, DESK).problem == (message, "Write the value itself.")
