"""An edition made with --skip-errors: faulty values and rows are left out, the rest is kept, defaults are applied."""

from datetime import date
from typing import Any

import pytest

from fiche_builder.common.config import Config, PrivacyConfig
from fiche_builder.model.model import Directory, Fiche
from fiche_builder.model.words import Diffusion, Flag, Kind, Status, SuggestionStatus, TeamEdition, Usage
from fiche_builder.publish.build import left_out
from tests.conftest import WorkbookMaker
from tests.making.workbooks import FICHE, PARAMETERS, THEME, TODAY, Cells, check, fiche, found, public

CONFIG = Config(privacy=PrivacyConfig(internal_domains=("interne.example",)))


def directory(workbook: WorkbookMaker, **sheets: Any) -> Directory:
    return check(workbook(**sheets), CONFIG).directory


def read_fiche(workbook: WorkbookMaker, row: Cells) -> Fiche:
    (read,) = directory(workbook, Fiches=[row]).fiches
    return read


def numbers(read: Directory) -> list[int]:
    return [entry.number for entry in read.fiches]


def test_the_least_fiche_has_the_defaults(workbook: WorkbookMaker) -> None:
    read = read_fiche(workbook, {**FICHE, "Diffusion": None})

    assert read == Fiche(number=1, theme="Emploi", name="Le Relais", phones=read.phones, verified_on=TODAY)
    assert (read.diffusion, read.essential, read.status, read.kind) == (
        Diffusion.INTERNAL,
        Flag.NO,
        Status.ACTIVE,
        None,
    )
    assert [(phone.digits, phone.shown) for phone in read.phones] == [("+3225551234", "02 555 12 34")]


def test_a_full_row_is_read_whole(workbook: WorkbookMaker) -> None:
    row: Cells = {
        **public(7),
        "Nom": " Le  Relais",
        "Nom (nl)": "De Brug",
        "Sigle": "LR",
        "Autres appellations": "Relais; Le relais;Relais",
        "Nature": "externe",
        "Essentiel": "oui",
        "Statut": "Suspendu",
        "Description": "Un\r\n\r\n deux",
        "E-mail": "a@relais.be / b@relais.be",
        "Site web": "www.relais.be",
        "Adresse": "Rue Haute 1",
        "Code postal": 4000.0,
        "Commune": "Liège",
        "Langues": "fr NL, arabe",
        "Avis": "Fermé",
        "Avis du": "01/12/2026",
        "Avis au": date(2026, 12, 31),
        "Voir aussi": "7",
        "Fiche technique": "http://intranet/7",
        "Vérifié le": "06/11/2026",
        "Source": "appel",
    }
    read = read_fiche(workbook, row)

    assert (read.name, read.name_nl, read.acronym, read.other_names) == (
        "Le Relais",
        "De Brug",
        "LR",
        ("Relais", "Le relais"),
    )
    assert (read.kind, read.diffusion, read.essential, read.status) == (
        Kind.EXTERNAL,
        Diffusion.PUBLIC,
        Flag.YES,
        Status.SUSPENDED,
    )
    assert (read.description, read.emails, read.sites) == (
        "Un\ndeux",
        ("a@relais.be", "b@relais.be"),
        ("https://www.relais.be",),
    )
    assert (read.address, read.postal_code, read.municipality, read.languages) == (
        "Rue Haute 1",
        "4000",
        "Liège",
        ("FR", "NL", "arabe"),
    )
    assert (read.notice, read.notice_from, read.notice_until) == ("Fermé", date(2026, 12, 1), date(2026, 12, 31))
    assert (read.see_also, read.intranet, read.verified_on, read.source) == (
        (7,),
        "http://intranet/7",
        date(2026, 11, 6),
        "appel",
    )


@pytest.mark.parametrize(
    ("faulty", "kept"),
    [
        ({"Téléphone": "02 555 12 34 ; 02 55"}, {"phones": ["02 555 12 34"]}),
        ({"Téléphone": "NEANT", "Adresse": "Rue 1"}, {"phones": []}),
        ({"Téléphone": 25551234}, {"phones": ["02 555 12 34"]}),
        ({"E-mail": "a@relais.be; clicg@orange,fr"}, {"emails": ("a@relais.be",)}),
        ({"Site web": "www.a.be; javascript:alert(1)"}, {"sites": ("https://www.a.be",)}),
        ({"Site web": "https://x.interne.example"}, {"sites": ()}),
        ({"Site web": "https://x.interne.example; www.a.be"}, {"sites": ()}),
        ({"Fiche technique": "javascript:alert(1)"}, {"intranet": ""}),
        ({"Vérifié le": "hier"}, {"verified_on": None}),
        ({"Vérifié le": "23/11/2026"}, {"verified_on": None}),
        (
            {"Avis": "Fermé", "Avis du": "02/12/2026", "Avis au": "01/12/2026"},
            {"notice": "", "notice_from": None, "notice_until": None},
        ),
        ({"Nature": "Voisin", "Essentiel": "x"}, {"kind": None, "essential": Flag.NO}),
        ({"Code postal": "Liège"}, {"postal_code": "Liège"}),
        ({"Voir aussi": "1; 7; CPAS"}, {"see_also": (1,)}),
        ({"Description": "=A1"}, {"description": ""}),
        ({"Nom": "Le\u00a0Relais "}, {"name": "Le Relais"}),
    ],
)
def test_a_faulty_value_is_left_out_and_the_rest_kept(
    workbook: WorkbookMaker, faulty: Cells, kept: dict[str, object]
) -> None:
    read = read_fiche(workbook, {**public(), **faulty})
    shown = {key: [phone.shown for phone in read.phones] if key == "phones" else getattr(read, key) for key in kept}

    assert shown == kept


