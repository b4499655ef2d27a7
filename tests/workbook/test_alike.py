"""Every workbook is read as others read it: each text, number and date, against python-calamine and openpyxl."""

import warnings
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from python_calamine import CalamineWorkbook, load_workbook

from fiche_builder.common.text import unescape_excel
from fiche_builder.workbook.reader import read_workbook
from tests.making.callsheets import save_in_libreoffice
from tests.making.packages import kinds_of_cells, pack, sharing_strings, unpack
from tests.making.places import SAMPLE, SHARED_DATA
from tests.making.workbooks import fiche, make_workbook

Cells = Mapping[tuple[str, int, int], object]
OTHERS = sorted(
    path.relative_to(SHARED_DATA).as_posix()
    for path in SHARED_DATA.glob("**/*.xlsx")
    if path.name not in {"calamine_pass_protected.xlsx", "corrompu_Etablissements_6_20201130.xlsx", "rels-broken.xlsx"}
)
"""All workbooks beside this checkout but those that nobody reads."""
NOT_CALAMINE = {"fautes/lecteur-etat-show.xlsx": "a sheet's state is none that calamine knows"}
NOT_OPENPYXL = {
    "fautes/lecteur-casse-des-parties.xlsx": "openpyxl takes the names of parts by the letter",
    "fautes/lecteur-date-de-creation.xlsx": "openpyxl reads the day of creation",
    "fautes/lecteur-etat-show.xlsx": "openpyxl knows the states of sheets",
    "fautes/lecteur-remplissage-vide.xlsx": "openpyxl reads fills",
    "fautes/lecteur-strict.xlsx": "openpyxl knows the transitional names only",
    "fautes/lecteur-style-hors-table.xlsx": "openpyxl looks every style up",
    "fautes/lecteur-tcd-groupe.xlsx": "openpyxl reads pivot tables",
}
"""What openpyxl cannot open, and why: what `fautes/INDEX.md` tells of."""


def ours(path: Path, *, with_errors: bool = True) -> Cells:
    """Return every value by its cell; a formula that nobody ever calculated has none.

    An error is read by its word, which the editor sees; calamine gives an empty cell, openpyxl the word.
    """
    return {
        (sheet.title, cell.row, cell.column): plain(cell.value)
        for sheet in read_workbook(path).sheets
        for row in sheet.rows
        for cell in row.cells.values()
        if cell.value is not None and not cell.uncached and not (cell.error and not with_errors)
    }


def calamine(path: Path) -> Cells:
    book: CalamineWorkbook = load_workbook(str(path))
    found: dict[tuple[str, int, int], object] = {}
    for title in book.sheet_names:
        sheet = book.get_sheet_by_name(title)
        top, left = sheet.start or (0, 0)
        for row, values in enumerate(sheet.to_python(skip_empty_area=True), top + 1):
            for column, value in enumerate(values, left + 1):
                if not (isinstance(value, str) and not value.strip()):
                    found[title, row, column] = plain(value)
    return found


def by_openpyxl(path: Path) -> Cells:
    """Return what openpyxl reads. It leaves Excel's escapes in, but for the one of the underscore."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = openpyxl.load_workbook(BytesIO(path.read_bytes()), data_only=True)
    found: dict[tuple[str, int, int], object] = {}
    for sheet in book.worksheets:
        cells: Any = sheet
        for (row, column), cell in cells._cells.items():  # noqa: SLF001 (`iter_rows` makes up the blank ones)
            value = unescape_excel(cell.value) if isinstance(cell.value, str) else cell.value
            if value is not None and not (isinstance(value, str) and not value.strip()):
                found[sheet.title, row, column] = plain(value)
    return found


def plain(value: object) -> object:
    """A whole number may be a float, a day may have the time 0:00."""
    if isinstance(value, datetime) and value.time() == time():
        return value.date()
    return float(value) if isinstance(value, int) and not isinstance(value, bool) else value


def differences(mine: Cells, theirs: Cells) -> list[tuple[tuple[str, int, int], object, object]]:
    return [
        (cell, mine.get(cell), theirs.get(cell))
        for cell in sorted({*mine, *theirs})
        if mine.get(cell) != theirs.get(cell)
    ]


@pytest.mark.parametrize("name", OTHERS)
def test_workbooks_of_others(shared_data: Path, name: str) -> None:
    mine = ours(shared_data / name)

    if name not in NOT_CALAMINE:
        assert differences(ours(shared_data / name, with_errors=False), calamine(shared_data / name)) == []
    if name not in NOT_OPENPYXL:
        theirs = by_openpyxl(shared_data / name)
        # openpyxl resolves an escaped underscore and leaves the rest, so an escaped escape looks like an escape.
        expected = [entry for entry in differences(mine, theirs) if "_x000D_" not in str(entry[1])]
        assert expected == []
    assert mine


@pytest.mark.parametrize("name", sorted({*NOT_OPENPYXL}))
def test_what_openpyxl_does_not_read_it_still_does_not(shared_data: Path, name: str) -> None:
    """So that the list above tells the truth."""
    try:
        theirs = by_openpyxl(shared_data / name)
    except Exception:  # noqa: BLE001 (whatever openpyxl raises)
        theirs = {}
    assert differences(ours(shared_data / name), theirs)


@pytest.fixture
def books(tmp_path: Path) -> list[Path]:
    """Workbooks with every kind of cell, as openpyxl writes them, with the texts in a table, and of both calendars."""
    paths: list[Path] = []
    for epoch in (None, CALENDAR_MAC_1904):
        path = make_workbook(
            tmp_path / f"{len(paths)}.xlsx", {"Fiches": [fiche(Description="deux\nlignes", Sigle="a_x000D_b")]}
        )
        book = openpyxl.load_workbook(path)
        if epoch:
            book.epoch = epoch
        kinds_of_cells(book)
        book.save(path)
        shared = tmp_path / f"shared-{len(paths)}.xlsx"
        shared.write_bytes(pack(sharing_strings(unpack(path.read_bytes()))))
        paths += [path, shared]
    return paths


def test_workbooks_of_openpyxl(books: list[Path]) -> None:
    for path in (*books, SAMPLE):
        mine = ours(path)
        assert differences(ours(path, with_errors=False), calamine(path)) == []
        assert differences(mine, by_openpyxl(path)) == []
    assert ours(books[0])["Tout", 2, 7] == timedelta(hours=30)
    assert ours(books[2])["Fiches", 2, 32] == date(2026, 11, 22)


def test_workbooks_of_libreoffice(tmp_path: Path, books: list[Path]) -> None:
    saved = save_in_libreoffice(tmp_path / "saved", *books, SAMPLE)
    for path, before in zip(saved, (*books, SAMPLE), strict=True):
        mine = ours(path)
        assert differences(ours(path, with_errors=False), calamine(path)) == []
        assert differences(mine, by_openpyxl(path)) == []
        # And LibreOffice keeps what we read, but that it calculates the formula.
        assert [cell for cell, _mine, _theirs in differences(ours(before), mine)] in ([("Tout", 2, 10)], [])
