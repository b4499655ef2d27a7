"""The manifest of an edition, as it is read back: typed, and for its own folder alone."""

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from fiche_builder.check.questions import Question
from fiche_builder.common.period import EditionId
from fiche_builder.common.reading import keyed, listed, parse_json, text, whole
from fiche_builder.model.columns import Audience

MANIFEST_NAME = "manifest.json"
"""The files of an edition: each with its hash, its size, its number of fiches and the checks it passed."""
_HASH = re.compile(r"[0-9a-f]{64}")
_FORMAT = re.compile(r"[a-z0-9]{1,16}")


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
class Manifest:
    """What a manifest says of an edition."""

    id: EditionId
    files: tuple[PublishedFile, ...]
    columns: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """The columns that it was made from, by sheet; none in a manifest of an earlier version."""


def file_name(edition: EditionId, audience: Audience, extension: str) -> str:
    """Return the name of a file of an edition. It is ASCII, because the file is mailed."""
    word = "interne" if audience is Audience.INTERNAL else "public"
    return f"annuaire-{edition}-{word}.{extension}"


def parse_manifest(content: bytes) -> Manifest:
    """Read a manifest; raise `ValueError`, `KeyError` or `ConfigError` if it is not as it was written."""
    data = keyed(parse_json(content))
    edition = EditionId.parse(text(data["edition"]))
    files = tuple(_parse_file(keyed(entry), edition) for entry in listed(data["files"]))
    if len({file.name for file in files}) != len(files):
        raise ValueError("twice")
    columns = keyed(data.get("columns", {}))
    return Manifest(
        edition,
        files,
        {sheet: tuple(text(key) for key in listed(keys)) for sheet, keys in columns.items()},
    )


def file_json(file: PublishedFile) -> dict[str, Any]:
    """Return the entry of a file in a manifest."""
    return {
        "name": file.name,
        "audience": file.audience.value,
        "format": file.format,
        "sha256": file.sha256,
        "size": file.size,
        "fiches": file.fiches,
        "checks": list(file.checks),
        "workbook_sha256": file.workbook_sha256,
        "unanswered": [asdict(question) for question in file.unanswered],
    }


def _parse_file(entry: Mapping[str, Any], edition: EditionId) -> PublishedFile:
    """Return a file. Its name follows from the rest, so that no internal file can be taken for a public one."""
    file = PublishedFile(
        name=text(entry["name"]),
        audience=Audience(text(entry["audience"])),
        format=text(entry["format"]),
        sha256=text(entry["sha256"]),
        size=whole(entry["size"]),
        fiches=whole(entry["fiches"]),
        checks=tuple(text(check) for check in listed(entry["checks"])),
        workbook_sha256=text(entry["workbook_sha256"]),
        unanswered=tuple(_parse_question(keyed(question)) for question in listed(entry.get("unanswered", []))),
    )
    is_named = _FORMAT.fullmatch(file.format) and file.name == file_name(edition, file.audience, file.format)
    if not is_named or not _HASH.fullmatch(file.sha256) or min(file.size, file.fiches) < 0:
        raise ValueError(file.name)
    return file


def _parse_question(question: Mapping[str, Any]) -> Question:
    return Question(text(question["sheet"]), text(question["cell"]), whole(question["fiche"]), text(question["answer"]))
