"""The workbook of a new project: as Excel and LibreOffice show it, and as the check reads it."""

import re
import shutil
import subprocess
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from fiche_builder.common.config import read_config
from fiche_builder.common.i18n import LANGUAGES, use_language
from fiche_builder.model.columns import Column, Holds, SheetSpec
from fiche_builder.model.fields import FICHES, README_TITLE, SHEETS, THEMES
from fiche_builder.model.project import init_project
from fiche_builder.model.starter import column_help, make_workbook
from tests.making.workbooks import TODAY, check, found

_SOFFICE = shutil.which("soffice")
_ONE_COLUMN = re.compile(r"([A-Z]+)2:\1([0-9]+)")


def _init(folder: Path, today: date = TODAY) -> Path:
    for _made in init_project(folder, today):
        pass
    return folder / "sources" / "annuaire.xlsx"


@pytest.fixture
def starter(tmp_path: Path) -> Path:
    return _init(tmp_path)


@pytest.fixture
def opened(starter: Path) -> Workbook:
    return load_workbook(starter)


def _header(column: Column) -> str:
    return f"{column.header} *" if column.required else column.header


def _letter(sheet: Worksheet, column: Column) -> str:
    return next(cell.column_letter for cell in sheet[1] if cell.value == _header(column))


def _validations(sheet: Worksheet) -> dict[str, DataValidation]:
    """The validation of each column, by its letter; each reaches far down."""
    by_letter = {}
    for validation in sheet.data_validations.dataValidation:
        for area in str(validation.sqref).split():
            match = _ONE_COLUMN.fullmatch(area)
            assert match, area
            assert int(match[2]) >= 1000
            by_letter[match[1]] = validation
    return by_letter


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_new_workbook_has_no_findings_but_its_examples(tmp_path: Path, language: str) -> None:
    use_language(language)
    path = _init(tmp_path)
    use_language("en")
    assert {code for _cell, code in found(path)} == {"example-left"}
    assert {code for _cell, code in found(path, read_config(tmp_path / "fiche.toml"))} == {"example-left"}


def test_its_examples_are_a_public_and_an_internal_fiche(starter: Path) -> None:
    directory = check(starter).directory
    assert [(fiche.number, fiche.diffusion.word) for fiche in directory.fiches] == [(1, "Public"), (2, "Interne")]
    assert directory.fiches[0].contacts
    assert len(directory.themes) == 2
    assert len(directory.teams) == 1


def test_the_sheets_and_headers_are_those_of_the_field_table(opened: Workbook) -> None:
    assert opened.sheetnames == [README_TITLE, *(spec.title for spec in SHEETS)]
    for spec in SHEETS:
        assert [cell.value for cell in opened[spec.title][1]] == [_header(column) for column in spec.columns]


def test_the_notes_stand_before_all_and_the_workbook_opens_at_the_fiches(opened: Workbook) -> None:
    lines = [cell.value for cell in opened[README_TITLE]["A"]]
    assert len(lines) > 5
    assert all(isinstance(line, str) and not line.startswith("#") for line in lines)
    assert any("fiche check" in line for line in lines)
    assert opened.active is not None
    assert opened.active.title == FICHES.title


_LISTED = [(spec, column) for spec in SHEETS for column in spec.columns if column.words]


@pytest.mark.parametrize(("spec", "column"), _LISTED, ids=[f"{spec.key}-{column.key}" for spec, column in _LISTED])
def test_every_closed_list_has_a_drop_down(opened: Workbook, spec: SheetSpec, column: Column) -> None:
    sheet = opened[spec.title]
    validation = _validations(sheet)[_letter(sheet, column)]
    assert column.words is not None
    assert validation.type == "list"
    assert validation.formula1 == '"' + ",".join(word.word for word in column.words) + '"'
    assert len(validation.formula1) <= 255
    assert validation.showErrorMessage
    assert not validation.showDropDown, "in the file format, showDropDown hides the arrow"


def test_themes_are_offered_from_their_sheet(opened: Workbook) -> None:
    sheet = opened[FICHES.title]
    validation = _validations(sheet)[_letter(sheet, FICHES.column("theme"))]
    assert validation.type == "list"
    assert not validation.showErrorMessage, "a theme may be given by its code"
    title, _, area = opened.defined_names[str(validation.formula1)].attr_text.rpartition("!")
    assert title == f"'{THEMES.title}'"
    names = [cell.value for (cell,) in opened[THEMES.title][area.replace("$", "")]]
    assert names[:2] == [
        theme.value for theme in opened[THEMES.title][_letter(opened[THEMES.title], THEMES.column("name"))][1:3]
    ]
    assert None not in names[:2]


