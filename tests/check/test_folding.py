"""One cause is told once, with all its cells; and what is left out, marked or counted is still every one of them."""

import io
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from fiche_builder.check import Finding, Severity
from fiche_builder.check.findings import Hit, Rule
from fiche_builder.check.folding import cell_name, fold_hits, name_cells, name_rows
from fiche_builder.check.report import make_report
from fiche_builder.common.i18n import use_language
from fiche_builder.model.tables import Place
from fiche_builder.publish.build import left_out
from fiche_builder.workbook.raw import column_letter
from tests.conftest import WorkbookMaker
from tests.making.workbooks import Cells, check, fiche, public


def told(path: Path) -> list[tuple[str, str, str]]:
    """Return the code, cells and message of each finding, in English."""
    use_language("en")
    return [(f.code, name_cells(f.places, "Fiches"), f.message) for f in check(path).findings]


def test_a_theme_renamed_in_its_fiches_only_is_one_error(workbook: WorkbookMaker) -> None:
    path = workbook(Fiches=[fiche(1), *(fiche(n, Thème="Emploi et formation") for n in range(2, 31))])
    message = "The theme “Emploi et formation” is not in the sheet “Thèmes”. 29 cells: B3:B31."
    assert told(path) == [("theme-unknown", "B3:B31", message)]
    assert check(path).findings[0].hint.endswith("Ctrl+H, and tick “Match entire cell contents”.")


@pytest.mark.parametrize(
    ("themes", "used", "renamed"),
    [
        ("Emploi, Santé", "Santé", "If it is the new name of “Emploi”"),
        ("Emploi", "", "If it is the new name of “Emploi”"),
        ("Emploi, Santé", "Emploi", "If it is the new name of “Santé”"),
        ("Emploi, Santé", "Emploi, Santé", ""),  # nothing to rename, so that it may be a new one
        ("Emploi, Santé", "", ""),
    ],
)
def test_an_unknown_theme_may_be_the_new_name_of_one_without_fiches(
    workbook: WorkbookMaker, themes: str, used: str, renamed: str
) -> None:
    use_language("en")
    names = ["Travail", "Travail", *filter(None, used.split(", "))]
    path = workbook(
        Fiches=[fiche(n, Thème=name) for n, name in enumerate(names, 1)],
        Thèmes=[{"Nom": name, "Couleur": "#1D4E89"} for name in themes.split(", ")],
    )
    (finding,) = (f for f in check(path).findings if f.code == "theme-unknown")
    assert finding.hint.startswith(f"Choose one of: {themes}. {renamed or 'If it is a new theme, give it a row'}")


def test_each_wrong_word_is_one_error(workbook: WorkbookMaker) -> None:
    """Case and blanks aside, but each word has a correction of its own."""
    words = ["Publik", "Interne", "privé", " Publik", "Publik", "privé"]
    found = told(workbook(Fiches=[fiche(n, Diffusion=word) for n, word in enumerate(words, 1)]))
    assert [(code, cells) for code, cells, _message in found] == [
        ("audience-invalid", "H2, H5, H6"),
        ("audience-invalid", "H4, H7"),
    ]


def test_the_same_word_in_two_columns_or_sheets_is_two_errors(workbook: WorkbookMaker) -> None:
    path = workbook(
        Fiches=[fiche(n, **{"E-mail": "néant", "Site web": "néant"}) for n in (1, 2)],
        Contacts=[{"Fiche": n, "E-mail": "néant", "Usage": "Donner", "Téléphone": "107"} for n in (1, 2)],
    )
    cells = [(f.code, f.place.sheet, name_cells(f.places, f.place.sheet)) for f in check(path).findings]
    assert cells == [
        ("email-invalid", "Fiches", "P2, P3"),
        ("url-invalid", "Fiches", "Q2, Q3"),
        ("email-invalid", "Contacts", "F2, F3"),
    ]