def test_an_audience_that_cannot_be_read_is_never_public(workbook: WorkbookMaker) -> None:
    assert read_fiche(workbook, {**public(), "Diffusion": "Publik"}).diffusion is Diffusion.INTERNAL


@pytest.mark.parametrize(
    "faulty",
    [
        {"N°": None},
        {"N°": "12bis"},
        {"N°": 1},
        {"N°": "=A2"},
        {"Nom": None},
        {"Nom": "=A2"},
        {"Thème": None},
        {"Thème": "Loisirs"},
        {"Thème": "=A2"},
        {"Téléphone": None},
        {"Statut": "Fermé"},
        {"Statut": "=A2"},
    ],
)
def test_a_row_that_cannot_stand_is_left_out(workbook: WorkbookMaker, faulty: Cells) -> None:
    checked = check(workbook(Fiches=[fiche(1), {**fiche(2), **faulty}, fiche(3)]))

    assert numbers(checked.directory) == [1, 3]
    assert [(out.sheet, out.scope) for out in left_out(checked, checked.directory)] == [("Fiches", "row")]


def test_a_fiche_that_is_left_with_no_contact_is_left_out(workbook: WorkbookMaker) -> None:
    checked = check(workbook(Fiches=[fiche(1), fiche(2, Téléphone="NEANT")]))

    assert numbers(checked.directory) == [1]
    assert [(out.code, out.scope) for out in left_out(checked, checked.directory)] == [("phone-invalid", "row")]


def test_a_notice_whose_end_cannot_be_read_is_left_out(workbook: WorkbookMaker) -> None:
    read = read_fiche(workbook, public(Avis="Fermé en août", Avis_au="31 août 2026"))

    assert (read.notice, read.notice_until) == ("", None)


def test_the_first_of_two_with_one_number_is_kept_without_anybody_s_contacts(workbook: WorkbookMaker) -> None:
    read = directory(
        workbook, Fiches=[fiche(1, Nom="Un"), fiche(1, Nom="Deux")], Contacts=[{"Fiche": 1, "Libellé": "Accueil"}]
    )

    assert [(entry.name, [contact.label for contact in entry.contacts]) for entry in read.fiches] == [("Un", [])]


def test_what_points_to_a_row_left_out_is_left_out(workbook: WorkbookMaker) -> None:
    rows = [fiche(1, Voir_aussi="3; 2"), fiche(2, Thème="Loisirs"), fiche(3)]
    read = directory(workbook, Fiches=rows, Contacts=[{"Fiche": 2, "Téléphone": "02 555 12 34"}])

    assert [(entry.number, entry.see_also, entry.contacts) for entry in read.fiches] == [(1, (3,), ()), (3, (), ())]


def test_contacts_stand_with_their_fiche(workbook: WorkbookMaker) -> None:
    rows: list[Cells] = [
        {"Fiche": 2, "Libellé": "Accueil", "Usage": "Donner", "Téléphone": "02 555 12 34"},
        {"Fiche": "1", "Personne": "Anne", "Usage": "Publik", "E-mail": "a@relais,be"},
        {"Fiche": 7, "Libellé": "Orphelin"},
        {"Fiche": "la deux", "Libellé": "Illisible"},
        {"Fiche": 2, "Libellé": "Garde", "Vérifié le": "23/11/2026"},
    ]
    first, second = directory(workbook, Fiches=[fiche(1), fiche(2)], Contacts=rows).fiches

    assert [(contact.person, contact.usage, contact.emails) for contact in first.contacts] == [
        ("Anne", Usage.INTERNAL, ())
    ]
    assert [(c.label, c.usage, len(c.phones), c.verified_on) for c in second.contacts] == [
        ("Accueil", Usage.GIVE, 1, None),
        ("Garde", Usage.INTERNAL, 0, None),
    ]


def test_a_fiche_names_its_theme_as_the_sheet_does(workbook: WorkbookMaker) -> None:
    themes: list[Cells] = [
        {"Code": "san", "Nom": "Santé", "Couleur": "rouge", "Ordre": "1.0"},
        THEME,
        {"Code": "X"},
        {"Nom": "SANTE"},
    ]
    read = directory(workbook, Fiches=[fiche(1, Thème="SAN"), fiche(2, Thème="sante"), fiche(3)], Thèmes=themes)

    assert [(theme.name, theme.order, theme.colour) for theme in read.themes] == [
        ("Santé", 1, "#1D4E89"),
        ("Emploi", None, "#1D4E89"),
    ]
    assert [entry.theme for entry in read.fiches] == ["Santé", "Santé", "Emploi"]


