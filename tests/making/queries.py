"""What agents and callers type, and the fiche of the sample that must come first.

There is one table for the terminal and the page, in French and Dutch: names and parts of them, acronyms, callers'
words, places, numbers as they are said, and mistakes.
"""

from pathlib import Path

from fiche_builder.common.i18n import translations
from fiche_builder.edition.fiche_copy import build_sections
from fiche_builder.outputs.search.records import SearchRecord, build_records
from tests.making.browser import edition_of

QUERIES: tuple[tuple[str, int], ...] = (
    # names: whole, begun, without accents, case, apostrophes, articles, in another order
    ("Le Relais", 223),
    ("relais", 223),
    ("L'Escale", 40),
    ("lescale", 40),
    ("escale", 40),
    ("élan", 50),
    ("ELAN EMPLOI", 50),
    ("deux rives", 42),
    ("2 rives", 42),
    ("oeuvre du berceau", 248),
    ("œuvre berceau", 248),
    ("p'tits pois", 122),
    ("petits poids", 124),
    ("@telier", 60),
    ("atelier numérique", 60),
    ("6-10", 263),
    ("six dix", 263),
    ("helpdesk", 7),
    ("informatique helpdesk", 7),
    ("plaintes", 14),
    ("maison de l'emploi", 254),
    ("maison emploi anderlecht", 254),
    ("cureghem", 38),
    ("velo relance", 193),
    ("ressources hum", 11),
    ("appel d'urgence", 131),
    ("place reservee", 271),
    # acronyms
    ("RH", 11),
    ("r.h.", 11),
    ("hdi", 7),
    ("CCBO", 5),
    ("casv", 322),
    ("casp", 99),
    ("EPN", 185),
    ("IPSS", 61),
    ("@N", 60),
    ("AIS", 160),
    # the caller's own words
    ("minimex", 322),
    ("mot de passe", 7),
    ("compte bloqué", 13),
    ("crèche", 332),
    ("creche", 332),
    ("suicide", 133),
    ("pro deo", 228),
    ("permis de travail", 168),
    ("carte de séjour", 170),
    ("équivalence diplôme", 81),
    ("stages d'été", 125),
    ("femmes dans le bâtiment", 398),
    ("ordinateur pas cher", 187),
    # service and place
    ("cpas evere", 100),
    ("cpas molenbeek", 99),
    ("cpas st gilles", 322),
    ("saint gilles cpas", 322),
    ("ocmw ganshoren", 377),
    ("maison médicale boitsfort", 136),
    ("tremplin forest", 39),
    ("tremplin jette", 259),
    # Dutch
    ("De Brug", 236),
    ("debrug", 236),
    ("'t Sluisje", 41),
    ("sluisje", 41),
    ("leefloon", 322),
    ("paswoord", 7),
    ("klachten", 14),
    ("klachtendienst", 14),
    ("personeelsdienst", 11),
    ("kinderopvang", 332),
    ("huisarts", 134),
    ("wijkgezondheidscentrum jaagpad", 134),
    ("gezondheidscentrum", 134),
    ("rijbewijs", 190),
    ("sociale woning", 160),
    ("zelfmoord", 133),
    ("verblijfskaart", 170),
    ("nederlands leren", 290),
    ("de luwte", 140),
    ("vakbond", 93),
    ("fiets", 193),
    ("uitkeringskantoor loopbaan", 96),
    ("noodopvang", 158),
    ("vluchteling", 311),
    # numbers, mails, N°
    ("214", 214),
    ("n° 214", 214),
    ("fiche 214", 214),
    ("112", 131),
    ("02 61 91 18 89", 322),
    ("0261911889", 322),
    ("02.61.91.18.89", 322),
    ("02/61 91 18 89", 322),
    ("+33 2 61 91 18 89", 322),
    ("0033261911889", 322),
    ("+33 (0)2 61 91 18 89", 322),
    ("02 61 91 66 35", 236),
    ("91 18 89", 322),
    ("hallo@debrug-jobs.example", 236),
    ("taalcoach@contact", 320),
    # one mistake
    ("releis", 223),
    ("helpdesck", 7),
    ("plantes", 14),
    ("cureghen", 38),
    ("minimx", 322),
    ("klahcten", 14),
    ("equivalance diplome", 81),
    ("kinderopvan", 332),
    ("kindreopvang", 332),
    ("sluisjje", 41),
    ("coqelicot", 127),
    ("comite recuors", 44),
    # colleagues
    ("femke", 236),
    ("voorbeeldmans wouter", 320),
    ("sarah delfiction", 320),
)


def records_of(workbook: Path, language: str = "fr") -> tuple[SearchRecord, ...]:
    edition = edition_of(workbook)
    return build_records(edition, build_sections(edition, language, translations(language)))
