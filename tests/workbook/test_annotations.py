"""The report: each line leads to its cell, each cell stands where it stood, and nothing in it is a formula."""

import io
from datetime import date, datetime

import pytest
from openpyxl import load_workbook

from fiche_builder.workbook.annotations import REPORT_TITLE, Mark, ReportLine, report_bytes
from fiche_builder.workbook.raw import RawCell, RawRow, RawSheet, RawValue

HEADERS = tuple("ABCDEFGHI")
CREATED = datetime(2026, 1, 1)  # noqa: DTZ001 (a file's own time)


def line(sheet: str, coordinate: str) -> ReportLine:
    return ReportLine(tuple(f"={letter}" for letter in HEADERS), "F4B6B6", sheet, coordinate)


def report(value: RawValue, title: str = "Fiches", comment: str = "") -> bytes:
    raw = RawSheet(title, (RawRow(7, {3: RawCell(7, 3, value, comment=comment)}),))
    marks = {(title, 7, 3): Mark("F4B6B6", "Wrong."), (title, 9, 1): Mark("FBE3A6", "Missing.")}
    return report_bytes(HEADERS, [line(title, "C7"), line(title, "")], [raw], marks, created=CREATED)


def test_a_line_leads_to_its_cell_in_the_copy() -> None:
    made = load_workbook(io.BytesIO(report("x")))
    assert made.sheetnames == [REPORT_TITLE, "Fiches"]
    listing = made[REPORT_TITLE]
    assert listing["C2"].hyperlink.target == "#'Fiches'!C7"
    assert listing["C3"].hyperlink is None
    assert listing.auto_filter.ref == "A1:I3"
    assert {cell.data_type for row in listing.iter_rows() for cell in row} == {"s"}


def test_a_cell_stands_in_its_place_coloured_and_with_both_comments() -> None:
    made = load_workbook(io.BytesIO(report("x", comment="Mine.")))["Fiches"]
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
    cell = load_workbook(io.BytesIO(report(value)))["Fiches"]["C7"]
    assert cell.value == copied
    assert cell.data_type != "f"


def test_a_sheet_that_is_called_as_the_list_gets_another_title() -> None:
    made = load_workbook(io.BytesIO(report("x", title="anomalies")))
    assert made.sheetnames == [REPORT_TITLE, "anomalies (2)"]
