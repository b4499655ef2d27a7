"""Asking sites: a real server that answers rightly, wrongly, slowly and never."""

import errno
import os
import signal
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import httpx
import pytest

from fiche_builder import __version__
from fiche_builder.check.sites.answers import AnswerKind, LinkAnswer, Survey, Verdict, address_to_ask
from fiche_builder.check.sites.asking import Limits, kind_of
from fiche_builder.check.sites.survey import ask_links
from fiche_builder.common.errors import ConfigError
from tests.making.webserver import WebServer, answer, authority_file, drip, endless, hang_up, never, web_server

QUICK = Limits(connect=2.0, read=2.0, whole=4.0, pause=0.0)
HASTY = Limits(connect=1.0, read=0.2, whole=0.5, pause=0.0)
"""For servers that let us wait."""
_PROXIES = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY")


@pytest.fixture(scope="module")
def authority() -> Iterator[str]:
    with authority_file() as path:
        yield path


@pytest.fixture(autouse=True)
def _own_way_to_the_web(monkeypatch: pytest.MonkeyPatch, authority: str) -> None:
    """No proxy; and one authority alone is trusted, which is also faster than to read them all."""
    for name in _PROXIES:
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
    monkeypatch.setenv("SSL_CERT_FILE", authority)


@pytest.fixture
def site() -> Iterator[WebServer]:
    with web_server() as server:
        yield server


@pytest.fixture
def proxy(site: WebServer, monkeypatch: pytest.MonkeyPatch) -> WebServer:
    """The server as a proxy: it is asked for every host, whether there is one of that name or not."""
    monkeypatch.setenv("HTTP_PROXY", site.url(""))
    return site


def ask(*urls: str, limits: Limits = QUICK, internal: str = "-") -> dict[str, LinkAnswer]:
    return survey(*urls, limits=limits, internal=internal).answers


def survey(
    *urls: str, limits: Limits = QUICK, internal: str = "-", done: Callable[[], object] = lambda: None
) -> Survey:
    return ask_links(urls, lambda host: host.endswith(internal), limits, done)


def closed_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


# One answer

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


# Where it leads


def test_moved_for_good_is_told_with_the_new_address(site: WebServer) -> None:
    new = site.url("/new/page")
    for status in (301, 308):
        url = site.says(f"/old/{status}", answer(status, "/new/page"))
        assert ask(url) == {url: LinkAnswer(AnswerKind.MOVED, new)}


@pytest.mark.parametrize("status", [302, 303, 307])
def test_moved_for_a_while_is_no_move(site: WebServer, status: int) -> None:
    url = site.says("/old/page", answer(status, "/new/page"))
    assert ask(url) == {url: LinkAnswer(AnswerKind.FINE)}


def test_the_new_address_is_where_moves_for_good_end(site: WebServer) -> None:
    url = site.says("/a/page", answer(301, "/b/page"))
    site.says("/b/page", answer(308, "c"))
    site.says("/b/c", answer(302, "/login"))
    site.says("/login", answer(301, "/login/now"))
    assert ask(url) == {url: LinkAnswer(AnswerKind.MOVED, site.url("/b/c"))}


def test_a_move_to_nowhere_is_no_move(site: WebServer) -> None:
    url = site.says("/old", answer(301, "/new"))
    site.says("/new", answer(404))
    assert ask(url) == {url: LinkAnswer(AnswerKind.NOT_FOUND, site.url("/new"), 404)}
    site.says("/new", answer(403))
    assert ask(url) == {url: LinkAnswer(AnswerKind.FINE)}


@pytest.mark.parametrize("target", ["/page/", "/page/#top"])
def test_a_slash_more_or_less_is_no_move(site: WebServer, target: str) -> None:
    url = site.says("/page", answer(301, target))
    assert ask(url) == {url: LinkAnswer(AnswerKind.FINE)}


def test_another_spelling_of_letters_beyond_ascii_is_no_move(site: WebServer) -> None:
    site.says("/%C3%A9t%C3%A9", answer(301, "/%c3%a9t%c3%a9/"))
    url = site.url("/été")
    assert ask(url) == {url: LinkAnswer(AnswerKind.FINE)}


