"""A server that misbehaves byte by byte: nobody gets a mail twice, nobody is forgotten, and every wait has an end."""

import smtplib
import socket
import ssl
import threading
import time
from collections import Counter
from contextlib import suppress
from pathlib import Path

import pytest
import trustme

from fiche_builder.common.errors import FicheError
from fiche_builder.mail.dialogue import LARGEST_ANSWER, Dialogue, readable
from fiche_builder.mail.sending import Pace
from fiche_builder.mail.transport import ConnectionLostError, Outcome, Security, Server, connect
from fiche_builder.publish.journal import State
from tests.conftest import SOAK
from tests.making import rawserver
from tests.making.mailings import SENDER, mail
from tests.making.rawserver import Oddity, RawServer, raw_server

ANN, BOB, CAT = "ann@contact.example", "bob@contact.example", "cat@contact.example"
EVERYONE = (ANN, BOB, CAT)
MESSAGE = b"Subject: x\r\n\r\nbody\r\n"
ODDITIES: tuple[Oddity, ...] = (
    rawserver.endless,
    rawserver.one_long_line,
    rawserver.slow,
    rawserver.silent,
    rawserver.hung_up,
    rawserver.talkative,
    rawserver.of_two_minds,
    rawserver.babbling,
    rawserver.later,
    rawserver.going,
)
STAGES = ("connect", "EHLO", "MAIL", "RCPT", "DATA", "end", "QUIT")
CASES = [(odd, stage) for odd in ODDITIES for stage in STAGES][:: 1 if SOAK else 3]
# What makes a server look through a message for long.
WAITS = {rawserver.slow, rawserver.silent}


@pytest.mark.parametrize(("odd", "stage"), CASES, ids=lambda value: getattr(value, "__name__", value))
def test_a_server_is_odd_and_then_sound(tmp_path: Path, odd: Oddity, stage: str) -> None:
    """It is odd twice; then the mailing is resumed until all is done. Who is uncertain may have it, and is asked."""
    seconds = 0.1 if odd in WAITS else 0.5
    begun = time.monotonic()
    with raw_server(RawServer({stage: odd}, times=2)) as server:
        states: dict[str, State] = {}
        for _run in range(4):
            with suppress(FicheError):
                states = mail(tmp_path, server.settings(seconds), EVERYONE, pace=Pace(600_000, (0.01,)))
        states = mail(tmp_path, server.settings(seconds), EVERYONE, pace=Pace(600_000, (0.01,)))
    got = Counter(recipient for recipient, _content in server.taken)
    assert sorted(states) == sorted(EVERYONE), "somebody is not in the journal"
    assert set(states.values()) <= {State.SENT, State.UNCERTAIN, State.REFUSED}, states
    for address, state in states.items():
        assert got[address] == (state is State.SENT), (states, got)
    assert (stage == "end") or State.UNCERTAIN not in states.values()
    assert time.monotonic() - begun < 30


@pytest.mark.parametrize("stage", ["MAIL", "RCPT", "DATA"])
def test_an_answer_too_many_is_never_taken_for_the_next_ones(stage: str) -> None:
    """`451` and at once `250`: whoever read on would count a message as sent that was refused."""
    with raw_server(RawServer({stage: rawserver.talkative}, times=1)) as server:
        with connect(server.settings()) as connection:
            assert connection.send(SENDER, ANN, MESSAGE).outcome in {Outcome.DEFERRED, Outcome.LOST}
            assert connection.send(SENDER, BOB, MESSAGE).outcome is Outcome.LOST
        assert server.taken == []


def test_an_acceptance_before_the_message_is_none() -> None:
    early = RawServer(answers={"DATA": b"354 go on\r\n250 taken\r\n"})
    with raw_server(early) as server, connect(server.settings()) as connection:
        report = connection.send(SENDER, ANN, MESSAGE)
    assert report.outcome is Outcome.LOST
    assert "what nobody asked for: 250 taken" in report.reply


