"""The words of the mail that brings an edition. Templates in `templates/mail` only lay them out.

Everything in it comes from the edition's snapshot, which passed the leak gate, and from the catalogues. Nothing is
about the recipient, so everyone of an audience gets the same words. Only the editors' team reads more: its letter with
the internal edition also has the indicators.

Who gets the public edition does not know our words: for them a fiche is a service. They read what is right now, not
what was (an old number may have been withdrawn on purpose), and of what is no longer public only how many there are.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import TypeVar

from fiche_builder.common.dates import day_text
from fiche_builder.common.i18n import translations
from fiche_builder.edition.changes import ChangedFiche, FicheName, change_counts, field_labels
from fiche_builder.edition.snapshot import Snapshot
from fiche_builder.edition.wording import checked_again, fiche_count, internal_mention, labelled, nothing_changed
from fiche_builder.model.columns import Audience, Use
from fiche_builder.model.fields import FICHES
from fiche_builder.publish.manifest import PublishedFile
from fiche_builder.stats.facts import Fact, build_facts
from fiche_builder.stats.figures import Indicators

_LISTED = 40
"""The most fiches listed under one heading. The PDF has them all."""
_EXCERPT = 90
_OUR_OWN = {column.change_key for column in FICHES.good_for(Use.AID)}
"""Fields whose change tells nothing to somebody outside."""
_MEGABYTE = 1024**2
NO_BREAK = "\u00a0"
F = TypeVar("F")


@dataclass(frozen=True, slots=True)
class MailLine:
    """A fiche in the list of changes: its N°, its name, and what is told about it, if anything."""

    number: str
    name: str
    details: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MailGroup:
    """The new, changed or gone fiches. `more` says how many are not listed."""

    title: str
    lines: tuple[MailLine, ...]
    more: str


@dataclass(frozen=True, slots=True)
class MailCopy:
    """The text of a mail."""

    language: str
    subject: str
    title: str
    edition: str
    mention: str
    is_internal: bool
    greeting: str
    paragraphs: tuple[str, ...]
    news: str
    groups: tuple[MailGroup, ...]
    closing: tuple[str, ...]
    organisation: str
    indicators_title: str = ""
    indicators: tuple[Fact, ...] = ()
    """For editors only."""


@dataclass(frozen=True, slots=True)
class MailedFiles:
    """The files in a mail: the PDF, and the offline page if it is sent too.

    `lacks_page` says that it should be, but is too large.
    """

    pdf: PublishedFile
    page: PublishedFile | None = None
    lacks_page: bool = False


def build_copy(snapshot: Snapshot, files: MailedFiles, language: str) -> MailCopy:
    """Return the words of the mail for the recipients of one audience."""
    kind = _MailWriter if snapshot.audience is Audience.INTERNAL else _PublicMailWriter
    writer = kind(snapshot, files, language)
    label = snapshot.id.label(language)
    return MailCopy(
        language=language,
        subject=f"{snapshot.title} – {label}",
        title=snapshot.title,
        edition=label,
        mention=writer.mention(),
        is_internal=snapshot.audience is Audience.INTERNAL,
        greeting=writer.greeting(),
        paragraphs=tuple(writer.paragraphs()),
        news=writer.news(),
        groups=tuple(writer.groups()),
        closing=tuple(writer.closing()),
        organisation=snapshot.organisation,
    )


def add_indicators(copy: MailCopy, indicators: Indicators) -> MailCopy:
    """Return the words of the mail for the editors, with the indicators."""
    title = translations(copy.language).gettext("Indicators as of %(day)s")
    return replace(
        copy,
        indicators_title=title % {"day": day_text(indicators.day)},
        indicators=build_facts(indicators, copy.language),
    )


def format_size(size: int, language: str) -> str:
    """Return a number of bytes for readers, such as `1,3 Mo`."""
    from babel.numbers import format_decimal

    text = translations(language).gettext("%(number)s MB")
    number = size / _MEGABYTE
    return text % {"number": format_decimal(max(number, 0.1), format="0.0" if number < 10 else "0", locale=language)}  # noqa: PLR2004


class _MailWriter:
    """Writes the parts of a mail in the edition's language."""

    def __init__(self, snapshot: Snapshot, files: MailedFiles, language: str) -> None:
        self._snapshot = snapshot
        self._files = files
        self._language = language
        self._ = translations(language).gettext
        self.ngettext = translations(language).ngettext
        self._labels = field_labels(translations(language))

    def greeting(self) -> str:
        return self._("Hello,")

    def mention(self) -> str:
        return internal_mention(self._)

    def paragraphs(self) -> Iterator[str]:
        """Yield what is attached, how long it is valid, and whether it corrects an earlier edition."""
        snapshot, pdf, page = self._snapshot, self._files.pdf, self._files.page
        if snapshot.id.revision > 1:
            yield self._(
                "This is a corrected edition. It replaces the one of the same month that you have: please delete that "
                "one."
            )
        attached = (
            self._("The PDF is attached: %(name)s (%(fiches)s, %(size)s). It is valid until %(day)s.")
            if snapshot.changes is None  # the first one
            else self._(
                "The PDF is attached: %(name)s (%(fiches)s, %(size)s). It is valid until %(day)s; delete the earlier "
                "one."
            )
        )
        yield attached % {
            "name": pdf.name,
            "fiches": self.count(pdf.fiches),
            "size": format_size(pdf.size, self._language),
            "day": day_text(snapshot.id.period.valid_until),
        }
        if page:
            yield self._(
                "Also attached: %(name)s (%(size)s), the same as one page for your browser, with a search. Save it on "
                "your computer, then open it there: it needs no network."
            ) % {"name": page.name, "size": format_size(page.size, self._language)}
        if self._files.lacks_page:
            yield self._("The page for your browser, with its search, is too large for a mail this time.")

    def count(self, fiches: int) -> str:
        """Return how many fiches the edition has, in the recipient's words."""
        return fiche_count(fiches, self.ngettext)

    def news(self) -> str:
        """Return the news in one line, such as "What is new since October 2026: 3 new, 5 changed, 2 gone"."""
        changes = self._snapshot.changes
        if changes is None:
            return ""
        since = changes.old.label(self._language)
        if changes.is_empty:
            return nothing_changed(since, self._)
        return self._("What is new since the previous edition (%(edition)s): %(counts)s.") % {
            "edition": since,
            "counts": ", ".join(change_counts(changes, self.ngettext)),
        }

    def groups(self) -> Iterator[MailGroup]:
        changes = self._snapshot.changes
        if changes is None:
            return
        if changes.added:
            yield self._group(self._("New"), changes.added, self._added)
        if changes.changed:
            yield self._group(self._("Changed"), changes.changed, self._changed)
        if changes.removed:
            yield self._group(self._("Gone"), changes.removed, self._removed)
        if changes.renamed_themes:
            lines = tuple(MailLine("", f"{theme.old} → {theme.new}", ()) for theme in changes.renamed_themes)
            yield MailGroup(self._("Renamed themes"), lines, "")

    def closing(self) -> Iterator[str]:
        changes = self._snapshot.changes
        if changes and (count := len(changes.confirmed)):
            yield checked_again(count, self.ngettext)
        if self._snapshot.suggestions_address:
            yield self._("A mistake, something missing? Answer this mail: it reaches the editors of the annuaire.")

    def _group(self, title: str, fiches: tuple[F, ...], line: Callable[[F], MailLine]) -> MailGroup:
        more = len(fiches) - _LISTED
        rest = (
            self.ngettext("and %(count)d more, in the PDF", "and %(count)d more, in the PDF", more) % {"count": more}
            if more > 0
            else ""
        )
        return MailGroup(f"{title} ({len(fiches)})", tuple(line(fiche) for fiche in fiches[:_LISTED]), rest)

    def _added(self, fiche: FicheName) -> MailLine:
        return MailLine(_number(fiche.number), fiche.name, (fiche.theme,))

    def _removed(self, fiche: FicheName) -> MailLine:
        return MailLine(_number(fiche.number), fiche.name or self._("no longer in this edition"), ())

    def _changed(self, fiche: ChangedFiche) -> MailLine:
        details = []
        for change in fiche.fields:
            label = self._labels.get(change.field, change.field)
            old, new = change.excerpts(_EXCERPT)
            details.append(labelled(label, self.detail(old, new), self._))
        return MailLine(_number(fiche.number), fiche.name, tuple(details))

    def detail(self, old: str, new: str, /) -> str:
        """Return what is told of a field; either text may be empty."""
        if not new:
            return self._("removed: %(old)s") % {"old": old} if old else self._("removed")
        return f"{old} → {new}" if old else new


