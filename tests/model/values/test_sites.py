"""Site cells: typed value → web addresses and remarks."""

from datetime import date
from typing import Any
from urllib.parse import urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fiche_builder.model.values.sites import parse_intranet, parse_sites


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("https://www.x.fr", ["https://www.x.fr"]),
        ("http://www.contact.urssaf.fr", ["http://www.contact.urssaf.fr"]),
        ("www.x.fr", ["https://www.x.fr"]),
        ("x.brussels/fr/contact", ["https://x.brussels/fr/contact"]),
        ("HTTPS://WWW.X.FR/Page", ["https://www.x.fr/Page"]),
        ("https://x.fr:8080/p", ["https://x.fr:8080/p"]),
        ("x.fr:8080", ["https://x.fr:8080"]),
        ("https://x.fr/?a=1&b=2#c", ["https://x.fr/?a=1&b=2#c"]),
        ("https://x.fr?e=a@b.fr", ["https://x.fr?e=a@b.fr"]),
        ("https://éx.fr/é", ["https://xn--x-9fa.fr/é"]),
        ("\ufeffhttps://www.x.fr\u00a0", ["https://www.x.fr"]),
        # Inside an office, said to be an address: the check judges them.
        ("https://intranet/page", ["https://intranet/page"]),
        ("localhost:8080/x", ["https://localhost:8080/x"]),
        ("192.168.1.10/contacts", ["https://192.168.1.10/contacts"]),
        ("http://[FE80::1]/x", ["http://[fe80::1]/x"]),
        # Several in a cell.
        ("https://www.x.fr ; https://y.fr", ["https://www.x.fr", "https://y.fr"]),
        ("https://x.fr\nhttps://y.fr", ["https://x.fr", "https://y.fr"]),
        ("https://x.fr https://y.fr", ["https://x.fr", "https://y.fr"]),
        ("www.x.fr / www.y.fr", ["https://www.x.fr", "https://www.y.fr"]),
        ("www.x.fr ou www.y.fr", ["https://www.x.fr", "https://www.y.fr"]),
        ("https://x.fr, www.y.fr", ["https://x.fr", "https://www.y.fr"]),
        ("www.x.fr; https://www.x.fr", ["https://www.x.fr"]),
        ("", []),
        (" \n", []),
    ],
)
def test_web_addresses_are_read(typed: str, expected: list[str]) -> None:
    parsed = parse_sites(typed)
    assert list(parsed.value) == expected
    assert parsed.remarks == ()


@pytest.mark.parametrize(
    ("typed", "code", "suggestion"),
    [
        # The real values of the design.
        ("https ://www.x.fr", "url-invalid", "https://www.x.fr"),
        ("NEANT", "url-invalid", ""),
        # Typing mistakes.
        ("https:/www.x.fr", "url-invalid", "https://www.x.fr"),
        ("http//www.x.fr", "url-invalid", "http://www.x.fr"),
        ("http:www.x.fr", "url-invalid", "http://www.x.fr"),
        ("www.x,fr", "url-invalid", "https://www.x.fr"),
        ("www.x .fr", "url-invalid", "https://www.x.fr"),
        ("WWW. X.FR", "url-invalid", "https://www.x.fr"),
        # Words about an address are no part of it, and are never glued to it.
        ("Site www.x.fr", "url-invalid", "https://www.x.fr"),
        ("Site : www.x.fr", "url-invalid", "https://www.x.fr"),
        ("Facebook:https://fb.example/x", "url-invalid", "https://fb.example/x"),
        ("x.fr (site de la ville)", "url-invalid", "https://x.fr"),
        ("Page web <http://x.fr/p>", "url-invalid", "http://x.fr/p"),
        ("voir x.fr y.fr", "url-invalid", ""),
        ("site de la ville", "url-invalid", ""),
        ("intranet/page", "url-invalid", ""),
        ("http://192.168.1", "url-invalid", ""),
        ("https://", "url-invalid", ""),
        ("https://[", "url-invalid", ""),
        ("https://x.fr:99999", "url-invalid", ""),
        ("a@x.fr", "url-invalid", ""),
        # Nothing that could run, read a file or hide its host.
        ("javascript:alert(1)", "url-scheme", ""),
        ("JaVaScRiPt:alert(1)", "url-scheme", ""),
        ("data:text/html,x", "url-scheme", ""),
        ("vbscript:x", "url-scheme", ""),
        ("file:///etc/passwd", "url-scheme", ""),
        ("ftp://x.fr", "url-scheme", ""),
        ("mailto:a@x.fr", "url-scheme", ""),
        ("javascript.x:alert(1)", "url-invalid", ""),
        ("https://user:pw@x.fr", "url-invalid", ""),
        ("https://x.fr@evil.fr", "url-invalid", ""),
        ('https://x.fr/"><script>', "url-invalid", ""),
        ("https://x.fr/" + "a" * 2000, "url-invalid", ""),
    ],
)
def test_what_is_no_web_address_is_remarked_on(typed: str, code: str, suggestion: str) -> None:
    parsed = parse_sites(typed)
    assert parsed.value == ()
    assert [(remark.code, remark.text, remark.suggestion) for remark in parsed.remarks] == [(code, typed, suggestion)]


