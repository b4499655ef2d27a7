"""Text tidied for print and folded for comparison."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fiche_builder.common.text import fold, fold_header, strip_marks, tidy, tidy_lines, unescape_excel


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("Le Relais", "Le Relais"),
        ("  Le   Relais ", "Le Relais"),
        ("Le\u00a0Relais", "Le Relais"),
        ("02\u202f555\u202f12\u202f34", "02 555 12 34"),
        ("Le\tRelais", "Le Relais"),
        ("Le\nRelais", "Le Relais"),
        ("Le \r\n\r\n Relais", "Le Relais"),
        ("Re\u00adlais", "Relais"),
        ("\ufeffLe\u200b Relais", "Le Relais"),
        ("\u202e43 21 555 20\u202c", "43 21 555 20"),
        ("Le\x00 Rel\x07ais", "Le Relais"),
        ("E\u0301lan", "Élan"),
        ("Œuvre", "Œuvre"),
        ("Saint\u2011Gilles \u2010 B", "Saint-Gilles - B"),
        ("\u00a0", ""),
        ("", ""),
    ],
)
def test_tidy(typed: str, expected: str) -> None:
    assert tidy(typed) == expected


def test_tidy_leaves_a_long_name_whole() -> None:
    name = " ".join(["Centre"] * 27)
    assert len(name) > 186
    assert tidy(name) == name


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("un\ndeux", "un\ndeux"),
        ("un\r\ndeux\rtrois", "un\ndeux\ntrois"),
        ("un\n\n \n  deux  ", "un\ndeux"),
        ("un\u2028deux\x0btrois\x85quatre", "un\ndeux\ntrois\nquatre"),
        ("a  b\nc\u00a0d", "a b\nc d"),
    ],
)
def test_tidy_lines_keeps_the_lines(typed: str, expected: str) -> None:
    assert tidy_lines(typed) == expected


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("L'Élan", "L’ELAN"),
        ("L'Élan", "l‘élan"),
        ("Œuvre", "OEUVRE"),
        ("Lætitia", "laetitia"),
        ("Straße", "STRASSE"),
        ("Łódź", "lodz"),
        ("Le\u00a0Relais", "le  relais "),
        ("A – B", "a - b"),
        ("« Le Lien »", '" le lien "'),
        ("E\u0301lan", "Élan"),
    ],
)
def test_twins_fold_to_one_key(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("one", "other"), [("Le Lien", "Le Lieu"), ("6-10", "610"), ("Le Lien", "Lelien"), ("L'ÉLAN/PIJ", "L'ÉLAN")]
)
def test_different_names_keep_different_keys(one: str, other: str) -> None:
    assert fold(one) != fold(other)


@pytest.mark.parametrize("header", ["N°", "N° *", "n°", "Nº", "No", " N ° ", "N°\n*", "NO**"])
def test_a_header_is_known_in_many_spellings(header: str) -> None:
    assert fold_header(header) == "no"


def test_headers_ignore_case_accents_blanks_breaks_and_star() -> None:
    assert fold_header("Vérifié\nle *") == fold_header("VERIFIE LE") == "verifiele"
    assert fold_header("Conditions d’accès") == fold_header("conditions d'acces")
    assert fold_header("Nom (nl)") == fold_header("NOM(NL)")


@pytest.mark.parametrize(
    ("stored", "expected"),
    [
        ("a_x000D_b", "a\rb"),
        ("_x005F_x000D_", "_x000D_"),
        ("_x00e9_", "é"),
        ("a_x", "a_x"),
        ("_xZZZZ_", "_xZZZZ_"),
        ("plain", "plain"),
        ("_xD83D__xDE00_", "\U0001f600"),
        ("half _xD83D_ of it", "half \ufffd of it"),
    ],
)
def test_excels_escapes_are_resolved_once(stored: str, expected: str) -> None:
    assert unescape_excel(stored) == expected


def test_marks_are_stripped() -> None:
    assert strip_marks("Élan, façade, naïf, ÿ, crème brûlée") == "Elan, facade, naif, y, creme brulee"


@settings(max_examples=150, deadline=None)
@given(st.text())
def test_tidying_twice_changes_nothing(text: str) -> None:
    assert tidy(tidy(text)) == tidy(text)
    assert tidy_lines(tidy_lines(text)) == tidy_lines(text)


@settings(max_examples=150, deadline=None)
@given(st.text())
def test_tidy_text_holds_nothing_unseen(text: str) -> None:
    """No control or direction mark is left, no line break, no blank at an end."""
    for line in (tidy(text), *tidy_lines(text).split("\n")):
        assert line == line.strip()
        assert "  " not in line
        assert not {"Cc", "Cs", "Zl", "Zp"} & {unicodedata.category(char) for char in line}
        assert not {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"} & {
            unicodedata.bidirectional(char) for char in line
        }


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet=st.characters(max_codepoint=0x17F, exclude_characters="ıŉſ")))
def test_fold_ignores_case_and_is_stable(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert fold(text.upper()) == fold(text.upper().lower())


def test_an_accented_ligature_folds_like_a_plain_one() -> None:
    assert fold("Ǽgir") == fold("Ægir")
    assert fold("Ǿre") == fold("Øre")
