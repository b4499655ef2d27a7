"""Sheets and columns: missing, under another name, lost since the last edition, or of the team's own."""

from collections.abc import Iterator

from fiche_builder.check.findings import Context, Hit, Severity, rule
from fiche_builder.common.i18n import _, quoted
from fiche_builder.common.text import fold_header, shorten, tidy
from fiche_builder.model.columns import Column, Holds
from fiche_builder.model.contents import TELLING
from fiche_builder.model.fields import CONTACTS, FICHES, SHEETS
from fiche_builder.model.frame import Guess, Unread, find_late_header
from fiche_builder.model.likeness import is_own
from fiche_builder.model.tables import Book, Place, Table
from fiche_builder.model.values.cells import text_of
from fiche_builder.model.values.simple import nearest
from fiche_builder.workbook.raw import column_letter

_ENOUGH = 3
_ENOUGH_DATES = 5
_EXAMPLES = 2
_EXAMPLE_LENGTH = 30


@rule("sheet-missing", Severity.ERROR)
def sheet_missing(book: Book, _context: Context) -> Iterator[Hit]:
    """A required sheet is missing."""
    for spec in SHEETS:
        if spec.required and book.table(spec) is None:
            titles = [sheet.title for sheet in book.raw.sheets]
            guess = book.frame.sheets.get(spec.key)
            near = guess.title if guess else nearest(spec.title, titles)
            yield Hit(
                Place(spec.title, 0, 0, ""),
                "",
                _("The sheet “%(sheet)s” is missing.") % {"sheet": spec.title},
                _("Should “%(near)s” bear this name?") % {"near": near}
                if near
                else _("The workbook has: %(sheets)s. A new one with all sheets is made by: fiche init")
                % {"sheets": ", ".join(titles[:10]) or "–"},
            )


@rule("sheet-renamed", Severity.ERROR)
def sheet_renamed(book: Book, _context: Context) -> Iterator[Hit]:
    """A sheet that is probably one of ours that is not there: `Equipe` instead of `Équipes`. It is not read."""
    for spec in SHEETS:
        sheet = book.frame.sheets.get(spec.key)
        if sheet and not spec.required:
            said = {"sheet": sheet.title, "ours": spec.title}
            yield Hit(
                Place(sheet.title, 0, 0, ""),
                sheet.title,
                _("The sheet “%(sheet)s” is not read: there is no sheet “%(ours)s”.") % said,
                _("Did you mean “%(ours)s”? Then give it this name. If not, add an empty sheet “%(ours)s”.") % said,
            )


@rule("sheet-unread", Severity.WARNING)
def sheet_unread(book: Book, _context: Context) -> Iterator[Hit]:
    """A second sheet with the columns of one of ours, such as a copy. It is not read."""
    for spec, sheet in book.frame.copies:
        said = {"sheet": sheet.title, "ours": spec.title}
        yield Hit(
            Place(sheet.title, 0, 0, ""),
            sheet.title,
            _("The sheet “%(sheet)s” looks like “%(ours)s”, but is not read.") % said,
            _("Take over into “%(ours)s” what is needed, then keep this sheet in another workbook, or delete it.")
            % said,
        )


@rule("sheet-lost", Severity.ERROR)
def sheet_lost(book: Book, context: Context) -> Iterator[Hit]:
    """A sheet that held something when the last edition was made, and is no longer there."""
    titles = {fold_header(sheet.title) for sheet in book.raw.sheets}
    for spec in SHEETS:
        last = context.past.last
        is_there = fold_header(spec.title) in titles or spec.required or spec.key in book.frame.sheets
        if last and last.columns.get(spec.key) and not is_there:
            said = {"sheet": spec.title, "edition": last.edition}
            yield Hit(
                Place(spec.title, 0, 0, ""),
                "",
                _("The sheet “%(sheet)s” was there for edition %(edition)s, and is no longer.") % said,
                _("Put it back. If it is no longer needed, add an empty sheet “%(sheet)s”.") % said,
            )