_HELPED = [(spec, column) for spec in SHEETS for column in spec.columns if spec.key in {"fiches", "contacts"}]


@pytest.mark.parametrize(("spec", "column"), _HELPED, ids=[f"{spec.key}-{column.key}" for spec, column in _HELPED])
def test_every_column_of_fiches_and_contacts_has_input_help(opened: Workbook, spec: SheetSpec, column: Column) -> None:
    sheet = opened[spec.title]
    validation = _validations(sheet)[_letter(sheet, column)]
    assert validation.showInputMessage
    assert validation.prompt == column_help(spec, column)
    assert ("public" in validation.prompt.casefold()) or ("internal" in validation.prompt.casefold())


def test_dates_are_dates_and_phones_are_text(opened: Workbook) -> None:
    formats = {Holds.DATE: "DD/MM/YYYY", Holds.PHONES: "@", Holds.POSTAL_CODE: "@"}
    for spec in SHEETS:
        sheet = opened[spec.title]
        for column in spec.columns:
            if column.holds not in formats:
                continue
            letter = _letter(sheet, column)
            assert sheet.column_dimensions[letter].number_format == formats[column.holds]
            for cell in sheet[letter][1:]:
                if cell.value is not None:
                    assert cell.number_format == formats[column.holds]
                    assert cell.data_type == ("d" if column.holds is Holds.DATE else "s")


def test_headers_stay_in_view_and_tell_the_audience_by_colour(opened: Workbook) -> None:
    for spec in SHEETS:
        sheet = opened[spec.title]
        assert sheet.freeze_panes in {"A2", "D2"}
        colours: dict[bool, set[str]] = {True: set(), False: set()}
        for cell, column in zip(sheet[1], spec.columns, strict=True):
            colours[column.is_public].add(cell.fill.fgColor.rgb)
        assert not colours[True] & colours[False]
    assert opened[FICHES.title].freeze_panes == "D2"


def test_each_sheet_is_an_excel_table(opened: Workbook) -> None:
    names = []
    for spec in SHEETS:
        (table,) = opened[spec.title].tables.values()
        names.append(table.displayName)
        first, last = table.ref.split(":")
        assert first == "A1"
        assert opened[spec.title][last].column == len(spec.columns)
        assert opened[spec.title][last].row >= 2
        assert [column.name for column in table.tableColumns] == [_header(column) for column in spec.columns]
    assert len(set(names)) == len(SHEETS)
    assert all(re.fullmatch("[A-Za-z]+", name) for name in names)


def test_text_never_becomes_a_formula(tmp_path: Path) -> None:
    name = [column.key for column in FICHES.columns].index("name")
    row: list[Any] = [None] * len(FICHES.columns)
    row[name] = "=1+1"
    path = tmp_path / "annuaire.xlsx"
    path.write_bytes(make_workbook({"fiches": [row]}))
    cell = load_workbook(path)[FICHES.title].cell(2, name + 1)
    assert (cell.value, cell.data_type) == ("=1+1", "s")


@pytest.mark.skipif(_SOFFICE is None, reason="soffice (LibreOffice) is not installed: the round trip cannot be tried")
def test_the_workbook_survives_libreoffice(starter: Path, tmp_path: Path) -> None:
    """Saved by LibreOffice, it still has its drop-downs and help, and no findings.

    Without a window it keeps no frozen panes.
    """
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [
        str(_SOFFICE),
        profile,
        "--headless",
        "--convert-to",
        "xlsx",
        "--outdir",
        str(tmp_path / "saved"),
        str(starter),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    saved = tmp_path / "saved" / "annuaire.xlsx"
    before, after = load_workbook(starter), load_workbook(saved)
    assert after.sheetnames == before.sheetnames
    for spec in SHEETS:
        old, new = before[spec.title], after[spec.title]
        assert _lists(new) == _lists(old)
        assert [cell.value for cell in new[1]] == [cell.value for cell in old[1]]
    assert len(_lists(after[FICHES.title])) == 5
    assert found(saved) == found(starter)
    assert check(saved).directory == check(starter).directory


def _lists(sheet: Worksheet) -> dict[str, tuple[str, str, bool]]:
    """Every drop-down by its column: what it offers, its help, whether it refuses another word.

    How far down it reaches is not compared: LibreOffice saves it for a thousand rows below the last one in use.
    """
    return {
        letter: (str(validation.formula1).replace("'", ""), str(validation.prompt), bool(validation.showErrorMessage))
        for letter, validation in _validations(sheet).items()
        if validation.type == "list"
    }
