"""What an editor reads of a step: while it is done, and one line when it is."""

from collections.abc import Mapping

from fiche_builder.common.i18n import _, ngettext
from fiche_builder.edition.wording import fiche_count
from fiche_builder.model.columns import Audience
from fiche_builder.model.steps import Counted, Stage, WorkStep

Counts = dict[Counted, tuple[int, int]]
"""Of each thing that is counted in a step: how many are done, and how many there will be."""


def step_text(step: WorkStep, counts: Mapping[Counted, tuple[int, int]]) -> str:
    """Return what is being done."""
    texts = {
        Stage.READING: _("Reading “%(name)s”"),
        Stage.CHECKING: _("Checking “%(name)s”"),
        Stage.SELECTION: _("Choosing and sorting the fiches"),
        Stage.CHANGES: _("Looking for what changed since %(name)s"),
        Stage.EDITION: _edition(step.audience),
        Stage.FILE: "  %(name)s",
        Stage.INSPECTION: _("Inspection before publication"),
        Stage.LEAK_GATE: "  " + _("Nothing internal in it? %(name)s"),
        Stage.HYGIENE: "  " + _("Nothing hidden in it? %(name)s"),
        Stage.PUBLICATION: _("Publication"),
    }
    return _with_counts(texts[step.stage] % {"name": step.name}, [_count(unit, *counts[unit]) for unit in counts])


def done_text(step: WorkStep, counts: Mapping[Counted, tuple[int, int]]) -> str:
    """Return what was done, or an empty string if the step is part of another, or its result is shown anyway."""
    match step.stage:
        case Stage.CHECKING:
            text = _("“%(name)s” read and checked") % {"name": step.name}
        case Stage.EDITION:
            text = _edition(step.audience)
        case Stage.INSPECTION:
            text = _("Inspected before publication")
        case _:
            return ""
    return _with_counts(text, [_done(unit, *counts[unit]) for unit in counts if unit is not Counted.PIECES])


def _edition(audience: Audience | None) -> str:
    return _("Public edition") if audience is Audience.PUBLIC else _("Internal edition")


def _with_counts(text: str, counts: list[str]) -> str:
    return _("%(place)s: %(message)s") % {"place": text, "message": ", ".join(counts)} if counts else text


def _count(unit: Counted, done: int, expected: int) -> str:
    """Return how many are done; of how many, unless these are all."""
    text = _done(unit, expected)
    return text if done == expected else _("%(done)d of %(all)s") % {"done": done, "all": text}


def _done(unit: Counted, done: int, _expected: int = 0) -> str:
    match unit:
        case Counted.FICHES:
            return fiche_count(done, ngettext)
        case Counted.PIECES:
            text = ngettext("%(count)d piece typeset", "%(count)d pieces typeset", done)
        case Counted.PAGES:
            text = ngettext("%(count)d page", "%(count)d pages", done)
        case Counted.FILES:
            text = ngettext("%(count)d file", "%(count)d files", done)
    return text % {"count": done}
