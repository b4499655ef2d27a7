"""Copy typeset as slugs, many in one run."""

import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from html import unescape
from typing import Any

from fiche_builder.common.errors import TypesettingError
from fiche_builder.common.glyphs import lacking
from fiche_builder.common.i18n import _
from fiche_builder.common.templates import render_slug
from fiche_builder.outputs.pdf.commands import Origin
from fiche_builder.outputs.pdf.fonts import read_characters
from fiche_builder.outputs.pdf.lift import StructureReader, lift, split_chunks
from fiche_builder.outputs.pdf.measures import read_measures
from fiche_builder.outputs.pdf.slug import MILLIMETRE, Node, Slug, SlugLink
from fiche_builder.outputs.pdf.weasy import FAMILY, render_pages, watched

_MARKUP = re.compile(r"<[^>]*>")
_GRID = 64
"""If the top of a slug is a whole number of 64ths of a pixel, its coordinates are exact, whatever stands above it."""
_ENDLESS = "1000000px"
"""The height of a page that many slugs share."""
_ELSEWHERE = "https://address.invalid/"
_DECIMALS = 1


@dataclass(frozen=True, slots=True)
class SlugOrder:
    """What is to be typeset: a template and its copy.

    The `repr` of an order is its identity, because copy is made of plain values.
    """

    template: str
    copy: Any
    width: str
    """The columns it is to fit, by name; `text` for all between the margins, `page` for the paper, `own` for as wide
    as it comes out."""
    is_alone: bool = False
    """Whether it must be set on a page of its own, because it is turned or as large as a page."""
    breaks: bool = False
    """Whether it may be broken into several slugs if it is taller than a column."""


@dataclass(frozen=True, slots=True)
class Batch:
    """Orders for one run, in the language of the edition."""

    language: str
    orders: tuple[SlugOrder, ...]


@dataclass(frozen=True, slots=True)
class Typeset:
    """The result of a batch: the packed slugs of each order, several where a column is not tall enough for one."""

    slugs: tuple[tuple[bytes, ...], ...]
    missing: str = ""
    """The characters that our fonts lack. If there are any, the slugs must not be used."""


def typeset(batch: Batch) -> Typeset:
    """Typeset a batch."""
    pieces = [
        _MarkedOrder(order, render_slug(f"pdf/{order.template}", batch.language, order.copy)) for order in batch.orders
    ]
    missing = lacking(unescape(_MARKUP.sub("", piece.markup)) for piece in pieces)
    if missing:
        return Typeset((), "".join(sorted(missing)))
    with watched():
        return Typeset(tuple(_set(pieces, batch.language)))


@dataclass(frozen=True, slots=True)
class _MarkedOrder:
    """An order with the markup of its copy."""

    order: SlugOrder
    markup: str


class _DrawnError(Exception):
    """Everything is drawn, so WeasyPrint need not write the file."""


def _set(pieces: Sequence[_MarkedOrder], language: str) -> Iterator[tuple[bytes, ...]]:
    """Yield the slugs of each piece.

    Many share one endless page where that is exact; each of the others has a page of its own.
    """
    shared = [piece for piece in pieces if not piece.order.is_alone]
    drawn = iter(_draw(shared, language, _ENDLESS) if shared else ())
    for piece in pieces:
        slug = None if piece.order.is_alone else next(drawn)
        if slug is None or _is_too_tall(piece.order, slug):
            slugs = [slug for slug in _draw([piece], language, _page_height(piece.order)) if slug]
        else:
            slugs = [slug]
        yield tuple(slug.pack() for slug in slugs)


def _draw(pieces: Sequence[_MarkedOrder], language: str, page_height: str) -> list[Slug | None]:
    """Draw pieces below each other. The result is None for a piece whose coordinates would depend on those above."""
    body = "".join(f'<div class="slug {piece.order.width}">{piece.markup}</div>' for piece in pieces)
    # The places in the edition are not known here, so WeasyPrint treats them as addresses elsewhere.
    document = render_pages(body.replace(' href="#', f' href="{_ELSEWHERE}#'), language, page_height)
    drawn: list[Any] = []

    def stop(_document: Any, pdf: Any) -> None:  # noqa: ANN401 (pydyf has no types)
        drawn.append(pdf)
        raise _DrawnError

    with suppress(_DrawnError):
        document.write_pdf(pdf_variant="pdf/ua-1", uncompressed_pdf=True, finisher=stop)
    _refuse_other_fonts(document)
    return list(_lift_all([piece.order for piece in pieces], document, drawn[0]))


def _refuse_other_fonts(document: Any) -> None:  # noqa: ANN401
    """Raise if a glyph is not from our fonts: its number would draw another letter from them."""
    others = sorted({str(font.family) for font in document.fonts.values()} - {FAMILY})
    if others:
        raise TypesettingError(
            _("A template sets text in another font than ours: %(names)s.") % {"names": ", ".join(others)}
        )


def _lift_all(orders: Sequence[SlugOrder], document: Any, pdf: Any) -> Iterator[Slug | None]:  # noqa: ANN401
    fonts = {font.hash: f"F{font.weight}" for font in document.fonts.values()}
    texts = {
        (f"F{font.weight}", glyph): text for font in document.fonts.values() for glyph, text in font.to_unicode.items()
    }
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
            slug = lift(chunk, origin, (box.border_width(), box.border_height()), nodes, own_links, fonts)
            yield replace(slug, alternates=tuple(_alternates(slug, texts)))


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


def _alternates(slug: Slug, texts: dict[tuple[str, int], str]) -> Iterator[tuple[str, int, str]]:
    """Yield the glyphs that no character has by itself, with the text for which they stand here."""
    for font, digits in slug.glyphs:
        known = read_characters(font)
        for place in range(0, len(digits), 4):
            glyph = int(digits[place : place + 4], 16)
            if glyph not in known:
                yield font, glyph, texts.get((font, glyph), "")


def _is_too_tall(order: SlugOrder, slug: Slug) -> bool:
    return order.breaks and slug.height > read_measures().text_height * MILLIMETRE


def _page_height(order: SlugOrder) -> str:
    measures = read_measures()
    if order.width == "page":
        return f"{measures.page_height}mm"
    return f"{measures.text_height}mm" if order.breaks else _ENDLESS


def _other_language(order: SlugOrder) -> str:
    return getattr(order.copy, "other_language", "")


def _round(value: float) -> float:
    return round(round(value, 6) + 1e-7, _DECIMALS)
