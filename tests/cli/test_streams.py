"""Output that cannot be written, and readers who have enough, each as the shell makes them."""

import subprocess
import sys
from pathlib import Path

import pytest

from fiche_builder.cli.streams import StreamError, guarded_streams
from tests.conftest import WorkbookMaker
from tests.making.workbooks import public

FICHE = f"{sys.executable} -m fiche_builder --lang en"


@pytest.fixture
def path(workbook: WorkbookMaker) -> Path:
    """A workbook of which there is more to say than a pipe holds."""
    return workbook(Fiches=[public(number, Autorisé_par=None) for number in range(1, 600)])


def shell(command: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(["bash", "-c", command], cwd=cwd, capture_output=True, text=True, check=False)


# Python passes on at once what is written, or not; click writes past a stream that knows ASCII only.
WAYS = [
    ("", "check annuaire.xlsx"),
    ("", "check annuaire.xlsx --json"),
    ("PYTHONUNBUFFERED=1", "check annuaire.xlsx --json"),
    ("PYTHONIOENCODING=ascii", "check annuaire.xlsx --json"),
]


@pytest.mark.parametrize(("python", "arguments"), [*WAYS, ("", "--version"), ("", "check --help")])
def test_a_full_output_is_no_bug(path: Path, python: str, arguments: str) -> None:
    shown = shell(f"{python} {FICHE} {arguments} > /dev/full", path.parent)
    assert (shown.returncode, shown.stderr.splitlines()[-1]) == (
        2,
        "Error: The output cannot be written: the disk is full.",
    )


@pytest.mark.parametrize(("python", "arguments"), WAYS)
def test_a_reader_who_has_enough_is_no_error(path: Path, python: str, arguments: str) -> None:
    shown = shell(f"({python} {FICHE} {arguments}; echo code $? >&2) | head -n 1", path.parent)
    assert len(shown.stdout.splitlines()) == 1
    assert shown.stderr == "code 0\n"


@pytest.mark.parametrize("where", ["2> /dev/full", "> /dev/full 2> /dev/full"])
def test_where_not_even_an_error_can_be_told_the_exit_code_says_it(path: Path, where: str) -> None:
    assert shell(f"{FICHE} chek {where}", path.parent).returncode == 2


@pytest.mark.parametrize("where", [">&-", "2>&-", ">&- 2>&-"])
def test_closed_streams_take_nothing_and_stop_nothing(path: Path, where: str) -> None:
    assert shell(f"{FICHE} check annuaire.xlsx {where}", path.parent).returncode == 0


def test_the_streams_are_given_back() -> None:
    before = sys.stdout, sys.stderr
    with pytest.raises(ValueError, match="odd"), guarded_streams():
        raise ValueError("odd")
    assert (sys.stdout, sys.stderr) == before


def test_an_output_that_cannot_be_written_is_no_error_of_the_system(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that nothing between the command and the funnel takes it for one of its own."""
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        monkeypatch.setattr("sys.stdout", full)
        with guarded_streams(), pytest.raises(StreamError) as raised:
            print("x", flush=True)  # noqa: T201 (the stream is the point)
        raised.value.forget()
    assert not isinstance(raised.value, OSError)
    assert not raised.value.has_enough