def test_one_formula_filled_down_is_one_error(workbook: WorkbookMaker) -> None:
    path = workbook(Fiches=[fiche(n) for n in range(1, 9)])
    book = load_workbook(path)
    for row in range(2, 10):
        book["Fiches"].cell(row, 20, "#REF!").data_type = "e"
    book.save(path)
    ((code, cells, message),) = told(path)
    assert (code, cells, message) == ("cell-error", "T2:T9", "The cell shows the error #REF!. 8 cells: T2:T9.")
    assert "Ctrl+H" not in check(path).findings[0].hint


def test_what_is_to_be_moved_is_not_to_be_replaced(workbook: WorkbookMaker) -> None:
    path = workbook(Fiches=[fiche(n, **{"E-mail": "https://www.forem.be"}) for n in (1, 2, 3)])
    assert [(cells, "Ctrl+H" in check(path).findings[0].hint) for _code, cells, _message in told(path)] == [
        ("P2:P4", False)
    ]


def test_a_day_that_does_not_exist_is_not_to_be_written_otherwise(workbook: WorkbookMaker) -> None:
    days = ["31/02/2026", "2026-13-01", "n/a", "bientôt"]
    path = workbook(Fiches=[fiche(n, Nom=f"Nom {n}", Vérifié_le=day) for n, day in enumerate(days, 1)])
    found = [(f.message, f.hint) for f in check(path).findings if f.code == "date-invalid"]
    form = "Write day/month/year, such as 25/11/2026."
    assert found == [
        ("There is no such day as 31/02/2026.", form),
        ("There is no such day as 2026-13-01.", form),
        ("“n/a” is not a date.", "If there is none, leave the cell empty."),
        ("“bientôt” is not a date.", form),
    ]


def test_calls_to_make_are_not_put_together(workbook: WorkbookMaker) -> None:
    """Each fiche is a call of its own, even where day and name are the same."""
    path = workbook(Fiches=[public(n, Vérifié_le="2020-01-01", Autorisé_par=None, Nom="Caf") for n in (1, 2, 3)])
    codes = [code for code, _cells, _message in told(path)]
    assert (codes.count("verification-overdue"), codes.count("permission-missing")) == (3, 3)
    assert codes.count("name-duplicated") == 1


@pytest.mark.parametrize(
    ("cells", "left"),
    [
        ({"Thème": "Logment"}, [1]),
        ({"Diffusion": "Publik"}, [1, 2, 3, 4]),
        ({"Statut": "fermé"}, [1]),
        ({"E-mail": "néant"}, [1, 2, 3, 4]),
    ],
)
def test_every_cell_of_a_cause_is_left_out_and_marked(workbook: WorkbookMaker, cells: Cells, left: list[int]) -> None:
    checked = check(workbook(Fiches=[fiche(1), *(fiche(n, **cells) for n in (2, 3, 4))]))
    (finding,) = (f for f in checked.findings if f.severity is Severity.ERROR)
    places = [place.coordinate for place in finding.places]
    assert len(places) == 3
    assert [entry.number for entry in checked.directory.fiches] == left
    assert [entry.cell for entry in left_out(checked, checked.directory)] == places
    assert {entry.scope for entry in left_out(checked, checked.directory)} == {"value" if len(left) > 1 else "row"}
    assert marked(make_report(checked)) == places


def marked(report: bytes) -> list[str]:
    sheet = load_workbook(io.BytesIO(report)).worksheets[1]
    return [cell.coordinate for row in sheet.iter_rows() for cell in row if cell.comment]


def test_a_name_that_stands_four_times_is_told_once_and_counted(workbook: WorkbookMaker) -> None:
    rows = [fiche(n, Nom="Caf") for n in (1, 2, 3)] + [
        fiche(4),
        fiche(5, Nom="CAF"),
        fiche(6, Nom="Caf", Commune="Mons"),
    ]
    ((code, cells, message),) = told(workbook(Fiches=rows))
    assert (code, cells) == ("name-duplicated", "C2:C4, C6")
    assert message.startswith("“Caf” stands 4 times in this theme and municipality.")


