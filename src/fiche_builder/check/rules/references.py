"""Columns of whole numbers, and those that name fiches by their N°.

Where a name stands instead of a N°, its fiche is proposed.
"""

from collections.abc import Iterator

from fiche_builder.check.findings import Context, Drops, Hit, Severity, rule, shown
from fiche_builder.check.remarks import Said, message_of
from fiche_builder.common.i18n import _, listed
from fiche_builder.model.fields import CONTACTS, FICHES
from fiche_builder.model.naming import FicheNames
from fiche_builder.model.tables import REFERENCES, Book, Row, fiche_names, fiche_numbers
from fiche_builder.model.values.parsed import Remark

_PROPOSED = 3


@rule("number-invalid", Severity.ERROR)
def number_invalid(book: Book, _context: Context) -> Iterator[Hit]:
    """Text in a number cell that is not a whole number."""
    remarks = book.remarks.get("number-invalid", ())
    proposals = Proposals(book) if remarks else None
    for table, row, key, remark in remarks:
        if (table.spec, key) in REFERENCES and proposals:
            message = _("“%(value)s” is not the N° of a fiche.") % {"value": remark.text}
            hint = proposals.hint(remark.text) or _("Write the N° of its fiche, such as 214.")
        else:
            message, hint = _no_number(remark)
        yield Hit(table.place(row, key), shown(row, key), message, hint, in_one_step=True)


@message_of("number-invalid")
def _no_number(remark: Remark) -> Said:
    return (
        _("“%(value)s” is not a whole number from 1 to 999999999.") % {"value": remark.text},
        _("Write a number such as 214, without letters or decimals."),
    )


@rule("contact-orphan", Severity.ERROR, Drops.ROW)
def contact_orphan(book: Book, _context: Context) -> Iterator[Hit]:
    """A contact whose fiche does not exist."""
    numbers = fiche_numbers(book)
    for table, row in book.rows(CONTACTS):
        number = row.value("fiche", int)
        if number is not None and number not in numbers:
            yield Hit(
                table.place(row, "fiche"),
                shown(row, "fiche"),
                _("There is no fiche with the N° %(number)d.") % {"number": number},
                _("Correct the N°; if the row of the fiche is gone by mistake, put it back."),
                in_one_step=True,
            )


@rule("see-also-unknown", Severity.ERROR)
def see_also_unknown(book: Book, _context: Context) -> Iterator[Hit]:
    """A cross-reference to a fiche that does not exist."""
    numbers = fiche_numbers(book)
    for table, row in book.rows(FICHES):
        for number in row.value("see_also", tuple) or ():
            if number not in numbers:
                message = _("“See also” names the N° %(number)s, which no fiche has.") % {"number": number}
                hint = _("Correct the N°, or remove it; put ; between several.")
                yield Hit(table.place(row, "see_also"), shown(row, "see_also"), message, hint, in_one_step=True)
    remarks = book.remarks.get("see-also-unknown", ())
    proposals = Proposals(book) if remarks else None
    for table, row, key, remark in remarks:
        message, hint = _no_reference(remark)
        proposed = proposals.hint(remark.text, row.value("number", int)) if proposals else ""
        yield Hit(table.place(row, key), shown(row, key), message, proposed or hint, in_one_step=True)


@message_of("see-also-unknown")
def _no_reference(remark: Remark) -> Said:
    return (
        _("“See also” needs the N° of a fiche, and “%(value)s” is not one.") % {"value": remark.text},
        _("Write the N° of the fiche, or remove it; put ; between several."),
    )


class Proposals:
    """Proposes the fiches that a name may mean."""

    def __init__(self, book: Book) -> None:
        self._names: FicheNames = fiche_names(book.table(FICHES))
        self._rows: dict[int, Row] = {}
        for _table, row in book.rows(FICHES):
            if number := row.value("number", int):
                self._rows.setdefault(number, row)

    def hint(self, name: str, own: int | None = None) -> str:
        """Return which fiche a name means, or up to three that it may mean, leaving out `own`.

        The hint is empty when no name is like it, or too many are.
        """
        exact = self._names.exactly(name)
        if exact == (own,):
            return _("That is this fiche itself.")
        exact = tuple(number for number in exact if number != own)
        found = exact or tuple(number for number in self._names.nearly(name) if number != own)
        if len(found) == 1:
            said = {"number": found[0], "name": self._rows[found[0]].text("name")}
            plain = _("It is fiche %(number)d (“%(name)s”): write %(number)d.")
            return (plain if exact else _("It is probably fiche %(number)d (“%(name)s”): write %(number)d.")) % said
        if exact or len(found) <= _PROPOSED or len({self._rows[number].text("name") for number in found}) == 1:
            fiches = listed([self._described(number) for number in found], _PROPOSED, "; ")
            return _("Which one is meant? %(fiches)s. Write its N°.") % {"fiches": fiches} if found else ""
        return ""

    def _described(self, number: int) -> str:
        row = self._rows[number]
        told = {"number": number, "name": row.text("name"), "municipality": row.text("municipality")}
        return (
            _("%(number)d (“%(name)s”, %(municipality)s)") if told["municipality"] else _("%(number)d (“%(name)s”)")
        ) % told
