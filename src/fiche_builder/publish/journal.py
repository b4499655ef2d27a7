"""The journal of a mailing: who was sent what, on disk before and after each message.

It is beside the edition's folder (`output/2026-11.journal.sqlite`), because a build may replace the folder. The states
of a row follow each other like this:

    planned → sending → sent
                      → refused      (5xx: final, with the server's words)
                      → deferred     (4xx, lost connection: may be tried again)
                      → uncertain    (the server's answer was lost: a person decides)

`sending` is on the disk before the first command of a message, and its outcome after the last one. A message that is
still `sending` when a journal is opened was cut short by a crash, so it is uncertain. Every change is one transaction,
flushed to the disk (`synchronous = FULL`).

The same journal keeps the requests made to organisations in that month (`publish.requests`). They have a table of their
own, which is made when it is needed. A request does not count as sending the edition.
"""

import os
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import Enum
from pathlib import Path

from filelock import FileLock, Timeout

from fiche_builder.common.errors import ConfigError, MailError, OutputError
from fiche_builder.common.files import cannot_write, discard, write_new
from fiche_builder.common.i18n import _
from fiche_builder.common.period import EditionId
from fiche_builder.common.reading import text, whole
from fiche_builder.model.columns import Audience
from fiche_builder.publish import requests
from fiche_builder.publish.journal_file import SpoiltJournalError, connected, make_database, unusable
from fiche_builder.publish.requests import NewRequest, Request

_SCHEMA = 1
_MAILING = "CREATE TABLE mailing (schema INTEGER NOT NULL, edition TEXT NOT NULL)"
_DELIVERY = """
CREATE TABLE delivery (
  number INTEGER PRIMARY KEY,
  address TEXT NOT NULL,
  audience TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  message_id TEXT NOT NULL UNIQUE,
  state TEXT NOT NULL,
  tries INTEGER NOT NULL DEFAULT 0,
  reply TEXT NOT NULL DEFAULT '',
  changed TEXT NOT NULL
)
"""
_NAMING = "INSERT INTO mailing VALUES (?, ?)"
_TABLES = {"mailing": _MAILING, "delivery": _DELIVERY, "request": requests.TABLE}

Key = tuple[str, str]
"""An address without its case, and an audience."""


class State(Enum):
    """How far a message got."""

    PLANNED = "planned"
    """Planned, but not tried yet."""
    SENDING = "sending"
    """Its first command is on its way to the server."""
    SENT = "sent"
    """The server accepted it."""
    REFUSED = "refused"
    """The server refused it for good (5xx)."""
    DEFERRED = "deferred"
    """The server postponed it (4xx), or the connection broke before it was complete. It may be tried again."""
    UNCERTAIN = "uncertain"
    """The server's answer was lost, so a person decides."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """A message to one address. `message_id` is set before the first try; `reply` is the server's last answer."""

    number: int
    address: str
    audience: str
    sha256: str
    message_id: str
    state: State
    reply: str
    changed: datetime
    """When its state was written last."""


