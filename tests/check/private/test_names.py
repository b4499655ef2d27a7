"""Names of persons in a text, and of the houses and streets that bear them."""

from pathlib import Path

import pytest

from tests.conftest import WorkbookMaker
from tests.making.private import asked, asked_of
from tests.making.workbooks import Cells, public

NAMED = {
    "Accueil. Mme Dubois répond.": ["Mme Dubois"],
    "MME DUBOIS": ["MME DUBOIS"],
    "mme dubois au guichet": ["mme dubois"],
    "demander Monsieur Peeters": ["Monsieur Peeters"],
    "monsieur dupont": ["monsieur dupont"],
    "Mr. Van Damme est là": ["Mr. Van Damme"],
    "dhr. J. Peeters": ["dhr. J. Peeters"],
    "Mw. De Smet, Dhr De Clercq": ["Mw. De Smet", "Dhr De Clercq"],
    "M. Dupont ; M Lambert": ["M. Dupont", "M Lambert"],
    "M. et Mme Brumaire": ["Mme Brumaire"],
    "Madame X.": ["Madame X"],
    "Référent : Marie Dupont": ["Marie Dupont"],
    "contact : DUPONT Marie": ["DUPONT Marie"],
    "BRUMAIRE Sophie": ["BRUMAIRE Sophie"],
    "Jean-Pierre D'Hondt vous reçoit": ["Jean-Pierre D'Hondt"],
    "Jan Van den Broeck vous aide": ["Jan Van den Broeck"],
    "Fatima-Zahra El Amrani": ["Fatima-Zahra El Amrani"],
    "À l'attention de Marie-Claire Van Damme": ["Marie-Claire Van Damme"],
    "J. Lambert au guichet": ["J. Lambert"],
    "L'école vous renvoie vers Marie Dupont": ["Marie Dupont"],
    "Responsable de la maison : Karim Benali": ["Karim Benali"],
    "Maison ouverte par Simone Brumaire": ["Simone Brumaire"],
    "Personne de contact: Koen": ["Koen"],
    "Vragen aan Els Brumaire": ["Els Brumaire"],
    "rdv avec jean-pierre dupont": ["jean-pierre dupont"],
    "Le jeudi, Mohamed B.": ["Mohamed B"],
}
PLACES = (
    "Cours rue Jean Jaurès, place Jean Moulin, avenue Franklin D. Roosevelt, Square Marie-Louise 4",
    "À l'école Marie Curie et au lycée professionnel Jean Monnet, salle Jean-Paul Sartre",
    "Centre hospitalier Georges Clemenceau, Clinique Saint-Jean, Institut Jules Bordet",
    "Fondation Roi Baudouin, Fonds Marie Marache, Prix Émile Bernheim, Plan Robert Schuman",
    "Bus 54 (arrêt Louis Lepoutre), métro Joséphine-Charlotte, Place Louise",
    "rue du Docteur Paul Janson, av. M. Thiry, Bd M. Lemonnier, Ligne M Bourse",
    "Emile Jacqmainlaan, Louis Schmidtlaan, Centrum Jan Palfijn, Jan Palfijn Ziekenhuis",
    "Saint-Gilles, Sint-Jans-Molenbeek, Sainte Marie Madeleine, Saint Jean Baptiste de la Salle",
    "Madame la directrice, Monsieur le juge, Madame, Monsieur, M. ou Mme, Mesdames et Messieurs",
    "Marché de Noël, Marine nationale, Constant",
    "Jan Yperman ziekenhuis, Marie Curie school",
    "M. et Mme peuvent venir",
    "entrée par la rue Gray, coin rue Paul Devaux / rue Auguste Orts",
)
NAMES = (
    "Lycée Marie Curie",
    "Centre Jean Gol",
    "Théâtre Jean Vilar",
    "Résidence Simone Veil",
    "Jean Moulin, école primaire",
    "Athénée Royal Serge Creuz",
    "Maison médicale Jean Dupont",
    "Alice Services",
    "Sophie Consulting",
    "Greta du Douaisis",
    "Louise-Marie asbl",
)
GIVEN: Cells = {"Fiche": 1, "Usage": "Donner", "Téléphone": "02 555 77 77"}


def test_a_person_is_named(tmp_path: Path) -> None:
    asked = asked_of(tmp_path, [("Description", text) for text in NAMED])
    assert asked == {("Description", text): words for text, words in NAMED.items()}


def test_a_house_or_a_street_is_not_a_person(tmp_path: Path) -> None:
    assert asked_of(tmp_path, [("Description", text) for text in PLACES]) == {}


def test_a_service_may_be_named_after_a_person(tmp_path: Path) -> None:
    texts = [(column, name) for column in ("Nom", "Autres appellations") for name in NAMES]
    assert asked_of(tmp_path, texts) == {}
    texts = [
        ("Nom", "Bureau de Mme Dubois"),
        ("Nom", "Marie Dupont"),
        ("Autres appellations", "le bureau; Marie Dupont"),
    ]
    assert len(asked_of(tmp_path, texts)) == 3


def test_a_name_of_the_service_is_no_question_elsewhere(workbook: WorkbookMaker) -> None:
    named = {"Autres appellations": "Jean Gol; CJG", "Description": "Jean Gol accueille les jeunes. Marie Gol aide."}
    assert asked(workbook(Fiches=[{**public(Nom="Centre Jean Gol"), **named}])) == {"Fiches!K2": ["Marie Gol"]}


def test_an_address_holds_the_names_of_streets(tmp_path: Path) -> None:
    streets = (
        "Rue Jean Jaurès 12",
        "Jean Jaurès 12",
        "Joséphine-Charlotte 3",
        "77 rue Léon-Gambetta, Immeuble Albert Camus",
    )
    persons = ("chez Marie Dupont, rue Haute 12", "c/o Marie Dupont, rue Haute 12", "Rue Haute 12 (Mme Dubois)")
    assert list(asked_of(tmp_path, [("Adresse", text) for text in (*streets, *persons)])) == [
        ("Adresse", text) for text in persons
    ]


@pytest.mark.parametrize("label", ["Sophie", "Ligne de Karim", "GSM Sophie (matin)", "Mme Dubois", "Sophie Lambert"])
def test_the_label_of_a_contact_that_is_given_names_nobody(workbook: WorkbookMaker, label: str) -> None:
    assert list(asked(workbook(Fiches=[public()], Contacts=[{**GIVEN, "Libellé": label}]))) == ["Contacts!B2"]
    phone = {**GIVEN, "Téléphone": f"02 555 77 77 ({label.replace('(matin)', 'matin')})"}
    assert list(asked(workbook(Fiches=[public()], Contacts=[phone]))) == ["Contacts!E2"]


@pytest.mark.parametrize("usage", ["Transférer", "Interne", None])
def test_the_label_of_another_contact_may(workbook: WorkbookMaker, usage: str | None) -> None:
    assert asked(workbook(Fiches=[public()], Contacts=[{**GIVEN, "Libellé": "Sophie", "Usage": usage}])) == {}


@pytest.mark.parametrize(
    "label", ["Accueil", "Antenne Saint-Gilles", "Site Louise", "Square Marie-Louise", "Permanence Noël"]
)
def test_a_label_may_name_a_place(workbook: WorkbookMaker, label: str) -> None:
    assert asked(workbook(Fiches=[public()], Contacts=[{**GIVEN, "Libellé": label}])) == {}
