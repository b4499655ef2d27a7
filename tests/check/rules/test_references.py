"""Names where a N° is asked: rows in, the cell, what is said of it and which fiche is proposed out."""

from pathlib import Path

import pytest

from tests.conftest import WorkbookMaker
from tests.making.workbooks import Cells, check, fiche, found, said

FICHES = [
    fiche(1, Nom="Guichet Alpha"),
    fiche(5, Nom="Le Relais", Sigle="LR", Commune="Namur"),
    fiche(6, Nom="Le Relais", Commune="Liège"),
    fiche(7, Nom="Accueil, conseil et orientation", Autres_appellations="Point Accueil; AMO"),
    *(fiche(number, Nom="Maison de quartier", Commune=f"Ville {number}") for number in range(20, 26)),
]
PLAIN = "It is fiche {0} (“{1}”): write {0}."
PROBABLY = "It is probably fiche {0} (“{1}”): write {0}."
ADVICE = "Write the N° of the fiche, or remove it; put ; between several."
CASES = [
    ("Guichet Alpha", PLAIN.format(1, "Guichet Alpha")),
    ("guichet alpha", PLAIN.format(1, "Guichet Alpha")),
    ("LR", PLAIN.format(5, "Le Relais")),
    ("AMO", PLAIN.format(7, "Accueil, conseil et orientation")),
    ("Accueil, conseil et orientation", PLAIN.format(7, "Accueil, conseil et orientation")),
    ("Le Relais Liège", PLAIN.format(6, "Le Relais")),
    ("Guichet Alfa", PROBABLY.format(1, "Guichet Alpha")),
    ("Le Relais", "Which one is meant? 5 (“Le Relais”, Namur); 6 (“Le Relais”, Liège). Write its N°."),
    (
        "Maison de quartier",
        (
            "Which one is meant? 20 (“Maison de quartier”, Ville 20); 21 (“Maison de quartier”, Ville 21); "
            "22 (“Maison de quartier”, Ville 22) and 3 more. Write its N°."
        ),
    ),
    ("Maison du quartier", "Which one"),
    ("Hôpital", ADVICE),
    ("-", ADVICE),
    ("Fiche citée", "That is this fiche itself."),
]


ROWS: list[tuple[str, dict[str, list[Cells]], list[tuple[str, str]]]] = [
    (
        "contact of no fiche",
        {"Contacts": [{"Fiche": 7, "Téléphone": "02 555 12 34"}]},
        [("Contacts!A2", "contact-orphan")],
    ),
    ("contact of a fiche", {"Contacts": [{"Fiche": "1", "Téléphone": "02 555 12 34"}]}, []),
    ("see also no fiche", {"Fiches": [fiche(1, Voir_aussi="2; 7"), fiche(2)]}, [("Z2", "see-also-unknown")]),
    ("see also two that are none", {"Fiches": [fiche(1, Voir_aussi="7 / 8")]}, [("Z2", "see-also-unknown")] * 2),
    ("see also a word", {"Fiches": [fiche(1, Voir_aussi="CPAS")]}, [("Z2", "see-also-unknown")]),
    (
        "see also a date that Excel made of 1/2",
        {"Fiches": [fiche(1, Voir_aussi="2026-02-01")]},
        [("Z2", "see-also-unknown")],
    ),
    (
        "see also fiches",
        {"Fiches": [fiche(1, Voir_aussi="2;3, 2\n3"), fiche(2, Voir_aussi=3.0), fiche(3, Voir_aussi=1)]},
        [],
    ),
]


@pytest.mark.parametrize(
    ("sheets", "expected"), [pytest.param(sheets, expected, id=name) for name, sheets, expected in ROWS]
)
def test_numbers_of_fiches(
    workbook: WorkbookMaker, sheets: dict[str, list[Cells]], expected: list[tuple[str, str]]
) -> None:
    assert found(workbook(**sheets)) == expected


@pytest.mark.parametrize(("name", "hint"), CASES)
def test_see_also(workbook: WorkbookMaker, name: str, hint: str) -> None:
    path = workbook(Fiches=[fiche(9, Nom="Fiche citée", Voir_aussi=name), *FICHES])

    [(message, proposed)] = said(path, "see-also-unknown", "en")
    assert message == f"“See also” needs the N° of a fiche, and “{name}” is not one."
    assert proposed.startswith(hint)


