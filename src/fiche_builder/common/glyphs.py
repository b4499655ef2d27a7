"""Which characters the fonts of an edition can print: our own, and those of the project's look (`font_chain`).

The fonts' own tables are asked, and not what was drawn, because that depends on the machine. They are read only when a
text has a character that is not known without them.
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from fiche_builder.common.font_chain import FontChain, active_fonts
from fiche_builder.common.resources import FONT_WEIGHTS, fonts_folder

UNUSUAL = re.compile("[^\\x00-\u017e‘’“”„…–—•€←↑→↓✓]")
"""A character for which the tables must be asked. Our fonts have all others; a test holds this to their tables."""
_NO_SIGN = re.compile(
    r"[\t\n\f\r \u1680\u2000-\u200f\u2029-\u202f\u205f-\u206f\u3000]"
    r"|[\xad\u034f\u061c\u17b4\u17b5\u180b-\u180e\ufe00-\ufe0f\ufeff\ufff0-\ufff8\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
"""Characters that are drawn without any sign: blanks, and those that Unicode says to ignore.

The latter are Default_Ignorable_Code_Point, except the fillers of Hangul, which HarfBuzz draws.
"""
_BOX = "\N{BALLOT BOX}"
"""Replaces what our fonts lack on a page that is made all the same."""


def font_files() -> dict[str, Path]:
    """Return the font files by the names that slugs use for them."""
    return {f"F{weight}": fonts_folder() / f"SourceSansPro-{name}.ttf" for weight, name in FONT_WEIGHTS.items()}


def lacking(texts: Iterable[str]) -> set[str]:
    """Return the characters for which the fonts of the edition have no sign."""
    return lacking_in(active_fonts(), texts)


def lacking_in(others: FontChain | None, texts: Iterable[str]) -> set[str]:
    """Return the characters for which neither our fonts nor the others have a sign.

    If the fonts lack a letter with a mark, it is set from the letter and the mark.
    """
    return {
        character
        for character in set().union(*texts) - own_characters()
        if not _NO_SIGN.match(character)
        and not own_characters().issuperset(unicodedata.normalize("NFD", character))
        and not (others and others.has(character))
    }


def with_own_letters(text: str, others: FontChain | None = None) -> str:
    """Return a text with a box in place of each character that our fonts, and the others if there are some, lack."""
    if not UNUSUAL.search(text):
        return text
    return text.translate({ord(character): _BOX for character in lacking_in(others, [text])})


@cache
def own_characters() -> frozenset[str]:
    """Return the characters that all our fonts have."""
    from fontTools.ttLib import TTFont

    found = []
    for path in font_files().values():
        with TTFont(path, lazy=True) as source:
            found.append(frozenset(map(chr, source.getBestCmap())))
    return frozenset.intersection(*found)
