"""Findings on recipients and settings: rows in, `[(cell, code)]` out."""

import pytest

from fiche_builder.common.config import Config, PrivacyConfig
from tests.conftest import WorkbookMaker
from tests.making.workbooks import PARAMETERS, Cells, check, found, said

Found = list[tuple[str, str]]
Texts = dict[str, tuple[str, str]]
"""(message, hint) by language."""
Case = tuple[str, dict[str, list[Cells] | None], Found]
CONFIG = Config(privacy=PrivacyConfig(internal_domains=("interne.example",)))
INSIDE = "a@interne.example"


def teams(*addresses: object, **cells: object) -> dict[str, list[Cells] | None]:
    return {
        "Équipes": [
            {"Équipe": f"Équipe {number}", "E-mail": address, **cells} for number, address in enumerate(addresses, 1)
        ]
    }


def settings(*rows: Cells) -> dict[str, list[Cells] | None]:
    return {"Paramètres": [*PARAMETERS, *rows]}


CASES: list[Case] = [
    ("inside", teams(INSIDE), []),
    ("below inside, capitals", teams("a@Mail.INTERNE.example"), []),
    ("two in a cell", teams("a@interne.example; b@interne.example"), []),
    ("no mail", teams(None), [("Équipes!C2", "recipient-invalid")]),
    ("no address", teams("accueil"), [("Équipes!C2", "recipient-invalid")]),
    ("one of two is no address", teams("a@interne.example; b@interne"), [("Équipes!C2", "recipient-invalid")]),
    ("header injection", teams("a@interne.example\nBcc: x@dehors.example"), [("Équipes!C2", "recipient-invalid")]),
    ("twice", teams(INSIDE, "b@interne.example", "A@Interne.example"), [("Équipes!C4", "recipient-duplicated")]),
    ("twice, in a cell of two", teams(INSIDE, f"b@interne.example;{INSIDE}"), [("Équipes!C3", "recipient-duplicated")]),
    ("outside", teams("a@dehors.com"), [("Équipes!C2", "recipient-outside")]),
    ("outside, an internal name in front", teams("a@interne.example.com"), [("Équipes!C2", "recipient-outside")]),
    ("outside, ends alike", teams("a@pasinterne.example"), [("Équipes!C2", "recipient-outside")]),
    ("outside, edition said", teams("a@dehors.com", Édition="Interne"), [("Équipes!C2", "recipient-outside")]),
    (
        "outside, edition mistyped",
        teams("a@dehors.com", Édition="Publik"),
        [("Équipes!C2", "recipient-outside"), ("Équipes!D2", "audience-invalid")],
    ),
    ("outside, public edition", teams("a@dehors.com", Édition="Publique"), []),
    ("setting unknown", settings({"Clé": "Couleur", "Valeur": "bleu"}), [("Paramètres!A4", "setting-unknown")]),
    ("setting mistyped", settings({"Clé": "Sous titres", "Valeur": "x"}), [("Paramètres!A4", "setting-unknown")]),
    ("setting without a hyphen's accent and case", settings({"Clé": " REDACTION * ", "Valeur": "AB; CD"}), []),
    ("setting without value", settings({"Clé": "Sous-titre"}), []),
    ("title missing", {"Paramètres": [PARAMETERS[1]]}, [("Paramètres!A1", "setting-missing")]),
    (
        "title without a value",
        {"Paramètres": [{"Clé": "Titre"}, PARAMETERS[1]]},
        [("Paramètres!A1", "setting-missing")],
    ),
    ("all missing", {"Paramètres": []}, [("Paramètres!A1", "setting-missing")] * 2),
    ("no sheet Paramètres", {"Paramètres": None}, [("Paramètres!", "setting-missing")] * 2),
]


@pytest.mark.parametrize(
    ("sheets", "expected"), [pytest.param(sheets, expected, id=name) for name, sheets, expected in CASES]
)
def test_people(workbook: WorkbookMaker, sheets: dict[str, list[Cells]], expected: Found) -> None:
    assert found(workbook(**sheets), CONFIG) == expected


