"""Asking sites: a real server that answers rightly, wrongly, slowly and never."""

import errno
import socket
import ssl
import time
from pathlib import Path

import httpx
import pytest

from fiche_builder import __version__
from fiche_builder.check.sites.answers import AnswerKind, LinkAnswer
from fiche_builder.check.sites.asking import Limits, kind_of
from fiche_builder.common.errors import ConfigError
from tests.making.asking import HASTY, ask, closed_port
from tests.making.webserver import WebServer, answer, drip, endless, hang_up, never, web_server

STATUSES = [
    *((status, AnswerKind.FINE) for status in (200, 204, 206, 300, 304, 400, 401, 403, 405, 406, 418, 451, 999)),
    (404, AnswerKind.NOT_FOUND),
    (410, AnswerKind.GONE),
    *((status, AnswerKind.SERVER_ERROR) for status in (408, 500, 502, 503, 504, 520)),
]


def test_what_a_status_means(site: WebServer) -> None:
    urls = {site.says(f"/{status}", answer(status)): kind for status, kind in STATUSES}
    assert {url: found.kind for url, found in ask(*urls).items()} == urls


@pytest.mark.parametrize(
    ("name", "said", "kind"),
    [
        ("never", never, AnswerKind.SLOW),
        ("drip", drip, AnswerKind.SLOW),
        ("hang-up", hang_up, AnswerKind.BROKEN),
        ("huge header", b"HTTP/1.1 200 OK\r\nX: " + b"x" * 500_000 + b"\r\n\r\n", AnswerKind.BROKEN),
        ("endless headers", b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 100_000, AnswerKind.BROKEN),
        ("garbage", b"\x00\xff\x16 bonjour\r\n\r\n", AnswerKind.BROKEN),
        ("half a head", b"HTTP/1.1 200 OK\r\nContent-Type: te", AnswerKind.BROKEN),
        ("only news of an answer to come", b"HTTP/1.1 103 Early Hints\r\n\r\n" * 1_000, AnswerKind.BROKEN),
        ("a redirect that cannot be read", answer(301, "http://[::1"), AnswerKind.BROKEN),
        ("not Latin", "HTTP/1.1 200 Ça va\r\nX-Été: é\u4e2d\r\n\r\n".encode(), AnswerKind.BROKEN),
    ],
)
def test_servers_that_misbehave(site: WebServer, name: str, said: bytes, kind: AnswerKind) -> None:
    url = site.says("/page", said)
    begun = time.monotonic()
    assert ask(url, limits=HASTY)[url].kind is kind, name
    assert time.monotonic() - begun < 2 * HASTY.whole + 1


def test_a_page_without_an_end_is_not_read(site: WebServer) -> None:
    site.says("HEAD /page", answer(405))
    url = site.says("/page", endless)
    assert ask(url, limits=HASTY) == {url: LinkAnswer(AnswerKind.FINE)}


def test_nobody_listens() -> None:
    url = f"http://127.0.0.1:{closed_port()}/"
    assert ask(url) == {url: LinkAnswer(AnswerKind.REFUSED)}


def test_no_site_has_this_name() -> None:
    """`.invalid` is kept free for ever (RFC 6761)."""
    url = "http://nulle-part.invalid/"
    assert ask(url)[url].kind in {AnswerKind.NO_NAME, AnswerKind.NAME_UNSURE}


@pytest.mark.parametrize(
    ("certificate", "kind"),
    [
        ("good", AnswerKind.FINE),
        ("expired", AnswerKind.EXPIRED),
        ("early", AnswerKind.NOT_YET_VALID),
        ("other", AnswerKind.OTHER_HOST),
        ("self-signed", AnswerKind.SELF_SIGNED),
        ("unknown", AnswerKind.UNKNOWN_AUTHORITY),
    ],
)
def test_certificates(certificate: str, kind: AnswerKind) -> None:
    with web_server(certificate) as site:
        url = site.url("/", certificate)
        assert ask(url) == {url: LinkAnswer(kind)}
        assert len(site.asked) == (kind is AnswerKind.FINE)


def test_the_authorities_of_this_machine_do_not_vouch_for_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SSL_CERT_FILE")
    with web_server("good") as site:
        url = site.url("/", "good")
        assert ask(url)[url].kind is AnswerKind.UNKNOWN_AUTHORITY


