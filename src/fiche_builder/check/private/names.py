"""Names of persons inside a public text, and not those of the houses and streets that are named after persons."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from fiche_builder.check.private.persons import Persons
from fiche_builder.check.private.phrases import Span
from fiche_builder.check.private.texts import WORD, PublicText, plain_of
from fiche_builder.check.private.vocabulary import Vocabulary
from fiche_builder.check.rules.mailboxes import OFFICE_WORDS
from fiche_builder.model.columns import Use
from fiche_builder.model.fields import FICHES
from fiche_builder.model.values.persons import FIRST_NAMES, LAST_NAMES, PARTICLES
from fiche_builder.model.values.private_words import (
    ASKS,
    NOT_ALONE,
    NOT_TITLED,
    PLACE_ENDINGS,
    PLACE_WORDS,
    ROLES,
    TITLES,
    TURNS,
)

_TITLE_WORDS = {title.rstrip(".") for title in TITLES} | {"m", "mm"}
_NO_FAMILY = OFFICE_WORDS | PLACE_WORDS | ROLES
_BACK = 5
"""How many words before a name may stand between it and the word that makes it the name of a house."""
_ABBREVIATED = 4
_ACRONYM = 4
_TO_PERSON = {"chez", "c", "o", "bij", "attention", "att", "tav"}
_PARTICLE = 2
"""The most letters of a small word that is no name."""
_SMALL = PARTICLES | {"d", "t"}
_INITIALS = {"m", "mm"}
"""Titles that may also be the initial of a given name: avenue M. Thiry, metro M."""
_AND = {"et", "ou", "en", "of"}
"""Between two titles that speak of everybody: M. et Mme peuvent venir."""
_AFTER_INITIAL = {". ", ".", " "}
_HOUSES_BEHIND = {"basisschool", "instituut", "kliniek", "school", "stichting", "ziekenhuis"}
"""Dutch writes them small behind the name: Jan Yperman ziekenhuis."""
_LISTED = FIRST_NAMES | LAST_NAMES
_NO_NAME = NOT_TITLED | ROLES | _TITLE_WORDS | {""}
_JOINTS = {" ", "-", "'", ". ", " - "}


@dataclass(frozen=True, slots=True)
class _TextWords:
    """The words of a text, plain, with their places."""

    text: PublicText
    matches: list[re.Match[str]]

    def word(self, index: int) -> str:
        return self.matches[index][0] if 0 <= index < len(self.matches) else ""

    def is_capital(self, index: int) -> bool:
        return 0 <= index < len(self.matches) and self.text.text[self.matches[index].start()].isupper()

    def typed(self, index: int) -> str:
        return self.text.text[slice(*self.span(index, index))]

    def gap(self, index: int) -> str:
        """Return what stands before a word."""
        if not 0 < index < len(self.matches):
            return "|"
        return self.text.plain[self.matches[index - 1].end() : self.matches[index].start()]

    def span(self, first: int, last: int) -> Span:
        return self.matches[first].start(), self.matches[last].end()


class NameFinder:
    """Finds names of persons. `persons` are those of the book's internal columns."""

    def __init__(self, persons: Persons, vocabulary: Vocabulary) -> None:
        self._persons = persons
        self._vocabulary = vocabulary
        # A family name of the list counts behind an initial: J. Lambert.
        self._telling = FIRST_NAMES | LAST_NAMES | _TITLE_WORDS | persons.words

    def find_names(self, text: PublicText) -> Iterator[Span]:
        """Yield where a text names a person."""
        if self._telling.isdisjoint(text.words):
            return
        matches = list(WORD.finditer(text.plain))
        words = _TextWords(text, matches)
        end = -1
        for index in range(len(matches)):
            if index <= end:
                continue
            last = self._name_at(words, index)
            if last is not None:
                yield words.span(index, last)
                end = last

    def _name_at(self, words: _TextWords, index: int) -> int | None:
        """Return the last word of the name of a person that begins at a word."""
        ends = (
            _after_title(words, index),
            self._whole_name(words, index),
            _listed_name(words, index),
            index if self._is_alone(words, index) else None,
        )
        last = next((end for end in ends if end is not None), None)
        return None if last is None or _names_a_place(words, index, last) else last

    def _whole_name(self, words: _TextWords, index: int) -> int | None:
        """Return the last word of a whole name of the book, in whatever case."""
        for name in self._persons.full.get(words.word(index), ()):
            last = index + len(name) - 1
            if tuple(words.word(place) for place in range(index, last + 1)) == name and all(
                words.gap(place) in _JOINTS for place in range(index + 1, last + 1)
            ):
                return last
        return None

    def _is_alone(self, words: _TextWords, index: int) -> bool:
        """Tell whether one word names somebody."""
        word, text = words.word(index), words.text
        if not words.is_capital(index) or _is_joined(words, index):
            return False
        if (text.is_label or _is_asked_for(words, index)) and word in FIRST_NAMES and word not in NOT_ALONE:
            return True
        if text.is_address:
            return False
        if word in self._persons.alone or word in self._persons.given.get(_number(text), ()):
            return word not in NOT_ALONE
        return word in self._persons.doubtful and not self._vocabulary.is_everyday(word)


