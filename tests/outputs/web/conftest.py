"""The annuaire whose page is read, with all that may be hard for a page; and a reader in front of it."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from fiche_builder.model.columns import Audience
from tests.making.browser import EVIL, IN_TIME, Open, Reader, write_page
from tests.making.workbooks import PARAMETERS, Cells, fiche, make_workbook, public

FICHES: list[Cells] = [
    public(
        1,
        Nom="Le Relais",
        Sigle="LR",
        Commune="Evere",
        Téléphone="02 555 12 34 ; 02 555 12 35 (accueil)",
        Consigne="Transférer le matin",
        Message_type="Nom et numéro de dossier",
        Avis="Fermé en décembre",
        Avis_du=date(2026, 12, 1),
        Avis_au=date(2026, 12, 31),
        Autres_appellations="La Maison rouge",
        Description="Accueil des chercheurs d'emploi",
        Voir_aussi="2",
        Essentiel="Oui",
        **{"E-mail": "info@relais.example", "Site web": "https://www.relais.example/emploi"},
    ),
    public(2, Nom="Relais du Nord", Thème="Logement", Vérifié_le=date(2024, 1, 2)),
    fiche(3, Nom="Cellule interne", Statut="Suspendu", Téléphone="02 555 77 88"),
    public(4, Nom=EVIL, Description=EVIL, Autres_appellations="\u2028;${alert(1)};{{ 7*7 }}"),
    public(5, Nom="Sans téléphone", Téléphone=None, **{"E-mail": "sans@tel.example"}),
]


CONTACTS: list[Cells] = [
    {"Fiche": 1, "Libellé": "Guichet", "Personne": "Zoé Dupont", "Téléphone": "02 555 66 77", "Usage": "Transférer"},
]


THEMES: list[Cells] = [
    {"Nom": "Emploi", "Couleur": "#1D4E89"},
    {"Nom": "Logement", "Couleur": "#7A4A00"},
    {"Nom": "Vide"},
]


@pytest.fixture(scope="module")
def annuaire(tmp_path_factory: pytest.TempPathFactory) -> Path:
    parameters = [*PARAMETERS, {"Clé": "Rédaction", "Valeur": "Nadia"}]
    sheets = {"Fiches": FICHES, "Contacts": CONTACTS, "Thèmes": THEMES, "Paramètres": parameters}
    return make_workbook(tmp_path_factory.mktemp("annuaire") / "annuaire.xlsx", sheets)


@pytest.fixture(scope="module")
def pages(annuaire: Path) -> dict[Audience, Path]:
    return {
        audience: write_page(annuaire, annuaire.with_name(f"annuaire-{audience.value}.html"), audience)
        for audience in Audience
    }


@pytest.fixture
def reading(pages: dict[Audience, Path], browser: Browser) -> Iterator[Open]:
    """Open the page: `reading(Audience.PUBLIC, address="?q=relais", now=…)`; other words go to the browser."""
    readers: list[Reader] = []

    def open_page(
        audience: Audience = Audience.INTERNAL, address: str = "", *, now: str = IN_TIME, **settings: Any
    ) -> Reader:
        if readers:
            context = readers[0].page.context
        else:
            context = browser.new_context(**settings)
            context.grant_permissions(["clipboard-read", "clipboard-write"])
        readers.append(Reader(context, pages[audience], address, now))
        return readers[-1]

    yield open_page
    for reader in readers:
        assert reader.errors == []
        assert [url for url in reader.requests if not url.startswith("file:")] == []
        assert len(reader.requests) == 1
        reader.page.context.close()
