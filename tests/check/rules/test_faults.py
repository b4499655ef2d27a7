"""Small workbooks of a kind that editors sent: alarms without evidence are not raised, what was missed is told."""

from pathlib import Path

import pytest

from fiche_builder.model.words import Diffusion, Flag
from tests.making.workbooks import check, found, said


@pytest.mark.parametrize("name", ["mails-d-association", "cp-autre-pays", "conflit-meme-fiche"])
def test_there_is_nothing_to_tell(shared_data: Path, name: str) -> None:
    assert found(shared_data / "fautes" / f"{name}.xlsx") == []


def test_the_address_beside_a_label_is_proposed(shared_data: Path) -> None:
    path = shared_data / "fautes" / "mail-avec-libelle.xlsx"

    assert found(path) == [("P2", "email-invalid"), ("P3", "email-invalid")]
    assert [hint for _message, hint in said(path, "email-invalid", "en")] == [
        "Did you mean “info@service.example”?"
    ] * 2


def test_a_site_inside_an_office_is_told(shared_data: Path) -> None:
    checked = check(shared_data / "fautes" / "site-prive.xlsx")

    assert [(f.place.coordinate, f.code) for f in checked.findings] == [("Q2", "url-internal")]
    assert [fiche.sites for fiche in checked.directory.fiches] == [()]


def test_dutch_words_are_understood(shared_data: Path) -> None:
    path = shared_data / "fautes" / "mots-nl.xlsx"

    assert [(fiche.number, fiche.diffusion, fiche.essential) for fiche in check(path).directory.fiches] == [
        (1, Diffusion.PUBLIC, Flag.NO),
        (2, Diffusion.INTERNAL, Flag.NO),
        (3, Diffusion.PUBLIC, Flag.YES),
        (4, Diffusion.PUBLIC, Flag.NO),
        (5, Diffusion.PUBLIC, Flag.NO),
    ]
    assert found(path) == [("I6", "flag-invalid")]
    assert said(path, "flag-invalid", "en")[0][1] == "Did you mean “Oui”? Allowed: Oui, Non."
