"""A workbook as raw rows. It is read in a process with limits; whatever goes wrong there is one sentence here."""

import hashlib
import os
from pathlib import Path

from fiche_builder.common.errors import WorkbookError
from fiche_builder.workbook.confined import confined
from fiche_builder.workbook.limits import LimitError
from fiche_builder.workbook.markup import DoctypeError
from fiche_builder.workbook.opening import damaged, holds_entities, read_workbook_bytes
from fiche_builder.workbook.package import DamagedPartError
from fiche_builder.workbook.raw import RawSheet, RawWorkbook
from fiche_builder.workbook.reading import read_parts
from fiche_builder.workbook.refusals import beyond


def read_workbook(path: Path) -> RawWorkbook:
    """Return all cells of the workbook at `path` that hold something; raise `WorkbookError` if it is unreadable."""
    return parse_workbook(path, read_workbook_bytes(path))


def parse_workbook(path: Path, content: bytes) -> RawWorkbook:
    """Return all cells of a workbook whose bytes `read_workbook_bytes` accepted. `path` only supplies its name."""
    try:
        read = confined(read_parts, content)
    except Exception as error:
        raise _refusal(path, error) from error
    return RawWorkbook(
        _shown_name(path),
        hashlib.sha256(content).hexdigest(),
        tuple(map(RawSheet.unfold, read.sheets)),
        read.properties,
        read.unread,
        read.counts_from_1904,
    )


def _refusal(path: Path, error: Exception) -> WorkbookError:
    match error:
        case LimitError():
            return beyond(path, error.limit, error.place)
        case DoctypeError():
            return holds_entities(path)
        case DamagedPartError():
            return damaged(path, error.part)
    return damaged(path)


def _shown_name(path: Path) -> str:
    """Return the file's name. It is the same on a machine whose language has only ASCII."""
    return os.fsencode(path.name).decode(errors="replace")
