"""Drawing commands are read as qpdf reads them, in whatever form they are written."""

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fiche_builder.leak.drawing import Drawn
from fiche_builder.leak.fonts import CharacterTable, ShownFont

FONTS = {"/F700": ShownFont(CharacterTable({0x6: "é", 0x28: "K", 0x41: "AB"}))}
USUAL: dict[bytes, str] = {
    b"q 0.75 0 0 -0.75 39.69 788.03 cm\n/Artifact BMC\n.541 .11 .486 rg\n0 0 676.5 59 re\nf\nEMC\nQ": "",
    b"BT 1 0 0 -1 12 29.1 Tm /F700 21.3 Tf <0006 0028>Tj ET": "\néK\n",
    b"/F700 9 Tf [<0041>-20 <0028> 3 <00280006>]TJ": "ABKKé",
    b"/F700 9 Tf <00 28>Tj[<004>-1<0041>]TJ": "K@AB",
    b"/Fx 9 Tf <41>Tj": "A",
    b"/P<</MCID 12>>BDC EMC": "\nMCID\n",
    b"/P<</Lang/fr /MCID 12>>BDC EMC": "\nLang\nfr\nMCID\n",
    b"/GS gs 1 2 Td T* ET": "\n\n\n",
    b"[] 0 d /GS gs /X Do [] TJ": "",
}
UNUSUAL: dict[bytes, str] = {
    b"/Fx 9 Tf [<41>-20 (b \\(c\\)) 3 (d (e))]TJ": "Ab (c)d (e)",
    b"/F700 9 Tf (\\000\\050)Tj": "K",
    b"/Fx 9 Tf /P<</MCID 12>>BDC (Tj)Tj EMC": "\nMCID\nTj",
    b"/Span <</ActualText (a > b \\351)/Lang<66 72>/X[(c)]>> BDC": "\nActualText\na > b é\nLang\nfr\nX\nc\n",
    b"/P /Props BDC ET": "\nProps\n\n",
    b"/Fx 9 Tf (a) ' 1 2 (b) \"": "ab",
    b"/Fx 9 Tf % (no) Tj\n(yes) Tj": "yes",
    b"/Span <</A <</B (c)>> >> BDC": "\nA\nB\nc\n",
    b"/F#20a 12 Tf (((((deep))))) Tj": "((((deep))))",
    b"/Fx 9 Tf BI /W 1 /H 1 /BPC 8 /CS /G ID (a) Tj EI (b) Tj": "b",
}
COMMANDS = USUAL | UNUSUAL


def drawn(content: bytes) -> Drawn:
    """Return what a form says."""
    with pikepdf.new() as pdf:
        return Drawn(pdf.make_stream(content, Subtype=pikepdf.Name.Form), FONTS)


@pytest.mark.parametrize("content", USUAL)
def test_what_usual_commands_say(content: bytes) -> None:
    assert (drawn(content).text, drawn(content).is_usual) == (USUAL[content], True)


@pytest.mark.parametrize("content", UNUSUAL)
def test_unusual_commands_are_left_to_qpdf(content: bytes) -> None:
    assert (drawn(content).text, drawn(content).is_usual) == (UNUSUAL[content], False)


@given(st.lists(st.sampled_from(list(COMMANDS)), max_size=6))
def test_in_any_order_and_beside_each_other(contents: list[bytes]) -> None:
    """The usual ones say the same if unusual ones make qpdf read them all."""
    resets = [b"/Fx 9 Tf\n" + content for content in contents]
    assert drawn(b"\n".join(resets)).text == "".join(COMMANDS[content] for content in contents)


def test_names_that_no_command_tells_are_told_apart() -> None:
    assert drawn(b"q /Kanar Do 12.5 -3 l /GS gs Q").others == ["/GS", "/Kanar", "Do", "Q", "gs", "l", "q"]
