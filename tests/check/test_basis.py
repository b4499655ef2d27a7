"""What a missing sheet or column causes is not said of each row; what has nothing to do with it still is."""

from collections.abc import Sequence

import pytest

from fiche_builder.check.basis import OF_THE_FRAME, RESTS_ON
from fiche_builder.check.findings import RULES
from tests.conftest import WorkbookMaker
from tests.making.workbooks import Cells, check, fiche, found, public

CONTACT: Cells = {"Fiche": 99, "Téléphone": "02 5"}


def renamed(old: str, new: str, rows: Sequence[Cells]) -> list[Cells]:
    return [{(new if key == old else key): value for key, value in row.items()} for row in rows]


def headers(rows: Sequence[Cells]) -> list[str]:
    return list(dict.fromkeys(header for row in rows for header in row))


def test_all_codes_exist() -> None:
    assert RULES.keys() >= OF_THE_FRAME | RESTS_ON.keys()


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        # A required column: nothing is said of the rows of its sheet.
        ("Nom", "Dénomination", [("C1", "column-missing"), ("Contacts!A2", "contact-orphan")]),
        # The N°: who belongs to whom is not known either.
        ("N°", "Numéro", [("A1", "column-missing")]),
        # An optional one: what else is wrong is said.
        ("Téléphone", "Tél.", [("E1", "column-renamed"), ("F2", "date-invalid"), ("Contacts!A2", "contact-orphan")]),
        ("Vérifié le", "Dernière vérification", [("F1", "column-renamed"), ("Contacts!A2", "contact-orphan")]),
    ],
)
def test_only_what_is_true_is_said(
    workbook: WorkbookMaker, old: str, new: str, expected: list[tuple[str, str]]
) -> None:
    plain = ("N°", "Thème", "Nom", "Diffusion", "Téléphone", "Vérifié le")
    rows = [{key: fiche(number)[key] for key in plain} for number in (1, 2, 3)]
    rows[0]["Vérifié le"] = "hier"
    named = renamed(old, new, rows)
    path = workbook(
        headers={"Fiches": headers(named)}, Fiches=named, Contacts=[{"Fiche": 99, "Téléphone": "02 555 12 34"}]
    )

    assert found(path) == expected


def test_what_is_held_back_is_left_out_all_the_same(workbook: WorkbookMaker) -> None:
    """Other commands may look at a broken workbook: a fiche without a known theme is none there either."""
    checked = check(workbook(Thèmes=None, Themmes=[{"Nom": "Emploi"}]))

    assert {finding.code for finding in checked.findings} == {"sheet-missing"}
    assert {finding.code for finding in checked.held_back} == {"theme-unknown"}
    assert checked.directory.fiches == ()


def test_without_a_column_one_finding_says_so_for_all_rows(workbook: WorkbookMaker) -> None:
    rows = [
        {k: v for k, v in public(number).items() if k not in {"Vérifié le", "Autorisé par"}} for number in (1, 2, 3)
    ]

    assert found(workbook(headers={"Fiches": headers(rows)}, Fiches=rows)) == [
        ("A1", "permission-missing"),
        ("A1", "verification-missing"),
    ]


def test_without_any_column_for_contact_points_one_finding_says_so(workbook: WorkbookMaker) -> None:
    rows = [{k: v for k, v in fiche(number).items() if k != "Téléphone"} for number in (1, 2, 3)]
    names = {"Fiches": headers(rows)}

    assert found(workbook(headers=names, Fiches=rows)) == [("A1", "contact-missing")]
    contacts = [{"Fiche": number, "Téléphone": f"02 555 12 3{number}"} for number in (1, 2, 3)]
    assert found(workbook(headers=names, Fiches=rows, Contacts=contacts)) == []


def test_a_sheet_of_contacts_under_another_name_makes_no_fiche_one_without_contact(workbook: WorkbookMaker) -> None:
    rows = [{k: v for k, v in fiche(number).items() if k != "Téléphone"} for number in (1, 2, 3)]
    contacts = [{"Fiche": number, "Libellé": "A", "Téléphone": f"02 555 12 3{number}"} for number in (1, 2, 3)]

    assert found(workbook(Fiches=rows, Contact=contacts)) == [("Contact!", "sheet-renamed")]


def test_a_sheet_without_fiches_is_one_error_not_one_for_each_contact(workbook: WorkbookMaker) -> None:
    contacts = [{"Fiche": number, "Téléphone": f"02 555 77 0{number}"} for number in range(1, 5)]
    codes = [code for _cell, code in found(workbook(Fiches=[], Contacts=contacts))]
    assert (codes.count("fiche-missing"), "contact-orphan" in codes) == (1, False)


def test_a_sheet_without_themes_is_one_error_that_says_what_to_write(workbook: WorkbookMaker) -> None:
    findings = check(workbook(Fiches=[fiche(1), fiche(2)], Thèmes=[])).findings
    assert [(f.code, f.hint) for f in findings if f.code == "theme-unknown"] == [
        ("theme-unknown", "Write the themes into the sheet “Thèmes”, one in each row.")
    ]
