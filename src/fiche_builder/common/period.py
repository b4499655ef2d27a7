"""The month of an edition."""

import calendar
import re
from dataclasses import dataclass
from datetime import date

from babel.dates import format_date

from fiche_builder.common.errors import ConfigError
from fiche_builder.common.i18n import _, translations

_PERIOD = re.compile(r"(20[0-9]{2})-(0[1-9]|1[0-2])")
_EDITION = re.compile(r"([0-9-]+?)(?:-r([1-9][0-9]{0,2}))?")


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """A month.

    Whatever an edition says about today, such as what is overdue, it says about the last day of its month. The same
    workbook and month therefore give the same bytes on any day.
    """

    year: int
    month: int

    @classmethod
    def parse(cls, text: str) -> "Period":
        """Read `2026-11`."""
        match = _PERIOD.fullmatch(text)
        if match is None:
            raise ConfigError(
                _("“%(value)s” is not an edition.") % {"value": text},
                _("Write year and month, such as 2026-11."),
            )
        return cls(int(match[1]), int(match[2]))

    @classmethod
    def of(cls, day: date) -> "Period":
        """Return the month of a day."""
        return cls(day.year, day.month)

    def __str__(self) -> str:
        return f"{self.year}-{self.month:02}"

    @property
    def first_day(self) -> date:
        """The month's first day."""
        return date(self.year, self.month, 1)

    @property
    def last_day(self) -> date:
        """The month's last day."""
        return date(self.year, self.month, calendar.monthrange(self.year, self.month)[1])

    @property
    def following(self) -> "Period":
        """The month after."""
        return Period(self.year + self.month // 12, self.month % 12 + 1)

    def months_after(self, other: "Period") -> int:
        """Return how many months this one is after another; negative if it is before."""
        return (self.year - other.year) * 12 + self.month - other.month

    @property
    def preceding(self) -> "Period":
        """The month before."""
        return Period(self.year - (self.month == 1), (self.month - 2) % 12 + 1)

    @property
    def valid_until(self) -> date:
        """The last day on which an edition may be relied on.

        This is the end of the following month, when the next edition is certain to be out.
        """
        return self.following.last_day

    def label(self, language: str) -> str:
        """Return the month in words, such as `novembre 2026`."""
        return format_date(self.first_day, "MMMM yyyy", locale=language)


@dataclass(frozen=True, slots=True, order=True)
class EditionId:
    """The name of an edition: its month and its revision, counted from 1.

    It is written `2026-11`, then `2026-11-r2`. A new revision is made when the last one has already been sent.
    """

    period: Period
    revision: int = 1

    @classmethod
    def parse(cls, text: str) -> "EditionId":
        """Read `2026-11` or `2026-11-r2`."""
        match = _EDITION.fullmatch(text)
        return cls(Period.parse(match[1] if match else text), int(match[2] or 1) if match else 1)

    def __str__(self) -> str:
        return f"{self.period}-r{self.revision}" if self.revision > 1 else str(self.period)

    def label(self, language: str) -> str:
        """Return the edition in words, such as `novembre 2026` or `novembre 2026, révision 2`."""
        month = self.period.label(language)
        if self.revision == 1:
            return month
        return translations(language).gettext("%(month)s, revision %(number)d") % {
            "month": month,
            "number": self.revision,
        }