def test_each_name_is_told_once_and_what_is_read_stays(workbook: WorkbookMaker) -> None:
    checked = check(
        workbook(Fiches=[fiche(9, Voir_aussi="5 - Le Relais; Guichet Alpha; 7, AMO; Hôpital, clinique"), *FICHES])
    )

    assert [finding.message.split("“")[2].split("”")[0] for finding in checked.findings] == [
        "Guichet Alpha",
        "Hôpital, clinique",
    ]
    assert next(fiche.see_also for fiche in checked.directory.fiches if fiche.number == 9) == (5, 7)


@pytest.mark.parametrize("sheet", ["Contacts", "Suggestions"])
@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("Guichet Alpha", PLAIN.format(1, "Guichet Alpha")),
        ("Le Relai Namur", PROBABLY.format(5, "Le Relais")),
        ("Hôpital", "Write the N° of its fiche, such as 214."),
        ("5 ; 7", "Write the N° of its fiche, such as 214."),
    ],
)
def test_the_fiche_of_a_row(workbook: WorkbookMaker, sheet: str, name: str, hint: str) -> None:
    rows: dict[str, list[Cells]] = {
        sheet: [
            {"Fiche": name, "Téléphone": "02 555 99 88"}
            if sheet == "Contacts"
            else {"Fiche": name, "Proposition": "Oui"}
        ]
    }
    path = workbook(Fiches=FICHES, **rows)

    assert said(path, "number-invalid", "en") == [(f"“{name}” is not the N° of a fiche.", hint)]


@pytest.mark.parametrize("name", ["5 - Le Relais", "n° 5", "Fiche 5", "Le Relais (5)", "5 ; Le Relais"])
def test_a_number_with_its_name_is_read(workbook: WorkbookMaker, name: str) -> None:
    path = workbook(Fiches=FICHES, Contacts=[{"Fiche": name, "Libellé": "Garde", "Téléphone": "02 555 99 88"}])

    assert found(path) == []
    checked = check(path)
    assert [fiche.number for fiche in checked.directory.fiches if fiche.contacts] == [5]


def test_a_number_with_another_name_is_not(workbook: WorkbookMaker) -> None:
    path = workbook(Fiches=FICHES, Contacts=[{"Fiche": "1 - Le Relais Namur", "Téléphone": "02 555 99 88"}])

    assert found(path) == [("Contacts!A2", "number-invalid")]


@pytest.mark.parametrize(
    ("language", "message", "hint"),
    [
        (
            "en",
            "“See also” names the N° 7, which no fiche has.",
            "Correct the N°, or remove it; put ; between several.",
        ),
        (
            "fr",
            "«\u00a0Voir aussi\u00a0» cite le n°\u00a07, qu’aucune fiche ne porte.",
            "Corrigez le n°, ou retirez-le\u00a0; s’il y en a plusieurs, séparez-les par un point-virgule (;).",
        ),
        (
            "nl",
            "“Voir aussi” verwijst naar N° 7, maar geen enkele fiche heeft dat nummer.",
            "Verbeter het N°, of haal het weg; zet ; tussen meerdere nummers.",
        ),
    ],
)
def test_a_number_that_no_fiche_has(workbook: WorkbookMaker, language: str, message: str, hint: str) -> None:
    assert said(workbook(Fiches=[fiche(Voir_aussi="7")]), "see-also-unknown", language) == [(message, hint)]


def test_the_number_of_a_fiche_itself_is_no_reference(workbook: WorkbookMaker) -> None:
    path = workbook(Fiches=[*FICHES, {**fiche(), "N°": "Guichet Alpha", "Téléphone": "02 555 99 88"}])

    assert said(path, "number-invalid", "en") == [
        (
            "“Guichet Alpha” is not a whole number from 1 to 999999999.",
            "Write a number such as 214, without letters or decimals.",
        )
    ]


def test_names_in_the_workbook_of_an_editor(shared_data: Path) -> None:
    path = shared_data / "fautes" / "nom-au-lieu-du-numero.xlsx"

    assert [entry for entry in found(path) if entry[1] != "theme-unused"] == [
        ("R2", "see-also-unknown"),
        ("Contacts!A2", "number-invalid"),
    ]
    assert [hint for _message, hint in said(path, "see-also-unknown", "fr")] == [
        "C’est sans doute la fiche 4 («\u00a0Maison Delta\u00a0»)\u00a0: écrivez 4."
    ]
    assert [hint for _message, hint in said(path, "number-invalid", "fr")] == [
        "C’est la fiche 2 («\u00a0Guichet Bêta\u00a0»)\u00a0: écrivez 2."
    ]
