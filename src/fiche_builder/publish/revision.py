"""Which edition of a month a build makes: the first one, or a correction of one that people have."""

from collections.abc import Iterable
from pathlib import Path

from fiche_builder.common.errors import ConfigError, FicheError, OutputError
from fiche_builder.common.i18n import _
from fiche_builder.common.period import EditionId, Period
from fiche_builder.edition.edition import AnyEdition
from fiche_builder.edition.snapshot import Snapshot, parse_snapshot, snapshot_json, take_snapshot
from fiche_builder.publish.archive import list_editions, read_published
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


def refuse_unchanged(output: Path, edition: EditionId, made: Iterable[AnyEdition]) -> None:
    """Raise if a revision would say the same as the edition before it, which people have.

    Most often the workbook was corrected and not saved: everyone would get a mail about a correction that is none. What
    is compared is what the snapshot holds: fiches, contacts, themes, title and addresses. If the earlier edition has
    none for one of the audiences, nobody knows, and the revision is made.
    """
    if edition.revision == 1:
        return
    earlier = [known for known in list_editions(output) if known.period == edition.period and known < edition]
    if not earlier:
        return
    try:
        published = read_published(output / str(earlier[-1]))
        pairs = [(published.snapshot(one.audience), take_snapshot(one)) for one in made]
    except FicheError:
        return
    if all(old and _says(old) == _says(parse_snapshot(snapshot_json(new), "")) for old, new in pairs):
        raise OutputError(
            _("Nothing has changed since %(edition)s: no %(revision)s was made.")
            % {"edition": earlier[-1], "revision": edition},
            _(
                "Did you save the workbook in Excel? If only something beside the fiches was changed, such as the look "
                "or the last page: fiche build --revise --yes"
            ),
        )


def _says(snapshot: Snapshot) -> tuple[object, ...]:
    """Return what an edition says, whatever its name and what it is compared with."""
    imprint = snapshot.title, snapshot.organisation, snapshot.suggestions_address
    return imprint, snapshot.themes, snapshot.fiches
