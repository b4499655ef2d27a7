"""Publishing: the whole new edition or the whole old one, whatever happens."""

import hashlib
import json
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from fiche_builder.common.errors import OutputError
from fiche_builder.common.period import EditionId, Period
from fiche_builder.model.columns import Audience
from fiche_builder.publish.folder import LeftOut, OutputFile, publish
from fiche_builder.publish.manifest import file_name
from tests.conftest import SOAK
from tests.making.places import ROOT

NOVEMBER = EditionId(Period(2026, 11))


def make_file(audience: Audience, content: bytes, extension: str = "pdf") -> OutputFile:
    return OutputFile(file_name(NOVEMBER, audience, extension), audience, extension, content, fiches=3)


CHILD = """
import itertools, resource, signal, sys
from pathlib import Path
from fiche_builder.common.errors import OutputError
from fiche_builder.model.columns import Audience
from fiche_builder.common.period import EditionId, Period
from fiche_builder.publish.folder import OutputFile, publish
from fiche_builder.publish.manifest import file_name

november = EditionId(Period(2026, 11))
def make_file(audience, content):
    return OutputFile(file_name(november, audience, "pdf"), audience, "pdf", content, fiches=3)
"""
"""What a process of its own begins with. It does without this module, whose imports take longer than all it has to
do."""


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_the_manifest_says_what_each_file_is(tmp_path: Path) -> None:
    left_out = [LeftOut("phone-invalid", "Fiches", "N14", "value")]
    files = [make_file(Audience.INTERNAL, b"inside"), make_file(Audience.PUBLIC, b"outside")]
    columns = {"fiches": ["number", "phones"]}
    folder = publish(tmp_path, NOVEMBER, files, workbook_sha256="ab" * 32, left_out=left_out, columns=columns)
    manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
    assert manifest["edition"] == "2026-11"
    assert manifest["workbook_sha256"] == "ab" * 32
    assert manifest["columns"] == columns
    assert manifest["left_out"] == [{"code": "phone-invalid", "sheet": "Fiches", "cell": "N14", "scope": "value"}]
    assert [(f["name"], f["audience"], f["size"], f["fiches"]) for f in manifest["files"]] == [
        ("annuaire-2026-11-interne.pdf", "internal", 6, 3),
        ("annuaire-2026-11-public.pdf", "public", 7, 3),
    ]
    for entry in manifest["files"]:
        assert hashlib.sha256((folder / entry["name"]).read_bytes()).hexdigest() == entry["sha256"]


def test_internal_files_are_for_owner_and_group_only(tmp_path: Path) -> None:
    folder = publish(
        tmp_path, NOVEMBER, [make_file(Audience.INTERNAL, b"i"), make_file(Audience.PUBLIC, b"p")], workbook_sha256=""
    )
    modes = {path.name: path.stat().st_mode & 0o777 for path in folder.iterdir()}
    assert modes == {
        "annuaire-2026-11-interne.pdf": 0o640,
        "annuaire-2026-11-public.pdf": 0o644,
        "manifest.json": 0o640,
    }


def test_a_new_build_replaces_the_edition_and_leaves_nothing_behind(tmp_path: Path) -> None:
    publish(tmp_path, NOVEMBER, [make_file(Audience.INTERNAL, b"old")], workbook_sha256="1")
    folder = publish(tmp_path, NOVEMBER, [make_file(Audience.INTERNAL, b"new")], workbook_sha256="2")
    assert contents(folder)["annuaire-2026-11-interne.pdf"] == b"new"
    assert {path.name for path in tmp_path.iterdir()} <= {"2026-11", ".fiche.lock"}


def test_building_one_audience_keeps_the_other_ones_files(tmp_path: Path) -> None:
    publish(
        tmp_path,
        NOVEMBER,
        [make_file(Audience.INTERNAL, b"inside"), make_file(Audience.PUBLIC, b"outside")],
        workbook_sha256="1",
    )
    folder = publish(tmp_path, NOVEMBER, [make_file(Audience.PUBLIC, b"newer")], workbook_sha256="2")
    assert contents(folder)["annuaire-2026-11-interne.pdf"] == b"inside"
    files = json.loads((folder / "manifest.json").read_text("utf-8"))["files"]
    assert [f["workbook_sha256"] for f in files] == ["1", "2"]


def test_a_file_that_would_stay_and_is_no_longer_what_was_published_stops_the_build(tmp_path: Path) -> None:
    folder = publish(tmp_path, NOVEMBER, [make_file(Audience.INTERNAL, b"inside")], workbook_sha256="1")
    (folder / "annuaire-2026-11-interne.pdf").write_bytes(b"tampered")
    before = contents(folder)
    with pytest.raises(OutputError, match=r"interne\.pdf” is no longer the file"):
        publish(tmp_path, NOVEMBER, [make_file(Audience.PUBLIC, b"outside")], workbook_sha256="2")
    assert contents(folder) == before
    # One that is made anew takes its place.
    publish(tmp_path, NOVEMBER, [make_file(Audience.INTERNAL, b"new")], workbook_sha256="3")
    assert contents(folder)["annuaire-2026-11-interne.pdf"] == b"new"