def test_each_address_of_a_team_is_a_recipient(workbook: WorkbookMaker) -> None:
    rows: list[Cells] = [
        {"Équipe": "Accueil", "E-mail": "a@interne.example; b@interne.example", "Actif": "non"},
        {"Équipe": "Double", "E-mail": "A@interne.example"},
        {"Équipe": "Dehors", "E-mail": "a@dehors.com"},
        {"Équipe": "Presse", "E-mail": "p@dehors.com", "Édition": "Publique"},
        {"Équipe": "Sans"},
        {"Équipe": "Édition illisible", "E-mail": "e@interne.example", "Édition": "Publik"},
        {"Équipe": "Inactive peut-être", "E-mail": "i@interne.example", "Actif": "?"},
        {"Équipe": "Illisible", "E-mail": "accueil"},
    ]

    assert [(team.team, team.email, team.edition, team.active) for team in directory(workbook, Équipes=rows).teams] == [
        ("Accueil", "a@interne.example", TeamEdition.INTERNAL, Flag.NO),
        ("Accueil", "b@interne.example", TeamEdition.INTERNAL, Flag.NO),
        ("Presse", "p@dehors.com", TeamEdition.PUBLIC, Flag.YES),
    ]


def test_an_address_twice_in_its_own_cell_still_gets_the_mail(workbook: WorkbookMaker) -> None:
    read = directory(workbook, Équipes=[{"Équipe": "Accueil", "E-mail": "a@interne.example; A@interne.example"}])

    assert [team.email for team in read.teams][:1] == ["a@interne.example"]


def test_suggestions_have_defaults(workbook: WorkbookMaker) -> None:
    rows: list[Cells] = [
        {"Proposition": "Nouveau numéro", "Fiche": 1, "Reçue le": "2026-11-03"},
        {"Proposition": "Autre", "Fiche": "?", "Statut": "Vue", "Reçue le": "23/11/2026", "Remercier": True},
    ]

    assert [
        (s.proposal, s.fiche, s.received_on, s.status, s.thank)
        for s in directory(workbook, Suggestions=rows).suggestions
    ] == [
        ("Nouveau numéro", 1, date(2026, 11, 3), SuggestionStatus.NEW, Flag.NO),
        ("Autre", None, None, SuggestionStatus.NEW, Flag.YES),
    ]


def test_the_imprint_comes_from_the_settings(workbook: WorkbookMaker) -> None:
    rows: list[Cells] = [*PARAMETERS, {"Clé": "REDACTION", "Valeur": "AB; CD"}, {"Clé": "Indicatif", "Valeur": "fr"}]
    imprint = directory(workbook, Paramètres=rows).imprint

    assert (imprint.title, imprint.suggestions_address, imprint.editors, imprint.region) == (
        "Annuaire",
        "annuaire@contact.example",
        ("AB", "CD"),
        "FR",
    )


def test_without_settings_the_imprint_has_defaults(workbook: WorkbookMaker) -> None:
    imprint = directory(workbook, Paramètres=None).imprint

    assert (imprint.title, imprint.suggestions_address, imprint.editors, imprint.region) == ("Annuaire", "", (), "BE")


@pytest.mark.parametrize("sheets", [{"Fiches": None}, {"Thèmes": None}, {"Fiches": []}])
def test_a_broken_workbook_gives_no_fiche_but_no_crash(
    workbook: WorkbookMaker, sheets: dict[str, list[Cells] | None]
) -> None:
    assert directory(workbook, **sheets).fiches == ()


def test_an_unknown_country_is_no_crash(workbook: WorkbookMaker) -> None:
    rows: list[Cells] = [*PARAMETERS, {"Clé": "Indicatif", "Valeur": "Atlantide"}]

    assert numbers(directory(workbook, Paramètres=rows)) == [1]


@pytest.mark.parametrize(
    ("country", "region"), [("Belgique", "BE"), ("france", "FR"), ("+33", "FR"), ("0032", "BE"), ("lu", "LU")]
)
def test_a_country_may_be_given_by_its_name_or_calling_code(workbook: WorkbookMaker, country: str, region: str) -> None:
    rows: list[Cells] = [*PARAMETERS, {"Clé": "Indicatif", "Valeur": country}]

    assert check(workbook(Paramètres=rows)).book.region == region


def test_an_unknown_country_is_reported_where_it_stands(workbook: WorkbookMaker) -> None:
    rows: list[Cells] = [*PARAMETERS, {"Clé": "Indicatif", "Valeur": "Atlantide"}]

    assert found(workbook(Paramètres=rows)) == [("Paramètres!B4", "country-unclear")]
