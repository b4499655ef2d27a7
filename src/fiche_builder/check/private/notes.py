"""Words of a fiche's own internal note inside its public texts."""

import re
from collections.abc import Iterator

from fiche_builder.check.private.phrases import Span
from fiche_builder.check.private.texts import PublicText, plain_of
from fiche_builder.check.private.vocabulary import Vocabulary
from fiche_builder.common.text import SMALL_WORDS
from fiche_builder.model.columns import Use
from fiche_builder.model.fields import FICHES
from fiche_builder.model.tables import Row
from fiche_builder.model.values.cells import text_of

_WORD = re.compile(r"[^\W_]+")
_RUN = 3
"""The fewest words that are somebody's own wording, and no chance."""
_TELLING = 2
"""The fewest of them that must say something."""
_LETTERS = 4
_YEARS = re.compile(r"(?:19|20)[0-9]{2}")
_SMALL = SMALL_WORDS | {
    "aan", "avec", "bij", "cette", "chez", "dans", "deze", "door", "elle", "elles", "leur", "leurs", "naar", "niet",
    "nous", "pour", "sans", "sont", "tous", "tout", "toute", "toutes", "vous", "zijn",
}  # fmt: skip
_NOTE = "internal_note"
_ANYWAY = Use.NAME | Use.REACH | Use.POINT
"""What tells names, places and hours is there to be read, whatever a note says of it."""


def find_note_words(text: PublicText, vocabulary: Vocabulary) -> Iterator[Span]:
    """Yield where a text holds words of the note of its fiche: a run of words, a number or a name.

    What the fiche tells anyway, such as its own name, does not count.
    """
    note = text.owner.text(_NOTE)
    if not note or (text.column.uses & _ANYWAY and not text.is_label):
        return
    words = list(_WORD.finditer(text.plain))
    noted = list(_WORD.finditer(plain_of(note)))
    if {word[0] for word in words}.isdisjoint(word[0] for word in noted):
        return
    anyway = _told_anyway(text.owner)
    yield from _runs(words, [word[0] for word in noted], anyway)
    for word in words:
        if any(word[0] == other[0] and _is_telling(text.text, word, note, other) for other in noted):
            is_name = not word[0].isdecimal()
            if word[0] not in anyway.split() and not (
                is_name and (vocabulary.is_everyday(word[0]) or vocabulary.is_shared(word[0]))
            ):
                yield word.span()


def _runs(words: list[re.Match[str]], noted: list[str], anyway: str) -> Iterator[Span]:
    index = 0
    while index < len(words):
        length = max(_common(words, index, noted, place) for place in range(len(noted)))
        run = [word[0] for word in words[index : index + length]]
        if _is_distinctive(run) and f" {' '.join(run)} " not in anyway:
            yield words[index].start(), words[index + length - 1].end()
        index += max(length, 1)


def _common(words: list[re.Match[str]], start: int, noted: list[str], place: int) -> int:
    length = 0
    for word, other in zip(words[start:], noted[place:], strict=False):
        if word[0] != other:
            break
        length += 1
    return length


def _is_distinctive(run: list[str]) -> bool:
    return (
        len(run) >= _RUN
        and sum(len(word) >= _LETTERS and word not in _SMALL and not word.isdecimal() for word in run) >= _TELLING
    )


def _is_telling(text: str, word: re.Match[str], note: str, other: re.Match[str]) -> bool:
    """Tell whether a word is a long number or stands in capitals within a sentence, in the text and in the note."""
    if len(word[0]) < _LETTERS:
        return False
    if word[0].isdecimal():
        return not _YEARS.fullmatch(word[0])
    return _is_proper(text, word.start()) and _is_proper(note, other.start())


def _is_proper(text: str, at: int) -> bool:
    return text[at].isupper() and text[:at].rstrip(" «“\"'(-")[-1:] not in {"", ".", "!", "?", "\n", ":", "•"}


def _told_anyway(row: Row) -> str:
    """Return what a fiche tells of its names, places and hours, as plain words between blanks."""
    told = [row.cells[c.key] for c in FICHES.good_for(_ANYWAY) if c.is_public and c.key in row.cells]
    words = (word for cell in told for word in [*_WORD.findall(plain_of(text_of(cell.value))), "|"])
    return f" {' '.join(words)} "
