"""A real web server in a thread that answers as a test tells it to, with TLS, and as a proxy for any host name."""

import asyncio
import threading
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from ssl import PROTOCOL_TLS_SERVER, SSLContext
from tempfile import NamedTemporaryFile
from time import monotonic
from typing import Any
from urllib.parse import urlsplit

import trustme

Behaviour = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


_TLS_RECORD = b"\x16"


@dataclass(frozen=True, slots=True)
class Asked:
    """A request that came."""

    method: str
    host: str
    path: str
    headers: dict[str, str]
    begun: float


@dataclass(slots=True)
class WebServer:
    """What the server is told, and what it was asked."""

    pages: dict[str, list[bytes | Behaviour]] = field(default_factory=dict)
    """By path, or by method and path: what is answered, one after the other; the last one again and again. `/` and
    others: 200."""
    takes: float = 0.0
    """How many seconds an answer takes."""
    port: int = 0
    ports: dict[str, int] = field(default_factory=dict)
    """Where it speaks TLS, by the certificate it shows."""
    asked: list[Asked] = field(default_factory=list)
    most_by_host: Counter[str] = field(default_factory=Counter)
    most: int = 0
    """How many questions it was asked at a time, by host and in all."""
    now: Counter[str] = field(default_factory=Counter)
    writers: list[asyncio.StreamWriter] = field(default_factory=list)

    def url(self, path: str = "/", certificate: str = "") -> str:
        """Return an address of the server."""
        return (
            f"https://127.0.0.1:{self.ports[certificate]}{path}"
            if certificate
            else f"http://127.0.0.1:{self.port}{path}"
        )

    def says(self, path: str, *answers: bytes | Behaviour) -> str:
        """Let the server answer so; return the address."""
        self.pages[path] = list(answers)
        return self.url(path.rpartition(" ")[2])

    def methods(self, path: str) -> list[str]:
        """Return how a page was asked for."""
        return [asked.method for asked in self.asked if asked.path == path]

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer one request, then close."""
        self.writers.append(writer)
        with suppress(ConnectionError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            begin = await reader.readexactly(1)
            if begin == _TLS_RECORD:
                writer.write(answer(400))
            else:
                await self._serve_http((begin + await reader.readuntil(b"\r\n\r\n")).decode("latin-1"), reader, writer)
        writer.close()

    async def _serve_http(self, head: str, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        first, *lines = head.rstrip().split("\r\n")
        headers = {name.lower(): value for name, _colon, value in (line.partition(": ") for line in lines)}
        method, target, _version = first.split()
        parts = urlsplit(target)
        host = (parts.netloc or headers["host"]).partition(":")[0]
        asked = Asked(method, host, "" if method == "CONNECT" else parts.path, headers, monotonic())
        self.asked.append(asked)
        self._enter(host)
        try:
            await asyncio.sleep(self.takes)
            await self._answer(method, asked.path, reader, writer)
        finally:
            self.now[host] -= 1

    def _enter(self, host: str) -> None:
        self.now[host] += 1
        self.most_by_host[host] = max(self.most_by_host[host], self.now[host])
        self.most = max(self.most, self.now.total())

    async def _answer(self, method: str, path: str, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        answers = self.pages.get(f"{method} {path}") or self.pages.get(path) or [answer(200)]
        said = answers.pop(0) if len(answers) > 1 else answers[0]
        if isinstance(said, bytes):
            writer.write(said)
            await writer.drain()
        else:
            await said(reader, writer)


def answer(status: int, location: str = "", **headers: str) -> bytes:
    """Return the head of an answer; in the names of headers `_` stands for a hyphen."""
    fields = {"Content-Length": "0", **({"Location": location} if location else {}), **headers}
    lines = [f"HTTP/1.1 {status} Said", *(f"{name.replace('_', '-')}: {value}" for name, value in fields.items())]
    return "\r\n".join([*lines, "", ""]).encode("latin-1")


async def never(reader: asyncio.StreamReader, _writer: asyncio.StreamWriter) -> None:
    """Say nothing until the other side has enough."""
    await reader.read()


async def hang_up(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Close without a word."""
    writer.transport.abort()


async def drip(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Say a little again and again, and never come to an end."""
    writer.write(b"HTTP/1.1 200 OK\r\nX: ")
    while not writer.is_closing():
        writer.write(b"x")
        await writer.drain()
        await asyncio.sleep(0.02)


async def endless(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Answer with a page that has no end."""
    writer.write(b"HTTP/1.1 200 OK\r\n\r\n")
    while not writer.is_closing():
        writer.write(b"x" * 10_000)
        await writer.drain()


@cache
def _authority() -> trustme.CA:
    return trustme.CA()


def _context(certificate: str) -> SSLContext:
    context = SSLContext(PROTOCOL_TLS_SERVER)
    long_ago, some_day = datetime(2001, 1, 1, tzinfo=UTC), datetime(2099, 1, 1, tzinfo=UTC)
    if certificate == "self-signed":
        alone = trustme.CA()
        with alone.private_key_pem.tempfile() as key, alone.cert_pem.tempfile() as chain:
            context.load_cert_chain(chain, key)
        return context
    authority = trustme.CA() if certificate == "unknown" else _authority()
    past = {"not_before": long_ago, "not_after": long_ago.replace(year=2002)}
    times: dict[str, Any] = {"expired": past, "early": {"not_before": some_day}}
    name = "ailleurs.example" if certificate == "other" else "127.0.0.1"
    authority.issue_cert(name, **times.get(certificate, {})).configure_cert(context)
    return context


@contextmanager
def web_server(*certificates: str) -> Iterator[WebServer]:
    """Let a server run, also with TLS for each named certificate: good, expired, early, other, self-signed, unknown."""
    server = WebServer()
    loop = asyncio.new_event_loop()
    listening = []
    for certificate in ("", *certificates):
        context = _context(certificate) if certificate else None
        listening.append(loop.run_until_complete(asyncio.start_server(server.serve, "127.0.0.1", 0, ssl=context)))
        port = listening[-1].sockets[0].getsockname()[1]
        server.ports[certificate] = port
    server.port = server.ports.pop("")
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    try:
        yield server
    finally:
        asyncio.run_coroutine_threadsafe(_end(listening, server.writers), loop).result(10)
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


async def _end(listening: list[asyncio.Server], writers: list[asyncio.StreamWriter]) -> None:
    for server in listening:
        server.close()
    for writer in writers:
        with suppress(AttributeError):  # a TLS connection that has ended has no protocol left in Python 3.11.2
            writer.transport.abort()
    tasks = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    await asyncio.sleep(0.01)


@contextmanager
def authority_file() -> Iterator[str]:
    """Write the authority that signs the good certificates to a file; its name belongs into `SSL_CERT_FILE`."""
    with NamedTemporaryFile(suffix=".pem") as file:
        file.write(_authority().cert_pem.bytes())
        file.flush()
        yield file.name
