"""The country of the annuaire, by which its phone numbers are read: `Indicatif` in the sheet `Paramètres`."""

import re
from collections.abc import Iterator

from babel import Locale

from fiche_builder.check.findings import Context, Hit, Severity, rule
from fiche_builder.common.i18n import _, active_language
from fiche_builder.common.text import fold_header, tidy
from fiche_builder.model.columns import Holds
from fiche_builder.model.fields import PARAMETER_NAMES, PARAMETERS
from fiche_builder.model.tables import Book, Place, read_region, region_cells
from fiche_builder.model.values.cells import text_of
from fiche_builder.model.values.numbering import has_trunk_zero, parse_region
from fiche_builder.model.values.phones import parse_phones
from fiche_builder.workbook.raw import RawCell, RawSheet, RawValue

_COUNTRIES = ("BE", "FR", "NL", "LU", "DE", "CH", "GB", "IT", "ES", "PT", "CA", "MA", "TN", "DZ", "SN", "CI", "CD")
_FEWEST = 2
_DIGITS = 8
"""The fewest digits that tell a country: in some, such as Italy, any shorter rest of a number would be one too."""
_FEWEST_SHORTER = 4
_LEAST_DIGITS = 7
_FIGURES = re.compile(r"[1-9][0-9 ./()-]*")
_MOST_TRIED = 30


@rule("country-unclear", Severity.ERROR)
def country_unclear(book: Book, _context: Context) -> Iterator[Hit]:
    """The country of the annuaire is not stated so that it can be read, or is another: its phones would be misread."""
    sheet = parameters_sheet(book)
    cells = region_cells(sheet)
    name = PARAMETER_NAMES["region"]
    if sheet and cells and cells[1] and (text := tidy(text_of(cells[1].value))):
        key, value = cells[0], cells[1]
        is_ours = fold_header(tidy(text_of(key.value))) == fold_header(name)
        if is_ours and not parse_region(text):
            yield Hit(
                _place(sheet, value),
                value.shown,
                _("“%(value)s” is not a country: phone numbers without a prefix are read as Belgian.")
                % {"value": text},
                _("Write the two letters of the country, such as BE or FR."),
            )
            return
        if not is_ours and parse_region(text):
            yield Hit(
                _place(sheet, key),
                key.shown,
                _("The setting “%(value)s” is not known, but seems to be “%(name)s”.")
                % {"value": tidy(text_of(key.value)), "name": name},
                _("Write “%(name)s” into this cell.") % {"name": name},
            )
            return
    if other := other_country(book):
        wrong, total, country = other
        place = _place(sheet, cells[1] or cells[0]) if sheet and cells else Place(PARAMETERS.title, 0, 0, name)
        yield Hit(
            place,
            "",
            _("%(wrong)d of %(total)d phone cells cannot be read as numbers of %(country)s, but as those of %(other)s.")
            % {"wrong": wrong, "total": total, "country": _name(book.region), "other": _name(country)},
            _("Write “%(name)s” into the column “Clé” of the sheet “Paramètres”, and %(code)s beside it.")
            % {"name": name, "code": country},
        )
    elif not (cells and cells[1]) and (shorter := _without_zero(book)):
        wrong, total, country = shorter
        yield Hit(
            _place(sheet, cells[0]) if sheet and cells else Place(PARAMETERS.title, 0, 0, name),
            "",
            _("%(wrong)d of %(total)d phone cells have no zero in front: they are read as numbers of %(country)s.")
            % {"wrong": wrong, "total": total, "country": _name(book.region)},
            _(
                "Write “%(name)s” into the column “Clé” of the sheet “Paramètres”, and beside it %(ours)s if that is "
                "right, or the country whose numbers they are, such as %(code)s."
            )
            % {"name": name, "ours": book.region, "code": country},
        )


def parameters_sheet(book: Book) -> RawSheet | None:
    """Return the sheet `Paramètres`, or the one that probably is."""
    table = book.table(PARAMETERS)
    return table.raw if table else book.frame.sheets.get(PARAMETERS.key)


def are_phones_judged(book: Book) -> bool:
    """Tell whether what is said of single phones can be true: not where the country is what is wrong."""
    wrong, total = _misread(book)
    if len(wrong) < _FEWEST or len(wrong) * 2 <= total:
        return True
    cells = region_cells(parameters_sheet(book))
    is_unreadable = bool(cells and cells[1]) and not read_region(parameters_sheet(book))
    return not is_unreadable and other_country(book) is None


def other_country(book: Book) -> tuple[int, int, str] | None:
    """Return how many phone cells of how many cannot be read, and the country in which most of them can; or None."""
    wrong, total = _misread(book)
    if len(wrong) < _FEWEST or len(wrong) * 2 <= total:
        return None
    tried = wrong[:_MOST_TRIED]
    fits = {
        country: sum(not parse_phones(value, country).remarks for value in tried if _is_long(value))
        for country in _COUNTRIES
        if country != book.region
    }
    best = max(fits, key=lambda country: fits[country])
    return (len(wrong), total, best) if fits[best] * 2 > len(tried) else None


def _without_zero(book: Book) -> tuple[int, int, str] | None:
    """Return how many phone cells of how many can be read only with a zero before them, and a country without it.

    None if they are few. In Luxembourg, 26 12 11 44 is a whole number; with a zero, it is one of Brussels. What Excel
    took for a number has lost its zero there, and is told at its cell.
    """
    if not has_trunk_zero(book.region):
        return None
    texts = [
        tidy(value)
        for table in book.tables.values()
        for column in table.spec.columns
        if column.holds is Holds.PHONES
        for row in table.rows
        if column.key in row.cells and isinstance(value := row.cells[column.key].value, str)
    ]
    shorter = [
        text
        for text in texts
        if _FIGURES.fullmatch(text)
        and sum(character.isdecimal() for character in text) >= _LEAST_DIGITS
        and not parse_phones(text, book.region).remarks
    ]
    if len(shorter) < _FEWEST_SHORTER or len(shorter) * 2 <= len(texts):
        return None
    without = [country for country in _COUNTRIES if not has_trunk_zero(country)]
    tried = shorter[:_MOST_TRIED]
    best = max(without, key=lambda country: sum(not parse_phones(text, country).remarks for text in tried))
    return len(shorter), len(texts), best


def _misread(book: Book) -> tuple[list[RawValue], int]:
    """Return the phone cells that cannot be read, and the number of all."""
    total = sum(
        column.key in row.cells
        for table in book.tables.values()
        for column in table.spec.columns
        if column.holds is Holds.PHONES
        for row in table.rows
    )
    remarks = book.remarks.get("phone-invalid", ())
    cells = {(id(table), row.raw.index, key): row.cells[key].value for table, row, key, _remark in remarks}
    return list(cells.values()), total


def _is_long(value: RawValue) -> bool:
    return sum(char.isdigit() for char in text_of(value)) >= _DIGITS


def _place(sheet: RawSheet, cell: RawCell) -> Place:
    return Place(sheet.title, cell.row, cell.column, PARAMETER_NAMES["region"])


def _name(region: str) -> str:
    return str(Locale(active_language()).territories.get(region, region))
