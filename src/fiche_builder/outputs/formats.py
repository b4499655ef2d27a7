"""Every output of an edition, and what their makers share."""

from collections.abc import Callable, Collection, Iterable
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from fiche_builder.edition.edition import AnyEdition
from fiche_builder.edition.snapshot import snapshot_json, take_snapshot
from fiche_builder.model.columns import Audience
from fiche_builder.model.steps import Progress

if TYPE_CHECKING:
    from fiche_builder.outputs.pdf import PdfMaker


class Workshop:
    """What the makers of files share while editions are made together.

    It has the room that typesets, which is opened when it is first needed.
    """

    def __init__(
        self, formats: Collection[str], language: str, cache: Path | None = None, workers: int | None = None
    ) -> None:
        self.language = language
        self._formats = formats
        self._cache = cache
        self._workers = workers
        self._stack = ExitStack()
        self._makers: dict[Audience, PdfMaker] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stack.__exit__(kind, error, trace)

    def prepare(self, editions: Iterable[AnyEdition]) -> None:
        """Begin with all editions, so that no processor is idle while one of them is assembled."""
        if "pdf" in self._formats:
            from fiche_builder.outputs.pdf import ComposingRoom, PdfMaker

            room = self._stack.enter_context(ComposingRoom(self._cache, self._workers))
            self._makers = {edition.audience: PdfMaker(edition, self.language, room) for edition in editions}

    def make_pdf(self, edition: AnyEdition, progress: Progress) -> bytes:
        """Return the PDF of an edition that was prepared."""
        return self._makers[edition.audience].make(progress)


Render = Callable[[AnyEdition, Workshop, Progress], bytes]


def _render_pdf(edition: AnyEdition, workshop: Workshop, progress: Progress) -> bytes:
    """A4 in two columns, tagged for screen readers (PDF/UA-1)."""
    return workshop.make_pdf(edition, progress)


def _render_html(edition: AnyEdition, workshop: Workshop, _progress: Progress) -> bytes:
    """The offline page: one file with its search, without server or network."""
    from fiche_builder.outputs.web.page import make_page

    return make_page(edition, workshop.language)


def _render_vcards(edition: AnyEdition, workshop: Workshop, _progress: Progress) -> bytes:
    """Contact cards (vCard 4.0), one for each fiche."""
    from fiche_builder.outputs.vcards import make_vcards

    return make_vcards(edition, workshop.language)


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
