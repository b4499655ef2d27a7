"""What changed between two editions, decided and in order, for the page, the mail, the terminal and other programs.

Fiches are matched by their N°. A new verification does not change what a fiche says, so such fiches are only counted.
"""

import gettext
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from fiche_builder.common.period import EditionId
from fiche_builder.common.text import shorten
from fiche_builder.model.fields import FICHES

CONTACTS_FIELD = "contact"
"""The name that stands in `FieldChange.field` for all contacts of a fiche together."""
_TOLD_OUTSIDE = 90
"""The most characters of a new text in a public edition."""
_CONTEXT = 3
"""How many words an excerpt keeps before and after a difference."""
_WORD = re.compile(r"[+(]?\d[\d ./()–-]*\d\S*|\S+")
"""A word, or the whole of a number that is written with blanks, because half a phone is useless."""


@dataclass(frozen=True, slots=True)
class FicheName:
    """A fiche that is new or gone. `name` and `theme` are empty where the public may no longer read them."""

    number: int
    name: str
    theme: str


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field with another text: its key, the old text and the new one, each on one line, or "" if there was none.

    A public edition has no old texts, and of a long new one what differs, with a few words around it.
    """

    def withheld(self) -> "FieldChange":
        """Return it for a public edition: what was corrected may have been withdrawn, so it is not said again."""
        return FieldChange(self.field, "", self.excerpts(_TOLD_OUTSIDE)[1])

    field: str
    old: str
    new: str

    def excerpts(self, length: int) -> tuple[str, str]:
        """Return both texts in at most `length` characters.

        Longer texts are reduced to what differs, with a few words around it. There are fewer words around it if long
        ones would push the difference out of sight: the excerpts of different texts differ.
        """
        if max(len(self.old), len(self.new)) <= length:
            return self.old, self.new
        old, new = _WORD.findall(self.old), _WORD.findall(self.new)
        start = _common(old, new)
        end = _common(old[start:][::-1], new[start:][::-1])
        for kept in range(_CONTEXT, -1, -1):
            shown = tuple(shorten(_excerpt(words, start - kept, end - kept), length) for words in (old, new))
            if shown[0] != shown[1] or old == new:
                return shown[0], shown[1]
        # Two addresses longer than that, say, which differ at their end.
        texts = [_excerpt(words, start, end) for words in (old, new)]
        first = _common(*texts) - length // 2
        return shorten(f"…{texts[0][first:]}", length), shorten(f"…{texts[1][first:]}", length)


@dataclass(frozen=True, slots=True)
class ChangedFiche:
    """A fiche and its changed fields, in the order of the workbook's columns. Its name and theme are the new ones."""

    number: int
    name: str
    theme: str
    fields: tuple[FieldChange, ...]


@dataclass(frozen=True, slots=True)
class RenamedTheme:
    """A theme with a new name. This does not count as a change of its fiches. A public edition has no `old`."""

    old: str
    new: str


@dataclass(frozen=True, slots=True)
class ReusedNumber:
    """A N° that now seems to name another fiche: a warning for editors.

    `edition` is the last one in which the N° was that of the old fiche.
    """

    number: int
    old: str
    new: str
    edition: EditionId


@dataclass(frozen=True, slots=True)
class Changes:
    """What changed from one edition to the next, for one audience. Fiches are in alphabetical order."""

    old: EditionId
    new: EditionId
    added: tuple[FicheName, ...] = ()
    changed: tuple[ChangedFiche, ...] = ()
    removed: tuple[FicheName, ...] = ()
    renamed_themes: tuple[RenamedTheme, ...] = ()
    confirmed: tuple[int, ...] = ()
    """The N° of fiches that were verified again and say the same as before."""
    reused: tuple[ReusedNumber, ...] = ()

    @property
    def earlier_texts(self) -> tuple[str, ...]:
        """What the earlier edition said and this one does no longer, as far as it is told again."""
        fields = (field.old for fiche in self.changed for field in fiche.fields)
        names = (text for fiche in self.removed for text in (fiche.name, fiche.theme))
        return tuple(text for text in (*fields, *names, *(theme.old for theme in self.renamed_themes)) if text)

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing new for a reader, as in a month without changes."""
        return not (self.added or self.changed or self.removed or self.renamed_themes)


def field_labels(translations: gettext.NullTranslations) -> dict[str, str]:
    """Return the readers' name of each field that can change, by its key in `FieldChange.field`."""
    _ = translations.gettext
    told = {column.change_key: column.label_in(_) for column in FICHES.columns if column.is_told}
    return {**told, CONTACTS_FIELD: _("contacts")}


def change_counts(changes: Changes, ngettext: Callable[[str, str, int], str]) -> list[str]:
    """Return how many fiches are new, changed and gone, in words. Zeros are left out."""
    counts = (
        (ngettext("%(count)d new", "%(count)d new", len(changes.added)), len(changes.added)),
        (ngettext("%(count)d changed", "%(count)d changed", len(changes.changed)), len(changes.changed)),
        (ngettext("%(count)d gone", "%(count)d gone", len(changes.removed)), len(changes.removed)),
        (
            ngettext("%(count)d renamed theme", "%(count)d renamed themes", len(changes.renamed_themes)),
            len(changes.renamed_themes),
        ),
    )
    return [text % {"count": count} for text, count in counts if count]


def _common(one: Sequence[str], other: Sequence[str]) -> int:
    """Return how many entries at the beginning of two sequences are the same."""
    pairs = zip(one, other, strict=False)
    return next((n for n, (first, second) in enumerate(pairs) if first != second), min(len(one), len(other)))


def _excerpt(words: list[str], start: int, end: int) -> str:
    """Return the words between the first `start` and the last `end`."""
    first, last = max(0, start), len(words) - max(0, end)
    return " ".join((*(["…"] if first else []), *words[first:last], *(["…"] if last < len(words) else [])))
