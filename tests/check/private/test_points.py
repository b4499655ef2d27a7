"""Numbers and addresses in a text: told unless they are published as such, and never for other digits."""

from pathlib import Path

from tests.conftest import WorkbookMaker
from tests.making.private import asked, asked_of
from tests.making.workbooks import PARAMETERS, fiche, public

TOLD = {
    "Appelez le 02 555 99 99 le matin": ["02 555 99 99"],
    "GSM 0475/12.34.56": ["0475/12.34.56"],
    "+32 475 12 34 57 ou (02) 555.99.98": ["+32 475 12 34 57 ou (02) 555.99.98"],
    "0032 2 555 99 97": ["0032 2 555 99 97"],
    "Ａppelez ０２ ５５５ ９９ ９６": ["02 555 99 96"],
    "٠٢ ٥٥٥ ٩٩ ٩٥": ["02 555 99 95"],
    "jan.peeters＠gmail．com": ["jan.peeters@gmail.com"],
    "jаn.pееters@gmаil.com": ["jаn.pееters@gmаil.com"],
    "demander le poste 4512": ["poste 4512"],
    "toestel 305": ["toestel 305"],
    "info via jan.peeters@gmail.com.": ["jan.peeters@gmail.com"],
    "jan.peeters (at) service.example": ["jan.peeters (at) service.example"],
    "Écrire à jan.peeters @ service.example": ["jan.peeters @ service.example"],
    "jan arobase service.example": ["jan arobase service.example"],
}
FINE = (
    "voir fiche 12, loi du 12/03/2024, 1000 à 1090 Bruxelles",
    "lu-ve 9:00-12:00, 13:00-16:00; sa 10.00-14.00",
    "du 01/07/2026 au 31/08/2026",
    "de 1 250,00 € à 2 500,00 €, 18-25 ans, 2020-2024",
    "BCE 0470.123.456, IBAN BE68 5390 0754 7034, registre national 85.07.30-033.28",
    "appelez le 112 ou le 1722, bus 71, 95; train IC 1234",
    "Agréé n° 12345/678/90, dossier 2024/1234567",
    "codes postaux 1000, 1020, 1030, 1040, 1050, 1060",
    "Bureau de Poste 1000 Bruxelles; la Poste, 1050 Ixelles; poste 12",
    "@telier numérique, M@ison",
)


def test_a_number_or_an_address_is_told(tmp_path: Path) -> None:
    texts = [("Description", text) for text in TOLD]
    assert asked_of(tmp_path, texts) == {("Description", text): words for text, words in TOLD.items()}


def test_other_digits_are_not(tmp_path: Path) -> None:
    texts = [(column, text) for column in ("Description", "Horaires", "Adresse", "Avis") for text in FINE]
    assert asked_of(tmp_path, texts) == {}


def test_what_is_published_as_such_is_no_news(workbook: WorkbookMaker) -> None:
    path = workbook(
        Fiches=[
            {**public(1), "E-mail": "info@relais.example", "Description": "Tél. 02/555.00.01, Info@relais.example"},
            public(2, Description="Ou chez eux : 02 555 00 01, et la ligne 02 555 44 44"),
            public(3, Téléphone="02 555 00 03 poste 412", Description="poste 412"),
            public(4, Description="poste 412"),
        ],
        Contacts=[{"Fiche": 1, "Téléphone": "02 555 44 44", "Usage": "Donner"}],
    )
    assert asked(path) == {"Fiches!K5": ["poste 412"]}


def test_what_is_only_known_inside_is(workbook: WorkbookMaker) -> None:
    numbers = "02 555 44 44 et 02 555 55 55 et 02 555 66 66"
    path = workbook(
        Fiches=[public(1, Description=numbers), fiche(2, Téléphone="02 555 55 55"), public(3, Statut="Archivé")],
        Contacts=[{"Fiche": 1, "Téléphone": "02 555 44 44", "Usage": "Transférer"}],
    )
    assert asked(path) == {"Fiches!K2": [numbers]}


def test_numbers_are_read_as_in_the_country_of_the_annuaire(workbook: WorkbookMaker) -> None:
    french = (*PARAMETERS, {"Clé": "Indicatif", "Valeur": "FR"})
    fiches = [public(1, Téléphone="01 40 00 00 01", Description="ligne directe 06 12 34 56 78")]
    assert asked(workbook(Fiches=fiches, Paramètres=french)) == {"Fiches!K2": ["06 12 34 56 78"]}
    luxembourg = (*PARAMETERS, {"Clé": "Indicatif", "Valeur": "LU"})
    fiches = [public(1, Téléphone="26 12 34 00", Description="ligne directe 26 12 34 56")]
    assert asked(workbook(Fiches=fiches, Paramètres=luxembourg)) == {"Fiches!K2": ["26 12 34 56"]}
