"""The page itself: templates, styles and script in one file that loads nothing else."""

import base64
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from markupsafe import Markup

from fiche_builder.common.dates import day_text
from fiche_builder.common.i18n import translations
from fiche_builder.common.resources import templates_folder
from fiche_builder.common.templates import render_template
from fiche_builder.edition.edition import AnyEdition
from fiche_builder.edition.fiche_copy import SectionCopy, build_sections
from fiche_builder.edition.front import build_last_page, build_meta
from fiche_builder.model.model import Imprint
from fiche_builder.outputs.search.records import build_records
from fiche_builder.outputs.web.data import build_data, to_script
from fiche_builder.outputs.web.web_copy import WebSection, build_web_sections, essential_numbers, usages, web_fiches

_STYLES = ("page.css",)
_INTERNAL_STYLES = ("page.css", "interne.css")
_SCRIPTS = ("terms.js", "ranking.js", "records.js", "marking.js", "shelf.js", "fiche.js", "page.js")


@dataclass(frozen=True, slots=True)
class _HashedBlock:
    """A `<style>` or `<script>`, and the hash by which the page's policy allows it (CSP level 3)."""

    content: Markup
    source: str


def make_page(edition: AnyEdition, language: str, copy: tuple[SectionCopy, ...] = ()) -> bytes:
    """Return the offline page of an edition: one HTML file, UTF-8. The same edition gives the same bytes.

    `copy` is its copy, if it was written already.
    """
    catalogue = translations(language)
    copy = copy or build_sections(edition, language, catalogue)
    sections = build_web_sections(edition, copy)
    is_internal = isinstance(edition.imprint, Imprint)
    fiches = tuple(web_fiches(sections))
    records = build_records(edition, copy)
    essential = essential_numbers(edition)
    style = _block("\n".join([*_read(_INTERNAL_STYLES if is_internal else _STYLES), _theme_colours(sections)]))
    script = _block("\n".join(['"use strict";', *_read(_SCRIPTS)]))
    page = render_template(
        "web/page-interne.html" if is_internal else "web/page.html",
        language,
        meta=build_meta(edition, language, catalogue),
        title=edition.imprint.title,
        month=edition.period.label(language),
        valid_until=day_text(edition.period.valid_until),
        address=edition.imprint.suggestions_address,
        own_mention=edition.imprint.internal_mention
        if isinstance(edition.imprint, Imprint)
        else edition.imprint.public_mention,
        sections=sections,
        fiche_template="web/fiche-interne.html" if is_internal else "web/fiche.html",
        essential=[fiche for fiche in fiches if fiche.copy.number in essential],
        usages=tuple(dict.fromkeys(usage for fiche in fiches for usage in usages(fiche.copy))),
        last=build_last_page(edition, catalogue),
        policy=(
            f"default-src 'none'; script-src {script.source}; style-src {style.source}; base-uri 'none'; "
            f"form-action 'none'"
        ),
        style=style.content,
        script=script.content,
        data=Markup(to_script(build_data(edition, records, catalogue))),  # noqa: S704 (escaped by `to_script`)
    )
    return page.encode()


def _read(names: Iterable[str]) -> list[str]:
    return [(templates_folder("web") / name).read_text(encoding="utf-8") for name in names]


def _theme_colours(sections: tuple[WebSection, ...]) -> str:
    """Return a rule for each theme. Styles in attributes would need a policy that allows them all."""
    return "\n".join(f".{section.css_class} {{ --theme: {section.copy.colour} }}" for section in sections)


def _block(text: str) -> _HashedBlock:
    """Return the program's own text as it should stand in the page."""
    digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
    return _HashedBlock(Markup(text), f"'sha256-{digest}'")  # noqa: S704 (from the folder of templates, and colours `#RRGGBB`)
