"""The page of indicators: its tables, pictures and lists, fully decided, so that the template only lays them out."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from babel.dates import format_date
from markupsafe import Markup

from fiche_builder.common.dates import day_text
from fiche_builder.common.period import Period
from fiche_builder.edition.changes import FicheName
from fiche_builder.edition.wording import internal_mention, labelled
from fiche_builder.stats.facts import NO_BREAK, Fact, Words, build_facts
from fiche_builder.stats.figures import AgeBand, EditionFigures, Indicators, Verified
from fiche_builder.stats.pictures import BarPart, Fill, Series, StackedColumn, draw_bar, draw_columns, draw_lines

_CONTACTS_LISTED, _PERMISSIONS_LISTED = 18, 8
_WIDE, _NARROW, _SWATCH = 230, 90, 14
"""Widths of the bars in tables."""
_NOTHING = "–"


@dataclass(frozen=True, slots=True)
class Cell:
    """A number in a table, and a second number that belongs to it."""

    text: str
    soft: str = ""


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row of a table. `picture` is markup, or empty. A total stands out."""

    header: str
    cells: tuple[Cell, ...]
    picture: str = ""
    is_total: bool = False


@dataclass(frozen=True, slots=True)
class TableCopy:
    """A table. Its first column names the rows.

    If it `has_pictures`, a last column without a header holds the bars.
    """

    caption: str
    columns: tuple[str, ...]
    rows: tuple[TableRow, ...]
    has_pictures: bool = True


@dataclass(frozen=True, slots=True)
class Swatch:
    """A word of a legend, and what its bars look like."""

    picture: Markup
    name: str


@dataclass(frozen=True, slots=True)
class ListCopy:
    """The first fiches that need attention. `more` says how many are not listed."""

    title: str
    lines: tuple[tuple[str, str], ...]
    more: str


@dataclass(frozen=True, slots=True)
class PageCopy:
    """Everything that the page says.

    If `trend_note` or `suggestions_note` says that there is nothing, its table is left out.
    """

    language: str
    title: str
    subtitle: str
    mention: str
    created: str
    facts_title: str
    facts: tuple[Fact, ...]
    themes_title: str
    themes: TableCopy
    legend: tuple[Swatch, ...]
    trend_title: str
    trend_pictures: tuple[Markup, ...]
    trend: TableCopy | None
    trend_note: str
    ages_title: str
    ages: TableCopy
    suggestions_title: str
    suggestions: TableCopy | None
    suggestions_note: str
    without_contact: ListCopy | None
    without_permission: ListCopy | None
    definitions: tuple[str, ...]


def build_page_copy(indicators: Indicators, title: str, language: str) -> PageCopy:
    """Return the words and pictures of the page. `title` is the title of the annuaire."""
    return _PageWriter(indicators, Words(language)).page(title)


