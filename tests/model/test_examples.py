"""What is left of an example is told from what editors write themselves."""

import pytest

from fiche_builder.common.i18n import LANGUAGES, translations
from fiche_builder.model.examples import (
    example_contact,
    example_fiches,
    example_team,
    left_of_example,
    names_an_example,
)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_whole_example_is_recognised_in_every_language(language: str) -> None:
    gettext = translations(language).gettext
    examples = [("fiches", example) for example in example_fiches(gettext)]
    for sheet, example in [*examples, ("contacts", example_contact(gettext)), ("teams", example_team(gettext))]:
        texts = {key: str(value) for key, value in example.items()}
        assert set(left_of_example(sheet, texts)) == set(texts)
    assert names_an_example(str(example_contact(gettext)["fiche"]))


def test_what_anybody_may_write_is_no_example() -> None:
    row = {"number": "1", "theme": "EM", "diffusion": "Public", "phones": "02 555 00 01", "verified_by": "AB"}
    assert left_of_example("fiches", row) == ()
    assert left_of_example("fiches", {**row, "verified_by": "(exemple)"}) == (
        "number", "theme", "diffusion", "phones", "verified_by",
    )  # fmt: skip
    assert not names_an_example("1 Le Relais")
