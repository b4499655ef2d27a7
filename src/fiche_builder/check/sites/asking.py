"""One question to one server, and its answer. This is the only module that uses httpx.

Only the head of an answer is read. Cookies are never kept, and names and passwords are never sent. The trusted
authorities are those of this machine (offices have their own) and those of Firefox. A proxy is taken from the
environment.
"""

import asyncio
import errno
import socket
import ssl
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from http.cookiejar import CookieJar, DefaultCookiePolicy
from time import monotonic

import httpx

from fiche_builder import __version__
from fiche_builder.check.sites.answers import AnswerKind
from fiche_builder.common.errors import ConfigError
from fiche_builder.common.i18n import _

USER_AGENT = f"fiche-builder/{__version__} (link check)"
_SCHEMES = ("http", "https")
_MAX_ADDRESS = 8_000
_REDIRECTS = {301, 302, 303, 307, 308}
_PERMANENT = {301, 308}
_SUCCESS = 2
_TOO_MANY_REQUESTS, _UNAVAILABLE = 429, 503
_CERTIFICATES = {
    # X509_V_ERR_… of OpenSSL's x509_vfy.h
    9: AnswerKind.NOT_YET_VALID,
    10: AnswerKind.EXPIRED,
    18: AnswerKind.SELF_SIGNED,
    19: AnswerKind.UNKNOWN_AUTHORITY,
    20: AnswerKind.UNKNOWN_AUTHORITY,
    21: AnswerKind.UNKNOWN_AUTHORITY,
    62: AnswerKind.OTHER_HOST,
    64: AnswerKind.OTHER_HOST,
}
_UNREACHABLE = {
    errno.EACCES, errno.EHOSTDOWN, errno.EHOSTUNREACH, errno.ENETDOWN, errno.ENETUNREACH, errno.EPERM, errno.ETIMEDOUT,
}  # fmt: skip
_NO_NAME = {socket.EAI_NONAME, getattr(socket, "EAI_NODATA", socket.EAI_NONAME)}


@dataclass(frozen=True, slots=True)
class Limits:
    """How patient and how polite we are. Times are in seconds."""

    connect: float = 5.0
    read: float = 10.0
    """How long a server may stay silent."""
    whole: float = 20.0
    """How long one link may take in all, whatever the server sends."""
    pause: float = 1.0
    """The pause between two questions to one host."""
    hosts: int = 8
    """How many hosts are asked at the same time, each with one question."""
    redirects: int = 5


@dataclass(frozen=True, slots=True)
class Reply:
    """The head of an answer, or with `trouble` the reason why there is none."""

    status: int = 0
    location: str = ""
    """Where a redirect leads, as a full address that can be asked, or ""."""
    sets_cookie: bool = False
    is_busy: bool = False
    trouble: AnswerKind | None = None
    seconds: float = 0.0
    was_asked: bool = True

    @property
    def is_success(self) -> bool:
        """Whether there is a page."""
        return self.status // 100 == _SUCCESS

    @property
    def is_redirect(self) -> bool:
        """Whether the page is said to be elsewhere."""
        return self.status in _REDIRECTS

    @property
    def is_permanent(self) -> bool:
        """Whether the page is said to be elsewhere permanently."""
        return self.status in _PERMANENT


class Asker:
    """Asks for pages."""

    def __init__(self, client: httpx.AsyncClient) -> None:
        self._client = client

    async def ask(self, method: str, url: str, seconds: float) -> Reply:
        """Ask for a page, and return within the given number of seconds, whatever the server does."""
        begun = monotonic()
        try:
            async with asyncio.timeout(seconds):
                request = self._client.build_request(method, url)
                response = await self._client.send(request, stream=True, auth=None)
                await response.aclose()
                return _read(response, monotonic() - begun)
        except TimeoutError:
            return Reply(trouble=AnswerKind.SLOW, seconds=monotonic() - begun)
        except (httpx.HTTPError, httpx.InvalidURL, OSError, ValueError) as error:
            return Reply(trouble=kind_of(error), seconds=monotonic() - begun)


