"""What a kept slug depends on: where any of it changes, pages are set anew, and where nothing does, they are not.

A copy of the program is changed, as a designer or a new release changes it, and run in a process of its own.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import font_source_sans_pro
import pytest

from tests.making.places import PACKAGE, TEMPLATES

_TYPESET = """
import sys
from pathlib import Path
from fiche_builder.outputs.pdf.room import ComposingRoom
from fiche_builder.outputs.pdf.typeset import SlugOrder
with ComposingRoom(Path(sys.argv[1]), workers=1) as room:
    room.typeset("fr", [SlugOrder("letter.html", "B", "index")])
print("anew" if "weasyprint" in sys.modules else "kept")
"""


class Program:
    """A copy of the program with templates, fonts and a cache of its own; `set_letter` says what a build does."""

    def __init__(self, folder: Path) -> None:
        self.package = folder / "src" / "fiche_builder"
        self.templates = folder / "templates"
        self.fonts = folder / "site" / "font_source_sans_pro"
        shutil.copytree(PACKAGE, self.package, ignore=shutil.ignore_patterns("__pycache__"))
        shutil.copytree(TEMPLATES, self.templates)
        shutil.copytree(Path(font_source_sans_pro.__file__).parent, self.fonts)
        self._path = os.pathsep.join((str(self.package.parent), str(self.fonts.parent)))
        self._cache = folder / "cache"

    def set_letter(self) -> str:
        """Typeset one letter: `anew`, or `kept` where it came from the cache."""
        command = [sys.executable, "-c", _TYPESET, str(self._cache)]
        environment = {**os.environ, "PYTHONPATH": self._path}
        run = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        assert run.returncode == 0, run.stderr
        return run.stdout.strip()


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Program:
    """A copy whose cache holds the letter, set with all as it is."""
    program = Program(tmp_path_factory.mktemp("program"))
    assert program.set_letter() == "anew"
    assert program.set_letter() == "kept"
    return program


def append(path: Path, text: bytes) -> None:
    """Add to a file what changes nothing of what it says."""
    with path.open("ab") as stream:
        stream.write(text)


CHANGES: dict[str, Callable[[Program], None]] = {
    "a template": lambda it: append(it.templates / "pdf" / "fiche.html", b"\n"),
    "the style sheet": lambda it: append(it.templates / "pdf" / "annuaire.css", b"\n"),
    "the measures": lambda it: append(it.templates / "pdf" / "mesures.toml", b"\n"),
    "a new file beside the templates": lambda it: append(it.templates / "pdf" / "logo.svg", b"<svg/>"),
    "a catalogue": lambda it: append(it.package / "locale" / "nl.po", b"\n"),
    "a font": lambda it: append(next(iter((it.fonts / "files").glob("*-Bold.ttf"))), b"\0"),
    "the code that sets": lambda it: append(it.package / "outputs" / "pdf" / "typeset.py", b"\n"),
}


@pytest.mark.parametrize("what", CHANGES)
def test_what_a_page_depends_on_sets_it_anew(program: Program, what: str) -> None:
    CHANGES[what](program)
    assert program.set_letter() == "anew"
    assert program.set_letter() == "kept"


def test_what_a_page_does_not_depend_on_sets_nothing_anew(program: Program) -> None:
    append(program.templates / "web" / "page.css", b"\n")
    append(program.package / "outputs" / "vcards.py", b"\n")
    assert program.set_letter() == "kept"
