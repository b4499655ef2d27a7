"""Typeset slugs, kept from one build to the next in an SQLite file.

Only its owner can read the file, because it holds internal text. The cache is a convenience: whatever is wrong with it
(damaged, locked, disk full) costs time but never a build.
"""

import os
import sqlite3
import struct
from collections.abc import Callable, Iterable, Mapping
from contextlib import closing, suppress
from datetime import UTC, datetime
from hashlib import blake2b
from pathlib import Path

_FILE = "slugs-1.sqlite"
"""The number changes whenever the form of the table does."""
LIMIT = 256 * 1024 * 1024
"""How many bytes of slugs are kept. Those that were unused for the longest time are deleted first."""
_TRIMMED = 0.8
"""The share of `LIMIT` that remains after deleting."""
_PATIENCE = 5
"""How many seconds to wait while another build writes."""
_ASKED_AT_ONCE = 500
_TABLE = """CREATE TABLE IF NOT EXISTS slugs
(key BLOB PRIMARY KEY, used INTEGER NOT NULL, size INTEGER NOT NULL, packed BLOB NOT NULL) WITHOUT ROWID"""


class SlugCache:
    """The cache in a folder. The folder is made if it does not exist."""

    def __init__(self, folder: Path, limit: int = LIMIT) -> None:
        self._path = folder / _FILE
        self._limit = limit

    def find(self, keys: Iterable[bytes]) -> dict[bytes, tuple[bytes, ...]]:
        """Return the packed slugs of those keys that are known and sound."""
        found: dict[bytes, tuple[bytes, ...]] = {}
        wanted = list(keys)

        def ask(connection: sqlite3.Connection) -> None:
            today = _today()
            for start in range(0, len(wanted), _ASKED_AT_ONCE):
                some = wanted[start : start + _ASKED_AT_ONCE]
                marks = ",".join("?" * len(some))
                stale = []
                rows = connection.execute(f"SELECT key, used, packed FROM slugs WHERE key IN ({marks})", some)  # noqa: S608 (question marks)
                for key, used, packed in rows:
                    if slugs := _open_parcel(key, packed):
                        found[key] = slugs
                        if used != today:
                            stale.append((today, key))
                connection.executemany("UPDATE slugs SET used = ? WHERE key = ?", stale)

        self._use(ask)
        return found

    def keep(self, slugs: Mapping[bytes, tuple[bytes, ...]]) -> None:
        """Keep slugs, and make room if there are too many."""

        def put(connection: sqlite3.Connection) -> None:
            rows = [
                (key, _today(), len(parcel), parcel)
                for key, parts in slugs.items()
                for parcel in [_close_parcel(key, parts)]
            ]
            connection.executemany("INSERT OR REPLACE INTO slugs VALUES (?, ?, ?, ?)", rows)
            (total,) = connection.execute("SELECT coalesce(sum(size), 0) FROM slugs").fetchone()
            if total > self._limit:
                self._make_room(connection, total)

        self._use(put)

    def _make_room(self, connection: sqlite3.Connection, total: int) -> None:
        leaving = []
        for key, size in connection.execute("SELECT key, size FROM slugs ORDER BY used, key"):
            if total <= self._limit * _TRIMMED:
                break
            leaving.append((key,))
            total -= size
        connection.executemany("DELETE FROM slugs WHERE key = ?", leaving)

    def _use(self, work: Callable[[sqlite3.Connection], None]) -> None:
        """Use the file in one transaction.

        A failure is not an error; a damaged file is removed.
        """
        try:
            self._prepare()
            with closing(sqlite3.connect(self._path, timeout=_PATIENCE)) as connection, connection:
                connection.execute(
                    "PRAGMA synchronous = OFF"
                )  # a crash of the machine may damage it; it is then made anew
                connection.execute(_TABLE)
                work(connection)
        except sqlite3.OperationalError:
            return  # locked for too long, a full disk, a folder that cannot be written
        except sqlite3.DatabaseError:
            with suppress(OSError):
                self._path.unlink()
        except OSError:
            return

    def _prepare(self) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with suppress(FileExistsError):
            os.close(os.open(self._path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))


def _close_parcel(key: bytes, parts: tuple[bytes, ...]) -> bytes:
    """Put the slugs of an order into one parcel, with a checksum as its seal."""
    content = b"".join(struct.pack(">I", len(part)) + part for part in parts)
    return _seal(key, content) + content


def _open_parcel(key: bytes, parcel: bytes) -> tuple[bytes, ...]:
    """Return the slugs in a parcel; none if its seal is broken."""
    if not isinstance(parcel, bytes) or parcel[:_SEAL] != _seal(key, parcel[_SEAL:]):
        return ()
    parts = []
    place = _SEAL
    while place < len(parcel):
        (length,) = struct.unpack_from(">I", parcel, place)
        parts.append(parcel[place + 4 : place + 4 + length])
        place += 4 + length
    return tuple(parts)


_SEAL = 8


def _seal(key: bytes, content: bytes) -> bytes:
    return blake2b(content, key=key, digest_size=_SEAL).digest()


def _today() -> int:
    return datetime.now(UTC).toordinal()
