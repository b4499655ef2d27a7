"""Prove that every pinned package has a wheel for each system and Python that we promise.

pip is asked to resolve the pinned lists, with their hashes, as on each of these machines. Its answers are kept in
`requirements/wheels.tsv`, so that nobody is asked twice: a later run asks only about pins that are new. A kept answer
counts only while the hash of its wheel is among those of the pin.

    python scripts/wheels.py              ask about what is not known yet, and keep the answers
    python scripts/wheels.py --kept FILE  keep them elsewhere

Exit codes: 0 all have wheels; 1 some do not; 75 no package index could be asked in time, so that nothing is proved.
"""

import argparse
import json
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.tags import Tag, compatible_tags, cpython_tags, mac_platforms
from packaging.utils import canonicalize_name, parse_wheel_filename

ROOT = Path(__file__).resolve().parents[1]
KEPT = ROOT / "requirements" / "wheels.tsv"
PYTHONS = ("3.11", "3.12", "3.13", "3.14")
SECONDS = 900.0
"""How long pip may take in all. Asking about everything anew takes some minutes, about nothing no time."""
_NOT_ASKED = 75


@dataclass(frozen=True)
class Machine:
    """A system on a processor, as wheels (`platforms`, best first) and environment markers name it."""

    name: str
    platforms: tuple[str, ...]
    asked: tuple[str, ...]
    """What pip is told. It knows by itself which older versions of macOS go with a newer one; not so of Linux."""
    os_name: str
    sys_platform: str
    system: str
    processor: str

    def markers(self, python: str) -> dict[str, str]:
        """Return what environment markers see there. pip itself would look at the machine on which it runs."""
        return {
            "implementation_name": "cpython",
            "implementation_version": f"{python}.0",
            "os_name": self.os_name,
            "platform_machine": self.processor,
            "platform_python_implementation": "CPython",
            "platform_system": self.system,
            "python_full_version": f"{python}.0",
            "python_version": python,
            "sys_platform": self.sys_platform,
        }


def _linux(processor: str) -> Machine:
    older = ("manylinux2014", "manylinux2010", "manylinux1")
    names = (*(f"manylinux_2_{minor}" for minor in range(28, 4, -1)), *older)
    platforms = tuple(f"{name}_{processor}" for name in names)
    return Machine(f"Linux {processor}", platforms, platforms, "posix", "linux", "Linux", processor)


def _mac(processor: str) -> Machine:
    platforms = tuple(mac_platforms((15, 0), processor))
    return Machine(f"macOS 15 {processor}", platforms, platforms[:1], "posix", "darwin", "Darwin", processor)


WINDOWS = Machine("Windows x86_64", ("win_amd64",), ("win_amd64",), "nt", "win32", "Windows", "AMD64")
MAC_WITH_INTEL, COMMONEST = _mac("x86_64"), _linux("x86_64")
MACHINES = (WINDOWS, _mac("arm64"), MAC_WITH_INTEL, COMMONEST, _linux("aarch64"))
"""Linux since Debian 10 and RHEL 8 (glibc 2.28)."""
_TESTED = tuple(machine for machine in MACHINES if machine is not MAC_WITH_INTEL)
PROMISED = {ROOT / "requirements" / "edition.txt": MACHINES, ROOT / "requirements" / "test.txt": _TESTED}
"""A Mac with Intel makes editions, but some packages of the tests no longer come for it."""


@dataclass(frozen=True)
class Pin:
    """A pinned package: `brotli==1.2.1`, where it is needed, and the hashes (hexadecimal SHA-256) it may have."""

    requirement: Requirement
    hashes: frozenset[str]

    def is_needed(self, machine: Machine, python: str) -> bool:
        """Tell whether it is installed there."""
        marker = self.requirement.marker
        return marker is None or marker.evaluate(machine.markers(python))

    def __str__(self) -> str:
        return f"{self.requirement.name}{self.requirement.specifier}"


@dataclass(frozen=True, order=True)
class Wheel:
    """A wheel that pip named."""

    name: str
    sha256: str
    pythons: str
    """The versions of Python it is for, as `>=3.11`; empty for all."""

    def fits(self, pin: Pin, machine: Machine, python: str) -> bool:
        """Tell whether it is a wheel of the pin that is installed there."""
        package, version, _build, tags = parse_wheel_filename(self.name)
        return (
            self.sha256 in pin.hashes
            and package == canonicalize_name(pin.requirement.name)
            and version in pin.requirement.specifier
            and not tags.isdisjoint(_tags(machine, python))
            and SpecifierSet(self.pythons).contains(f"{python}.0")
        )


@cache
def _tags(machine: Machine, python: str) -> frozenset[Tag]:
    version = tuple(map(int, python.split(".")))
    interpreter = f"cp{python.replace('.', '')}"
    return frozenset(
        (
            *cpython_tags(version, [interpreter], machine.platforms),
            *compatible_tags(version, interpreter, machine.platforms),
        )
    )


class NotAskedError(Exception):
    """No package index could be asked, or not in time."""


def read_pins(path: Path) -> tuple[Pin, ...]:
    """Return the pins of a list as `make requirements` writes it."""
    found = []
    for line in path.read_text(encoding="utf-8").replace("\\\n", " ").splitlines():
        if line.strip() and not line.startswith("#"):
            requirement, *hashes = re.split(r"\s+--hash=sha256:", line.strip())
            found.append(Pin(Requirement(requirement), frozenset(hashes)))
    return tuple(found)


def read_kept(path: Path) -> set[Wheel]:
    """Return the wheels that pip named in earlier runs."""
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    return {Wheel(*line.split("\t")) for line in lines}


