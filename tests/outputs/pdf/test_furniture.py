"""All that is not a fiche, read back from a whole edition: indexes, lists, essential numbers, heads, tabs, cover."""

from collections import Counter
from itertools import pairwise
from urllib.parse import parse_qs, unquote, urlsplit

import pikepdf
import pytest

from fiche_builder.common.i18n import translations
from fiche_builder.common.text import fold
from fiche_builder.edition.edition import InternalEdition
from fiche_builder.edition.fiche_copy import InternalFicheCopy
from fiche_builder.edition.wording import phone_text
from fiche_builder.model.words import Flag
from fiche_builder.outputs.pdf.furniture import build_number_index
from tests.making.drawing import read_drawn
from tests.making.pages import (
    LEFT_MARGIN,
    PAGE_HEIGHT,
    PAGE_WIDTH,
    RIGHT_MARGIN,
    TOP_MARGIN,
    index_lines,
    lines_on,
    margin_text,
    pages_of,
    printed_line,
)
from tests.making.pdfs import Mark, Printed, bookmarks, dense, flat, read_structure


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
