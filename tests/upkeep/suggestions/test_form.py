"""The sheet of open suggestions: which rows stand in it, in which order, and the keys they are known again by."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from fiche_builder.common.errors import ConfigError, OutputError
from fiche_builder.model.fields import FICHES, SUGGESTIONS
from fiche_builder.model.words import SuggestionStatus
from fiche_builder.upkeep.sheets.returned import find_forms
from fiche_builder.upkeep.suggestions.form import (
    FIELDS,
    KIND,
    SuggestionKey,
    make_sheet,
    open_rows,
    parse_key,
    status_of,
    suggestion_print,
    write_sheet,
)
from fiche_builder.workbook.forms import read_facts
from fiche_builder.workbook.raw import RawRow
from fiche_builder.workbook.reader import read_workbook
from tests.conftest import WorkbookMaker
from tests.making.workbooks import TODAY, Cells, check, fiche


def suggestion(text: str, day: int | None = 1, **cells: Any) -> Cells:
    return {"Reçue le": day and date(2026, 11, day), "Proposition": text, "Auteur": "Marie", **cells}


def made(workbook: WorkbookMaker, path: Path, *rows: Cells) -> list[RawRow]:
    """Return the rows of the sheet below its headers."""
    path.write_bytes(make_sheet(check(workbook(Fiches=[fiche(1), fiche(2)], Suggestions=rows)), TODAY))
    ((sheet, header),) = find_forms(read_workbook(path))
    return [row for row in sheet.rows if row.index > header.index]


def test_open_ones_stand_by_their_day_those_without_one_last(workbook: WorkbookMaker) -> None:
    rows = [
        suggestion("a", 9),
        suggestion("b", None),
        suggestion("c", 2, Statut="Source contactée"),
        suggestion("d", 1, Statut="Acceptée"),
        suggestion("e", 1, Statut="Refusée"),
        {"Reçue le": date(2026, 11, 1), "Auteur": "says nothing"},
        suggestion("f", 2),
    ]
    book = check(workbook(Suggestions=rows)).book
    assert [row.text("proposal") for _table, row in open_rows(book)] == ["c", "f", "a", "b"]
    assert [status_of(row) for _table, row in open_rows(book)][:2] == [SuggestionStatus.ASKED, SuggestionStatus.NEW]


def test_the_sheet_says_what_it_is_and_bears_a_key_for_each_row(workbook: WorkbookMaker, tmp_path: Path) -> None:
    path = tmp_path / "sheet.xlsx"
    first, second = made(workbook, path, suggestion("a", 2), suggestion("b", 1, Fiche=2))
    assert read_facts(read_workbook(path))["kind"] == KIND
    assert [row.cells[2].value for row in (first, second)] == ["b", "a"]
    keys = [parse_key(str(row.cells[max(row.cells)].value)) for row in (first, second)]
    assert [(key.row, key.fiche, len(key.values), key.is_of_this_version) for key in keys if key] == [
        (3, 2, len(FIELDS), True),
        (2, 0, 0, True),
    ]


def test_a_key_is_read_back_and_rubbish_is_none() -> None:
    for key in (SuggestionKey(2, "ab12", 0), SuggestionKey(999, "0f", 12, ("a1", "", "b2"))):
        assert parse_key(f" {key} ") == key
    for rubbish in (
        "",
        "s1|2|ab",
        "s2|2|ab12|0|",
        "s1|x|ab12|0|",
        "s1|²|ab12|0|",
        "s1|2|ab12|0|xyz",
        "1|fiches|1|*|2|a|b",
    ):
        assert parse_key(rubbish) is None


def test_a_key_of_other_columns_is_of_another_version() -> None:
    assert not SuggestionKey(2, "ab", 1, ("00",) * (len(FIELDS) + 1)).is_of_this_version


def test_a_suggestion_is_known_again_by_day_author_and_words(workbook: WorkbookMaker) -> None:
    def prints(*rows: Cells) -> list[str]:
        return [suggestion_print(row) for _table, row in check(workbook(Suggestions=rows)).book.rows(SUGGESTIONS)]

    same = prints(suggestion("Fermé"), suggestion("FERMÉ ", Statut="Refusée", Fiche=1, Réponse="Merci"))
    assert len(set(same)) == 1
    others = prints(suggestion("Fermé", 2), suggestion("Fermé", Auteur="Karim"), suggestion("Fermée"))
    assert len({*same, *others}) == 4


def test_only_columns_of_fiches_may_be_changed_and_excel_takes_their_list() -> None:
    headers = [FICHES.column(key).header for key in FIELDS]
    assert len(",".join(headers)) <= 255
    assert not {"theme", "diffusion", "status", "number"} & set(FIELDS)


def test_a_sheet_is_written_where_nothing_is(tmp_path: Path) -> None:
    path = tmp_path / "suggestions.xlsx"
    write_sheet(path, b"first")
    with pytest.raises(OutputError, match="already"):
        write_sheet(path, b"second")
    assert path.read_bytes() == b"first"
    with pytest.raises(ConfigError, match=r"\.xlsx"):
        write_sheet(tmp_path / "suggestions.ods", b"x")
