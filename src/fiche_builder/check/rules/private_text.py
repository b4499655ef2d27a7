"""Public texts that a careful colleague would ask about before everybody reads them."""

from collections.abc import Iterator

from fiche_builder.check.findings import Context, Hit, Severity, rule
from fiche_builder.check.private.names import NameFinder
from fiche_builder.check.private.notes import find_note_words
from fiche_builder.check.private.persons import read_persons
from fiche_builder.check.private.phrases import Span, find_phrases
from fiche_builder.check.private.points import Published
from fiche_builder.check.private.texts import PublicText, public_texts, published_rows
from fiche_builder.check.private.vocabulary import Vocabulary
from fiche_builder.common.i18n import _, quoted
from fiche_builder.common.text import shorten, tidy
from fiche_builder.model.seen import SEEN, seen_code, seen_codes
from fiche_builder.model.tables import Book
from fiche_builder.model.values.cells import text_of

CODE = "private-text"
_QUOTED = 4
_LENGTH = 60


@rule(CODE, Severity.WARNING)
def private_text(book: Book, _context: Context) -> Iterator[Hit]:
    """A public text that may hold something private.

    It holds a phone number or mail address that is not public, words such as "ne pas donner", the name of a person, or
    words of the fiche's internal note. The answer is kept in the column `Vu`.
    """
    rows = tuple(published_rows(book))
    texts = tuple(public_texts(book, rows))
    vocabulary = Vocabulary(texts)
    names = NameFinder(read_persons(book), vocabulary)
    published = Published(book.region, rows)
    for text in texts:
        found = {*published.find_points(text), *find_phrases(text.plain), *names.find_names(text)}
        noted = set(find_note_words(text, vocabulary))
        if (found or noted) and code_of(text) not in seen_codes(text.row.text(SEEN)):
            yield _hit(text, found, noted - found)


def code_of(text: PublicText) -> str:
    """Return the code that answers the question about a text."""
    return seen_code(text.key, text_of(text.row.cells[text.key].value))


def _hit(text: PublicText, found: set[Span], noted: set[Span]) -> Hit:
    quotes = _quotes(text.text, found, noted)
    first = ", ".join(quotes[:_QUOTED])
    return Hit(
        text.table.place(text.row, text.key),
        tidy(text.row.cells[text.key].shown),
        _("%(words)s: may everybody read this text?") % {"words": f"{first} …" if len(quotes) > _QUOTED else first},
        _hint(text),
    )


def _quotes(text: str, found: set[Span], noted: set[Span]) -> list[str]:
    """Return what was found, in the order of the text, without what stands inside something longer."""
    quotes = []
    reached = 0
    for start, end in sorted(found | noted, key=lambda span: (span[0], -span[1])):
        if end <= reached:
            continue
        reached = end
        words = shorten(tidy(text[start:end]), _LENGTH)
        noted_too = _("“%(words)s” (also in “Note interne”)") % {"words": words}
        quotes.append(noted_too if (start, end) in noted else quoted([words]))
    return list(dict.fromkeys(quotes))


def _hint(text: PublicText) -> str:
    """Return both ways out: another text, or the code of this one in the column `Vu` of its row."""
    typed = text.row.text(SEEN)
    words = {"code": code_of(text), "typed": shorten(typed, _LENGTH)}
    if SEEN not in text.table.columns:
        hint = _(
            "If not, change it. If so, add a column “Vu” to this sheet and write into it, in the same row: %(code)s"
        )
    elif seen_codes(typed):
        hint = _(
            "If not, change it. If so, write into the column “Vu” of the same row, after “%(typed)s” and a ; : %(code)s"
        )
    elif typed:
        hint = _(
            "If not, change it. If so, “%(typed)s” in the column “Vu” does not say which text you mean: write %(code)s"
        )
    else:
        hint = _("If not, change it. If so, write into the column “Vu” of the same row: %(code)s")
    return hint % words
