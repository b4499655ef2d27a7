"""A process of its own for what libraries do with the bytes of a file, with a limit of memory and one of time.

Whatever the bytes bring about there, here it is one error. The process starts with the first task and serves those that
follow, so that only one start is paid. It ends when this one does, because its input then ends. It is no cage: it may
do what the user may.

Memory is limited where the system can do that (`RLIMIT_AS`: Linux), and the time of the processor (`RLIMIT_CPU`: not on
Windows). Elsewhere, what is counted while reading (`limits`) and the clock remain.
"""

import math
import os
import pickle
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from time import monotonic
from typing import IO, TYPE_CHECKING, Any, TypeVar, cast

from fiche_builder.workbook.limits import MAX_MEMORY, MAX_SECONDS, Limit, LimitError

if TYPE_CHECKING:
    from subprocess import Popen

_START = "import sys; sys.path[:] = sys.argv[1:]; from fiche_builder.workbook.confined import serve; serve()"
_SIZE = 8
_PATIENCE = 4
"""How many seconds pass on the clock of a busy machine for each that the processor may take."""
_TOO_LONG = 24
"""SIGXCPU: how the system ends a process that took more of the processor than it may."""
T = TypeVar("T")


class _Worker:
    """The process, and what it is asked. A task that fails ends it; the next one starts another."""

    def __init__(self) -> None:
        self._process: Popen[bytes] | None = None
        self._lock = threading.Lock()

    def ask(self, task: tuple[Any, ...], seconds: float) -> Any:  # noqa: ANN401 (whatever the task returns)
        """Return what the task returned or raised there; raise `LimitError` if there is no answer."""
        with self._lock:
            process, end = self.start(), monotonic() + _PATIENCE * seconds
            timer = threading.Timer(_PATIENCE * seconds, process.kill)
            timer.start()
            try:
                with suppress(OSError):  # it died meanwhile: then there is no answer
                    _send(cast("IO[bytes]", process.stdin), (seconds, *task))
                answer = _receive(cast("IO[bytes]", process.stdout))
            except BaseException:
                self.end()
                raise
            finally:
                timer.cancel()
            if answer is None:
                self.end()
                is_late = monotonic() >= end or process.returncode == -_TOO_LONG
                raise LimitError(Limit.TIME if is_late else Limit.MEMORY)
            return answer[0]

    def start(self) -> "Popen[bytes]":
        """Start the process, unless it runs."""
        import atexit
        import subprocess

        if self._process is None or self._process.poll() is not None:
            flags = ["-I", "-S", "-X", "utf8", *(["-B"] if sys.dont_write_bytecode else [])]
            paths = [str(Path(__file__).parents[2]), *sys.path]
            self._process = subprocess.Popen(  # noqa: S603 (this program itself)
                [sys.executable, *flags, "-c", _START, *paths],
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            )  # fmt: skip
            atexit.register(self.end)
        return self._process

    def end(self) -> None:
        """End the process, if there is one."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            with suppress(OSError):  # what was not sent is not needed
                process.communicate()


_WORKER = _Worker()


def confined(task: Callable[..., T], *arguments: Any, seconds: float = MAX_SECONDS) -> T:  # noqa: ANN401 (of any task)
    """Return what a function of a module returns in a process with limits, or raise what it raises there.

    `LimitError` is raised if it takes more than these seconds of a processor, needs more than `MAX_MEMORY`, or dies.
    """
    result, error = _WORKER.ask((task, arguments), seconds)
    if error is not None:
        raise error
    return result  # type: ignore[no-any-return]


def serve() -> None:
    """Do tasks as long as there is somebody who asks: what the process does."""
    import gc
    import signal

    gc.disable()  # a workbook is a million small objects, none of them in a cycle
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for who asks
    _limit_memory()
    answers, sys.stdout = sys.stdout.buffer, sys.stderr
    asked = threading.Semaphore(0)
    tasks: list[bytes] = []
    threading.Thread(target=_listen, args=(sys.stdin.buffer, tasks, asked), daemon=True).start()
    while True:
        asked.acquire()
        answer = _answer(tasks.pop())
        answers.write(len(answer).to_bytes(_SIZE) + answer)
        answers.flush()


def _listen(questions: IO[bytes], tasks: list[bytes], asked: threading.Semaphore) -> None:
    """Take in tasks. When nobody can ask any more, end the process, whatever it is at."""
    while size := questions.read(_SIZE):
        tasks.append(questions.read(int.from_bytes(size)))
        asked.release()
    os._exit(0)


def _answer(task: bytes) -> bytes:
    answer: tuple[Any, Exception | None]
    try:
        seconds, function, arguments = pickle.loads(task)  # noqa: S301 (from the process that started this one)
        _limit_seconds(seconds)
        answer = function(*arguments), None
    except MemoryError:
        os._exit(1)
    except Exception as error:  # noqa: BLE001 (whatever it is, it is raised where it was asked)
        answer = None, error
    return pickle.dumps(answer, pickle.HIGHEST_PROTOCOL)


def _limit_seconds(seconds: float) -> None:
    with suppress(ImportError, OSError, ValueError):  # not on every system: then the clock alone ends it
        import resource

        used = resource.getrusage(resource.RUSAGE_SELF)
        _soft, hard = resource.getrlimit(resource.RLIMIT_CPU)
        resource.setrlimit(resource.RLIMIT_CPU, (math.ceil(used.ru_utime + used.ru_stime + seconds), hard))


def _limit_memory() -> None:
    with suppress(ImportError, OSError, ValueError, AttributeError):  # not on every system
        import resource

        _soft, hard = resource.getrlimit(resource.RLIMIT_AS)
        resource.setrlimit(resource.RLIMIT_AS, (MAX_MEMORY, hard))


def _send(pipe: IO[bytes], task: tuple[Any, ...]) -> None:
    content = pickle.dumps(task, pickle.HIGHEST_PROTOCOL)
    pipe.write(len(content).to_bytes(_SIZE))
    pipe.write(content)
    pipe.flush()


def _receive(pipe: IO[bytes]) -> Any:  # noqa: ANN401 (whatever the task returned, in a tuple)
    """Return the answer in a tuple, or None if there is none."""
    size = pipe.read(_SIZE)
    content = pipe.read(int.from_bytes(size))
    if len(size) < _SIZE or len(content) < int.from_bytes(size):
        return None
    return (pickle.loads(content),)  # noqa: S301 (from the process that was started here)