def test_what_is_valid_stays() -> None:
    parsed = parse_sites("https://x.fr ; ftp://y.fr ; z.fr")
    assert parsed.value == ("https://x.fr", "https://z.fr")
    assert [(remark.code, remark.text) for remark in parsed.remarks] == [("url-scheme", "ftp://y.fr")]


@pytest.mark.parametrize("cell", [12, 12.5, True, date(2026, 1, 1)])
def test_a_cell_without_text_holds_no_address(cell: Any) -> None:
    parsed = parse_sites(cell)
    assert parsed.value == ()
    assert [remark.code for remark in parsed.remarks] == ["url-invalid"]


@pytest.mark.parametrize(
    ("typed", "url"),
    [
        ("https://intranet/page", "https://intranet/page"),
        ("intranet/page", "https://intranet/page"),
        ("http://wiki.contact.example/a", "http://wiki.contact.example/a"),
    ],
)
def test_an_intranet_host_needs_no_dot(typed: str, url: str) -> None:
    assert parse_intranet(typed).value == url
    assert parse_intranet(typed).remarks == ()


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("javascript:x", "url-scheme"),
        ("file://x/y", "url-scheme"),
        ("P:\\dossier", "url-scheme"),
        (r"\\serveur\partage", "url-invalid"),
        ("https://intranet/page 1", "url-invalid"),
        ("voir le classeur", "url-invalid"),
    ],
)
def test_an_intranet_link_is_a_web_page(typed: str, code: str) -> None:
    parsed = parse_intranet(typed)
    assert parsed.value == ""
    assert [remark.code for remark in parsed.remarks] == [code]


def test_an_intranet_cell_that_says_there_is_none_is_no_link() -> None:
    assert parse_intranet("NEANT").value == ""


@given(
    st.lists(st.sampled_from(["Site", "Page", "voir", "le site", ":", "-", "(ville)", "Facebook :"]), max_size=3),
    st.sampled_from(["www.relais.be", "http://x.brussels/a", "https://www.ville.fr"]),
    st.lists(st.sampled_from(["(accueil)", "- page", "voir aussi"]), max_size=2),
)
def test_a_suggestion_is_the_address_that_stands_in_the_cell(before: list[str], address: str, after: list[str]) -> None:
    parsed = parse_sites(" ".join([*before, address, *after]))
    normal = parse_sites(address).value
    assert {*parsed.value, *(remark.suggestion for remark in parsed.remarks if remark.suggestion)} <= set(normal)


_TYPED = st.text(alphabet="htps:/.wxyfré@ ?#[]<>\"',;|\n%0_-\\{}\u00a0\u200b٣", max_size=60)


@settings(max_examples=150, deadline=None)
@given(
    st.one_of(
        st.text(max_size=60),
        _TYPED,
        _TYPED.map("https://".__add__),
        st.integers(),
        st.floats(),
        st.booleans(),
        st.dates(),
    )
)
def test_no_cell_makes_the_parsers_raise(cell: Any) -> None:
    """What is accepted is a link to a web page, and reading it again changes nothing."""
    for url in (*parse_sites(cell).value, *filter(None, [parse_intranet(cell).value])):
        parts = urlsplit(url)
        assert parts.scheme in {"http", "https"}
        assert parts.hostname
        assert parts.username is None
        assert not set(url) & set(' <>"\\^`{|}\n')
    for url in parse_sites(cell).value:
        assert parse_sites(url).value == (url,)
    for remark in parse_sites(cell).remarks:
        assert remark.code in {"url-invalid", "url-scheme"}
