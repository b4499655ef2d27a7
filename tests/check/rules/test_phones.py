"""Findings on phones: rows in, `[(cell, code)]` out; and the small faulty workbooks of the open data."""

from pathlib import Path

import pytest

from tests.conftest import WorkbookMaker
from tests.making.workbooks import PARAMETERS, TODAY, Cells, check, fiche, found, public, said

Found = list[tuple[str, str]]
Texts = dict[str, tuple[str, str]]
"""(message, hint) by language."""
Case = tuple[str, dict[str, list[Cells]], Found]
FRANCE: list[Cells] = [*PARAMETERS, {"Clé": "Indicatif", "Valeur": "fr"}]
LUXEMBOURG: list[Cells] = [*PARAMETERS, {"Clé": "Indicatif", "Valeur": "LU"}]
PHONE = [("O2", "phone-invalid")]


def phone(value: object) -> dict[str, list[Cells]]:
    return {"Fiches": [fiche(Téléphone=value)]}


def french_phone(value: object) -> dict[str, list[Cells]]:
    return {**phone(value), "Paramètres": FRANCE}


CASES: list[Case] = [
    ("a digit missing", french_phone("02 41 41 5 67"), PHONE),
    ("a digit too many", french_phone("02 41 41 51 678"), PHONE),
    ("NEANT", phone("NEANT"), PHONE),
    ("words", phone("voir site"), PHONE),
    ("several without a separator", phone("02 555 12 34 GSM 0470 12 34 56"), PHONE),
    ("one of two is wrong", phone("02 555 12 34 ; 02 55"), PHONE),
    ("two of two are wrong", phone("02 55 ; 03 55"), PHONE * 2),
    ("yes", {"Fiches": [fiche(Téléphone=True)]}, PHONE),
    ("in Contacts", {"Contacts": [{"Fiche": 1, "Téléphone": "néant"}]}, [("Contacts!E2", "phone-invalid")]),
    ("with ET between", french_phone("06.66.37.24.32 ET 09.81.82.79.97"), []),
    ("with a label behind", french_phone("+33 2 48 68 33 57 (aux heures de permanence)"), []),
    ("with labels and a line break", french_phone("Contact Retraite : 3960 \nContact Employeurs : 3957"), []),
    ("short", french_phone("3949"), []),
    ("short, a number cell", french_phone(3949), []),
    ("with no-break blanks", french_phone("03\u00a020\u00a012\u202f34 56"), []),
    ("Belgian, all separators", phone("02/555.12.34 ; 0470/12.34.56 / +32 (0)2 555 12 34 ext. 12"), []),
    ("emergency", phone("112"), []),
    ("a number cell", phone(25551234), [("O2", "phone-lost-zero")]),
    ("a number cell with decimals .0", phone(25551234.0), [("O2", "phone-lost-zero")]),
    ("a French number cell", french_phone(237641660), [("O2", "phone-lost-zero")]),
    ("the same as text", french_phone("237641660"), []),
    ("a number cell of too few digits", phone(2555123), PHONE),
    ("premium 0900", {"Fiches": [public(Téléphone="0900 12 345")]}, [("O2", "phone-premium")]),
    ("premium 070", {"Fiches": [public(Téléphone="070 23 45 67")]}, [("O2", "phone-premium")]),
    ("premium, but internal", {"Fiches": [fiche(Téléphone="0900 12 345")]}, []),
    ("free 0800", {"Fiches": [public(Téléphone="0800 12 345")]}, []),
    ("a number cell where no zero is dialled", {**phone(26123401), "Paramètres": LUXEMBOURG}, []),
    ("two numbers with a blank between", phone("02 555 12 34 02 555 12 35"), []),
    ("a number that Excel shortened", phone("3,2261E+09"), PHONE),
    ("hours only", phone("9h-12h"), PHONE),
    ("hours and a number", phone("02 555 12 34 (9h-12h / 13h30-16h)"), []),
    ("overseas", french_phone("02 62 37 00 01"), []),
    (
        "an extension that the public would read",
        {"Fiches": [public(Téléphone="4567")]},
        [("O2", "phone-short-unknown")],
    ),
    (
        "two such extensions",
        {"Fiches": [public(1, Téléphone="4567"), public(2, Téléphone=4568)]},
        [("O2", "phone-short-unknown"), ("O3", "phone-short-unknown")],
    ),
    (
        "extensions in internal fiches: told once",
        {"Fiches": [fiche(1, Téléphone="4567"), fiche(2, Téléphone="4568"), fiche(3, Téléphone="4569")]},
        [(f"O{row}", "phone-short-unknown") for row in (2, 3, 4)],
    ),
    (
        "an extension to give out",
        {"Fiches": [public(1)], "Contacts": [{"Fiche": 1, "Téléphone": "4567", "Usage": "Donner"}]},
        [("Contacts!E2", "phone-short-unknown")],
    ),
    ("unseen blanks", phone("02\u200b555\u200b12\u200b34"), [("O2", "phone-untidy")]),
    ("wide digits", phone("０２ ５５５ １２ ３４"), [("O2", "phone-untidy")]),
    ("many blanks", phone("02    555    12    34"), [("O2", "phone-untidy")]),
    (
        "premium twice: told once",
        {"Fiches": [public(1, Téléphone="0900 12 345"), public(2, Téléphone="0900/12.345")]},
        [(cell, code) for cell in ("O2", "O3") for code in ("contact-shared", "phone-premium")],
    ),
]


