"""A whole edition, read back from its bytes: every word, page number and link, and the same bytes each time."""

import re
import subprocess
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pypdfium2
import pytest

from fiche_builder.cli.main import run as run_fiche
from tests.making.drawing import read_drawn
from tests.making.pages import (
    HEAD_FOOT,
    LEFT_MARGIN,
    PAGE_HEIGHT,
    PAGE_WIDTH,
    RIGHT_MARGIN,
    TOP_MARGIN,
    index_lines,
    margin_text,
    pages_of,
)
from tests.making.pdfs import Printed, dense, fiche_texts, flat, print_editions, read_structure
from tests.making.workbooks import fiche, make_workbook, public

# Text


def test_all_that_is_to_be_printed_of_a_fiche_stands_on_its_page_in_order(printed: Printed) -> None:
    for copy in printed.fiches:
        page = printed.places[copy.anchor][0]
        assert dense(*fiche_texts(copy)) in dense(printed.poppler[page - 1]), copy.name


def test_pdfium_reads_each_fiche_in_the_same_order(printed: Printed) -> None:
    """Only the number it reads after the name, beside which it stands."""
    for copy in printed.fiches:
        texts = fiche_texts(copy)
        parts = 3 if copy.acronym else 2
        text = dense(printed.pdfium[printed.places[copy.anchor][0] - 1])
        start = text.index(dense(*texts[parts:]))
        head = dense(*texts[:parts])
        assert sorted(text[max(0, start - len(head)) : start]) == sorted(head), copy.name


def lost_to_pdfium(printed: Printed, wanted: Sequence[tuple[str, str]]) -> list[str]:
    """Return what its search does not find on the page of the fiche that it belongs to."""
    with pypdfium2.PdfDocument(printed.path) as document:
        pages = [page.get_textpage() for page in document]
        return [
            words
            for anchor, words in wanted
            if words and not pages[printed.places[anchor][0] - 1].search(words, match_case=True).get_next()
        ]


def test_the_search_of_pdfium_finds_every_acronym_dutch_name_phone_mail_and_site(printed: Printed) -> None:
    wanted = [(copy.anchor, words) for copy in printed.fiches for words in (copy.acronym, copy.name_nl)]
    wanted += [
        (copy.anchor, link.text) for copy in printed.fiches for line in copy.contact_lines for link in line.links
    ]
    assert not lost_to_pdfium(printed, wanted)


def test_the_search_of_pdfium_finds_every_name(printed: Printed) -> None:
    assert not lost_to_pdfium(printed, [(copy.anchor, copy.name) for copy in printed.fiches])


def test_every_heading_of_the_index_is_found_by_two_readers(printed: Printed) -> None:
    pages = pages_of(printed, "index")
    for texts in (printed.poppler, printed.pdfium):
        text = dense(*(texts[page - 1] for page in pages))
        assert not [line.heading for line in index_lines(printed) if dense(line.heading) not in text]


def test_phones_mails_and_sites_are_drawn_in_one_piece(printed: Printed) -> None:
    """Then no reader breaks them: each is one unbroken run of glyphs, blanks included, in one font."""
    runs: dict[int, list[str]] = {}
    for run in read_drawn(printed.path).shown:
        runs.setdefault(run.page, []).append(run.text)
    pages = {page: "\n".join(texts) for page, texts in runs.items()}
    for copy in printed.fiches:
        shown = pages[printed.places[copy.anchor][0]]
        assert all(link.text in shown for line in copy.contact_lines for link in line.links), copy.name


def test_phones_are_one_word_group_for_poppler_as_printed(printed: Printed) -> None:
    for copy in printed.fiches:
        text = printed.poppler[printed.places[copy.anchor][0] - 1]
        assert all(link.text in text for line in copy.contact_lines if line.is_phone for link in line.links), copy.name


def test_a_blank_stands_between_a_phone_and_its_label_for_pdfium(printed: Printed) -> None:
    for copy in printed.fiches:
        text = flat(printed.pdfium[printed.places[copy.anchor][0] - 1])
        for line in copy.contact_lines:
            if line.is_phone and line.label:
                assert f"{line.links[-1].text} {line.label.split()[0]}" in text


