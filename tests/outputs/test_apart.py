"""Editions made in processes of their own: the same bytes, the same errors, and a word if a process is gone."""

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from multiprocessing import active_children
from pathlib import Path
from typing import Any

import pytest

from fiche_builder.common.config import Config
from fiche_builder.common.errors import MissingGlyphError, TypesettingError
from fiche_builder.edition.edition import AnyEdition
from fiche_builder.model.columns import Audience
from fiche_builder.model.steps import NOBODY, Counted, Observer, Progress, Stage, WorkStep
from fiche_builder.outputs import apart
from fiche_builder.outputs.apart import Made, Task, make_apart
from fiche_builder.outputs.formats import FORMATS
from fiche_builder.publish.build import BuildRequest, build_editions
from tests.conftest import WorkbookMaker
from tests.making.browser import edition_of
from tests.making.here import make_here
from tests.making.slugs import NOVEMBER
from tests.making.workbooks import check, fiche, public

ROWS = [public(1, Nom="Écluse"), fiche(2, Nom="Cellule")]
START = apart.start
"""As it is when this module is imported, before any test."""


@pytest.fixture
def editions(workbook: WorkbookMaker) -> list[AnyEdition]:
    path = workbook(Fiches=ROWS)
    return [edition_of(path, audience) for audience in Audience]


@pytest.fixture(autouse=True)
def _really_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "start", START)


def name(edition: AnyEdition, extension: str) -> str:
    return f"{edition.audience.value}.{extension}"


def make(editions: list[AnyEdition], *formats: str, observer: Observer = NOBODY) -> list[Made]:
    tasks = [Task(edition, formats, "fr") for edition in editions]
    return list(make_apart(tasks, observer, name))


class Listener(Observer):
    """Hears of each step, and what is counted in it."""

    def __init__(self) -> None:
        self.heard: list[tuple[Stage, str, Audience | None]] = []
        self.counted: set[tuple[Audience | None, Counted]] = set()

    @contextmanager
    def step(self, step: WorkStep) -> Iterator[Progress]:
        self.heard.append((step.stage, step.name, step.audience))
        yield lambda what, _done, _expected: self.counted.add((step.audience, what))


def test_all_is_as_if_it_had_been_made_here(
    editions: list[AnyEdition], workbook: WorkbookMaker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    checked = check(workbook(Fiches=ROWS))
    folders = {}
    for start in (START, make_here):
        monkeypatch.setattr(apart, "start", start)
        request = BuildRequest(NOVEMBER, tuple(Audience), tuple(FORMATS), tmp_path / start.__name__)
        folder = build_editions(checked, request, Config())
        folders[start] = {path.name: path.read_bytes() for path in folder.iterdir()}
    assert folders[START] == folders[make_here]
    assert len(folders[START]) == len(editions) * len(FORMATS) + 1


def test_what_is_made_is_told_with_its_counts(editions: list[AnyEdition]) -> None:
    listener = Listener()
    made = make(editions, "json", "pdf", observer=listener)
    assert {name(each.edition, each.format) for each in made} == {
        f"{audience.value}.{form}" for audience in Audience for form in ("json", "pdf")
    }
    for audience in Audience:
        told = [(stage, file) for stage, file, whose in listener.heard if whose is audience]
        assert told == [
            (Stage.EDITION, ""),
            (Stage.FILE, f"{audience.value}.json"),
            (Stage.FILE, f"{audience.value}.pdf"),
        ]
        assert {what for whose, what in listener.counted if whose is audience} >= {Counted.FICHES, Counted.PAGES}


def test_what_goes_wrong_there_is_told_here_and_nobody_goes_on(editions: list[AnyEdition]) -> None:
    odd: Any = replace(editions[1], imprint=replace(editions[1].imprint, title="電"))  # type: ignore[arg-type]
    with pytest.raises(MissingGlyphError, match="電"):
        make([editions[0], odd], "pdf")
    assert not active_children()


def start_and_kill(task: Task, tell: Any) -> Callable[[], None]:
    """Start a process and end it from outside."""
    end = START(task, tell)
    [process] = active_children()
    os.kill(int(process.pid or 0), signal.SIGKILL)
    return end


@pytest.mark.skipif(os.name == "nt", reason="a process is ended otherwise there")
def test_a_process_that_is_ended_from_outside_is_told(
    editions: list[AnyEdition], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(apart, "start", start_and_kill)
    with pytest.raises(TypesettingError, match=r"memory|mémoire"):
        make(editions[:1], "pdf")


def test_a_consumer_that_has_enough_leaves_nobody_behind(editions: list[AnyEdition]) -> None:
    making = make_apart([Task(edition, ("json", "pdf"), "fr") for edition in editions], NOBODY, name)
    assert next(making).format == "json"
    making.close()  # type: ignore[attr-defined]
    assert not active_children()
