"""A whole edition, read back from its PDF: its lines, its margins, its parts."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pikepdf
import pypdfium2

from fiche_builder.common.i18n import translations
from fiche_builder.outputs.pdf.furniture import IndexLine, build_index
from tests.making.drawing import Shown, read_drawn
from tests.making.pdfs import (
    Element,
    Linked,
    Mark,
    Printed,
    bookmarks,
    dense,
    flat,
    page_texts,
    pdfium_texts,
    read_structure,
)

PAGE_WIDTH, PAGE_HEIGHT = 595.28, 841.89
MILLIMETRE = 72 / 25.4
TOP_MARGIN, LEFT_MARGIN, RIGHT_MARGIN = 19 * MILLIMETRE, 14 * MILLIMETRE, 17 * MILLIMETRE
HEAD_FOOT = 19 * MILLIMETRE
TITLE = "Ce qui a changé"


@dataclass(frozen=True)
class Line:
    """A line that can be clicked on, with all that PDFium reads on it."""

    page: int
    top: float
    name: str
    text: str


def lines_on(printed: Printed, pages: range) -> list[Line]:
    """Return the lines that lead to fiches on some pages, in order; a line that was broken counts once."""
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


@dataclass(frozen=True)
class Pages(Linked):
    """A PDF, for what it says of changes."""

    @cached_property
    def parts(self) -> list[str]:
        """The names of its parts, in order."""
        with pikepdf.open(self.path) as pdf:
            return [name for depth, _title, name in bookmarks(pdf) if depth == 0]

    @cached_property
    def texts(self) -> list[str]:
        """What two readers read of each page."""
        return [
            flat(f"{first} {second}")
            for first, second in zip(page_texts(self.path), pdfium_texts(self.path), strict=True)
        ]

    @cached_property
    def section(self) -> list[Element]:
        """What a screen reader finds in the part that tells what changed, from its heading on."""
        sections = [e for e in read_structure(self.path).walk() if e.tag == "Sect"]
        [found] = [
            kids
            for e in sections
            if (kids := [k for k in e.kids if isinstance(k, Element)]) and self.said(kids[0]) == dense(TITLE)
        ]
        return found

    @property
    def items(self) -> Iterator[Element]:
        """The lines that are in a list."""
        return (item for element in self.section for item in element.walk() if item.tag == "LI")

    @property
    def told(self) -> dict[str, list[str]]:
        """What is said below each heading, line by line, without the page at its end."""
        found: dict[str, list[str]] = {}
        for element in self.section:
            if element.tag in {"H2", "H3"}:
                found[self.said(element)] = []
            elif element.tag == "L":
                found[list(found)[-1]] += [
                    self.said(item).removesuffix(self.number(item).text) for item in element.kids
                ]
            else:
                found[list(found)[-1]].append(self.said(element))
        return found

    def said(self, element: Any) -> str:
        """Return what a screen reader says of an element."""
        return dense(element.text(read_drawn(self.path).texts()))

    def number(self, item: Any) -> Shown:
        """Return the page number at the end of a line."""
        *_others, last = item.leaves()
        assert isinstance(last, Mark)
        return self.runs(last)[0]

    def runs(self, mark: Mark) -> list[Shown]:
        """Return what is drawn of a piece of text."""
        return [run for run in read_drawn(self.path).shown if (run.page, run.mark) == (mark.page, mark.number)]


def said(groups: Mapping[str, Sequence[Sequence[str]]]) -> dict[str, list[str]]:
    """Return what is told as `Pages.told` has it, from the lines of each group and the texts of each line."""
    return {dense(title): [dense(*texts) for texts in lines] for title, lines in groups.items()}
