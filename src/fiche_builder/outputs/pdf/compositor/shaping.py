"""Text as glyphs: HarfBuzz shapes it, in the fonts of an edition and nothing else of the machine.

In our own fonts, a code is the number of a glyph. In fonts of the look, each code stands for one character
(`cast`), so that what is read from a page is what was written, whatever the script.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import accumulate, groupby

import uharfbuzz as hb

from fiche_builder.common.glyphs import font_files
from fiche_builder.outputs.pdf.look_fonts import Cast, cast, shaping_font

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
    script: str = ""
    """Of a font of the look: the script that is set in it (ISO 15924). It is shaped as that script and font ask."""
    right_to_left: bool = False


@cache
def typeface(
    font: str, *, kern: bool = False, tabular: bool = False, script: str = "", right_to_left: bool = False
) -> Typeface:
    """Return the typeface, always the same one."""
    return Typeface(font, kern, tabular, script, right_to_left)


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
    if face.script:
        buffer.script = face.script
    buffer.guess_segment_properties()
    if face.script or face.right_to_left:
        buffer.direction = "rtl" if face.right_to_left else "ltr"
    buffer.flags = hb.BufferFlags.REMOVE_DEFAULT_IGNORABLES
    hb.shape(_font(face.font), buffer, {} if face.script else _features(face))
    return buffer


@cache
def _features(face: Typeface) -> dict[str, bool]:
    return {**_OFF, "kern": face.kern, "tnum": face.tabular}


@lru_cache(maxsize=100_000)
def _word(text: str, face: Typeface) -> Shaped:
    """Return a word, or a whole text with kerning, as glyphs."""
    buffer = _buffer(text, face)
    infos, positions = buffer.glyph_infos, buffer.glyph_positions or ()
    if face.script:
        return _clustered(text, face, infos, positions)
    font = _font(face.font)
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


def _clustered(
    text: str, face: Typeface, infos: Sequence[hb.GlyphInfo], positions: Sequence[hb.GlyphPosition]
) -> Shaped:
    """Return a text in a font of the look: the glyphs of each cluster are drawn as one, shared by its characters."""
    starts = sorted({info.cluster for info in infos})
    ends = dict(zip(starts, [*starts[1:], len(text)], strict=True))
    code: list[str] = []
    total = 0
    for start, group in groupby(zip(infos, positions, strict=True), key=_cluster):
        drawn: list[tuple[int, int, int]] = []
        advance = 0
        for info, position in group:
            drawn.append((info.codepoint, advance + position.x_offset, position.y_offset))
            advance += position.x_advance
        code += cast(face.font, Cast(tuple(drawn), text[start : ends[start]], advance), backwards=face.right_to_left)
        total += advance
    return Shaped("".join(code), total)


def _cluster(glyph: tuple[hb.GlyphInfo, hb.GlyphPosition]) -> int:
    return int(glyph[0].cluster)


@cache
def _font(name: str) -> hb.Font:
    if name not in font_files():
        return shaping_font(name, UNITS)
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
