"""Every pinned package has wheels for all systems and Pythons that we promise, as pip answered `scripts/wheels.py`."""

import shutil
import subprocess
import sys
from functools import cache
from importlib.metadata import requires
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import wheels
from tests.making.places import ROOT

EDITION = ROOT / "requirements" / "edition.txt"
_SECONDS = 60
"""How long pip may be asked about pins that are newer than the answers kept with them."""


def run(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(ROOT / "scripts" / "wheels.py"), *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_every_pinned_package_has_wheels_everywhere(tmp_path: Path) -> None:
    """Nobody is asked as long as the pins are those of the kept answers."""
    kept = tmp_path / "wheels.tsv"
    shutil.copyfile(wheels.KEPT, kept)
    done = run("--kept", kept, "--seconds", str(_SECONDS))
    if done.returncode == 75:
        pytest.skip(f"{done.stdout.strip()} Run: python scripts/wheels.py")
    assert done.returncode == 0, done.stdout
    lines = done.stdout.splitlines()
    assert len(lines) == len(wheels.MACHINES) * len(wheels.PYTHONS) == 20
    assert lines[0].startswith("Windows x86_64, Python 3.11: ")


def test_the_kept_answers_are_about_todays_pins() -> None:
    """Else the test above would ask each time."""
    kept = wheels.read_kept(wheels.KEPT)
    for machine, python, pins in wheels.places(wheels.PROMISED):
        assert wheels.lacking(pins, kept, machine, python) == [], (machine.name, python)


PURE, OF_WINDOWS = "a" * 64, "b" * 64
PINS = (
    f"pure==1.0 \\\n    --hash=sha256:{PURE}\nwide==2.0 ; sys_platform == 'win32' \\\n    --hash=sha256:{OF_WINDOWS}\n"
)


def places_of(pinned: str, folder: Path) -> wheels.Places:
    path = folder / "pinned.txt"
    path.write_text(pinned, encoding="utf-8")
    return wheels.places({path: wheels.MACHINES})


def missing(where: wheels.Places, *known: wheels.Wheel) -> list[str]:
    return [
        f"{pin} {machine.name} {python}"
        for machine, python, pins in where
        for pin in wheels.lacking(pins, set(known), machine, python)
    ]


def test_a_wheel_counts_where_it_can_be_installed(tmp_path: Path) -> None:
    where = places_of(PINS, tmp_path)
    pure = wheels.Wheel("pure-1.0-py3-none-any.whl", PURE, ">=3.9")
    wide = wheels.Wheel("wide-2.0-cp312-abi3-win_amd64.whl", OF_WINDOWS, "")
    assert missing(where, pure, wide) == ["wide==2.0 Windows x86_64 3.11"]
    young = wheels.Wheel(pure.name, PURE, ">=3.9,<3.14")
    assert {line.rpartition(" ")[2] for line in missing(where, young, wide)} == {"3.11", "3.14"}
    other = wheels.Wheel("pure-1.0-py3-none-any.whl", "c" * 64, "")
    assert len([line for line in missing(where, other, wide) if line.startswith("pure")]) == 20
    assert len([line for line in missing(where) if line.startswith("wide")]) == 4  # it is needed on Windows alone


def test_where_no_index_is_reached_nothing_is_proved(tmp_path: Path) -> None:
    """Here by leaving pip no time; a machine without a network answers as little."""
    path = tmp_path / "pinned.txt"
    path.write_text(PINS, encoding="utf-8")
    done = run("--kept", tmp_path / "wheels.tsv", "--seconds", "0", path)
    assert done.returncode == 75
    assert done.stdout == "No package index could be asked in time: whether all new pins have wheels is not known.\n"


def test_nothing_is_asked_twice_and_forgotten_pins_leave(tmp_path: Path) -> None:
    path, kept = tmp_path / "pinned.txt", tmp_path / "wheels.tsv"
    path.write_text(PINS.partition("wide")[0], encoding="utf-8")
    known = f"pure-1.0-py3-none-any.whl\t{PURE}\t>=3.9"
    kept.write_text(f"{known}\nwide-2.0-py3-none-any.whl\t{OF_WINDOWS}\t\n", encoding="utf-8")
    done = run("--kept", kept, "--seconds", "0", path)
    assert (done.returncode, done.stderr) == (0, "")
    assert kept.read_text("utf-8") == f"{known}\n"


def test_what_a_package_needs_there_is_pinned_too() -> None:
    """Such as what it needs on Windows alone: pip would refuse the whole list for want of its hash."""
    for machine in wheels.MACHINES:
        pinned = {name_of(pin.requirement) for pin in wheels.read_pins(EDITION) if pin.is_needed(machine, "3.11")}
        needed = {name for pin in pinned for name in needs(pin, machine)}
        assert needed - pinned == set(), machine.name
        assert len(needed) > 30


def name_of(requirement: Requirement) -> str:
    return canonicalize_name(requirement.name)


@cache
def needs(package: str, machine: wheels.Machine, extra: str = "") -> frozenset[str]:
    """Return all that a package needs on a machine, itself or by way of others; with one of its extras, if any."""
    found: set[str] = set()
    for requirement in map(Requirement, requires(package) or ()):
        if requirement.marker is None or requirement.marker.evaluate({**machine.markers("3.11"), "extra": extra}):
            name = name_of(requirement)
            found |= {name, *(need for one in ("", *requirement.extras) for need in needs(name, machine, one))}
    return frozenset(found)
