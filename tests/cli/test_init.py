"""`fiche init`: what a new team starts from; nothing that is there is overwritten."""

import io
from pathlib import Path

import pytest

from fiche_builder.cli.main import run
from fiche_builder.common.config import Config, read_config
from tests.making.processes import fiche_command
from tests.making.workbooks import check

Capture = pytest.CaptureFixture[str]


def test_init_then_check_then_build_is_all_a_new_team_needs(tmp_path: Path) -> None:
    made = fiche_command("init", "projet", cwd=tmp_path)
    assert made.returncode == 0
    project = tmp_path / "projet"
    checked = fiche_command("check", cwd=project)
    assert (checked.returncode, checked.stdout.strip()) == (
        0,
        "annuaire.xlsx: 2 fiches · 0 erreur · 0 avertissement · 0 info",
    )
    built = fiche_command("build", "--edition", "2026-11", cwd=project)
    assert built.returncode == 0, built.stderr
    assert [line.split("  ")[0] for line in built.stdout.splitlines()] == [
        f"output/2026-11/annuaire-2026-11-{audience}.{extension}"
        for audience in ("interne", "public")
        for extension in ("html", "json", "pdf", "vcf")
    ]
    again = fiche_command("init", cwd=project)
    assert again.returncode == 0
    assert "annuaire.xlsx" in again.stdout


def test_what_is_there_is_never_overwritten(tmp_path: Path, capsys: Capture) -> None:
    (tmp_path / "fiche.toml").write_text('lang = "nl"\n', encoding="utf-8")
    assert run(["--lang", "en", "init", str(tmp_path)]) == 0
    shown = capsys.readouterr()
    assert shown.out.splitlines() == [
        f"made: {tmp_path}/sources/annuaire.xlsx",
        f"kept as it is: {tmp_path}/fiche.toml",
    ]
    assert "fiche check" in shown.err
    assert (tmp_path / "fiche.toml").read_text(encoding="utf-8") == 'lang = "nl"\n'


class Keyboard(io.StringIO):
    """What somebody types at a terminal."""

    def isatty(self) -> bool:
        return True


def test_at_a_terminal_init_asks_what_sending_needs(
    tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    typed = "annuaire\nannuaire@service.brussels\ngmail.com\n@service.brussels, intra.vdab.be\nsmtp\nsmtp.vdab.be\n"
    monkeypatch.setattr("sys.stdin", Keyboard(typed))
    assert run(["--lang", "en", "init", str(tmp_path)]) == 0
    assert capsys.readouterr().err.count("Write it like") == 2
    config = read_config(tmp_path / "fiche.toml")
    assert config.privacy.internal_domains == ("service.brussels", "intra.vdab.be")
    assert (config.mail.host, config.mail.sender) == ("smtp.vdab.be", "annuaire@service.brussels")
    checked = check(tmp_path / "sources" / "annuaire.xlsx", config)
    assert checked.directory.imprint.suggestions_address == "annuaire@service.brussels"


@pytest.mark.parametrize("how", ["enter", "the end", "no input", "no terminal"])
def test_what_is_not_answered_is_left_for_later(
    tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    typed = "" if how == "the end" else "\n\n\n"
    monkeypatch.setattr("sys.stdin", io.StringIO("x\n") if how == "no terminal" else Keyboard(typed))
    options = ["--no-input"] if how == "no input" else []
    assert run(["--lang", "en", *options, "init", str(tmp_path)]) == 0
    shown = capsys.readouterr().err
    assert "fiche doctor" in shown
    assert ("Three questions" in shown) == (how in {"enter", "the end"})
    assert read_config(tmp_path / "fiche.toml") == Config(lang="en")
    # Once the settings are there, nothing is asked.
    monkeypatch.setattr("sys.stdin", Keyboard("x@y.be\n"))
    assert run(["--lang", "en", "init", str(tmp_path)]) == 0
    assert "Three questions" not in capsys.readouterr().err


def test_ctrl_c_at_a_question_makes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt() -> str:
        raise KeyboardInterrupt

    monkeypatch.setattr("sys.stdin", Keyboard())
    monkeypatch.setattr("builtins.input", interrupt)
    assert run(["--lang", "en", "init", str(tmp_path / "new")]) != 0
    assert not (tmp_path / "new").exists()


def test_a_file_in_the_way_is_wrong_use(tmp_path: Path, capsys: Capture) -> None:
    (tmp_path / "sources").write_text("mine", encoding="utf-8")
    assert run(["--lang", "en", "init", str(tmp_path)]) == 2
    assert "sources" in capsys.readouterr().err
    assert (tmp_path / "sources").read_text(encoding="utf-8") == "mine"
