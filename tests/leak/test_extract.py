"""The text of finished files: no corner of a PDF is passed over, nor an escape of a text."""

from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest

from fiche_builder.common.glyphs import font_files
from fiche_builder.leak.extract import EXTRACTORS
from fiche_builder.leak.gate import Gate
from fiche_builder.leak.normalise import published_phone_keys
from fiche_builder.stats.weasy import import_weasyprint
from fiche_builder.workbook.reader import read_workbook
from tests.making.canaries import DRESSED, attach, changed


def test_the_numbers_of_a_pdf_s_own_making_are_no_phones(sound_pdf: bytes) -> None:
    """Neither coordinates, nor codes of letters, nor the offsets of packed objects."""
    numbers = [text for text in EXTRACTORS["pdf"](sound_pdf) if len(published_phone_keys(text)) > 40]
    assert numbers == []


@pytest.mark.parametrize("dress", list(DRESSED))
def test_however_it_is_dressed(dress: str, annuaire: Path) -> None:
    """Any PDF is read, not only those that our own page-making could come to: this one is WeasyPrint's."""
    font = f'<style>@font-face {{ font-family: "Own"; src: url("{font_files()["F400"].as_uri()}") }}</style>'
    text = f'<html lang="fr" style="font-family: Own">{font}<body>{DRESSED[dress]}</body></html>'
    page = import_weasyprint().HTML(string=text).write_pdf(pdf_variant="pdf/ua-1")
    assert Gate(read_workbook(annuaire)).find_leaks("x.pdf", "pdf", page) != []


def add_xmp(pdf: pikepdf.Pdf) -> None:
    with pdf.open_metadata() as metadata:
        metadata["dc:description"] = "Kanarconsigne"


def add_name(pdf: pikepdf.Pdf) -> None:
    pdf.Root.Anything = pikepdf.Array([pikepdf.Name("/Kanarconsigne")])


def add_utf16(pdf: pikepdf.Pdf) -> None:
    pdf.Root.Anything = pdf.make_stream("Kanarconsigne".encode("utf-16-be"))


def add_actual_text(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].contents_add(b"/Span <</ActualText (Kanarconsigne)>> BDC EMC")


def add_alternative(pdf: pikepdf.Pdf) -> None:
    element = pikepdf.Dictionary(
        Type=pikepdf.Name.StructElem, S=pikepdf.Name.Figure, Alt=pikepdf.String("Kanarconsigne")
    )
    pdf.Root.StructTreeRoot = pdf.make_indirect(
        pikepdf.Dictionary(Type=pikepdf.Name.StructTreeRoot, K=pdf.make_indirect(element))
    )


CORNERS = [attach, add_xmp, add_name, add_utf16, add_actual_text, add_alternative]


@pytest.mark.parametrize("change", CORNERS, ids=lambda change: change.__name__)
def test_every_corner_of_a_pdf_is_read(change: Callable[[pikepdf.Pdf], None], annuaire: Path, sound_pdf: bytes) -> None:
    gate = Gate(read_workbook(annuaire))
    assert gate.find_leaks("x.pdf", "pdf", sound_pdf) == []
    assert [leak.place for leak in gate.find_leaks("x.pdf", "pdf", changed(sound_pdf, change))] == ["Fiches!AA2"]


@pytest.mark.parametrize(
    "content",
    [
        b'{"a": "Kanarconsigne"}',
        b'{"a": "Kanar\\u0063onsigne"}',
        b"<p>Kanar<b>con</b>signe</p>",
        b"<p>&#75;anarconsigne</p>",
        b'<a href="?q=Kanar%63onsigne">x</a>',
        b"NOTE:Kanarconsigne",
        "KANARCONSIGNE".encode("utf-8-sig"),
    ],
)
def test_outputs_that_are_text_are_read_with_their_escapes(content: bytes, annuaire: Path) -> None:
    gate = Gate(read_workbook(annuaire))
    for extension in sorted(set(EXTRACTORS) - {"pdf"}):
        assert [leak.place for leak in gate.find_leaks("x", extension, content)] == ["Fiches!AA2"]
