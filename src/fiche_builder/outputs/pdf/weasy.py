"""WeasyPrint, restricted to our files and fonts, with every warning an error. Imported late, because it needs Pango."""

import atexit
import gc
import io
import logging
import os
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from urllib.request import url2pathname
from xml.etree.ElementTree import ParseError

from defusedxml.ElementTree import fromstring

from fiche_builder.common.errors import MissingDependencyError, TypesettingError
from fiche_builder.common.glyphs import font_files, with_own_letters
from fiche_builder.common.i18n import _
from fiche_builder.common.resources import fonts_folder, templates_folder
from fiche_builder.outputs.pdf.measures import read_measures

FAMILY = "Annuaire"
"""The name of our fonts in style sheets."""
_OWN_FONTS = Path(__file__).with_name("fonts.conf")
_FONTCONFIG_VARIABLES = ("FONTCONFIG_FILE", "FONTCONFIG_SYSROOT")
"""Where fontconfig looks for its configuration, and what it puts before the path of every file."""
_STYLE_SHEET = "annuaire.css"
_ANYTHING = "<html></html>"
"""Placeholder HTML, to be replaced by a tree."""
_TOLERATED = "instead of HarfBuzz-Subset"
"""The one warning that is about the machine.

Without that library, WeasyPrint subsets fonts with fontTools, which works as well but takes longer.
"""
_OWN_STYLES = """
head, style, title, script { display: none }
html, body, div, section, article, header, h1, h2, h3, p, ul, li { display: block; margin: 0; padding: 0 }
html { font-family: "%(family)s" }
ul, li { list-style: none }
b { font-weight: 600 }
.slug { display: flow-root; position: relative; z-index: 0 }
.own { position: absolute; white-space: nowrap }
"""
"""Replaces WeasyPrint's own style sheet for HTML.

It has only what our templates use, which makes typesetting a third faster. A stacking context for each slug keeps its
drawing commands together.
"""


def import_weasyprint() -> Any:  # noqa: ANN401 (WeasyPrint has no types)
    """Import WeasyPrint, or say what this machine lacks."""
    try:
        with warnings.catch_warnings(), _our_fonts_alone():
            # It warns where HarfBuzz-Subset is missing (it then subsets fonts with fontTools). It also warns of a
            # machine without fonts, which every machine is while only our own can be seen.
            warnings.simplefilter("ignore", DeprecationWarning)
            warnings.simplefilter("ignore", UserWarning)
            with redirect_stdout(io.StringIO()):  # it prints a banner where Pango is missing
                import weasyprint
            _settle_fontconfig()
    except OSError as error:
        raise MissingDependencyError(
            _("Pango is missing, which sets the pages of the PDF (%(reason)s).")
            % {"reason": str(error).splitlines()[0]},
            _(
                "Debian, Ubuntu: apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0. macOS: brew "
                "install pango. "
                "Windows: install MSYS2, then in its terminal: pacman -S mingw-w64-ucrt-x86_64-pango"
            ),
        ) from None
    return weasyprint


@contextmanager
def _our_fonts_alone() -> Iterator[None]:
    """Hide from fontconfig, for the length of the block, the machine's fonts and its rules for drawing them."""
    before = {name: os.environ.pop(name, None) for name in _FONTCONFIG_VARIABLES}
    os.environ["FONTCONFIG_FILE"] = str(_OWN_FONTS)
    try:
        yield
    finally:
        del os.environ["FONTCONFIG_FILE"]
        os.environ.update({name: value for name, value in before.items() if value is not None})


def _settle_fontconfig() -> None:
    """Make fontconfig load its current configuration now.

    Otherwise a thread of Pango's does it at some later time, from the machine's configuration.
    """
    from weasyprint.text.ffi import ffi, fontconfig

    fontconfig.FcConfigGetFonts(ffi.NULL, fontconfig.FcSetSystem)


def render_pages(body: str, language: str, page_height: str) -> Any:  # noqa: ANN401
    """Return WeasyPrint's document of pages without margins.

    They are as wide as the paper, and `page_height` high (a CSS length).
    """
    weasyprint = import_weasyprint()
    text = f'<html lang="{language}"><head><title>-</title></head><body>{body}</body></html>'
    try:
        html = _html_class()(_ANYTHING, base_url=_uri(templates_folder("pdf")), url_fetcher=_fetcher())
        html.take(fromstring(text))  # our templates are well-formed, and XML is read in no time
    except ParseError:
        html = _html_class()(text, base_url=_uri(templates_folder("pdf")), url_fetcher=_fetcher())
    page = weasyprint.CSS(string=f"@page {{ size: {read_measures().page_width}mm {page_height}; margin: 0 }}")
    return html.render(stylesheets=[*_style_sheets(), page], font_config=_font_config())


def render_document(text: str) -> bytes:
    """Return the PDF of a whole HTML document with its own styles, tagged (PDF/UA-1), in our fonts.

    Any warning is a defect of ours. A letter that the fonts lack is replaced by a box. The bytes depend on the document
    alone, which carries its own date.
    """
    with watched():
        letters = with_own_letters(text)
        document = import_weasyprint().HTML(
            string=letters, base_url=_uri(templates_folder("pdf")), url_fetcher=_fetcher()
        )
        styles = (_font_faces(), import_weasyprint().CSS(string=f'html {{ font-family: "{FAMILY}" !important }}'))
        pdf: bytes = document.write_pdf(
            stylesheets=styles, font_config=_font_config(), pdf_variant="pdf/ua-1", pdf_identifier=True
        )
    return pdf


