"""From a link to where it leads, and what that means."""

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from fiche_builder.check.sites.answers import AnswerKind, LinkAnswer
from fiche_builder.check.sites.asking import Limits, Reply
from fiche_builder.model.values.sites import parse_sites

Ask = Callable[[str, float], Awaitable[Reply]]
"""From (address, seconds at most) to the server's answer."""

_STATUSES = {404: AnswerKind.NOT_FOUND, 410: AnswerKind.GONE} | dict.fromkeys(
    (408, 425, *range(500, 600)), AnswerKind.SERVER_ERROR
)
_HOME = re.compile(r"/((index|default|home|accueil|welcome|onthaal)(\.\w+)?|[a-z]{2}([_-][a-z]{2})?)?/?", re.IGNORECASE)
_ERROR_PAGE = re.compile(
    r"(.*[/_-])?((error|erreur)[_-]?(404)?|404|(page)?not[_-]?found|introuvable|non[_-]trouvee|niet[_-]gevonden)(\.\w+)?/?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Way:
    """How far a link has led so far."""

    addresses: tuple[str, ...]
    permanent: int
    """How many redirects at the beginning, without a gap, are permanent."""
    sets_cookie: bool = False

    @property
    def end(self) -> str:
        return self.addresses[-1]

    def step(self, reply: Reply) -> "_Way":
        """Return the way after one more redirect."""
        stays = reply.is_permanent and self.permanent == len(self.addresses) - 1
        return _Way((*self.addresses, reply.location), self.permanent + stays, self.sets_cookie or reply.sets_cookie)


async def follow(url: str, ask: Ask, is_internal: Callable[[str], bool], limits: Limits) -> LinkAnswer:
    """Ask for a link, and follow its redirects until there is an answer. Nothing on the intranet is asked."""
    way = _Way((url,), 0)
    seconds = limits.whole
    while True:
        if is_internal(urlsplit(way.end).hostname or ""):
            return LinkAnswer(AnswerKind.FINE)
        reply = await ask(way.end, seconds)
        seconds -= reply.seconds
        if reply.trouble or not reply.is_redirect:
            return judge(way, reply)
        if reply.location in way.addresses:
            return _answer(way, AnswerKind.WANTS_COOKIES if way.sets_cookie or reply.sets_cookie else AnswerKind.CIRCLE)
        if len(way.addresses) > limits.redirects:
            return _answer(way, AnswerKind.TOO_FAR)
        if seconds <= 0:
            return _answer(way, AnswerKind.SLOW)
        way = way.step(reply)


def judge(way: _Way, reply: Reply) -> LinkAnswer:
    """Tell what the last answer on the way means."""
    if reply.trouble:
        return _answer(way, reply.trouble)
    if reply.is_busy:
        return _answer(way, AnswerKind.BUSY, reply.status)
    if kind := _STATUSES.get(reply.status):
        return _answer(way, kind, reply.status)
    if not reply.is_success:
        return LinkAnswer(AnswerKind.FINE)  # somebody is there, and wants a login, or no programs
    if len(way.addresses) > 1 and _ERROR_PAGE.fullmatch(urlsplit(way.end).path):
        return _answer(way, AnswerKind.ERROR_PAGE)
    return _moved(way)


def _moved(way: _Way) -> LinkAnswer:
    """Tell where a page is now: at the end of its permanent redirects.

    A temporary redirect is not a move.
    """
    asked, new = way.addresses[0], way.addresses[way.permanent]
    # An address that an editor could not write in a cell, such as one with a session in it, is no use as advice.
    if unquote(new).rstrip("/") == unquote(asked).rstrip("/") or parse_sites(new).value != (new,):
        return LinkAnswer(AnswerKind.FINE)
    was_deep = not _HOME.fullmatch(urlsplit(asked).path)
    return LinkAnswer(
        AnswerKind.MOVED_TO_HOME if was_deep and _HOME.fullmatch(urlsplit(new).path) else AnswerKind.MOVED, new
    )


def _answer(way: _Way, kind: AnswerKind, status: int = 0) -> LinkAnswer:
    return LinkAnswer(kind, way.end if len(way.addresses) > 1 else "", status)