def test_without_internal_domains_nobody_is_outside(workbook: WorkbookMaker) -> None:
    assert found(workbook(**teams("a@dehors.com"))) == []


def test_a_recipient_without_a_team_is_reported(workbook: WorkbookMaker) -> None:
    checked = check(workbook(Équipes=[{"E-mail": INSIDE}]), CONFIG)

    assert checked.findings or checked.directory.teams


def test_a_recipient_of_unseen_characters_is_reported(workbook: WorkbookMaker) -> None:
    assert found(workbook(**teams("\u200b")), CONFIG) == [("Équipes!C2", "recipient-invalid")]


def test_the_nearest_setting_is_suggested(workbook: WorkbookMaker) -> None:
    (finding,) = check(workbook(**settings({"Clé": "Sous titres", "Valeur": "x"}))).findings

    assert finding.hint == "Did you mean “Sous-titre”?"


MESSAGES: list[tuple[str, dict[str, list[Cells] | None], Texts]] = [
    (
        "recipient-invalid",
        teams("a@interne,example"),
        {
            "en": ("“a@interne,example” is not a mail address.", "Did you mean “a@interne.example”?"),
            "fr": (
                "«\u00a0a@interne,example\u00a0» n’est pas une adresse e-mail.",
                "Vouliez-vous dire «\u00a0a@interne.example\u00a0»\u00a0?",
            ),
            "nl": ("“a@interne,example” is geen e-mailadres.", "Bedoelt u “a@interne.example”?"),
        },
    ),
    (
        "recipient-duplicated",
        teams(INSIDE, INSIDE),
        {
            "en": ("“a@interne.example” already stands in C2.", "Leave the address in one row only."),
            "fr": (
                "«\u00a0a@interne.example\u00a0» figure déjà en C2.",
                "Ne laissez l’adresse que dans une seule ligne.",
            ),
            "nl": ("“a@interne.example” staat al in C2.", "Laat het adres in één rij staan."),
        },
    ),
    (
        "recipient-outside",
        teams("a@dehors.com"),
        {
            "en": (
                "“a@dehors.com” would get the internal edition, but is outside (interne.example).",
                "Choose the edition “Publique”, or add the domain to internal_domains in fiche.toml.",
            ),
            "fr": (
                (
                    "«\u00a0a@dehors.com\u00a0» recevrait l’édition interne, mais se trouve hors de vos domaines "
                    "(interne.example)."
                ),
                (
                    "Choisissez l’édition «\u00a0Publique\u00a0», ou ajoutez le domaine à internal_domains dans "
                    "fiche.toml."
                ),
            ),
            "nl": (
                "“a@dehors.com” zou de interne editie krijgen, maar valt buiten de eigen domeinen (interne.example).",
                "Kies de editie “Publique”, of voeg het domein toe aan internal_domains in fiche.toml.",
            ),
        },
    ),
    (
        "setting-unknown",
        settings({"Clé": "Rédactions", "Valeur": "x"}),
        {
            "en": ("The setting “Rédactions” is not known.", "Did you mean “Rédaction”?"),
            "fr": (
                "Le paramètre «\u00a0Rédactions\u00a0» n’est pas connu.",
                "Vouliez-vous dire «\u00a0Rédaction\u00a0»\u00a0?",
            ),
            "nl": ("De instelling “Rédactions” is niet bekend.", "Bedoelt u “Rédaction”?"),
        },
    ),
]


@pytest.mark.parametrize("language", ["en", "fr", "nl"])
@pytest.mark.parametrize(("code", "sheets", "texts"), [pytest.param(*case, id=case[0]) for case in MESSAGES])
def test_messages(
    workbook: WorkbookMaker, code: str, sheets: dict[str, list[Cells]], texts: Texts, language: str
) -> None:
    assert said(workbook(**sheets), code, language, CONFIG) == [texts[language]]


def test_a_suggestions_address_that_is_none_is_told(workbook: WorkbookMaker) -> None:
    rows = [{"Clé": "Titre", "Valeur": "Annuaire"}, {"Clé": "Adresse des suggestions", "Valeur": "voir intranet"}]

    assert found(workbook(Paramètres=rows)) == [("Paramètres!B3", "setting-unknown")]
