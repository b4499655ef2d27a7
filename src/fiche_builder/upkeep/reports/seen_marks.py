"""Questions of `private-text` that an editor answers in the list of findings, by the word `vu` beside them.

The answer is written where the check looks for it: as the code of the text, into the column `Vu` of its row.
"""

from collections.abc import Iterator

from fiche_builder.check.rules.private_text import CODE
from fiche_builder.common.i18n import _, ngettext
from fiche_builder.common.text import fold, tidy
from fiche_builder.model.seen import SEEN, seen_code, seen_codes
from fiche_builder.model.tables import Row, Table
from fiche_builder.model.values.cells import text_of
from fiche_builder.model.words import Flag
from fiche_builder.upkeep.amend import Amendment
from fiche_builder.upkeep.sheets.returned import Desk, Problem, Returned, in_every_language
from fiche_builder.upkeep.sheets.values import shown_text
from fiche_builder.workbook.annotations import HEADER_ROW, REPORT_TITLE, print_of
from fiche_builder.workbook.handed_back import read_lines
from fiche_builder.workbook.raw import RawCell, RawRow


def read_marks(desk: Desk) -> Returned:
    """Return the answers of a list of findings as changes of the column `Vu`, which is added where it is missing."""
    column = _answer_column(desk)
    codes: dict[tuple[str, int], list[str]] = {}
    rows: dict[tuple[str, int], tuple[Table, Row]] = {}
    problems: list[Problem] = []
    for line, was in read_lines(desk.sheet) if column else ():
        mark = line.cells.get(column)
        if mark is None or not tidy(mark.shown):
            continue
        found = _find(desk, line, was)
        if not _is_yes(mark.shown) or not found:
            problems.append(_problem(mark, is_known=bool(found)))
            continue
        for table, row, key in found:
            place = (table.spec.key, row.raw.index)
            rows[place] = (table, row)
            codes.setdefault(place, []).append(seen_code(key, text_of(row.cells[key].value)))
    changes = [change for place, given in codes.items() for change in _answer(*rows[place], given)]
    count = sum(len(given) for given in codes.values())
    text = ngettext("%(count)d question answered", "%(count)d questions answered", count) % {"count": count}
    return Returned(tuple(changes), tuple(problems), counts=(text,) if count else ())


def _answer(table: Table, row: Row, given: list[str]) -> Iterator[Amendment]:
    present = shown_text(row, SEEN)
    new = [code for code in dict.fromkeys(given) if code not in seen_codes(present)]
    if new:
        text = " ; ".join(filter(None, [present, *new]))
        number, name = (shown_text(row, key) for key in ("number", "name"))
        yield Amendment(
            table.spec,
            row.raw.index,
            SEEN,
            present,
            text,
            _("answered in the list of findings"),
            f"{number} {name}".strip(),
        )


def _answer_column(desk: Desk) -> int:
    """Return the number of the column for answers; 0 if the list has none."""
    sheet = next((sheet for sheet in desk.sheet.sheets if sheet.title == REPORT_TITLE), None)
    words = {fold(word) for word in in_every_language("Seen?")}
    header = next((row for row in (sheet.rows if sheet else ()) if row.index == HEADER_ROW), None)
    return next((number for number, cell in (header.cells.items() if header else ()) if fold(cell.shown) in words), 0)


def _is_yes(text: str) -> bool:
    words = (*in_every_language("seen"), Flag.YES.word, *Flag.YES.also, "ok", "x", "✓")
    return fold(tidy(text)) in {fold(word) for word in words}


def _find(desk: Desk, line: RawRow, was: str) -> list[tuple[Table, Row, str]]:
    """Return the cells that a line asks about: those of its column that still hold the text, wherever they moved to."""
    texts = {cell.shown for cell in line.cells.values()}
    return [
        (table, row, key)
        for table in desk.book.tables.values()
        if CODE in texts and table.raw.title in texts and SEEN in {column.key for column in table.spec.columns}
        for row in table.rows
        for key, cell in row.cells.items()
        if table.header(key) in texts and print_of(tidy(cell.shown)) == was
    ]


def _problem(mark: RawCell, *, is_known: bool) -> Problem:
    place = f"{REPORT_TITLE}!{mark.coordinate}"
    if is_known:
        message = _("“%(value)s” does not say that everybody may read this text.") % {"value": tidy(mark.shown)}
        return Problem(
            place, "", message, _("Choose “%(word)s”, or change the text in your workbook.") % {"word": _("seen")}
        )
    return Problem(
        place,
        "",
        _("This line asks nothing, or its text has changed in the workbook since."),
        _("Check again, and answer in the new list."),
    )
