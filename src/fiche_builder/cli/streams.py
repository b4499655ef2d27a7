"""stdout and stderr: errors in writing them are kept apart from everything else that the system may refuse."""

import errno
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, TextIO, cast

from fiche_builder.common.files import IS_WINDOWS
from fiche_builder.common.reasons import reason


class StreamError(Exception):
    """stdout or stderr cannot be written. Not an `OSError`, because click and rich handle those in their own way."""

    def __init__(self, stream: Any, cause: OSError) -> None:  # noqa: ANN401 (text or bytes)
        super().__init__(reason(cause))
        self.stream = stream
        self.has_enough = isinstance(cause, BrokenPipeError) or (IS_WINDOWS and cause.errno == errno.EINVAL)
        """Whoever read it, such as `head`, stopped reading: that is no error. Windows calls such a pipe invalid."""

    def forget(self) -> None:
        """Discard what is still to be written. Python would try again when it exits, and exit with 120."""
        with suppress(OSError, ValueError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), self.stream.fileno())


class _Guarded:
    """A stream that raises `StreamError` whenever it cannot be written."""

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
    """Make stdout and stderr raise `StreamError` if they cannot be written."""
    before = sys.stdout, sys.stderr
    with Path(os.devnull).open("w", encoding="utf-8") as nowhere:
        # Python has no such stream if the program was started with its output closed.
        sys.stdout, sys.stderr = (cast("TextIO", _Guarded(stream or nowhere)) for stream in before)
        try:
            yield
        finally:
            sys.stdout, sys.stderr = before
