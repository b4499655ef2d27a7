"""Orders for slugs, and what stands in them."""

import re
from collections.abc import Sequence
from pathlib import Path

from fiche_builder.common.config import Config
from fiche_builder.common.i18n import translations
from fiche_builder.common.period import Period
from fiche_builder.edition.edition import build_internal_edition, build_public_edition
from fiche_builder.edition.fiche_copy import FicheCopy, InternalFicheCopy, build_sections
from fiche_builder.outputs.pdf.fonts import read_characters
from fiche_builder.outputs.pdf.measures import read_measures
from fiche_builder.outputs.pdf.slug import Slug
from fiche_builder.outputs.pdf.typeset import ComposingRoom, SlugOrder
from tests.making.workbooks import check, fiche, make_workbook, public

NOVEMBER = Period(2026, 11)
COLUMN = read_measures().text_height * 96 / 25.4
ROWS = [
    fiche(
        1, Nom="Agence locale pour l’emploi du Canal, service des ateliers et des inscriptions", Sigle="ALE-C",
        Nom__nl="Werkwinkel",
        Téléphone="02 555 01 40 (accueil) ; 02 555 01 41 poste 12", Adresse="Quai du Canal 12", Code_postal="1000",
        Commune="Bruxelles",
        Description="Première ligne\nSeconde ligne, " + "plus longue que la colonne " * 9, Horaires="lu-ve 9:00-12:00",
        Langues="FR NL",
        Consigne="Transférer si le dossier est ouvert", Message_type="Nom et numéro", Note_interne="Réservée",
        Avis="Fermé le 24",
        Site_web="https://ale-canal.example/infos", Voir_aussi="2", **{"E-mail": "accueil@ale-canal.example"},
    ),
    public(2, Nom="Écluse"),
    fiche(3, Statut="Suspendu"),
]  # fmt: skip


def fiche_orders(folder: Path, *rows: dict[str, object], is_public: bool = False) -> list[SlugOrder]:
    """Return the orders for the fiches of a workbook with these rows."""
    directory = check(make_workbook(folder / "annuaire.xlsx", {"Fiches": rows})).directory
    edition = (build_public_edition if is_public else build_internal_edition)(directory, NOVEMBER, Config())
    return [order_of(copy) for section in build_sections(edition, "fr", translations("fr")) for copy in section.fiches]


def order_of(copy: FicheCopy) -> SlugOrder:
    template = "fiche-interne.html" if isinstance(copy, InternalFicheCopy) else "fiche.html"
    return SlugOrder(template, copy, "fiches", breaks=True)


def typeset(orders: Sequence[SlugOrder], language: str = "fr") -> list[tuple[Slug, ...]]:
    """Typeset in a room of their own."""
    return ComposingRoom().typeset(language, orders)


def text_of(slug: Slug) -> str:
    """Return what a slug's drawing commands show, in their order, without blanks."""
    fonts, shown = [""], []
    for line in slug.commands.split("\n"):
        if line == "q":
            fonts.append(fonts[-1])
        elif line == "Q":
            fonts.pop()
        elif line.endswith(" Tf"):
            fonts[-1] = line[1:].split()[0]
        elif line.endswith(("Tj", "TJ", "Ts")):
            known = read_characters(fonts[-1])
            for digits in re.findall(r"<([0-9a-f]+)>", line):
                shown += [known[int(digits[place : place + 4], 16)] for place in range(0, len(digits), 4)]
    return "".join("".join(shown).split())


SMALL = (
    SlugOrder("page-number.html", "12", "own"),
    SlugOrder("folio.html", "/ 24", "own"),
    SlugOrder("letter.html", "É", "index"),
    SlugOrder("letter.html", "B", "index"),
)
