"""An annuaire with names in Arabic, Hebrew and Chinese: set in the fonts of its look, read back as written, guarded."""

import subprocess
import sys
import unicodedata
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from fiche_builder.check.checked import check_workbook
from fiche_builder.cli.main import run
from fiche_builder.common.config import Config
from fiche_builder.leak.decoding import PageText
from fiche_builder.leak.pdf import FinishedPdf
from fiche_builder.model import public as projection
from fiche_builder.outputs import apart
from tests.conftest import WorkbookMaker
from tests.making.canaries import build
from tests.making.here import make_here
from tests.making.look_fonts import ARABIC, CJK, FATHA, HEBREW, make_look_font
from tests.making.pdfs import flat, pdfium_texts
from tests.making.workbooks import TODAY, Cells, fiche, public

Capture = pytest.CaptureFixture[str]
ARABIC_NAME, HEBREW_NAME, CHINESE_NAME = "جمعية الأمل", "בית שלום", "東京センター"
INSIDE = "مديرة الجمعية ستغادر في الربيع فلا نقول ذلك"
ROWS: list[Cells] = [
    public(1, Nom=f"{ARABIC_NAME} (Al-Amal)", Description=f"Écoute, {HEBREW_NAME} 02 555 44 33 et {CHINESE_NAME}."),
    public(2, Nom=f"Centre {HEBREW_NAME}", Note_interne=INSIDE, Voir_aussi="1"),
    public(3, Nom=CHINESE_NAME, Nom__nl="Ωμέγα Щербина"),
    fiche(4, Nom="Cellule", Consigne=f"Demander {ARABIC_NAME}"),
]


@pytest.fixture
def annuaire(workbook: WorkbookMaker, tmp_path: Path) -> Path:
    folder = tmp_path / "look" / "fonts"
    make_look_font(folder / "1.ttf", f"{ARABIC}رصطظءئىذ{FATHA}", family="Arabic")
    make_look_font(folder / "2.ttf", HEBREW, family="Hebrew")
    make_look_font(folder / "3.otf", CJK, family="Far", is_cff=True)
    return workbook(Fiches=ROWS)


def made(tmp_path: Path, audience: str) -> Path:
    kind = {"public": "public", "internal": "interne"}[audience]
    return tmp_path / "o" / "2026-11" / f"annuaire-2026-11-{kind}.pdf"


def poppler_text(path: Path) -> str:
    shown = subprocess.run(["pdftotext", "-enc", "UTF-8", str(path), "-"], check=True, capture_output=True).stdout
    return unicodedata.normalize("NFC", "".join(sign for sign in shown.decode() if unicodedata.category(sign) != "Cf"))


def test_the_check_tells_nothing_that_the_fonts_of_the_look_have(annuaire: Path, capsys: Capture) -> None:
    assert run(["--lang", "en", "check", str(annuaire), "--json"]) == 0
    assert "sign-missing" not in capsys.readouterr().out
    (annuaire.parent / "look" / "fonts" / "2.ttf").unlink()
    assert run(["--lang", "en", "check", str(annuaire)]) == 1
    shown = capsys.readouterr().out
    assert "Hebrew" in shown
    assert "look/fonts" in shown
    assert "Arabic" not in shown


@pytest.mark.parametrize("audience", ["internal", "public"])
def test_names_are_read_back_as_they_were_written(audience: str, annuaire: Path, tmp_path: Path) -> None:
    assert build(annuaire, tmp_path / "o", audience) == 0
    path = made(tmp_path, audience)
    pages = poppler_text(path)
    chrome = "\n".join(pdfium_texts(path))
    for name in (ARABIC_NAME, HEBREW_NAME, CHINESE_NAME):
        assert pages.count(name) >= 3, name  # in the fiche, the list below the band and the index
        assert all(word in chrome for word in name.split()), name  # PDFium has the words of a mixed line in any order
    assert "02 555 44 33" in pages
    assert f"{ARABIC_NAME[0]}\n" in pages  # the letter of the index
    assert (INSIDE in flat(pages)) is (audience == "internal")
    with pikepdf.open(path) as pdf:
        fonts = {str(font.BaseFont).partition("+")[2] for font in pdf.pages[-1].Resources.Font.values()}
    assert {"Arabic-400", "Hebrew-400", "Far-400"} <= fonts


