"""Sending one message to one address over SMTP. Only this module and its `dialogue` use smtplib.

The dialogue is led command by command, because what an error means depends on where it occurs. Before the dot that ends
a message, nothing can have arrived. After it, if there is no answer, the message may have arrived.
"""

import base64
import ipaddress
import re
import smtplib
import ssl
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass
from enum import Enum
from typing import Protocol

from fiche_builder.common.errors import FicheError, MailError
from fiche_builder.common.i18n import _
from fiche_builder.mail.dialogue import Dialogue, readable

PASSWORD_VARIABLE = "FICHE_MAIL_PASSWORD"  # noqa: S105 (the name of the variable, not a password)
"""The password of the mail server. It is stored nowhere else."""
TOKEN_VARIABLE = "FICHE_MAIL_TOKEN"  # noqa: S105
"""A token to log in with (XOAUTH2), instead of the password."""
_SUCCESS, _GO_AHEAD, _LATER, _NEVER = 2, 3, 4, 5
"""The first digit of an answer (RFC 5321, 4.2.1)."""
_UNAVAILABLE, _PERMANENT = 421, 500
_LOGGED_IN, _GO_ON = 235, 334
_LIMIT = re.compile(r"[0-9]{1,18}")
_PATIENT = 10
"""How many times longer the last answer may take: a server looks through the message first (RFC 5321, 4.5.3.2)."""
_LINE_START_DOT = re.compile(rb"^\.", re.MULTILINE)
_NAMELESS = "localhost"
_BASIC_AUTH_OFF = ("5.7.30", "5.7.139")


class Security(Enum):
    """How the connection to the server is encrypted."""

    STARTTLS = "starttls"
    TLS = "tls"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Server:
    """The server that takes the mail, and our account on it.

    A token is one of OAuth 2 (XOAUTH2), and is preferred to a password.
    """

    host: str
    port: int
    security: Security
    user: str = ""
    password: str = ""
    token: str = ""
    seconds: float = 60.0
    """How long to wait for each answer."""


class Outcome(Enum):
    """The result of sending a message."""

    SENT = "sent"
    REFUSED = "refused"
    DEFERRED = "deferred"
    LOST = "lost"
    """The connection was lost before the message was complete, so nothing arrived."""
    UNCERTAIN = "uncertain"
    """The connection was lost after everything was sent, so the message may have arrived."""


@dataclass(frozen=True, slots=True)
class DeliveryReport:
    """The result of sending a message, with the server's words."""

    outcome: Outcome
    reply: str


class ConnectionLostError(FicheError):
    """The server cannot be reached at the moment."""


class Connection(Protocol):
    """A way to hand over messages."""

    def send(self, sender: str, recipient: str, content: bytes) -> DeliveryReport:
        """Hand over one message. Raise `MailError` if the server accepts none from us at all."""
        ...


@dataclass(frozen=True, slots=True)
class Transport:
    """A way to send: its name, and how to open it. `open` raises `ConnectionLostError` if it may work later."""

    name: str
    open: Callable[[], AbstractContextManager[Connection]]


