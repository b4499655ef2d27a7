"""What was published is read like anything else: what is spoilt is named, never overwritten and never guessed.

Each way to spoil a folder, with each command that reads it. No command waits, breaks or changes anything.
"""

import hashlib
import os
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from fiche_builder.cli.main import run
from fiche_builder.common.period import EditionId
from fiche_builder.model.columns import Audience
from fiche_builder.publish.manifest import MANIFEST_NAME, file_name
from tests.conftest import SOAK
from tests.making.mailings import MAIL_SETTINGS, make_edition, team
from tests.making.sending import ANN
from tests.making.spoiling import JOURNALS, MANIFESTS, PLACES, SNAPSHOTS, Spoil
from tests.making.workbooks import PARAMETERS, fiche, make_workbook, public

Capture = pytest.CaptureFixture[str]
OCTOBER, NOVEMBER = "2026-10", "2026-11"
STRIDE = 1 if SOAK else 12
"""Every how many ways to spoil single values are tried."""
# What reads the edition of this month, and must stop at it.
STOPS = {
    "build": ["build", "annuaire.xlsx", "--format", "json"],
    "build public": ["build", "annuaire.xlsx", "--format", "json", "--audience", "public"],
    "send": ["send", NOVEMBER, "--workbook", "annuaire.xlsx", "--dry-run"],
    "drafts": ["send", NOVEMBER, "--workbook", "annuaire.xlsx", "--drafts", "drafts"],
    "diff": ["diff", OCTOBER, NOVEMBER],
}
# What reads the editions of the past, and goes on without one that is spoilt.
GOES_ON = {
    "check": ["check", "annuaire.xlsx"],
    "stats": ["stats", "annuaire.xlsx", "--edition", "2026-12", "--json"],
    "verify": ["verify", "annuaire.xlsx"],
    "build": ["build", "annuaire.xlsx", "--edition", "2026-12", "--format", "json"],
}


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An editor's folder with the editions of two months."""
    folder = tmp_path_factory.mktemp("sound")
    workbook = make_workbook(
        folder / "annuaire.xlsx", {"Fiches": [fiche(1), public(2)], "Équipes": [team(ANN)], "Paramètres": PARAMETERS}
    )
    for name in (OCTOBER, NOVEMBER):
        make_edition(workbook, folder / "output", EditionId.parse(name))
    (folder / "fiche.toml").write_text(MAIL_SETTINGS, encoding="utf-8")
    return folder


