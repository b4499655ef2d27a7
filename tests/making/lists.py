"""Lists as teams keep them, by chance: what is internal is general words, neighbours' numbers, persons, initials.

Nothing internal is written in a public cell, so every alarm is a false one: a public file says public values only. But
both sides share what real lists share: switchboards, streets, postal codes, acronyms, and the words of the trade.
"""

import re
from random import Random
from typing import Any

from tests.making.workbooks import TODAY


def _listed(text: str) -> list[str]:
    return re.split(r",\s+", text)


_KINDS = _listed("Maison, Service, Centre, Bureau, Espace, Antenne, Permanence, Cellule, Guichet, Point, Dienst, Huis")
_AIMS = _listed(
    "emploi, logement, santé, formation, jeunesse, aînés, médiation de dettes, aide juridique, famille, taal en werk"
)
_TOWNS = _listed(
    "Ixelles, Uccle, Saint-Gilles, Schaerbeek, Anderlecht, Etterbeek, Forest, Jette, Evere, Elsene, Woluwe-Saint-Pierre"
)
_ACRONYMS = _listed("CPAS, ONE, ALE, AMO, MDD, SAJ, OCMW, VDAB, FAX, GSM, EFT, ISP, NL, EN, PMS, RH, CA, PV, TEL, AG")
_FORENAMES = _listed("Anne, Marie, Luc, Tom, Zoé, Ali, Rose, Fatima, Jan, Els, Paul, Noé, Info, Mai, Claire, Pierre")
_SURNAMES = _listed(
    "Dubois, Forest, Martin, De Smet, Peeters, Jacobs, Lambert, Dupont, Janssens, Maes, Saint-Gilles, Emploi, Ben Ali"
)
_STREETS = _listed("rue Haute, chaussée de Wavre, Grande rue, avenue Louise, rue de la Santé, place Flagey, Kerkstraat")
_PUBLIC_WORDS = _listed(
    """Accueil sans rendez-vous, Inscription et accompagnement, Cours de français et de néerlandais, Aide alimentaire,
    Ouvert à tous les habitants de la commune, Consultations le mardi matin, Permanence sociale au premier étage,
    Apporter la carte d'identité et la composition de ménage, Opvang en begeleiding, Gratuit"""
)
_INNER_WORDS = _listed(
    """Appeler avant 10 heures, passe par le secrétariat, ne répond pas le mercredi, voir avec la commune,
    Transférer au service logement, remplacé jusqu'en mai, le numéro change bientôt, dossier à préparer,
    rappeler le matin, demander la personne de garde, accès par la cour, en congé, à confirmer par mail,
    ancien numéro du CPAS, contact direct"""
)
_BOXES = _listed("info, accueil, accueil1060, secretariat")
_HOSTS = _listed("commune.example, cpas-ixelles.example, emploi.brussels.example, asso.example")


