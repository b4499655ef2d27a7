"""A new workbook beside the master: exactly the changes in it, nothing lost, the master never touched."""

import io
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from fiche_builder.common.config import Config
from fiche_builder.common.errors import AmendingError, OutputError
from fiche_builder.common.files import write_new
from fiche_builder.model.fields import CONTACTS, FICHES, SUGGESTIONS
from fiche_builder.model.starter import starter_workbook
from fiche_builder.upkeep.amend import Addition, Amended, Amendment, Change, Master, read_master, write_amended
from fiche_builder.upkeep.amend.proof import prove
from fiche_builder.workbook.amending import AMENDED_COLOUR, AmendableWorkbook, CellValue
from fiche_builder.workbook.reader import parse_workbook, read_workbook
from tests.conftest import WorkbookMaker
from tests.making.workbooks import TODAY, check, columns_of, fiche, make_workbook

WHY = "confirmed by phone"


def read(path: Path) -> Master:
    return read_master(path, Config(), TODAY)


def amend(path: Path, *changes: Change) -> Amended:
    return write_amended(read(path), changes, TODAY)


def change(key: str, new: Any, row: int = 2, old: str = "") -> Amendment:
    return Amendment(FICHES, row, key, old, new, WHY, "1 Le Relais")


def at(key: str, row: int = 2) -> str:
    """Return the cell of a column of `Fiches` in a workbook that `fiche init` made."""
    return f"{get_column_letter([column.key for column in FICHES.columns].index(key) + 1)}{row}"


@pytest.fixture
def starter(tmp_path: Path) -> Path:
    path = tmp_path / "annuaire.xlsx"
    path.write_bytes(_starter())
    return path


@cache
def _starter() -> bytes:
    return starter_workbook(TODAY)


def coloured(path: Path) -> list[str]:
    cells = [cell for sheet in load_workbook(path) for row in sheet.iter_rows() for cell in row]
    return [
        cell.coordinate
        for cell in cells
        if cell.fill.fill_type == "solid" and cell.fill.fgColor.rgb == f"00{AMENDED_COLOUR}"
    ]


def cells_of(path: Path) -> dict[tuple[str, str], object]:
    return {
        (s.title, c.coordinate): c.value
        for s in read_workbook(path).sheets
        for row in s.rows
        for c in row.cells.values()
    }


def test_a_changed_cell_is_coloured_and_the_master_is_not_touched(starter: Path) -> None:
    before, content = cells_of(starter), starter.read_bytes()
    done = amend(starter, change("phones", "02 555 99 99"), change("verified_on", date(2026, 11, 20)))
    assert starter.read_bytes() == content
    assert done.workbook == starter.with_name("annuaire-2026-11-22.xlsx")
    assert done.listing == starter.with_name("annuaire-2026-11-22-changes.xlsx")
    after = cells_of(done.workbook)
    changed = {place for place in before.keys() | after.keys() if before.get(place) != after.get(place)}
    assert changed == {("Fiches", at("phones")), ("Fiches", at("verified_on"))}
    assert coloured(done.workbook) == [at("phones"), at("verified_on")]
    sheet: Any = load_workbook(done.workbook)["Fiches"]
    assert (sheet[at("phones")].value, sheet[at("phones")].number_format) == ("02 555 99 99", "@")
    assert (sheet[at("verified_on")].is_date, sheet[at("verified_on")].number_format) == (True, "DD/MM/YYYY")


def test_the_list_of_changes_says_where_what_and_why(starter: Path) -> None:
    done = amend(starter, change("phones", "02 555 99 99", old="02 555 00 01"))
    assert done.listing
    sheet: Any = load_workbook(done.listing)["Changes"]
    assert [cell.value for cell in sheet[2]] == [
        "Fiches",
        at("phones"),
        "1 Le Relais",
        "Téléphone",
        "02 555 00 01",
        "02 555 99 99",
        WHY,
    ]


