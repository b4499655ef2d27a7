"""The one door by which files come in: what is there is a file, of a size that can be, and says what it should.

What the program once wrote is read like anything else: a disk, a synchronised folder or a person may have changed it.
So nothing waits for a pipe, nothing fills the memory, and each value has the type that is asked for, or raises.
"""

import errno
import json
import os
import stat
from pathlib import Path
from typing import Any

from fiche_builder.common.files import patiently
from fiche_builder.common.i18n import _

MEGABYTE = 2**20
_CHUNK = 2**20
_LARGEST_NUMBER = 2**53
"""Beyond it, programs do not agree on what a number in JSON is (RFC 8259, 6)."""
# What not every system has. `O_NONBLOCK`: a pipe is opened at once, even if nobody writes into it.
_FLAGS = os.O_RDONLY
for _name in ("O_NONBLOCK", "O_NOCTTY", "O_CLOEXEC", "O_BINARY"):
    _FLAGS |= getattr(os, _name, 0)


def read_file(path: Path, at_most: int) -> bytes:
    """Return the bytes of a file; raise `OSError`, with words for readers, unless it is one of `at_most` bytes."""
    return patiently(lambda: _read(path, at_most))


def check_file(path: Path, at_most: int) -> None:
    """Raise `OSError`, with words for readers, unless a path is a file that can be read, of `at_most` bytes."""
    os.close(patiently(lambda: _open(path, at_most)))


def _read(path: Path, at_most: int) -> bytes:
    with os.fdopen(_open(path, at_most), "rb") as stream:
        content = stream.read(os.fstat(stream.fileno()).st_size + 1)
        while more := stream.read(_CHUNK):  # it grows while it is read
            content += more
            if len(content) > at_most:
                raise _too_large(path, at_most)
    return content


def _open(path: Path, at_most: int) -> int:
    """Return a descriptor of the file. What it is, is asked of the descriptor: a name may change hands meanwhile."""
    if path.is_dir():  # Windows denies access to a folder, as to what another program holds
        raise IsADirectoryError(errno.EISDIR, _("it is a folder"), str(path))
    try:
        handle = os.open(path, _FLAGS)
    except OSError as error:
        if error.errno in {errno.ENXIO, errno.EOPNOTSUPP}:  # a socket
            raise _no_file(path) from None
        raise
    facts = os.fstat(handle)
    if stat.S_ISREG(facts.st_mode) and facts.st_size <= at_most:
        return handle
    os.close(handle)
    raise _too_large(path, at_most) if stat.S_ISREG(facts.st_mode) else _no_file(path)


def _no_file(path: Path) -> OSError:
    return OSError(errno.EINVAL, _("it is no file, but a pipe, a device or the like"), str(path))


def _too_large(path: Path, at_most: int) -> OSError:
    reason = _("it is larger than any such file (%(megabytes)d MB)") % {"megabytes": at_most // MEGABYTE}
    return OSError(errno.EFBIG, reason, str(path))


# JSON. Whatever is wrong with it is a `ValueError`.


def parse_json(content: bytes) -> Any:  # noqa: ANN401 (whatever it holds: the functions below give it types)
    """Return what JSON says. A key that stands twice says nothing."""
    try:
        return json.loads(content.decode("utf-8-sig"), object_pairs_hook=_once)
    except RecursionError:
        raise ValueError("nested") from None


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("twice")
    return found


def text(value: object) -> str:
    """Return a text that can be written as UTF-8."""
    if not isinstance(value, str):
        raise ValueError(type(value).__name__)  # noqa: TRY004 (one kind of error for all that can be wrong)
    if not value.isascii():
        value.encode()
    return value


def whole(value: object) -> int:
    """Return a whole number that every program reads alike."""
    if not isinstance(value, int) or isinstance(value, bool) or abs(value) > _LARGEST_NUMBER:
        raise ValueError(type(value).__name__)
    return value


def listed(value: object) -> list[Any]:
    """Return a list."""
    if not isinstance(value, list):
        raise ValueError(type(value).__name__)  # noqa: TRY004
    return value


def keyed(value: object) -> dict[str, Any]:
    """Return an object with its keys."""
    if not isinstance(value, dict):
        raise ValueError(type(value).__name__)  # noqa: TRY004
    return value
