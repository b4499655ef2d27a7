"""Each kind of content has its parser, and whatever a cell holds, it returns instead of raising."""

from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fiche_builder.common.signs import as_printed
from fiche_builder.common.text import tidy
from fiche_builder.model.columns import Column, Holds
from fiche_builder.model.fields import CONTACTS, FICHES, SHEETS, TEAMS
from fiche_builder.model.values.cells import text_of
from fiche_builder.model.values.parsing import parse_cell

COLUMNS = list({(column.holds, column.words): column for spec in SHEETS for column in spec.columns}.values())


_CELLS = st.one_of(
    st.text(max_size=50),
    st.text(alphabet="0123456789/-.:T ,;#ABCFoui\n\u00a0²٣_x", max_size=30),
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
@given(_CELLS)
def test_a_cell_is_read_or_remarked_on(column: Column, value: date | datetime | time | timedelta | str | float) -> None:
    parsed = parse_cell(column, value, "BE")
    assert all(remark.code for remark in parsed.remarks)
    assert parse_cell(column, value, "BE") == parsed


def test_a_column_may_have_a_finding_of_its_own() -> None:
    assert [remark.code for remark in parse_cell(TEAMS.column("email"), "NEANT", "BE").remarks] == ["recipient-invalid"]
    assert [remark.code for remark in parse_cell(CONTACTS.column("emails"), "NEANT", "BE").remarks] == ["email-invalid"]
    assert [remark.code for remark in parse_cell(CONTACTS.column("usage"), "?", "BE").remarks] == ["usage-invalid"]


def test_numbers_without_prefix_are_of_the_region() -> None:
    column = FICHES.column("phones")
    assert parse_cell(column, "02 48 68 33 57", "FR").remarks == ()
    assert [remark.code for remark in parse_cell(column, "06 66 37 24 32", "BE").remarks] == ["phone-invalid"]


_ONE_OF_EACH = {column.holds: column for spec in SHEETS for column in spec.columns}


def test_every_kind_of_cell_has_a_column_and_a_parser() -> None:
    assert set(_ONE_OF_EACH) == set(Holds)
    for column in _ONE_OF_EACH.values():
        parse_cell(column, "x", "BE")


@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from([*_ONE_OF_EACH.values(), *(column for spec in SHEETS for column in spec.columns if column.words)]),
    _CELLS,
)
def test_no_cell_makes_a_parser_raise(column: Column, cell: Any) -> None:
    """And whatever is read is a text without unseen characters, or a value; each remark names a finding."""
    parsed = parse_cell(column, cell, "BE")
    if column.holds is Holds.LINE:
        typed = text_of(cell)
        seen = as_printed(typed, drops_symbols=not column.is_public) if column.is_told else typed
        assert parsed.value == tidy(seen)
    assert all(remark.code for remark in parsed.remarks)


def test_readers_get_the_plain_twin_of_a_sign_wherever_a_text_is_printed() -> None:
    def read(column: Column, value: str) -> object:
        return parse_cell(column, value, "BE").value

    assert read(FICHES.column("name"), "✔ Accueil ➜ 2ᵉ étage") == "✓ Accueil → 2ᵉ étage"
    assert read(FICHES.column("other_names"), "Ｍaison; ①") == ("Maison", "1")
    assert read(FICHES.column("languages"), "🇫🇷🇳🇱") == ("FR", "NL")
    assert read(FICHES.column("postal_code"), "１０００") == "1000"
    assert read(FICHES.column("description"), "un vélo 🚲") == "un vélo 🚲"  # an error, told by the check
    assert read(FICHES.column("internal_note"), "un vélo 🚲 !") == "un vélo !"
    assert read(FICHES.column("internal_note"), "مكتب") == "مكتب"
    assert read(FICHES.column("source"), "appel ✔") == "appel ✔"  # printed nowhere
    assert read(FICHES.column("sites"), "https://relais.example/a➜b") == ("https://relais.example/a➜b",)
    phones = read(FICHES.column("phones"), "📞 02 555 12 34 ; 02 555 12 35 (➜ accueil)")
    assert isinstance(phones, tuple)
    assert [phone.label for phone in phones] == ["", "→ accueil"]