def test_https_that_falls_silent() -> None:
    """Before the encryption is agreed on, and after: the time is kept in both."""
    with web_server("good") as site, socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        late, early = site.url("/late", "good"), f"https://127.0.0.1:{silent.getsockname()[1]}/"
        site.says("/late", drip)
        begun = time.monotonic()
        found = ask(late, early, limits=Limits(connect=0.2, read=0.5, whole=1.0, pause=0.0))
        assert time.monotonic() - begun < 6
        assert {url: answer.kind for url, answer in found.items()} == {
            late: AnswerKind.SLOW,
            early: AnswerKind.UNREACHABLE,
        }


def test_https_where_none_is_spoken(site: WebServer) -> None:
    url = site.url().replace("http:", "https:")
    assert ask(url) == {url: LinkAnswer(AnswerKind.NO_ENCRYPTION)}


def wrapped(kind: type[httpx.TransportError], *causes: Exception) -> Exception:
    """Return an error as httpx raises it; several causes are of several addresses of one name."""
    error = kind("")
    error.__cause__ = causes[0] if len(causes) == 1 else ExceptionGroup("", causes)
    return error


def revoked() -> Exception:
    error = ssl.SSLCertVerificationError("")
    error.verify_code = 23
    return error


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (wrapped(httpx.ConnectError, socket.gaierror(socket.EAI_NONAME, "")), AnswerKind.NO_NAME),
        (wrapped(httpx.ConnectError, socket.gaierror(socket.EAI_AGAIN, "")), AnswerKind.NAME_UNSURE),
        (wrapped(httpx.ConnectError, OSError(errno.ENETUNREACH, "")), AnswerKind.UNREACHABLE),
        (
            wrapped(httpx.ConnectError, OSError(errno.ENETUNREACH, ""), OSError(errno.ECONNREFUSED, "")),
            AnswerKind.REFUSED,
        ),
        (wrapped(httpx.ConnectTimeout, TimeoutError()), AnswerKind.UNREACHABLE),
        (wrapped(httpx.ConnectError, revoked()), AnswerKind.OTHER_CERTIFICATE),
        (wrapped(httpx.ReadError, OSError(errno.ECONNRESET, "")), AnswerKind.BROKEN),
    ],
)
def test_troubles_that_no_server_on_this_machine_can_make(error: Exception, kind: AnswerKind) -> None:
    assert kind_of(error) is kind


def test_what_we_say_of_ourselves(site: WebServer) -> None:
    site.says("/login", answer(302, f"http://anne:secret@127.0.0.1:{site.port}/in", Set_Cookie="session=1"))
    ask(site.url("/login"))
    ask(site.url("/"))
    assert [asked.path for asked in site.asked] == ["/login", "/in", "/"]
    for asked in site.asked:
        assert asked.headers["user-agent"] == f"fiche-builder/{__version__} (link check)"
        assert sorted(asked.headers) == ["accept", "accept-encoding", "connection", "host", "user-agent"]


def test_a_password_of_this_machine_is_not_sent(
    site: WebServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "netrc").write_text("machine 127.0.0.1 login anne password secret\n", encoding="utf-8")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    ask(site.url("/"))
    assert "authorization" not in site.asked[0].headers


def test_a_host_of_letters_beyond_ascii(proxy: WebServer) -> None:
    url = "http://xn--t-9fab.example/"
    assert ask(url) == {url: LinkAnswer(AnswerKind.FINE)}
    moved = "http://le-relais.example/"
    proxy.says("/", answer(301, "http://été.example/x".encode().decode("latin-1")), answer(200))
    assert ask(moved)[moved] == LinkAnswer(AnswerKind.MOVED, "http://xn--t-9fab.example/x")


def test_a_proxy_that_lets_nothing_through(site: WebServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", site.url(""))
    site.says("", answer(403))
    assert ask("https://a.example/") == {"https://a.example/": LinkAnswer(AnswerKind.PROXY)}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ALL_PROXY", "socks5://127.0.0.1:1"),
        ("HTTP_PROXY", "gopher://x"),
        ("HTTPS_PROXY", "http://x:port"),
        ("SSL_CERT_FILE", "/no.pem"),
    ],
)
def test_a_way_to_the_web_that_cannot_be_used_is_a_clear_error(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(ConfigError) as caught:
        ask("http://127.0.0.1:9/")
    assert name in caught.value.hint
