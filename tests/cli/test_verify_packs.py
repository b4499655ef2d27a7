"""`fiche verify --packs`: what the editor is told of the drafts."""

from datetime import date
from email import message_from_bytes
from pathlib import Path

import pytest

from tests.making.verifying import VerifyDesk
from tests.making.workbooks import PARAMETERS, public

RELAIS = public(1, **{"Nom": "Le Relais", "Vérifié_le": date(2025, 4, 1), "E-mail": "info@relais.example"})


def test_without_an_address_for_answers_the_editor_is_told(verify_desk: VerifyDesk) -> None:
    verify_desk.workbook(RELAIS, Paramètres=[PARAMETERS[0]])
    assert "answers come to whoever sends the drafts" in verify_desk.packs()[1]
    (draft,) = verify_desk.drafts.iterdir()
    assert message_from_bytes(draft.read_bytes())["Reply-To"] is None


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--reminders",), "where the drafts go"),
        (("--again",), "where the drafts go"),
        (("--packs", "x", "--json"), "one after the other"),
        (("--packs", "x", "--calls", "3"), "one after the other"),
    ],
)
def test_odd_options_are_explained(verify_desk: VerifyDesk, arguments: tuple[str, ...], words: str) -> None:
    verify_desk.workbook(RELAIS)
    assert words in verify_desk.verify(*arguments, code=2)[1]
    assert not Path("x").exists()
