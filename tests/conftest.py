"""Fixtures for all tests."""

import os
import signal
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from playwright.sync_api import Browser

from fiche_builder.cli.session import CLOCK_VARIABLE, LANGUAGE_VARIABLE
from fiche_builder.common.font_chain import use_fonts
from fiche_builder.common.i18n import use_language
from fiche_builder.mail.transport import PASSWORD_VARIABLE, TOKEN_VARIABLE
from fiche_builder.outputs import apart
from tests.making.browser import chromium
from tests.making.fonts import with_our_fonts
from tests.making.here import make_here
from tests.making.mailserver import Fault, MailServer, mail_server
from tests.making.places import SHARED_DATA
from tests.making.sending import SendDesk
from tests.making.verifying import VerifyDesk
from tests.making.workbooks import TODAY, Cells, make_workbook

settings.register_profile("fiche", deadline=None)  # the machine may be busy: a law has no clock
settings.load_profile("fiche")
SOAK = "FICHE_SOAK" in os.environ
"""Whether slow laws get their long run: `make soak`."""
_OF_THE_PERSON = (
    LANGUAGE_VARIABLE, PASSWORD_VARIABLE, TOKEN_VARIABLE, "ALL_PROXY", "CLICOLOR", "CLICOLOR_FORCE",
    "COLUMNS", "FORCE_COLOR", "HTTPS_PROXY", "HTTP_PROXY", "LINES", "NO_COLOR", "NO_PROXY", "PYTHONIOENCODING",
    "SSL_CERT_DIR", "SSL_CERT_FILE", "TERM",
)  # fmt: skip
"""What a person may have set that a program hears."""
WorkbookMaker = Callable[..., Path]
ServerStarter = Callable[..., MailServer]


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    """Tests read messages in English and set in our own fonts, whatever language and fonts an earlier one chose."""
    use_language("en")
    yield
    use_language("en")
    use_fonts([])


@pytest.fixture(scope="session", autouse=True)
def _own_machine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Tests, and the programs they start, find the same machine and day everywhere.

    Tests of other machines say so (`test_any_machine`). The folder of caches is not that of the person who runs them.
    Chromium and LibreOffice have our font and no other; without any font, Chromium ends. Ctrl+C works, even where a
    shell ignores it in the background.
    """
    signal.signal(signal.SIGINT, signal.default_int_handler)
    folder = tmp_path_factory.mktemp("machine")
    with pytest.MonkeyPatch.context() as patched:
        for name in _OF_THE_PERSON:
            patched.delenv(name, raising=False)
            patched.delenv(name.lower(), raising=False)
        for name in ("XDG_CACHE_HOME", "LOCALAPPDATA", "WIN_PD_OVERRIDE_LOCAL_APPDATA"):
            patched.setenv(name, str(folder))
        patched.setenv("LC_ALL", "C.UTF-8")
        # A test may have sabotaged something in its process; `test_apart` makes editions as programs do.
        patched.setattr(apart, "start", make_here)
        patched.setenv(
            CLOCK_VARIABLE, str(int(datetime(TODAY.year, TODAY.month, TODAY.day, 12, tzinfo=UTC).timestamp()))
        )
        for name, value in with_our_fonts(folder).items():
            patched.setenv(name, value)
        yield


@pytest.fixture
def workbook(tmp_path: Path) -> WorkbookMaker:
    """Make a workbook: `workbook(Fiches=[{...}], Contacts=[...])`; see `tests.making.workbooks.make_workbook`."""

    def make(*, headers: Mapping[str, Sequence[str]] | None = None, **sheets: Sequence[Cells] | None) -> Path:
        present: dict[str, Any] = dict(sheets)
        return make_workbook(tmp_path / "annuaire.xlsx", present, headers=headers)

    return make


@pytest.fixture
def verify_desk(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> VerifyDesk:
    """An editor's folder for `fiche verify`."""
    return VerifyDesk(tmp_path, capsys, monkeypatch)


@pytest.fixture
def send_desk(tmp_path: Path, workbook: WorkbookMaker, monkeypatch: pytest.MonkeyPatch) -> SendDesk:
    """An editor's folder for `fiche send`."""
    return SendDesk(tmp_path, workbook, monkeypatch)


@pytest.fixture
def start_server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[ServerStarter]:
    """Start a mail server whose certificate this process trusts: `start_server(Fault(...), security=...)`."""
    with ExitStack() as stack:

        def start(*faults: Fault, **options: Any) -> MailServer:
            server = stack.enter_context(mail_server(MailServer(faults=list(faults), **options)))
            authority = tmp_path / "authority.pem"
            authority.write_bytes(server.certificate)
            monkeypatch.setenv("SSL_CERT_FILE", str(authority))
            return server

        yield start


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real open data; a test that uses it is skipped where it is absent."""
    if not SHARED_DATA.is_dir():
        pytest.skip("the folder of open data is not beside this checkout")
    return SHARED_DATA


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A real browser, started once for a module: while it runs, nothing else in this process may use asyncio."""
    with chromium() as started:
        yield started
