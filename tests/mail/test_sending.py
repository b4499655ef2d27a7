"""A mailing over a real server: everyone once, whatever the server does."""

import threading
from collections import Counter
from pathlib import Path

import pytest

from fiche_builder.common.errors import MailError, MailStoppedError
from fiche_builder.mail.sending import Pace, SendObserver
from fiche_builder.mail.transport import ConnectionLostError, Security
from fiche_builder.publish.journal import Delivery, State
from tests.conftest import ServerStarter
from tests.making.mailings import EAGER, mail, plain_message
from tests.making.mailserver import DROP, STAGES, Fault

ANN, BOB, CAT = "ann@contact.example", "bob@contact.example", "cat@contact.example"
EVERYONE = (ANN, BOB, CAT)


@pytest.mark.parametrize("security", [Security.STARTTLS, Security.TLS])
def test_everyone_gets_one_message_over_one_encrypted_connection(
    start_server: ServerStarter, tmp_path: Path, security: Security
) -> None:
    server = start_server(security=security)
    assert mail(tmp_path, server.settings(), EVERYONE) == dict.fromkeys(EVERYONE, State.SENT)
    assert server.recipients == [*EVERYONE]
    assert all(len(message.recipients) == 1 for message in server.received)
    assert server.connections == 1
    assert server.received[0].content.endswith(b"\r\n\r\n.first line\r\nbody\r\n")


def test_a_second_mailing_sends_nothing(start_server: ServerStarter, tmp_path: Path) -> None:
    server = start_server()
    mail(tmp_path, server.settings(), EVERYONE)
    mail(tmp_path, server.settings(), EVERYONE)
    assert server.recipients == [*EVERYONE]


def test_a_refused_recipient_is_final_and_the_others_get_theirs(start_server: ServerStarter, tmp_path: Path) -> None:
    server = start_server(Fault("RCPT", "550 5.1.1 No such user", times=9, recipient=BOB))
    assert mail(tmp_path, server.settings(), EVERYONE) == {ANN: State.SENT, BOB: State.REFUSED, CAT: State.SENT}
    assert server.faults[0].times == 8
    assert mail(tmp_path, server.settings(), EVERYONE)[BOB] is State.REFUSED
    assert server.faults[0].times == 8


def test_a_message_refused_at_its_end_is_final(start_server: ServerStarter, tmp_path: Path) -> None:
    server = start_server(Fault("unstored", "554 5.7.1 No thanks", recipient=BOB))
    assert mail(tmp_path, server.settings(), EVERYONE)[BOB] is State.REFUSED
    assert server.recipients == [ANN, CAT]


@pytest.mark.parametrize(
    ("answer", "state"),
    [
        ("251 taken, in my way", State.SENT),
        ("354 and then?", State.UNCERTAIN),
        ("hm", State.UNCERTAIN),
        ("999 odd", State.UNCERTAIN),
    ],
)
def test_an_odd_answer_to_a_whole_message_does_not_send_it_twice(
    start_server: ServerStarter, tmp_path: Path, answer: str, state: State
) -> None:
    server = start_server(Fault("unstored", answer, recipient=BOB))
    assert mail(tmp_path, server.settings(), EVERYONE) == {ANN: State.SENT, BOB: state, CAT: State.SENT}
    assert server.recipients == [ANN, CAT]


@pytest.mark.parametrize("stage", ["MAIL", "RCPT", "DATA", "unstored"])
def test_a_passing_refusal_is_tried_again_and_succeeds(start_server: ServerStarter, tmp_path: Path, stage: str) -> None:
    server = start_server(Fault(stage, "451 4.7.1 Come back later"))
    assert mail(tmp_path, server.settings(), EVERYONE) == dict.fromkeys(EVERYONE, State.SENT)
    assert Counter(server.recipients) == Counter(EVERYONE)


def test_the_reason_for_waiting_is_that_of_whoever_waits(start_server: ServerStarter, tmp_path: Path) -> None:
    """Not the "250 taken" for the last message of the round, nor smtplib's own words for a connection that is gone."""
    reasons: list[str] = []
    observer = SendObserver(waits=lambda _seconds, reason: reasons.append(reason))
    server = start_server(Fault("RCPT", "450 4.2.0 Greylisted", recipient=BOB))
    mail(tmp_path, server.settings(), EVERYONE, observer=observer)
    server.faults.append(Fault("DATA", DROP, recipient="dan@contact.example"))
    mail(tmp_path, server.settings(), ["dan@contact.example", "eve@contact.example"], observer=observer)
    assert reasons == ["450 4.2.0 Greylisted", "the mail server hung up"]


def test_who_is_put_off_for_too_long_can_be_sent_to_later(start_server: ServerStarter, tmp_path: Path) -> None:
    server = start_server(Fault("RCPT", "450 4.2.0 Greylisted", times=3, recipient=BOB))
    assert mail(tmp_path, server.settings(), EVERYONE) == {ANN: State.SENT, BOB: State.DEFERRED, CAT: State.SENT}
    assert mail(tmp_path, server.settings(), EVERYONE)[BOB] is State.SENT
    assert Counter(server.recipients) == Counter(EVERYONE)


