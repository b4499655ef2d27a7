"""Changes that are left to the editor's own hand: what could not be saved again is never risked."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from fiche_builder.common.config import Config
from fiche_builder.model.fields import FICHES
from fiche_builder.upkeep.amend import Amendment, preview_changes, read_master, write_amended
from tests.making.losses import RELATIONS, Edit, before, extension, repack
from tests.making.packages import MAIN, SHEET
from tests.making.workbooks import TODAY, make_workbook


@pytest.fixture
def plain(tmp_path: Path) -> Path:
    return make_workbook(tmp_path / "annuaire.xlsx")


def test_with_a_loss_only_the_list_of_changes_is_written(plain: Path) -> None:
    plain.write_bytes(repack(plain, {SHEET: extension("{3A4CF648-6AED-40F4-86FF-DC5316D8AED3}", "<x/>")}))
    change = Amendment(FICHES, 2, "hours", "", "lu 9:00-12:00", "call")
    done = write_amended(read_master(plain, Config(), TODAY), [change], TODAY)
    assert done.workbook is None
    assert done.listing
    assert [path.name for path in plain.parent.iterdir() if path != plain] == ["annuaire-2026-11-22-changes.xlsx"]
    listing: Any = load_workbook(done.listing)
    assert listing.sheetnames == ["Why by hand", "Changes"]
    assert listing["Why by hand"]["A2"].value == "The sheet “Fiches” has slicers or timelines."
    assert listing["Changes"]["F2"].value == "lu 9:00-12:00"


STYLES = "xl/styles.xml"


STRICT = b"http://purl.oclc.org/ooxml/main"


RUNS = b"<is><t>Le </t><r><rPr><b/></rPr><t>Relais</t></r></is>"


BEYOND_OPENPYXL: dict[str, tuple[Mapping[str, Edit], str]] = {
    "a fill that openpyxl does not load": (
        {STYLES: before("</fills>", "<fill/>")},
        "The workbook has something that cannot be saved again (TypeError).",
    ),
    "sheets that openpyxl does not see": (
        {"xl/workbook.xml": lambda content: content.replace(RELATIONS.encode(), STRICT)},
        "The workbook has something that cannot be saved again (sheets).",
    ),
    "cells that openpyxl does not see": (
        {"xl/worksheets/sheet2.xml": lambda content: content.replace(MAIN.encode(), STRICT)},
        "The sheet “Thèmes” has a text that cannot be kept as it is (A1).",
    ),
    "a text of which openpyxl loads a half": (
        {SHEET: lambda content: content.replace(b"<is><t>Le Relais</t></is>", RUNS)},
        "The sheet “Fiches” has a text that cannot be kept as it is (C2).",
    ),
    "a damaged part that openpyxl loads": (
        {"docProps/core.xml": lambda content: content[:-9]},
        "The workbook has something that cannot be saved again (XMLSyntaxError).",
    ),
}


@pytest.mark.parametrize(("edits", "why"), [pytest.param(*case, id=name) for name, case in BEYOND_OPENPYXL.items()])
def test_what_only_our_reader_reads_is_changed_by_hand(plain: Path, edits: Mapping[str, Edit], why: str) -> None:
    plain.write_bytes(repack(plain, edits))
    changes = (Amendment(FICHES, 2, "hours", "", "lu 9:00-12:00", "call"),)
    master = read_master(plain, Config(), TODAY)
    done, shown = write_amended(master, changes, TODAY), preview_changes(master, changes)

    assert [fiche.name for fiche in master.checked.directory.fiches] == ["Le Relais"]
    assert done.losses == shown.losses
    assert done.losses[0].message == why
    assert "save it as “Excel Workbook (.xlsx)”" in done.losses[0].hint
    assert (done.workbook, [line.after for line in done.lines]) == (None, ["lu 9:00-12:00"])
