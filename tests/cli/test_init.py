"""`fiche init`: what a new team starts from; nothing that is there is overwritten."""

from pathlib import Path

import pytest

from fiche_builder.cli.main import run
from tests.making.processes import fiche_command

Capture = pytest.CaptureFixture[str]


def test_init_then_check_then_build_is_all_a_new_team_needs(tmp_path: Path) -> None:
    made = fiche_command("init", "projet", cwd=tmp_path)
    assert made.returncode == 0
    project = tmp_path / "projet"
    checked = fiche_command("check", cwd=project)
    assert checked.returncode == 0
    assert "annuaire.xlsx: 2 fiches · 0 erreur · " in checked.stdout
    assert "encore un exemple du nouveau classeur" in checked.stdout
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


def test_a_file_in_the_way_is_wrong_use(tmp_path: Path, capsys: Capture) -> None:
    (tmp_path / "sources").write_text("mine", encoding="utf-8")
    assert run(["--lang", "en", "init", str(tmp_path)]) == 2
    assert "sources" in capsys.readouterr().err
    assert (tmp_path / "sources").read_text(encoding="utf-8") == "mine"
