"""The file of a journal: made whole, and opened only if it is a journal and nothing else.

It decides who gets an edition, so nothing in it is guessed, and a journal that is spoilt stays as it is. SQLite runs
what a file tells it to (views, triggers, functions in the definition of a table), so tables must be ours to the column.
"""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from fiche_builder.common.errors import OutputError
from fiche_builder.common.i18n import _
from fiche_builder.common.reading import MEGABYTE, check_file
from fiche_builder.common.reasons import reason

_LARGEST = 256 * MEGABYTE
_SECONDS = 5.0
"""How long to wait for another program that uses the journal."""
_REASONS = {
    sqlite3.SQLITE_FULL: lambda: _("the disk is full"),
    sqlite3.SQLITE_READONLY: lambda: _("it may only be read"),
    sqlite3.SQLITE_BUSY: lambda: _("another program uses it"),
    sqlite3.SQLITE_LOCKED: lambda: _("another program uses it"),
    sqlite3.SQLITE_CORRUPT: lambda: _("it is damaged"),
    sqlite3.SQLITE_NOTADB: lambda: _("it is no journal"),
}


class SpoiltJournalError(sqlite3.DatabaseError):
    """What stands in a journal is not what the program writes."""


def make_database(*statements: tuple[str, tuple[object, ...]]) -> bytes:
    """Return the file of a database that is made by some statements."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        for statement, values in statements:
            connection.execute(statement, values)
        return connection.serialize()


@contextmanager
def connected(path: Path, tables: dict[str, str], *, writing: bool) -> Iterator[sqlite3.Connection]:
    """Open the journal at `path`, which has some of these tables, by name the statement that makes each.

    Raise `OSError` if it is no file that can be read, `sqlite3.Error` if it is no sound database of these tables.
    """
    for file in (path, *_beside(path)):
        check_file(file, _LARGEST)
    # Not by a URI: SQLite takes none for a folder that other machines share with Windows.
    with closing(sqlite3.connect(path, timeout=_SECONDS, isolation_level=None)) as connection:
        connection.execute("PRAGMA trusted_schema = OFF")
        connection.execute(f"PRAGMA query_only = {'OFF' if writing else 'ON'}")
        _refuse_other_tables(connection, tables)
        if connection.execute("PRAGMA integrity_check(1)").fetchone() != ("ok",):
            raise SpoiltJournalError
        yield connection


def _beside(path: Path) -> list[Path]:
    """Return the files that SQLite keeps beside a database and reads first."""
    beside = (path.with_name(path.name + ending) for ending in ("-journal", "-wal", "-shm"))
    return [file for file in beside if os.path.lexists(file)]


def _refuse_other_tables(connection: sqlite3.Connection, tables: dict[str, str]) -> None:
    """Raise unless a database has only tables that stand in `tables`, in the same words."""
    ours = {(("table", name), _words(statement)) for name, statement in tables.items()}
    for kind, name, statement in connection.execute("SELECT type, name, sql FROM sqlite_master").fetchall():
        is_automatic = kind == "index" and statement is None
        if not is_automatic and ((kind, name), _words(str(statement))) not in ours:
            raise SpoiltJournalError


def _words(statement: str) -> str:
    return " ".join(statement.replace(" IF NOT EXISTS", "").split())


def unusable(path: Path, error: OSError | sqlite3.Error) -> OutputError:
    """Return the error for a journal that cannot be read or written."""
    if isinstance(error, OSError):
        words = reason(error)
    elif isinstance(error, SpoiltJournalError):
        words = _("what stands in it is not what fiche-builder wrote")
    else:
        # The lowest eight bits are the kind of error, the others tell more of it.
        told = _REASONS.get(getattr(error, "sqlite_errorcode", 0) & 0xFF)
        words = told() if told else str(error)
    return OutputError(
        _("The journal “%(path)s” cannot be used: %(reason)s.") % {"path": path, "reason": words},
        _("Without a journal nothing is sent. Check the free space, and that the file is not open in another program."),
    )
