"""What our fonts can print is asked of their own tables, and only for what is not known without them."""

import subprocess
import sys

import pytest

from fiche_builder.common.glyphs import UNUSUAL, font_files, lacking, own_characters, with_own_letters


def test_all_that_is_known_without_the_tables_is_in_every_font() -> None:
    known = [chr(code) for code in range(0xA1, 0x3000) if not UNUSUAL.match(chr(code))]
    assert len(known) > 220
    assert lacking(known) == set()
    assert set(known) <= own_characters()
    assert len(font_files()) == 3


def test_a_book_in_our_languages_does_not_open_a_font() -> None:
    code = (
        "import sys; from fiche_builder.common.signs import as_printed, odd_signs;"
        "text = 'L’accueil de l’été – « Œuvre » … 12 €'; assert as_printed(text) == text and not odd_signs(text);"
        "sys.exit('fontTools' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.parametrize(
    ("text", "characters"),
    [
        ("中 et ©, 中", "中"),
        ("Un 😀 qui rit", "😀"),
        ("👩\u200d👧\ufe0f", "👩👧"),
        ("Ǟ ǭ ṡ x\u0301 ©\ufe0f", ""),  # from a letter and its mark
        ("Œuvre\u202f: ĳ, Ωμέγα, Щербина\t\n\u2003—", ""),
    ],
)
def test_blanks_and_what_is_unseen_are_never_lacking(text: str, characters: str) -> None:
    assert lacking([text]) == set(characters)


def test_a_page_that_is_made_all_the_same_has_a_box_for_each() -> None:
    assert with_own_letters("<p>中電 é</p>") == "<p>☐☐ é</p>"
    assert lacking(["☐"]) == set()
