"""What our fonts have is asked of them, not of the machine."""

import re
import unicodedata

from fiche_builder.common.glyphs import font_files, lacking
from fiche_builder.outputs.pdf.compositor.shaping import shape, typeface
from tests.conftest import SOAK

# Thai and Lao AM, which HarfBuzz takes apart as Unicode does not.
_TAKEN_APART = {"\u0e33", "\u0eb3"}
_BLANKS = [*range(0x2000, 0x2010), *range(0x2028, 0x2030), *range(0x205F, 0x2070), 0x1680, 0x3000, 0xA0, 0xAD, 0xFEFF]
_UNSEEN = [0x34F, 0x61C, 0x115F, 0x1160, *range(0x17B4, 0x17B6), *range(0x180B, 0x180F), *range(0xFE00, 0xFE10), 0x3164]
_BEYOND = [
    *range(0x1D173, 0x1D17B),
    *range(0xE0000, 0xE0080),
    0xE000,
    0xF8FF,
    0xFFA0,
    0xFFF9,
    0xFFFC,
    0xFFFD,
    0x80,
    0x85,
]


def characters() -> list[str]:
    """Return the blanks and the unseen of Unicode, all of Latin, Greek and Cyrillic, and some of every other script."""
    others = range(0x590, 0x20000, 1 if SOAK else 41)
    codes = dict.fromkeys([*range(0xA0, 0x590), *range(0x1E00, 0x2000), *_BLANKS, *_UNSEEN, *_BEYOND, *others])
    return [chr(code) for code in codes if unicodedata.category(chr(code)) not in {"Cn", "Cs"} or code >= 0xE0000]


def drawn_as_missing(letters: list[str]) -> set[str]:
    """Return the characters for which the sign for a missing one would be drawn, in our fonts."""
    return {
        letter
        for letter in letters
        if any("0000" in glyphs_of(shape(f"a{letter}b", typeface(font)).code) for font in font_files())
    }


def glyphs_of(code: str) -> list[str]:
    bare = re.sub(r">[^<]*<", "", code)
    return [bare[place : place + 4] for place in range(0, len(bare), 4)]


def test_what_the_tables_lack_is_what_would_be_drawn_as_missing() -> None:
    letters = characters()
    missing = drawn_as_missing(letters)
    assert len(missing) > 500
    assert lacking(letters) - missing <= _TAKEN_APART
    assert missing - lacking(letters) == set()
