"""Findings on N°, name, theme, colour and the words of closed lists: rows in, `[(cell, code)]` out."""

import pytest

from fiche_builder.check.rules.identity import contrast_with_white
from fiche_builder.common.i18n import use_language
from tests.conftest import WorkbookMaker
from tests.making.workbooks import THEME, Cells, check, fiche, found, said

Found = list[tuple[str, str]]
Texts = dict[str, tuple[str, str]]
"""(message, hint) by language."""
Case = tuple[str, dict[str, list[Cells]], Found]
HEALTH: Cells = {"Nom": "Santé", "Code": "SAN"}


def with_themes(*rows: Cells) -> list[Cells]:
    return [THEME, *rows]


def tidy_names(*names: str) -> list[Case]:
    return [(f"name {name}", {"Fiches": [fiche(1, Nom=name)]}, []) for name in names]


def team(**cells: object) -> list[Cells]:
    return [{"Équipe": "A", "E-mail": "a@x.example.com", **cells}]


CASES: list[Case] = [
    # N°
    ("no number", {"Fiches": [fiche(1), fiche(2, **{"N°": None})]}, [("A3", "number-missing")]),
    ("number of blanks", {"Fiches": [fiche(1, **{"N°": " \u00a0"})]}, [("A2", "number-missing")]),
    ("contact without number", {"Contacts": [{"Téléphone": "02 555 12 34"}]}, [("Contacts!A2", "number-missing")]),
    ("number as text", {"Fiches": [fiche(1, **{"N°": "214"})]}, []),
    ("number as text with blanks", {"Fiches": [fiche(1, **{"N°": " 214\u00a0"})]}, []),
    ("number 12.0", {"Fiches": [fiche(1, **{"N°": 12.0})]}, []),
    ("number '12,00'", {"Fiches": [fiche(1, **{"N°": "12,00"})]}, []),
    ("number 12.5", {"Fiches": [fiche(1, **{"N°": 12.5})]}, [("A2", "number-invalid")]),
    ("number 0", {"Fiches": [fiche(1, **{"N°": 0})]}, [("A2", "number-invalid")]),
    ("number -1", {"Fiches": [fiche(1, **{"N°": -1})]}, [("A2", "number-invalid")]),
    ("number with letters", {"Fiches": [fiche(1, **{"N°": "12bis"})]}, [("A2", "number-invalid")]),
    ("number in other digits", {"Fiches": [fiche(1, **{"N°": "١٢"})]}, [("A2", "number-invalid")]),
    ("number of ten digits", {"Fiches": [fiche(1, **{"N°": 10**9})]}, [("A2", "number-invalid")]),
    ("number of nine digits", {"Fiches": [fiche(1, **{"N°": 10**9 - 1})]}, []),
    ("number yes", {"Fiches": [fiche(1, **{"N°": True})]}, [("A2", "number-invalid")]),
    (
        "number of a contact",
        {"Contacts": [{"Fiche": "1 ou 2", "Téléphone": "02 555 12 34"}]},
        [("Contacts!A2", "number-invalid")],
    ),
    ("number of a contact, mentioned", {"Contacts": [{"Fiche": "n° 1", "Téléphone": "02 555 12 34"}]}, []),
    ("order of a theme", {"Thèmes": [{**THEME, "Ordre": "premier"}]}, [("Thèmes!D2", "number-invalid")]),
    ("order of a theme, a number", {"Thèmes": [{**THEME, "Ordre": "1"}]}, []),
    ("number twice", {"Fiches": [fiche(1), fiche(1, Nom="Autre")]}, [("A3", "number-duplicated")]),
    (
        "number three times, each written in its way",
        {"Fiches": [fiche(1), fiche(2, **{"N°": "1"}), fiche(3, **{"N°": 1.0})]},
        [("A3", "number-duplicated"), ("A4", "number-duplicated")],
    ),
    ("numbers out of order, with gaps", {"Fiches": [fiche(9), fiche(3), fiche(1)]}, []),
    # name
    ("no name", {"Fiches": [fiche(1, Nom=None)]}, [("C2", "name-missing")]),
    ("name of blanks", {"Fiches": [fiche(1, Nom=" \t ")]}, [("C2", "name-missing")]),
    ("theme without name", {"Thèmes": with_themes({"Code": "SAN"})}, [("Thèmes!B3", "name-missing")]),
    ("name a number", {"Fiches": [fiche(1, Nom=1890)]}, []),
    ("name with double blank", {"Fiches": [fiche(1, Nom="Le  Relais")]}, [("C2", "name-untidy")]),
    ("name with blank at its end", {"Fiches": [fiche(1, Nom="Le Relais ")]}, [("C2", "name-untidy")]),
    ("name with no-break blank", {"Fiches": [fiche(1, Nom="Le\u00a0Relais")]}, [("C2", "name-untidy")]),
    ("name with zero-width blank", {"Fiches": [fiche(1, Nom="Le\u200bRelais")]}, [("C2", "name-untidy")]),
    ("name with line break", {"Fiches": [fiche(1, Nom="Le\nRelais")]}, [("C2", "name-untidy")]),
    ("name of a theme", {"Thèmes": [{**THEME, "Nom": "Emploi "}]}, [("Thèmes!B2", "name-untidy")]),
    *tidy_names(
        "L'ÉLAN/PIJ",
        "Le Lien",
        "@telier",
        "6-10 Pôle ESS",
        "'s Hertogenbosch",
        "L’Élan",
        "C.P.A.S. – Ixelles",
        "A" * 186,
    ),
    (
        "name twice",
        {"Fiches": [fiche(1, Nom="Le Lien"), fiche(2, Nom="Le Lien")]},
        [("C2", "name-duplicated"), ("C3", "name-duplicated")],
    ),
    (
        "twins of accent and case",
        {"Fiches": [fiche(1, Nom="L'Élan"), fiche(2, Nom="L'ELAN")]},
        [("C2", "name-duplicated"), ("C3", "name-duplicated")],
    ),
    (
        "twins of ' and ’",
        {"Fiches": [fiche(1, Nom="L'Élan"), fiche(2, Nom="L’Élan")]},
        [("C2", "name-duplicated"), ("C3", "name-duplicated")],
    ),
    (
        "twins of the municipality's case",
        {"Fiches": [fiche(1, Nom="Lien", Commune="Liège"), fiche(2, Nom="Lien", Commune="LIEGE")]},
        [("C2", "name-duplicated"), ("C3", "name-duplicated")],
    ),
    ("no fiche at all", {"Fiches": []}, [("", "fiche-missing"), ("Thèmes!B2", "theme-unused")]),
    (
        "same name in two municipalities",
        {"Fiches": [fiche(1, Nom="Lien", Commune="Liège"), fiche(2, Nom="Lien", Commune="Huy")]},
        [],
    ),
    (
        "same name in two themes",
        {"Fiches": [fiche(1, Nom="Lien"), fiche(2, Nom="Lien", Thème="Santé")], "Thèmes": with_themes(HEALTH)},
        [],
    ),
    (
        "38 of the same name",
        {"Fiches": [fiche(n, Nom="Mission locale") for n in range(1, 39)]},
        [(f"C{row}", "name-duplicated") for row in range(2, 40)],
    ),
    # theme
    ("no theme", {"Fiches": [fiche(1), fiche(2, Thème=None)]}, [("B3", "theme-missing")]),
    ("theme of another name", {"Fiches": [fiche(1), fiche(2, Thème="Emplois")]}, [("B3", "theme-unknown")]),
    ("theme in another case", {"Fiches": [fiche(1, Thème=" EMPLOI")]}, []),
    ("theme without its accent", {"Fiches": [fiche(1), fiche(2, Thème="sante")], "Thèmes": with_themes(HEALTH)}, []),
    ("theme by its code", {"Fiches": [fiche(1), fiche(2, Thème="san")], "Thèmes": with_themes(HEALTH)}, []),
    ("theme by a number as code", {"Fiches": [fiche(1, Thème=4)], "Thèmes": [{**THEME, "Code": "4"}]}, []),
    ("theme unused", {"Thèmes": with_themes(HEALTH)}, [("Thèmes!B3", "theme-unused")]),
    # colour
    ("colour without #", {"Thèmes": [{**THEME, "Couleur": "1D4E89"}]}, [("Thèmes!E2", "colour-invalid")]),
    ("colour of three digits", {"Thèmes": [{**THEME, "Couleur": "#FFF"}]}, [("Thèmes!E2", "colour-invalid")]),
    ("colour in words", {"Thèmes": [{**THEME, "Couleur": "bleu"}]}, [("Thèmes!E2", "colour-invalid")]),
    (
        "colour that would be CSS",
        {"Thèmes": [{**THEME, "Couleur": "#1D4E89;x:url(//h)"}]},
        [("Thèmes!E2", "colour-invalid")],
    ),
    ("colour in small letters", {"Thèmes": [{**THEME, "Couleur": " #1d4e89 "}]}, []),
    ("no colour", {"Thèmes": [{"Nom": "Emploi"}]}, []),
    ("colour just too light", {"Thèmes": [{**THEME, "Couleur": "#777777"}]}, [("Thèmes!E2", "colour-contrast")]),
    ("colour just dark enough", {"Thèmes": [{**THEME, "Couleur": "#767676"}]}, []),
    ("colour white", {"Thèmes": [{**THEME, "Couleur": "#FFFFFF"}]}, [("Thèmes!E2", "colour-contrast")]),
    # closed lists
    ("diffusion", {"Fiches": [fiche(1, Diffusion="Publik")]}, [("H2", "audience-invalid")]),
    ("diffusion empty", {"Fiches": [fiche(1, Diffusion=None)]}, []),
    ("diffusion in capitals", {"Fiches": [fiche(1, Diffusion="INTERNE ")]}, []),
    ("edition of a team", {"Équipes": team(Édition="Toutes")}, [("Équipes!D2", "audience-invalid")]),
    ("edition of a team, masculine", {"Équipes": team(Édition="public")}, []),
    ("nature", {"Fiches": [fiche(1, Nature="Voisin")]}, [("G2", "kind-invalid")]),
    ("nature, small letters", {"Fiches": [fiche(1, Nature="partenaire")]}, []),
    ("statut", {"Fiches": [fiche(1, Statut="Fermé")]}, [("J2", "status-invalid")]),
    ("statut without accent", {"Fiches": [fiche(1, Statut="Archive")]}, []),
    (
        "statut of a suggestion",
        {"Suggestions": [{"Proposition": "x", "Statut": "Vue"}]},
        [("Suggestions!E2", "status-invalid")],
    ),
    (
        "statut of a suggestion, from its list",
        {"Suggestions": [{"Proposition": "x", "Statut": "source contactee"}]},
        [],
    ),
    ("usage", {"Contacts": [{"Fiche": 1, "Usage": "Public"}]}, [("Contacts!G2", "usage-invalid")]),
    ("usage without accent", {"Contacts": [{"Fiche": 1, "Usage": "Transferer"}]}, []),
    ("essentiel", {"Fiches": [fiche(1, Essentiel="x")]}, [("I2", "flag-invalid")]),
    ("essentiel yes as Excel's own", {"Fiches": [fiche(1, Essentiel=True)]}, []),
    ("essentiel 1", {"Fiches": [fiche(1, Essentiel=1)]}, [("I2", "flag-invalid")]),
    ("actif of a team", {"Équipes": team(Actif="peut-être")}, [("Équipes!E2", "flag-invalid")]),
]


