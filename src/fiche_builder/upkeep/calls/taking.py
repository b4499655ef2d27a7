"""Comparing a call sheet with the workbook: what can be changed, and what changed there meanwhile."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from fiche_builder.common.errors import WorkbookError
from fiche_builder.common.i18n import _, ngettext
from fiche_builder.common.text import fold
from fiche_builder.model.columns import SheetSpec, Use
from fiche_builder.model.fields import CONTACTS, FICHES
from fiche_builder.model.model import Phone
from fiche_builder.model.tables import Row, Table
from fiche_builder.upkeep.amend import Addition, Amendment, Change, row_title, show, undated
from fiche_builder.upkeep.calls.answers import CallSheet, read_answers
from fiche_builder.upkeep.calls.recognising import identity, is_same_contact, likeness
from fiche_builder.upkeep.calls.statements import Check, FicheStatements, Result, Statement, read_statements
from fiche_builder.upkeep.sheets.entries import NewValue, read_entry
from fiche_builder.upkeep.sheets.naming_contacts import read_new_contact
from fiche_builder.upkeep.sheets.returned import Conflict, Desk, Problem, Returned
from fiche_builder.upkeep.sheets.values import (
    NEW_CONTACT,
    OWN_KEYS,
    VERIFIED_CONTACT_KEYS,
    digest,
    exact_digest,
    fiche_rows,
    shown_text,
)
from fiche_builder.workbook.amending import CellValue
from fiche_builder.workbook.raw import column_letter

_FEW = 0.5
"""If the workbook has fewer of a call sheet's fiches than this share, the sheet belongs to another workbook."""


def read_calls(desk: Desk) -> Returned:
    """Return what a filled call sheet says, compared with the workbook."""
    sheet = read_answers(desk.sheet)
    fiches = read_statements(sheet, desk.today)
    rows = fiche_rows(desk.book)
    known = [fiche for fiche in fiches if fiche.number in rows and _has_name(fiche, rows[fiche.number])]
    _refuse_strangers(sheet, desk, len(known), len(fiches))
    takers = [_FicheTaker(desk, fiche, rows.get(fiche.number)) for fiche in fiches]
    for taker in takers:
        taker.take()
    strays = [
        Problem(cell, "", _("Row %(row)d was filled in, but is no row of the call sheet.") % {"row": row},
                _("Write it into the row of the value it is about."))
        for row, cell in sheet.strays
    ]  # fmt: skip
    strays += [
        Problem("", title, _("This sheet was filled in too, but only the first one is read."),
                _("Save it as a file of its own, and apply that as well."))
        for title in sheet.others
    ]  # fmt: skip
    return Returned(
        changes=tuple(change for taker in takers for change in taker.changes),
        problems=sorted((*(problem for taker in takers for problem in taker.problems), *strays), key=_place),
        conflicts=tuple(conflict for taker in takers for conflict in taker.conflicts),
        notes=tuple(note for taker in takers for note in taker.notes),
        counts=tuple(_counts(takers)),
    )


def _refuse_strangers(sheet: CallSheet, desk: Desk, known: int, total: int) -> None:
    """Refuse the sheet of another workbook.

    It has another workbook's name, unless all its fiches are here; or few of its fiches are here.
    """
    if not total:
        raise WorkbookError(
            _("“%(name)s” has no row of a call sheet left.") % {"name": desk.sheet.name},
            _("Take the copy that was filled in, or make a new call sheet with: fiche verify --sheet"),
        )
    is_named_otherwise = bool(sheet.workbook) and fold(undated(Path(sheet.workbook).stem)) != fold(
        undated(Path(desk.workbook_name).stem)
    )
    if known < total * _FEW or (is_named_otherwise and known < total):
        raise WorkbookError(
            _(
                "“%(name)s” was made from another workbook (%(workbook)s): of its %(total)d fiches, %(known)d are in "
                "this one."
            )
            % {"name": desk.sheet.name, "workbook": sheet.workbook or "?", "total": total, "known": known},
            _("Name the workbook it was made from with --workbook."),
        )


