"""SMTP as smtplib leads it, with each wait and each answer bounded, and every answer that of its own command.

smtplib waits anew for each byte, and takes in an answer however long it is. It also takes whatever comes next for the
answer: a server that says one thing too much would then have accepted a message that it refused.
"""

import re
import smtplib
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Timer
from time import monotonic
from typing import Any

from fiche_builder.common.i18n import _

LARGEST_ANSWER = 64 * 1024
"""Bytes of an answer with all its lines. RFC 5321 (4.5.3.1.5) has 512 for a line."""
SLOWEST = 4 * 1024
"""Bytes that a line carries in a second at least; what takes longer is given up."""
_PIECE = 64 * 1024
_LONGEST = 500
_LINE = re.compile(rb"([0-9]{3})([ -]?)([^\r\n]*)\r?\n")
_GARBLED = -1
"""The code of an answer that is none; smtplib has the same."""


class Dialogue(smtplib.SMTP):
    """A dialogue with a server, over TLS from the first byte if there is a `context`. `timeout` is for each answer."""

    def __init__(self, host: str, port: int, *, timeout: float, context: ssl.SSLContext | None, name: str) -> None:
        self._context = context
        self._heard = bytearray()
        self._seconds = timeout
        super().__init__(host, port, local_hostname=name, timeout=timeout)

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        """Connect; smtplib asks for a socket here."""
        plain = socket.create_connection((host, port), timeout, self.source_address)
        return self._encrypted(plain, self._context, host) if self._context else plain

    def encrypt(self, context: ssl.SSLContext) -> None:
        """Ask for encryption (STARTTLS), and greet again. What was said in the clear before counts for nothing."""
        answer = self.docmd("STARTTLS")
        if answer[0] != 220:  # noqa: PLR2004 (RFC 3207, 4)
            raise smtplib.SMTPResponseException(*answer)
        self._refuse_surplus()
        assert self.sock is not None  # noqa: S101 (it just answered)
        self.sock = self._encrypted(self.sock, context, self._host)  # type: ignore[attr-defined]  # of smtplib
        self.ehlo_resp = self.helo_resp = None
        self.esmtp_features = {}
        self.does_esmtp = False
        self.ehlo()

    def _encrypted(self, plain: socket.socket, context: ssl.SSLContext, host: str) -> ssl.SSLSocket:
        try:
            with _ended_after(plain, self._seconds):
                return context.wrap_socket(plain, server_hostname=host)
        except BaseException:
            plain.close()
            raise

    def putcmd(self, cmd: str, args: str = "") -> None:
        """Send a command, if nothing is waiting to be heard that no command asked for."""
        self._refuse_surplus()
        super().putcmd(cmd, args)

    def send_content(self, content: bytes) -> None:
        """Send the lines of a message. It may take as long as a slow line needs, and no longer."""
        end = monotonic() + self._seconds + len(content) / SLOWEST
        for start in range(0, len(content), _PIECE):
            self._refuse_surplus()
            sock = self._open_socket()
            sock.settimeout(self._left(end))
            sock.sendall(content[start : start + _PIECE])

    def getreply(self, seconds: float = 0.0) -> tuple[int, bytes]:
        """Return the answer to the last command: its code and its words, one line below the other.

        The code is -1 if it is none, or if it differs from line to line. Whoever does not answer within the time, or
        without an end, is left.
        """
        end = monotonic() + (seconds or self._seconds)
        codes, words = set(), []
        try:
            for line in self._lines(end):
                codes.add(int(line[1]))
                words.append(line[3].strip(b" \t"))
                if line[2] != b"-":
                    break
        except BaseException:
            self.close()
            raise
        return (codes.pop() if len(codes) == 1 else _GARBLED), b"\n".join(words)

    def _lines(self, end: float) -> Iterator[re.Match[bytes]]:
        """Yield each line of an answer; raise if one is none, or if there is no end to them."""
        taken = 0
        while True:
            while b"\n" not in self._heard:
                self._hear(end)
                if taken + len(self._heard) > LARGEST_ANSWER:
                    raise smtplib.SMTPException(_("the answer of the mail server has no end"))
            size = self._heard.index(b"\n") + 1
            line = _LINE.fullmatch(bytes(self._heard[:size]))
            taken += size
            del self._heard[:size]
            if line is None or taken > LARGEST_ANSWER:
                raise smtplib.SMTPException(_("the mail server says something that is no answer"))
            yield line

    def _hear(self, end: float) -> None:
        sock = self._open_socket()
        sock.settimeout(self._left(end))
        if not (more := sock.recv(_PIECE)):
            raise smtplib.SMTPServerDisconnected
        self._heard += more

    def _left(self, end: float) -> float:
        if (left := end - monotonic()) <= 0:
            self.close()
            raise TimeoutError
        return left

    def _refuse_surplus(self) -> None:
        """Leave a server that said something nobody asked for: which answer belongs to what could not be told."""
        sock = self._open_socket()
        sock.settimeout(0)
        with suppress(BlockingIOError, ssl.SSLWantReadError):  # nothing is there, as it should be
            if not (more := sock.recv(_PIECE)):
                self.close()
                raise smtplib.SMTPServerDisconnected
            self._heard += more
        sock.settimeout(self._seconds)
        if self._heard:
            # Often it says why it ends the connection (421).
            words = readable(bytes(self._heard))
            self.close()
            raise smtplib.SMTPException(_("the mail server says what nobody asked for: %(words)s") % {"words": words})

    def _open_socket(self) -> socket.socket:
        if self.sock is None:
            raise smtplib.SMTPServerDisconnected
        return self.sock

    def close(self) -> None:
        """Close the connection; nothing that was heard of it counts any more."""
        self._heard.clear()
        super().close()


def readable(words: bytes) -> str:
    """Return the words of a server on one line, not too long, without anything that could control a terminal."""
    line = " ".join(words.decode("utf-8", errors="replace").split())
    shown = "".join(char if char.isprintable() else "\ufffd" for char in line)
    return shown if len(shown) <= _LONGEST else f"{shown[:_LONGEST]}…"


@contextmanager
def _ended_after(sock: socket.socket, seconds: float) -> Iterator[None]:
    """End a connection if something takes longer; raise `TimeoutError` then. TLS waits anew for each byte."""
    timer = Timer(seconds, _end, (sock,))
    timer.daemon = True
    end = monotonic() + seconds
    timer.start()
    try:
        yield
    except OSError:
        if monotonic() >= end:
            raise TimeoutError from None
        raise
    finally:
        timer.cancel()


def _end(sock: Any) -> None:  # noqa: ANN401 (a socket, which may be gone by then)
    with suppress(OSError):
        sock.shutdown(socket.SHUT_RDWR)