def test_no_file_is_ever_written_over(starter: Path) -> None:
    names = [amend(starter, change("hours", f"lu {hour}:00-12:00")).workbook for hour in (7, 8, 9)]
    assert [path.name for path in names if path] == [
        "annuaire-2026-11-22.xlsx",
        "annuaire-2026-11-22-2.xlsx",
        "annuaire-2026-11-22-3.xlsx",
    ]
    assert cells_of(starter.with_name("annuaire-2026-11-22.xlsx"))["Fiches", at("hours")] == "lu 7:00-12:00"


def test_a_workbook_that_bears_a_day_gets_another_day_not_a_second_one(starter: Path) -> None:
    dated = starter.rename(starter.with_name("annuaire-2026-10-25-2.xlsx"))
    done = amend(dated, change("hours", "lu 9:00-12:00"))
    assert done.workbook
    assert done.workbook.name == "annuaire-2026-11-22.xlsx"


def test_the_colour_of_an_earlier_time_is_taken_away(starter: Path) -> None:
    first = amend(starter, change("hours", "lu 9:00-12:00")).workbook
    assert first
    second = amend(first, change("phones", "02 555 99 99")).workbook
    assert second
    assert coloured(second) == [at("phones")]


def test_text_stays_text(starter: Path) -> None:
    """What looks like a formula, a number or an escape of Excel is what was typed."""
    texts = {
        "hours": "=1+1",
        "address": "_x0041_ rue\r\nHaute",
        "postal_code": "01000",
        "description": "\ud800 \x07 fin",
    }
    done = amend(starter, *(change(key, text) for key, text in texts.items()))
    assert done.workbook
    cells = cells_of(done.workbook)
    assert [cells["Fiches", name] for name in (at("hours"), at("address"), at("postal_code"), at("description"))] == [
        "=1+1",
        "A rue\nHaute",
        "01000",
        "\ufffd \ufffd fin",
    ]


def test_an_emptied_cell_is_empty(starter: Path) -> None:
    done = amend(starter, change("hours", None), change("acronym", "   "))
    assert done.workbook
    assert ("Fiches", at("hours")) not in cells_of(done.workbook)
    assert ("Fiches", at("acronym")) not in cells_of(done.workbook)


def test_what_stands_around_the_change_stays(starter: Path) -> None:
    book: Any = load_workbook(starter)
    sheet = book["Fiches"]
    sheet[at("hours", 3)] = CellRichText("lu ", TextBlock(InlineFont(strike=True, b=True), "ma "), "me")
    sheet[at("municipality")].font = Font(strike=True)
    sheet[at("emails")].comment = Comment("ask for Ms A", "CD")
    sheet[at("emails")].hyperlink = "mailto:info@exemple.example"
    sheet[at("sites")].hyperlink = "https://www.exemple.example"
    sheet[at("notice")].fill = PatternFill("solid", fgColor="00FF00")
    sheet.row_dimensions[3].hidden = True
    sheet["AK2"] = "=1+1"
    book.create_sheet("Secret").sheet_state = "veryHidden"
    book["Secret"]["A1"] = "x"
    book.save(starter)
    done = amend(
        starter,
        change("municipality", "Ixelles"),
        change("emails", "new@exemple.example"),
        change("phones", "02 555 99 99"),
    )
    assert done.workbook
    assert done.formulas == 1
    after: Any = load_workbook(done.workbook, rich_text=True)
    sheet = after["Fiches"]
    assert [(str(run), getattr(getattr(run, "font", None), "strike", None)) for run in sheet[at("hours", 3)].value][
        1
    ] == (
        "ma ",
        True,
    )
    assert not sheet[at("municipality")].font.strike
    assert sheet[at("emails")].comment.text == "ask for Ms A"
    assert sheet[at("emails")].hyperlink.target == "mailto:new@exemple.example"
    assert sheet[at("sites")].hyperlink.target == "https://www.exemple.example"
    assert sheet[at("notice")].fill.fgColor.rgb == "0000FF00"
    assert sheet.row_dimensions[3].hidden
    assert sheet["AK2"].value == "=1+1"
    assert after["Secret"].sheet_state == "veryHidden"
    assert len(sheet.data_validations.dataValidation) == len(book["Fiches"].data_validations.dataValidation)


