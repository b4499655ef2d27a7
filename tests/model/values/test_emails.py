"""Mail cells: typed value → addresses and remarks."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fiche_builder.model.values.emails import parse_emails


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("a@x.fr", ["a@x.fr"]),
        ("A.Dupont@X.FR", ["A.Dupont@x.fr"]),
        ("info@contact.example", ["info@contact.example"]),
        ("a@éx.fr", ["a@éx.fr"]),
        ("mailto:a@x.fr", ["a@x.fr"]),
        ("MAILTO: a@x.fr", ["a@x.fr"]),
        ("a@x.fr\u00a0", ["a@x.fr"]),
        ("\u200ba@x.fr", ["a@x.fr"]),
        # Several in a cell.
        ("a@x.fr / b@y.fr", ["a@x.fr", "b@y.fr"]),
        ("a@x.fr/b@y.fr", ["a@x.fr", "b@y.fr"]),
        ("a@x.fr;b@y.fr", ["a@x.fr", "b@y.fr"]),
        ("a@x.fr ; ; b@y.fr ;", ["a@x.fr", "b@y.fr"]),
        ("a@x.fr, b@y.fr", ["a@x.fr", "b@y.fr"]),
        ("a@x.fr,b@y.fr", ["a@x.fr", "b@y.fr"]),
        ("a@x.fr ou b@y.fr", ["a@x.fr", "b@y.fr"]),
        ("a@x.fr ET b@y.fr", ["a@x.fr", "b@y.fr"]),
        ("a@x.be of b@y.be", ["a@x.be", "b@y.be"]),
        ("a@x.fr\nb@y.fr", ["a@x.fr", "b@y.fr"]),
        ("a@x.fr b@y.com c@z.be", ["a@x.fr", "b@y.com", "c@z.be"]),
        ("a@x.fr; a@x.fr; a@X.fr", ["a@x.fr"]),
        ("", []),
        (" \n ", []),
    ],
)
def test_addresses_are_read(typed: str, expected: list[str]) -> None:
    parsed = parse_emails(typed)
    assert list(parsed.value) == expected
    assert parsed.remarks == ()


@pytest.mark.parametrize(
    ("typed", "read", "text", "suggestion", "reason"),
    [
        # The real values of the design.
        ("http://www.contact.urssaf.fr", [], "http://www.contact.urssaf.fr", "", "web-address"),
        (
            "servicejeunesse@valleesduhautanjou.fr%A0",
            [],
            "servicejeunesse@valleesduhautanjou.fr%A0",
            "servicejeunesse@valleesduhautanjou.fr",
            "",
        ),
        ("clicg@orange,fr", [], "clicg@orange,fr", "clicg@orange.fr", ""),
        ("mailto: fax :", [], "mailto: fax :", "", "no-at"),
        ("NEANT", [], "NEANT", "", "no-at"),
        # Others.
        ("www.x.fr", [], "www.x.fr", "", "web-address"),
        ("a(at)x.fr", [], "a(at)x.fr", "a@x.fr", "no-at"),
        ("<a@x.fr>", [], "<a@x.fr>", "a@x.fr", ""),
        ("a@x.fr.", [], "a@x.fr.", "a@x.fr", ""),
        ("a @x.fr", [], "a @x.fr", "a@x.fr", ""),
        ("a@x", [], "a@x", "", ""),
        ("a@x..fr", [], "a@x..fr", "", ""),
        ("a@@x.fr", [], "a@@x.fr", "", ""),
        ("@", [], "@", "", ""),
        ("a@localhost", [], "a@localhost", "", ""),
        ("a@[127.0.0.1]", [], "a@[127.0.0.1]", "", ""),
        # Words about an address are no part of it, and are never glued to it.
        ("a@x.fr (accueil)", [], "a@x.fr (accueil)", "a@x.fr", ""),
        ("Mail a@x.fr", [], "Mail a@x.fr", "a@x.fr", ""),
        ("E-mail:a@x.fr", [], "E-mail:a@x.fr", "a@x.fr", ""),
        ("Secrétariat <a@x.fr>", [], "Secrétariat <a@x.fr>", "a@x.fr", ""),
        ("Secrétariat, a@x.fr", [], "Secrétariat, a@x.fr", "a@x.fr", ""),
        ("Accueil et orientation : a@x.fr", [], "Accueil et orientation : a@x.fr", "a@x.fr", ""),
        ("mailto:a@x.fr?subject=Bonjour", [], "mailto:a@x.fr?subject=Bonjour", "a@x.fr", ""),
        ("Mail : a (at) x.fr", [], "Mail : a (at) x.fr", "a@x.fr", "no-at"),
        ("a@x. fr", [], "a@x. fr", "a@x.fr", ""),
        # Which is meant is a guess.
        ("Marie Dupont @ x.fr", [], "Marie Dupont @ x.fr", "", ""),
        ("accueil a@x.fr direction b@x.fr", [], "accueil a@x.fr direction b@x.fr", "", ""),
        ("a@x.fr,info", [], "a@x.fr,info", "", ""),
        # No address is made of the end of another.
        ("marie,dupont@x.fr", [], "marie,dupont@x.fr", "marie.dupont@x.fr", ""),
        ("marie/dupont@x.fr", [], "marie/dupont@x.fr", "", ""),
        # What is valid stays.
        ("a@x.fr ; NEANT", ["a@x.fr"], "NEANT", "", "no-at"),
        ("clicg@orange,fr / b@y.fr", ["b@y.fr"], "clicg@orange,fr", "clicg@orange.fr", ""),
    ],
)
def test_what_is_no_address_is_remarked_on(
    typed: str, read: list[str], text: str, suggestion: str, reason: str
) -> None:
    parsed = parse_emails(typed)
    assert list(parsed.value) == read
    assert [(remark.code, remark.text, remark.suggestion, remark.reason) for remark in parsed.remarks] == [
        ("email-invalid", text, suggestion, reason)
    ]


@pytest.mark.parametrize("cell", [12, 1.5, True, date(2026, 1, 1)])
def test_a_cell_without_text_holds_no_address(cell: Any) -> None:
    parsed = parse_emails(cell)
    assert parsed.value == ()
    assert [remark.reason for remark in parsed.remarks] == ["no-at"]


_ADDRESSES = st.from_regex(r"[a-z]{1,8}\.?[a-z0-9]{1,8}@[a-z]{2,8}\.(?:be|fr|brussels|com)", fullmatch=True)
_TYPED = st.text(alphabet="ab.@,;/ \n<>()[]%A0:mailtouéœ\u00a0\u200b\u202e\"'\\-_+|", max_size=60)


@settings(max_examples=150, deadline=None)
@given(
    st.one_of(
        st.text(max_size=60), _TYPED, st.emails(), st.integers(), st.floats(), st.booleans(), st.dates(), st.times()
    )
)
def test_no_cell_makes_the_parser_raise(cell: Any) -> None:
    parsed = parse_emails(cell)
    for address in parsed.value:
        assert address.count("@") == 1
        assert not any(char.isspace() for char in address)
    for remark in parsed.remarks:
        assert remark.code == "email-invalid"
        assert not remark.suggestion or parse_emails(remark.suggestion).value == (remark.suggestion,)


_WORDS = st.lists(
    st.sampled_from(["Mail", "Secrétariat", "Le", "Relais", ":", "-", "/", "(accueil)", "e-mail :", "et", ","]),
    max_size=3,
)


@settings(max_examples=200, deadline=None)
@given(_WORDS, _ADDRESSES, st.sampled_from(["{}", "<{}>", "({})", "{},", "{}."]), _WORDS)
def test_a_suggestion_is_the_address_that_stands_in_the_cell(
    before: list[str], address: str, dress: str, after: list[str]
) -> None:
    parsed = parse_emails(" ".join([*before, dress.format(address), *after]))
    said = [*parsed.value, *(remark.suggestion for remark in parsed.remarks)]
    assert set(said) - {""} == {address}


@settings(max_examples=100, deadline=None)
@given(st.lists(_ADDRESSES, min_size=1, max_size=4, unique=True))
def test_every_address_of_a_cell_is_read(addresses: list[str]) -> None:
    for separator in ("; ", ";", "\n", " / ", ", ", " ou ", " | "):
        parsed = parse_emails(separator.join(addresses))
        assert list(parsed.value) == addresses
        assert parsed.remarks == ()
