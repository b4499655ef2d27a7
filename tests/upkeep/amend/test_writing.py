"""A new workbook beside the master: exactly the changes in it, nothing lost, the master never touched."""

import io
from concurrent.futures import ThreadPoolExecutor
from datetime import date
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

from fiche_builder.common.errors import OutputError
from fiche_builder.common.files import write_new
from fiche_builder.model.fields import FICHES, SUGGESTIONS
from fiche_builder.upkeep.amend import Addition, Change, write_amended
from fiche_builder.workbook.amending import AmendableWorkbook
from tests.making.amending import WHY, amend, at, cells_of, change, coloured, read
from tests.making.workbooks import TODAY, columns_of, fiche, make_workbook


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


def test_nothing_is_left_behind_where_nothing_can_be_written(starter: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_arguments: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", fail)
    with pytest.raises(OutputError, match="the disk is full"):
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
