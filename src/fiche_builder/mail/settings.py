"""The mail settings of a project: `[mail]` in fiche.toml, and what must be in the environment."""

import json
from collections.abc import Iterable, Mapping
from email.utils import parseaddr
from functools import partial

from fiche_builder.common.config import MailConfig
from fiche_builder.common.errors import ConfigError
from fiche_builder.common.i18n import _
from fiche_builder.mail.transport import (
    PASSWORD_VARIABLE,
    TOKEN_VARIABLE,
    Security,
    Server,
    Transport,
    connect,
    is_loopback,
)
from fiche_builder.model.values.domains import PERSONAL_DOMAINS
from fiche_builder.model.values.emails import ascii_address

_TLS_PORT = 465


def read_transport(config: MailConfig, environment: Mapping[str, str]) -> Transport:
    """Return the transport that the settings ask for, or raise `ConfigError`. A further transport is added here."""
    server = read_server(config, environment)
    return Transport(server.host, partial(connect, server))


def unset(config: MailConfig) -> str:
    """Return the names of the settings without which nothing can be sent and that are not set."""
    names = [name for name in ("host", "sender") if not getattr(config, name)]
    return ", ".join(names)


def read_server(config: MailConfig, environment: Mapping[str, str]) -> Server:
    """Return the server for sending.

    Raise `ConfigError` if the settings name none, or would send the mail unencrypted.
    """
    if not config.host:
        raise ConfigError(
            _("No mail server is set."),
            _(
                "Set %(names)s under [mail] in fiche.toml (ask your IT service); or write drafts for your mail program "
                "with: fiche send --drafts DIR"
            )
            % {"names": unset(config)},
        )
    security = _security(config)
    if security is Security.NONE and not is_loopback(config.host):
        raise ConfigError(
            _("The mail server %(host)s would get the edition in the clear.") % {"host": config.host},
            _(
                'Set security = "starttls" or "tls" under [mail] in fiche.toml; none is only for a server on this '
                "very machine."
            ),
        )
    return Server(
        host=config.host,
        port=config.port,
        security=security,
        user=config.user or read_sender(config)[1],
        password=environment.get(PASSWORD_VARIABLE, ""),
        token=environment.get(TOKEN_VARIABLE, ""),
    )


def read_sender(config: MailConfig) -> tuple[str, str]:
    """Return the name and the address of the sender. `sender` may hold both: `Annuaire <annuaire@contact.example>`."""
    name, address = parseaddr(config.sender)
    if not (plain := ascii_address(address)):
        raise ConfigError(
            _("No sender is set, or it is not a mail address: “%(value)s”.") % {"value": config.sender},
            _("Set sender under [mail] in fiche.toml, such as annuaire@contact.example"),
        )
    return name, plain


def attaches_page(config: MailConfig) -> bool:
    """Tell whether the offline page is mailed beside the PDF; raise `ConfigError` if the settings ask for other files.

    The PDF is always mailed: it is what the journal vouches for.
    """
    wanted = {entry.strip().casefold().removeprefix(".") for entry in config.attach}
    if not wanted <= {"pdf", "html"} or "pdf" not in wanted:
        raise ConfigError(
            _("attach under [mail] in fiche.toml names files that cannot be mailed: %(value)s.")
            % {"value": ", ".join(config.attach) or "–"},
            _('Write attach = ["pdf"], or attach = ["pdf", "html"] to mail the offline page too.'),
        )
    return "html" in wanted


def sender_address(config: MailConfig) -> str:
    """Return the address from which the annuaire is mailed, or "" if none is set."""
    return parseaddr(config.sender)[1]


def _security(config: MailConfig) -> Security:
    if not config.security:
        return Security.TLS if config.port == _TLS_PORT else Security.STARTTLS
    try:
        return Security(config.security)
    except ValueError:
        raise ConfigError(
            _("“%(value)s” is not a kind of security.") % {"value": config.security},
            _("Known here: %(names)s.") % {"names": ", ".join(kind.value for kind in Security)},
        ) from None


def domains_hint(addresses: Iterable[str]) -> str:
    """Return what to write into fiche.toml: the domains of these internal recipients, but for those of providers."""
    found = sorted({address.rpartition("@")[2].casefold() for address in addresses} - PERSONAL_DOMAINS)
    line = f"internal_domains = {json.dumps(found or ['contact.example'], ensure_ascii=False)}"
    return _(
        "If these are your own domains, write into fiche.toml, under [privacy], without a # before it: %(line)s"
    ) % {"line": line}
