"""What is shipped: the wheel, the pinned requirements, and what must never stand in a file."""

import os
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from configparser import ConfigParser
from email.parser import Parser
from pathlib import Path

import click
import pytest

from fiche_builder import __version__
from fiche_builder.check.findings import RULES
from fiche_builder.cli.main import COMMANDS, make_cli
from fiche_builder.common.i18n import LANGUAGES, SOURCE_LANGUAGE, use_language
from fiche_builder.outputs.formats import FORMATS
from tests.making.places import ROOT

# Spelled so that this file does not hold what it looks for.
_INDEX_ADDRESS = re.compile(rb"https?://[^\s\"'<>]*/simple\b|files[.]pythonhosted|pypi[.]org", re.IGNORECASE)
_HOME = re.compile(rb"/(?:home|Users)/[a-z]|(?<![\w.])/roo[t]/|[A-Z]:\\Users\\", re.IGNORECASE)


@pytest.fixture(scope="module")
def tracked() -> list[Path]:
    """The files that git tracks, as paths in the checkout."""
    git = shutil.which("git")
    if git is None or not (ROOT / ".git").exists():
        pytest.skip("not a git checkout")
    listed = subprocess.run([git, "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout.decode()
    files = [Path(name) for name in listed.split("\0") if name and (ROOT / name).is_file()]
    assert Path("pyproject.toml") in files
    return files


@pytest.fixture(scope="module")
def wheel(tracked: list[Path], tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    """The wheel of the tracked files, made in a copy: nothing is written to the checkout."""
    copy = tmp_path_factory.mktemp("checkout")
    for path in tracked:
        (copy / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / path, copy / path)
    target = tmp_path_factory.mktemp("wheel")
    command = [
        sys.executable,
        "-m",
        "pip",
        "wheel",
        "--no-deps",
        "--no-build-isolation",
        "--no-index",
        "-w",
        str(target),
        ".",
    ]
    environment = {**os.environ, "PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_NO_CACHE_DIR": "1"}
    done = subprocess.run(command, cwd=copy, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    (made,) = target.glob("*.whl")
    return zipfile.ZipFile(made)


def test_the_wheel_holds_all_that_the_program_needs(wheel: zipfile.ZipFile, tracked: list[Path]) -> None:
    names = set(wheel.namelist())
    expected = {path.relative_to("src").as_posix() for path in tracked if path.is_relative_to("src")}
    expected |= {f"fiche_builder/{path.as_posix()}" for path in tracked if path.is_relative_to("templates")}
    assert expected <= names
    catalogues = {f"fiche_builder/locale/{language}.po" for language in LANGUAGES if language != SOURCE_LANGUAGE}
    templates = {
        f"fiche_builder/templates/{name}"
        for name in ("pdf/annuaire.css", "pdf/fiche.html", "web/page.html", "web/page.js")
    }
    assert {"fiche_builder/py.typed"} | templates | catalogues <= names


def test_the_wheel_holds_nothing_else(wheel: zipfile.ZipFile) -> None:
    assert {name.partition("/")[0] for name in wheel.namelist()} == {
        "fiche_builder",
        f"fiche_builder-{__version__}.dist-info",
    }
    assert [name for name in wheel.namelist() if name.endswith((".pyc", ".xlsx", ".mo"))] == []


def test_the_wheel_alone_starts_a_project_and_builds_it(wheel: zipfile.ZipFile, tmp_path: Path) -> None:
    """Nothing is taken from the checkout: neither templates nor catalogues."""
    installed = tmp_path / "site"
    wheel.extractall(installed)
    environment = {**os.environ, "PYTHONPATH": str(installed)}
    for arguments in (
        ["init", "annuaire"],
        ["--lang", "nl", "build", "annuaire/sources/annuaire.xlsx", "--edition", "2026-11"],
    ):
        command = [sys.executable, "-m", "fiche_builder", *arguments]
        done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
    where = "from fiche_builder.common.resources import templates_folder; print(templates_folder())"
    done = subprocess.run(
        [sys.executable, "-c", where], cwd=tmp_path, env=environment, capture_output=True, text=True, check=True
    )
    assert Path(done.stdout.strip()) == installed / "fiche_builder" / "templates"
    made = sorted(path.name for path in (tmp_path / "output" / "2026-11").iterdir())
    assert made == sorted(
        [
            "manifest.json",
            *(f"annuaire-2026-11-{audience}.{ending}" for audience in ("interne", "public") for ending in FORMATS),
        ]
    )


def test_the_wheel_has_the_command_and_the_metadata(wheel: zipfile.ZipFile) -> None:
    folder = f"fiche_builder-{__version__}.dist-info"
    points = ConfigParser()
    points.read_string(wheel.read(f"{folder}/entry_points.txt").decode())
    assert dict(points["console_scripts"]) == {"fiche": "fiche_builder.cli.main:main"}
    metadata = Parser().parsestr(wheel.read(f"{folder}/METADATA").decode())
    assert (metadata["Name"], metadata["Version"], metadata["Requires-Python"]) == (
        "fiche-builder",
        __version__,
        ">=3.11",
    )
    assert metadata["License-Expression"] == "MIT"


def test_no_tracked_file_names_a_package_index(tracked: list[Path]) -> None:
    assert [path.as_posix() for path in tracked if _INDEX_ADDRESS.search((ROOT / path).read_bytes())] == []


def test_no_tracked_file_names_somebodys_folder(tracked: list[Path]) -> None:
    assert [path.as_posix() for path in tracked if _HOME.search((ROOT / path).read_bytes())] == []


@pytest.mark.parametrize(
    ("text", "is_found"),
    [
        ("--index-url https" + "://mirror.example/pypi/simple", True),
        ("https" + "://py" + "pi.org/project/x", True),
        ("https" + "://files.python" + "hosted.org/x.whl", True),
        ("https://service.example/simplement", False),
    ],
)
def test_the_guard_against_index_addresses_fires(text: str, *, is_found: bool) -> None:
    assert bool(_INDEX_ADDRESS.search(text.encode())) is is_found


@pytest.mark.parametrize(
    ("text", "is_found"),
    [
        ("/" + "home/anna/annuaire", True),
        ("/" + "Users/anna", True),
        ("/ro" + "ot/x", True),
        ("C:" + "\\Users\\anna", True),
        ("src/home.html", False),
        ("https://x.be/nl/home", False),
    ],
)
def test_the_guard_against_home_folders_fires(text: str, *, is_found: bool) -> None:
    assert bool(_HOME.search(text.encode())) is is_found


def _requirements(path: Path) -> list[str]:
    """The requirements of a file, one a line, with the lines that continue them."""
    lines = path.read_text(encoding="utf-8").replace("\\\n", " ").splitlines()
    return [line for line in lines if line.strip() and not line.startswith("#")]


@pytest.mark.parametrize("name", ["edition.txt", "test.txt"])
def test_every_requirement_is_pinned_with_its_hashes(name: str) -> None:
    requirements = _requirements(ROOT / "requirements" / name)
    assert len(requirements) > 10
    for requirement in requirements:
        assert re.match(r"[a-z0-9][a-z0-9._-]*(\[[a-z,]+\])?==[^\s;]+", requirement), requirement
        assert re.search(r"--hash=sha256:[0-9a-f]{64}\b", requirement), requirement


def test_every_dependency_is_among_the_requirements() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    for name, wanted in (
        ("edition.txt", project["dependencies"]),
        ("test.txt", project["dependencies"] + project["optional-dependencies"]["test"]),
    ):
        pinned = {re.split(r"[=\[]", line)[0] for line in _requirements(ROOT / "requirements" / name)}
        assert {re.split(r"[>=\[<~ ]", entry)[0].lower() for entry in wanted} <= pinned


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_command_and_option_has_help(language: str) -> None:
    use_language(language)
    cli = make_cli(language)
    assert set(COMMANDS) >= {"init", "check", "build", "search", "doctor"}
    commands = [cli.get_command(click.Context(cli), name) for name in COMMANDS]
    for command in filter(None, (cli, *commands)):
        assert command.help, command.name
        context = click.Context(command)
        for parameter in command.get_params(context):
            if isinstance(parameter, click.Option) and not parameter.hidden:
                assert parameter.help, (command.name, parameter.name)


def test_every_finding_is_explained_in_the_editors_guide() -> None:
    assert len(RULES) > 40
    guide = (ROOT / "docs" / "guide-editeur.md").read_text(encoding="utf-8")
    assert [code for code in RULES if f"`{code}`" not in guide] == []
