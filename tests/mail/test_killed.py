"""A mailing cut short anywhere, then resumed: nobody twice, nobody forgotten, the uncertain known."""

import json
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

from fiche_builder.mail.transport import Security
from fiche_builder.publish.journal import State
from tests.conftest import SOAK, ServerStarter
from tests.making.killing import recipients
from tests.making.mailings import make_edition, team
from tests.making.mailserver import MailServer, mail_server
from tests.making.places import ROOT
from tests.making.sending import ANN, BOB, CAT, SendDesk

STRIDE = 1 if SOAK else 47


def test_killed_before_any_line_then_resumed(tmp_path: Path) -> None:
    server = MailServer(security=Security.NONE, needs_login=False)
    with mail_server(server):
        command = [sys.executable, "-m", "tests.making.killing", str(tmp_path), str(server.port), str(STRIDE)]
        done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)
    assert done.returncode == 0, done.stderr
    runs = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(runs) > 300 / STRIDE
    got = Counter(server.recipients)
    cut_short = 0
    for run in runs:
        states = run["states"]
        assert sorted(states) == recipients(run["step"]), "somebody is not in the journal"
        assert set(states.values()) <= {"sent", "uncertain"}, f"somebody was forgotten at step {run['step']}"
        uncertain = [address for address, state in states.items() if state == "uncertain"]
        assert len(uncertain) <= 1
        cut_short += len(uncertain)
        for address, state in states.items():
            assert got[address] == 1 or (state == "uncertain" and got[address] == 0), f"{address} at step {run['step']}"
    assert cut_short > 0
    assert set(runs[-1]["states"].values()) == {"sent"}


def test_a_full_disk_stops_the_mailing_before_the_next_message(
    send_desk: SendDesk, start_server: ServerStarter
) -> None:
    server = start_server()
    send_desk.set_up(server, teams=tuple(team(f"n{number}@contact.example") for number in range(60)))
    make_edition(send_desk.workbook, send_desk.output)
    script = (
        "import resource, signal, sys\nfrom fiche_builder.cli.main import run\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (22_000, 22_000))\n"
        "sys.exit(run(sys.argv[1:]))\n"
    )
    command = [sys.executable, "-c", script, *send_desk.command, "--yes"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=send_desk.output)
    assert done.returncode in {2, 4}, done.stderr
    assert "cannot be used" in done.stderr
    assert "Traceback" not in done.stderr
    sent = len(server.received)
    assert sent < 60
    assert send_desk.send("--yes", "--resume") in {0, 4}
    assert max(Counter(server.recipients).values()) == 1
    assert len(server.recipients) == 60 - sum(state is State.UNCERTAIN for state in send_desk.states().values())


def test_ctrl_c_stops_between_two_messages_and_says_how_to_go_on(
    send_desk: SendDesk, start_server: ServerStarter
) -> None:
    server = start_server()
    send_desk.set_up(server)
    settings = (send_desk.output.parent / "fiche.toml").read_text("utf-8").replace("60000", "6")
    (send_desk.output.parent / "fiche.toml").write_text(settings, encoding="utf-8")
    make_edition(send_desk.workbook, send_desk.output)
    command = [sys.executable, "-m", "fiche_builder", *send_desk.command, "--yes"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    deadline = time.monotonic() + 30
    while not server.received and time.monotonic() < deadline:
        time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=20)
    assert process.returncode == 4, err
    assert "Stopping" in err
    assert "fiche send 2026-11 --resume" in out
    assert send_desk.states() == {ANN: State.SENT, BOB: State.PLANNED, CAT: State.PLANNED}
