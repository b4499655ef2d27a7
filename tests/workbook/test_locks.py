"""A program that has a workbook open leaves a file beside it, named in one of two ways."""

from pathlib import Path

import pytest

from fiche_builder.workbook.locks import lock_files


@pytest.mark.parametrize("name", ["~$annuaire.xlsx", "~$nuaire.xlsx", ".~lock.annuaire.xlsx#"])
def test_a_lock_of_excel_or_libreoffice_is_found(tmp_path: Path, name: str) -> None:
    assert lock_files(tmp_path / "annuaire.xlsx") == []
    (tmp_path / name).write_bytes(b"")
    (tmp_path / "~$autre.xlsx").write_bytes(b"")
    assert lock_files(tmp_path / "annuaire.xlsx") == [tmp_path / name]
