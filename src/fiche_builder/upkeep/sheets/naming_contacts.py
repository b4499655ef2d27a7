"""Which contact of a fiche is meant, and a new contact on one line, as an editor types them."""

import re
from collections.abc import Iterable, Sequence

from fiche_builder.check.remarks import Said
from fiche_builder.common.i18n import _, quoted
from fiche_builder.common.text import fold, tidy
from fiche_builder.model.columns import Use
from fiche_builder.model.fields import CONTACTS
from fiche_builder.model.model import Phone
from fiche_builder.model.tables import Book, Row
from fiche_builder.model.values.parsing import parse_cell
from fiche_builder.model.words import Usage
from fiche_builder.upkeep.amend import show
from fiche_builder.upkeep.sheets.entries import read_entry
from fiche_builder.upkeep.sheets.returned import Desk, in_every_language
from fiche_builder.upkeep.sheets.values import shown_text
from fiche_builder.workbook.amending import CellValue
from fiche_builder.workbook.raw import RawCell

CONTACT_FIELDS = CONTACTS.keys(Use.WHO | Use.POINT | Use.CALL_OURS)
"""The columns of a contact that a filled sheet may change, in the order in which a new contact is written."""
_LIST, _CHOICE = 250, 60
"""The most characters of a drop-down list, and of one of its choices."""
_WORDS = CONTACTS.keys(Use.WHO)
_POINTS = CONTACTS.keys(Use.POINT)
_BETWEEN = re.compile(r"\s*[;\n|]\s*")
_NAMED = re.compile(r"\s*([^:;]{3,12}?)\s*:\s*(\S.*)", re.DOTALL)


def contact_rows(book: Book, number: int) -> list[Row]:
    """Return the rows of `Contacts` that belong to a fiche."""
    return [row for _table, row in book.rows(CONTACTS) if number and row.value("fiche", int) == number]


def contact_name(row: Row) -> str:
    """Return what editors call a contact."""
    return next((text for key in (*_WORDS, *_POINTS) if (text := shown_text(row, key))), _("Contact"))


def contact_line(row: Row) -> str:
    """Return what a contact says, on one line."""
    return " ; ".join(" ".join(text.split()) for key in CONTACT_FIELDS if (text := shown_text(row, key)))


def contact_choices(rows: Iterable[Row]) -> tuple[str, ...]:
    """Return the names of contacts for a drop-down list, in which a comma would begin another choice.

    Excel's lists hold 255 characters. The contacts beyond that are typed.
    """
    choices: dict[str, None] = {}
    room = _LIST - len(_("new contact"))
    for row in rows:
        name = tidy(contact_name(row).replace(",", " ").replace('"', " "))[:_CHOICE]
        room -= len(name) + 1
        if name and room > 0:
            choices[name] = None
    return (*choices, _("new contact"))


def is_new_contact(text: str) -> bool:
    """Tell whether an editor means a contact that is not there yet."""
    words = [fold(word) for word in in_every_language("new contact")]
    return fold(tidy(text)) in {*words, *(word.split()[0] for word in words)}


def find_contact(text: str, found: Sequence[Row], desk: Desk) -> Row | Said:
    """Return the contact that an editor names by its label, person, function, number or mail; or why there is none."""
    meant = [row for row in found if _is_named(text, row, desk)] if text else list(found)
    if len(meant) == 1:
        return meant[0]
    names = quoted(dict.fromkeys(contact_name(row) for row in found))
    if not found:
        return (
            _("This fiche has no contact in the sheet “Contacts”."),
            _("To add one, write “%(word)s” into this column.") % {"word": _("new contact")},
        )
    if len(meant) > 1 and text:
        return (
            _("“%(value)s” may be several contacts of this fiche.") % {"value": text},
            _("Write the number or the mail of the one you mean, as it stands in the workbook."),
        )
    message = (
        _("“%(value)s” is no contact of this fiche.") % {"value": text}
        if text
        else _("This fiche has several contacts: which one is to be changed?")
    )
    return message, _("Choose one of: %(words)s. Or write “%(new)s”.") % {"words": names, "new": _("new contact")}


def _is_named(text: str, row: Row, desk: Desk) -> bool:
    wanted = _letters(text)
    if any(wanted == _letters(part) for key in CONTACT_FIELDS if (part := shown_text(row, key))):
        return True
    if wanted == _letters(contact_choices([row])[0]):
        return True
    for key in _POINTS:
        typed = parse_cell(CONTACTS.column(key), text, desk.book.region).value
        there = row.value(key, tuple) or ()
        if isinstance(typed, tuple) and {_digits(value) for value in typed} & {_digits(value) for value in there}:
            return True
    return False


def _letters(text: str) -> str:
    return " ".join(re.findall(r"\w+", fold(text)))


def _digits(value: object) -> object:
    return (value.digits, value.extension) if isinstance(value, Phone) else str(value).casefold()


def read_new_contact(text: str, cell: RawCell, number: int, desk: Desk) -> dict[str, CellValue] | Said | None:
    """Return the values of a contact on one line, such as `Accueil ; 02 555 12 34 ; accueil@x.example ; Donner`.

    The first words are its label, the next its person, then its function. None means that the fiche already has it.
    """
    values: dict[str, str] = {}
    for piece in filter(None, _BETWEEN.split(text)):
        key, said = _kind_of(piece, values, desk)
        if not key:
            return (
                _("“%(value)s” cannot be placed in the new contact.") % {"value": piece},
                _("Write: label ; person ; function ; numbers ; mails ; usage. What is missing may be left out."),
            )
        values[key] = f"{values[key]} ; {said}" if key in values else said
    added: dict[str, CellValue] = {"fiche": number}
    for key in (key for key in CONTACT_FIELDS if key in values):
        entry = read_entry(CONTACTS.column(key), _cell_like(cell, values[key]), desk)
        if entry.problem:
            return entry.problem
        added[key] = entry.value
    if added.keys().isdisjoint(_POINTS):
        return (
            _("The new contact has neither a number nor a mail."),
            _("Write: label ; person ; function ; numbers ; mails ; usage. What is missing may be left out."),
        )
    if any(_has_all(row, added) for row in contact_rows(desk.book, number)):
        return None
    return added


def _kind_of(piece: str, taken: dict[str, str], desk: Desk) -> tuple[str, str]:
    """Return which column a piece belongs to, and its text there."""
    named = _NAMED.fullmatch(piece)
    headers = {fold(CONTACTS.column(key).header): key for key in CONTACT_FIELDS} | {"tel": "phones", "mail": "emails"}
    if named and (key := headers.get(fold(named[1]).rstrip("."), "")):
        return key, named[2]
    if "@" in piece:
        return "emails", piece
    parsed = parse_cell(CONTACTS.column("usage"), piece, desk.book.region)
    if isinstance(parsed.value, Usage) and not parsed.remarks:
        return "usage", piece
    if sum(char.isdecimal() for char in piece) > 2:  # noqa: PLR2004 (the shortest number has three digits)
        return "phones", piece
    return next(((key, piece) for key in _WORDS if key not in taken), ("", piece))


def _cell_like(cell: RawCell, text: str) -> RawCell:
    return RawCell(cell.row, cell.column, text)


def _has_all(row: Row, added: dict[str, CellValue]) -> bool:
    return all(fold(shown_text(row, key)) == fold(show(value)) for key, value in added.items() if key != "fiche")
