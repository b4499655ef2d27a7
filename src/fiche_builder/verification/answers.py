"""Reading a filled call sheet: which column is which, and what each row says, whatever was sorted, moved or deleted."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from fiche_builder.errors import WorkbookError
from fiche_builder.i18n import LANGUAGES, _, ngettext, quoted, translations
from fiche_builder.returned import FilledRow
from fiche_builder.text import fold_header, tidy
from fiche_builder.values.cells import text_of
from fiche_builder.values.simple import parse_date
from fiche_builder.verification.callsheet import SCHEMA
from fiche_builder.verification.values import ValueKey, parse_key
from fiche_builder.workbook.forms import FACTS_TITLE, KEY_HEADER
from fiche_builder.workbook.raw import RawRow, RawSheet, RawWorkbook

_HEADER_ROWS = 40
_HEADERS = {
    "fiche": "Fiche", "name": "Name", "element": "Item", "value": "Present value", "result": "Result", "new": "New value",
    "channel": "Channel", "by": "By", "on": "On", "remark": "Remark",
}  # fmt: skip
"""The msgids of `callsheet.headers`, by which a sheet of any language is read."""
_INPUTS = ("result", "new", "channel", "by", "on")


@dataclass(frozen=True, slots=True)
class Answer(FilledRow):
    """A row of a call sheet that an editor filled in, or the heading of a fiche."""

    key: ValueKey

    @property
    def is_filled(self) -> bool:
        """Whether anything was filled in."""
        return any(self.text(column) for column in _INPUTS)


@dataclass(frozen=True, slots=True)
class CallSheet:
    """A call sheet as it came back."""

    workbook: str
    """The name of the workbook it was made from; empty when the sheet no longer says so."""
    day: date | None
    answers: tuple[Answer, ...]
    strays: tuple[tuple[int, str], ...]
    """Rows with something filled in and no key: (row, the name of their first cell)."""
    others: tuple[str, ...] = ()
    """Further sheets of the file with something filled in, such as a colleague's copy: only the first one is read."""


def read_facts(raw: RawWorkbook) -> dict[str, str]:
    """Return what the hidden sheet of a form says; nothing when it is not there."""
    sheet = next((sheet for sheet in raw.sheets if fold_header(sheet.title) == fold_header(FACTS_TITLE)), None)
    rows = sheet.rows if sheet else ()
    pairs = (tuple(text_of(cell.value) for cell in row.cells.values()) for row in rows)
    return {pair[0]: pair[1] for pair in pairs if len(pair) > 1}


def is_call_sheet(raw: RawWorkbook) -> bool:
    """Tell whether a workbook without a hidden sheet has the keys of a call sheet all the same."""
    return any(_key_column(row) for sheet in raw.sheets for row in sheet.rows[:_HEADER_ROWS])


def read_answers(raw: RawWorkbook) -> CallSheet:
    """Read a call sheet; raise `WorkbookError` when a column that nothing can do without is gone."""
    facts = read_facts(raw)
    if facts.get("schema", SCHEMA) != SCHEMA:
        raise WorkbookError(
            _("“%(name)s” was made by another version of fiche-builder.") % {"name": raw.name},
            _("Make a new call sheet with this version, or apply this one with the other."),
        )
    sheet, header = _find_header(raw)
    answers, strays = _read_rows(sheet, header, _find_columns(raw, header))
    others = tuple(other.title for other in raw.sheets if other is not sheet and _is_filled(other))
    return CallSheet(facts.get("workbook", ""), parse_date(facts.get("day", "")).value, answers, strays, others)


def _read_rows(sheet: RawSheet, header: RawRow, columns: dict[str, int]) -> tuple[tuple[Answer, ...], tuple[tuple[int, str], ...]]:
    """Return the answers, and the rows that have no key."""
    keys = _key_column(header)
    answers: list[Answer] = []
    strays: list[tuple[int, str]] = []
    for row in sheet.rows:
        if row.index <= header.index:
            continue
        cells = {key: row.cells[number] for key, number in columns.items() if number in row.cells and row.cells[number].value is not None}
        found = row.cells.get(keys)
        key = parse_key(text_of(found.value)) if found else None
        if key:
            answers.append(Answer(row.index, cells, columns, key))
        elif any(column in cells for column in _INPUTS):
            strays.append((row.index, next(cells[column].coordinate for column in _INPUTS if column in cells)))
    return tuple(answers), tuple(strays)


def _is_filled(sheet: RawSheet) -> bool:
    """Tell whether a sheet is a call sheet with something filled in."""
    header = _header_of(sheet)
    return header is not None and any(answer.is_filled for answer in _read_rows(sheet, header, _known_columns(header))[0])


def _header_of(sheet: RawSheet) -> RawRow | None:
    return next((row for row in sheet.rows[:_HEADER_ROWS] if _key_column(row)), None)


def _find_header(raw: RawWorkbook) -> tuple[RawSheet, RawRow]:
    for sheet in raw.sheets:
        if header := _header_of(sheet):
            return sheet, header
    raise WorkbookError(
        _("“%(name)s” lacks its hidden last column, which says which value each row is about.") % {"name": raw.name},
        _("Take the copy that still has it, or make a new call sheet with: fiche verify --sheet"),
    )


def _key_column(row: RawRow) -> int:
    return next((number for number, cell in row.cells.items() if cell.value == KEY_HEADER), 0)


def _known_columns(header: RawRow) -> dict[str, int]:
    known = {fold_header(word): key for key, msgid in _HEADERS.items() for word in in_every_language(msgid)}
    columns: dict[str, int] = {}
    for number, cell in header.cells.items():
        key = known.get(fold_header(tidy(text_of(cell.value))))
        if key:
            columns.setdefault(key, number)
    return columns


def _find_columns(raw: RawWorkbook, header: RawRow) -> dict[str, int]:
    columns = _known_columns(header)
    missing = [_(_HEADERS[key]) for key in _INPUTS if key not in columns]
    if missing:
        raise WorkbookError(
            ngettext("“%(name)s” lacks the column %(columns)s.", "“%(name)s” lacks the columns %(columns)s.", len(missing))
            % {"name": raw.name, "columns": quoted(missing)},
            _("Give the column its header again, or make a new call sheet with: fiche verify --sheet"),
        )
    return columns


def in_every_language(msgid: str) -> Iterator[str]:
    """Yield a word of the catalogues in each language: a sheet may be read in another one than it was made in."""
    for language in LANGUAGES:
        yield translations(language).gettext(msgid)
