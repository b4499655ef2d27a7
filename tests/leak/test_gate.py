"""The leak gate: whatever lets an internal value out, and however it is dressed, nothing is published.

Each test sabotages the real program on purpose, the projection or the templates, and runs a real build.
"""

import io
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.comments import Comment

from fiche_builder.cli.main import run
from fiche_builder.common import templates as html
from fiche_builder.common.errors import LeakError
from fiche_builder.edition import front
from fiche_builder.leak.extract import EXTRACTORS
from fiche_builder.leak.gate import Gate, refuse_unhygienic
from fiche_builder.leak.normalise import own_phone_keys, published_phone_keys
from fiche_builder.model import public as projection
from fiche_builder.model.model import Fiche
from fiche_builder.outputs.formats import FORMATS
from fiche_builder.outputs.pdf.fonts import font_files
from fiche_builder.outputs.pdf.weasy import import_weasyprint
from fiche_builder.workbook.reader import read_workbook
from tests.conftest import SOAK, WorkbookMaker
from tests.making.pdfs import decoded_objects, flat, page_texts
from tests.making.places import SAMPLE
from tests.making.workbooks import PARAMETERS, Cells, fiche, make_workbook, public

Capture = pytest.CaptureFixture[str]
EVERY_FORMAT = ",".join(FORMATS)

FICHES = [
    public(
        1,
        Nom="Le Relais",
        Description="Accueil et orientation",
        Essentiel="Non",
        Consigne="Transférer seulement le matin Kanarconsigne",
        Message_type="Dire le numéro de dossier Kanarmessage",
        Fiche_technique="https://intranet.example/kanartechnique",
        Note_interne="La directrice part en mars, ne rien dire aux partenaires Kanarnote",
        Autorisé_par="Kanarautorise",
        Vérifié_par="Kanarverifie",
        Source="Kanarsource",
        Vérifié_le=date(2026, 10, 1),
        **{"E-mail": "info@relais.example"},
    ),
    fiche(
        2,
        Nom="Cellule Kanarcellule",
        Description="Kanardescription réservée",
        Téléphone="02 555 99 88",
        Adresse="Rue Kanarrue 7",
    ),
    public(3, Nom="Suspendu Kanarsuspendu", Statut="Suspendu"),
    public(4, Nom="Autre relais", Téléphone="+32 2 555 11 22"),
]
CONTACTS = [
    {
        "Fiche": 1,
        "Libellé": "Accueil",
        "Personne": "Zoé Kanarpersonne",
        "Fonction": "Kanarfonction",
        "Téléphone": "02 555 33 44",
        "Usage": "Donner",
        "Vérifié par": "Kanarverifiant",
        "Source": "Kanarorigine",
    },
    {
        "Fiche": 1,
        "Libellé": "Kanarlibelle direct",
        "Téléphone": "02 555 66 77",
        "E-mail": "kanar@dedans.example",
        "Usage": "Transférer",
    },
    {"Fiche": 2, "Libellé": "Kanardonner", "Téléphone": "02 555 66 78", "Usage": "Donner"},
]
OTHERS: dict[str, list[Cells]] = {
    "Équipes": [{"Équipe": "Kanarequipe", "Nom": "Agent Kanaragent", "E-mail": "kanaragent@contact.example"}],
    "Suggestions": [
        {
            "Proposition": "Le numéro du Relais a changé, dit Kanarproposition",
            "Auteur": "Max Kanarauteur",
            "Réponse": "Kanarreponse",
        }
    ],
    "Paramètres": [
        *PARAMETERS,
        {"Clé": "Rédaction", "Valeur": "Kanarredaction"},
        {"Clé": "Mention interne", "Valeur": "Kanarmention"},
    ],
    "Brouillon": [{"Idées": "Kanarbrouillon"}],
}
CANARIES = {
    "Consigne": ("Fiches!AA2", "Kanarconsigne"),
    "Message type": ("Fiches!AB2", "Kanarmessage"),
    "Fiche technique": ("Fiches!AC2", "https://intranet.example/kanartechnique"),
    "Note interne": ("Fiches!AD2", "ne rien dire aux partenaires"),
    "Autorisé par": ("Fiches!AE2", "Kanarautorise"),
    "Vérifié par": ("Fiches!AG2", "Kanarverifie"),
    "Source": ("Fiches!AH2", "Kanarsource"),
    "unknown column": ("Fiches!AI2", "Kanarinconnue"),
    "internal fiche": ("Fiches!C3", "Cellule Kanarcellule"),
    "internal description": ("Fiches!K3", "Kanardescription réservée"),
    "internal phone": ("Fiches!O3", "02 555 99 88"),
    "internal address": ("Fiches!R3", "Rue Kanarrue 7"),
    "suspended fiche": ("Fiches!C4", "Suspendu Kanarsuspendu"),
    "person": ("Contacts!C2", "Kanarpersonne"),
    "function": ("Contacts!D2", "Kanarfonction"),
    "checked by": ("Contacts!I2", "Kanarverifiant"),
    "source of a contact": ("Contacts!J2", "Kanarorigine"),
    "label to transfer to": ("Contacts!B3", "Kanarlibelle direct"),
    "phone to transfer to": ("Contacts!E3", "02 555 66 77"),
    "mail to transfer to": ("Contacts!F3", "kanar@dedans.example"),
    "given for an internal fiche": ("Contacts!B4", "Kanardonner"),
    "team": ("Équipes!A2", "Kanarequipe"),
    "recipient": ("Équipes!C2", "kanaragent@contact.example"),
    "suggestion": ("Suggestions!C2", "Le numéro du Relais a changé"),
    "author": ("Suggestions!D2", "Kanarauteur"),
    "answer": ("Suggestions!H2", "Kanarreponse"),
    "editors": ("Paramètres!B4", "Kanarredaction"),
    "internal mention": ("Paramètres!B5", "Kanarmention"),
    "sheet of one's own": ("Brouillon!A2", "Kanarbrouillon"),
    "hidden sheet": ("Caché!B9", "Kanarcache"),
    "comment": ("Fiches!C2", "Kanarcommentaire"),
    "link behind a text": ("Fiches!Q5", "kanarlien"),
    "file property": ("properties: creator", "Kanarauteurdufichier"),
}


