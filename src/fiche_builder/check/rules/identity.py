"""What identifies a fiche: its N°, its name, its theme, and the words of the closed lists."""

import math
from collections import defaultdict
from collections.abc import Callable, Iterator

from babel.numbers import format_decimal

from fiche_builder.check.findings import Context, Drops, Hit, Severity, printed_fiches, rule, shown
from fiche_builder.check.remarks import Said, did_you_mean, remark_rule
from fiche_builder.common.i18n import _, active_language
from fiche_builder.common.signs import as_printed
from fiche_builder.common.text import fold
from fiche_builder.model.fields import CONTACTS, FICHES, THEMES
from fiche_builder.model.tables import Book, Place, Row, Table, fiche_numbers, theme_keys
from fiche_builder.model.values.parsed import Remark
from fiche_builder.model.values.parsing import TEXTS
from fiche_builder.model.values.simple import nearest

_CONTRAST_AA = 4.5
"""The lowest contrast of normal text with its background (WCAG 2.2, 1.4.3)."""


@rule("fiche-missing", Severity.ERROR)
def fiche_missing(book: Book, _context: Context) -> Iterator[Hit]:
    """A sheet of fiches without any: nothing can be published."""
    table = book.table(FICHES)
    if table is not None and next(book.rows(FICHES), None) is None:
        yield Hit(
            Place(table.raw.title, 0, 0, ""),
            "",
            _("The sheet “%(sheet)s” holds no fiche.") % {"sheet": table.raw.title},
            _("Write each fiche into a row below the headers; if they were there, look for the right workbook."),
        )


@rule("number-missing", Severity.ERROR, Drops.ROW)
def number_missing(book: Book, context: Context) -> Iterator[Hit]:
    """A fiche without a N°, or a contact that does not say to which fiche it belongs."""
    free = context.past.served.free(fiche_numbers(book))
    for position, (table, row) in enumerate(_without(book, "number")):
        yield Hit(
            table.place(row, "number"),
            "",
            _("The fiche “%(name)s” has no N°.") % {"name": row.text("name") or "–"},
            _("Give it one that was never used; %(number)d is free.") % {"number": free + position},
        )
    for table, row in book.rows(CONTACTS):
        if "fiche" not in row.cells and "fiche" in table.columns:
            yield Hit(
                table.place(row, "fiche"),
                "",
                _("The contact does not say which fiche it belongs to."),
                _("Write the N° of its fiche into the column “Fiche”."),
            )


@rule("number-duplicated", Severity.ERROR, Drops.ROW)
def number_duplicated(book: Book, context: Context) -> Iterator[Hit]:
    """Two fiches with the same N°. The second one is reported."""
    first: dict[int, tuple[Table, Row]] = {}
    twice: set[int | None] = set()
    free = next_free(book, context)
    for table, row in book.rows(FICHES):
        number = row.value("number", int)
        if number is None:
            continue
        if number not in first:
            first[number] = (table, row)
            continue
        twice.add(number)
        earlier = first[number]
        yield Hit(
            table.place(row, "number"),
            shown(row, "number"),
            _("The N° %(number)d is already that of “%(name)s” (%(cell)s).")
            % {
                "number": number,
                "name": earlier[1].text("name"),
                "cell": earlier[0].place(earlier[1], "number").coordinate,
            },
            _("Give one of the two a N° that was never used; %(number)d is free.") % {"number": free},
        )
        free += 1
    for table, row in book.rows(CONTACTS):
        if row.value("fiche", int) in twice:
            yield Hit(
                table.place(row, "fiche"),
                shown(row, "fiche"),
                _("Several fiches have the N° %(number)s: nobody can tell whose contact this is.")
                % {"number": shown(row, "fiche")},
                _("Give each fiche its own N°, then correct it here."),
            )


@rule("name-missing", Severity.ERROR, Drops.ROW)
def name_missing(book: Book, _context: Context) -> Iterator[Hit]:
    """A fiche or theme without a name."""
    for spec in (FICHES, THEMES):
        for table, row in book.rows(spec):
            if not row.text("name") and "name" in table.columns and not _unread(row, "name"):
                yield Hit(table.place(row, "name"), "", _("The name is missing."), _("Write the name into this cell."))


