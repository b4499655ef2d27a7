"""A N° that served in a published edition, and now stands for another fiche."""

from collections.abc import Iterator

from fiche_builder.check.findings import Context, Hit, Severity, printed_fiches, rule, shown
from fiche_builder.check.rules.identity import next_free
from fiche_builder.common.i18n import _
from fiche_builder.model.columns import Use
from fiche_builder.model.fields import FICHES
from fiche_builder.model.model import Phone
from fiche_builder.model.tables import Book, Row


@rule("number-reused", Severity.WARNING)
def number_reused(book: Book, context: Context) -> Iterator[Hit]:
    """A N° that another fiche bore in an earlier edition, whichever."""
    free = next_free(book, context)
    for table, row in printed_fiches(book):
        number = row.value("number", int)
        if number is None or not row.text("name"):
            continue
        bearer = context.past.served.other_bearer(number, row.text("name"), _points(row))
        if bearer:
            yield Hit(
                table.place(row, "number"),
                shown(row, "number"),
                _("The N° %(number)d was “%(old)s” in the edition %(edition)s and is now “%(new)s”.")
                % {"number": number, "old": bearer.name, "edition": bearer.edition, "new": row.text("name")},
                _(
                    "A N° is never given to another fiche: give this one a N° that never served; %(number)d is free. "
                    "If it is the same service with another name, nothing has to be done."
                )
                % {"number": free},
            )
            free += 1


def _points(row: Row) -> set[str]:
    """Return the phones, mails and sites of a fiche, as past editions are compared with them."""
    return {
        point.digits if isinstance(point, Phone) else str(point)
        for key in FICHES.keys(Use.POINT)
        for point in row.value(key, tuple) or ()
    }
