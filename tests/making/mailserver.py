"""A real SMTP server in a thread, with TLS and login, that misbehaves where a test tells it to."""

import asyncio
import base64
import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import cache
from ssl import PROTOCOL_TLS_SERVER, SSLContext
from typing import Any

import trustme
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from fiche_builder.mail.transport import Security, Server

USER, PASSWORD, TOKEN = "annuaire@contact.example", "s3cret é", "t0ken"
DROP = "drop"
"""Hang up instead of answering."""
STAGES = ("connect", "EHLO", "STARTTLS", "AUTH", "MAIL", "RCPT", "DATA", "content", "unstored", "stored", "QUIT")
"""Where the server may misbehave. `DATA`: before it asks for the message; `content`: in the middle of it; `unstored`
and `stored`: when all was said, without an answer, and the message is lost or kept."""


@dataclass(slots=True)
class Fault:
    """What the server does at a stage, how often, and to whom: `DROP`, or an answer such as `450 later`."""

    stage: str
    answer: str = DROP
    times: int = 1
    recipient: str = ""


@dataclass(frozen=True, slots=True)
class Received:
    """A message the server took."""

    sender: str
    recipients: tuple[str, ...]
    content: bytes


@dataclass(slots=True)
class MailServer:
    """What the server is told and what it got."""

    security: Security = Security.STARTTLS
    needs_login: bool = True
    size_limit: int = 33_554_432
    faults: list[Fault] = field(default_factory=list)
    received: list[Received] = field(default_factory=list)
    connections: int = 0
    port: int = 0
    certificate: bytes = b""
    transports: list[asyncio.BaseTransport] = field(default_factory=list)

    @property
    def recipients(self) -> list[str]:
        """Whom messages came for, in their order."""
        return [recipient for message in self.received for recipient in message.recipients]

    def settings(self, **changes: Any) -> Server:
        """How to reach it."""
        return Server(
            **{
                "host": "localhost",
                "port": self.port,
                "security": self.security,
                "user": USER,
                "password": PASSWORD if self.needs_login else "",
                "seconds": 5.0,
                **changes,
            }
        )

    def fault(self, stage: str, recipient: str = "") -> str:
        """Return what to do wrong now, if anything."""
        for fault in self.faults:
            if fault.stage == stage and fault.times > 0 and fault.recipient in {"", recipient}:
                fault.times -= 1
                return fault.answer
        return ""


class _Protocol(SMTP):
    """aiosmtpd's dialogue, with the faults."""

    def __init__(self, server: MailServer, **options: Any) -> None:
        self._plan = server
        super().__init__(_Handler(server), hostname="mail.test", **options)

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._plan.transports.append(transport)
        super().connection_made(transport)
        if self._plan.fault("connect"):
            hang_up(self.transport)

    async def smtp_EHLO(self, hostname: str) -> None:  # noqa: N802
        if not await self._errs("EHLO"):
            await super().smtp_EHLO(hostname)

    async def smtp_STARTTLS(self, arg: str) -> None:  # noqa: N802
        if not await self._errs("STARTTLS"):
            await super().smtp_STARTTLS(arg)

    async def smtp_AUTH(self, arg: str) -> None:  # noqa: N802
        if not await self._errs("AUTH"):
            await super().smtp_AUTH(arg)

    async def smtp_MAIL(self, arg: str) -> None:  # noqa: N802
        if not await self._errs("MAIL"):
            await super().smtp_MAIL(arg)

    async def smtp_RCPT(self, arg: str) -> None:  # noqa: N802
        if not await self._errs("RCPT", arg[arg.find("<") + 1 : arg.find(">")]):
            await super().smtp_RCPT(arg)

    async def smtp_QUIT(self, arg: str) -> None:  # noqa: N802
        if not await self._errs("QUIT"):
            await super().smtp_QUIT(arg)

    async def smtp_DATA(self, arg: str) -> None:  # noqa: N802
        recipient = self.envelope.rcpt_tos[0] if self.envelope and self.envelope.rcpt_tos else ""
        if await self._errs("DATA", recipient):
            return
        if self._plan.fault("content", recipient):
            await self.push("354 go on")
            await self._reader.readline()
            hang_up(self.transport)
            return
        await super().smtp_DATA(arg)

    async def _errs(self, stage: str, recipient: str = "") -> bool:
        answer = self._plan.fault(stage, recipient)
        if answer == DROP:
            hang_up(self.transport)
        elif answer:
            await self.push(answer)
            if answer.startswith("421"):
                hang_up(self.transport, at_once=False)
        return bool(answer)


