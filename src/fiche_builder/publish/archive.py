"""Editions in the output folder: found, read, and compared with their manifest."""

import hashlib
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from filelock import FileLock, Timeout

from fiche_builder.common.errors import ConfigError, FicheError, OutputError
from fiche_builder.common.files import cannot_write, windows_words
from fiche_builder.common.i18n import _
from fiche_builder.common.period import EditionId
from fiche_builder.common.reading import MEGABYTE, read_file
from fiche_builder.common.reasons import reason
from fiche_builder.edition.changes import Changes
from fiche_builder.edition.snapshot import Snapshot, parse_changes, parse_snapshot
from fiche_builder.model.columns import Audience
from fiche_builder.publish.manifest import MANIFEST_NAME, PublishedFile, parse_manifest

_LARGEST_MANIFEST = 16 * MEGABYTE
LARGEST_FILE = 512 * MEGABYTE
_LOCK_NAME = ".fiche.lock"
_LOCK_SECONDS = 60.0
_LISTED = 12


@dataclass(frozen=True, slots=True)
class PublishedEdition:
    """An edition in its folder."""

    folder: Path
    id: EditionId
    files: tuple[PublishedFile, ...]
    columns: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """The columns that it was made from, by sheet; none in a manifest of an earlier version."""

    def find(self, audience: Audience, extension: str) -> PublishedFile | None:
        """Return the edition's file for an audience and a format."""
        return next((file for file in self.files if file.audience is audience and file.format == extension), None)

    def read(self, file: PublishedFile) -> bytes:
        """Return the bytes of a file; raise `OutputError` unless they are those that were published."""
        path = self.folder / file.name
        content = _read(path, LARGEST_FILE)
        if hashlib.sha256(content).hexdigest() != file.sha256:
            raise OutputError(
                _("“%(path)s” is no longer the file that was published: it was changed afterwards.") % {"path": path},
                _copy_hint(),
            )
        return content

    def snapshot(self, audience: Audience) -> Snapshot | None:
        """Return the snapshot of an audience, if it was published."""
        file = self.find(audience, "json")
        if file is None:
            return None
        snapshot = parse_snapshot(self.read(file), str(self.folder / file.name))
        if (snapshot.id, snapshot.audience) != (self.id, audience):
            raise _spoilt(self.folder / file.name)
        return snapshot

    def changes(self, audience: Audience) -> Changes | None:
        """Return what changed since the earlier edition, if that was published: much quicker than its snapshot."""
        file = self.find(audience, "json")
        return parse_changes(self.read(file), str(self.folder / file.name)) if file else None


def read_published(folder: Path) -> PublishedEdition:
    """Read the manifest in the folder of an edition."""
    path = folder / MANIFEST_NAME
    if not os.path.lexists(path):
        raise OutputError(_("There is no edition in “%(path)s”.") % {"path": folder}, what_there_is(folder.parent))
    try:
        manifest = parse_manifest(_read(path, _LARGEST_MANIFEST))
    except (ValueError, KeyError, ConfigError):
        raise _spoilt(path) from None
    if _is_of_another(folder, manifest.id):
        raise _spoilt(path)
    return PublishedEdition(folder, manifest.id, manifest.files, manifest.columns)


def read_replaced(folder: Path) -> PublishedEdition | None:
    """Return the edition that a build would replace, None where there is none yet.

    Raise `OutputError` if there is something else: what cannot be read is not overwritten.
    """
    if not os.path.lexists(folder) or (folder.is_dir() and not any(folder.iterdir())):
        return None
    try:
        return read_published(folder)
    except OutputError as error:
        raise OutputError(
            error.message,
            _(
                "It is not overwritten. Put the whole folder back from a copy; or, if nobody has this edition yet, "
                "move “%(folder)s” elsewhere and build again."
            )
            % {"folder": folder},
        ) from None


