"""One PDF of the pieces of an edition: its outline, places, page labels and links, read back from the bytes."""

import re
from collections import Counter
from urllib.parse import urlsplit

import pikepdf
import pypdfium2
import pytest

from tests.making.drawing import Shown, read_drawn
from tests.making.pdfs import Printed, bookmarks, dense


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
