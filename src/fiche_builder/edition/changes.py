"""What changed between two editions, decided and in order: for the page, the mail, the terminal and other programs alike.

A fiche is the same by its N°. When a fiche was checked is no change of what it says, so such fiches are only counted.
"""

import gettext
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from fiche_builder.common.period import EditionId
from fiche_builder.model.fields import FICHES

CONTACTS_FIELD = "contact"
"""The name in `FieldChange.field` of all contacts of a fiche together."""
_CONTEXT = 3
"""Words that an excerpt keeps before and behind what differs."""
_WORD = re.compile(r"[+(]?\d[\d ./()–-]*\d\S*|\S+")
"""A word, or the whole of a number that is written with blanks: half a phone leads nowhere."""


@dataclass(frozen=True, slots=True)
class FicheName:
    """A fiche that is new or gone. `name` and `theme` are empty where the public may not read them again."""

    number: int
    name: str
    theme: str


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field that says something else: its key, the text of before and of now, each on one line; empty for nothing.

    `old` is also empty in a public edition where the workbook no longer makes that text public.
    """

    field: str
    old: str
    new: str

    def excerpts(self, length: int) -> tuple[str, str]:
        """Return both texts in at most `length` characters: of longer ones what differs, with a few words around it.

        Fewer where long words would push what differs out of sight: two excerpts of different words differ.
        """
        if max(len(self.old), len(self.new)) <= length:
            return self.old, self.new
        old, new = _WORD.findall(self.old), _WORD.findall(self.new)
        start = _common(old, new)
        end = _common(old[start:][::-1], new[start:][::-1])
        for kept in range(_CONTEXT, -1, -1):
            shown = tuple(_shorten(_excerpt(words, start - kept, end - kept), length) for words in (old, new))
            if shown[0] != shown[1] or old == new:
                return shown[0], shown[1]
        # Two addresses longer than that, say, which differ at their end.
        texts = [_excerpt(words, start, end) for words in (old, new)]
        first = _common(*texts) - length // 2
        return _shorten(f"…{texts[0][first:]}", length), _shorten(f"…{texts[1][first:]}", length)


@dataclass(frozen=True, slots=True)
class ChangedFiche:
    """A fiche with the fields that changed, in the order of the workbook's columns. Name and theme are those of now."""

    number: int
    name: str
    theme: str
    fields: tuple[FieldChange, ...]


@dataclass(frozen=True, slots=True)
class RenamedTheme:
    """A theme under another name: its fiches are not changed by that."""

    old: str
    new: str


@dataclass(frozen=True, slots=True)
class ReusedNumber:
    """A N° that now seems to name something else: a warning for editors."""

    number: int
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Changes:
    """What changed from one edition to another, for one audience; fiches in alphabetical order."""

    old: EditionId
    new: EditionId
    added: tuple[FicheName, ...] = ()
    changed: tuple[ChangedFiche, ...] = ()
    removed: tuple[FicheName, ...] = ()
    renamed_themes: tuple[RenamedTheme, ...] = ()
    confirmed: tuple[int, ...] = ()
    """The N° of fiches that were checked again and say the same."""
    reused: tuple[ReusedNumber, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether a reader has nothing to learn: an empty month."""
        return not (self.added or self.changed or self.removed or self.renamed_themes)


def field_labels(translations: gettext.NullTranslations) -> dict[str, str]:
    """Return the name of each field that can change, for readers, by its key in `FieldChange.field`."""
    _ = translations.gettext
    told = {column.change_key: column.label_in(_) for column in FICHES.columns if column.is_told}
    return {**told, CONTACTS_FIELD: _("contacts")}


def change_counts(changes: Changes, ngettext: Callable[[str, str, int], str]) -> list[str]:
    """Return how many fiches are new, changed and gone, in words; what there is none of is left out."""
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
    """Return with how many same entries two sequences begin."""
    pairs = zip(one, other, strict=False)
    return next((n for n, (first, second) in enumerate(pairs) if first != second), min(len(one), len(other)))


def _excerpt(words: list[str], start: int, end: int) -> str:
    """Return the words but for the first `start` and the last `end`."""
    first, last = max(0, start), len(words) - max(0, end)
    return " ".join((*(["…"] if first else []), *words[first:last], *(["…"] if last < len(words) else [])))


def _shorten(text: str, length: int) -> str:
    return text if len(text) <= length else f"{text[: length - 1].rstrip()}…"
