"""Findings on columns and sheets under another name, lost ones, and those of the team's own."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from fiche_builder.check import Severity
from fiche_builder.check.checked import check_workbook
from fiche_builder.check.findings import Past
from fiche_builder.common.config import Config
from fiche_builder.model.frame import LastFrame
from tests.conftest import WorkbookMaker
from tests.making.edits import Edit, edited, header, header_on_row
from tests.making.workbooks import FICHE, PARAMETERS, THEME, TODAY, Cells, check, fiche, found, said

Found = list[tuple[str, str]]
Sheets = Mapping[str, Sequence[Cells] | None]
_COUNT = 6
_PLAIN = ("N°", "Thème", "Nom", "Diffusion", "Téléphone", "Vérifié le")
COLUMN_G, COLUMN_E = "G1", "E1"


def sheet_with(header: str, values: Callable[[int], Any], *, without: str = "") -> tuple[list[str], list[Cells]]:
    """Return the headers and rows of a sheet `Fiches` with a further column, in G; in E, instead of the phones."""
    headers = [name for name in _PLAIN if name != without]
    headers.insert(4 if without == "Téléphone" else len(headers), header)
    rows: list[Cells] = []
    for number in range(1, _COUNT + 1):
        row = {name: fiche(number)[name] for name in _PLAIN if name != without}
        rows.append({**row, header: values(number)})
    return headers, rows


def phone(number: int) -> str:
    return f"02 555 77 0{number}"


def words(number: int) -> str:
    return ("à revoir", "Anne", "voir Marc")[number % 3]


HEADERS: list[tuple[str, tuple[str, str], Callable[[int], Any], Found]] = [
    # Ours under another name: by the name ...
    *(
        (name, (name, "Téléphone"), phone, [(COLUMN_E, "column-renamed")])
        for name in (
            "Tél.", "tel", "Téléphones", "Telephonne", "Téléphone (général)", "Téléphone *1", "N° de téléphone",
            "Telefoon", "Telefoonnummer", "Phone", "Numéro", "Numéro de tél.", "TÉLÉPHONE DU SERVICE",
        )
    ),
    ("mail", ("Courriel", ""), lambda number: f"info{number}@a.example", [(COLUMN_G, "column-renamed")]),
    ("mail, two words", ("Adresse e-mail", ""), lambda n: f"info{n}@a.example", [(COLUMN_G, "column-renamed")]),
    ("site", ("Web", ""), lambda number: f"www.a{number}.example", [(COLUMN_G, "column-renamed")]),
    ("postal code", ("C.P.", ""), lambda number: 1000 + 10 * number, [(COLUMN_G, "column-renamed")]),
    ("town", ("Ville", ""), lambda _number: "Ixelles", [(COLUMN_G, "column-renamed")]),
    ("town in Dutch", ("Gemeente", ""), lambda _number: "Elsene", [(COLUMN_G, "column-renamed")]),
    ("singular", ("Langue", ""), lambda _number: "FR NL", [(COLUMN_G, "column-renamed")]),
    ("verified", ("Date de contrôle", "Vérifié le"), lambda _number: TODAY, [("F1", "column-renamed")]),
    ("status", ("Etat", ""), lambda _number: "Actif", [(COLUMN_G, "column-missing")]),
    ("cut short", ("Descr.", ""), lambda _number: "Aide", [(COLUMN_G, "column-renamed")]),
    ("each word cut short", ("Autres appell.", ""), lambda _number: "Aide", [(COLUMN_G, "column-renamed")]),
    ("two names", ("Ville/Commune", ""), lambda _number: "Ixelles", [(COLUMN_G, "column-renamed")]),
    # ... by what stands in it ...
    ("the only phones", ("Ligne directe", "Téléphone"), phone, [(COLUMN_E, "column-renamed")]),
    ("phones", ("Appelez-nous", "Téléphone"), phone, [(COLUMN_E, "column-renamed")]),
    ("phones without a header", ("", "Téléphone"), phone, [(COLUMN_E, "column-renamed")]),
    ("mails", ("Boîte", ""), lambda number: f"info{number}@a.example", [(COLUMN_G, "column-renamed")]),
    ("sites", ("Où", ""), lambda number: f"www.a{number}.example", [(COLUMN_G, "column-renamed")]),
    ("dates", ("Quand", "Vérifié le"), lambda _number: TODAY, [("F1", "column-renamed")]),
    ("words", ("Vie", ""), lambda n: ("Actif", "Suspendu")[n % 2], [(COLUMN_G, "column-missing")]),
    ("a word of one list only", ("Vie", ""), lambda _number: "Archivé", [(COLUMN_G, "column-missing")]),
    # ... and what is neither: a column of the team's own.
    *(
        (name, (name, ""), words, [(COLUMN_G, "column-unknown")])
        for name in (
            "Commentaire", "Responsable", "Nom du responsable", "Référence", "Secteur", "Quartier", "Budget", "Notes",
            "Contrat", "Source de financement", "Remarques", "Lieu", "Région", "Service", "Priorité", "Message",
        )
    ),
    ("own codes", ("Code interne", ""), lambda number: 1000 + number, [(COLUMN_G, "column-unknown")]),
    ("years", ("Année", ""), lambda number: 2019 + number % 3, [(COLUMN_G, "column-unknown")]),
    ("few dates", ("Créée le", ""), lambda n: date(2020, 1, n) if n < 4 else None, [(COLUMN_G, "column-unknown")]),
    ("own site", ("Site", ""), lambda number: ("Canal", "Midi")[number % 2], [(COLUMN_G, "column-unknown")]),
    ("own status", ("Statut juridique", ""), lambda _number: "ASBL", [(COLUMN_G, "column-unknown")]),
    ("yes and no", ("Accès PMR", ""), lambda n: ("Oui", "Non")[n % 2], [(COLUMN_G, "column-unknown")]),
    ("a word of many lists", ("Cercle", ""), lambda _number: "Interne", [(COLUMN_G, "column-unknown")]),
    ("a comment", ("Comm.", ""), words, [(COLUMN_G, "column-unknown")]),
    ("files", ("Photo", ""), lambda number: f"img{number}.jpg", [(COLUMN_G, "column-unknown")]),
    ("private phones", ("Téléphone privé", ""), phone, [(COLUMN_G, "column-unknown")]),
    ("own phones", ("GSM (interne)", ""), phone, [(COLUMN_G, "column-unknown")]),
    ("own number", ("Numéro BCE", ""), lambda n: f"0455.123.45{n}", [(COLUMN_G, "column-unknown")]),
    ("two cells without a header", ("", ""), lambda n: "ici" if n < 3 else None, []),
    ("a text without a header", ("", ""), words, [(COLUMN_G, "column-unknown")]),
    # What readers might miss.
    ("second phones", ("Téléphone 2", ""), phone, [(COLUMN_G, "column-unread")]),
    ("direct lines", ("Ligne directe", ""), phone, [(COLUMN_G, "column-unread")]),
    ("mobile phones", ("GSM", ""), phone, [(COLUMN_G, "column-unread")]),
    ("mobile phones, some", ("GSM", ""), lambda n: phone(n) if n > 3 else "", [(COLUMN_G, "column-unread")]),
    ("mobile phones, hardly any", ("GSM", ""), lambda n: phone(n) if n > 4 else "", [(COLUMN_G, "column-unknown")]),
    ("many dates", ("Créée le", ""), lambda number: date(2020, 1, number), [(COLUMN_G, "column-unread")]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("names", "values", "expected"), [pytest.param(*case[1:], id=case[0] + case[1][0]) for case in HEADERS]
)
def test_a_header_that_is_not_ours(
    workbook: WorkbookMaker, names: tuple[str, str], values: Callable[[int], Any], expected: Found
) -> None:
    headers, rows = sheet_with(names[0], values, without=names[1])

    assert found(workbook(headers={"Fiches": headers}, Fiches=rows)) == expected


CONTACT: Cells = {"Fiche": 1, "Libellé": "Accueil", "Téléphone": "02 555 12 35", "Usage": "Donner", "E-mail": None}
TEAM: Cells = {"Équipe": "Renfort", "Nom": "A", "E-mail": "a@contact.example", "Édition": "Interne"}
SUGGESTION: Cells = {"Reçue le": TODAY, "Fiche": 1, "Proposition": "x", "Statut": "Nouvelle"}
SETTINGS = list(PARAMETERS)

SHEETS: list[tuple[str, Sheets, Found]] = [
    *(
        (f"teams as {title}", {title: [TEAM]}, [(f"{title}!", "sheet-renamed")])
        for title in ("Equipe", "Teams", "Team", "Équipes 2026", "Destinataires", "Feuil3")
    ),
    ("contacts", {"Contact": [CONTACT]}, [("Contact!", "sheet-renamed")]),
    ("contacts by their headers", {"Autres numéros": [CONTACT]}, [("Autres numéros!", "sheet-renamed")]),
    ("suggestions", {"Remarques": [SUGGESTION]}, [("Remarques!", "sheet-renamed")]),
    ("settings", {"Paramètres": None, "Parametres généraux": SETTINGS}, [("Parametres généraux!", "sheet-renamed")]),
    ("settings as Réglages", {"Paramètres": None, "Réglages": SETTINGS}, [("Réglages!", "sheet-renamed")]),
    ("fiches", {"Fiches": None, "Fiche": [FICHE]}, [("", "sheet-missing")]),
    ("fiches by their headers", {"Fiches": None, "Feuil1": [FICHE]}, [("", "sheet-missing")]),
    ("themes", {"Thèmes": None, "Themes 2026": [THEME]}, [("Thèmes!", "sheet-missing")]),
    # Copies.
    *(
        (title, {title: [FICHE]}, [(f"{title}!", "sheet-unread")])
        for title in ("Fiches (2)", "Copie de Fiches", "Fiches - ancien", "Kopie van Fiches", "À valider")
    ),
    ("copy of the themes", {"Thèmes old": [{"Nom": "Emploi"}]}, [("Thèmes old!", "sheet-unread")]),
    ("copy of the teams", {"Équipes": [TEAM], "Equipes": [TEAM]}, [("Equipes!", "sheet-unread")]),
    ("copy of the settings", {"Paramètres (2)": SETTINGS}, [("Paramètres (2)!", "sheet-unread")]),
    # Other sheets.
    ("an empty copy", {"Fiches (2)": []}, []),
    ("a chart", {"Fiches par thème": [{"Thème": "Emploi", "Nombre": 12}]}, []),
    ("notes", {"Remarques": [{"À faire": "appeler Anne"}]}, []),
    ("a note called Contact", {"Contact": [{"En cas de panne": "appeler Anne"}]}, []),
    ("other contacts", {"Contacts presse": [{"Journal": "Le Soir", "Téléphone": "02 555 00 11"}]}, []),
    ("a table of codes", {"Communes": [{"Code": 1, "Nom": "Ixelles"}]}, []),
    ("what editors read", {"Lisez-moi": [FICHE]}, []),
]


@pytest.mark.parametrize(("sheets", "expected"), [pytest.param(*case[1:], id=case[0]) for case in SHEETS])
def test_a_sheet_that_is_not_ours(workbook: WorkbookMaker, sheets: Sheets, expected: Found) -> None:
    assert found(workbook(**sheets)) == expected


def test_an_empty_sheet_or_column_of_ours_answers_the_question(workbook: WorkbookMaker) -> None:
    assert found(edited(workbook(Appels=[CONTACT]), lambda book: book.create_sheet("Contacts"))) == [
        ("Appels!", "sheet-unread")
    ]

    headers, rows = sheet_with("Site", lambda number: f"www.a{number}.example")
    asked = found(workbook(headers={"Fiches": [*headers, "Site web"]}, Fiches=rows))
    assert asked == [(COLUMN_G, "column-unread")]


LAST = LastFrame(
    "2026-10",
    {"fiches": ("number", "theme", "name", "phones", "hours"), "teams": ("team", "email"), "themes": ("name", "code")},
)
LOST: list[tuple[str, Sheets, Found]] = [
    ("a column and a sheet", {}, [("Équipes!", "sheet-lost"), ("A1", "column-lost")]),
    ("a sheet", {"Fiches": [fiche(Horaires="9-12")]}, [("Équipes!", "sheet-lost"), ("A1", "column-lost")]),
]


def test_what_the_last_edition_had_is_lost(workbook: WorkbookMaker) -> None:
    headers = ["N°", "Thème", "Nom", "Diffusion", "Téléphone", "Vérifié le"]
    path = workbook(headers={"Fiches": headers}, Fiches=[FICHE])

    assert _found(path) == LOST[0][2]


def test_a_lost_column_is_one_finding_not_one_for_each_row(workbook: WorkbookMaker) -> None:
    headers = ["N°", "Thème", "Nom", "Diffusion", "Vérifié le", "Horaires"]
    rows = [{key: value for key, value in fiche(n).items() if key in headers} for n in range(1, 9)]

    assert _found(workbook(headers={"Fiches": headers}, Fiches=rows, Équipes=[TEAM])) == [("A1", "column-lost")]


def test_an_empty_column_or_sheet_is_not_lost(workbook: WorkbookMaker) -> None:
    """The way on for an editor who really gave one up."""
    path = workbook(headers={"Fiches": ["N°", "Thème", "Nom", "Diffusion", "Téléphone", "Vérifié le", "Horaires"]})

    assert _found(edited(path, lambda book: book.create_sheet("Équipes"))) == []


def test_a_column_that_is_renamed_is_not_lost_as_well(workbook: WorkbookMaker) -> None:
    headers = ["N°", "Thème", "Nom", "Diffusion", "Tél.", "Vérifié le", "Horaires"]
    rows = [{("Tél." if key == "Téléphone" else key): value for key, value in FICHE.items()}]

    assert _found(workbook(headers={"Fiches": headers}, Fiches=rows, Équipes=[TEAM])) == [("E1", "column-renamed")]


def _found(path: Path) -> Found:
    findings = check_workbook(path, Config(), TODAY, past=Past(last=LAST)).findings
    return [
        (f.place.coordinate if f.place.sheet == "Fiches" else f"{f.place.sheet}!{f.place.coordinate}", f.code)
        for f in findings
    ]


def test_a_title_above_the_headers_is_not_taken_for_them(workbook: WorkbookMaker) -> None:
    def titled(book: Any) -> None:
        header_on_row(24)(book)
        book["Fiches"]["A1"] = "Nom"

    ((message, hint),) = said(edited(workbook(), titled), "column-missing", "en")
    assert message.startswith("None of the first 20 rows has the headers")
    assert "row 24" in hint


def test_groups_above_the_headers_do_no_harm(workbook: WorkbookMaker) -> None:
    def grouped(book: Any) -> None:
        sheet = book["Fiches"]
        sheet.insert_rows(1)
        sheet["A1"], sheet["O1"] = "Identité", "Téléphone"
        sheet.merge_cells("A1:G1")
        sheet.merge_cells("O1:R1")

    assert found(edited(workbook(), grouped)) == []


def test_a_team_s_own_list_is_told_its_columns_and_nothing_of_its_rows(workbook: WorkbookMaker) -> None:
    """Nobody wants to hear that every fiche lacks a phone when the column is called Tel."""
    names = ["Nr", "Rubriek", "Dienst", "Openbaar?", "Tel", "E-mailadres", "Straat", "Postcode", "Stad"]
    rows = [
        dict(zip(names, (n, "Emploi", f"D{n}", "Intern", phone(n), f"a{n}@b.example", "x", 1000, "y"), strict=True))
        for n in range(1, 6)
    ]
    findings = check(workbook(headers={"Fiches": names}, Fiches=rows)).findings

    assert {finding.code for finding in findings} == {"column-missing", "column-renamed"}
    assert {finding.place.row for finding in findings} == {1}
    assert len(findings) == len(names)


TEXTS: list[tuple[str, Edit, str, tuple[str, str]]] = [
    (
        "column-renamed",
        header("V1", "Langue"),
        "fr",
        (
            "La colonne «\u00a0Langue\u00a0» n’est pas lue, et il manque une colonne «\u00a0Langues\u00a0».",
            (
                "Vouliez-vous dire «\u00a0Langues\u00a0»\u00a0? Écrivez alors ce titre. "
                "Sinon, ajoutez une colonne vide «\u00a0Langues\u00a0»."
            ),
        ),
    ),
    (
        "column-missing",
        header("J1", "Statuts"),
        "fr",
        (
            "La colonne «\u00a0Statut\u00a0» manque.",
            (
                "Vouliez-vous donner ce nom à «\u00a0Statuts\u00a0»\u00a0? Sinon, ajoutez une colonne vide "
                "«\u00a0Statut\u00a0»."
            ),
        ),
    ),
]


@pytest.mark.parametrize(("code", "edit", "language", "text"), TEXTS)
def test_messages(workbook: WorkbookMaker, code: str, edit: Edit, language: str, text: tuple[str, str]) -> None:
    assert said(edited(workbook(), edit), code, language) == [text]


SHARED = [
    ("entete-tel.xlsx", [("I1", "column-renamed")]),
    ("entete-droit.xlsx", [("Contacts!G1", "column-missing")]),
    ("feuille-equipe.xlsx", [("Equipe!", "sheet-renamed")]),
    ("feuille-parametres.xlsx", [("Parametres généraux!", "sheet-renamed")]),
    ("entetes-maison.xlsx", [(f"{c}1", "column-missing") for c in "BC"]
        + [(f"{c}1", "column-renamed") for c in "DEGHIJKL"] + [("N1", "column-missing")]),
]  # fmt: skip


@pytest.mark.parametrize(("name", "expected"), SHARED)
def test_the_faults_that_were_reported(shared_data: Path, name: str, expected: Found) -> None:
    errors = [f for f in check(shared_data / "fautes" / name).findings if f.severity is Severity.ERROR]

    assert [
        (f.place.coordinate if f.place.sheet == "Fiches" else f"{f.place.sheet}!{f.place.coordinate}", f.code)
        for f in errors
    ] == expected
