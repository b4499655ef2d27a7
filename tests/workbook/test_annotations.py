"""The report: each line leads to its cell, each cell stands where it stood, and nothing in it is a formula."""

import io
from datetime import date, datetime
from typing import Any

import pytest
from openpyxl import load_workbook

from fiche_builder.workbook.annotations import REPORT_TITLE, Mark, ReportFrame, ReportLine, print_of, report_bytes
from fiche_builder.workbook.forms import FACTS_TITLE
from fiche_builder.workbook.raw import RawCell, RawRow, RawSheet, RawValue

HEADERS = tuple("ABCDEFGHI")
FRAME = ReportFrame(HEADERS, "Do not correct here.", " (copy)", facts={"kind": "report"})
CREATED = datetime(2026, 1, 1)  # noqa: DTZ001 (a file's own time)


def line(sheet: str, coordinate: str) -> ReportLine:
    return ReportLine(tuple(f"={letter}" for letter in HEADERS), "F4B6B6", sheet, coordinate)


def report(value: RawValue, title: str = "Fiches", comment: str = "") -> bytes:
    raw = RawSheet(title, (RawRow(7, {3: RawCell(7, 3, value, comment=comment)}),))
    marks = {(title, 7, 3): Mark("F4B6B6", "Wrong."), (title, 9, 1): Mark("FBE3A6", "Missing.")}
    return report_bytes(FRAME, [line(title, "C7"), line(title, "")], [raw], marks, created=CREATED)


def test_a_line_leads_to_its_cell_in_the_copy() -> None:
    made = load_workbook(io.BytesIO(report("x")))
    assert made.sheetnames == [REPORT_TITLE, "Fiches (copy)", FACTS_TITLE]
    listing = made[REPORT_TITLE]
    assert listing["C3"].hyperlink.target == "#'Fiches (copy)'!C7"
    assert listing["C4"].hyperlink is None
    assert listing.auto_filter.ref == "A2:J4"
    assert {cell.data_type for row in listing.iter_rows() for cell in row if cell.value} == {"s"}


def test_a_cell_stands_in_its_place_coloured_and_with_both_comments() -> None:
    made = load_workbook(io.BytesIO(report("x", comment="Mine.")))["Fiches (copy)"]
    assert made["C7"].fill.fgColor.rgb == "00F4B6B6"
    assert made["C7"].comment.text == "Wrong.\n\nMine."
    assert (made["A9"].value, made["A9"].comment.text) == (None, "Missing.")


@pytest.mark.parametrize(
    ("value", "copied"),
    [
        ("=1+1", "=1+1"),
        (12, 12),
        (float("inf"), "inf"),
        (date(1815, 6, 18), "1815-06-18"),
        (datetime(2026, 11, 3), datetime(2026, 11, 3)),  # noqa: DTZ001 (a cell has no time zone)
        ("\x07bell", "\ufffdbell"),
    ],
)
def test_every_value_can_be_copied(value: RawValue, copied: object) -> None:
    cell = load_workbook(io.BytesIO(report(value)))["Fiches (copy)"]["C7"]
    assert cell.value == copied
    assert cell.data_type != "f"


@pytest.mark.parametrize(
    ("title", "copy"),
    [("anomalies", "anomalies (copy)"), ("A very long title of thirty-one", "A very long title of thi (copy)")],
)
def test_a_copy_has_a_title_of_its_own(title: str, copy: str) -> None:
    made = load_workbook(io.BytesIO(report("x", title=title)))
    assert made.sheetnames == [REPORT_TITLE, copy, FACTS_TITLE]


def test_the_report_says_that_nothing_is_to_be_corrected_in_it() -> None:
    made: Any = load_workbook(io.BytesIO(report("x")))
    assert made[REPORT_TITLE]["A1"].value == "Do not correct here."
    copy = made["Fiches (copy)"]
    assert copy.sheet_properties.tabColor.rgb == "00C00000"
    (asking,) = copy.data_validations.dataValidation
    assert (asking.type, asking.formula1, asking.errorStyle) == ("custom", "FALSE", "warning")
    assert "C7" in asking.sqref
    assert asking.error == "Do not correct here."
    assert made[FACTS_TITLE].sheet_state == "hidden"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (12, 12.0),
        (datetime(2026, 11, 3), date(2026, 11, 3)),  # noqa: DTZ001 (a cell has no time zone)
        ("a\r\nb ", "a\nb"),
        ("  ", None),
        ("\x07bell", "\ufffdbell"),
    ],
)
def test_a_value_has_one_print_whatever_program_wrote_it_down(one: RawValue, other: RawValue) -> None:
    assert print_of(one) == print_of(other)
    assert print_of("1") != print_of("2")
