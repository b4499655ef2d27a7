"""What makes public files can read the program itself, and do nothing else."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import fiche_builder
from tests.making.places import SAMPLE, TEMPLATES

CONFINED = """
import sys, os, pathlib
from fiche_builder.outputs.confinement import confine
from fiche_builder.common.errors import LeakError
from fiche_builder.common.i18n import use_language
path, code = sys.argv[1:]
use_language("en")
confine()
try:
    exec(code)
except LeakError as error:
    print("refused", error.message)
else:
    print("done", len(sys.argv), sorted(set(os.environ) - {"LC_CTYPE"}))
"""
"""A program that is confined and then runs a line of code."""


def confined(path: Path, code: str) -> str:
    run = subprocess.run(
        [sys.executable, "-c", CONFINED, str(path), code], capture_output=True, text=True, check=False, timeout=60
    )
    assert run.returncode == 0, run.stderr
    return run.stdout


@pytest.mark.parametrize(
    "code",
    [
        "open(path)",
        "open(path, 'rb').read()",
        "pathlib.Path(path).read_bytes()",
        "os.open(path, os.O_RDONLY)",
        "open(os.path.join(os.path.dirname(os.__file__), '..', '..', '..', '..', path.lstrip('/')))",
        "open(path + '.new', 'w')",
        "open(os.__file__, 'a')",
        "os.open(os.__file__, os.O_RDWR)",
        "os.listdir(os.path.dirname(path))",
        "list(os.scandir(os.path.dirname(path)))",
        "list(pathlib.Path(path).parent.glob('*'))",
        "os.system('true')",
        "import subprocess; subprocess.run(['true'])",
        "os.fork()",
        "os.execv('/bin/true', ['true'])",
        "import socket; socket.create_connection(('127.0.0.1', 9))",
        "import urllib.request; urllib.request.urlopen('http://127.0.0.1:9/')",
        "import sqlite3; sqlite3.connect(path)",
        "os.rename(path, path + '.old')",
        "os.remove(path)",
        "os.mkdir(path + '.d')",
        "import shutil; shutil.copyfile(path, path + '.copy')",
        "import tempfile; tempfile.TemporaryFile()",
        "import zipfile; zipfile.ZipFile(path)",
        "import openpyxl; openpyxl.load_workbook(path)",
    ],
)
def test_it_can_neither_read_write_start_nor_ask_anything(code: str, tmp_path: Path) -> None:
    path = tmp_path / "annuaire.xlsx"
    shutil.copyfile(SAMPLE, path)
    assert confined(path, code).startswith("refused Blocked"), code
    assert [file.name for file in tmp_path.iterdir()] == ["annuaire.xlsx"]


def test_the_program_itself_can_be_read_and_nothing_of_the_outside_is_known(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FICHE_SMTP_PASSWORD", "s3cret")
    code = f"import wave, uharfbuzz; open({str(TEMPLATES / 'pdf' / 'fiche.html')!r}).read(); open(wave.__file__).read()"
    told = confined(tmp_path, code)
    assert told.startswith("done 1")
    assert "s3cret" not in told
    assert "FICHE" not in told


def test_the_fonts_of_the_look_can_be_read_and_nothing_beside_them(tmp_path: Path) -> None:
    """Not even what else lies in their folder."""
    for name in ("a.ttf", "b.ttf"):
        (tmp_path / name).write_bytes(b"?")
    program = CONFINED.replace("confine()\n", "confine([pathlib.Path(path)])\n")
    for line, told in (
        ("open(path, 'rb').read()", "done"),
        ("open(path, 'ab')", "refused"),
        ("open(path.replace('a.ttf', 'b.ttf'), 'rb')", "refused"),
        ("os.listdir(os.path.dirname(path))", "refused"),
    ):
        words = [sys.executable, "-c", program, str(tmp_path / "a.ttf"), line]
        assert subprocess.run(words, capture_output=True, text=True, check=True, timeout=60).stdout.startswith(told), (
            line
        )


@pytest.mark.parametrize("audience", ["public", "internal"])
def test_a_line_that_asks_the_workbook_again_ends_the_build(audience: str, tmp_path: Path) -> None:
    """A copy of the program, in whose cards somebody once wrote what is quick to write."""
    package = tmp_path / "src" / "fiche_builder"
    shutil.copytree(Path(fiche_builder.__file__).parent, package, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(TEMPLATES, package / "templates", dirs_exist_ok=True)
    (tmp_path / "sources").mkdir()
    shutil.copyfile(SAMPLE, tmp_path / "sources" / "annuaire.xlsx")
    cards = package / "outputs" / "vcards.py"
    lines = cards.read_text(encoding="utf-8").replace(
        "def make_vcards(",
        "from pathlib import Path\n\n\ndef make_vcards(*rest):\n"
        "    Path('sources/annuaire.xlsx').read_bytes()\n    return _make_vcards(*rest)\n\n\ndef _make_vcards(",
    )
    cards.write_text(lines, encoding="utf-8")
    run = subprocess.run(
        [sys.executable, "-m", "fiche_builder", "build", "--yes", "--audience", audience, "--format", "vcf"],
        cwd=tmp_path, env={"PYTHONPATH": str(tmp_path / "src"), "PATH": ""},
        capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    if audience == "internal":
        assert run.returncode == 0, run.stderr
        return
    assert run.returncode == 3, run.stderr
    assert "Traceback" not in run.stderr
    assert not (tmp_path / "output").exists() or not list((tmp_path / "output").glob("2*"))
