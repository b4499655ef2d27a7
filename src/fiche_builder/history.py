"""The editions of the past, as far as the output folder has them: what verification and the indicators look back on."""

from pathlib import Path

from fiche_builder.errors import FicheError
from fiche_builder.fields import Audience
from fiche_builder.published import list_editions, read_published
from fiche_builder.snapshot import Snapshot


def read_history(output: Path) -> tuple[Snapshot, ...]:
    """Return the internal snapshots of the editions in a folder, the oldest first; of each month its last revision.

    An edition without a sound internal snapshot is passed over: the past is looked back on, never built on.
    """
    by_month = {edition.period: edition for edition in list_editions(output)}
    found = []
    for edition in by_month.values():
        try:
            snapshot = read_published(output / str(edition)).snapshot(Audience.INTERNAL)
        except FicheError:
            continue
        if snapshot and snapshot.audience is Audience.INTERNAL:
            found.append(snapshot)
    return tuple(found)