class _PageWriter:
    """Writes the parts of the page in one language."""

    def __init__(self, indicators: Indicators, words: Words) -> None:
        self._figures = indicators
        self._words = words
        self._ = words._
        self.ngettext = words.ngettext
        self._under_due = self._("< %(months)d months") % {"months": indicators.due_months}
        self._under_overdue = self._("< %(months)d months") % {"months": indicators.overdue_months}

    def page(self, title: str) -> PageCopy:
        figures = self._figures
        has_suggestions = figures.suggestions.known > 0
        return PageCopy(
            language=self._words.language,
            title=self._("Indicators – %(title)s") % {"title": title},
            subtitle=self._subtitle(),
            mention=internal_mention(self._),
            created=figures.day.isoformat(),
            facts_title=self._("At a glance"),
            facts=build_facts(figures, self._words.language),
            themes_title=self._("Checked at the source, by theme"),
            themes=self._themes(),
            legend=tuple(self._legend()),
            trend_title=self._("From edition to edition"),
            trend_pictures=tuple(self._trend_pictures()),
            trend=self._trend() if figures.editions else None,
            trend_note="" if figures.editions else self._("No edition yet: the trend begins with the first one."),
            ages_title=self._("Age of the last check"),
            ages=self._ages(),
            suggestions_title=self._("Suggestions of colleagues"),
            suggestions=self._suggestions() if has_suggestions else None,
            suggestions_note="" if has_suggestions else self._("No suggestion in the workbook."),
            without_contact=self._list(self._("Without a direct contact"), figures.without_contact, _CONTACTS_LISTED),
            without_permission=self._list(
                self._("Public without permission"), figures.without_permission, _PERMISSIONS_LISTED
            ),
            definitions=tuple(self._definitions()),
        )

    def _subtitle(self) -> str:
        figures, words = self._figures, self._words
        count = figures.verified.fiches
        return " · ".join(
            (
                self._("as of %(day)s") % {"day": day_text(figures.day)},
                self.ngettext("%(number)s fiche", "%(number)s fiches", count) % {"number": words.number(count)},
                self.ngettext("%(number)s public", "%(number)s public", figures.public)
                % {"number": words.number(figures.public)},
                self.ngettext("%(number)s internal", "%(number)s internal", figures.internal)
                % {"number": words.number(figures.internal)},
            )
        )

    def _themes(self) -> TableCopy:
        rows = [self._theme_row(theme.name, theme.verified) for theme in self._figures.themes]
        total = self._theme_row(self._("All themes"), self._figures.verified, is_total=True)
        caption = self._("Share and number of the fiches checked lately, by theme")
        columns = (self._("Theme"), self._("Fiches"), self._under_due, self._under_overdue)
        return TableCopy(caption, columns, (*rows, total))

    def _theme_row(self, name: str, verified: Verified, *, is_total: bool = False) -> TableRow:
        words, whole = self._words, verified.fiches
        shares = [
            Cell(words.percent(part, whole), words.number(part))
            for part in (verified.within_due, verified.within_overdue)
        ]
        parts = [
            BarPart(verified.within_due / max(1, whole), Fill.DARK),
            BarPart(max(0, verified.within_overdue - verified.within_due) / max(1, whole), Fill.MIDDLE),
            BarPart(1, Fill.WHITE),
        ]
        title = f"{self._under_due} {shares[0].text}, {self._under_overdue} {shares[1].text}"
        return TableRow(name, (Cell(words.number(whole)), *shares), draw_bar(parts, title, _WIDE), is_total)

    def _legend(self) -> Iterator[Swatch]:
        """Yield the meaning of the three parts of a bar."""
        young = [band for band in self._figures.ages if not band.is_overdue]
        names = [*map(self._words.age, young), self._("to be confirmed")]
        for name, fill in zip(names, [*self._fills(young), Fill.WHITE], strict=True):
            yield Swatch(draw_bar([BarPart(1, fill)], name, _SWATCH), name)

    def _fills(self, bands: Iterable[AgeBand]) -> list[Fill]:
        """Return how each age is drawn: dark if it is not due, then lighter, and white if it is overdue."""
        due = self._figures.due_months
        return [
            Fill.WHITE if band.is_overdue else Fill.DARK if (band.end or 0) <= due else Fill.MIDDLE for band in bands
        ]

    def _ages(self) -> TableCopy:
        words, bands = self._words, self._figures.ages
        most = max(1, *(band.fiches for band in bands))
        rows = []
        for band, fill in zip(bands, self._fills(bands), strict=True):
            share = words.percent(band.fiches, self._figures.verified.fiches)
            bar = draw_bar([BarPart(band.fiches / most, fill)], share, _NARROW)
            rows.append(TableRow(words.age(band), (Cell(words.number(band.fiches)), Cell(share)), bar))
        caption = self._("Fiches by the age of their last check")
        return TableCopy(caption, (self._("Last check"), self._("Fiches"), self._("Share")), tuple(rows))

    def _trend_pictures(self) -> Iterator[Markup]:
        editions = self._figures.editions
        if len(editions) < 2:  # noqa: PLR2004 (a line needs two points)
            return
        labels = [self._short(edition.id.period) for edition in editions]
        series = [
            self._line(
                self._under_overdue, [(e.verified.within_overdue, e.verified.fiches) for e in editions], Fill.DARK
            ),
            self._line(self._under_due, [(e.verified.within_due, e.verified.fiches) for e in editions], Fill.WHITE),
        ]
        yield draw_lines(
            series, labels, self._("Share of the fiches checked lately, edition by edition; numbers in the table")
        )
        if not any(
            e.changes and (e.changes.added, e.changes.changed, e.changes.removed) != (0, 0, 0) for e in editions
        ):
            return
        columns = [
            StackedColumn((e.changes.added, e.changes.changed), e.changes.removed) if e.changes else None
            for e in editions
        ]
        legend = [(self._("changed"), Fill.MIDDLE), (self._("new"), Fill.DARK), (self._("gone"), Fill.WHITE)]
        yield draw_columns(
            columns, labels, legend, self._("Fiches new, changed and gone, edition by edition; numbers in the table")
        )

    def _line(self, name: str, counts: list[tuple[int, int]], fill: Fill) -> Series:
        """Return the line for some shares, with the last share in words at its end."""
        shares = tuple(part / whole if whole else None for part, whole in counts)
        words = labelled(name, self._words.percent(*counts[-1]), self._)
        return Series(words, shares, fill)

    def _trend(self) -> TableCopy:
        columns = (self._("Edition"), self._("Fiches"), self._under_due, self._under_overdue,
                   self._("New"), self._("Changed"), self._("Gone"))  # fmt: skip
        caption = self._("Fiches, shares checked lately and changes, edition by edition")
        return TableCopy(
            caption,
            columns,
            tuple(self._edition_row(edition) for edition in self._figures.editions),
            has_pictures=False,
        )

    def _edition_row(self, edition: EditionFigures) -> TableRow:
        words, verified, changes = self._words, edition.verified, edition.changes
        counts = (changes.added, changes.changed, changes.removed) if changes else (None, None, None)
        cells = (
            words.number(verified.fiches),
            words.percent(verified.within_due, verified.fiches),
            words.percent(verified.within_overdue, verified.fiches),
            *(_NOTHING if count is None else words.number(count) for count in counts),
        )
        return TableRow(self._month(edition.id.period), tuple(map(Cell, cells)))

    def _suggestions(self) -> TableCopy:
        words, suggestions = self._words, self._figures.suggestions
        most = max(1, *(month.received + month.closed for month in suggestions.months))
        rows = [
            TableRow(
                self._month(month.period),
                (Cell(words.number(month.received)), Cell(words.number(month.closed))),
                draw_bar(
                    [BarPart(month.received / most, Fill.DARK), BarPart(month.closed / most, Fill.MIDDLE)],
                    f"{words.number(month.received)}, {words.number(month.closed)}", _NARROW,
                ),
            )
            for month in suggestions.months
        ]  # fmt: skip
        total = TableRow(
            self._("12 months"),
            (Cell(words.number(suggestions.received)), Cell(words.number(suggestions.closed))),
            is_total=True,
        )
        columns = (self._("Month"), self._("Received (dark)"), self._("Closed (lighter)"))
        return TableCopy(self._("Suggestions received and closed, month by month"), columns, (*rows, total))

    def _list(self, title: str, fiches: tuple[FicheName, ...], listed: int) -> ListCopy | None:
        """Return the first of some fiches; None if there are none."""
        if not fiches:
            return None
        more = len(fiches) - listed
        rest = (
            self.ngettext("and %(number)s more", "and %(number)s more", more) % {"number": self._words.number(more)}
            if more > 0
            else ""
        )
        lines = tuple((f"N°{NO_BREAK}{fiche.number}", fiche.name) for fiche in fiches[:listed])
        return ListCopy(f"{title} ({self._words.number(len(fiches))})", lines, rest)

    def _definitions(self) -> Iterator[str]:
        figures = self._figures
        yield self._("Only printed fiches are counted: neither archived nor faulty ones.")
        yield self._("Public are the fiches of the public edition; a suspended one is in the internal edition alone.")
        yield self._("Whether a fiche was checked is judged by the date “Vérifié le” in its own row.")
        months = {"months": figures.overdue_months}
        yield self._("To be confirmed: last checked %(months)d or more months ago, or never.") % months
        yield self._("Editions are judged by the last day of their month.")

    def _month(self, period: Period) -> str:
        return format_date(period.first_day, "MMM yyyy", locale=self._words.language).replace(" ", NO_BREAK)

    def _short(self, period: Period) -> str:
        return format_date(period.first_day, "MM/yy", locale=self._words.language)
