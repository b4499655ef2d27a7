"""A PDF that is made in a process of its own: the same bytes, the same errors, and a word if the process is gone."""

import os
import signal
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from fiche_builder.common.config import Config
from fiche_builder.common.errors import MissingGlyphError, TypesettingError
from fiche_builder.edition.edition import AnyEdition
from fiche_builder.model.columns import Audience
from fiche_builder.model.steps import Counted
from fiche_builder.outputs import aside
from fiche_builder.outputs.aside import Aside, is_worth_it
from fiche_builder.outputs.pdf import ComposingRoom, PdfMaker
from fiche_builder.publish.build import BuildRequest, build_editions
from tests.conftest import WorkbookMaker
from tests.making.browser import edition_of
from tests.making.slugs import NOVEMBER
from tests.making.workbooks import check, fiche, public

ROWS = [public(1, Nom="Écluse"), fiche(2, Nom="Cellule")]


@pytest.fixture
def edition(workbook: WorkbookMaker) -> AnyEdition:
    return edition_of(workbook(Fiches=ROWS), Audience.INTERNAL)


def test_it_is_what_would_be_made_here_and_its_pages_are_told(edition: AnyEdition) -> None:
    told: list[tuple[Counted, int, int]] = []
    with Aside(edition, "fr") as beside:
        made = beside.result(lambda *counted: told.append(counted))
    assert made == PdfMaker(edition, "fr", ComposingRoom()).make()
    assert [what for what, _done, _expected in told] == [Counted.PAGES]
    assert told[0][1] == told[0][2] > 1


def test_what_goes_wrong_there_is_told_here(edition: AnyEdition) -> None:
    odd: Any = replace(edition, imprint=replace(edition.imprint, title="電"))  # type: ignore[arg-type]
    with Aside(odd, "fr") as beside, pytest.raises(MissingGlyphError, match="電"):
        beside.result(lambda *_counted: None)


@pytest.mark.skipif(os.name == "nt", reason="a process is ended otherwise there")
def test_a_process_that_is_ended_from_outside_is_told(edition: AnyEdition) -> None:
    with Aside(edition, "fr") as beside:
        [process] = list(beside._pool._processes.values())  # noqa: SLF001 (to end it)
        os.kill(int(process.pid or 0), signal.SIGKILL)
        with pytest.raises(TypesettingError, match=r"memory|mémoire"):
            beside.result(lambda *_counted: None)


def test_a_large_edition_is_made_aside_and_all_files_stand_in_their_order(
    workbook: WorkbookMaker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    checked = check(workbook(Fiches=ROWS))
    made = {}
    for least in (1, 1000):
        monkeypatch.setattr(aside, "_WORTH_A_PROCESS", least)
        monkeypatch.setattr(aside, "_usable_processors", lambda: 2)
        assert is_worth_it(edition_of(workbook(Fiches=ROWS))) is (least == 1)
        request = BuildRequest(NOVEMBER, tuple(Audience), ("pdf", "json"), tmp_path / str(least))
        folder = build_editions(checked, request, Config())
        made[least] = {path.name: path.read_bytes() for path in sorted(folder.iterdir())}
    assert made[1] == made[1000]
    assert len([name for name in made[1] if name.endswith(".pdf")]) == 2
