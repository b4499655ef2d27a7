"""What each fiche can be found by, and in the public edition by nothing internal."""

from pathlib import Path

from fiche_builder.common.i18n import translations
from fiche_builder.edition.fiche_copy import build_sections
from fiche_builder.model.columns import Audience
from fiche_builder.outputs.search.records import SearchRecord, build_records
from tests.conftest import WorkbookMaker
from tests.making.browser import edition_of
from tests.making.workbooks import public

ROW = public(
    1, Nom="Le Relais", Nom__nl="De Halte", Sigle="LR", Autres_appellations="Maison rouge ; MR", Commune="Evere",
    Code_postal="1140", Téléphone="02 555 12 34 (accueil) poste 12", Adresse="Rue Haute 1", Public_visé="Adultes",
    Description="Accueil\nEmploi", Description__nl="Onthaal", Note_interne="Kanarnote", Consigne="Kanarconsigne",
    Site_web="https://www.relais.be/infos", **{"E-mail": "info@relais.be"},
)  # fmt: skip
CONTACT = {"Fiche": 1, "Libellé": "Guichet", "Personne": "Zoé", "Téléphone": "0475 12 34 56", "Usage": "Transférer"}


def record_of(path: Path, audience: Audience, language: str = "fr") -> SearchRecord:
    edition = edition_of(path, audience)
    [record] = build_records(edition, build_sections(edition, language, translations(language)))
    return record


def test_a_fiche_is_found_by_all_that_it_shows_and_says_elsewhere(workbook: WorkbookMaker) -> None:
    record = record_of(workbook(Fiches=[ROW], Contacts=[CONTACT]), Audience.PUBLIC)
    assert record == SearchRecord(
        number=1,
        names=("Le Relais", "De Halte"),
        acronym="LR",
        others=("Maison rouge", "MR"),
        places=("Evere", "1140"),
        details=("accueil", "info@relais.be", "www.relais.be/infos", "Emploi "),
        texts=("Accueil", "Emploi", "Rue Haute 1, 1140 Evere", "Adultes"),
        unseen=("Onthaal",),
        phones=("025551234", "3225551234"),
    )


def test_the_text_of_the_other_language_is_the_unseen_one(workbook: WorkbookMaker) -> None:
    record = record_of(workbook(Fiches=[ROW]), Audience.PUBLIC, "nl")
    assert (record.texts[0], record.unseen) == ("Onthaal", ("Accueil\nEmploi",))


def test_colleagues_find_contacts_too_and_the_public_does_not(workbook: WorkbookMaker) -> None:
    path = workbook(Fiches=[ROW], Contacts=[CONTACT])
    internal, shown = record_of(path, Audience.INTERNAL), record_of(path, Audience.PUBLIC)
    assert {"0475123456", "32475123456"} <= set(internal.phones)
    assert not {"0475123456", "32475123456"} & set(shown.phones)
    assert "Zoé" in repr(internal)
    assert not [word for word in ("Zoé", "Guichet", "Kanar") if word in repr(shown)]
