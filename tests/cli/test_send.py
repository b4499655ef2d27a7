"""`fiche send` as an editor uses it, against a real server."""

import hashlib
import io
import json
import sqlite3
from collections import Counter
from email import message_from_bytes, policy
from pathlib import Path

import pytest

from fiche_builder.common.period import EditionId, Period
from fiche_builder.mail.transport import PASSWORD_VARIABLE
from fiche_builder.publish.journal import State, journal_path, latest_deliveries, open_journal, read_journal
from tests.conftest import ServerStarter
from tests.making.mailings import INTERNAL_PDF, NOVEMBER, PUBLIC_PDF, make_edition, team
from tests.making.mailserver import PASSWORD, Fault, MailServer
from tests.making.sending import ANN, BOB, CAT, TEAMS, SendDesk
from tests.making.workbooks import Cells

Capture = pytest.CaptureFixture[str]


def attachments(server: MailServer) -> dict[str, str]:
    """The hash of what each recipient got."""
    found = {}
    for received in server.received:
        message = message_from_bytes(received.content, policy=policy.default)
        (part,) = message.iter_attachments()
        found[received.recipients[0]] = hashlib.sha256(part.get_content()).hexdigest()
    return found


def test_each_gets_their_own_edition_as_the_manifest_has_it(
    send_desk: SendDesk, start_server: ServerStarter, capsys: Capture
) -> None:
    server = start_server()
    send_desk.set_up(server)
    folder = make_edition(send_desk.workbook, send_desk.output)
    assert send_desk.send("--yes") == 0
    manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
    digests = {(entry["audience"], entry["format"]): entry["sha256"] for entry in manifest["files"]}
    internal, open_one = digests["internal", "pdf"], digests["public", "pdf"]
    assert attachments(server) == {ANN: internal, BOB: internal, CAT: open_one}
    shown = capsys.readouterr()
    assert "annuaire-2026-11-interne.pdf" in shown.out
    assert "sent     3" in shown.out
    assert f"{ANN}: sent" in shown.err


def test_the_page_is_sent_and_told_with_its_size(
    send_desk: SendDesk, start_server: ServerStarter, capsys: Capture
) -> None:
    server = start_server()
    send_desk.set_up(server, settings='attach = ["pdf", "html"]\n')
    pages = b"<!doctype html>inside", b"<!doctype html>outside" * 40_000
    make_edition(send_desk.workbook, send_desk.output, pages=pages)
    assert send_desk.send("--yes") == 0
    got = {}
    for received in server.received:
        parts = message_from_bytes(received.content, policy=policy.default).iter_attachments()
        got[received.recipients[0]] = [part.get_payload(decode=True) for part in parts]
    assert got == {ANN: [INTERNAL_PDF, pages[0]], BOB: [INTERNAL_PDF, pages[0]], CAT: [PUBLIC_PDF, pages[1]]}
    shown = capsys.readouterr().out
    assert "  annuaire-2026-11-public.html · 0.8 MB\n  both in one mail" in shown
    assert "a third more room: 1.1 MB" in shown


def test_nobody_gets_it_twice_unless_asked_for(
    send_desk: SendDesk, start_server: ServerStarter, capsys: Capture
) -> None:
    server = start_server()
    send_desk.set_up(server)
    make_edition(send_desk.workbook, send_desk.output)
    assert send_desk.send("--yes", "--team", "renfort") == 0
    assert server.recipients == [BOB]
    assert send_desk.send("--yes") == 0
    assert Counter(server.recipients) == Counter((ANN, BOB, CAT))
    assert send_desk.send("--yes") == 0
    assert "has it already" in capsys.readouterr().out
    assert Counter(server.recipients) == Counter((ANN, BOB, CAT))
    assert send_desk.send("--yes", "--again", "--team", "Renfort") == 0
    assert Counter(server.recipients) == Counter((ANN, BOB, BOB, CAT))
    ids = [message_from_bytes(received.content)["Message-ID"] for received in server.received]
    assert len(set(ids)) == 4


def test_a_refused_recipient_is_listed_with_the_servers_words(
    send_desk: SendDesk, start_server: ServerStarter, capsys: Capture
) -> None:
    server = start_server(Fault("RCPT", "550 5.1.1 No such user here", times=9, recipient=BOB))
    send_desk.set_up(server)
    make_edition(send_desk.workbook, send_desk.output)
    assert send_desk.send("--yes") == 4
    shown = capsys.readouterr().out
    assert f"  {BOB}: 550 5.1.1 No such user here\n" in shown
    assert send_desk.states() == {ANN: State.SENT, BOB: State.REFUSED, CAT: State.SENT}
    send_desk.set_up(server, teams=(TEAMS[0], team("bobby@contact.example"), TEAMS[2]))
    assert send_desk.send("--yes") == 0
    assert server.recipients[-1] == "bobby@contact.example"


