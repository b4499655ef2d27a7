"""What `build` lists before it publishes, and what `send` keeps back: real editions, a real server."""

import json
from pathlib import Path
from typing import Any

import pytest

from fiche_builder.cli.main import run
from fiche_builder.model.seen import seen_code
from fiche_builder.publish.journal import State
from tests.conftest import ServerStarter
from tests.making.mailings import make_edition, team
from tests.making.sending import ANN, CAT, TEAMS, SendDesk
from tests.making.workbooks import PARAMETERS, make_workbook, public

Capture = pytest.CaptureFixture[str]
TEXT = "Mme Dubois, ne pas donner"
CODE = seen_code("description", TEXT)
INSIDE = (team(ANN),)


class QuestionDesk:
    """An editor's project, in which the texts of fiche 2 change."""

    def __init__(self, desk: SendDesk) -> None:
        self.desk = desk
        self.output = desk.output

    def write(self, **cells: Any) -> None:
        """Write the workbook again, with these cells in fiche 2."""
        fiches = [public(1), {**public(2), **cells}]
        make_workbook(self.desk.workbook, {"Fiches": fiches, "Équipes": TEAMS, "Paramètres": PARAMETERS})

    def build(self, *options: str) -> int:
        """Build the data; no PDF is needed to ask about texts."""
        where = ["--edition", "2026-11", "--output", str(self.output), "--format", "json"]
        return run(["--lang", "en", "build", str(self.desk.workbook), *where, *options])

    @property
    def unanswered(self) -> dict[str, list[dict[str, Any]]]:
        """The open questions of each file of the edition."""
        manifest = json.loads((self.output / "2026-11" / "manifest.json").read_text("utf-8"))
        return {entry["name"]: entry["unanswered"] for entry in manifest["files"]}


@pytest.fixture
def desk(send_desk: SendDesk) -> QuestionDesk:
    send_desk.set_up()
    made = QuestionDesk(send_desk)
    made.write(Description=TEXT)
    return made


def test_a_build_lists_the_words_and_still_publishes(desk: QuestionDesk, capsys: Capture) -> None:
    assert desk.build() == 0
    shown = capsys.readouterr()
    assert "1 public text may hold something private:" in shown.err
    assert "  Fiches K3: “Mme Dubois”, “ne pas donner”: may everybody read this text?" in shown.err
    assert "Dubois" not in shown.out
    question = {"sheet": "Fiches", "cell": "K3", "fiche": 2, "answer": CODE}
    assert desk.unanswered == {"annuaire-2026-11-interne.json": [], "annuaire-2026-11-public.json": [question]}


def test_the_manifest_has_none_of_the_words(desk: QuestionDesk) -> None:
    desk.build()
    assert "Dubois" not in (desk.output / "2026-11" / "manifest.json").read_text("utf-8")


def test_a_build_for_colleagues_asks_nothing(desk: QuestionDesk, capsys: Capture) -> None:
    assert desk.build("--audience", "internal") == 0
    assert "private" not in capsys.readouterr().err


def test_a_file_that_stays_keeps_its_questions(desk: QuestionDesk) -> None:
    desk.build()
    desk.write(Description="Accueil")
    desk.build("--audience", "internal")
    assert len(desk.unanswered["annuaire-2026-11-public.json"]) == 1
    desk.build()
    assert desk.unanswered["annuaire-2026-11-public.json"] == []


def test_many_are_told_by_their_number(desk: QuestionDesk, capsys: Capture) -> None:
    fiches = [public(number, Description=f"{TEXT} {number}") for number in range(1, 21)]
    make_workbook(desk.desk.workbook, {"Fiches": fiches})
    desk.build()
    shown = capsys.readouterr().err
    assert "20 public texts may hold something private:" in shown
    assert shown.count("ne pas donner") == 8
    assert "  and 12 more" in shown


def test_the_same_text_is_told_once_and_counts_in_each_row(desk: QuestionDesk, capsys: Capture) -> None:
    fiches = [public(number, Description=TEXT) for number in range(1, 21)]
    make_workbook(desk.desk.workbook, {"Fiches": fiches})
    desk.build()
    shown = capsys.readouterr().err
    assert "20 public texts may hold something private:" in shown
    assert shown.count("ne pas donner") == 1
    assert len(desk.unanswered["annuaire-2026-11-public.json"]) == 20