def _is_asked_for(words: _TextWords, index: int) -> bool:
    """Tell whether one is to ask for the person: contact: Koen."""
    return words.word(index - 1) in ASKS and not words.gap(index).strip(" :=>(")


def _number(text: PublicText) -> int:
    return text.owner.value("number", int) or 0


def _is_joined(words: _TextWords, index: int) -> bool:
    """Tell whether a hyphen joins a word to one that is no given name: Saint-Jean, Marie-Haps."""
    beside = ((index, index - 1), (index + 1, index + 1))
    return any(words.gap(joint) == "-" and words.word(other) not in FIRST_NAMES for joint, other in beside)


def _after_title(words: _TextWords, index: int) -> int | None:
    """Return the last word of a name that a title announces: Mme Dubois, M. Van Damme, dhr. J. Peeters."""
    title = words.word(index)
    if title not in _TITLE_WORDS or not _is_title(words, index):
        return None
    last = index + 1
    while len(words.word(last)) == 1 and words.gap(last + 1) in _AFTER_INITIAL and words.is_capital(last + 1):
        last += 1
    last = _skip_particles(words, last)
    word = words.word(last)
    if word in _NO_NAME or (words.gap(index + 1) == " " and title in _INITIALS and word not in _LISTED):
        return None
    if words.word(index - 1) in _AND and not words.is_capital(last):
        return None
    # Only what stands for nothing else may be followed by small letters: mme dubois, but not madame la directrice.
    is_short = len(title) <= _ABBREVIATED and title != "heer" and len(word) > _PARTICLE
    is_name = words.is_capital(last) or is_short or word in _LISTED
    return _to_the_end(words, last) if is_name else None


def _is_title(words: _TextWords, index: int) -> bool:
    """Tell whether a title stands before a word, and not the end of another word or an initial of a street."""
    start = words.matches[index].start()
    is_whole = not start or words.text.plain[start - 1] not in ".-'"
    is_written = words.is_capital(index) or words.word(index) not in _INITIALS
    return is_whole and is_written and words.gap(index + 1) in {" ", ". ", "."}


def _listed_name(words: _TextWords, index: int) -> int | None:
    """Return the last word of a name whose given name or family name is listed."""
    if words.gap(index) == "-" and words.word(index - 1) not in FIRST_NAMES:
        return None
    if not words.is_capital(index):
        return _written_small(words, index)
    if words.text.is_address and _TO_PERSON.isdisjoint((words.word(index - 1), words.word(index - 2))):
        return None
    word = words.word(index)
    if word in FIRST_NAMES:
        return _given_first(words, index) or _written_small(words, index)
    if len(word) == 1:
        is_initial = words.gap(index + 1) in {". ", "."} and words.is_capital(index + 1)
        return _to_the_end(words, index + 1) if is_initial and words.word(index + 1) in LAST_NAMES else None
    return _family_first(words, index)


