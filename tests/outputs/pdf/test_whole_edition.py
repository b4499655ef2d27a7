"""A whole edition, read from the bytes: every word, page number and link is there, with the same bytes each time."""

import re
import subprocess
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import pikepdf
import pypdfium2
import pytest

from fiche_builder.cli.main import run as run_fiche
from fiche_builder.common.i18n import translations
from fiche_builder.common.text import fold
from fiche_builder.edition.edition import InternalEdition
from fiche_builder.edition.fiche_copy import InternalFicheCopy
from fiche_builder.edition.wording import phone_text
from fiche_builder.model.words import Flag
from fiche_builder.outputs.pdf.furniture import IndexLine, build_index, build_number_index
from tests.making.pdfs import (
    Mark,
    Printed,
    Shown,
    bookmarks,
    dense,
    fiche_texts,
    flat,
    print_editions,
    read_drawn,
    read_structure,
)
from tests.making.places import SAMPLE
from tests.making.workbooks import columns_of, fiche, make_workbook, public

PAGE_WIDTH, PAGE_HEIGHT = 595.28, 841.89
MILLIMETRE = 72 / 25.4
TOP_MARGIN, LEFT_MARGIN, RIGHT_MARGIN = 19 * MILLIMETRE, 14 * MILLIMETRE, 17 * MILLIMETRE
HEAD_FOOT = 19 * MILLIMETRE


