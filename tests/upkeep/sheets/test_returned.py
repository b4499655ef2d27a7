"""Sheets that came back, whatever kind they are: their facts, headers in any language, and the column of keys."""

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from fiche_builder.common.i18n import LANGUAGES
from fiche_builder.upkeep.sheets.returned import (
    FilledRow,
    find_forms,
    form_facts,
    in_every_language,
    key_column,
    read_columns,
    words_of,
)
from fiche_builder.workbook.forms import Form, FormColumn, FormRow, form_bytes, read_facts
from fiche_builder.workbook.reader import read_workbook
from tests.conftest import WorkbookMaker
from tests.making.workbooks import TODAY, check

MSGIDS = {"result": "Result", "by": "By", "on": "On"}


@pytest.fixture
def form(workbook: WorkbookMaker, tmp_path: Path) -> Path:
    """A form of two columns and a row."""
    facts = form_facts("calls", "1", check(workbook()).book, TODAY)
    columns = (FormColumn("Result", 10), FormColumn("By", 10, is_input=True))
    made = Form("Form", "Title", ("line",), "note", columns, (FormRow(("x", ""), "key-1"),), facts)
    path = tmp_path / "form.xlsx"
    path.write_bytes(form_bytes(made, created=datetime(2026, 11, 22)))  # noqa: DTZ001 (a day of the sheet)
    return path


def edit(path: Path, **cells: Any) -> Path:
    """Change cells of the first sheet; `facts` is a new name of the hidden one."""
    book: Any = load_workbook(path)
    if "facts" in cells:
        book.worksheets[-1].title = cells.pop("facts")
    for name, value in cells.items():
        book.worksheets[0][name] = value
    book.save(path)
    return path


def test_the_facts_are_read_back_also_where_the_sheet_is_spelled_otherwise(form: Path) -> None:
    facts = {"kind": "calls", "schema": "1", "workbook": "annuaire.xlsx", "day": "2026-11-22", "language": "en"}
    assert read_facts(read_workbook(form)) == facts
    assert read_facts(read_workbook(edit(form, facts="Fiche-Builder "))) == facts
    assert read_facts(read_workbook(edit(form, facts="Other"))) == {}


def test_a_form_is_known_by_its_column_of_keys(form: Path, workbook: WorkbookMaker) -> None:
    ((sheet, header),) = find_forms(read_workbook(form))
    assert sheet.title == "Form"
    assert header.cells[key_column(header)].value == "fiche-builder"
    place = header.cells[key_column(header)].coordinate
    assert list(find_forms(read_workbook(edit(form, **{place: "Key"})))) == []
    assert list(find_forms(read_workbook(workbook()))) == []


def test_columns_are_read_in_any_language_the_leftmost_first(form: Path) -> None:
    ((_sheet, header),) = find_forms(read_workbook(form))
    words = words_of(MSGIDS)
    assert read_columns(header, words) == {"result": 1, "by": 2}
    path = edit(form, **{header.cells[1].coordinate: " RÉSULTAT * ", f"Z{header.index}": "Resultaat"})
    ((_sheet, header),) = find_forms(read_workbook(path))
    assert read_columns(header, words) == {"result": 1, "by": 2}


def test_every_language_has_its_word() -> None:
    assert len(list(in_every_language("Result"))) == len(LANGUAGES)
    assert {"Result", "Résultat", "Resultaat"} == set(in_every_language("Result"))


def test_a_cell_has_a_place_whether_there_is_anything_in_it_or_not(form: Path) -> None:
    ((sheet, header),) = find_forms(read_workbook(edit(form, A99=" x\n\n y ")))
    row = next(row for row in sheet.rows if row.index == 99)
    filled = FilledRow(99, {"result": row.cells[1]}, read_columns(header, words_of(MSGIDS)))
    assert (filled.text("result"), filled.text("by")) == ("x\ny", "")
    assert [filled.place(column) for column in ("result", "by", "gone")] == ["A99", "B99", "A99"]
