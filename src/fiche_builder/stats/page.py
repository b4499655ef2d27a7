"""The page of indicators: one HTML file without a script that loads nothing else, and the same page as a PDF."""

import base64
import hashlib
from dataclasses import dataclass

from markupsafe import Markup

from fiche_builder.common.resources import templates_folder
from fiche_builder.common.templates import render_slug
from fiche_builder.stats.blocks import PageCopy, build_page_copy
from fiche_builder.stats.figures import Indicators
from fiche_builder.stats.weasy import render_document


@dataclass(frozen=True, slots=True)
class _Frame:
    """What the template gets: the page, its styles, and the policy that lets a browser use these and nothing else."""

    page: PageCopy
    style: Markup
    screen_style: Markup
    policy: str


def make_html(indicators: Indicators, title: str, language: str) -> bytes:
    """Return the page of indicators as UTF-8. The same figures give the same bytes. `title` is that of the annuaire."""
    styles = [(templates_folder("stats") / name).read_text(encoding="utf-8") for name in ("page.css", "screen.css")]
    sources = " ".join(
        f"'sha256-{base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()}'" for style in styles
    )
    frame = _Frame(
        page=build_page_copy(indicators, title, language),
        style=Markup(styles[0]),  # noqa: S704 (from the folder of templates)
        screen_style=Markup(styles[1]),  # noqa: S704
        policy=f"default-src 'none'; style-src {sources}; base-uri 'none'; form-action 'none'",
    )
    return render_slug("stats/page.html", language, frame).encode()


def make_pdf(page: bytes) -> bytes:
    """Return a page of indicators as a tagged PDF (PDF/UA-1)."""
    return render_document(page.decode())