@pytest.mark.parametrize("word", ["?", "*", "inconnu ?", "~"])
def test_what_excel_takes_for_a_wildcard_is_not_to_be_replaced_in_a_whole_column(
    workbook: WorkbookMaker, word: str
) -> None:
    use_language("en")
    (finding,) = check(workbook(Fiches=[fiche(n, Diffusion=word) for n in (1, 2)])).findings
    assert (len(finding.places), "Ctrl+H" in finding.hint) == (2, False)


def test_a_cell_that_says_it_twice_is_one_cell(workbook: WorkbookMaker) -> None:
    (finding,) = check(workbook(Fiches=[fiche(1, Voir_aussi="99; 99")])).findings
    assert (finding.others, finding.message.count("99")) == ((), 1)


def place(row: int, column: int = 3, sheet: str = "Fiches") -> Place:
    return Place(sheet, row, column, "Nom")


@pytest.mark.parametrize(
    ("places", "cells", "rows"),
    [
        ([place(2)], "C2", "2"),
        ([place(3), place(2)], "C2, C3", "2-3"),
        ([place(2), place(3), place(4)], "C2:C4", "2-4"),
        ([place(2), place(2, 4), place(2)], "C2, D2", "2, 2"),
        ([place(row) for row in range(2, 20, 2)], "C2, C4, C6, C8, C10 and 4 more", "2, 4, 6, 8, 10 and 4 more"),
        ([*map(place, (1, 3, 5, 7, 9)), *map(place, range(20, 30))], "C1, C3, C5, C7, C9 and 10 more", None),
        ([place(2), place(9, sheet="Contacts"), place(3)], "C2, C3, Contacts!C9", None),
        ([place(row, sheet="Contacts") for row in (2, 3, 4)], "Contacts!C2:C4", "2-4"),
    ],
)
def test_cells_and_rows_are_named_briefly(places: list[Place], cells: str, rows: str | None) -> None:
    use_language("en")
    assert name_cells(places, "Fiches") == cells
    assert rows is None or name_rows(places) == rows


@given(st.lists(st.tuples(st.integers(1, 40), st.integers(1, 5)), min_size=1, unique=True))
def test_no_cell_is_lost_in_a_list(cells: list[tuple[int, int]]) -> None:
    use_language("en")
    names, _and, more = name_cells((place(*cell) for cell in cells), "Fiches").partition(" and ")
    shown = 0
    for name in names.split(", "):
        first, _colon, last = name.partition(":")
        shown += int(last[1:]) - int(first[1:]) + 1 if last else 1
        assert (int(first[1:]), first[0]) in {(row, column_letter(column)) for row, column in cells}
    assert shown + int((re.findall(r"\d+", more) or ["0"])[0]) == len(cells)


@given(st.lists(st.tuples(st.integers(2, 9), st.sampled_from("ab")), unique=True))
def test_folding_loses_no_cell_and_keeps_the_order_of_the_causes(cells: list[tuple[int, str]]) -> None:
    use_language("en")
    rule = Rule("x", Severity.ERROR, None, None)  # type: ignore[arg-type]
    hits = fold_hits(rule, [Hit(place(row), value, f"“{value}” is wrong.") for row, value in cells])
    assert [hit.value for hit in hits] == list(dict.fromkeys(value for _row, value in cells))
    assert {(p.row, hit.value) for hit in hits for p in (hit.place, *hit.others)} == set(cells)
    apart = Rule("x", Severity.ERROR, None, None, apart=True)  # type: ignore[arg-type]
    assert len(fold_hits(apart, [Hit(place(row), value, "Wrong.") for row, value in cells])) == len(cells)


def test_cells_of_another_sheet_are_told_with_it() -> None:
    assert [cell_name(place(2), home) for home in ("Fiches", "Contacts", "")] == ["C2", "Fiches!C2", "Fiches!C2"]


def test_a_finding_has_all_its_places() -> None:
    finding = Finding("x", Severity.INFO, place(2), "", "", "", others=(place(3),))
    assert finding.places == (place(2), place(3))
