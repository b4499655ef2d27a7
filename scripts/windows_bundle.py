r"""Make the folder that IT copies to `C:\Program Files`: Python, all packages, fiche-builder, and what starts it.

    python scripts/windows_bundle.py python-3.13.1-embed-amd64.zip --to dist/Annuaire

The official embeddable Python for 64 bits is given as its zip or as a folder: it is not fetched. The packages are those
of `requirements/edition.txt`, as wheels for Windows, which pip fetches and checks by their hashes. The folder needs no
installation, no rights of its own and no network, and writes nothing into itself.

    Annuaire\
      Annuaire.cmd    a console in the folder of the annuaire
      fiche.cmd       the command, for those who have it in their PATH
      LISEZMOI.txt    what this is, for whoever finds it
      python\         the embeddable Python; its ._pth names the packages
      packages\       every wheel unpacked, with its licence
"""

import argparse
import compileall
import re
import shutil
import struct
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from py_compile import PycInvalidationMode

import wheels

ROOT = Path(__file__).resolve().parents[1]
EDITION = ROOT / "requirements" / "edition.txt"
_PTH = re.compile(r"python3(\d+)\._pth")
_AMD64 = 0x8664
SECONDS = 600.0

FICHE = r"""@echo off
rem The command fiche. UTF-8 everywhere: what is written to a file or a pipe loses no letter.
"%~dp0python\python.exe" -X utf8 -m fiche_builder %*
exit /b %ERRORLEVEL%
"""
ANNUAIRE = r"""@echo off
rem A console in the folder of the annuaire: the one that is given (by a shortcut, or dropped on this file), else the
rem one where this was started, else Documents\Annuaire.
chcp 65001 >nul
title Annuaire
set "PATH=%~dp0;%PATH%"
set "FOLDER=%~1"
if defined FOLDER if not exist "%FOLDER%\" goto missing
if not defined FOLDER set "FOLDER=%CD%"
if /i "%FOLDER%\"=="%~dp0" set "FOLDER=%USERPROFILE%\Documents\Annuaire"
if not exist "%FOLDER%\" mkdir "%FOLDER%"
pushd "%FOLDER%"
call "%~dp0fiche.cmd" --help
echo.
echo Dossier : "%CD%"
if exist "sources\annuaire.xlsx" goto ready
echo Il n'y a pas encore d'annuaire ici. Pour commencer, tapez : fiche init
goto console
:ready
echo Pour commencer, tapez : fiche check
:console
echo Pour fermer, tapez : exit
echo.
cmd /k
popd
exit /b
:missing
echo Ce dossier n'existe pas : "%FOLDER%"
pause
"""
READ_ME = """Annuaire

Pour commencer : Annuaire.cmd. Une fenêtre s'ouvre dans le dossier de l'annuaire ; tapez-y les commandes du guide.
Un raccourci peut nommer le dossier : "C:\\Program Files\\Annuaire\\Annuaire.cmd" "\\\\serveur\\partage\\Annuaire"

Pour le service informatique : copiez ce dossier tel quel, par exemple dans C:\\Program Files. Rien n'est à installer,
aucun droit n'est demandé, rien ne s'écrit ici. fiche.cmd est la commande, si ce dossier est dans le PATH. Pour une
nouvelle version, remplacez le dossier entier.

fiche-builder (licence MIT). Python et les paquets gardent leurs licences, dans python et packages.
"""


class UnusablePythonError(Exception):
    """What was given is no embeddable Python for 64 bits, of a version that we promise."""


def make_bundle(given: Path, target: Path, fill: Callable[[Path, str], None]) -> str:
    """Make the folder; return its version of Python. `fill` puts the packages for a version of Python into a folder."""
    if target.exists():
        raise FileExistsError(target)
    python, packages = target / "python", target / "packages"
    if given.is_dir():
        shutil.copytree(given, python)
    else:
        with zipfile.ZipFile(given) as archive:
            archive.extractall(python)
    version = name_packages(python)
    packages.mkdir()
    fill(packages, version)
    for name in ("bin", "Scripts"):  # commands that pip wrote for the system on which it ran
        shutil.rmtree(packages / name, ignore_errors=True)
    if version == f"{sys.version_info.major}.{sys.version_info.minor}":
        # Nobody may write there later. The files stay as they are, so that their times need no comparing.
        mode = PycInvalidationMode.UNCHECKED_HASH
        compileall.compile_dir(packages, quiet=2, workers=0, invalidation_mode=mode, stripdir=str(packages))
    for name, text in (("fiche.cmd", FICHE), ("Annuaire.cmd", ANNUAIRE), ("LISEZMOI.txt", READ_ME)):
        # The BOM tells the editors of Windows that it is UTF-8; its shell takes ASCII alone.
        encoding = "utf-8-sig" if name.endswith(".txt") else "ascii"
        (target / name).write_text(text, encoding=encoding, newline="\r\n")
    return version


