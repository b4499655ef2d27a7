"""What the doctor looks at, each thing for itself."""

import os
from pathlib import Path

import pytest

from fiche_builder.cli.examining import Health, _examine_mail, examine
from fiche_builder.common.config import Config, MailConfig
from fiche_builder.mail.transport import PASSWORD_VARIABLE, TOKEN_VARIABLE

SENDER = "annuaire@contact.example"


@pytest.mark.parametrize(
    ("config", "password", "health"),
    [
        (MailConfig(), "", Health.NOTE),
        (MailConfig("smtp.example", sender=SENDER), "", Health.NOTE),
        (MailConfig("smtp.example", sender=SENDER), "secret", Health.FINE),
        (MailConfig("smtp.example", sender=SENDER, security="none"), "secret", Health.MISSING),
    ],
)
def test_the_doctor_sees_it(config: MailConfig, password: str, health: Health, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(PASSWORD_VARIABLE, password)
    monkeypatch.delenv(TOKEN_VARIABLE, raising=False)
    diagnosis = _examine_mail(Config(mail=config))
    assert diagnosis.health is health
    assert "secret" not in diagnosis.detail


def test_each_thing_has_its_line_and_what_is_missing_has_a_hint(tmp_path: Path) -> None:
    found = {one.subject: one for one in examine(tmp_path / "none.xlsx", tmp_path / "output", Config())}
    assert list(found) == ["Python", "Pango", "Fonts", "Templates", "Workbook", "Output folder", "Mailing"]
    assert [subject for subject, one in found.items() if one.health is Health.MISSING] == ["Workbook"]
    assert all(one.hint for one in found.values() if one.health is not Health.FINE)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_may_not_be_written_is_in_the_way(tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o500)
    found = {one.subject: one for one in examine(tmp_path / "none.xlsx", closed / "output", Config())}
    assert found["Output folder"].health is Health.MISSING


def test_a_file_in_the_place_of_the_output_folder_is_in_the_way(tmp_path: Path) -> None:
    (tmp_path / "output").write_text("mine", encoding="utf-8")
    found = {one.subject: one for one in examine(tmp_path / "none.xlsx", tmp_path / "output" / "x", Config())}
    assert found["Output folder"].health is Health.MISSING
