"""WeasyPrint, restricted to our files and fonts, with every warning an error. Imported late, because it needs Pango.

It makes the page of indicators a PDF, and in the tests it is the referee of the compositor.
"""

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

from fiche_builder.common.errors import MissingDependencyError, TypesettingError
from fiche_builder.common.glyphs import font_files, with_own_letters
from fiche_builder.common.i18n import _
from fiche_builder.common.resources import fonts_folder, templates_folder

FAMILY = "Annuaire"
"""The name of our fonts in style sheets."""
_OWN_FONTS = Path(__file__).with_name("fonts.conf")
_FONTCONFIG_VARIABLES = ("FONTCONFIG_FILE", "FONTCONFIG_SYSROOT")
"""Where fontconfig looks for its configuration, and what it puts before the path of every file."""
_TOLERATED = "instead of HarfBuzz-Subset"
"""The one warning that is about the machine.

Without that library, WeasyPrint subsets fonts with fontTools, which works as well but takes longer.
"""


def import_weasyprint() -> Any:  # noqa: ANN401 (WeasyPrint has no types)
    """Import WeasyPrint, or say what this machine lacks."""
    try:
        with warnings.catch_warnings(), our_fonts_alone():
            # It warns where HarfBuzz-Subset is missing (it then subsets fonts with fontTools). It also warns of a
            # machine without fonts, which every machine is while only our own can be seen.
            warnings.simplefilter("ignore", DeprecationWarning)
            warnings.simplefilter("ignore", UserWarning)
            with redirect_stdout(io.StringIO()):  # it prints a banner where Pango is missing
                import weasyprint
            _settle_fontconfig()
    except OSError as error:
        raise MissingDependencyError(
            _("Pango is missing, which only the PDF of fiche stats needs (%(reason)s).")
            % {"reason": str(error).partition(".  ")[0]},  # then come guesses
            _(
                "Debian, Ubuntu: apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0. macOS: brew "
                "install pango. "
                "Windows: install MSYS2, then in its terminal: pacman -S mingw-w64-ucrt-x86_64-pango"
            ),
        ) from None
    return weasyprint


@contextmanager
def our_fonts_alone() -> Iterator[None]:
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


def render_document(text: str) -> bytes:
    """Return the PDF of a whole HTML document with its own styles, tagged (PDF/UA-1), in our fonts.

    Any warning is a defect of ours. A letter that the fonts lack is replaced by a box. The bytes depend on the document
    alone, which carries its own date.
    """
    with watched():
        letters = with_own_letters(text)
        document = import_weasyprint().HTML(
            string=letters, base_url=uri(templates_folder("pdf")), url_fetcher=fetcher()
        )
        styles = (font_faces(), import_weasyprint().CSS(string=f'html {{ font-family: "{FAMILY}" !important }}'))
        pdf: bytes = document.write_pdf(
            stylesheets=styles, font_config=font_config(), pdf_variant="pdf/ua-1", pdf_identifier=True
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
def font_faces() -> Any:  # noqa: ANN401
    """Return the style sheet that names our fonts."""
    faces = "\n".join(
        f'@font-face {{ font-family: "{FAMILY}"; font-weight: {name[1:]}; src: url("{path.name}") }}'
        for name, path in font_files().items()
    )
    return import_weasyprint().CSS(
        string=faces, base_url=uri(fonts_folder()), url_fetcher=fetcher(), font_config=font_config()
    )


@cache
def fetcher() -> Any:  # noqa: ANN401
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
def font_config() -> Any:  # noqa: ANN401
    """Return WeasyPrint's fonts: ours, and nothing of the machine's."""
    from weasyprint.text.fonts import FontConfiguration

    # It cleans up when it is deleted. That is too late when Python has already ended around it: a traceback would then
    # be the last thing that is printed.
    atexit.register(_forget_fonts)
    with our_fonts_alone():
        return FontConfiguration()


def _forget_fonts() -> None:
    font_faces.cache_clear()
    font_config.cache_clear()
    gc.collect()


def uri(folder: Path) -> str:
    """Return a folder as an address."""
    return f"{folder.resolve().as_uri()}/"
