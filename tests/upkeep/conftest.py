"""A workbook with three fiches and a call sheet of two of them."""

from pathlib import Path

import pytest

from tests.making.callsheets import FilledSheet
from tests.making.taking import CONTACTS_ROWS, FICHES_ROWS
from tests.making.workbooks import make_workbook


@pytest.fixture(scope="module")
def master_content(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    rows = {"Fiches": FICHES_ROWS, "Contacts": CONTACTS_ROWS}
    return make_workbook(tmp_path_factory.mktemp("master") / "annuaire.xlsx", rows).read_bytes()


@pytest.fixture
def master(master_content: bytes, tmp_path: Path) -> Path:
    path = tmp_path / "annuaire.xlsx"
    path.write_bytes(master_content)
    return path


@pytest.fixture
def sheet(master: Path, tmp_path: Path) -> FilledSheet:
    return FilledSheet(master, tmp_path / "calls.xlsx", (1, 2))
