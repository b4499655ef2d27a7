"""The compositor: copy set as slugs, the same on every machine.

HarfBuzz shapes the text, Unicode says where lines may end, and the rest is the part of CSS that the look of an edition
needs (`properties`). WeasyPrint is its referee: the tests hold the slugs of both against each other.
"""

from xml.etree.ElementTree import XML, Element, ParseError

from fiche_builder.common.errors import ConfigError
from fiche_builder.common.i18n import _
from fiche_builder.outputs.pdf.compositor.blocks import Composer
from fiche_builder.outputs.pdf.compositor.drawing import Drawing
from fiche_builder.outputs.pdf.compositor.styles import StyleSheet, read_style_sheet
from fiche_builder.outputs.pdf.measures import read_measures
from fiche_builder.outputs.pdf.slug import MILLIMETRE, Slug

ELEMENTS = (
    *("html", "body", "div", "header", "section", "article", "h1", "h2", "h3", "h4", "h5", "h6", "p", "ul", "li"),
    *("a", "b", "span"),
)
"""The elements that a template may have. A picture, a table or a form is none of them."""


def compose(  # noqa: PLR0913 (a piece, and what it is to fit)
    template: str,
    markup: str,
    columns: str,
    *,
    other_language: str = "",
    tallest: float = 0,
    sheet: StyleSheet | None = None,
) -> tuple[Slug, ...]:
    """Return the markup of a template as a slug, or as several if it is taller than `tallest` CSS pixels, unless zero.

    `columns` names what it is to fit, and is a class for its style; `own` is as wide as it comes out. Raise
    `OverflowError` if it cannot be cut so, and `ConfigError` for what the compositor does not know.
    """
    sheet = sheet or read_style_sheet()
    root = _parse(template, f'<html><body><div class="slug {columns}">{markup}</div></body></html>')
    body = root[0]
    piece = body[0]
    style = sheet.style_of(piece, sheet.style_of(body, sheet.style_of(root, sheet.root)))
    composer = Composer(sheet, other_language)
    paper = read_measures().page_width * MILLIMETRE
    width = composer.natural_width(piece, style, paper) if columns == "own" else paper
    drawing = Drawing()
    height, _baseline = composer.set_block(piece, style, width, drawing, 0, 0, ())
    return drawing.slugs(composer.width_of(style, width), height, tallest)


def _parse(template: str, text: str) -> Element:
    try:
        root = XML(text)
    except ParseError as error:
        raise ConfigError(
            _("The template “%(place)s” cannot be used: %(reason)s.") % {"place": template, "reason": error},
            _("Every element in it must be closed, and letters such as “é” be written as they are."),
        ) from None
    if unknown := {element.tag for element in root.iter()}.difference(ELEMENTS):
        raise ConfigError(
            _("The template “%(place)s” has an element that is not known: %(names)s.")
            % {"place": template, "names": ", ".join(f"<{name}>" for name in sorted(unknown))},
            _("These are: %(names)s.") % {"names": ", ".join(ELEMENTS[2:])},
        )
    return root
