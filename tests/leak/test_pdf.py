"""A PDF says the same however its objects are kept, and whoever reads it."""

import io
import re
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest

from fiche_builder.common.errors import LeakError
from fiche_builder.leak.decoding import PageText
from fiche_builder.leak.gate import Gate
from fiche_builder.leak.packed import words_by_walking
from fiche_builder.leak.pdf import FinishedPdf
from fiche_builder.leak.static import PDF_WORDS
from fiche_builder.workbook.reader import read_workbook
from tests.making.canaries import changed
from tests.making.hygiene import refuse_unhygienic

KEPT = [pikepdf.ObjectStreamMode.disable, pikepdf.ObjectStreamMode.generate]


def kept(content: bytes, mode: pikepdf.ObjectStreamMode, change: Callable[[pikepdf.Pdf], object] = bool) -> bytes:
    with pikepdf.open(io.BytesIO(content)) as pdf:
        change(pdf)
        written = io.BytesIO()
        pdf.save(written, object_stream_mode=mode)
        return written.getvalue()


@pytest.mark.parametrize("mode", KEPT)
def test_the_words_of_all_objects_are_told(mode: pikepdf.ObjectStreamMode, sound_pdf: bytes) -> None:
    content = kept(sound_pdf, mode)
    with pikepdf.open(io.BytesIO(content)) as pdf:
        walked = [word for thing in pdf.objects for word in words_by_walking(thing)]
        walked += words_by_walking(pdf.trailer.Info)
    *_others, words, _decoded = FinishedPdf(content).texts()
    assert set("\n".join(walked).split("\n")) - set(PDF_WORDS.split()) <= set(words.split("\n"))


def pages(texts: list[str]) -> list[str]:
    """Return what PDFium reads, page by page."""
    return [text for text in texts if isinstance(text, PageText) and text.page]


def all_pages(texts: list[str]) -> str:
    """Return what the commands say."""
    [text] = [text for text in texts if isinstance(text, PageText) and not text.page]
    return text


def test_what_is_shown_is_read_alike_by_pdfium_and_from_the_commands(sound_pdf: bytes) -> None:
    texts = list(FinishedPdf(sound_pdf).texts())
    by_pdfium, by_commands = "\n".join(pages(texts)), all_pages(texts)
    shown = set(re.findall(r"[a-z]{4,}", by_pdfium))
    assert len(shown) > 50
    assert shown - set(re.findall(r"[a-z]{4,}", by_commands)) == set()


def add_loose_string(pdf: pikepdf.Pdf) -> None:
    """Two objects of their own, which say a value only side by side."""
    halves = [pdf.make_indirect(pikepdf.String(half)) for half in ("Kanarcon", "signe")]
    pdf.Root.Anything = pdf.make_indirect(pikepdf.Array([halves[0], pikepdf.Dictionary(), halves[1]]))


def add_escaped_name(pdf: pikepdf.Pdf) -> None:
    pdf.Root.Anything = pdf.make_indirect(pikepdf.Dictionary({"/Kanar consigne": 1}))


def add_escaped_string(pdf: pikepdf.Pdf) -> None:
    pdf.Root.Anything = pdf.make_indirect(pikepdf.Dictionary(A=pikepdf.String("((Kanar\\(con\rsigne")))


def add_percent(pdf: pikepdf.Pdf) -> None:
    pdf.Root.Anything = pdf.make_indirect(pikepdf.Dictionary(A=pikepdf.String("?q=Kanar%63onsigne")))


@pytest.mark.parametrize("mode", KEPT)
@pytest.mark.parametrize("change", [add_loose_string, add_escaped_name, add_escaped_string, add_percent])
def test_an_object_is_read_packed_or_not(
    change: Callable[[pikepdf.Pdf], None], mode: pikepdf.ObjectStreamMode, annuaire: Path, sound_pdf: bytes
) -> None:
    content = kept(sound_pdf, mode, change)
    assert [leak.place for leak in Gate(read_workbook(annuaire)).find_leaks("x.pdf", "pdf", content)] == ["Fiches!AA2"]


def add_link(target: str) -> Callable[[pikepdf.Pdf], None]:
    def add(pdf: pikepdf.Pdf) -> None:
        pdf.Root.Anything = pdf.make_indirect(pikepdf.Dictionary(S=pikepdf.Name.URI, URI=pikepdf.String(target)))

    return add


def add_action(pdf: pikepdf.Pdf) -> None:
    pdf.Root.Anything = pdf.make_indirect(pikepdf.Array([pikepdf.Dictionary(S=pikepdf.Name.Launch)]))


def add_loose_action(pdf: pikepdf.Pdf) -> None:
    """Its kind is an object of its own."""
    pdf.Root.Anything = pdf.make_indirect(pikepdf.Dictionary(S=pdf.make_indirect(pikepdf.Name.Launch)))


HARMFUL = {
    "a file": add_link("file:///srv/x"),
    "a script in Unicode": add_link("javascript:é"),
    "a launch": add_action,
    "a launch elsewhere": add_loose_action,
}


@pytest.mark.parametrize("mode", KEPT)
@pytest.mark.parametrize("name", HARMFUL)
def test_what_may_not_be_held_is_found_packed_or_not(
    name: str, mode: pikepdf.ObjectStreamMode, sound_pdf: bytes
) -> None:
    refuse_unhygienic("x.pdf", "pdf", kept(sound_pdf, mode, add_link("HTTPS://www.x.example")))
    with pytest.raises(LeakError):
        refuse_unhygienic("x.pdf", "pdf", kept(sound_pdf, mode, HARMFUL[name]))


def test_a_mark_parts_words_that_are_shown(sound_pdf: bytes) -> None:
    """Else "Accueil" before a mark and what the mark holds would be one word."""
    shown = b"BT (Accueil) Tj ET /Span <</ActualText (Kanar)>> BDC EMC"
    content = changed(sound_pdf, lambda pdf: pdf.pages[0].contents_add(shown))
    assert "Kanar" in all_pages(list(FinishedPdf(content).texts())).split("\n")