def test_a_blank_stands_between_a_phone_and_its_label_for_poppler(printed: Printed) -> None:
    for copy in printed.fiches:
        text = flat(printed.poppler[printed.places[copy.anchor][0] - 1])
        for line in copy.contact_lines:
            if line.is_phone and line.label:
                assert f"{line.links[-1].text} {line.label.split()[0]}" in text


def test_nothing_runs_over_the_edge_of_the_paper_or_into_its_margins(printed: Printed) -> None:
    with pypdfium2.PdfDocument(printed.path) as document:
        turned = {(run.page, round(run.x), round(run.y)) for run in read_drawn(printed.path).shown if run.is_turned}
        outside = []
        for number, page in enumerate(document, 1):
            for thing in page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_TEXT]):
                left, foot, right, top = thing.get_bounds()
                is_tab = any(
                    number == p and left - 10 < x < right + 10 and foot - 10 < y < top + 10 for p, x, y in turned
                )
                if (
                    not is_tab
                    and right > left
                    and (left < LEFT_MARGIN - 3 or right > PAGE_WIDTH - RIGHT_MARGIN + 3 or foot < 20)
                ):
                    outside.append((number, round(left), round(right)))
                if is_tab and (right > PAGE_WIDTH or foot < 0):
                    outside.append((number, round(left), round(right)))
    assert not outside


# Hard fiches

WORDS = [f"mot{number:04}" for number in range(4000)]
LETTERS = "Αθήνα και Πειραιάς ; Київ, Софія ; ← ↑ → ↓ ; Łódź, Čačak, Türkiye, œuvre, 5 € – “ça”"
HARD = [
    public(1, Nom="Avant", Thème="Long"),
    public(2, Nom="Paragraphe sans fin", Thème="Long", Description=" ".join(WORDS)[:32000]),
    public(
        3,
        Nom="Trois cents alinéas",
        Thème="Long",
        Description="\n".join(f"alinéa{number:03} " + "x" * 90 for number in range(300)),
    ),
    public(4, Nom="Voisin", Thème="Long"),
    public(5, Nom="Lettres d’ailleurs", Description=LETTERS, Autres_appellations="Ωμέγα ; Щука"),
    fiche(6, Nom="Suspendue", Statut="Suspendu", Essentiel="Oui", Vérifié_le=date(2024, 1, 5)),
    public(7, Nom="Essentielle", Essentiel="Oui", Avis="Fermé", Avis_au=date(2026, 11, 30)),
    public(8, Nom="Ordinaire", Essentiel="Non"),
    public(9, Nom="Insécable", Description="12 345 habitants"),
    public(10, Nom="Sans rien de plus", Téléphone="112", Vérifié_le=None),
]


@pytest.fixture(scope="module")
def hard(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Printed]:
    folder = tmp_path_factory.mktemp("hard")
    sheets = {
        "Fiches": HARD,
        "Thèmes": [{"Nom": "Long", "Couleur": "#1D4E89"}, {"Nom": "Emploi", "Couleur": "#0B6E4F"}],
    }
    return print_editions(make_workbook(folder / "annuaire.xlsx", sheets), folder)


@pytest.fixture(scope="module", params=["interne", "public"])
def hard_printed(request: pytest.FixtureRequest, hard: dict[str, Printed]) -> Printed:
    return hard[request.param]


def test_a_fiche_taller_than_a_column_goes_on_in_the_next_with_every_word_once_in_order(hard_printed: Printed) -> None:
    expected = " ".join(WORDS)[:32000].split()
    pages = pages_of(hard_printed, next(s.anchor for s in hard_printed.sections if s.title == "Long"))
    for texts in (hard_printed.poppler, hard_printed.pdfium):
        text = " ".join(texts[page - 1] for page in pages)
        found = re.findall(r"mot\d+", text)
        assert found == expected
        assert re.findall(r"alinéa(\d+)", text) == [f"{number:03}" for number in range(300)]
    columns = {(run.page, run.x > PAGE_WIDTH / 2) for run in read_drawn(hard_printed.path).shown if "mot" in run.text}
    assert len(columns) > 2


