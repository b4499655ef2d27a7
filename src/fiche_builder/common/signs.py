"""Signs that the fonts of an edition lack, and the plain signs that are printed in their place.

A sign is what a reader takes for one: a letter with its marks, an emoji with its colour, a flag.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache

from fiche_builder.common.font_chain import FontChain, active_fonts
from fiche_builder.common.glyphs import UNUSUAL, lacking
from fiche_builder.common.text import tidy_lines

_IGNORED = re.compile(
    "[\u034f\u17b4\u17b5\u180b-\u180d\ufe00-\ufe0f\ufff0-\ufff8\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
"""What nobody sees and `tidy` leaves: above all the selectors by which a sign becomes an emoji."""
_EXTENDS = re.compile("[\u034f\u20e3\ufe00-\ufe0f\U0001f3fb-\U0001f3ff\U000e0020-\U000e01ef]")
"""What belongs to the sign before it, besides combining marks: selectors, skin colours, the end of a flag."""
_JOINER = "\u200d"
WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
"""The full-width forms of all signs of ASCII."""
_TONES = re.compile("[\U0001f3fb-\U0001f3ff\u20e3]")
_FLAG = re.compile("[\U0001f1e6-\U0001f1ff]")
_FIRST_FLAG = 0x1F1E6
_STRETCH = re.compile(f".?(?:{UNUSUAL.pattern})+", re.DOTALL)
"""Unusual characters, and the one before them, to which they may belong."""
_HYPHENS = "\u2010\u2011"
_NAMED = re.compile(r"(?:NEGATIVE )?(?:CIRCLED|SQUARED) (?:LATIN CAPITAL LETTER )?([A-Z]{1,4})")
"""The name of a sign that is a letter or a short word in a frame: 🅰, 🆘, 🆕."""
_PLAIN = {
    # What stands before a phone, mail, place, day or page says no more than the value itself.
    "": (
        "☎☏✆📞📟📠📱📲🕻🕼🕽🕾🕿🖀🖁✉📧📨📩📤📥📪📫📬📭📮🖂🖃🖄🖅🖆🏠🏡🏢🏣🏤🏥🏦🏫🏬🏛📍🗺🌐🌍🌎🌏💻🖥🖱⌨🕐🕑🕒🕓🕔🕕🕖🕗"
        "🕘🕙🕚🕛🕜🕝🕞🕟🕠🕡🕢🕣🕤🕥🕦🕧⌚⏰⏱🕰📅📆🗓📌📎🖇🔗📝✎✏✐🖊🖋🖍🗒📄📃📑📋📁📂🗂🔍🔎\uf028\uf02a\uf029"
    ),
    " ": "⠀\u115f\u1160\u3164\uffa0␣",
    "✓": "✔✅🗸\uf0fc",
    "☑": "🗹\uf0fe",
    "☐": "□▢◻◽⬜⬚❏❐❑\uf06f\uf0a8",
    "×": "✕✖✗✘❌❎🗙🗴🗶☒🗵\uf0fb\uf0fd",
    "→": "➤➔➙➛➜➝➞➟➠➡➢➣➥➦➧➨➩➪➫➬➭➮➯➱➲➳➵➸➺➻➼➽➾⇒⇨⇢⇾⟶⟹⟾⭢⮕🠖🡒🡆🠊🢂↠↣↦↪↳☛☞👉🖙⇉⏩\uf0e0\uf0e8\uf0f0\uf0d8",
    "←": "⇐⇦⇠⟵⟸⬅⭠🠔🡐🡄↞↢↤↩☚☜👈🖘\uf0df\uf0e7\uf0ef",
    "↑": "⇑⇧⇡⬆⭡🡑🡅☝👆\uf0e1\uf0e9",
    "↓": "⇓⇩⇣⬇⭣🡓🡇☟👇⤵\uf0e2\uf0ea",
    "←→": "↔⇔⇿⟷⟺⇄⇆⬌\uf0f3",
    "•": "●◦○◯⚫⚪⬤∘⦁▪▫⁌⁍‣⁃◾◘\uf0b7\uf0a7\uf09f\uf06c\uf077\uf076",
    "·": "・‧⋅᛫ᐧ",
    "■": "⬛◼❚▮█",
    "▶": "►▸⏵⯈🞂❱",
    "◀": "◄◂⏴⯇❰",
    "▲": "🔺⏶",
    "▼": "🔻⏷",
    "◆": "♦❖⬥🔶🔷🔸🔹⯁\uf075",
    "*": "★☆⭐🌟✪✫✬✭✮✯✰✱✲✳✴✵✶✷✸✹✺✻✼✽❇❈❉❊❋∗⁎⭑⭒",
    "!": "⚠❗❕❢❣",
    "?": "❓❔",
    "i": "🛈🅘",
    "+": "➕✚✙✛✜",
    "−": "➖",
    "÷": "➗",
    "…": "⋯︙⋮",
    "~": "〜∼",
    "|": "│┃║❘❙∣￨",
    "–": "─━═┄┅┈┉",
    "_": "‗",
    "›": "❯〉⟩",
    "‹": "❮〈⟨",
    '"': "❝❞〝〞〟〃",
    "'": "❛❜‛׳",
    ", ": "、،",
    ". ": "。",
    "[": "【〔",
    "]": "】〕",
    "%": "٪",
    "=": "≡",
    "≈": "≃≅≒",
    "≤": "⩽≦",
    "≥": "⩾≧",
    "&": "⅋🙰",
    "h": "ℎ",
    "c/o": "℅",
}
"""The signs that are printed as another one. A sign of the tables' right side counts only if the fonts lack it."""
_TWINS = {sign: plain for plain, signs in reversed(_PLAIN.items()) for sign in signs}