def test_the_uncertain_are_listed_and_only_sent_to_by_name(
    send_desk: SendDesk, start_server: ServerStarter, capsys: Capture
) -> None:
    server = start_server(Fault("unstored", recipient=ANN))
    send_desk.set_up(server)
    make_edition(send_desk.workbook, send_desk.output)
    assert send_desk.send("--yes") == 4
    assert send_desk.states() == {ANN: State.UNCERTAIN, BOB: State.SENT, CAT: State.SENT}
    assert "--retry-uncertain ADDRESS" in capsys.readouterr().out
    for way in (["--resume"], ["--again", "--team", "Contact Center"], []):
        assert send_desk.send("--yes", *way) == 4
        assert ANN not in server.recipients
    first = latest_deliveries(read_journal(send_desk.output, NOVEMBER))[ANN, "internal"].message_id
    server.faults.append(Fault("MAIL", "550 5.7.1 Not you"))
    assert send_desk.send("--yes", "--retry-uncertain", ANN) == 2
    assert send_desk.states()[ANN] is State.UNCERTAIN
    assert send_desk.send("--yes", "--retry-uncertain", "ANN@contact.example") == 0
    assert server.recipients == [BOB, CAT, ANN]
    assert message_from_bytes(server.received[-1].content)["Message-ID"] == first
    assert send_desk.send("--yes", "--retry-uncertain", BOB) == 2


def test_an_unfinished_mailing_is_gone_on_with_by_resume_alone(
    send_desk: SendDesk, start_server: ServerStarter, capsys: Capture
) -> None:
    server = start_server()
    send_desk.set_up(server)
    make_edition(send_desk.workbook, send_desk.output)
    with open_journal(send_desk.output, NOVEMBER) as journal:
        digest = hashlib.sha256(INTERNAL_PDF).hexdigest()
        journal.plan(
            (address, "internal", digest, f"<{n}@x>") for n, address in enumerate((ANN, BOB, "gone@contact.example"), 1)
        )
        journal.mark(journal.latest()[ANN, "internal"], State.SENT)
    assert send_desk.send("--yes") == 2
    assert "fiche send --resume" in capsys.readouterr().err
    assert server.received == []
    assert send_desk.send("--yes", "--resume") == 0
    assert Counter(server.recipients) == Counter((BOB, CAT))
    assert "gone@contact.example should have got it too" in capsys.readouterr().err
    assert [message_from_bytes(r.content)["Message-ID"] for r in server.received if r.recipients == (BOB,)] == ["<2@x>"]


@pytest.mark.parametrize(
    ("answer", "goes"), [("y\n", True), ("YES\n", True), ("?\ny\n", True), ("n\n", False), ("\n", False), ("", False)]
)
def test_it_asks_first(
    send_desk: SendDesk, start_server: ServerStarter, monkeypatch: pytest.MonkeyPatch, answer: str, *, goes: bool
) -> None:
    server = start_server()
    send_desk.set_up(server)
    make_edition(send_desk.workbook, send_desk.output)
    monkeypatch.setattr("sys.stdin", io.StringIO(answer))
    assert send_desk.send() == (0 if goes else 4)
    assert len(server.received) == (3 if goes else 0)
    assert journal_path(send_desk.output, NOVEMBER).exists() == goes


def test_where_nothing_may_be_asked_nothing_is_sent(send_desk: SendDesk, start_server: ServerStarter) -> None:
    server = start_server()
    send_desk.set_up(server)
    make_edition(send_desk.workbook, send_desk.output)
    assert send_desk.send("--no-input") == 2
    assert server.received == []


def test_a_dry_run_shows_everything_and_touches_nothing(send_desk: SendDesk, capsys: Capture) -> None:
    send_desk.set_up()
    make_edition(send_desk.workbook, send_desk.output)
    before = sorted(path.name for path in send_desk.output.rglob("*"))
    assert send_desk.send("--dry-run") == 0
    shown = capsys.readouterr().out
    for words in (ANN, BOB, CAT, "annuaire-2026-11-public.pdf", "Subject: Annuaire – novembre 2026", "Bonjour,"):
        assert words in shown
    assert sorted(path.name for path in send_desk.output.rglob("*")) == before


def test_drafts_need_no_server_and_no_journal(send_desk: SendDesk, tmp_path: Path, capsys: Capture) -> None:
    send_desk.set_up()
    make_edition(send_desk.workbook, send_desk.output)
    assert send_desk.send("--drafts", str(tmp_path / "drafts")) == 0
    files = sorted((tmp_path / "drafts").iterdir())
    assert len(files) == 3
    assert str(files[0]) in capsys.readouterr().out
    assert not journal_path(send_desk.output, NOVEMBER).exists()


def test_what_is_warned_of_is_sent(send_desk: SendDesk, start_server: ServerStarter, capsys: Capture) -> None:
    server = start_server()
    send_desk.set_up(server)
    make_edition(send_desk.workbook, send_desk.output)
    send_desk.set_up(server, teams=(*TEAMS, team("new@contact.example")))
    assert send_desk.send("--yes") == 0
    assert "was changed after this edition was built" in capsys.readouterr().err
    assert len(server.received) == 4


def test_a_changed_pdf_is_not_sent(send_desk: SendDesk, capsys: Capture) -> None:
    send_desk.set_up()
    folder = make_edition(send_desk.workbook, send_desk.output)
    (folder / "annuaire-2026-11-interne.pdf").write_bytes(b"%PDF tampered")
    assert send_desk.send("--yes") == 2
    assert "no longer the file that was published" in capsys.readouterr().err


