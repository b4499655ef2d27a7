"""What became of links that were asked."""

from dataclasses import dataclass
from enum import Enum, auto
from urllib.parse import urlsplit, urlunsplit


class Verdict(Enum):
    """What an answer means to an editor."""

    FINE = auto()
    MOVED = auto()
    DEAD = auto()
    BAD_CERTIFICATE = auto()
    UNSURE = auto()


class AnswerKind(Enum):
    """What happened, as precisely as an editor can be told."""

    FINE = (Verdict.FINE, "fine")
    """A page; or a refusal to show it to a program or a stranger (401, 403 …): somebody is there."""

    MOVED = (Verdict.MOVED, "moved")
    MOVED_TO_HOME = (Verdict.MOVED, "moved-to-home")
    """A page far inside a site now leads to a home page: the site is there, the page probably not."""

    NOT_FOUND = (Verdict.DEAD, "not-found")
    GONE = (Verdict.DEAD, "gone")
    ERROR_PAGE = (Verdict.DEAD, "error-page")
    """It leads to a page that says by its name that there is none."""
    NO_NAME = (Verdict.DEAD, "no-name")
    REFUSED = (Verdict.DEAD, "refused")
    CIRCLE = (Verdict.DEAD, "circle")
    NO_PAGE = (Verdict.DEAD, "no-page")
    """It leads to something that is no web address."""

    EXPIRED = (Verdict.BAD_CERTIFICATE, "expired")
    NOT_YET_VALID = (Verdict.BAD_CERTIFICATE, "not-yet-valid")
    OTHER_HOST = (Verdict.BAD_CERTIFICATE, "other-host")
    SELF_SIGNED = (Verdict.BAD_CERTIFICATE, "self-signed")
    UNKNOWN_AUTHORITY = (Verdict.BAD_CERTIFICATE, "unknown-authority")
    OTHER_CERTIFICATE = (Verdict.BAD_CERTIFICATE, "other-certificate")

    SERVER_ERROR = (Verdict.UNSURE, "server-error")
    BUSY = (Verdict.UNSURE, "busy")
    """It wants to be asked less (429, or 503 with a time to come back)."""
    SLOW = (Verdict.UNSURE, "slow")
    BROKEN = (Verdict.UNSURE, "broken")
    """An answer that is no HTTP, or that ends in the middle."""
    UNREACHABLE = (Verdict.UNSURE, "unreachable")
    NAME_UNSURE = (Verdict.UNSURE, "name-unsure")
    """The name servers have no answer just now, neither yes nor no."""
    NO_ENCRYPTION = (Verdict.UNSURE, "no-encryption")
    PROXY = (Verdict.UNSURE, "proxy")
    TOO_FAR = (Verdict.UNSURE, "too-far")
    """It passes on more often than we follow."""
    WANTS_COOKIES = (Verdict.UNSURE, "wants-cookies")
    """It goes in circles and sets cookies meanwhile: a browser might get out of them."""

    @property
    def verdict(self) -> Verdict:
        """What it means to an editor."""
        verdict: Verdict = self.value[0]
        return verdict


@dataclass(frozen=True, slots=True)
class LinkAnswer:
    """What became of a link."""

    kind: AnswerKind
    address: str = ""
    """The new address of a moved one; else where it ended, if that is not where it began."""
    status: int = 0
    """The HTTP status, where it is what went wrong."""

    @property
    def verdict(self) -> Verdict:
        """What it means to an editor."""
        return self.kind.verdict


@dataclass(frozen=True, slots=True)
class Survey:
    """What became of the links."""

    answers: dict[str, LinkAnswer]
    total: int
    """How many links were to be asked."""
    seconds: float
    is_offline: bool = False
    """Whether no host at all could be reached; then nothing is known of any link."""
    is_interrupted: bool = False

    def count(self, verdict: Verdict) -> int:
        """Return how many links are so."""
        return sum(answer.verdict is verdict for answer in self.answers.values())


def address_to_ask(url: str) -> str:
    """Return what is asked for a link: links that differ in nothing a server sees are one."""
    parts = urlsplit(url)
    return urlunsplit(parts._replace(path=parts.path or "/", fragment=""))