class TeamList:
    """A list in the making. Each number is given once, so that none is both public and internal by chance."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self._given = set[str]()

    def pick(self, choices: list[str]) -> str:
        return self.random.choice(choices)

    def is_so(self, chance: float) -> bool:
        return self.random.random() < chance

    def number(self) -> str:
        """Return a number, most often of one of three switchboards, as neighbours are."""
        while True:
            block = self.pick(["02 555 12", "02 555 13", "02 600 12", f"04 2{self.digits(2)} {self.digits(2)}"])
            number = f"{block} {self.digits(2)}"
            if self.is_so(0.15):
                number = f"0477 {self.digits(2)} {self.digits(2)} {self.digits(2)}"
            # No two with the same end: without the area code they could be the same number.
            end = re.sub(r"\D", "", number)[-7:]
            if end not in self._given:
                self._given.add(end)
                return self.dressed(number)

    def dressed(self, number: str) -> str:
        plain = number.replace(" ", "")
        forms = [number, number.replace(" ", "."), f"+32 {number[1:]}", plain, number.replace(" ", "/", 1)]
        return self.pick(forms)

    def digits(self, count: int) -> str:
        return "".join(self.pick(list("0123456789")) for _ in range(count))

    def person(self) -> str:
        return f"{self.pick(_FORENAMES)} {self.pick(_SURNAMES)}"

    def initials(self) -> str:
        return self.pick(
            [*_ACRONYMS, f"{self.pick(list('ABCDEJLMPR'))}{self.pick(list('BDFLMPSV'))}", "M.D.", "A.-M. D."]
        )

    def inner_text(self) -> str:
        parts = self.random.sample(_INNER_WORDS, self.random.randint(1, 3))
        if self.is_so(0.4):
            parts.insert(1, self.person())
        if self.is_so(0.3):
            parts.append(self.number())
        return self.pick([". ", ", ", " / ", "\n"]).join(parts)

    def fiche(self, number: int) -> dict[str, Any]:
        town, aim = self.pick(_TOWNS), self.pick(_AIMS)
        name = self.pick(
            [f"{self.pick(_KINDS)} {aim}", f"{self.pick(_KINDS)} {aim} {town}", f"{self.pick(_ACRONYMS)} {town}"]
        )
        row: dict[str, Any] = {
            "N°": number,
            "Thème": self.pick(["Emploi", "Social"]),
            "Nom": f"{name} {number}" if self.is_so(0.2) else name,
            "Sigle": self.pick(_ACRONYMS) if self.is_so(0.3) else None,
            "Diffusion": "Public" if self.is_so(0.6) else "Interne",
            "Description": self.pick(_PUBLIC_WORDS) if self.is_so(0.7) else None,
            "Téléphone": self.number(),
            "E-mail": f"{self.pick([*_BOXES, aim[:5].strip()])}{number}@{self.pick(_HOSTS)}",
            "Adresse": f"{self.pick(_STREETS)} {self.random.randint(1, 250)}",
            "Code postal": self.pick(["1000", "1050", "1060", "1180"]),
            "Commune": town,
            "Horaires": self.pick(["lu-ve 9:00-12:00", "ma-je 13:30-16:30"]),
            "Autorisé par": self.pick([self.initials(), self.person()]),
            "Vérifié le": TODAY,
            "Vérifié par": self.initials(),
            "Source": self.pick(["appel", "mail", "visite"]),
        }
        if self.is_so(0.5):
            row["Note interne"] = self.inner_text()
        if self.is_so(0.3):
            row["Consigne"] = self.inner_text()
        return {header: value for header, value in row.items() if value}

    def contact(self, fiche: int) -> dict[str, Any]:
        row: dict[str, Any] = {
            "Fiche": fiche,
            "Libellé": self.pick(["Accueil", "Secrétariat", "Direction", "Bureau 12", "Garde", "Fax"]),
            "Personne": self.person(),
            "Fonction": self.pick(["Responsable", "Assistante sociale", "Coordination emploi", "Accueil"]),
            "Téléphone": self.number(),
            "Usage": self.pick(["Donner", "Transférer", "Interne"]),
            "Vérifié le": TODAY,
            "Vérifié par": self.initials(),
        }
        if self.is_so(0.3):
            row["E-mail"] = f"{self.person().lower().replace(' ', '.').replace('é', 'e')}@{self.pick(_HOSTS)}"
        return row


def draw_list(random: Random) -> dict[str, Any]:
    """Return the sheets of a list by chance."""
    drawn = TeamList(random)
    numbers = random.sample([*range(1, 90), 105, 1060, 2555, 12345, 999_999], random.randint(3, 25))
    rows = [drawn.fiche(number) for number in numbers]
    return {
        "Fiches": rows,
        "Thèmes": [{"Nom": "Emploi", "Couleur": "#1D4E89"}, {"Nom": "Social", "Couleur": "#7A1C2E"}],
        "Contacts": [drawn.contact(random.choice(numbers)) for _ in range(random.randint(1, 15))],
        "Paramètres": [
            {"Clé": "Titre", "Valeur": "Annuaire social"},
            {"Clé": "Adresse des suggestions", "Valeur": "annuaire@contact.example"},
            {"Clé": "Indicatif", "Valeur": "BE"},
            {"Clé": "Rédaction", "Valeur": f"{drawn.person()} ; {drawn.initials()}"},
        ],
        "Équipes": [{"Équipe": "CC", "Nom": drawn.person(), "E-mail": "cc@contact.example", "Édition": "Interne"}],
        "Suggestions": [
            {
                "Reçue le": TODAY,
                "Fiche": numbers[0],
                "Proposition": f"{rows[0]['Nom']} : {drawn.inner_text()}",
                "Auteur": drawn.person(),
                "Statut": "Nouvelle",
                "Traitée par": drawn.initials(),
            }
        ],
    }