@pytest.mark.parametrize(
    ("sheets", "expected"), [pytest.param(sheets, expected, id=name) for name, sheets, expected in CASES]
)
def test_phones(workbook: WorkbookMaker, sheets: dict[str, list[Cells]], expected: Found) -> None:
    assert found(workbook(**sheets)) == expected


@pytest.mark.parametrize(
    ("sheets", "code", "message", "hint"),
    [
        (
            phone("02 555 12 34 GSM 02 555 12 35"),
            "phone-invalid",
            "«\u00a002 555 12 34 GSM 02 555 12 35\u00a0» contient plusieurs numéros impossibles à distinguer.",
            "Est-ce plusieurs numéros\u00a0? Mettez ; entre eux\u00a0: 02 555 12 34 ; 02 555 12 35.",
        ),
        (
            phone("3,2261E+09"),
            "phone-invalid",
            "«\u00a03,2261E+09\u00a0» est un nombre qu’Excel a abrégé\u00a0; ses derniers chiffres sont perdus.",
            "Donnez à la colonne le format «\u00a0Texte\u00a0», puis retapez le numéro.",
        ),
        (
            {"Fiches": [fiche(1, Téléphone="4567"), fiche(2, Téléphone="4568")]},
            "phone-short-unknown",
            "4567 n’est pas un numéro court connu (BE)\u00a0; il est publié tel quel. 2 cellules\u00a0: O2, O3.",
            "Si c’est un poste interne, écrivez le numéro entier\u00a0: 02 555 12 34 poste 4567.",
        ),
        (
            phone("02\u200b555\u200b12\u200b34"),
            "phone-untidy",
            (
                "Le numéro contient des espaces superflus ou des caractères inhabituels\u00a0; "
                "il est lu comme 02 555 12 34."
            ),
            "",
        ),
    ],
)
def test_messages(workbook: WorkbookMaker, sheets: dict[str, list[Cells]], code: str, message: str, hint: str) -> None:
    assert said(workbook(**sheets), code, "fr") == [(message, hint)]


