"""Workbooks by chance, without errors but full of coincidences: what is internal resembles what public cells say.

Most internal values are made of public ones: the end of one cell and the beginning of its neighbour, the digits of a
phone in its international form, a person called like a mailbox. None of them is written in a public cell.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Any, TypeVar

from phonenumbers import is_valid_number, parse

from tests.making.workbooks import TODAY

Row = dict[str, Any]
T = TypeVar("T")


def _listed(text: str) -> list[str]:
    return re.split(r",\s+", text)


_NAMES = _listed(
    """Accueil, Le Relais, Maison de l'Emploi, Maison Médicale, Lycée Marie Curie, Point Info, Het Startpunt,
    De Brug, OCMW Elsene, CPAS d'Ixelles, Bureau d'aide juridique, Espace Tom, Service social, Sociale dienst, Guichet,
    Guichet 2, Actiris, Permanence, Łódź, Čeština, Ελλάδα, Работа, Centre Øst, LAUFBAHN, laufbahn, Ab, ONE, XYZ,
    Einsatz und Laufbahnsteuerung des Departements, Rose, Roseraie municipale, Maison des associations du quartier de la
    gare du Nord, Hôtel-Dieu, Saint-Josse, Sint-Joost-ten-Node, Crèche « Les Loups », Maison Rose & Cie"""
)
_PERSONS = _listed(
    """Tom Peeters, Marie Curie, An De Vos, Li Wu, Rose Martin, Jan Accueil, Zoé Relais, Info Point, M. Brug,
    Els Van den Berg, Guy Bureau, Tom Espace, Paul Emploi, Karel Elsene, Ida Laufbahn, Otto Peters"""
)
_LABELS = _listed("Accueil, Secrétariat, Boîte, Direction, Guichet 2, Onthaal, Permanence, Fax, Urgences, Rose, N° 5")
_BOXES = _listed("info, accueil, mpeeters, tpeeters, contact, onthaal, permanence, secretariat, accueil1060, rose")
_HOSTS = _listed("relais.example, b.example, rose-bleue.example, emploi.brussels.example, ocmw-elsene.example")
_STREETS = _listed(
    """Grande rue, Place du Marché, avenue du Parc, Rue Haute, Chaussée de Wavre, Hoogstraat, Rue de l'Accueil,
    quai 1060, Boulevard de la Rose"""
)
_TOWNS = _listed(
    """Ixelles, Bruxelles, Saint-Gilles, Saint-Paul-lès-Eaux, Saint-Honoré-les-Bains, Sint-Gillis, Uccle, Ville A,
    Parc, Accueil"""
)
_PHRASES = _listed(
    """Accueil et orientation, Cours de français, Aide au logement, sans rendez-vous, sur rendez-vous le mardi,
    Inscription obligatoire, Apporter sa carte d'identité, pour les moins de 26 ans, Opvang en oriëntatie, gratuit,
    Hulp bij het zoeken van een woning, 24 heures sur 24, 3e étage, Ouvert en 2026, Rose bleue"""
)
_WORDS = _listed(
    "tom, rose, relais, accueil, info, mai, to, tel, fiche, contact, 12, 107, 1060, 2026, page, nom, de, la, du, et"
)
_FORENAMES = _listed("Tom, Rose, Info, Mai, To, Mail, La, De, Guy, Li")
_LANGUAGES = ["FR NL", "FR", "NL EN", "FR AR TR", "FR; NL; DE", "PT ES"]
_HOURS = ["lu-ve 9:00-12:00", "lu-ve 9:00-12:00, 13:00-16:00", "ma 14h-18h", "24h/24", "di-do 9-12 u."]
_TRUNKS = {"BE": "02 {} {} {}", "FR": "02 5{} {} {} {}"}


@dataclass
class Chance:
    """A workbook in the making: its sheets by name, for `make_workbook`."""

    random: Random
    region: str = "BE"
    sheets: dict[str, Any] = field(default_factory=dict)
    public: list[str] = field(default_factory=list)
    """What public cells say, in their order: neighbours stand beside each other."""
    phones: list[str] = field(default_factory=list)

    def pick(self, choices: Sequence[T]) -> T:
        return self.random.choice(choices)

    def is_so(self, chance: float) -> bool:
        return self.random.random() < chance

    def digits(self, count: int) -> str:
        return "".join(self.pick("0123456789") for _ in range(count))

    def number(self) -> str:
        """Return a phone of the region: often of the few digits that meet others."""
        if self.region == "FR":
            return (
                f"0{self.pick('12345')} {' '.join(self.pick(['33', '32', '25', '51', '10', '75']) for _ in range(4))}"
            )
        return self.pick(
            [
                f"02 5{self.pick(['10', '55', '32'])} {self.pick(['32', '25', '10', '60'])} {self.digits(2)}",
                f"+32 2 5{self.digits(2)} {self.digits(2)} {self.digits(2)}",
                f"0032 2 5{self.digits(2)}.{self.digits(2)}.{self.digits(2)}",
                f"047{self.digits(1)} {self.digits(2)} {self.digits(2)} {self.digits(2)}",
                f"02/5{self.digits(2)}.{self.digits(2)}.{self.digits(2)}",
            ]
        )

    def phone_cell(self) -> str:
        numbers = []
        for _ in range(self.pick([1, 1, 1, 2, 3])):
            number = self.number()
            self.phones.append(number)
            if self.is_so(0.25):
                number += f" ({self.pick(_LABELS).lower()})"
            elif self.is_so(0.15):
                number += f" {self.pick(['poste', 'ext.', 'toestel'])} {self.digits(self.pick([2, 3, 4]))}"
            numbers.append(number)
        return self.pick([" ; ", "\n", " ; "]).join(numbers)

    def mail(self) -> str:
        return f"{self.pick(_BOXES)}{self.pick(['', '', self.digits(2), '1060', '2380'])}@{self.pick(_HOSTS)}"

    def site(self) -> str:
        tail = self.pick(
            ["", "/", "/accueil", "/page.html?ou=Einsatz+und+Laufbahnsteuerung,ou=Personal,ou=Departement,dn"]
        )
        return f"{self.pick(['www.', 'https://www.', 'http://', 'https://'])}{self.pick(_HOSTS)}{tail}"

    def address(self) -> str:
        house = self.pick(["2", "12", "57", "72", "2380", "1060", "7 bis", "33/25"])
        street = self.pick(_STREETS)
        return self.pick([f"{house} {street}", f"{street} {house}", f"{street}, {house}", street])

    def text(self) -> str:
        return self.pick([". ", " ; ", "\n", ", "]).join(self.pick(_PHRASES) for _ in range(self.pick([1, 1, 2, 3])))

    def day(self) -> date:
        return TODAY - timedelta(days=self.pick([0, 3, 30, 150, 300]))


def draw(random: Random) -> Chance:
    """Return a workbook by chance."""
    chance = Chance(random, region=random.choice(["BE", "BE", "FR"]))
    themes = random.sample(["Emploi", "Santé", "Logement", "Rose", "Info", "Taal en werk"], random.randint(1, 4))
    rows = [_fiche(chance, number, themes) for number in _numbers(chance)]
    used = {row["Thème"] for row in rows}
    chance.sheets["Thèmes"] = [
        _theme(chance, name, place) for place, name in enumerate(themes) if name in used or chance.is_so(0.5)
    ]
    contacts = [_contact(chance, chance.pick(rows)["N°"]) for _ in range(chance.pick([0, 2, 5, 8]))]
    parameters = [
        {"Clé": "Titre", "Valeur": chance.pick(["Annuaire", "Rose", "Annuaire des services 1060"])},
        {"Clé": "Adresse des suggestions", "Valeur": "annuaire@contact.example"},
        {"Clé": "Organisation", "Valeur": chance.pick(["Actiris", "Accueil", "Service public"])},
        {"Clé": "Indicatif", "Valeur": chance.region},
    ]
    _remember(chance, [*rows, *contacts])
    for row in [*rows, *contacts]:
        _fill_inside(chance, row)
    parameters.append({"Clé": "Rédaction", "Valeur": "; ".join(_person(chance) for _ in range(2))})
    chance.sheets |= {"Fiches": rows, "Contacts": contacts or None, "Paramètres": parameters}
    chance.sheets["Équipes"] = [
        {"Équipe": "CC", "Nom": _person(chance), "E-mail": "cc@contact.example", "Édition": "Interne", "Actif": "Oui"},
        {"Équipe": "Partenaires", "Nom": _person(chance), "E-mail": "p@partner.example", "Édition": "Publique"},
    ]
    chance.sheets["Suggestions"] = [
        {
            "Reçue le": TODAY,
            "Fiche": chance.pick(rows)["N°"],
            "Proposition": inside(chance),
            "Auteur": _person(chance),
            "Statut": "Nouvelle",
        }
        for _ in range(chance.pick([0, 1, 3]))
    ]
    for name in ("Contacts", "Suggestions"):
        if not chance.sheets[name]:
            chance.sheets[name] = None
    return chance


def change(chance: Chance) -> None:
    """Change some rows, for a second edition: names, phones, who may read them; some go."""
    rows = chance.sheets["Fiches"]
    for row in rows:
        if chance.is_so(0.4):
            row[chance.pick(["Nom", "Description", "Adresse"])] = chance.pick([*_NAMES, *_PHRASES])
        if chance.is_so(0.3):
            row["Téléphone"] = chance.phone_cell()
        if chance.is_so(0.2):
            row["Diffusion"] = chance.pick(["Public", "Interne"])
            row.setdefault("Autorisé par", "AB")
    for row in chance.sheets.get("Contacts") or []:
        if chance.is_so(0.3):
            row["Usage"] = chance.pick(["Donner", "Transférer", "Interne"])
    if len(rows) > 2 and chance.is_so(0.5):
        gone = rows.pop()["N°"]
        _forget(chance, gone)
    _remember(chance, rows)
    for row in rows:
        if chance.is_so(0.3):
            row["Note interne"] = inside(chance)


def _forget(chance: Chance, gone: int) -> None:
    for row in chance.sheets["Fiches"] or []:
        kept = [n for n in str(row.get("Voir aussi", "")).split("; ") if n and n != str(gone)]
        row["Voir aussi"] = "; ".join(kept) or None
    for name in ("Contacts", "Suggestions"):
        if chance.sheets.get(name):
            chance.sheets[name] = [row for row in chance.sheets[name] if row["Fiche"] != gone]


def _numbers(chance: Chance) -> list[int]:
    pool = [1, 2, 5, 7, 12, 45, 57, 72, 105, 107, 332, 572, 1060, 2380, 33251, 999999]
    return chance.random.sample(pool, chance.random.randint(1, 7))


def _fiche(chance: Chance, number: int, themes: list[str]) -> Row:
    row: Row = {
        "N°": number,
        "Thème": chance.pick(themes),
        "Nom": chance.pick(_NAMES),
        "Diffusion": chance.pick(["Public", "Public", "Public", "Interne"]),
        "Statut": chance.pick([None, None, None, "Actif", "Suspendu", "Archivé"]),
        "Autorisé par": "AB",
        "Vérifié le": chance.day(),
        "Vérifié par": "AB",
        "Source": chance.pick(["appel", "mail", "visite"]),
        "Téléphone": chance.phone_cell(),
    }
    made: dict[str, Callable[[], Any]] = {
        "Nom (nl)": lambda: chance.pick(_NAMES),
        "Sigle": lambda: chance.pick(["LR", "CPAS", "ONE", "MAI", "TOM", "A1060"]),
        "Autres appellations": lambda: "; ".join(chance.random.sample(_NAMES, 2)),
        "Nature": lambda: chance.pick(["Interne", "Partenaire", "Externe"]),
        "Essentiel": lambda: chance.pick(["Oui", "Non"]),
        "Description": chance.text,
        "Description (nl)": chance.text,
        "Public visé": chance.text,
        "Conditions d'accès": chance.text,
        "E-mail": lambda: " ; ".join(chance.mail() for _ in range(chance.pick([1, 2]))),
        "Site web": lambda: " ; ".join(chance.site() for _ in range(chance.pick([1, 1, 2]))),
        "Adresse": chance.address,
        "Code postal": lambda: chance.pick(
            ["1060", "2380", "1000", 1050] if chance.region == "BE" else ["75010", "33251", "02510"]
        ),
        "Commune": lambda: chance.pick(_TOWNS),
        "Horaires": lambda: chance.pick(_HOURS),
        "Langues": lambda: chance.pick(_LANGUAGES),
        "Avis": lambda: chance.pick(["Fermé en août", "Gesloten", "Déménage au 72 Grande rue"]),
        "Consigne": lambda: "",
        "Message type": lambda: "",
        "Note interne": lambda: "",
        "Fiche technique": lambda: f"https://intranet.contact.example/{number}/{chance.pick(_WORDS)}",
    }
    row |= {header: make() for header, make in made.items() if chance.is_so(0.5)}
    if "Avis" in row and chance.is_so(0.5):
        row |= {"Avis du": TODAY - timedelta(days=5), "Avis au": TODAY + timedelta(days=9)}
    return row


def _contact(chance: Chance, number: int) -> Row:
    row: Row = {
        "Fiche": number,
        "Libellé": chance.pick([*_LABELS, None]),
        "Usage": chance.pick(["Donner", "Transférer", "Interne", None]),
        "Vérifié le": chance.day(),
    }
    if chance.is_so(0.7):
        row["Téléphone"] = chance.phone_cell()
    if chance.is_so(0.5) or "Téléphone" not in row:
        row["E-mail"] = chance.mail()
    return row


def _theme(chance: Chance, name: str, place: int) -> Row:
    row: Row = {"Nom": name, "Ordre": place + 1, "Couleur": "#1D4E89"}
    return (
        row
        | ({"Description": chance.text()} if chance.is_so(0.3) else {})
        | ({"Code": f"T{place}"} if chance.is_so(0.3) else {})
    )


_PUBLIC = _listed(
    """N°, Nom, Nom (nl), Sigle, Autres appellations, Description, Public visé, Téléphone, E-mail, Site web, Adresse,
    Code postal, Commune, Horaires, Libellé"""
)


def _remember(chance: Chance, rows: list[Row]) -> None:
    chance.public = [
        str(row[header])
        for row in rows
        if row.get("Diffusion") == "Public" or row.get("Usage") == "Donner"
        for header in _PUBLIC
        if row.get(header)
    ] or ["Accueil"]


def _person(chance: Chance) -> str:
    return chance.pick(
        [chance.pick(_PERSONS), chance.pick(_PERSONS), f"{chance.pick(_FORENAMES)} {chance.pick(_FORENAMES)}"]
    )


def inside(chance: Chance) -> str:
    """Return an internal text that is no public one, but may look like two of them side by side."""
    place = chance.random.randrange(len(chance.public))
    one, other = chance.public[place], chance.public[(place + chance.pick([1, 1, 1, 2])) % len(chance.public)]
    cut, end = chance.random.randint(0, len(one)), chance.random.randint(0, len(other))
    words = one.split(), other.split()
    return (
        chance.pick(
            [
                one[cut:] + other[:end],
                f"{one[cut:]} {other[:end]}",
                f"{' '.join(words[0][-2:])} {' '.join(words[1][:3])}",
                f"{words[0][-1]} {words[1][0]}",
                f"{chance.pick(_WORDS)} {' '.join(words[1][:2])}",
                chance.number(),
                near_number(chance),
                f"{chance.pick(_PERSONS)} {chance.number()} {chance.number()}",
                chance.text(),
                f"{chance.pick(_WORDS)} {chance.pick(_WORDS)} {chance.pick(_WORDS)}",
                chance.pick(_NAMES),
                chance.digits(4),
            ]
        ).strip(" =+-;,./()")
        or "rien"
    )


def near_number(chance: Chance) -> str:
    """Return digits that occur in a public phone with its country code, or across two of them."""
    digits = "".join(char for phone in chance.phones[-4:] for char in phone if char.isdigit())
    code = "32" if chance.region == "BE" else "33"
    run = chance.pick([code + digits[1:], digits, "1060" + digits])
    length = 8 if chance.region == "BE" else 9
    near = [f"0{run[start : start + length]}" for start in range(len(run) - length + 1)]
    sound = [number for number in near if number[1:2] != "0" and is_valid_number(parse(number, chance.region))]
    return chance.pick(sound or [chance.number()])


def _fill_inside(chance: Chance, row: Row) -> None:
    """Fill the internal cells of a row, and the public-looking ones of an internal row."""
    for header in ("Consigne", "Message type", "Note interne"):
        if row.get(header) == "":
            row[header] = inside(chance)
    if "Fiche" in row and chance.is_so(0.6):
        row |= {"Personne": _person(chance), "Fonction": chance.pick([inside(chance), "Directeur", "Accueil"])}
    if "Vérifié par" in row and chance.is_so(0.3):
        row["Vérifié par"] = _person(chance)
    if row.get("Diffusion") == "Interne" or row.get("Statut") == "Archivé":
        for header in ("Nom", "Description", "Adresse"):
            if chance.is_so(0.6):
                row[header] = inside(chance)
        if chance.is_so(0.5):
            row["Téléphone"] = near_number(chance)
