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
from fiche_builder.common.files import IS_WINDOWS
from fiche_builder.common.i18n import _
from fiche_builder.common.resources import fonts_folder, templates_folder

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
    sys.dont_write_bytecode = True  # what is imported now was perhaps never compiled
    packages = [path for path in sys.path if path and (Path(path) / "jinja2").is_dir()]  # where those we borrow stand
    python = [Path(os.__file__).parent, *([Path(sys.base_prefix)] if IS_WINDOWS else [])]  # there, its DLLs as well
    program: tuple[str | Path, ...] = (*packages, *fiche_builder.__path__, templates_folder(), fonts_folder())
    own = (*python, *program, *files)
    watch = _Watch(
        tuple(map(_absolute, own)),
        _("Blocked: what makes the public files tried something that it may not do (%(name)s)."),
        _("This is a fault of the program or a template: report it."),
    )
    sys.path[:] = [path for path in sys.path if path and watch.is_own(path)]  # nor may an import look elsewhere
    sys.path_importer_cache.clear()
    sys.addaudithook(watch)


@dataclass(frozen=True, slots=True)
class _Watch:
    """Hears of each thing that this process is about to do. `roots` are the folders of the program, and some files.

    The words of a refusal were looked up before: that would now be refused itself.
    """

    roots: tuple[str, ...]
    refusal: str
    advice: str

    def __call__(self, event: str, arguments: tuple[Any, ...]) -> None:
        if event == "open":
            path, mode, flags = arguments
            is_refused = bool(set(mode or "") & set("wax+") or (flags or 0) & _WRITES) or not self.is_own(path)
        else:
            is_refused = event.startswith(_REFUSED) and not (event in _FOLDERS and self.is_own(arguments[0]))
        if is_refused:
            what = Path(os.fsdecode(arguments[0])).name if event == "open" else ""
            raise LeakError(self.refusal % {"name": f"{event} {what}".strip()}, self.advice)

    def is_own(self, path: Any) -> bool:  # noqa: ANN401 (whatever a function was called with)
        """Tell whether a file or folder is one of the program, or was open before."""
        if isinstance(path, int):
            return True
        name = _absolute(os.fsdecode(path or "."))
        return any(name == root or name.startswith(root + os.sep) for root in self.roots)


def _absolute(path: str | Path) -> str:
    """Return a path in full, links and all: one in a folder of the program is of the program."""
    return os.path.abspath(str(path))  # noqa: PTH100 (`resolve` would follow links)