@pytest.fixture
def project(sound: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    shutil.copytree(sound, tmp_path / "project")
    monkeypatch.chdir(tmp_path / "project")
    return tmp_path / "project"


def everything(folder: Path) -> dict[str, str]:
    """Return what stands in a folder: each path, and what it is or holds. Locks do not count."""
    found = {}
    for path in sorted(folder.rglob("*")):
        kind = stat.S_IFMT(path.lstat().st_mode)
        content = str(path.readlink()) if path.is_symlink() else ""
        if kind == stat.S_IFREG:
            content = hashlib.sha256(path.read_bytes()).hexdigest()
        if not path.name.endswith(".lock"):
            found[str(path.relative_to(folder))] = f"{kind} {content}"
    return found


def say(arguments: list[str], capsys: Capture) -> tuple[int, str]:
    """Run a command; return its exit code and what it says on stderr."""
    capsys.readouterr()
    code = run(["--lang", "en", "--no-input", *arguments])
    return code, capsys.readouterr().err


def refuses(project: Path, spoilt: Path, command: str, capsys: Capture) -> None:
    """A command stops at what is spoilt, names it and changes nothing."""
    before = everything(project)
    code, told = say(STOPS[command], capsys)
    assert (code, "Traceback" in told) == (2, False), told
    assert spoilt.name in told, told
    assert told.count("Error: ") == 1
    assert everything(project) == before


def passes(project: Path, spoilt: Path, command: str, capsys: Capture) -> None:
    """A command goes on without what is spoilt, names it and changes nothing of it."""
    before = everything(project)
    code, told = say(GOES_ON[command], capsys)
    assert (code, "Traceback" in told) == (0, False), told
    assert spoilt.name in told, told
    after = everything(project)
    assert {name: after[name] for name in before} == before


def manifest_as(name: str) -> Spoil:
    def spoil(folder: Path) -> Path:
        PLACES[name](folder / MANIFEST_NAME)
        return folder / MANIFEST_NAME

    return spoil


def snapshot_as(name: str) -> Spoil:
    def spoil(folder: Path) -> Path:
        path = folder / file_name(EditionId.parse(folder.name), Audience.INTERNAL, "json")
        PLACES[name](path)
        return path

    return spoil


EDITIONS = {
    **{f"manifest is {name}": manifest_as(name) for name in PLACES},
    **{f"manifest: {name}": MANIFESTS[name] for name in list(MANIFESTS)[::STRIDE]},
    **{f"snapshot is {name}": snapshot_as(name) for name in PLACES},
    **{f"snapshot: {name}": SNAPSHOTS[name] for name in list(SNAPSHOTS)[::STRIDE]},
}
# A build takes the place of a snapshot whatever it holds, as the editor asked.
REPLACED = {name for name in EDITIONS if name.startswith("snapshot")}


def share(how: str, commands: list[str]) -> list[str]:
    """Return the commands that are tried with a way to spoil an edition: all in a soak, else each in its turn."""
    return commands if SOAK else [commands[list(EDITIONS).index(how) % len(commands)]]


@pytest.mark.parametrize("how", EDITIONS)
def test_this_months_edition_spoilt_stops_who_reads_it(project: Path, how: str, capsys: Capture) -> None:
    spoilt = EDITIONS[how](project / "output" / NOVEMBER)
    commands = ["send", "drafts", "diff"] if how in REPLACED else list(STOPS)
    for command in share(how, commands):
        refuses(project, spoilt, command, capsys)


@pytest.mark.parametrize("how", EDITIONS)
def test_an_edition_of_the_past_spoilt_is_passed_over_and_named(project: Path, how: str, capsys: Capture) -> None:
    spoilt = EDITIONS[how](project / "output" / NOVEMBER)
    for command in share(how, [name for name in GOES_ON if name != "check"]):
        passes(project, spoilt, command, capsys)


@pytest.mark.parametrize("how", PLACES)
def test_a_check_names_what_of_the_past_it_passes_over(project: Path, how: str, capsys: Capture) -> None:
    passes(project, manifest_as(how)(project / "output" / OCTOBER), "check", capsys)


@pytest.mark.parametrize("how", JOURNALS)
def test_a_spoilt_journal_stops_who_would_guess_who_has_the_edition(project: Path, how: str, capsys: Capture) -> None:
    spoilt = JOURNALS[how](project / "output" / NOVEMBER)
    for command in ("build", "send"):
        refuses(project, spoilt, command, capsys)
    before = everything(project)
    for arguments in (["verify", "annuaire.xlsx"], ["verify", "annuaire.xlsx", "--packs", "packs"]):
        code, told = say(arguments, capsys)
        assert code in {0, 2}
        assert (spoilt.name in told, "Traceback" in told) == (True, False), told
    for arguments in (["--yes"], ["--yes", "--resume"]):
        code, told = say(["send", "--workbook", "annuaire.xlsx", *arguments], capsys)
        assert (code, spoilt.name in told, "Traceback" in told) == (2, True, False), told
    assert everything(project) == before


@pytest.mark.parametrize("how", ["a file", "a pipe", "a stray file in it"])
def test_what_stands_in_the_place_of_an_edition_is_not_overwritten(project: Path, how: str, capsys: Capture) -> None:
    target = project / "output" / "2026-12"
    if how == "a file":
        target.write_text("somebody's notes", encoding="utf-8")
    elif how == "a pipe":
        os.mkfifo(target)
    else:
        target.mkdir()
        (target / "notes.txt").write_text("somebody's", encoding="utf-8")
    before = everything(project)
    code, told = say(GOES_ON["build"], capsys)
    assert (code, "2026-12" in told, "Traceback" in told) == (2, True, False), told
    assert everything(project) == before


@pytest.mark.parametrize("how", [name for name in PLACES if name != "a folder"])
@pytest.mark.parametrize("file", ["fiche.toml", "annuaire.xlsx", "mail.eml"])
def test_nothing_that_is_read_makes_a_command_wait(project: Path, how: str, file: str) -> None:
    """In a process of its own, which a pipe would stop for ever."""
    (project / "mail.eml").write_bytes(b"Subject: x\r\n\r\nx\r\n")
    PLACES[how](project / file)
    arguments = ["suggestions", "import", "mail.eml", "--workbook", "annuaire.xlsx"]
    command = arguments if file == "mail.eml" else ["check", "annuaire.xlsx"]
    done = subprocess.run(
        [sys.executable, "-m", "fiche_builder", "--lang", "en", *command],
        cwd=project, capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert "Traceback" not in done.stderr
    assert done.returncode in {0, 1, 2}, done.stderr
    # Empty settings are settings, and an odd mail that can be read is a mail.
    assert (how, file) == ("empty", "fiche.toml") or file in done.stderr + done.stdout, done.stderr
