"""Run as a process of its own: mailings that are killed at one step after the other, each then resumed.

`python -m tests.making.killing FOLDER PORT STRIDE`: for N = 1, 1 + STRIDE, … a child mails to two recipients. It is
killed (SIGKILL, which no program can hear) before its N-th line of the journal, the mailing or the dialogue. Another
child resumes. N and the states are written as JSON, until a mailing ends without being killed. Children are forks of a
process without threads, which is cheap enough for every single line.
"""

import json
import os
import signal
import smtplib
import sys
from itertools import count
from pathlib import Path
from types import FrameType
from typing import Any

from fiche_builder.mail import dialogue, sending, transport
from fiche_builder.mail.transport import Security, Server
from fiche_builder.publish import journal
from tests.making.mailings import mail

_WATCHED = {module.__file__ for module in (dialogue, journal, sending, transport, smtplib)}


def recipients(number: int) -> list[str]:
    """Return the recipients of the N-th mailing."""
    return [f"ann{number}@contact.example", f"bob{number}@contact.example"]


def _kill_before(number: int) -> None:
    """Let this process be killed before its N-th line."""
    seen = 0

    def watch(frame: FrameType, event: str, _argument: Any) -> Any:
        nonlocal seen
        if frame.f_code.co_filename not in _WATCHED:
            return None
        if event == "line":
            seen += 1
            if seen == number:
                os.kill(os.getpid(), signal.SIGKILL)
        return watch

    sys.settrace(watch)


def _fork(folder: Path, server: Server, number: int, kill_at: int) -> int:
    """Mail in a child; return how it ended."""
    child = os.fork()
    if child == 0:
        if kill_at:
            _kill_before(kill_at)
        states = mail(folder, server, recipients(number))
        if not kill_at:
            run = {"step": number, "states": {address: state.value for address, state in states.items()}}
            sys.stdout.write(json.dumps(run) + "\n")
            sys.stdout.flush()
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def main() -> None:
    """Kill and resume, until nothing is left to kill."""
    folder, port, stride = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    server = Server("127.0.0.1", port, Security.NONE, seconds=20.0)
    for number in count(1, stride):
        place = folder / str(number)
        place.mkdir()
        was_killed = _fork(place, server, number, number) == -signal.SIGKILL
        assert _fork(place, server, number, 0) == 0
        if not was_killed:
            return


if __name__ == "__main__":
    main()