@pytest.mark.parametrize(
    ("sheets", "expected"), [pytest.param(sheets, expected, id=name) for name, sheets, expected in CASES]
)
def test_identity(workbook: WorkbookMaker, sheets: dict[str, list[Cells]], expected: Found) -> None:
    assert found(workbook(**sheets)) == expected


def test_a_theme_of_unseen_characters_is_missing(workbook: WorkbookMaker) -> None:
    assert found(workbook(Fiches=[fiche(1), fiche(2, Thème="\u200b")])) == [("B3", "theme-missing")]


def test_contrast_is_that_of_wcag() -> None:
    assert [round(contrast_with_white(colour), 2) for colour in ("#000000", "#767676", "#777777", "#FFFFFF")] == [
        21,
        4.54,
        4.48,
        1,
    ]


def test_the_contrast_said_is_below_the_one_needed(workbook: WorkbookMaker) -> None:
    (finding,) = check(workbook(Thèmes=[{**THEME, "Couleur": "#777777"}])).findings

    assert "contrast 4.5, needed 4.5" not in finding.message


@pytest.mark.parametrize("language", ["fr", "nl"])
def test_decimals_have_a_comma(workbook: WorkbookMaker, language: str) -> None:
    path = workbook(Thèmes=[{**THEME, "Couleur": "#FFC000"}])
    use_language(language)

    assert "4,5" in check(path).findings[0].message


