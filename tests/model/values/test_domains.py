"""Hosts: the intranet is a domain and its subdomains, not names that only end alike; office hosts need no setting."""

from ipaddress import IPv4Address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fiche_builder.model.values.domains import PERSONAL_DOMAINS, is_internal_host, is_private_host


@pytest.mark.parametrize(
    "host",
    [
        *("10.0.0.1", "10.255.255.255", "172.16.0.1", "172.31.255.254", "192.168.1.10", "127.0.0.1", "169.254.3.4"),
        *("::1", "[::1]", "fe80::1", "[fe80::1%eth0]", "fd12:3456::7", "::ffff:192.168.1.10", "0.0.0.0", "100.64.0.9"),  # noqa: S104
        *("serveur.lan", "SERVEUR.LAN.", "nas.local", "wiki.intra", "a.b.intranet", "x.internal", "dc1.ville.corp"),
        *("box.home", "box.home.arpa", "pc.localdomain", "app.localhost", "localhost", "intranet", "srv-doc01"),
    ],
)
def test_a_host_inside_an_office(host: str) -> None:
    assert is_private_host(host)


@pytest.mark.parametrize(
    "host",
    [
        *(
            "11.0.0.1",
            "172.15.0.1",
            "172.32.0.1",
            "192.169.0.1",
            "193.190.1.1",
            "203.0.113.9",
            "2a01:cb00::1",
            "2001:db8::1",
        ),
        *(
            "www.relais.be",
            "local.be",
            "lan.fr",
            "intranet.ville.be",
            "internal.example",
            "x.brussels",
            "corporate.com",
        ),
        "home.be",
        "",
    ],
)
def test_a_host_on_the_web(host: str) -> None:
    assert not is_private_host(host)


@given(st.ip_addresses(v=4))
def test_private_addresses_are_those_of_the_registry(address: IPv4Address) -> None:
    """Python's own table is the registry's; it calls a few more private, such as those set aside for examples."""
    assert not is_private_host(str(address)) or not address.is_global


@pytest.mark.parametrize(
    ("host", "is_internal"),
    [
        ("intranet.example", True),
        ("INTRANET.example.", True),
        ("a.b.intranet.example", True),
        ("notintranet.example", False),
        ("intranet.example.org", False),
        ("example", False),
        ("", False),
    ],
)
def test_a_host_is_internal_with_its_domain(host: str, *, is_internal: bool) -> None:
    assert is_internal_host(host, ("Intranet.Example",)) is is_internal


def test_providers_are_written_as_they_are_compared() -> None:
    assert all(domain == domain.casefold().strip() and "." in domain for domain in PERSONAL_DOMAINS)
