"""The cache of slugs: what was kept is found, and whatever is wrong with the file costs time, never a build."""

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from multiprocessing import get_context
from pathlib import Path

import pytest

from fiche_builder.outputs.pdf import cache
from fiche_builder.outputs.pdf.cache import SlugCache
from tests.conftest import SOAK
from tests.making.places import ROOT

ONE, TWO, THREE, OTHER = (bytes([number]) * 16 for number in (1, 2, 3, 9))
SLUGS = {ONE: (b"first",), TWO: (b"a", b"", b"three parts"), THREE: (b"\x00\xff" * 3000,)}
posix = pytest.mark.skipif(os.name != "posix", reason="modes of files are POSIX's")


def file_in(folder: Path) -> Path:
    """Return the one file of the cache."""
    (path,) = folder.iterdir()
    return path


def run_sql(folder: Path, command: str, *values: object) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(file_in(folder))) as connection, connection:
        return connection.execute(command, values).fetchall()


def test_what_was_kept_is_found_by_another_build(tmp_path: Path) -> None:
    SlugCache(tmp_path / "a" / "b").keep(SLUGS)
    assert SlugCache(tmp_path / "a" / "b").find([THREE, ONE, TWO]) == SLUGS


def test_unknown_keys_are_left_out(tmp_path: Path) -> None:
    slugs = SlugCache(tmp_path)
    assert slugs.find([ONE, OTHER]) == {}
    slugs.keep(SLUGS)
    assert slugs.find([OTHER, ONE]) == {ONE: SLUGS[ONE]}
    assert slugs.find([]) == {}


def test_a_key_kept_again_has_its_new_slugs(tmp_path: Path) -> None:
    slugs = SlugCache(tmp_path)
    slugs.keep(SLUGS)
    slugs.keep({ONE: (b"new", b"slugs")})
    assert slugs.find(SLUGS) == {**SLUGS, ONE: (b"new", b"slugs")}


def test_thousands_of_keys_are_found_at_once(tmp_path: Path) -> None:
    many = {number.to_bytes(16, "big"): (b"%d" % number,) for number in range(2501)}
    slugs = SlugCache(tmp_path)
    slugs.keep(many)
    assert slugs.find([*many, OTHER]) == many


@posix
def test_only_its_owner_can_read_it(tmp_path: Path) -> None:
    """Also under a mask that would let everybody."""
    before = os.umask(0)
    try:
        SlugCache(tmp_path / "cache").keep(SLUGS)
    finally:
        os.umask(before)
    assert (tmp_path / "cache").stat().st_mode & 0o777 == 0o700
    assert file_in(tmp_path / "cache").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("place", [0, 7, 8, 12, -1])
def test_a_slug_with_a_changed_byte_is_not_returned(tmp_path: Path, place: int) -> None:
    """Be it in the seal, in a length, or in the content."""
    slugs = SlugCache(tmp_path)
    slugs.keep(SLUGS)
    ((packed,),) = run_sql(tmp_path, "SELECT packed FROM slugs WHERE key = ?", TWO)
    assert isinstance(packed, bytes)
    damaged = bytearray(packed)
    damaged[place] ^= 1
    run_sql(tmp_path, "UPDATE slugs SET packed = ? WHERE key = ?", bytes(damaged), TWO)
    assert slugs.find(SLUGS) == {ONE: SLUGS[ONE], THREE: SLUGS[THREE]}
    slugs.keep({TWO: SLUGS[TWO]})
    assert slugs.find(SLUGS) == SLUGS


@pytest.mark.parametrize("value", [b"", b"short", "text", 7])
def test_a_row_that_holds_something_else_is_not_returned(tmp_path: Path, value: object) -> None:
    slugs = SlugCache(tmp_path)
    slugs.keep(SLUGS)
    run_sql(tmp_path, "UPDATE slugs SET packed = ? WHERE key = ?", value, ONE)
    assert slugs.find([ONE]) == {}


def test_slugs_under_a_wrong_key_are_not_returned(tmp_path: Path) -> None:
    slugs = SlugCache(tmp_path)
    slugs.keep({ONE: SLUGS[ONE]})
    run_sql(tmp_path, "UPDATE slugs SET key = ?", TWO)
    assert slugs.find([ONE, TWO]) == {}


@pytest.mark.parametrize("part", [0, 1, 15, 100, 1000, 4096, 0.5, 0.9])
def test_a_file_that_was_cut_off_works_again(tmp_path: Path, part: float) -> None:
    """`part` is a number of bytes, or a share."""
    slugs = SlugCache(tmp_path)
    slugs.keep(SLUGS)
    path = file_in(tmp_path)
    content = path.read_bytes()
    path.write_bytes(content[: part if isinstance(part, int) else int(len(content) * part)])
    assert_sound(slugs)