def _has_name(fiche: FicheStatements, row: Row) -> bool:
    """Tell whether a fiche still has the name that it has in the call sheet, or the new one that the sheet gives it."""
    prints = {answer.key.prints[0] for answer in fiche.answers}
    given = {
        digest(statement.new) for statement in fiche.statements if statement.key.column == "name" and statement.new
    }
    return digest(shown_text(row, "name")) in prints | given


@dataclass
class _StatedRow:
    """A row of the workbook, and what is said about its values."""

    spec: SheetSpec
    table: Table
    row: Row
    keys: Sequence[str]
    title: str
    right: dict[str, Check] = field(default_factory=dict)
    """Values that are now right, whether confirmed or corrected, with their check."""
    untaken: set[str] = field(default_factory=set)
    """Values that the source gave and that could not be taken: the row is not right without them, even where it is
    empty."""
    listed: set[str] = field(default_factory=set)
    """Values that have a row in the call sheet."""
    changes: list[Change] = field(default_factory=list)


class _FicheTaker:
    """Takes over what is said about one fiche."""

    def __init__(self, desk: Desk, fiche: FicheStatements, row: Row | None) -> None:
        self._desk, self._fiche, self._row = desk, fiche, row
        self.changes: list[Change] = []
        self.problems: list[Problem] = list(fiche.problems)
        self.conflicts: list[Conflict] = []
        self.notes: list[str] = []
        self.confirmed = self.corrected = self.added = self.unreachable = self.already = 0

    def take(self) -> None:
        """Take every statement. What cannot be taken is reported."""
        fiche, row = self._fiche, self._row
        stated = [
            s
            for s in (*fiche.statements, *([fiche.whole] if fiche.whole else []))
            if s.result is not Result.UNREACHABLE
        ]
        if fiche.whole and fiche.whole.result is Result.UNREACHABLE and not stated:
            self.unreachable = 1
            self.notes.append(_("%(fiche)s: could not be reached; nothing changes.") % {"fiche": fiche.title})
            return
        if not stated:
            return
        if row is None:
            self._tell_gone(_("There is no fiche with this N° any more, or it stands twice."))
        elif not _has_name(fiche, row):
            self._tell_gone(_("This N° is now the fiche “%(name)s”.") % {"name": shown_text(row, "name")})
        else:
            self._take_from(row)

    def _take_from(self, row: Row) -> None:
        title = row_title(row.value("number", int), shown_text(row, "name"))
        own = _StatedRow(FICHES, self._desk.book.tables[FICHES.key], row, OWN_KEYS, title)
        parts = {id(row): own}
        own.listed = {answer.key.column for answer in self._fiche.answers if answer.key.sheet == FICHES.key}
        groups: defaultdict[str, list[Statement]] = defaultdict(list)
        for statement in self._fiche.statements:
            groups[identity(statement.key)].append(statement)
        for whose, statements in groups.items():
            found = self._find_contact(statements, title) if whose else own
            if found is None:
                continue
            part = parts.setdefault(id(found.row), found)
            part.listed |= {answer.key.column for answer in self._fiche.answers if identity(answer.key) == whose}
            for statement in statements:
                self._take_value(statement, part)
        for part in parts.values():
            if self._fiche.whole and self._fiche.whole.check:
                # An editor may delete rows from the call sheet: the line of the whole fiche applies to them too.
                deleted = [key for key in part.keys if key not in part.listed and shown_text(part.row, key)]
                part.right.update(dict.fromkeys(deleted, self._fiche.whole.check))
            self._update_check(part)
            self.changes += part.changes

    def _take_value(self, statement: Statement, part: _StatedRow) -> None:
        key = statement.key.column
        present = shown_text(part.row, key)
        if statement.result is Result.UNREACHABLE or statement.check is None:
            return
        if key == NEW_CONTACT:
            self._add_contact(statement, statement.check, part)
            return
        if statement.result is Result.CONFIRMED and part.spec.column(key).uses & Use.CALL_OURS:
            return
        if statement.result is Result.CONFIRMED:
            if exact_digest(present) != statement.key.value:
                self._tell_changed(statement, part, present)
                return
            part.right[key] = statement.check
            self.confirmed += bool(present)
            return
        entry = read_entry(part.spec.column(key), statement.cell, self._desk, present)
        if entry.problem:
            part.untaken.add(key)
            self.problems.append(Problem(statement.answer.place("new"), self._fiche.title, *entry.problem))
            return
        if self._is_so_already(part, key, entry):
            part.right[key] = statement.check
            self.already += 1
        elif exact_digest(present) != statement.key.value:
            self._tell_changed(statement, part, present, show(entry.value))
        elif (last := part.row.values.get("verified_on")) and last > statement.check.on:  # type: ignore[operator]
            self._conflict(statement, part, _("it was checked again since this call: on %(day)s") % {"day": show(last)},  # type: ignore[arg-type]
                           present, show(entry.value))  # fmt: skip
        else:
            part.right[key] = statement.check
            self.corrected += 1
            part.changes.append(
                Amendment(part.spec, part.row.raw.index, key, present, entry.value, _why(statement.check), part.title)
            )

    def _add_contact(self, statement: Statement, check: Check, part: _StatedRow) -> None:
        """Add the contact that was written into the last line of a fiche. An empty line says nothing."""
        if statement.result is not Result.CORRECTED or statement.cell is None:
            return
        number = part.row.value("number", int) or 0
        added = read_new_contact(statement.new or "", statement.cell, number, self._desk)
        if isinstance(added, tuple):
            self.problems.append(Problem(statement.answer.place("new"), self._fiche.title, *added))
        elif added is None:
            self.already += 1
        else:
            told: dict[str, CellValue] = {"verified_on": check.on, "verified_by": check.by, "source": check.channel}
            part.changes.append(Addition(CONTACTS, {**added, **told}, _why(check), part.title))
            self.added += 1

    def _is_so_already(self, part: _StatedRow, key: str, entry: NewValue) -> bool:
        present = shown_text(part.row, key)
        if not entry.value:
            return not present
        return present == show(entry.value) or (
            bool(present) and _comparable(part.row.values.get(key)) == _comparable(entry.parsed)
        )

    def _update_check(self, part: _StatedRow) -> None:
        """Write when, by whom and how, once every value of a row is right. Editing alone does not verify."""
        filled = [key for key in part.keys if shown_text(part.row, key) or key in part.right or key in part.untaken]
        if part.right.keys().isdisjoint(part.keys):
            return
        if missing := [key for key in filled if key not in part.right]:
            names = ", ".join(part.spec.column(key).header for key in missing)
            self.notes.append(
                _("%(fiche)s: the check date stays, for these were not confirmed: %(columns)s.")
                % {"fiche": part.title, "columns": names}
            )
            return
        # The whole row was right by that day. What was asked later only confirms it.
        check = min((part.right[key] for key in filled), key=lambda check: check.on)
        last = part.row.values.get("verified_on")
        if last and last > check.on:  # type: ignore[operator]
            self.notes.append(
                _("%(fiche)s: checked again since this call, the check date stays.") % {"fiche": part.title}
            )
            return
        for key, value in (("verified_on", check.on), ("verified_by", check.by), ("source", check.channel)):
            if part.row.values.get(key) != value:
                old = show(last) if key == "verified_on" and last else shown_text(part.row, key)  # type: ignore[arg-type]
                part.changes.append(Amendment(part.spec, part.row.raw.index, key, old, value, _why(check), part.title))

    def _find_contact(self, statements: Sequence[Statement], title: str) -> _StatedRow | None:
        """Return the row of `Contacts` that statements are about, wherever it was sorted to."""
        stated = [statement for statement in statements if statement.result is not Result.UNREACHABLE]
        if not stated:
            return None
        key = statements[0].key
        new = {s.key.column: digest(s.new or "") for s in statements if s.result is Result.CORRECTED}
        candidates = [
            (table, row) for table, row in self._desk.book.rows(CONTACTS)
            if row.value("fiche", int) == key.number and is_same_contact(key, new, row)
        ]  # fmt: skip
        best = max((likeness(key, new, row) for _table, row in candidates), default=0)
        found = [(table, row) for table, row in candidates if likeness(key, new, row) == best]
        if len(found) > 1:
            found = [(table, row) for table, row in found if row.raw.index == key.row] or found
        if len(found) == 1:
            table, row = found[0]
            whose = shown_text(row, "label") or shown_text(row, "person")
            return _StatedRow(
                CONTACTS, table, row, VERIFIED_CONTACT_KEYS, " · ".join(part for part in (title, whose) if part)
            )
        message = (
            _("there are several such contacts now")
            if found
            else _("this contact is no longer in the sheet “Contacts”")
        )
        rows = [
            (answer.text("element"), answer.text("value"), answer.text("new")) for answer in (s.answer for s in stated)
        ]
        # A value that was empty and stays empty says nothing, but its contact is mentioned.
        for element, asked, given in [row for row in rows if any(row[1:])] or rows[:1]:
            self.conflicts.append(Conflict("", self._fiche.title, element, message, asked, "", given))
        return None

    def _tell_gone(self, message: str) -> None:
        self.conflicts.append(Conflict("", self._fiche.title, "", message))

    def _tell_changed(self, statement: Statement, part: _StatedRow, present: str, new: str = "") -> None:
        self._conflict(statement, part, _("it was changed in the workbook since the call sheet was made"), present, new)

    def _conflict(self, statement: Statement, part: _StatedRow, message: str, present: str, new: str) -> None:
        key = statement.key.column
        part.untaken.add(key)
        cell = (
            f"{part.table.raw.title}!{column_letter(part.table.columns[key])}{part.row.raw.index}"
            if key in part.table.columns
            else ""
        )
        header = part.spec.column(key).header
        self.conflicts.append(Conflict(cell, part.title, header, message, statement.answer.text("value"), present, new))


