"""The plain form of a sign: what one compares where case, accents and the look of letters must hide nothing.

The check of private texts and the leak gate share it, so that neither sees what the other does not.
"""

import unicodedata
from functools import lru_cache

_ALIKE = {
    "a": "ɑαаᎪᗅꓮ", "b": "ƅβвьᏏᏴᑲᖯᗷꓐꞵ", "c": "сᏟᴄⲥꓚ", "d": "ԁᎠᏧᑯᗞᗪꓒꓓ", "e": "εеҽᎬⴹꓰꬲ",
    "f": "ϝքᖴẝꓝꞙꬵ", "g": "ƍɡԍցᏀᏳᶃꓖ", "h": "ηнһհᎻᏂᕼⲏꓧ", "i": "ıɩɪιіӏᎥꙇ", "j": "ʝϳјᎫᒍꓙ",
    "k": "κкᏦᛕⲕꓗ", "l": "ǀᏞᒪᛁⲓⳑⵏꓡꓲ", "m": "μϻмᎷᗰᛖⲙꓟ", "n": "ոռⲛꓠ", "o": "οσоօଠഠဝჿዐᴏᴑⲟⵔꓳꬽ",
    "p": "ρрᏢᑭⲣꓑ", "q": "ԛգզⵕ", "r": "ʀгᎡᎱᏒᖇᴦⲅꓣꭇꭈ", "s": "ƽѕտᏕᏚꓢꜱ", "t": "τтᎢⲧꓔ",
    "u": "ʋυսሀᑌᴜꓴꞟꭎꭒ", "v": "νѵᏙᐯᴠⴸꓦꛟ", "w": "ɯѡԝաᎳᏔᴡꓪ", "x": "χхᕁᕽᚷⲭⵝꓫꭓ", "y": "ɣʏγуүყᎩᎽᶌỿⲩꓬꭚ",
    "z": "ζᏃᴢꓜ",
}  # fmt: skip
"""Letters that look like one of ours, in small or as capitals, from Unicode's list (UTS #39, confusables.txt, 17.0)."""
LETTERS_WITHOUT_PARTS = {"œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "ł": "l", "đ": "d"}
"""Letters that Unicode does not decompose, though they are two, or one with a stroke."""
_LETTERS = {ord(sign): plain for plain, signs in _ALIKE.items() for sign in signs} | str.maketrans(
    LETTERS_WITHOUT_PARTS
)


@lru_cache(maxsize=10_000)
def plain_sign(sign: str) -> str:
    """Return a sign without case, accent and compatibility form, as the letter that it looks like.

    A digit of any script is one of ours. One of an accent alone, or unseen, vanishes. Signs may be taken one by one:
    what two of them compose is decomposed again, and its accents go.
    """
    if sign.isdecimal():
        return str(unicodedata.decimal(sign)) if len(sign) == 1 else sign
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", sign).casefold())
    kept = (char for char in decomposed if not unicodedata.combining(char) and unicodedata.category(char) != "Cf")
    return "".join(kept).translate(_LETTERS)
