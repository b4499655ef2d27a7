"""`fiche suggestions import`: what is new, what brings nothing and why, and the exit code."""

from pathlib import Path

import pytest

from fiche_builder.cli.main import run
from tests.conftest import WorkbookMaker
from tests.making import remarks
from tests.making.workbooks import fiche

Capture = pytest.CaptureFixture[str]


def test_each_file_is_told_of_once_and_a_failure_is_exit_1(
    workbook: WorkbookMaker, tmp_path: Path, capsys: Capture
) -> None:
    path = workbook(Fiches=[fiche(12, Nom="Le Relais")])
    mails = tmp_path / "mails"
    mails.mkdir()
    (mails / "a.eml").write_bytes(remarks.GMAIL)
    (mails / "b.eml").write_bytes(b"")
    assert run(["--lang", "en", "suggestions", "import", str(mails), "--workbook", str(path)]) == 1
    shown = capsys.readouterr()
    assert "1 new suggestion\n" in shown.out
    assert "b.eml: is empty; save the mail again\n" in shown.err
    (new,) = (line.removeprefix("New workbook: ") for line in shown.out.splitlines() if line.startswith("New workbook"))
    (mails / "b.eml").unlink()
    assert run(["--lang", "en", "suggestions", "--workbook", new, "import", str(mails)]) == 0
    shown = capsys.readouterr()
    assert "Nothing new: no workbook was written.\n" in shown.out
    assert "1 mail was taken in before.\n" in shown.err
