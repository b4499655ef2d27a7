"""Each limit has its sentence, with what to do, in every language."""

from pathlib import Path

import pytest

from fiche_builder.common.i18n import LANGUAGES, use_language
from fiche_builder.workbook.limits import Limit
from fiche_builder.workbook.refusals import beyond


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("limit", Limit)
def test_each_limit_is_one_sentence_and_an_advice(limit: Limit, language: str) -> None:
    use_language(language)
    error = beyond(Path("dossier/a.xlsx"), limit, "Fiches!B2")

    assert "a.xlsx" in error.message
    assert "dossier" not in error.message
    assert "%" not in error.message
    assert error.message.endswith(".")
    assert error.message.count(". ") == 0
    assert error.hint.endswith(".")
    assert error.exit_code == 2