def test_a_folder_whose_manifest_says_nothing_is_not_overwritten(tmp_path: Path) -> None:
    folder = publish(tmp_path, NOVEMBER, [make_file(Audience.INTERNAL, b"inside")], workbook_sha256="1")
    for content in (b'{"files": [{"name"', b""):
        (folder / "manifest.json").write_bytes(content)
        before = contents(folder)
        with pytest.raises(OutputError, match=r"manifest\.json") as caught:
            publish(tmp_path, NOVEMBER, [make_file(Audience.INTERNAL, b"new")], workbook_sha256="2")
        assert "not overwritten" in caught.value.hint
        assert contents(folder) == before


def test_a_full_disk_leaves_the_earlier_edition(tmp_path: Path) -> None:
    publish(tmp_path, NOVEMBER, [make_file(Audience.INTERNAL, b"old")], workbook_sha256="1")
    script = (
        f"{CHILD}\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (5000, 5000))\n"
        "try: publish(Path(sys.argv[1]), november, [make_file(Audience.INTERNAL, b'new' * 5000)], "
        "workbook_sha256='2')\n"
        "except OutputError as error: print(error.exit_code, error.message)\n"
    )
    command = [sys.executable, "-c", script, str(tmp_path)]
    run = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT)
    assert run.stdout.startswith("2 ")
    assert contents(tmp_path / "2026-11")["annuaire-2026-11-interne.pdf"] == b"old"
    assert {path.name for path in tmp_path.iterdir()} <= {"2026-11", ".fiche.lock"}


def test_an_output_that_is_a_file_is_a_clear_error(tmp_path: Path) -> None:
    (tmp_path / "output").write_text("in the way")
    with pytest.raises(OutputError, match="output"):
        publish(tmp_path / "output", NOVEMBER, [make_file(Audience.PUBLIC, b"x")], workbook_sha256="")


def test_what_a_crash_between_two_renames_left_is_put_right(tmp_path: Path) -> None:
    publish(tmp_path, NOVEMBER, [make_file(Audience.INTERNAL, b"old")], workbook_sha256="1")
    (tmp_path / "2026-11").rename(tmp_path / ".old-2026-11")
    (tmp_path / ".new-2026-11-abc").mkdir()
    folder = publish(tmp_path, NOVEMBER, [make_file(Audience.PUBLIC, b"new")], workbook_sha256="2")
    assert contents(folder)["annuaire-2026-11-interne.pdf"] == b"old"
    assert {path.name for path in tmp_path.iterdir()} <= {"2026-11", ".fiche.lock"}


def test_without_the_exchange_of_folders_two_renames_do_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("fiche_builder.publish.folder.sys.platform", "darwin")
    publish(tmp_path, NOVEMBER, [make_file(Audience.INTERNAL, b"old")], workbook_sha256="1")
    folder = publish(tmp_path, NOVEMBER, [make_file(Audience.INTERNAL, b"new")], workbook_sha256="2")
    assert contents(folder)["annuaire-2026-11-interne.pdf"] == b"new"
    assert {path.name for path in tmp_path.iterdir()} <= {"2026-11", ".fiche.lock"}


def test_killed_at_any_moment_there_is_a_whole_edition(tmp_path: Path) -> None:
    """A process publishes again and again; it is killed at odd moments."""
    script = (
        f"{CHILD}\n"
        "for n in itertools.count():\n"
        "    content = str(n).encode() * 50_000\n"
        "    files = [make_file(Audience.INTERNAL, content), make_file(Audience.PUBLIC, content)]\n"
        "    publish(Path(sys.argv[1]), november, files, workbook_sha256=str(n)); print(n, flush=True)\n"
    )
    for attempt in range(100 if SOAK else 10):
        process = subprocess.Popen([sys.executable, "-c", script, str(tmp_path)], stdout=subprocess.PIPE, cwd=ROOT)
        assert process.stdout is not None
        process.stdout.readline()
        threading.Event().wait(0.003 * (attempt % 20))
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        process.stdout.close()
        folder = tmp_path / "2026-11"
        manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
        found = contents(folder)
        assert set(found) == {"manifest.json", *(entry["name"] for entry in manifest["files"])}
        for entry in manifest["files"]:
            assert hashlib.sha256(found[entry["name"]]).hexdigest() == entry["sha256"]
            assert entry["workbook_sha256"] == manifest["workbook_sha256"]


def test_two_builds_at_once_publish_one_after_the_other(tmp_path: Path) -> None:
    def build(number: int) -> None:
        publish(
            tmp_path,
            NOVEMBER,
            [make_file(Audience.PUBLIC, bytes([65 + number]) * 100_000)],
            workbook_sha256=str(number),
        )

    threads = [threading.Thread(target=build, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    found = contents(tmp_path / "2026-11")
    manifest = json.loads(found["manifest.json"])
    assert hashlib.sha256(found["annuaire-2026-11-public.pdf"]).hexdigest() == manifest["files"][0]["sha256"]
    assert {path.name for path in tmp_path.iterdir()} <= {"2026-11", ".fiche.lock"}
