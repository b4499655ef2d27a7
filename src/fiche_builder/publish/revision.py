"""Which edition of a month a build makes: the first one, or a correction of one that people have."""

from pathlib import Path

from fiche_builder.common.errors import ConfigError
from fiche_builder.common.i18n import _
from fiche_builder.common.period import EditionId, Period
from fiche_builder.publish.archive import list_editions
from fiche_builder.publish.journal import was_sent


def edition_to_build(output: Path, period: Period, *, revise: bool) -> EditionId:
    """Return which edition of a month is to be made.

    It is the first one. With `revise` it is the next one, or the last if nobody has it yet.
    """
    first = EditionId(period)
    if not revise:
        return first
    existing = [edition for edition in list_editions(output) if edition.period == period]
    if not existing:
        raise ConfigError(
            _("There is no edition %(edition)s that could be revised.") % {"edition": period},
            _("Build it without --revise."),
        )
    last = existing[-1]
    return last if last != first and not was_sent(output, last) else EditionId(period, last.revision + 1)