MESSAGES: list[tuple[str, dict[str, list[Cells]], Texts]] = [
    (
        "number-invalid",
        {"Fiches": [fiche(1, **{"N°": "12bis"})]},
        {
            "en": (
                "“12bis” is not a whole number from 1 to 999999999.",
                "Write a number such as 214, without letters or decimals.",
            ),
            "fr": (
                "«\u00a012bis\u00a0» n’est pas un nombre entier de 1 à 999999999.",
                "Écrivez un numéro tel que 214, sans lettres ni décimales.",
            ),
            "nl": (
                "“12bis” is geen geheel getal van 1 tot 999999999.",
                "Schrijf een getal zoals 214, zonder letters of decimalen.",
            ),
        },
    ),
    (
        "number-duplicated",
        {"Fiches": [fiche(1, Nom="Le Lien"), fiche(1)]},
        {
            "en": (
                "The N° 1 is already that of “Le Lien” (A2).",
                "Give one of the two a N° that was never used; 2 is free.",
            ),
            "fr": (
                "Le n°\u00a01 est déjà celui de «\u00a0Le Lien\u00a0» (A2).",
                "Donnez à l’une des deux un n° qui n’a jamais servi\u00a0; le 2 est libre.",
            ),
            "nl": (
                "N° 1 is al dat van “Le Lien” (A2).",
                "Geef een van de twee een N° dat nog nooit gebruikt is; 2 is vrij.",
            ),
        },
    ),
    (
        "theme-unknown",
        {"Fiches": [fiche(1), fiche(2, Thème="Emplois")]},
        {
            "en": ("The theme “Emplois” is not in the sheet “Thèmes”.", "Did you mean “Emploi”?"),
            "fr": (
                "Le thème «\u00a0Emplois\u00a0» n’est pas dans la feuille «\u00a0Thèmes\u00a0».",
                "Vouliez-vous dire «\u00a0Emploi\u00a0»\u00a0?",
            ),
            "nl": ("Het thema “Emplois” staat niet op het werkblad “Thèmes”.", "Bedoelt u “Emploi”?"),
        },
    ),
    (
        "colour-contrast",
        {"Thèmes": [{**THEME, "Couleur": "#FFC000"}]},
        {
            "en": ("White text on #FFC000 is hard to read: contrast 1.64, needed 4.5.", "Choose a darker shade."),
            "fr": (
                "Un texte blanc sur #FFC000 est difficile à lire\u00a0: contraste 1,64, minimum 4,5.",
                "Choisissez une teinte plus foncée.",
            ),
            "nl": (
                "Witte tekst op #FFC000 is moeilijk leesbaar: contrast 1,64, nodig is 4,5.",
                "Kies een donkerdere tint.",
            ),
        },
    ),
    (
        "audience-invalid",
        {"Fiches": [fiche(1, Diffusion="Publik")]},
        {
            "en": ("“Publik” does not say who may see this.", "Did you mean “Public”? Allowed: Public, Interne."),
            "fr": (
                "«\u00a0Publik\u00a0» ne dit pas qui peut voir ces informations.",
                "Vouliez-vous dire «\u00a0Public\u00a0»\u00a0? Mots admis\u00a0: Public, Interne.",
            ),
            "nl": ("“Publik” zegt niet wie dit mag zien.", "Bedoelt u “Public”? Toegelaten: Public, Interne."),
        },
    ),
    (
        "status-invalid",
        {"Fiches": [fiche(1, Statut="Fermé")]},
        {
            "en": ("“Fermé” is not a status.", "Allowed: Actif, Suspendu, Archivé."),
            "fr": ("«\u00a0Fermé\u00a0» n’est pas un statut.", "Mots admis\u00a0: Actif, Suspendu, Archivé."),
            "nl": ("“Fermé” is geen status.", "Toegelaten: Actif, Suspendu, Archivé."),
        },
    ),
    (
        "name-untidy",
        {"Fiches": [fiche(1, Nom="Le  Relais")]},
        {
            "en": (
                "The name has superfluous blanks or unseen characters; it is published as “Le Relais”.",
                "Nothing has to be done; typing the name again tidies it.",
            ),
            "fr": (
                (
                    "Le nom contient des espaces superflus ou des caractères invisibles\u00a0; il est publié comme "
                    "«\u00a0Le Relais\u00a0»."
                ),
                "Vous n’avez rien à faire\u00a0; retapez le nom si vous voulez le mettre au propre.",
            ),
            "nl": (
                "De naam bevat overbodige spaties of onzichtbare tekens; hij wordt gepubliceerd als “Le Relais”.",
                "U hoeft niets te doen; typ de naam opnieuw als u hem wilt opschonen.",
            ),
        },
    ),
]


