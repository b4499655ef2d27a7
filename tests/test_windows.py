"""What differs on Windows, raised here at each step (`docs/decisions/0020-windows.md`): nothing is lost, all told."""

import os
import re
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from fiche_builder.cli.main import run, spelled_out
from fiche_builder.common.errors import OutputError
from fiche_builder.common.files import PATIENCE
from fiche_builder.common.period import EditionId, Period
from fiche_builder.common.text import file_part
from fiche_builder.model.columns import Audience
from fiche_builder.publish.folder import OutputFile, publish
from fiche_builder.publish.journal import list_journals, open_journal, read_journal
from fiche_builder.publish.manifest import file_name
from tests.conftest import WorkbookMaker
from tests.making.places import PACKAGE
from tests.making.windows import RefusingWindows, Step, refusal
from tests.making.workbooks import public

NOVEMBER = EditionId(Period(2026, 11))
HELD = [5, 32]
INSIDE = file_name(NOVEMBER, Audience.INTERNAL, "pdf")
OUTSIDE = file_name(NOVEMBER, Audience.PUBLIC, "pdf")
Capture = pytest.CaptureFixture[str]


def make_file(audience: Audience, content: bytes) -> OutputFile:
    return OutputFile(file_name(NOVEMBER, audience, "pdf"), audience, "pdf", content, fiches=3)


def first_build(output: Path) -> None:
    publish(
        output,
        NOVEMBER,
        [make_file(Audience.INTERNAL, b"old"), make_file(Audience.PUBLIC, b"old")],
        workbook_sha256="1",
    )


def second_build(output: Path) -> None:
    """A build of the public edition alone, which carries the internal one over."""
    publish(output, NOVEMBER, [make_file(Audience.PUBLIC, b"new")], workbook_sha256="2")


def after_a_crash(output: Path) -> None:
    """What a kill between the two renames left, and of a build before that."""
    (output / "2026-11").rename(output / ".old-2026-11")
    (output / ".new-2026-11-0123abcd").mkdir()
    (output / ".new-2026-11-0123abcd" / "manifest.json").write_bytes(b"{")


def after_a_full_exchange(output: Path) -> None:
    """What a kill after the second rename left."""
    shutil.copytree(output / "2026-11", output / ".old-2026-11")


BEFORE: dict[str, Callable[[Path], None]] = {
    "as it should be": lambda _output: None,
    "after a crash": after_a_crash,
    "after a full exchange": after_a_full_exchange,
}


def contents(output: Path) -> dict[str, dict[str, bytes]]:
    """Return the folders with their files, but for manifests and locks."""
    return {
        folder.name: {path.name: path.read_bytes() for path in folder.iterdir() if path.name != "manifest.json"}
        for folder in output.iterdir()
        if folder.is_dir()
    }


OLD = {"2026-11": {INSIDE: b"old", OUTSIDE: b"old"}}
NEW = {"2026-11": {INSIDE: b"old", OUTSIDE: b"new"}}


