"""Which edition of a month a build makes."""

from pathlib import Path

import pytest

from fiche_builder.common.errors import ConfigError
from fiche_builder.common.period import EditionId, Period
from fiche_builder.publish.journal import State, open_journal
from fiche_builder.publish.revision import edition_to_build
from tests.making.mailings import make_edition
from tests.making.workbooks import make_workbook

NOVEMBER = Period(2026, 11)


def send(output: Path, edition: EditionId) -> None:
    """Let somebody have an edition."""
    with open_journal(output, edition) as journal:
        journal.plan([("ann@contact.example", "internal", "00", f"<{edition}@contact.example>")])
        journal.mark(journal.deliveries()[0], State.SENT)


def test_without_a_wish_it_is_the_first(tmp_path: Path) -> None:
    assert edition_to_build(tmp_path, NOVEMBER, revise=False) == EditionId(NOVEMBER)


def test_what_does_not_exist_cannot_be_corrected(tmp_path: Path) -> None:
    make_edition(make_workbook(tmp_path / "annuaire.xlsx"), tmp_path, EditionId.parse("2026-10"))
    with pytest.raises(ConfigError) as caught:
        edition_to_build(tmp_path, NOVEMBER, revise=True)
    assert "--revise" in caught.value.hint


def test_a_correction_nobody_has_is_made_anew_and_one_that_was_sent_is_followed_by_the_next(tmp_path: Path) -> None:
    workbook = make_workbook(tmp_path / "annuaire.xlsx")
    first, second, third = (EditionId(NOVEMBER, revision) for revision in (1, 2, 3))
    make_edition(workbook, tmp_path, first)
    assert edition_to_build(tmp_path, NOVEMBER, revise=True) == second
    make_edition(workbook, tmp_path, second)
    assert edition_to_build(tmp_path, NOVEMBER, revise=True) == second
    send(tmp_path, second)
    assert edition_to_build(tmp_path, NOVEMBER, revise=True) == third
