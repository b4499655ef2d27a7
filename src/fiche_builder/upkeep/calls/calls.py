"""This month's calls: the fiches that are due for verification, the most urgent first.

Urgency is counted in months, so that it can be explained and compared. It begins with the months since the oldest
verification of a fiche or its contacts; never counts as three times the period after which a verification is overdue.
Months are added for what changes often, what everybody may read, and what every agent keeps at hand. For the numbers,
see docs/decisions.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from fiche_builder.common.config import VerificationConfig
from fiche_builder.common.i18n import SOURCE_LANGUAGE, _, ngettext
from fiche_builder.edition.changes import CONTACTS_FIELD
from fiche_builder.edition.compare import compare
from fiche_builder.edition.snapshot import FicheRecord, Snapshot
from fiche_builder.edition.wording import phone_text
from fiche_builder.model.columns import Use
from fiche_builder.model.fields import FICHES
from fiche_builder.model.model import Directory, Fiche
from fiche_builder.model.public import phones_of
from fiche_builder.model.words import Diffusion, Flag, Status
from fiche_builder.upkeep.calls.due import is_due, last_check, months_since_check

EDITIONS_BACK = 13
"""How many editions are looked at, with a year of changes between them."""
_CONTACT_DATA = (*FICHES.keys(Use.REACH), "contacts")
"""Fields of a snapshot that say how to reach a service. Changes elsewhere are the editors' wording."""
_CONTACT_FIELDS = {*(column.change_key for column in FICHES.good_for(Use.REACH)), CONTACTS_FIELD}
"""The name that `compare` gives to all contacts."""
_NEVER = 3
"""A fiche that was never verified counts as last verified this many overdue periods ago."""
_MONTHS_A_CHANGE = 3
_CHANGES_COUNTED = 4
_MONTHS_PUBLIC = 3
_MONTHS_ESSENTIAL = 6


@dataclass(frozen=True, slots=True)
class Call:
    """A fiche to be called about, with all its contacts.

    `score` is in months; `reasons` are in the reader's language.
    """

    fiche: Fiche
    reach: str
    """The phone to dial; without a phone, the mail, site or address at which to ask."""
    checked_on: date | None
    """The oldest verification of the fiche or one of its contacts, or None if the fiche itself was never verified."""
    months: int | None
    changes: int
    score: int
    reasons: tuple[str, ...]

    @property
    def why(self) -> str:
        """The reasons on one line."""
        return ", ".join(self.reasons)


