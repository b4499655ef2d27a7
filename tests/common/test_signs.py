"""Signs that our fonts lack: what a reader takes for one, and what is printed in its place."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fiche_builder.common.glyphs import lacking
from fiche_builder.common.signs import SignKind, as_printed, odd_signs
from fiche_builder.common.text import tidy, tidy_lines

TWINS = {
    "✔ ✅": "✓ ✓",
    "➜ ➡️ ⇒ ⟶ 👉🏽": "→ → → → →",
    "rendez\u2011vous, mi‐temps, ﹣": "rendez-vous, mi-temps, -",
    "０２ ５５５ ＡＢＣ ｅ＠": "02 555 ABC e@",
    "𝐁𝐨𝐥𝐝 𝓐 ﬆ Ⅳ ㎏ ℃": "Bold A st IV kg °C",
    "① ❶ ➀ ⑴ 1️⃣ #️⃣": "1 1 1 (1) 1 #",
    "★ ⚠️ ❗ ❓ ● ► ◄": "* ! ! ? • ▶ ◀",
    "🆘 🅿 🇧🇪": "SOS P BE",
    "٠١٢": "012",
    "\uf0b7 un \uf0e0 deux \uf0fc": "• un → deux ✓",  # Word's own list marks
    "☎ 02 📞 03 📧 04 🏠 05": "02 03 04 05",  # what follows says it
    "\u3164x\u2800y": "x y",
}


@pytest.mark.parametrize("typed", list(TWINS), ids=ascii)
def test_a_sign_is_printed_as_its_plain_twin(typed: str) -> None:
    assert tidy(as_printed(typed)) == TWINS[typed]
    assert all(sign.twin is not None for sign in odd_signs(typed))
    assert odd_signs(typed)


@pytest.mark.parametrize(
    "text",
    [
        "L’été – « Œuvre » … 12 €, ½ № ™ ©️ ‼️ ✓ → ▲ ☐ ☑ ◆",
        "e\u0301te\u0301, x\u0301, ǿ",
        "Μαρία, Щербина, Łódź, Phạm Thị Ệ",
        "a\u200bb\u202ec\u00ad\u2060\ufeff\x01\u00a0\u202f\u2003\u3000d\u2028e",
        "\ufe0f\u200d\U000e0041",
    ],
    ids=ascii,
)
def test_what_the_fonts_have_or_nobody_sees_is_not_told(text: str) -> None:
    assert odd_signs(text) == ()
    assert tidy(as_printed(text)) == tidy(text.replace("\ufe0f", "").replace("\U000e0041", ""))


@pytest.mark.parametrize(
    ("text", "signs", "kind"),
    [
        ("un 👩🏽\u200d💻 ici", ["👩🏽\u200d💻"], SignKind.EMOJI),
        ("👨\u200d👩\u200d👧\u200d👦🚲", ["👨\u200d👩\u200d👧\u200d👦", "🚲"], SignKind.EMOJI),
        ("🏴\U000e0067\U000e0062\U000e007f", ["🏴\U000e0067\U000e0062\U000e007f"], SignKind.EMOJI),
        ("❤️", ["❤️"], SignKind.EMOJI),
        ("♥ ♿", ["♥", "♿"], SignKind.SYMBOL),
        ("a\u0489", ["a\u0489"], SignKind.LETTER),
        ("مَ", ["مَ"], SignKind.LETTER),
        ("電 ㊗", ["電", "㊗"], SignKind.LETTER),
        ("\uf04a \U000f0001", ["\uf04a", "\U000f0001"], SignKind.SPECIAL_FONT),
    ],
    ids=ascii,
)
def test_a_sign_is_one_with_all_that_belongs_to_it(text: str, signs: list[str], kind: SignKind) -> None:
    assert [sign.text for sign in odd_signs(text)] == signs
    assert {(sign.twin, sign.kind) for sign in odd_signs(text)} == {(None, kind)}
    assert as_printed(text) == text
    assert tidy(as_printed(text, drops_symbols=True)) in {text, "", "un ici"}
    assert (as_printed(text, drops_symbols=True) == text) is (kind is SignKind.LETTER)


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=30))
def test_what_is_printed_lacks_nothing_but_what_is_told(text: str) -> None:
    """And what readers get is read as itself: a second reading changes nothing."""
    told = {char for sign in odd_signs(text) if sign.twin is None for char in sign.text}
    printed = tidy_lines(as_printed(text))
    assert lacking([printed]) <= {*told, *unicodedata.normalize("NFC", "".join(told))}
    letters = [sign for sign in odd_signs(text) if sign.twin is None and not sign.is_symbol]
    assert letters or not lacking([tidy_lines(as_printed(text, drops_symbols=True))])
    assert tidy_lines(as_printed(printed)) == printed


@pytest.mark.parametrize("drops_symbols", [False, True])
def test_every_character_of_unicode_is_printed_or_told(drops_symbols: bool) -> None:  # noqa: FBT001
    for code in [*range(0x110), *range(0x110, 0x30000, 7)]:
        char = chr(code)
        is_told = any(sign.twin is None for sign in odd_signs(char))
        printed = tidy_lines(as_printed(char, drops_symbols=drops_symbols))
        assert is_told or not lacking([printed]), hex(code)
