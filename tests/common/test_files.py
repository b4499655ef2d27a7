"""Files written whole or not at all, on real disks: full, read-only, or without hard links."""

import errno
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from fiche_builder.common.errors import OutputError
from fiche_builder.common.files import (
    PATIENCE,
    _written_beside,
    cannot_write,
    discard,
    find_held,
    make_folder,
    patiently,
    remove_folder,
    windows_words,
    write_atomically,
    write_new,
)
from tests.making.windows import RefusingWindows, refusal


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_file_is_written_over_the_old_one_and_leaves_nothing_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "new" / "annuaire.pdf"
    write_atomically(path, b"old")
    write_atomically(path, b"new")
    assert path.read_bytes() == b"new"
    assert names(path.parent) == ["annuaire.pdf"]


def test_a_file_has_the_usual_rights(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        write_atomically(tmp_path / "a.pdf", b"")
        write_new(tmp_path / "b.pdf", b"")
    finally:
        os.umask(before)
    assert [path.stat().st_mode & 0o777 for path in tmp_path.iterdir()] == [0o640, 0o640]


def test_a_new_file_never_replaces_another(tmp_path: Path) -> None:
    path = tmp_path / "annuaire.xlsx"
    assert write_new(path, b"first")
    assert not write_new(path, b"second")
    assert path.read_bytes() == b"first"
    assert names(tmp_path) == ["annuaire.xlsx"]


def test_nor_does_it_on_a_disk_without_hard_links(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As on a memory stick: the system's call is the only thing that is replaced."""

    def no_links(*_arguments: object) -> None:
        raise OSError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "link", no_links)
    path = tmp_path / "annuaire.xlsx"
    assert write_new(path, b"first")
    assert not write_new(path, b"second")
    assert path.read_bytes() == b"first"
    assert names(tmp_path) == ["annuaire.xlsx"]


@pytest.mark.parametrize("write", [write_atomically, write_new])
def test_a_file_in_the_way_of_the_folder_is_named_with_the_reason(
    tmp_path: Path, write: Callable[[Path, bytes], object]
) -> None:
    (tmp_path / "output").write_bytes(b"")
    with pytest.raises(OutputError, match="output") as caught:
        write(tmp_path / "output" / "annuaire.pdf", b"x")
    assert caught.value.hint
    with pytest.raises(OutputError, match="output"):
        make_folder(tmp_path / "output" / "below")


def test_a_full_disk_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "annuaire.pdf"
    path.write_bytes(b"old")

    def no_room(_handle: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", no_room)
    with pytest.raises(OutputError, match="the disk is full"):
        write_atomically(path, b"new")
    assert path.read_bytes() == b"old"
    assert names(tmp_path) == ["annuaire.pdf"]


# As on Windows: see `tests.making.windows`.

OLD, NEW = b"old", b"new"
HELD = [5, 32]


@pytest.fixture
def windows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> RefusingWindows:
    return RefusingWindows(tmp_path, monkeypatch)


def over_another(path: Path) -> bool:
    write_atomically(path, NEW)
    return True


def beside_others(path: Path) -> bool:
    return write_new(path, NEW)


def without_links(path: Path) -> bool:
    """As `beside_others` on a memory stick, whose refusal of links is no refusal of a moment."""
    with pytest.MonkeyPatch.context() as patched:

        def no_links(*_arguments: object) -> None:
            raise OSError(errno.EPERM, "Operation not permitted")

        patched.setattr(os, "link", no_links)
        return write_new(path, NEW)


def error_of(way: Callable[[Path], bool], path: Path) -> OutputError | None:
    try:
        assert way(path)
    except OutputError as error:
        return error
    return None


WAYS = [over_another, beside_others, without_links]


def steps_of(way: Callable[[Path], bool], folder: Path) -> list[tuple[str, str]]:
    """Return what a way of writing asks of the system, with an old file where it may be one."""
    with pytest.MonkeyPatch.context() as patched:
        system = RefusingWindows(folder, patched)
        path = folder / "a" / "annuaire.xlsx"
        assert way(path)
        steps = list(dict.fromkeys(system.steps))
    path.unlink()
    path.parent.rmdir()
    return steps


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("code", HELD)
def test_what_is_held_for_a_moment_is_written_all_the_same(
    tmp_path: Path, way: Callable[[Path], bool], code: int
) -> None:
    """At each step, whichever it is."""
    steps = steps_of(way, tmp_path)
    assert len(steps) >= 4
    for number, step in enumerate(steps):
        path = tmp_path / str(number) / "annuaire.xlsx"
        with pytest.MonkeyPatch.context() as patched:
            system = RefusingWindows(tmp_path, patched)
            if way is over_another:
                path.parent.mkdir()
                path.write_bytes(OLD)
            system.refuse(step if step[1] != "a" else (step[0], str(number)), code, times=4)
            assert way(path), step
            assert 0 <= system.waited < 2
        assert path.read_bytes() == NEW
        assert names(path.parent) == ["annuaire.xlsx"], step


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("code", HELD)
def test_what_is_held_for_good_is_told_and_leaves_the_old_file_alone(
    tmp_path: Path, way: Callable[[Path], bool], code: int
) -> None:
    told = []
    for number, step in enumerate(steps_of(way, tmp_path)):
        if step == ("unlink", ".#.new"):
            continue  # what cannot be removed stays
        path = tmp_path / str(number) / "annuaire.xlsx"
        if way is over_another:
            path.parent.mkdir()
            path.write_bytes(OLD)
        with pytest.MonkeyPatch.context() as patched:
            system = RefusingWindows(tmp_path, patched)
            system.refuse(step if step[1] != "a" else (step[0], str(number)), code)
            error = error_of(way, path)
        found = {name: (path.parent / name).read_bytes() for name in names(path.parent)} if path.parent.exists() else {}
        if error is None:
            assert path.read_bytes() == NEW, step
        else:
            assert found == ({path.name: OLD} if way is over_another else {}), step
            assert PATIENCE <= system.waited < PATIENCE + 1, step
            told.append(str(path) in error.message and "another program" in error.message)
    assert len(told) >= 2
    assert all(told)


def test_a_refusal_that_is_none_of_a_moment_is_told_at_once(windows: RefusingWindows, tmp_path: Path) -> None:
    windows.refuse(("replace", ".#.new"), 3)
    with pytest.raises(OutputError):
        write_atomically(tmp_path / "annuaire.pdf", NEW)
    assert (windows.waited, windows.refused) == (0, 1)


def test_where_only_the_right_is_lacking_nobody_waits(windows: RefusingWindows) -> None:
    """Any other system says so without a code of Windows."""

    def forbidden() -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    with pytest.raises(PermissionError):
        patiently(forbidden)
    assert windows.waited == 0


def test_to_open_a_file_is_refused_without_a_code(windows: RefusingWindows, monkeypatch: pytest.MonkeyPatch) -> None:
    """C knows one word for all refusals."""
    monkeypatch.setattr("fiche_builder.common.files.IS_WINDOWS", True)
    refusals = [PermissionError(errno.EACCES, "Permission denied")] * 3

    def read() -> bytes:
        if refusals:
            raise refusals.pop()
        return NEW

    assert patiently(read) == NEW
    assert 0 < windows.waited < 1


def test_a_folder_goes_once_its_last_file_is_let_go(windows: RefusingWindows, tmp_path: Path) -> None:
    (tmp_path / "old" / "below").mkdir(parents=True)
    (tmp_path / "old" / "below" / "a.pdf").write_bytes(OLD)
    windows.refuse(("unlink", "a.pdf"), 32, times=3)
    remove_folder(tmp_path / "old")
    (tmp_path / "old").mkdir()
    windows.refuse(("rmdir", "old"), 145, times=2)
    discard(tmp_path / "old")
    discard(tmp_path / "never was")
    assert names(tmp_path) == []


def test_the_file_by_which_a_folder_is_held_is_found(windows: RefusingWindows, tmp_path: Path) -> None:
    for name in ("a.pdf", "b.pdf"):
        (tmp_path / name).write_bytes(OLD)
    windows.refuse(("write", "b.pdf"), 32)
    assert find_held(tmp_path) == tmp_path / "b.pdf"
    windows.obey()
    assert find_held(tmp_path) == tmp_path
    assert (tmp_path / "b.pdf").read_bytes() == OLD


@pytest.mark.parametrize(
    ("code", "length", "words"),
    [
        (32, 40, "is open in another program, which did not let go of it in 10 seconds"),
        (5, 40, "Windows denies access"),
        (3, 270, "is too long a path for Windows: 270 characters, and it takes 259"),
        (206, 250, "is too long a path for Windows: 250 characters"),
    ],
)
def test_windows_is_told_in_plain_words(code: int, length: int, words: str) -> None:
    path = Path(os.sep + "x" * (length - 1))
    error = cannot_write(path, refusal(code, str(path)))
    assert words in error.message
    assert error.hint


def test_what_every_system_says_needs_no_other_words() -> None:
    """A path of the usual length that is not there is just not there."""
    assert windows_words(Path("/x"), refusal(2, "/x")) is None
    assert windows_words(Path("/x"), OSError(errno.ENOSPC, "No space left on device")) is None


def test_what_a_killed_process_left_is_cleared_and_what_is_being_written_stays(tmp_path: Path) -> None:
    left, mine = tmp_path / ".0123456789abcdef.new", tmp_path / ".mine.new"
    for path in (left, mine):
        path.write_bytes(b"x")
    with _written_beside(tmp_path / "a.txt", b"a") as being_written:
        assert not left.exists()
        write_atomically(tmp_path / "b.txt", b"b")
        assert being_written.read_bytes() == b"a"
    assert {path.name for path in tmp_path.iterdir()} == {"b.txt", ".mine.new"}
