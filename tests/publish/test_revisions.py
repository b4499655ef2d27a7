"""One edition after the other: what the next one is compared with, and what happens to one that was sent."""

import json
import threading
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from fiche_builder.cli.main import run
from fiche_builder.common.errors import MailError, OutputError
from fiche_builder.common.period import EditionId, Period
from fiche_builder.model.columns import Audience
from fiche_builder.publish.archive import list_editions, read_published
from fiche_builder.publish.folder import OutputFile, publish
from fiche_builder.publish.journal import State, journal_path, open_journal
from fiche_builder.publish.manifest import file_name
from tests.conftest import WorkbookMaker
from tests.making.mailings import NOVEMBER
from tests.making.workbooks import fiche, public

Capture = pytest.CaptureFixture[str]
OLD_ROWS = [fiche(1), public(2), public(3, Téléphone="02 555 33 33")]
NEW_ROWS = [fiche(1, Téléphone="02 555 99 99"), public(3, Téléphone="02 555 33 34"), public(4)]


@pytest.fixture
def build(workbook: WorkbookMaker, tmp_path: Path) -> Any:
    """Build an edition's snapshots from some rows: `build("2026-11", rows, "--since", "2026-10")`; no PDF is needed."""

    def run_build(month: str, rows: list[Any], *arguments: str, **sheets: Any) -> int:
        path = str(workbook(Fiches=rows, **sheets))
        return run(
            [
                "--lang",
                "en",
                "build",
                path,
                "--edition",
                month,
                "--output",
                str(tmp_path / "o"),
                "--format",
                "json",
                *arguments,
            ]
        )

    return run_build


def news(folder: Path, audience: Audience = Audience.INTERNAL) -> Any:
    """The changes in an edition's snapshot, as JSON."""
    edition = read_published(folder)
    file = edition.find(audience, "json")
    assert file is not None
    return json.loads(edition.read(file))["changes"]


def send(output: Path, edition: EditionId, state: State = State.SENT) -> None:
    """Let an edition have been sent to somebody."""
    with open_journal(output, edition) as journal:
        journal.plan([("ann@contact.example", "internal", "00", f"<{uuid4()}@x>")])
        journal.mark(journal.latest()["ann@contact.example", "internal"], state)


def test_an_edition_is_compared_with_the_newest_earlier_one(build: Any, tmp_path: Path, capsys: Capture) -> None:
    assert build("2026-09", [fiche(1)]) == 0
    assert build("2026-10", OLD_ROWS) == 0
    assert build("2026-12", [fiche(9)]) == 0
    assert news(tmp_path / "o" / "2026-09") is None
    capsys.readouterr()
    assert build("2026-11", NEW_ROWS) == 0
    assert "Since 2026-10 (internal edition): 1 new, 2 changed, 1 gone" in capsys.readouterr().err
    found = news(tmp_path / "o" / "2026-11")
    assert (found["old"], found["new"]) == ("2026-10", "2026-11")
    assert [entry["number"] for entry in found["changed"]] == [1, 3]
    assert [entry["number"] for entry in news(tmp_path / "o" / "2026-11", Audience.PUBLIC)["changed"]] == [3]


def test_since_names_another_one(build: Any, tmp_path: Path, capsys: Capture) -> None:
    assert build("2026-09", [fiche(1)]) == 0
    assert build("2026-10", OLD_ROWS) == 0
    assert build("2026-11", NEW_ROWS, "--since", "2026-09", "--audience", "internal") == 0
    assert news(tmp_path / "o" / "2026-11")["old"] == "2026-09"
    for wrong, words in (("2026-11", "not earlier"), ("2026-08", "no edition"), ("hier", "hier")):
        assert build("2026-11", NEW_ROWS, "--since", wrong) == 2
        assert words in capsys.readouterr().err


def test_the_same_edition_built_twice_is_the_same(build: Any, tmp_path: Path) -> None:
    """But for its manifest: the workbook, written twice here, bears the second it was written in."""

    def snapshots() -> dict[str, bytes]:
        return {path.name: path.read_bytes() for path in (tmp_path / "o" / "2026-11").glob("annuaire-*")}

    build("2026-10", OLD_ROWS)
    build("2026-11", NEW_ROWS)
    before = snapshots()
    build("2026-11", NEW_ROWS)
    assert len(before) == 2
    assert snapshots() == before


def test_an_edition_without_a_sound_snapshot_is_passed_over(build: Any, tmp_path: Path) -> None:
    for month in ("2026-08", "2026-09", "2026-10"):
        build(month, OLD_ROWS)
    output = tmp_path / "o"
    (output / "2026-10" / "annuaire-2026-10-interne.json").write_text("{}", encoding="utf-8")
    (output / "2026-09" / "manifest.json").unlink()
    (output / "2026-07").mkdir()
    (output / "notes").mkdir()
    build("2026-11", NEW_ROWS)
    assert news(output / "2026-11")["old"] == "2026-08"
    assert news(output / "2026-11", Audience.PUBLIC)["old"] == "2026-10"


def test_what_became_internal_does_not_stop_the_build_nor_stand_in_the_public_edition(
    build: Any, tmp_path: Path
) -> None:
    """The earlier public edition says it; this one must not, and the gate looks."""
    old = [public(1, Nom="Kanarinaire"), public(2, Téléphone="02 555 22 22"), public(3)]
    moved = public(2, Téléphone="02 555 22 23", Note_interne="avant : 02 555 22 22")
    new = [fiche(1, Nom="Kanarinaire"), moved, public(3, Statut="Suspendu")]
    assert build("2026-10", old) == 0
    assert build("2026-11", new) == 0
    text = (tmp_path / "o" / "2026-11" / "annuaire-2026-11-public.json").read_text("utf-8")
    assert "Kanarinaire" not in text
    assert "22 22" not in text
    found = news(tmp_path / "o" / "2026-11", Audience.PUBLIC)
    assert found["removed"] == [{"number": 1, "name": "", "theme": ""}, {"number": 3, "name": "", "theme": ""}]
    assert found["changed"][0]["fields"] == [{"field": "phone", "old": "", "new": "02 555 22 23"}]
    assert "Kanarinaire" in [entry["name"] for entry in news(tmp_path / "o" / "2026-11")["changed"]]