@pytest.fixture
def two_renames(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only Linux exchanges two folders in one step."""
    monkeypatch.setattr("fiche_builder.publish.folder.sys.platform", "win32")


def prepared(output: Path, before: str) -> Path:
    """Return an output folder with an edition."""
    first_build(output)
    BEFORE[before](output)
    return output


def steps_of_a_build(folder: Path, before: str) -> list[Step]:
    """Return what a build asks of the system, each kind of step once."""
    output = prepared(folder, before)
    with pytest.MonkeyPatch.context() as patched:
        system = RefusingWindows(output, patched)
        second_build(output)
        steps = list(dict.fromkeys(system.steps))
    assert contents(output) == NEW
    return steps


@pytest.mark.usefixtures("two_renames")
@pytest.mark.parametrize("before", BEFORE)
@pytest.mark.parametrize("code", HELD)
def test_an_edition_is_published_though_each_step_is_refused_for_a_moment(
    tmp_path: Path, before: str, code: int
) -> None:
    steps = steps_of_a_build(tmp_path / "steps", before)
    assert {name for name, _file in steps} >= {"mkdir", "write", "chmod", "rename", "unlink", "rmdir", "open"}
    for number, step in enumerate(steps):
        output = prepared(tmp_path / str(number) / "o", before)
        with pytest.MonkeyPatch.context() as patched:
            system = RefusingWindows(output, patched)
            system.refuse(step if step[1] != "steps" else (step[0], "o"), code, times=3)
            second_build(output)
            assert system.refused > 0, step
            assert system.waited < 3, step
        assert contents(output) == NEW, step


@pytest.mark.usefixtures("two_renames")
@pytest.mark.parametrize("before", BEFORE)
@pytest.mark.parametrize("code", HELD)
def test_what_is_refused_for_good_is_told_and_loses_nothing(tmp_path: Path, before: str, code: int) -> None:
    """Either edition is whole; the next build leaves nothing of what could not be removed."""
    told = 0
    for number, step in enumerate(steps_of_a_build(tmp_path / "steps", before)):
        output = prepared(tmp_path / str(number) / "o", before)
        with pytest.MonkeyPatch.context() as patched:
            system = RefusingWindows(output, patched)
            system.refuse(step if step[1] != "steps" else (step[0], "o"), code)
            error = error_of(second_build, output)
            assert system.refused > 0, step
            assert system.waited < 4 * PATIENCE, step
        found = contents(output)
        removals = {"unlink", "rmdir"}
        if error:
            told += 1
            assert str(output) in error.message
            assert "another program" in error.message
            whole = found.get("2026-11") or found[".old-2026-11"]
            assert whole == OLD["2026-11"], step
        else:
            assert found["2026-11"] == NEW["2026-11"], step
        if before == "as it should be" and step[0] not in removals:
            assert set(found) == {"2026-11"}, step
        second_build(output)
        assert contents(output) == NEW, step
    assert told >= 5


def error_of(act: Callable[[Path], None], output: Path) -> OutputError | None:
    try:
        act(output)
    except OutputError as error:
        return error
    return None


@pytest.mark.usefixtures("two_renames")
def test_an_edition_whose_return_is_refused_too_comes_back_with_the_next_build(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first rename passes, and every one after it is refused."""
    first_build(tmp_path)
    with monkeypatch.context() as patched:
        system = RefusingWindows(tmp_path, patched)
        passed = os.rename

        def rename(source: Path, target: Path) -> None:
            if Path(target).name == "2026-11":
                raise refusal(32, str(source))
            passed(source, target)

        patched.setattr(os, "rename", rename)
        with pytest.raises(OutputError, match="2026-11"):
            second_build(tmp_path)
        assert 2 * PATIENCE <= system.waited < 2 * PATIENCE + 2
    assert contents(tmp_path) == {".old-2026-11": OLD["2026-11"]}
    second_build(tmp_path)
    assert contents(tmp_path) == NEW


@pytest.mark.usefixtures("two_renames")
def test_the_pdf_that_somebody_reads_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Windows names the folder, which is of no use to anybody."""
    first_build(tmp_path)
    RefusingWindows(tmp_path, monkeypatch).refuse(("rename", "2026-11"), 32)
    passed = Path.open

    def opened(path: Path, mode: str = "r", *rest: object) -> object:
        if path.name == OUTSIDE and "+" in mode:
            raise refusal(32, str(path))
        return passed(path, mode, *rest)  # type: ignore[call-overload]

    monkeypatch.setattr(Path, "open", opened)
    with pytest.raises(OutputError, match=re.escape(f"“{tmp_path / '2026-11' / OUTSIDE}” is open in another program")):
        second_build(tmp_path)
    assert contents(tmp_path) == OLD


def test_an_edition_does_not_belong_to_who_made_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Windows takes the mode 0700 of a new folder, and no other, for a wish to keep everybody else out for good."""
    passed, modes = os.mkdir, {}

    def mkdir(path: Path, mode: int = 0o777, *rest: object) -> None:
        modes[Path(path).name[:5]] = mode
        passed(path, mode, *rest)

    monkeypatch.setattr(os, "mkdir", mkdir)
    first_build(tmp_path)
    assert modes[".new-"] == 0o750


def test_a_folder_that_cannot_be_opened_is_not_flushed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    system = RefusingWindows(tmp_path, monkeypatch)
    system.refuse(("open", tmp_path.name), 5)
    first_build(tmp_path)
    assert system.refused == 1
    assert contents(tmp_path) == OLD


def test_a_journal_that_nobody_needed_goes_once_it_is_closed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Windows removes no open file, and SQLite keeps the journal open."""
    system = RefusingWindows(tmp_path, monkeypatch)
    with open_journal(tmp_path, NOVEMBER) as journal:
        connection = journal._connection  # noqa: SLF001 (whether it is closed has no other witness)
        system.refuse(("unlink", "2026-11.journal.sqlite"), 32, times=2)
    with pytest.raises(Exception, match="closed"):
        connection.execute("SELECT 1")
    assert list_journals(tmp_path) == []


def test_a_journal_is_read_from_a_shared_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    r"""SQLite takes no URI with the name of another machine, as `\\server\annuaire` gives one."""
    with open_journal(tmp_path, NOVEMBER) as journal:
        journal.plan([("ann@contact.example", "internal", "00", "<1@contact.example>")])
    monkeypatch.setattr(Path, "as_uri", lambda path: f"file://server{path.as_posix()}")
    assert len(read_journal(tmp_path, NOVEMBER)) == 1


@pytest.mark.parametrize("code", HELD)
def test_a_workbook_that_is_held_for_good_is_told_in_plain_words(
    workbook: WorkbookMaker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture, code: int
) -> None:
    path = workbook(Fiches=[public(1)])
    system = RefusingWindows(tmp_path, monkeypatch)
    system.refuse(("open", path.name), code, times=3)
    assert run(["--lang", "en", "check", str(path)]) == 0
    system.refuse(("open", path.name), code)
    assert run(["--lang", "fr", "check", str(path)]) == 2
    shown = capsys.readouterr().err
    assert str(path) in shown.replace("\n", "")
    assert "un autre programme" in shown
    assert "Fermez" in shown


def test_a_path_that_is_too_long_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    folder = tmp_path.joinpath("x" * 120, "y" * 120)
    folder.mkdir(parents=True)
    system = RefusingWindows(tmp_path, monkeypatch)
    system.refuse(("mkdir", "sources"), 3)
    assert run(["--lang", "en", "--no-input", "init", str(folder)]) == 2
    assert "is too long a path for Windows" in capsys.readouterr().err.replace("\n", " ")
    assert list(folder.iterdir()) == []


# What has other names there.


def test_the_command_line_spells_out_what_the_shell_does_not(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("a.eml", "b.eml", "c[1].eml"):
        (tmp_path / name).write_bytes(b"")
    monkeypatch.chdir(tmp_path)
    typed = ["import", "*.eml", "c[1].e?l", "c[1].eml", "no*thing"]
    assert spelled_out(typed) == typed
    monkeypatch.setattr("fiche_builder.cli.main.IS_WINDOWS", True)
    assert spelled_out(typed) == ["import", "a.eml", "b.eml", "c[1].eml", "c[1].eml", "c[1].eml", "no*thing"]


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("CON", "con-"), ("Nul", "nul-"), ("Lpt¹", "lpt1-"), ("Console", "console"), ("com10", "com10"), ("...", ""),
        ("A: le « réseau ».", "a-le-reseau"), ('a\\b|c?*<d>"', "a-b-c-d"),
    ],
)  # fmt: skip
def test_a_name_made_from_anything_is_one_on_windows(text: str, part: str) -> None:
    assert file_part(text) == part


def test_no_two_modules_or_templates_have_one_name_there() -> None:
    """Nor does any have a name that Windows keeps for itself, or cannot have."""
    paths = [path.relative_to(PACKAGE).as_posix() for path in PACKAGE.rglob("*.*") if "__pycache__" not in path.parts]
    assert len({path.casefold() for path in paths}) == len(paths) > 200
    bad = re.compile(r'[:*?"<>|\\]|[. ](/|$)|(^|/)(con|prn|aux|nul|com\d|lpt\d)(\.|/|$)', re.IGNORECASE)
    assert [path for path in paths if bad.search(path)] == []
    assert bad.search("mail/aux.py")


_GUARDED = re.compile(r"^try:\n    import \w+\nexcept ImportError", re.MULTILINE)
"""What is used only where it is."""
_OF_UNIX = re.compile(
    r"(?<!\")os\.fork|get_context\((?!.spawn)|set_start_method|multiprocessing\.(?:Process|Pool)|ProcessPoolExecutor\(\d*\)"
    r"|\bimport (?:fcntl|pwd|grp|resource|termios)\b|os\.(?:getuid|geteuid|getpgid|killpg|mkfifo)\b"
)
WITH_LIMITS = {"confined.py"}
"""A module that sets limits where the system has them, and says what it does elsewhere."""


def test_nothing_relies_on_what_unix_alone_has() -> None:
    """Windows starts each process anew (spawn), with nothing of its parent but what is sent to it."""
    texts = {path.name: path.read_text("utf-8") for path in PACKAGE.rglob("*.py")}
    assert {name for name, text in texts.items() if _OF_UNIX.search(_GUARDED.sub("", text))} <= WITH_LIMITS


@pytest.mark.parametrize("text", ['get_context("fork")', "import fcntl", "ProcessPoolExecutor(4)", "os.fork()"])
def test_what_unix_alone_has_is_seen(text: str) -> None:
    assert _OF_UNIX.search(text)
    assert not _OF_UNIX.search('ProcessPoolExecutor(4, get_context("spawn"))')


def test_a_pipe_whose_reader_has_enough_is_no_error_there(
    workbook: WorkbookMaker, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    """Windows calls it invalid."""
    path = workbook(Fiches=[public(1, Autorisé_par=None)])

    class Closed:
        """A pipe that nobody reads any more."""

        encoding = "cp1252"

        def write(self, _text: str) -> int:
            raise OSError(22, "Invalid argument")

        flush = fileno = isatty = lambda _self: 0

    for is_windows, code in ((True, 0), (False, 2)):
        monkeypatch.setattr("fiche_builder.cli.streams.IS_WINDOWS", is_windows)
        with monkeypatch.context() as patched:
            patched.setattr(sys, "stdout", Closed())
            assert run(["--lang", "en", "check", str(path)]) == code
    capsys.readouterr()
