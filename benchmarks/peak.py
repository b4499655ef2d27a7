"""The most memory of a program, with the processes it starts. Linux only."""

import os
import threading
from pathlib import Path
from typing import Self


class Peak:
    """The most memory of a process (its high-water mark) and of those it started, sampled ten times a second.

    Of this process, what it used before is forgotten. Another one is named by its `pid`.
    """

    def __init__(self, pid: int | None = None) -> None:
        self._pid = pid or os.getpid()
        self._is_own = pid is None
        self._own = self._children = 0
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._sample, daemon=True)

    def __enter__(self) -> Self:
        if self._is_own:
            Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
        self._thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._stop.set()
        self._thread.join()
        self._look()

    @property
    def mb(self) -> float:
        """The peak in millions of bytes."""
        return round((self._own + self._children) * 1024 / 1e6, 1)

    def _sample(self) -> None:
        while not self._stop.wait(0.1):
            self._look()

    def _look(self) -> None:
        self._own = max(self._own, _kilobytes(self._pid, "status", "VmHWM:"))
        children = sum(_kilobytes(pid, "smaps_rollup", "Pss:") for pid in _descendants(self._pid))
        self._children = max(self._children, children)


def _descendants(root: int) -> set[int]:
    parents = {int(path.name): _kilobytes(int(path.name), "status", "PPid:") for path in Path("/proc").glob("[0-9]*")}
    found, before = {root}, set[int]()
    while found != before:
        before, found = found, found | {pid for pid, parent in parents.items() if parent in found}
    return found - {root}


def _kilobytes(pid: int, file: str, key: str) -> int:
    try:
        lines = Path(f"/proc/{pid}/{file}").read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:  # it ended meanwhile
        return 0
    return sum(int(line.split()[1]) for line in lines if line.startswith(key))
