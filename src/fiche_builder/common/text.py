"""Text as a person typed it: tidied for print, folded for comparison."""

import re
import unicodedata
from functools import lru_cache

from fiche_builder.common.plain import LETTERS_WITHOUT_PARTS

# Zero-width characters, the byte-order mark, the soft hyphen and the bidirectional controls. Nobody sees them on paper,
# and a right-to-left override could make a number read backwards.
_INVISIBLE = re.compile("[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffc]")
# Word's own hyphens (U+2010, U+2011): few fonts have them, and nobody types them into a search.
_HYPHENS = str.maketrans("\u2010\u2011", "--")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_BREAK = re.compile(r"\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]")
_BLANKS = re.compile(r"\s+")
_CUT_WORD = re.compile(r"(?<=\W)\w{1,9}$")
"""The beginning of a word that was cut, if it is short."""
_NO_NAME = re.compile(r"[^a-z0-9]+")
_DEVICE = re.compile(r"con|prn|aux|nul|(?:com|lpt)[0-9]")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
SMALL_WORDS = frozenset(
    [
        "a",
        "au",
        "aux",
        "d",
        "de",
        "des",
        "du",
        "en",
        "et",
        "l",
        "la",
        "le",
        "les",
        "un",
        "une",
        "een",
        "het",
        "of",
        "van",
        "voor",
    ]
)
"""Folded words, French and Dutch, that say nothing of what a name names; who has reason to adds others."""
_LETTERS = str.maketrans(
    LETTERS_WITHOUT_PARTS
    | {
        "’": "'",
        "‘": "'",
        "ʼ": "'",
        "´": "'",
        "`": "'",
        "–": "-",
        "—": "-",
        "‐": "-",
        "‑": "-",
        "−": "-",
        "«": '"',
        "»": '"',
        "“": '"',
        "”": '"',
    }
)  # noqa: RUF100


def unescape_excel(text: str) -> str:
    """Resolve `_x000D_`, which is how Excel writes a control character into its XML (ECMA-376 part 1, 22.9.2.19).

    Two halves of a sign beyond the first 65,536 are put together; one half alone is no text that could be written.
    """
    if "_x" not in text:
        return text
    plain = _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text)
    return plain.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def tidy_lines(text: str) -> str:
    """Return text line by line, tidied.

    Control characters and empty lines are dropped, hyphens are made plain, and runs of blanks become one.
    """
    if text.isascii() and text.isprintable() and "  " not in text:
        return text.strip()
    text = _BREAK.sub("\n", unicodedata.normalize("NFC", text))
    text = _CONTROL.sub("", _INVISIBLE.sub("", text)).translate(_HYPHENS)
    lines = (_BLANKS.sub(" ", line).strip() for line in text.split("\n"))
    return "\n".join(line for line in lines if line)


def tidy(text: str) -> str:
    """Return text on one line, tidied."""
    return tidy_lines(text).replace("\n", " ")


def strip_marks(text: str) -> str:
    """Return text without accents (compatibility decomposition, then combining marks dropped)."""
    if text.isascii():
        return text
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(char for char in decomposed if not unicodedata.combining(char))


@lru_cache(maxsize=100_000)
def fold(text: str) -> str:
    """Return a key that is equal for two texts that a reader takes for the same.

    Case, accents, blanks and typographic quotes do not count.
    """
    # A letter such as ǽ can be recognised as a ligature only once its accent is off.
    folded = strip_marks(text.casefold().translate(_LETTERS)).translate(_LETTERS).casefold()
    return _BLANKS.sub(" ", folded).strip()


def file_part(text: str) -> str:
    """Return text as part of a file name: ASCII letters and digits, with hyphens for everything else.

    It may be the whole name, even where Windows keeps one for a device: `con` gives `con-`.
    """
    part = _NO_NAME.sub("-", fold(text)).strip("-")
    return f"{part}-" if _DEVICE.fullmatch(part) else part


def fold_header(text: str) -> str:
    """Return the key of the title of a sheet or column.

    It is folded, without any blank or trailing asterisk; `N°`, `Nº` and `No` are the same.
    """
    return fold(text).replace(" ", "").rstrip("*").replace("°", "o")


def shorten(text: str, length: int) -> str:
    """Return a text of at most `length` characters, with an ellipsis where it was cut.

    It is cut between words, because part of a word may be another word; but not if a long one would be lost.
    """
    if len(text) <= length:
        return text
    kept = text[: length - 1]
    if text[length - 1].isalnum() and (end := _CUT_WORD.search(kept)):
        kept = kept[: end.start()]
    return f"{kept.rstrip()}…"
