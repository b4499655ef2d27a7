"""The leak gate: whatever lets an internal value out, and however it is dressed, nothing is published.

Each test sabotages the real program on purpose, the projection or the templates, and runs a real build.
"""

import pickle
from dataclasses import replace
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from fiche_builder.cli.main import run
from fiche_builder.common import templates as html
from fiche_builder.common.errors import LeakError
from fiche_builder.common.i18n import use_language
from fiche_builder.edition import front
from fiche_builder.leak.gate import Candidate, Gate, refuse_leaks
from fiche_builder.leak.normalise import own_phone_keys
from fiche_builder.model import public as projection
from fiche_builder.model.model import Fiche
from fiche_builder.outputs.formats import FORMATS
from fiche_builder.workbook.reader import read_workbook
from tests.conftest import SOAK, WorkbookMaker
from tests.making.canaries import CANARIES, DRESSED, ODD_NUMBERS, build, changed
from tests.making.pdfs import decoded_objects, flat, page_texts
from tests.making.places import SAMPLE
from tests.making.workbooks import fiche, make_workbook, public

Capture = pytest.CaptureFixture[str]
EVERY_FORMAT = ",".join(FORMATS)


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


@pytest.mark.parametrize("source", ["nord.xlsx", "sample"])
def test_no_false_alarm_on_real_directories(source: str, shared_data: Path, tmp_path: Path) -> None:
    path = SAMPLE if source == "sample" else shared_data / source
    assert build(path, tmp_path, formats="pdf,json") == 0


@pytest.mark.parametrize("shown", [None, "83 Petite rue", "Tom Aerts", "+32 2 555 66 77", "Tom Ka\u00adna\u00adri"])
def test_what_only_looks_like_a_leak_builds_and_what_is_one_does_not(
    shown: str | None, workbook: WorkbookMaker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """N° 58 before "3 Petite rue", `mailto:maerts@…`: then the values themselves, in every format."""
    path = workbook(
        Fiches=[
            public(58, Adresse="3 Petite rue", **{"E-mail": "maerts@logis.example"}),
            fiche(1, Adresse="83 Petite rue", Téléphone="02 555 66 77"),
        ],
        Contacts=[
            {"Fiche": 1, "Personne": person, "Téléphone": "02 555 77 88"} for person in ("Tom Aerts", "Tom Kanari")
        ],
    )
    if shown:
        leak_description(monkeypatch, f"58\n{shown}\nPetite rue")
    for extension in ("pdf", "html", "json"):
        assert build(path, tmp_path / extension, formats=extension) == (3 if shown else 0)


def test_what_an_earlier_edition_said_may_stand_beside_public_values(workbook: WorkbookMaker) -> None:
    """Unless it has become internal: then it is no neighbour, and found wherever it stands."""
    rows = [public(1), fiche(2, Note_interne="fiche Jardins"), fiche(3, Nom="Rose Kanari")]
    gate = Gate(read_workbook(workbook(Fiches=rows)))
    shown = "n° 12, à la fiche Jardins publics; fiche Rose Kanari"
    assert len(gate.find_leaks("x", "txt", shown.encode())) == 2
    gate.learn(["Jardins publics", "fiche Rose Kanari"])
    assert [leak.place for leak in gate.find_leaks("x", "txt", shown.encode())] == ["Fiches!C4"]
    assert gate.holds_internal("fiche Jardins")


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
        "--explain-all",
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


def test_a_gate_may_be_handed_over_to_another_process(annuaire: Path) -> None:
    """It finds the same there, and what it was taught; the workbook stays here."""
    gate = Gate(read_workbook(annuaire))
    gate.learn(["une rose"])
    sent = pickle.dumps(gate)
    handed: Gate = pickle.loads(sent)  # noqa: S301 (our own)
    shown = f"{CANARIES['Consigne'][1]} 02 555 99 88".encode()
    assert handed.find_leaks("x", "txt", shown) == gate.find_leaks("x", "txt", shown) != []
    assert pickle.loads(pickle.dumps(handed)).find_leaks("x", "txt", shown) != []  # noqa: S301
    handed.inspect([Candidate("x.json", "json", b"{}", is_public=True)])
    assert b"RawWorkbook" not in sent


@pytest.mark.parametrize(
    ("shown", "told", "advice"),
    [
        ("Kanarrue 7", "x ← Fiches!R3 (some of its words, line 3)", "column Diffusion"),
        ("02.555.99.88", "x ← Fiches!O3 (a phone number, line 3)", "column Diffusion"),
        ("02 555 66 77", "x ← Contacts!E3 (a phone number, line 3)", "column Usage"),
        ("Zoé Kanarpersonne", "x ← Contacts!C2 (all that the cell says, line 3)", "for colleagues only"),
        ("Mme Kanarpersonne", "x ← Contacts!C2 (a name in it, line 3)", "for colleagues only"),
        ("le 555 66 77", "x ← Contacts!E3 (initials, or a number without area code, line 3)", "column Usage"),
        ("Kanarcommentaire", "x ← Fiches!C2 (some of its words, line 3)", "Comments"),
    ],
)
def test_a_refusal_tells_what_was_found_where_and_what_to_do(
    shown: str, told: str, advice: str, annuaire: Path
) -> None:
    leaks = Gate(read_workbook(annuaire)).find_leaks("x", "txt", f"<b>Le Relais</b>\nAccueil\n{shown}\n".encode())
    use_language("en")
    with pytest.raises(LeakError) as refused:
        refuse_leaks(leaks)
    assert told in str(refused.value)
    assert advice in refused.value.hint
    assert shown not in str(refused.value) + refused.value.hint


def test_a_refusal_tells_the_page(annuaire: Path, sound_pdf: bytes) -> None:
    def show(pdf: pikepdf.Pdf) -> None:
        pdf.pages[1].contents_add(b"BT /Fx 20 Tf 1 0 0 1 50 50 Tm (Kanarconsigne) Tj ET")
        pdf.pages[1].Resources.Font["/Fx"] = pikepdf.Dictionary(
            Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
        )

    [leak] = Gate(read_workbook(annuaire)).find_leaks("x.pdf", "pdf", changed(sound_pdf, show))
    assert leak.page == 2
    assert leak.line > 1


def test_a_card_is_told_by_its_line_in_the_file(annuaire: Path) -> None:
    [leak] = Gate(read_workbook(annuaire)).find_leaks("x.vcf", "vcf", b"NOTE:a\r\n b\r\n c\r\nNOTE:Kanarconsigne\r\n")
    assert leak.line == 4