MESSAGES: list[tuple[str, dict[str, list[Cells]], Texts]] = [
    (
        "phone-invalid",
        french_phone("02 41 41 5 67"),
        {
            "en": (
                "“02 41 41 5 67” is not a phone number: a digit is missing.",
                (
                    "Write it as it is dialled, such as 02 555 12 34, or +33 … for another country; check it at the "
                    "source."
                ),
            ),
            "fr": (
                "«\u00a002 41 41 5 67\u00a0» n’est pas un numéro de téléphone\u00a0: il manque un chiffre.",
                (
                    "Écrivez-le comme on le compose, par exemple 02 555 12 34, ou +33 … pour un autre pays\u00a0; "
                    "vérifiez-le à la source."
                ),
            ),
            "nl": (
                "“02 41 41 5 67” is geen telefoonnummer: er ontbreekt een cijfer.",
                (
                    "Schrijf het zoals u het zou intoetsen, zoals 02 555 12 34, of +33 … voor een ander land; kijk het "
                    "na bij de bron."
                ),
            ),
        },
    ),
    (
        "phone-invalid",
        phone("NEANT"),
        {
            "en": ("“NEANT” is not a phone number.", "If there is none, leave the cell empty."),
            "fr": (
                "«\u00a0NEANT\u00a0» n’est pas un numéro de téléphone.",
                "S’il n’y en a pas, laissez la cellule vide.",
            ),
            "nl": ("“NEANT” is geen telefoonnummer.", "Als er geen is, laat de cel dan leeg."),
        },
    ),
    (
        "phone-lost-zero",
        phone(25551234),
        {
            "en": (
                "25551234 lost its zero (Excel took it for a number); it is read as 02 555 12 34.",
                "Give the column the format “Text” and type the number again.",
            ),
            "fr": (
                "25551234 a perdu son zéro (Excel l’a pris pour un nombre)\u00a0; il est lu comme 02 555 12 34.",
                "Donnez à la colonne le format «\u00a0Texte\u00a0», puis retapez le numéro.",
            ),
            "nl": (
                "25551234 is de nul vooraan kwijt (Excel zag er een getal in); het wordt gelezen als 02 555 12 34.",
                "Geef de kolom de notatie “Tekst” en typ het nummer opnieuw.",
            ),
        },
    ),
]


@pytest.mark.parametrize("language", ["en", "fr", "nl"])
@pytest.mark.parametrize(
    ("code", "sheets", "texts"), [pytest.param(*case, id=f"{case[0]}{n}") for n, case in enumerate(MESSAGES)]
)
def test_messages_by_language(
    workbook: WorkbookMaker, code: str, sheets: dict[str, list[Cells]], texts: Texts, language: str
) -> None:
    assert said(workbook(**sheets), code, language) == [texts[language]]


FAULTS = {
    "tel-chiffres-voisins": (
        [["107 (7j/7)"], ["107 (Ligne 2)"], ["02 619 10 34", "02 619 10 35", "02 619 10 36"],
            ["0800 12 345 (7/7 - 24/24)"]],
        [],
    ),
    "tel-horaires": (
        [
            ["02 619 10 01 (lu-ve 9:00-12:00)"],
            ["02 619 10 02 (7j/7, 24h/24)"],
            ["107 (24/24)"],
            ["02 619 10 03 (9h-12h / 13h30-16h)"],
        ],
        [],
    ),
    "tel-outre-mer": ([["0262 37 00 01"], ["0692 29 00 02"]], []),
    "tel-separateurs": ([["02 619 10 01", "02 619 10 02"], ["02 619 10 03", "02 619 10 04"]], []),
    "tel-quatre-chiffres": ([["4567"], ["2345"]], [("O2", "phone-short-unknown"), ("O3", "phone-short-unknown")]),
    "tel-zero-perdu-lu": ([["26 12 34 01"], ["800 02 080"]], []),
    "tel-zero-perdu-3": ([["25 30 01 01"]], []),
    "numeros-colles": (
        [[], ["02 61 91 14 14", "02 61 91 14 15"], ["02 61 91 14 14", "02 61 91 15 15"], ["02 61 91 14 14"],
            ["02 61 91 15 15"]],
        [("I2", "phone-invalid")],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", list(FAULTS))
def test_what_went_wrong_is_right(name: str, shared_data: Path) -> None:
    """Nine digits are no French number, so the first cell of `numeros-colles` is told, as several."""
    printed, findings = FAULTS[name]
    path = shared_data / "fautes" / f"{name}.xlsx"
    checked = check(path, today=TODAY)
    numbers = [
        [phone.shown + f" ({phone.label})" * bool(phone.label) for phone in fiche.phones]
        for fiche in checked.directory.fiches
    ]
    assert numbers == printed
    assert [(cell, code) for cell, code in found(path) if code.startswith("phone-")] == findings


def test_numbers_that_nobody_sees_are_told_in_their_cells(shared_data: Path) -> None:
    path = shared_data / "fautes" / "phone-invisible.xlsx"
    untidy = [cell for cell, code in found(path) if code == "phone-untidy"]
    assert untidy == ["Contacts!E2", "Contacts!E3", "Contacts!E4"]
    contacts = check(path).directory.fiches[0].contacts
    assert [phone.shown for contact in contacts for phone in contact.phones] == [
        "02 555 66 77",
        "0470 12 34 56",
        "02 555 88 99",
        "02 555 77 88",
    ]
