"""The N° that served: which one is free, and when a N° has gone to another fiche."""

import pytest

from fiche_builder.common.period import EditionId
from fiche_builder.model.served import NumberHistory, ServedFiche, other_bearer

AUGUST, SEPTEMBER = EditionId.parse("2026-08"), EditionId.parse("2026-09")
CRECHE = ServedFiche("Crèche du Parc", frozenset({"+3225550001"}), AUGUST)
COURT = ServedFiche("Tribunal du travail", frozenset({"+3225559999"}), SEPTEMBER)


@pytest.mark.parametrize(
    ("name", "points", "told"),
    [
        ("Banque de dépôt", set(), COURT),
        ("Banque de dépôt", {"+3225558888"}, COURT),
        ("Crèche du Parc", set(), None),
        ("CRECHE DU PARC (antenne)", set(), None),
        ("Banque de dépôt", {"+3225550001"}, None),
        ("Tribunal du travail francophone", set(), None),
    ],
)
def test_a_number_is_anothers_if_it_can_be_none_of_those_who_bore_it(
    name: str, points: set[str], told: ServedFiche | None
) -> None:
    assert other_bearer([CRECHE, COURT], name, points) == told


def test_a_number_that_nobody_bore_is_nobodys() -> None:
    history = NumberHistory({39: (CRECHE,)})
    assert history.other_bearer(40, "Tribunal", set()) is None
    assert history.other_bearer(39, "Tribunal", set()) == CRECHE


@pytest.mark.parametrize(
    ("used", "served", "free"),
    [
        ((), (), 1),
        ((1, 2), (), 3),
        ((1, 2), (7,), 8),
        ((1, 9), (7,), 10),
        ((1, 999_999_999), (2,), 3),
    ],
)
def test_the_free_number_never_served(used: tuple[int, ...], served: tuple[int, ...], free: int) -> None:
    assert NumberHistory(numbers=frozenset(served)).free(used) == free
