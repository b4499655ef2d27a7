"""A process with limits: what it returns and raises arrives; what it cannot finish is one error; it ends with us."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from fiche_builder.workbook.confined import confined
from fiche_builder.workbook.limits import MAX_MEMORY, Limit, LimitError
from fiche_builder.workbook.package import DamagedPartError
from tests.making.hungry import crash, eat, number_of_process, raise_damage, run_for_ever, wait_for_ever
from tests.making.places import ROOT

needs_limits = pytest.mark.skipif(sys.platform != "linux", reason="RLIMIT_AS, RLIMIT_CPU and /proc")


def test_a_result_arrives_and_the_process_serves_again() -> None:
    first = confined(number_of_process)
    assert first != os.getpid()
    assert confined(number_of_process) == first


def test_what_is_raised_there_is_raised_here() -> None:
    with pytest.raises(DamagedPartError) as raised:
        confined(raise_damage, "xl/x.xml")
    assert raised.value.part == "xl/x.xml"


@needs_limits
def test_memory_without_bounds_is_one_error_and_the_next_task_is_done() -> None:
    with pytest.raises(LimitError) as raised:
        confined(eat, 2 * MAX_MEMORY)
    assert raised.value.limit == Limit.MEMORY
    assert len(confined(eat, 1000)) == 1000


@needs_limits
def test_time_of_the_processor_without_bounds_is_one_error() -> None:
    with pytest.raises(LimitError) as raised:
        confined(run_for_ever, seconds=0.5)
    assert raised.value.limit == Limit.TIME


def test_who_sleeps_is_ended_by_the_clock() -> None:
    start = time.monotonic()
    with pytest.raises(LimitError) as raised:
        confined(wait_for_ever, seconds=0.2)
    assert raised.value.limit == Limit.TIME
    assert time.monotonic() - start < 10


def test_a_crash_is_one_error() -> None:
    with pytest.raises(LimitError):
        confined(crash)


@needs_limits
def test_the_process_ends_with_the_one_that_asked(tmp_path: Path) -> None:
    """Even if that one is killed while the other works."""
    told = tmp_path / "pid"
    code = "from fiche_builder.workbook.confined import confined; from tests.making.hungry import work_on; "
    command = [sys.executable, "-c", f"{code}confined(work_on, {str(told)!r})"]
    with subprocess.Popen(command, cwd=ROOT) as asking:
        while not (told.exists() and told.read_text()):
            time.sleep(0.02)
        asking.kill()
    working = Path("/proc") / told.read_text()
    end = time.monotonic() + 10
    while working.exists() and time.monotonic() < end:
        time.sleep(0.05)
    assert not working.exists()
