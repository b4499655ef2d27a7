"""Alphabetical order as a French or Dutch speaker expects it.

Both languages use the root collation of the Unicode collation algorithm (UTS #10): letters decide first, then accents,
then case. Punctuation and signs are skipped ("shifted"); digits sort by value, before letters. PyICU has no wheels, so
this short key is ours. It is compared with pyuca wherever the two should agree (`tests/common/test_collation.py`).
"""

import re
from functools import lru_cache

from fiche_builder.common.glyphs import lacking
from fiche_builder.common.text import fold, strip_marks

DEFAULT_ARTICLES = ("le", "la", "les", "l'", "un", "une", "de", "het", "een", "'s", "'t")
"""Leading articles, French and Dutch, kept for print and skipped for sorting. One that ends with an apostrophe is glued
to its noun.

`De` is the Dutch article; no French name begins with the preposition.
"""

SortKey = tuple[tuple[tuple[int, int, str], ...], str, str]

_OPENING_SIGNS = ' "«“([@#*-–—…'
_DOTTED = re.compile(r"(?<![^\W\d_])(?:[^\W\d_]\.){2,}")
"""C.P.A.S. sorts as CPAS."""
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]")
_WORDS = re.compile(r"[0-9]+|[^\W\d_]+")


def skip_article(name: str, articles: tuple[str, ...] = DEFAULT_ARTICLES) -> str:
    """Return the name without its leading article; a name that is only an article is returned unchanged."""
    start = name.lstrip(_OPENING_SIGNS)
    folded = start.casefold().replace("’", "'").replace("‘", "'")
    for article in articles:
        opening = article if article.endswith("'") else f"{article} "
        if folded.startswith(opening) and (rest := start[len(opening) :].strip()):
            return rest
    return name


@lru_cache(maxsize=100_000)
def sort_key(name: str, articles: tuple[str, ...] = DEFAULT_ARTICLES) -> SortKey:
    """Return the key that sorts a name.

    Words come first, each number by its value. Accents, then case, break ties.
    """
    return tuple(_weight(word) for word in _words(name, articles)), _accents(name), name.swapcase()


def initial(name: str, articles: tuple[str, ...] = DEFAULT_ARTICLES) -> str:
    """Return the letter under which an index lists the name.

    `A` to `Z`, a letter of another script, or `#` for digits and signs. It is a capital unless the fonts lack that one.
    """
    first = _first_letter(name, articles)
    capital = first.upper()
    return (capital if capital.isascii() or not lacking([capital]) else first) if first.isalpha() else "#"


@lru_cache(maxsize=100_000)
def _first_letter(name: str, articles: tuple[str, ...]) -> str:
    return next(iter(_words(name, articles)), "#")[0]


def _words(name: str, articles: tuple[str, ...]) -> list[str]:
    spelled = _DOTTED.sub(lambda match: match[0].replace(".", ""), skip_article(name, articles))
    return _WORDS.findall(fold(spelled).replace("'", ""))


def _weight(word: str) -> tuple[int, int, str]:
    """Return the sorting weight of a word.

    A number comes before any letter. It sorts by its value: by its length without leading zeros, then by its digits.
    """
    if word[0].isdigit():
        digits = word.lstrip("0")
        return 0, len(digits), digits
    return 1, 0, word


def _accents(name: str) -> str:
    """Return the name in lower case with each accent after its letter, so that the plain letter sorts first."""
    return _BEYOND_ASCII.sub(_accent_after, name.casefold())


def _accent_after(match: re.Match[str]) -> str:
    letter = match[0]
    return letter if (plain := strip_marks(letter)) == letter else plain + letter
