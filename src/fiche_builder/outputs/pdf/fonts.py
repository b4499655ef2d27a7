"""The fonts of an edition, each embedded once as a subset with all glyphs that its slugs use.

Those of the look are drawn anew (`look_fonts`).
"""

from dataclasses import dataclass
from functools import cache
from hashlib import blake2b

import uharfbuzz as hb
from fontTools.agl import toUnicode
from fontTools.ttLib import TTFont

from fiche_builder.common.glyphs import font_files
from fiche_builder.outputs.pdf.look_fonts import describe_look_font, draw_font, signs_of

_DROPPED = ["GSUB", "GPOS", "GDEF", "DSIG", "name", "post", "OS/2", "cmap", "FFTM", "kern", "BASE", "STAT", "meta"]
"""Tables that are not needed when glyphs are given by number (ISO 32000-2, 9.9).

What a reader needs to know is in the font's PDF objects.
"""


@dataclass(frozen=True, slots=True)
class EmbeddedFont:
    """A font as a PDF needs it. Measures are in thousandths of the font size."""

    name: str
    """Its PostScript name, with the tag of the subset."""
    family: str
    ascent: int
    descent: int
    cap_height: int
    box: tuple[int, int, int, int]
    weight: int
    widths: dict[int, int]
    """By glyph."""
    characters: dict[int, str]
    """The text for which each glyph stands."""


def embed(font: str, glyphs: set[int]) -> tuple[EmbeddedFont, bytes]:
    """Return what a PDF says about a font with these glyphs, and its file."""
    if font in font_files():
        return describe(font, glyphs), subset_font(font, glyphs)
    signs = signs_of(font)
    about = describe_look_font(font)
    about["name"] = f"{_tag(font, glyphs)}+{about['name']}"
    widths = {code: signs[code].width for code in sorted(glyphs)}
    characters = {code: signs[code].text for code in sorted(glyphs)}
    return EmbeddedFont(**about, widths=widths, characters=characters), draw_font(font, glyphs)


@cache
def read_characters(font: str) -> dict[int, str]:
    """Return the text of each glyph in a font; of several characters, the first in Unicode's order.

    What stands for no character by itself, such as a tabular figure or a mark over a capital, says so by its name.
    """
    with TTFont(font_files()[font], lazy=True) as source:
        found = {glyph: toUnicode(name) for glyph, name in enumerate(source.getGlyphOrder())}
        for code, name in sorted(source.getBestCmap().items(), reverse=True):
            found[source.getGlyphID(name)] = chr(code)
    return found


def describe(font: str, glyphs: set[int]) -> EmbeddedFont:
    """Return what a PDF says about a font with these glyphs."""
    known = read_characters(font)
    with TTFont(font_files()[font], lazy=True) as source:
        scale = 1000 / source["head"].unitsPerEm
        order = source.getGlyphOrder()
        hhea, head = source["hhea"], source["head"]
        return EmbeddedFont(
            name=f"{_tag(font, glyphs)}+{source['name'].getDebugName(6)}",
            family=str(source["name"].getDebugName(1)),
            ascent=round(hhea.ascent * scale),
            descent=round(hhea.descent * scale),
            cap_height=round(source["OS/2"].sCapHeight * scale),
            box=(
                round(head.xMin * scale),
                round(head.yMin * scale),
                round(head.xMax * scale),
                round(head.yMax * scale),
            ),
            weight=source["OS/2"].usWeightClass,
            widths={glyph: round(source["hmtx"][order[glyph]][0] * scale) for glyph in sorted(glyphs)},
            characters={glyph: known[glyph] for glyph in sorted(glyphs)},
        )


def subset_font(font: str, glyphs: set[int]) -> bytes:
    """Return the font file with only these glyphs, under their own numbers."""
    wanted = hb.SubsetInput()
    wanted.glyph_set.update(glyphs | {0})
    wanted.drop_table_tag_set.update(int.from_bytes(tag.ljust(4).encode(), "big") for tag in _DROPPED)
    wanted.flags = hb.SubsetFlags.RETAIN_GIDS | hb.SubsetFlags.NO_HINTING | hb.SubsetFlags.NOTDEF_OUTLINE
    return bytes(hb.subset(hb.Face(hb.Blob(font_files()[font].read_bytes())), wanted).blob.data)


def _tag(font: str, glyphs: set[int]) -> str:
    """Return six letters that distinguish this subset from others (ISO 32000-2, 9.9.2)."""
    digest = blake2b(repr((font, sorted(glyphs))).encode(), digest_size=6).digest()
    return "".join(chr(65 + byte % 26) for byte in digest)
