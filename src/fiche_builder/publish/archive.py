"""Editions in the output folder: found, read, and compared with their manifest."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from fiche_builder.check.questions import Question
from fiche_builder.common.errors import ConfigError, FicheError, OutputError
from fiche_builder.common.files import patiently
from fiche_builder.common.i18n import _
from fiche_builder.common.period import EditionId
from fiche_builder.edition.changes import Changes
from fiche_builder.edition.snapshot import Snapshot, parse_changes, parse_snapshot
from fiche_builder.model.columns import Audience

MANIFEST_NAME = "manifest.json"
"""The files of an edition: each with its hash, its size, its number of fiches and the checks it passed."""
_LOCK_NAME = ".fiche.lock"
_LOCK_SECONDS = 60.0
_LISTED = 12


@dataclass(frozen=True, slots=True)
class PublishedFile:
    """A file of an edition as its manifest describes it. `size` is in bytes."""

    name: str
    audience: Audience
    format: str
    sha256: str
    size: int
    fiches: int
    checks: tuple[str, ...]
    workbook_sha256: str
    unanswered: tuple[Question, ...] = ()
    """The open questions about its texts; none in an edition that was made before they were asked."""


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
        try:
            content = patiently(path.read_bytes)
        except OSError as error:
            raise OutputError(
                _("“%(path)s” cannot be read: %(reason)s.") % {"path": path, "reason": error.strerror or error},
                _copy_hint(),
            ) from None
        if hashlib.sha256(content).hexdigest() != file.sha256:
            raise OutputError(
                _("“%(path)s” is no longer the file that was published: it was changed afterwards.") % {"path": path},
                _copy_hint(),
            )
        return content

    def snapshot(self, audience: Audience) -> Snapshot | None:
        """Return the snapshot of an audience, if it was published."""
        file = self.find(audience, "json")
        return parse_snapshot(self.read(file), file.name) if file else None

    def changes(self, audience: Audience) -> Changes | None:
        """Return what changed since the earlier edition, if that was published: much quicker than its snapshot."""
        file = self.find(audience, "json")
        return parse_changes(self.read(file), file.name) if file else None


def read_published(folder: Path) -> PublishedEdition:
    """Read the manifest in the folder of an edition."""
    path = folder / MANIFEST_NAME
    try:
        data = json.loads(patiently(path.read_bytes))
        return PublishedEdition(
            folder,
            EditionId.parse(data["edition"]),
            tuple(_parse_file(entry) for entry in data["files"]),
            {str(sheet): tuple(map(str, keys)) for sheet, keys in data.get("columns", {}).items()},
        )
    except FileNotFoundError:
        raise OutputError(
            _("There is no edition in “%(path)s”.") % {"path": folder}, what_there_is(folder.parent)
        ) from None
    except (OSError, ValueError, KeyError, TypeError, AttributeError, ConfigError) as error:
        raise OutputError(
            _("“%(path)s” cannot be read: %(reason)s.") % {"path": path, "reason": error}, _copy_hint()
        ) from None


def list_editions(output: Path) -> list[EditionId]:
    """Return the editions in an output folder, oldest first."""
    return [edition for edition in list_folders(output) if (output / str(edition) / MANIFEST_NAME).is_file()]


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
        with FileLock(output / _LOCK_NAME, timeout=_LOCK_SECONDS):
            yield
    except Timeout:
        raise OutputError(
            _("Another build has been publishing into “%(path)s” for a minute.") % {"path": output},
            _("Wait until it is done, then try again."),
        ) from None


def _parse_file(entry: Any) -> PublishedFile:  # noqa: ANN401 (whatever the manifest holds: a wrong shape raises)
    name = str(entry["name"])
    if Path(name).name != name:
        raise ValueError(name)
    return PublishedFile(
        name=name,
        audience=Audience(entry["audience"]),
        format=str(entry["format"]),
        sha256=str(entry["sha256"]),
        size=int(entry["size"]),
        fiches=int(entry["fiches"]),
        checks=tuple(str(check) for check in entry["checks"]),
        workbook_sha256=str(entry["workbook_sha256"]),
        unanswered=tuple(
            Question(str(q["sheet"]), str(q["cell"]), int(q["fiche"]), str(q["answer"]))
            for q in entry.get("unanswered", ())
        ),
    )