def _is_of_another(folder: Path, edition: EditionId) -> bool:
    """Tell whether a folder has the name of another edition. A copy may be called anything else."""
    try:
        return EditionId.parse(folder.name) != edition
    except ConfigError:
        return False


def _read(path: Path, at_most: int) -> bytes:
    """Return the bytes of a file of an edition."""
    try:
        return read_file(path, at_most)
    except OSError as error:
        raise OutputError(*windows_words(path, error) or (_unread(path, error), _copy_hint())) from None


def _unread(path: Path, error: OSError) -> str:
    return _("“%(path)s” cannot be read: %(reason)s.") % {"path": path, "reason": reason(error)}


def _spoilt(path: Path) -> OutputError:
    return OutputError(
        _("“%(path)s” is damaged: it does not say what was published in this folder.") % {"path": path}, _copy_hint()
    )


def list_editions(output: Path) -> list[EditionId]:
    """Return the editions in an output folder, oldest first."""
    return [edition for edition in list_folders(output) if os.path.lexists(output / str(edition) / MANIFEST_NAME)]


def list_folders(output: Path) -> list[EditionId]:
    """Return the editions that have a folder, even one without a manifest, oldest first."""
    found = []
    for path in output.iterdir() if output.is_dir() else ():
        try:
            edition = EditionId.parse(path.name)
        except ConfigError:
            continue
        if path.name == str(edition) and path.is_dir():
            found.append(edition)
    return sorted(found)


def what_there_is(output: Path) -> str:
    """Return a hint that names the editions in a folder, for somebody who asked for another one.

    It never says to build the one that is missing: a month of the past cannot be made from the workbook of today.
    """
    editions = list_editions(output)
    if not editions:
        return _("Make this month's edition with: fiche build")
    names = [str(edition) for edition in editions[-_LISTED:]]
    if len(editions) > _LISTED:
        names.insert(0, "…")
    return _("There are: %(editions)s.") % {"editions": ", ".join(names)}


def find_earlier(
    output: Path, edition: EditionId, audience: Audience, since: EditionId | None = None
) -> Snapshot | None:
    """Return the snapshot of an audience with which an edition is compared.

    It is that of `since`, or the newest earlier one. Without `since`, a folder without a sound snapshot is skipped, and
    there may be none at all.
    """
    if since:
        return _read_since(output, since, audience)
    for earlier in reversed(list_editions(output)):
        if earlier < edition:
            try:
                snapshot = read_published(output / str(earlier)).snapshot(audience)
            except FicheError:
                continue
            if snapshot and snapshot.audience is audience:
                return snapshot
    return None


def _read_since(output: Path, since: EditionId, audience: Audience) -> Snapshot:
    """Return the audience's snapshot in the edition that was asked for."""
    snapshot = read_published(output / str(since)).snapshot(audience)
    if snapshot is None or snapshot.audience is not audience:
        raise OutputError(
            _("Edition %(edition)s has no snapshot (.json) to compare with.") % {"edition": since},
            _("Name another one with --since. %(there_is)s") % {"there_is": what_there_is(output)},
        )
    return snapshot


def _copy_hint() -> str:
    """Return what to do about a file of an edition that is not as it was published."""
    return _(
        "Put the whole folder back from a copy. An edition of this month that nobody has yet can be made again with: "
        "fiche build"
    )


@contextmanager
def locked(output: Path) -> Iterator[None]:
    """Lock an output folder.

    Only one build publishes at a time, and a mailing begins between two of them.
    """
    try:
        lock = FileLock(output / _LOCK_NAME, timeout=_LOCK_SECONDS)
        lock.acquire()
    except Timeout:
        raise OutputError(
            _("Another build has been publishing into “%(path)s” for a minute.") % {"path": output},
            _("Wait until it is done, then try again."),
        ) from None
    except OSError as error:
        raise cannot_write(output / _LOCK_NAME, error) from None
    try:
        yield
    finally:
        lock.release()
