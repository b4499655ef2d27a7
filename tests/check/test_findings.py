"""What rules have in common: whose rows they look at, how they name cells, and that no code is declared twice."""

import pytest

from fiche_builder.check.findings import (
    RULES,
    Severity,
    cell_place,
    printed_fiches,
    public_rows,
    rule,
    severity_word,
    shown,
)
from fiche_builder.common.i18n import LANGUAGES, use_language
from fiche_builder.model.fields import FICHES
from fiche_builder.model.tables import Book
from tests.conftest import WorkbookMaker
from tests.making.workbooks import Cells, check, fiche, found, public

CONTACT: Cells = {"Libellé": "Garde", "Téléphone": "02 555 99 88", "Usage": "Donner"}


def book(workbook: WorkbookMaker, fiches: list[Cells], *contacts: Cells) -> Book:
    return check(workbook(Fiches=fiches, Contacts=list(contacts))).book


def test_archived_fiches_are_not_printed(workbook: WorkbookMaker) -> None:
    """Suspended ones are, and so are those whose status cannot be read: who drops them is another's affair."""
    read = book(workbook, [fiche(n, Statut=s) for n, s in enumerate(("Actif", "Archivé", "Suspendu", None, "?"), 1)])
    assert [row.value("number", int) for _table, row in printed_fiches(read)] == [1, 3, 4, 5]


def test_public_rows_are_those_of_public_fiches_and_what_may_be_given_of_them(workbook: WorkbookMaker) -> None:
    read = book(
        workbook,
        [public(1), fiche(2), public(3, Statut="Archivé"), public(4)],
        {**CONTACT, "Fiche": 1},
        {**CONTACT, "Fiche": 1, "Usage": "Interne"},
        {**CONTACT, "Fiche": 1, "Usage": "Transférer"},
        {**CONTACT, "Fiche": 1, "Usage": None},
        {**CONTACT, "Fiche": 2},
        {**CONTACT, "Fiche": 3},
        {**CONTACT, "Fiche": 4},
        {**CONTACT, "Fiche": 9},
    )
    assert [
        (table.raw.title, row.raw.index, owner.value("number", int)) for table, row, owner in public_rows(read)
    ] == [("Fiches", 2, 1), ("Fiches", 5, 4), ("Contacts", 2, 1), ("Contacts", 8, 4)]


def test_a_contact_without_a_fiche_is_not_that_of_a_fiche_without_a_number(workbook: WorkbookMaker) -> None:
    read = book(workbook, [{**public(), "N°": None}], {**CONTACT, "Fiche": None}, {**CONTACT, "Fiche": "?"})
    assert [(table.raw.title, row.raw.index) for table, row, _owner in public_rows(read)] == [("Fiches", 2)]


@pytest.mark.parametrize(
    ("row", "contact", "expected"),
    [
        (
            {"Téléphone": None},
            {},
            [("A2", "number-missing"), ("O2", "contact-missing"), ("Contacts!A2", "number-missing")],
        ),
        ({}, {"Vérifié le": "2020-01-01"}, [("A2", "number-missing"), ("Contacts!A2", "number-missing")]),
        (
            {"E-mail": "kerbrat.f@gmail.com"},
            {"Personne": "Fanchon Kerbrat"},
            [("A2", "number-missing"), ("Contacts!A2", "number-missing")],
        ),
    ],
)
def test_a_contact_without_a_fiche_says_nothing_of_a_fiche_without_a_number(
    workbook: WorkbookMaker, row: Cells, contact: Cells, expected: list[tuple[str, str]]
) -> None:
    path = workbook(Fiches=[{**public(), "N°": None, **row}], Contacts=[{**CONTACT, **contact}])
    assert found(path) == expected


def test_a_cell_is_shown_as_it_stands(workbook: WorkbookMaker) -> None:
    ((_table, row),) = book(workbook, [fiche(Nom=" Le  Relais ")]).rows(FICHES)
    assert (shown(row, "name"), row.text("name"), shown(row, "acronym")) == (" Le  Relais ", "Le Relais", "")


def test_a_cell_bears_the_header_of_its_column_if_that_is_known(workbook: WorkbookMaker) -> None:
    ((table, row),) = book(workbook, [fiche(Mien="x")]).rows(FICHES)
    places = [cell_place(table, cell) for cell in row.raw.cells.values() if cell.value in {"Fiche 1", "x"}]
    assert [(place.coordinate, place.header) for place in places] == [("C2", "Nom"), ("AI2", "")]


@pytest.mark.parametrize("language", LANGUAGES)
def test_severities_have_words_of_their_own(language: str) -> None:
    use_language(language)
    assert len({severity_word(severity) for severity in Severity}) == len(Severity)


def test_no_code_is_declared_twice() -> None:
    before = dict(RULES)
    with pytest.raises(ValueError, match="phone-invalid"):
        rule("phone-invalid", Severity.INFO)(lambda _book, _context: iter(()))
    assert before == RULES
