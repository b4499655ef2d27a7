"""Signs that cannot be printed are named so that an editor finds them."""

import pytest

from fiche_builder.check.sign_words import describe_kinds
from fiche_builder.common.i18n import use_language
from fiche_builder.common.signs import odd_signs


@pytest.mark.parametrize(
    ("language", "text", "words"),
    [
        ("fr", "🚲 😀", "émoji"),
        ("fr", "مكتب 😀", "écriture : arabe, émoji"),
        ("fr", "ቢሮ", "écriture : éthiopique"),
        ("nl", "אב", "schrift: Hebreeuws"),
        ("nl", "\uf04a", "teken van een speciaal lettertype, zoals Wingdings"),
        ("en", "ทำ ♥", "script: Thai, symbol"),
        ("fr", "ꙮ", "lettre rare"),
        ("nl", "ꙮ\u0378", "zeldzame letter, symbool"),
    ],
)
def test_a_kind_is_named_once_in_the_reader_s_language(language: str, text: str, words: str) -> None:
    use_language(language)
    assert describe_kinds(odd_signs(text)) == words
