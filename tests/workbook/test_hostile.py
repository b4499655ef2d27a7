"""No workbook costs time or memory without bounds, or shows a traceback: it is read, or one sentence says why not.

`make test` tries each kind small enough to be quick; `make soak` tries it whole, in a process that is measured.
"""

import os
import resource
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest

from fiche_builder.cli.main import run
from fiche_builder.workbook.confined import confined
from fiche_builder.workbook.limits import LimitError
from fiche_builder.workbook.losses import try_saving
from tests.conftest import SOAK
from tests.making.hostile import MAKERS, sized
from tests.making.packages import unpack
from tests.making.workbooks import make_workbook

MOST_SECONDS, MOST_BYTES = 20, 10**9
SIZE = 1.0 if SOAK else 0.02


def hostile(folder: Path, name: str) -> Path:
    path = folder / "x.xlsx"
    path.write_bytes(sized(MAKERS[name](unpack(make_workbook(path).read_bytes()), SIZE)))
    return path


def assert_one_sentence(code: int, errors: str) -> None:
    assert code in {0, 1, 2}, errors
    if code == 2:
        assert len(errors.strip().splitlines()) == 2, errors
    assert "Traceback" not in errors


@pytest.mark.parametrize("name", MAKERS)
def test_a_check_ends(tmp_path: Path, name: str, capsys: pytest.CaptureFixture[str]) -> None:
    path, start = hostile(tmp_path, name), time.monotonic()
    if SOAK and os.name == "posix":
        code, errors, memory = measured("check", str(path))
        assert memory < MOST_BYTES
    else:
        code = run(["--lang", "en", "check", str(path)])
        errors = capsys.readouterr().err
    assert_one_sentence(code, errors)
    assert time.monotonic() - start < MOST_SECONDS


def measured(*arguments: str) -> tuple[int, str, int]:
    """Run `fiche`; return its exit code, what it said of errors, and the most bytes that it or its process had."""
    command = [sys.executable, "-m", "fiche_builder", *arguments]
    done = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, check=False)
    unit = 1 if sys.platform == "darwin" else 1024
    return done.returncode, done.stderr, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * unit


@pytest.mark.parametrize("name", MAKERS)
def test_saving_it_again_ends(tmp_path: Path, name: str) -> None:
    """openpyxl makes a cell of each place in a merged range, and compares each range with all others."""
    content, start = hostile(tmp_path, name).read_bytes(), time.monotonic()
    with suppress(LimitError):
        confined(try_saving, content, "en", seconds=8 if SOAK else 0.3)
    assert time.monotonic() - start < 2 * MOST_SECONDS  # on a machine that has other things to do
