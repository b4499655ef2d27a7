"""Findings on sheets, columns and cells as such: rows in, `[(cell, code)]` out."""

from datetime import date, datetime

import pytest

from tests.conftest import WorkbookMaker
from tests.making.edits import (
    LAST_ROW,
    Edit,
    bold_run,
    calendar_1904,
    comment,
    edited,
    error,
    header,
    header_on_row,
    header_on_row_4,
    help_row,
    link,
    merge,
    rename,
    struck,
    struck_blank_run,
    struck_run,
    styled_blank_rows,
    styled_last_row,
    value_in_last_row,
)
from tests.making.packages import pack, unpack
from tests.making.workbooks import PARAMETERS, THEME, TODAY, Cells, check, fiche, found, said

Found = list[tuple[str, str]]
Texts = dict[str, tuple[str, str]]
"""(message, hint) by language."""
Case = tuple[str, dict[str, list[Cells] | None], Found]


def without(header: str, rows: list[Cells]) -> list[Cells]:
    return [{key: value for key, value in row.items() if key != header} for row in rows]


CASES: list[Case] = [
    ("sound", {}, []),
    ("no sheet Thèmes", {"Thèmes": None}, [("Thèmes!", "sheet-missing"), ("B2", "theme-unknown")]),
    ("no sheet Fiches", {"Fiches": None}, [("", "sheet-missing"), ("Thèmes!B2", "theme-unused")]),
    ("optional sheets may be absent", {"Contacts": None, "Équipes": None, "Suggestions": None}, []),
    ("a sheet of the editors' own", {"Brouillon": [{"Nom": "=1+1", "Téléphone": "?"}]}, []),
    ("Lisez-moi is never read", {"Lisez-moi": [{"N°": "=1+1", "Nom": "#REF!"}]}, []),
    ("column unknown", {"Fiches": [fiche(Remarque="à revoir")]}, [("AI1", "column-unknown")]),
    (
        "column unknown, also in Contacts",
        {"Contacts": [{"Fiche": 1, "GSM": "0470 12 34 56"}]},
        [("Contacts!K1", "column-unknown")],
    ),
    ("unknown column with anything in it", {"Fiches": [fiche(Mien="=1+1")]}, [("AI1", "column-unknown")]),
    ("formula never calculated", {"Fiches": [fiche(Description="=A1&A2")]}, [("K2", "formula-uncached")]),
    ("text that only looks like an error", {"Fiches": [fiche(Description="#REF ! dit-il")]}, []),
]

HEADERS: list[tuple[str, dict[str, list[str]], dict[str, list[Cells]], Found]] = [
    (
        "N° is missing",
        {"Fiches": ["Thème", "Nom", "Diffusion", "Téléphone", "Vérifié le"]},
        {"Fiches": without("N°", [fiche()])},
        [("A1", "column-missing")],
    ),
    (
        "Diffusion is missing",
        {"Fiches": ["N°", "Thème", "Nom", "Téléphone", "Vérifié le"]},
        {"Fiches": without("Diffusion", [fiche()])},
        [("A1", "column-missing")],
    ),
    (
        "optional columns may be absent",
        {"Fiches": ["N°", "Thème", "Nom", "Diffusion", "Téléphone", "Vérifié le"]},
        {"Fiches": [fiche()]},
        [],
    ),
    (
        "Nom of Thèmes is missing",
        {"Thèmes": ["Code", "Couleur"]},
        {"Thèmes": [{"Code": "Emploi", "Couleur": "#1D4E89"}]},
        [("B2", "theme-unknown"), ("Thèmes!A1", "column-missing")],
    ),
    (
        "E-mail of Équipes is missing",
        {"Équipes": ["Équipe"]},
        {"Équipes": [{"Équipe": "Accueil"}]},
        [("Équipes!A1", "column-missing")],
    ),
    (
        "columns in another order",
        {"Fiches": ["Vérifié le", "Téléphone", "Diffusion", "Nom", "Thème", "N°"]},
        {"Fiches": [fiche()]},
        [],
    ),
]


