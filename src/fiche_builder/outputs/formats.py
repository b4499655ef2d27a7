"""Every output of an edition, and what their makers share."""

from collections.abc import Callable

from fiche_builder.common.i18n import translations
from fiche_builder.edition.edition import AnyEdition
from fiche_builder.edition.fiche_copy import SectionCopy, build_sections
from fiche_builder.edition.snapshot import snapshot_json, take_snapshot
from fiche_builder.model.steps import Progress


class Workshop:
    """What the makers of files share: the language, and the copy of an edition."""

    def __init__(self, language: str) -> None:
        self.language = language
        self._copied: tuple[AnyEdition, tuple[SectionCopy, ...]] | None = None

    def copy(self, edition: AnyEdition) -> tuple[SectionCopy, ...]:
        """Return the copy of an edition. Its files, which are made one after the other, share it."""
        if self._copied is None or self._copied[0] is not edition:
            self._copied = edition, build_sections(edition, self.language, translations(self.language))
        return self._copied[1]


Render = Callable[[AnyEdition, Workshop, Progress], bytes]


def _render_pdf(edition: AnyEdition, workshop: Workshop, progress: Progress) -> bytes:
    """A4 in two columns, tagged for screen readers (PDF/UA-1)."""
    from fiche_builder.outputs.pdf import ComposingRoom, PdfMaker

    return PdfMaker(edition, workshop.language, ComposingRoom(), workshop.copy(edition)).make(progress)


def _render_html(edition: AnyEdition, workshop: Workshop, _progress: Progress) -> bytes:
    """The offline page: one file with its search, without server or network."""
    from fiche_builder.outputs.web.page import make_page

    return make_page(edition, workshop.language, workshop.copy(edition))


def _render_vcards(edition: AnyEdition, workshop: Workshop, _progress: Progress) -> bytes:
    """Contact cards (vCard 4.0), one for each fiche."""
    from fiche_builder.outputs.vcards import make_vcards

    return make_vcards(edition, workshop.language, workshop.copy(edition))


def _render_snapshot(edition: AnyEdition, _workshop: Workshop, _progress: Progress) -> bytes:
    """The snapshot: the edition as data, for other programs and for comparison with the next edition."""
    return snapshot_json(take_snapshot(edition))


FORMATS: dict[str, Render] = {
    "pdf": _render_pdf,
    "html": _render_html,
    "vcf": _render_vcards,
    "json": _render_snapshot,
}
"""Every output, by file extension.

To add one, add its entry here. The docstring of its maker says what the files are.
"""
