"""What a filled call sheet changes in the workbook it was made from, and what is told of it."""

from datetime import date
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

from fiche_builder.common.config import Config
from fiche_builder.upkeep.amend import Amendment, read_master
from fiche_builder.upkeep.apply import read_returned
from fiche_builder.upkeep.sheets.returned import Returned
from tests.making.workbooks import TODAY, fiche, public

LONG_AGO = date(2025, 1, 6)


FICHES_ROWS = [
    fiche(1, Nom="Le Relais", Vérifié_le=LONG_AGO, Vérifié_par="XY", Source="mail", Horaires="lu-ve 9:00-12:00"),
    public(
        2,
        Nom="Maison de l'emploi",
        Vérifié_le=None,
        Adresse="Rue Haute 1\nbte\u00a02  =A",
        **{"E-mail": "info@maison.example", "Code postal": "1000"},
    ),
    fiche(3, Nom="Actiris antenne", Vérifié_le=LONG_AGO),
]


CONTACTS_ROWS: list[dict[str, Any]] = [
    {
        "Fiche": 1,
        "Libellé": "Direct line",
        "Personne": "A. Dupont",
        "Fonction": "coordinator",
        "Téléphone": "02 555 00 91",
    },
    {"Fiche": 1, "Libellé": "Night", "Téléphone": "02 555 00 92", "Vérifié le": LONG_AGO},
    {"Fiche": 2, "Personne": "B. Peeters", "E-mail": "b@maison.example"},
]


def returned(sheet: Path, master: Path) -> Returned:
    return read_returned(sheet, read_master(master, Config(), TODAY), TODAY)


def told(sheet: Path, master: Path) -> list[tuple[str, str]]:
    return [(problem.cell, problem.message) for problem in returned(sheet, master).problems]


def cells(found: Returned) -> list[tuple[str, int, str, object]]:
    return [
        (change.sheet.key, change.row, change.key, change.new)
        for change in found.changes
        if isinstance(change, Amendment)
    ]


def changed(sheet: Path, master: Path) -> list[tuple[str, int, str, object]]:
    return cells(returned(sheet, master))


def edit(master: Path, sheet: str = "Fiches", **cells: Any) -> None:
    book: Any = load_workbook(master)
    for name, value in cells.items():
        book[sheet][name] = value
    book.save(master)