def test_a_mailing_that_sent_nothing_needs_no_resume(
    send_desk: SendDesk, start_server: ServerStarter, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = start_server()
    send_desk.set_up(server)
    make_edition(send_desk.workbook, send_desk.output)
    monkeypatch.setenv(PASSWORD_VARIABLE, "wrong")
    assert send_desk.send("--yes") == 2
    assert set(send_desk.states().values()) == {State.PLANNED}
    monkeypatch.setenv(PASSWORD_VARIABLE, PASSWORD)
    assert send_desk.send("--yes") == 0
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
    send_desk: SendDesk, capsys: Capture, teams: tuple[Cells, ...], settings: str, words: str, code: int
) -> None:
    send_desk.set_up(teams=teams, settings=settings)
    send_desk.output.mkdir()
    if "host_" not in settings:
        make_edition(send_desk.workbook, send_desk.output)
    assert send_desk.send("--yes") == code
    assert words in capsys.readouterr().err
    assert not journal_path(send_desk.output, NOVEMBER).exists()


def test_no_clear_text_to_another_machine(send_desk: SendDesk, tmp_path: Path, capsys: Capture) -> None:
    send_desk.set_up()
    make_edition(send_desk.workbook, send_desk.output)
    settings = '[mail]\nhost = "mail.example"\nsender = "a@contact.example"\nsecurity = "none"\n'
    (tmp_path / "fiche.toml").write_text(settings, encoding="utf-8")
    assert send_desk.send("--yes") == 2
    assert "in the clear" in capsys.readouterr().err


def test_a_server_that_says_its_limit_is_not_sent_what_it_would_refuse(
    send_desk: SendDesk, start_server: ServerStarter, capsys: Capture
) -> None:
    server = start_server(size_limit=2_000_000)
    send_desk.set_up(server, teams=(team(ANN),))
    make_edition(send_desk.workbook, send_desk.output, pdfs=(b"%PDF" * 1024 * 1024, PUBLIC_PDF))
    assert send_desk.send("--yes") == 2
    assert "at most 1 MB" in capsys.readouterr().err
    assert send_desk.states() == {ANN: State.PLANNED}


@pytest.mark.parametrize("arguments", [["2026-10"], ["octobre"], []])
def test_no_edition_is_a_clear_error(send_desk: SendDesk, capsys: Capture, arguments: list[str]) -> None:
    send_desk.set_up()
    assert send_desk.send("--yes", *arguments) == 2
    shown = capsys.readouterr().err
    assert "edition" in shown
    assert "Traceback" not in shown
    assert not send_desk.output.exists()


def test_an_unknown_team_names_the_nearest(send_desk: SendDesk, capsys: Capture) -> None:
    send_desk.set_up()
    make_edition(send_desk.workbook, send_desk.output)
    assert send_desk.send("--team", "Renfrot", "--yes") == 2
    assert "Did you mean “Renfort”?" in capsys.readouterr().err


def test_two_sends_at_once_are_one(send_desk: SendDesk, start_server: ServerStarter, capsys: Capture) -> None:
    server = start_server()
    send_desk.set_up(server)
    make_edition(send_desk.workbook, send_desk.output)
    with open_journal(send_desk.output, NOVEMBER):
        assert send_desk.send("--yes") == 2
    assert "being sent by another program" in capsys.readouterr().err
    assert server.received == []


def test_a_journal_of_another_edition_or_none_at_all_stops_the_mailing(send_desk: SendDesk, capsys: Capture) -> None:
    send_desk.set_up()
    make_edition(send_desk.workbook, send_desk.output)
    october = EditionId(Period(2026, 10))
    with open_journal(send_desk.output, october) as journal:
        journal.plan([(ANN, "internal", "00", "<1@x>")])
    journal_path(send_desk.output, october).rename(journal_path(send_desk.output, NOVEMBER))
    assert send_desk.send("--yes") == 2
    assert "is not the journal of edition 2026-11" in capsys.readouterr().err
    journal_path(send_desk.output, NOVEMBER).write_bytes(b"no database at all" * 100)
    assert send_desk.send("--yes") == 2
    assert "cannot be used" in capsys.readouterr().err


def test_a_journal_held_by_another_program_stops_the_mailing(
    send_desk: SendDesk, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    send_desk.set_up()
    make_edition(send_desk.workbook, send_desk.output)
    with open_journal(send_desk.output, NOVEMBER) as journal:
        journal.plan([(ANN, "internal", hashlib.sha256(INTERNAL_PDF).hexdigest(), "<1@x>")])
    monkeypatch.setattr("fiche_builder.publish.journal_file._SECONDS", 0.05)
    holder = sqlite3.connect(journal_path(send_desk.output, NOVEMBER), isolation_level=None)
    holder.execute("BEGIN EXCLUSIVE")
    assert send_desk.send("--yes", "--resume") == 2
    holder.close()
    assert "another program uses it" in capsys.readouterr().err
