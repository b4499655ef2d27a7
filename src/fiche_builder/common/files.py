"""Writing files whole or not at all, also where another program holds one for a moment.

Windows refuses to write, move or delete what another program has open: Excel, a PDF reader, OneDrive, a virus scanner.
The last two let go by themselves, so everything that writes is tried again for some seconds
(`docs/decisions/0020-windows.md`).
"""

import errno
import os
import re
import secrets
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import BinaryIO, TypeVar

from fiche_builder.common.errors import OutputError
from fiche_builder.common.i18n import _
from fiche_builder.common.reasons import reason

try:
    import fcntl
except ImportError:  # on Windows
    fcntl = None  # type: ignore[assignment]

T = TypeVar("T")

PATIENCE = 10
"""How many seconds to try again while another program holds a file."""
_PAUSES = 0.05, 0.5
"""Seconds before the second try, and at most between two."""
_OPEN_ELSEWHERE = {32, 33}
"""What Windows says of a file that is open or locked in another program."""
_DENIED = {5, 145}
"""What it may say of one, too: access denied, as where there is no right; folder not empty, while a file in it goes."""
_TOO_LONG = 206
_NOT_FOUND = {2, 3}
"""What it says of a path that it cannot find; mostly also of one that is too long for it."""
_LONGEST_PATH = 259
_TEMPORARY = ".new"
_TEMPORARY_NAME = re.compile(r"\.[0-9a-f]{16}\.new")
"""How a file is called that is being written beside the one whose place it takes."""
IS_WINDOWS = os.name == "nt"


def patiently(act: Callable[[], T]) -> T:
    """Do something to a file or folder; try again while another program holds it, for ten seconds at most."""
    end = time.monotonic() + PATIENCE
    pause, longest = _PAUSES
    while True:
        try:
            return act()
        except OSError as error:
            if not is_held(error) or time.monotonic() >= end:
                raise
        time.sleep(pause)
        pause = min(2 * pause, longest)


def is_held(error: OSError) -> bool:
    """Tell whether Windows refused something because another program may hold it."""
    code = _windows_code(error)
    return code in _OPEN_ELSEWHERE | _DENIED


def _windows_code(error: OSError) -> int | None:
    """Return what Windows said, None on other systems. `open` asks by way of C, which passes on less."""
    code: int | None = getattr(error, "winerror", None)
    if code is None and IS_WINDOWS:
        return {errno.EACCES: 5, errno.ENOENT: 2}.get(error.errno or 0)
    return code


def write_atomically(path: Path, content: bytes) -> None:
    """Write a temporary file in the same folder, flush it to the disk, then move it into place in one step."""
    with _written_beside(path, content) as temporary:
        patiently(lambda: temporary.replace(path))


def write_new(path: Path, content: bytes, mode: int = 0o666) -> bool:
    """Write a file whole, but never over another one.

    Return False when the name is taken, even if somebody takes it at this very moment.
    """
    with _written_beside(path, content, mode) as temporary:
        try:
            os.link(temporary, path)
        except FileExistsError:
            return False
        except OSError:
            # Some disks have no hard links, such as a memory stick. There the name is taken first, then the file is
            # moved to it.
            try:
                patiently(lambda: path.open("xb")).close()
            except FileExistsError:
                return False
            try:
                patiently(lambda: temporary.replace(path))
            except BaseException:
                discard(path)  # an empty file would look like somebody's work
                raise
    return True


@contextmanager
def _written_beside(path: Path, content: bytes, mode: int = 0o666) -> Iterator[Path]:
    """Give a temporary file with the content, in the folder of `path`. It is removed afterwards, whatever happens.

    Its name is made here: most versions of `tempfile` try for ever in a folder that Windows does not let them write.
    """
    temporary = path.with_name(f".{secrets.token_hex(8)}{_TEMPORARY}")
    try:
        patiently(lambda: path.parent.mkdir(parents=True, exist_ok=True))
        clear_abandoned(path.parent)
        with patiently(lambda: open(temporary, "xb", opener=partial(os.open, mode=mode))) as stream:
            _try_lock(stream)
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
            if IS_WINDOWS:
                stream.close()  # there, what is open cannot be moved
            yield temporary
    except OSError as error:
        raise cannot_write(path, error) from None
    finally:
        discard(temporary)


