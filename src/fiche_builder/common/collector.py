"""Python's collector of reference cycles, paused where it would find nothing to do."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def without_collector() -> Iterator[None]:
    """Pause the collector for the length of the block.

    A large workbook or edition is a million small objects, none of them in a cycle. The collector would walk through
    all of them again and again, which takes up to a third of the time.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()
