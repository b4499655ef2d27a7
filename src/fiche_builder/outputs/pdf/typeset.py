"""Copy typeset as slugs, many in one run."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any

from fiche_builder.common.templates import render_slug
from fiche_builder.outputs.pdf.commands import Origin
from fiche_builder.outputs.pdf.fonts import read_characters
from fiche_builder.outputs.pdf.lift import StructureReader, lift, split_chunks
from fiche_builder.outputs.pdf.measures import read_measures
from fiche_builder.outputs.pdf.slug import MILLIMETRE, Node, Slug, SlugLink
from fiche_builder.outputs.pdf.weasy import FAMILY, render_pages, watched

_GRID = 64
"""A slug whose top is a whole number of 64ths of a pixel has coordinates of its own to the last digit, whatever
stands above it."""
_ENDLESS = "1000000px"
"""The height of a page that many slugs share."""
_ELSEWHERE = "https://address.invalid/"
_DECIMALS = 1


@dataclass(frozen=True, slots=True)
class SlugOrder:
    """What is to be typeset: a template and its copy.

    `repr` of an order is its identity: copy is made of plain values.
    """

    template: str
    copy: Any
    width: str
    """The columns it is to fit, by name; `text` for all between the margins, `page` for the paper, `own` for as wide
    as it comes out."""
    is_alone: bool = False
    """Whether it needs a page of its own to be set on: it is turned, or as large as a page."""
    breaks: bool = False
    """Whether it may be broken into several slugs where it is taller than a column."""


@dataclass(frozen=True, slots=True)
class Batch:
    """Orders for one run, in the language of the edition."""

    language: str
    orders: tuple[SlugOrder, ...]


@dataclass(frozen=True, slots=True)
class Typeset:
    """What became of a batch: for each order its packed slugs, several where a column is not tall enough for one."""

    slugs: tuple[tuple[bytes, ...], ...]
    missing: str = ""
    """The characters that our fonts lack. Then the slugs must not be used."""


def typeset(batch: Batch) -> Typeset:
    """Typeset a batch."""
    with watched() as warnings:
        run = _BatchRun(batch)
        slugs = run.make()
    return Typeset(slugs, "".join(sorted(warnings.missing_letters | run.foreign)))


class _DrawnError(Exception):
    """All is drawn: WeasyPrint need not write the file."""


class _BatchRun:
    """One batch on its way through WeasyPrint."""

    def __init__(self, batch: Batch) -> None:
        self._batch = batch
        self.foreign: set[str] = set()
        """Characters that were set in a font of the machine's."""

    def make(self) -> tuple[tuple[bytes, ...], ...]:
        """Return the slugs of each order: many on one endless page where that is exact, the others on a page each."""
        orders = self._batch.orders
        made: dict[int, list[Slug]] = {}
        shared = [place for place, order in enumerate(orders) if not order.is_alone]
        if shared:
            pieces = self._draw([orders[place] for place in shared], _ENDLESS)
            made = {
                place: [slug]
                for place, slug in zip(shared, pieces, strict=True)
                if slug and not _is_too_tall(orders[place], slug)
            }
        for place, order in enumerate(orders):
            if place not in made:
                made[place] = [slug for slug in self._draw([order], _page_height(order)) if slug]
        return tuple(tuple(slug.pack() for slug in made[place]) for place in range(len(orders)))

    def _draw(self, orders: Sequence[SlugOrder], page_height: str) -> list[Slug | None]:
        """Draw orders one below the other; None for those whose coordinates would depend on what stands above."""
        body = "".join(
            f'<div class="slug {order.width}">{render_slug(f"pdf/{order.template}", self._batch.language, order.copy)}</div>'
            for order in orders
        )
        # Places in the edition are unknown here: WeasyPrint takes them for addresses elsewhere.
        document = render_pages(body.replace(' href="#', f' href="{_ELSEWHERE}#'), self._batch.language, page_height)
        drawn: list[Any] = []

        def stop(_document: Any, pdf: Any) -> None:  # noqa: ANN401 (pydyf has no types)
            drawn.append(pdf)
            raise _DrawnError

        with suppress(_DrawnError):
            document.write_pdf(pdf_variant="pdf/ua-1", uncompressed_pdf=True, finisher=stop)
        for font in document.fonts.values():
            if font.family != FAMILY:
                self.foreign.update("".join(font.to_unicode.values()))
        return list(_lift_all(orders, document, drawn[0]))


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
            elif (link := links[-1 - kid])[1].tag == "a":  # what stands inside a link is no further link
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
    """Yield the glyphs that no character has by itself, with the text they stand for here."""
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
