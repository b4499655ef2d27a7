"""An edition as data: selected, projected, sorted, with its index. Nothing here knows about pages."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Generic, Protocol, TypeVar

from fiche_builder.common.collation import SortKey, initial, sort_key
from fiche_builder.common.config import Config
from fiche_builder.common.period import EditionId, Period
from fiche_builder.common.text import fold
from fiche_builder.edition.changes import Changes
from fiche_builder.model.columns import Audience
from fiche_builder.model.model import Directory, Fiche, Imprint, Suggestion, Theme
from fiche_builder.model.public import PublicFiche, PublicImprint, project_fiches, project_imprint
from fiche_builder.model.words import Flag, SuggestionStatus


class Listed(Protocol):
    """What an index needs of a fiche, internal or public."""

    @property
    def number(self) -> int: ...  # noqa: D102
    @property
    def theme(self) -> str: ...  # noqa: D102
    @property
    def name(self) -> str: ...  # noqa: D102
    @property
    def name_nl(self) -> str: ...  # noqa: D102
    @property
    def acronym(self) -> str: ...  # noqa: D102
    @property
    def other_names(self) -> tuple[str, ...]: ...  # noqa: D102
    @property
    def municipality(self) -> str: ...  # noqa: D102


F = TypeVar("F", bound=Listed)
I = TypeVar("I", Imprint, PublicImprint)  # noqa: E741


@dataclass(frozen=True, slots=True)
class IndexEntry:
    """A line of the index. `see` is the fiche's name if the heading is another name of it, otherwise ""."""

    heading: str
    number: int
    see: str = ""
    municipality: str = ""
    """Distinguishes fiches with the same name."""


@dataclass(frozen=True, slots=True)
class IndexGroup:
    """The entries under one letter; `#` for digits and signs."""

    letter: str
    entries: tuple[IndexEntry, ...]


@dataclass(frozen=True, slots=True)
class Section(Generic[F]):
    """A theme with its fiches in alphabetical order."""

    theme: Theme
    fiches: tuple[F, ...]


@dataclass(frozen=True, slots=True)
class Edition(Generic[F, I]):
    """What one audience reads in one month."""

    audience: Audience
    period: Period
    imprint: I
    sections: tuple[Section[F], ...]
    index: tuple[IndexGroup, ...]
    overdue_months: int
    essentials: tuple[int, ...] = ()
    """The numbers of the fiches that every agent keeps at hand, in alphabetical order of the fiches' names."""
    revision: int = 1
    """2 or more if it corrects an edition of the same month that was already sent."""
    thanked: tuple[str, ...] = ()
    """The names of colleagues whose suggestions were taken up, in alphabetical order; the public edition never has
    any."""
    changes: Changes | None = None
    """What changed since an earlier edition (`changes.old`); `None` if there is none to compare with."""

    @property
    def id(self) -> EditionId:
        """The name of the edition: `2026-11`, `2026-11-r2`."""
        return EditionId(self.period, self.revision)

    @property
    def fiches(self) -> tuple[F, ...]:
        """All fiches in the order of print."""
        return tuple(fiche for section in self.sections for fiche in section.fiches)

    @property
    def today(self) -> date:
        """The day that decides what is overdue in this edition."""
        return self.period.last_day


InternalEdition = Edition[Fiche, Imprint]
PublicEdition = Edition[PublicFiche, PublicImprint]
AnyEdition = InternalEdition | PublicEdition


def build_internal_edition(directory: Directory, period: Period, config: Config) -> InternalEdition:
    """Return what colleagues read: all fiches except the archived ones."""
    fiches = [fiche for fiche in directory.fiches if fiche.is_printed]
    edition = _build(Audience.INTERNAL, directory.imprint, directory.themes, fiches, period, config)
    essentials, thanked = _essentials(directory, edition.fiches, config), _thanked(directory.suggestions, period)
    return replace(edition, essentials=essentials, thanked=thanked)


def build_public_edition(directory: Directory, period: Period, config: Config) -> PublicEdition:
    """Return what everybody may read, made only from the projection."""
    fiches = project_fiches(directory.fiches)
    edition = _build(Audience.PUBLIC, project_imprint(directory.imprint), directory.themes, fiches, period, config)
    return replace(edition, essentials=_essentials(directory, edition.fiches, config))


