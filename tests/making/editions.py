"""Editions, snapshots and changes made of rows."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from fiche_builder.common.period import Period
from fiche_builder.edition.changes import Changes
from fiche_builder.edition.compare import compare
from fiche_builder.edition.edition import AnyEdition, build_internal_edition, build_public_edition
from fiche_builder.edition.snapshot import Snapshot, parse_snapshot, snapshot_json, take_snapshot
from fiche_builder.model.columns import Audience
from tests.making.mailings import CONFIG
from tests.making.workbooks import Cells, check, make_workbook

OCTOBER, NOVEMBER = Period(2026, 10), Period(2026, 11)


def edition(tmp_path: Path, audience: Audience, period: Period, **sheets: Any) -> AnyEdition:
    directory = check(make_workbook(tmp_path / "annuaire.xlsx", sheets), CONFIG).directory
    build = build_internal_edition if audience is Audience.INTERNAL else build_public_edition
    return build(directory, period, CONFIG)


def snapshot(
    tmp_path: Path, audience: Audience = Audience.INTERNAL, period: Period = NOVEMBER, **sheets: Any
) -> Snapshot:
    """The snapshot of a workbook, written and read back."""
    return parse_snapshot(snapshot_json(take_snapshot(edition(tmp_path, audience, period, **sheets))), "x.json")


def changes(
    tmp_path: Path, old: Sequence[Cells], new: Sequence[Cells], audience: Audience = Audience.INTERNAL, **sheets: Any
) -> Changes:
    """What changed from some rows of fiches to others."""
    before = snapshot(tmp_path, audience, OCTOBER, Fiches=old, **sheets)
    return compare(before, snapshot(tmp_path, audience, Fiches=new, **sheets), "en")


def fields(found: Changes) -> dict[int, list[tuple[str, str, str]]]:
    return {fiche.number: [(c.field, c.old, c.new) for c in fiche.fields] for fiche in found.changed}