def test_what_was_said_before_encryption_counts_for_nothing() -> None:
    answers = {"EHLO": b"250-raw.test\r\n250 STARTTLS\r\n", "STAR": b"220 go on\r\n250-AUTH PLAIN\r\n250 ok\r\n"}
    with raw_server(RawServer(answers=answers)) as server:
        settings = Server("127.0.0.1", server.port, Security.STARTTLS, seconds=0.5)
        with pytest.raises(ConnectionLostError, match="nobody asked for"), connect(settings):
            pass


@pytest.mark.parametrize("size", ["9" * 5000, "²", "-1", "0", ""])
def test_a_limit_of_size_that_is_none_does_not_matter(size: str) -> None:
    answers = {"EHLO": f"250-raw.test\r\n250 SIZE {size}\r\n".encode("latin-1")}
    with raw_server(RawServer(answers=answers)) as server:
        with connect(server.settings()) as connection:
            assert connection.send(SENDER, ANN, MESSAGE).outcome is Outcome.SENT
        assert server.taken == [(ANN, MESSAGE)]


def test_a_line_that_is_slow_takes_the_message_all_the_same() -> None:
    """A message goes in pieces; only a line that carries next to nothing is given up."""
    content = b"x" * 70 + b"\r\n"
    large = content * 3_000
    with raw_server(RawServer()) as server, connect(server.settings(seconds=5)) as connection:
        assert connection.send(SENDER, ANN, large).outcome is Outcome.SENT
    assert server.taken == [(ANN, large)]


@pytest.mark.parametrize("says", [b"", b"\x16\x03\x03\x40\x00"])
def test_an_encryption_that_never_comes_about_is_left(says: bytes) -> None:
    """A letter every now and then would keep TLS waiting for ever."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = threading.Thread(target=_trickle, args=(listening, says), daemon=True)
        thread.start()
        begun = time.monotonic()
        settings = Server("127.0.0.1", listening.getsockname()[1], Security.TLS, seconds=0.6)
        with pytest.raises(ConnectionLostError, match="does not answer"), connect(settings):
            pass
        assert time.monotonic() - begun < 5
        thread.join(10)


def _trickle(listening: socket.socket, says: bytes) -> None:
    sock, _address = listening.accept()
    with suppress(OSError), sock:
        sock.sendall(says)
        for _second in range(300 if SOAK else 30):
            time.sleep(0.1)
            sock.sendall(b"\0" if says else b"")


def test_a_certificate_of_another_name_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    authority = trustme.CA()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("smtp.elsewhere.example").configure_cert(context)
    (tmp_path / "ca.pem").write_bytes(authority.cert_pem.bytes())
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = threading.Thread(target=_greet, args=(listening, context), daemon=True)
        thread.start()
        settings = Server("127.0.0.1", listening.getsockname()[1], Security.TLS, seconds=5)
        with pytest.raises(FicheError, match="cannot be encrypted"), connect(settings):
            pass
        thread.join(10)


def _greet(listening: socket.socket, context: ssl.SSLContext) -> None:
    sock, _address = listening.accept()
    with suppress(OSError), context.wrap_socket(sock, server_side=True) as encrypted:
        encrypted.sendall(b"220 ready\r\n")


@pytest.mark.parametrize(
    ("said", "heard"),
    [
        (b"250-one\r\n250-\r\n250 two \r\n", (250, b"one\n\ntwo")),
        (b"250\r\n", (250, b"")),
        (b"550-no\r\n250 yes\r\n", (-1, b"no\nyes")),
        (b"250-one\r\n250\ttwo\r\n", (250, b"one\ntwo")),
        (b"25 one\r\n", None),
        (b"\r\n", None),
    ],
)
def test_an_answer_has_one_code_and_its_lines(said: bytes, heard: tuple[int, bytes] | None) -> None:
    with raw_server(RawServer(answers={"NOOP": said})) as server:
        dialogue = Dialogue("127.0.0.1", server.port, timeout=1, context=None, name="localhost")
        try:
            answer = dialogue.noop()
        except smtplib.SMTPException:
            answer = None
        dialogue.close()
    assert answer == heard


def test_words_are_readable_and_not_too_long() -> None:
    assert readable(b"one\r\n\x1b[31mtwo\xff") == "one \ufffd[31mtwo\ufffd"
    assert len(readable(b"x" * LARGEST_ANSWER)) == 501
