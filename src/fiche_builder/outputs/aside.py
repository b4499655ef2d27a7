"""The PDF of one edition, made in a process of its own while the files of the other one are made here."""

import os
import signal
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from multiprocessing import get_context
from typing import Self

from fiche_builder.common.errors import TypesettingError
from fiche_builder.common.i18n import _, active_language, use_language
from fiche_builder.edition.edition import AnyEdition
from fiche_builder.model.steps import Counted, Progress

_WORTH_A_PROCESS = 300
"""From this many fiches on, the PDF takes longer than a process needs to start."""


class Aside:
    """Makes the PDF of an edition aside. Use it with `with`: it waits for its process in the end."""

    def __init__(self, edition: AnyEdition, language: str) -> None:
        # Windows and macOS start each process anew; here too, so that it is the same everywhere.
        self._pool = ProcessPoolExecutor(1, get_context("spawn"), _start_process, (active_language(),))
        self.edition = edition
        self._made: Future[tuple[bytes, int]] = self._pool.submit(_make, edition, language)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self._pool.shutdown(cancel_futures=True)

    def result(self, progress: Progress) -> bytes:
        """Wait for the file, and return it."""
        try:
            content, page_count = self._made.result()
        except BrokenProcessPool:
            raise TypesettingError(
                _("A typesetting process was ended from outside; perhaps the machine has too little memory."),
                _("Close other programs and build again."),
            ) from None
        progress(Counted.PAGES, page_count, page_count)
        return content


def is_worth_it(edition: AnyEdition) -> bool:
    """Tell whether an edition is large enough, and the machine has a second processor."""
    return len(edition.fiches) >= _WORTH_A_PROCESS and _usable_processors() > 1


def _make(edition: AnyEdition, language: str) -> tuple[bytes, int]:
    """Return the PDF, and how many pages it has."""
    from fiche_builder.outputs.pdf import ComposingRoom, PdfMaker

    pages = 0

    def count(what: Counted, done: int, _expected: int) -> None:
        nonlocal pages
        if what is Counted.PAGES:
            pages = done

    return PdfMaker(edition, language, ComposingRoom()).make(count), pages


def _start_process(language: str) -> None:
    """Prepare the process: it uses the parent's language, and leaves Ctrl+C to the parent."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    use_language(language)


def _usable_processors() -> int:
    with suppress(AttributeError):  # not on every system
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
