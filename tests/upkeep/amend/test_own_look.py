"""The editors' own colours, fonts and pictures are the same after `apply`, and after the next one too."""

import io
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.drawing.image import Image
from openpyxl.formatting import rule as rules
from openpyxl.styles import Alignment, Border, Color, Font, GradientFill, PatternFill, Side
from PIL import Image as Picture

from fiche_builder.cli.main import run
from tests.making.callsheets import FilledSheet, save_in_libreoffice
from tests.making.taking import CONTACTS_ROWS, FICHES_ROWS
from tests.making.workbooks import TODAY, make_workbook

_ASPECTS = ("font", "fill", "border", "alignment", "number_format", "protection")
PHONE, HOURS = "O2", "U2"


@pytest.fixture
def master(tmp_path: Path) -> Path:
    """A workbook as its editors like it: coloured by theme and by hand, with a picture beside their notes."""
    path = make_workbook(
        tmp_path / "annuaire.xlsx",
        {"Fiches": FICHES_ROWS, "Contacts": CONTACTS_ROWS, "Notes": [{"Qui": "Zoé", "Quoi": "rappeler"}]},
    )
    book: Any = load_workbook(path)
    sheet, notes = book["Fiches"], book["Notes"]
    for cell in sheet[1]:
        cell.fill = PatternFill("solid", fgColor=Color(theme=4, tint=0.4))
        cell.font = Font(name="Georgia", size=13, bold=True, color=Color(theme=1))
    for cell in sheet[3]:
        cell.fill, cell.font = PatternFill("solid", fgColor="FFCCE5FF"), Font(italic=True, color="FF990000")
        cell.border = Border(bottom=Side("dashed", color="FF00AA00"))
    sheet[PHONE].fill = PatternFill("solid", fgColor=Color(theme=9, tint=-0.25))
    sheet[HOURS].fill = PatternFill("solid", fgColor="FF12AB34")
    sheet["C2"].fill = GradientFill(stop=("FFFFFF", "00FF00"))
    sheet["K2"].alignment = Alignment(wrap_text=True, textRotation=45)
    sheet["D2"].fill = PatternFill("lightGrid", fgColor="FFFF00FF")
    sheet.row_dimensions[2].height, sheet.row_dimensions[3].height = 47, 61
    sheet.column_dimensions["C"].width, sheet.column_dimensions["O"].width = 51, 33
    sheet.sheet_properties.tabColor, notes.sheet_properties.tabColor = "FF8800", Color(theme=5)
    rule: Any = rules
    sheet.conditional_formatting.add(
        "A2:A99", rule.CellIsRule("greaterThan", ["5"], fill=PatternFill(bgColor="FF0000"))
    )
    picture = io.BytesIO()
    Picture.new("RGB", (3, 3), "red").save(picture, "PNG")
    notes.add_image(Image(picture), "D2")
    book.save(path)
    return path


def looks(path: Path) -> dict[str, Any]:
    """Return everything that a workbook looks like, by sheet and place."""
    book: Any = load_workbook(path)
    found: dict[str, Any] = {}
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                found[f"{sheet.title}!{cell.coordinate}"] = [
                    repr(getattr(cell, aspect)).replace("=False", "=None") for aspect in _ASPECTS
                ]
        found[f"{sheet.title} rows"] = {n: d.height for n, d in sheet.row_dimensions.items() if d.height}
        found[f"{sheet.title} columns"] = {n: d.width for n, d in sheet.column_dimensions.items() if d.customWidth}
        found[f"{sheet.title} tab"] = repr(sheet.sheet_properties.tabColor)
        found[f"{sheet.title} rules"] = [str(area.sqref) for area in sheet.conditional_formatting]
        found[f"{sheet.title} pictures"] = len(sheet._images)  # noqa: SLF001 (the only way to them)
    return found


def apply(master: Path, name: str, phone: str) -> Path:
    sheet = FilledSheet(master, master.with_name(name), (1,)).correct(1, "Téléphone", phone)
    assert run(["--lang", "en", "apply", str(sheet.save()), "--workbook", str(master)]) == 0
    return master.with_name(f"annuaire-{TODAY}.xlsx")


def differing(one: Path, other: Path) -> set[str]:
    before, after = looks(one), looks(other)
    return {place for place in before.keys() | after.keys() if before.get(place) != after.get(place)}


def test_only_the_changed_cell_looks_otherwise(master: Path) -> None:
    assert differing(master, apply(master, "calls.xlsx", "02 555 77 77")) == {f"Fiches!{PHONE}"}


def test_so_it_is_in_a_workbook_that_libreoffice_saved(master: Path, tmp_path: Path) -> None:
    (tmp_path / "lo").mkdir()
    (saved,) = save_in_libreoffice(tmp_path / "lo", master)
    assert differing(saved, apply(saved, "calls.xlsx", "02 555 77 77")) == {f"Fiches!{PHONE}"}


def test_the_next_apply_gives_the_cell_its_own_colour_back(master: Path, tmp_path: Path) -> None:
    first = apply(master, "calls.xlsx", "02 555 77 77")
    (tmp_path / "next").mkdir()
    now = tmp_path / "next" / "annuaire.xlsx"
    now.write_bytes(first.read_bytes())
    sheet = FilledSheet(now, now.with_name("calls.xlsx"), (1,)).correct(1, "Horaires", "lu 9:00-12:00")
    assert run(["apply", str(sheet.save()), "--workbook", str(now)]) == 0
    second = now.with_name(f"annuaire-{TODAY}.xlsx")
    assert differing(master, second) == {f"Fiches!{HOURS}"}
    assert load_workbook(second)["Fiches"][PHONE].fill.fgColor.theme == 9
