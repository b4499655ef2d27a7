"""Writing files whole or not at all."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from fiche_builder.common.errors import OutputError
from fiche_builder.common.i18n import _


def write_atomically(path: Path, content: bytes) -> None:
    """Write a temporary file in the same folder, flush it to the disk, then move it into place in one step."""
    with _written_beside(path, content) as temporary:
        temporary.replace(path)


def write_new(path: Path, content: bytes) -> bool:
    """Write a file whole, but never over another one.

    Return False when the name is taken, even if somebody takes it at this very moment.
    """
    with _written_beside(path, content) as temporary:
        try:
            os.link(temporary, path)
        except FileExistsError:
            return False
        except OSError:
            # Some disks have no hard links, such as a memory stick. There the name is taken first, then the file is
            # moved to it.
            try:
                path.open("xb").close()
            except FileExistsError:
                return False
            temporary.replace(path)
    return True


@contextmanager
def _written_beside(path: Path, content: bytes) -> Iterator[Path]:
    """Give a temporary file with the content and the usual rights, in the folder of `path`.

    It is removed afterwards, whatever happens.
    """
    temporary = ""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        Path(temporary).chmod(0o666 & ~current_umask())
        yield Path(temporary)
    except OSError as error:
        raise cannot_write(path, error) from None
    finally:
        if temporary:
            Path(temporary).unlink(missing_ok=True)


def make_folder(path: Path) -> None:
    """Make a folder and its parents where they do not exist yet."""
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise cannot_write(path, error) from None


def cannot_write(path: Path, error: OSError) -> OutputError:
    """Return the error for a file or folder that could not be written, with the system's own reason."""
    return OutputError(
        _("“%(path)s” cannot be written: %(reason)s.") % {"path": path, "reason": error.strerror or error},
        _("Check the free space and your rights there, and that the file is not open in another program."),
    )


def current_umask() -> int:
    """Return the mask that limits the rights of new files. It can only be read by setting it for a moment."""
    mask = os.umask(0o077)
    os.umask(mask)
    return mask
