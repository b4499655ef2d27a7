"""A form, read back: a key for each row, lists where they belong, and a page that can be printed."""

import io
from datetime import datetime

from openpyxl import load_workbook

from fiche_builder.workbook.forms import FACTS_TITLE, KEY_HEADER, Form, FormColumn, FormRow, form_bytes

CREATED = datetime(2026, 11, 1)  # noqa: DTZ001 (a file's own time)
COLUMNS = (
    FormColumn("Fiche", 30, is_repeated=True),
    FormColumn("Ce qui est écrit", 40),
    FormColumn("Résultat", 16, is_input=True, choices=("Confirmé", "Corrigé"), help_text="Choisissez."),
)
ROWS = (
    FormRow(("4 CPAS", "", ""), "4", is_heading=True, choices={2: ("Fiche confirmée",)}),
    FormRow(("4 CPAS", "=cmd|' /C calc'!A0", ""), "4 phones 1"),
    FormRow(("4 CPAS", "une ligne\n" * 4, ""), "4 hours"),
)


def form(rows: tuple[FormRow, ...] = ROWS) -> Form:
    return Form(
        "Appels", "Appels de novembre", ("Merci !",), "note", COLUMNS, rows, {"kind": "calls", "edition": "2026-11"}
    )


def test_each_row_has_its_hidden_key_and_the_facts_stand_on_a_hidden_sheet() -> None:
    made = load_workbook(io.BytesIO(form_bytes(form(), created=CREATED)))
    sheet, facts = made["Appels"], made[FACTS_TITLE]
    assert [sheet.cell(row, 4).value for row in range(4, 8)] == [KEY_HEADER, "4", "4 phones 1", "4 hours"]
    assert sheet.column_dimensions["D"].hidden
    assert facts.sheet_state == "hidden"
    assert [[cell.value for cell in row] for row in facts.iter_rows()] == [["kind", "calls"], ["edition", "2026-11"]]


def test_every_cell_is_text() -> None:
    made = load_workbook(io.BytesIO(form_bytes(form(), created=CREATED)))
    assert made["Appels"]["B6"].value == "=cmd|' /C calc'!A0"
    assert {cell.data_type for row in made["Appels"].iter_rows() for cell in row if cell.value} == {"s"}


def test_a_heading_may_offer_other_choices_than_its_column() -> None:
    made = load_workbook(io.BytesIO(form_bytes(form(), created=CREATED)))
    lists = {str(entry.sqref): entry.formula1 for entry in made["Appels"].data_validations.dataValidation}
    assert lists == {"C5": '"Fiche confirmée"', "C6:C7": '"Confirmé,Corrigé"'}


def test_it_is_printed_on_one_page_across_with_its_header_on_each() -> None:
    sheet = load_workbook(io.BytesIO(form_bytes(form(), created=CREATED)))["Appels"]
    assert (sheet.page_setup.orientation, sheet.page_setup.fitToWidth, sheet.print_title_rows) == (
        "landscape",
        1,
        "$4:$4",
    )
    assert sheet.print_area == "'Appels'!$A$1:$C$7"
    heights = [sheet.row_dimensions[row].height for row in (5, 6, 7)]
    assert heights[2] > 4 * heights[1]


def test_a_form_without_rows_can_be_opened() -> None:
    sheet = load_workbook(io.BytesIO(form_bytes(form(()), created=CREATED)))["Appels"]
    assert sheet.auto_filter.ref == "A4:D5"


def test_thousands_of_rows_share_few_lists() -> None:
    rows = tuple(FormRow(("4", "x", ""), str(number)) for number in range(3000))
    made = load_workbook(io.BytesIO(form_bytes(form(rows), created=CREATED)))
    assert [str(entry.sqref) for entry in made["Appels"].data_validations.dataValidation] == ["C5:C3004"]
