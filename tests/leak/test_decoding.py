"""Whatever stands in another form is read in its own, also if it was packed twice."""

import base64
import gzip
import zlib
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fiche_builder.leak.decoding import decoded, has_more, inflate

TEXT = "Voir Kanari à 10 h"
PACKED: dict[str, Callable[[str], str]] = {
    "base64": lambda text: base64.b64encode(text.encode()).decode(),
    "base64 for the web": lambda text: base64.urlsafe_b64encode(text.encode()).decode().rstrip("="),
    "base64 over lines": lambda text: base64.encodebytes(f"{'-' * 60}{text}".encode()).decode(),
    "base64 of UTF-16": lambda text: base64.b64encode(text.encode("utf-16-le")).decode(),
    "base64 of what is deflated": lambda text: base64.b64encode(zlib.compress(text.encode())).decode(),
    "base64 of what is zipped": lambda text: base64.b64encode(gzip.compress(text.encode())).decode(),
    "hexadecimal": lambda text: text.encode().hex(),
    "numbers": lambda text: f"[{', '.join(str(ord(letter)) for letter in text)}]",
    "escapes of a script": lambda text: "".join(f"\\x{ord(letter):02x}" for letter in text),
    "escapes of a script, long": lambda text: "".join(f"\\u{{{ord(letter):x}}}" for letter in text),
    "escapes of a style": lambda text: "".join(f"\\{ord(letter):06x}" for letter in text),
    "percent": lambda text: "".join(f"%{byte:02X}" for byte in text.encode()),
    "quoted-printable": lambda text: "".join(f"={byte:02X}" for byte in text.encode()),
}


@pytest.mark.parametrize("once", PACKED)
def test_each_form_is_known(once: str) -> None:
    assert "Kanari" in decoded(f"const a = ('{PACKED[once](TEXT)}');")


@pytest.mark.parametrize("twice", sorted(set(PACKED) - {"numbers"}))
def test_a_second_time_is_none_too_many(twice: str) -> None:
    assert "Kanari" in decoded(f"src='{PACKED['base64'](PACKED[twice](TEXT))}'")


@pytest.mark.parametrize("text", ["", "Accueil sans rendez-vous", "1, 2, 3", "12%, 50 %", "a=b", "Einsatzsteuerung"])
def test_words_are_no_other_form(text: str) -> None:
    assert decoded(text) == ""


@given(st.text())
def test_any_text_may_be_looked_at(text: str) -> None:
    decoded(text)


@given(st.binary(min_size=1), st.binary())
def test_what_stands_behind_is_seen(content: bytes, behind: bytes) -> None:
    packed = zlib.compress(content)
    assert has_more(packed + behind) == bool(behind.strip())
    assert inflate(packed + behind) == content
    assert has_more(packed[:-5])


def test_what_is_not_deflated_inflates_to_nothing() -> None:
    assert inflate(b"xyz") == inflate(b"") == inflate(b"Kanari") == b""
