"""What the rows of a call sheet say: what is understood, and what is told at its cell."""

from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.making.callsheets import FilledSheet
from tests.making.taking import changed, told
from tests.making.workbooks import TODAY


def test_a_new_value_without_a_result_is_a_correction(sheet: FilledSheet, master: Path) -> None:
    sheet.confirm(1).fill(1, "Horaires", New_value="lu-je 9:00-12:00")
    assert ("fiches", 2, "hours", "lu-je 9:00-12:00") in changed(sheet.save(), master)


def test_what_is_said_once_holds_for_the_rows_below(sheet: FilledSheet, master: Path) -> None:
    sheet.fill(1, Channel="mail", By="CD", On="21/11/2026")
    for item in ("Nom", "Téléphone", "Horaires"):
        sheet.fill(1, item, Result="confirmed")
    assert ("fiches", 2, "verified_on", date(2026, 11, 21)) in changed(sheet.save(), master)


@pytest.mark.parametrize("day", [TODAY, datetime(2026, 11, 22), "22/11/2026", "2026-11-22", 46348])  # noqa: DTZ001 (a day of the sheet)
def test_a_day_is_understood_as_excel_libreoffice_and_people_write_it(
    sheet: FilledSheet, master: Path, day: object
) -> None:
    assert ("fiches", 2, "verified_on", TODAY) in changed(sheet.confirm(1, On=day).save(), master)


@pytest.mark.parametrize(
    ("typed", "written"),
    [("Call", "appel"), ("APPEL", "appel"), ("oproep", "appel"), ("courriel", "mail"), ("sur site", "sur site")],
)
def test_the_channel_is_written_in_the_workbooks_own_word(
    sheet: FilledSheet, master: Path, typed: str, written: str
) -> None:
    assert ("fiches", 3, "source", written) in changed(sheet.confirm(2, Channel=typed).save(), master)


@pytest.mark.parametrize(
    ("column", "values", "message"),
    [
        ("On", {"On": None}, "This is missing: “On”."),
        ("On", {"On": "soon"}, "“soon” is not a date."),
        ("On", {"On": TODAY + timedelta(days=1)}, "23/11/2026 is in the future."),
        ("On", {"On": TODAY - timedelta(days=365)}, "22/11/2025 lies long before the day this call sheet was made."),
        ("By", {"By": None}, "This is missing: “By”."),
        ("Channel", {"Channel": "site web"}, "“site web” is not a source: a web page may be as old as our fiche."),
        ("By", {"By": "#REF!"}, "The cell holds a formula or an error: #REF!."),
        ("Channel", {"Channel": "=G7"}, "The cell holds a formula or an error: =G7."),
        (
            "Channel",
            {"Channel": "https://x.example"},
            "“https://x.example” is not a source: a web page may be as old as our fiche.",
        ),
        ("Result", {"Result": "Corrected"}, "“Corrected” stands in the line of the whole fiche."),
        ("Result", {"Result": "perhaps"}, "“perhaps” is not a result."),
        ("New value", {"New value": "x"}, "A new value stands in the line of the whole fiche."),
    ],
)
def test_a_heading_that_cannot_be_taken_is_told_at_its_cell(
    sheet: FilledSheet, master: Path, column: str, values: dict[str, Any], message: str
) -> None:
    path = sheet.confirm(2).confirm(1, **values).save()
    assert told(path, master) == [(sheet.cell(1, "", column).coordinate, message)]
    assert ("fiches", 3, "verified_on", TODAY) in changed(path, master)


@pytest.mark.parametrize(
    ("column", "values", "message"),
    [
        ("New value", {"Result": "Confirmed", "New value": "x"}, "“Confirmed”, and yet a new value: which of the two?"),
        (
            "New value",
            {"Result": "Unreachable", "New value": "x"},
            "“Unreachable”, and yet a new value: which of the two?",
        ),
        ("New value", {"Result": "Corrected"}, "“Corrected”, but there is no new value."),
        (
            "New value",
            {"Result": "Corrected", "New value": "02 555 12 3"},
            "“02 555 12 3” is not a phone number: a digit is missing.",
        ),
        (
            "Present value",
            {"Present value": "02 555 99 99"},
            "The present value was changed in the call sheet: this row is not taken.",
        ),
        ("Result", {"Result": 7}, "“7” is not a result."),
    ],
)
def test_a_row_that_cannot_be_taken_is_told_at_its_cell_and_the_rest_goes_on(
    sheet: FilledSheet, master: Path, column: str, values: dict[str, Any], message: str
) -> None:
    path = sheet.confirm(1).fill(1, "Téléphone", **values).save()
    assert told(path, master) == [(sheet.cell(1, "Téléphone", column).coordinate, message)]
    assert {change[:2] for change in changed(path, master)} == {("contacts", 2), ("contacts", 3)}, (
        "the fiche's own check date stays"
    )


def test_a_row_copied_with_other_words_is_told_once_with_the_same_ones_not(sheet: FilledSheet, master: Path) -> None:
    sheet.confirm(1).correct(1, "Téléphone", "02 555 77 77")
    first = sheet.cell(1, "Téléphone", "Fiche").row
    for offset in (2, 3):
        for column in range(1, 12):
            sheet.sheet.cell(sheet.sheet.max_row + (column == 1), column, sheet.sheet.cell(first, column).value)
        if offset == 3:
            sheet.sheet.cell(sheet.sheet.max_row, 6, "02 555 88 88")
    path = sheet.save()
    assert told(path, master) == [
        (f"E{sheet.sheet.max_row}", f"This row stands twice, and says something else in row {first}.")
    ]
    assert ("fiches", 2, "phones", "02 555 77 77") in changed(path, master)
