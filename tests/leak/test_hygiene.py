"""What no output may hold: each format has an inspector that fires; a format without one is never published."""

from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest

from fiche_builder.cli.main import run
from fiche_builder.common.errors import LeakError
from fiche_builder.leak.extract import EXTRACTORS, extract_text
from fiche_builder.leak.hygiene import INSPECTORS
from fiche_builder.outputs.formats import FORMATS
from tests.conftest import WorkbookMaker
from tests.making.canaries import attach, changed
from tests.making.hygiene import refuse_unhygienic
from tests.making.workbooks import fiche


def test_every_output_has_an_eye_for_text_and_one_for_the_rest() -> None:
    assert set(FORMATS) <= set(INSPECTORS)
    assert set(FORMATS) <= set(EXTRACTORS)


@pytest.mark.parametrize("audience", ["internal", "public"])
def test_a_format_that_nobody_inspects_is_never_published(
    workbook: WorkbookMaker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, audience: str
) -> None:
    """Though its text could be read: the manifest would claim a check that nobody made."""
    monkeypatch.setitem(FORMATS, "tsv", lambda *_arguments: b"1\tName\n")
    monkeypatch.setitem(EXTRACTORS, "tsv", extract_text)
    path = workbook(Fiches=[{**fiche(1), "Diffusion": "Public"}])
    arguments = ["build", str(path), "--edition", "2026-11", "--format", "tsv", "--output", str(tmp_path / "o")]
    assert run([*arguments, "--audience", audience]) == 3
    assert not (tmp_path / "o" / "2026-11").exists()
    monkeypatch.setitem(INSPECTORS, "tsv", lambda _content: iter(()))
    assert run([*arguments, "--audience", audience]) == 0


CARD = "BEGIN:VCARD\r\nVERSION:4.0\r\n{}\r\nEND:VCARD\r\n"


@pytest.mark.parametrize(
    "line",
    [
        "PHOTO:https://x.example/a.jpg",
        "item1.LOGO;MEDIATYPE=image/png:data:image/png\\;base64,AAAA",
        "sound:x",
        "SOURCE:https://x.example/card.vcf",
        "URL;TYPE=work:javascript:alert(1)",
        "URL:FILE:///c:/annuaire.xlsx",
        "item2.URL;TYPE=work:ja\r\n vascript:alert(1)",
        "TEL;VALUE=uri:sms:+3225551234",
    ],
)
def test_a_card_that_fetches_or_runs_is_refused(line: str) -> None:
    with pytest.raises(LeakError):
        refuse_unhygienic("x.vcf", "vcf", CARD.format(line).encode())


@pytest.mark.parametrize(
    "line",
    [
        'TEL;VALUE=uri;TYPE="work,voice":tel:+3225551234',
        "TEL:112",
        "EMAIL;TYPE=work:info@x.example",
        "URL:https://x.example/javascript:alert",
        "NOTE:photo: voir l’accueil",
        "FN:Source: le Relais",
        "UID:urn:x-fiche:12",
    ],
)
def test_a_card_that_only_looks_so_is_not(line: str) -> None:
    refuse_unhygienic("x.vcf", "vcf", CARD.format(line).encode())


def test_a_card_that_is_no_text_is_refused() -> None:
    with pytest.raises(LeakError):
        refuse_unhygienic("x.vcf", "vcf", b"BEGIN:VCARD\r\nFN:\xff\r\n")


@pytest.mark.parametrize(
    "text",
    [
        "{",
        "",
        '{"a": 1} {"b": 2}',
        '{"name": "a", "name": "b"}',
        '{"a": [{"b": 1, "b": 1}]}',
        '{"a": NaN}',
        '{"sites": ["javascript:alert(1)"]}',
        '{"sites": [" FILE:///c:/annuaire.xlsx"]}',
        '{"data:text/html,x": 1}',
        "[" * 100_000,
    ],
)
def test_data_that_runs_or_can_be_read_in_two_ways_is_refused(text: str) -> None:
    with pytest.raises(LeakError):
        refuse_unhygienic("x.json", "json", text.encode())


@pytest.mark.parametrize(
    "text", ['{"a": "Data : voir l’accueil"}', '["https://x.example", "tel:112", null, 1.5]', '"javascript"']
)
def test_data_that_only_looks_so_is_not(text: str) -> None:
    refuse_unhygienic("x.json", "json", text.encode())


def add_form(pdf: pikepdf.Pdf) -> None:
    pdf.Root.AcroForm = pikepdf.Dictionary(Fields=[])


def add_script(pdf: pikepdf.Pdf) -> None:
    pdf.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert(1)"))


def add_file_link(pdf: pikepdf.Pdf) -> None:
    action = pikepdf.Dictionary(S=pikepdf.Name.URI, URI=pikepdf.String("file:///srv/x"))
    pdf.pages[0].Annots = pdf.make_indirect(pikepdf.Array([pikepdf.Dictionary(Type=pikepdf.Name.Annot, A=action)]))


@pytest.mark.parametrize("change", [attach, add_form, add_script, add_file_link], ids=lambda change: change.__name__)
def test_what_no_output_may_hold(change: Callable[[pikepdf.Pdf], None], sound_pdf: bytes) -> None:
    refuse_unhygienic("x.pdf", "pdf", sound_pdf)
    with pytest.raises(LeakError):
        refuse_unhygienic("x.pdf", "pdf", changed(sound_pdf, change))


def test_a_second_revision_is_refused(sound_pdf: bytes) -> None:
    with pytest.raises(LeakError, match="revision"):
        refuse_unhygienic("x.pdf", "pdf", sound_pdf + b"\n%%EOF\n")
