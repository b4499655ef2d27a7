"""What was changed in a report after it was made: cells, rows, and values of the list."""

import io
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from fiche_builder.workbook.annotations import ReportFrame, ReportLine, report_bytes
from fiche_builder.workbook.handed_back import CopiedSheet, edited_lines, read_copies
from fiche_builder.workbook.raw import RawCell, RawRow, RawSheet, RawWorkbook
from fiche_builder.workbook.reader import parse_workbook

FRAME = ReportFrame(tuple("ABCDEFGHI"), "Do not correct here.", " (copy)")
ROWS = tuple(RawRow(row, {column: RawCell(row, column, f"{row}.{column}") for column in (1, 3)}) for row in (1, 2, 3))
LINES = [ReportLine(("", "Fiches", "A2", "", "", "2.1", "", "", "code"), "F4B6B6", "Fiches", "A2")]


def handed_back(edit: Callable[[Any], None]) -> RawWorkbook:
    content = report_bytes(FRAME, LINES, [RawSheet("Fiches", ROWS)], {}, created=datetime(2026, 1, 1))  # noqa: DTZ001
    book = load_workbook(io.BytesIO(content))
    edit(book)
    target = io.BytesIO()
    book.save(target)
    return parse_workbook(Path("anomalies.xlsx"), target.getvalue())


def copy_of(edit: Callable[[Any], None]) -> CopiedSheet:
    (copy,) = read_copies(handed_back(lambda book: edit(book["Fiches (copy)"])))
    assert (copy.title, copy.original) == ("Fiches (copy)", "Fiches")
    return copy


def edits(copy: CopiedSheet) -> list[tuple[int, int, str]]:
    return [(row.index, edit.column, edit.cell.shown if edit.cell else "") for row in copy.rows for edit in row.edited]


def test_nothing_is_found_where_nothing_was_touched() -> None:
    copy = copy_of(lambda _sheet: None)
    assert (edits(copy), copy.added, copy.gone) == ([], (), 0)
    assert not list(edited_lines(handed_back(lambda _book: None)))


@pytest.mark.parametrize(
    ("cell", "value", "found"),
    [("C2", "new", (2, 3, "new")), ("C2", None, (2, 3, "")), ("B3", "filled", (3, 2, "filled"))],
)
def test_a_changed_emptied_or_filled_cell_is_found(cell: str, value: str | None, found: tuple[int, int, str]) -> None:
    def edit(sheet: Any) -> None:
        sheet[cell].value = value

    assert edits(copy_of(edit)) == [found]


def test_a_sorted_copy_keeps_its_rows_apart() -> None:
    def swap(sheet: Any) -> None:
        for column in range(1, sheet.max_column + 1):
            one, other = sheet.cell(2, column), sheet.cell(3, column)
            one.value, other.value = other.value, one.value
        sheet["A2"].value = "changed"

    copy = copy_of(swap)
    assert edits(copy) == [(3, 1, "changed")]
    assert [row.here for row in copy.rows] == [1, 2, 3]


def test_added_and_deleted_rows_are_told() -> None:
    def edit(sheet: Any) -> None:
        sheet["A9"].value = "more"
        sheet.delete_rows(3)

    copy = copy_of(edit)
    assert ([cell.shown for cell in copy.added], copy.gone) == (["more"], 1)


def test_a_value_overwritten_in_the_list_is_found() -> None:
    def edit(book: Any) -> None:
        book["Anomalies"]["F3"].value = "2.1 new"

    (line,) = edited_lines(handed_back(edit))
    assert line.value is not None
    assert line.value.shown == "2.1 new"
