"""Ctrl+C, and the system's wish that a program ends (SIGTERM): one sentence and exit code 130, at any moment.

This module imports next to nothing, because it is the first to be run. While the rest is imported, a signal is only
remembered: an exception could fall into the midst of an import, where Python swallows it and shows a traceback.
"""

import signal
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from sys import UnraisableHookArgs

SIGNALS = tuple(getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGBREAK") if hasattr(signal, name))
"""The last one is that of Windows: Ctrl+Break, or the console is closed."""
_GRACE = 5.0
"""For how many seconds after the first signal others do nothing: people press more than once."""
_AGAIN = 0.05


class _Heard:
    """What of this process is known here."""

    waits = False
    """Whether a signal is only remembered."""
    asked_at: float | None = None
    """When it was asked to end."""


def listen() -> None:
    """Hear the signals from now on, but for those that whoever started this process wants to be ignored."""
    _Heard.waits = True
    for number in SIGNALS:
        if signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, _hear)
    sys.unraisablehook = _hear_what_was_swallowed


def begin() -> None:
    """Let a signal raise `KeyboardInterrupt` from now on; raise it, if one came before."""
    _Heard.waits = False
    if _Heard.asked_at is not None:
        raise KeyboardInterrupt


@contextmanager
def held() -> Iterator[None]:
    """Remember a signal while something is done that must not be cut in two, then raise `KeyboardInterrupt`."""
    before, _Heard.waits = _Heard.waits, True
    asked_before = _Heard.asked_at
    try:
        yield
    finally:
        _Heard.waits = before
    if not before and _Heard.asked_at != asked_before:
        raise KeyboardInterrupt


def end(code: int) -> NoReturn:
    """Exit. Nobody interrupts the rest, which is Python's own."""
    for number in SIGNALS:
        signal.signal(number, signal.SIG_IGN)
    sys.exit(code)


def _hear(_number: int, _frame: FrameType | None) -> None:
    now = time.monotonic()
    if _Heard.asked_at is not None and (_Heard.waits or now - _Heard.asked_at < _GRACE):
        return
    _Heard.asked_at = now
    if not _Heard.waits:
        raise KeyboardInterrupt


def _hear_what_was_swallowed(told: "UnraisableHookArgs") -> None:
    """Raise an interruption once more that fell where nobody can catch it, such as the end of an object."""
    if not issubclass(told.exc_type, KeyboardInterrupt):
        sys.__unraisablehook__(told)
        return
    _Heard.asked_at = None
    threading.Timer(_AGAIN, _ask_again).start()


def _ask_again() -> None:
    """Send Ctrl+C to the main thread, which may be waiting for something."""
    if hasattr(signal, "pthread_kill"):
        signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGINT)
    else:
        signal.raise_signal(signal.SIGINT)
