"""Other editions in the output folder, on which verification, the indicators and mailings look back."""

from collections.abc import Callable, Iterator
from pathlib import Path

from fiche_builder.common.errors import FicheError
from fiche_builder.common.period import EditionId, Period
from fiche_builder.edition.snapshot import Snapshot
from fiche_builder.model.columns import Audience
from fiche_builder.model.frame import LastFrame
from fiche_builder.publish.archive import list_editions, read_published
from fiche_builder.publish.journal import State, latest_deliveries, list_journals, read_journal, was_sent

Passed = Callable[[FicheError], object]
"""Told about each edition that is passed over because it cannot be read."""


def read_history(
    output: Path, passed: Passed, *, until: Period | None = None, at_most: int | None = None
) -> tuple[Snapshot, ...]:
    """Return the internal snapshots of the editions in a folder, oldest first, with the last revision of each month.

    Only months up to `until` count, and only the newest `at_most`. An edition without a sound internal snapshot is
    skipped, because nothing is built on the past; `passed` is told what is damaged.
    """
    return tuple(iterate_history(output, passed, until=until, at_most=at_most))


def iterate_history(
    output: Path, passed: Passed, *, until: Period | None = None, at_most: int | None = None
) -> Iterator[Snapshot]:
    """Yield the same snapshots one by one. Those of a large annuaire are too many to hold at once."""
    by_month = {
        edition.period: edition for edition in list_editions(output) if until is None or edition.period <= until
    }
    editions = list(by_month.values())
    for edition in editions[-at_most:] if at_most else editions:
        try:
            snapshot = read_published(output / str(edition)).snapshot(Audience.INTERNAL)
        except FicheError as error:
            passed(error)
            continue
        if snapshot and snapshot.audience is Audience.INTERNAL:
            yield snapshot


def last_frame(output: Path) -> LastFrame | None:
    """Return the columns that the newest edition in a folder was made from; None where no manifest tells them."""
    for edition in reversed(list_editions(output)):
        try:
            columns = read_published(output / str(edition)).columns
        except FicheError:
            continue
        return LastFrame(str(edition), columns) if columns else None
    return None


def spoilt_before(output: Path, edition: EditionId) -> Iterator[FicheError]:
    """Yield what is wrong with each edition that is passed over on the way to the newest sound one before this."""
    for earlier in reversed(list_editions(output)):
        if earlier < edition:
            try:
                published = read_published(output / str(earlier))
                if any(tuple(map(published.snapshot, Audience))):  # each is asked
                    return
            except FicheError as error:
                yield error


def editions_beside(workbook: Path) -> Path:
    """Return the folder of the editions of a workbook's project: beside it, or one folder up, as for `sources/`."""
    folder = workbook.absolute().parent
    beside = folder / "output"
    return beside if list_editions(beside) else folder.parent / "output"


def unfinished_mailing(output: Path) -> EditionId | None:
    """Return the newest edition whose mailing stopped before its end, unless people have a later one by now."""
    for edition in reversed(list_journals(output)):
        latest = latest_deliveries(read_journal(output, edition)).values()
        if any(delivery.state in {State.PLANNED, State.DEFERRED, State.SENDING} for delivery in latest):
            return None if newest_sent(output, edition) else edition
    return None


def newest_sent(output: Path, edition: EditionId) -> EditionId | None:
    """Return the newest edition that people have and that is later than this one."""
    for later in reversed(list_journals(output)):
        if later > edition and was_sent(output, later):
            return later
    return None
