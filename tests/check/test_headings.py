"""One sentence for many findings of a code."""

import pytest

from fiche_builder.check.findings import RULES
from fiche_builder.check.headings import heading, headings
from fiche_builder.common.i18n import LANGUAGES, use_language


@pytest.mark.parametrize("language", LANGUAGES)
def testheadings_are_of_codes_that_exist_and_say_how_many(language: str) -> None:
    use_language(language)
    assert headings().keys() <= RULES.keys()
    for code in headings():
        assert heading(code, 12, "").startswith("12 ")
        assert "%" not in heading(code, 12, "")


def test_a_code_without_a_heading_of_its_own_gives_an_example() -> None:
    use_language("en")
    assert heading("no-such-code", 7, "This is wrong.") == "7 times, for example: This is wrong."
