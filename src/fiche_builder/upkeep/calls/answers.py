"""Reading a filled call sheet: which column is which, and what each row says.

Editors may have sorted, moved or deleted rows and columns.
"""

from dataclasses import dataclass
from datetime import date

from fiche_builder.common.errors import WorkbookError
from fiche_builder.common.i18n import _, ngettext, quoted
from fiche_builder.model.values.cells import text_of
from fiche_builder.model.values.simple import parse_date
from fiche_builder.upkeep.calls.callsheet import SCHEMA
from fiche_builder.upkeep.sheets.returned import FilledRow, find_forms, key_column, read_columns, words_of
from fiche_builder.upkeep.sheets.values import ValueKey, parse_key
from fiche_builder.workbook.forms import read_facts
from fiche_builder.workbook.raw import RawRow, RawSheet, RawWorkbook

_HEADERS = {
    "fiche": "Fiche", "name": "Name", "element": "Item", "value": "Present value", "result": "Result",
    "new": "New value",
    "channel": "Channel", "by": "By", "on": "On", "remark": "Remark",
}  # fmt: skip
"""The msgids of `callsheet.headers`, by which a sheet in any language is read."""
_INPUTS = ("result", "new", "channel", "by", "on")


@dataclass(frozen=True, slots=True)
class CallAnswer(FilledRow):
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
    """The name of the workbook from which it was made, or "" if the sheet no longer tells it."""
    day: date | None
    answers: tuple[CallAnswer, ...]
    strays: tuple[tuple[int, str], ...]
    """Rows that were filled in but have no key: (row, the name of their first cell)."""
    others: tuple[str, ...] = ()
    """Further sheets that were filled in, such as a colleague's copy. Only the first sheet is read."""


def is_call_sheet(raw: RawWorkbook) -> bool:
    """Tell whether a workbook without a hidden sheet nevertheless has the keys of a call sheet."""
    return any(find_forms(raw))


def read_answers(raw: RawWorkbook) -> CallSheet:
    """Read a call sheet; raise `WorkbookError` if an indispensable column is gone."""
    facts = read_facts(raw)
    if facts.get("schema", SCHEMA) != SCHEMA:
        raise WorkbookError(
            _("“%(name)s” was made by another version of fiche-builder.") % {"name": raw.name},
            _("Make a new call sheet with this version, or apply this one with the other."),
        )
    forms = list(find_forms(raw))
    if not forms:
        raise WorkbookError(
            _("“%(name)s” lacks its hidden last column, which says which value each row is about.")
            % {"name": raw.name},
            _("Take the copy that still has it, or make a new call sheet with: fiche verify --sheet"),
        )
    sheet, header = forms[0]
    answers, strays = _read_rows(sheet, header, _find_columns(raw, header))
    others = tuple(other.title for other, headers in forms[1:] if _is_filled(other, headers))
    return CallSheet(facts.get("workbook", ""), parse_date(facts.get("day", "")).value, answers, strays, others)


def _read_rows(
    sheet: RawSheet, header: RawRow, columns: dict[str, int]
) -> tuple[tuple[CallAnswer, ...], tuple[tuple[int, str], ...]]:
    """Return the answers, and the rows without a key."""
    keys = key_column(header)
    answers: list[CallAnswer] = []
    strays: list[tuple[int, str]] = []
    for row in sheet.rows:
        if row.index <= header.index:
            continue
        cells = {
            key: row.cells[number]
            for key, number in columns.items()
            if number in row.cells and row.cells[number].value is not None
        }
        found = row.cells.get(keys)
        key = parse_key(text_of(found.value)) if found else None
        if key:
            answers.append(CallAnswer(row.index, cells, columns, key))
        elif any(column in cells for column in _INPUTS):
            strays.append((row.index, next(cells[column].coordinate for column in _INPUTS if column in cells)))
    return tuple(answers), tuple(strays)


def _is_filled(sheet: RawSheet, header: RawRow) -> bool:
    """Tell whether anything was filled in on a sheet."""
    return any(answer.is_filled for answer in _read_rows(sheet, header, _known_columns(header))[0])


def _known_columns(header: RawRow) -> dict[str, int]:
    return read_columns(header, words_of(_HEADERS))


def _find_columns(raw: RawWorkbook, header: RawRow) -> dict[str, int]:
    columns = _known_columns(header)
    missing = [_(_HEADERS[key]) for key in _INPUTS if key not in columns]
    if missing:
        raise WorkbookError(
            ngettext(
                "“%(name)s” lacks the column %(columns)s.", "“%(name)s” lacks the columns %(columns)s.", len(missing)
            )
            % {"name": raw.name, "columns": quoted(missing)},
            _("Give the column its header again, or make a new call sheet with: fiche verify --sheet"),
        )
    return columns
