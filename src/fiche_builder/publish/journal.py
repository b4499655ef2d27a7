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

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import Enum
from pathlib import Path

from filelock import FileLock, Timeout

from fiche_builder.common.errors import ConfigError, MailError, OutputError
from fiche_builder.common.files import cannot_write, discard, patiently, windows_words
from fiche_builder.common.i18n import _
from fiche_builder.common.period import EditionId
from fiche_builder.publish import requests
from fiche_builder.publish.requests import NewRequest, Request

_SCHEMA = 1
_SECONDS = 5.0
"""How long to wait for another program that uses the journal."""
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
            rows = self._connection.execute(
                "SELECT number, address, audience, sha256, message_id, state, reply FROM delivery ORDER BY number"
            ).fetchall()
        return [
            Delivery(number, address, audience, sha256, message_id, State(state), reply)
            for number, address, audience, sha256, message_id, state, reply in rows
        ]

    def first_sent(self) -> datetime | None:
        """Return the time at which a server first accepted the edition for a recipient."""
        with self._readable():
            (moment,) = self._connection.execute(
                "SELECT min(changed) FROM delivery WHERE state = ?", (State.SENT.value,)
            ).fetchone()
        return datetime.fromisoformat(moment) if moment else None

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
            raise _unusable(self._path, error) from None


@contextmanager
def open_journal(output: Path, edition: EditionId) -> Iterator[Journal]:
    """Open the journal of an edition for this process alone. It is made if it does not exist."""
    path = journal_path(output, edition)
    with not_being_sent(output, edition):
        try:
            patiently(lambda: path.touch(mode=0o660))
        except OSError as error:
            reason = _("“%(path)s” cannot be written: %(reason)s.") % {"path": path, "reason": error.strerror or error}
            raise OutputError(
                (windows_words(path, error) or (reason,))[0],
                _("Without a journal nothing is sent: check the free space and your rights there."),
            ) from None
        is_empty = False
        try:
            with closing(sqlite3.connect(path, timeout=_SECONDS, isolation_level=None)) as connection:
                try:
                    _prepare(connection, edition, path)
                except sqlite3.Error as error:
                    raise _unusable(path, error) from None
                journal = Journal(connection, path)
                try:
                    yield journal
                finally:
                    with suppress(OutputError):
                        is_empty = not journal.deliveries() and not journal.requests()
        finally:
            if is_empty:
                # Nothing was planned after all. Windows removes no file that is open, so it is closed first.
                discard(path)


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
    return sorted(edition for edition in found if journal_path(output, edition).exists())


@contextmanager
def _reading(output: Path, edition: EditionId) -> Iterator[Journal | None]:
    path = journal_path(output, edition)
    if not path.exists() or path.stat().st_size == 0:
        yield None
        return
    try:
        # Not by a URI: SQLite takes none for a folder that other machines share with Windows.
        with closing(sqlite3.connect(path, timeout=_SECONDS)) as connection:
            _refuse_other(connection, edition, path)
            yield Journal(connection, path)
    except sqlite3.Error as error:
        raise _unusable(path, error) from None


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
    if not journal_path(output, edition).exists():
        yield
        return
    with not_being_sent(output, edition):
        refuse_if_sent(output, edition)
        yield


@contextmanager
def not_being_sent(output: Path, edition: EditionId) -> Iterator[None]:
    """Let only one process at a time send an edition, ask its sources, or replace it."""
    lock = FileLock(output / f".{edition}.send.lock", timeout=0)
    try:
        lock.acquire()
    except Timeout:
        raise MailError(
            _("Edition %(edition)s is being sent by another program, or organisations are being written to.")
            % {"edition": edition},
            _("Wait until it is done, then try again."),
        ) from None
    except OSError as error:
        raise cannot_write(output, error) from None
    try:
        yield
    finally:
        lock.release()


def _prepare(connection: sqlite3.Connection, edition: EditionId, path: Path) -> None:
    """Make the tables of a new journal. In an old one, mark what a crash left in `sending` as uncertain."""
    connection.execute("PRAGMA synchronous = FULL")
    with connection:
        connection.execute("BEGIN IMMEDIATE")
        if connection.execute("SELECT count(*) FROM sqlite_master").fetchone() == (0,):
            connection.execute(_MAILING)
            connection.execute(_DELIVERY)
            connection.execute("INSERT INTO mailing VALUES (?, ?)", (_SCHEMA, str(edition)))
        _refuse_other(connection, edition, path)
        connection.execute(
            "UPDATE delivery SET state = ? WHERE state = ?", (State.UNCERTAIN.value, State.SENDING.value)
        )


def _refuse_other(connection: sqlite3.Connection, edition: EditionId, path: Path) -> None:
    if connection.execute("SELECT schema, edition FROM mailing").fetchone() != (_SCHEMA, str(edition)):
        raise MailError(
            _("“%(path)s” is not the journal of edition %(edition)s.") % {"path": path.name, "edition": edition},
            _("Move it away only if you are sure who has this edition: without it everybody is sent it again."),
        )


def _unusable(path: Path, error: sqlite3.Error) -> OutputError:
    return OutputError(
        _("The journal “%(path)s” cannot be used: %(reason)s.") % {"path": path, "reason": error},
        _("Without a journal nothing is sent. Check the free space, and that the file is not open in another program."),
    )


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