@rule("name-untidy", Severity.INFO)
def name_untidy(book: Book, _context: Context) -> Iterator[Hit]:
    """A name with invisible or superfluous blanks. It is published without them."""
    for spec in (FICHES, THEMES):
        for table, row in book.rows(spec):
            cell = row.cells.get("name")
            if (
                cell
                and isinstance(cell.value, str)
                and not _unread(row, "name")
                and as_printed(cell.value) != row.text("name")
            ):
                yield Hit(
                    table.place(row, "name"),
                    cell.shown,
                    _("The name has superfluous blanks or unseen characters; it is published as “%(name)s”.")
                    % {"name": row.text("name")},
                    _("Nothing has to be done; typing the name again tidies it."),
                )


@rule("name-duplicated", Severity.WARNING)
def name_duplicated(book: Book, _context: Context) -> Iterator[Hit]:
    """The same name several times in one theme and municipality."""
    yield from _theme_clashes(book)
    themes = theme_keys(book)
    same: defaultdict[tuple[str, str, str], list[tuple[Table, Row]]] = defaultdict(list)
    for table, row in printed_fiches(book):
        if name := fold(row.text("name")):
            same[name, themes.get(fold(row.text("theme")), ""), fold(row.text("municipality"))].append((table, row))
    for (table, first), *others in same.values():
        if others:
            yield Hit(
                table.place(first, "name"),
                shown(first, "name"),
                _("“%(name)s” stands %(count)d times in this theme and municipality.")
                % {"name": first.text("name"), "count": 1 + len(others)},
                _("Merge them, or tell them apart in the name (street, antenna, public)."),
                tuple(table.place(row, "name") for table, row in others),
            )


@rule("theme-missing", Severity.ERROR, Drops.ROW)
def theme_missing(book: Book, _context: Context) -> Iterator[Hit]:
    """A fiche without a theme."""
    for table, row in _without(book, "theme"):
        yield Hit(
            table.place(row, "theme"),
            "",
            _("The fiche “%(name)s” has no theme.") % {"name": row.text("name") or "–"},
            _("Choose one of: %(themes)s.") % {"themes": ", ".join(_theme_names(book))},
        )


@rule("theme-unknown", Severity.ERROR, Drops.ROW)
def theme_unknown(book: Book, _context: Context) -> Iterator[Hit]:
    """A theme that is not in the sheet `Thèmes`."""
    known = theme_keys(book)
    unused = _unused_themes(book)
    for table, row in book.rows(FICHES):
        theme = row.text("theme")
        if theme and fold(theme) not in known:
            yield Hit(
                table.place(row, "theme"),
                shown(row, "theme"),
                _("The theme “%(theme)s” is not in the sheet “Thèmes”.") % {"theme": theme},
                _theme_hint(theme, _theme_names(book), unused),
                in_one_step=bool(known),
            )


def _theme_hint(theme: str, names: list[str], unused: list[str]) -> str:
    """Return what to do about an unknown theme. It is perhaps the new name of a theme that no fiche has any more."""
    near = nearest(theme, names)
    renamed = near if near in unused else unused[0] if not near and len(unused) == 1 else None
    hint = (
        _("Did you mean “%(near)s”?") % {"near": near}
        if near
        else _("Write the themes into the sheet “Thèmes”, one in each row.")
        if not names
        else _("Choose one of: %(themes)s.") % {"themes": ", ".join(names)}
    )
    if not renamed:
        new = "" if near or not names else _("If it is a new theme, give it a row in the sheet “Thèmes”.")
        return f"{hint} {new}".rstrip()
    words = _("If it is the new name of “%(theme)s”, write it into the sheet “Thèmes”, too.")
    return f"{hint} {words % {'theme': renamed}}"


@rule("theme-unused", Severity.INFO)
def theme_unused(book: Book, _context: Context) -> Iterator[Hit]:
    """A theme without fiches. It is not printed."""
    unused = _unused_themes(book)
    for table, row in book.rows(THEMES):
        if row.text("name") in unused:
            yield Hit(
                table.place(row, "name"),
                shown(row, "name"),
                _("No fiche has the theme “%(theme)s”: it is not printed.") % {"theme": row.text("name")},
            )