EDITED: list[tuple[str, Edit, Found]] = [
    ("name with a link", link("C2", "Le Relais", "https://relais.be"), []),
    (
        "help row under the header",
        help_row(A="obligatoire", H="Public ou Interne", O="un ou plusieurs", AF="jj/mm/aaaa", C="le nom"),
        [("A2", "row-help")],
    ),
    (
        "a first row with two mistakes",
        help_row(A="obligatoire", B="Emploi", C="Le Phare", H="Interne", O="aucun"),
        [("A2", "number-invalid"), ("O2", "phone-invalid"), ("AF2", "verification-missing")],
    ),
    ("header N°*", header("A1", "N°*"), []),
    ("header N° *", header("A1", "N° *"), []),
    ("header Nº", header("A1", "nº"), []),
    ("header No", header("A1", "No"), []),
    ("header in capitals without accent", header("B1", "THEME"), []),
    ("header with a line break", header("AF1", "Vérifié\nle"), []),
    ("header with no-break and double blanks", header("AF1", " Vérifié\u00a0 le "), []),
    ("header with Excel's own escape", header("AF1", "Vérifié _x000D_\nle *"), []),
    ("header decomposed", header("B1", "The\u0300me"), []),
    ("status mistyped", header("J1", "Statuts"), [("A1", "column-missing"), ("J1", "column-unknown")]),
    ("header mistyped", header("C1", "Nomm"), [("A1", "column-missing"), ("C1", "column-unknown")]),
    ("header empty", header("C1", None), [("A1", "column-missing")]),
    ("header a number", header("AI1", 2026), [("AI1", "column-unknown")]),
    ("header twice", header("AI1", "NOM *"), [("AI1", "column-duplicated")]),
    ("header twice, its like in another column", header("E1", "Nom"), [("E1", "column-duplicated")]),
    ("header on row 4, a title above", header_on_row_4, []),
    ("header on row 20", header_on_row(20), []),
    ("header on row 21", header_on_row(21), [("A1", "column-missing")] * 4 + [("Thèmes!B2", "theme-unused")]),
    ("sheet in capitals, no accents", rename("Thèmes", "THEMES"), []),
    ("sheet with blanks", rename("Fiches", " Fiches"), []),
    ("sheet mistyped", rename("Thèmes", "Themmes"), [("Thèmes!", "sheet-missing"), ("B2", "theme-unknown")]),
    ("#REF! in a text", error("K2", "#REF!"), [("K2", "cell-error")]),
    ("#N/A in a date", error("AF2", "#N/A"), [("AF2", "cell-error")]),
    ("#NAME? in a phone", error("O2", "#NAME?"), [("O2", "cell-error")]),
    ("#VALUE! in the N°", error("A2", "#VALUE!"), [("A2", "cell-error")]),
    ("#DIV/0! in the theme", error("B2", "#DIV/0!"), [("B2", "cell-error"), ("Thèmes!B2", "theme-unused")]),
    ("struck", struck("K2"), [("K2", "text-struck")]),
    ("struck N°", struck("A2"), [("A2", "text-struck")]),
    ("struck, but empty", struck("L2"), []),
    ("struck header", struck("K1"), []),
    ("part of a text struck", struck_run, [("K2", "text-struck")]),
    ("part of a text bold", bold_run, []),
    ("only a blank struck", struck_blank_run, []),
    ("merged downwards", merge("K2:K3"), [("K2", "cell-merged")]),
    ("merged sideways", merge("K2:L2"), [("K2", "cell-merged")]),
    ("merged, but empty", merge("L2:M3"), []),
    ("merged header", merge("AI1:AK1"), []),
    ("styled blank rows", styled_blank_rows, []),
    ("a styled cell in the last row of Excel", styled_last_row, []),
    (
        "a value in the last row of Excel",
        value_in_last_row,
        [
            (f"A{LAST_ROW}", "number-missing"),
            (f"B{LAST_ROW}", "theme-missing"),
            (f"O{LAST_ROW}", "contact-missing"),
            (f"AF{LAST_ROW}", "verification-missing"),
        ],
    ),
    ("comment on an empty cell", comment("L2"), []),
    ("comment on an empty row", comment("L30"), []),
    ("1904 dates", calendar_1904, []),
]


DAMAGED: list[tuple[str, str, Edit, Found]] = [
    ("comments damaged", "xl/comments/comment1.xml", comment("L2"), [("", "part-damaged")]),
    ("links and comments damaged", "xl/worksheets/_rels/sheet1.xml.rels", comment("L2"), [("", "part-damaged")]),
    ("properties of the file damaged", "docProps/core.xml", comment("L2"), [("", "part-damaged")]),
    ("theme damaged", "xl/theme/theme1.xml", comment("L2"), []),
    ("boxes of comments damaged", "xl/drawings/commentsDrawing1.vml", comment("L2"), []),
]


