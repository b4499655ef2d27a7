"""`fiche check --links` as editors and other programs see it."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from fiche_builder.cli.main import run
from tests.conftest import WorkbookMaker
from tests.making.webserver import WebServer, answer, authority_file, never, web_server
from tests.making.workbooks import fiche, public

Capture = pytest.CaptureFixture[str]
CLOSING = r"5 links checked in \d s: 2 are fine · 1 has moved · 1 is dead · 1 with a bad certificate\n"


@pytest.fixture
def web(monkeypatch: pytest.MonkeyPatch) -> Iterator[WebServer]:
    """A proxy that knows every site of the tests, and one site with an expired certificate."""
    with web_server("expired") as server, authority_file() as authority:
        for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"):
            monkeypatch.delenv(name, raising=False)
            monkeypatch.delenv(name.lower(), raising=False)
        monkeypatch.setenv("HTTP_PROXY", server.url(""))
        monkeypatch.setenv("SSL_CERT_FILE", authority)
        server.says("/old", answer(301, "http://new.example/page"))
        server.says("/gone", answer(410))
        yield server


@pytest.fixture
def path(web: WebServer, workbook: WorkbookMaker) -> str:
    rows: list[dict[str, Any]] = [
        public(1, Site_web="http://fine.example"),
        fiche(2, Site_web="http://moved.example/old"),
        fiche(3, Site_web="http://dead.example/gone ; http://fine.example/other"),
        fiche(4, Site_web=web.url("/", "expired")),
        fiche(5, Site_web="http://moved.example/old"),
        fiche(6, Site_web="http://wiki.interne.example", Fiche_technique="http://secret.example"),
        fiche(7, Site_web="http://archive.example", Statut="Archivé"),
    ]
    made = workbook(Fiches=rows)
    (made.parent / "fiche.toml").write_text('[privacy]\ninternal_domains = ["interne.example"]\n', encoding="utf-8")
    return str(made)


def test_findings_stand_at_their_cells_and_are_summed_up(web: WebServer, path: str, capsys: Capture) -> None:
    assert run(["--lang", "en", "check", path, "--links"]) == 0
    shown = capsys.readouterr()
    lines = [line.strip() for line in shown.out.splitlines()]
    place = lines.index(
        "info Q3 Site web: “http://moved.example/old” has moved for good. 2 cells: Q3, Q6. [link-moved]"
    )
    assert lines[place + 1] == "→ Write instead: http://new.example/page"
    assert any(line.startswith("warning Q4 Site web: “http://dead.example/gone” leads nowhere") for line in lines)
    assert any(line.startswith("warning Q5 Site web: “https://127.0.0.1:") for line in lines)
    assert lines[-1] == "annuaire.xlsx: 6 fiches · 1 archived, not printed · 0 errors · 2 warnings · 1 info"
    assert re.fullmatch(CLOSING, shown.err)
    hosts = {asked.host for asked in web.asked}
    assert hosts == {"fine.example", "moved.example", "new.example", "dead.example"}
    assert web.methods("/old") == ["HEAD"]


def test_nobody_is_asked_unless_one_wants_it(web: WebServer, path: str, tmp_path: Path) -> None:
    assert run(["check", path]) == 0
    assert run(["build", path, "--edition", "2026-11", "--format", "json", "--output", str(tmp_path / "o")]) == 0
    assert web.asked == []


def test_json_strict_annotate_and_quiet_go_with_it(path: str, tmp_path: Path, capsys: Capture) -> None:
    report = tmp_path / "report.xlsx"
    assert run(["--lang", "fr", "-q", "check", path, "--links", "--json", "--strict", "--annotate", str(report)]) == 1
    shown = capsys.readouterr()
    found = json.loads(shown.out)
    assert shown.err == ""
    assert found["summary"] == {"error": 0, "warning": 2, "info": 1}
    assert [(f["code"], f["cell"], f["value"]) for f in found["findings"][:1]] == [
        ("link-moved", "Q3", "http://moved.example/old")
    ]
    assert "http://new.example/page" in found["findings"][0]["hint"]
    comment = load_workbook(report)["Fiches (copie)"]["Q3"].comment
    assert comment is not None
    assert "http://new.example/page" in comment.text


@pytest.mark.usefixtures("web")
def test_no_web_is_one_message_and_the_other_findings_stay(workbook: WorkbookMaker, capsys: Capture) -> None:
    path = workbook(
        Fiches=[fiche(n, Site_web=f"https://nulle-part-{n}.invalid") for n in range(1, 5)]
        + [public(9, Autorisé_par=None)]
    )
    assert run(["--lang", "fr", "check", str(path), "--links"]) == 2
    shown = capsys.readouterr()
    assert "permission-missing" in shown.out
    assert "link-" not in shown.out
    assert shown.err.startswith("Erreur")
    assert "Aucun site n’a pu être joint" in shown.err


@pytest.mark.usefixtures("web")
def test_a_workbook_without_sites(workbook: WorkbookMaker, capsys: Capture) -> None:
    assert run(["--lang", "fr", "check", str(workbook()), "--links"]) == 0
    assert capsys.readouterr().err == "0 lien contrôlé en 0 s\n"


def test_a_proxy_that_cannot_be_used(path: str, capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "gopher://x")
    assert run(["--lang", "en", "check", path, "--links"]) == 2
    assert "HTTPS_PROXY" in capsys.readouterr().err


def test_ctrl_c_shows_what_is_known(web: WebServer, path: str) -> None:
    web.says("/gone", never)
    command = [sys.executable, "-m", "fiche_builder", "--lang", "fr", "check", path, "--links"]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=os.environ
    ) as process:
        limit = time.monotonic() + 20
        while not (web.methods("/gone") and web.methods("/other")) and time.monotonic() < limit:
            time.sleep(0.05)
        time.sleep(0.3)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=10)
    assert process.returncode == 130
    assert "[link-moved]" in out
    assert "[link-dead]" not in out
    assert "Traceback" not in err
    assert "Interrompu" in err
    assert "sur 5 liens, 4 ont été contrôlés" in err
