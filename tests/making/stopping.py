"""`fiche` as a process that is stopped or killed at some moment, and what it left behind."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

_CAUGHT = "SigCgt:"
ON_LINUX = Path("/proc/self/status").exists()


@dataclass(frozen=True, slots=True)
class Stopped:
    """How a process ended: its exit code, stdout and stderr, and the processes that outlived it by a second."""

    code: int
    out: str
    err: str
    left: tuple[int, ...]


def stopped(  # noqa: PLR0913 (when, how and how often)
    arguments: Sequence[str], folder: Path, after: float, number: signal.Signals, *, group: bool, times: int = 1
) -> Stopped:
    """Run `fiche` in a folder and send it a signal, as many seconds after it began to hear.

    `group` sends it to its children too, as a terminal does with Ctrl+C; `times`, as who presses more than once.
    """
    process = subprocess.Popen(
        [sys.executable, "-m", "fiche_builder", "--lang", "en", *arguments],
        cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True,
    )  # fmt: skip
    while not _hears(process.pid) and process.poll() is None:
        time.sleep(0.001)
    time.sleep(after)
    for _time in range(times):
        if process.poll() is None:
            (os.killpg if group else os.kill)(process.pid, number)
            time.sleep(0.002)
    out, err = process.communicate(timeout=60)
    end = time.monotonic() + 1
    while (left := of_session(process.pid)) and time.monotonic() < end:
        time.sleep(0.02)
    return Stopped(process.returncode, out, err, left)


def _hears(pid: int) -> bool:
    """Tell whether a process has a handler for SIGTERM, which Python itself has not."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text("utf-8").splitlines()
    except OSError:
        return False
    caught = next((int(line.split()[1], 16) for line in lines if line.startswith(_CAUGHT)), 0)
    return bool(caught >> (signal.SIGTERM - 1) & 1)


def of_session(session: int) -> tuple[int, ...]:
    """Return the processes of a session that still run."""
    found = []
    for place in Path("/proc").glob("[0-9]*"):
        try:
            fields = (place / "stat").read_text("utf-8").rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[3]) == session and fields[0] != "Z":
            found.append(int(place.name))
    return tuple(found)
