"""Files written whole or not at all."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from fiche_builder.common.errors import OutputError
from fiche_builder.common.i18n import _


def write_atomically(path: Path, content: bytes) -> None:
    """Write a file beside its place, flush it to the disk, then move it there in one step."""
    with _written_beside(path, content) as temporary:
        temporary.replace(path)


def write_new(path: Path, content: bytes) -> bool:
    """Write a file whole, but never over another one: return False when its name is taken, also by somebody at this very moment."""
    with _written_beside(path, content) as temporary:
        try:
            os.link(temporary, path)
        except FileExistsError:
            return False
        except OSError:
            # A disk without hard links, such as a memory stick: its name is taken first, then the file is moved there.
            try:
                path.open("xb").close()
            except FileExistsError:
                return False
            temporary.replace(path)
    return True


@contextmanager
def _written_beside(path: Path, content: bytes) -> Iterator[Path]:
    """Give a file with the content and the usual rights in the folder of `path`; nothing is left of it, whatever happens."""
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
    """Make a folder, and those above it, where it is not there yet."""
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise cannot_write(path, error) from None


def cannot_write(path: Path, error: OSError) -> OutputError:
    """Return the error of a file or folder that could not be written, with the system's own reason."""
    return OutputError(
        _("“%(path)s” cannot be written: %(reason)s.") % {"path": path, "reason": error.strerror or error},
        _("Check the free space and your rights there, and that the file is not open in another program."),
    )


def current_umask() -> int:
    """Return the mask of rights new files get; reading it means setting it for a moment."""
    mask = os.umask(0o077)
    os.umask(mask)
    return mask
