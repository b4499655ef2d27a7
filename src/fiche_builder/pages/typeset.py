"""From HTML to laid-out pages to PDF bytes. The only place that uses WeasyPrint, imported late: it needs Pango."""

import io
import logging
import re
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stdout
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from urllib.request import url2pathname

from fiche_builder.errors import DataError, MissingDependencyError, TypesettingError
from fiche_builder.i18n import _
from fiche_builder.resources import FONT_WEIGHTS, fonts_folder, templates_folder

_MISSING_LETTER = re.compile(r"\.notdef glyph rendered.*?(\".*?\" \(U\+[0-9A-F]+\))")
_TOLERATED = "instead of HarfBuzz-Subset"
"""The one warning that is about the machine: without that library, WeasyPrint subsets fonts with fontTools, as well but slower."""

PageProgress = Callable[[], None]
"""Called after each page that was laid out."""


class LaidOut:
    """A part of an edition as pages."""

    def __init__(self, document: Any) -> None:  # noqa: ANN401 (WeasyPrint has no types)
        self._document = document

    @property
    def page_count(self) -> int:
        """The number of pages."""
        return len(self._document.pages)

    def anchor_pages(self) -> dict[str, int]:
        """Return the page, counted from 1, on which each anchor begins; one that goes on is named again on the next page."""
        found: dict[str, int] = {}
        for number, page in enumerate(self._document.pages, 1):
            for name in page.anchors:
                found.setdefault(name, number)
        return found

    def write_pdf(self, *others: "LaidOut") -> bytes:
        """Return this part and the others, in this order, as one PDF; links lead from each to each."""
        pages = [page for part in (self, *others) for page in part._document.pages]  # noqa: SLF001 (its own kind)
        with _strict():
            content: bytes = self._document.copy(pages).write_pdf()
        return content


def lay_out(html: str, progress: PageProgress) -> LaidOut:
    """Lay out a document. Whatever WeasyPrint warns of is raised: it would be a defect of ours."""
    weasyprint = import_weasyprint()
    fetcher = _make_fetcher(weasyprint)
    font_config = _font_config()
    with _strict(progress):
        document = weasyprint.HTML(string=html, base_url=_uri(templates_folder()), url_fetcher=fetcher).render(
            stylesheets=[weasyprint.CSS(string=_font_faces(), base_url=_uri(fonts_folder()), url_fetcher=fetcher, font_config=font_config)],
            font_config=font_config,
        )
    return LaidOut(document)


def import_weasyprint() -> Any:  # noqa: ANN401
    """Import WeasyPrint, or say what the machine lacks."""
    try:
        with warnings.catch_warnings():
            # It warns where HarfBuzz-Subset is missing; it then subsets fonts with fontTools.
            warnings.simplefilter("ignore", DeprecationWarning)
            with redirect_stdout(io.StringIO()):  # it prints a banner where Pango is missing
                import weasyprint
    except OSError as error:
        raise MissingDependencyError(
            _("Pango is missing, which sets the pages of the PDF (%(reason)s).") % {"reason": str(error).splitlines()[0]},
            _(
                "Debian, Ubuntu: apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0. macOS: brew install pango. "
                "Windows: install MSYS2, then in its terminal: pacman -S mingw-w64-ucrt-x86_64-pango"
            ),
        ) from None
    return weasyprint


def _make_fetcher(weasyprint: Any) -> Any:  # noqa: ANN401
    """Return a fetcher that reads the program's own templates and fonts and nothing else, and never the network."""
    folders = tuple(folder.resolve() for folder in (templates_folder(), fonts_folder()))

    class OwnFilesFetcher(weasyprint.urls.URLFetcher):  # type: ignore[misc]
        def fetch(self, url: str, headers: Any = None) -> Any:  # noqa: ANN401
            path = Path(url2pathname(urlsplit(url).path)).resolve()
            if urlsplit(url).scheme != "file" or not any(path.is_relative_to(folder) for folder in folders):
                raise ValueError(url)
            return super().fetch(url, headers)

    return OwnFilesFetcher(allowed_protocols={"file"}, allow_redirects=False, fail_on_errors=True)


@cache
def _font_config() -> Any:  # noqa: ANN401
    from weasyprint.text.fonts import FontConfiguration

    return FontConfiguration()


def _font_faces() -> str:
    return "\n".join(
        f'@font-face {{ font-family: "Source Sans Pro"; font-weight: {weight}; src: url("SourceSansPro-{name}.ttf") }}'
        for weight, name in FONT_WEIGHTS.items()
    )


def _uri(folder: Path) -> str:
    return f"{folder.resolve().as_uri()}/"


class _Collector(logging.Handler):
    """Keeps what WeasyPrint warns of; counts pages by its progress messages."""

    def __init__(self, progress: PageProgress) -> None:
        super().__init__()
        self.warnings: list[str] = []
        self._progress = progress

    def emit(self, record: logging.LogRecord) -> None:
        if _TOLERATED in record.getMessage():
            return
        if record.levelno >= logging.WARNING:
            self.warnings.append(record.getMessage())
        elif "Page " in record.getMessage():
            self._progress()


@contextmanager
def _strict(progress: PageProgress = lambda: None) -> Iterator[None]:
    from weasyprint.urls import FatalURLFetchingError

    collector = _Collector(progress)
    loggers = {logging.getLogger("weasyprint"): logging.WARNING, logging.getLogger("weasyprint.progress"): logging.INFO}
    before = {logger: (logger.level, logger.propagate) for logger in loggers}
    try:
        for logger, level in loggers.items():
            logger.setLevel(level)
            logger.propagate = False
            logger.addHandler(collector)
        yield
    except FatalURLFetchingError as error:
        raise TypesettingError(_("A template asks for a file outside its folder: %(reason)s.") % {"reason": error}) from None
    finally:
        for logger, (level, propagate) in before.items():
            logger.removeHandler(collector)
            logger.setLevel(level)
            logger.propagate = propagate
    if letters := [letter for warning in collector.warnings if (letter := _MISSING_LETTER.search(warning))]:
        raise DataError(
            _("The font has no letter for: %(letters)s.") % {"letters": ", ".join(dict.fromkeys(match[1] for match in letters))},
            _("Look for it in the workbook (Ctrl+F) and write it with other letters."),
        )
    if collector.warnings:
        raise TypesettingError(
            _("The page-maker warned: %(reason)s") % {"reason": "; ".join(dict.fromkeys(collector.warnings))},
            _("Please report this, with the template you changed, if you changed one."),
        )
