"""`fiche send` as an editor uses it, against a real server."""

import hashlib
import io
import json
import signal
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from email import message_from_bytes, policy
from pathlib import Path

import pytest

from fiche_builder.cli.main import run
from fiche_builder.common.period import EditionId, Period
from fiche_builder.mail.transport import PASSWORD_VARIABLE
from fiche_builder.publish.journal import State, journal_path, latest_deliveries, open_journal, read_journal
from tests.conftest import ServerStarter, WorkbookMaker
from tests.making.mailings import INTERNAL_PDF, NOVEMBER, PUBLIC_PDF, make_edition, team
from tests.making.mailserver import PASSWORD, Fault, MailServer
from tests.making.workbooks import PARAMETERS, Cells, fiche, public

Capture = pytest.CaptureFixture[str]
ANN, BOB, CAT = "ann@contact.example", "bob@contact.example", "cat@elsewhere.example"
TEAMS = (team(ANN), team(BOB, Équipe="Renfort"), team(CAT, "Publique", Équipe="Partenaires"))


class Desk:
    """An editor's project folder, with an edition built."""

    def __init__(self, folder: Path, make_workbook: WorkbookMaker, monkeypatch: pytest.MonkeyPatch) -> None:
        self.output = folder / "output"
        self._folder = folder
        self._make_workbook = make_workbook
        self._monkeypatch = monkeypatch

    def set_up(self, server: MailServer | None = None, teams: tuple[Cells, ...] = TEAMS, settings: str = "") -> None:
        """Write the workbook and the settings."""
        self.workbook = self._make_workbook(Fiches=[fiche(1), public(2)], Équipes=teams, Paramètres=PARAMETERS)
        port = server.port if server else 1
        (self._folder / "fiche.toml").write_text(
            '[privacy]\ninternal_domains = ["contact.example"]\n[mail]\nhost = "localhost"\n'
            f'port = {port}\nsender = "Annuaire <annuaire@contact.example>"\nper_minute = 60000\n{settings}',
            encoding="utf-8",
        )
        self._monkeypatch.setenv(PASSWORD_VARIABLE, PASSWORD)

    @property
    def command(self) -> list[str]:
        """What to say to `fiche`."""
        return ["--lang", "en", "send", "--workbook", str(self.workbook), "--output", str(self.output)]

    def send(self, *arguments: str) -> int:
        """Run `fiche send`."""
        return run([*self.command, *arguments])

    def states(self) -> dict[str, State]:
        """Return the journal's last word on each address."""
        latest = latest_deliveries(read_journal(self.output, NOVEMBER))
        return {address: delivery.state for (address, _audience), delivery in latest.items()}


@pytest.fixture
def desk(tmp_path: Path, workbook: WorkbookMaker, monkeypatch: pytest.MonkeyPatch) -> Desk:
    return Desk(tmp_path, workbook, monkeypatch)


def attachments(server: MailServer) -> dict[str, str]:
    """The hash of what each recipient got."""
    found = {}
    for received in server.received:
        message = message_from_bytes(received.content, policy=policy.default)
        (part,) = message.iter_attachments()
        found[received.recipients[0]] = hashlib.sha256(part.get_content()).hexdigest()
    return found


def test_each_gets_their_own_edition_as_the_manifest_has_it(
    desk: Desk, start_server: ServerStarter, capsys: Capture
) -> None:
    server = start_server()
    desk.set_up(server)
    folder = make_edition(desk.workbook, desk.output)
    assert desk.send("--yes") == 0
    manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
    digests = {(entry["audience"], entry["format"]): entry["sha256"] for entry in manifest["files"]}
    internal, open_one = digests["internal", "pdf"], digests["public", "pdf"]
    assert attachments(server) == {ANN: internal, BOB: internal, CAT: open_one}
    shown = capsys.readouterr()
    assert "annuaire-2026-11-interne.pdf" in shown.out
    assert "sent     3" in shown.out
    assert f"{ANN}: sent" in shown.err


def test_nobody_gets_it_twice_unless_asked_for(desk: Desk, start_server: ServerStarter, capsys: Capture) -> None:
    server = start_server()
    desk.set_up(server)
    make_edition(desk.workbook, desk.output)
    assert desk.send("--yes", "--team", "renfort") == 0
    assert server.recipients == [BOB]
    assert desk.send("--yes") == 0
    assert Counter(server.recipients) == Counter((ANN, BOB, CAT))
    assert desk.send("--yes") == 0
    assert "has it already" in capsys.readouterr().out
    assert Counter(server.recipients) == Counter((ANN, BOB, CAT))
    assert desk.send("--yes", "--again", "--team", "Renfort") == 0
    assert Counter(server.recipients) == Counter((ANN, BOB, BOB, CAT))
    ids = [message_from_bytes(received.content)["Message-ID"] for received in server.received]
    assert len(set(ids)) == 4


