"""Whatever a byte of a workbook becomes: it is read and checked, or one sentence says why not.

The workbooks are the tests' own, with every kind of cell, one as Excel shares its texts, and one of each other program
that we have (`shared_data`). A mutant has a number; the same number is the same mutant.
"""

import random
from contextlib import suppress
from pathlib import Path

import pytest

from fiche_builder.cli.main import run
from fiche_builder.common.errors import WorkbookError
from fiche_builder.model.fields import FICHES
from fiche_builder.upkeep.amend import write_amended
from fiche_builder.workbook.confined import confined
from fiche_builder.workbook.losses import try_saving
from fiche_builder.workbook.opening import read_workbook_bytes
from tests.conftest import SOAK
from tests.making.amending import change, read
from tests.making.mutants import mutant
from tests.making.packages import Parts, sharing_strings, unpack
from tests.making.places import ROOT, SHARED_DATA
from tests.making.workbooks import TODAY, found, make_workbook

COUNT = 2_000 if SOAK else 100


def originals(folder: Path, sample: Parts) -> list[Parts]:
    """Return the workbooks to be damaged: as openpyxl writes them, as Excel does, and those of others that we have."""
    annuaire = unpack(make_workbook(folder / "annuaire.xlsx").read_bytes())
    real = unpack((ROOT / "sources" / "annuaire.xlsx").read_bytes()) if SOAK else annuaire
    names = ("sheetjs_sushi", "calamine_merged_range", "sheetjs_AutoFilter")
    others = [path for name in names if (path := SHARED_DATA / "classeurs" / f"{name}.xlsx").exists()]
    return [sample, annuaire, sharing_strings(annuaire), real, *(unpack(path.read_bytes()) for path in others)]


def test_reading_and_checking(tmp_path: Path, sample: Parts) -> None:
    parts, path = originals(tmp_path, sample), tmp_path / "x.xlsx"
    refused = 0
    for number in range(COUNT):
        chance = random.Random(number)  # noqa: S311 (mutants, not secrets)
        path.write_bytes(mutant(chance.choice(parts), chance))
        try:
            found(path)
        except WorkbookError:
            refused += 1
    assert COUNT / 10 < refused < COUNT * 9 / 10


def test_the_command_line(tmp_path: Path, sample: Parts, capsys: pytest.CaptureFixture[str]) -> None:
    parts, path = originals(tmp_path, sample), tmp_path / "x.xlsx"
    for number in range(COUNT // 10):
        chance = random.Random(10_000 + number)  # noqa: S311
        path.write_bytes(mutant(chance.choice(parts), chance))
        code = run(["check", "--annotate", str(tmp_path / f"r{number}.xlsx"), str(path)])
        assert code in {0, 1, 2}, (number, capsys.readouterr().err)


def test_changing_it(tmp_path: Path, sample: Parts) -> None:
    """openpyxl loads what our reader has read: what it cannot save is told, and the changes are made by hand."""
    parts = originals(tmp_path, sample)
    for number in range(COUNT // 10):
        chance = random.Random(20_000 + number)  # noqa: S311
        path = tmp_path / f"{number}.xlsx"
        path.write_bytes(mutant(chance.choice(parts), chance))
        with suppress(WorkbookError):
            confined(try_saving, read_workbook_bytes(path), "en")
            master = read(path)
            table = master.checked.book.table(FICHES)
            if table and "phones" in table.columns:
                write_amended(master, [change("phones", "02 555 99 99")], TODAY)
