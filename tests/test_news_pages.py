"""The part “Ce qui a changé” of both PDFs, read back from the bytes: what it tells, where its lines lead, what it keeps back."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from fiche_builder.cli.main import run as run_fiche
from fiche_builder.fields import Audience
from fiche_builder.leak.gate import LEAK_GATE
from fiche_builder.period import EditionId
from fiche_builder.published import read_published
from tests.pdfs import (
    Annotation,
    Drawn,
    Element,
    Mark,
    PdfLink,
    Shown,
    bookmarks,
    dense,
    destinations,
    flat,
    links,
    page_texts,
    pdfium_texts,
    read_drawn,
    read_structure,
)
from tests.workbooks import Cells, fiche, make_workbook, public

TITLE = "Ce qui a changé"
HEAD_FOOT = 54
MIDDLE = 297.64
"""The middle of a page, in points, like all lengths."""


@dataclass(frozen=True)
class News:
    """A PDF, for the part that tells what changed."""

    path: Path

    @cached_property
    def links(self) -> tuple[PdfLink, ...]:
        with pikepdf.open(self.path) as pdf:
            return tuple(links(pdf))

    @cached_property
    def places(self) -> dict[str, tuple[int, float]]:
        """All its named destinations."""
        with pikepdf.open(self.path) as pdf:
            return destinations(pdf)

    @cached_property
    def drawn(self) -> Drawn:
        return read_drawn(self.path)

    @cached_property
    def pages(self) -> range:
        """The pages of the part; none where it is absent."""
        if "changes" not in self.places:
            return range(0)
        first = self.places["changes"][0]
        return range(first, min(page for name, (page, _top) in self.places.items() if name != "changes" and page > first))

    @property
    def text(self) -> str:
        """What Poppler reads in the part."""
        texts = page_texts(self.path)
        return flat(" ".join(texts[page - 1] for page in self.pages))

    @cached_property
    def section(self) -> Element:
        """The part in the structure tree."""
        return next(e for e in read_structure(self.path).walk() if e.tag == "Sect" and title_of(e, self.drawn) == TITLE)

    def said(self, element: Element) -> str:
        """What a screen reader says of an element."""
        return flat(element.text(self.drawn.texts()))

    @property
    def told(self) -> dict[str, list[str]]:
        """What stands under each heading of the part, line by line, without the pages; of each line what is said of it."""
        found: dict[str, list[str]] = {"": []}
        for kid in self.section.kids:
            assert isinstance(kid, Element)
            if kid.tag == "H3":
                found[self.said(kid)] = []
            elif kid.tag != "H2":
                found[list(found)[-1]] += [self.said(item) for item in (kid.kids if kid.tag == "L" else [kid]) if isinstance(item, Element)]
        return found


def title_of(section: Element, drawn: Drawn) -> str:
    texts = drawn.texts()
    return flat(next((e.text(texts) for e in section.walk() if e.tag == "H2"), ""))


LONG = " ".join(f"mot{number:02}" for number in range(40))
OCTOBER_THEMES = [{"Code": "EM", "Nom": "Emploi", "Couleur": "#1D4E89"}, {"Code": "SA", "Nom": "Santé", "Couleur": "#0B6E4F"}]
NOVEMBER_THEMES = [{**OCTOBER_THEMES[0], "Nom": "Travail"}, OCTOBER_THEMES[1]]
MANY = range(100, 140)
"""N° of the fiches that only make the lists long."""


def row(number: int, **cells: Any) -> dict[str, Any]:
    return public(number, **{"Thème": "EM", **cells})


OCTOBER = [
    row(1, Nom="Agence", Description=LONG),
    row(2, Nom="Bureau", E__mail="bureau@contact.example"),
    row(3, Nom="Kanarinaire"),
    row(4, Nom="Dispensaire", Thème="SA"),
    row(5, Nom="Écoute", Note_interne="avant"),
    row(6, Nom="Foyer"),
]
