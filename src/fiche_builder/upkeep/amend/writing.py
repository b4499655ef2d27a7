"""Writing the new workbook and the list of changes beside the master. The master is read once and never written."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from fiche_builder.check import Context
from fiche_builder.check.checked import CheckedWorkbook, check_content
from fiche_builder.common.collector import without_collector
from fiche_builder.common.config import Config
from fiche_builder.common.errors import AmendingError
from fiche_builder.common.files import discard, write_new
from fiche_builder.common.i18n import _, active_language
from fiche_builder.upkeep.amend.changes import Change, ChangeLine
from fiche_builder.upkeep.amend.plan import AmendmentPlan
from fiche_builder.upkeep.amend.proof import prove
from fiche_builder.workbook.amending import AmendableWorkbook
from fiche_builder.workbook.confined import confined
from fiche_builder.workbook.limits import LimitError
from fiche_builder.workbook.losses import Loss, misread, try_saving, unsaveable
from fiche_builder.workbook.opening import read_workbook_bytes
from fiche_builder.workbook.reader import parse_workbook
from fiche_builder.workbook.writer import ColumnLook, SheetLook, workbook_bytes

_DAY = re.compile(r"-\d{4}-\d{2}-\d{2}(?:-\d+)?$")
_CREATED = datetime(2026, 1, 1)  # noqa: DTZ001 (a fixed date: the same changes give the same list)
_TRIES = 1_000
_SECONDS, _CELLS_A_SECOND = 8.0, 8_000
"""How long openpyxl may take to load a workbook, save it and find what is lost."""


@dataclass(frozen=True, slots=True)
class Master:
    """The workbook to be changed, with the bytes that it had when it was read."""

    path: Path
    content: bytes
    checked: CheckedWorkbook

    @property
    def name(self) -> str:
        """The name of the workbook, without the date that `write_amended` added: `annuaire.xlsx`."""
        return f"{undated(self.path.stem)}{self.path.suffix}"


@dataclass(frozen=True, slots=True)
class Amended:
    """The result of the changes.

    `workbook` is None if something would have been lost, so that the changes must be made by hand. A preview writes
    nothing, so it has no `listing` either.
    """

    workbook: Path | None
    listing: Path | None
    lines: tuple[ChangeLine, ...]
    losses: tuple[Loss, ...] = ()
    blocked: tuple[ChangeLine, ...] = ()
    """Changes to cells that are hidden in a merged range."""
    formulas: int = 0
    """Cells with a formula. The new workbook lacks their results until Excel or LibreOffice has saved it once."""


def read_master(path: Path, config: Config, today: date) -> Master:
    """Read and check the workbook that is to be changed."""
    content = read_workbook_bytes(path)
    return Master(path, content, check_content(path, content, Context(today, config)))


def write_amended(
    master: Master, changes: Sequence[Change], today: date, remarks: Mapping[str, Sequence[str]] | None = None
) -> Amended:
    """Write the new workbook and the list of changes beside the master, but never over an existing file.

    If the new workbook would lack something that the master has, only the list is written. `remarks` are further sheets
    of the list (title, lines), such as what was not taken.
    """
    with without_collector():
        return _write_amended(master, changes, today, remarks or {})


def _write_amended(
    master: Master, changes: Sequence[Change], today: date, remarks: Mapping[str, Sequence[str]]
) -> Amended:
    workbook, losses = _load(master)
    plan = AmendmentPlan(master.checked.book, workbook, changes)
    notes = {**_loss_notes(losses), **remarks}
    listing = _listing_bytes((*plan.lines, *plan.blocked), notes)
    if losses or not plan.lines:
        path = _write_first_free(master.path, today, listing, None)[0]
        return Amended(None, path, tuple(plan.lines), losses, tuple(plan.blocked))
    formulas = plan.apply()
    content = workbook.to_bytes()
    prove(master.checked.book.raw, parse_workbook(master.path, content), plan.expected, formulas)
    path, target = _write_first_free(master.path, today, listing, content)
    return Amended(target, path, tuple(plan.lines), (), tuple(plan.blocked), len(formulas))


def preview_changes(master: Master, changes: Sequence[Change]) -> Amended:
    """Return what `write_amended` would do with the changes, without writing anything."""
    with without_collector():
        workbook, losses = _load(master)
        plan = AmendmentPlan(master.checked.book, workbook, changes)
        return Amended(None, None, tuple(plan.lines), losses, tuple(plan.blocked))


def _load(master: Master) -> tuple[AmendableWorkbook, tuple[Loss, ...]]:
    """Return the master as a workbook that can be changed, and what would be lost.

    Our reader can read more than openpyxl can load. In that case the changes are still planned, to be made by hand.
    """
    raw = master.checked.book.raw
    cells = sum(len(row.cells) for sheet in raw.sheets for row in sheet.rows)
    seconds = _SECONDS + cells / _CELLS_A_SECOND
    try:
        is_loadable, losses = confined(try_saving, master.content, active_language(), seconds=seconds)
    except LimitError as error:
        is_loadable, losses = False, (unsaveable(error.limit),)
    if not is_loadable:
        return AmendableWorkbook.blank(), losses
    workbook = AmendableWorkbook(master.content)
    if workbook.titles != tuple(sheet.title for sheet in raw.sheets):
        return AmendableWorkbook.blank(), (unsaveable("sheets"),)
    return workbook, (*losses, *misread(workbook, raw))


def _loss_notes(losses: Sequence[Loss]) -> dict[str, list[str]]:
    if not losses:
        return {}
    lines = [
        _("No new workbook was made: it would lack something that your workbook has."),
        *(f"{loss.message} {loss.hint}".rstrip() for loss in losses),
        _("Make these changes by hand in Excel; they stand in the other sheet."),
    ]
    return {_("Why by hand"): lines}


def _listing_bytes(lines: Iterable[ChangeLine], notes: Mapping[str, Sequence[str]]) -> bytes:
    """Return the list of changes as a workbook of its own."""
    headers = (
        (_("Sheet"), 12),
        (_("Cell"), 8),
        (_("Fiche"), 34),
        (_("Column"), 16),
        (_("Before"), 34),
        (_("After"), 34),
        (_("Why"), 44),
    )
    columns = tuple(ColumnLook(header, width, is_public=True, wraps=True) for header, width in headers)
    rows = tuple((line.sheet, line.cell, line.title, line.column, line.before, line.after, line.why) for line in lines)
    return workbook_bytes([SheetLook(_("Changes"), columns, rows)], notes, created=_CREATED)


def _write_first_free(master: Path, today: date, listing: bytes, content: bytes | None) -> tuple[Path, Path | None]:
    """Write the list and then the workbook under the first free pair of names; return both paths."""
    stem = f"{undated(master.stem)}-{today.isoformat()}"
    listing_word = _("changes")
    for number in range(1, _TRIES):
        name = stem if number == 1 else f"{stem}-{number}"
        target, beside = master.with_name(f"{name}.xlsx"), master.with_name(f"{name}-{listing_word}.xlsx")
        if target.exists() or not write_new(beside, listing):
            continue
        try:
            if content is None:
                return beside, None
            if write_new(target, content):
                return beside, target
        except BaseException:
            discard(beside)
            raise
        discard(beside)
    raise AmendingError(_("There are too many new workbooks of this day beside “%(name)s”.") % {"name": master.name})


def undated(stem: str) -> str:
    """Return the name of a workbook without the date that it has as a new one."""
    return _DAY.sub("", stem)


def made_since(master: Path) -> list[Path]:
    """Return the new workbooks beside a master that were written after it was last saved.

    What they hold is not in the master.
    """
    saved = master.stat().st_mtime
    beside = (path for path in master.parent.glob("*.xlsx") if path != master and _DAY.search(path.stem))
    return sorted(
        path for path in beside if undated(path.stem) == undated(master.stem) and path.stat().st_mtime > saved
    )
