"""Answers to questions about texts: a code for each text, read from whatever an editor writes around it."""

from hypothesis import given
from hypothesis import strategies as st

from fiche_builder.model.seen import seen_code, seen_codes

CODE = seen_code("description", "Mme Dubois, ne pas donner")


def test_a_code_is_eight_letters_that_are_neither_a_number_nor_a_word() -> None:
    assert CODE == "cfcbkcvn"


@given(st.text())
def test_excel_takes_no_code_for_a_number_or_a_word(text: str) -> None:
    code = seen_code("description", text)
    assert len(code) == 8
    assert not set(code) & set("aeiouy0123456789")


def test_another_text_or_column_has_another_code() -> None:
    texts = ("Mme Dubois, ne pas donner", "Mme Dubois, ne pas donner.", "mme Dubois, ne pas donner", "")
    assert len({seen_code(key, text) for key in ("description", "notice") for text in texts}) == 8


def test_blanks_and_line_breaks_do_not_count() -> None:
    assert seen_code("description", "  Mme  Dubois,\nne pas\u00a0donner ") == CODE


def test_codes_are_read_with_anything_between_them() -> None:
    other = seen_code("notice", "x")
    assert seen_codes(f"vu le 3/11 : {CODE.upper()} ;{other}") == {CODE, other}
    assert seen_codes(f"{CODE}, {other}\n") == {CODE, other}


def test_a_word_is_no_code() -> None:
    assert seen_codes("vu ok oui relu par RE le 03/11/2026, bonjour, 12345678") == frozenset()
    assert seen_codes("") == frozenset()
