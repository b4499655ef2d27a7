"""A fresh workbook, read back by openpyxl: text stays text, the same input gives the same bytes."""

import io
import time
from datetime import date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from fiche_builder.workbook.writer import ColumnLook, SheetLook, clean, workbook_bytes

CREATED = datetime(2026, 11, 1)  # noqa: DTZ001 (a file's own time)
COLUMNS = (
    ColumnLook("N°", is_public=True),
    ColumnLook("Nom", help_title="Nom", help_text="Le nom du service."),
    ColumnLook("Diffusion", choices=("Public", "Interne")),
    ColumnLook("Thème", choice_range="ListeThemes"),
)


def sheet(*rows: tuple[object, ...], table: str = "") -> SheetLook:
    return SheetLook("Fiches", COLUMNS, rows, table)


@pytest.mark.parametrize("text", ["=1+1", "+32 2 555 12 34", "@x", "0123", "2026-11-03", "  blanks  ", "a\nb", "#REF!"])
def test_text_is_never_a_formula_nor_a_number(text: str) -> None:
    made = load_workbook(io.BytesIO(workbook_bytes([sheet((1, text, None, None))], {}, created=CREATED)))
    cell = made["Fiches"]["B2"]
    assert (cell.value, cell.data_type) == (text, "s")


@settings(max_examples=40, deadline=None)
@given(st.text())
def test_what_excel_cannot_hold_is_shown_as_such(text: str) -> None:
    made = workbook_bytes([sheet((1, text, None, None))], {"Lisez-moi": [text]}, created=CREATED)
    read = load_workbook(io.BytesIO(made))["Fiches"]["B2"].value or ""
    assert len(clean(text)) == len(text)
    assert len(read.replace("_x000D_", "\r")) <= len(text)


def test_a_text_longer_than_a_cell_is_cut() -> None:
    assert len(clean("x" * 40_000)) == 32_767


def test_the_same_workbook_has_the_same_bytes_a_second_later() -> None:
    first = workbook_bytes([sheet((1, "a", None, None), table="Fiches")], {"Lisez-moi": ["# A", "b"]}, created=CREATED)
    time.sleep(1.1)
    assert (
        workbook_bytes([sheet((1, "a", None, None), table="Fiches")], {"Lisez-moi": ["# A", "b"]}, created=CREATED)
        == first
    )


def test_lists_help_and_dates_are_where_editors_type() -> None:
    columns = (*COLUMNS, ColumnLook("Vérifié le", number_format="DD/MM/YYYY"))
    look = SheetLook("Fiches", columns, ((1, "a", "Public", "Emploi", date(2026, 11, 3)),), "Fiches")
    made = load_workbook(
        io.BytesIO(workbook_bytes([look], {}, created=CREATED, names={"ListeThemes": "Fiches!$D$2:$D$9"}))
    )
    page = made["Fiches"]
    lists = {str(entry.sqref): entry for entry in page.data_validations.dataValidation}
    assert lists["C2:C5000"].formula1 == '"Public,Interne"'
    assert lists["D2:D5000"].formula1 == "ListeThemes"
    assert not any(entry.showDropDown for entry in lists.values())
    assert lists["B2:B5000"].prompt == "Le nom du service."
    assert (page["E2"].value.date(), page["E2"].number_format) == (date(2026, 11, 3), "DD/MM/YYYY")
    assert (page.tables["Fiches"].ref, page.freeze_panes) == ("A1:E2", "A2")
