"""The answer `Vu`: the code by which an editor says that a text may be read by everybody.

The code belongs to the text. When the text changes, so does its code, and the answer no longer counts.
"""

import re
from hashlib import sha256

from fiche_builder.common.text import fold, tidy

SEEN = "seen"
"""The key of the column `Vu`, in each sheet that has it."""
# No digits, because Excel makes a number of 12345e67; no vowels, so that no code is a word.
_LETTERS = "bcdfghjkmnpqrtvw"
_BYTES = 4
_WORDS = re.compile(r"[^\W_]+")


def seen_code(key: str, text: str) -> str:
    """Return the code of a cell: eight letters. `key` is its column's; blanks and line breaks do not count."""
    digest = sha256(f"{key}\n{tidy(text)}".encode()).digest()[:_BYTES]
    return "".join(_LETTERS[byte >> 4] + _LETTERS[byte & 15] for byte in digest)


def seen_codes(text: str) -> frozenset[str]:
    """Return the codes in a cell of the column `Vu`, with any sign or word between them."""
    words = _WORDS.findall(fold(text))
    return frozenset(word for word in words if len(word) == 2 * _BYTES and not set(word) - set(_LETTERS))
