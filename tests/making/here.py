"""Editions made in the process of a test, which may have sabotaged something in it."""

from collections.abc import Callable
from contextlib import ExitStack
from typing import Any

from fiche_builder.outputs.apart import Task, _make


def make_here(task: Task, tell: Callable[[Any], None]) -> Callable[[], None]:
    """Make the files in this process, as `outputs.apart.start` does in another."""
    _make(task, tell)
    return ExitStack().close  # nothing is left to end