def test_a_number_given_away_is_told_when_it_is_built(build: Any, capsys: Capture) -> None:
    build("2026-10", [fiche(1, Nom="Crèche du Parc")])
    build("2026-11", [fiche(1, Nom="Tribunal", Téléphone="02 555 99 99")])
    assert capsys.readouterr().err.count("[number-reused]") == 1


@pytest.mark.parametrize("state", [State.SENT, State.UNCERTAIN, State.SENDING])
def test_a_sent_edition_is_not_built_again_but_revised(
    build: Any, tmp_path: Path, capsys: Capture, state: State
) -> None:
    output = tmp_path / "o"
    build("2026-10", OLD_ROWS)
    build("2026-11", OLD_ROWS)
    send(output, NOVEMBER, state)
    before = {path.name: path.read_bytes() for path in (output / "2026-11").iterdir()}
    capsys.readouterr()
    assert build("2026-11", NEW_ROWS) == 2
    assert "fiche build --revise" in capsys.readouterr().err
    assert {path.name: path.read_bytes() for path in (output / "2026-11").iterdir()} == before
    assert build("2026-11", NEW_ROWS, "--revise") == 0
    assert (output / "2026-11-r2" / "annuaire-2026-11-r2-interne.json").is_file()
    assert news(output / "2026-11-r2")["old"] == "2026-11"
    # Nobody has the second one yet: it is simply made again.
    assert build("2026-11", [*NEW_ROWS, fiche(7)], "--revise") == 0
    assert [str(edition) for edition in list_editions(output)] == ["2026-10", "2026-11", "2026-11-r2"]
    send(output, EditionId(Period(2026, 11), 2), state)
    assert build("2026-11", NEW_ROWS, "--revise") == 0
    assert [str(edition) for edition in list_editions(output)][-1] == "2026-11-r3"
    assert build("2026-12", NEW_ROWS) == 0
    assert news(output / "2026-12")["old"] == "2026-11-r3"


def test_who_is_to_get_it_again_has_it_all_the_same(build: Any, tmp_path: Path) -> None:
    build("2026-11", OLD_ROWS)
    send(tmp_path / "o", NOVEMBER)
    send(tmp_path / "o", NOVEMBER, State.PLANNED)
    assert build("2026-11", NEW_ROWS) == 2


@pytest.mark.parametrize("state", [State.PLANNED, State.REFUSED, State.DEFERRED])
def test_an_edition_that_reached_nobody_is_built_again(build: Any, tmp_path: Path, state: State) -> None:
    build("2026-11", OLD_ROWS)
    send(tmp_path / "o", NOVEMBER, state)
    assert build("2026-11", NEW_ROWS) == 0
    assert journal_path(tmp_path / "o", NOVEMBER).exists()


def test_only_what_exists_can_be_revised(build: Any, capsys: Capture) -> None:
    assert build("2026-11", NEW_ROWS, "--revise") == 2
    assert "no edition 2026-11" in capsys.readouterr().err


def test_an_edition_that_is_being_sent_is_not_replaced(tmp_path: Path) -> None:
    file = OutputFile(file_name(NOVEMBER, Audience.INTERNAL, "pdf"), Audience.INTERNAL, "pdf", b"new", 1)
    publish(tmp_path, NOVEMBER, [file], workbook_sha256="")
    refused = []

    def publish_meanwhile() -> None:
        try:
            publish(tmp_path, NOVEMBER, [file], workbook_sha256="")
        except MailError as error:
            refused.append(error.message)

    with open_journal(tmp_path, NOVEMBER):
        thread = threading.Thread(target=publish_meanwhile)
        thread.start()
        thread.join()
    assert len(refused) == 1
    publish(tmp_path, NOVEMBER, [file], workbook_sha256="")


def test_a_journal_survives_the_exchange_of_folders(tmp_path: Path) -> None:
    file = OutputFile(file_name(NOVEMBER, Audience.INTERNAL, "pdf"), Audience.INTERNAL, "pdf", b"new", 1)
    publish(tmp_path, NOVEMBER, [file], workbook_sha256="")
    send(tmp_path, NOVEMBER, State.DEFERRED)
    before = journal_path(tmp_path, NOVEMBER).read_bytes()
    publish(tmp_path, NOVEMBER, [file], workbook_sha256="")
    assert journal_path(tmp_path, NOVEMBER).read_bytes() == before
    send(tmp_path, NOVEMBER)
    with pytest.raises(OutputError, match="was sent"):
        publish(tmp_path, NOVEMBER, [file], workbook_sha256="")


def test_editions_are_named_and_ordered() -> None:
    names = ["2026-11", "2026-11-r2", "2026-11-r10", "2026-12"]
    editions = [EditionId.parse(name) for name in names]
    assert [str(edition) for edition in sorted(editions)] == names
    for wrong in ("2026-13", "2026-11-r0", "2026-11-r", "2026-11r2", "2026-11-r2-r3", "r2", "", "-r2"):
        with pytest.raises(Exception, match="not an edition"):
            EditionId.parse(wrong)
