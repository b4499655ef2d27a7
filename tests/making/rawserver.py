"""A mail server that says whatever a test wants, byte by byte: what no library for servers would say."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

from fiche_builder.mail.transport import Security, Server

ANSWERS = {
    "connect": b"220 raw.test\r\n",
    "EHLO": b"250-raw.test\r\n250 SIZE 33554432\r\n",
    "MAIL": b"250 ok\r\n",
    "RCPT": b"250 ok\r\n",
    "DATA": b"354 go on\r\n",
    "end": b"250 taken\r\n",
    "RSET": b"250 ok\r\n",
    "QUIT": b"221 bye\r\n",
}
"""What a sound server says at each stage; `end` is after the dot that ends a message. It knows no 8BITMIME."""
Oddity = Callable[[socket.socket, bytes], None]
"""Answers oddly over a connection, where a sound server would have given this answer."""


@dataclass(slots=True)
class RawServer:
    """What it is told: the stages at which it is odd, and how often it is; and what it took: (recipient, message)."""

    oddities: dict[str, Oddity] = field(default_factory=dict)
    times: int = 1_000_000
    answers: dict[str, bytes] = field(default_factory=dict)
    taken: list[tuple[str, bytes]] = field(default_factory=list)
    port: int = 0

    def settings(self, seconds: float = 0.5) -> Server:
        return Server("127.0.0.1", self.port, Security.NONE, seconds=seconds)

    def serve(self, sock: socket.socket) -> None:
        """Lead one dialogue."""
        recipient = ""
        lines = sock.makefile("rb")
        self._say(sock, "connect")
        while line := lines.readline():
            command = line[:4].decode("ascii", errors="replace").upper().strip()
            if command == "RCPT":
                recipient = line[line.find(b"<") + 1 : line.find(b">")].decode()
            self._say(sock, command)
            if command == "DATA":
                content = bytearray()
                while (part := lines.readline()) not in {b".\r\n", b""}:
                    content += part
                if not part:
                    return
                if not self._say(sock, "end"):
                    self.taken.append((recipient, bytes(content)))
            if command == "QUIT":
                return

    def _say(self, sock: socket.socket, stage: str) -> bool:
        """Answer, and tell whether oddly: what was answered oddly is not taken."""
        answer = self.answers.get(stage, ANSWERS.get(stage, b"500 what?\r\n"))
        odd = self.oddities.get(stage)
        if odd is None or self.times <= 0:
            sock.sendall(answer)
            return False
        self.times -= 1
        odd(sock, answer)
        return True


@contextmanager
def raw_server(server: RawServer) -> Iterator[RawServer]:
    """Let a server run in threads."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        server.port = listening.getsockname()[1]
        open_ones: list[socket.socket] = []
        thread = threading.Thread(target=_accept, args=(server, listening, open_ones), daemon=True)
        thread.start()
        yield server
        with suppress(OSError):
            listening.shutdown(socket.SHUT_RDWR)
        for sock in open_ones:
            with suppress(OSError):
                sock.shutdown(socket.SHUT_RDWR)
        thread.join(10)


def _accept(server: RawServer, listening: socket.socket, open_ones: list[socket.socket]) -> None:
    with suppress(OSError):
        while True:
            sock, _address = listening.accept()
            open_ones.append(sock)
            threading.Thread(target=_serve, args=(server, sock), daemon=True).start()


def _serve(server: RawServer, sock: socket.socket) -> None:
    with suppress(OSError), sock:
        server.serve(sock)


# Oddities


def endless(sock: socket.socket, answer: bytes) -> None:
    """Go on for ever with lines of an answer."""
    while True:
        sock.sendall((answer[:3] + b"-and so on\r\n") * 1000)


def one_long_line(sock: socket.socket, answer: bytes) -> None:
    """Give an answer of 10 MB."""
    sock.sendall(answer[:4] + b"x" * 10_000_000 + b"\r\n")


def slow(sock: socket.socket, answer: bytes) -> None:
    """Say a letter every now and then, and never an end."""
    sock.sendall(answer[:3])
    while True:
        sock.sendall(b"-")
        time.sleep(0.1)


def silent(_sock: socket.socket, _answer: bytes) -> None:
    """Say nothing, for as long as a test may take."""
    time.sleep(30)


def hung_up(sock: socket.socket, _answer: bytes) -> None:
    sock.shutdown(socket.SHUT_RDWR)


def talkative(sock: socket.socket, answer: bytes) -> None:
    """Put off what was asked, and add the answer to something else."""
    sock.sendall(b"451 not now\r\n" + answer)


def of_two_minds(sock: socket.socket, answer: bytes) -> None:
    """Answer with two codes at once."""
    sock.sendall(b"550-no\r\n" + answer)


def babbling(sock: socket.socket, _answer: bytes) -> None:
    """Say what is no answer."""
    sock.sendall(b"\x00\xffHTTP/1.1 200 OK\r\n\r\n")


def later(sock: socket.socket, _answer: bytes) -> None:
    sock.sendall(b"450 4.2.0 greylisted\r\n")


def going(sock: socket.socket, _answer: bytes) -> None:
    """End the connection as RFC 5321 wants it (421)."""
    sock.sendall(b"421 4.3.2 shutting down\r\n")
    sock.shutdown(socket.SHUT_RDWR)
