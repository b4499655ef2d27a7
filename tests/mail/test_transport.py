"""One message to one address over a real server, and what became of it."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fiche_builder.common.errors import MailError
from fiche_builder.mail.transport import ConnectionLostError, Outcome, Security, Server, connect
from fiche_builder.publish.journal import State
from tests.conftest import ServerStarter
from tests.making.mailings import SENDER, mail
from tests.making.mailserver import TOKEN, Fault, MailServer, mail_server

ANN, BOB, CAT = "ann@contact.example", "bob@contact.example", "cat@contact.example"


EVERYONE = (ANN, BOB, CAT)


def test_a_token_logs_in_where_passwords_are_out(start_server: ServerStarter, tmp_path: Path) -> None:
    server = start_server()
    assert mail(tmp_path, server.settings(password="", token=TOKEN), [ANN]) == {ANN: State.SENT}


@pytest.mark.parametrize("wrong", [{"password": "wrong"}, {"token": "wrong"}])
def test_a_wrong_login_stops_before_anything_is_sent(
    start_server: ServerStarter, tmp_path: Path, wrong: dict[str, str]
) -> None:
    server = start_server()
    with pytest.raises(MailError, match="does not let"):
        mail(tmp_path, server.settings(**wrong), EVERYONE)
    assert server.received == []


def test_microsofts_refusal_of_passwords_has_its_own_advice(start_server: ServerStarter, tmp_path: Path) -> None:
    server = start_server(Fault("AUTH", "550 5.7.30 Basic authentication is not supported for Client Submission"))
    with pytest.raises(MailError) as caught:
        mail(tmp_path, server.settings(), EVERYONE)
    assert "5.7.30" in caught.value.message
    assert "FICHE_MAIL_TOKEN" in caught.value.hint


def test_a_server_without_encryption_gets_nothing(start_server: ServerStarter, tmp_path: Path) -> None:
    server = start_server(security=Security.NONE, needs_login=False)
    with pytest.raises(MailError, match="STARTTLS"):
        mail(tmp_path, server.settings(security=Security.STARTTLS), EVERYONE)
    assert server.received == []


def test_a_certificate_nobody_vouches_for_stops_the_mailing(
    start_server: ServerStarter, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = start_server()
    monkeypatch.delenv("SSL_CERT_FILE")
    with pytest.raises(MailError, match="cannot be encrypted"):
        mail(tmp_path, server.settings(), EVERYONE)


def test_a_server_on_this_machine_may_do_without_encryption_and_login(
    start_server: ServerStarter, tmp_path: Path
) -> None:
    server = start_server(security=Security.NONE, needs_login=False)
    assert mail(tmp_path, server.settings(), [ANN]) == {ANN: State.SENT}


def test_nobody_answers_is_said_at_once(tmp_path: Path, start_server: ServerStarter) -> None:
    server = start_server()
    with pytest.raises(ConnectionLostError, match="cannot be reached"):
        mail(tmp_path, server.settings(port=1), EVERYONE)


@pytest.mark.parametrize("host", ["mail..example", ".", "x" * 70 + ".example"])
def test_what_can_be_no_host_is_said_so(host: str) -> None:
    with pytest.raises(MailError, match="not the name of a server"), connect(Server(host, 25, Security.STARTTLS)):
        pass


def outcome(server: MailServer, content: bytes = b"Subject: x\r\n\r\nbody\r\n") -> tuple[Outcome, Outcome]:
    """Return what became of a message, and of another one over the same connection."""
    with connect(server.settings()) as connection:
        first = connection.send(SENDER, ANN, content).outcome
        return first, connection.send(SENDER, BOB, content).outcome


@pytest.mark.parametrize(
    ("fault", "expected"),
    [
        (Fault("RCPT", "550 5.1.1 No such user", recipient=ANN), (Outcome.REFUSED, Outcome.SENT)),
        (Fault("RCPT", "450 4.2.0 Greylisted", recipient=ANN), (Outcome.DEFERRED, Outcome.SENT)),
        (Fault("MAIL", "451 4.3.0 Later"), (Outcome.DEFERRED, Outcome.SENT)),
        (Fault("DATA", "554 5.6.0 No", recipient=ANN), (Outcome.REFUSED, Outcome.SENT)),
        (Fault("unstored", "552 5.3.4 Too big", recipient=ANN), (Outcome.REFUSED, Outcome.SENT)),
        (Fault("unstored", "452 4.3.1 Full", recipient=ANN), (Outcome.DEFERRED, Outcome.SENT)),
        (Fault("RCPT", "421 4.3.2 Shutting down", recipient=ANN), (Outcome.LOST, Outcome.LOST)),
        (Fault("RCPT", recipient=ANN), (Outcome.LOST, Outcome.LOST)),
        (Fault("DATA", recipient=ANN), (Outcome.LOST, Outcome.LOST)),
        (Fault("unstored", recipient=ANN), (Outcome.UNCERTAIN, Outcome.LOST)),
        (Fault("stored", recipient=ANN), (Outcome.UNCERTAIN, Outcome.LOST)),
        (Fault("QUIT"), (Outcome.SENT, Outcome.SENT)),
    ],
)
def test_what_an_error_means_depends_on_where_it_stands(
    start_server: ServerStarter, fault: Fault, expected: tuple[Outcome, Outcome]
) -> None:
    """After a refusal the dialogue begins anew; only what was lost when all had been said may have arrived."""
    server = start_server(fault)
    assert outcome(server) == expected
    arrived = [address for address, what in zip((ANN, BOB), expected, strict=True) if what is Outcome.SENT]
    assert server.recipients == ([ANN, *arrived] if fault.stage == "stored" else arrived)


def test_the_servers_words_are_told_on_one_line_and_steer_no_terminal(start_server: ServerStarter) -> None:
    server = start_server(Fault("RCPT", "550-Not \x1b[31m\tthis\r\n550 one"))
    with connect(server.settings()) as connection:
        report = connection.send(SENDER, ANN, b"x\r\n")
    assert report.reply == "550 Not \ufffd[31m this one"


def test_we_do_not_tell_the_name_of_this_computer(start_server: ServerStarter) -> None:
    server = start_server(security=Security.NONE, needs_login=False)
    with connect(server.settings()):
        (transport,) = server.transports
        greeting = transport.get_protocol().session.host_name  # type: ignore[attr-defined]
    assert greeting == "[127.0.0.1]"


_LINES = st.lists(st.text(".aé\0 ", max_size=6).map(str.encode), max_size=8)


@settings(max_examples=60)
@given(st.lists(st.tuples(_LINES, st.booleans()), min_size=1, max_size=4))
def test_what_arrives_is_what_was_sent(messages: list[tuple[list[bytes], bool]]) -> None:
    """Lines that begin with a dot, or are one, included; only the end of a last line is added where it lacks."""
    contents = [b"\r\n".join(lines) + b"\r\n" * is_ended for lines, is_ended in messages]
    with mail_server(MailServer(security=Security.NONE, needs_login=False)) as server:
        with connect(server.settings()) as connection:
            assert {connection.send(SENDER, ANN, content).outcome for content in contents} == {Outcome.SENT}
        arrived = [message.content for message in server.received]
    assert arrived == [content if content.endswith(b"\r\n") else content + b"\r\n" for content in contents]
