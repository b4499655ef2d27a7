"""What stands twice and what contradicts itself: rows in, `[(cell, code)]` out."""

import pytest

from fiche_builder.check.folding import name_cells
from fiche_builder.common.i18n import use_language
from tests.conftest import WorkbookMaker
from tests.making.workbooks import Cells, check, fiche, found, public

CASES: list[tuple[str, dict[str, list[Cells]], list[tuple[str, str]]]] = [
    (
        "near-same name, same mail",
        {
            "Fiches": [
                {**fiche(1, Nom="Mission locale"), "E-mail": "a@x.be"},
                {**fiche(2, Nom="Missions locale"), "E-mail": "A@x.be"},
            ]
        },
        [("C2", "possible-duplicate"), ("C3", "possible-duplicate")],
    ),
    (
        "near-same name, nothing in common",
        {"Fiches": [fiche(1, Nom="Mission locale"), fiche(2, Nom="Missions locale")]},
        [],
    ),
    (
        "same phone, quite another name",
        {"Fiches": [fiche(1, Nom="Mission locale"), fiche(2, Nom="Piscine", Téléphone="02/555.00.01")]},
        [("O2", "contact-shared"), ("O3", "contact-shared")],
    ),
    ("same short number", {"Fiches": [fiche(1, Téléphone="112"), fiche(2, Téléphone="112")]}, []),
    (
        "public here, internal in another fiche",
        {"Fiches": [public(1), fiche(2)], "Contacts": [{"Fiche": 2, "Téléphone": "02/555.00.01", "Usage": "Interne"}]},
        [("O2", "contact-shared"), ("Contacts!E2", "audience-conflict"), ("Contacts!E2", "contact-shared")],
    ),
    (
        "the switchboard of a public fiche beside a person of it",
        {
            "Fiches": [public(1)],
            "Contacts": [
                {"Fiche": 1, "Personne": "Anne", "Téléphone": "02/555.00.01", "Usage": "Interne"},
                {"Fiche": 1, "Personne": "Bea", "Téléphone": "02 555 00 01", "Usage": "Transférer"},
            ],
        },
        [],
    ),
    (
        "a number of many public fiches and of four internal ones: told once",
        {
            "Fiches": [
                *(
                    public(number, Nom=f"Publique {'abcdef'[number]}", Téléphone="02 555 00 01")
                    for number in range(1, 6)
                ),
                *(
                    fiche(
                        number, Nom=("Piscine", "Mairie", "Archives", "Garage")[number - 10], Téléphone="02 555 00 01"
                    )
                    for number in range(10, 14)
                ),
            ]
        },
        [
            *((f"O{row}", "contact-shared") for row in range(2, 7)),
            *((f"O{row}", code) for row in range(7, 11) for code in ("audience-conflict", "contact-shared")),
        ],
    ),
    (
        "given and kept among the contacts of one fiche",
        {
            "Fiches": [public(1)],
            "Contacts": [
                {"Fiche": 1, "Libellé": "Accueil", "Téléphone": "02 555 33 44", "Usage": "Donner"},
                {"Fiche": 1, "Libellé": "Garde", "Téléphone": "02 555 33 44", "Usage": "Interne"},
                {"Fiche": 1, "Personne": "Anne", "Téléphone": "02 555 33 44", "Usage": "Interne"},
            ],
        },
        [("Contacts!E3", "audience-conflict")],
    ),
    (
        "public here and there",
        {"Fiches": [public(1)], "Contacts": [{"Fiche": 1, "Téléphone": "02/555.00.01", "Usage": "Donner"}]},
        [],
    ),
    (
        "internal here and there",
        {"Fiches": [fiche(1)], "Contacts": [{"Fiche": 1, "Téléphone": "02/555.00.01", "Usage": "Interne"}]},
        [],
    ),
]


@pytest.mark.parametrize(
    ("sheets", "expected"), [pytest.param(sheets, expected, id=name) for name, sheets, expected in CASES]
)
def test_twins(workbook: WorkbookMaker, sheets: dict[str, list[Cells]], expected: list[tuple[str, str]]) -> None:
    assert found(workbook(**sheets)) == expected


def test_fiches_that_are_alike_are_told_as_a_group(workbook: WorkbookMaker) -> None:
    """Even where the first and the last of them are alike by way of others only."""
    use_language("en")
    names = ["Centre locale Nord", "Centres locale Nord", "Centres locales Nord", "Piscine", "Piscines", "Mairie"]
    rows = [fiche(n, Nom=name, **{"E-mail": f"{'a' if n < 4 else 'b'}@x.be"}) for n, name in enumerate(names, 1)]
    found_at = [
        (name_cells(f.places, "Fiches"), f.message)
        for f in check(workbook(Fiches=rows)).findings
        if f.code == "possible-duplicate"
    ]
    alike = "may be one and the same: a number or mail in common, near-same names."
    assert found_at == [
        ("C2:C4", f"“{names[0]}”, “{names[1]}”, “{names[2]}” {alike} 3 cells: C2:C4."),
        ("C5, C6", f"“Piscine”, “Piscines” {alike} 2 cells: C5, C6."),
    ]


def test_of_a_large_group_three_names_are_told(workbook: WorkbookMaker) -> None:
    use_language("en")
    rows = [
        fiche(n, Nom=f"Antenne{'s' * (n % 2)}", Commune=None if n == 3 else "Mons", **{"E-mail": "a@x.be"})
        for n in range(1, 7)
    ]
    (finding,) = (f for f in check(workbook(Fiches=rows)).findings if f.code == "possible-duplicate")
    assert finding.message.startswith("“Antennes”, “Antenne”, “Antennes” and 3 more may be")
    assert name_cells(finding.places, "Fiches") == "C2:C7"
