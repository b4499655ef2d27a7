"""`fiche.toml`: defaults, every kind of mistake, and where it is looked for."""

import os
from pathlib import Path

import pytest

from fiche_builder.common.collation import DEFAULT_ARTICLES
from fiche_builder.common.config import (
    Config,
    EditionConfig,
    MailConfig,
    PrivacyConfig,
    VerificationConfig,
    find_config,
    read_config,
)
from fiche_builder.common.errors import ConfigError, ExitCode
from fiche_builder.common.i18n import use_language


def _write(folder: Path, text: str) -> Path:
    path = folder / "fiche.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_without_a_file_every_setting_has_its_default() -> None:
    config = read_config(None)
    assert config == Config()
    assert (config.lang, config.edition.lang, config.edition.articles) == ("fr", "fr", DEFAULT_ARTICLES)
    assert config.privacy.internal_domains == ()
    assert (config.verification.due_months, config.verification.overdue_months, config.verification.calls) == (
        6,
        12,
        20,
    )
    assert (config.mail.host, config.mail.port, config.mail.sender) == ("", 587, "")


def test_an_empty_file_changes_nothing(tmp_path: Path) -> None:
    assert read_config(_write(tmp_path, "")) == Config()


def test_every_setting_can_be_set(tmp_path: Path) -> None:
    path = _write(
        tmp_path,
        """
        lang = "nl"
        [edition]
        lang = "en"
        articles = ["le", "l'"]
        [privacy]
        internal_domains = ["contact.example"]
        [verification]
        due_months = 3
        overdue_months = 9
        calls = 12
        [mail]
        host = "smtp.example"
        port = 25
        sender = "annuaire@contact.example"
        security = "tls"
        user = "annuaire"
        per_minute = 30
        """,
    )
    assert read_config(path) == Config(
        lang="nl",
        edition=EditionConfig("en", ("le", "l'")),
        privacy=PrivacyConfig(("contact.example",)),
        verification=VerificationConfig(3, 9, 12),
        mail=MailConfig("smtp.example", 25, "annuaire@contact.example", "tls", "annuaire", 30),
    )


def test_a_byte_order_mark_of_notepad_does_no_harm(tmp_path: Path) -> None:
    assert read_config(_write(tmp_path, '\ufefflang = "nl"')).lang == "nl"


@pytest.mark.parametrize(
    ("text", "key"),
    [
        # Unknown keys.
        ("langue = 'fr'", "langue"),
        ("[edtion]", "edtion"),
        ("[edition]\nlangue = 'fr'", "edition.langue"),
        ("[mail]\npassword = 'secret'", "mail.password"),
        ("[edition.lang]\nx = 1", "edition.lang"),
        # Wrong types.
        ("lang = 1", "lang"),
        ("lang = true", "lang"),
        ("edition = 'fr'", "edition"),
        ("mail = []", "mail"),
        ("[edition]\narticles = 'le'", "edition.articles"),
        ("[edition]\narticles = ['le', 1]", "edition.articles"),
        ("[privacy]\ninternal_domains = {}", "privacy.internal_domains"),
        ("[verification]\ndue_months = '6'", "verification.due_months"),
        ("[verification]\ndue_months = 6.0", "verification.due_months"),
        ("[verification]\ndue_months = true", "verification.due_months"),
        ("[verification]\noverdue_months = 0", "verification.overdue_months"),
        ("[verification]\noverdue_months = -1", "verification.overdue_months"),
        ("[mail]\nport = 2026-01-01", "mail.port"),
        ("[mail]\nhost = 1", "mail.host"),
        # What would break something later.
        ("[mail]\nport = 65536", "mail.port"),
        (f"[mail]\nper_minute = 1{'0' * 400}", "mail.per_minute"),
        ("[verification]\ndue_months = 1000000", "verification.due_months"),
        ('[mail]\nhost = "a\\u0000b"', "mail.host"),
        ('[privacy]\ninternal_domains = ["a\\nb"]', "privacy.internal_domains"),
        # Languages that there are not.
        ("lang = 'de'", "lang"),
        ("lang = 'FR'", "lang"),
        ("lang = ''", "lang"),
        ("[edition]\nlang = 'xx'", "edition.lang"),
    ],
)
def test_a_mistake_is_named(tmp_path: Path, text: str, key: str) -> None:
    with pytest.raises(ConfigError) as caught:
        read_config(_write(tmp_path, text))
    words = caught.value.message.replace(":", " ").rstrip(".").split()
    assert key in words
    assert "fiche.toml" in caught.value.message
    assert caught.value.hint
    assert caught.value.exit_code is ExitCode.WRONG_USE
    assert int(caught.value.exit_code) == 2


