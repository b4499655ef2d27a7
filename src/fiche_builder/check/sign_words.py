"""Signs that cannot be printed, in words by which an editor finds them."""

import unicodedata
from collections.abc import Iterable

from babel import Locale

from fiche_builder.common.i18n import _, active_language
from fiche_builder.common.signs import Sign, SignKind

_SCRIPTS = {
    "ARABIC": "Arab", "ARMENIAN": "Armn", "BENGALI": "Beng", "BOPOMOFO": "Bopo", "CJK": "Hani", "DEVANAGARI": "Deva",
    "ETHIOPIC": "Ethi", "GEORGIAN": "Geor", "GUJARATI": "Gujr", "GURMUKHI": "Guru", "HANGUL": "Hang", "HEBREW": "Hebr",
    "HIRAGANA": "Hira", "KATAKANA": "Kana", "KHMER": "Khmr", "LAO": "Laoo", "MYANMAR": "Mymr", "SINHALA": "Sinh",
    "SYRIAC": "Syrc", "TAMIL": "Taml", "TELUGU": "Telu", "THAI": "Thai", "TIBETAN": "Tibt", "TIFINAGH": "Tfng",
}  # fmt: skip
"""The first word of a letter's name in Unicode, and the code of its script (ISO 15924)."""


def describe_kinds(signs: Iterable[Sign]) -> str:
    """Return what signs are, in the reader's language: `emoji`, or `Arabic script`."""
    return ", ".join(dict.fromkeys(_kind_word(sign) for sign in signs))


def _kind_word(sign: Sign) -> str:
    if sign.kind is SignKind.LETTER:
        word = unicodedata.name(sign.text[0], "").partition(" ")[0]
        script = Locale(active_language()).scripts.get(_SCRIPTS.get(word, ""), "")
        return _("script: %(name)s") % {"name": script} if script else _("a rare letter")
    return {
        SignKind.EMOJI: _("emoji"),
        SignKind.SYMBOL: _("symbol"),
        SignKind.SPECIAL_FONT: _("a sign of a special font such as Wingdings"),
    }[sign.kind]
