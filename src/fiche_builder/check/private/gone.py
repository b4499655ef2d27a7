"""Names of fiches that are gone, which the public edition may perhaps say once more."""

from collections.abc import Callable
from dataclasses import replace

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
    names = NameFinder(read_persons(book), Vocabulary(tuple(public_texts(book, published_rows(book)))))
    column = FICHES.column("name")

    def is_private(name: str) -> bool:
        plain = plain_of(name)
        words = frozenset(WORD.findall(plain))
        texts = (
            PublicText(table, nobody, column, nobody, name, plain, words)
            for table, row in book.rows(FICHES)
            for nobody in [replace(row, values={})]
        )
        text = next(texts, None)
        return bool(find_phrases(plain)) or (text is not None and any(True for _span in names.find_names(text)))

    return is_private
