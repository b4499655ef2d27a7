"""Where links lead, and what that means: a real server that passes on."""

import pytest

from fiche_builder.check.sites.answers import AnswerKind, LinkAnswer
from tests.making.asking import ask
from tests.making.webserver import WebServer, answer


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