def test_a_file_with_changed_bytes_anywhere_never_gives_wrong_slugs_and_works_again(tmp_path: Path) -> None:
    many = {number.to_bytes(16, "big"): (b"%d" % number * 50, b"second") for number in range(100)}
    SlugCache(tmp_path).keep(many)
    path = file_in(tmp_path)
    sound = path.read_bytes()
    for place in range(0, len(sound), 5 if SOAK else 397):
        damaged = bytearray(sound)
        damaged[place] ^= 0xFF
        path.write_bytes(bytes(damaged))
        assert SlugCache(tmp_path).find(many).items() <= many.items()
        assert_sound(SlugCache(tmp_path))
        path.write_bytes(sound)


def assert_sound(slugs: SlugCache) -> None:
    """Check that what is found is right, and that what is kept is found again, at the latest after one more build."""
    assert slugs.find(SLUGS).items() <= SLUGS.items()
    slugs.keep(SLUGS)
    slugs.keep(SLUGS)
    assert slugs.find(SLUGS) == SLUGS


@pytest.mark.parametrize(
    "garbage", [b"not a database at all" * 500, b"\x00" * 9000, b"SQLite format 3\x00" + b"\xff" * 9000]
)
def test_a_file_of_garbage_is_made_anew(tmp_path: Path, garbage: bytes) -> None:
    slugs = SlugCache(tmp_path)
    slugs.keep(SLUGS)
    file_in(tmp_path).write_bytes(garbage)
    assert slugs.find(SLUGS) == {}
    assert_sound(slugs)


def test_a_removed_file_is_made_anew(tmp_path: Path) -> None:
    slugs = SlugCache(tmp_path)
    slugs.keep(SLUGS)
    file_in(tmp_path).unlink()
    assert slugs.find(SLUGS) == {}
    assert_sound(slugs)


