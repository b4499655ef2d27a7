"""Which N° served: real editions in a folder, some of them damaged."""

import json
from pathlib import Path

from fiche_builder.common.period import EditionId
from fiche_builder.model.columns import Audience
from fiche_builder.publish.numbers import read_numbers
from tests.making.mailings import make_edition
from tests.making.workbooks import Cells, fiche, make_workbook, public

LATER = EditionId.parse("2030-01")


def publish(folder: Path, name: str, *rows: Cells) -> Path:
    return make_edition(make_workbook(folder / "annuaire.xlsx", {"Fiches": rows}), folder / "o", EditionId.parse(name))


def test_every_edition_counts_and_the_last_bearer_comes_last(tmp_path: Path) -> None:
    publish(tmp_path, "2026-08", fiche(39, Nom="Crèche"), fiche(1))
    publish(tmp_path, "2026-09", fiche(1))
    publish(tmp_path, "2026-09-r2", fiche(39, Nom="Tribunal"))
    publish(tmp_path, "2026-12", fiche(39, Nom="Crèche"), fiche(77))
    served = read_numbers(tmp_path / "o", EditionId.parse("2026-12"))
    assert [(b.name, str(b.edition)) for b in served.bearers[39]] == [("Crèche", "2026-08"), ("Tribunal", "2026-09-r2")]
    assert [str(b.edition) for b in served.bearers[1]] == ["2026-09"]
    assert served.numbers == {1, 39, 77}
    assert served.free([40]) == 78
    assert [(b.name, str(b.edition)) for b in read_numbers(tmp_path / "o", LATER).bearers[39]] == [
        ("Tribunal", "2026-09-r2"),
        ("Crèche", "2026-12"),
    ]


def test_what_cannot_be_read_is_named_and_stops_nothing(tmp_path: Path) -> None:
    for month, number in (("2026-06", 6), ("2026-07", 7), ("2026-08", 8), ("2026-09", 9), ("2026-10", 10)):
        publish(tmp_path, month, fiche(number))
    output = tmp_path / "o"
    (output / "2026-06" / "annuaire-2026-06-interne.json").write_text('{"fiches": [{"number": 1}]}', encoding="utf-8")
    (output / "2026-07" / "annuaire-2026-07-interne.json").write_bytes(b"\xff{")
    for path in (output / "2026-08").glob("*.json"):
        path.unlink()
    (output / "2026-09" / "manifest.json").unlink()  # its snapshot is still there
    (output / "2026-05").mkdir()
    (output / "notes").mkdir()
    (output / "2026-04").write_bytes(b"")
    served = read_numbers(output, LATER)
    assert served.numbers == {9, 10}
    assert [str(edition) for edition in served.unread] == ["2026-06", "2026-07", "2026-08"]
    assert read_numbers(tmp_path / "nowhere", LATER).numbers == frozenset()


def test_the_public_edition_stands_in_where_there_is_no_other(tmp_path: Path) -> None:
    folder = publish(tmp_path, "2026-08", fiche(1), public(2))
    assert read_numbers(tmp_path / "o", LATER, Audience.PUBLIC).numbers == {2}
    (folder / "annuaire-2026-08-interne.json").unlink()
    assert read_numbers(tmp_path / "o", LATER).numbers == {2}


def test_a_snapshot_in_another_layout_says_the_same(tmp_path: Path) -> None:
    rows = [fiche(1, Description="ligne\n  },\n  {\nfin"), public(2, Téléphone="02 555 12 34 ; 02 555 12 35"), fiche(3)]
    path = publish(tmp_path, "2026-08", *rows) / "annuaire-2026-08-interne.json"
    ours = read_numbers(tmp_path / "o", LATER)
    path.write_text(json.dumps(json.loads(path.read_text("utf-8"))), encoding="utf-8")
    assert read_numbers(tmp_path / "o", LATER) == ours
    assert len(ours.bearers[2][0].points) == 2


def test_half_a_file_is_not_read(tmp_path: Path) -> None:
    path = publish(tmp_path, "2026-08", fiche(1), fiche(2)) / "annuaire-2026-08-interne.json"
    content = path.read_bytes()
    for cut in (len(content) // 3, len(content) // 2, content.index(b'"changes"') - 10):
        path.write_bytes(content[:cut])
        assert [str(edition) for edition in read_numbers(tmp_path / "o", LATER).unread] == ["2026-08"]
