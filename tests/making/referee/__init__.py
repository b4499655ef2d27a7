"""The referee: slugs as WeasyPrint sets them, from the same templates and style sheet.

It draws a PDF, of which the commands, links and structure of each piece are read back. Everything else about these
slugs is as `fiche_builder.outputs.pdf` has it, so the two can be compared field by field.
"""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from functools import cache
from typing import Any
from xml.etree.ElementTree import ParseError

from cssselect2 import ElementWrapper
from defusedxml.ElementTree import fromstring

from fiche_builder.common.resources import templates_folder
from fiche_builder.common.templates import render_slug
from fiche_builder.outputs.pdf.measures import read_measures
from fiche_builder.outputs.pdf.slug import Node, Slug, SlugLink
from fiche_builder.outputs.pdf.typeset import SlugOrder
from fiche_builder.stats.weasy import FAMILY, fetcher, font_config, font_faces, import_weasyprint, uri, watched
from tests.making.referee.commands import Origin
from tests.making.referee.lift import StructureReader, lift, split_chunks

_STYLE_SHEET = "annuaire.css"
_ANYTHING = "<html></html>"
"""Placeholder HTML, to be replaced by a tree."""
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


_GRID = 64
"""If the top of a slug is a whole number of 64ths of a pixel, its coordinates are exact, whatever stands above it."""
_ENDLESS = "1000000px"
_ELSEWHERE = "https://address.invalid/"
_DECIMALS = 1


def referee(language: str, orders: Sequence[SlugOrder]) -> list[Slug]:
    """Return the slug of each order, in one piece however tall it is."""
    marked = [(order, render_slug(f"pdf/{order.template}", language, order.copy)) for order in orders]
    found: list[Slug] = []
    with watched():
        for piece, slug in zip(marked, _draw(marked, language), strict=True):
            [alone] = [slug] if slug else _draw([piece], language)
            assert alone is not None
            found.append(alone)
    return found


class _DrawnError(Exception):
    """Everything is drawn, so WeasyPrint need not write the file."""


def _draw(pieces: Sequence[tuple[SlugOrder, str]], language: str) -> list[Slug | None]:
    """Draw pieces below each other. The result is None for a piece whose coordinates would depend on those above."""
    body = "".join(f'<div class="slug {order.width}">{markup}</div>' for order, markup in pieces)
    # The places in the edition are not known here, so WeasyPrint treats them as addresses elsewhere.
    document = _render(body.replace(' href="#', f' href="{_ELSEWHERE}#'), language)
    drawn: list[Any] = []

    def stop(_document: Any, pdf: Any) -> None:
        drawn.append(pdf)
        raise _DrawnError

    with suppress(_DrawnError):
        document.write_pdf(pdf_variant="pdf/ua-1", uncompressed_pdf=True, finisher=stop)
    return list(_lift_all([order for order, _markup in pieces], document, drawn[0]))


def _lift_all(orders: Sequence[SlugOrder], document: Any, pdf: Any) -> Iterator[Slug | None]:
    fonts = {font.hash: f"F{font.weight}" for font in document.fonts.values()}
    structure = StructureReader(pdf)
    pages = [pdf.objects[number] for number in pdf.pages["Kids"][::3]]
    for page, drawn in zip(document.pages, pages, strict=True):
        boxes = page._page_box.children[0].children[0].children  # noqa: SLF001 (where each slug stands; nothing public says so)
        links = {box.link_annotation.number: (rectangle, box.element) for _type, _target, rectangle, box in page.links}
        chunks = split_chunks(pdf.objects[int(drawn["Contents"].split()[0])].stream, len(boxes))
        for place, (box, chunk) in enumerate(zip(boxes, chunks, strict=True)):
            order = orders[min(place, len(orders) - 1)]
            nodes = structure.next_nodes(_other_language(order))
            origin = Origin(box.position_x, box.position_y)
            if box.position_y * _GRID % 1:
                yield None
                continue
            nodes, own_links = _localise(nodes, links, origin)
            yield lift(chunk, origin, (box.border_width(), box.border_height()), nodes, own_links, fonts)


def _localise(
    nodes: tuple[Node, ...], links: dict[int, Any], origin: Origin
) -> tuple[tuple[Node, ...], tuple[SlugLink, ...]]:
    """Return the nodes with links by their place in the slug, and those links in the slug's coordinates."""
    own: list[SlugLink] = []

    def target(node: Node) -> str:
        return next((own[-1 - kid].target for kid in node.kids if isinstance(kid, int) and kid < 0), "")

    def walk(node: Node) -> Node:
        kids: list[Node | int] = []
        for kid in node.kids:
            if isinstance(kid, Node):
                below = walk(kid)
                before = kids[-1] if kids else 0
                if isinstance(before, Node) and below.tag == before.tag == "Link" and target(below) == target(before):
                    kids[-1] = Node("Link", before.kids + below.kids)  # a link on two lines is one link
                else:
                    kids.append(below)
            elif kid >= 0:
                kids.append(kid)
            elif (link := links[-1 - kid])[1].tag == "a":  # what is inside a link is not another link
                (x1, y1, x2, y2), element = link
                left, top = origin.left, origin.top
                rectangle = (_round(x1 - left), _round(y1 - top), _round(x2 - left), _round(y2 - top))
                own.append(
                    SlugLink(rectangle, element.get("href", "").removeprefix(_ELSEWHERE), element.get("title", ""))
                )
                kids.append(-len(own))
        return Node(node.tag, tuple(kids), node.language)

    return tuple(walk(node) for node in nodes), tuple(own)


def _other_language(order: SlugOrder) -> str:
    return getattr(order.copy, "other_language", "")


def _round(value: float) -> float:
    return round(round(value, 6) + 1e-7, _DECIMALS)


def _render(body: str, language: str) -> Any:
    """Return WeasyPrint's document of one endless page without margins, as wide as the paper."""
    weasyprint = import_weasyprint()
    text = f'<html lang="{language}"><head><title>-</title></head><body>{body}</body></html>'
    try:
        html = _html_class()(_ANYTHING, base_url=uri(templates_folder("pdf")), url_fetcher=fetcher())
        html.take(fromstring(text))  # our templates are well-formed, and XML is read in no time
    except ParseError:
        html = _html_class()(text, base_url=uri(templates_folder("pdf")), url_fetcher=fetcher())
    page = weasyprint.CSS(string=f"@page {{ size: {read_measures().page_width}mm {_ENDLESS}; margin: 0 }}")
    return html.render(stylesheets=[*_style_sheets(), page], font_config=font_config())


@cache
def _html_class() -> Any:

    class SlugHTML(import_weasyprint().HTML):  # type: ignore[misc]
        def __init__(self, text: str, base_url: str, url_fetcher: Any) -> None:
            super().__init__(string=text, base_url=base_url, url_fetcher=url_fetcher)

        def take(self, root: Any) -> None:
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
    shared = {"url_fetcher": fetcher(), "font_config": font_config()}
    return (
        font_faces(),
        weasyprint.CSS(string=own, **shared),
        weasyprint.CSS(
            string=(templates_folder("pdf") / _STYLE_SHEET).read_text(encoding="utf-8"),
            base_url=uri(templates_folder("pdf")),
            **shared,
        ),
    )
