"""The folder for Windows: it is run here with nothing but its own packages, as the embeddable Python would run it.

That Python cannot be had everywhere, nor run here; a made-up one stands for it, with what its zip holds by name.
"""

import json
import re
import shutil
import struct
import subprocess
import sys
import zipfile
from collections.abc import Callable
from importlib.metadata import distribution
from pathlib import Path

import pytest

import wheels
import windows_bundle
from tests.conftest import SOAK
from tests.making.places import ROOT
from windows_bundle import UnusablePythonError, make_bundle, processor_of

HERE = f"3.{sys.version_info.minor}"
PARTS = (
    "python.exe",
    "pythonw.exe",
    "python3.dll",
    "vcruntime140.dll",
    "vcruntime140_1.dll",
    "sqlite3.dll",
    "_ssl.pyd",
)
_LAUNCHER = """
import runpy, sys
pth, *arguments = sys.argv[1:]
from pathlib import Path
for line in Path(pth).read_text("ascii").splitlines():
    if line.endswith("packages"):  # its other lines are the standard library, which is this Python's own here
        sys.path.append(str((Path(pth).parent / line.replace(chr(92), "/")).resolve()))
sys.argv[1:] = arguments
runpy.run_module("fiche_builder", run_name="__main__", alter_sys=True)
"""


def program(processor: int = 0x8664) -> bytes:
    """Return the header of a program of Windows."""
    return b"MZ".ljust(0x3C, b"\0") + struct.pack("<I", 0x40) + b"PE\0\0" + struct.pack("<H", processor)


def embeddable(folder: Path, version: str = HERE, processor: int = 0x8664) -> Path:
    """Make what stands for an embeddable Python."""
    folder.mkdir(parents=True)
    number = version.replace(".", "")
    for name in (*PARTS, f"python{number}.dll"):
        (folder / name).write_bytes(program(processor))
    lines = (f"python{number}.zip", ".", "", "# Uncomment to run site.main() automatically", "#import site", "")
    (folder / f"python{number}._pth").write_text("\r\n".join(lines), encoding="ascii", newline="")
    zipfile.ZipFile(folder / f"python{number}.zip", "w").close()
    return folder


def nothing(_packages: Path, _version: str) -> None:
    pass


def packages_of_here(packages: Path, version: str) -> None:
    """Put the pinned packages as they are installed here into a folder: wheels unpacked, for this system."""
    for pin in wheels.read_pins(windows_bundle.EDITION):
        if not pin.is_needed(wheels.COMMONEST, version):
            continue
        installed = distribution(pin.requirement.name)
        root = Path(str(installed.locate_file("")))
        for file in installed.files or ():
            source = Path(str(file.locate())).resolve()
            if source.is_relative_to(root.resolve()) and source.suffix != ".pyc":
                target = packages / source.relative_to(root.resolve())
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(source, target)
    windows_bundle.add_fiche_builder(packages)


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with packages of this system, made once, from a zip."""
    folder = tmp_path_factory.mktemp("bundle")
    given = folder / "python-embed-amd64.zip"
    with zipfile.ZipFile(given, "w") as archive:
        for path in sorted(embeddable(folder / "python").iterdir()):
            archive.write(path, path.name)
    target = folder / "Program Files" / "Annuaire"
    assert make_bundle(given, target, packages_of_here) == HERE
    return target


def start(bundle: Path, *arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run `fiche` of the bundle by a Python that knows no other packages, as `fiche.cmd` does."""
    (pth,) = (bundle / "python").glob("*._pth")
    command = [sys.executable, "-I", "-S", "-X", "utf8", "-B", "-c", _LAUNCHER, str(pth), *arguments]
    return subprocess.run(command, cwd=cwd, capture_output=True, encoding="utf-8", check=False)


def test_the_folder_alone_starts_a_project_checks_and_builds_it(bundle: Path, tmp_path: Path) -> None:
    for arguments in (["init"], ["check"], ["build", "--edition", "2026-11"]):
        done = start(bundle, "--no-input", *arguments, cwd=tmp_path)
        assert done.returncode == 0, done.stdout + done.stderr
    manifest = json.loads((tmp_path / "output" / "2026-11" / "manifest.json").read_text("utf-8"))
    assert {Path(entry["name"]).suffix for entry in manifest["files"]} == {".pdf", ".html", ".vcf", ".json"}


def test_it_takes_nothing_from_elsewhere(bundle: Path, tmp_path: Path) -> None:
    """Every module of a package that is loaded comes from the folder; without it, nothing starts."""
    ask = tmp_path / "fiche_builder.py"
    ask.write_text("raise SystemExit('taken from the current folder')", encoding="utf-8")
    assert start(bundle, "--version", cwd=tmp_path).stdout.startswith("fiche-builder ")
    bare = [sys.executable, "-I", "-S", "-c", "import click"]
    assert subprocess.run(bare, capture_output=True, check=False).returncode == 1


def test_the_python_knows_its_own_library_and_the_packages(bundle: Path) -> None:
    (pth,) = (bundle / "python").glob("*._pth")
    number = HERE.replace(".", "")
    assert pth.read_bytes() == f"python{number}.zip\r\n.\r\n..\\packages\r\n".encode()


def test_everything_is_in_its_place(bundle: Path) -> None:
    assert sorted(path.name for path in bundle.iterdir()) == [
        "Annuaire.cmd",
        "LISEZMOI.txt",
        "fiche.cmd",
        "packages",
        "python",
    ]
    packages = bundle / "packages"
    names = {path.name for path in packages.iterdir()}
    assert {"fiche_builder", "openpyxl", "pikepdf", "font_source_sans_pro"} <= names
    assert names.isdisjoint({"bin", "Scripts"})
    assert (packages / "fiche_builder" / "templates" / "pdf").is_dir()
    assert list(packages.glob("*.pth")) == []  # nobody would read it


