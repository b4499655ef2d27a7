"""The proof that a new workbook says what the old one says, but for the changes."""

from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.comments import Comment
from openpyxl.styles import Font

from fiche_builder.common.errors import AmendingError
from fiche_builder.upkeep.amend.plan import Cell
from fiche_builder.upkeep.amend.proof import prove
from fiche_builder.workbook.amending import AmendableWorkbook, CellValue
from fiche_builder.workbook.raw import RawWorkbook
from fiche_builder.workbook.reader import parse_workbook, read_workbook
from tests.making.amending import read


@pytest.mark.parametrize("sabotage", ["value", "comment", "hidden", "sheet"])
def test_a_difference_nobody_asked_for_stops_it(starter: Path, sabotage: str) -> None:
    """The proof sees what the changes did not ask for: then nothing is written, and it counts as a bug."""
    master = read(starter)
    book: Any = load_workbook(starter)
    sheet = book["Fiches"]
    if sabotage == "value":
        sheet["C3"] = "Another"
    elif sabotage == "comment":
        sheet["C3"].comment = Comment("x", "y")
    elif sabotage == "hidden":
        sheet.row_dimensions[3].hidden = True
    else:
        del book["Contacts"]
    book.save(starter)
    with pytest.raises(AmendingError) as raised:
        prove(master.checked.book.raw, read_workbook(starter), {}, {})
    assert raised.value.exit_code == 70


def test_an_unchanged_save_is_proved(starter: Path) -> None:
    prove(read_workbook(starter), parse_workbook(starter, AmendableWorkbook(starter.read_bytes()).to_bytes()), {}, {})


def test_what_was_asked_for_must_be_there_plainly_and_keep_what_stood_with_it(starter: Path) -> None:
    """Not struck out, no error, with the comment the cell had; a day with the time 0:00 is that day."""
    book: Any = load_workbook(starter)
    book["Fiches"]["C3"].comment = Comment("ask", "AB")
    book.save(starter)
    before = read_workbook(starter)
    expected: dict[Cell, CellValue] = {("Fiches", 3, 3): "Autre", ("Fiches", 3, 4): date(2026, 11, 22)}

    def after(**cells: Any) -> RawWorkbook:
        book: Any = load_workbook(starter)
        sheet = book["Fiches"]
        sheet["C3"], sheet["D3"] = "Autre", datetime(2026, 11, 22)  # noqa: DTZ001 (a cell has no time zone)
        for name, edit in cells.items():
            edit(sheet[name])
        path = starter.with_name("after.xlsx")
        book.save(path)
        return read_workbook(path)

    prove(before, after(), expected, {})
    for name, edit in (
        ("C3", lambda cell: setattr(cell, "value", "Autres")),
        ("C3", lambda cell: setattr(cell, "value", None)),
        ("C3", lambda cell: setattr(cell, "comment", None)),
        ("C3", lambda cell: setattr(cell, "font", Font(strike=True))),
        ("C3", lambda cell: setattr(cell, "value", '="Autre"')),
        ("D3", lambda cell: setattr(cell, "value", datetime(2026, 11, 22, 1))),  # noqa: DTZ001
        ("D3", lambda cell: setattr(cell, "value", "22/11/2026")),
    ):
        with pytest.raises(AmendingError, match=f"Fiches!{name}"):
            prove(before, after(**{name: edit}), expected, {})


def test_an_emptied_cell_may_keep_its_comment_and_nothing_else(starter: Path) -> None:
    book: Any = load_workbook(starter)
    book["Fiches"]["C3"].comment = Comment("ask", "AB")
    book.save(starter)
    before = read_workbook(starter)
    expected: dict[Cell, CellValue] = {("Fiches", 3, 3): None, ("Fiches", 99, 3): None}
    book["Fiches"]["C3"].value = None
    book.save(starter)
    prove(before, read_workbook(starter), expected, {})
    book["Fiches"]["C3"].comment = None
    book.save(starter)
    with pytest.raises(AmendingError, match="Fiches!C3"):
        prove(before, read_workbook(starter), expected, {})


def test_a_formula_that_stays_may_lose_its_result_and_no_more(starter: Path) -> None:
    book: Any = load_workbook(starter)
    book["Fiches"]["AK2"] = "=1+1"
    book.save(starter)
    raw, cell = read_workbook(starter), ("Fiches", 2, 37)
    prove(raw, raw, {}, {cell: "=1+1"})
    with pytest.raises(AmendingError, match="Fiches!AK2"):
        prove(raw, raw, {}, {cell: "=1+2"})
    book["Fiches"]["AK2"] = 2
    book.save(starter)
    with pytest.raises(AmendingError, match="Fiches!AK2"):
        prove(raw, read_workbook(starter), {}, {cell: "=1+1"})
