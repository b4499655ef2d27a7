"""The outside of a mail: who, when, and why one cannot be read."""

import pytest

from fiche_builder.upkeep.suggestions.mime import LARGEST, Reason
from fiche_builder.upkeep.suggestions.parse import parse_mail
from tests.making.parsing import KNOWN, parse
from tests.making.remarks import head, plain


@pytest.mark.parametrize(
    "day",
    [
        "",
        "hier",
        "Thu, 12 Nov 1969 10:14:03 +0100",
        "Thu, 99 Nov 2026 10:14:03",
        "Thu, 12 Nov 9999 10:14:03 +9999",
    ],
)
def test_an_absurd_day_is_none(day: str) -> None:
    assert parse(head("Fiche 12", Date=day) + plain("Faux.\n")).day is None


@pytest.mark.parametrize(
    ("sender", "author"),
    [
        ("=cmd|' /C calc'!A0 <x@y.example>", "=cmd|' /C calc'!A0 <x@y.example>"),
        ("=?utf-8?Q?Max=0D=0ABcc:_all@x.example?= <max@x.example>", "Max Bcc: <max@x.example>"),
        ("=?utf-8?Q?=E2=80=AEevil=E2=80=AC?= <max@x.example>", "evil <max@x.example>"),
        ("=?utf-8?Q?nul=00=07?= <max@x.example>", "nul <max@x.example>"),
        ("_x0041_ <max@x.example>", "_X0041_ <max@x.example>"),
        ("", ""),
        ("<<<<>>>>", ""),
        ("Marie", "Marie"),
        ("=?utf-8?B?!!!!?= <max@x.example>", "max@x.example"),
        ('"Chef <chef@x.example>" <max@x.example>', "Chef <max@x.example>"),
        ('"Max \\"M\\" Muster" <max@x.example>', 'Max "M" Muster <max@x.example>'),
        ("max@x.example (Max Muster)", "Max Muster <max@x.example>"),
        ("Max <max@x.example>, Moritz <moritz@x.example>", "Max <max@x.example>"),
        ("=?nonsense?Q?Zo=EB?= <max@x.example>", "Zoë <max@x.example>"),
    ],
)
def test_hostile_names_are_names(sender: str, author: str) -> None:
    assert parse(head("Fiche 12", sender) + plain("Faux.\n")).author == author


def _nested(count: int) -> bytes:
    parts = b"".join(f"Content-Type: multipart/mixed; boundary=b{n}\r\n\r\n--b{n}\r\n".encode() for n in range(count))
    return head("Fiche 12") + parts + plain("Faux.\n")


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", Reason.EMPTY_FILE),
        (b" \r\n", Reason.EMPTY_FILE),
        (b"just text\r\nand more", Reason.NO_MAIL),
        (b"PK\x03\x04" + b"\0" * 100, Reason.NO_MAIL),
        (head("") + plain("\n"), Reason.SAYS_NOTHING),
        (b"x" * (LARGEST + 1), Reason.TOO_LARGE),
        (_nested(1_000), Reason.TOO_DEEP),
    ],
)
def test_what_cannot_be_read_has_a_reason(content: bytes, reason: Reason) -> None:
    assert parse_mail(content, KNOWN) is reason