def test_it_is_compiled_because_nobody_may_write_there_later(bundle: Path) -> None:
    tag = sys.implementation.cache_tag
    compiled = bundle / "packages" / "fiche_builder" / "cli" / "__pycache__" / f"main.{tag}.pyc"
    assert compiled.read_bytes()[4:8] == b"\1\0\0\0"  # by hash, unchecked: PEP 552
    assert str(bundle).encode() not in compiled.read_bytes()


@pytest.mark.parametrize("name", ["fiche.cmd", "Annuaire.cmd"])
def test_the_launchers_are_files_of_windows(bundle: Path, name: str) -> None:
    """Its shell reads ASCII in every code page, and loses its place in a file with lines of Unix."""
    content = (bundle / name).read_bytes()
    assert content.isascii()
    assert content.count(b"\n") == content.count(b"\r\n") > 3
    text = content.decode()
    named = re.findall(r'"%~dp0([\w.\\]+)"', text)
    assert named
    for path in named:
        assert (bundle / path.replace("\\", "/")).is_file(), path
    assert set(re.findall(r"goto (\w+)", text)) <= set(re.findall(r"^:(\w+)\r$", text, re.MULTILINE))
    assert not re.search(
        r"\(|\)", re.sub(r"^rem .*$", "", text, flags=re.MULTILINE)
    )  # a block would end at that of a path


def test_the_launcher_passes_on_what_was_typed_and_how_it_ended(bundle: Path) -> None:
    lines = (bundle / "fiche.cmd").read_text("ascii").splitlines()
    assert lines[-2:] == ['"%~dp0python\\python.exe" -X utf8 -m fiche_builder %*', "exit /b %ERRORLEVEL%"]


def test_a_folder_that_is_there_stays_as_it_is(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "Annuaire").mkdir()
    given = embeddable(tmp_path / "python")
    assert windows_bundle.main([str(given), "--to", str(tmp_path / "Annuaire")]) == 2
    assert "is not overwritten" in capsys.readouterr().err
    assert list((tmp_path / "Annuaire").iterdir()) == []


def no_pth(given: Path) -> None:
    next(given.glob("*._pth")).unlink()


def another_processor(given: Path) -> None:
    (given / "python.exe").write_bytes(program(0xAA64))


def no_program(given: Path) -> None:
    (given / "python.exe").write_bytes(b"#!/bin/sh\n")


def too_old(given: Path) -> None:
    next(given.glob("*._pth")).rename(given / "python38._pth")


@pytest.mark.parametrize(
    ("spoil", "words"),
    [(no_pth, "._pth"), (another_processor, "64 bits"), (no_program, "64 bits"), (too_old, "Python 3.8")],
)
def test_what_is_no_embeddable_python_is_refused(
    tmp_path: Path, spoil: Callable[[Path], None], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    given = embeddable(tmp_path / "python")
    spoil(given)
    with pytest.raises(UnusablePythonError, match=re.escape(words)):
        make_bundle(given, tmp_path / "made", nothing)
    assert windows_bundle.main([str(given), "--to", str(tmp_path / "Annuaire")]) == 2
    assert words in capsys.readouterr().err
    assert not (tmp_path / "Annuaire").exists()


def test_the_processor_of_a_program_is_read(tmp_path: Path) -> None:
    assert processor_of(embeddable(tmp_path / "a") / "python.exe") == 0x8664
    assert processor_of(tmp_path / "nothing") == 0


# With the wheels of Windows: a few at every run, all of them with `make soak`.
FEW = {"charset-normalizer", "jinja2", "markupsafe"}


@pytest.fixture(scope="module")
def for_windows(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("for windows")
    pinned = wheels.read_pins(windows_bundle.EDITION)
    with pytest.MonkeyPatch.context() as patched:
        if not SOAK:
            few = tuple(pin for pin in pinned if pin.requirement.name in FEW)
            patched.setattr(wheels, "read_pins", lambda _path: few)
            patched.setattr(windows_bundle, "SECONDS", 60.0)
        try:
            make_bundle(embeddable(folder / "python", "3.13"), folder / "Annuaire", windows_bundle.fetch_packages)
        except wheels.NotAskedError:
            pytest.skip("no package index answers in time: the wheels of Windows cannot be fetched")
    return folder / "Annuaire"


def test_the_packages_are_those_of_windows(for_windows: Path) -> None:
    packages = for_windows / "packages"
    native = [path.name for path in packages.rglob("*") if path.suffix in {".pyd", ".so", ".dylib"}]
    assert len(native) >= 2
    assert [name for name in native if not name.endswith(".pyd")] == []
    assert all(re.search(r"\.cp313-win_amd64\.pyd$|^[\w.]+\.pyd$", name) for name in native)
    assert not (packages / "bin").exists()
    assert (packages / "fiche_builder" / "templates").is_dir()


def test_the_packages_have_names_and_paths_that_windows_takes(for_windows: Path) -> None:
    r"""Below `C:\Program Files\Annuaire\`, with room for what Python compiles."""
    paths = [path.relative_to(for_windows).as_posix() for path in for_windows.rglob("*")]
    assert len({path.casefold() for path in paths}) == len(paths)
    assert max(map(len, paths)) < 200
    assert [path for path in paths if re.search(r'[:*?"<>|\\]|[. ](/|$)', path)] == []


def test_a_bundle_can_be_made_by_its_command(tmp_path: Path) -> None:
    """The script is one that starts by itself: its help says what to give."""
    command = [sys.executable, str(ROOT / "scripts" / "windows_bundle.py"), "--help"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)
    assert "python-3.13.1-embed-amd64.zip" in done.stdout
