"""`fiche verify` in an editor's folder, on any day."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from fiche_builder.cli.main import run
from fiche_builder.common.period import EditionId, Period
from fiche_builder.publish.journal import read_requests
from fiche_builder.publish.requests import Request
from tests.making.workbooks import TODAY, Cells, make_workbook


class VerifyDesk:
    """An editor's folder, and `fiche verify` in it."""

    def __init__(self, folder: Path, capture: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder = folder
        self.output = folder / "output"
        self.drafts = folder / "drafts"
        self._capture = capture
        self._monkeypatch = monkeypatch

    def workbook(self, *rows: Cells, **sheets: list[Cells]) -> Path:
        """Write the workbook."""
        return make_workbook(self.folder / "annuaire.xlsx", {"Fiches": list(rows), **sheets})

    def command(self, *arguments: str, language: str = "en") -> list[str]:
        """Return what to say to `fiche`."""
        return [
            "--lang",
            language,
            "verify",
            str(self.folder / "annuaire.xlsx"),
            "--output",
            str(self.output),
            *arguments,
        ]

    def verify(self, *arguments: str, code: int = 0, language: str = "en", day: date = TODAY) -> tuple[str, str]:
        """Run it on a day; return what it says on stdout and on stderr."""
        noon = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
        self._monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(noon.timestamp())))
        assert run(self.command(*arguments, language=language)) == code
        return self._capture.readouterr()

    def packs(self, *arguments: str, code: int = 0, language: str = "en", day: date = TODAY) -> tuple[str, str]:
        """Run it with the folder of drafts."""
        return self.verify("--packs", str(self.drafts), *arguments, code=code, language=language, day=day)

    def requests(self, month: int = 11) -> list[Request]:
        """Return what the journal of a month of 2026 holds."""
        return read_requests(self.output, EditionId(Period(2026, month)))

    def names(self) -> list[str]:
        """Return the names of the drafts."""
        return sorted(path.name for path in self.drafts.iterdir()) if self.drafts.is_dir() else []