class _Handler:
    def __init__(self, server: MailServer) -> None:
        self._plan = server

    async def auth_XOAUTH2(self, server: SMTP, args: list[str]) -> AuthResult:  # noqa: N802
        text = base64.b64decode(args[1]).decode()
        if text == f"user={USER}\x01auth=Bearer {TOKEN}\x01\x01":
            return AuthResult(success=True)
        await server.push("334 eyJzdGF0dXMiOiI0MDEifQ==")
        await server._reader.readline()  # noqa: SLF001
        return AuthResult(success=False, handled=False)

    async def handle_DATA(self, server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        recipient = envelope.rcpt_tos[0]
        if answer := self._plan.fault("unstored", recipient):
            if answer == DROP:
                hang_up(server.transport)
            return answer
        assert isinstance(envelope.original_content, bytes)
        self._plan.received.append(
            Received(envelope.mail_from or "", tuple(envelope.rcpt_tos), envelope.original_content)
        )
        if self._plan.fault("stored", recipient):
            hang_up(server.transport)
        return "250 taken"


def _authenticate(_server: SMTP, _session: Session, _envelope: Envelope, _mechanism: str, data: Any) -> AuthResult:
    assert isinstance(data, LoginPassword)
    return AuthResult(success=data.login == USER.encode() and data.password == PASSWORD.encode(), handled=False)


def hang_up(transport: asyncio.BaseTransport | None, *, at_once: bool = True) -> None:
    """Close a connection; at once means without what is still to be written."""
    assert isinstance(transport, asyncio.WriteTransport)
    if at_once:
        with suppress(AttributeError):  # a TLS connection that has ended has no protocol left in Python 3.11.2
            transport.abort()
    else:
        transport.close()


@cache
def _authority() -> tuple[bytes, SSLContext]:
    authority = trustme.CA()
    context = SSLContext(PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost", "127.0.0.1").configure_cert(context)
    return authority.cert_pem.bytes(), context


@contextmanager
def mail_server(server: MailServer) -> Iterator[MailServer]:
    """Let a server run; its certificate is good for localhost, signed by an authority in `server.certificate` (PEM)."""
    server.certificate, context = _authority()
    loop = asyncio.new_event_loop()

    def make() -> _Protocol:
        server.connections += 1
        options: dict[str, Any] = {"data_size_limit": server.size_limit, "loop": loop, "timeout": 20}
        if server.needs_login:
            options |= {
                "authenticator": _authenticate,
                "auth_required": True,
                "auth_require_tls": server.security is Security.STARTTLS,
            }
        if server.security is Security.STARTTLS:
            options |= {"tls_context": context, "require_starttls": True}
        with warnings.catch_warnings():
            # aiosmtpd knows of no other encryption than STARTTLS.
            warnings.simplefilter("ignore", UserWarning)
            return _Protocol(server, **options)

    listening = loop.run_until_complete(
        loop.create_server(make, "127.0.0.1", 0, ssl=context if server.security is Security.TLS else None)
    )
    server.port = listening.sockets[0].getsockname()[1]
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    try:
        yield server
    finally:
        asyncio.run_coroutine_threadsafe(_end(listening, server.transports), loop).result(10)
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


async def _end(listening: asyncio.Server, transports: list[asyncio.BaseTransport]) -> None:
    listening.close()
    for transport in transports:
        hang_up(transport)
    tasks = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    await asyncio.sleep(0.01)
