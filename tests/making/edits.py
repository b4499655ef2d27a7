"""What only a spreadsheet program can do to a workbook: each returns an edit, `edited` does it."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import openpyxl
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.styles import Font
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.workbook.workbook import Workbook

Edit = Callable[[Workbook], object]


LAST_ROW = 1_048_576


def header(cell: str, text: object, sheet: str = "Fiches") -> Edit:
    return lambda book: setattr(book[sheet][cell], "value", text)


def error(cell: str, word: str) -> Edit:
    def edit(book: Workbook) -> None:
        book["Fiches"][cell].value = word
        book["Fiches"][cell].data_type = "e"

    return edit


def struck(cell: str) -> Edit:
    return lambda book: setattr(book["Fiches"][cell], "font", Font(strike=True))


def hidden_row(row: int) -> Edit:
    return lambda book: setattr(book["Fiches"].row_dimensions[row], "hidden", True)


def sheet_state(sheet: str, state: str) -> Edit:
    return lambda book: setattr(book[sheet], "sheet_state", state)


def merge(area: str) -> Edit:
    return lambda book: book["Fiches"].merge_cells(area)


def rename(sheet: str, title: str) -> Edit:
    return lambda book: setattr(book[sheet], "title", title)


def comment(cell: str) -> Edit:
    return lambda book: setattr(book["Fiches"][cell], "comment", Comment("à revoir", "AB"))


def link(cell: str, text: str, target: str) -> Edit:
    def edit(book: Workbook) -> None:
        book["Fiches"][cell].value = text
        book["Fiches"][cell].hyperlink = target
        book["Fiches"][cell].value = text

    return edit


def edited(path: Path, edit: Edit) -> Path:
    """Change a workbook with openpyxl."""
    book = openpyxl.load_workbook(path, rich_text=True)
    edit(book)
    book.save(path)
    return path


def header_on_row_4(book: Workbook) -> None:
    book["Fiches"].insert_rows(1, 3)
    book["Fiches"]["A1"] = "Annuaire du CPAS"
    book["Fiches"]["C2"] = "Nom"


def header_on_row(row: int) -> Edit:
    return lambda book: book["Fiches"].insert_rows(1, row - 1)


def struck_run(book: Workbook) -> None:
    book["Fiches"]["K2"] = CellRichText("Ouvert ", TextBlock(InlineFont(strike=True), "le lundi"), " le mardi")


def bold_run(book: Workbook) -> None:
    book["Fiches"]["K2"] = CellRichText("Ouvert ", TextBlock(InlineFont(b=True), "le lundi"))


def struck_blank_run(book: Workbook) -> None:
    book["Fiches"]["K2"] = CellRichText("Ouvert", TextBlock(InlineFont(strike=True), "  "), "le lundi")


def styled_blank_rows(book: Workbook) -> None:
    for row in range(3, 60):
        for column in range(1, 12):
            book["Fiches"].cell(row, column).font = Font(bold=True, strike=True)


def styled_last_row(book: Workbook) -> None:
    book["Fiches"].cell(LAST_ROW, 16_384).font = Font(bold=True)


def value_in_last_row(book: Workbook) -> None:
    book["Fiches"].cell(LAST_ROW, 3).value = "Perdue"


def help_row(**cells: str) -> Edit:
    def edit(book: Workbook) -> None:
        book["Fiches"].insert_rows(2)
        for column, text in cells.items():
            book["Fiches"][f"{column}2"] = text

    return edit


def calendar_1904(book: Workbook) -> None:
    book.epoch = CALENDAR_MAC_1904
    book["Fiches"]["AF2"] = datetime(2026, 11, 21)  # noqa: DTZ001 (a cell has no time zone)
