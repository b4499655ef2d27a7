"""The values that a call goes through, and the keys by which they are known again."""

from typing import Any

import pytest

from fiche_builder.upkeep.sheets.values import (
    CONTACT_KEYS,
    WHOLE,
    ValueKey,
    fiche_rows,
    fiche_values,
    line_key,
    make_key,
    parse_key,
)
from tests.conftest import WorkbookMaker
from tests.making.workbooks import Cells, check, fiche

CONTACT: Cells = {"Fiche": 1, "Libellé": "Garde", "Téléphone": "02 555 99 88"}


@pytest.mark.parametrize(
    "rubbish",
    [
        "",
        "1|fiches|x|phones|2|a|b",
        "1|fiches|1|theme|2|a|b",
        "9|fiches|1|phones|2|a|b",
        "1|teams|1|email|2|a|b",
        "²|" * 6,
    ],
)
def test_rubbish_is_no_key(rubbish: str) -> None:
    assert parse_key(rubbish) is None


def key_of(workbook: WorkbookMaker, column: str = "phones", **cells: Any) -> ValueKey:
    """Return the key of a value of the only fiche."""
    book = check(workbook(Fiches=[fiche(1, **cells)])).book
    (row,) = fiche_rows(book).values()
    return next(make_key(value, row) for value in fiche_values(book, row) if value.key == column)


def test_a_key_is_read_back_as_it_was(workbook: WorkbookMaker) -> None:
    book = check(workbook(Fiches=[fiche(1, Horaires="lu")], Contacts=[CONTACT])).book
    (row,) = fiche_rows(book).values()
    keys = [line_key(row, WHOLE), *(make_key(value, row) for value in fiche_values(book, row))]
    assert [parse_key(str(key)) for key in keys] == keys
    assert len(set(map(str, keys))) == len(keys) > len(CONTACT_KEYS)
    assert [key.sheet for key in keys] == sorted((key.sheet for key in keys), reverse=True)


def test_a_key_holds_no_text(workbook: WorkbookMaker) -> None:
    """The hidden column of a sheet that goes round is no place for it."""
    assert "555" not in str(key_of(workbook))
    assert "Relais" not in str(key_of(workbook, Nom="Relais"))


def test_a_name_is_known_again_however_it_is_spelled_and_a_value_only_exactly(workbook: WorkbookMaker) -> None:
    one, other = key_of(workbook, Nom="Le Relais"), key_of(workbook, Nom=" LE  RELAIS")
    assert one.prints == other.prints != key_of(workbook, Nom="Le Relai").prints
    one, other = key_of(workbook, Téléphone="02 555 12 34"), key_of(workbook, Téléphone="02/555.12.34")
    assert one.value != other.value


def test_contacts_are_those_of_the_fiche_and_an_empty_value_is_asked_where_welcome(workbook: WorkbookMaker) -> None:
    contacts = [CONTACT, {**CONTACT, "Fiche": 2}, {**CONTACT, "Fiche": None}]
    book = check(workbook(Fiches=[fiche(1), fiche(2), fiche(2)], Contacts=contacts)).book
    rows = fiche_rows(book)
    assert set(rows) == {1}, "a N° that stands twice names no fiche"
    asked = [(value.spec.key, value.key, value.row.raw.index) for value in fiche_values(book, rows[1])]
    assert {row for sheet, _key, row in asked if sheet == "contacts"} == {2}
    assert ("fiches", "hours", 2) in asked
    assert ("fiches", "acronym", 2) not in asked
