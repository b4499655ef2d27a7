"""The parser of each column, by what its cells hold."""

from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache

from fiche_builder.common.signs import WIDE, as_printed
from fiche_builder.common.text import tidy
from fiche_builder.model.columns import Column, Holds
from fiche_builder.model.model import Phone
from fiche_builder.model.values import simple
from fiche_builder.model.values.emails import parse_emails
from fiche_builder.model.values.parsed import Parsed
from fiche_builder.model.values.phones import parse_phones
from fiche_builder.model.values.postal import parse_postal_code
from fiche_builder.model.values.sites import parse_intranet, parse_sites
from fiche_builder.workbook.raw import RawValue

_PARSERS: dict[Holds, Callable[[RawValue], Parsed[object]]] = {
    Holds.NUMBER: simple.parse_number,
    Holds.NUMBERS: simple.parse_numbers,
    Holds.LINE: simple.parse_line,
    Holds.LINES: simple.parse_lines,
    Holds.NAMES: simple.parse_names,
    Holds.EMAILS: parse_emails,
    Holds.SITES: parse_sites,
    Holds.INTRANET: parse_intranet,
    Holds.LANGUAGES: simple.parse_languages,
    Holds.DATE: simple.parse_date,
    Holds.COLOUR: simple.parse_colour,
}

TEXTS = {Holds.LINE, Holds.LINES, Holds.NAMES, Holds.LANGUAGES, Holds.POSTAL_CODE}
"""Cells that are printed as they are typed. Words beside a phone are too."""
ADDRESSES = {Holds.EMAILS, Holds.SITES, Holds.INTRANET}
"""Cells that would lead elsewhere with another sign in them, except for one of another width."""


@lru_cache(maxsize=100_000, typed=True)
def parse_cell(column: Column, value: RawValue, region: str) -> Parsed[object]:
    """Read a cell of `column`, with the signs that its readers get.

    What the fonts lack is replaced here, so that all outputs say the same and a search finds it in each of them.
    `region` is the country of the directory: its postal codes are the expected ones, and phone numbers without a prefix
    belong to it. What was read is kept, because the themes, days and towns of a list are the same in most of its rows.
    """
    if not isinstance(value, str) or value.isascii() or not column.is_told:
        return _parse(column, value, region)
    if column.holds in TEXTS:
        return _parse(column, as_printed(value, drops_symbols=not column.is_public), region)
    if column.holds in ADDRESSES:
        return _parse(column, value.translate(WIDE), region)
    parsed = _parse(column, value, region)
    if column.holds is Holds.PHONES and isinstance(parsed.value, tuple):
        return replace(parsed, value=tuple(map(_with_printed_label, parsed.value)))
    return parsed


def _parse(column: Column, value: RawValue, region: str) -> Parsed[object]:
    if column.holds is Holds.PHONES:
        return parse_phones(value, region)
    if column.holds is Holds.POSTAL_CODE:
        return parse_postal_code(value, region)
    if column.words is not None:
        return simple.parse_word(value, column.words, column.code)
    parsed = _PARSERS[column.holds](value)
    if column.code:
        return Parsed(parsed.value, tuple(replace(remark, code=column.code) for remark in parsed.remarks))
    return parsed


def _with_printed_label(phone: Phone) -> Phone:
    return replace(phone, label=tidy(as_printed(phone.label)))
