"""What is shipped: the wheel, the pinned requirements, and what must never stand in a file."""

import os
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Callable
from configparser import ConfigParser
from email import message_from_bytes, policy
from email.parser import Parser
from pathlib import Path

import click
import pytest

from fiche_builder import __version__
from fiche_builder.check.findings import RULES
from fiche_builder.cli.main import COMMANDS, make_cli
from fiche_builder.common.errors import ExitCode
from fiche_builder.common.i18n import LANGUAGES, SOURCE_LANGUAGE, use_language
from fiche_builder.mail.transport import PASSWORD_VARIABLE
from fiche_builder.outputs.formats import FORMATS
from tests.conftest import ServerStarter
from tests.making.bare import install_alone, without_pango, without_weasyprint
from tests.making.mailings import MAIL_SETTINGS
from tests.making.mailserver import PASSWORD
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


# The wheel alone, on a machine without Pango


@pytest.fixture(scope="module")
def alone(wheel: zipfile.ZipFile, tmp_path_factory: pytest.TempPathFactory) -> Callable[..., tuple[int, str, str]]:
    """Run Python in an environment of the wheel alone, without Pango: `alone(folder, "-m", "fiche_builder", …)`."""
    folder = tmp_path_factory.mktemp("bare")
    python = install_alone(wheel, folder / "environment")
    hidden = without_pango(folder / "hidden")

    def run(cwd: Path, *arguments: str, **variables: str) -> tuple[int, str, str]:
        environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
        environment |= {**hidden, **variables}
        command = [str(python), *arguments]
        done = subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True, check=False)
        return done.returncode, done.stdout, done.stderr

    return run


def test_what_is_hidden_is_not_found(alone: Callable[..., tuple[int, str, str]], tmp_path: Path) -> None:
    """Else the tests below would show nothing: the libraries, what only tests need, and the checkout are away."""
    for name in ("pango-1.0", "gobject-2.0", "fontconfig", "harfbuzz"):
        opens = f"import ctypes, ctypes.util; ctypes.CDLL(ctypes.util.find_library({name!r}) or 'lib{name}.so.0')"
        code, _printed, told = alone(tmp_path, "-c", opens)
        assert (code, "OSError" in told) == (1, True), name
    code, _printed, told = alone(tmp_path, "-c", "import weasyprint")
    assert (code, told.splitlines()[-1].startswith("OSError: cannot load library")) == (1, True)
    assert "No module named 'pytest'" in alone(tmp_path, "-c", "import pytest")[2]
    where = "from fiche_builder.common.resources import templates_folder; print(templates_folder())"
    code, printed, _told = alone(tmp_path, "-c", where)
    assert (code, Path(printed.strip()).is_relative_to(ROOT)) == (0, False)
    assert Path(printed.strip()).parts[-2:] == ("fiche_builder", "templates")


def test_without_pango_all_is_made_and_sent(
    alone: Callable[..., tuple[int, str, str]], start_server: ServerStarter, tmp_path: Path
) -> None:
    """What `fiche init` starts, with its settings of mail. No command even tries to import WeasyPrint."""
    server = start_server()
    variables = {PASSWORD_VARIABLE: PASSWORD, **without_weasyprint(tmp_path / "never")}
    project = tmp_path / "annuaire"

    def fiche(*arguments: str) -> str:
        code, printed, told = alone(project, "-m", "fiche_builder", *arguments, **variables)
        assert code == 0, printed + told
        return printed

    project.mkdir()
    fiche("init", ".")
    (project / "fiche.toml").write_text(f"{MAIL_SETTINGS}port = {server.port}\n", encoding="utf-8")
    assert "2 fiches" in fiche("check")
    fiche("--lang", "nl", "build", "--edition", "2026-11")
    made = sorted(path.name for path in (project / "output" / "2026-11").iterdir())
    assert made == sorted(
        [
            "manifest.json",
            *(f"annuaire-2026-11-{audience}.{ending}" for audience in ("interne", "public") for ending in FORMATS),
        ]
    )
    fiche("send", "--yes")
    (received,) = server.received
    (attached,) = message_from_bytes(received.content, policy=policy.default).iter_attachments()
    assert attached.get_content() == (project / "output" / "2026-11" / "annuaire-2026-11-interne.pdf").read_bytes()
    assert alone(project, "-m", "fiche_builder", "stats", **variables)[0] == ExitCode.BUG  # it does import WeasyPrint


def test_without_pango_the_indicators_are_a_page_and_a_warning(
    alone: Callable[..., tuple[int, str, str]], tmp_path: Path
) -> None:
    alone(tmp_path, "-m", "fiche_builder", "init", ".")
    warnings = {
        "fr": "Aucun PDF n’a été fait : Il manque Pango, qui ne sert qu’au PDF de fiche stats (cannot load library",
        "nl": "Er is geen PDF gemaakt: Pango ontbreekt; alleen de PDF van fiche stats heeft het nodig (cannot load",
    }
    for language, warning in warnings.items():
        code, printed, told = alone(tmp_path, "-m", "fiche_builder", "--lang", language, "stats")
        assert (code, warning in " ".join(told.split())) == (0, True), printed + told
        assert "apt-get install libpango-1.0-0" in " ".join(told.split())
    assert [path.name for path in (tmp_path / "output").iterdir()] == ["indicateurs-2026-11.html"]
    _code, printed, _told = alone(tmp_path, "-m", "fiche_builder", "--lang", "en", "doctor")
    assert "• Pango: missing; only the PDF of fiche stats needs it" in printed
    assert [line for line in printed.splitlines() if line.lstrip().startswith("×") and "Recipients" not in line] == []


def test_the_wheel_has_the_command_and_the_metadata(wheel: zipfile.ZipFile) -> None:
    folder = f"fiche_builder-{__version__}.dist-info"
    points = ConfigParser()
    points.read_string(wheel.read(f"{folder}/entry_points.txt").decode())
    assert dict(points["console_scripts"]) == {"fiche": "fiche_builder.__main__:main"}
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


@pytest.mark.parametrize("is_there", [False, True], ids=["missing", "without venv, or too old"])
def test_make_edition_needs_python_alone_and_says_so_in_a_sentence(tmp_path: Path, *, is_there: bool) -> None:
    """On a machine where nothing can be installed; with the Python of these tests, nothing is said."""
    sentence = (
        "make edition needs Python 3.11 or newer that can make environments (its modules venv and ensurepip), and "
        f'"{tmp_path}/python" is none: install it (Debian, Ubuntu: apt-get install python3 python3-venv), or name '
        "another with make edition PYTHON=...\n"
    )
    named = tmp_path / "python"
    if is_there:
        named.write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")
        named.chmod(0o755)
    for path, expected in ((str(named), (1, "", sentence)), (sys.executable, (0, "", ""))):
        command = ["/bin/sh", str(ROOT / "scripts" / "system-packages.sh"), "edition"]
        environment = {"PYTHON": path, "PATH": str(tmp_path)}
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        assert (done.returncode, done.stdout, done.stderr) == expected


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