def test_a_fiche_in_pieces_is_read_whole_and_stays_inside_its_columns(hard_printed: Printed) -> None:
    texts = read_drawn(hard_printed.path).texts()
    articles = [dense(e.text(texts)) for e in read_structure(hard_printed.path).walk() if e.tag == "Art"]
    assert "".join(articles) == dense(*(text for copy in hard_printed.fiches for text in fiche_texts(copy)))
    for run in read_drawn(hard_printed.path).shown:
        if not run.is_artifact and run.page > 1:
            assert HEAD_FOOT < run.y < PAGE_HEIGHT - TOP_MARGIN, run
            assert LEFT_MARGIN - 1 < run.x < PAGE_WIDTH - RIGHT_MARGIN, run


def test_pages_on_which_a_fiche_only_goes_on_name_it_at_their_head(hard_printed: Printed) -> None:
    pages = pages_of(hard_printed, next(s.anchor for s in hard_printed.sections if s.title == "Long"))
    begun = {hard_printed.places[copy.anchor][0] for copy in hard_printed.fiches}
    inner = [page for page in pages if page not in begun]
    assert inner
    for page in inner:
        head = " ".join(run.text for run in margin_text(hard_printed, page, is_head=True))
        assert "Paragraphe sans fin" in head or "Trois cents alinéas" in head


def test_greek_cyrillic_and_arrows_are_set(hard_printed: Printed) -> None:
    for texts in (hard_printed.poppler, hard_printed.pdfium):
        text = dense(*texts)
        assert dense(LETTERS) in text
        assert "Ωμέγα" in text
        assert "Щука" in text


def test_the_page_of_essential_numbers_keeps_internal_fiches_from_the_public(hard: dict[str, Printed]) -> None:
    shown = {
        word: [link.name for link in edition.links if link.page == edition.places["essentials"][0] and link.name]
        for word, edition in hard.items()
    }
    assert shown == {"interne": ["fiche-7", "fiche-6"], "public": ["fiche-7"]}


def test_without_essential_fiches_there_is_no_such_page(tmp_path: Path) -> None:
    editions = print_editions(make_workbook(tmp_path / "annuaire.xlsx", {"Fiches": [public(1)]}), tmp_path)
    assert "essentials" not in editions["public"].places
    assert editions["public"].places["theme-1"][0] == 2


# Bytes


def build(workbook: Path, folder: Path, *options: str) -> dict[str, bytes]:
    where = ["--edition", "2026-11", "--output", str(folder), "--format", "pdf"]
    assert run_fiche(["--lang", "fr", "-q", "build", str(workbook), *where, *options]) == 0
    return {path.name: path.read_bytes() for path in sorted((folder / "2026-11").iterdir())}


def test_the_bytes_are_the_same_each_time(tmp_path: Path) -> None:
    rows = [
        public(
            n,
            Nom=f"Service {n * 37 % 101}",
            Sigle=f"S{n}",
            Thème=("Emploi", "Long")[n % 2],
            Description="Ce qu’il fait. " * (n % 5),
        )
        for n in range(1, 43)
    ]
    workbook = make_workbook(
        tmp_path / "annuaire.xlsx", {"Fiches": rows, "Thèmes": [{"Nom": "Long"}, {"Nom": "Emploi"}]}
    )
    alone = build(workbook, tmp_path / "alone")
    again = build(workbook, tmp_path / "again", "--no-cache", "--workers", "2")  # as scripts may still say
    assert alone == again
    assert [name for name in alone if name.endswith(".pdf")] == [
        "annuaire-2026-11-interne.pdf",
        "annuaire-2026-11-public.pdf",
    ]


def test_qpdf_finds_nothing_to_say(printed: Printed, hard: dict[str, Printed]) -> None:
    for path in (printed.path, hard["interne" if printed.is_internal else "public"].path):
        checked = subprocess.run(["qpdf", "--check", str(path)], check=False, capture_output=True, text=True)
        assert (checked.returncode, checked.stderr) == (0, "")