@dataclass(frozen=True, slots=True)
class Workload:
    """The month's calls, and how far they will get."""

    calls: tuple[Call, ...]
    due: int
    printed: int
    capacity: int
    cycle: int
    """Months within which every printed fiche should be verified once."""

    @property
    def remaining(self) -> int:
        """Fiches that are still due after these calls."""
        return self.due - len(self.calls)

    @property
    def months(self) -> int:
        """Months until everything due today is done, with this many calls a month."""
        return -(-self.due // self.capacity)

    @property
    def calls_needed(self) -> int:
        """Calls a month that are needed to verify every printed fiche once in a cycle."""
        return -(-self.printed // self.cycle)


def count_contact_changes(history: Iterable[Snapshot]) -> Counter[int]:
    """Return the number of editions in which the contact data of each N° changed.

    The history has the oldest edition first, and each is compared with the one before it.
    """
    counts: Counter[int] = Counter()
    earlier: Snapshot | None = None
    for snapshot in history:
        if earlier is not None:
            counts.update(_changed_numbers(earlier, snapshot))
        earlier = snapshot
    return counts


def build_calls(
    directory: Directory,
    history: Mapping[int, int],
    periods: VerificationConfig,
    today: date,
    waiting: Collection[int] = (),
) -> tuple[Call, ...]:
    """Return all calls that are due, the most urgent first.

    `history` is how often each N° changed (`count_contact_changes`). `waiting` are the N° whose organisation was asked
    by mail and still has time to answer. Everything that is printed is verified. A suspended fiche is therefore called
    about as well, to learn whether it still is suspended.
    """
    printed = (fiche for fiche in directory.fiches if fiche.is_printed and fiche.number not in waiting)
    calls = [call for fiche in printed if (call := _build_call(fiche, history.get(fiche.number, 0), periods, today))]
    return tuple(sorted(calls, key=lambda call: (-call.score, call.fiche.number)))


def build_workload(directory: Directory, calls: Sequence[Call], capacity: int, periods: VerificationConfig) -> Workload:
    """Return the most urgent calls, as many as there is time for."""
    printed = sum(fiche.is_printed for fiche in directory.fiches)
    return Workload(_gather(calls[:capacity]), len(calls), printed, capacity, periods.overdue_months)


def _gather(calls: Iterable[Call]) -> tuple[Call, ...]:
    """Return calls with those to the same phone one after the other."""
    groups: dict[str, list[Call]] = {}
    for call in calls:
        phones = phones_of(call.fiche)
        key = f"{phones[0].digits} {phones[0].extension}" if phones else f"N° {call.fiche.number}"
        groups.setdefault(key, []).append(call)
    return tuple(
        gathered
        for group in groups.values()
        for gathered in (group[0], *(_same_phone(call, group[0]) for call in group[1:]))
    )


def _build_call(fiche: Fiche, changes: int, periods: VerificationConfig, today: date) -> Call | None:
    if not is_due(fiche, periods, today):
        return None
    months = months_since_check(fiche, today)
    is_public, is_essential = fiche.diffusion is Diffusion.PUBLIC, fiche.essential is Flag.YES
    score = _NEVER * periods.overdue_months if months is None else months
    score += (
        _MONTHS_A_CHANGE * min(changes, _CHANGES_COUNTED)
        + _MONTHS_PUBLIC * is_public
        + _MONTHS_ESSENTIAL * is_essential
    )
    reasons = (
        _age(months),
        ngettext("changed %(count)d time", "changed %(count)d times", changes) % {"count": changes} if changes else "",
        _("essential number") if is_essential else "",
        _("in the public edition") if is_public else "",
        _("suspended") if fiche.status is Status.SUSPENDED else "",
    )
    return Call(
        fiche, _reach(fiche), last_check(fiche), months, changes, score, tuple(reason for reason in reasons if reason)
    )


def _age(months: int | None) -> str:
    if months is None:
        return _("never checked")
    return ngettext("checked %(count)d month ago", "checked %(count)d months ago", months) % {"count": months}


def _same_phone(call: Call, first: Call) -> Call:
    return replace(call, reasons=(*call.reasons, _("same phone as N° %(number)d") % {"number": first.fiche.number}))


def _reach(fiche: Fiche) -> str:
    if phones := phones_of(fiche):
        return phone_text(phones[0], _)
    emails = (*fiche.emails, *(email for contact in fiche.contacts for email in contact.emails))
    return next((text for text in (*emails, *fiche.sites, " ".join(fiche.address.splitlines())) if text), "")


def _changed_numbers(old: Snapshot, new: Snapshot) -> list[int]:
    """Return the N° whose contact data changed.

    A close comparison takes time, so only data that is spelled otherwise gets one.
    """
    before = {record.number: record for record in old.fiches}
    suspects = [
        record for record in new.fiches if record.number in before and not _same_data(before[record.number], record)
    ]
    numbers = {record.number for record in suspects}
    candidates = tuple(record for record in old.fiches if record.number in numbers)
    changes = compare(replace(old, fiches=candidates), replace(new, fiches=tuple(suspects)), SOURCE_LANGUAGE)
    return [
        fiche.number for fiche in changes.changed if any(change.field in _CONTACT_FIELDS for change in fiche.fields)
    ]


def _same_data(old: FicheRecord, new: FicheRecord) -> bool:
    return old.values == new.values or all(old.values.get(key) == new.values.get(key) for key in _CONTACT_DATA)