def name_packages(python: Path) -> str:
    r"""Tell an embeddable Python where its packages are; return its version, such as `3.13`.

    It is isolated: it knows the folders of its `._pth` and no others. No variable of the environment changes that, and
    no packages of the person's own. Lines are paths beside it; without `import site` it reads no other file of paths.
    """
    found = [(path, _PTH.fullmatch(path.name)) for path in python.glob("*._pth")]
    if len(found) != 1 or not (match := found[0][1]):
        raise UnusablePythonError("There is no python3*._pth: this is not the embeddable Python.")
    version = f"3.{match[1]}"
    if version not in wheels.PYTHONS:
        raise UnusablePythonError(f"This is Python {version}; the packages are for {', '.join(wheels.PYTHONS)}.")
    if processor_of(python / "python.exe") != _AMD64:
        raise UnusablePythonError("This is not the Python for 64 bits (amd64).")
    found[0][0].write_text(f"python3{match[1]}.zip\n.\n..\\packages\n", encoding="ascii", newline="\r\n")
    return version


def processor_of(program: Path) -> int:
    """Return for which processor a program of Windows is, by the number in its header; 0 if it is none."""
    content = program.read_bytes() if program.is_file() else b""
    try:
        (header,) = struct.unpack_from("<I", content, 0x3C)
        signature, processor = struct.unpack_from("<4sH", content, header)
    except struct.error:
        return 0
    return int(processor) if signature == b"PE\0\0" else 0


def fetch_packages(packages: Path, version: str) -> None:
    """Put the pinned packages for Windows into a folder, and fiche-builder itself."""
    pins = [pin for pin in wheels.read_pins(EDITION) if pin.is_needed(wheels.WINDOWS, version)]
    arguments = ["install", "--target", str(packages), "--no-compile"]
    if not wheels.run_pip(arguments, pins, wheels.WINDOWS, version, SECONDS):
        raise wheels.NotAskedError
    add_fiche_builder(packages)


def add_fiche_builder(packages: Path) -> None:
    """Put fiche-builder as it is in this checkout into a folder, by its wheel."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation", "--no-index"]
        subprocess.run([*command, "--wheel-dir", folder, str(ROOT)], check=True)  # noqa: S603
        (wheel,) = Path(folder).glob("*.whl")
        with zipfile.ZipFile(wheel) as archive:
            archive.extractall(packages)


def main(arguments: Sequence[str] | None = None) -> int:
    """Make the folder, and tell; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("python", type=Path, help="the embeddable Python: python-3.*-embed-amd64.zip, or its folder")
    parser.add_argument("--to", type=Path, default=Path("dist/Annuaire"), help="a folder that does not exist yet")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(dir=_existing(options.to)) as folder:
        made = Path(folder) / "Annuaire"
        try:
            if options.to.exists():
                raise FileExistsError(options.to)  # noqa: TRY301 (told like all the others)
            version = make_bundle(options.python, made, fetch_packages)
        except UnusablePythonError as error:
            print(f"{options.python}: {error}", file=sys.stderr)
            return 2
        except FileExistsError:
            print(f"{options.to} exists: it is not overwritten.", file=sys.stderr)
            return 2
        except (OSError, zipfile.BadZipFile) as error:
            print(f"{options.python} cannot be read: {error}", file=sys.stderr)
            return 2
        except wheels.NotAskedError:
            print("pip could not fetch the wheels for Windows: it needs a package index.", file=sys.stderr)
            return 75
        made.rename(options.to)
    size = sum(path.stat().st_size for path in options.to.rglob("*") if path.is_file())
    print(f"{options.to}: Python {version}, {size / 2**20:.0f} MB")
    if version != f"{sys.version_info.major}.{sys.version_info.minor}":
        print(f"It starts some seconds later than it could: run this script with Python {version} to have it compiled.")
    return 0


def _existing(target: Path) -> Path:
    """Return the folder in which another is to be, made if need be: a folder moves in one step on one disk only."""
    target.parent.mkdir(parents=True, exist_ok=True)
    return target.parent


if __name__ == "__main__":
    sys.exit(main())
