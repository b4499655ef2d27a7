"""Closed lists: no spelling of a list stands for two of its words."""

import pytest

from fiche_builder.common.text import fold
from fiche_builder.model.fields import SHEETS
from fiche_builder.model.values.parsing import parse_cell
from fiche_builder.model.words import SuggestionStatus, Word

LISTS = Word.__subclasses__()


@pytest.mark.parametrize("words", LISTS)
def test_a_spelling_means_one_word(words: type[Word]) -> None:
    spellings = [(fold(spelling), member) for member in words for spelling in (member.word, *member.also)]
    meanings = {
        spelling: {member for other, member in spellings if other == spelling} for spelling, _member in spellings
    }
    assert {spelling: members for spelling, members in meanings.items() if len(members) > 1} == {}


@pytest.mark.parametrize("words", LISTS)
def test_a_word_is_found_by_itself(words: type[Word]) -> None:
    assert len({member.word for member in words}) == len(words) > 1
    assert all(member.word == member.word.strip() and member.word for member in words)


def test_every_list_belongs_to_a_column_and_fits_into_a_drop_down() -> None:
    used = {column.words for spec in SHEETS for column in spec.columns if column.words}
    assert used <= set(LISTS)
    assert all(len(",".join(member.word for member in words)) <= 255 for words in LISTS)


def test_a_suggestion_is_closed_when_it_was_decided_on() -> None:
    assert [status.word for status in SuggestionStatus if status.is_closed] == ["Acceptée", "Refusée"]


def test_every_spelling_of_every_list_is_read() -> None:
    for column in (column for spec in SHEETS for column in spec.columns if column.words):
        assert column.words is not None
        for word in column.words:
            for spelling in (word.word, *word.also):
                assert parse_cell(column, spelling.upper(), "BE").value is word