def test_the_outline_and_the_links_say_the_names(annuaire: Path, tmp_path: Path) -> None:
    assert build(annuaire, tmp_path / "o") == 0
    with pikepdf.open(made(tmp_path, "public")) as pdf, pdf.open_outline() as outline:
        titles = [str(child.title) for item in outline.root for child in item.children]
        described = {
            str(note.Contents) for page in pdf.pages for note in page.get("/Annots", ()) if "/Contents" in note
        }
    assert f"{ARABIC_NAME} (Al-Amal)" in titles
    assert any(ARABIC_NAME in text for text in described)


def test_both_editions_are_made_apart_as_they_are_here(
    annuaire: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The process of a public edition may read the fonts of the look."""
    code = "import sys; from fiche_builder.cli.main import run; sys.exit(run(sys.argv[1:]))"
    words = ["--lang", "en", "build", str(annuaire), "--edition", "2026-11", "--format", "pdf"]
    monkeypatch.chdir(tmp_path)
    told = subprocess.run(
        [sys.executable, "-c", code, *words, "--output", "apart"], check=False, capture_output=True, text=True
    )
    assert told.returncode == 0, told.stderr
    found = {path.name: path.read_bytes() for path in (tmp_path / "apart" / "2026-11").glob("*.pdf")}
    assert len(found) == 2
    again = subprocess.run([sys.executable, "-c", code, *words, "--output", "again"], check=False, capture_output=True)
    assert again.returncode == 0
    assert found == {path.name: path.read_bytes() for path in (tmp_path / "again" / "2026-11").glob("*.pdf")}
    assert apart.start is make_here


@pytest.mark.parametrize("said", [INSIDE, f"… {INSIDE} …", "ستغادر في الربيع فلا نقول", f"a {INSIDE} 12"])
def test_an_internal_text_in_another_script_does_not_get_out(
    said: str, annuaire: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    honest = projection._project_fiche  # noqa: SLF001 (that is what is sabotaged)

    def sabotaged(source: Any, numbers: set[int]) -> projection.PublicFiche:
        from dataclasses import replace

        return replace(honest(source, numbers), description=said)

    monkeypatch.setattr(projection, "_project_fiche", sabotaged)
    assert build(annuaire, tmp_path / "o") == 3
    assert "annuaire-2026-11-public.pdf ← Fiches!AD3" in capsys.readouterr().err


def test_the_gate_reads_what_is_drawn_from_the_right_as_it_was_written(annuaire: Path, tmp_path: Path) -> None:
    """By the drawing commands, read backwards: PDFium has the words of a line in another order."""
    assert build(annuaire, tmp_path / "o", "internal") == 0
    texts = FinishedPdf(made(tmp_path, "internal").read_bytes()).texts()
    assert [text.page for text in texts if isinstance(text, PageText) and INSIDE in flat(text)].count(0) == 1


@pytest.mark.parametrize("command", ["check", "build"])
def test_a_font_that_cannot_be_used_stops_both_commands(
    command: str, annuaire: Path, tmp_path: Path, capsys: Capture
) -> None:
    (annuaire.parent / "look" / "fonts" / "9.ttf").write_bytes(b"PK\3\4")
    where = ["--output", str(tmp_path / "o")] if command == "build" else []
    assert run(["--lang", "en", command, str(annuaire), *where]) == 2
    assert "The font “9.ttf” cannot be used: it is damaged, or no font at all." in capsys.readouterr().err
    assert not (tmp_path / "o").exists()


def test_without_such_a_font_all_is_as_it_was(workbook: WorkbookMaker, tmp_path: Path) -> None:
    path = workbook(Fiches=ROWS)
    codes = {finding.code for finding in check_workbook(path, Config(), TODAY).findings}
    assert "sign-missing" in codes
    assert build(path, tmp_path / "o") == 1
