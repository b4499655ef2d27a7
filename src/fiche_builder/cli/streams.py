"""stdout and stderr: what goes wrong in writing them is told apart from all else that the system may refuse."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, TextIO, cast


class StreamError(Exception):
    """stdout or stderr that takes nothing any more. No `OSError`: click and rich have an end of their own for those."""

    def __init__(self, stream: Any, cause: OSError) -> None:  # noqa: ANN401 (text or bytes)
        super().__init__(cause.strerror or str(cause))
        self.stream = stream
        self.has_enough = isinstance(cause, BrokenPipeError)
        """Whoever read it, such as `head`, stopped reading: that is no error."""

    def forget(self) -> None:
        """Let what is still to be written go nowhere: Python would try again when it leaves, and exit with 120."""
        with suppress(OSError, ValueError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), self.stream.fileno())


class _Guarded:
    """A stream of which each write that fails raises `StreamError`."""

    def __init__(self, stream: Any) -> None:  # noqa: ANN401
        self._stream = stream

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401
        found = getattr(self._stream, name)
        return _Guarded(found) if name == "buffer" else found

    def write(self, content: Any) -> Any:  # noqa: ANN401
        try:
            return self._stream.write(content)
        except OSError as error:
            raise StreamError(self._stream, error) from None

    def flush(self) -> None:
        try:
            self._stream.flush()
        except OSError as error:
            raise StreamError(self._stream, error) from None


@contextmanager
def guarded_streams() -> Iterator[None]:
    """Let stdout and stderr raise `StreamError` where they cannot be written."""
    before = sys.stdout, sys.stderr
    with Path(os.devnull).open("w", encoding="utf-8") as nowhere:
        # Python has none where a program was started with its output closed.
        sys.stdout, sys.stderr = (cast("TextIO", _Guarded(stream or nowhere)) for stream in before)
        try:
            yield
        finally:
            sys.stdout, sys.stderr = before
