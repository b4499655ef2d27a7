"""Blocks: one below the other, side by side in a grid, or at a place of their own (CSS 2.2, 8 to 10)."""

from dataclasses import dataclass
from xml.etree.ElementTree import Element

from fiche_builder.outputs.pdf.compositor.drawing import Cut, Drawing, LinkArea, Path, Rectangle, Tag
from fiche_builder.outputs.pdf.compositor.inline import Paragraph, pixels
from fiche_builder.outputs.pdf.compositor.items import Atom
from fiche_builder.outputs.pdf.compositor.properties import SIDES
from fiche_builder.outputs.pdf.compositor.styles import Style, StyleSheet, anonymous

_TAGS = {"article": ("Art",), "p": ("P",), "section": ("P",), "ul": ("L",), "li": ("LI", "LBody")} | {
    f"h{level}": (f"H{level}",) for level in range(1, 7)
}
"""The structure elements of elements; the others have no meaning of their own."""
_BLOCKS = {"block", "grid"}


@dataclass(frozen=True, slots=True)
class Composer:
    """Sets the elements of a piece. `other_language` is that of its sections."""

    sheet: StyleSheet
    other_language: str = ""

    def set_block(  # noqa: PLR0913, PLR0917 (where a block stands and what it stands in)
        self, element: Element, style: Style, width: float, drawing: Drawing, left: float, top: float, path: Path
    ) -> tuple[float, float]:
        """Set a block to the `width` it may have, with the top left corner of its border at a place.

        Return the height of its border box, and how far its last base line is from its top.
        """
        path = self._inside(element, path)
        if style.is_bare and element.tag != "a" and style.position == "static":
            return self._set_content(element, style, width, drawing, left, top, path)
        padding = {side: pixels(getattr(style, f"padding_{side}"), width) for side in SIDES}
        border = {side: _thickness(style, side) for side in SIDES}
        beside = padding["left"] + padding["right"] + border["left"] + border["right"]
        margins = pixels(style.margin_left, width), pixels(style.margin_right, width)
        left += margins[0]
        inner = width - beside - sum(margins) if style.width is None else pixels(style.width, width)
        if style.max_width is not None:
            inner = min(inner, style.max_width)
        x, y = left + border["left"] + padding["left"], top + border["top"] + padding["top"]
        first, first_inked = len(drawing.rectangles), len(drawing.inked)
        height, baseline = self._set_content(element, style, inner, drawing, x, y, path)
        if style.height is not None:
            height = style.height
        if element.tag == "a":
            drawing.inked.insert(first_inked, LinkArea(x, y, x + inner, y + height, path))
        outer = height + padding["top"] + padding["bottom"] + border["top"] + border["bottom"]
        full = inner + beside
        drawing.rectangles[first:first] = [
            *([Rectangle(left, top, full, outer, style.background)] if style.background else []),
            *_borders(style, left, top, full, outer),
        ]
        box = (left + border["left"], top + border["top"], full - border["left"] - border["right"])
        self._set_absolute(element, style, drawing, box, path)
        return outer, y - top + baseline

    def natural_width(self, element: Element, style: Style, most: float) -> float:
        """Return how wide an element is if nothing makes it narrower, up to `most` CSS pixels."""
        beside = sum(
            pixels(getattr(style, f"margin_{side}"), most)
            + pixels(getattr(style, f"padding_{side}"), most)
            + _thickness(style, side)
            for side in ("left", "right")
        )
        if style.width is not None:
            return min(pixels(style.width, most) + beside, most)
        blocks = [(child, own) for child in element if (own := self.sheet.style_of(child, style)).display in _BLOCKS]
        if blocks:
            inner = max(self.natural_width(child, own, most - beside) for child, own in blocks)
        else:
            inner = self._paragraph(element, style, most - beside, ()).natural_width
        return min(inner + beside, most)

    @staticmethod
    def width_of(style: Style, most: float) -> float:
        """Return the width of a block without borders that may be as wide as `most`."""
        return most if style.width is None else pixels(style.width, most)

    def set_alone(self, element: Element, style: Style, width: float, path: Path) -> Atom:
        """Set a block in a line by itself. Without a width of its own it is as wide as its text, at most `width`."""
        drawing = Drawing()
        outer = self.natural_width(element, style, width)
        room = outer if style.width is None else width
        height, baseline = self.set_block(element, style, room, drawing, 0, 0, path)
        drawing.cuts.clear()
        return Atom(drawing, outer, height, baseline)

    def _set_content(  # noqa: PLR0913, PLR0917
        self, element: Element, style: Style, width: float, drawing: Drawing, left: float, top: float, path: Path
    ) -> tuple[float, float]:
        if style.display == "grid":
            return self._set_grid(element, style, width, drawing, left, top, path), 0.0
        styles = [self.sheet.style_of(child, style) for child in element]
        if not any(child.display in _BLOCKS for child in styles):
            paragraph = self._paragraph(element, style, width, path)
            if paragraph.is_empty:
                return 0.0, 0.0
            return paragraph.set_lines(drawing, left, top)
        return self._set_flow(element, style, styles, width, drawing, left, top, path)

    def _set_flow(  # noqa: PLR0913, PLR0917
        self, element: Element, style: Style, styles: list[Style], width: float, drawing: Drawing, left: float,
        top: float, path: Path,
    ) -> tuple[float, float]:  # fmt: skip
        """Set blocks below each other. The margins between them collapse; text between them has blocks of its own."""
        height = baseline = pending = 0.0
        keep = False
        loose: Paragraph | None = None

        def set_loose() -> None:
            nonlocal height, baseline, loose, pending, keep
            if loose and not loose.is_empty:
                tall, base = loose.set_lines(drawing, left, top + height + pending)
                baseline = height + pending + base
                height, pending, keep = height + pending + tall, 0.0, False
            loose = None

        if element.text and element.text.strip():
            loose = self._beside(loose, style, width)
            loose.add_text(element.text, loose.style, path, ())
        for child, own in zip(element, styles, strict=True):
            if own.position != "absolute" and own.display in _BLOCKS:
                set_loose()
                margin = pixels(own.margin_top, width)
                gap = _collapsed(pending, margin)
                if margin >= 0 and height:
                    is_last_resort = keep or style.keep_together
                    drawing.cuts.append(Cut(top + height, top + height + gap, is_last_resort=is_last_resort))
                cuts = len(drawing.cuts)
                tall, base = self.set_block(child, own, width, drawing, left, top + height + gap, path)
                for cut in drawing.cuts[cuts:]:
                    cut.is_last_resort |= own.keep_together
                baseline = height + gap + base
                height, pending, keep = height + gap + tall, pixels(own.margin_bottom, width), own.keep_with_next
            elif own.position != "absolute":
                loose = self._beside(loose, style, width)
                loose.add_child(child, loose.style, path, ())
            if child.tail and (loose or child.tail.strip()):
                loose = self._beside(loose, style, width)
                loose.add_text(child.tail, loose.style, path, ())
        set_loose()
        return height + max(pending, 0.0), baseline

    def _beside(self, begun: Paragraph | None, style: Style, width: float) -> Paragraph:
        """Return the lines for what stands beside blocks: those that were begun, if any."""
        return begun or Paragraph(anonymous(style), self.sheet, self.set_alone, width)

    def _set_grid(  # noqa: PLR0913, PLR0917
        self, element: Element, style: Style, width: float, drawing: Drawing, left: float, top: float, path: Path
    ) -> float:
        """Set blocks side by side, in columns of the same width."""
        column = (width - (style.columns - 1) * style.gap) / style.columns
        children = list(element)
        height = 0.0
        for start in range(0, len(children), style.columns):
            if start:
                drawing.cuts.append(Cut(top + height, top + height + style.gap))
                height += style.gap
            cuts = len(drawing.cuts)
            tallest = 0.0
            for place, child in enumerate(children[start : start + style.columns]):
                at = left + place * (column + style.gap)
                own = self.sheet.style_of(child, style)
                tall, _base = self.set_block(child, own, column, drawing, at, top + height, path)
                tallest = max(tallest, tall)
            del drawing.cuts[cuts:]
            height += tallest
        return height

    def _set_absolute(
        self, element: Element, style: Style, drawing: Drawing, box: tuple[float, float, float], path: Path
    ) -> None:
        """Set the elements that have a place of their own in a box: its left, top and width."""
        left, top, width = box
        for child in element:
            own = self.sheet.style_of(child, style)
            if own.position == "absolute":
                room = width if own.width is not None else width - own.right - (own.left or 0)
                atom = self.set_alone(child, own, room, path)
                at = width - own.right - atom.width if own.left is None else own.left
                drawing.add(atom.drawing, left + at, top + own.top)

    def _paragraph(self, element: Element, style: Style, width: float, path: Path) -> Paragraph:
        paragraph = Paragraph(style, self.sheet, self.set_alone, width)
        paragraph.add_element(element, style, path, ())
        return paragraph

    def _inside(self, element: Element, path: Path) -> Path:
        if element.tag == "a":
            return (*path, Tag("Link", "", element.get("href", ""), element.get("title", "")))
        language = self.other_language if element.tag == "section" else ""
        return (*path, *(Tag(name, language) for name in _TAGS.get(element.tag, ())))


def _thickness(style: Style, side: str) -> float:
    thick, _colour = getattr(style, f"border_{side}") or (0.0, "")
    return float(thick)


def _borders(style: Style, left: float, top: float, width: float, height: float) -> list[Rectangle]:
    found = []
    for side in SIDES:
        if border := getattr(style, f"border_{side}"):
            thick, colour = border
            x = left + width - thick if side == "right" else left
            y = top + height - thick if side == "bottom" else top
            upright = side in {"left", "right"}
            found.append(Rectangle(x, y, thick if upright else width, height if upright else thick, colour))
    return found


def _collapsed(first: float, second: float) -> float:
    """Return the distance that two margins make together (CSS 2.2, 8.3.1)."""
    if first >= 0 and second >= 0:
        return max(first, second)
    if first < 0 and second < 0:
        return min(first, second)
    return first + second