def test_a_link_to_several_addresses_is_taken_away(starter: Path) -> None:
    book: Any = load_workbook(starter)
    book["Fiches"][at("emails")].hyperlink = "mailto:info@exemple.example"
    book.save(starter)
    done = amend(starter, change("emails", "a@exemple.example; b@exemple.example"))
    assert done.workbook
    assert load_workbook(done.workbook)["Fiches"][at("emails")].hyperlink is None


def test_a_cell_swallowed_by_merged_ones_is_told_not_changed(workbook: WorkbookMaker) -> None:
    path = workbook(Fiches=[fiche(1), fiche(2, Téléphone=None, Adresse="x")])
    book: Any = load_workbook(path)
    book["Fiches"].merge_cells("O2:O3")
    book.save(path)
    done = amend(path, change("phones", "02 555 99 99", row=3), change("hours", "lu 9:00-12:00", row=3))
    assert [(line.cell, "merged" in line.why) for line in done.blocked] == [("O3", True)]
    assert [line.cell for line in done.lines] == ["U3"]


def test_a_formula_is_told_not_overwritten_and_its_row_is_not_checked(starter: Path) -> None:
    book: Any = load_workbook(starter)
    book["Fiches"][at("phones")] = '=CONCATENATE("02 555 ","00 01")'
    book.save(starter)
    done = amend(
        starter, change("verified_on", TODAY), change("phones", "02 555 99 99"), change("verified_on", TODAY, row=3)
    )
    assert [(line.cell, "formula" in line.why) for line in done.blocked] == [
        (at("verified_on"), False),
        (at("phones"), True),
    ]
    assert [line.cell for line in done.lines] == [at("verified_on", 3)]


def test_new_rows_go_below_the_last_in_its_format_and_the_table_follows(starter: Path) -> None:
    row: dict[str, CellValue] = {"fiche": 2, "label": "Reception", "phones": "02 555 00 09", "verified_on": TODAY}
    done = amend(starter, Addition(CONTACTS, row, WHY), Addition(CONTACTS, {"fiche": 1, "label": "Night"}, WHY))
    assert done.workbook
    sheet: Any = load_workbook(done.workbook)["Contacts"]
    assert [cell.value for cell in sheet[3]][:2] == [2, "Reception"]
    assert sheet["E3"].number_format == "@"
    assert sheet["H3"].number_format == "DD/MM/YYYY"
    assert sheet["B4"].value == "Night"
    assert sheet.tables["Contacts"].ref == "A1:J4"
    assert sheet.tables["Contacts"].autoFilter is None or sheet.tables["Contacts"].autoFilter.ref == "A1:J4"
    assert not [finding.code for finding in check(done.workbook).findings if finding.severity.value == "error"]


def test_the_first_row_of_an_empty_table_does_not_look_like_its_header(starter: Path) -> None:
    done = amend(starter, Addition(SUGGESTIONS, {"received_on": TODAY, "proposal": "=HYPERLINK(1)", "fiche": 1}, WHY))
    assert done.workbook
    sheet: Any = load_workbook(done.workbook)["Suggestions"]
    assert sheet["C2"].value == "=HYPERLINK(1)"
    assert sheet["C2"].data_type == "s"
    assert sheet["C2"].font.b in (False, None)
    assert sheet.tables["Suggestions"].ref == "A1:J2"


def test_drop_downs_and_filters_that_end_at_the_last_row_follow_it(workbook: WorkbookMaker) -> None:
    path = workbook(Suggestions=[{"Reçue le": TODAY, "Proposition": "x", "Statut": "Nouvelle"}])
    book: Any = load_workbook(path)
    validation = DataValidation(type="list", formula1='"Nouvelle,Refusée"')
    validation.add("E2")
    book["Suggestions"].add_data_validation(validation)
    book["Suggestions"].auto_filter.ref = "A1:I2"
    book.save(path)
    done = amend(path, Addition(SUGGESTIONS, {"proposal": "y"}, WHY))
    assert done.workbook
    sheet: Any = load_workbook(done.workbook)["Suggestions"]
    assert str(sheet.data_validations.dataValidation[0].sqref) == "E2:E3"
    assert sheet.auto_filter.ref == "A1:I3"


