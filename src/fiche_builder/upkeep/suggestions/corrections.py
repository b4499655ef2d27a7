"""What an accepted suggestion changes: a cell of its fiche, a cell of one of its contacts, or a new contact."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from fiche_builder.common.i18n import _
from fiche_builder.common.text import fold_header
from fiche_builder.model.columns import SheetSpec
from fiche_builder.model.fields import CONTACTS, FICHES
from fiche_builder.model.tables import Row
from fiche_builder.upkeep.amend import Addition, Amendment, Change, show
from fiche_builder.upkeep.sheets.entries import read_entry
from fiche_builder.upkeep.sheets.naming_contacts import (
    CONTACT_FIELDS,
    contact_name,
    contact_rows,
    find_contact,
    is_new_contact,
    read_new_contact,
)
from fiche_builder.upkeep.sheets.returned import Conflict, Desk, FilledRow, Problem
from fiche_builder.upkeep.sheets.values import exact_digest, shown_text
from fiche_builder.upkeep.suggestions.form import FIELDS, SuggestionKey, contact_mark
from fiche_builder.workbook.raw import column_letter

_EMPTYING = "-"


@dataclass(frozen=True, slots=True)
class DecisionRow(FilledRow):
    """A row of the returned sheet."""

    key: SuggestionKey


@dataclass(frozen=True, slots=True)
class _Asked:
    """A row that changes something: which fiche, what it is called, and why."""

    line: DecisionRow
    number: int
    title: str
    why: str
    key: str


@dataclass
class CorrectionReader:
    """Reads what the rows of a sheet change, and keeps what cannot be taken."""

    desk: Desk
    fiches: dict[int, Row]
    problems: list[Problem] = field(default_factory=list)
    conflicts: list[Conflict] = field(default_factory=list)
    _changed: set[tuple[str, int, str]] = field(default_factory=set)
    """The cells that earlier rows change: (sheet, row, column)."""

    def read(self, line: DecisionRow, number: int, title: str, why: str) -> Sequence[Change] | None:
        """Return the changes that a row asks for; None if they cannot be made.

        There is nothing to change if the workbook already says so.
        """
        contact, header = line.text("contact"), line.text("field")
        is_new, key = is_new_contact(contact), _key_of(header, of_contact=bool(contact))
        asked = _Asked(line, number, title, why, key)
        if not line.text("new") or (not key and (header or not is_new)):
            self.tell(
                line,
                "new" if key else "field",
                title,
                _("A change needs both the column and the new value."),
                _("Choose the column, and write the whole cell as it should be; a single - empties it."),
            )
            return None
        fiche = self.fiches.get(number)
        if fiche is None:
            self._miss_fiche(asked)
            return None
        if is_new:
            return self._add_contact(asked)
        if not contact and key in FIELDS:
            return self._change(asked, FICHES, fiche)
        found = find_contact(contact, contact_rows(self.desk.book, number), self.desk)
        if isinstance(found, tuple):
            self.tell(line, "contact", title, *found)
            return None
        return self._change(replace(asked, title=f"{title} · {contact_name(found)}"), CONTACTS, found)

    def _add_contact(self, asked: _Asked) -> Sequence[Change] | None:
        line = asked.line
        text = f"{CONTACTS.column(asked.key).header}: {line.text('new')}" if asked.key else line.text("new")
        added = read_new_contact(text, line.cells["new"], asked.number, self.desk)
        if isinstance(added, tuple):
            self.tell(line, "new", asked.title, *added)
            return None
        return [Addition(CONTACTS, added, asked.why, asked.title)] if added else []

    def _change(self, asked: _Asked, spec: SheetSpec, row: Row) -> Sequence[Change] | None:
        line, key, table = asked.line, asked.key, self.desk.book.tables[spec.key]
        column, present = spec.column(key), shown_text(row, key)
        cell = None if line.text("new") == _EMPTYING else line.cells["new"]
        entry = read_entry(column, cell, self.desk, present)
        if entry.problem:
            self.tell(line, "new", asked.title, *entry.problem)
            return None
        if present == show(entry.value):
            return []
        if not _is_as_shown(asked, spec, present):
            place = f"{table.raw.title}!{column_letter(table.columns.get(key, 1))}{row.raw.index}"
            message = _("it was changed in the workbook since the sheet was made")
            self.conflicts.append(
                Conflict(place, asked.title, column.header, message, _("see the sheet"), present, show(entry.value))
            )
            return None
        place_of = (spec.key, row.raw.index, key)
        if place_of in self._changed:
            self.tell(line, "field", asked.title, _("Two rows change the same cell."), _("Keep one of the two."))
            return None
        self._changed.add(place_of)
        return [Amendment(spec, row.raw.index, key, present, entry.value, asked.why, asked.title)]

    def _miss_fiche(self, asked: _Asked) -> None:
        line, key = asked.line, asked.key
        if asked.number:
            header = FICHES.column(key).header if key in FIELDS else line.text("field")
            self.conflicts.append(
                Conflict("", asked.title, header, _("there is no such fiche in the workbook"), new=line.text("new"))
            )
            return
        self.tell(
            line,
            "fiche" if "fiche" in line.columns else "field",
            asked.title,
            _("This suggestion names no fiche: nobody knows which one to change."),
            _("Write the N° of the fiche into the column “%(column)s” of this row.") % {"column": _("Fiche")},
        )

    def tell(self, line: DecisionRow, column: str, title: str, message: str, hint: str = "") -> None:
        """Report a cell of the sheet that cannot be taken."""
        self.problems.append(Problem(line.place(column), title, message, hint))


def _is_as_shown(asked: _Asked, spec: SheetSpec, present: str) -> bool:
    """Tell whether a cell of the workbook still says what the sheet showed. A fiche typed later was not shown."""
    key = asked.line.key
    if asked.number != key.fiche or not key.values:
        return True
    if spec is CONTACTS:
        return not key.contacts or contact_mark(asked.key, present) in key.contacts
    return exact_digest(present) == key.values[FIELDS.index(asked.key)]


def _key_of(header: str, *, of_contact: bool) -> str:
    """Return the column that a row names: of the contact if it names one, else of the fiche if that has it."""
    contact = {fold_header(CONTACTS.column(key).header): key for key in CONTACT_FIELDS}
    own = {fold_header(FICHES.column(key).header): key for key in FIELDS}
    known = contact if of_contact else contact | own
    return known.get(fold_header(header), "")
