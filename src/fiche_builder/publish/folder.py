"""Publishing an edition: its folder appears whole, or the earlier one stays as it was.

All files are written into a temporary folder on the same disk and flushed. Then this folder changes places with the
published one. Linux exchanges two folders in one step (`renameat2`, since 3.15). Elsewhere there are two renames: if
the second one fails, the first is undone, and the next build repairs what a crash between them left behind.
"""

import ctypes
import hashlib
import json
import os
import secrets
import sys
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from fiche_builder import __version__
from fiche_builder.check.questions import Question
from fiche_builder.common.files import (
    cannot_write,
    clear_abandoned,
    discard,
    find_held,
    is_held,
    patiently,
    remove_folder,
)
from fiche_builder.common.period import EditionId
from fiche_builder.model.columns import Audience
from fiche_builder.publish.archive import locked, read_replaced
from fiche_builder.publish.journal import not_replaced_if_sent
from fiche_builder.publish.manifest import MANIFEST_NAME, PublishedFile, file_json

_TEMPORARY = ".new-"
_REPLACED = ".old-"
"""How the folders are called in which an edition is written, or set aside for a moment. All are ours to clear."""
_AT_FDCWD, _RENAME_EXCHANGE = -100, 2


@dataclass(frozen=True, slots=True)
class OutputFile:
    """A file of an edition."""

    name: str
    audience: Audience
    format: str
    content: bytes
    fiches: int
    checks: tuple[str, ...] = ()
    unanswered: tuple[Question, ...] = ()


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A value or row missing from an edition that was made in spite of errors: its cell, never the value."""

    code: str
    sheet: str
    cell: str
    scope: str


def publish(  # noqa: PLR0913 (what an edition is)
    output: Path,
    edition: EditionId,
    files: Iterable[OutputFile],
    *,
    workbook_sha256: str,
    left_out: Iterable[LeftOut] = (),
    columns: Mapping[str, Sequence[str]] | None = None,
) -> Path:
    """Publish the files as `output/2026-11` and return that folder.

    A build may be for one audience or format only; files of the published edition that it did not make stay. An edition
    that was sent, or is being sent, is not replaced.
    """
    target = output / str(edition)
    files = tuple(files)
    try:
        patiently(lambda: output.mkdir(parents=True, exist_ok=True))
        with locked(output), not_replaced_if_sent(output, edition):
            _recover(output)
            kept = _kept_files(target, {file.name for file in files})
            temporary = output / f"{_TEMPORARY}{edition}-{secrets.token_hex(4)}"
            try:
                # Not 0o700, by which Windows would leave the edition to this person for ever.
                patiently(lambda: temporary.mkdir(mode=0o750))
                _write_files(
                    temporary,
                    files,
                    kept,
                    build_manifest(edition, files, kept, workbook_sha256, tuple(left_out), columns or {}),
                )
                _exchange(temporary, target)
            finally:
                discard(temporary)
    except OSError as error:
        raise cannot_write(_in_the_way(error, target), error) from None
    return target


def _in_the_way(error: OSError, target: Path) -> Path:
    """Return what a person can do something about: the file that is open, rather than the folder that cannot move."""
    path = Path(error.filename or target)
    return find_held(target) if is_held(error) and not path.is_file() else path


def _write_files(
    temporary: Path, files: Iterable[OutputFile], kept: Mapping[PublishedFile, bytes], manifest: dict[str, Any]
) -> None:
    for published, content in kept.items():
        _write_file(temporary / published.name, content, is_public=published.audience is Audience.PUBLIC)
    for file in files:
        _write_file(temporary / file.name, file.content, is_public=file.audience is Audience.PUBLIC)
    text = json.dumps(manifest, ensure_ascii=False, indent=2) + "\n"
    _write_file(temporary / MANIFEST_NAME, text.encode(), is_public=False)
    patiently(lambda: temporary.chmod(0o750))
    _flush_folder(temporary)


def _write_file(path: Path, content: bytes, *, is_public: bool) -> None:
    with patiently(lambda: path.open("wb")) as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())
    patiently(lambda: path.chmod(0o644 if is_public else 0o640))


def build_manifest(  # noqa: PLR0913, PLR0917 (what a manifest tells)
    edition: EditionId,
    files: tuple[OutputFile, ...],
    kept: Iterable[PublishedFile],
    workbook_sha256: str,
    left_out: tuple[LeftOut, ...],
    columns: Mapping[str, Sequence[str]],
) -> dict[str, Any]:
    """Return the manifest of an edition.

    `files` is sorted by name. For each file, `checks` are those it passed (`leak-gate`, `hygiene`), `size` is in bytes,
    and `workbook_sha256` is the workbook from which it was made; a file that stays from an earlier build keeps its own.
    `unanswered` lists the texts of a public file about which `private-text` asked in vain: cell, N° of the fiche (0 for
    a theme) and the code that answers in the column `Vu`, never the words.
    `left_out` lists what `--skip-errors` left out, by cell, never the value. Its `scope` is `value`, or `row` for a
    whole fiche. `columns` are the columns of ours that held something in the workbook, by sheet, under the keys of the
    field table: the next check tells which of them is lost.
    """
    made = [
        PublishedFile(
            name=file.name,
            audience=file.audience,
            format=file.format,
            sha256=hashlib.sha256(file.content).hexdigest(),
            size=len(file.content),
            fiches=file.fiches,
            checks=file.checks,
            workbook_sha256=workbook_sha256,
            unanswered=file.unanswered,
        )
        for file in files
    ]
    return {
        "edition": str(edition),
        "tool": "fiche-builder",
        "version": __version__,
        "workbook_sha256": workbook_sha256,
        "files": [file_json(file) for file in sorted([*made, *kept], key=lambda file: file.name)],
        "left_out": [{"code": e.code, "sheet": e.sheet, "cell": e.cell, "scope": e.scope} for e in left_out],
        "columns": {sheet: list(keys) for sheet, keys in columns.items()},
    }


def _kept_files(target: Path, made: set[str]) -> dict[PublishedFile, bytes]:
    """Return the files of the published edition that stay, each as it was published, or raise: none is lost."""
    published = read_replaced(target)
    return {file: published.read(file) for file in published.files if file.name not in made} if published else {}


def _recover(output: Path) -> None:
    """Repair what killed builds left: an edition between its two renames comes back, leftovers are deleted.

    Nobody else publishes meanwhile (`archive.locked`), so whatever is there was left.
    """
    for replaced in output.glob(f"{_REPLACED}*"):
        target = output / replaced.name.removeprefix(_REPLACED)
        if os.path.lexists(target):
            remove_folder(replaced)
        else:
            patiently(partial(replaced.rename, target))
    for scrap in output.glob(f"{_TEMPORARY}*"):
        discard(scrap)
    clear_abandoned(output)


def _exchange(temporary: Path, target: Path) -> None:
    """Move the new folder to the place of the published one. `temporary` then holds the old one, or nothing."""
    if not target.exists():
        patiently(lambda: temporary.rename(target))
    elif not _exchange_at_once(temporary, target):
        replaced = target.parent / f"{_REPLACED}{target.name}"
        patiently(lambda: target.rename(replaced))
        try:
            patiently(lambda: temporary.rename(target))
        except BaseException:
            with suppress(OSError):  # if even that is refused, the next build does it
                patiently(lambda: replaced.rename(target))
            raise
        discard(replaced)
    _flush_folder(target.parent)


def _exchange_at_once(first: Path, second: Path) -> bool:
    """Exchange two folders in one step, where the system and its file system support it."""
    if not sys.platform.startswith("linux"):
        return False
    with suppress(OSError, AttributeError):
        renameat2 = ctypes.CDLL(None, use_errno=True).renameat2
        return bool(renameat2(_AT_FDCWD, os.fsencode(first), _AT_FDCWD, os.fsencode(second), _RENAME_EXCHANGE) == 0)
    return False


def _flush_folder(folder: Path) -> None:
    """Flush the names in a folder to the disk. Not every system can open a folder for that."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