class SmtpConnection:
    """An open connection to a server."""

    def __init__(self, smtp: Dialogue, last_seconds: float) -> None:
        self._smtp = smtp
        self._last_seconds = last_seconds

    def send(self, sender: str, recipient: str, content: bytes) -> DeliveryReport:
        """Hand over one message with CRLF line ends. Raise `MailError` if the server accepts none from us at all."""
        try:
            if report := self._address(sender, recipient, len(content)):
                return report
            if report := self._judge(self._smtp.docmd("DATA"), _GO_AHEAD):
                return report
            end = b".\r\n" if content.endswith(b"\r\n") else b"\r\n.\r\n"
            self._smtp.send_content(_LINE_START_DOT.sub(b"..", content) + end)
        except (OSError, smtplib.SMTPException) as error:
            return DeliveryReport(Outcome.LOST, _reason(error))
        try:
            answer = self._smtp.getreply(self._last_seconds)
        except (OSError, smtplib.SMTPException) as error:
            return DeliveryReport(Outcome.UNCERTAIN, _reason(error))
        if answer[0] // 100 not in {_SUCCESS, _LATER, _NEVER}:
            return DeliveryReport(Outcome.UNCERTAIN, _words(answer))
        return self._judge(answer) or DeliveryReport(Outcome.SENT, _words(answer))

    def _refuse_too_large(self, size: int) -> None:
        """Raise `MailError` if the server announced a size limit that the message exceeds."""
        limit = self._smtp.esmtp_features.get("size", "")
        if _LIMIT.fullmatch(limit) and 0 < int(limit) < size:
            raise MailError(
                _("The mail server takes messages of at most %(limit)d MB, this one has %(size)d MB.")
                % {"limit": int(limit) // 1024**2, "size": -(-size // 1024**2)},
                _("Put the PDF on the intranet and mail its address, or ask for a higher limit."),
            )

    def _address(self, sender: str, recipient: str, size: int) -> DeliveryReport | None:
        self._refuse_too_large(size)
        options = [f"SIZE={size}"] if self._smtp.has_extn("size") else []
        answer = self._smtp.mail(sender, options)
        if answer[0] >= _PERMANENT:
            # We are refused here, not the recipient, so the next message would fare no better.
            raise MailError(
                _("The mail server refuses the sender “%(sender)s”: %(reply)s.")
                % {"sender": sender, "reply": _words(answer)},
                _advice(_words(answer)),
            )
        return self._judge(answer) or self._judge(self._smtp.rcpt(recipient))

    def _judge(self, answer: tuple[int, bytes], wanted: int = _SUCCESS) -> DeliveryReport | None:
        """Return what an answer without the expected digit means.

        The dialogue then begins anew, unless the server ends it.
        """
        code = answer[0]
        if code // 100 == wanted:
            return None
        if code == -1:
            raise smtplib.SMTPServerDisconnected(_("the connection was closed"))
        if code == _UNAVAILABLE:
            self._smtp.close()
            return DeliveryReport(Outcome.LOST, _words(answer))
        with suppress(OSError, smtplib.SMTPException):
            self._smtp.rset()
        return DeliveryReport(Outcome.REFUSED if code >= _PERMANENT else Outcome.DEFERRED, _words(answer))


@contextmanager
def connect(server: Server) -> Iterator[SmtpConnection]:
    """Open an encrypted connection and log in.

    Raise `ConnectionLostError` if that may work later, `MailError` if not.
    """
    smtp = _open(server)
    try:
        yield SmtpConnection(smtp, _PATIENT * server.seconds)
        with suppress(OSError, smtplib.SMTPException):
            smtp.quit()
    finally:
        smtp.close()


def is_loopback(host: str) -> bool:
    """Tell whether a host is this machine itself."""
    if host.casefold() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def _open(server: Server) -> Dialogue:
    context = ssl.create_default_context()
    smtp: Dialogue | None = None
    try:
        at_once = context if server.security is Security.TLS else None
        smtp = Dialogue(server.host, server.port, timeout=server.seconds, context=at_once, name=_NAMELESS)
        smtp.local_hostname = _own_name(smtp)
        smtp.ehlo_or_helo_if_needed()
        if server.security is Security.STARTTLS:
            _start_tls(smtp, server, context)
        _log_in(smtp, server)
    except FicheError:
        _close(smtp)
        raise
    except (OSError, ValueError, smtplib.SMTPException) as error:
        _close(smtp)
        raise _unreachable(server, error) from None
    return smtp


def _unreachable(server: Server, error: Exception) -> FicheError:
    """Return why there is no connection. Waiting does not help a bad certificate or name, but may help all else."""
    if isinstance(error, ssl.SSLError) and not isinstance(error, ssl.SSLEOFError | ssl.SSLZeroReturnError):
        reason = error.verify_message if isinstance(error, ssl.SSLCertVerificationError) else error.reason
        return MailError(
            _("The connection to %(host)s cannot be encrypted: %(reason)s.")
            % {"host": server.host, "reason": reason or error},
            _(
                "Check host, port and security under [mail] in fiche.toml; ask whoever runs the server about its "
                "certificate."
            ),
        )
    # Python writes names in ASCII before it asks for them, and some cannot be.
    is_name = not isinstance(error, ValueError) or isinstance(error, OSError)
    return (ConnectionLostError if is_name else MailError)(
        _("The mail server %(host)s:%(port)d cannot be reached: %(reason)s.")
        % {
            "host": server.host,
            "port": server.port,
            "reason": _reason(error) if is_name else _("that is not the name of a server"),
        },
        _("Check host and port under [mail] in fiche.toml, and that you are on the network."),
    )


def _own_name(smtp: Dialogue) -> str:
    """Return the name with which we greet.

    It is the address that the server sees anyway (RFC 5321, 4.1.3), not the name of this computer.
    """
    if smtp.sock is None:
        return _NAMELESS
    address = str(smtp.sock.getsockname()[0])
    return f"[IPv6:{address}]" if ":" in address else f"[{address}]"


def _start_tls(smtp: Dialogue, server: Server, context: ssl.SSLContext) -> None:
    if not smtp.has_extn("starttls"):
        raise MailError(
            _("The mail server %(host)s offers no encryption (STARTTLS).") % {"host": server.host},
            _(
                "Nothing is sent in the clear. Ask whoever runs the server for the port, or try port 465 with "
                'security = "tls".'
            ),
        )
    smtp.encrypt(context)


def _log_in(smtp: Dialogue, server: Server) -> None:
    """Log in, with the token if there is one. smtplib itself knows no tokens, and no accents in passwords."""
    if not server.token and not server.password:
        return
    offered = smtp.esmtp_features.get("auth", "").upper().split()
    wanted = ("XOAUTH2",) if server.token else ("PLAIN", "LOGIN")
    mechanism = next((name for name in wanted if name in offered), None)
    if mechanism is None:
        raise MailError(
            _("The mail server %(host)s offers no login of this kind (%(names)s).")
            % {"host": server.host, "names": ", ".join(wanted)},
            _("If it needs no login, remove the variable %(name)s; otherwise check the port.")
            % {"name": TOKEN_VARIABLE if server.token else PASSWORD_VARIABLE},
        )
    answer = _authenticate(smtp, server, mechanism)
    words = {"user": server.user, "reply": _words(answer)}
    if answer[0] == -1:
        raise smtplib.SMTPServerDisconnected(_("the connection was closed"))
    if answer[0] >= _PERMANENT:
        raise MailError(_("The mail server does not let “%(user)s” in: %(reply)s.") % words, _advice(_words(answer)))
    if answer[0] != _LOGGED_IN:
        raise ConnectionLostError(
            _("The mail server does not log “%(user)s” in just now: %(reply)s.") % words, _("Try again later.")
        )


def _authenticate(smtp: Dialogue, server: Server, mechanism: str) -> tuple[int, bytes]:
    """Log in (RFC 4954), and return the last answer."""
    if mechanism == "LOGIN":
        answer = smtp.docmd("AUTH", f"LOGIN {_base64(server.user)}")
        return smtp.docmd(_base64(server.password)) if answer[0] == _GO_ON else answer
    if mechanism == "PLAIN":
        return smtp.docmd("AUTH", "PLAIN " + _base64(f"\0{server.user}\0{server.password}"))
    answer = smtp.docmd("AUTH", "XOAUTH2 " + _base64(f"user={server.user}\x01auth=Bearer {server.token}\x01\x01"))
    # A refusal may first come as a reason, which must be answered with an empty line.
    return smtp.docmd("") if answer[0] == _GO_ON else answer


def _base64(text: str) -> str:
    return base64.b64encode(text.encode("utf-8", errors="surrogateescape")).decode("ascii")


def _advice(reply: str) -> str:
    """Return what to do when a server refuses to take mail from us."""
    if any(code in reply for code in _BASIC_AUTH_OFF):
        return _(
            "Microsoft 365 no longer takes a password here. Ask the IT department for a token (%(name)s) or another "
            "mail server."
        ) % {"name": TOKEN_VARIABLE}
    return _("Check sender and user under [mail] in fiche.toml, and the password or token in the environment.")


def _close(smtp: Dialogue | None) -> None:
    if smtp is not None:
        smtp.close()


def _words(answer: tuple[int, bytes]) -> str:
    """Return a server's answer on one line, without anything that could control a terminal."""
    return f"{answer[0]} {readable(answer[1])}".strip()


def _reason(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        return _words(
            (
                error.smtp_code,
                error.smtp_error if isinstance(error.smtp_error, bytes) else str(error.smtp_error).encode(),
            )
        )
    if isinstance(error, smtplib.SMTPServerDisconnected | ConnectionError):
        return _("the mail server hung up")
    if isinstance(error, TimeoutError):
        return _("the mail server does not answer")
    return (error.strerror if isinstance(error, OSError) and error.strerror else str(error)) or type(error).__name__
