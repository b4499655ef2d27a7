"""The country of the annuaire: told once, at its cell, instead of at every phone that cannot be read."""

import pytest

from tests.conftest import WorkbookMaker
from tests.making.workbooks import PARAMETERS, Cells, check, fiche, found

Found = list[tuple[str, str]]
FRENCH = [f"02 61 91 1{n} 11" for n in range(1, 7)]
BELGIAN = [f"02 555 12 3{n}" for n in range(1, 7)]
SHORTER = [f"26 12 1{n} 44" for n in range(1, 7)]
"""Numbers of Luxembourg, or of Brussels without their zero."""
WRONG = ["02 5", "aucun", *BELGIAN[:4]]

CASES: list[tuple[str, tuple[str, str] | None, list[str], Found]] = [
    ("not stated", None, FRENCH, [("Paramètres!", "country-unclear")]),
    ("another is stated", ("Indicatif", "BE"), FRENCH, [("Paramètres!B4", "country-unclear")]),
    ("France is stated", ("Indicatif", "FR"), BELGIAN, [("Paramètres!B4", "country-unclear")]),
    ("stated by name", ("Indicatif", "France"), FRENCH, []),
    ("by its code", ("Indicatif", "+33"), FRENCH, []),
    ("by both", ("Indicatif", "France (+33)"), FRENCH, []),
    ("in Dutch", ("Indicatif", "Frankrijk"), FRENCH, []),
    ("no country", ("Indicatif", "Francee"), FRENCH, [("Paramètres!B4", "country-unclear")]),
    ("no country, Belgian numbers", ("Indicatif", "Atlantide"), BELGIAN, [("Paramètres!B4", "country-unclear")]),
    ("under another name", ("Indicatif pays", "FR"), FRENCH, [("Paramètres!A4", "country-unclear")]),
    ("mistyped", ("Indicatf", "33"), FRENCH, [("Paramètres!A4", "country-unclear")]),
    ("in another language", ("Land", "Frankrijk"), FRENCH, [("Paramètres!A4", "country-unclear")]),
    ("a region is no country", ("Région", "Bruxelles"), BELGIAN, [("Paramètres!A4", "setting-unknown")]),
    ("not stated, but as by default", None, BELGIAN, []),
    ("not stated, and no zero in front", None, SHORTER, [("Paramètres!", "country-unclear")]),
    ("not stated, and a zero in front of most", None, [*SHORTER, *BELGIAN], []),
    ("no zero in front, but stated", ("Indicatif", "BE"), SHORTER, []),
    ("no zero in front where there is none", ("Indicatif", "LU"), SHORTER, []),
    ("some wrong ones", None, WRONG, [("O2", "phone-invalid"), ("O3", "phone-invalid")]),
    ("cut short", None, ["02 555 1", "02 555 22", "02 5 6"], [(f"O{row}", "phone-invalid") for row in (2, 3, 4)]),
    ("nothing that any country knows", None, ["02 5"] * 3, [(f"O{row}", "phone-invalid") for row in (2, 3, 4)]),
]


@pytest.mark.parametrize(("setting", "phones", "expected"), [pytest.param(*case[1:], id=case[0]) for case in CASES])
def test_the_country(
    workbook: WorkbookMaker, setting: tuple[str, str] | None, phones: list[str], expected: Found
) -> None:
    rows: list[Cells] = [{"Clé": setting[0], "Valeur": setting[1]}] if setting else []
    fiches = [fiche(number, Téléphone=phone) for number, phone in enumerate(phones, 1)]

    assert found(workbook(Fiches=fiches, Paramètres=[*PARAMETERS, *rows])) == expected


def test_the_sheet_is_read_for_it_whatever_its_name_and_headers_are(workbook: WorkbookMaker) -> None:
    rows = [*PARAMETERS, {"Clé": "Indicatif", "Valeur": "FR"}]
    renamed = [{"Clef": row["Clé"], "Waarde": row["Valeur"]} for row in rows]
    fiches = [fiche(number, Téléphone=phone) for number, phone in enumerate(FRENCH, 1)]

    assert found(workbook(Fiches=fiches, Paramètres=None, Config=rows)) == [("Config!", "sheet-renamed")]
    headers = {"Paramètres": ["Clef", "Waarde"]}
    assert found(workbook(headers=headers, Fiches=fiches, Paramètres=renamed)) == [
        ("Paramètres!A1", "column-missing"),
        ("Paramètres!B1", "column-missing"),
    ]


def test_the_country_that_fits_is_named(workbook: WorkbookMaker) -> None:
    fiches = [fiche(number, Téléphone=phone) for number, phone in enumerate([*FRENCH, BELGIAN[0]], 1)]
    (finding,) = check(workbook(Fiches=fiches)).findings

    assert finding.message == "6 of 7 phone cells cannot be read as numbers of Belgium, but as those of France."
    assert "FR" in finding.hint


def test_a_country_without_a_zero_in_front_is_named(workbook: WorkbookMaker) -> None:
    fiches = [fiche(number, Téléphone=phone) for number, phone in enumerate([*SHORTER, BELGIAN[0]], 1)]
    (finding,) = check(workbook(Fiches=fiches, Paramètres=PARAMETERS)).findings

    assert finding.message == "6 of 7 phone cells have no zero in front: they are read as numbers of Belgium."
    assert finding.hint.endswith(
        "and beside it BE if that is right, or the country whose numbers they are, such as LU."
    )