def test_a_refused_recipient_is_listed_with_the_servers_words(
    desk: Desk, start_server: ServerStarter, capsys: Capture
) -> None:
    server = start_server(Fault("RCPT", "550 5.1.1 No such user here", times=9, recipient=BOB))
    desk.set_up(server)
    make_edition(desk.workbook, desk.output)
    assert desk.send("--yes") == 4
    shown = capsys.readouterr().out
    assert f"  {BOB}: 550 5.1.1 No such user here\n" in shown
    assert desk.states() == {ANN: State.SENT, BOB: State.REFUSED, CAT: State.SENT}
    desk.set_up(server, teams=(TEAMS[0], team("bobby@contact.example"), TEAMS[2]))
    assert desk.send("--yes") == 0
    assert server.recipients[-1] == "bobby@contact.example"


def test_the_uncertain_are_listed_and_only_sent_to_by_name(
    desk: Desk, start_server: ServerStarter, capsys: Capture
) -> None:
    server = start_server(Fault("unstored", recipient=ANN))
    desk.set_up(server)
    make_edition(desk.workbook, desk.output)
    assert desk.send("--yes") == 4
    assert desk.states() == {ANN: State.UNCERTAIN, BOB: State.SENT, CAT: State.SENT}
    assert "--retry-uncertain ADDRESS" in capsys.readouterr().out
    for way in (["--resume"], ["--again", "--team", "Contact Center"], []):
        assert desk.send("--yes", *way) == 4
        assert ANN not in server.recipients
    first = latest_deliveries(read_journal(desk.output, NOVEMBER))[ANN, "internal"].message_id
    server.faults.append(Fault("MAIL", "550 5.7.1 Not you"))
    assert desk.send("--yes", "--retry-uncertain", ANN) == 2
    assert desk.states()[ANN] is State.UNCERTAIN
    assert desk.send("--yes", "--retry-uncertain", "ANN@contact.example") == 0
    assert server.recipients == [BOB, CAT, ANN]
    assert message_from_bytes(server.received[-1].content)["Message-ID"] == first
    assert desk.send("--yes", "--retry-uncertain", BOB) == 2


def test_an_unfinished_mailing_is_gone_on_with_by_resume_alone(
    desk: Desk, start_server: ServerStarter, capsys: Capture
) -> None:
    server = start_server()
    desk.set_up(server)
    make_edition(desk.workbook, desk.output)
    with open_journal(desk.output, NOVEMBER) as journal:
        digest = hashlib.sha256(INTERNAL_PDF).hexdigest()
        journal.plan(
            (address, "internal", digest, f"<{n}@x>") for n, address in enumerate((ANN, BOB, "gone@contact.example"), 1)
        )
        journal.mark(journal.latest()[ANN, "internal"], State.SENT)
    assert desk.send("--yes") == 2
    assert "fiche send --resume" in capsys.readouterr().err
    assert server.received == []
    assert desk.send("--yes", "--resume") == 0
    assert Counter(server.recipients) == Counter((BOB, CAT))
    assert "gone@contact.example should have got it too" in capsys.readouterr().err
    assert [message_from_bytes(r.content)["Message-ID"] for r in server.received if r.recipients == (BOB,)] == ["<2@x>"]


@pytest.mark.parametrize(
    ("answer", "goes"), [("y\n", True), ("YES\n", True), ("?\ny\n", True), ("n\n", False), ("\n", False), ("", False)]
)
def test_it_asks_first(
    desk: Desk, start_server: ServerStarter, monkeypatch: pytest.MonkeyPatch, answer: str, *, goes: bool
) -> None:
    server = start_server()
    desk.set_up(server)
    make_edition(desk.workbook, desk.output)
    monkeypatch.setattr("sys.stdin", io.StringIO(answer))
    assert desk.send() == (0 if goes else 4)
    assert len(server.received) == (3 if goes else 0)
    assert journal_path(desk.output, NOVEMBER).exists() == goes


def test_where_nothing_may_be_asked_nothing_is_sent(desk: Desk, start_server: ServerStarter) -> None:
    server = start_server()
    desk.set_up(server)
    make_edition(desk.workbook, desk.output)
    assert desk.send("--no-input") == 2
    assert server.received == []


