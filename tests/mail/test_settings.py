"""The mail settings: from fiche.toml and the environment to a server, never in the clear by oversight."""

import pytest

from fiche_builder.common.config import MailConfig
from fiche_builder.common.errors import ConfigError
from fiche_builder.mail.settings import attaches_page, read_sender, read_server
from fiche_builder.mail.transport import PASSWORD_VARIABLE, TOKEN_VARIABLE, Security, is_loopback

SENDER = "annuaire@contact.example"


@pytest.mark.parametrize(
    ("config", "security"),
    [
        (MailConfig("smtp.example", sender=SENDER), Security.STARTTLS),
        (MailConfig("smtp.example", 465, SENDER), Security.TLS),
        (MailConfig("smtp.example", 465, SENDER, "starttls"), Security.STARTTLS),
        (MailConfig("localhost", 25, SENDER, "none"), Security.NONE),
        (MailConfig("127.0.0.1", 25, SENDER), Security.STARTTLS),
    ],
)
def test_the_way_is_encrypted_unless_the_server_is_here(config: MailConfig, security: Security) -> None:
    assert read_server(config, {}).security is security


@pytest.mark.parametrize(
    "config",
    [
        MailConfig(),
        MailConfig("smtp.example", sender=SENDER, security="none"),
        MailConfig("localhost.example", sender=SENDER, security="none"),
        MailConfig("smtp.example", sender=SENDER, security="ssl"),
        MailConfig("smtp.example", sender="nobody"),
        MailConfig("smtp.example"),
    ],
)
def test_impossible_settings_say_what_to_do(config: MailConfig) -> None:
    with pytest.raises(ConfigError) as caught:
        read_server(config, {})
    assert caught.value.message
    assert caught.value.hint


def test_who_logs_in_and_with_what() -> None:
    config = MailConfig("smtp.example", sender=f"Annuaire <{SENDER}>")
    server = read_server(config, {PASSWORD_VARIABLE: "a", TOKEN_VARIABLE: "b"})
    assert (server.user, server.password, server.token) == (SENDER, "a", "b")
    assert read_server(MailConfig("smtp.example", sender=SENDER, user="u"), {}).user == "u"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (SENDER, ("", SENDER)),
        (f"L'annuaire <{SENDER}>", ("L'annuaire", SENDER)),
        ("x@élan.example", ("", "x@xn--lan-9la.example")),
    ],
)
def test_a_sender_may_have_a_name(text: str, expected: tuple[str, str]) -> None:
    assert read_sender(MailConfig(sender=text)) == expected


@pytest.mark.parametrize(
    ("attach", "page"), [(("pdf",), False), (("pdf", "html"), True), ((" HTML", ".PDF"), True), (("pdf", "pdf"), False)]
)
def test_the_page_is_mailed_if_it_is_named(attach: tuple[str, ...], *, page: bool) -> None:
    assert attaches_page(MailConfig(attach=attach)) is page


@pytest.mark.parametrize("attach", [(), ("html",), ("pdf", "vcf"), ("",)])
def test_other_files_are_not_mailed_and_the_pdf_always(attach: tuple[str, ...]) -> None:
    with pytest.raises(ConfigError) as caught:
        attaches_page(MailConfig(attach=attach))
    assert '["pdf", "html"]' in caught.value.hint


def test_only_this_machine_is_this_machine() -> None:
    assert all(map(is_loopback, ("localhost", "LOCALHOST", "127.0.0.1", "127.9.9.9", "::1", "[::1]")))
    assert not any(map(is_loopback, ("localhost.example", "10.0.0.1", "0.0.0.0", "", "128.0.0.1")))  # noqa: S104