class SignKind(Enum):
    """What a sign is, as far as it matters to who has to find it."""

    LETTER = "letter"
    EMOJI = "emoji"
    SYMBOL = "symbol"
    SPECIAL_FONT = "special-font"
    """A sign of a font such as Wingdings, which is another one or none in every other font."""


@dataclass(frozen=True, slots=True)
class Sign:
    """A sign that the fonts lack. `twin` is printed in its place; None if nothing says the same."""

    text: str
    twin: str | None

    @property
    def kind(self) -> SignKind:
        """What it is."""
        first = self.text[0]
        plain = unicodedata.normalize("NFKC", _EXTENDS.sub("", self.text))
        if any(unicodedata.category(char)[0] in "LNM" for char in plain):
            return SignKind.LETTER
        if unicodedata.category(first) == "Co":
            return SignKind.SPECIAL_FONT
        return SignKind.EMOJI if ord(first) > 0x1F000 or "\ufe0f" in self.text else SignKind.SYMBOL  # noqa: PLR2004

    @property
    def is_symbol(self) -> bool:
        """Whether a text can be read without it, as it cannot without a letter."""
        return self.kind is not SignKind.LETTER


def odd_signs(text: str) -> tuple[Sign, ...]:
    """Return the signs of a text that are not printed as they are, in order."""
    return tuple(part for part in _parts(text) if isinstance(part, Sign)) if UNUSUAL.search(text) else ()


def as_printed(text: str, *, drops_symbols: bool = False) -> str:
    """Return a text with each sign's plain twin in its place. A sign without one stays, or is dropped if a symbol."""
    if text.isascii() or not UNUSUAL.search(text):
        return text
    return "".join(
        part if isinstance(part, str) else _printed(part, drops_symbols=drops_symbols) for part in _parts(text)
    )


def _printed(sign: Sign, *, drops_symbols: bool) -> str:
    if sign.twin is not None:
        return f"{sign.twin} " if _FLAG.match(sign.text) else sign.twin
    return " " if drops_symbols and sign.is_symbol else sign.text


def _parts(text: str) -> Iterator[str | Sign]:
    """Yield a text in pieces: signs that the fonts lack, and what stands between them."""
    text = unicodedata.normalize("NFC", text)
    fonts = active_fonts()
    end = 0
    for stretch in _STRETCH.finditer(text):
        yield text[end : stretch.start()]
        yield from (_judge(cluster, fonts) for cluster in clusters(stretch[0]))
        end = stretch.end()
    yield text[end:]


def clusters(text: str) -> Iterator[str]:
    """Yield the signs of a text, each with what belongs to it."""
    start = place = 0
    while place < len(text):
        is_flag = _FLAG.match(text, place)
        place += 2 if is_flag and _FLAG.match(text, place + 1) else 1
        while place < len(text):
            if text[place] == _JOINER and place + 1 < len(text) and unicodedata.category(text[place + 1]) == "So":
                place += 2
            elif _EXTENDS.match(text, place) or unicodedata.category(text[place])[0] == "M":
                place += 1
            else:
                break
        yield text[start:place]
        start = place


@lru_cache(maxsize=10_000)
def _judge(cluster: str, _fonts: FontChain) -> str | Sign:
    """Return a sign that the fonts lack, or the text to be printed if they do not lack it. It depends on the fonts."""
    if cluster in _HYPHENS:
        return Sign(cluster, "-")
    bare = _IGNORED.sub("", cluster)
    seen = tidy_lines(bare)
    return Sign(cluster, _find_twin(seen.replace(_JOINER, ""))) if lacking([seen]) else bare


def _find_twin(sign: str) -> str | None:
    """Return what is printed in the place of a sign; None if nothing says the same."""
    plain = _TONES.sub("", sign)
    if _FLAG.match(sign):
        return "".join(chr(ord("A") + ord(char) - _FIRST_FLAG) for char in sign)
    for form in dict.fromkeys((sign, plain)):
        if form and not lacking([form]):
            return form
        if form in _TWINS:
            return _TWINS[form]
        plainer = unicodedata.normalize("NFKC", form)
        if plainer != form:
            return plainer if not lacking([plainer]) else _find_twin(plainer)
    return _find_plain(plain) if len(plain) == 1 else None


def _find_plain(character: str) -> str | None:
    """Return the digit, the framed letter or the hyphen that a character is."""
    number = unicodedata.numeric(character, None)
    if unicodedata.category(character) in {"Nd", "No"} and number is not None and number.is_integer():
        return str(int(number))
    if framed := _NAMED.fullmatch(unicodedata.name(character, "")):
        return framed[1]
    return "-" if unicodedata.category(character) == "Pd" else None
