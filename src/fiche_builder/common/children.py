"""Processes that work for this one: they end when it does, however it ends, and leave Ctrl+C to it."""

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import parent_process
from threading import Thread


def end_with_parent() -> None:
    """Let this process, started by `multiprocessing`, end at once when the one that started it does.

    Only that survives a parent that was killed, which can tell nobody any more.
    """
    Thread(target=_wait_for_parent, daemon=True).start()


def _wait_for_parent() -> None:
    if parent := parent_process():
        parent.join()
        os._exit(1)


@contextmanager
def deaf_to_interrupts() -> Iterator[None]:
    """Start processes that do not hear Ctrl+C, not even while they import what they need.

    A terminal sends it to all of them. This process hears it, if not sooner, at the end of the block. On Windows
    nothing is done.
    """
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    from multiprocessing import resource_tracker

    resource_tracker.ensure_running()  # it lets signals through again when it has started a process of its own
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
