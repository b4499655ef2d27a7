"""What the doctor looks at, each thing for itself."""

import os
from pathlib import Path

import pytest

from fiche_builder.cli.examining import Health, _examine_mail, examine
from fiche_builder.common.config import Config, MailConfig, PrivacyConfig
from fiche_builder.mail.transport import PASSWORD_VARIABLE, TOKEN_VARIABLE
from tests.conftest import WorkbookMaker
from tests.making.mailings import team
from tests.making.workbooks import PARAMETERS, TODAY, Cells

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
    found = {one.subject: one for one in examine(tmp_path / "none.xlsx", tmp_path / "output", Config(), TODAY)}
    assert list(found) == [
        "Python",
        "Pango",
        "Fonts",
        "Templates",
        "Settings",
        "Workbook",
        "Output folder",
        "Mailing",
    ]
    assert [subject for subject, one in found.items() if one.health is Health.MISSING] == ["Workbook"]
    assert all(one.hint for one in found.values() if one.health is not Health.FINE)


def recipients(
    workbook: WorkbookMaker, tmp_path: Path, teams: tuple[Cells, ...], domains: tuple[str, ...] = ()
) -> list[tuple[Health, str, str]]:
    config = Config(privacy=PrivacyConfig(internal_domains=domains))
    path = workbook(Équipes=teams, Paramètres=PARAMETERS)
    found = examine(path, tmp_path / "output", config, TODAY)
    return [(one.health, one.detail, one.hint) for one in found if one.subject in {"Recipients", "Suggestions"}]


def test_what_sending_needs_is_judged_with_the_workbook_and_its_settings(
    workbook: WorkbookMaker, tmp_path: Path
) -> None:
    colleagues = (team("ann@service.brussels"), team("bob@vdab.be"), team("cat@gmail.com"), team("d@x.be", "Publique"))
    ((health, detail, hint),) = recipients(workbook, tmp_path, colleagues)
    assert health is Health.MISSING
    assert detail.startswith("3 recipients of the internal edition, but no internal domain is set")
    assert hint.endswith('under [privacy], without a # before it: internal_domains = ["service.brussels", "vdab.be"]')
    ((health, detail, _hint),) = recipients(workbook, tmp_path, colleagues[:2], ("vdab.be", "service.brussels"))
    assert (health, detail) == (Health.FINE, "2 for the internal edition, 0 for the public one")
    ((health, _detail, _hint),) = recipients(workbook, tmp_path, colleagues[3:])
    assert health is Health.FINE  # the public edition needs no domain
    ((health, detail, _hint),) = recipients(workbook, tmp_path, (team("ann@x.be", Actif="Non"),))
    assert (health, "no active recipient" in detail) == (Health.NOTE, True)
    faulty = recipients(workbook, tmp_path, (team("ann@x,be"), team("bob@x.be")), ("x.be",))
    assert [health for health, _detail, _hint in faulty] == [Health.NOTE, Health.FINE]
    anybody = recipients(workbook, tmp_path, (team("cat@gmail.com"),), ("gmail.com",))
    assert "gmail.com" in next(detail for health, detail, _hint in anybody if health is Health.MISSING)


@pytest.mark.parametrize(
    ("mail", "names"), [(MailConfig(), "host, sender"), (MailConfig(sender="annuaire@contact.example"), "host")]
)
def test_only_the_settings_that_lack_are_asked_for(tmp_path: Path, mail: MailConfig, names: str) -> None:
    found = {one.subject: one for one in examine(tmp_path / "none.xlsx", tmp_path, Config(mail=mail), TODAY)}
    assert f"Set {names} under [mail]" in found["Mailing"].hint


def test_a_missing_suggestions_address_is_told(workbook: WorkbookMaker, tmp_path: Path) -> None:
    found = {one.subject: one for one in examine(workbook(Paramètres=[]), tmp_path / "output", Config(), TODAY)}
    assert found["Suggestions"].health is Health.NOTE
    assert "Adresse des suggestions" in found["Suggestions"].hint


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_may_not_be_written_is_in_the_way(tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o500)
    found = {one.subject: one for one in examine(tmp_path / "none.xlsx", closed / "output", Config(), TODAY)}
    assert found["Output folder"].health is Health.MISSING


def test_a_file_in_the_place_of_the_output_folder_is_in_the_way(tmp_path: Path) -> None:
    (tmp_path / "output").write_text("mine", encoding="utf-8")
    found = {one.subject: one for one in examine(tmp_path / "none.xlsx", tmp_path / "output" / "x", Config(), TODAY)}
    assert found["Output folder"].health is Health.MISSING
