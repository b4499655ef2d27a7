"""`fiche diff`: in lines and as JSON, and what cannot be compared."""

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from fiche_builder.cli.main import run
from fiche_builder.common.period import EditionId
from tests.making.mailings import make_edition
from tests.making.workbooks import Cells, fiche, make_workbook, public

Capture = pytest.CaptureFixture[str]
OLD_ROWS = [fiche(1), public(2), public(3, Téléphone="02 555 33 33")]
NEW_ROWS = [fiche(1, Téléphone="02 555 99 99"), public(3, Téléphone="02 555 33 34"), public(4)]


def publish(folder: Path, month: str, rows: Sequence[Cells]) -> None:
    """Publish an edition of some rows."""
    make_edition(make_workbook(folder / "annuaire.xlsx", {"Fiches": rows}), folder / "o", EditionId.parse(month))


def test_diff_tells_changes_in_lines_and_as_json(tmp_path: Path, capsys: Capture) -> None:
    output = str(tmp_path / "o")
    publish(tmp_path, "2026-10", OLD_ROWS)
    publish(tmp_path, "2026-11", NEW_ROWS)
    assert run(["--lang", "en", "diff", "2026-10", "2026-11", "--output", output]) == 0
    shown = capsys.readouterr().out
    assert shown.splitlines()[0] == "From 2026-10 to 2026-11: 1 new, 2 changed, 1 gone"
    assert "     1  Fiche 1\n        phone: 02 555 00 01 → 02 555 99 99\n" in shown
    for old, new in (
        (f"{output}/2026-10", f"{output}/2026-11"),
        (f"{output}/2026-10/annuaire-2026-10-interne.json", f"{output}/2026-11/annuaire-2026-11-interne.json"),
    ):
        assert run(["diff", old, new, "--json"]) == 0
        assert json.loads(capsys.readouterr().out)["changed"][0]["fields"] == [
            {"field": "phone", "old": "02 555 00 01", "new": "02 555 99 99"},
        ]
    assert run(["--lang", "fr", "diff", "2026-10", "2026-11", "--output", output, "--audience", "public"]) == 0
    assert "Retirées (1)" in capsys.readouterr().out
    assert run(["--lang", "en", "diff", "2026-11", "2026-11", "--output", output]) == 0
    assert capsys.readouterr().out == "From 2026-11 to 2026-11: nothing changed\n"


def test_each_contact_that_changed_is_in_sight(tmp_path: Path, capsys: Capture) -> None:
    """Several changed at once: the terminal shows the end of the difference, too, not only its beginning."""

    def edition(month: str, *phones: str) -> None:
        sheets: dict[str, list[Cells]] = {
            "Fiches": [fiche(1)],
            "Contacts": [
                {"Fiche": 1, "Libellé": f"Cellule des dossiers numéro {n}", "Téléphone": phone}
                for n, phone in enumerate(phones)
            ],
        }
        make_edition(make_workbook(tmp_path / "annuaire.xlsx", sheets), tmp_path / "o", EditionId.parse(month))

    edition("2026-10", "02 555 00 11", "02 555 00 12", "02 555 00 13")
    edition("2026-11", "02 555 00 21", "02 555 00 12", "02 555 00 23")
    assert run(["--lang", "en", "diff", "2026-10", "2026-11", "--output", str(tmp_path / "o")]) == 0
    shown = capsys.readouterr().out
    assert all(phone in shown for phone in ("02 555 00 11", "02 555 00 13", "02 555 00 21", "02 555 00 23"))


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("2026-09", "2026-11", "no edition"),
        ("nowhere", "2026-11", "nowhere"),
        ("o/2026-11/annuaire-2026-11-public.json", "o/2026-11/annuaire-2026-11-interne.json", "of that edition"),
        ("o/2026-11/manifest.json", "2026-11", "not the snapshot"),
        ("o", "2026-11", "no edition"),
    ],
)
def test_diff_says_what_it_cannot_compare(  # noqa: PLR0913, PLR0917
    tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch, old: str, new: str, words: str
) -> None:
    publish(tmp_path, "2026-11", NEW_ROWS)
    monkeypatch.chdir(tmp_path)
    assert run(["--lang", "en", "diff", old, new, "--output", "o"]) == 2
    assert words in capsys.readouterr().err.replace("There is no", "no")
