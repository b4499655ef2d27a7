"""Hidden rows: told once, in words that lead nobody to delete what a filter hides."""

import pytest
from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet.filters import AutoFilter
from openpyxl.worksheet.table import Table

from fiche_builder.check import Severity
from fiche_builder.common.i18n import LANGUAGES, use_language
from tests.conftest import WorkbookMaker
from tests.making.edits import Edit, edited, hidden_row, sheet_state
from tests.making.workbooks import check, fiche, found, public

Found = list[tuple[str, str]]


def hide(book: Workbook, *rows: int, sheet: str = "Fiches") -> None:
    for row in rows:
        book[sheet].row_dimensions[row].hidden = True


def hidden_rows(*rows: int) -> Edit:
    return lambda book: hide(book, *rows)


def filtered(*rows: int, area: str = "A1:C9", value: str | None = "Emploi") -> Edit:
    """Hide rows as a filter does; without a value, its buttons are there but nothing is chosen."""

    def edit(book: Workbook) -> None:
        hide(book, *rows)
        book["Fiches"].auto_filter.ref = area
        if value:
            book["Fiches"].auto_filter.add_filter_column(1, [value])

    return edit


def hidden_columns(*letters: str, sheet: str = "Fiches") -> Edit:
    def edit(book: Workbook) -> None:
        for letter in letters:
            book[sheet].column_dimensions[letter].hidden = True

    return edit


def advanced(book: Workbook) -> None:
    book["Fiches"].sheet_properties.filterMode = True


def both(first: Edit, second: Edit) -> Edit:
    return lambda book: (first(book), second(book))


def filtered_table(*rows: int, value: str | None = "Emploi") -> Edit:
    def edit(book: Workbook) -> None:
        hide(book, *rows)
        table = Table(displayName="Fiches_", ref="A1:C5")
        table.autoFilter = AutoFilter(ref=table.ref)
        if value:
            table.autoFilter.add_filter_column(1, [value])
        book["Fiches"].add_table(table)

    return edit


CASES: list[tuple[str, Edit, Found]] = [
    ("row hidden", hidden_row(2), [("A2", "row-hidden")]),
    ("rows hidden", hidden_rows(2, 4), [("A2", "row-hidden"), ("A4", "row-hidden")]),
    ("blank row hidden", hidden_row(6), []),
    ("header row hidden", hidden_row(1), []),
    ("sheet hidden", sheet_state("Thèmes", "hidden"), [("Thèmes!B2", "row-hidden")]),
    ("sheet very hidden", sheet_state("Thèmes", "veryHidden"), [("Thèmes!B2", "row-hidden")]),
    ("sheet hidden, with hidden rows", both(hidden_row(3), sheet_state("Fiches", "hidden")), [("A2", "row-hidden")]),
    ("sheet hidden, with a filter", both(filtered(3), sheet_state("Fiches", "hidden")), [("A2", "row-hidden")]),
    ("a filter that is on", filtered(2, 3), [("A2", "filter-on"), ("A3", "filter-on")]),
    ("a filter that hides all", filtered(2, 3, 4, 5), [(f"A{row}", "filter-on") for row in (2, 3, 4, 5)]),
    ("a filter that is on and hides nothing", filtered(), []),
    ("the buttons of a filter", filtered(value=None), []),
    ("the buttons of a filter, and a row hidden by hand", filtered(3, value=None), [("A3", "row-hidden")]),
    (
        "a filter, and a row below it hidden by hand",
        filtered(2, 5, area="A1:C4"),
        [("A2", "filter-on"), ("A5", "row-hidden")],
    ),
    ("the filter of a table", filtered_table(4), [("A4", "filter-on")]),
    ("a table, and a row hidden by hand", filtered_table(4, value=None), [("A4", "row-hidden")]),
    ("columns hidden that are public", hidden_columns("C", "O"), [("C1", "column-hidden"), ("O1", "column-hidden")]),
    ("columns hidden that are internal, or empty, or nobody's", hidden_columns("A", "AA", "AF", "P", "AZ"), []),
    ("a theme's colour hidden", hidden_columns("E", sheet="Thèmes"), []),
    (
        "a column hidden on a hidden sheet",
        both(hidden_columns("C"), sheet_state("Fiches", "hidden")),
        [("A2", "row-hidden")],
    ),
    ("an advanced filter", both(hidden_row(3), advanced), [("A3", "filter-on")]),
]


@pytest.mark.parametrize(
    ("edit", "expected"), [pytest.param(edit, expected, id=name) for name, edit, expected in CASES]
)
def test_hidden(workbook: WorkbookMaker, edit: Edit, expected: Found) -> None:
    assert found(edited(workbook(Fiches=[fiche(n) for n in (1, 2, 3, 4)]), edit)) == expected


def test_a_filter_is_one_info_and_hidden_rows_are_one_warning(workbook: WorkbookMaker) -> None:
    use_language("en")
    path = edited(workbook(Fiches=[fiche(n) for n in range(1, 61)]), filtered(*range(12, 41), 44, area="A1:AH45"))
    edited(path, hidden_rows(50, 52, 53))
    assert [(f.severity, f.message) for f in check(path).findings] == [
        (Severity.INFO, "A filter hides rows, and they are published all the same. 30 rows: 12-40, 44."),
        (Severity.WARNING, "The rows are hidden, and are published all the same. 3 rows: 50, 52-53."),
    ]


def test_hidden_columns_are_one_info_that_names_them(workbook: WorkbookMaker) -> None:
    use_language("en")
    (finding,) = check(edited(workbook(Fiches=[public(1)]), hidden_columns("C", "O"))).findings
    assert finding.message == "Hidden, and published all the same: “Nom”, “Téléphone”. 2 cells: C1, O1."


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("edit", [filtered(2, 3), hidden_row(2), hidden_rows(2, 3), sheet_state("Thèmes", "hidden")])
def test_no_advice_is_to_delete_what_is_hidden(workbook: WorkbookMaker, edit: Edit, language: str) -> None:
    use_language(language)
    (finding,) = check(edited(workbook(Fiches=[fiche(1), fiche(2)]), edit)).findings
    assert finding.hint
    assert not [
        word for word in ("delet", "remov", "supprim", "effacer la", "verwijder") if word in finding.hint.lower()
    ]