@pytest.fixture(scope="module", params=["interne", "public"])
def printed(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Printed:
    """The sample's editions."""
    return print_editions(SAMPLE, tmp_path_factory.getbasetemp() / "sample")[request.param]


@pytest.fixture(scope="module")
def internal(tmp_path_factory: pytest.TempPathFactory) -> Printed:
    return print_editions(SAMPLE, tmp_path_factory.getbasetemp() / "sample")["interne"]


@pytest.fixture(scope="module")
def public_edition(tmp_path_factory: pytest.TempPathFactory) -> Printed:
    return print_editions(SAMPLE, tmp_path_factory.getbasetemp() / "sample")["public"]


@dataclass(frozen=True)
class Line:
    """A line that can be clicked on, with all that PDFium reads on it."""

    page: int
    top: float
    name: str
    text: str


def lines_on(printed: Printed, pages: range) -> list[Line]:
    """Return the lines that lead to fiches on some pages, in order; a line broken into two links counts once."""
    found: dict[tuple[int, Any], Line] = {}
    with pypdfium2.PdfDocument(printed.path) as document:
        for page in pages:
            text = document[page - 1].get_textpage()
            for link in printed.links:
                if link.page == page and link.name.startswith("fiche-") and (page, link.rectangle) not in found:
                    left, foot, right, top = link.rectangle
                    words = (
                        text.get_text_bounded(left - 1, foot + 2, right + 1, top - 2)
                        .replace("\ufffe", "-")
                        .replace("\x02", "-")
                    )
                    found[page, link.rectangle] = Line(page, top, link.name, words)
    return list(found.values())


def pages_of(printed: Printed, anchor: str) -> range:
    """Return the pages of a part."""
    first = printed.places[anchor][0]
    later = [page for name, (page, _top) in printed.places.items() if not name.startswith("fiche-") and page > first]
    return range(first, min(later, default=len(printed.pdfium) + 1))


def printed_line(line: IndexLine, page: int) -> str:
    see = f"voir {line.see}" if line.see else ""
    municipality = f"({line.municipality})" if line.municipality else ""
    return dense(f"{line.heading} {see} {municipality} · n° {line.number} {page}")


def index_lines(printed: Printed) -> list[IndexLine]:
    return [line for group in build_index(printed.edition, translations("fr")) for line in group.lines]


def margin_text(printed: Printed, page: int, *, is_head: bool) -> list[Shown]:
    """Return what stands at the head or foot of a page, from left to right."""
    runs = [
        r
        for r in read_drawn(printed.path).shown
        if r.page == page
        and r.is_artifact
        and not r.is_turned
        and (r.y > PAGE_HEIGHT - HEAD_FOOT if is_head else r.y < HEAD_FOOT)
    ]
    return sorted(runs, key=lambda r: r.x)


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


# Index, number index, lists, essential numbers


def test_every_line_of_the_index_prints_the_page_of_its_fiche_and_leads_to_it(printed: Printed) -> None:
    lines = lines_on(printed, pages_of(printed, "index"))
    expected = index_lines(printed)
    assert [line.name for line in lines] == [f"fiche-{line.number}" for line in expected]
    for line, copy in zip(lines, expected, strict=True):
        page, _top = printed.places[line.name]
        assert dense(line.text) == printed_line(copy, page)


def test_the_index_has_every_name_acronym_other_name_and_dutch_name(printed: Printed) -> None:
    headings = {(fold(line.heading), line.number) for line in index_lines(printed)}
    for entry in printed.edition.fiches:
        for name in (entry.name, entry.acronym, entry.name_nl, *entry.other_names):
            assert not name or (fold(name), entry.number) in headings


def test_every_phone_is_in_the_number_index_with_the_page_of_its_fiche(internal: Printed) -> None:
    edition: InternalEdition = internal.edition  # type: ignore[assignment]
    lines = lines_on(internal, pages_of(internal, "numbers"))
    expected = build_number_index(edition, translations("fr"))
    assert [line.name for line in lines] == [f"fiche-{line.number}" for line in expected]
    for line, copy in zip(lines, expected, strict=True):
        assert dense(line.text) == dense(
            f"{copy.phone} {copy.whose} · n° {copy.number} {internal.places[line.name][0]}"
        )
    phones = {
        (phone_text(phone, translations("fr").gettext), entry.number)
        for entry in edition.fiches
        for phones in (entry.phones, *(contact.phones for contact in entry.contacts))
        for phone in phones
    }
    assert {(line.phone, line.number) for line in expected} == phones


def test_the_public_edition_has_no_number_index(public_edition: Printed) -> None:
    assert "numbers" not in public_edition.places
    with pikepdf.open(public_edition.path) as pdf:
        assert "Index des numéros" not in [title for _depth, title, _name in bookmarks(pdf)]
    index_page = public_edition.places["index"][0]
    phones = {link.uri for link in public_edition.links if link.page >= index_page and link.uri.startswith("tel:")}
    assert not phones


def test_each_theme_opens_with_its_band_and_the_list_of_its_fiches_with_pages(printed: Printed) -> None:
    index = {line.number: line for line in index_lines(printed) if not line.see}
    for section in printed.sections:
        page, top = printed.places[section.anchor]
        first = min((printed.places[copy.anchor] for copy in section.fiches), key=lambda place: (place[0], -place[1]))
        assert top > PAGE_HEIGHT - TOP_MARGIN - 1
        listed = [
            line
            for line in lines_on(printed, range(page, first[0] + 1))
            if (line.page, -line.top) < (first[0], -first[1] - 1)
        ]
        assert [dense(line.text) for line in listed] == [
            printed_line(index[copy.number], printed.places[copy.anchor][0]) for copy in section.fiches
        ]


def test_the_essential_numbers_stand_on_one_page_with_their_first_phones(printed: Printed) -> None:
    essential = {entry.number for entry in printed.directory.fiches if entry.essential is Flag.YES}
    shown = {copy.number: copy for copy in printed.fiches if copy.number in essential}
    assert len(shown) >= 5
    page = printed.places["essentials"][0]
    assert list(pages_of(printed, "essentials")) == [page]
    leading = [link for link in printed.links if link.page == page and link.name.startswith("fiche-")]
    assert Counter(link.name for link in leading) == Counter(copy.anchor for copy in shown.values())
    texts = read_drawn(printed.path).texts()
    items = [element for element in read_structure(printed.path).walk() if element.tag == "LI"]
    rows = [item for item in items if {leaf.page for leaf in item.leaves() if isinstance(leaf, Mark)} == {page}]
    assert len(rows) == len(leading)
    for row, link in zip(rows, leading, strict=True):
        copy = shown[int(link.name.removeprefix("fiche-"))]
        phones = [line.links[0].text for line in copy.contact_lines if line.is_phone][:2]
        text = dense(row.text(texts))
        assert text.startswith(dense(copy.name, copy.acronym, *phones[:1]))
        assert all(dense(phone) in text for phone in phones)
        assert text.endswith(str(printed.places[copy.anchor][0]))
        marks = [(leaf.page, leaf.number) for leaf in row.leaves() if isinstance(leaf, Mark)]
        runs = [run for run in read_drawn(printed.path).shown if (run.page, run.mark) in marks]
        [drawn] = [run for run in runs if (run.page, run.mark) == marks[-1]]
        assert drawn.text == str(printed.places[copy.anchor][0])
        assert drawn.y < link.rectangle[3]
        assert drawn.y == pytest.approx(
            min(run.y for run in runs), abs=1
        )  # on the last line, if name and acronym take two
        assert drawn.x + drawn.length == pytest.approx(PAGE_WIDTH - RIGHT_MARGIN, abs=1)
    calls = {link.uri for link in printed.links if link.page == page and link.uri}
    assert calls == {
        line.links[0].uri for copy in shown.values() for line in [one for one in copy.contact_lines if one.is_phone][:2]
    }


# Furniture


def test_the_head_of_a_page_has_its_theme_and_its_first_and_last_fiche(printed: Printed) -> None:
    for position, section in enumerate(printed.sections, 1):
        for page in pages_of(printed, section.anchor):
            heads = [copy.running_head for copy in section.fiches if printed.places[copy.anchor][0] == page]
            span = " – ".join(dict.fromkeys((heads[0], heads[-1]))) if heads else ""
            theme, *others = margin_text(printed, page, is_head=True)
            assert f"{position} · {section.title}".startswith(theme.text.rstrip("…"))
            assert len(theme.text) > 10
            assert theme.x == pytest.approx(LEFT_MARGIN, abs=1)
            assert "".join(run.text for run in others) == span
            assert len({run.y for run in others} | {theme.y}) == 1
            assert not others or others[0].x > theme.x + theme.length


def test_the_cover_has_no_running_head(printed: Printed) -> None:
    assert not margin_text(printed, 1, is_head=True)


def test_thumb_tabs_step_down_the_outer_edge_theme_by_theme(printed: Printed) -> None:
    drawn = read_drawn(printed.path)
    tabs = {fill.page: fill for fill in drawn.filled if fill.rectangle[0] > PAGE_WIDTH - RIGHT_MARGIN}
    tops = []
    for section in printed.sections:
        pages = pages_of(printed, section.anchor)
        assert len({tabs[page].rectangle for page in pages}) == 1
        tab = tabs[pages[0]]
        assert [round(part * 255) for part in tab.colour] == list(bytes.fromhex(section.colour[1:]))
        assert tab.rectangle[1] > 0
        assert tab.rectangle[2] == pytest.approx(PAGE_WIDTH, abs=0.5)
        words = [run for run in drawn.shown if run.page == pages[0] and run.is_turned]
        assert dense(*(run.text for run in words)).rstrip("…") in dense(section.title)
        assert all(tab.rectangle[0] < run.x < tab.rectangle[2] for run in words)
        tops.append(tab.rectangle[3])
    assert all(below < above for above, below in pairwise(tops))
    themed = {page for section in printed.sections for page in pages_of(printed, section.anchor)}
    assert set(tabs) == themed


def test_the_words_of_a_tab_stand_inside_it(printed: Printed) -> None:
    drawn = read_drawn(printed.path)
    for words in (run for run in drawn.shown if run.is_turned):
        [tab] = [
            fill for fill in drawn.filled if fill.page == words.page and fill.rectangle[0] > PAGE_WIDTH - RIGHT_MARGIN
        ]
        assert tab.rectangle[1] < words.y - words.length < words.y < tab.rectangle[3], words.text


def test_the_foot_of_every_page_says_edition_audience_validity_and_page(printed: Printed) -> None:
    pages = len(printed.pdfium)
    mention = "INTERNE – ne pas diffuser" if printed.is_internal else "PUBLIC – édition publique"
    for page in range(1, pages + 1):
        texts = [run.text for run in margin_text(printed, page, is_head=False)]
        foot = flat(" ".join(texts))
        assert foot.endswith(f"{mention} page {page} / {pages}")
        assert "novembre 2026 (2026-11) · valable jusqu’au 31/12/2026" in foot


# Navigation


def test_the_outline_has_all_parts_and_each_theme_its_fiches(printed: Printed) -> None:
    with pikepdf.open(printed.path) as pdf:
        found = bookmarks(pdf)
    expected = [(0, printed.edition.imprint.title, "cover")]
    middle = [
        entry
        for section in printed.sections
        for entry in [(0, section.title, section.anchor), *((1, copy.bookmark, copy.anchor) for copy in section.fiches)]
    ]
    names = [name for depth, _title, name in found if depth == 0]
    assert found[:1] == expected
    assert found[2 : 2 + len(middle)] == middle
    after = ["index", "numbers", "last"] if printed.is_internal else ["index", "last"]
    assert names == ["cover", "essentials", *(section.anchor for section in printed.sections), *after]
    assert all(name in printed.places for _depth, _title, name in found)
    assert found[2 + len(middle)][:2] == (0, "Index A-Z")


def test_every_fiche_has_a_destination_at_its_name(printed: Printed) -> None:
    assert {name for name in printed.places if name.startswith("fiche-")} == {copy.anchor for copy in printed.fiches}
    names: dict[int, list[Shown]] = {}
    for run in read_drawn(printed.path).shown:
        if run.size == pytest.approx(10.4, abs=0.1) and not run.is_artifact:
            names.setdefault(run.page, []).append(run)
    for copy in printed.fiches:
        page, top = printed.places[copy.anchor]
        at_name = [run for run in names[page] if 0 < top - run.y < 17 and dense(copy.name).startswith(dense(run.text))]
        assert at_name, copy.name


def test_page_labels_are_the_physical_pages(printed: Printed) -> None:
    with pikepdf.open(printed.path) as pdf:
        assert [str(page.label) for page in pdf.pages] == [str(number) for number in range(1, len(pdf.pages) + 1)]


def test_every_contact_point_is_a_link_with_a_description_of_its_own(printed: Printed) -> None:
    by_page: dict[int, set[tuple[str, str]]] = {}
    for link in printed.links:
        by_page.setdefault(link.page, set()).add((link.uri or f"#{link.name}", link.description))
    for copy in printed.fiches:
        wanted = [link for line in copy.contact_lines for link in line.links] + list(copy.see_also)
        assert {(link.uri, link.description) for link in wanted} <= by_page[printed.places[copy.anchor][0]], copy.name


def test_links_are_described_in_words_and_go_to_kinds_that_readers_know(printed: Printed) -> None:
    kinds = Counter(urlsplit(link.uri).scheme if link.uri else "inside" for link in printed.links)
    assert {"tel", "mailto", "https", "inside"} <= set(kinds) <= {"tel", "mailto", "https", "http", "inside"}
    with pikepdf.open(printed.path) as pdf:
        titles = {title for depth, title, _name in bookmarks(pdf) if depth == 0}
    for link in printed.links:
        bare = link.uri.partition(":")[2].strip("/")
        assert link.description not in {"", link.uri, bare, link.name, f"#{link.name}"}
        assert "://" not in link.description
        is_title = link.description in titles
        assert is_title or re.match(
            r"(Appeler \w|Écrire à \w|Ouvrir \w|Fiche \d+|Signaler \w)|\w.*, page \d+$", link.description
        )
        assert not link.name or link.name in printed.places


def test_links_stand_where_their_words_are(printed: Printed) -> None:
    """Each rectangle of a phone, mail or site link holds its text."""
    shown = {}
    for copy in printed.fiches:
        page = printed.places[copy.anchor][0]
        shown.update({(page, link.uri): link.text for line in copy.contact_lines for link in line.links})
    checked = 0
    with pypdfium2.PdfDocument(printed.path) as document:
        texts = [page.get_textpage() for page in document]
        for link in printed.links:
            if words := shown.get((link.page, link.uri)):
                left, foot, right, top = link.rectangle
                assert dense(words) in dense(texts[link.page - 1].get_text_bounded(left - 2, foot, right + 2, top)), (
                    words
                )
                checked += 1
    assert checked >= len(shown)


def test_a_mistake_is_reported_from_any_fiche_with_its_number_edition_and_reasons(internal: Printed) -> None:
    for copy in internal.fiches:
        assert isinstance(copy, InternalFicheCopy)
        page = internal.places[copy.anchor][0]
        [link] = [link for link in internal.links if link.uri == copy.report_uri]
        assert link.page == page
        parts = urlsplit(link.uri)
        fields = parse_qs(parts.query)
        assert unquote(parts.path) == internal.edition.imprint.suggestions_address
        assert f"iche {copy.number} " in fields["subject"][0]
        assert "2026-11" in fields["subject"][0]
        body = fields["body"][0]
        assert f"iche {copy.number}," in body
        assert "2026-11" in body
        assert body.count("\r\n- ") == 5
        assert "\n" not in body.replace("\r\n", "")
        assert str(copy.number) in link.description


def test_the_public_edition_asks_for_mistakes_on_its_last_page_only(public_edition: Printed) -> None:
    address = public_edition.edition.imprint.suggestions_address
    reports = [link for link in public_edition.links if link.uri.startswith(f"mailto:{address}?")]
    assert [link.page for link in reports] == [len(public_edition.pdfium)]


def test_the_tiles_of_the_cover_lead_to_the_parts_and_print_their_pages(printed: Printed) -> None:
    tiles = [link for link in printed.links if link.page == 1]
    text = flat(printed.pdfium[0])
    assert [link.name for link in tiles if link.name.startswith("theme-")] == [
        section.anchor for section in printed.sections
    ]
    texts = read_drawn(printed.path).texts()
    document = read_structure(printed.path)
    items = [dense(element.text(texts)) for element in document.walk() if element.tag == "LI"]
    for section in printed.sections:
        count = len(section.fiches)
        page = printed.places[section.anchor][0]
        assert dense(f"{section.title}{count} fiche{'s' if count > 1 else ''}p. {page}") in items
    assert "Novembre 2026 (n° 2026-11)" in text


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


def test_the_bytes_do_not_depend_on_cache_or_processes(tmp_path: Path) -> None:
    resource = pytest.importorskip("resource")
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
    alone = build(workbook, tmp_path / "alone", "--no-cache", "--workers", "1")
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    together = build(workbook, tmp_path / "together", "--cache", str(tmp_path / "cache"), "--workers", "2")
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before > 0.5  # processes were used
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    again = build(workbook, tmp_path / "again", "--cache", str(tmp_path / "cache"), "--workers", "2")
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before < 0.5  # all was in the cache
    assert alone == together == again
    assert [name for name in alone if name.endswith(".pdf")] == [
        "annuaire-2026-11-interne.pdf",
        "annuaire-2026-11-public.pdf",
    ]


def test_qpdf_finds_nothing_to_say(printed: Printed, hard: dict[str, Printed]) -> None:
    for path in (printed.path, hard["interne" if printed.is_internal else "public"].path):
        checked = subprocess.run(["qpdf", "--check", str(path)], check=False, capture_output=True, text=True)
        assert (checked.returncode, checked.stderr) == (0, "")


# Characters that no font of ours has


@pytest.mark.parametrize(
    ("character", "code"),
    [("😀", "U+1F600"), ("電", "U+96FB"), ("☎", "U+260E"), ("א", "U+05D0")],
    ids=["emoji", "cjk", "sign", "hebrew"],
)
def test_a_character_that_our_fonts_lack_is_named_with_its_cell_and_nothing_is_published(
    character: str, code: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    rows = [public(1), public(2, Nom="Deux", Horaires=f"lu-ve {character} 9-12")]
    cell = f"{'ABCDEFGHIJKLMNOPQRSTUVWXYZ'[columns_of('Fiches', rows).index('Horaires')]}3"
    workbook = make_workbook(tmp_path / "annuaire.xlsx", {"Fiches": rows})
    for _again in range(2):  # what was typeset before the error is kept, and must not hide it
        assert (
            run_fiche(
                ["--lang", "en", "-q", "build", str(workbook), "--format", "pdf", "--output", str(tmp_path / "output")]
            )
            == 1
        )
        said = capfd.readouterr().err
        assert f"({code} " in said
        assert f"Fiches!{cell}" in said
        assert character in said
        assert not list((tmp_path / "output").glob("2*"))


@pytest.mark.parametrize(
    ("sheets", "cell"),
    [
        ({"Fiches": [public(1, Autres_appellations="電話")]}, "Fiches!"),
        ({"Thèmes": [{"Nom": "Emploi", "Description": "電"}]}, "Thèmes!"),
        ({"Paramètres": [{"Clé": "Titre", "Valeur": "Annuaire 電"}]}, "Paramètres!B2"),
    ],
    ids=["index", "band", "cover"],
)
def test_in_whatever_part_it_is_printed(
    sheets: dict[str, Sequence[dict[str, Any]]], cell: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    workbook = make_workbook(tmp_path / "annuaire.xlsx", sheets)
    assert (
        run_fiche(
            ["--lang", "en", "-q", "build", str(workbook), "--format", "pdf", "--output", str(tmp_path / "output")]
        )
        == 1
    )
    said = capfd.readouterr().err
    assert "U+96FB" in said
    assert cell in said
    assert not list((tmp_path / "output").glob("2*"))