@rule("column-missing", Severity.ERROR)
def column_missing(book: Book, _context: Context) -> Iterator[Hit]:
    """A required column is missing, or the column of a closed list has another name."""
    for table in book.tables.values():
        late = _late_header(table)
        if late or (not table.columns and not table.unread and table.raw.rows):
            yield _no_header(table, late)
            continue
        for column in table.spec.columns:
            guess = book.frame.columns[table.spec.key].get(column.key)
            # The column of a closed list may be absent, but not renamed: without “Statut” every fiche would be active.
            if column.key not in table.columns and (column.required or (column.words and guess)):
                near = (
                    _shown(guess.unread) if guess else nearest(column.header, [u.name for u in table.unread if u.name])
                )
                yield Hit(
                    _place(table, column, guess),
                    guess.unread.header.shown if guess else "",
                    _("The column “%(column)s” is missing.") % {"column": column.header},
                    " ".join(filter(None, _missing_hints(column, guess, near))),
                )


def _late_header(table: Table) -> int:
    """Return the row of the headers, if it is too far down to be looked for."""
    missing = [column for column in table.spec.columns if column.required and column.key not in table.columns]
    return find_late_header(table.spec, table.raw) if len(missing) > 1 else 0


def _no_header(table: Table, late: int) -> Hit:
    headers = quoted(column.header for column in table.spec.columns if column.required)
    return Hit(
        Place(table.raw.title, table.header_row, 1, ""),
        "",
        _("None of the first 20 rows has the headers of the sheet “%(sheet)s”: nothing in it is read.")
        % {"sheet": table.spec.title},
        _("The headers seem to stand in row %(row)d: delete the rows above that nobody needs.") % {"row": late}
        if late
        else _("Write the headers above the rows: %(headers)s …") % {"headers": headers},
    )


def _missing_hints(column: Column, guess: Guess | None, near: str) -> Iterator[str]:
    if near:
        yield _("Should “%(near)s” bear this name?") % {"near": near}
        if guess and not guess.by_name:
            yield _("Its cells say: %(examples)s.") % {"examples": _examples(guess.unread)}
        if not column.required:
            yield _("If not, add an empty column “%(column)s”.") % {"column": column.header}
    else:
        yield _("Write “%(column)s” into the header row (among the first 20 rows).") % {"column": column.header}


@rule("column-renamed", Severity.ERROR)
def column_renamed(book: Book, _context: Context) -> Iterator[Hit]:
    """A column that is probably one of ours that is not there, by its name or by what stands in it: `Tél.`."""
    for table in book.tables.values():
        for key, guess in book.frame.columns[table.spec.key].items():
            column = table.spec.column(key)
            if column.required or column.words:
                continue  # column-missing
            said = {"column": _shown(guess.unread), "ours": column.header, "examples": _examples(guess.unread)}
            yield Hit(
                _place(table, column, guess),
                guess.unread.header.shown,
                _("The column “%(column)s” is not read: there is no column “%(ours)s”.") % said
                if guess.by_name
                else _(
                    "The column “%(column)s” is not read, but what stands in it looks like “%(ours)s”: %(examples)s."
                )
                % said,
                _("Did you mean “%(ours)s”? Then write this header. If not, add an empty column “%(ours)s”.") % said,
            )


@rule("column-lost", Severity.ERROR)
def column_lost(book: Book, context: Context) -> Iterator[Hit]:
    """A column that held something when the last edition was made, and is no longer there."""
    for table, column in lost_columns(book, context):
        said = {"column": column.header, "edition": context.past.last.edition if context.past.last else ""}
        yield Hit(
            Place(table.raw.title, table.header_row, 1, column.header),
            "",
            _("The column “%(column)s” was there for edition %(edition)s, and is no longer.") % said,
            _("Put it back. If it is no longer needed, add an empty column “%(column)s”.") % said,
        )


def lost_columns(book: Book, context: Context) -> Iterator[tuple[Table, Column]]:
    """Yield the columns that the last edition had, unless another finding says already that they are missing."""
    for table in book.tables.values():
        had = context.past.last.columns.get(table.spec.key, ()) if context.past.last and table.columns else ()
        for column in table.spec.columns:
            told = column.required or column.key in book.frame.columns[table.spec.key]
            if column.key in had and column.key not in table.columns and not told:
                yield table, column