def test_a_damaged_file_is_closed_before_it_is_removed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Windows does not remove an open file."""
    slugs = SlugCache(tmp_path)
    slugs.keep(SLUGS)
    path = file_in(tmp_path)
    path.write_bytes(b"garbage" * 1000)
    if not Path("/proc/self/fd").is_dir():
        pytest.skip("this system does not tell which files are open")
    open_at_removal = []
    unlink = os.unlink

    def notice(removed: Path) -> None:
        open_at_removal.append(
            [link for link in Path("/proc/self/fd").iterdir() if os.path.realpath(link) == str(path)]
        )
        unlink(removed)

    monkeypatch.setattr(os, "unlink", notice)
    slugs.find(SLUGS)
    assert open_at_removal == [[]]


def test_the_limit_is_kept_and_the_longest_unused_leave_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    slugs = SlugCache(tmp_path, limit=10_000)
    for day in range(1, 10):
        monkeypatch.setattr(cache, "_today", lambda day=day: day)
        slugs.keep({bytes([day]) * 16: (b"x" * 1000,)})
    monkeypatch.setattr(cache, "_today", lambda: 10)
    assert len(slugs.find([ONE, TWO])) == 2
    monkeypatch.setattr(cache, "_today", lambda: 11)
    slugs.keep({OTHER[:15] + b"!": (b"x" * 1000,)})
    ((size,),) = run_sql(tmp_path, "SELECT sum(length(packed)) FROM slugs")
    assert isinstance(size, int)
    assert 7000 < size <= 8000
    left = {key[0] for (key,) in run_sql(tmp_path, "SELECT key FROM slugs") if isinstance(key, bytes)}
    assert left == {1, 2, 6, 7, 8, 9}
    assert len(slugs.find([OTHER[:15] + b"!"])) == 1


def test_below_the_limit_nothing_leaves(tmp_path: Path) -> None:
    slugs = SlugCache(tmp_path, limit=10_000)
    few = {bytes([number]) * 16: (b"x" * 1000,) for number in range(9)}
    for key, parts in few.items():
        slugs.keep({key: parts})
    assert slugs.find(few) == few


def test_the_file_stops_growing(tmp_path: Path) -> None:
    """SQLite gives a row of one kilobyte a page of four, so the file may be several times the limit, but not more."""
    slugs = SlugCache(tmp_path, limit=100_000)
    sizes = []
    for number in range(90):
        slugs.keep({bytes([number, place]) * 8: (os.urandom(1000),) for place in range(10)})
        sizes.append(file_in(tmp_path).stat().st_size)
    assert max(sizes[30:]) <= max(sizes[:30]) < 600_000


def test_a_folder_that_cannot_be_is_no_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    for folder in (
        tmp_path / "file",
        tmp_path / "file" / "below",
        Path("/proc/nothing-can-be-made-here"),
        tmp_path / ("x" * 300),
    ):
        slugs = SlugCache(folder)
        slugs.keep(SLUGS)
        assert slugs.find(SLUGS) == {}
    assert (tmp_path / "file").read_text() == "in the way"


def test_a_folder_in_the_place_of_the_file_is_no_error(tmp_path: Path) -> None:
    slugs = SlugCache(tmp_path)
    slugs.keep(SLUGS)
    path = file_in(tmp_path)
    path.unlink()
    path.mkdir()
    slugs.keep(SLUGS)
    assert slugs.find(SLUGS) == {}


def in_child(script: str, *arguments: str) -> str:
    command = [
        sys.executable,
        "-W",
        "error",
        "-c",
        "import sys; from pathlib import Path; from tests.outputs.pdf.test_cache import *\n" + script,
    ]
    run = subprocess.run([*command, *arguments], capture_output=True, text=True, check=True, cwd=ROOT)
    return run.stdout.strip()


@posix
def test_what_may_only_be_read_is_no_error(tmp_path: Path) -> None:
    """A child process gives up being root, whom no mode stops."""
    SlugCache(tmp_path).keep(SLUGS)
    content = file_in(tmp_path).read_bytes()
    file_in(tmp_path).chmod(0o444)
    tmp_path.chmod(0o555)
    script = (
        "import os\nos.chdir(sys.argv[1])\nif os.geteuid() == 0: os.seteuid(65534)\n"
        "slugs = SlugCache(Path())\nslugs.keep({OTHER: (b'new',)}); print(slugs.find([OTHER]))\n"
        "slugs = SlugCache(Path('below')); slugs.keep(SLUGS); print(slugs.find(SLUGS))\n"
    )
    assert in_child(script, str(tmp_path)).split("\n") == ["{}", "{}"]
    tmp_path.chmod(0o700)
    assert file_in(tmp_path).read_bytes() == content


@posix
def test_a_full_disk_is_no_error_and_loses_nothing(tmp_path: Path) -> None:
    SlugCache(tmp_path).keep(SLUGS)
    script = (
        "import resource, signal\nsignal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (30_000, 30_000))\n"
        "slugs = SlugCache(Path(sys.argv[1]))\nslugs.keep({OTHER: (b'x' * 50_000,)})\nprint(len(slugs.find([*SLUGS, "
        "OTHER])))\n"
    )
    assert in_child(script, str(tmp_path)) == "3"
    assert SlugCache(tmp_path).find([*SLUGS, OTHER]) == SLUGS


def test_a_locked_file_is_no_error_and_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "_PATIENCE", 0.05)
    slugs = SlugCache(tmp_path)
    slugs.keep(SLUGS)
    with closing(sqlite3.connect(file_in(tmp_path), isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        assert slugs.find(SLUGS) == {}
        slugs.keep({OTHER: (b"not kept",)})
        other.execute("ROLLBACK")
    assert slugs.find([*SLUGS, OTHER]) == SLUGS


def test_a_file_that_somebody_writes_to_can_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "_PATIENCE", 0.05)
    slugs = SlugCache(tmp_path)
    slugs.keep(SLUGS)
    with closing(sqlite3.connect(file_in(tmp_path), isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert slugs.find(SLUGS) == SLUGS
        other.execute("ROLLBACK")


def parts_of(writer: int, number: int) -> tuple[bytes, ...]:
    return (bytes([writer, number % 256]) * (1 + number % 700), b"end")


def write_many(folder: Path, writer: int, count: int) -> bool:
    """Keep slugs, a few at a time, while reading those of the other writer; return whether all of them were right."""
    slugs = SlugCache(folder)
    is_right = True
    for start in range(0, count, 10):
        slugs.keep(
            {
                bytes([writer]) + number.to_bytes(15, "big"): parts_of(writer, number)
                for number in range(start, start + 10)
            }
        )
        other = {
            bytes([1 - writer]) + number.to_bytes(15, "big"): parts_of(1 - writer, number)
            for number in range(start, start + 10)
        }
        is_right = is_right and slugs.find(other).items() <= other.items()
    return is_right


def test_two_builds_at_once_lose_nothing_and_damage_nothing(tmp_path: Path) -> None:
    count = 3000 if SOAK else 300
    with get_context("spawn").Pool(2) as pool:
        assert pool.starmap(write_many, [(tmp_path, 0, count), (tmp_path, 1, count)], chunksize=1) == [True, True]
        pool.close()
        pool.join()
    everything = {
        bytes([w]) + number.to_bytes(15, "big"): parts_of(w, number) for w in (0, 1) for number in range(count)
    }
    assert SlugCache(tmp_path).find(everything) == everything
    assert run_sql(tmp_path, "PRAGMA integrity_check") == [("ok",)]
    assert len(list(tmp_path.iterdir())) == 1
