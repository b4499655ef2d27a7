"""The language, the settings and the day that all commands share."""

from datetime import date
from pathlib import Path

import pytest

from fiche_builder.cli.main import run
from fiche_builder.cli.session import Session, asked_language
from fiche_builder.cli.terminal import Terminal
from tests.conftest import WorkbookMaker
from tests.making.processes import fiche_command

Capture = pytest.CaptureFixture[str]


def test_the_language_comes_from_flag_then_environment_then_settings(tmp_path: Path) -> None:
    (tmp_path / "fiche.toml").write_text('lang = "nl"\n', encoding="utf-8")
    assert "werkmap" in fiche_command("--help", cwd=tmp_path).stdout.lower()
    assert "workbook" in fiche_command("--help", cwd=tmp_path, FICHE_LANG="en").stdout
    assert "classeur" in fiche_command("--lang", "fr", "--help", cwd=tmp_path, FICHE_LANG="en").stdout


def test_an_odd_clock_is_a_clear_error(workbook: WorkbookMaker, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "yesterday")
    assert run(["check", str(workbook())]) == 2


@pytest.mark.parametrize(
    ("arguments", "environment", "language"),
    [
        (["check", "--lang", "nl"], "", "nl"),
        (["--lang=fr", "check"], "nl", "fr"),
        (["check"], "nl", "nl"),
        (["check"], "klingon", None),
        (["--lang"], "", None),
    ],
)
def test_the_language_is_known_before_any_command_is(
    arguments: list[str], environment: str, language: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FICHE_LANG", environment)
    assert asked_language(arguments) == language


def test_the_clock_can_be_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795348800")
    session = Session(None, Terminal())
    assert session.today == date(2026, 11, 22)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")
    assert session.today == date(2026, 11, 22), "a command that runs past midnight has one day"
