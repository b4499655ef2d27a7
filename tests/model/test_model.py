"""The validated directory: what follows from its values."""

from dataclasses import fields
from typing import Any

import pytest

from fiche_builder.model.columns import SheetSpec
from fiche_builder.model.fields import CONTACTS, FICHES, SUGGESTIONS, TEAMS, THEMES
from fiche_builder.model.model import Contact, Fiche, Phone, Suggestion, Team, Theme
from fiche_builder.model.words import Diffusion, SuggestionStatus, Usage


@pytest.mark.parametrize(
    ("kind", "spec", "besides"),
    [
        (Fiche, FICHES, {"contacts"}),
        (Contact, CONTACTS, set()),
        (Theme, THEMES, set()),
        (Team, TEAMS, set()),
        (Suggestion, SUGGESTIONS, set()),
    ],
)
def test_fields_bear_the_keys_of_the_field_table(kind: type[Any], spec: SheetSpec, besides: set[str]) -> None:
    assert {field.name for field in fields(kind)} == {column.key for column in spec.columns} | besides


def test_the_own_numbers_of_a_fiche_may_be_given_only_if_it_is_public() -> None:
    assert Fiche(number=1, theme="Emploi", name="Relais").own_usage is Usage.INTERNAL
    assert Fiche(number=1, theme="Emploi", name="Relais", diffusion=Diffusion.PUBLIC).own_usage is Usage.GIVE


@pytest.mark.parametrize(
    ("author", "name", "address"),
    [
        ("Marie Dupont <marie@contact.example>", "Marie Dupont", "marie@contact.example"),
        ("Marie Dupont (marie@contact.example)", "Marie Dupont", "marie@contact.example"),
        ("marie@contact.example, Marie Dupont", "Marie Dupont", "marie@contact.example"),
        ("marie@contact.example", "", "marie@contact.example"),
        ("Marie  Dupont", "Marie Dupont", ""),
        ("Marie @ l’accueil", "Marie @ l’accueil", ""),
        ("", "", ""),
    ],
)
def test_an_author_has_a_name_and_perhaps_an_address(author: str, name: str, address: str) -> None:
    suggestion = Suggestion(author=author)
    assert (suggestion.author_name, suggestion.author_address) == (name, address)


def test_a_long_author_is_read_in_no_time() -> None:
    """Whatever somebody pastes into the cell: the pattern never tries all its ways."""
    assert Suggestion(author="a." * 50_000).author_address == ""
    assert Suggestion(author="@" * 100_000).author_address == ""


@pytest.mark.parametrize("status", list(SuggestionStatus))
def test_a_suggestion_is_open_until_it_is_accepted_or_refused(status: SuggestionStatus) -> None:
    is_closed = status in {SuggestionStatus.ACCEPTED, SuggestionStatus.REFUSED}
    assert Suggestion(status=status).is_open is not is_closed


def test_a_link_to_a_number_bears_its_extension() -> None:
    assert Phone("+3225551234", "02 555 12 34").uri == "tel:+3225551234"
    assert Phone("+3225551234", "02 555 12 34", extension="12").uri == "tel:+3225551234;ext=12"


def test_a_theme_is_referred_to_by_its_name() -> None:
    assert Theme(name="Emploi", code="EM").key == "Emploi"