def write_kept(path: Path, wheels: Iterable[Wheel], wanted: "Places") -> None:
    """Write the wheels of today's pins, by name."""
    pinned = {digest for _machine, _python, pins in wanted for pin in pins for digest in pin.hashes}
    lines = (f"{wheel.name}\t{wheel.sha256}\t{wheel.pythons}" for wheel in sorted(wheels) if wheel.sha256 in pinned)
    path.write_text("\n".join((*lines, "")), encoding="utf-8")


def lacking(pins: Iterable[Pin], wheels: set[Wheel], machine: Machine, python: str) -> list[Pin]:
    """Return the pins that are needed there, but for which no wheel is known."""
    known = {wheel.sha256: wheel for wheel in wheels}
    return [
        pin
        for pin in pins
        if pin.is_needed(machine, python)
        and not any(known[digest].fits(pin, machine, python) for digest in pin.hashes & known.keys())
    ]


Places = Sequence[tuple[Machine, str, Sequence[Pin]]]
"""A machine, a Python, and the pins that are promised there."""


def places(promised: Mapping[Path, Sequence[Machine]]) -> Places:
    """Return where which pins are promised. `promised` are the machines of each list."""
    lists = [(read_pins(path), machines) for path, machines in promised.items()]
    return [
        (machine, python, [pin for pins, machines in lists if machine in machines for pin in pins])
        for machine in MACHINES
        for python in PYTHONS
    ]


class Index:
    """The package index, as pip knows it: it alone has its address."""

    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds

    def find(self, pins: Sequence[Pin], machine: Machine, python: str) -> Iterator[Wheel]:
        """Yield the wheels of those pins that have one there.

        pip stops at the first that has none, and says so in words alone; so the pins are then asked in halves.
        """
        answer = self._resolve(pins, machine, python)
        if answer is not None:
            yield from answer
        elif len(pins) > 1:
            half = len(pins) // 2
            yield from self.find(pins[:half], machine, python)
            yield from self.find(pins[half:], machine, python)

    def is_reached(self, pins: Sequence[Pin]) -> bool:
        """Tell whether any of the first pins is found on the commonest machine."""
        return any(self._resolve([pin], COMMONEST, PYTHONS[0]) for pin in pins[:3])

    def _resolve(self, pins: Sequence[Pin], machine: Machine, python: str) -> list[Wheel] | None:
        with tempfile.TemporaryDirectory() as folder:
            report = Path(folder) / "report.json"
            arguments = ["install", "--dry-run", "--report", str(report), "--target", folder]
            if not run_pip(arguments, pins, machine, python, self._end - time.monotonic()):
                return None
            found = json.loads(report.read_text(encoding="utf-8"))["install"]
        return [
            Wheel(
                entry["download_info"]["url"].rsplit("/", 1)[1],
                entry["download_info"]["archive_info"]["hashes"]["sha256"],
                entry["metadata"].get("requires_python", "").replace(" ", ""),
            )
            for entry in found
        ]


def run_pip(arguments: Sequence[str], pins: Sequence[Pin], machine: Machine, python: str, seconds: float) -> bool:
    """Run pip for another machine with these pins, and return whether it succeeded.

    Raise `NotAskedError` after some seconds.
    """
    with tempfile.TemporaryDirectory() as folder:
        wanted = Path(folder) / "wanted.txt"
        lines = (" ".join((str(pin), *(f"--hash=sha256:{digest}" for digest in sorted(pin.hashes)))) for pin in pins)
        wanted.write_text("\n".join(lines), encoding="utf-8")
        command = [
            *(sys.executable, "-m", "pip", *arguments, "--quiet", "--disable-pip-version-check", "--no-input"),
            *("--retries", "1", "--timeout", "15", "--no-deps", "--require-hashes", "--only-binary=:all:"),
            *(part for platform in machine.asked for part in ("--platform", platform)),
            *("--python-version", python, "--implementation", "cp", "--requirement", str(wanted)),
        ]
        try:
            done = subprocess.run(command, capture_output=True, timeout=max(seconds, 0.1), check=False)  # noqa: S603
        except subprocess.TimeoutExpired:
            raise NotAskedError from None
    return done.returncode == 0


def complete(wanted: Places, wheels: set[Wheel], seconds: float = SECONDS) -> None:
    """Add to `wheels` what the index has for pins that lack one. One wheel may serve later machines and Pythons too."""
    index = Index(seconds)
    is_reached = False
    for machine, python, pins in wanted:
        if asked := list({pin.hashes: pin for pin in lacking(pins, wheels, machine, python)}.values()):
            is_reached = is_reached or index.is_reached(pins)
            if not is_reached:
                raise NotAskedError
            print(f"asking about {len(asked)} packages for {machine.name}, Python {python}", file=sys.stderr)
            wheels.update(index.find(asked, machine, python))


def main(arguments: Sequence[str] | None = None) -> int:
    """Ask, tell, and return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kept", type=Path, default=KEPT)
    parser.add_argument("--seconds", type=float, default=SECONDS, help="how long pip may take in all")
    parser.add_argument("lists", nargs="*", type=Path, help="other pinned lists, each for all machines")
    options = parser.parse_args(arguments)
    wanted = places(dict.fromkeys(options.lists, MACHINES) or PROMISED)
    wheels = read_kept(options.kept)
    try:
        complete(wanted, wheels, options.seconds)
    except NotAskedError:
        print("No package index could be asked in time: whether all new pins have wheels is not known.")
        return _NOT_ASKED
    finally:
        write_kept(options.kept, wheels, wanted)
    missing = []
    for machine, python, pins in wanted:
        lost = sorted({f"{pin} has no wheel" for pin in lacking(pins, wheels, machine, python)})
        count = len({pin.hashes for pin in pins if pin.is_needed(machine, python)})
        print(f"{machine.name}, Python {python}: {count} packages", *lost, sep="; ")
        missing += lost
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
