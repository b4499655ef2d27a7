"""Which fiches answer a query, the best one first.

A fiche answers if it contains every word that was typed, or if one of its headings begins with everything that was
typed. Fiches come in this order: the query is their acronym, phone or N°; it is one of their headings; a heading begins
with it; then all others. Those are ordered by where the words stand (name, place, contact, text) and how (the whole
word, its beginning, inside it). One typing mistake in a word is forgiven if no heading begins with the query and few
fiches contain the words. If no fiche contains them all, those that contain some of them answer.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from fiche_builder.outputs.search.records import SearchRecord
from fiche_builder.outputs.search.terms import Query, compact, has_one_typo, head_keys, index_words, parse_query

_NAME, _OTHER, _PLACE, _DETAIL, _TEXT = 0, 1, 2, 4, 6
"""What a word costs by where it is found."""
_WHOLE, _START, _INSIDE, _TYPO, _TYPO_START = 0, 1, 4, 10, 11
"""What it also costs by how it is found."""
_LACKING = 20
"""What a word costs that is not found."""
_KEY_TIER, _HEADING_TIER, _HEADING_START_TIER, _WORDS_TIER, _TYPO_TIER, _SOME_WORDS_TIER = range(6)
_SHORTEST_INSIDE = 3
_SHORTEST_TYPO = 4
_FEW = 5
"""With this many answers, a typing mistake is unlikely."""


class Rank(NamedTuple):
    """A fiche's rank among the answers; the lowest comes first. `position` is its place in print."""

    tier: int
    cost: int
    length: int
    position: int


@dataclass(frozen=True, slots=True)
class _Heads:
    """What a whole query is compared with: the N° only in full, acronym and phones also by their beginning."""

    number: str
    keys: tuple[str, ...]
    headings: tuple[str, ...]
    mails: tuple[str, ...]
    length: int


class SearchIndex:
    """All fiches of an edition, ready to be searched."""

    def __init__(self, records: Sequence[SearchRecord]) -> None:
        self._records = records
        self._heads = [_heads(record) for record in records]
        self._words: dict[str, dict[int, int]] = {}
        for position, record in enumerate(records):
            for cost, texts in (
                (_NAME, (*record.names, record.acronym)),
                (_OTHER, record.others),
                (_PLACE, record.places),
                (_DETAIL, (*record.details, *record.phones)),
                (_TEXT, (*record.texts, *record.unseen)),
            ):
                self._add(position, cost, texts)

    def search(self, typed: str) -> list[SearchRecord]:
        """Return the fiches that answer a query, the best one first; none if the query holds no word."""
        query = parse_query(typed)
        if not query.words:
            return []
        ranks = self._ranks(query, self._by_words(query), _WORDS_TIER)
        if len(ranks) < _FEW and all(rank.tier == _WORDS_TIER for rank in ranks.values()):
            ranks = self._ranks(query, self._by_words(query, with_typos=True), _TYPO_TIER) | ranks
        ranks = ranks or self._ranks(query, self._by_words(query, lacking=len(query.words) - 1), _SOME_WORDS_TIER)
        return [self._records[rank.position] for rank in sorted(ranks.values())]

    def _add(self, position: int, cost: int, texts: Iterable[str]) -> None:
        for word in {word for text in texts for word in index_words(text)}:
            postings = self._words.setdefault(word, {})
            postings[position] = min(cost, postings.get(position, cost))

    def _by_words(self, query: Query, *, with_typos: bool = False, lacking: int = 0) -> dict[int, int]:
        """Return the cost of each fiche that contains the words, except at most `lacking` of them."""
        found = [self._by_word(word, with_typos=with_typos) for word in query.words]
        counts = Counter(position for costs in found for position in costs)
        return {
            position: sum(costs.get(position, _LACKING) for costs in found)
            for position, count in counts.items()
            if count >= len(found) - lacking
        }

    def _by_word(self, typed: str, *, with_typos: bool) -> dict[int, int]:
        costs: dict[int, int] = {}
        for word, postings in self._words.items():
            how = _match(typed, word, with_typos=with_typos)
            if how is not None:
                for position, where in postings.items():
                    costs[position] = min(where + how, costs.get(position, where + how))
        return costs

    def _ranks(self, query: Query, costs: dict[int, int], tier: int) -> dict[int, Rank]:
        ranks: dict[int, Rank] = {}
        for position, heads in enumerate(self._heads):
            by_head = _head_tier(query, heads)
            if by_head is not None or position in costs:
                ranks[position] = Rank(
                    tier if by_head is None else by_head, costs.get(position, 0), heads.length, position
                )
        return ranks


def _heads(record: SearchRecord) -> _Heads:
    headings = {key for heading in (*record.names, *record.others) for key in head_keys(heading)}
    keys = {compact(record.acronym), *record.phones} - {""}
    mails = tuple(compact(detail) for detail in record.details if "@" in detail)
    return _Heads(
        str(record.number), tuple(sorted(keys)), tuple(sorted(headings)), mails, len(compact(record.names[0]))
    )


def _head_tier(query: Query, heads: _Heads) -> int | None:
    """Return the tier that the query as a whole gives a fiche."""
    if any(head == heads.number or head in heads.keys for head in query.heads):
        return _KEY_TIER
    if any(head in heads.headings for head in query.heads):
        return _HEADING_TIER
    beginnings = (*heads.keys, *heads.headings, *(heads.mails if query.is_mail else ()))
    if any(key.startswith(query.heads) for key in beginnings):
        return _HEADING_START_TIER
    return None


def _match(typed: str, word: str, *, with_typos: bool) -> int | None:
    """Return the cost of finding a word by what was typed; `None` if it is not found."""
    if word.startswith(typed):
        return _WHOLE if word == typed else _START
    if len(typed) >= _SHORTEST_INSIDE and typed in word:
        return _INSIDE
    if (
        with_typos
        and len(typed) >= _SHORTEST_TYPO
        and not (typed.isascii() and typed.isdigit())
        and has_one_typo(typed, word)
    ):
        return _TYPO if abs(len(typed) - len(word)) <= 1 else _TYPO_START
    return None
