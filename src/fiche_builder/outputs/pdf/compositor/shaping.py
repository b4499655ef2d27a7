"""Text as glyphs: HarfBuzz shapes it, in the fonts of an edition and nothing else of the machine."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import accumulate

import uharfbuzz as hb

from fiche_builder.common.glyphs import font_files

UNITS = 1000
"""The units of an em, in which advances are given."""
_OFF = dict.fromkeys(("liga", "clig", "dlig", "hlig", "calt"), False)
_SPACE = " "
_BLANKS = str.maketrans("\u1680\u2029", "  ")
"""Blanks that our fonts lack."""


@dataclass(frozen=True, slots=True, eq=False)
class Typeface:
    """A font as a style uses it, made by `typeface`. Each is equal to itself alone.

    `font` is its name in the commands, such as `F400`.
    """

    font: str
    kern: bool
    tabular: bool


@cache
def typeface(font: str, *, kern: bool = False, tabular: bool = False) -> Typeface:
    """Return the typeface, always the same one."""
    return Typeface(font, kern, tabular)


@dataclass(frozen=True, slots=True)
class FontMetrics:
    """Measures of a font, in ems. Depths are positive."""

    ascent: float
    descent: float
    underline: float
    """How far below the base line the middle of an underline is."""
    thickness: float


@dataclass(frozen=True, slots=True)
class Shaped:
    """A text as glyphs."""

    code: str
    """Four hexadecimal digits for each glyph, with `>17<` where the next one is shifted by as many thousandths of an em
    to the left. So codes can be joined, and stand between `[<` and `>]` in a text-showing command (`TJ`)."""
    advance: float
    """In thousandths of an em."""


@lru_cache(maxsize=100_000)
def shape(text: str, face: Typeface) -> Shaped:
    """Return a text as glyphs. Without kerning it is shaped word by word, because words come again and again."""
    if face.kern or _SPACE not in text:
        return _word(text, face)
    space = _word(_SPACE, face)
    words = [_word(word, face) for word in text.split(_SPACE)]
    return Shaped(
        space.code.join([word.code for word in words]),
        sum([word.advance for word in words]) + space.advance * (len(words) - 1),
    )


def reach(text: str, face: Typeface, places: Sequence[int]) -> list[float]:
    """Return how far a text reaches at some places in it, in ascending order, in thousandths of an em."""
    found = []
    if face.kern:
        buffer = _buffer(text, face)
        advances = [0] * (len(text) + 1)
        for info, position in zip(buffer.glyph_infos, buffer.glyph_positions or (), strict=True):
            advances[info.cluster + 1] += position.x_advance
        reached = list(accumulate(advances))
        return [reached[place] for place in places]
    start, total = 0, 0.0
    for place in places:
        total += shape(text[start:place], face).advance
        found.append(total)
        start = place
    return found


def _buffer(text: str, face: Typeface) -> hb.Buffer:
    buffer = hb.Buffer()
    buffer.add_str(text.translate(_BLANKS))
    buffer.guess_segment_properties()
    buffer.flags = hb.BufferFlags.REMOVE_DEFAULT_IGNORABLES
    hb.shape(_font(face.font), buffer, _features(face))
    return buffer


@cache
def _features(face: Typeface) -> dict[str, bool]:
    return {**_OFF, "kern": face.kern, "tnum": face.tabular}


@lru_cache(maxsize=100_000)
def _word(text: str, face: Typeface) -> Shaped:
    """Return a word, or a whole text with kerning, as glyphs."""
    font = _font(face.font)
    buffer = _buffer(text, face)
    infos, positions = buffer.glyph_infos, buffer.glyph_positions or ()
    code: list[str] = []
    advance = 0.0
    pending = 0
    for info, position in zip(infos, positions, strict=True):
        shift = pending - position.x_offset
        glyph = f"{info.codepoint:04x}"
        code.append(f">{shift}<{glyph}" if shift else glyph)
        if position.y_offset:
            code[-1] = f"{code[-1][:-4]}>]TJ {position.y_offset} Ts[<{glyph}>]TJ 0 Ts[<"
        pending = position.x_offset + font.get_glyph_h_advance(info.codepoint) - position.x_advance
        advance += position.x_advance
    end = f">{pending}<" if pending else ""
    return Shaped("".join(code) + end, advance)


@cache
def _font(name: str) -> hb.Font:
    face = hb.Face(hb.Blob(font_files()[name].read_bytes()))
    font = hb.Font(face)
    font.scale = (UNITS, UNITS)
    return font


@cache
def metrics(name: str) -> FontMetrics:
    """Return the measures of a font."""
    font = _font(name)
    extents = font.get_font_extents("ltr")
    underline = font.get_metric_position_with_fallback(hb.OTMetricsTag.UNDERLINE_OFFSET)
    thickness = font.get_metric_position_with_fallback(hb.OTMetricsTag.UNDERLINE_SIZE)
    return FontMetrics(
        extents.ascender / UNITS, -extents.descender / UNITS, (thickness / 2 - underline) / UNITS, thickness / UNITS
    )
