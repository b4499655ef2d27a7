"""The requests in a journal: which organisation was asked about which fiches, by when, and how often it was reminded.

    planned → asked → reminding → asked      (once more for each reminder)

`planned` and `reminding` are on the disk before the draft is written, `asked` after it. After a crash in between, the
draft may exist or not, so it is written anew and the editor is told. Nobody knows whether a draft was really sent; it
counts as asked.
"""

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import Enum

from fiche_builder.common.reading import text, whole
from fiche_builder.publish.journal_file import SpoiltJournalError

TABLE = """
CREATE TABLE IF NOT EXISTS request (
  number INTEGER PRIMARY KEY,
  organisation TEXT NOT NULL,
  address TEXT NOT NULL,
  fiches TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  state TEXT NOT NULL,
  asked_on TEXT NOT NULL,
  due_on TEXT NOT NULL,
  reminders INTEGER NOT NULL DEFAULT 0,
  changed TEXT NOT NULL
)
"""


class RequestState(Enum):
    """How far a request got."""

    PLANNED = "planned"
    """Its draft is about to be written."""
    ASKED = "asked"
    """Its draft, or that of its last reminder, is on the disk. It counts as sent."""
    REMINDING = "reminding"
    """A reminder is about to be written."""


@dataclass(frozen=True, slots=True)
class NewRequest:
    """A request whose draft is about to be written. `fiches` are N°; `sha256` is the hash of the draft."""

    organisation: str
    address: str
    fiches: tuple[int, ...]
    sha256: str
    asked_on: date
    due_on: date


@dataclass(frozen=True, slots=True)
class Request:
    """A request in the journal. `due_on` and `sha256` are those of the last draft, which may be a reminder."""

    number: int
    organisation: str
    address: str
    fiches: tuple[int, ...]
    sha256: str
    state: RequestState
    asked_on: date
    due_on: date
    reminders: int


def read(connection: sqlite3.Connection) -> list[Request]:
    """Read all requests. A journal from before requests existed has none."""
    if connection.execute("SELECT count(*) FROM sqlite_master WHERE name = 'request'").fetchone() == (0,):
        return []
    rows = connection.execute(
        "SELECT number, organisation, address, fiches, sha256, state, asked_on, due_on, reminders FROM request ORDER "
        "BY number"
    ).fetchall()
    try:
        return [_parse(*row) for row in rows]
    except ValueError:
        raise SpoiltJournalError from None


def plan(connection: sqlite3.Connection, entries: Iterable[NewRequest], now: str) -> None:
    """Add requests. Requests planned earlier are replaced if their draft was never known to be written."""
    connection.execute(TABLE)
    connection.execute("DELETE FROM request WHERE state = ?", (RequestState.PLANNED.value,))
    connection.executemany(
        "INSERT INTO request (organisation, address, fiches, sha256, state, asked_on, due_on, changed) VALUES (?, ?, "
        "?, ?, ?, ?, ?, ?)",
        [
            (
                entry.organisation,
                entry.address,
                " ".join(map(str, entry.fiches)),
                entry.sha256,
                RequestState.PLANNED.value,
                entry.asked_on.isoformat(),
                entry.due_on.isoformat(),
                now,
            )
            for entry in entries
        ],
    )


def update(connection: sqlite3.Connection, changed: Iterable[Request], now: str) -> None:
    """Write the fields of requests that can change."""
    connection.executemany(
        "UPDATE request SET state = ?, sha256 = ?, due_on = ?, reminders = ?, changed = ? WHERE number = ?",
        [
            (entry.state.value, entry.sha256, entry.due_on.isoformat(), entry.reminders, now, entry.number)
            for entry in changed
        ],
    )


def _parse(  # noqa: PLR0913, PLR0917 (the columns of the table)
    number: object,
    organisation: object,
    address: object,
    fiches: object,
    sha256: object,
    state: object,
    asked_on: object,
    due_on: object,
    reminders: object,
) -> Request:
    return Request(
        number=whole(number),
        organisation=text(organisation),
        address=text(address),
        fiches=tuple(int(fiche) for fiche in text(fiches).split()),
        sha256=text(sha256),
        state=RequestState(text(state)),
        asked_on=date.fromisoformat(text(asked_on)),
        due_on=date.fromisoformat(text(due_on)),
        reminders=whole(reminders),
    )
