"""Reading cells that should name fiches by their N°.

People also write a name beside the N°, or instead of it.
"""

import re
from collections.abc import Iterator

from fiche_builder.common.text import tidy, tidy_lines
from fiche_builder.model.naming import LONGEST_NAME, FicheNames
from fiche_builder.model.values.simple import mentioned_number, mentioned_numbers

_SEPARATOR = re.compile(r"(\s*[;\n,/]\s*)")
_PARTS_NAMES = re.compile(r"[;\n]")
_LONGEST = 6
"""How many pieces between separators a single name may have."""
_NUMBER_FIRST = re.compile(
    r"(?P<number>(?:fiches?\s*)?(?:n[°ºo.]*\s*)?[0-9]{1,9})(?:\s*[-–—:.)(]+\s*|\s+)(?P<name>.*[^\W\d_].*)",
    re.IGNORECASE,
)
_NUMBER_LAST = re.compile(r"(?P<name>.*[^\W\d_].*?)\s*[(\[]\s*(?P<number>[^()\[\]]+?)\s*[)\]]")


def read_references(text: str, names: FicheNames) -> tuple[tuple[int, ...], tuple[str, ...]]:
    """Return the N° that a cell names, and the other texts in it.

    Each name counts as one text, even when it contains separators. A N° may stand with the name of its fiche: "5 - Le
    Relais", "5 ; Le Relais".
    """
    numbers: dict[int, None] = {}
    rest: list[str] = []
    for piece in _pieces(tidy_lines(text), names):
        is_name = len(piece) > LONGEST_NAME or names.exactly(piece)
        found = () if is_name else mentioned_numbers(piece) or _numbered(piece, names)
        numbers.update(dict.fromkeys(found))
        if not found:
            rest.append(tidy(piece))
    return tuple(numbers), tuple(piece for piece in rest if numbers.keys().isdisjoint(names.exactly(piece)))


def _pieces(text: str, names: FicheNames) -> Iterator[str]:
    """Yield the pieces of a cell: each is the longest stretch that is one name, or else lies between separators."""
    tokens = _SEPARATOR.split(text)
    start = 0
    while start < len(tokens):
        # Separators are at the odd positions of `tokens`.
        ends = range(min(len(tokens), start + 2 * _LONGEST - 1), start, -2)
        end = next((end for end in ends if _is_whole(tokens[start:end], names)), start + 1)
        if piece := "".join(tokens[start:end]).strip():
            yield piece
        start = end + 1


def _is_whole(tokens: list[str], names: FicheNames) -> bool:
    """Tell whether pieces and their separators form one name.

    The name may be exact. If it is mistyped, it must be closer to a known name than each of its pieces alone.
    """
    text = "".join(tokens)
    if len(text) > LONGEST_NAME:
        return False
    if len(tokens) == 1 or any(mentioned_numbers(token) for token in tokens[::2]):
        return bool(names.exactly(text))
    if names.exactly(text):
        return True
    if any(_PARTS_NAMES.search(separator) for separator in tokens[1::2]):
        return False
    alone = max(map(names.likeness, tokens[::2]))
    return not alone or names.likeness(text) > alone


def _numbered(piece: str, names: FicheNames) -> tuple[int, ...]:
    """Return the N° that stands beside the name of its fiche."""
    for pattern in (_NUMBER_FIRST, _NUMBER_LAST):
        if match := pattern.fullmatch(tidy(piece)):
            number = mentioned_number(match["number"])
            if number and names.bears(number, match["name"]):
                return (number,)
    return ()
