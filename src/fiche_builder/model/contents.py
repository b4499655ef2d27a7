"""What stands in a column, whatever its header says: phones, mails, sites, dates, postal codes, words of a closed list.

It is judged more strictly than in a column that is ours: a short number or a bare figure could be anything.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from fiche_builder.common.text import tidy
from fiche_builder.model.columns import Column, Holds
from fiche_builder.model.values.cells import text_of
from fiche_builder.model.values.emails import parse_emails
from fiche_builder.model.values.phones import parse_phones
from fiche_builder.model.values.postal import parse_postal_code
from fiche_builder.model.values.simple import parse_colour, parse_date, parse_number, parse_word
from fiche_builder.model.values.sites import parse_sites
from fiche_builder.model.words import Flag, Word
from fiche_builder.workbook.raw import RawValue

_FOREIGN_PHONE = re.compile(r"(?:\+|0)[0-9 ./()-]{8,}")
_CODES = re.compile(r"[A-Za-z]{2}(?:[\s,;/]+[A-Za-z]{2})*")
_FILE = re.compile(r"^[^/]+\.(?:jpe?g|png|gif|pdf|docx?|xlsx?|pptx?|txt|zip)$", re.IGNORECASE)
"""The name of a file, which reads like a site."""
_GREATEST_NUMBER = 99_999
_MOSTLY = 0.6
TELLING = (Holds.PHONES, Holds.EMAILS, Holds.SITES, Holds.DATE)
"""What is recognised without any help from the header."""


@dataclass(frozen=True, slots=True)
class Fit:
    """How many of a column's cells that hold something are of a kind."""

    fitting: int
    filled: int

    @property
    def mostly(self) -> bool:
        """Whether most of them are."""
        return self.filled > 0 and self.fitting >= _MOSTLY * self.filled

    @property
    def denies(self) -> bool:
        """Whether they are something else."""
        return self.filled > 0 and self.fitting * 2 < self.filled


def fit_of(holds: Holds, words: type[Word] | None, values: Iterable[RawValue], region: str) -> Fit | None:
    """Return how many values are of a kind; None for free text, which anything is."""
    if words is None and holds not in _TYPED:
        return None
    filled = list(values)
    return Fit(sum(_fits(holds, words, value, region) for value in filled), len(filled))


_TYPED = {*TELLING, Holds.INTRANET, Holds.POSTAL_CODE, Holds.NUMBER, Holds.LANGUAGES, Holds.COLOUR}


def _fits(holds: Holds, words: type[Word] | None, value: RawValue, region: str) -> bool:  # noqa: PLR0911 (one line for each kind)
    if words is not None:
        return parse_word(value, words, "").value is not None
    match holds:
        case Holds.PHONES:
            return is_phone(value, region)
        case Holds.EMAILS:
            return bool(parse_emails(value).value)
        case Holds.SITES | Holds.INTRANET:
            return bool(parse_sites(value).value) and not _FILE.search(tidy(text_of(value)))
        case Holds.DATE:
            return isinstance(value, date | str) and parse_date(value).value is not None
        case Holds.POSTAL_CODE:
            return not parse_postal_code(value, region).remarks
        case Holds.NUMBER:
            return (parse_number(value).value or _GREATEST_NUMBER + 1) <= _GREATEST_NUMBER
        case Holds.LANGUAGES:
            return _CODES.fullmatch(tidy(text_of(value))) is not None
        case _:
            return not parse_colour(value).remarks


def is_phone(value: RawValue, region: str) -> bool:
    """Tell whether a cell holds a whole number, not only a few digits that might be dialled."""
    if isinstance(value, date):
        return False
    if any(phone.digits.startswith("+") for phone in parse_phones(value, region).value):
        return True
    # As dialled in another country: which one is the annuaire's may be what is wrong.
    text = tidy(text_of(value))
    return bool(_FOREIGN_PHONE.fullmatch(text)) and not parse_date(text).value


def is_of_words(column: Column, values: list[RawValue], others: Iterable[type[Word]]) -> bool:
    """Tell whether cells hold the words of a closed list, and of no other list that they might be.

    Yes and no say nothing: any column may hold them. A single word says something if it is in no other list.
    """
    words = column.words
    if words is None or words is Flag or not values:
        return False
    found = [parse_word(value, words, "").value for value in values]
    if not Fit(sum(word is not None for word in found), len(found)).mostly:
        return False
    elsewhere = {parse_word(word.word, words, "").value for other in others if other is not words for word in other}
    known = {word for word in found if word is not None}
    return len(known) > 1 or bool(known - elsewhere)
