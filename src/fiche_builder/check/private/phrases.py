"""Phrases that say that something is not for everybody, in a public text."""

import re
from functools import cache, lru_cache

from fiche_builder.model.values.private_words import ALONE, OFFERED, PHRASES

Span = tuple[int, int]
"""Where the words begin and end in the text."""

_GAP = r"(?:[^\w.;:!?,()\[\]/]{1,3})"
_EDGE = r"[\n;:.,!?/()\[\]|*\"«»“”]"
_BEFORE = rf"(?:^|{_EDGE}|[\s]-+\s)\s*"
_AFTER = rf"(?=\s*(?:$|{_EDGE}|-+\s))"
_SENTENCE = re.compile(r"[.!?\n]")
_WORD = re.compile(r"[^\W_]+")
# A text without any of these has no phrase: it is quickly read.
_TELLING = (
    *("pas", "jamais", "personne", "aucun", "non", "interdi", "defense", "communication", "divulgation", "diffusion"),
    *("rouge", "intern", "uniquement", "seulement", "exclusivement", "only", "garder", "reste", "conserver", "reserve"),
    *("confiden", "priv", "perso", "secret", "domicile", "maison", "niet", "nooit", "geheim", "alleen", "enkel"),
    *("uitsluitend", "voorbehouden", "vertrouwelijk", "not ", "record", "geen", "etre"),
)


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return the phrases, and those that count only where nothing else stands beside them.

    They are compiled for the first text that may hold one: that takes longer than the start of most commands should.
    """
    phrase = "|".join(rf"(?<!\w){line.replace(' ', _GAP)}(?!\w)" for line in PHRASES)
    alone = "|".join(line.replace(" ", _GAP) for line in ALONE)
    return re.compile(phrase), re.compile(rf"{_BEFORE}({alone}){_AFTER}")


@lru_cache(maxsize=100_000)
def find_phrases(plain: str) -> tuple[Span, ...]:
    """Return where a plain text says that something is not for everybody."""
    if not any(word in plain for word in _TELLING):
        return ()
    phrase, alone = _patterns()
    found = (match.span(1) for match in alone.finditer(plain) if not _is_offered(plain, match.start(1)))
    return (*(match.span() for match in phrase.finditer(plain)), *found)


def _is_offered(plain: str, at: int) -> bool:
    """Tell whether the sentence speaks of a kind of house, or of discretion that is offered."""
    start = max((match.end() for match in _SENTENCE.finditer(plain, 0, at)), default=0)
    end = match.start() if (match := _SENTENCE.search(plain, at)) else len(plain)
    return not OFFERED.isdisjoint(_WORD.findall(plain[start:end]))
