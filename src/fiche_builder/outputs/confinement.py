"""A process that may read the program itself and the fonts of the look, and nothing else of the machine.

What makes public files is confined so. Whatever a template, a package or a line of ours yet to be written may try: the
workbook cannot be opened, nothing is written, no program is started and no other machine is asked.
"""

import os
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import fiche_builder
from fiche_builder.common.errors import LeakError
from fiche_builder.common.i18n import _
from fiche_builder.common.resources import templates_folder

_KEPT = {"PATH", "SOURCE_DATE_EPOCH", "SYSTEMROOT", "TEMP", "TMP", "TZ"}
"""What is kept of the environment, in which passwords may stand."""
_REFUSED = (
    *("socket.", "ssl.", "subprocess.", "os.system", "os.exec", "os.posix_spawn", "os.spawn", "os.fork"),
    *("os.startfile", "os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.link", "os.symlink", "os.truncate"),
    *("os.listdir", "os.scandir", "os.walk", "glob.", "shutil.", "tempfile.", "sqlite3.", "mmap.", "winreg."),
)
"""How what is refused begins, by the names of Python's audit events. Files have a rule of their own."""
_FOLDERS = {"os.listdir", "os.scandir"}
"""Of these, what imports do in the folders of the program."""
_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


def confine(files: Iterable[Path] = ()) -> None:
    """Confine this process for good: there is no way back (PEP 578). It may also read these files of the project."""
    for name in set(os.environ) - _KEPT:
        del os.environ[name]
    del sys.argv[1:]
    import jinja2  # its place is that of all packages, wherever it is

    library, packages = Path(os.__file__).parent, Path(jinja2.__file__).parents[1]
    own = (library, packages, *map(Path, fiche_builder.__path__), templates_folder(), *files)
    sys.addaudithook(_Watch(tuple(os.path.realpath(path) for path in own)))


@dataclass(frozen=True, slots=True)
class _Watch:
    """Hears of each thing that this process is about to do. `roots` are the folders of the program, and some files."""

    roots: tuple[str, ...]

    def __call__(self, event: str, arguments: tuple[Any, ...]) -> None:
        if event == "open":
            path, mode, flags = arguments
            is_refused = bool(set(mode or "") & set("wax+") or (flags or 0) & _WRITES) or not self._is_own(path)
        else:
            is_refused = event.startswith(_REFUSED) and not (event in _FOLDERS and self._is_own(arguments[0]))
        if is_refused:
            raise LeakError(
                _("Blocked: what makes the public files tried something that it may not do (%(name)s).")
                % {"name": event},
                _("This is a fault of the program or a template: report it."),
            )

    def _is_own(self, path: Any) -> bool:  # noqa: ANN401 (whatever a function was called with)
        if isinstance(path, int):  # what was open before
            return True
        real = os.path.realpath(os.fsdecode(path or "."))
        return any(real == root or real.startswith(root + os.sep) for root in self.roots)