def test_a_dry_run_shows_everything_and_touches_nothing(desk: Desk, capsys: Capture) -> None:
    desk.set_up()
    make_edition(desk.workbook, desk.output)
    before = sorted(path.name for path in desk.output.rglob("*"))
    assert desk.send("--dry-run") == 0
    shown = capsys.readouterr().out
    for words in (ANN, BOB, CAT, "annuaire-2026-11-public.pdf", "Subject: Annuaire – novembre 2026", "Bonjour,"):
        assert words in shown
    assert sorted(path.name for path in desk.output.rglob("*")) == before


def test_drafts_need_no_server_and_no_journal(desk: Desk, tmp_path: Path, capsys: Capture) -> None:
    desk.set_up()
    make_edition(desk.workbook, desk.output)
    assert desk.send("--drafts", str(tmp_path / "drafts")) == 0
    files = sorted((tmp_path / "drafts").iterdir())
    assert len(files) == 3
    assert str(files[0]) in capsys.readouterr().out
    assert not journal_path(desk.output, NOVEMBER).exists()


def test_what_is_warned_of_is_sent(desk: Desk, start_server: ServerStarter, capsys: Capture) -> None:
    server = start_server()
    desk.set_up(server)
    make_edition(desk.workbook, desk.output)
    desk.set_up(server, teams=(*TEAMS, team("new@contact.example")))
    assert desk.send("--yes") == 0
    assert "was changed after this edition was built" in capsys.readouterr().err
    assert len(server.received) == 4


def test_a_changed_pdf_is_not_sent(desk: Desk, capsys: Capture) -> None:
    desk.set_up()
    folder = make_edition(desk.workbook, desk.output)
    (folder / "annuaire-2026-11-interne.pdf").write_bytes(b"%PDF tampered")
    assert desk.send("--yes") == 2
    assert "no longer the file that was published" in capsys.readouterr().err