def _written_small(words: _TextWords, index: int) -> int | None:
    """Both names are listed: marie dupont."""
    last = index
    while words.gap(last + 1) == "-" and words.word(last + 1) in FIRST_NAMES:
        last += 1
    is_name = words.word(index) in FIRST_NAMES and words.gap(last + 1) == " " and words.word(last + 1) in LAST_NAMES
    return last + 1 if is_name and not words.text.is_address else None


def _given_first(words: _TextWords, index: int) -> int | None:
    """Marie Dupont, Jean-Pierre D'Hondt, Marie T. Dupont, Marie D."""
    last = index
    while words.gap(last + 1) == "-" and words.is_capital(last + 1):
        last += 1
    if len(words.word(last + 1)) == 1 and words.gap(last + 1) == " " and words.gap(last + 2) in _AFTER_INITIAL:
        last += 1
    elif words.gap(last + 1) != " ":
        return None
    family = _skip_particles(words, last + 1)
    word = words.word(family)
    if not words.is_capital(family) or word in _NO_FAMILY:
        return None
    is_whole = len(word) > 1 or words.text.plain.startswith(".", words.span(family, family)[1])
    return _to_the_end(words, family) if is_whole else None


def _family_first(words: _TextWords, index: int) -> int | None:
    """DUPONT Marie, Dupont Marie."""
    word, follows = words.word(index), words.word(index + 1)
    if (
        words.gap(index + 1) != " "
        or not words.is_capital(index + 1)
        or follows not in FIRST_NAMES
        or word in _NO_FAMILY
    ):
        return None
    is_shouted = words.typed(index).isupper() and len(word) > _ACRONYM and not words.typed(index + 1).isupper()
    return _to_the_end(words, index + 1) if word in LAST_NAMES or is_shouted else None


def _skip_particles(words: _TextWords, index: int) -> int:
    """Return the first word from there on that is not a small word inside a name: Van Damme, d'Hondt."""
    while words.word(index) in _SMALL and words.gap(index + 1) in {" ", "'"}:
        index += 1
    return index


def _to_the_end(words: _TextWords, index: int) -> int:
    """Return the last word that a hyphen joins to a name."""
    while words.gap(index + 1) == "-" and words.is_capital(index + 1):
        index += 1
    return index


def _names_a_place(words: _TextWords, first: int, last: int) -> bool:
    """Tell whether a house, a street or the like bears the name.

    A word that says so stands before it in the same part of the sentence, or just behind it. Or the service itself
    bears it.
    """
    follows = words.word(last + 1)
    is_house = _is_place(follows) and (words.is_capital(last + 1) or follows in _HOUSES_BEHIND)
    is_followed = words.gap(last + 1) in {" ", "-"} and is_house
    if words.word(last).endswith(PLACE_ENDINGS) or is_followed:
        return True
    if words.word(first) not in _TITLE_WORDS and _names_the_service(words.text, words.span(first, last)):
        return True
    for index in range(first - 1, max(first - 1 - _BACK, -1), -1):
        gap, word = words.gap(index + 1), words.word(index)
        if word in TURNS or (gap.strip(" '’-\"«»“”") and not (gap.strip() == "." and len(word) <= _ABBREVIATED)):
            return False
        if _is_place(word):
            return True
    return False


def _names_the_service(text: PublicText, span: Span) -> bool:
    """Tell whether one of the names of the fiche has this name and a word such as school, wherever in it."""
    name = text.plain[slice(*span)]
    values = [text.owner.values.get(column.key) for column in FICHES.good_for(Use.NAME)]
    names = [line for value in values for line in (value if isinstance(value, tuple) else (value,)) if line]
    return any(
        name in plain and any(word in _NO_FAMILY or _is_place(word) for word in WORD.findall(plain))
        for plain in (plain_of(str(line)) for line in names)
    )


def _is_place(word: str) -> bool:
    return word in PLACE_WORDS or word.endswith(PLACE_ENDINGS)