def clear_abandoned(folder: Path) -> None:
    """Remove the temporary files that a process left in a folder when it was killed; not those being written."""
    with suppress(OSError):
        for path in folder.glob(f".*{_TEMPORARY}"):
            if _TEMPORARY_NAME.fullmatch(path.name) and path.is_file():
                with suppress(OSError):
                    if not _is_being_written(path):
                        path.unlink()


def _is_being_written(path: Path) -> bool:
    """Tell whether a process has a temporary file open. Windows is not asked: it removes no file that is open."""
    if fcntl is None:
        return False
    with path.open("rb") as stream:
        return not _try_lock(stream)


def _try_lock(stream: BinaryIO) -> bool:
    """Lock a file for as long as it is open; tell whether that was possible."""
    if fcntl is not None:
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:  # taken, or on a disk that has no locks
            return False
    return True


def make_folder(path: Path) -> None:
    """Make a folder and its parents where they do not exist yet."""
    try:
        patiently(lambda: path.mkdir(parents=True, exist_ok=True))
    except OSError as error:
        raise cannot_write(path, error) from None


def discard(path: Path) -> None:
    """Remove a file, or a folder with all that is in it, if it is there. It is no error if something stays."""
    with suppress(OSError):
        if path.is_dir():
            remove_folder(path)
        else:
            patiently(lambda: path.unlink(missing_ok=True))


def remove_folder(path: Path) -> None:
    """Remove a folder with all that is in it; raise `OSError` if something stays."""
    patiently(lambda: shutil.rmtree(path))


def find_held(folder: Path) -> Path:
    """Return the file by which another program holds a folder, or the folder.

    Windows moves no folder of which a file is open, but names the folder alone.
    """
    with suppress(OSError):
        for path in sorted(path for path in folder.iterdir() if path.is_file()):
            try:
                path.open("r+b").close()
            except PermissionError:
                return path
    return folder


def cannot_write(path: Path, error: OSError) -> OutputError:
    """Return the error for a file or folder that could not be written, with the system's own reason."""
    if words := windows_words(path, error):
        return OutputError(*words)
    return OutputError(
        _("“%(path)s” cannot be written: %(reason)s.") % {"path": path, "reason": reason(error)},
        _("Check the free space and your rights there, and that the file is not open in another program."),
    )


def windows_words(path: Path, error: OSError) -> tuple[str, str] | None:
    """Return in plain words what Windows refused and what to do; None for what every system says alike."""
    code = _windows_code(error)
    names = (str(name) for name in (path, error.filename, error.filename2) if name)
    length = max(len(os.path.abspath(name)) for name in names)  # noqa: PTH100 (it also makes sense of ..)
    hint = _("Close it in Excel or the PDF reader, wait until OneDrive and the virus scanner are done, then try again.")
    if code in _OPEN_ELSEWHERE:
        message = _("“%(path)s” is open in another program, which did not let go of it in %(seconds)d seconds.")
        return message % {"path": path, "seconds": PATIENCE}, hint
    if code in _DENIED:
        message = _("Windows denies access to “%(path)s”: it is open in another program, or you have no right to it.")
        return message % {"path": path}, hint
    if code == _TOO_LONG or (code in _NOT_FOUND and length > _LONGEST_PATH):
        message = _("“%(path)s” is too long a path for Windows: %(length)d characters, and it takes %(longest)d.")
        return (
            message % {"path": path, "length": length, "longest": _LONGEST_PATH},
            _("Move the annuaire to a folder whose path is shorter, such as “%(folder)s”.")
            % {"folder": r"C:\Annuaire"},
        )
    return None