@rule("column-duplicated", Severity.ERROR)
def column_duplicated(book: Book, _context: Context) -> Iterator[Hit]:
    """Two columns have the same header."""
    for table in book.tables.values():
        for key, cell in table.duplicated:
            first = table.columns[key]
            yield Hit(
                Place(table.raw.title, cell.row, cell.column, text_of(cell.value)),
                cell.shown,
                _("The column “%(column)s” stands twice: in %(first)s and in %(second)s.")
                % {"column": text_of(cell.value), "first": column_letter(first), "second": column_letter(cell.column)},
                _("Move what you need into one of them and delete the other."),
            )


@rule("column-unread", Severity.WARNING)
def column_unread(book: Book, _context: Context) -> Iterator[Hit]:
    """A column of the team's own that is full of phones, mails, sites or dates. They are not published."""
    for table, unread, guess in _not_ours(book):
        kind = _kind_of(table, unread, book.region)
        if kind and guess is None:
            holds, count = kind
            headers = [column.header for column in table.spec.columns if column.holds is holds]
            said = {"column": _shown(unread), "count": count, "ours": headers[0] if headers else ""}
            yield Hit(
                Place(table.raw.title, unread.header.row, unread.header.column, unread.name),
                unread.header.shown,
                _not_published(holds) % said,
                (_("Readers need them? Put them into “%(ours)s”, several with ; between them.") % said + " ")
                * (holds is not Holds.DATE and bool(headers))
                + _("For a column of your own, write “(interne)” into its header: then nobody asks."),
            )


def _not_published(holds: Holds) -> str:
    return {
        Holds.PHONES: _("The column “%(column)s” is not known: its %(count)d phone numbers are not published."),
        Holds.EMAILS: _("The column “%(column)s” is not known: its %(count)d mail addresses are not published."),
        Holds.SITES: _("The column “%(column)s” is not known: its %(count)d web addresses are not published."),
        Holds.DATE: _("The column “%(column)s” is not known: its %(count)d dates are not published."),
    }[holds]


@rule("column-unknown", Severity.INFO)
def column_unknown(book: Book, _context: Context) -> Iterator[Hit]:
    """A column that editors added themselves. It is never published."""
    for table, unread, guess in _not_ours(book):
        if guess is None and _kind_of(table, unread, book.region) is None:
            said = {"column": unread.name, "letter": column_letter(unread.header.column)}
            yield Hit(
                Place(table.raw.title, unread.header.row, unread.header.column, text_of(unread.header.value)),
                unread.header.shown,
                _("The column “%(column)s” is not known: it is never published.") % said
                if unread.name
                else _("The column %(letter)s has no header: it is never published.") % said,
            )


def _not_ours(book: Book) -> Iterator[tuple[Table, Unread, Guess | None]]:
    for table in book.tables.values():
        guesses = book.frame.columns[table.spec.key].values()
        for unread in table.unread:
            yield table, unread, next((guess for guess in guesses if guess.unread is unread), None)


def _kind_of(table: Table, unread: Unread, region: str) -> tuple[Holds, int] | None:
    """Return what a column is full of and how often, if readers might miss it."""
    guessed = table.spec not in (FICHES, CONTACTS) or is_own(unread.name)
    for holds in () if guessed else TELLING:
        fit = unread.fit(Column("", "", holds), region)
        enough = _ENOUGH_DATES if holds is Holds.DATE else _ENOUGH
        if fit and fit.mostly and fit.fitting >= enough:
            return holds, fit.fitting
    return None


def _place(table: Table, column: Column, guess: Guess | None) -> Place:
    cell = guess.unread.header if guess else None
    row, number = (cell.row, cell.column) if cell else (table.header_row, 1)
    return Place(table.raw.title, row, number, column.header)


def _shown(unread: Unread) -> str:
    return unread.name or _("%(letter)s, without a header") % {"letter": column_letter(unread.header.column)}


def _examples(unread: Unread) -> str:
    texts = dict.fromkeys(shorten(tidy(text_of(value)), _EXAMPLE_LENGTH) for value in unread.values)
    return quoted(list(texts)[:_EXAMPLES])
