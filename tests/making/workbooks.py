"""Real workbooks made in a test: rows as data, cells by header."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from fiche_builder.check.checked import CheckedWorkbook, check_workbook
from fiche_builder.check.folding import cell_name
from fiche_builder.common.config import Config
from fiche_builder.common.i18n import use_language

TODAY = date(2026, 11, 22)
Cells = Mapping[str, Any]

FICHE: Cells = {
    "N°": 1,
    "Thème": "Emploi",
    "Nom": "Le Relais",
    "Diffusion": "Interne",
    "Téléphone": "02 555 12 34",
    "Vérifié le": TODAY,
}
THEME: Cells = {"Nom": "Emploi", "Couleur": "#1D4E89"}
PARAMETERS: tuple[Cells, ...] = (
    {"Clé": "Titre", "Valeur": "Annuaire"},
    {"Clé": "Adresse des suggestions", "Valeur": "annuaire@contact.example"},
)
_DEFAULTS: Mapping[str, Sequence[Cells]] = {"Fiches": (FICHE,), "Thèmes": (THEME,), "Paramètres": PARAMETERS}

_LAYOUT = {
    "Fiches": (
        "N° | Thème | Nom | Nom (nl) | Sigle | Autres appellations | Nature | Diffusion | Essentiel | Statut | "
        "Description | Description (nl) | Public visé | Conditions d'accès | Téléphone | E-mail | Site web | "
        "Adresse | Code postal | Commune | Horaires | Langues | Avis | Avis du | Avis au | Voir aussi | "
        "Consigne | Message type | Fiche technique | Note interne | Autorisé par | Vérifié le | Vérifié par | "
        "Source"
    ),
    "Contacts": "Fiche | Libellé | Personne | Fonction | Téléphone | E-mail | Usage | Vérifié le | Vérifié par "
    "| Source",
    "Thèmes": "Code | Nom | Nom (nl) | Ordre | Couleur | Description",
    "Équipes": "Équipe | Nom | E-mail | Édition | Actif",
    "Suggestions": (
        "Reçue le | Fiche | Proposition | Auteur | Statut | Traitée par | Traitée le | Réponse | Remercier | "
        "Réf. message"
    ),
    "Paramètres": "Clé | Valeur",
}
"""The columns of the tests' workbooks, by which tests name cells.

A column that is new in the field table comes after them, if a row uses it.
"""


def fiche(number: int = 1, **cells: Any) -> dict[str, Any]:
    """Return the row of a sound internal fiche; keyword `Nom__nl` stands for the header `Nom (nl)`, `_` for a blank."""
    named = {key.replace("__nl", " (nl)").replace("_", " "): value for key, value in cells.items()}
    return {
        **FICHE,
        "N°": number,
        "Nom": f"Fiche {number}",
        "Téléphone": f"02 555 {number // 100:02} {number % 100:02}",
        **named,
    }


def public(number: int = 1, **cells: Any) -> dict[str, Any]:
    """Return the row of a sound public fiche."""
    return fiche(number, Diffusion="Public", **{"Autorisé_par": "AB", **cells})


def make_workbook(
    path: Path,
    sheets: Mapping[str, Sequence[Cells]] | None = None,
    *,
    headers: Mapping[str, Sequence[str]] | None = None,
) -> Path:
    """Write a workbook at `path`, with each sheet's rows by header.

    A sheet that is not named has sound rows; `None` leaves it out. The columns are those of `columns_of`, so that `N°`
    is always column A; `headers` sets others.
    """
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    for title, rows in {**_DEFAULTS, **(sheets or {})}.items():
        if rows is None:
            continue
        sheet = workbook.create_sheet(title)
        columns = list((headers or {}).get(title) or columns_of(title, rows))
        for number, header in enumerate(columns, 1):
            sheet.cell(1, number, header)
        for row_number, row in enumerate(rows, 2):
            for header, value in row.items():
                if value is not None:
                    cell = sheet.cell(row_number, columns.index(header) + 1)
                    cell.value = value
    workbook.save(path)
    return path


def columns_of(title: str, rows: Iterable[Cells]) -> list[str]:
    """Return the headers of a sheet: those of `_LAYOUT` first, then the others that the rows use."""
    known = _LAYOUT[title].split(" | ") if title in _LAYOUT else []
    return list(dict.fromkeys([*known, *(header for row in rows for header in row)]))


def check(path: Path, config: Config | None = None, today: date = TODAY) -> CheckedWorkbook:
    """Check the workbook at `path`."""
    return check_workbook(path, config or Config(), today)


def said(path: Path, code: str, language: str, config: Config | None = None) -> list[tuple[str, str]]:
    """Return `[(message, hint)]` of the findings of one code, in a language."""
    use_language(language)
    return [(f.message, f.hint) for f in check(path, config).findings if f.code == code]


def found(path: Path, config: Config | None = None, today: date = TODAY) -> list[tuple[str, str]]:
    """Return `[(cell, code)]` of all findings, for each of their cells, by sheet, row and column.

    Cells outside `Fiches` have their sheet, as in `Contacts!A2`.
    """
    checked = check(path, config, today)
    order = [sheet.title for sheet in checked.book.raw.sheets]
    places = sorted(
        ((place, finding.code) for finding in checked.findings for place in finding.places),
        key=lambda entry: (
            order.index(entry[0].sheet) if entry[0].sheet in order else -1,
            entry[0].row,
            entry[0].column,
            entry[1],
        ),
    )
    return [(cell_name(place, "Fiches"), code) for place, code in places]