@pytest.mark.parametrize("sheets", [{"Suggestions": None}, {"Suggestions": []}])
def test_a_missing_sheet_is_made(workbook: WorkbookMaker, sheets: dict[str, Any]) -> None:
    path = workbook(**sheets)
    done = amend(
        path,
        Addition(SUGGESTIONS, {"received_on": TODAY, "proposal": "y"}, WHY),
        Addition(SUGGESTIONS, {"proposal": "z"}, WHY),
    )
    assert done.workbook
    table = check(done.workbook).book.table(SUGGESTIONS)
    assert table
    assert [row.text("proposal") for row in table.rows] == ["y", "z"]
    assert table.rows[0].values["received_on"] == TODAY


def test_a_sheet_that_is_there_without_a_cell_gets_its_header(workbook: WorkbookMaker) -> None:
    path = workbook(Suggestions=None)
    book = load_workbook(path)
    book.create_sheet("suggestions")
    book.save(path)
    done = amend(path, Addition(SUGGESTIONS, {"proposal": "y"}, WHY))
    assert done.workbook
    assert load_workbook(done.workbook).sheetnames.count("suggestions") == 1
    assert "Suggestions" not in load_workbook(done.workbook).sheetnames


def test_a_missing_column_comes_to_stand_at_the_right(starter: Path) -> None:
    book: Any = load_workbook(starter)
    sheet = book["Contacts"]
    sheet.delete_cols(10)
    sheet.tables["Contacts"].ref = "A1:I2"
    sheet.tables["Contacts"].tableColumns.pop()
    book.save(starter)
    done = amend(starter, Amendment(CONTACTS, 2, "source", "", "appel", WHY))
    assert done.workbook
    sheet = load_workbook(done.workbook)["Contacts"]
    assert (sheet["J1"].value, sheet["J2"].value, sheet.tables["Contacts"].ref) == ("Source", "appel", "A1:J2")
    assert sheet["J1"].font.b
    assert sheet.tables["Contacts"].column_names[-1] == "Source"
    assert ("J1", "Source", "Source") in {(line.cell, line.column, line.after) for line in done.lines}


def test_a_missing_column_is_sorted_with_the_others(workbook: WorkbookMaker) -> None:
    """Excel sorts only what is within the filter: a date beside it would end up at another fiche."""
    path = workbook(Fiches=[fiche(1, Nom="Le Relais"), fiche(2, Nom="Actiris")])
    book: Any = load_workbook(path)
    sheet = book["Fiches"]
    sheet.delete_cols(next(cell.column for cell in sheet[1] if cell.value == "Vérifié le"))
    last = sheet.max_column
    sheet.auto_filter.ref = sheet.dimensions
    sheet.cell(3, last + 5).value = "a note far to the right"
    book.save(path)
    done = amend(path, Amendment(FICHES, 2, "verified_on", "", date(2026, 11, 25), WHY))
    assert done.workbook
    sheet = load_workbook(done.workbook)["Fiches"]
    assert (sheet.cell(1, last + 1).value, sheet.auto_filter.ref) == (
        "Vérifié le",
        f"A1:{get_column_letter(last + 1)}3",
    )


def test_a_row_that_cannot_be_checked_gets_no_column_for_its_check(workbook: WorkbookMaker) -> None:
    path = workbook(Fiches=[fiche(1, Nom="Le Relais")])
    book: Any = load_workbook(path)
    sheet = book["Fiches"]
    sheet.delete_cols(next(cell.column for cell in sheet[1] if cell.value == "Source"))
    sheet.cell(2, next(cell.column for cell in sheet[1] if cell.value == "Nom")).value = '="Le "&"Relais"'
    book.save(path)
    changes = (
        Amendment(FICHES, 2, "name", "Le Relais", "Relais", WHY),
        Amendment(FICHES, 2, "source", "", "appel", WHY),
    )
    done = amend(path, *changes)
    assert (done.workbook, done.lines) == (None, ())
    assert [line.key for line in done.blocked] == ["name", "source"]


