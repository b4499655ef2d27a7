"""The program's own words are no evidence, in whatever language and format they stand."""

from pathlib import Path

import pytest

from fiche_builder.common.i18n import LANGUAGES, translations
from fiche_builder.leak.evidence import Evidence, Secret
from fiche_builder.leak.extract import EXTRACTORS
from fiche_builder.leak.normalise import words
from fiche_builder.leak.search import Searcher
from fiche_builder.leak.static import static_texts
from tests.conftest import WorkbookMaker
from tests.making.canaries import build
from tests.making.workbooks import public


def test_every_sentence_of_the_catalogues_is_known_in_every_language() -> None:
    known = set(static_texts())
    said = {translations(language).gettext("What changed") for language in LANGUAGES}
    assert len(said) == len(LANGUAGES)
    assert said <= known


@pytest.mark.parametrize("text", ["novembre", "zaterdag", "StructTreeRoot", "running-head"])
def test_months_days_the_words_of_pdf_and_of_templates_are_no_evidence(text: str) -> None:
    secret = Evidence((Secret("S!A1", text),), ())
    assert Searcher(secret, ()).search(text) == {"S!A1"}
    assert Searcher(secret, static_texts()).search(text) == set()


def test_an_edition_says_nothing_but_its_workbook_s_words_and_ours(workbook: WorkbookMaker, tmp_path: Path) -> None:
    """So that a note in whatever words the editors choose raises no false alarm."""
    rows = [public(1, Nom="Zq", Description="Zq")]
    assert build(workbook(Fiches=rows), tmp_path / "o", formats="json,html,vcf") == 0
    own = {word for text in [*static_texts(), "Zq Annuaire Emploi AB annuaire@contact.example"] for word in words(text)}
    for path in (tmp_path / "o" / "2026-11").glob("*public*"):
        shown = {word for text in EXTRACTORS[path.suffix[1:]](path.read_bytes()) for word in words(text)}
        assert sorted(word for word in shown - own if word.isalpha() and len(word) >= 8) == [], path.name
