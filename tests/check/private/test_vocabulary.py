"""Everyday words are those that the book itself writes small."""

from fiche_builder.check.private.texts import public_texts, published_rows
from fiche_builder.check.private.vocabulary import Vocabulary
from fiche_builder.model.tables import build_book
from fiche_builder.workbook.reader import read_workbook
from tests.conftest import WorkbookMaker
from tests.making.workbooks import fiche, public


def test_a_word_in_small_letters_is_an_everyday_word(workbook: WorkbookMaker) -> None:
    fiches = [
        public(1, Description="Un modèle. Brumaire"),
        public(2, Description="Modèle"),
        fiche(3, Description="brumaire"),
    ]
    book = build_book(read_workbook(workbook(Fiches=fiches)))
    vocabulary = Vocabulary(public_texts(book, published_rows(book)))
    assert vocabulary.is_everyday("modele")
    assert not vocabulary.is_everyday("brumaire")
    assert vocabulary.is_shared("modele")
    assert not vocabulary.is_shared("brumaire")
