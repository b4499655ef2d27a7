"""Hosts: the intranet is a domain and all below it, nothing that only ends alike."""

import pytest

from fiche_builder.model.values.domains import PERSONAL_DOMAINS, is_internal_host


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
