"""What Windows refuses, raised here: each call to the system that changes or opens a file can be refused, as there."""

import errno
import io
import os
import re
import shutil
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

_CALLS = "chmod", "link", "mkdir", "open", "rename", "replace", "rmdir", "unlink"
_RANDOM = re.compile(r"[0-9a-f]{8,16}")
Step = tuple[str, str]
"""A call and the name of its file, as `rename .new-2026-11-#`; what is random in a name is `#`."""


def refusal(code: int, *paths: str) -> OSError:
    """Return what Windows raises: 5 access denied, 32 open elsewhere, 2 and 3 not found, 206 too long."""
    # OSError itself makes a FileNotFoundError or a PermissionError of it.
    error = OSError(errno.ENOENT if code in {2, 3, 206} else errno.EACCES, "Refused", *paths[:1])
    error.__dict__["winerror"] = code
    return error


class RefusingWindows:
    """A system that refuses one step, some times or always; and a clock that goes on only while somebody waits."""

    def __init__(self, folder: Path, patched: pytest.MonkeyPatch) -> None:
        self.folder = folder
        self.steps: list[Step] = []
        self.refused = 0
        self.waited = 0.0
        self._refuses: Callable[[Step, int], int | None] = lambda _step, _refused: None
        for name in _CALLS:
            patched.setattr(os, name, self._guarded(name, getattr(os, name)))
        patched.setattr(io, "open", self._guarded("write", io.open))
        patched.setattr(shutil, "_use_fd_functions", False, raising=False)  # Windows has none
        patched.setattr(time, "sleep", self._sleep)
        patched.setattr(time, "monotonic", lambda: self.waited)

    def refuse(self, wanted: Step, code: int, times: int = 1_000_000) -> None:
        """Refuse a step from now on, a number of times."""
        self.refused = 0
        self._refuses = lambda step, refused: code if step == wanted and refused < times else None

    def obey(self) -> None:
        """Refuse nothing any more."""
        self._refuses = lambda _step, _refused: None

    def _sleep(self, seconds: float) -> None:
        self.waited += seconds

    def _guarded(self, name: str, call: Callable[..., Any]) -> Callable[..., Any]:
        def guarded(path: Any, *rest: Any, **options: Any) -> Any:
            text = os.fspath(path) if isinstance(path, str | os.PathLike) else ""
            if text.startswith(str(self.folder)) and not text.endswith(".lock"):
                step = name, _RANDOM.sub("#", Path(text).name)
                self.steps.append(step)
                if code := self._refuses(step, self.refused):
                    self.refused += 1
                    raise refusal(code, text)
            return call(path, *rest, **options)

        return guarded
