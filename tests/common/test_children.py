"""Processes that work for another one: really started, really left alone."""

import os
import signal
import subprocess
import sys
import time

import pytest

from fiche_builder.common.children import deaf_to_interrupts
from tests.making.places import ROOT
from tests.making.stopping import ON_LINUX, of_session

_PARENT = """
import multiprocessing, os, sys, time
from fiche_builder.common.children import deaf_to_interrupts, end_with_parent

def work():
    end_with_parent()
    print(os.getpid(), flush=True)
    while True:
        sum(range(10_000))

if __name__ == "__main__":
    with deaf_to_interrupts():
        multiprocessing.get_context("spawn").Process(target=work).start()
    time.sleep(60)
"""


@pytest.mark.skipif(not ON_LINUX, reason="/proc tells which processes there are")
@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_a_child_ends_when_its_parent_was_killed(tmp_path_factory: pytest.TempPathFactory, number: int) -> None:
    script = tmp_path_factory.mktemp("parent") / "parent.py"
    script.write_text(_PARENT, encoding="utf-8")
    parent = subprocess.Popen(
        [sys.executable, str(script)], stdout=subprocess.PIPE, text=True, start_new_session=True, cwd=ROOT
    )
    assert parent.stdout is not None
    child = int(parent.stdout.readline())
    assert child in of_session(parent.pid)
    os.kill(parent.pid, number)
    parent.wait()
    end = time.monotonic() + 5
    while of_session(parent.pid) and time.monotonic() < end:
        time.sleep(0.01)
    assert of_session(parent.pid) == ()
    parent.stdout.close()


@pytest.mark.skipif(not hasattr(signal, "pthread_sigmask"), reason="no masks of signals here")
def test_what_is_started_meanwhile_does_not_hear_ctrl_c_and_this_process_hears_it_afterwards() -> None:
    heard = []
    before = signal.signal(signal.SIGINT, lambda *_told: heard.append("here"))
    try:
        with deaf_to_interrupts():
            child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(0.5); print('done')"], stdout=-1)
            os.kill(child.pid, signal.SIGINT)
            signal.raise_signal(signal.SIGINT)
            assert heard == []
        assert heard == ["here"]
        assert child.communicate(timeout=20)[0] == b"done\n"
    finally:
        signal.signal(signal.SIGINT, before)
