"""All rules together: the catalogue is complete, findings are in order, no cell makes a check fail."""

from collections import Counter
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from fiche_builder.check import Severity
from fiche_builder.check.findings import RULES
from fiche_builder.check.folding import name_cells
from fiche_builder.model.fields import CONTACTS, FICHES, SUGGESTIONS, TEAMS, THEMES
from tests.check.rules import (
    test_contacts,
    test_country,
    test_dates,
    test_duplicates,
    test_examples,
    test_frame,
    test_hidden,
    test_identity,
    test_links,
    test_mailboxes,
    test_people,
    test_phones,
    test_printing,
    test_private_text,
    test_references,
    test_reused,
    test_structure,
)
from tests.conftest import WorkbookMaker
from tests.making.workbooks import FICHE, TODAY, check, fiche, found, public

CATALOGUE: dict[str, str] = {
    "sheet-missing": "error",
    "column-missing": "error",
    "column-duplicated": "error",
    "column-unknown": "info",
    "cell-error": "error",
    "formula-uncached": "error",
    "row-hidden": "warning",
    "text-struck": "warning",
    "cell-merged": "warning",
    "number-missing": "error",
    "number-invalid": "error",
    "number-duplicated": "error",
    "name-missing": "error",
    "name-untidy": "info",
    "name-duplicated": "warning",
    "possible-duplicate": "warning",
    "theme-missing": "error",
    "theme-unknown": "error",
    "theme-unused": "info",
    "colour-invalid": "error",
    "colour-contrast": "warning",
    **{f"{word}-invalid": "error" for word in ("audience", "kind", "status", "usage", "flag")},
    "contact-missing": "error",
    "contact-orphan": "error",
    "see-also-unknown": "error",
    "phone-invalid": "error",
    "email-invalid": "error",
    "url-invalid": "error",
    "url-scheme": "error",
    "phone-lost-zero": "warning",
    "phone-premium": "warning",
    "email-personal": "warning",
    "url-internal": "error",
    "audience-conflict": "warning",
    "permission-missing": "warning",
    "date-invalid": "error",
    "date-future": "error",
    "verification-missing": "warning",
    "verification-due": "warning",
    "verification-overdue": "warning",
    "notice-dates": "error",
    "notice-expired": "info",
    "postal-code-invalid": "warning",
    "recipient-invalid": "error",
    "recipient-duplicated": "error",
    "recipient-outside": "error",
    "setting-unknown": "info",
    "setting-missing": "warning",
}
"""The table of findings in design/workbook.md."""
BEYOND = {
    "sheet-renamed": "error",
    "sheet-lost": "error",
    "sheet-unread": "warning",
    "column-renamed": "error",
    "column-lost": "error",
    "column-unread": "warning",
    "country-unclear": "error",
    "contact-internal": "warning",
    "contacts-too-many": "error",
    "contact-shared": "info",
    "example-left": "warning",
    "row-help": "warning",
    "filter-on": "info",
    "column-hidden": "info",
    "phone-short-unknown": "warning",
    "phone-untidy": "info",
    "private-text": "warning",
    "part-damaged": "warning",
    "number-reused": "warning",
    "fiche-missing": "error",
    "sign-missing": "error",
    "sign-replaced": "info",
    "text-empty": "warning",
    **dict.fromkeys(("link-dead", "link-certificate", "link-differs"), "warning"),
    **dict.fromkeys(("link-moved", "link-unsure"), "info"),
}
"""Rules beyond it: decisions 0006, 0007, 0014, 0017, 0018, 0019.

Those about links find something only when the sites are asked.
"""

