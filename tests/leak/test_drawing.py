"""Drawing commands are read as qpdf reads them, in whatever form they are written."""

from typing import Any

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fiche_builder.leak.drawing import FONT, MARKED, MOVED, SHOWN, read_commands

COMMANDS: dict[bytes, list[tuple[int, Any]]] = {
    b"q 0.75 0 0 -0.75 39.69 788.03 cm\n/Artifact BMC\n.541 .11 .486 rg\n0 0 676.5 59 re\nf\nEMC\nQ": [],
    b"BT 1 0 0 -1 12 29.1 Tm /F700 21.3 Tf <0006 0028>Tj ET": [
        (MOVED, None),
        (FONT, "F700"),
        (SHOWN, [b"\0\6\0\x28"]),
        (MOVED, None),
    ],
    b"[<0041>-20 (b \\(c\\)) 3 (d (e))]TJ": [(SHOWN, [b"\0A", b"b (c)", b"d (e)"])],
    b"/P<</MCID 12>>BDC (Tj)Tj EMC": [(MARKED, ("MCID",)), (SHOWN, [b"Tj"])],
    b"/Span <</ActualText (a > b \\351)/Lang<66 72>/X[(c)]>> BDC": [
        (MARKED, ("ActualText", "a > b é", "Lang", "fr", "X", "c"))
    ],
    b"/P /Props BDC 1 2 Td T* ET": [(MARKED, ("Props",)), *[(MOVED, None)] * 3],
    b"(a) ' 1 2 (b) \"": [(SHOWN, [b"a"]), (SHOWN, [b"b"])],
    b"% (no) Tj\n(yes) Tj": [(SHOWN, [b"yes"])],
    b"/Span <</A <</B (c)>> >> BDC": [(MARKED, ("A", "B", "c"))],
    b"/F#20a 12 Tf (((((deep))))) Tj": [(FONT, "F a"), (SHOWN, [b"((((deep))))"])],
    b"BI /W 1 /H 1 /BPC 8 /CS /G ID (a) Tj EI (b) Tj": [(SHOWN, [b"b"])],
    b"[] 0 d /GS gs /X Do [] TJ": [(SHOWN, [])],
}


def read(content: bytes) -> list[tuple[int, Any]]:
    """Return what a form says, its strings as bytes."""
    with pikepdf.new() as pdf:
        told = list(read_commands(pdf.make_stream(content, Subtype=pikepdf.Name.Form)))
    return [
        (kind, [bytes(pikepdf.Object.parse(string)) for string in said] if kind == SHOWN else said)
        for kind, said in told
    ]


@pytest.mark.parametrize("content", COMMANDS)
def test_what_commands_say(content: bytes) -> None:
    assert read(content) == COMMANDS[content]


@given(st.lists(st.sampled_from(list(COMMANDS)), max_size=6))
def test_in_any_order_and_beside_each_other(contents: list[bytes]) -> None:
    """The usual ones say the same if unusual ones make qpdf read them all."""
    assert read(b"\n".join(contents)) == [said for content in contents for said in COMMANDS[content]]
