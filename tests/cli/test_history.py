"""What commands ask and tell because of the editions of other months: the real command line, real editions."""

import io
from pathlib import Path

import pytest

from fiche_builder.cli.main import run
from fiche_builder.common.period import EditionId
from fiche_builder.publish.archive import list_editions
from fiche_builder.publish.journal import State, open_journal
from tests.conftest import WorkbookMaker
from tests.making.mailings import make_edition
from tests.making.sending import ANN, SendDesk
from tests.making.workbooks import Cells, fiche, make_workbook, public

Capture = pytest.CaptureFixture[str]


class Project:
    """A folder with a workbook and its editions, on the tests' day, 2026-11-22."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.output = folder / "output"

    def write(self, *rows: Cells) -> None:
        make_workbook(self.folder / "annuaire.xlsx", {"Fiches": rows})

    def run(self, command: str, *arguments: str) -> int:
        formats = ["--format", "json"] if command == "build" else []
        return run(["--lang", "en", command, "annuaire.xlsx", *formats, *arguments])

    def editions(self) -> list[str]:
        return [str(edition) for edition in list_editions(self.output)]

    def send(self, name: str) -> None:
        """Let an edition have been sent."""
        with open_journal(self.output, EditionId.parse(name)) as journal:
            journal.plan([(ANN, "internal", "00", f"<{name}@x>")])
            journal.mark(journal.latest()[ANN, "internal"], State.SENT)


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    monkeypatch.chdir(tmp_path)
    made = Project(tmp_path)
    made.write(fiche(1), public(2))
    return made


# A N° that never served


def test_a_number_that_served_two_editions_ago_is_told_by_check_build_and_diff(
    project: Project, capsys: Capture
) -> None:
    project.write(fiche(1), fiche(39, Nom="Crèche du Parc"))
    assert project.run("build", "--edition", "2026-08") == 0
    project.write(fiche(1))
    assert project.run("build", "--edition", "2026-09") == 0
    assert project.run("build", "--edition", "2026-10") == 0
    project.write(fiche(1), fiche(39, Nom="Tribunal", Téléphone="02 555 99 99"))
    capsys.readouterr()
    assert project.run("check") == 0
    shown = capsys.readouterr().out
    assert "A3 N°: The N° 39 was “Crèche du Parc” in the edition 2026-08 and is now “Tribunal”." in shown
    assert shown.count("[number-reused]") == 1
    assert "40 is free" in shown
    assert project.run("build") == 0
    told = "Warning: N° 39 was “Crèche du Parc” (2026-08) and is now “Tribunal” [number-reused]"
    assert capsys.readouterr().err.count(told) == 1
    assert run(["--lang", "en", "diff", "2026-10", "2026-11"]) == 0
    assert capsys.readouterr().err.count(told) == 1
    # One that was published so is not told for ever.
    assert project.run("build", "--edition", "2026-12") == 0
    assert "number-reused" not in capsys.readouterr().err


def test_a_correction_of_a_number_is_no_new_mistake(project: Project, capsys: Capture) -> None:
    for month, name in (("2026-08", "Crèche du Parc"), ("2026-09", "Tribunal"), ("2026-10", "Crèche du Parc")):
        project.write(fiche(39, Nom=name, Téléphone=f"02 555 00 {len(name):02}"))
        assert project.run("build", "--edition", month) == 0
        assert ("number-reused" in capsys.readouterr().err) == (month == "2026-09")


def test_the_number_that_is_proposed_never_served(project: Project, capsys: Capture) -> None:
    project.write(fiche(1), fiche(214), fiche(300, Statut="Archivé"))
    assert project.run("build", "--edition", "2026-08") == 0
    project.write(fiche(1), fiche(400))
    assert project.run("build", "--edition", "2026-12") == 0
    project.write(fiche(1), fiche(2, **{"N°": None}), fiche(3, **{"N°": None}), fiche(1, Nom="Autre"), fiche(350))
    assert project.run("check") == 1
    shown = capsys.readouterr().out
    assert [f"{number} is free" in shown for number in (301, 351, 401, 402, 403, 404)] == [
        False, False, True, True, True, False,
    ]  # fmt: skip


def test_editions_that_cannot_be_read_are_told_once_and_passed_over(project: Project, capsys: Capture) -> None:
    for month in ("2026-08", "2026-09", "2026-10"):
        assert project.run("build", "--edition", month) == 0
    (project.output / "2026-08" / "annuaire-2026-08-interne.json").write_text("{", encoding="utf-8")
    (project.output / "2026-09" / "annuaire-2026-09-interne.json").write_text("[]", encoding="utf-8")
    capsys.readouterr()
    assert project.run("build") == 0
    assert capsys.readouterr().err.count("2026-08, 2026-09") == 1


# A month far away


@pytest.mark.parametrize("month", ["2062-11", "2027-01", "2026-09"])
def test_an_unlikely_month_is_asked_about_and_not_made_without_a_yes(
    project: Project, capsys: Capture, monkeypatch: pytest.MonkeyPatch, month: str
) -> None:
    assert project.run("build", "--edition", "2026-10") == 0
    before = project.editions()
    capsys.readouterr()
    for answer in ("n\n", "", "\n"):
        monkeypatch.setattr("sys.stdin", io.StringIO(answer))
        assert project.run("build", "--edition", month) == 2
        assert f"fiche build --edition {month} --yes" in capsys.readouterr().err
    assert project.run("build", "--edition", month, "--no-input") == 2
    assert "Make the edition" not in capsys.readouterr().err
    assert project.editions() == before
    monkeypatch.setattr("sys.stdin", io.StringIO("y\n"))
    assert project.run("build", "--edition", month) == 0
    assert month in project.editions()


def test_yes_asks_nothing(project: Project) -> None:
    assert project.run("build", "--edition", "2062-11", "--yes", "--no-input") == 0
    assert project.editions() == ["2062-11"]


def test_months_in_order_this_one_and_the_next_are_not_asked_about(project: Project, capsys: Capture) -> None:
    for month in ("2024-12", "2026-10", "2026-12", "2026-11"):
        assert project.run("build", "--edition", month, "--no-input") == 0
        assert ("out of date" in capsys.readouterr().err) == (month == "2024-12")


# A revision without a change


def test_a_revision_that_says_the_same_is_not_made(project: Project, capsys: Capture) -> None:
    assert project.run("build") == 0
    project.send("2026-11")
    capsys.readouterr()
    for audience in ("all", "public"):
        assert project.run("build", "--revise", "--audience", audience) == 2
        shown = capsys.readouterr().err
        assert "Nothing has changed since 2026-11: no 2026-11-r2 was made." in shown
        assert "Did you save the workbook" in shown
    assert project.editions() == ["2026-11"]
    assert project.run("build", "--revise", "--yes") == 0
    assert project.editions() == ["2026-11", "2026-11-r2"]


@pytest.mark.parametrize(
    "rows",
    [
        [fiche(1), public(2, Téléphone="02 555 77 77")],
        [fiche(1, Consigne="Demandez le dossier."), public(2)],
        [fiche(1), public(2), fiche(3)],
        [fiche(1)],
    ],
)
def test_a_revision_that_says_something_else_is_made(project: Project, rows: list[Cells]) -> None:
    assert project.run("build") == 0
    project.send("2026-11")
    project.write(*rows)
    assert project.run("build", "--revise") == 0
    assert project.editions() == ["2026-11", "2026-11-r2"]


def test_the_third_is_compared_with_the_second(project: Project) -> None:
    assert project.run("build") == 0
    project.send("2026-11")
    project.write(fiche(1), public(2, Téléphone="02 555 77 77"))
    assert project.run("build", "--revise") == 0
    assert project.run("build", "--revise") == 0  # nobody has it yet: it is made anew
    project.send("2026-11-r2")
    assert project.run("build", "--revise") == 2
    project.write(fiche(1), public(2))
    assert project.run("build", "--revise") == 0
    assert project.editions()[-1] == "2026-11-r3"


# What there is


def test_diff_of_a_missing_edition_says_which_there_are(project: Project, capsys: Capture) -> None:
    for month in ("2026-09", "2026-10"):
        assert project.run("build", "--edition", month) == 0
    capsys.readouterr()
    for old, new in (("2026-03", "2026-10"), ("2026-10", "2026-03"), ("mars", "2026-10"), ("2026-09-r2", "2026-10")):
        assert run(["--lang", "en", "diff", old, new]) == 2
        shown = capsys.readouterr().err
        assert "There are: 2026-09, 2026-10." in shown
        assert "fiche build" not in shown


# Which edition is sent


def make(desk: SendDesk, *names: str) -> None:
    for name in names:
        make_edition(desk.workbook, desk.output, EditionId.parse(name))


@pytest.mark.parametrize(
    ("names", "words"),
    [
        (["2026-09", "2026-10"], "The edition 2026-11 is not made; the last one is 2026-10."),
        (["2026-10", "2026-12"], "The edition 2026-11 is not made; the last one is 2026-12."),
        (["2026-10", "2062-11"], "The edition 2026-11 is not made; the last one is 2026-10."),
        (["2062-11"], "fiche send 2062-11"),
    ],
)
def test_without_this_months_edition_nothing_is_sent_and_the_last_is_named(
    send_desk: SendDesk, capsys: Capture, names: list[str], words: str
) -> None:
    send_desk.set_up()
    make(send_desk, *names)
    for arguments in (["--dry-run"], ["--yes"], ["--resume", "--yes"]):
        assert send_desk.send(*arguments) == 2
        assert words in capsys.readouterr().err


def test_this_months_newest_edition_is_sent_and_another_by_name(send_desk: SendDesk, capsys: Capture) -> None:
    send_desk.set_up()
    make(send_desk, "2026-10", "2026-11", "2026-11-r2", "2026-12", "2062-11")
    assert send_desk.send("--dry-run") == 0
    assert "annuaire-2026-11-r2-interne.pdf" in capsys.readouterr().out
    assert send_desk.send("2026-12", "--dry-run") == 0
    assert "annuaire-2026-12-interne.pdf" in capsys.readouterr().out


def test_what_people_have_a_later_one_of_is_sent_by_name_only(send_desk: SendDesk, capsys: Capture) -> None:
    send_desk.set_up()
    make(send_desk, "2026-11", "2026-12")
    with open_journal(send_desk.output, EditionId.parse("2026-12")) as journal:
        journal.plan([(ANN, "internal", "00", "<1@x>")])
        journal.mark(journal.latest()[ANN, "internal"], State.SENT)
    assert send_desk.send("--yes") == 2
    assert "fiche send 2026-11" in capsys.readouterr().err
    assert send_desk.send("2026-11", "--dry-run") == 0
    assert "People have a later edition already: 2026-12." in capsys.readouterr().err


def test_a_mailing_that_stopped_is_resumed_in_the_next_month_too(send_desk: SendDesk, capsys: Capture) -> None:
    send_desk.set_up()
    make(send_desk, "2026-09", "2026-10")

    def mailing(name: str, *states: State) -> None:
        with open_journal(send_desk.output, EditionId.parse(name)) as journal:
            journal.plan((f"{number}@contact.example", "internal", "00", f"<{name}{number}@x>") for number in range(9))
            for delivery, state in zip(journal.deliveries(), states, strict=False):
                journal.mark(delivery, state)

    mailing("2026-10", *[State.REFUSED] * 5, *[State.DEFERRED] * 4)
    assert send_desk.send("--resume", "--dry-run") == 0
    assert "annuaire-2026-10-interne.pdf" in capsys.readouterr().out
    assert send_desk.send("--dry-run") == 2
    # What was left behind long ago is not gone on with, once people have a later edition.
    make(send_desk, "2026-11")
    mailing("2026-11", *[State.SENT] * 9)
    assert send_desk.send("--resume", "--dry-run") == 2
    assert "another file of this edition" in capsys.readouterr().err


def test_a_plain_workbook_is_checked_without_any_edition(workbook: WorkbookMaker, tmp_path: Path) -> None:
    assert run(["check", str(workbook()), "--output", str(tmp_path / "nowhere")]) == 0