@pytest.mark.parametrize("language", ["en", "fr", "nl"])
@pytest.mark.parametrize(("code", "sheets", "texts"), [pytest.param(*case, id=case[0]) for case in MESSAGES])
def test_messages(
    workbook: WorkbookMaker, code: str, sheets: dict[str, list[Cells]], texts: Texts, language: str
) -> None:
    assert said(workbook(**sheets), code, language) == [texts[language]]


def test_a_finding_holds_the_exact_value_and_the_header(workbook: WorkbookMaker) -> None:
    (finding,) = check(workbook(Fiches=[fiche(1, Nom=" Le\u00a0Relais ")])).findings
    place = finding.place

    assert (finding.value, place.sheet, place.coordinate, place.header) == (" Le\u00a0Relais ", "Fiches", "C2", "Nom")


def test_a_code_that_is_another_theme_s_name_takes_no_fiche_from_it(workbook: WorkbookMaker) -> None:
    themes = [{"Nom": "Emploi", "Code": "Santé"}, {"Nom": "Santé"}]
    checked = check(workbook(Fiches=[fiche(1), fiche(2, Thème="santé")], Thèmes=themes))

    assert [entry.theme for entry in checked.directory.fiches] == ["Emploi", "Santé"]
    assert [(f.place.coordinate, f.code) for f in checked.findings] == [("A2", "name-duplicated")]


def test_two_themes_of_one_name_are_told(workbook: WorkbookMaker) -> None:
    path = workbook(Thèmes=[{"Nom": "Emploi"}, {"Nom": "EMPLOI"}])

    assert found(path) == [("Thèmes!B3", "name-duplicated"), ("Thèmes!B3", "theme-unused")]


def test_contacts_of_a_number_given_twice_belong_to_nobody(workbook: WorkbookMaker) -> None:
    path = workbook(
        Fiches=[fiche(1), fiche(1, Nom="Autre")],
        Contacts=[{"Fiche": 1, "Téléphone": "02 555 99 99", "Usage": "Donner"}],
    )

    assert found(path) == [("A3", "number-duplicated"), ("Contacts!A2", "number-duplicated")]