@pytest.mark.parametrize(
    ("part", "edit", "expected"),
    [pytest.param(part, edit, expected, id=name) for name, part, edit, expected in DAMAGED],
)
def test_damaged_parts_that_the_cells_can_do_without(
    workbook: WorkbookMaker, part: str, edit: Edit, expected: Found
) -> None:
    path = edited(workbook(), edit)
    parts = unpack(path.read_bytes())
    path.write_bytes(pack(parts | {part: parts[part][: len(parts[part]) // 2]}))

    assert found(path) == expected


@pytest.mark.parametrize(
    ("sheets", "expected"), [pytest.param(sheets, expected, id=name) for name, sheets, expected in CASES]
)
def test_sheets_and_cells(workbook: WorkbookMaker, sheets: dict[str, list[Cells]], expected: Found) -> None:
    assert found(workbook(**sheets)) == expected


@pytest.mark.parametrize(("headers", "sheets", "expected"), [pytest.param(*case[1:], id=case[0]) for case in HEADERS])
def test_columns(
    workbook: WorkbookMaker, headers: dict[str, list[str]], sheets: dict[str, list[Cells]], expected: Found
) -> None:
    assert found(workbook(headers=headers, **sheets)) == expected


@pytest.mark.parametrize(
    ("edit", "expected"), [pytest.param(edit, expected, id=name) for name, edit, expected in EDITED]
)
def test_what_only_a_spreadsheet_program_can_do(workbook: WorkbookMaker, edit: Edit, expected: Found) -> None:
    path = workbook(Fiches=[fiche(Description="Ouvert le lundi")])

    assert found(edited(path, edit)) == expected


def test_a_comment_above_a_blank_header_is_no_column(workbook: WorkbookMaker) -> None:
    assert found(edited(workbook(), comment("AJ1"))) == []


@pytest.mark.parametrize(
    ("edit", "code"), [(error("C2", "#REF!"), "cell-error"), (header("C2", "=A1"), "formula-uncached")]
)
def test_a_name_that_could_not_be_read_is_not_untidy(workbook: WorkbookMaker, edit: Edit, code: str) -> None:
    assert found(edited(workbook(), edit)) == [("C2", code)]


def test_an_empty_optional_sheet_is_no_error(workbook: WorkbookMaker) -> None:
    assert found(edited(workbook(), lambda book: book.create_sheet("Contacts"))) == []


def test_values_of_odd_cells_are_read(workbook: WorkbookMaker) -> None:
    rows = [
        fiche(
            12,
            **{
                "N°": 12.0,
                "Nom": "Le Relais_x000D_\n ",
                "Code postal": 59260.0,
                "Vérifié le": datetime(2026, 11, 3, 14, 5),  # noqa: DTZ001
            },
        )
    ]
    read = check(workbook(Fiches=rows)).directory.fiches[0]

    assert (read.number, read.name, read.postal_code, read.verified_on) == (12, "Le Relais", "59260", date(2026, 11, 3))


def test_a_date_of_the_1904_calendar_is_the_day_that_excel_shows(workbook: WorkbookMaker) -> None:
    (read,) = check(edited(workbook(), calendar_1904)).directory.fiches

    assert read.verified_on == date(2026, 11, 21)


def test_an_unknown_column_is_reported_once_for_all_its_rows(workbook: WorkbookMaker) -> None:
    rows = [fiche(number, Remarque="x") for number in range(1, 6)]

    assert found(workbook(Fiches=rows)) == [("AI1", "column-unknown")]


MESSAGES: list[tuple[str, Edit, Texts]] = [
    (
        "sheet-missing",
        rename("Thèmes", "Themmes"),
        {
            "en": ("The sheet “Thèmes” is missing.", "Should “Themmes” bear this name?"),
            "fr": (
                "La feuille «\u00a0Thèmes\u00a0» manque.",
                "Vouliez-vous donner ce nom à «\u00a0Themmes\u00a0»\u00a0?",
            ),
            "nl": ("Het werkblad “Thèmes” ontbreekt.", "Moet “Themmes” misschien zo heten?"),
        },
    ),
    (
        "column-missing",
        header("C1", "Nomm"),
        {
            "en": ("The column “Nom” is missing.", "Should “Nomm” bear this name?"),
            "fr": ("La colonne «\u00a0Nom\u00a0» manque.", "Vouliez-vous donner ce nom à «\u00a0Nomm\u00a0»\u00a0?"),
            "nl": ("De kolom “Nom” ontbreekt.", "Moet “Nomm” misschien zo heten?"),
        },
    ),
    (
        "column-duplicated",
        header("AI1", "NOM *"),
        {
            "en": (
                "The column “NOM *” stands twice: in C and in AI.",
                "Move what you need into one of them and delete the other.",
            ),
            "fr": (
                "La colonne «\u00a0NOM *\u00a0» figure deux fois\u00a0: en C et en AI.",
                "Déplacez vers l’une des deux ce dont vous avez besoin, et supprimez l’autre.",
            ),
            "nl": (
                "De kolom “NOM *” staat er twee keer: in C en in AI.",
                "Verplaats wat u nodig hebt naar een van beide en verwijder de andere.",
            ),
        },
    ),
    (
        "cell-merged",
        merge("K2:K3"),
        {
            "en": (
                "The cells K2:K3 are merged: only the first one counts.",
                "Unmerge them and write the value into each row.",
            ),
            "fr": (
                "Les cellules K2:K3 sont fusionnées\u00a0: seule la première compte.",
                "Séparez-les et écrivez la valeur dans chaque ligne.",
            ),
            "nl": (
                "De cellen K2:K3 zijn samengevoegd: alleen de eerste telt.",
                "Hef de samenvoeging op en schrijf de waarde in elke rij.",
            ),
        },
    ),
]


@pytest.mark.parametrize("language", ["en", "fr", "nl"])
@pytest.mark.parametrize(("code", "edit", "texts"), [pytest.param(*case, id=case[0]) for case in MESSAGES])
def test_messages(workbook: WorkbookMaker, code: str, edit: Edit, texts: Texts, language: str) -> None:
    assert said(edited(workbook(Fiches=[fiche(Description="Ouvert")]), edit), code, language) == [texts[language]]


def test_sound_rows_of_the_helpers_are_sound(workbook: WorkbookMaker) -> None:
    """The other cases only say something if what they do not touch is in order."""
    assert found(workbook(Fiches=[fiche(1), fiche(2)], Thèmes=[THEME], Paramètres=list(PARAMETERS)), today=TODAY) == []
