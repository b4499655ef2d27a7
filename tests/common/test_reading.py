"""The door by which files come in: real pipes, devices, sockets and folders, and JSON that says too much."""

import errno
import os
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from fiche_builder.common.reading import check_file, keyed, listed, parse_json, read_file, text, whole


def test_a_file_is_read_whole(tmp_path: Path) -> None:
    path = tmp_path / "x"
    for content in (b"", b"abc", bytes(3_000_000)):
        path.write_bytes(content)
        assert read_file(path, 3_000_000) == content


def test_a_file_that_says_it_is_empty_is_read_whole() -> None:
    path = Path("/proc/self/status")
    if not path.exists():
        pytest.skip("only Linux has such files")
    assert read_file(path, 1_000_000).startswith(b"Name:")
    with pytest.raises(OSError, match="larger"):
        read_file(path, 10)


def _pipe(path: Path) -> None:
    os.mkfifo(path)


def _socket(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(path.name)


PLACES: dict[str, tuple[Callable[[Path], object], int]] = {
    "a pipe": (_pipe, errno.EINVAL),
    "a socket": (_socket, errno.EINVAL),
    "a device": (lambda path: path.symlink_to("/dev/zero"), errno.EINVAL),
    "a folder": (Path.mkdir, errno.EISDIR),
    "nothing": (lambda _path: None, errno.ENOENT),
    "a link to itself": (lambda path: path.symlink_to(path.name), errno.ELOOP),
    "too large a file": (lambda path: path.write_bytes(b"1234"), errno.EFBIG),
}


@pytest.mark.parametrize("how", PLACES)
def test_what_is_no_file_to_be_read_is_told_at_once(tmp_path: Path, how: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "x"
    make, number = PLACES[how]
    make(path)
    for read in (read_file, check_file):
        with pytest.raises(OSError) as caught:  # noqa: PT011 (the number is compared)
            read(path, 3)
        assert caught.value.errno == number
        assert caught.value.filename == str(path) or Path(caught.value.filename) == path


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"\xff", b"[" * 200_000, b'{"a":' * 100_000, b'{"a": 1, "a": 2}', b"9" * 5_000, b"\0", b"{} {}"],
)
def test_what_is_no_json_is_a_wrong_value(content: bytes) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 (of whatever words)
        parse_json(content)


def test_json_is_read_as_it_stands() -> None:
    assert parse_json('\ufeff{"é": [1, "x", null]}'.encode()) == {"é": [1, "x", None]}


ODD: tuple[Any, ...] = (None, True, 1.0, float("inf"), float("nan"), 2**60, "\ud800", b"x", object())


@pytest.mark.parametrize(
    ("kind", "good", "bad"),
    [(text, "é", 1), (whole, -7, "7"), (listed, [1], {}), (keyed, {"a": 1}, [])],
)
def test_a_value_has_the_type_that_is_asked_for(kind: Callable[[object], object], good: object, bad: object) -> None:
    assert kind(good) == good
    for value in (bad, *ODD):
        with pytest.raises(ValueError):  # noqa: PT011
            kind(value)