class _PublicMailWriter(_MailWriter):
    """Writes for people outside: in their words, and what is right now only."""

    def mention(self) -> str:
        return self._("Public edition")

    def count(self, fiches: int) -> str:
        return self.ngettext("%(count)d service", "%(count)d services", fiches) % {"count": fiches}

    def news(self) -> str:
        changes = self._snapshot.changes
        if changes is None:
            return ""
        since = changes.old.label(self._language)
        if not changes.removed and not any(True for _group in self.groups()):
            return nothing_changed(since, self._)
        return self._("What is new since %(edition)s") % {"edition": since}

    def groups(self) -> Iterator[MailGroup]:
        changes = self._snapshot.changes
        if changes is None:
            return
        told = tuple(fiche for fiche in map(_without_our_own, changes.changed) if fiche.fields)
        named = tuple(fiche for fiche in changes.removed if fiche.name)
        if changes.added:
            yield self._group(self._("New services"), changes.added, self._added)
        if told:
            yield self._group(self._("Services with other data"), told, self._changed)
        if named:
            yield self._group(self._("Services that are no longer listed"), named, self._removed)

    def closing(self) -> Iterator[str]:
        changes = self._snapshot.changes
        if changes and (count := sum(not fiche.name for fiche in changes.removed)):
            yield self.ngettext(
                "%(count)d service that stood in the previous edition is no longer listed.",
                "%(count)d services that stood in the previous edition are no longer listed.",
                count,
            ) % {"count": count}
        if changes and (count := len(changes.confirmed)):
            yield self.ngettext(
                "%(count)d service was asked again: its data are still right.",
                "%(count)d services were asked again: their data are still right.",
                count,
            ) % {"count": count}
        if self._snapshot.suggestions_address:
            yield self._("A mistake, something missing? Answer this mail: we will check it and correct it.")

    def detail(self, _old: str, new: str, /) -> str:
        return new or self._("no longer given")


def _without_our_own(fiche: ChangedFiche) -> ChangedFiche:
    """Return a changed fiche without the fields that only serve to find one's way in the annuaire."""
    return replace(fiche, fields=tuple(change for change in fiche.fields if change.field not in _OUR_OWN))


def _number(number: int) -> str:
    return f"N°{NO_BREAK}{number}"