def _comparable(value: object) -> object:
    """Return a value for comparison: the blanks in a phone do not count."""
    return (
        [replace(part, shown="") if isinstance(part, Phone) else part for part in value]
        if isinstance(value, tuple)
        else value
    )


def _why(check: Check) -> str:
    return f"{check.channel}, {check.by}, {show(check.on)}"


def _place(problem: Problem) -> tuple[int, int, str]:
    """Return the row and column of a problem, for sorting."""
    column = problem.cell.rstrip("0123456789")
    return int(problem.cell[len(column) :] or 0), len(column), column


def _counts(takers: Sequence[_FicheTaker]) -> Iterator[str]:
    sums = {
        name: sum(getattr(taker, name) for taker in takers)
        for name in ("confirmed", "corrected", "added", "already", "unreachable")
    }
    texts = {
        "confirmed": ngettext("%(count)d value confirmed", "%(count)d values confirmed", sums["confirmed"]),
        "corrected": ngettext("%(count)d value corrected", "%(count)d values corrected", sums["corrected"]),
        "added": ngettext("%(count)d contact added", "%(count)d contacts added", sums["added"]),
        "already": ngettext("%(count)d value already says so", "%(count)d values already say so", sums["already"]),
        "unreachable": ngettext("%(count)d fiche not reached", "%(count)d fiches not reached", sums["unreachable"]),
    }
    yield from (text % {"count": sums[name]} for name, text in texts.items() if sums[name])