@asynccontextmanager
async def open_asker(limits: Limits) -> AsyncIterator[Asker]:
    """Get ready to ask."""
    try:
        # httpx trusts the authorities of Firefox. Where SSL_CERT_FILE or SSL_CERT_DIR is set, it trusts those instead.
        trusted = httpx.create_ssl_context()
        trusted.load_default_certs()
        trusted.verify_flags &= ~ssl.VERIFY_X509_STRICT  # Python 3.13 is stricter than browsers are
        client = httpx.AsyncClient(
            verify=trusted,
            headers={"User-Agent": USER_AGENT, "Accept": "*/*"},
            cookies=CookieJar(DefaultCookiePolicy(allowed_domains=[])),
            timeout=httpx.Timeout(limits.read, connect=limits.connect),
            follow_redirects=False,
        )
    except (OSError, ValueError, ImportError, httpx.InvalidURL) as error:
        raise ConfigError(
            _("The web settings of this machine cannot be used: %(reason)s.") % {"reason": error},
            _("Look at the environment variables HTTP_PROXY, HTTPS_PROXY, ALL_PROXY and SSL_CERT_FILE."),
        ) from None
    async with client:
        yield Asker(client)


def _read(response: httpx.Response, seconds: float) -> Reply:
    location, trouble = "", None
    if response.status_code in _REDIRECTS:
        location = _target(response.url, response.headers.get("location", ""))
        trouble = None if location else AnswerKind.NO_PAGE
    status = response.status_code
    is_busy = status == _TOO_MANY_REQUESTS or (status == _UNAVAILABLE and "retry-after" in response.headers)
    return Reply(status, location, "set-cookie" in response.headers, is_busy, trouble, seconds)


def _target(url: httpx.URL, location: str) -> str:
    """Return where a redirect leads, without fragment, name and password; "" if it is not a web page."""
    try:
        target = url.join(location.strip()).copy_with(fragment=None, username=None, password=None)
        is_page = bool(location and target.scheme in _SCHEMES and target.raw_host)
    except (httpx.InvalidURL, ValueError):
        return ""
    return str(target) if is_page and len(str(target)) <= _MAX_ADDRESS else ""


def kind_of(error: Exception) -> AnswerKind:  # noqa: PLR0911 (one return for each kind)
    """Tell what an error means. httpx wraps the error that tells it."""
    if isinstance(error, httpx.TimeoutException):
        return AnswerKind.UNREACHABLE if isinstance(error, httpx.ConnectTimeout) else AnswerKind.SLOW
    # That it waits for more data is what the encryption says all the time.
    causes = [cause for cause in _causes(error) if not isinstance(cause, ssl.SSLWantReadError | ssl.SSLWantWriteError)]
    for cause in causes:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return _CERTIFICATES.get(cause.verify_code, AnswerKind.OTHER_CERTIFICATE)
        if isinstance(cause, ssl.SSLError):
            return AnswerKind.NO_ENCRYPTION
        if isinstance(cause, socket.gaierror):
            return AnswerKind.NO_NAME if cause.errno in _NO_NAME else AnswerKind.NAME_UNSURE
    if isinstance(error, httpx.InvalidURL):
        return AnswerKind.NO_PAGE  # httpx also looks at where a redirect leads
    if isinstance(error, httpx.ProxyError):
        return AnswerKind.PROXY
    errors = {cause.errno for cause in causes if isinstance(cause, OSError)}
    # A machine without IPv6 reports that way as "unreachable", beside the error that tells what is wrong.
    if errno.ECONNREFUSED in errors:
        return AnswerKind.REFUSED
    return AnswerKind.UNREACHABLE if errors & _UNREACHABLE else AnswerKind.BROKEN


def _causes(error: BaseException) -> Iterator[BaseException]:
    """Yield an error and its causes."""
    yield error
    behind = error.exceptions if isinstance(error, BaseExceptionGroup) else ()
    for cause in (*behind, error.__cause__ or error.__context__):
        if cause is not None:
            yield from _causes(cause)
