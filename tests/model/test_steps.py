"""Steps are told to whoever listens, and cost nothing if nobody does."""

from fiche_builder.model.steps import NOBODY, Counted, Stage, WorkStep


def test_nobody_hears_everything() -> None:
    with NOBODY.step(WorkStep(Stage.EDITION)) as told, NOBODY.step(WorkStep(Stage.FILE, "a.pdf")):
        told(Counted.PIECES, 1, 2)
