"""The journal: on the disk before and after each message, for one process alone, and never another edition's."""

import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from fiche_builder.common.errors import MailError, OutputError
from fiche_builder.common.period import EditionId
from fiche_builder.publish.journal import (
    State,
    journal_path,
    list_journals,
    not_replaced_if_sent,
    open_journal,
    read_journal,
    refuse_if_sent,
    sent_on,
    was_sent,
)

NOVEMBER, DECEMBER = EditionId.parse("2026-11"), EditionId.parse("2026-12")
ANN = ("Ann@contact.example", "internal", "00", "<1@contact.example>")


def write(output: Path, state: State) -> None:
    """Leave a journal with one delivery in a state."""
    with open_journal(output, NOVEMBER) as journal:
        journal.plan([ANN])
        (delivery,) = journal.deliveries()
        journal.mark(delivery, state, "250 taken")


@pytest.mark.parametrize("state", State)
def test_a_delivery_is_found_as_it_was_left(tmp_path: Path, state: State) -> None:
    write(tmp_path, state)
    (delivery,) = read_journal(tmp_path, NOVEMBER)
    assert (delivery.address, delivery.message_id, delivery.state, delivery.reply) == (
        ANN[0],
        ANN[3],
        state,
        "250 taken",
    )
    assert was_sent(tmp_path, NOVEMBER) is (state in {State.SENT, State.SENDING, State.UNCERTAIN})
    assert sent_on(tmp_path, NOVEMBER) == (datetime.now(UTC).astimezone().date() if state is State.SENT else None)


def test_what_a_crash_cut_short_is_uncertain_when_it_is_opened(tmp_path: Path) -> None:
    write(tmp_path, State.SENDING)
    assert [delivery.state for delivery in read_journal(tmp_path, NOVEMBER)] == [State.SENDING]
    with open_journal(tmp_path, NOVEMBER) as journal:
        assert journal.latest()["ann@contact.example", "internal"].state is State.UNCERTAIN


def test_a_message_id_is_planned_once_and_all_or_none(tmp_path: Path) -> None:
    with open_journal(tmp_path, NOVEMBER) as journal:
        with pytest.raises(OutputError):
            journal.plan([ANN, ("bob@contact.example", "internal", "00", ANN[3])])
        assert journal.deliveries() == []


def test_where_nothing_was_begun_there_is_no_journal(tmp_path: Path) -> None:
    with open_journal(tmp_path, NOVEMBER):
        assert list_journals(tmp_path) == [NOVEMBER]
    assert list_journals(tmp_path) == []
    assert read_journal(tmp_path, NOVEMBER) == []
    assert not was_sent(tmp_path, NOVEMBER)


def test_a_journal_of_another_edition_is_refused(tmp_path: Path) -> None:
    write(tmp_path, State.SENT)
    journal_path(tmp_path, NOVEMBER).rename(journal_path(tmp_path, DECEMBER))
    with pytest.raises(MailError, match="not the journal"), open_journal(tmp_path, DECEMBER):
        pass
    with pytest.raises(MailError, match="not the journal"):
        read_journal(tmp_path, DECEMBER)


@pytest.mark.parametrize("content", [b"SQLite format 3\0" + b"\0" * 500, b"no journal at all" * 50])
def test_a_damaged_journal_stops_and_stays(tmp_path: Path, content: bytes) -> None:
    path = journal_path(tmp_path, NOVEMBER)
    path.write_bytes(content)
    with pytest.raises(OutputError, match="cannot be used") as caught, open_journal(tmp_path, NOVEMBER):
        pass
    assert "nothing is sent" in caught.value.hint
    assert path.read_bytes() == content


def test_one_process_at_a_time_has_it(tmp_path: Path) -> None:
    script = (
        "import sys; from pathlib import Path\n"
        "from fiche_builder.common.errors import MailError\n"
        "from fiche_builder.common.period import EditionId\n"
        "from fiche_builder.publish.journal import open_journal\n"
        "try:\n    with open_journal(Path(sys.argv[1]), EditionId.parse('2026-11')): print('open')\n"
        "except MailError: print('busy')\n"
    )
    command = [sys.executable, "-c", script, str(tmp_path)]
    with open_journal(tmp_path, NOVEMBER):
        assert subprocess.run(command, capture_output=True, text=True, check=True).stdout == "busy\n"
    assert subprocess.run(command, capture_output=True, text=True, check=True).stdout == "open\n"


def test_an_edition_that_was_sent_is_not_replaced(tmp_path: Path) -> None:
    write(tmp_path, State.REFUSED)
    with not_replaced_if_sent(tmp_path, NOVEMBER):
        pass
    with open_journal(tmp_path, NOVEMBER) as journal:
        journal.mark(journal.deliveries()[0], State.SENT)
    with pytest.raises(OutputError, match="was sent"):
        refuse_if_sent(tmp_path, NOVEMBER)
    with pytest.raises(OutputError, match="was sent"), not_replaced_if_sent(tmp_path, NOVEMBER):
        pass


def test_the_day_it_was_sent_is_that_of_the_first_message(tmp_path: Path) -> None:
    write(tmp_path, State.SENT)
    with closing(sqlite3.connect(journal_path(tmp_path, NOVEMBER))) as connection, connection:
        connection.execute("UPDATE delivery SET changed = '2026-11-03T12:00:00+00:00'")
    with open_journal(tmp_path, NOVEMBER) as journal:
        journal.plan([("bob@contact.example", "internal", "00", "<2@contact.example>")])
        journal.mark(journal.deliveries()[1], State.SENT)
    first = datetime(2026, 11, 3, 12, tzinfo=UTC)
    assert sent_on(tmp_path, NOVEMBER) == first.astimezone().date()  # where this machine stands