def test_nothing_is_left_behind_where_nothing_can_be_written(starter: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_arguments: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", fail)
    with pytest.raises(OutputError, match="No space left"):
        amend(starter, change("hours", "x"))
    assert [path.name for path in starter.parent.iterdir()] == ["annuaire.xlsx"]


def test_a_disk_without_hard_links_serves_too(starter: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_arguments: object) -> None:
        raise OSError(1, "Operation not permitted")

    monkeypatch.setattr("os.link", fail)
    names = [amend(starter, change("hours", f"lu {hour}:00-12:00")).workbook for hour in (7, 8)]
    assert [path.name for path in names if path] == ["annuaire-2026-11-22.xlsx", "annuaire-2026-11-22-2.xlsx"]


def test_a_name_that_somebody_took_at_this_moment_is_not_written_over(tmp_path: Path) -> None:
    path = tmp_path / "x.xlsx"
    assert write_new(path, b"first")
    assert not write_new(path, b"second")
    assert path.read_bytes() == b"first"
    assert [found.name for found in tmp_path.iterdir()] == ["x.xlsx"]


def test_two_at_once_write_two_workbooks(starter: Path) -> None:
    master = read(starter)
    with ThreadPoolExecutor(2) as pool:
        done = list(pool.map(lambda hour: write_amended(master, [change("hours", f"lu {hour}:00")], TODAY), (7, 8)))
    texts = {cells_of(amended.workbook)["Fiches", at("hours")] for amended in done if amended.workbook}
    assert texts == {"lu 7:00", "lu 8:00"}


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


def test_a_workbook_that_was_saved_once_saves_the_same_again(shared_data: Path) -> None:
    """The losses are found by a first save; links and comments must not stand twice after the second."""
    for name in ("sheetjs_comments_stress_test", "sheetjs_hyperlink_stress_test_2011", "sheetjs_AutoFilter"):
        book = AmendableWorkbook((shared_data / "classeurs" / f"{name}.xlsx").read_bytes())
        saves = [ZipFile(io.BytesIO(book.to_bytes())) for _time in range(2)]
        # The second time openpyxl writes down a default: no outline of columns.
        first, second = (
            {name: save.read(name).replace(b' outlineLevelCol="0"', b"") for name in save.namelist()} for save in saves
        )
        assert {part for part in first.keys() | second.keys() if first.get(part) != second.get(part)} <= {
            "docProps/core.xml"
        }


_TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=30)
_KEYS = ("hours", "address", "phones", "description", "verified_by")


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.dictionaries(st.tuples(st.sampled_from(_KEYS), st.integers(2, 5)), _TEXTS, min_size=1, max_size=6),
    st.lists(_TEXTS, max_size=3),
)
def test_only_what_was_asked_for_differs(tmp_path: Path, values: dict[tuple[str, int], str], rows: list[str]) -> None:
    """A law: whatever texts go in, the new workbook is the old one but for those cells and rows."""
    path = make_workbook(tmp_path / "loi.xlsx", {"Fiches": [fiche(n, Nom=f"F{n}", Horaires="lu") for n in range(1, 5)]})
    before = cells_of(path)
    changes: list[Change] = [change(key, text, row) for (key, row), text in values.items()]
    done = write_amended(
        read(path), [*changes, *(Addition(SUGGESTIONS, {"proposal": text, "fiche": 1}, WHY) for text in rows)], TODAY
    )
    assert done.workbook
    assert done.listing
    after = cells_of(done.workbook)
    done.workbook.unlink()
    done.listing.unlink()
    headers = columns_of("Fiches", ())
    letters = {key: get_column_letter(headers.index(FICHES.column(key).header) + 1) for key in _KEYS}
    asked = {("Fiches", f"{letters[key]}{row}") for key, row in values}
    assert {p for p in before.keys() | after.keys() if before.get(p) != after.get(p) and p[0] != "Suggestions"} <= asked
    assert sum(1 for place in after if place[0] == "Suggestions" and place[1].startswith("B")) == len(rows) + bool(rows)
