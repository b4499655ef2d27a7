"""The result of asking a link."""

from dataclasses import dataclass
from enum import Enum, auto
from urllib.parse import urlsplit, urlunsplit


class Verdict(Enum):
    """What a result means to an editor."""

    FINE = auto()
    MOVED = auto()
    DEAD = auto()
    BAD_CERTIFICATE = auto()
    UNSURE = auto()


class AnswerKind(Enum):
    """What happened, as precisely as an editor can be told."""

    FINE = (Verdict.FINE, "fine")
    """A page, or a refusal to show it to a program or a stranger (401, 403 …). Somebody is there."""

    MOVED = (Verdict.MOVED, "moved")
    MOVED_TO_HOME = (Verdict.MOVED, "moved-to-home")
    """A page inside a site now leads to a home page. The site exists, but the page probably does not."""

    NOT_FOUND = (Verdict.DEAD, "not-found")
    GONE = (Verdict.DEAD, "gone")
    ERROR_PAGE = (Verdict.DEAD, "error-page")
    """It leads to a page whose name says that it is an error page."""
    NO_NAME = (Verdict.DEAD, "no-name")
    REFUSED = (Verdict.DEAD, "refused")
    CIRCLE = (Verdict.DEAD, "circle")
    NO_PAGE = (Verdict.DEAD, "no-page")
    """It redirects to something that is not a web address."""

    EXPIRED = (Verdict.BAD_CERTIFICATE, "expired")
    NOT_YET_VALID = (Verdict.BAD_CERTIFICATE, "not-yet-valid")
    OTHER_HOST = (Verdict.BAD_CERTIFICATE, "other-host")
    SELF_SIGNED = (Verdict.BAD_CERTIFICATE, "self-signed")
    UNKNOWN_AUTHORITY = (Verdict.BAD_CERTIFICATE, "unknown-authority")
    OTHER_CERTIFICATE = (Verdict.BAD_CERTIFICATE, "other-certificate")

    SERVER_ERROR = (Verdict.UNSURE, "server-error")
    BUSY = (Verdict.UNSURE, "busy")
    """It asks for fewer questions (429, or 503 with a time to come back)."""
    SLOW = (Verdict.UNSURE, "slow")
    BROKEN = (Verdict.UNSURE, "broken")
    """An answer that is not HTTP, or that breaks off."""
    UNREACHABLE = (Verdict.UNSURE, "unreachable")
    NAME_UNSURE = (Verdict.UNSURE, "name-unsure")
    """The name servers have no answer at the moment, neither yes nor no."""
    NO_ENCRYPTION = (Verdict.UNSURE, "no-encryption")
    PROXY = (Verdict.UNSURE, "proxy")
    TOO_FAR = (Verdict.UNSURE, "too-far")
    """It redirects more often than we follow."""
    WANTS_COOKIES = (Verdict.UNSURE, "wants-cookies")
    """It redirects in circles and sets cookies on the way. A browser might get out of the circle."""

    @property
    def verdict(self) -> Verdict:
        """What it means to an editor."""
        verdict: Verdict = self.value[0]
        return verdict


@dataclass(frozen=True, slots=True)
class LinkAnswer:
    """The result for one link."""

    kind: AnswerKind
    address: str = ""
    """The new address of a link that moved. Otherwise the address where it ended, if it is not the first one."""
    status: int = 0
    """The HTTP status, if that is what went wrong."""

    @property
    def verdict(self) -> Verdict:
        """What it means to an editor."""
        return self.kind.verdict


@dataclass(frozen=True, slots=True)
class Survey:
    """The results for all links."""

    answers: dict[str, LinkAnswer]
    total: int
    """How many links were to be asked."""
    seconds: float
    is_offline: bool = False
    """Whether no host at all could be reached. Then nothing is known about any link."""
    is_interrupted: bool = False

    def count(self, verdict: Verdict) -> int:
        """Return how many links have a result."""
        return sum(answer.verdict is verdict for answer in self.answers.values())


def address_to_ask(url: str) -> str:
    """Return the address to ask for a link. Links between which a server sees no difference have the same one."""
    parts = urlsplit(url)
    return urlunsplit(parts._replace(path=parts.path or "/", fragment=""))
