"""What is being done, told step by step to whoever waits for it. Nothing here counts, times or prints."""

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from enum import Enum

from fiche_builder.model.columns import Audience


class Stage(Enum):
    """What is done to publish an edition, in this order. A step of some stages contains steps of others."""

    READING = "reading"
    CHECKING = "checking"
    SELECTION = "selection"
    """Choosing and sorting the fiches of all editions."""
    CHANGES = "changes"
    """Comparing an edition with the earlier one."""
    EDITION = "edition"
    """Making all files of an edition: it contains a step `FILE` for each."""
    FILE = "file"
    INSPECTION = "inspection"
    """Inspecting all files: it contains a step `LEAK_GATE` for each public one and `HYGIENE` for each internal one."""
    LEAK_GATE = "leak-gate"
    HYGIENE = "hygiene"
    PUBLICATION = "publication"


class Counted(Enum):
    """What is counted in a step."""

    FICHES = "fiches"
    PIECES = "pieces"
    """The pieces of which pages are made up: fiches, lines of lists, headings."""
    PAGES = "pages"
    FILES = "files"


@dataclass(frozen=True, slots=True)
class WorkStep:
    """A step, and what it is about."""

    stage: Stage
    name: str = ""
    """The workbook, the file, or the edition to compare with."""
    audience: Audience | None = None
    """Whose edition it is."""


Progress = Callable[[Counted, int, int], None]
"""Called with (what is counted, how many are done, how many there will be)."""


class Observer:
    """Told of each step when it begins and ends. This one listens to nothing."""

    def step(self, step: WorkStep) -> AbstractContextManager[Progress]:  # noqa: ARG002 (as its heirs have it)
        """Return the length of a step, in which one is told how far it is."""
        return nullcontext(ignore)


def ignore(_unit: Counted, _done: int, _expected: int) -> None:
    """Be told how far a step is, and do nothing."""


NOBODY = Observer()
