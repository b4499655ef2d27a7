"""The message for a parser's remark, on the cell of a workbook or on what an editor typed into a sheet."""

from collections.abc import Callable, Iterator
from functools import wraps

from fiche_builder.check.findings import Context, Hit, Severity, rule, shown
from fiche_builder.common.i18n import _
from fiche_builder.common.text import fold
from fiche_builder.model.tables import Book, Row
from fiche_builder.model.values.parsed import Remark

Said = tuple[str, str]
"""What is wrong, and what to do now, in the reader's language."""
MessageFunction = Callable[[Remark], Said]

_EMPTY_WORDS = {"neant", "-", "/", "x", "nihil", "geen", "aucun", "n/a", "na", "?", "sans", "inconnu", "neen", "non"}

_LONG = 40
"""A text that says more than that says something; most do, and need no closer look."""

MESSAGES: dict[str, MessageFunction] = {}
"""The message for a remark, by code. Every remark that is an error has one, wherever it was typed."""


def message_of(code: str) -> Callable[[MessageFunction], MessageFunction]:
    """Declare the decorated function as the message for the remarks of `code`."""

    def register(function: MessageFunction) -> MessageFunction:
        if code in MESSAGES:
            raise ValueError(code)
        MESSAGES[code] = function
        return function

    return register


def _no_hint(_row: Row, _key: str) -> str:
    return ""


def remark_rule(
    code: str, severity: Severity, hint_at: Callable[[Row, str], str] = _no_hint
) -> Callable[[MessageFunction], MessageFunction]:
    """Declare the function below it as what is said of the remarks of `code`, each of which is a finding.

    `hint_at` may know better what to do, from the row and the key of its column.
    """

    def register(function: MessageFunction) -> MessageFunction:
        @wraps(function, assigned=("__doc__", "__module__"))
        def find(book: Book, _context: Context) -> Iterator[Hit]:
            return remark_hits(book, code, hint_at)

        rule(code, severity)(find)
        return message_of(code)(function)

    return register


def remark_hits(book: Book, code: str, hint_at: Callable[[Row, str], str] = _no_hint) -> Iterator[Hit]:
    """Yield the message for each remark of `code` in a workbook, at its cell."""
    for table, row, key, remark in book.remarks.get(code, ()):
        message, hint = MESSAGES[code](remark)
        yield Hit(
            table.place(row, key),
            shown(row, key),
            message,
            hint_at(row, key) or hint,
            in_one_step=bool(remark.allowed or remark.suggestion or empty_hint(remark)),
        )


def did_you_mean(remark: Remark) -> str:
    """Return the question whether a remark's suggestion was meant, if it has one."""
    return _("Did you mean “%(near)s”?") % {"near": remark.suggestion} if remark.suggestion else ""


def empty_hint(remark: Remark) -> str:
    """Return the advice to leave the cell empty, if its words say that there is nothing."""
    return _("If there is none, leave the cell empty.") if says_nothing(remark.text) else ""


def says_nothing(text: str) -> bool:
    """Tell whether the words of a cell say that there is nothing."""
    bare = text.strip(" .:")
    return len(bare) < _LONG and fold(bare).strip(" .:") in _EMPTY_WORDS
