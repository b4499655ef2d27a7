"""The editions of the past: real ones in a folder, some of them damaged."""

from pathlib import Path

from fiche_builder.common.period import EditionId
from fiche_builder.publish.history import iterate_history, read_history
from tests.making.mailings import make_edition
from tests.making.workbooks import fiche, make_workbook


def test_the_oldest_comes_first_and_of_a_month_the_last_revision(tmp_path: Path) -> None:
    output = tmp_path / "output"
    for name, count in (("2026-11", 3), ("2026-10", 2), ("2026-10-r2", 1), ("2025-12", 4)):
        workbook = make_workbook(
            tmp_path / "annuaire.xlsx", {"Fiches": [fiche(number) for number in range(1, count + 1)]}
        )
        make_edition(workbook, output, EditionId.parse(name))
    assert [(str(snapshot.id), len(snapshot.fiches)) for snapshot in read_history(output)] == [
        ("2025-12", 4),
        ("2026-10-r2", 1),
        ("2026-11", 3),
    ]
    assert [str(snapshot.id) for snapshot in iterate_history(output, at_most=2)] == ["2026-10-r2", "2026-11"]


def test_what_cannot_be_read_is_passed_over(tmp_path: Path) -> None:
    output = tmp_path / "output"
    assert read_history(output) == ()
    for name in ("2026-09", "2026-10", "2026-11"):
        make_edition(make_workbook(tmp_path / "annuaire.xlsx"), output, EditionId.parse(name))
    next((output / "2026-09").glob("*-interne.json")).write_text("{", encoding="utf-8")
    (output / "2026-10" / "manifest.json").write_text("[]", encoding="utf-8")
    assert [str(snapshot.id) for snapshot in read_history(output)] == ["2026-11"]