@pytest.mark.parametrize(
    "content", [b"lang = fr", b"lang", b"[edition", b"lang = 'fr'\nlang = 'nl'", b"lang = '\xe9'", b"PK\x03\x04\x00"]
)
def test_a_file_that_is_no_toml_is_named(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "fiche.toml"
    path.write_bytes(content)
    with pytest.raises(ConfigError) as caught:
        read_config(path)
    assert str(path) in caught.value.message
    assert caught.value.hint
    assert int(caught.value.exit_code) == 2


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (b"lang = fr", 1),
        (b"\n\n[mail]\nhost = 'x\n", 4),
        (b"lang = 'fr'\nlang = 'nl'", 2),
        (b"lang = 'fr'\n\n[mail", 3),
        (b"# \xe9", 1),
        (b"lang = 'fr'\n\nx = '\xe9'", 3),
        (b"x = " + b"9" * 5_000, 1),
        (b"x = " + b"[" * 5_000, 1),
        (b"\0", 1),
    ],
)
def test_the_line_is_told_in_one_plain_sentence(tmp_path: Path, content: bytes, line: int) -> None:
    path = tmp_path / "fiche.toml"
    path.write_bytes(content)
    use_language("fr")
    with pytest.raises(ConfigError) as caught:
        read_config(path)
    assert f"la ligne {line} " in caught.value.message
    assert "\n" not in caught.value.message


def test_a_pipe_in_their_place_is_no_reason_to_go_on_without_settings(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "fiche.toml")
    found = find_config(tmp_path / "annuaire.xlsx")
    assert found == tmp_path / "fiche.toml"
    with pytest.raises(ConfigError, match="it is no file"):
        read_config(found)


def test_a_file_that_cannot_be_opened_is_named(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "absent.toml"):
        with pytest.raises(ConfigError, match="cannot be read"):
            read_config(path)


@pytest.mark.parametrize("place", ["sources", "."])
def test_the_settings_stand_beside_or_above_the_workbook(tmp_path: Path, place: str) -> None:
    workbook = tmp_path / "sources" / "annuaire.xlsx"
    workbook.parent.mkdir()
    assert find_config(workbook) is None
    path = _write(tmp_path / place, "")
    found = find_config(workbook)
    assert found is not None
    assert found.resolve() == path.resolve()


def test_the_nearer_settings_win(tmp_path: Path) -> None:
    (tmp_path / "sources").mkdir()
    _write(tmp_path, "")
    near = _write(tmp_path / "sources", "")
    assert find_config(tmp_path / "sources" / "annuaire.xlsx") == near


def test_settings_further_up_or_a_folder_of_that_name_are_not_taken(tmp_path: Path) -> None:
    deep = tmp_path / "a" / "b"
    (deep / "fiche.toml").mkdir(parents=True)
    _write(tmp_path, "")
    assert find_config(deep / "annuaire.xlsx") is None


def test_a_relative_workbook_is_looked_for_from_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _write(tmp_path, "")
    monkeypatch.chdir(tmp_path)
    assert find_config(Path("sources/annuaire.xlsx")) == tmp_path / "fiche.toml"
    assert find_config(Path("annuaire.xlsx")) == tmp_path / "fiche.toml"