@pytest.fixture(scope="module")
def annuaire(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workbook with all of `CANARIES`, which no test changes."""
    rows = [{**row, "Ma colonne": "Kanarinconnue" if row["N°"] == 1 else None} for row in FICHES]
    path = make_workbook(
        tmp_path_factory.mktemp("canaries") / "annuaire.xlsx", {"Fiches": rows, "Contacts": CONTACTS, **OTHERS}
    )
    book = load_workbook(path)
    hidden = book.create_sheet("Caché")
    hidden.sheet_state = "veryHidden"
    hidden["B9"] = "Kanarcache"
    book["Fiches"]["C2"].comment = Comment("Vu avec Kanarcommentaire", "x")
    book["Fiches"]["Q5"].value = "www.autre.example"
    book["Fiches"]["Q5"].hyperlink = "https://www.kanarlien.example/prive"
    book["Fiches"]["Q5"].value = "www.autre.example"
    book.properties.creator = "Kanarauteurdufichier"
    book.save(path)
    return path


@pytest.fixture(scope="module")
def sound_pdf(annuaire: Path, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    output = tmp_path_factory.mktemp("sound")
    assert build(annuaire, output) == 0
    return (output / "2026-11" / "annuaire-2026-11-public.pdf").read_bytes()


def build(path: Path, output: Path, audience: str = "public", *options: str, formats: str = "pdf") -> int:
    """Build; `test_leak_web.py` has the formats that are not read here."""
    where = ["--edition", "2026-11", "--output", str(output), "--audience", audience, "--format", formats]
    return run(["--lang", "en", "-q", "build", str(path), *where, *options])


def leak_description(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    """Sabotage the projection: a public fiche is described by what must stay inside."""
    honest = projection._project_fiche  # noqa: SLF001 (that is what is sabotaged)

    def sabotaged(source: Fiche, numbers: set[int]) -> projection.PublicFiche:
        return replace(honest(source, numbers), description=text)

    monkeypatch.setattr(projection, "_project_fiche", sabotaged)


def leak_markup(monkeypatch: pytest.MonkeyPatch, markup: str) -> None:
    """Sabotage the templates: this markup stands in every fiche. Build with `--no-cache`, which does not know of it."""
    honest = html.render_slug

    def sabotaged(name: str, language: str, copy: object) -> str:
        return honest(name, language, copy) + (markup if name.startswith("pdf/fiche") else "")

    monkeypatch.setattr("fiche_builder.outputs.pdf.typeset.render_slug", sabotaged)


def test_an_honest_build_passes_and_says_which_checks_it_passed(annuaire: Path, tmp_path: Path) -> None:
    assert build(annuaire, tmp_path / "o", "all", formats=EVERY_FORMAT) == 0
    manifest = (tmp_path / "o" / "2026-11" / "manifest.json").read_text("utf-8")
    assert manifest.count('"leak-gate"') == len(FORMATS)
    assert manifest.count('"hygiene"') == 2 * len(FORMATS)


@pytest.mark.parametrize("place", list(CANARIES))
def test_each_internal_place_is_guarded(
    place: str, annuaire: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    cell, text = CANARIES[place]
    leak_description(monkeypatch, f"Accueil. {text}. Orientation.")
    assert build(annuaire, tmp_path / "o") == 3
    shown = capsys.readouterr().err
    assert f"annuaire-2026-11-public.pdf ← {cell}" in shown
    assert text not in shown
    assert not (tmp_path / "o" / "2026-11").exists()


def test_the_numbers_of_a_pdf_s_own_making_are_no_phones(sound_pdf: bytes) -> None:
    """Neither coordinates, nor codes of letters, nor the offsets of packed objects."""
    numbers = [text for text in EXTRACTORS["pdf"](sound_pdf) if len(published_phone_keys(text)) > 40]
    assert numbers == []


def test_a_date_is_no_phone() -> None:
    assert own_phone_keys("mis à jour le 2014-02-11") == set()
    assert own_phone_keys("02/555.12.34") == {"25551234"}
    assert own_phone_keys("Fiche 12 (2026-11): une erreur") == set()
    assert own_phone_keys("02\u2011555\u201012\u221234") == {"25551234"}  # hyphens that Word sets, and a minus


ODD_NUMBERS = {
    "zero-width blanks": "02\u200b555\u200b66\u200b78",
    "soft hyphens": "0255\u00ad566\u00ad78",
    "many blanks": "02    555    66    78",
    "wide blanks": "02\u3000555\u3000\u3000\u3000\u300066\u200378",
    "wide digits": "０２ ５５５ ６６ ７８",
    "Arabic digits": "٠٢ ٥٥٥ ٦٦ ٧٨",
    "a joiner and a direction": "02\u2060555\u200f66\u202c78",
    "a shortened ending": "02 555 66 70 / 74 / 78",
    "a shortened ending, hyphens": "02/555.66.70-74-78",
    "the first of two": "02 555 66 78-80",
    "et": "02 555 66 70 et 78",
}


@pytest.mark.parametrize("typed", ODD_NUMBERS.values(), ids=list(ODD_NUMBERS))
def test_a_number_is_known_however_it_was_typed(
    typed: str, annuaire: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    """The internal cell has the odd form, what gets out has the plain one."""
    assert "25556678" in own_phone_keys(typed)
    book = load_workbook(annuaire)
    book["Contacts"]["E3"] = typed
    master = tmp_path / "annuaire.xlsx"
    book.save(master)
    leak_description(monkeypatch, "Accueil au 02 555 66 78, le matin.")
    assert build(master, tmp_path / "o") == 3
    assert "← Contacts!E3" in capsys.readouterr().err


def test_what_is_published_is_read_as_typed_too() -> None:
    for shown in (*list(ODD_NUMBERS.values())[:7], "tel:02\u2011555\u201266\u201378"):
        assert "25556678" in published_phone_keys(shown)


def test_a_number_and_a_page_are_no_phone() -> None:
    assert "12345678" in published_phone_keys("02 12 34 56 78 ; +32 1 234 56 78")
    assert published_phone_keys("n° 12345 678") == set()
    assert published_phone_keys("2 555 66 77") == {"25556677"}


DRESSED = {
    "link target": '<p><a href="https://www.example.org/?q=Kanar%63onsigne">ici</a></p>',
    "mail subject": '<p><a href="mailto:a@b.example?subject=Kanarconsigne">ici</a></p>',
    "bookmark": "<p style=\"bookmark-level: 1; bookmark-label: 'Kanarconsigne'\">ici</p>",
    "destination": '<p id="Kanarconsigne">ici</p><p><a href="#Kanarconsigne">ici</a></p>',
    "white on white": '<p style="color: white">Kanarconsigne</p>',
    "transparent": '<p style="opacity: 0">Kanarconsigne</p>',
    "off the page": '<p style="position: absolute; left: -900mm">Kanarconsigne</p>',
    "tiny": '<p style="font-size: .1pt">Kanarconsigne</p>',
    "covered": '<p>Kanarconsigne</p><p style="margin-top: -2em; background: black; height: 3em"></p>',
    "over two lines": '<p style="width: 12mm; word-break: break-all; overflow-wrap: anywhere">Kanarconsigne</p>',
    "in capitals": "<p>KANARCONSIGNE</p>",
    "letter by letter": "<p>K a n a r c o n s i g n e</p>",
    "with hyphens": "<p>Kanar-con-signe</p>",
    "with soft hyphens": "<p>Kanar\u00adcon\u00adsigne</p>",
    "with accents": "<p>Kânarconsïgne</p>",
    "full width": "<p>Ｋａｎａｒｃｏｎｓｉｇｎｅ</p>",
    "phone with points": "<p>02.555.66.77</p>",
    "phone abroad": "<p>+32 2 555 66 77</p>",
    "phone with 00": "<p>0032(0)2/555.66.77</p>",
    "phone in one": "<p>025556677</p>",
    "phone with zero-width blanks": "<p>02\u200b555\u200b66\u200b77</p>",
    "phone with soft hyphens": "<p>02\u00ad555\u00ad66\u00ad77</p>",
    "phone with wide blanks": "<p>02\u3000555\u200366\u200377</p>",
    "phone in wide digits": "<p>０２ ５５５ ６６ ７７</p>",
    "phone as a link": '<p><a href="tel:+3225556677">appeler</a></p>',
    "part of a note": "<p>la directrice part en mars</p>",
    "part of a note, over lines": "<p>La directrice<br>part en<br>mars</p>",
    "part of a note, elsewhere": "<p>… il ne faut « ne rien dire aux » autres</p>",
    "family name alone": "<p>madame Kanarpersonne</p>",
}


@pytest.mark.parametrize("dress", list(DRESSED))
def test_however_it_is_dressed(dress: str, annuaire: Path) -> None:
    """Any PDF is read, not only those that our own page-making could come to: this one is WeasyPrint's."""
    font = f'<style>@font-face {{ font-family: "Own"; src: url("{font_files()["F400"].as_uri()}") }}</style>'
    text = f'<html lang="fr" style="font-family: Own">{font}<body>{DRESSED[dress]}</body></html>'
    page = import_weasyprint().HTML(string=text).write_pdf(pdf_variant="pdf/ua-1")
    assert Gate(read_workbook(annuaire)).find_leaks("x.pdf", "pdf", page) != []


@pytest.mark.parametrize(
    "dress", ["link target", "mail subject", "white on white", "off the page", "covered", "over two lines", "tiny"]
)
def test_a_template_that_leaks_publishes_nothing(
    dress: str, annuaire: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    leak_markup(monkeypatch, DRESSED[dress])
    assert build(annuaire, tmp_path / "o", "public", "--no-cache") == 3
    assert not (tmp_path / "o" / "2026-11").exists()


def test_metadata_is_read_too(annuaire: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    honest = front.build_meta
    monkeypatch.setattr(
        "fiche_builder.outputs.pdf.pdf.build_meta",
        lambda *arguments: replace(honest(*arguments), author="Kanarconsigne"),
    )
    assert build(annuaire, tmp_path / "o") == 3


def changed(content: bytes, change: Callable[[pikepdf.Pdf], None]) -> bytes:
    with pikepdf.open(io.BytesIO(content)) as pdf:
        change(pdf)
        target = io.BytesIO()
        pdf.save(target)
    return target.getvalue()


def attach(pdf: pikepdf.Pdf) -> None:
    pdf.attachments["notes.txt"] = b"Kanarconsigne"


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


def add_form(pdf: pikepdf.Pdf) -> None:
    pdf.Root.AcroForm = pikepdf.Dictionary(Fields=[])


def add_script(pdf: pikepdf.Pdf) -> None:
    pdf.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert(1)"))


def add_file_link(pdf: pikepdf.Pdf) -> None:
    action = pikepdf.Dictionary(S=pikepdf.Name.URI, URI=pikepdf.String("file:///srv/x"))
    pdf.pages[0].Annots = pdf.make_indirect(pikepdf.Array([pikepdf.Dictionary(Type=pikepdf.Name.Annot, A=action)]))


CORNERS = [attach, add_xmp, add_name, add_utf16, add_actual_text, add_alternative]


@pytest.mark.parametrize("change", CORNERS, ids=lambda change: change.__name__)
def test_every_corner_of_a_pdf_is_read(change: Callable[[pikepdf.Pdf], None], annuaire: Path, sound_pdf: bytes) -> None:
    gate = Gate(read_workbook(annuaire))
    assert gate.find_leaks("x.pdf", "pdf", sound_pdf) == []
    assert [leak.place for leak in gate.find_leaks("x.pdf", "pdf", changed(sound_pdf, change))] == ["Fiches!AA2"]


@pytest.mark.parametrize("change", [attach, add_form, add_script, add_file_link], ids=lambda change: change.__name__)
def test_what_no_output_may_hold(change: Callable[[pikepdf.Pdf], None], sound_pdf: bytes) -> None:
    refuse_unhygienic("x.pdf", "pdf", sound_pdf)
    with pytest.raises(LeakError):
        refuse_unhygienic("x.pdf", "pdf", changed(sound_pdf, change))


def test_a_second_revision_is_refused(sound_pdf: bytes) -> None:
    with pytest.raises(LeakError, match="revision"):
        refuse_unhygienic("x.pdf", "pdf", sound_pdf + b"\n%%EOF\n")


@pytest.mark.parametrize("text", ["/srv/ann/annuaire", "file:///c:/annuaire.xlsx"])
def test_a_trace_of_the_machine_is_refused(
    text: str, annuaire: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Path, "home", lambda: Path("/srv/ann"))
    leak_markup(monkeypatch, f"<p>{text}</p>")
    assert build(annuaire, tmp_path / "o", "internal", "--no-cache") == 3
    assert not (tmp_path / "o" / "2026-11").exists()


def test_an_editor_may_have_a_fiche_of_her_own(
    workbook: WorkbookMaker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The name of the person at the machine is a trace, but not where the workbook says it."""
    monkeypatch.setattr("getpass.getuser", lambda: "marie.dupont")
    path = workbook(Fiches=[{**fiche(1), "E-mail": "marie.dupont@contact.example"}, public(2)])
    assert build(path, tmp_path / "o", "all") == 0
    leak_markup(monkeypatch, "<p>marie.dupont</p>")
    assert build(workbook(Fiches=[public(2)]), tmp_path / "p", "all", "--no-cache") == 3


@pytest.mark.parametrize("name", ["fiche-builder", "e-mail", "running-head"])
def test_a_machine_may_be_called_as_editions_call_things(
    name: str, workbook: WorkbookMaker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("socket.gethostname", lambda: name)
    assert build(workbook(Fiches=[public(1)]), tmp_path / "o", "all", formats=EVERY_FORMAT) == 0


def test_nobody_in_particular_at_the_machine_may_build(
    workbook: WorkbookMaker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As in a container: neither an account nor a home."""

    def unknown() -> str:
        raise KeyError("getpwuid(): uid not found: 12345")

    monkeypatch.setattr("getpass.getuser", unknown)
    monkeypatch.delenv("HOME")
    monkeypatch.setattr("pwd.getpwuid", lambda _uid: unknown())
    assert build(workbook(Fiches=[public(1)]), tmp_path / "o", "all", formats=EVERY_FORMAT) == 0


def test_the_name_of_a_file_is_searched_too(annuaire: Path) -> None:
    assert Gate(read_workbook(annuaire)).find_leaks("annuaire-Kanarconsigne.json", "json", b"{}") != []


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


def test_a_format_that_nobody_can_read_is_never_published(annuaire: Path) -> None:
    with pytest.raises(LeakError):
        Gate(read_workbook(annuaire)).find_leaks("x.docx", "docx", b"PK")


def test_nothing_of_an_earlier_edition_is_touched(
    annuaire: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert build(annuaire, tmp_path / "o", "all", formats=EVERY_FORMAT) == 0
    before = {path.name: path.read_bytes() for path in (tmp_path / "o" / "2026-11").iterdir()}
    leak_description(monkeypatch, "Kanarconsigne")
    assert build(annuaire, tmp_path / "o", "all", formats=EVERY_FORMAT) == 3
    assert {path.name: path.read_bytes() for path in (tmp_path / "o" / "2026-11").iterdir()} == before


def test_what_is_also_public_somewhere_is_no_leak(workbook: WorkbookMaker, tmp_path: Path) -> None:
    path = workbook(
        Fiches=[
            public(1, Nom="Maison de quartier", Description="Ouvert le lundi matin", Téléphone="02 555 12 34"),
            fiche(
                2,
                Nom="Maison de quartier",
                Description="Ouvert le lundi matin",
                Téléphone="02 555 12 34",
                Note_interne="quartier",
            ),
        ],
        Contacts=[{"Fiche": 1, "Personne": "Maison", "Téléphone": "02/555.12.34", "Usage": "Interne"}],
    )
    assert build(path, tmp_path / "o") == 0


@pytest.mark.parametrize("source", ["nord.xlsx", "sample"])
def test_no_false_alarm_on_real_directories(source: str, shared_data: Path, tmp_path: Path) -> None:
    path = SAMPLE if source == "sample" else shared_data / source
    assert build(path, tmp_path, formats="pdf,json") == 0


def test_explain_tells_what_is_withheld_and_why(annuaire: Path, tmp_path: Path, capsys: Capture) -> None:
    arguments = [
        "build",
        str(annuaire),
        "--edition",
        "2026-11",
        "--output",
        str(tmp_path / "o"),
        "--audience",
        "public",
        "--explain",
    ]
    assert run(["--lang", "en", *arguments, "--format", "json"]) == 0
    shown = capsys.readouterr().out
    columns = "Consigne, Message type, Fiche technique, Note interne, Autorisé par, Vérifié par, Source"
    assert f"1 Le Relais: {columns} (internal columns)" in shown
    assert "1 Le Relais: 1 contact (the usage is “Transférer”)" in shown
    assert "1 Le Relais: Personne, Fonction, Vérifié par, Source (internal columns of “Contacts”)" in shown
    assert "2 Cellule Kanarcellule: the whole fiche (Diffusion is not “Public”)" in shown
    assert "3 Suspendu Kanarsuspendu: the whole fiche (the status is “Suspendu”)" in shown


_SECRET = st.from_regex(r"zq[a-z]{8,12}", fullmatch=True)
_TEXT = st.text(st.characters(max_codepoint=0x17F, categories=["L", "N", "P", "Zs"]), max_size=30)
"""Letters that the font has: what it lacks stops a build for another reason."""


@st.composite
def directories(draw: st.DrawFn) -> tuple[dict[str, list[dict[str, Any]]], list[str]]:
    """Draw a workbook, and the internal words in it."""
    secrets = draw(st.lists(_SECRET, min_size=12, max_size=12, unique=True))
    rows, contacts = [], []
    for number in range(1, draw(st.integers(1, 4)) + 1):
        inside = draw(st.sampled_from(["Interne", None, "Public", "Public"]))
        row = {
            **public(number, Nom=f"Fiche {number}", Description=draw(_TEXT).lstrip("=") or None),
            "Diffusion": inside,
        }
        for header in draw(
            st.lists(
                st.sampled_from(["Consigne", "Message type", "Note interne", "Autorisé par", "Source"]), unique=True
            )
        ):
            row[header] = f"{draw(_TEXT).lstrip('=')} {draw(st.sampled_from(secrets))}"
        if inside != "Public":
            row["Description"] = f"{draw(st.sampled_from(secrets))} {number}"
        rows.append(row)
        contacts.append(
            {
                "Fiche": number,
                "Personne": draw(st.sampled_from(secrets)),
                "E-mail": f"{draw(st.sampled_from(secrets))}@x.example",
                "Usage": draw(st.sampled_from(["Transférer", "Interne", None])),
            }
        )
    return {"Fiches": rows, "Contacts": contacts}, secrets


@settings(
    max_examples=150 if SOAK else 10,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # shrinking would build a hundred editions
)
@given(drawn=directories())
def test_no_internal_value_is_in_public_bytes(
    drawn: tuple[dict[str, list[dict[str, Any]]], list[str]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    sheets, secrets = drawn
    folder = tmp_path_factory.mktemp("drawn")
    code = build(make_workbook(folder / "annuaire.xlsx", sheets), folder / "o")
    assert code in {0, 1}
    path = folder / "o" / "2026-11" / "annuaire-2026-11-public.pdf"
    if path.exists():
        with pikepdf.open(path) as pdf:
            everything = decoded_objects(pdf).decode("latin-1") + flat(" ".join(page_texts(path)))
        assert not [secret for secret in secrets if secret in everything]


PAGE = "12 Le Relais (LR) Accueil et orientation Téléphone: 02 555 12 34 Fiche 12 (2026-11): a mistake; checked 11/2026"
QUOTING = {
    "a number, a name and an acronym": ("La fiche 12 Le Relais (LR) est fausse, je crois", set[str]()),
    "a name before its description": ("Il y a « Le Relais LR Accueil et orientation » deux fois", set[str]()),
    "a label between two pieces": ("noté : orientation Téléphone: 02 555 12 34", set[str]()),
    "our own subject": ("Fiche 12 (2026-11): a mistake", set[str]()),
    "pieces of two fiches": ("voir Le Relais Maison des langues", {"Suggestions!A2"}),
    "the middle of a piece before another": ("avoir accueil le relais pour tous", {"Suggestions!A2"}),
    "what nobody may read": ("Le Relais déménage chez Marthe bientôt", {"Suggestions!A2"}),
}


@pytest.mark.parametrize("name", QUOTING)
def test_a_remark_may_quote_what_is_public_of_a_fiche(tmp_path: Path, name: str) -> None:
    """A quotation has the order of a page, not that of the columns; it does not mix fiches or parts of cells."""
    remark, leaks = QUOTING[name]
    rows = [
        public(12, Nom="Le Relais", Sigle="LR", Description="Accueil et orientation", Téléphone="02 555 12 34"),
        public(13, Nom="Maison des langues", Description="Cours pour tous"),
    ]
    raw = read_workbook(
        make_workbook(
            tmp_path / "a.xlsx",
            {"Fiches": rows, "Suggestions": [{"Proposition": remark}]},
            headers={"Suggestions": ["Proposition"]},
        )
    )
    pages = (
        f"{PAGE} Le Relais Maison des langues; avoir accueil le relais pour tous; Le Relais déménage chez Marthe "
        f"bientôt"
    )
    assert {leak.place for leak in Gate(raw).find_leaks("x", "txt", pages.encode())} == leaks


def test_only_remarks_may_quote(tmp_path: Path) -> None:
    """The same words in a note are searched for as before: a note is written, not quoted."""
    note = "noté : orientation Téléphone: 02 555 12 34"
    row = public(12, Nom="Le Relais", Sigle="LR", Description="Accueil et orientation", Note_interne=note)
    raw = read_workbook(make_workbook(tmp_path / "a.xlsx", {"Fiches": [row], "Suggestions": [{"Proposition": note}]}))
    assert [leak.place for leak in Gate(raw).find_leaks("x", "txt", PAGE.encode())] == ["Fiches!AD2"]


def test_each_word_of_an_author_counts(tmp_path: Path) -> None:
    rows = [{"Proposition": "Rien", "Auteur": "Zoé Kanari"}]
    raw = read_workbook(make_workbook(tmp_path / "a.xlsx", {"Suggestions": rows}))
    assert [leak.place for leak in Gate(raw).find_leaks("x", "txt", b"dit par Kanari hier")] == ["Suggestions!D2"]
