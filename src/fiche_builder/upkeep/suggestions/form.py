"""The sheet of open suggestions, to be decided on and taken in by `fiche apply`.

It shows what colleagues wrote beside what the fiche says.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path

from fiche_builder.check.checked import CheckedWorkbook
from fiche_builder.common.dates import day_text
from fiche_builder.common.errors import ConfigError, OutputError
from fiche_builder.common.files import write_new
from fiche_builder.common.i18n import _
from fiche_builder.common.text import tidy_lines
from fiche_builder.edition.wording import labelled
from fiche_builder.model.columns import Use
from fiche_builder.model.fields import CONTACTS, FICHES, SUGGESTIONS
from fiche_builder.model.tables import Book, Row, Table
from fiche_builder.model.words import Flag, SuggestionStatus, Word
from fiche_builder.upkeep.amend import row_title
from fiche_builder.upkeep.sheets.naming_contacts import CONTACT_FIELDS, contact_choices, contact_line, contact_rows
from fiche_builder.upkeep.sheets.returned import form_facts
from fiche_builder.upkeep.sheets.values import digest, exact_digest, fiche_rows, shown_text
from fiche_builder.workbook.forms import Form, FormColumn, FormRow, form_bytes

KIND = "suggestions"
SCHEMA = "1"
FIELDS = FICHES.keys(Use.SUGGEST)
"""The columns of a fiche that a suggestion may change.

Excel's lists hold 255 characters, and theme, diffusion and status are not matters for remarks.
"""
DECISIONS = (SuggestionStatus.ACCEPTED, SuggestionStatus.REFUSED, SuggestionStatus.ASKED)
_VERSION = "s1"
_KEY = re.compile(rf"{_VERSION}\|([0-9]{{1,9}})\|([0-9a-f]+)\|([0-9]{{1,9}})\|([0-9a-f.]*)(?:\|([0-9a-f.]*))?")
_BLANKS = ("",) * 8
_CONTACT = 6
"""The index of the column “Contact”, whose list differs in every row."""
_SHOWN = 100
"""The most characters of a present value that stand beside a suggestion."""


@dataclass(frozen=True, slots=True)
class SuggestionKey:
    """Which suggestion a row of the sheet is about, and what its fiche said then. Texts are held as digests."""

    row: int
    """Its row in the sheet `Suggestions` when the sheet was made."""
    print: str
    fiche: int
    values: tuple[str, ...] = ()
    """The digests of the fiche's values, in the order of `FIELDS`."""
    contacts: frozenset[str] = frozenset()
    """The marks of everything that its contacts said."""

    @property
    def is_of_this_version(self) -> bool:
        """Whether as many columns may be changed now as when the sheet was made."""
        return len(self.values) in {0, len(FIELDS)}

    def __str__(self) -> str:
        """Return the key as it is written in the hidden column."""
        parts = (_VERSION, str(self.row), self.print, str(self.fiche), ".".join(self.values))
        return "|".join((*parts, ".".join(sorted(self.contacts))))


def parse_key(text: str) -> SuggestionKey | None:
    """Read a key; None if it is not one."""
    match = _KEY.fullmatch(text.strip())
    if match is None:
        return None
    values = tuple(match[4].split(".")) if match[4] else ()
    contacts = frozenset(match[5].split(".")) if match[5] else frozenset()
    return SuggestionKey(int(match[1]), match[2], int(match[3]), values, contacts)


def contact_mark(key: str, text: str) -> str:
    """Return the digest of what a contact says in a column."""
    return exact_digest(f"{key} {tidy_lines(text)}")


def suggestion_print(row: Row) -> str:
    """Return the digest by which a suggestion is recognised, from its day, its author and its text."""
    return digest("\n".join(shown_text(row, key) for key in ("received_on", "author", "proposal")))


def status_of(row: Row) -> SuggestionStatus:
    """Return how far a suggestion has come. A new one has an empty status."""
    return row.value("status", SuggestionStatus) or SuggestionStatus.NEW


def headers() -> dict[str, str]:
    """Return the headers of the columns to be filled in, by key. They are the workbook's own, in every language."""
    words = {key: SUGGESTIONS.column(key).header for key in ("answer", "thank", "handled_by", "handled_on")}
    changed = {"contact": _("Contact"), "field": _("Column to change"), "new": _("New value")}
    return {"decision": _("Decision"), **changed, **words}


def make_sheet(checked: CheckedWorkbook, today: date) -> bytes:
    """Return the sheet of all open suggestions, oldest first."""
    return form_bytes(_form(checked, today), created=datetime.combine(today, time()))


def write_sheet(path: Path, content: bytes) -> None:
    """Write the sheet; raise `OutputError` if there is already a file, which may hold somebody's work."""
    if path.suffix.casefold() != ".xlsx":
        raise ConfigError(
            _("The sheet “%(name)s” must end with .xlsx.") % {"name": path.name},
            _("Choose another name, such as %(name)s.") % {"name": "suggestions.xlsx"},
        )
    if path.exists() or not write_new(path, content):
        raise OutputError(
            _("“%(path)s” already exists: it was not overwritten.") % {"path": path},
            _("Choose another name. If decisions are noted in it, take them in first: fiche apply %(name)s")
            % {"name": path.name},
        )


