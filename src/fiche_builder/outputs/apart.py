"""The files of editions, each edition made in a process of its own.

So both are made side by side, and what is finished can be inspected meanwhile. The process of a public edition never
sees the workbook: it gets the edition as data, and is confined.
"""

import signal
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from functools import partial
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Thread

from fiche_builder.common.children import deaf_to_interrupts, end_with_parent
from fiche_builder.common.errors import TypesettingError
from fiche_builder.common.font_chain import active_fonts, use_fonts
from fiche_builder.common.i18n import _, active_language, use_language
from fiche_builder.edition.edition import AnyEdition
from fiche_builder.model.columns import Audience
from fiche_builder.model.steps import Counted, Observer, Stage, WorkStep
from fiche_builder.outputs.confinement import confine
from fiche_builder.outputs.formats import FORMATS, Workshop

_BLINK = 0.5
"""For how many seconds one listens before Ctrl+C is heard: on Windows it does not end a wait."""


@dataclass(frozen=True, slots=True)
class Task:
    """An edition whose files are to be made, in these formats; `language` is what it is printed in."""

    edition: AnyEdition
    formats: tuple[str, ...]
    language: str


@dataclass(frozen=True, slots=True)
class Made:
    """A finished file."""

    edition: AnyEdition
    format: str
    content: bytes


# What a process tells: the format that it begins; how far it is; a file; what went wrong.
_Count = tuple[Counted, int, int]
_File = tuple[str, bytes]
_Message = str | _Count | _File | Exception | None
_Tell = Callable[[_Message], None]


def make_apart(tasks: Sequence[Task], observer: Observer, name: Callable[[AnyEdition, str], str]) -> Iterator[Made]:
    """Yield each file as soon as it is finished. `name` gives its name, for the `observer`."""
    heard: SimpleQueue[tuple[int, _Message]] = SimpleQueue()
    with ExitStack() as stack:
        for number, task in enumerate(tasks):
            tell = partial(_put, heard, number)
            stack.callback(start(task, tell))
        told = [stack.enter_context(_Told(task.edition, observer, name)) for task in tasks]
        waiting, finished = list(range(len(tasks))), set[int]()
        while waiting:
            try:
                number, message = heard.get(timeout=_BLINK)
            except Empty:
                continue
            if message is None:
                finished.add(number)
                while waiting and waiting[0] in finished:  # in the order of the tasks, whichever was quicker
                    told[waiting.pop(0)].close()
            elif isinstance(message, Exception):
                raise message
            elif made := told[number].hear(message):
                yield made


class _Told(ExitStack):
    """Hands on to an observer what the process of one edition tells. Closing it ends the steps."""

    def __init__(self, edition: AnyEdition, observer: Observer, name: Callable[[AnyEdition, str], str]) -> None:
        super().__init__()
        self._edition, self._observer, self._name = edition, observer, name
        self._progress = self.enter_context(observer.step(WorkStep(Stage.EDITION, audience=edition.audience)))
        self._progress(Counted.FICHES, len(edition.fiches), len(edition.fiches))
        self._file = self.enter_context(ExitStack())

    def hear(self, message: str | _Count | _File) -> Made | None:
        match message:
            case str():
                step = WorkStep(Stage.FILE, self._name(self._edition, message), self._edition.audience)
                self._file.enter_context(self._observer.step(step))
            case (str() as format_name, bytes() as content):
                self._file.close()
                return Made(self._edition, format_name, content)
            case (Counted() as what, int() as done, int() as expected):
                self._progress(what, done, expected)
        return None


def start(task: Task, tell: _Tell) -> Callable[[], None]:
    """Start a process that makes the files of an edition; return what ends it."""
    # Windows and macOS start each process anew; here too, so that it is the same everywhere.
    context = get_context("spawn")
    here, there = context.Pipe()
    process = context.Process(target=_work, args=(there, active_language(), active_fonts().paths), daemon=True)
    with deaf_to_interrupts():
        process.start()
    there.close()
    Thread(target=_listen, args=(here, task, tell), daemon=True).start()
    return partial(_end, process)


def _end(process: BaseProcess) -> None:
    process.terminate()  # if it is not at its end anyway
    process.join()


def _put(heard: "SimpleQueue[tuple[int, _Message]]", number: int, message: _Message) -> None:
    heard.put((number, message))


def _listen(pipe: Connection, task: Task, tell: _Tell) -> None:
    """Hand a process its task, and tell on what it says."""
    with pipe:
        with suppress(OSError):  # it is gone; then there is nothing to hear
            pipe.send(task)
        try:
            while (message := pipe.recv()) is not None:
                tell(message)
        except (EOFError, OSError):
            gone = _("A typesetting process was ended from outside; perhaps the machine has too little memory.")
            message = TypesettingError(gone, _("Close other programs and build again."))
        tell(message)


def _work(pipe: Connection, language: str, fonts: tuple[Path, ...]) -> None:
    """Take a task, make its files and tell of each: what the process does. `fonts` are the files of the look's."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent hears it, and ends this process
    end_with_parent()
    use_language(language)
    use_fonts(fonts)
    with pipe, suppress(OSError):  # without a parent there is nobody to tell
        task = pipe.recv()
        if task.edition.audience is Audience.PUBLIC:
            confine(fonts)
        try:
            _make(task, pipe.send)
        except Exception as error:  # noqa: BLE001 (whatever it is, it is told where people read)
            error.add_note(traceback.format_exc())
            pipe.send(error)


def _make(task: Task, tell: _Tell) -> None:
    workshop = Workshop(task.language)
    for name in task.formats:
        tell(name)
        tell((name, FORMATS[name](task.edition, workshop, partial(_count, tell))))
    tell(None)


def _count(tell: _Tell, what: Counted, done: int, expected: int) -> None:
    tell((what, done, expected))
