"""A mailing killed between any two steps, then resumed: nobody twice, nobody forgotten, the uncertain known."""

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path

from fiche_builder.mail.transport import Security
from tests.conftest import SOAK
from tests.making.killing import recipients
from tests.making.mailserver import MailServer, mail_server
from tests.making.places import ROOT

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