def _unused_themes(book: Book) -> list[str]:
    known = theme_keys(book)
    used = {known.get(fold(row.text("theme"))) for _table, row in book.rows(FICHES)}
    names = (row.text("name") for _table, row in book.rows(THEMES))
    return [name for name in names if name and name not in used]


@remark_rule("colour-invalid", Severity.ERROR)
def colour_invalid(remark: Remark) -> Said:
    """A colour that is not `#RRGGBB`."""
    return (
        _("“%(value)s” is not a colour.") % {"value": remark.text},
        did_you_mean(remark) or _("Write # and six digits or letters from A to F, such as #1D4E89."),
    )


@rule("colour-contrast", Severity.WARNING)
def colour_contrast(book: Book, _context: Context) -> Iterator[Hit]:
    """A colour too light for white text."""
    for table, row in book.rows(THEMES):
        colour = row.text("colour")
        if colour and (ratio := contrast_with_white(colour)) < _CONTRAST_AA:
            yield Hit(
                table.place(row, "colour"),
                shown(row, "colour"),
                _("White text on %(colour)s is hard to read: contrast %(ratio)s, needed %(needed)s.")
                % {
                    "colour": colour,
                    "ratio": _decimal(math.floor(ratio * 100) / 100),
                    "needed": _decimal(_CONTRAST_AA),
                },
                _("Choose a darker shade."),
            )


def _word_rule(code: str, what: Callable[[], str]) -> None:
    """Declare the rule for a closed list, and name the list in its docstring."""

    @remark_rule(code, Severity.ERROR)
    def word_invalid(remark: Remark) -> Said:
        """A word outside its closed list."""
        allowed = _("Allowed: %(words)s.") % {"words": ", ".join(remark.allowed)}
        return what() % {"value": remark.text}, f"{did_you_mean(remark)} {allowed}".strip()


_word_rule("audience-invalid", lambda: _("“%(value)s” does not say who may see this."))
_word_rule("kind-invalid", lambda: _("“%(value)s” is not a kind of service."))
_word_rule("status-invalid", lambda: _("“%(value)s” is not a status."))
_word_rule("usage-invalid", lambda: _("“%(value)s” does not say what an agent may do with this contact."))
_word_rule("flag-invalid", lambda: _("“%(value)s” is neither yes nor no."))


def contrast_with_white(colour: str) -> float:
    """Return the contrast ratio of `#RRGGBB` with white, from 1 to 21 (WCAG 2.2, relative luminance)."""
    channels = (int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5))
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]  # noqa: PLR2004 (sRGB)
    return 1.05 / (0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2] + 0.05)


def _decimal(number: float) -> str:
    return format_decimal(number, locale=active_language())


def next_free(book: Book, context: Context) -> int:
    """Return a N° that never served, and that is not proposed to a fiche without a N° either."""
    return context.past.served.free(fiche_numbers(book)) + sum(1 for _row in _without(book, "number"))


def _theme_clashes(book: Book) -> Iterator[Hit]:
    """Yield the themes whose name or code is already the name or code of another theme."""
    owner: dict[str, Row] = {}
    for spelling in ("name", "code"):
        for table, row in book.rows(THEMES):
            text = row.text(spelling)
            if text and owner.setdefault(fold(text), row) is not row:
                yield Hit(
                    table.place(row, spelling),
                    shown(row, spelling),
                    _("“%(text)s” is already the name or code of another theme (row %(row)d).")
                    % {"text": text, "row": owner[fold(text)].raw.index},
                    _("Give each theme a name and code of its own."),
                )


def _theme_names(book: Book) -> list[str]:
    return list(dict.fromkeys(theme_keys(book).values()))


def _without(book: Book, key: str) -> Iterator[tuple[Table, Row]]:
    """Yield the fiches whose cell in a column is empty, or holds nothing to be printed, if the sheet has that column.

    What cannot be read has a finding of its own.
    """
    for table, row in book.rows(FICHES):
        if key in table.columns and not row.values.get(key):
            is_text = table.spec.column(key).holds in TEXTS and not _unread(row, key)
            if key not in row.cells or is_text:
                yield table, row


def _unread(row: Row, key: str) -> bool:
    """Tell whether a cell has a finding of its own, because it shows an error or holds a formula without a value."""
    cell = row.cells.get(key)
    return cell is not None and (cell.error or cell.uncached)