class Journal:
    """The journal of one edition. Only one process at a time holds it: see `open_journal`."""

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        self._connection = connection
        self._path = path

    def latest(self) -> dict[Key, Delivery]:
        """Return the last delivery to each address, for each audience's edition."""
        return latest_deliveries(self.deliveries())

    def deliveries(self) -> list[Delivery]:
        """Return all deliveries in the order they were planned. One that was asked for again has its own row."""
        with self._readable():
            return _read_deliveries(self._connection)

    def first_sent(self) -> datetime | None:
        """Return the time at which a server first accepted the edition for a recipient."""
        return min((delivery.changed for delivery in self.deliveries() if delivery.state is State.SENT), default=None)

    def plan(self, entries: Iterable[tuple[str, str, str, str]]) -> None:
        """Add deliveries to be made, all or none: (address, audience, sha256, message_id)."""
        now = _now()
        with self._writing():
            self._connection.executemany(
                "INSERT INTO delivery (address, audience, sha256, message_id, state, changed) VALUES (?, ?, ?, ?, ?, "
                "?)",
                [(*entry, State.PLANNED.value, now) for entry in entries],
            )

    def mark(self, delivery: Delivery, state: State, reply: str = "") -> None:
        """Write the state of a delivery to the disk."""
        with self._writing():
            self._connection.execute(
                "UPDATE delivery SET state = ?, reply = ?, changed = ?, tries = tries + ? WHERE number = ?",
                (state.value, reply, _now(), state is State.SENDING, delivery.number),
            )

    def mark_cut_short(self) -> None:
        """Mark as uncertain what a crash left in `sending`."""
        with self._writing():
            self._connection.execute(
                "UPDATE delivery SET state = ? WHERE state = ?", (State.UNCERTAIN.value, State.SENDING.value)
            )

    def requests(self) -> list[Request]:
        """Return the requests to organisations, in the order they were planned."""
        with self._readable():
            return requests.read(self._connection)

    def plan_requests(self, entries: Iterable[NewRequest]) -> None:
        """Add requests whose drafts are about to be written, all or none.

        Requests planned earlier that never got a draft are forgotten.
        """
        with self._writing():
            requests.plan(self._connection, entries, _now())

    def mark_requests(self, changed: Iterable[Request]) -> None:
        """Write the state of requests to the disk, all or none."""
        with self._writing():
            requests.update(self._connection, changed, _now())

    @contextmanager
    def _writing(self) -> Iterator[None]:
        with self._readable(), self._connection:
            self._connection.execute("BEGIN IMMEDIATE")
            yield

    @contextmanager
    def _readable(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            raise unusable(self._path, error) from None


@contextmanager
def open_journal(output: Path, edition: EditionId) -> Iterator[Journal]:
    """Open the journal of an edition for this process alone. It is made if it does not exist."""
    path = journal_path(output, edition)
    with not_being_sent(output, edition):
        if not os.path.lexists(path):
            _make(path, edition)
        is_empty = False
        try:
            with _opened(path, edition, writing=True) as journal:
                journal.mark_cut_short()
                try:
                    yield journal
                finally:
                    with suppress(OutputError):
                        is_empty = not journal.deliveries() and not journal.requests()
        finally:
            if is_empty:
                # Nothing was planned after all. Windows removes no file that is open, so it is closed first.
                discard(path)


def _make(path: Path, edition: EditionId) -> None:
    """Make a journal. It appears whole: an empty file in its place is one that lost what it knew."""
    content = make_database((_MAILING, ()), (_DELIVERY, ()), (_NAMING, (_SCHEMA, str(edition))))
    try:
        write_new(path, content, mode=0o660)
    except OutputError as error:
        raise OutputError(
            error.message, _("Without a journal nothing is sent: check the free space and your rights there.")
        ) from None


def read_journal(output: Path, edition: EditionId) -> list[Delivery]:
    """Read all deliveries of an edition without changing anything. There are none if it was never sent."""
    with _reading(output, edition) as journal:
        return journal.deliveries() if journal else []


def read_requests(output: Path, edition: EditionId) -> list[Request]:
    """Read the requests made in the month of an edition, without changing anything."""
    with _reading(output, edition) as journal:
        return journal.requests() if journal else []


def list_journals(output: Path) -> list[EditionId]:
    """Return the editions that have a journal, oldest first. The edition itself need not exist."""
    found = []
    for path in output.glob("*.journal.sqlite"):
        with suppress(ConfigError):
            found.append(EditionId.parse(path.name.removesuffix(".journal.sqlite")))
    return sorted(edition for edition in found if os.path.lexists(journal_path(output, edition)))


@contextmanager
def _reading(output: Path, edition: EditionId) -> Iterator[Journal | None]:
    path = journal_path(output, edition)
    if not os.path.lexists(path):
        yield None
        return
    with _opened(path, edition, writing=False) as journal:
        yield journal


@contextmanager
def _opened(path: Path, edition: EditionId, *, writing: bool) -> Iterator[Journal]:
    """Open a journal of which every row says something that the program writes."""
    with ExitStack() as stack:
        try:
            connection = stack.enter_context(connected(path, _TABLES, writing=writing))
            mailings = connection.execute("SELECT schema, edition FROM mailing").fetchall()
        except (OSError, sqlite3.Error) as error:
            raise unusable(path, error) from None
        if mailings != [(_SCHEMA, str(edition))]:
            raise MailError(
                _("“%(path)s” is not the journal of edition %(edition)s.") % {"path": path.name, "edition": edition},
                _("Move it away only if you are sure who has this edition: without it everybody is sent it again."),
            )
        journal = Journal(connection, path)
        journal.deliveries()
        journal.requests()
        yield journal


def sent_on(output: Path, edition: EditionId) -> date | None:
    """Return the local day on which an edition was first sent, or None if its journal knows of no sending."""
    with _reading(output, edition) as journal:
        moment = journal.first_sent() if journal else None
    return moment.astimezone().date() if moment else None


def latest_deliveries(deliveries: Iterable[Delivery]) -> dict[Key, Delivery]:
    """Return the last delivery to each address for each audience's edition, from all of them in order."""
    return {delivery_key(delivery.address, delivery.audience): delivery for delivery in deliveries}


def delivery_key(address: str, audience: str) -> Key:
    """Return the key that deliveries of one edition to one person share."""
    return address.casefold(), audience


def journal_path(output: Path, edition: EditionId) -> Path:
    """Return the path of the journal of an edition."""
    return output / f"{edition}.journal.sqlite"


def was_sent(output: Path, edition: EditionId) -> bool:
    """Tell whether anybody has an edition, or may have it."""
    out = {State.SENT, State.SENDING, State.UNCERTAIN}
    return any(delivery.state in out for delivery in read_journal(output, edition))


def refuse_if_sent(output: Path, edition: EditionId) -> None:
    """Raise if an edition was sent: it must stay what people have."""
    if was_sent(output, edition):
        raise OutputError(
            _("Edition %(edition)s was sent: it is not built again.") % {"edition": edition},
            _("For a corrected edition, which says that it is one: fiche build --revise"),
        )


@contextmanager
def not_replaced_if_sent(output: Path, edition: EditionId) -> Iterator[None]:
    """Let a build replace an edition that nobody has, while nobody begins to send it.

    `archive.locked` keeps new mailings out.
    """
    if not os.path.lexists(journal_path(output, edition)):
        yield
        return
    with not_being_sent(output, edition):
        refuse_if_sent(output, edition)
        yield


@contextmanager
def not_being_sent(output: Path, edition: EditionId) -> Iterator[None]:
    """Let only one process at a time send an edition, ask its sources, or replace it."""
    path = output / f".{edition}.send.lock"
    lock = FileLock(path, timeout=0)
    try:
        lock.acquire()
    except Timeout:
        raise MailError(
            _("Edition %(edition)s is being sent by another program, or organisations are being written to.")
            % {"edition": edition},
            _("Wait until it is done, then try again."),
        ) from None
    except OSError as error:
        raise cannot_write(path, error) from None
    try:
        yield
    finally:
        lock.release()


def _read_deliveries(connection: sqlite3.Connection) -> list[Delivery]:
    rows = connection.execute(
        "SELECT number, address, audience, sha256, message_id, state, reply, changed FROM delivery ORDER BY number"
    ).fetchall()
    try:
        return [_parse(*row) for row in rows]
    except (ValueError, OverflowError):
        raise SpoiltJournalError from None


def _parse(number: object, *others: object) -> Delivery:
    *texts, changed = map(text, others)
    address, audience, sha256, message_id, state, reply = texts
    moment = datetime.fromisoformat(changed).astimezone(UTC)
    return Delivery(whole(number), address, Audience(audience).value, sha256, message_id, State(state), reply, moment)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