@pytest.fixture
def edition(desk: QuestionDesk) -> QuestionDesk:
    """An edition with an open question, as `fiche build` makes it, but with PDFs that are none."""
    make_edition(desk.desk.workbook, desk.output)
    return desk


def set_up(edition: QuestionDesk, start_server: ServerStarter) -> Any:
    server = start_server()
    edition.desk.set_up(server)
    edition.write(Description=TEXT)
    return server


def test_the_public_edition_waits_and_colleagues_get_theirs(
    edition: QuestionDesk, start_server: ServerStarter, capsys: Capture
) -> None:
    server = set_up(edition, start_server)
    assert edition.desk.send("--yes") == 4
    assert CAT not in server.recipients
    assert ANN in server.recipients
    shown = capsys.readouterr()
    assert "waits: questions about its texts" in shown.out
    assert "The public edition is kept back: 1 of its texts may hold something private (Fiches K3)." in shown.err
    assert "--accept-private-text" in shown.err
    assert "Dubois" not in shown.err
    assert CAT not in edition.desk.states()


@pytest.mark.parametrize("options", [("--yes", "--team", "Partenaires"), ("--dry-run", "--team", "Partenaires")])
def test_nothing_is_sent_to_the_public_alone(
    edition: QuestionDesk, start_server: ServerStarter, options: tuple[str, ...]
) -> None:
    server = set_up(edition, start_server)
    assert edition.desk.send(*options) == 4
    assert server.recipients == []
    assert edition.build() == 0  # nobody has it: it may be made again


def test_a_mailing_to_colleagues_alone_is_as_ever(
    edition: QuestionDesk, start_server: ServerStarter, capsys: Capture
) -> None:
    set_up(edition, start_server)
    assert edition.desk.send("--yes", "--team", "Contact Center", "--team", "Renfort") == 0
    assert "kept back" not in capsys.readouterr().err


def test_an_answer_given_after_the_build_counts(edition: QuestionDesk, start_server: ServerStarter) -> None:
    server = set_up(edition, start_server)
    edition.write(Description=TEXT, Vu="vu")
    assert edition.desk.send("--yes", "--team", "Partenaires") == 4
    edition.write(Description=TEXT, Vu=CODE)
    assert edition.desk.send("--yes") == 0
    assert CAT in server.recipients


def test_a_text_changed_after_the_build_is_still_in_the_edition(
    edition: QuestionDesk, start_server: ServerStarter
) -> None:
    server = set_up(edition, start_server)
    edition.write(Description="Accueil")
    assert edition.desk.send("--yes", "--team", "Partenaires") == 4
    assert server.recipients == []


def test_one_may_send_it_all_the_same(edition: QuestionDesk, start_server: ServerStarter) -> None:
    server = set_up(edition, start_server)
    assert edition.desk.send("--yes", "--accept-private-text") == 0
    assert CAT in server.recipients
    assert edition.desk.states()[CAT] is State.SENT


def test_those_who_waited_get_it_later(edition: QuestionDesk, start_server: ServerStarter) -> None:
    server = set_up(edition, start_server)
    assert edition.desk.send("--yes") == 4
    edition.write(Description=TEXT, Vu=CODE)
    assert edition.desk.send("--yes") == 0
    assert sorted(server.recipients).count(ANN) == 1
    assert server.recipients[-1] == CAT


def test_drafts_wait_too(edition: QuestionDesk, tmp_path: Path) -> None:
    folder = tmp_path / "drafts"
    assert edition.desk.send("--drafts", str(folder)) == 4
    assert [path.name for path in folder.iterdir() if "cat" in path.name] == []
    assert edition.desk.send("--drafts", str(folder), "--accept-private-text") == 0
    assert [path.name for path in folder.iterdir() if "cat" in path.name] != []


def test_an_edition_from_before_the_questions_is_sent_as_before(
    edition: QuestionDesk, start_server: ServerStarter
) -> None:
    path = edition.output / "2026-11" / "manifest.json"
    manifest = json.loads(path.read_text("utf-8"))
    for entry in manifest["files"]:
        del entry["unanswered"]
    path.write_text(json.dumps(manifest), encoding="utf-8")
    server = set_up(edition, start_server)
    assert edition.desk.send("--yes") == 0
    assert CAT in server.recipients
