"""The file of a journal: nothing but our tables is opened. More ways to spoil one: `tests/test_spoilt.py`."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from fiche_builder.publish.journal_file import SpoiltJournalError, connected, make_database, unusable

TABLES = {"a": "CREATE TABLE a (x TEXT UNIQUE)", "b": "CREATE TABLE IF NOT EXISTS b (y TEXT)"}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A database that has one of the tables that it may have."""
    made = tmp_path / "journal.sqlite"
    made.write_bytes(make_database((TABLES["a"], ()), ("INSERT INTO a VALUES (?)", ("é",))))
    return made


def test_what_was_made_is_opened_and_a_table_may_come_later(path: Path) -> None:
    with connected(path, TABLES, writing=True) as connection:
        connection.execute(TABLES["b"])
    with connected(path, TABLES, writing=False) as connection:
        assert connection.execute("SELECT x FROM a").fetchall() == [("é",)]
        with pytest.raises(sqlite3.OperationalError):
            connection.execute("DELETE FROM a")


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE VIEW b AS SELECT 1 AS y",
        "CREATE TABLE b (y TEXT, z TEXT)",
        "CREATE TABLE c (y TEXT)",
        "CREATE INDEX i ON a (x)",
        "CREATE TRIGGER t AFTER INSERT ON a BEGIN DELETE FROM a; END",
        "CREATE TABLE b (y TEXT CHECK (y > 1))",
        "CREATE VIRTUAL TABLE b USING fts5(y)",
    ],
)
def test_anything_else_in_it_makes_it_no_journal(path: Path, statement: str) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(statement)
    with pytest.raises(SpoiltJournalError), connected(path, TABLES, writing=False):
        pass


def test_a_page_that_is_lost_is_seen(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[4096 + 100 : 8192] = b"\xff" * (4096 - 100)
    path.write_bytes(content)
    with pytest.raises(sqlite3.DatabaseError), connected(path, TABLES, writing=False):
        pass


def test_what_is_wrong_is_said_in_plain_words(path: Path) -> None:
    path.write_bytes(b"no database" * 100)
    with pytest.raises(sqlite3.DatabaseError) as caught, connected(path, TABLES, writing=False):
        pass
    assert "it is no journal" in unusable(path, caught.value).message
    assert "not what fiche-builder wrote" in unusable(path, SpoiltJournalError()).message
