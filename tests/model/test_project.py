"""Starting a project: what is made, what is left alone, and settings that explain themselves."""

import re
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook

from fiche_builder.common.config import Config, read_config
from fiche_builder.common.i18n import LANGUAGES, use_language
from fiche_builder.model.project import init_project, starter_config
from tests.making.workbooks import TODAY


def _init(folder: Path, today: date = TODAY) -> Path:
    for _made in init_project(folder, today):
        pass
    return folder / "sources" / "annuaire.xlsx"


def test_a_project_is_a_workbook_and_settings(tmp_path: Path) -> None:
    made = list(init_project(tmp_path / "new" / "annuaire", TODAY))
    assert made == [
        (tmp_path / "new" / "annuaire" / "sources" / "annuaire.xlsx", True),
        (tmp_path / "new" / "annuaire" / "fiche.toml", True),
    ]
    assert {path.name for path in (tmp_path / "new" / "annuaire").rglob("*") if path.is_file()} == {
        "annuaire.xlsx",
        "fiche.toml",
    }


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    (tmp_path / "sources").mkdir()
    contents = {
        tmp_path / "sources" / "annuaire.xlsx": b"the editors' own",
        tmp_path / "fiche.toml": b"lang = 'nl'\r\n",
    }
    for path, content in contents.items():
        path.write_bytes(content)
    assert [is_new for _path, is_new in init_project(tmp_path, TODAY)] == [False, False]
    assert {path: path.read_bytes() for path in contents} == contents


def test_what_is_missing_is_made_beside_what_is_there(tmp_path: Path) -> None:
    workbook = _init(tmp_path)
    before = workbook.read_bytes()
    (tmp_path / "fiche.toml").unlink()
    assert [is_new for _path, is_new in init_project(tmp_path, TODAY)] == [False, True]
    assert workbook.read_bytes() == before


def test_the_same_day_gives_the_same_bytes(tmp_path: Path) -> None:
    path = _init(tmp_path / "a")
    assert path.read_bytes() == _init(tmp_path / "b").read_bytes()
    properties = load_workbook(path).properties
    assert properties.modified == properties.created  # not the clock's time, which two quick calls may share


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_settings_can_be_read(tmp_path: Path, language: str) -> None:
    use_language(language)
    _init(tmp_path)
    assert read_config(tmp_path / "fiche.toml") == Config(lang=language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_settings_can_be_read_with_every_comment_sign_taken_away(tmp_path: Path, language: str) -> None:
    """A comment shows the default, or an example of the right type, and no setting is left out."""
    use_language(language)
    text = re.sub(r"^# (?=[a-z_]+ = )", "", starter_config(), flags=re.MULTILINE)
    path = tmp_path / "fiche.toml"
    path.write_text(text, encoding="utf-8")
    config, default = read_config(path), Config()
    assert (config.edition, config.verification) == (default.edition, default.verification)
    assert config.mail.editors_team == default.mail.editors_team
    assert config.privacy.internal_domains
    assert (config.mail.port, bool(config.mail.host), bool(config.mail.sender)) == (default.mail.port, True, True)
    settings = re.findall(r"^([a-z_]+) = ", text, flags=re.MULTILINE)
    assert settings == [
        "lang",
        "lang",
        "articles",
        "internal_domains",
        "due_months",
        "overdue_months",
        "calls",
        "host",
        "port",
        "security",
        "sender",
        "user",
        "per_minute",
        "attach",
        "editors_team",
    ]
