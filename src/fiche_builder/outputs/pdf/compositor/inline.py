"""Lines: text, links and blocks beside text, broken to a width (CSS 2.2, 9.4.2 and 10.8)."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from unicodedata import category
from xml.etree.ElementTree import Element

from fiche_builder.outputs.pdf.compositor.bidi import NUMBER, visual_order
from fiche_builder.outputs.pdf.compositor.breaks import break_places
from fiche_builder.outputs.pdf.compositor.drawing import Cut, Drawing, LinkArea, Path, Rectangle, Tag, Text
from fiche_builder.outputs.pdf.compositor.items import ATOM, Atom, Span, itemise
from fiche_builder.outputs.pdf.compositor.properties import Share
from fiche_builder.outputs.pdf.compositor.shaping import UNITS, metrics, reach, shape
from fiche_builder.outputs.pdf.compositor.styles import Style, StyleSheet

_BLANKS = re.compile(r"[ \t\n\r\f]+")
_ELLIPSIS = "…"
_SLACK = 0.01
"""By how many CSS pixels a line may be too long: what adding up advances may differ by."""
_GOOD_ENDS = frozenset("/-_.@&=?#+:;,)")
"""What a word that is longer than a line is best broken behind: most of these are addresses."""
_TAIL = 3
"""How many letters of such a word stand on the next line at least."""
_JOINER = "\u200d"


@dataclass(slots=True)
class _Line:
    start: int
    end: int
    """Without the blanks behind it."""
    is_cut: bool = False
    """Whether an ellipsis stands for the rest."""


SetBlock = Callable[[Element, Style, float, Path], Atom]


@dataclass(slots=True)
class Paragraph:
    """What is set in lines, from the inline content of one block."""

    style: Style
    sheet: StyleSheet
    set_block: SetBlock
    """Sets a block in a line by itself, to a width."""
    width: float
    text: str = ""
    spans: list[Span] = field(default_factory=list)
    fixed: list[tuple[int, int]] = field(default_factory=list)
    """From where to where no line ends."""
    isolated: list[tuple[int, int]] = field(default_factory=list)
    """From where to where a link goes: its text keeps its own order beside text from right to left."""
    links: set[Tag] = field(default_factory=set)
    """The links in its lines."""
    _is_parted: bool = False

    def add_element(self, element: Element, style: Style, path: Path, above: tuple[Style, ...]) -> None:
        """Add what stands in an element: its text and the elements in its lines."""
        self.add_text(element.text, style, path, above)
        for child in element:
            self.add_child(child, style, path, above)
            self.add_text(child.tail, style, path, above)

    def add_child(self, child: Element, parent: Style, path: Path, above: tuple[Style, ...]) -> None:
        """Add an element in a line."""
        style = self.sheet.style_of(child, parent)
        if style.display == "none" or style.position == "absolute":
            return
        start = len(self.text)
        if style.display == "inline-block":
            self.text += ATOM
            self.spans.append(
                Span(start, start + 1, style, path, above, self.set_block(child, style, self.width, path))
            )
            return
        inside = path
        if child.tag == "a":
            link = Tag("Link", "", child.get("href", ""), child.get("title", ""))
            self.links.add(link)
            inside = (*path, link)
        self.add_element(child, style, inside, (*above, style))
        if child.tag == "a":
            self.isolated.append((start, len(self.text)))
        if style.white_space != "normal" and len(self.text) > start:
            self.fixed.append((start, len(self.text)))
        if style.padding_right and len(self.text) > start:
            self.spans[-1].after += pixels(style.padding_right, self.width)

    def add_text(self, text: str | None, style: Style, path: Path, above: tuple[Style, ...]) -> None:
        """Add text, its blanks collapsed."""
        if not text:
            return
        if style.white_space != "pre":
            text = _BLANKS.sub(" ", text)
            if text[0] == " " and (not self.text or self.text[-1] == " "):
                text = text[1:]
        if text:
            start = len(self.text)
            self.text += text
            self.spans.append(Span(start, len(self.text), style, path, above))

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to set."""
        return not self.text or (self.style.white_space != "pre" and self.text == " ")

    @property
    def natural_width(self) -> float:
        """How wide it is on one line."""
        self._part()
        return self._advance(0, self._visible(0, len(self.text)))

    def _part(self) -> None:
        """Part the spans by font and direction, once all of the text is there."""
        if not self._is_parted:
            self.spans, self._is_parted = itemise(self.text, self.spans, self.isolated), True
            if any(span.level for span in self.spans):  # halves of a phone on two lines would not be seen to be one
                self.fixed += [found.span() for found in NUMBER.finditer(self.text)]

    def set_lines(self, drawing: Drawing, left: float, top: float) -> tuple[float, float]:
        """Set the lines into a drawing; return their height, and how far the last base line is from `top`."""
        self._part()
        height = baseline = 0.0
        for number, line in enumerate(self._lines()):
            parts = list(self._parts(line))
            above, below = self._extent(parts)
            if number:
                drawing.cuts.append(Cut(top + height, top + height, is_last_resort=True))
            baseline = height + above
            indent = self.style.indent if number == 0 else 0
            shift = 0.0
            if self.style.align != "left":
                room = self.width - indent - self._advance(line.start, line.end)
                shift = room if self.style.align == "right" else room / 2
            self._place(drawing, parts, left + indent + shift, top + height, (above, below))
            height += above + below
        return height, baseline

    # Breaking

    def _lines(self) -> list[_Line]:
        style = self.style
        end = self._visible(0, len(self.text))
        fits = style.indent + self._advance(0, end) <= self.width + _SLACK
        if style.ellipsis and not fits:
            return [self._cut(_Line(0, end))]
        if fits or style.white_space != "normal":
            return [_Line(0, end)]
        lines = self._broken(end)
        if style.max_lines and len(lines) > style.max_lines:
            lines = lines[: style.max_lines]
            lines[-1] = self._cut(_Line(lines[-1].start, end))
        return lines

    def _broken(self, end: int) -> list[_Line]:
        anywhere = range(1, end) if self.style.breaks_words else break_places(self.text)
        places = [place for place in anywhere if place < end and not self._is_fixed(place)]
        places.append(end)
        seen = [self._visible(0, place) for place in places]
        reached = self._reached(sorted({*places, *seen}))
        lines: list[_Line] = []
        start = number = 0
        while start < end:
            limit = self.width - (0 if lines else self.style.indent) + _SLACK
            best = visible = 0
            while number < len(places):
                ends = max(seen[number], start)
                wide = reached[ends] - reached[start] if start in reached else self._advance(start, ends)
                if wide > limit:
                    break
                best, visible = places[number], ends
                number += 1
            if not best:
                best = self._forced(start, places[number], limit)
                visible = self._visible(start, best)
                number += places[number] == best
            lines.append(_Line(start, visible))
            start = best
        return lines

    def _reached(self, places: Sequence[int]) -> dict[int, float]:
        """Return how wide the text is up to each place; they ascend."""
        reached = {0: 0.0}
        total = 0.0
        for span in self.spans:
            inside = [place for place in places if span.start < place <= span.end]
            if span.atom:
                total += span.atom.width
                reached.update(dict.fromkeys(inside, total))
                continue
            ends = [place - span.start for place in (*inside, span.end)]
            widths = reach(self.text[span.start : span.end], span.face, ends)
            scale = span.style.size / UNITS
            reached.update((place, total + width * scale) for place, width in zip(inside, widths, strict=False))
            total += widths[-1] * scale + span.after
            if inside and inside[-1] == span.end:
                reached[span.end] = total
        return reached

    def _forced(self, start: int, end: int, limit: float) -> int:
        """Return where to break a word that is longer than a line: behind a good sign, or else where it must be."""
        found = good = start + 1
        for place in range(start + 1, max(end - _TAIL, start + 2)):
            if self._advance(start, place) > limit:
                break
            if not self._is_inside(place):
                found = place
                before, after = self.text[place - 1], self.text[place]
                good = place if before in _GOOD_ENDS or (before.islower() and after.isupper()) else good
        return good if good > start + 1 else found

    def _cut(self, line: _Line) -> _Line:
        """Return as much of a line as stands before an ellipsis."""
        span = next(span for span in self.spans if span.end > line.start)
        room = self.width + _SLACK - self._width_of(_ELLIPSIS, replace(span, other_face=None))
        end = line.start
        while end < line.end and self._advance(line.start, end + 1) <= room:
            end += 1
        return _Line(line.start, self._visible(line.start, end), is_cut=True)

    def _is_fixed(self, place: int) -> bool:
        return bool(self.fixed) and any(start < place < end for start, end in self.fixed)

    def _is_inside(self, place: int) -> bool:
        """Tell whether a place is inside a sign: before a mark, or beside a joiner."""
        return category(self.text[place])[0] == "M" or _JOINER in self.text[place - 1 : place + 1]

    def _visible(self, start: int, end: int) -> int:
        if self.style.white_space == "pre":
            return end
        while end > start and self.text[end - 1] == " ":
            end -= 1
        return end

    # Measuring

    def _advance(self, start: int, end: int) -> float:
        """Return how wide a part of the text is, in CSS pixels."""
        total = 0.0
        for span in self.spans:
            if span.end <= start or span.start >= end:
                continue
            if span.atom:
                total += span.atom.width
            else:
                total += self._width_of(self.text[max(start, span.start) : min(end, span.end)], span)
            if span.after and span.end <= end:
                total += span.after
        return total

    @staticmethod
    def _width_of(text: str, span: Span) -> float:
        return shape(text, span.face).advance * span.style.size / UNITS

    # Setting

    def _parts(self, line: _Line) -> Iterator[tuple[Span, str]]:
        """Yield the spans on a line, each with its text there."""
        last: Span | None = None
        for span in self.spans:
            if span.start < line.end and span.end > line.start:
                last = span
                yield span, self.text[max(line.start, span.start) : min(line.end, span.end)]
        if line.is_cut:
            span = last or self.spans[0]
            yield Span(line.end, line.end, span.style, span.path, span.above, level=span.level), _ELLIPSIS

    def _extent(self, parts: Sequence[tuple[Span, str]]) -> tuple[float, float]:
        """Return how high a line is above its base line, and how deep below it."""
        above, below = self.style.ascent, self.style.descent
        for span, _text in parts:
            for style in span.above:
                above, below = max(above, style.ascent), max(below, style.descent)
            if span.atom and span.style.vertical_align == "baseline":
                above = max(above, span.atom.baseline)
                below = max(below, span.atom.height - span.atom.baseline)
        for span, _text in parts:
            if span.atom and span.style.vertical_align == "top":
                below = max(below, span.atom.height - above)
            elif span.atom and span.style.vertical_align == "bottom":
                above = max(above, span.atom.height - below)
        return above, below

    def _place(
        self, drawing: Drawing, parts: Sequence[tuple[Span, str]], left: float, top: float, extent: tuple[float, float]
    ) -> None:
        base = top + extent[0]
        areas: dict[Tag, LinkArea] = {}
        for (span, text), (at, width, after) in zip(parts, self._places(parts, left), strict=True):
            style, path = span.style, span.path
            link = path[-1] if path and path[-1] in self.links else None
            if link and link not in areas:  # it is read before its text
                box = _link_style(span)
                areas[link] = LinkArea(at, base - box.ascent, at, base + box.descent, path)
                drawing.inked.append(areas[link])
            if span.atom:
                offset = {"top": top, "bottom": top + sum(extent) - span.atom.height}
                drawing.add(span.atom.drawing, at, offset.get(style.vertical_align, base - span.atom.baseline))
            else:
                if text != " ":
                    code, face = shape(text, span.face).code, span.face
                    ink = Text(at, base, code, face.font, style.size, style.colour, path, face.right_to_left)
                    drawing.inked.append(ink)
                if style.underline:
                    drawing.rectangles.append(_underline(style, at, base, width))
            if link:
                area = areas[link]
                area.left, area.right = min(area.left, at), max(area.right, at + width + after)

    def _places(self, parts: Sequence[tuple[Span, str]], left: float) -> list[tuple[float, float, float]]:
        """Return the left edge of each part of a line, its width, and the space behind it."""
        found = [(0.0, 0.0, 0.0)] * len(parts)
        for number in visual_order([span.level for span, _text in parts]):
            span, text = parts[number]
            width = span.atom.width if span.atom else self._width_of(text, span)
            after = span.after if span.after and self.text.startswith(text, span.end - len(text)) else 0.0
            found[number] = left, width, after
            left += width + after
        return found


def _underline(style: Style, left: float, base: float, width: float) -> Rectangle:
    font = metrics(style.font)
    thick = font.thickness * style.size
    return Rectangle(left, base + font.underline * style.size - thick / 2, width, thick, style.colour)


def _link_style(span: Span) -> Style:
    """Return the style of the link that a span stands in: of the innermost element in the line that is one."""
    return next((style for style in reversed(span.above) if style.path and style.path[-1][0] == "a"), span.style)


def pixels(length: float | Share, base: float) -> float:
    """Return a length in CSS pixels. `base` is what a share is of."""
    return length.of * base if isinstance(length, Share) else length
