"""The editions of the past, as far as the output folder has them: what verification and the indicators look back on."""

from pathlib import Path

from fiche_builder.errors import FicheError
from fiche_builder.fields import Audience
from fiche_builder.period import Period
from fiche_builder.published import list_editions, read_published
from fiche_builder.snapshot import Snapshot


def read_history(output: Path, *, until: Period | None = None, at_most: int | None = None) -> tuple[Snapshot, ...]:
    """Return the internal snapshots of the editions in a folder, the oldest first; of each month its last revision.

    Of months up to `until`, and not more than the newest `at_most` of them. An edition without a sound internal snapshot is passed
    over: the past is looked back on, never built on.
    """
    by_month = {edition.period: edition for edition in list_editions(output) if until is None or edition.period <= until}
    found: list[Snapshot] = []
    for edition in reversed(by_month.values()):
        if len(found) == at_most:
            break
        try:
            snapshot = read_published(output / str(edition)).snapshot(Audience.INTERNAL)
        except FicheError:
            continue
        if snapshot and snapshot.audience is Audience.INTERNAL:
            found.append(snapshot)
    return tuple(reversed(found))
