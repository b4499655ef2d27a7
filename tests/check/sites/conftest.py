"""A real web server, and the only way to the web there is."""

from collections.abc import Iterator

import pytest

from tests.making.webserver import WebServer, authority_file, web_server

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
