"""Editions in the output folder: found in order, and read only where they are what their manifest says."""

import json
import multiprocessing
from pathlib import Path
from typing import Any

import pytest

from fiche_builder.common.errors import OutputError
from fiche_builder.common.period import EditionId
from fiche_builder.model.columns import Audience
from fiche_builder.publish.archive import find_earlier, list_editions, locked, read_published, what_there_is
from tests.making.mailings import INTERNAL_PDF, make_edition
from tests.making.workbooks import make_workbook


@pytest.fixture
def output(tmp_path: Path) -> Path:
    """Three editions, one of them corrected."""
    workbook = make_workbook(tmp_path / "annuaire.xlsx")
    for name in ("2026-11", "2026-09", "2026-10-r2", "2026-10"):
        make_edition(workbook, tmp_path / "output", EditionId.parse(name))
    return tmp_path / "output"


def test_editions_stand_in_order_and_nothing_else_is_one(output: Path) -> None:
    for name in ("2026-13", "2026-8", "essai", "2026-12"):
        (output / name).mkdir()
    (output / "2026-07").write_bytes(b"")
    assert [str(edition) for edition in list_editions(output)] == ["2026-09", "2026-10", "2026-10-r2", "2026-11"]
    assert what_there_is(output) == "There are: 2026-09, 2026-10, 2026-10-r2, 2026-11."


def test_a_folder_without_editions_says_how_to_make_this_months(tmp_path: Path) -> None:
    assert list_editions(tmp_path / "missing") == []
    with pytest.raises(OutputError) as caught:
        read_published(tmp_path / "2026-03")
    assert "fiche build" in caught.value.hint


def test_a_missing_edition_is_never_to_be_made_today_where_there_are_others(output: Path) -> None:
    with pytest.raises(OutputError) as caught:
        read_published(output / "2026-03")
    assert caught.value.hint == "There are: 2026-09, 2026-10, 2026-10-r2, 2026-11."


def test_of_many_editions_the_newest_are_named(tmp_path: Path) -> None:
    for month in range(1, 13):
        for year in (2024, 2025):
            folder = tmp_path / f"{year}-{month:02}"
            folder.mkdir()
            (folder / "manifest.json").write_text("{}", encoding="utf-8")
    assert what_there_is(tmp_path) == f"There are: …, {', '.join(f'2025-{month:02}' for month in range(1, 13))}."


def test_a_file_is_read_only_as_it_was_published(output: Path) -> None:
    published = read_published(output / "2026-11")
    file = published.find(Audience.INTERNAL, "pdf")
    assert file is not None
    assert published.read(file) == INTERNAL_PDF
    assert published.find(Audience.PUBLIC, "docx") is None
    (published.folder / file.name).write_bytes(INTERNAL_PDF + b" ")
    with pytest.raises(OutputError, match="changed afterwards"):
        published.read(file)
    (published.folder / file.name).unlink()
    with pytest.raises(OutputError, match="cannot be read"):
        published.read(file)


def _damage(manifest: Any, how: str) -> str:
    if how == "a name that leads elsewhere":
        manifest["files"][0]["name"] = "../annuaire.pdf"
    elif how == "an audience that is none":
        manifest["files"][0]["audience"] = "everybody"
    elif how == "another shape":
        manifest = {"edition": "2026-11", "files": [3]}
    elif how == "a month that is none":
        manifest["edition"] = "2026-13"
    else:
        return "{"
    return json.dumps(manifest)


@pytest.mark.parametrize(
    "how",
    ["a name that leads elsewhere", "an audience that is none", "another shape", "a month that is none", "half a file"],
)
def test_a_damaged_manifest_is_a_clear_error(output: Path, how: str) -> None:
    path = output / "2026-11" / "manifest.json"
    path.write_text(_damage(json.loads(path.read_text("utf-8")), how), encoding="utf-8")
    with pytest.raises(OutputError) as caught:
        read_published(output / "2026-11")
    assert "manifest.json" in caught.value.message
    assert caught.value.hint


def test_the_earlier_edition_is_the_newest_sound_one_before(output: Path) -> None:
    def earlier(name: str, since: str = "") -> str:
        found = find_earlier(output, EditionId.parse(name), Audience.PUBLIC, EditionId.parse(since) if since else None)
        return str(found.id) if found else ""

    assert earlier("2026-11") == "2026-10-r2"
    assert earlier("2026-10-r2") == "2026-10"
    assert earlier("2026-09") == ""
    assert earlier("2026-11", since="2026-09") == "2026-09"
    next((output / "2026-10-r2").glob("*-public.json")).write_text("{", encoding="utf-8")
    assert earlier("2026-11") == "2026-10"
    with pytest.raises(OutputError):
        earlier("2026-11", since="2026-10-r2")


def _hold(output: Path, ready: Any, go: Any) -> None:
    with locked(output):
        ready.set()
        go.wait(20)


def test_a_lock_is_held_against_other_processes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("fiche_builder.publish.archive._LOCK_SECONDS", 0.1)
    context = multiprocessing.get_context("spawn")
    ready, go = context.Event(), context.Event()
    other = context.Process(target=_hold, args=(tmp_path, ready, go))
    other.start()
    try:
        assert ready.wait(20)
        with pytest.raises(OutputError, match="Another build"), locked(tmp_path):
            pass
    finally:
        go.set()
        other.join(20)
    with locked(tmp_path):
        assert other.exitcode == 0
