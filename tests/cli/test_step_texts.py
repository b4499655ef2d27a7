"""What an editor reads while a build goes on, in her language."""

import pytest

from fiche_builder.cli.step_texts import done_text, step_text
from fiche_builder.common.i18n import use_language
from fiche_builder.model.columns import Audience
from fiche_builder.model.steps import Counted, Stage, WorkStep

INTERNAL = WorkStep(Stage.EDITION, audience=Audience.INTERNAL)


@pytest.mark.parametrize(
    ("language", "going_on", "done"),
    [
        ("en", "Internal edition: 6 fiches, 8 of 40 pieces typeset", "Internal edition: 6 fiches, 2 pages"),
        ("fr", "Édition interne : 6 fiches, 8 sur 40 éléments composés", "Édition interne : 6 fiches, 2 pages"),
        ("nl", "Interne editie: 6 fiches, 8 van 40 elementen gezet", "Interne editie: 6 fiches, 2 bladzijden"),
    ],
)
def test_an_edition_counts_its_pieces_while_it_is_made_and_its_pages_afterwards(
    language: str, going_on: str, done: str
) -> None:
    use_language(language)
    counts = {Counted.FICHES: (6, 6), Counted.PIECES: (8, 40)}
    assert step_text(INTERNAL, counts) == going_on
    assert done_text(INTERNAL, counts | {Counted.PAGES: (2, 2)}) == done


@pytest.mark.parametrize("stage", list(Stage))
def test_every_step_says_what_it_is_about(stage: Stage) -> None:
    step = WorkStep(stage, "annuaire-2026-10", Audience.PUBLIC)
    about = {Stage.SELECTION: "fiches", Stage.EDITION: "Public", Stage.INSPECTION: "", Stage.PUBLICATION: ""}
    assert about.get(stage, "annuaire-2026-10") in step_text(step, {})
    assert step_text(step, {}).strip()


def test_a_file_is_inspected_with_its_fiches() -> None:
    step = WorkStep(Stage.LEAK_GATE, "annuaire-2026-10-public.pdf", Audience.PUBLIC)
    assert step_text(step, {Counted.FICHES: (183, 183)}).endswith(" annuaire-2026-10-public.pdf: 183 fiches")
    assert not done_text(step, {Counted.FICHES: (183, 183)})
    inspection = WorkStep(Stage.INSPECTION)
    assert step_text(inspection, {Counted.FILES: (3, 8)}) == "Inspection before publication: 3 of 8 files"
    assert done_text(inspection, {Counted.FILES: (8, 8)}) == "Inspected before publication: 8 files"
