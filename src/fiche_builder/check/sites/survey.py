"""Asking all links of an annuaire: many hosts at the same time, but each host only one question at a time."""

import asyncio
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from time import monotonic
from urllib.parse import urlsplit

from fiche_builder.check.sites.answers import AnswerKind, LinkAnswer, Survey, Verdict
from fiche_builder.check.sites.asking import Asker, Limits, Reply, open_asker
from fiche_builder.check.sites.following import follow

_LOST = {AnswerKind.NO_NAME, AnswerKind.NAME_UNSURE, AnswerKind.REFUSED, AnswerKind.UNREACHABLE, AnswerKind.PROXY}
"""Troubles in which no host was reached, so that asking again at once is useless."""
_HOPELESS = (
    _LOST
    | {AnswerKind.NO_PAGE, AnswerKind.NO_ENCRYPTION}
    | {kind for kind in AnswerKind if kind.verdict is Verdict.BAD_CERTIFICATE}
)
"""Troubles that would be the same if we asked in another way."""
_FINAL = {
    AnswerKind.BUSY,
    AnswerKind.NOT_FOUND,
    AnswerKind.GONE,
    AnswerKind.ERROR_PAGE,
    AnswerKind.CIRCLE,
    AnswerKind.NO_PAGE,
    AnswerKind.TOO_FAR,
    AnswerKind.WANTS_COOKIES,
}
"""Results that a second question would not change, or for which we should not ask again."""
_TOO_SLOW = 2
"""After this many pages of a host in a row have timed out, its other pages are not asked."""
_NOBODY_YET = 10
"""When this many hosts were tried and none could be reached, the fault is on our side."""
_NOBODY_AT_ALL = 3
"""The same limit, when all hosts have been tried."""


@dataclass(slots=True)
class _Host:
    """What we know about a host while it is asked."""

    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    free_at: float = 0.0
    is_busy: bool = False
    slow: int = 0
    """How many of its pages in a row have timed out."""
    lost: dict[str, AnswerKind] = field(default_factory=dict)
    """Its servers (scheme and port) that do not answer, and the trouble with each."""


class _Manners:
    """Asks each host one question at a time, with a pause in between.

    A host that does not answer, or wants to be left alone, is asked no more.
    """

    def __init__(self, asker: Asker, limits: Limits) -> None:
        self._asker = asker
        self._limits = limits
        self._slots = asyncio.Semaphore(limits.hosts)
        self._hosts: defaultdict[str, _Host] = defaultdict(_Host)
        self._unreached: set[str] = set()
        self._is_reached = False

    async def ask(self, url: str, seconds: float) -> Reply:
        """Ask for a page as soon as manners allow.

        Only the head is asked for. Some servers wrongly refuse that; then the page itself is asked for. The time spent
        waiting for others does not count.
        """
        parts = urlsplit(url)
        host = self._hosts[parts.hostname or ""]
        server = parts.scheme + parts.netloc
        async with host.lock:
            if trouble := AnswerKind.BUSY if host.is_busy else host.lost.get(server):
                return Reply(trouble=trouble, was_asked=False)
            reply = await self._question(host, "HEAD", url, seconds / 2)
            if not (reply.is_success or reply.is_redirect or reply.is_busy or reply.trouble in _HOPELESS):
                spent = reply.seconds
                reply = await self._question(host, "GET", url, seconds - spent)
                reply = replace(reply, seconds=spent + reply.seconds)
            host.is_busy = reply.is_busy
            host.slow = host.slow + 1 if reply.trouble is AnswerKind.SLOW else 0
            if reply.trouble in _LOST or host.slow == _TOO_SLOW:
                host.lost[server] = reply.trouble or AnswerKind.SLOW
        if reply.trouble in _LOST:
            self._unreached.add(server)
        else:
            self._is_reached = True
        return reply

    async def _question(self, host: _Host, method: str, url: str, seconds: float) -> Reply:
        await asyncio.sleep(host.free_at - monotonic())
        async with self._slots:
            if self.is_offline(_NOBODY_YET):
                return Reply(trouble=AnswerKind.UNREACHABLE, was_asked=False)
            reply = await self._asker.ask(method, url, seconds)
        host.free_at = monotonic() + self._limits.pause
        return reply

    def is_offline(self, enough: int) -> bool:
        """Tell whether so many hosts were tried and none was reached."""
        return not self._is_reached and len(self._unreached) >= enough

    def forgive(self) -> None:
        """Give the hosts that did not answer one more chance."""
        for host in self._hosts.values():
            host.lost.clear()
            host.slow = 0


def ask_links(
    urls: Sequence[str],
    is_internal: Callable[[str], bool],
    limits: Limits | None = None,
    done: Callable[[], object] = lambda: None,
) -> Survey:
    """Ask for each link once, and once more at the end if the server had trouble.

    Ctrl-C stops with what is known by then. `done` is called for each link whose result is known.
    """
    answers: dict[str, LinkAnswer] = {}
    begun = monotonic()
    survey = Survey(answers, len(urls), 0.0)
    try:
        is_offline = asyncio.run(_ask_all(urls, answers, is_internal, limits or Limits(), done))
        survey = replace(survey, is_offline=is_offline, answers={} if is_offline else answers)
    except KeyboardInterrupt:
        survey = replace(survey, is_interrupted=True)
    return replace(survey, seconds=monotonic() - begun)


async def _ask_all(
    urls: Iterable[str],
    answers: dict[str, LinkAnswer],
    is_internal: Callable[[str], bool],
    limits: Limits,
    done: Callable[[], object],
) -> bool:
    """Fill in `answers`. Return whether no host could be reached."""
    later: dict[str, bool] = {}

    async def ask(url: str, *, is_last: bool) -> None:
        asked = True

        async def tell(address: str, seconds: float) -> Reply:
            nonlocal asked
            reply = await manners.ask(address, seconds)
            asked = reply.was_asked
            return reply

        answer = await follow(url, tell, is_internal, limits)
        if is_last or answer.verdict in {Verdict.FINE, Verdict.MOVED, Verdict.BAD_CERTIFICATE} or answer.kind in _FINAL:
            answers[url] = answer
            done()
        else:
            later[url] = asked

    # A name server that does not answer blocks a thread each time, long after we have given up.
    asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(4 * limits.hosts))
    async with open_asker(limits) as asker:
        manners = _Manners(asker, limits)
        await asyncio.gather(*(ask(url, is_last=False) for url in urls))
        if not manners.is_offline(_NOBODY_AT_ALL):
            manners.forgive()
            # First come the links that were skipped because of another one, which may have been the only slow one.
            await asyncio.gather(*(ask(url, is_last=True) for url in sorted(later, key=lambda url: later[url])))
        return manners.is_offline(_NOBODY_AT_ALL)
