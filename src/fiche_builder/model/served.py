"""The N° that served in published editions: who bore them, so that none is given to another fiche.

A N° is for life. Colleagues know it by heart, remarks and links cite it; an edition of two years ago is still printed
on somebody's desk. So every edition counts here, not the last one only.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from rapidfuzz import fuzz

from fiche_builder.common.period import EditionId
from fiche_builder.common.text import fold

_LARGEST = 10**9 - 1
"""The largest N° that a cell may hold."""
_SAME_NAME = 55
"""The likeness, in percent, from which two names may belong to the same service."""


@dataclass(frozen=True, slots=True)
class ServedFiche:
    """A fiche as it stood in an edition: its name, and its phones, mails and sites as they are compared."""

    name: str
    points: frozenset[str]
    edition: EditionId


@dataclass(frozen=True, slots=True)
class NumberHistory:
    """All that published editions say about N°."""

    bearers: Mapping[int, tuple[ServedFiche, ...]] = field(default_factory=dict)
    """Who bore each N° in the editions that are earlier than the one in question; the last bearer comes last."""
    numbers: frozenset[int] = frozenset()
    """Every N° of every edition, later ones too."""
    unread: tuple[EditionId, ...] = ()
    """The editions that cannot be read."""

    def free(self, used: Iterable[int]) -> int:
        """Return a N° that never served: above all that the workbook uses, and above all that ever stood anywhere.

        Only if there is none above them, as after a slip of the finger, it is one between them.
        """
        taken = {*used, *self.numbers}
        above = max(taken, default=0) + 1
        return above if above <= _LARGEST else next(number for number in range(1, above) if number not in taken)

    def other_bearer(self, number: int, name: str, points: Collection[str]) -> ServedFiche | None:
        """Return the last fiche that bore a N°, if none of those that bore it can be this one."""
        return other_bearer(self.bearers.get(number, ()), name, points)


def other_bearer(bearers: Iterable[ServedFiche], name: str, points: Collection[str]) -> ServedFiche | None:
    """Return the last of the bearers of a N°, unless one of them has nearly this name or one of these contact points.

    A service that was renamed and later moved is recognised, because each step is like the one before. A wrong use of
    a N° is told until an edition was made with it, not for ever.
    """
    last = None
    for bearer in bearers:
        if bearer.name == name or bearer.points & set(points):
            return None
        if fuzz.token_set_ratio(fold(bearer.name), fold(name)) >= _SAME_NAME:
            return None
        last = bearer
    return last
