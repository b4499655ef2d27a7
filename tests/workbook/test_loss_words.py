"""Each loss has a name, and each name belongs to some loss."""

from fiche_builder.workbook.loss_words import CODE_OF_EXTENSION, CODE_OF_PART, CODE_OF_PLACE, words_of_losses


def test_every_code_has_words_and_all_words_are_used() -> None:
    codes = {*CODE_OF_PART.values(), *CODE_OF_EXTENSION.values(), *CODE_OF_PLACE.values()}
    assert codes == words_of_losses().keys()


def test_extensions_are_in_capitals_as_they_are_compared() -> None:
    assert {name.upper() for name in CODE_OF_EXTENSION} == CODE_OF_EXTENSION.keys()