@pytest.mark.parametrize("target", ["/page;jsessionid=1;x", "/@relais", "/" + "x" * 1_990])
def test_an_address_that_no_cell_can_hold_is_no_advice(site: WebServer, target: str) -> None:
    url = site.says("/page", answer(301, target))
    assert ask(url) == {url: LinkAnswer(AnswerKind.FINE)}


@pytest.mark.parametrize(
    ("old", "new", "kind"),
    [
        ("/aide/emploi.html", "/", AnswerKind.MOVED_TO_HOME),
        ("/aide", "/fr/", AnswerKind.MOVED_TO_HOME),
        ("/fr/aide", "/accueil.php", AnswerKind.MOVED_TO_HOME),
        ("/", "/fr", AnswerKind.MOVED),
        ("/index.php", "/fr-be/", AnswerKind.MOVED),
        ("/aide", "/aide-emploi", AnswerKind.MOVED),
    ],
)
def test_a_page_that_leads_home_is_told_as_such(site: WebServer, old: str, new: str, kind: AnswerKind) -> None:
    url = site.says(old, answer(301, new))
    assert ask(url) == {url: LinkAnswer(kind, site.url(new))}


@pytest.mark.parametrize(
    "new", ["/404", "/fr/404.html", "/error.aspx", "/page-non-trouvee/", "/PageNotFound.html", "/nl/niet-gevonden"]
)
def test_a_page_that_leads_to_an_error_page_is_dead(site: WebServer, new: str) -> None:
    url = site.says("/aide", answer(302, new))
    assert ask(url) == {url: LinkAnswer(AnswerKind.ERROR_PAGE, site.url(new))}


@pytest.mark.parametrize("new", ["/rue-404-bis", "/terror", "/erreurs-medicales", "/emploi/4040"])
def test_a_page_that_is_only_called_something_like_it_is_not(site: WebServer, new: str) -> None:
    url = site.says("/aide", answer(302, new))
    assert ask(url) == {url: LinkAnswer(AnswerKind.FINE)}


@pytest.mark.parametrize(
    "location", ["file:///etc/passwd", "javascript:alert(1)", "data:text/html,x", "ftp://x.example/"]
)
def test_what_is_no_web_page_is_not_followed(site: WebServer, location: str) -> None:
    url = site.says("/page", answer(301, location))
    assert ask(url) == {url: LinkAnswer(AnswerKind.NO_PAGE)}
    assert {asked.path for asked in site.asked} == {"/page"}


@pytest.mark.parametrize("said", [answer(302), answer(302, "/" + "x" * 10_000)])
def test_a_redirect_to_nothing_is_dead(site: WebServer, said: bytes) -> None:
    url = site.says("/page", said)
    assert ask(url)[url].kind is AnswerKind.NO_PAGE


def test_a_redirect_to_a_name_that_is_not_there(site: WebServer) -> None:
    url = site.says("/page", answer(301, "http://nulle-part.invalid/"))
    found = ask(url)[url]
    assert found.kind in {AnswerKind.NO_NAME, AnswerKind.NAME_UNSURE}
    assert found.address == "http://nulle-part.invalid/"


@pytest.mark.parametrize(
    "host", ["xn--", "xn--i-7iq.example", "[fe80::1%25eth0]\u00e9", "a b", "a..b", "x" * 70 + ".example"]
)
def test_a_redirect_to_a_name_that_cannot_be_one(site: WebServer, host: str) -> None:
    url = site.says("/page", answer(301, f"http://{host}/"))
    assert ask(url)[url].kind in {AnswerKind.NO_PAGE, AnswerKind.NO_NAME, AnswerKind.BROKEN}


def test_letters_beyond_ascii_in_a_redirect(site: WebServer) -> None:
    url = site.says(
        "/page",
        answer(301, "/été à la mer").replace("é".encode("latin-1"), "é".encode()).replace(b"\xe0", "à".encode()),
    )
    assert ask(url) == {url: LinkAnswer(AnswerKind.MOVED, site.url("/%C3%A9t%C3%A9%20%C3%A0%20la%20mer"))}


