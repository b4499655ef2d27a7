"""Copy typeset as slugs."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from html import unescape
from typing import Any

from fiche_builder.common.errors import MissingGlyphError, TypesettingError
from fiche_builder.common.glyphs import UNUSUAL, lacking
from fiche_builder.common.i18n import _
from fiche_builder.common.templates import render_slug
from fiche_builder.model.steps import Counted, Progress, ignore
from fiche_builder.outputs.pdf.compositor import compose
from fiche_builder.outputs.pdf.measures import read_measures
from fiche_builder.outputs.pdf.slug import MILLIMETRE, Slug

_MARKUP = re.compile(r"<[^>]*>")
_TOLD = 100
"""After how many pieces the progress is told again."""


@dataclass(frozen=True, slots=True)
class SlugOrder:
    """What is to be typeset: a template and its copy."""

    template: str
    copy: Any
    width: str
    """The columns it is to fit, by name; `text` for all between the margins, `page` for the paper, `own` for as wide
    as it comes out."""
    breaks: bool = False
    """Whether it may be broken into several slugs if it is taller than a column."""


class ComposingRoom:
    """Typesets for all editions that are made in one go.

    What is ordered twice, such as a line of two lists, is set once.
    """

    def __init__(self) -> None:
        self._cast: dict[tuple[str, SlugOrder], tuple[Slug, ...]] = {}

    def typeset(
        self, language: str, orders: Iterable[SlugOrder], progress: Progress = ignore
    ) -> list[tuple[Slug, ...]]:
        """Return the slugs of each order: one, or several if one would be taller than a column.

        Raise `MissingGlyphError` with all characters that our fonts lack.
        """
        wanted = list(orders)
        missing: set[str] = set()
        for done, order in enumerate(wanted):
            if done % _TOLD == 0:
                progress(Counted.PIECES, done, len(wanted))
            if (language, order) not in self._cast:
                markup = render_slug(f"pdf/{order.template}", language, order.copy)
                if UNUSUAL.search(markup):
                    missing |= lacking([unescape(_MARKUP.sub("", markup))])
                if not missing:
                    self._cast[language, order] = _compose(order, markup)
        progress(Counted.PIECES, len(wanted), len(wanted))
        if missing:
            raise MissingGlyphError("".join(sorted(missing)))
        return [self._cast[language, order] for order in wanted]


def _compose(order: SlugOrder, markup: str) -> tuple[Slug, ...]:
    measures = read_measures()
    tallest = 0.0
    if order.breaks:
        whole_page = order.width == "page"
        tallest = (measures.page_height - measures.bottom if whole_page else measures.text_height) * MILLIMETRE
    try:
        language = getattr(order.copy, "other_language", "")
        return compose(order.template, markup, order.width, other_language=language, tallest=tallest)
    except OverflowError:
        title = getattr(order.copy, "name", "") or order.template
        fiche = getattr(order.copy, "number", "–")
        raise TypesettingError(
            _("“%(title)s” (n° %(fiche)s) cannot be set: a single line of it is taller than a column.")
            % {"title": title, "fiche": fiche}
        ) from None
