"""The indicators as numbers. Nothing here knows about words, pictures or pages.

Only printed fiches are counted: those that are not archived and have no error. Whether a fiche is *verified* depends on
the `Vérifié le` of its own row; the dates of its contacts do not count. Ages are whole months, counted as in `fiche
check`.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from statistics import median
from typing import Any

from fiche_builder.common.collation import sort_key
from fiche_builder.common.config import Config, VerificationConfig
from fiche_builder.common.dates import months_between
from fiche_builder.common.i18n import SOURCE_LANGUAGE
from fiche_builder.common.period import EditionId, Period
from fiche_builder.edition.changes import FicheName
from fiche_builder.edition.compare import compare
from fiche_builder.edition.edition import sort_themes
from fiche_builder.edition.snapshot import Snapshot
from fiche_builder.model.model import Directory, Fiche, Suggestion
from fiche_builder.model.words import SuggestionStatus

EDITIONS = 13
"""How many editions are shown: a year, and the month before it."""
NEEDED_HISTORY = EDITIONS + 1
"""One more is needed, with which the oldest one is compared."""
_MONTHS = 12
_BAND = 6
_OPEN = {SuggestionStatus.NEW, SuggestionStatus.ASKED}


@dataclass(frozen=True, slots=True)
class Verified:
    """How many fiches there are, and how many were verified within each of the two periods of `[verification]`."""

    fiches: int
    within_due: int
    within_overdue: int


@dataclass(frozen=True, slots=True)
class ThemeFigures:
    """A theme that has fiches."""

    name: str
    verified: Verified


@dataclass(frozen=True, slots=True)
class AgeBand:
    """The fiches whose last verification is at least `start` and less than `end` months ago.

    `end` is None for no end; `start` is None for those never verified.
    """

    start: int | None
    end: int | None
    fiches: int
    is_overdue: bool


@dataclass(frozen=True, slots=True)
class ChangeCounts:
    """How many fiches are new, changed and gone since the previous edition."""

    added: int
    changed: int
    removed: int


@dataclass(frozen=True, slots=True)
class EditionFigures:
    """An edition in the output folder, judged on the last day of its month.

    The oldest one has nothing to be compared with.
    """

    id: EditionId
    verified: Verified
    changes: ChangeCounts | None


@dataclass(frozen=True, slots=True)
class SuggestionMonth:
    """The suggestions of a month: those received in it, and those accepted or refused in it."""

    period: Period
    received: int
    closed: int


@dataclass(frozen=True, slots=True)
class SuggestionFigures:
    """Colleagues' suggestions.

    `oldest_days` is the age of the oldest open one. `median_days` is how long those closed in `months` took.
    """

    known: int
    months: tuple[SuggestionMonth, ...]
    open: int
    oldest_days: int | None
    median_days: float | None

    @property
    def received(self) -> int:
        """How many were received in these months."""
        return sum(month.received for month in self.months)

    @property
    def closed(self) -> int:
        """How many were closed in these months."""
        return sum(month.closed for month in self.months)


@dataclass(frozen=True, slots=True)
class Indicators:
    """All figures of a month, as they are on `day`.

    Themes are in the order of print; editions and months have the oldest first.
    """

    period: Period
    day: date
    due_months: int
    overdue_months: int
    verified: Verified
    themes: tuple[ThemeFigures, ...]
    ages: tuple[AgeBand, ...]
    public: int
    """How many fiches the public edition has. A suspended one is only in the internal edition."""
    internal: int
    without_contact: tuple[FicheName, ...]
    """Fiches with neither phone nor mail, in their own row or in `Contacts`."""
    without_permission: tuple[FicheName, ...]
    """Public fiches without the name of a person who allowed it."""
    editions: tuple[EditionFigures, ...]
    suggestions: SuggestionFigures

    @property
    def overdue(self) -> int:
        """How many fiches were verified too long ago, or never."""
        return self.verified.fiches - self.verified.within_overdue

    @property
    def earlier(self) -> EditionFigures | None:
        """The newest edition of an earlier month."""
        return next((edition for edition in reversed(self.editions) if edition.id.period < self.period), None)


def judging_day(period: Period, today: date) -> date:
    """Return the day on which a month is judged: today during the month, afterwards its last day, as in its edition."""
    return today if Period.of(today) == period else period.last_day


def build_indicators(
    directory: Directory, history: Sequence[Snapshot], config: Config, period: Period, day: date
) -> Indicators:
    """Return the figures of a directory on a day, and of the editions up to a month.

    `history` has the oldest edition first.
    """
    periods = config.verification
    fiches = [fiche for fiche in directory.fiches if fiche.is_printed]
    by_theme: dict[str, list[date | None]] = {}
    for fiche in fiches:
        by_theme.setdefault(fiche.theme, []).append(fiche.verified_on)
    themes = sort_themes(directory.themes, config.edition.articles)
    public = [fiche for fiche in fiches if fiche.is_public]
    return Indicators(
        period=period,
        day=day,
        due_months=periods.due_months,
        overdue_months=periods.overdue_months,
        verified=_verified([fiche.verified_on for fiche in fiches], day, periods),
        themes=tuple(
            ThemeFigures(theme.name, _verified(by_theme[theme.key], day, periods))
            for theme in themes
            if theme.key in by_theme
        ),
        ages=tuple(_age_bands([fiche.verified_on for fiche in fiches], day, periods)),
        public=len(public),
        internal=len(fiches) - len(public),
        without_contact=_names((fiche for fiche in fiches if not _has_direct_contact(fiche)), config),
        without_permission=_names((fiche for fiche in public if not fiche.authorised_by), config),
        editions=tuple(_editions([s for s in history if s.id.period <= period], periods))[-EDITIONS:],
        suggestions=_suggestions(directory.suggestions, period, day),
    )


def indicators_json(indicators: Indicators) -> dict[str, Any]:
    """Return indicators in the shape that other programs rely on (`fiche stats --json`).

    `day` is the day on which the workbook is judged. `within_due` and `within_overdue` are the fiches verified less
    than `due_months` and `overdue_months` before it, out of `fiches`. They are given in all, by theme, and for each
    edition of the year. `ages` counts the fiches by the age of their verification. `suggestions` counts those of twelve
    months: `oldest_days` is how long the oldest open one has waited, and `median_days` how long the closed ones took.
    What does not exist is null: `from_months` for fiches never verified, `to_months` for the last age, `changes` for
    the oldest edition, and the days if there is no suggestion.
    """
    suggestions = indicators.suggestions
    return {
        "edition": str(indicators.period),
        "day": indicators.day.isoformat(),
        "due_months": indicators.due_months,
        "overdue_months": indicators.overdue_months,
        "verified": _verified_json(indicators.verified),
        "themes": [{"theme": theme.name, **_verified_json(theme.verified)} for theme in indicators.themes],
        "ages": [
            {"from_months": band.start, "to_months": band.end, "overdue": band.is_overdue, "fiches": band.fiches}
            for band in indicators.ages
        ],
        "public": indicators.public,
        "internal": indicators.internal,
        "without_contact": [_name_json(fiche) for fiche in indicators.without_contact],
        "without_permission": [_name_json(fiche) for fiche in indicators.without_permission],
        "editions": [
            {
                "edition": str(edition.id),
                "day": edition.id.period.last_day.isoformat(),
                **_verified_json(edition.verified),
                "changes": _changes_json(edition.changes),
            }
            for edition in indicators.editions
        ],
        "suggestions": {
            "months": [
                {"month": str(m.period), "received": m.received, "closed": m.closed} for m in suggestions.months
            ],
            "received": suggestions.received,
            "closed": suggestions.closed,
            "open": suggestions.open,
            "oldest_days": suggestions.oldest_days,
            "median_days": suggestions.median_days,
        },
    }


def _verified_json(verified: Verified) -> dict[str, int]:
    return {"fiches": verified.fiches, "within_due": verified.within_due, "within_overdue": verified.within_overdue}


def _changes_json(changes: ChangeCounts | None) -> dict[str, int] | None:
    return {"new": changes.added, "changed": changes.changed, "gone": changes.removed} if changes else None


def _name_json(fiche: FicheName) -> dict[str, int | str]:
    return {"number": fiche.number, "name": fiche.name, "theme": fiche.theme}


def _verified(days: Iterable[date | None], today: date, periods: VerificationConfig) -> Verified:
    ages = [months_between(day, today) if day else None for day in days]
    return Verified(
        fiches=len(ages),
        within_due=sum(age is not None and age < periods.due_months for age in ages),
        within_overdue=sum(age is not None and age < periods.overdue_months for age in ages),
    )


def _age_bands(days: Iterable[date | None], today: date, periods: VerificationConfig) -> Iterator[AgeBand]:
    """Yield the ages of the last verification, the youngest first, then the fiches never verified."""
    overdue = periods.overdue_months
    edges = [
        0,
        *([periods.due_months] if periods.due_months < overdue else []),
        overdue,
        overdue + _BAND,
        overdue + 2 * _BAND,
    ]
    counts = [0] * len(edges)
    never = 0
    for day in days:
        if day is None:
            never += 1
        else:
            counts[bisect_right(edges, max(0, months_between(day, today))) - 1] += 1
    for start, end, count in zip(edges, [*edges[1:], None], counts, strict=True):
        yield AgeBand(start, end, count, start >= overdue)
    yield AgeBand(None, None, never, is_overdue=True)


def _has_direct_contact(fiche: Fiche) -> bool:
    return bool(fiche.phones or fiche.emails or any(contact.phones or contact.emails for contact in fiche.contacts))


def _names(fiches: Iterable[Fiche], config: Config) -> tuple[FicheName, ...]:
    ordered = sorted(fiches, key=lambda fiche: (sort_key(fiche.name, config.edition.articles), fiche.number))
    return tuple(FicheName(fiche.number, fiche.name, fiche.theme) for fiche in ordered)


def _editions(history: Sequence[Snapshot], periods: VerificationConfig) -> Iterator[EditionFigures]:
    """Yield the figures of each edition, compared with the one before it.

    The edition's own news may have been compared with another one.
    """
    snapshots = history[-NEEDED_HISTORY:]
    changes: list[ChangeCounts | None] = [None, *(_count_changes(old, new) for old, new in pairwise(snapshots))]
    for snapshot, counts in zip(snapshots, changes, strict=False):
        days = [_day(record.values.get("verified_on")) for record in snapshot.fiches]
        yield EditionFigures(snapshot.id, _verified(days, snapshot.id.period.last_day, periods), counts)


def _count_changes(old: Snapshot, new: Snapshot) -> ChangeCounts:
    changes = compare(old, new, SOURCE_LANGUAGE)
    return ChangeCounts(len(changes.added), len(changes.changed), len(changes.removed))


def _day(value: object) -> date | None:
    """Return the day in a field of a snapshot. If it is not a day, it counts as never."""
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None


def _suggestions(suggestions: Sequence[Suggestion], period: Period, today: date) -> SuggestionFigures:
    """Return the figures of the twelve months that end with `period`.

    An answer dated before its question took no time.
    """
    months = list(_months_until(period))
    received = [Period.of(suggestion.received_on) for suggestion in suggestions if suggestion.received_on]
    closed = [s for s in suggestions if s.status not in _OPEN and s.handled_on and Period.of(s.handled_on) in months]
    took = [max(0, (s.handled_on - s.received_on).days) for s in closed if s.handled_on and s.received_on]
    still_open = [suggestion for suggestion in suggestions if suggestion.status in _OPEN]
    waiting = [max(0, (today - suggestion.received_on).days) for suggestion in still_open if suggestion.received_on]
    ends = [Period.of(suggestion.handled_on) for suggestion in closed if suggestion.handled_on]
    return SuggestionFigures(
        known=len(suggestions),
        months=tuple(SuggestionMonth(month, received.count(month), ends.count(month)) for month in months),
        open=len(still_open),
        oldest_days=max(waiting, default=None),
        median_days=float(median(took)) if took else None,
    )


def _months_until(last: Period) -> Iterator[Period]:
    """Yield the twelve months that end with `last`."""
    number = last.year * 12 + last.month - 1
    for month in range(number - _MONTHS + 1, number + 1):
        yield Period(month // 12, month % 12 + 1)
