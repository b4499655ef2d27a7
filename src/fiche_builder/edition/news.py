"""The copy of the page with the changes since the previous edition."""

from collections.abc import Iterable
from dataclasses import dataclass

from fiche_builder.edition.changes import ChangedFiche, Changes, FicheName, FieldChange, change_counts, field_labels
from fiche_builder.edition.fiche_copy import Translations, fiche_anchor
from fiche_builder.edition.wording import checked_again, describe_fiche, nothing_changed

_EXCERPT = 160
"""The most characters of an old or a new text."""


@dataclass(frozen=True, slots=True)
class Detail:
    """A changed field: its name with a colon, the old text and the new one. One of the texts may be empty."""

    label: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class ChangeCopy:
    """A fiche that is new, changed or gone. It has no `uri` if it is not in the edition."""

    number: int
    name: str
    theme: str
    details: tuple[Detail, ...]
    uri: str
    description: str


@dataclass(frozen=True, slots=True)
class NewsGroup:
    """The fiches under one heading."""

    title: str
    changes: tuple[ChangeCopy, ...]


@dataclass(frozen=True, slots=True)
class News:
    """What changed. `remarks` holds what is not told fiche by fiche, or says that nothing changed."""

    counts: str
    since: str
    groups: tuple[NewsGroup, ...]
    remarks: tuple[str, ...]


def build_news(changes: Changes, printed: Iterable[int], language: str, translations: Translations) -> News:
    """Return the news. `printed` are the numbers of the fiches in the edition: only these can be linked."""
    writer = _NewsWriter(set(printed), translations)
    _ = translations.gettext
    groups = (
        NewsGroup(f"{_('New')} ({len(changes.added)})", tuple(writer.write(fiche, ()) for fiche in changes.added)),
        NewsGroup(
            f"{_('Changed')} ({len(changes.changed)})",
            tuple(writer.write(fiche, fiche.fields) for fiche in changes.changed),
        ),
        NewsGroup(f"{_('Gone')} ({len(changes.removed)})", tuple(writer.write(fiche, ()) for fiche in changes.removed)),
    )
    return News(
        counts=", ".join(change_counts(changes, translations.ngettext)),
        since=_("since the previous edition (%(edition)s)") % {"edition": changes.old.label(language)},
        groups=tuple(group for group in groups if group.changes),
        remarks=tuple(_remarks(changes, language, translations)),
    )


def _remarks(changes: Changes, language: str, translations: Translations) -> Iterable[str]:
    _ = translations.gettext
    if changes.is_empty:
        yield nothing_changed(changes.old.label(language), _)
    for theme in changes.renamed_themes:
        if theme.old:
            yield _("Theme renamed: %(old)s → %(new)s") % {"old": theme.old, "new": theme.new}
        else:
            yield _("A theme with a new name: %(new)s") % {"new": theme.new}
    if count := len(changes.confirmed):
        yield checked_again(count, translations.ngettext)


class _NewsWriter:
    def __init__(self, printed: set[int], translations: Translations) -> None:
        self._printed = printed
        self._ = translations.gettext
        self._labels = field_labels(translations)

    def write(self, fiche: FicheName | ChangedFiche, fields: tuple[FieldChange, ...]) -> ChangeCopy:
        is_printed = fiche.number in self._printed
        return ChangeCopy(
            number=fiche.number,
            name=fiche.name or self._("no longer in this edition"),
            theme=fiche.theme,
            details=tuple(self._detail(change) for change in fields),
            uri=f"#{fiche_anchor(fiche.number)}" if is_printed else "",
            description=describe_fiche(fiche.number, fiche.name, self._),
        )

    def _detail(self, change: FieldChange) -> Detail:
        old, new = change.excerpts(_EXCERPT)
        label = self._("%(label)s:") % {"label": self._labels.get(change.field, change.field)}
        return Detail(label, old, new or self._("removed"))
