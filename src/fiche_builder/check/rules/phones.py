"""Phone numbers: invalid, expensive, or changed by Excel or by copying."""

from collections.abc import Iterator
from dataclasses import replace

from fiche_builder.check.findings import (
    Context,
    Hit,
    PublicCell,
    Severity,
    public_rows,
    public_values,
    rule,
    shown,
)
from fiche_builder.check.remarks import Said, did_you_mean, empty_hint, remark_rule
from fiche_builder.common.i18n import _, ngettext
from fiche_builder.model.columns import Holds
from fiche_builder.model.model import Phone
from fiche_builder.model.tables import Book, Row, Table
from fiche_builder.model.values.numbering import is_premium
from fiche_builder.model.values.parsed import Remark


@remark_rule("phone-invalid", Severity.ERROR)
def phone_invalid(remark: Remark) -> Said:
    """Text in a phone cell that is not a phone number."""
    return _phone_message(remark), _phone_hint(remark)


@remark_rule("phone-lost-zero", Severity.WARNING)
def phone_lost_zero(remark: Remark) -> Said:
    """A phone that Excel took for a number, so that its zero is lost."""
    return (
        _("%(value)s lost its zero (Excel took it for a number); it is read as %(phone)s.")
        % {"value": remark.text, "phone": remark.suggestion},
        _("Give the column the format “Text” and type the number again."),
    )


@rule("phone-premium", Severity.WARNING)
def phone_premium(book: Book, _context: Context) -> Iterator[Hit]:
    """A number that costs the caller more, in public fiches.

    Each number is reported once, where it first occurs.
    """
    cells: dict[str, list[tuple[PublicCell, Phone]]] = {}
    for cell, phone in public_values(book, Holds.PHONES, Phone):
        if is_premium(phone.digits, book.region):
            cells.setdefault(phone.digits, []).append((cell, phone))
    for (cell, phone), *others in cells.values():
        yield Hit(
            cell.place,
            cell.shown,
            _("Calling %(phone)s costs more than an ordinary call.") % {"phone": phone.shown},
            _("Look for an ordinary number, or give the price in brackets after it."),
            tuple(other.place for other, _phone in others),
        )


@rule("phone-short-unknown", Severity.WARNING)
def phone_short_unknown(book: Book, _context: Context) -> Iterator[Hit]:
    """A few digits that are not a short number of the country, such as an extension alone.

    What is public is reported cell by cell. What is internal is reported once, with its cells, because
    colleagues can dial the extensions of their own house.
    """
    public = {id(row) for _table, row, _owner in public_rows(book)}
    inside = []
    for table, row, key, remark in book.remarks.get("phone-short-unknown", ()):
        if id(row) in public:
            yield _short_unknown(table, row, key, remark, book.region)
        else:
            inside.append((table, row, key, remark))
    for table, row, key, remark in inside[:1]:
        others = tuple(table.place(row, key) for table, row, key, _remark in inside[1:])
        yield replace(_short_unknown(table, row, key, remark, book.region), others=others)


@remark_rule("phone-untidy", Severity.INFO)
def phone_untidy(remark: Remark) -> Said:
    """A number with invisible signs, or with digits of another script. It is read all the same."""
    read = {"phone": remark.suggestion}
    return _("The number has superfluous blanks or unusual characters; it is read as %(phone)s.") % read, ""


def _short_unknown(table: Table, row: Row, key: str, remark: Remark, region: str) -> Hit:
    values = {"value": remark.text, "country": region}
    return Hit(
        table.place(row, key),
        shown(row, key),
        _("%(value)s is not a known short number (%(country)s); it is published as it stands.") % values,
        _("For an extension, write the whole number: 02 555 12 34 poste 4567."),
    )


def _phone_message(remark: Remark) -> str:
    value = {"value": remark.text, "count": remark.count}
    if remark.reason == "too-short" and remark.count:
        return (
            ngettext(
                "“%(value)s” is not a phone number: a digit is missing.",
                "“%(value)s” is not a phone number: %(count)d digits are missing.",
                remark.count,
            )
            % value
        )
    if remark.reason == "too-long" and remark.count:
        return (
            ngettext(
                "“%(value)s” is not a phone number: there is a digit too many.",
                "“%(value)s” is not a phone number: there are %(count)d digits too many.",
                remark.count,
            )
            % value
        )
    if remark.reason == "shortened":
        return _("“%(value)s” is a number that Excel has shortened; its last digits are lost.") % value
    if remark.reason == "several":
        return _("“%(value)s” holds several numbers that cannot be told apart.") % value
    return _("“%(value)s” is not a phone number.") % value


def _phone_hint(remark: Remark) -> str:
    if remark.reason == "shortened":
        return _("Give the column the format “Text” and type the number again.")
    if ";" in remark.suggestion:
        return _("Are they several numbers? Put ; between them: %(near)s.") % {"near": remark.suggestion}
    if remark.suggestion:
        return did_you_mean(remark)
    if remark.reason == "several":
        return _("Put ; between the numbers, and words about a number in brackets after it.")
    usual = _("Write it as it is dialled, such as 02 555 12 34, or +33 … for another country; check it at the source.")
    return empty_hint(remark) or usual
