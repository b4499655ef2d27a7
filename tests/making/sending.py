"""An editor's project folder for `fiche send`, with teams."""

from collections.abc import Callable
from pathlib import Path

import pytest

from fiche_builder.cli.main import run
from fiche_builder.mail.transport import PASSWORD_VARIABLE
from fiche_builder.publish.journal import State, latest_deliveries, read_journal
from tests.making.mailings import NOVEMBER, team
from tests.making.mailserver import PASSWORD, MailServer
from tests.making.workbooks import PARAMETERS, Cells, fiche, public

ANN, BOB, CAT = "ann@contact.example", "bob@contact.example", "cat@elsewhere.example"
TEAMS = (team(ANN), team(BOB, Équipe="Renfort"), team(CAT, "Publique", Équipe="Partenaires"))


class SendDesk:
    """An editor's project folder, with an edition built."""

    def __init__(self, folder: Path, make_workbook: Callable[..., Path], monkeypatch: pytest.MonkeyPatch) -> None:
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
