"""Requests to organisations in the journal: kept with all they say; the next plan forgets one that got no draft."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date

import pytest

from fiche_builder.publish import requests
from fiche_builder.publish.requests import NewRequest, Request, RequestState

CPAS = NewRequest("CPAS", "info@cpas.example", (4, 12), "ab", date(2026, 11, 3), date(2026, 11, 24))
HOUSE = NewRequest("Maison", "info@maison.example", (7,), "cd", date(2026, 11, 3), date(2026, 11, 24))


@pytest.fixture
def connection() -> Iterator[sqlite3.Connection]:
    """A journal that has no requests yet."""
    with closing(sqlite3.connect(":memory:")) as connection:
        yield connection


def as_planned(number: int, entry: NewRequest) -> Request:
    return Request(
        number,
        entry.organisation,
        entry.address,
        entry.fiches,
        entry.sha256,
        RequestState.PLANNED,
        entry.asked_on,
        entry.due_on,
        reminders=0,
    )


def test_a_journal_of_before_there_were_any_has_none(connection: sqlite3.Connection) -> None:
    assert requests.read(connection) == []


def test_a_request_is_read_as_it_was_planned(connection: sqlite3.Connection) -> None:
    requests.plan(connection, [CPAS, HOUSE], "now")
    assert requests.read(connection) == [as_planned(1, CPAS), as_planned(2, HOUSE)]


def test_a_plan_without_a_draft_makes_room_for_the_next(connection: sqlite3.Connection) -> None:
    requests.plan(connection, [CPAS, HOUSE], "now")
    asked = replace(requests.read(connection)[0], state=RequestState.ASKED)
    requests.update(connection, [asked], "later")
    requests.plan(connection, [HOUSE], "later")
    assert [(entry.organisation, entry.state) for entry in requests.read(connection)] == [
        ("CPAS", RequestState.ASKED),
        ("Maison", RequestState.PLANNED),
    ]


def test_a_reminder_has_a_new_day_and_is_counted(connection: sqlite3.Connection) -> None:
    requests.plan(connection, [CPAS], "now")
    (planned,) = requests.read(connection)
    reminded = replace(
        planned, state=RequestState.REMINDING, sha256="ef", due_on=date(2026, 12, 15), reminders=planned.reminders + 1
    )
    requests.update(connection, [reminded], "later")
    assert requests.read(connection) == [reminded]


@pytest.mark.parametrize(
    ("column", "value"), [("state", "lost"), ("asked_on", "soon"), ("fiches", "4 five"), ("due_on", 7)]
)
def test_a_damaged_row_is_the_journals_error(connection: sqlite3.Connection, column: str, value: object) -> None:
    """`Journal` makes one message of all that SQLite raises."""
    requests.plan(connection, [CPAS], "now")
    connection.execute(f"UPDATE request SET {column} = ?", (value,))  # noqa: S608 (a column of the test's own)
    with pytest.raises(sqlite3.DatabaseError):
        requests.read(connection)
