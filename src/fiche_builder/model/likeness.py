"""How like one of our names a header or title is: "Tél." for Téléphone, "Nomm" for Nom, "Téléphone (général)"."""

import re
from collections.abc import Collection, Iterable, Iterator
from enum import IntEnum
from functools import lru_cache

from rapidfuzz.distance import OSA

from fiche_builder.common.text import SMALL_WORDS, fold

_NO_WORD = re.compile(r"[^a-z0-9@]+")
_LONG, _SHORT = 9, 5
"""From these lengths on, two letters and one letter may be wrong."""
_LONGEST = 200
"""Signs of a text that may still be a name. What is longer is none, and comparing it would take minutes."""
_SHORTEST = 3
_OWN_WORDS = (
    "interne internes intern internal prive privee prives privees privaat private perso personnel personnelle "
    "persoonlijk direct directe ancien ancienne anciens old oud oude brouillon secondaire fax responsable "
    "bce kbo tva btw siret siren iban"
)
OWN_WORDS = frozenset(_OWN_WORDS.split())
"""Words that make another thing of a name: "Téléphone privé" is no Téléphone that anybody should see."""
_NOT_OUR_BUSINESS = OWN_WORDS - {"direct", "directe"}
"""Those that also say why nobody reads the column. "Ligne directe" may well be the only phone that there is."""
_NOT_CUT = OWN_WORDS | {"com", "comm", "corr", "ref"}
"""What is no other word cut short, or of too many: "Comm." may be a comment, a municipality …"""
_PADDING_WORDS = (
    "service services organisme organisation organisatie dienst fiche fiches annuaire general generale generaux "
    "algemeen principal principale complet complete officiel officielle fr francais francaise obligatoire "
    "facultatif liste colonne feuille"
)
_PADDING = SMALL_WORDS | frozenset(_PADDING_WORDS.split())
"""Words around a name that leave it what it is."""


class NameRank(IntEnum):
    """How sure it is that a name is meant."""

    NONE = 0
    AROUND = 1
    """The name stands in it, among other words that are not only padding."""
    PADDED = 2
    """The name, with words around it that say nothing."""
    MISTYPED = 3
    SAME = 4


@lru_cache(maxsize=10_000)
def name_words(text: str) -> tuple[str, ...]:
    """Return the folded words of a header or title; `N°` is `no`."""
    return tuple(word for word in _NO_WORD.split(fold(text.replace("°", "o").replace("º", "o"))) if word)


@lru_cache(maxsize=10_000)
def name_key(text: str) -> str:
    """Return the key by which two names are one: no blanks, no signs, no plural s."""
    return _singular("".join(name_words(text)))


def rank_name(text: str, name: str, others: Iterable[str] = ()) -> NameRank:
    """Return how like `name`, or one of its `others`, a text is. One of `others` after a `=` counts only alone."""
    words = name_words(text) if len(text) <= _LONGEST else ()
    key = "".join(words)
    if not key:
        return NameRank.NONE
    exact = [name, *(other.removeprefix("=") for other in others)]
    if name_key(text) in map(name_key, exact):
        return NameRank.SAME
    if _is_mistyped(words, name_words(name)) or any(_is_abbreviated(text, one) for one in exact):
        return NameRank.MISTYPED
    meant = {word for one in exact for word in name_words(one)}
    ranks = [
        _rank_rest(rest, meant)
        for one in (name, *(other for other in others if not other.startswith("=")))
        for rest in _around(words, name_key(one))
    ]
    return max(ranks, default=NameRank.NONE)


def is_own(text: str) -> bool:
    """Tell whether a header says that its column is the team's own business."""
    return not _NOT_OUR_BUSINESS.isdisjoint(name_words(text))


def _singular(key: str) -> str:
    return key[:-1] if len(key) > _SHORTEST and key.endswith(("s", "x")) else key


def _is_mistyped(words: tuple[str, ...], name: tuple[str, ...]) -> bool:
    """Tell whether words are a name with typing mistakes. Word by word: "Code interne" is no "Note interne"."""
    if any(word.isdecimal() for word in words):
        return False  # "Téléphone 2" is a second one
    if len(words) != len(name):
        return _is_slip("".join(words), "".join(name))
    return all(word == meant or _is_slip(word, meant) for word, meant in zip(words, name, strict=True))


def _is_slip(word: str, meant: str) -> bool:
    """Tell whether a word is another one, mistyped; a short one may only have a letter too many: Nomm."""
    wrong = 2 if len(meant) >= _LONG else 1
    if len(meant) < _SHORTEST or (len(meant) < _SHORT and len(word) != len(meant) + 1):
        return False
    return OSA.distance(word, meant, score_cutoff=wrong) <= wrong


def _is_abbreviated(text: str, name: str) -> bool:
    """Tell whether a text is a name with words cut short: "Descr.", "Vérif. par"."""
    dotted = {"".join(name_words(word)) for word in text.split() if word.endswith(".")}
    words, meant = ([word for word in name_words(whole) if word not in SMALL_WORDS] for whole in (text, name))
    return len(words) == len(meant) and all(
        _singular(word) == _singular(whole)
        or (
            whole.startswith(word)
            and len(word) >= (_SHORTEST - 1 if word in dotted else _SHORTEST)
            and word not in _NOT_CUT
        )
        for word, whole in zip(words, meant, strict=True)
    )


def _around(words: tuple[str, ...], name: str) -> Iterator[tuple[str, ...]]:
    """Yield the words around each place where the name stands in a text as whole words."""
    if len(name) < 2:  # noqa: PLR2004 (one letter says nothing)
        return
    for start in range(len(words)):
        for end in range(start + 1, len(words) + 1):
            if _singular("".join(words[start:end])) == name:
                yield words[:start] + words[end:]


def _rank_rest(rest: tuple[str, ...], meant: Collection[str]) -> NameRank:
    """Return how much of the name the words around it leave; `meant` are those of all names of the same thing."""
    if not OWN_WORDS.isdisjoint(rest) or any(word.isdecimal() and word != "1" for word in rest):
        return NameRank.NONE
    return (
        NameRank.PADDED if all(word in _PADDING or word in meant or word == "1" for word in rest) else NameRank.AROUND
    )
