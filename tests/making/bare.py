"""A machine that has Python and nothing else: what an office lets people install."""

import venv
import zipfile
from collections.abc import Iterable, Iterator
from importlib.metadata import Distribution, distribution
from pathlib import Path

from packaging.requirements import Requirement

_HIDDEN = (
    "libfontconfig.so.1", "libglib-2.0.so.0", "libgobject-2.0.so.0", "libharfbuzz.so.0", "libharfbuzz-subset.so.0",
    "libpango-1.0.so.0", "libpangocairo-1.0.so.0", "libpangoft2-1.0.so.0",
)  # fmt: skip
_NEVER = "raise AssertionError('WeasyPrint is imported')\n"


def without_pango(folder: Path) -> dict[str, str]:
    """Return the variables of a machine without Pango, fontconfig, GLib, their tools or a compiler.

    Its loader looks into the folder first, and finds files there that are no libraries.
    """
    folder.mkdir()
    for name in _HIDDEN:
        (folder / name).write_text("hidden", encoding="utf-8")
    return {"LD_LIBRARY_PATH": str(folder), "PATH": ""}


def without_weasyprint(folder: Path) -> dict[str, str]:
    """Return the variables of a machine on which a command that imports WeasyPrint ends there, as with a bug."""
    folder.mkdir()
    (folder / "weasyprint.py").write_text(_NEVER, encoding="utf-8")
    return {"PYTHONPATH": str(folder)}


def install_alone(wheel: zipfile.ZipFile, folder: Path) -> Path:
    """Make an environment of a wheel and what it depends on, as `pip install` would; return its Python.

    What else this environment has, such as what tests need, is not there.
    """
    venv.create(folder, symlinks=True)
    (packages,) = folder.glob("lib/python*/site-packages")
    wheel.extractall(packages)
    (metadata,) = packages.glob("*.dist-info")
    for found in _needed(Distribution.at(metadata)):
        for name in {path.parts[0] for path in found.files or ()} - {"..", "__pycache__"}:
            (packages / name).symlink_to(Path(str(found.locate_file(name))).resolve())
    return folder / "bin" / "python"


def _needed(wanted: Distribution) -> Iterator[Distribution]:
    """Yield each distribution on which one depends, once."""
    known: set[str] = set()
    waiting: list[tuple[Distribution, tuple[str, ...]]] = [(wanted, ("",))]
    while waiting:
        depending, extras = waiting.pop()
        for name, more in _requirements(depending, extras):
            if name not in known:
                known.add(name)
                found = distribution(name)
                waiting.append((found, more))
                yield found


def _requirements(depending: Distribution, extras: Iterable[str]) -> Iterator[tuple[str, tuple[str, ...]]]:
    for requirement in map(Requirement, depending.requires or ()):
        if not requirement.marker or any(requirement.marker.evaluate({"extra": extra}) for extra in extras):
            yield requirement.name.lower(), ("", *requirement.extras)
