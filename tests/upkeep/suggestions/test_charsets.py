"""Bytes of mails as text, whatever they claim to be."""

from email.header import Header

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fiche_builder.upkeep.suggestions.charsets import decode_header, decode_text

_DECLARED = (
    "",
    "us-ascii",
    "utf-8",
    "iso-8859-1",
    "windows-1252",
    "utf-16",
    "koi8-r",
    "base64",
    "rot13",
    "unknown-8bit",
    "é",
)


@pytest.mark.parametrize(
    ("content", "declared", "text"),
    [
        ("é".encode(), "us-ascii", "é"),
        (b"\x80 \x92", "iso-8859-1", "€ ’"),
        (b"\xa4 \xbd", "iso-8859-15", "€ œ"),
        (b"\xa4", "iso-8859-1", "¤"),
        ("é".encode("utf-16"), "", "é"),
        ("oui".encode("utf-16-le"), "utf-16", "oui"),
        ("Привет".encode("koi8-r"), "koi8-r", "Привет"),
        (b"x\x9c", "base64", "xœ"),
    ],
)
def test_bytes_are_believed_more_than_what_they_claim(content: bytes, declared: str, text: str) -> None:
    assert decode_text(content, declared) == text


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("=?utf-8?Q?a_b?= =?utf-8?Q?c?= d", "a bc d"),
        ("a =?utf-8?Q?b?= c", "a b c"),
        ("=?utf-8?B?w6k?=", "é"),
        ("=?utf-8?Q?=C3?= =?utf-8?Q?=A9?=", "é"),
        ("=?utf-8*fr?Q?=C3=A9?=", "é"),
        ("=?utf-8?X?a?=", "=?utf-8?X?a?="),
        (b"caf\xe9".decode("ascii", "surrogateescape"), "café"),
    ],
)
def test_encoded_words(raw: str, text: str) -> None:
    assert decode_header(raw) == text


_DECLARED = (
    "", "utf-8", "utf-16", "latin1", "koi8-r", "unicode_escape", "gb18030", "big5", "iso-2022-jp", "base64", "\0",
)  # fmt: skip


@given(st.binary(max_size=60), st.sampled_from(_DECLARED))
def test_any_bytes_are_some_text(content: bytes, declared: str) -> None:
    """Never an exception, and never half a pair of surrogates, which no cell can hold."""
    decode_text(content, declared).encode()


@given(st.text(max_size=30))
def test_text_in_utf_8_is_itself_whatever_it_is_called(text: str) -> None:
    if "\0" not in text:  # many zeros are UTF-16
        for declared in ("", "utf-8", "us-ascii", "iso-8859-1", "no-such-charset"):
            assert decode_text(text.encode("utf-8", "replace"), declared) == text.encode("utf-8", "replace").decode(
                "utf-8-sig"
            )


_PIECES = st.sampled_from(
    ["=?utf-8?B?", "=?utf-8?Q?", "=?x?q?", "?=", "=C3", "=A9", "w6k=", "é", " ", "\udce9", "a", "=", "?"]
)


@given(st.lists(_PIECES, max_size=12).map("".join))
def test_any_header_is_some_text(raw: str) -> None:
    decode_header(raw).encode()


@given(st.text(st.characters(categories=["L", "N", "P", "S"]), min_size=1, max_size=40))
def test_what_pythons_own_mail_writes_is_read_back(text: str) -> None:
    assert decode_header(Header(text, "utf-8", maxlinelen=10_000).encode(linesep="")) == text
