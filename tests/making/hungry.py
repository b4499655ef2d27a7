"""Tasks for a process with limits that go wrong there."""

import ctypes
import os
import time
from pathlib import Path

from fiche_builder.workbook.package import DamagedPartError


def number_of_process() -> int:
    return os.getpid()


def raise_damage(part: str) -> None:
    raise DamagedPartError(part)


def eat(size: int) -> bytes:
    return bytes(size)


def run_for_ever() -> None:
    while True:
        pass


def wait_for_ever() -> None:
    time.sleep(10_000)


def work_on(told: str) -> None:
    """Say who works, and work."""
    Path(told).write_text(str(os.getpid()), encoding="ascii")
    run_for_ever()


def crash() -> None:
    ctypes.string_at(0)
