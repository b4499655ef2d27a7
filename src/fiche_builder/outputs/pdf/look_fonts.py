"""Fonts of the look in a PDF: what was set in one is drawn into a font of its own, a sign for each character.

Outlines of all kinds (TrueType, CFF, variable) become one kind so. And a text can be read back: where several glyphs
draw one character, or one draws several, they share its width as signs of one character each.
"""

import io
import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from typing import Any

import uharfbuzz as hb
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.transformPen import TransformPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont

from fiche_builder.common.font_chain import active_fonts, telling_damage

_UNITS = 1000
"""The units of an em, in which text is shaped and drawn."""
_ACCURACY = 0.6
"""How far a curve that is drawn by others may be from its own, in units."""
_UNSEEN = re.compile("[\u00ad\u034f\u061c\u180b-\u180e\u200b\u200e\u200f\u2060-\u2064\ufe00-\ufe0f\ufeff]")
_NO_NAME = re.compile("[^A-Za-z0-9-]")


@dataclass(frozen=True, slots=True)
class Cast:
    """The glyphs of a cluster, drawn as one: each with its place, in thousandths of an em. `text` is what they say."""

    glyphs: tuple[tuple[int, int, int], ...]
    text: str
    advance: int


@dataclass(frozen=True, slots=True)
class LookSign:
    """What a code of an embedded font draws, and the text that it stands for: one character, or none."""

    glyphs: tuple[tuple[int, int, int], ...]
    text: str
    width: int


class _Case(dict[LookSign, int]):
    """The signs of one font, each with its code, from 1."""

    def __missing__(self, sign: LookSign) -> int:
        self[sign] = len(self) + 1
        return self[sign]


_cases: defaultdict[str, _Case] = defaultdict(_Case)
"""By the names of fonts in slugs, which are made from what is in their files."""


@cache
def cast(font: str, cluster: Cast, *, backwards: bool) -> tuple[str, ...]:
    """Return the codes of a cluster, from left to right: one for each of its characters, together as wide as it."""
    text = _UNSEEN.sub("", cluster.text)
    text = text[::-1] if backwards else text
    count = max(len(text), 1)
    case = _cases[font]
    codes = []
    for place in range(count):
        width = cluster.advance * (place + 1) // count - cluster.advance * place // count
        sign = LookSign(() if place else cluster.glyphs, text[place : place + 1], width)
        codes.append(f"{case[sign]:04x}")
    return tuple(codes)


def signs_of(font: str) -> dict[int, LookSign]:
    """Return the signs that were cast in a font so far, by their codes."""
    return {code: sign for sign, code in _cases[font].items()}


@cache
def shaping_font(name: str, units: int) -> hb.Font:
    """Return a font of the look as HarfBuzz sees it, at its weight and in units of an em."""
    font, weight = active_fonts().find(name)
    face = hb.Face(hb.Blob(font.path.read_bytes()))
    found = hb.Font(face)
    found.scale = (units, units)
    if font.lightest != font.heaviest:
        found.set_variations({"wght": weight})
    return found


def draw_font(name: str, codes: set[int]) -> bytes:
    """Return a font file in which the number of each glyph is its code. Others than those wanted are empty."""
    signs = signs_of(name)
    source = shaping_font(name, _UNITS)
    order = [".notdef", *(f"c{code}" for code in range(1, max(codes) + 1))]
    glyphs, widths = {}, {}
    for code, title in enumerate(order):
        sign = signs.get(code) if code in codes else None
        glyphs[title] = _drawn(name, source, sign)
        widths[title] = (sign.width if sign else 0, 0)
    builder = FontBuilder(_UNITS, isTTF=True)
    builder.setupGlyphOrder(order)
    builder.setupGlyf(glyphs)
    builder.setupHorizontalMetrics(
        {title: (width, getattr(glyphs[title], "xMin", 0)) for title, (width, _left) in widths.items()}
    )
    builder.setupHorizontalHeader()
    builder.setupMaxp()
    builder.font["head"].created = builder.font["head"].modified = 0
    builder.font.recalcTimestamp = False
    content = io.BytesIO()
    builder.font.save(content)
    return content.getvalue()


def _drawn(name: str, source: hb.Font, sign: LookSign | None) -> Any:  # noqa: ANN401 (fontTools has no types)
    pen = TTGlyphPen(None)
    curves = Cu2QuPen(pen, _ACCURACY)
    with telling_damage(active_fonts().find(name)[0].path):
        for glyph, x, y in sign.glyphs if sign else ():
            source.draw_glyph_with_pen(glyph, TransformPen(curves, (1, 0, 0, 1, x, y)))
        return pen.glyph()


def describe_look_font(name: str) -> dict[str, Any]:
    """Return the name, family, weight and measures of a font of the look, for its object in a PDF."""
    font, weight = active_fonts().find(name)
    with TTFont(font.path, lazy=True) as source:
        head = source["head"]
        varies = font.lightest != font.heaviest
        title = f"{font.family}-{weight}" if varies else str(source["name"].getDebugName(6) or font.family)
        scale = _UNITS / head.unitsPerEm
        return {
            "name": _NO_NAME.sub("", title) or font.code,
            "family": font.family,
            "ascent": round(source["hhea"].ascent * scale),
            "descent": round(source["hhea"].descent * scale),
            "cap_height": round(getattr(source["OS/2"], "sCapHeight", 0) * scale) or 700,
            "box": tuple(round(side * scale) for side in (head.xMin, head.yMin, head.xMax, head.yMax)),
            "weight": weight,
        }
