"""A workbook as fiche init makes it."""

from pathlib import Path

import pytest

from tests.making.amending import starter_content


@pytest.fixture
def starter(tmp_path: Path) -> Path:
    path = tmp_path / "annuaire.xlsx"
    path.write_bytes(starter_content())
    return path
