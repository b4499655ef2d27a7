"""Python's collector of reference cycles, stopped where it finds nothing to do."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def without_collector() -> Iterator[None]:
    """Stop the collector meanwhile.

    A large workbook or edition is a million small objects, none of them in a cycle; the collector would walk them all
    again and again, and take up to a third of the time.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()