def sort_themes(themes: Iterable[Theme], articles: tuple[str, ...]) -> list[Theme]:
    """Sort themes by `Ordre`, then alphabetically. Themes without an order come last."""

    def key(theme: Theme) -> tuple[bool, int, SortKey]:
        return theme.order is None, theme.order or 0, sort_key(theme.name, articles)

    return sorted(themes, key=key)


def build_index(fiches: Iterable[F], articles: tuple[str, ...]) -> tuple[IndexGroup, ...]:
    """Return every name, acronym, other name and Dutch name, sorted, by initial letter."""
    entries = [entry for fiche in fiches for entry in _entries(fiche)]
    entries.sort(
        key=lambda e: (sort_key(e.heading, articles), sort_key(e.see, articles), sort_key(e.municipality), e.number)
    )
    groups: dict[str, list[IndexEntry]] = {}
    for entry in entries:
        groups.setdefault(initial(entry.heading, articles), []).append(entry)
    return tuple(IndexGroup(letter, tuple(group)) for letter, group in groups.items())


def _build(  # noqa: PLR0913, PLR0917 (the one place where an edition is put together)
    audience: Audience, imprint: I, themes: Sequence[Theme], fiches: Sequence[F], period: Period, config: Config
) -> Edition[F, I]:
    articles = config.edition.articles
    by_theme: dict[str, list[F]] = {}
    for fiche in fiches:
        by_theme.setdefault(fiche.theme, []).append(fiche)
    sections = tuple(
        Section(theme, tuple(sorted(by_theme[theme.key], key=lambda fiche: _fiche_key(fiche, articles))))
        for theme in sort_themes(themes, articles)
        if theme.key in by_theme
    )
    printed = [fiche for section in sections for fiche in section.fiches]
    index = build_index(printed, articles)
    return Edition(audience, period, imprint, sections, index, config.verification.overdue_months)


def _essentials(directory: Directory, printed: Iterable[Listed], config: Config) -> tuple[int, ...]:
    """Return the printed fiches that are marked essential. The public edition does not know the mark itself."""
    marked = {fiche.number for fiche in directory.fiches if fiche.essential is Flag.YES}
    essentials = [fiche for fiche in printed if fiche.number in marked]
    return tuple(
        fiche.number for fiche in sorted(essentials, key=lambda fiche: _fiche_key(fiche, config.edition.articles))
    )


def _thanked(suggestions: Iterable[Suggestion], period: Period) -> tuple[str, ...]:
    """Return who wishes to be thanked for a suggestion accepted in this month or the one before, each person once.

    Two months count, because what is closed after an edition was sent would otherwise appear in none. A name is what
    stands before the mail address. An author with a mail address alone has no known name.
    """
    names: dict[str, str] = {}
    for suggestion in suggestions:
        is_wished = suggestion.status is SuggestionStatus.ACCEPTED and suggestion.thank is Flag.YES
        if (
            is_wished
            and suggestion.handled_on
            and period.preceding.first_day <= suggestion.handled_on <= period.last_day
        ):
            name = suggestion.author_name
            if name:
                names.setdefault(fold(name), name)
    return tuple(sorted(names.values(), key=lambda name: (sort_key(name), name)))


def _fiche_key(fiche: Listed, articles: tuple[str, ...]) -> tuple[SortKey, SortKey, int]:
    """Sort fiches with the same name by municipality, then by N°."""
    return sort_key(fiche.name, articles), sort_key(fiche.municipality), fiche.number


def _entries(fiche: Listed) -> Iterable[IndexEntry]:
    """Yield the fiche's name, then each further heading that differs from those before it."""
    yield IndexEntry(fiche.name, fiche.number, municipality=fiche.municipality)
    seen = {fold(fiche.name)}
    for heading in (fiche.acronym, *fiche.other_names, fiche.name_nl):
        if heading and fold(heading) not in seen:
            seen.add(fold(heading))
            yield IndexEntry(heading, fiche.number, see=fiche.name, municipality=fiche.municipality)
