"""The indicators in the mail: for the editors' team, with the internal edition, and for nobody else."""

from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest

from fiche_builder.cli.main import run
from fiche_builder.mail.transport import PASSWORD_VARIABLE
from tests.conftest import ServerStarter, WorkbookMaker
from tests.making.mailings import make_edition, team
from tests.making.mailserver import PASSWORD
from tests.making.workbooks import Cells, fiche, public

Capture = pytest.CaptureFixture[str]
ANN, BOB, CAT, DAN = "ann@contact.example", "bob@contact.example", "cat@contact.example", "dan@elsewhere.example"
TEAMS: tuple[Cells, ...] = (
    team(ANN),
    team(BOB, Équipe="REDACTION "),
    team(CAT, "Publique", Équipe="Rédaction"),
    team(DAN, "Publique", Équipe="Partenaires"),
)
TITLE = "Indicateurs au "


@pytest.fixture
def desk(tmp_path: Path, workbook: WorkbookMaker, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795348800")
    monkeypatch.setenv(PASSWORD_VARIABLE, PASSWORD)
    set_up(tmp_path)
    path = workbook(Fiches=[fiche(1), public(2, Autorisé_par=None), fiche(3, Vérifié_le=None)], Équipes=TEAMS)
    make_edition(path, tmp_path / "output")
    return tmp_path


def set_up(folder: Path, port: int = 1, settings: str = "") -> None:
    (folder / "fiche.toml").write_text(
        f'[privacy]\ninternal_domains = ["contact.example"]\n[mail]\nhost = "localhost"\nport = {port}\n'
        f'sender = "Annuaire <annuaire@contact.example>"\nper_minute = 60000\n{settings}',
        encoding="utf-8",
    )


def send(*arguments: str) -> int:
    return run(["--lang", "fr", "send", "--workbook", "annuaire.xlsx", *arguments])


def drafts(folder: Path, *arguments: str) -> dict[str, EmailMessage]:
    """Return the drafts by the address they go to."""
    assert send("--drafts", str(folder), *arguments) == 0
    parsed = [
        message_from_bytes(path.read_bytes(), _class=EmailMessage, policy=policy.default)
        for path in sorted(folder.iterdir())
    ]
    return {message["To"].addresses[0].addr_spec: message for message in parsed}


def bodies(message: EmailMessage) -> tuple[str, str]:
    text, html = message.get_body(("plain",)), message.get_body(("html",))
    assert text is not None
    assert html is not None
    return text.get_content().replace("\r\n", "\n"), html.get_content()


def test_the_editors_read_the_indicators_and_nobody_else(desk: Path) -> None:
    written = drafts(desk / "drafts")
    assert [address for address, message in written.items() if TITLE in bodies(message)[0]] == [BOB]
    assert [address for address, message in written.items() if TITLE in bodies(message)[1]] == [BOB]
    text, html = bodies(written[BOB])
    lines = text.split(f"{TITLE}22/11/2026\n")[1].split("\n\n")[0].splitlines()
    assert 5 <= len(lines) <= 7
    assert lines[0] == "- Vérifiées depuis moins de 6 mois\u00a0: 67\u00a0% (2 sur 3)"
    assert "- Publiques sans autorisation\u00a0: 1 (sur 1 fiche publique)" in lines
    assert "Vérifiées depuis moins de 6 mois <strong>67\u00a0%</strong>" in html


def test_the_letters_of_others_stay_byte_for_byte_what_they_are_without_editors(desk: Path) -> None:
    with_editors = drafts(desk / "with")
    set_up(desk, settings='editors_team = ""\n')
    without = drafts(desk / "without")
    assert TITLE not in bodies(without[BOB])[0]
    for address in (ANN, CAT, DAN):
        assert bodies(with_editors[address]) == bodies(without[address])
    assert bodies(without[BOB]) == bodies(without[ANN])


def test_the_team_can_have_another_name(desk: Path) -> None:
    set_up(desk, settings='editors_team = "contact center"\n')
    written = drafts(desk / "drafts")
    assert [address for address, message in written.items() if TITLE in bodies(message)[0]] == [ANN]


def test_they_arrive_by_the_server_too(desk: Path, start_server: ServerStarter) -> None:
    server = start_server()
    set_up(desk, server.port)
    assert send("--yes") == 0
    texts = {
        m.recipients[0]: bodies(message_from_bytes(m.content, _class=EmailMessage, policy=policy.default))[0]
        for m in server.received
    }
    assert {address: TITLE in text for address, text in texts.items()} == {
        ANN: False,
        BOB: True,
        CAT: False,
        DAN: False,
    }


def test_a_dry_run_shows_each_letter_that_would_go(desk: Path, capsys: Capture) -> None:
    assert desk.is_dir()
    assert send("--dry-run") == 0
    shown = capsys.readouterr().out
    assert shown.count(TITLE) == 1
    assert shown.count("Objet\u00a0:") == 3
    assert "Le mail à l’équipe «\u00a0Rédaction\u00a0», avec les indicateurs" in shown
    assert send("--dry-run", "--team", "contact center") == 0
    shown = capsys.readouterr().out
    assert (shown.count(TITLE), shown.count("Objet\u00a0:")) == (0, 1)
