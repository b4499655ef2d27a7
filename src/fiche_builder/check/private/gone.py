"""Names of fiches that are gone, which the public edition may perhaps say once more."""

from collections.abc import Callable
from dataclasses import replace
from functools import cache

from fiche_builder.check.private.names import NameFinder
from fiche_builder.check.private.persons import read_persons
from fiche_builder.check.private.phrases import find_phrases
from fiche_builder.check.private.texts import WORD, PublicText, plain_of, public_texts, published_rows
from fiche_builder.check.private.vocabulary import Vocabulary
from fiche_builder.model.fields import FICHES
from fiche_builder.model.tables import Book


def private_names(book: Book) -> Callable[[str], bool]:
    """Return what tells whether a name that no row of the book has any more is one that would be asked about.

    Nobody can answer the question: there is no row for it. So what would be asked about is not said.
    """
    column = FICHES.column("name")
    some_row = next(book.rows(FICHES), None)

    @cache
    def names() -> NameFinder:
        """Read the whole book, for the first name: in most months no fiche is gone."""
        return NameFinder(read_persons(book), Vocabulary(tuple(public_texts(book, published_rows(book)))))

    def is_private(name: str) -> bool:
        plain = plain_of(name)
        if find_phrases(plain):
            return True
        if some_row is None:
            return False
        table, row = some_row
        nobody = replace(row, values={})
        text = PublicText(table, nobody, column, nobody, name, plain, frozenset(WORD.findall(plain)))
        return any(True for _span in names().find_names(text))

    return is_private
