"""Names of fiches that are gone: those that would be asked about are not said once more."""

import pytest

from fiche_builder.check.private.gone import private_names
from tests.conftest import WorkbookMaker
from tests.making.workbooks import check, public


@pytest.mark.parametrize(
    ("name", "is_private"),
    [
        ("Mme Lambert", True),
        ("Permanence Dhr. De Clercq", True),
        ("Guichet (ne pas diffuser)", True),
        ("Onthaal, niet doorgeven", True),
        ("Zonnebloem", True),
        ("Clinique Marie-Curie", False),
        ("Guichet des entreprises", False),
        ("Werkwinkel van het Kanaal", False),
    ],
)
def test_what_would_be_asked_about_is_private(workbook: WorkbookMaker, name: str, *, is_private: bool) -> None:
    contacts = [{"Fiche": 1, "Personne": "B. Zonnebloem", "Téléphone": "02 555 00 09", "Usage": "Interne"}]
    book = check(workbook(Fiches=[public(1)], Contacts=contacts)).book
    assert private_names(book)(name) is is_private


def test_without_any_fiche_only_phrases_tell(workbook: WorkbookMaker) -> None:
    tell = private_names(check(workbook(Fiches=[])).book)
    assert (tell("Onthaal"), tell("à usage interne")) == (False, True)
