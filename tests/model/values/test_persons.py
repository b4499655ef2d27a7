"""Whether the name of a mailbox is a person's."""

import re

import pytest

from fiche_builder.common.text import fold
from fiche_builder.model.values.persons import FIRST_NAMES, LAST_NAMES, is_name_of_person


@pytest.mark.parametrize(
    "mailbox",
    [
        *("marie.dupont", "dupont.marie", "marie_dupont", "marie-dupont75", "mariedupont", "dupontmarie"),
        *("jean-pierre.lacroix", "jean.van.damme", "anne.sophie.de.smet", "annesophie.maes", "jp.martin", "j.peeters"),
        *(
            "peeters.j",
            "sophie",
            "philippe.m",
            "benedicte.xhonneux",
            "fatima.elm",
            "wouter.vandenbroeck",
            "céline.rené",
        ),
    ],
)
def test_a_person(mailbox: str) -> None:
    assert is_name_of_person(words_of(mailbox))


@pytest.mark.parametrize(
    "mailbox",
    [
        *("cidf-88", "foyer-rural", "ccltcv", "paiocorb", "mpt.f.dupuis", "kilmorens"),
        *(
            "a.d.m.r",
            "restos-du-coeur",
            "l.escale",
            "rose.bleue",
            "petits.loups",
            "lesptitsbouts",
            "solidarite.logement",
        ),
        *("dupont", "martine.et.compagnie.asbl", "gr.rando", "sos.faim", "mjc1060", "75020", "x", ""),
    ],
)
def test_nothing_says_that_it_is_a_person(mailbox: str) -> None:
    assert not is_name_of_person(words_of(mailbox))


def test_names_are_folded() -> None:
    assert all(fold(name) == name and name.isalpha() for name in FIRST_NAMES | LAST_NAMES)


def words_of(mailbox: str) -> tuple[str, ...]:
    return tuple(re.findall(r"[^\W\d_]+", fold(mailbox)))