def test_a_mailing_that_sent_nothing_needs_no_resume(
    desk: Desk, start_server: ServerStarter, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = start_server()
    desk.set_up(server)
    make_edition(desk.workbook, desk.output)
    monkeypatch.setenv(PASSWORD_VARIABLE, "wrong")
    assert desk.send("--yes") == 2
    assert set(desk.states().values()) == {State.PLANNED}
    monkeypatch.setenv(PASSWORD_VARIABLE, PASSWORD)
    assert desk.send("--yes") == 0
    assert Counter(server.recipients) == Counter((ANN, BOB, CAT))


@pytest.mark.parametrize(
    ("teams", "settings", "words", "code"),
    [
        ((), "", "no active recipient", 2),
        ((team("ann@contact,example"),), "", "Équipes C2", 1),
        (TEAMS, 'security = "none"\nhost_ = ""', "mail.host_", 2),
        (TEAMS, 'security = "ssl"', "ssl", 2),
    ],
)
def test_what_must_not_be_sent_is_refused_before_the_first_message(  # noqa: PLR0913, PLR0917
    desk: Desk, capsys: Capture, teams: tuple[Cells, ...], settings: str, words: str, code: int
) -> None:
    desk.set_up(teams=teams, settings=settings)
    desk.output.mkdir()
    if "host_" not in settings:
        make_edition(desk.workbook, desk.output)
    assert desk.send("--yes") == code
    assert words in capsys.readouterr().err
    assert not journal_path(desk.output, NOVEMBER).exists()


def test_no_clear_text_to_another_machine(desk: Desk, tmp_path: Path, capsys: Capture) -> None:
    desk.set_up()
    make_edition(desk.workbook, desk.output)
    settings = '[mail]\nhost = "mail.example"\nsender = "a@contact.example"\nsecurity = "none"\n'
    (tmp_path / "fiche.toml").write_text(settings, encoding="utf-8")
    assert desk.send("--yes") == 2
    assert "in the clear" in capsys.readouterr().err


def test_a_server_that_says_its_limit_is_not_sent_what_it_would_refuse(
    desk: Desk, start_server: ServerStarter, capsys: Capture
) -> None:
    server = start_server(size_limit=2_000_000)
    desk.set_up(server, teams=(team(ANN),))
    make_edition(desk.workbook, desk.output, pdfs=(b"%PDF" * 1024 * 1024, PUBLIC_PDF))
    assert desk.send("--yes") == 2
    assert "at most 1 MB" in capsys.readouterr().err
    assert desk.states() == {ANN: State.PLANNED}


@pytest.mark.parametrize("arguments", [["2026-10"], ["octobre"], []])
def test_no_edition_is_a_clear_error(desk: Desk, capsys: Capture, arguments: list[str]) -> None:
    desk.set_up()
    assert desk.send("--yes", *arguments) == 2
    shown = capsys.readouterr().err
    assert "edition" in shown
    assert "Traceback" not in shown
    assert not desk.output.exists()


def test_an_unknown_team_names_the_nearest(desk: Desk, capsys: Capture) -> None:
    desk.set_up()
    make_edition(desk.workbook, desk.output)
    assert desk.send("--team", "Renfrot", "--yes") == 2
    assert "Did you mean “Renfort”?" in capsys.readouterr().err


def test_two_sends_at_once_are_one(desk: Desk, start_server: ServerStarter, capsys: Capture) -> None:
    server = start_server()
    desk.set_up(server)
    make_edition(desk.workbook, desk.output)
    with open_journal(desk.output, NOVEMBER):
        assert desk.send("--yes") == 2
    assert "being sent by another program" in capsys.readouterr().err
    assert server.received == []


def test_a_journal_of_another_edition_or_none_at_all_stops_the_mailing(desk: Desk, capsys: Capture) -> None:
    desk.set_up()
    make_edition(desk.workbook, desk.output)
    october = EditionId(Period(2026, 10))
    with open_journal(desk.output, october) as journal:
        journal.plan([(ANN, "internal", "00", "<1@x>")])
    journal_path(desk.output, october).rename(journal_path(desk.output, NOVEMBER))
    assert desk.send("--yes") == 2
    assert "is not the journal of edition 2026-11" in capsys.readouterr().err
    journal_path(desk.output, NOVEMBER).write_bytes(b"no database at all" * 100)
    assert desk.send("--yes") == 2
    assert "cannot be used" in capsys.readouterr().err


def test_a_journal_held_by_another_program_stops_the_mailing(
    desk: Desk, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.set_up()
    make_edition(desk.workbook, desk.output)
    with open_journal(desk.output, NOVEMBER) as journal:
        journal.plan([(ANN, "internal", hashlib.sha256(INTERNAL_PDF).hexdigest(), "<1@x>")])
    monkeypatch.setattr("fiche_builder.publish.journal._SECONDS", 0.05)
    holder = sqlite3.connect(journal_path(desk.output, NOVEMBER), isolation_level=None)
    holder.execute("BEGIN EXCLUSIVE")
    assert desk.send("--yes", "--resume") == 2
    holder.close()
    assert "locked" in capsys.readouterr().err


def test_a_full_disk_stops_the_mailing_before_the_next_message(desk: Desk, start_server: ServerStarter) -> None:
    server = start_server()
    desk.set_up(server, teams=tuple(team(f"n{number}@contact.example") for number in range(60)))
    make_edition(desk.workbook, desk.output)
    script = (
        "import resource, signal, sys\nfrom fiche_builder.cli.main import run\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (14_000, 14_000))\n"
        "sys.exit(run(sys.argv[1:]))\n"
    )
    command = [sys.executable, "-c", script, *desk.command, "--yes"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=desk.output)
    assert done.returncode in {2, 4}, done.stderr
    assert "cannot be used" in done.stderr
    assert "Traceback" not in done.stderr
    sent = len(server.received)
    assert sent < 60
    assert desk.send("--yes", "--resume") in {0, 4}
    assert max(Counter(server.recipients).values()) == 1
    assert len(server.recipients) == 60 - sum(state is State.UNCERTAIN for state in desk.states().values())


def test_ctrl_c_stops_between_two_messages_and_says_how_to_go_on(desk: Desk, start_server: ServerStarter) -> None:
    server = start_server()
    desk.set_up(server)
    settings = (desk.output.parent / "fiche.toml").read_text("utf-8").replace("60000", "6")
    (desk.output.parent / "fiche.toml").write_text(settings, encoding="utf-8")
    make_edition(desk.workbook, desk.output)
    command = [sys.executable, "-m", "fiche_builder", *desk.command, "--yes"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    deadline = time.monotonic() + 30
    while not server.received and time.monotonic() < deadline:
        time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=20)
    assert process.returncode == 4, err
    assert "Stopping" in err
    assert "fiche send 2026-11 --resume" in out
    assert desk.states() == {ANN: State.SENT, BOB: State.PLANNED, CAT: State.PLANNED}