class Warnings(logging.Handler):
    """The warnings of WeasyPrint."""

    def __init__(self) -> None:
        super().__init__()
        self._messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep the message."""
        if _TOLERATED not in record.getMessage():
            self._messages.append(record.getMessage())

    def refuse(self) -> None:
        """Raise if there were any: every warning is a defect of ours."""
        if self._messages:
            raise TypesettingError(
                _("The typesetter warned: %(reason)s") % {"reason": "; ".join(dict.fromkeys(self._messages))},
                _("Please report this, with the template you changed, if you changed one."),
            )


@contextmanager
def watched() -> Iterator[None]:
    """Refuse whatever WeasyPrint warns of in the block."""
    import_weasyprint()
    from weasyprint.urls import FatalURLFetchingError

    handler = Warnings()
    logger = logging.getLogger("weasyprint")
    before = logger.level, logger.propagate
    logger.setLevel(logging.WARNING)
    logger.propagate = False
    logger.addHandler(handler)
    try:
        yield
    except FatalURLFetchingError as error:
        raise TypesettingError(
            _("A template asks for a file outside its folder: %(reason)s.") % {"reason": error}
        ) from None
    finally:
        logger.removeHandler(handler)
        logger.level, logger.propagate = before
    handler.refuse()


@cache
def _html_class() -> Any:  # noqa: ANN401
    from cssselect2 import ElementWrapper

    class SlugHTML(import_weasyprint().HTML):  # type: ignore[misc]
        def __init__(self, text: str, base_url: str, url_fetcher: Any) -> None:  # noqa: ANN401
            super().__init__(string=text, base_url=base_url, url_fetcher=url_fetcher)

        def take(self, root: Any) -> None:  # noqa: ANN401
            """Put a tree in place of the one that was read."""
            self.wrapper_element = ElementWrapper.from_html_root(root, content_language=None)
            self.etree_element = self.wrapper_element.etree_element

        def _ua_stylesheets(self, forms: bool = False) -> list[Any]:  # noqa: FBT001, FBT002, ARG002 (WeasyPrint's own signature)
            return []

    return SlugHTML


@cache
def _style_sheets() -> tuple[Any, ...]:
    weasyprint = import_weasyprint()
    measures = read_measures()
    widths = {
        "page": measures.page_width,
        "text": measures.text_width,
        **{name: c.width for name, c in measures.columns.items()},
    }
    lengths = {
        "left": measures.left,
        "right": measures.right,
        "tab-width": measures.tab_width,
        "tab-height": measures.tab_height,
    }
    own = "\n".join(
        (
            _OWN_STYLES % {"family": FAMILY},
            *(f".{name} {{ width: {width}mm }}" for name, width in widths.items()),
            *(f"html {{ --{name}: {length}mm }}" for name, length in lengths.items()),
        )
    )
    shared = {"url_fetcher": _fetcher(), "font_config": _font_config()}
    return (
        _font_faces(),
        weasyprint.CSS(string=own, **shared),
        weasyprint.CSS(
            string=(templates_folder("pdf") / _STYLE_SHEET).read_text(encoding="utf-8"),
            base_url=_uri(templates_folder("pdf")),
            **shared,
        ),
    )


@cache
def _font_faces() -> Any:  # noqa: ANN401
    faces = "\n".join(
        f'@font-face {{ font-family: "{FAMILY}"; font-weight: {name[1:]}; src: url("{path.name}") }}'
        for name, path in font_files().items()
    )
    return import_weasyprint().CSS(
        string=faces, base_url=_uri(fonts_folder()), url_fetcher=_fetcher(), font_config=_font_config()
    )


@cache
def _fetcher() -> Any:  # noqa: ANN401
    """Return a fetcher that reads only the program's own templates and fonts, and never the network."""
    weasyprint = import_weasyprint()
    folders = tuple(folder.resolve() for folder in (templates_folder(), fonts_folder()))

    class OwnFilesFetcher(weasyprint.urls.URLFetcher):  # type: ignore[misc, name-defined]
        def fetch(self, url: str, headers: Any = None) -> Any:  # noqa: ANN401
            path = Path(url2pathname(urlsplit(url).path)).resolve()
            if urlsplit(url).scheme != "file" or not any(path.is_relative_to(folder) for folder in folders):
                raise ValueError(url)
            return super().fetch(url, headers)

    return OwnFilesFetcher(allowed_protocols={"file"}, allow_redirects=False, fail_on_errors=True)


@cache
def _font_config() -> Any:  # noqa: ANN401
    from weasyprint.text.fonts import FontConfiguration

    # It cleans up when it is deleted. That is too late when Python has already ended around it: a traceback would then
    # be the last thing that is printed.
    atexit.register(_forget_fonts)
    with _our_fonts_alone():
        return FontConfiguration()


def _forget_fonts() -> None:
    _style_sheets.cache_clear()
    _font_faces.cache_clear()
    _font_config.cache_clear()
    gc.collect()


def _uri(folder: Path) -> str:
    return f"{folder.resolve().as_uri()}/"
