"""The fonts of an edition, each embedded once as a subset with all glyphs that its slugs use.

This is the only module that uses fontTools.
"""

import io
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from hashlib import blake2b
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

from fiche_builder.common.resources import FONT_WEIGHTS, fonts_folder

_DROPPED = ["GSUB", "GPOS", "GDEF", "DSIG", "name", "post", "OS/2", "cmap", "FFTM", "kern", "BASE", "STAT", "meta"]
"""Tables that are not needed when glyphs are given by number (ISO 32000-2, 9.9).

What a reader needs to know is in the font's PDF objects.
"""
_NO_SIGN = re.compile(
    r"[\t\n\f\r \u1680\u2000-\u200f\u2029-\u202f\u205f-\u206f\u3000]"
    r"|[\xad\u034f\u061c\u17b4\u17b5\u180b-\u180e\ufe00-\ufe0f\ufeff\ufff0-\ufff8\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
"""Characters that are drawn without any sign: blanks, and those that Unicode says to ignore.

The latter are Default_Ignorable_Code_Point, except the fillers of Hangul, which HarfBuzz draws.
"""
_BOX = "\N{BALLOT BOX}"
"""Replaces what our fonts lack on a page that is made all the same."""


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


def font_files() -> dict[str, Path]:
    """Return the font files by the names that slugs use for them."""
    return {f"F{weight}": fonts_folder() / f"SourceSansPro-{name}.ttf" for weight, name in FONT_WEIGHTS.items()}


def lacking(texts: Iterable[str]) -> set[str]:
    """Return the characters for which our fonts have no sign.

    The fonts' own tables are asked, and not what was drawn, because that depends on the machine. If the fonts lack a
    letter with a mark, it is set from the letter and the mark.
    """
    return {
        character
        for character in set().union(*texts) - _own_characters()
        if not _NO_SIGN.match(character) and not _own_characters().issuperset(unicodedata.normalize("NFD", character))
    }


def with_own_letters(text: str) -> str:
    """Return a text with a box in place of each character that our fonts lack."""
    return text.translate({ord(character): _BOX for character in lacking([text])})


@cache
def _own_characters() -> frozenset[str]:
    """Return the characters that all our fonts have."""
    return frozenset.intersection(*map(_characters, font_files().values()))


def _characters(path: Path) -> frozenset[str]:
    with TTFont(path, lazy=True) as source:
        return frozenset(map(chr, source.getBestCmap()))


@cache
def read_characters(font: str) -> dict[int, str]:
    """Return the character of each glyph in a font; of several characters, the first in Unicode's order."""
    found: dict[int, str] = {}
    with TTFont(font_files()[font], lazy=True) as source:
        for code, name in sorted(source.getBestCmap().items()):
            found.setdefault(source.getGlyphID(name), chr(code))
    return found


def describe(font: str, glyphs: set[int], alternates: dict[int, str]) -> EmbeddedFont:
    """Return what a PDF says about a font with these glyphs.

    `alternates` gives the text of glyphs that no character has by itself.
    """
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
            characters={glyph: known.get(glyph) or alternates[glyph] for glyph in sorted(glyphs)},
        )


def subset_font(font: str, glyphs: set[int]) -> bytes:
    """Return the font file with only these glyphs, under their own numbers."""
    with TTFont(font_files()[font], lazy=True, recalcTimestamp=False) as source:
        options = subset.Options(
            retain_gids=True, hinting=False, notdef_outline=True, layout_features=[], drop_tables=_DROPPED
        )
        worker = subset.Subsetter(options)
        worker.populate(gids=sorted(glyphs | {0}))
        worker.subset(source)
        target = io.BytesIO()
        source.save(target)
    return target.getvalue()


def _tag(font: str, glyphs: set[int]) -> str:
    """Return six letters that distinguish this subset from others (ISO 32000-2, 9.9.2)."""
    digest = blake2b(repr((font, sorted(glyphs))).encode(), digest_size=6).digest()
    return "".join(chr(65 + byte % 26) for byte in digest)