def test_circles_and_long_ways(site: WebServer) -> None:
    circle = site.says("/a", answer(302, "/b"))
    site.says("/b", answer(302, "/a"))
    itself = site.says("/itself", answer(301, "/itself"))
    cookies = site.says("/cookies", answer(302, "/cookies", Set_Cookie="a=b"))
    far = site.says("/1", *[answer(302, "/2")])
    for number in range(2, 9):
        site.says(f"/{number}", answer(302, f"/{number + 1}"))
    near = site.url("/4")
    assert {url: found.kind for url, found in ask(circle, itself, cookies, far, near).items()} == {
        circle: AnswerKind.CIRCLE, itself: AnswerKind.CIRCLE, cookies: AnswerKind.WANTS_COOKIES,
        far: AnswerKind.TOO_FAR, near: AnswerKind.FINE,
    }  # fmt: skip


def test_the_intranet_is_not_asked_even_where_a_site_leads_there(site: WebServer) -> None:
    url = site.says("/page", answer(301, "http://intranet.relais.example/"))
    assert ask(url, internal=".relais.example") == {url: LinkAnswer(AnswerKind.FINE)}


# Manners


def test_head_first_then_get_where_head_is_refused(site: WebServer) -> None:
    for said in (answer(405), answer(501), answer(403), answer(404), answer(500), hang_up):
        site.asked.clear()
        url = site.says("HEAD /page", said)
        assert ask(url, site.url("/fine")) == {
            url: LinkAnswer(AnswerKind.FINE),
            site.url("/fine"): LinkAnswer(AnswerKind.FINE),
        }
        assert (site.methods("/page"), site.methods("/fine")) == (["HEAD", "GET"], ["HEAD"])


def test_a_server_that_never_answers_head_may_answer_get(site: WebServer) -> None:
    url = site.says("HEAD /page", never)
    assert ask(url, limits=HASTY) == {url: LinkAnswer(AnswerKind.FINE)}


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


def test_a_trouble_is_asked_about_once_more_at_the_end(site: WebServer) -> None:
    flaky = site.says("/flaky", answer(500), answer(500), answer(200))
    broken = site.says("/broken", answer(500))
    fine = site.url("/fine")
    assert ask(flaky, broken, fine) == {
        fine: LinkAnswer(AnswerKind.FINE),
        flaky: LinkAnswer(AnswerKind.FINE),
        broken: LinkAnswer(AnswerKind.SERVER_ERROR, "", 500),
    }
    paths = ("/flaky", "/flaky", "/broken", "/broken", "/fine", "/flaky", "/broken", "/broken")
    assert tuple(asked.path for asked in site.asked) == paths


def test_a_server_that_wants_to_be_asked_less_is_left_alone(proxy: WebServer) -> None:
    for number, said in enumerate((answer(429), answer(503, Retry_After="3600"))):
        proxy.says(f"/busy{number}", said)
        urls = [f"http://h{number}.example/busy{number}", *(f"http://h{number}.example/{page}" for page in range(5))]
        found = ask(*urls, f"http://other{number}.example/")
        assert [found[url].kind for url in urls] == [AnswerKind.BUSY] * 6
        assert found[f"http://other{number}.example/"].kind is AnswerKind.FINE
    assert len(proxy.asked) == 4


def test_two_slow_pages_do_not_make_the_others_slow(site: WebServer) -> None:
    """The others wait for the second time, and go first then."""
    slow = [site.says("/slow", never), site.says("/slower", never)]
    others = [site.url(f"/{number}") for number in range(5)]
    found = {url: answer.kind for url, answer in ask(*slow, *others, limits=HASTY).items()}
    assert found == dict.fromkeys(others, AnswerKind.FINE) | dict.fromkeys(slow, AnswerKind.SLOW)


def test_a_host_that_does_not_answer_is_not_asked_for_each_of_its_pages(site: WebServer) -> None:
    urls = [site.says(f"/{number}", never) for number in range(10)]
    begun = time.monotonic()
    assert {found.kind for found in ask(*urls, limits=HASTY).values()} == {AnswerKind.SLOW}
    assert len(site.asked) == 8
    assert time.monotonic() - begun < 5


