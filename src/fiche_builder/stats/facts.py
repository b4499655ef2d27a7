"""The indicators in words, in the edition's language, for the page, the terminal and the editors' mail alike."""

from collections.abc import Iterator
from dataclasses import dataclass

from fiche_builder.common.i18n import translations
from fiche_builder.edition.wording import labelled
from fiche_builder.stats.figures import AgeBand, Indicators

NO_BREAK = "\u00a0"
_NOTHING = "–"


@dataclass(frozen=True, slots=True)
class Fact:
    """One indicator in words: its name, its value, and what to know about it. `note` may be empty."""

    label: str
    value: str
    note: str
    line: str
    """The whole indicator on one line."""


class Words:
    """Writes numbers and their units in one language."""

    def __init__(self, language: str) -> None:
        self.language = language
        self._ = translations(language).gettext
        self.ngettext = translations(language).ngettext

    def number(self, number: float) -> str:
        """Return a number, such as `1 250` or `9,5`."""
        from babel.numbers import format_decimal

        return format_decimal(number, format="#,##0.#", locale=self.language).replace("\u202f", NO_BREAK)

    def percent(self, part: int, whole: int) -> str:
        """Return a share, such as `62 %`. It is 100 only if nothing is missing, and 0 only if there is nothing."""
        from babel.numbers import format_percent

        share = percentage(part, whole)
        return (
            _NOTHING if share is None else format_percent(share / 100, locale=self.language).replace("\u202f", NO_BREAK)
        )

    def days(self, days: float) -> str:
        """Return a number of days; in French, one and a half is still singular."""
        count = int(days) if days == int(days) or self.language == "fr" else 2
        return self.ngettext("%(number)s day", "%(number)s days", count) % {"number": self.number(days)}

    def age(self, band: AgeBand) -> str:
        """Return the name of an age."""
        if band.start is None:
            return self._("none at all")
        if band.end is None:
            return self._("%(start)d months and more") % {"start": band.start}
        if band.start == 0:
            return self._("less than %(end)d months") % {"end": band.end}
        return self._("%(start)d to %(end)d months") % {"start": band.start, "end": band.end}


def percentage(part: int, whole: int) -> int | None:
    """Return a share in whole percent, or None if there is nothing to share.

    Only a whole share is 100, and only an empty one is 0.
    """
    if not whole:
        return None
    share = round(100 * part / whole)
    return min(99, max(1, share)) if 0 < part < whole else share


def build_facts(indicators: Indicators, language: str) -> tuple[Fact, ...]:
    """Return the indicators in short.

    They are the tiles on the page, and the lines on the terminal and in the editors' mail.
    """
    return tuple(_Facts(indicators, Words(language)).facts())


class _Facts:
    """Writes the indicators in short."""

    def __init__(self, indicators: Indicators, words: Words) -> None:
        self._figures = indicators
        self._words = words
        self._ = words._
        self.ngettext = words.ngettext

    def facts(self) -> Iterator[Fact]:
        figures, words = self._figures, self._words
        earlier = figures.earlier.verified if figures.earlier else None
        yield self._verified(figures.due_months, figures.verified.within_due, earlier.within_due if earlier else None)
        yield self._verified(
            figures.overdue_months, figures.verified.within_overdue, earlier.within_overdue if earlier else None
        )
        never = next(band.fiches for band in figures.ages if band.start is None)
        note = self.ngettext("%(count)s of them never checked", "%(count)s of them never checked", never)
        yield self._fact(
            self._("To be confirmed"),
            words.number(figures.overdue),
            note % {"count": words.number(never)} if never else "",
        )
        yield self._fact(
            self._("Without a direct contact"),
            words.number(len(figures.without_contact)),
            self._("neither phone nor mail"),
        )
        yield self._fact(
            self._("Public without permission"), words.number(len(figures.without_permission)), self._public()
        )
        yield self._suggestions()

    def _fact(self, label: str, value: str, note: str) -> Fact:
        text = f"{value} ({note})" if note else value
        return Fact(label, value, note, labelled(label, text, self._))

    def _verified(self, months: int, count: int, earlier: int | None) -> Fact:
        whole = self._figures.verified.fiches
        words = self._words
        counts = self._("%(part)s of %(whole)s") % {"part": words.number(count), "whole": words.number(whole)}
        trend = self._trend(percentage(count, whole), earlier)
        label = self._("Checked less than %(months)d months ago") % {"months": months}
        return self._fact(label, words.percent(count, whole), f"{counts}, {trend}" if trend else counts)

    def _trend(self, share: int | None, earlier_count: int | None) -> str:
        """Return the change of a share since the previous edition, in points of the share shown; "" without one."""
        edition = self._figures.earlier
        before = percentage(earlier_count, edition.verified.fiches) if edition and earlier_count is not None else None
        if edition is None or share is None or before is None:
            return ""
        month = {"edition": edition.id.period.label(self._words.language)}
        if share == before:
            return self._("as in %(edition)s") % month
        points = {"points": ("+" if share > before else "−") + str(abs(share - before)), **month}
        return (
            self.ngettext(
                "%(points)s point since %(edition)s", "%(points)s points since %(edition)s", abs(share - before)
            )
            % points
        )

    def _public(self) -> str:
        public = self._figures.public
        return self.ngettext("of %(count)s public fiche", "of %(count)s public fiches", public) % {
            "count": self._words.number(public)
        }

    def _suggestions(self) -> Fact:
        suggestions, words = self._figures.suggestions, self._words
        notes = []
        if suggestions.oldest_days is not None:
            notes.append(self._("the oldest for %(days)s") % {"days": words.days(suggestions.oldest_days)})
        if suggestions.median_days is not None:
            notes.append(self._("median time to close: %(days)s") % {"days": words.days(suggestions.median_days)})
        return self._fact(self._("Open suggestions"), words.number(suggestions.open), ", ".join(notes))
