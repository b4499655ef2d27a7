"""The editions of the past: real ones in a folder, some of them damaged."""

import json
from pathlib import Path

from fiche_builder.common.errors import FicheError
from fiche_builder.common.period import EditionId
from fiche_builder.publish.history import editions_beside, iterate_history, last_frame, read_history, spoilt_before
from tests.making.mailings import make_edition
from tests.making.workbooks import fiche, make_workbook


def test_the_oldest_comes_first_and_of_a_month_the_last_revision(tmp_path: Path) -> None:
    output = tmp_path / "output"
    for name, count in (("2026-11", 3), ("2026-10", 2), ("2026-10-r2", 1), ("2025-12", 4)):
        workbook = make_workbook(
            tmp_path / "annuaire.xlsx", {"Fiches": [fiche(number) for number in range(1, count + 1)]}
        )
        make_edition(workbook, output, EditionId.parse(name))
    assert [(str(snapshot.id), len(snapshot.fiches)) for snapshot in read_history(output, print)] == [
        ("2025-12", 4),
        ("2026-10-r2", 1),
        ("2026-11", 3),
    ]
    assert [str(snapshot.id) for snapshot in iterate_history(output, print, at_most=2)] == ["2026-10-r2", "2026-11"]


def test_what_cannot_be_read_is_passed_over_and_told(tmp_path: Path) -> None:
    output = tmp_path / "output"
    assert read_history(output, print) == ()
    for name in ("2026-09", "2026-10", "2026-11"):
        make_edition(make_workbook(tmp_path / "annuaire.xlsx"), output, EditionId.parse(name))
    next((output / "2026-09").glob("*-interne.json")).write_text("{", encoding="utf-8")
    (output / "2026-10" / "manifest.json").write_text("[]", encoding="utf-8")
    passed: list[FicheError] = []
    assert [str(snapshot.id) for snapshot in read_history(output, passed.append)] == ["2026-11"]
    assert [Path(error.message.split("”")[0]).name for error in passed] == [
        "annuaire-2026-09-interne.json",
        "manifest.json",
    ]
    found = [error.message for error in spoilt_before(output, EditionId.parse("2026-12"))]
    assert found == []
    (output / "2026-11" / "manifest.json").write_bytes(b"")
    assert len(list(spoilt_before(output, EditionId.parse("2026-12")))) == 3


def test_the_columns_of_the_newest_edition_that_tells_them(tmp_path: Path) -> None:
    output = tmp_path / "output"
    assert last_frame(output) is None
    for name in ("2026-09", "2026-10", "2026-11"):
        rows = [fiche(1, Horaires="lu-ve 9:00-12:00" if name == "2026-10" else None, Mien="x")]
        make_edition(make_workbook(tmp_path / "annuaire.xlsx", {"Fiches": rows}), output, EditionId.parse(name))
    (output / "2026-11" / "manifest.json").write_text("[]", encoding="utf-8")
    last = last_frame(output)
    assert last is not None
    assert last.edition == "2026-10"
    # What holds something, under keys of ours: no header of the team's own gets out.
    assert last.columns["fiches"] == ("number", "theme", "name", "diffusion", "phones", "hours", "verified_on")
    assert set(last.columns) == {"fiches", "themes", "parameters"}


def test_an_edition_of_an_earlier_version_tells_no_columns(tmp_path: Path) -> None:
    output = tmp_path / "output"
    make_edition(make_workbook(tmp_path / "annuaire.xlsx"), output, EditionId.parse("2026-11"))
    manifest = output / "2026-11" / "manifest.json"
    data = json.loads(manifest.read_text("utf-8"))
    del data["columns"]
    manifest.write_text(json.dumps(data), encoding="utf-8")
    assert last_frame(output) is None
    assert len(read_history(output, print)) == 1


def test_the_editions_of_a_project_are_beside_its_workbook_or_one_up(tmp_path: Path) -> None:
    workbook = tmp_path / "sources" / "annuaire.xlsx"
    workbook.parent.mkdir()
    assert editions_beside(workbook) == tmp_path / "output"
    make_edition(make_workbook(workbook), tmp_path / "sources" / "output", EditionId.parse("2026-11"))
    assert editions_beside(workbook) == tmp_path / "sources" / "output"
