"""Asks links of a test's own servers, without a second to lose."""

import socket
from collections.abc import Callable

from fiche_builder.check.sites.answers import LinkAnswer, Survey
from fiche_builder.check.sites.asking import Limits
from fiche_builder.check.sites.survey import ask_links

QUICK = Limits(connect=2.0, read=2.0, whole=4.0, pause=0.0)


HASTY = Limits(connect=1.0, read=0.2, whole=0.5, pause=0.0)
"""For servers that let us wait."""


def ask(*urls: str, limits: Limits = QUICK, internal: str = "-") -> dict[str, LinkAnswer]:
    return survey(*urls, limits=limits, internal=internal).answers


def survey(
    *urls: str, limits: Limits = QUICK, internal: str = "-", done: Callable[[], object] = lambda: None
) -> Survey:
    return ask_links(urls, lambda host: host.endswith(internal), limits, done)


def closed_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port