def test_one_at_a_time_at_a_host_with_a_pause_and_many_hosts_at_a_time(proxy: WebServer) -> None:
    proxy.takes = 0.03
    proxy.says("/old", answer(301, "http://common.example/new"))
    urls = [f"http://h{host}.example/{page}" for host in range(12) for page in ("old", "b", "c")]
    found = ask(*urls, limits=replace(QUICK, pause=0.05))
    assert {url: answer.kind for url, answer in found.items()} == {
        url: AnswerKind.MOVED if url.endswith("old") else AnswerKind.FINE for url in urls
    }  # fmt: skip
    hosts = {f"h{host}.example" for host in range(12)} | {"common.example"}
    assert proxy.most_by_host == dict.fromkeys(hosts, 1)
    assert 2 <= proxy.most <= 8
    for host in hosts:
        times = sorted(asked.begun for asked in proxy.asked if asked.host == host)
        assert all(after - before >= 0.075 for before, after in pairwise(times))


def test_a_host_of_letters_beyond_ascii(proxy: WebServer) -> None:
    url = "http://xn--t-9fab.example/"
    assert ask(url) == {url: LinkAnswer(AnswerKind.FINE)}
    moved = "http://le-relais.example/"
    proxy.says("/", answer(301, "http://été.example/x".encode().decode("latin-1")), answer(200))
    assert ask(moved)[moved] == LinkAnswer(AnswerKind.MOVED, "http://xn--t-9fab.example/x")


def test_links_that_no_server_can_tell_apart_are_one() -> None:
    assert {address_to_ask(url) for url in ("https://x.be", "https://x.be/", "https://x.be#a", "https://x.be/#b")} == {
        "https://x.be/"
    }
    assert address_to_ask("https://x.be/a?b=c#d") == "https://x.be/a?b=c"


# No way to the web


def test_no_web_at_all_is_no_300_dead_links() -> None:
    urls = [f"http://nulle-part-{number}.invalid/" for number in range(300)]
    begun = time.monotonic()
    found = survey(*urls, limits=Limits())
    assert (found.answers, found.is_offline, found.total) == ({}, True, 300)
    assert time.monotonic() - begun < 5


def test_three_hosts_of_which_none_answers_are_no_web(site: WebServer) -> None:
    urls = [f"http://127.0.0.1:{closed_port()}/{number}" for number in range(3)]
    assert survey(*urls).is_offline
    assert not survey(*urls[:2]).is_offline
    assert not survey(*urls, site.url("/")).is_offline


def test_a_proxy_that_does_not_answer_is_no_web(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", f"http://127.0.0.1:{closed_port()}")
    assert survey("http://a.example/", "http://b.example/", "http://c.example/").is_offline


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


# Progress and interruption


def test_each_link_is_counted_once(site: WebServer) -> None:
    counted: list[int] = []
    urls = [site.says("/broken", answer(500)), site.url("/a"), site.says("/b", answer(404))]
    found = survey(*urls, done=lambda: counted.append(1))
    assert len(counted) == found.total == 3
    assert {verdict: found.count(verdict) for verdict in Verdict if found.count(verdict)} == {
        Verdict.FINE: 1, Verdict.DEAD: 1, Verdict.UNSURE: 1,
    }  # fmt: skip


def test_nothing_to_ask() -> None:
    assert survey().answers == {}
    assert not survey().is_offline


def test_ctrl_c_ends_it_at_once_with_what_is_known(site: WebServer) -> None:
    slow, fine, broken = site.says("/slow", never), site.url("/fine"), site.says("/broken", answer(500))
    stop = threading.Timer(0.5, os.kill, (os.getpid(), signal.SIGINT))
    stop.start()
    begun = time.monotonic()
    found = survey(fine, broken, slow, limits=Limits(read=20.0, whole=40.0, pause=0.0))
    assert time.monotonic() - begun < 2
    assert found.is_interrupted
    assert found.answers == {fine: LinkAnswer(AnswerKind.FINE)}
    stop.join()
