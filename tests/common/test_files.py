"""Files written whole or not at all, on real disks: full, read-only, or without hard links."""

import errno
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from fiche_builder.common.errors import OutputError
from fiche_builder.common.files import current_umask, make_folder, write_atomically, write_new


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_file_is_written_over_the_old_one_and_leaves_nothing_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "new" / "annuaire.pdf"
    write_atomically(path, b"old")
    write_atomically(path, b"new")
    assert path.read_bytes() == b"new"
    assert names(path.parent) == ["annuaire.pdf"]
    if os.name == "posix":
        assert path.stat().st_mode & 0o777 == 0o666 & ~current_umask()


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
    with pytest.raises(OutputError, match="No space left"):
        write_atomically(path, b"new")
    assert path.read_bytes() == b"old"
    assert names(tmp_path) == ["annuaire.pdf"]


def test_asking_for_the_mask_of_rights_changes_nothing() -> None:
    before = os.umask(0o027)
    try:
        assert (current_umask(), current_umask()) == (0o027, 0o027)
    finally:
        os.umask(before)