EXPECTED = [
    *(expected for _name, _sheets, expected in test_structure.CASES),
    *(expected for _name, _headers, _sheets, expected in test_structure.HEADERS),
    *(expected for _name, _edit, expected in test_structure.EDITED),
    *(expected for _name, _part, _edit, expected in test_structure.DAMAGED),
    *(expected for _name, _header, _cells, expected in test_frame.HEADERS),
    *(expected for _name, _sheets, expected in test_frame.SHEETS),
    *(expected for _name, _sheets, expected in test_frame.LOST),
    *(expected for _name, _settings, _phones, expected in test_country.CASES),
    *(expected for _name, _sheets, expected in test_identity.CASES),
    *(expected for _name, _sheets, expected in test_contacts.CASES),
    *(expected for _name, _sheets, expected in test_dates.CASES),
    *(expected for _name, _sheets, expected in test_people.CASES),
    *(expected for _name, _sheets, expected in test_duplicates.CASES),
    *(expected for _name, _sheets, expected in test_examples.CASES),
    *(expected for _name, _sheets, expected in test_mailboxes.CASES),
    *(expected for _name, _sheets, expected in test_phones.CASES),
    *(expected for _name, _sheets, expected in test_private_text.CASES),
    *(expected for _name, _sheets, expected in test_printing.CASES),
    *(expected for _name, _rows, expected in test_reused.CASES),
    *(expected for _name, _rows, _answers, expected in test_links.CASES),
    *(expected for _name, _edit, expected in test_hidden.CASES),
    *(expected for _name, _sheets, expected in test_references.ROWS),
    *(expected for _name, _edit, expected in test_contacts.LINKED),
]
"""What each case of the rule tests expects; those tests prove that it is what is found."""


def test_every_finding_of_the_catalogue_has_a_rule() -> None:
    assert RULES.keys() == CATALOGUE.keys() | BEYOND.keys()


def test_severities_are_those_of_the_catalogue() -> None:
    assert {code: rule.severity.value for code, rule in RULES.items()} == CATALOGUE | BEYOND


def test_every_rule_has_a_case_that_triggers_it() -> None:
    covered = {code for expected in EXPECTED for _cell, code in expected}

    assert covered == RULES.keys()


def test_many_cases_trigger_nothing() -> None:
    """Each table holds near misses too, not only values that are wrong."""
    assert sum(not expected for expected in EXPECTED) > len(RULES)


@pytest.mark.parametrize("code", list(RULES))
def test_every_rule_says_what_it_finds(code: str) -> None:
    assert (RULES[code].find.__doc__ or "").strip().endswith(".")


def test_a_sound_workbook_has_no_finding(workbook: WorkbookMaker) -> None:
    path = workbook(
        Fiches=[
            fiche(1, Voir_aussi="2"),
            public(2, Nom="L'Élan", Site_web="www.elan.be", Code_postal="4000", Commune="Liège"),
        ],
        Contacts=[
            {"Fiche": 2, "Libellé": "Accueil", "Téléphone": "04 222 33 44", "Usage": "Donner", "Vérifié le": TODAY}
        ],
        Équipes=[{"Équipe": "Accueil", "E-mail": "accueil@interne.example", "Édition": "Interne", "Actif": "Oui"}],
        Suggestions=[
            {"Reçue le": TODAY, "Fiche": 1, "Proposition": "Nouveau numéro", "Statut": "Nouvelle", "Remercier": "Non"}
        ],
    )

    assert found(path) == []


def test_findings_stand_by_sheet_row_and_column(workbook: WorkbookMaker) -> None:
    """Sheets in the workbook's order (what is missing as a whole first), AF behind O, row 10 behind row 9."""
    rows = [
        {**FICHE, "N°": number, "Nom": f"Fiche {number}", "Téléphone": "?", "Vérifié le": None}
        for number in range(1, 10)
    ]
    rows[0].update({"Nom": None, "Diffusion": "?"})
    path = workbook(Contacts=[{"Fiche": 99}], Fiches=rows, Thèmes=[{"Nom": "Autre", "Couleur": "?"}], Paramètres=None)

    assert found(path) == [
        ("Paramètres!", "setting-missing"),
        ("Paramètres!", "setting-missing"),
        ("B2", "theme-unknown"),
        ("C2", "name-missing"),
        ("H2", "audience-invalid"),
        ("O2", "phone-invalid"),
        ("AF2", "verification-missing"),
        *(
            (f"{column}{row}", code)
            for row in range(3, 11)
            for column, code in (("B", "theme-unknown"), ("O", "phone-invalid"), ("AF", "verification-missing"))
        ),
        ("Thèmes!B2", "theme-unused"),
        ("Thèmes!E2", "colour-invalid"),
        ("Contacts!A2", "contact-orphan"),
    ]


def test_the_cleaned_open_data_has_no_error(shared_data: Path) -> None:
    checked = check(shared_data / "nord.xlsx")

    assert (checked.count(Severity.ERROR), len(checked.directory.fiches)) == (0, 511)