def test_a_server_that_closes_down_is_asked_again(start_server: ServerStarter, tmp_path: Path) -> None:
    server = start_server(Fault("RCPT", "421 4.3.2 Shutting down", recipient=BOB))
    assert mail(tmp_path, server.settings(), EVERYONE) == dict.fromkeys(EVERYONE, State.SENT)
    assert server.connections == 3


def test_a_refused_sender_stops_the_mailing_and_nobody_is_given_up(start_server: ServerStarter, tmp_path: Path) -> None:
    server = start_server(Fault("MAIL", "550 5.7.60 Not allowed to send as this sender"))
    with pytest.raises(MailError, match=r"5\.7\.60"):
        mail(tmp_path, server.settings(), EVERYONE)
    assert mail(tmp_path, server.settings(), EVERYONE) == dict.fromkeys(EVERYONE, State.SENT)


def large_message(delivery: Delivery) -> bytes:
    return plain_message(delivery) + b"x" * 70 + (b"\r\n" + b"y" * 70) * 100_000


@pytest.mark.parametrize("stage", STAGES)
@pytest.mark.parametrize("number", [0, 1])
def test_a_connection_lost_at_any_stage_forgets_nobody_and_doubles_nobody(
    start_server: ServerStarter, tmp_path: Path, stage: str, number: int
) -> None:
    """At the first message and at the second; only when all was said and the answer lost is it uncertain."""
    has_recipient = stage in {"RCPT", "DATA", "content", "unstored", "stored"}
    fault = Fault(stage, recipient=EVERYONE[number] if has_recipient else "")
    server = start_server(fault)
    # Of a message in the middle of which the line breaks, the end must still be with us: it is larger than what a line
    # buffers.
    write = large_message if stage == "content" else plain_message
    try:
        states = mail(tmp_path, server.settings(), EVERYONE, write=write)
    except ConnectionLostError:
        assert stage in {"connect", "EHLO", "STARTTLS", "AUTH"}
        assert server.received == []
        states = mail(tmp_path, server.settings(), EVERYONE)
    assert fault.times == 0
    uncertain = {EVERYONE[number]} if stage in {"unstored", "stored"} else set()
    assert {address for address, state in states.items() if state is State.UNCERTAIN} == uncertain
    assert {address for address, state in states.items() if state is State.SENT} == set(EVERYONE) - uncertain
    assert not [address for address, count in Counter(server.recipients).items() if count > 1]
    assert set(server.recipients) >= set(EVERYONE) - uncertain
    before = list(server.recipients)
    assert mail(tmp_path, server.settings(), EVERYONE) == states
    assert server.recipients == before


def test_a_server_that_always_hangs_up_does_not_make_everyone_uncertain(
    start_server: ServerStarter, tmp_path: Path
) -> None:
    server = start_server(Fault("unstored", times=99))
    many = [f"n{number}@contact.example" for number in range(9)]
    with pytest.raises(MailStoppedError, match="again and again"):
        mail(tmp_path, server.settings(), many)
    server.faults.clear()
    states = mail(tmp_path, server.settings(), many)
    assert Counter(states.values()) == {State.SENT: 6, State.UNCERTAIN: 3}


def test_a_server_that_goes_away_for_good_leaves_the_rest_for_later(
    start_server: ServerStarter, tmp_path: Path
) -> None:
    server = start_server(Fault("MAIL", DROP, times=0))
    server.faults.append(Fault("RCPT", DROP, times=99, recipient=BOB))
    server.faults.append(Fault("RCPT", DROP, times=99, recipient=CAT))
    states = mail(tmp_path, server.settings(), EVERYONE)
    assert states == {ANN: State.SENT, BOB: State.DEFERRED, CAT: State.DEFERRED}
    server.faults.clear()
    assert mail(tmp_path, server.settings(), EVERYONE) == dict.fromkeys(EVERYONE, State.SENT)


def test_stopping_ends_between_two_messages(start_server: ServerStarter, tmp_path: Path) -> None:
    server = start_server()
    stop = threading.Event()
    stop.set()
    assert mail(tmp_path, server.settings(), EVERYONE, stop=stop) == dict.fromkeys(EVERYONE, State.PLANNED)
    assert mail(tmp_path, server.settings(), EVERYONE) == dict.fromkeys(EVERYONE, State.SENT)


def test_a_stop_is_heard_while_waiting(start_server: ServerStarter, tmp_path: Path) -> None:
    server = start_server(Fault("RCPT", "451 later", times=99))
    stop = threading.Event()
    timer = threading.Timer(2.0, stop.set)
    timer.start()
    states = mail(tmp_path, server.settings(), EVERYONE, pace=Pace(600_000, (600.0,)), stop=stop)
    timer.join()
    assert set(states.values()) == {State.DEFERRED}


def test_messages_keep_their_distance(start_server: ServerStarter, tmp_path: Path) -> None:
    import time

    server = start_server()
    begun = time.monotonic()
    mail(tmp_path, server.settings(), EVERYONE, pace=Pace(per_minute=300, pauses=()))
    assert time.monotonic() - begun >= 2 * 60 / 300
    assert EAGER.interval < 0.001
