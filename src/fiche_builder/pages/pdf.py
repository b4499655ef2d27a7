"""An edition as PDF: one column, in three parts, with literal page numbers.

WeasyPrint can count pages itself (`target-counter`), at four times the cost. Here the front and the back are laid out once with
placeholders, only to count their pages; then the body, whose anchors give the page of each fiche; then front and back again with
the real numbers. Figures are tabular, so that a number takes the same room as its placeholder.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

from fiche_builder.edition import AnyEdition
from fiche_builder.errors import TypesettingError
from fiche_builder.fields import Audience
from fiche_builder.i18n import translations
from fiche_builder.pages.copy import SectionCopy, build_sections, fiche_anchor
from fiche_builder.pages.furniture import IndexGroupCopy, build_cover, build_index, build_last_page, build_meta
from fiche_builder.pages.html import Meta, render_template
from fiche_builder.pages.typeset import LaidOut, lay_out
from fiche_builder.pdf_file import finish_pdf

Progress = Callable[[int, int], None]
"""Called with (pages laid out, pages expected)."""

_PLACEHOLDER = 888
_FICHES_A_PAGE = 6
"""A first guess, for the progress display only."""


@dataclass(frozen=True, slots=True)
class _Counts:
    """The pages of each part."""

    front: int = 0
    body: int = 0
    back: int = 0


def make_pdf(edition: AnyEdition, language: str, progress: Progress = lambda _done, _expected: None) -> bytes:
    """Return the PDF of an edition, printed in `language`."""
    return _PageMaker(edition, language, progress).make()


class _PageMaker:
    def __init__(self, edition: AnyEdition, language: str, progress: Progress) -> None:
        self._edition = edition
        self._translations = translations(language)
        self._meta = build_meta(edition, language, self._translations)
        self._progress = progress
        self._done = 0
        self._expected = len(edition.fiches) // _FICHES_A_PAGE + 2 * len(edition.sections) + 10

    def make(self) -> bytes:
        sections = build_sections(self._edition, self._meta.language, self._translations)
        anchors = {section.anchor for section in sections} | {fiche_anchor(fiche.number) for fiche in self._edition.fiches}
        guess = dict.fromkeys(anchors | {"index"}, _PLACEHOLDER)
        counts = _Counts(
            front=self._lay_out_front(sections, guess, _Counts()).page_count,
            back=self._lay_out_back(guess, _Counts()).page_count,
        )
        body = self._lay_out_body(sections, counts)
        counts = replace(counts, body=body.page_count)
        pages = {name: counts.front + page for name, page in body.anchor_pages().items()}
        pages["index"] = counts.front + counts.body + 1
        front = self._lay_out_front(sections, pages, counts)
        back = self._lay_out_back(pages, counts)
        if (front.page_count, back.page_count) != (counts.front, counts.back):
            raise TypesettingError("the page numbers did not take the room of their placeholders")
        return finish_pdf(front.write_pdf(body, back))

    def _lay_out_front(self, sections: tuple[SectionCopy, ...], pages: dict[str, int], counts: _Counts) -> LaidOut:
        cover = build_cover(self._edition, sections, pages, self._meta, self._translations)
        return self._lay_out("front.html", self._numbered(0, counts.body + counts.back), cover=cover)

    def _lay_out_body(self, sections: tuple[SectionCopy, ...], counts: _Counts) -> LaidOut:
        template = "fiche.html" if self._edition.audience is Audience.PUBLIC else "fiche-interne.html"
        meta = self._numbered(counts.front, counts.front + counts.back)
        return self._lay_out("body.html", meta, sections=sections, fiche_template=template)

    def _lay_out_back(self, pages: dict[str, int], counts: _Counts) -> LaidOut:
        groups: tuple[IndexGroupCopy, ...] = build_index(self._edition, pages)
        last = build_last_page(self._edition, self._translations)
        meta = self._numbered(counts.front + counts.body, counts.front + counts.body)
        return self._lay_out("back.html", meta, groups=groups, last=last)

    def _numbered(self, before: int, others: int) -> Meta:
        """Return the metadata of a part with `before` pages before it and `others` pages around it."""
        bound = 3 * len(self._edition.fiches) + 100
        return replace(
            self._meta,
            page_numbers=tuple(range(before + 1, before + bound + 1)),
            totals=tuple(range(others + 1, others + bound + 1)),
        )

    def _lay_out(self, template: str, meta: Meta, **values: object) -> LaidOut:
        part = lay_out(render_template(template, meta, **values), self._count_page)
        if part.page_count > len(meta.totals):
            raise TypesettingError(f"{part.page_count} pages are more than were numbered")
        return part

    def _count_page(self) -> None:
        self._done += 1
        self._progress(self._done, max(self._expected, self._done))
