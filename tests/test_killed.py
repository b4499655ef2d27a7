"""Killed at any moment, or refused by the disk: what there was is whole, and the next build is whole and clears up."""

import os
import random
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.conftest import SOAK
from tests.making.places import ROOT
from tests.making.processes import fiche_command
from tests.making.stopping import ON_LINUX, stopped
from tests.making.workbooks import fiche, make_workbook, public

TIMES = 100 if SOAK else 2
DAY = {"SOURCE_DATE_EPOCH": "1795305600", "PYTHONPATH": str(ROOT / "src")}
Contents = dict[str, bytes]


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project in which October was published, and November once, with other fiches."""
    folder = tmp_path_factory.mktemp("sound")
    for month, count in (("2026-10", 20), ("2026-11", 39)):
        rows = [public(number) if number % 2 else fiche(number) for number in range(1, count)]
        make_workbook(folder / "annuaire.xlsx", {"Fiches": rows})
        assert build(folder, month).returncode == 0
    make_workbook(folder / "annuaire.xlsx", {"Fiches": [*rows, fiche(90)]})
    return folder


def build(folder: Path, month: str = "2026-11") -> subprocess.CompletedProcess[str]:
    return fiche_command("--lang", "en", "build", "annuaire.xlsx", "--edition", month, "--yes", cwd=folder, **DAY)


def contents(output: Path) -> dict[str, Contents]:
    """Return what is in an output folder, but for locks."""
    return {
        folder.name: {path.name: path.read_bytes() for path in sorted(folder.iterdir())}
        for folder in sorted(output.iterdir())
        if folder.is_dir()
    }


@pytest.fixture(scope="module")
def rebuilt(sound: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Contents]:
    """What a build that nobody disturbs makes of the project."""
    folder = tmp_path_factory.mktemp("rebuilt") / "project"
    shutil.copytree(sound, folder)
    assert build(folder).returncode == 0
    return contents(folder / "output")


@pytest.mark.skipif(not ON_LINUX, reason="/proc tells when a process hears signals")
@pytest.mark.parametrize("number", range(TIMES))
def test_a_build_is_killed_and_the_next_one_is_whole(
    sound: Path, rebuilt: dict[str, Contents], tmp_path: Path, number: int
) -> None:
    folder = tmp_path / "project"
    shutil.copytree(sound, folder)
    before = contents(folder / "output")
    after = random.Random(number).uniform(0.3, 3.5)  # noqa: S311 (the same moments each time)
    run = stopped(
        ["build", "annuaire.xlsx", "--edition", "2026-11", "--yes"], folder, after, signal.SIGKILL, group=False
    )
    assert run.left == (), "its processes went on without it"
    now = {name: files for name, files in contents(folder / "output").items() if not name.startswith(".")}
    assert now["2026-10"] == before["2026-10"]
    assert now["2026-11"] in (before["2026-11"], rebuilt["2026-11"])
    assert build(folder).returncode == 0
    assert contents(folder / "output") == rebuilt
    left = {path.name for path in (folder / "output").iterdir()} - {"2026-10", "2026-11"}
    assert {name for name in left if not name.endswith(".lock")} == set()


def test_what_kills_left_of_any_edition_is_cleared_by_the_next_build(sound: Path, tmp_path: Path) -> None:
    folder = tmp_path / "project"
    shutil.copytree(sound, folder)
    output = folder / "output"
    (output / "2026-10").rename(output / ".old-2026-10")
    (output / ".new-2026-09-0123abcd").mkdir()
    (output / ".0123456789abcdef.new").write_bytes(b"half a page of indicators")
    (output / ".mine.new").write_bytes(b"somebody's own")
    assert build(folder).returncode == 0
    assert {path.name for path in output.iterdir() if not path.name.endswith(".lock")} == {
        "2026-10", "2026-11", ".mine.new",
    }  # fmt: skip


# A disk that is full, or that can only be read


@contextmanager
def disk(place: Path, size: int) -> Iterator[None]:
    """Mount a small disk of so many KB at a place."""
    place.mkdir()
    done = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}k", "tmpfs", str(place)], check=False)
    if done.returncode:
        pytest.skip("no disk can be mounted here")
    try:
        yield
    finally:
        subprocess.run(["umount", "-l", str(place)], check=True)


def fill(place: Path, leaving: int) -> None:
    """Fill a disk but for so many KB."""
    facts = os.statvfs(place)
    (place / "filler").write_bytes(bytes(max(0, facts.f_bavail * facts.f_bsize - leaving * 1024)))


COMMANDS = {
    "build": ["build", "annuaire.xlsx", "--edition", "2026-11", "--yes"],
    "stats": ["stats", "annuaire.xlsx"],
    "verify": ["verify", "annuaire.xlsx", "--sheet", "calls.xlsx"],
    "packs": ["verify", "annuaire.xlsx", "--packs", "packs"],
    "drafts": ["send", "2026-11", "--workbook", "annuaire.xlsx", "--drafts", "drafts"],
    "init": ["init", "new"],
    "annotate": ["check", "annuaire.xlsx", "--annotate", "found.xlsx"],
}
ALWAYS_WRITE = {"build", "stats", "annotate", "init"}
ROOM = (0, 4, 24, 200) if SOAK else (24,)
"""How many KB are left: not even a name, a file, some of the files."""
needs_mount = pytest.mark.skipif(
    not sys.platform.startswith("linux") or os.geteuid() != 0, reason="only root mounts a disk, on Linux"
)


WAYS = [(command, leaving) for command in COMMANDS for leaving in (*ROOM, "read-only")]
"""In a short run every third one: full and read-only disks in turn."""


@needs_mount
@pytest.mark.parametrize(("command", "leaving"), WAYS if SOAK else WAYS[::3])
def test_a_disk_that_takes_nothing_is_one_sentence_and_changes_nothing(
    sound: Path, tmp_path: Path, command: str, leaving: int | str
) -> None:
    place = tmp_path / "disk"
    with disk(place, 8_000):
        shutil.copytree(sound, place / "project")
        before = contents(place / "project" / "output")
        if isinstance(leaving, int):
            fill(place, leaving)
        else:
            subprocess.run(["mount", "-o", "remount,ro", str(place)], check=True)
        done = fiche_command("--lang", "en", *COMMANDS[command], cwd=place / "project", **DAY)
        assert "Traceback" not in done.stderr, done.stderr
        assert done.returncode in {0, 2}, done.stderr
        assert (done.returncode == 2) == ("Error: " in done.stderr)
        if done.returncode:
            assert contents(place / "project" / "output") == before
            assert not list((place / "project").rglob(".*.new"))
        else:
            assert leaving != "read-only" or command not in ALWAYS_WRITE