def test_the_errors_of_the_raw_open_data_are_those_that_are_there(shared_data: Path) -> None:
    checked = check(shared_data / "nord-brut.xlsx")
    errors = [(name_cells(f.places), f.code, f.value) for f in checked.findings if f.severity is Severity.ERROR]

    assert errors == [
        ("Fiches!N5", "phone-invalid", "03285300"),
        ("Fiches!O455", "email-invalid", "http://www.msa59-62.fr/lfr/contact-particulier"),
        ("Fiches!O457:O460", "email-invalid", "http://www.contact.urssaf.fr"),
    ]
    assert Counter(finding.code for finding in checked.findings)["name-untidy"] == 8
    assert len(checked.directory.fiches) == 511


_TEXT_PIECES = st.sampled_from(
    [
        "=", "#", "#REF!", "_x000D_", "_x0001_", "_xD800_", "_xFFFE_", ";", "/", ",", "(", ")", "[", "]", "@", "+",
        "+32", "(0)", "poste", "ext.", "http", "://", "mailto:", "www.", ".be", "02 555 12 34", "Public", "Emploi",
        "2026-11-22", "31/02/2026", "\n", "\u00a0", "\u200b", "\u202e", "%(value)s", "%", "{}", "\U0001f600",
        "e\u0301", "ß", "İ", "\ue000", "\ue001", "\ue100", "0", "1", "12,0",
    ]
)  # fmt: skip
_ANY_TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\ufffe\uffff"), max_size=30)
_TEXT = st.one_of(_ANY_TEXT, st.lists(st.one_of(_TEXT_PIECES, _ANY_TEXT), max_size=8).map("".join)).map(
    lambda text: ILLEGAL_CHARACTERS_RE.sub("", text)
)
_VALUES = st.one_of(
    st.none(),
    _TEXT,
    st.booleans(),
    st.integers(),
    st.integers(-(10**300), 10**300),
    st.integers(20_000, 80_000),
    st.floats(width=64),
    st.dates(),
    st.datetimes(),
    st.times(),
    st.timedeltas(min_value=timedelta(days=-10_000), max_value=timedelta(days=1_000_000)),
)
_SHEETS = (FICHES, CONTACTS, THEMES, TEAMS, SUGGESTIONS)
_Cell = tuple[int, int, int, str | int | float | bool | date | datetime | time | timedelta | None]
_CELLS: st.SearchStrategy[list[_Cell]] = st.lists(
    st.tuples(st.integers(0, len(_SHEETS) - 1), st.integers(1, 6), st.integers(1, 36), _VALUES), min_size=5, max_size=60
)


def write_cells(path: Path, cells: list[_Cell]) -> None:
    """Write a workbook with sound rows, then put the random cells over them; row 1 holds the headers."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for spec in _SHEETS:
        sheet = book.create_sheet(spec.title)
        for number, column in enumerate(spec.columns, 1):
            sheet.cell(1, number, column.header)
            for row in (2, 3):
                value: Any = {
                    "number": row,
                    "fiche": row,
                    "theme": "Emploi",
                    "name": "Emploi",
                    "phones": "02 555 12 34",
                }.get(column.key)
                sheet.cell(row, number).value = value
    for sheet_number, row, column_number, content in cells:
        # The header row stays as it is more often than not: otherwise hardly any cell would be read.
        target = row if row > 1 or column_number > 30 else row + 1
        book.worksheets[sheet_number].cell(target, column_number).value = content
    book.save(path)


@settings(max_examples=60, deadline=None)
@given(cells=_CELLS)
def test_nothing_that_a_cell_can_hold_makes_a_check_fail(
    tmp_path_factory: pytest.TempPathFactory, cells: list[_Cell]
) -> None:
    path = tmp_path_factory.getbasetemp() / "random.xlsx"
    write_cells(path, cells)

    checked = check(path)

    order = [(f.sheet_order, f.place.row, f.place.column) for f in checked.findings]
    assert order == sorted(order)
    assert all(finding.message for finding in checked.findings)
    assert {finding.code for finding in checked.findings} <= RULES.keys()
    assert len(checked.directory.fiches) <= 5


def test_random_cells_are_read_at_all(tmp_path: Path) -> None:
    """The property above would also hold if nothing were read."""
    path = tmp_path / "random.xlsx"
    write_cells(path, [(0, 2, 15, "?"), (1, 3, 5, "?")])
    checked = check(path)

    assert [(c, k) for c, k in found(path) if k == "phone-invalid"] == [
        ("O2", "phone-invalid"),
        ("Contacts!E3", "phone-invalid"),
    ]
    assert len(checked.directory.fiches) == 2