def open_rows(book: Book) -> list[tuple[Table, Row]]:
    """Return the rows of open suggestions, oldest first, and those without a day last."""
    found = [
        (table, row)
        for table, row in book.rows(SUGGESTIONS)
        if not status_of(row).is_closed and shown_text(row, "proposal")
    ]
    return sorted(found, key=lambda pair: pair[1].value("received_on", date) or date.max)


def _form(checked: CheckedWorkbook, today: date) -> Form:
    imprint = checked.directory.imprint
    return Form(
        sheet=_("Suggestions"),
        title=_("%(title)s: open suggestions of %(day)s") % {"title": imprint.title, "day": day_text(today)},
        lines=(
            _(
                "Decide on each suggestion. To change a value of its fiche, choose the column and write the whole "
                "cell as it should be."
            ),
            _(
                "For a second column of the same fiche, copy the row. Without a fiche, write its N°. For one of its "
                "contacts, choose it in “Contact”."
            ),
        ),
        note=_("Accepting is not verifying: the check date of the fiche stays. A new value - empties the cell."),
        columns=_columns(),
        rows=tuple(_lines(checked.book)),
        facts=form_facts(KIND, SCHEMA, checked.book, today),
    )


def _columns() -> tuple[FormColumn, ...]:
    words = headers()
    own = [FICHES.column(key).header for key in FIELDS]
    fields = tuple(dict.fromkeys([*own, *(CONTACTS.column(key).header for key in CONTACT_FIELDS)]))
    return (
        FormColumn(_("Received"), 11),
        FormColumn(_("Suggestion"), 36),
        FormColumn(_("Author"), 18),
        FormColumn(
            _("Fiche"),
            20,
            is_input=True,
            help_text=_("The N° of the fiche. Write it where the mail named none, or correct it."),
        ),
        FormColumn(_("What the fiche says"), 54),
        FormColumn(words["decision"], 14, is_input=True, choices=_words(DECISIONS)),
        FormColumn(
            words["contact"],
            16,
            is_input=True,
            choices=(_("new contact"),),
            strict=False,
            help_text=_("Only to change a contact of the fiche: which one. Empty: the fiche itself."),
        ),
        FormColumn(words["field"], 15, is_input=True, choices=fields),
        FormColumn(
            words["new"],
            26,
            is_input=True,
            help_text=_(
                "The whole cell as it should be. One of several numbers: old -> new. A single - empties it. A new "
                "contact: label ; person ; function ; numbers ; mails ; usage."
            ),
        ),
        FormColumn(words["answer"], 26, is_input=True, help_text=_("What the author is told.")),
        FormColumn(
            words["thank"], 11, is_input=True, choices=_words(Flag), help_text=_("Yes: named on the last page.")
        ),
        FormColumn(words["handled_by"], 12, is_input=True, help_text=_("Your initials.")),
        FormColumn(
            words["handled_on"],
            12,
            is_input=True,
            number_format="DD/MM/YYYY",
            help_text=_("Day/month/year; today if empty."),
        ),
    )


def _words(words: Iterable[Word]) -> tuple[str, ...]:
    return tuple(word.word for word in words)


def _lines(book: Book) -> Iterator[FormRow]:
    fiches = fiche_rows(book)
    for _table, row in open_rows(book):
        number = row.value("fiche", int) or 0
        fiche = fiches.get(number)
        contacts = contact_rows(book, number) if fiche else []
        day = row.value("received_on", date)
        status = SuggestionStatus.ASKED.word if status_of(row) is SuggestionStatus.ASKED else ""
        received = "\n".join(part for part in (day_text(day) if day else "", status) if part)
        title = row_title(number, shown_text(fiche, "name") if fiche else "")
        said = _present(fiche, contacts) if fiche else ""
        yield FormRow(
            (received, shown_text(row, "proposal"), shown_text(row, "author"), title, said, *_BLANKS),
            str(_key(row, number, fiche, contacts)),
            choices={_CONTACT: contact_choices(contacts)},
        )


def _key(row: Row, number: int, fiche: Row | None, contacts: Sequence[Row]) -> SuggestionKey:
    values = tuple(exact_digest(shown_text(fiche, key)) for key in FIELDS) if fiche else ()
    marks = (contact_mark(key, shown_text(contact, key)) for contact in contacts for key in CONTACT_FIELDS)
    return SuggestionKey(row.raw.index, suggestion_print(row), number, values, frozenset(marks))


def _present(fiche: Row, contacts: Sequence[Row]) -> str:
    """Return what a fiche and its contacts say, a line for each column and each contact."""
    values = [(FICHES.column(key).header, shown_text(fiche, key)) for key in FIELDS[1:]]
    values += [(_("Contact"), contact_line(contact)) for contact in contacts]
    return "\n".join(labelled(header, _excerpt(text), _) for header, text in values if text)


def _excerpt(text: str) -> str:
    line = " ".join(text.splitlines())
    return line if len(line) <= _SHOWN else f"{line[: _SHOWN - 1].rstrip()}…"
