"""Ctrl+C and SIGTERM at any moment: one sentence, exit code 130, no traceback, nothing half done and nobody left."""

import random
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from fiche_builder.publish.archive import read_published
from tests.conftest import SOAK
from tests.making.stopping import ON_LINUX, Stopped, stopped
from tests.making.workbooks import fiche, make_workbook, public

only_linux = pytest.mark.skipif(not ON_LINUX, reason="/proc tells when a process hears signals")
TIMES = 300 if SOAK else 4
COMMANDS = (
    ["build", "annuaire.xlsx"],
    ["check", "annuaire.xlsx"],
    ["stats", "annuaire.xlsx"],
    ["verify", "annuaire.xlsx"],
    ["doctor"],
    ["init", "new"],
)


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sound")
    rows = [public(number) if number % 2 else fiche(number) for number in range(1, 80)]
    make_workbook(folder / "annuaire.xlsx", {"Fiches": rows})
    return folder


def is_told(run: Stopped) -> bool:
    """Tell whether a process that was stopped said so, and nothing else of itself; or had finished before."""
    words = run.err.count("Interrupted: nothing was left half done.")
    return "Traceback" not in run.err and "ignored" not in run.err and (run.code, words) in {(130, 1), (0, 0), (2, 0)}


def whole_editions(output: Path) -> int:
    """Return how many editions there are; fail if one is not whole."""
    found = [path for path in output.glob("20*") if path.is_dir()] if output.is_dir() else []
    for folder in found:
        published = read_published(folder)
        for file in published.files:
            published.read(file)
    return len(found)


@only_linux
@pytest.mark.parametrize("number", range(TIMES))
def test_a_command_is_stopped_at_any_moment(sound: Path, tmp_path: Path, number: int) -> None:
    """The first third of a second, in which Python imports, has half of all moments."""
    chance = random.Random(number)  # noqa: S311 (the same moments each time)
    folder = tmp_path / "project"
    shutil.copytree(sound, folder)
    command = COMMANDS[number // 2 % len(COMMANDS)] if number % 4 else COMMANDS[0]
    after = chance.uniform(0, 0.33) if number % 2 else chance.uniform(0.33, 2.5)
    kind = chance.choice([signal.SIGINT, signal.SIGTERM])
    run = stopped(command, folder, after, kind, group=kind is signal.SIGINT)
    assert is_told(run), (run, command, after)
    assert run.left == ()
    whole_editions(folder / "output")
    assert not [path for path in folder.rglob(".*") if path.name.endswith((".new",)) or path.name.startswith(".new-")]


@only_linux
def test_ctrl_c_pressed_six_times_is_told_once(sound: Path, tmp_path: Path) -> None:
    shutil.copytree(sound, tmp_path / "project")
    run = stopped(COMMANDS[0], tmp_path / "project", 1.0, signal.SIGINT, group=True, times=6)
    assert is_told(run), run
    assert run.left == ()


_SCRIPT = """
import signal, sys, time
from fiche_builder.cli import stopping

class Last:
    def __del__(self):
        signal.raise_signal(signal.SIGINT)

def press(*parts):
    for part in parts:
        signal.raise_signal(signal.SIGTERM)
        print(part)

stopping.listen()
try:
    {}
except KeyboardInterrupt:
    print("interrupted")
"""


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        ("press('started'); stopping.begin(); print('never')", "started interrupted"),
        ("stopping.begin(); press('never')", "interrupted"),
        ("stopping.begin(); stopping.held()(press)('one', 'two'); print('never')", "one two interrupted"),
        ("stopping.begin(); stopping.held()(print)('whole'); print('on')", "whole on"),
        # Python swallows what is raised at the end of an object; it is raised again.
        ("stopping.begin(); Last(); time.sleep(20); print('never')", "interrupted"),
    ],
)
def test_when_a_signal_is_heard(lines: str, told: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", _SCRIPT.format(lines)], capture_output=True, text=True, check=False, timeout=60
    )
    assert done.stdout.split() == told.split()
    assert done.stderr == ""


def test_what_is_to_be_ignored_is_ignored() -> None:
    """As a shell wants of what runs in its background."""
    script = "import signal; signal.signal(signal.SIGINT, signal.SIG_IGN)" + _SCRIPT.format(
        "stopping.begin(); signal.raise_signal(signal.SIGINT); print('on')"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.split() == ["on"]
