"""What would be printed, but should not: signs that the fonts of an edition lack, words that say nothing."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from fiche_builder.check.findings import Context, Drops, Hit, Severity, printed_fiches, rule, shown
from fiche_builder.check.remarks import says_nothing
from fiche_builder.check.sign_words import describe_kinds
from fiche_builder.common.i18n import _
from fiche_builder.common.signs import WIDE, Sign, SignKind, as_printed, odd_signs
from fiche_builder.common.text import fold, shorten
from fiche_builder.model.columns import Column, Holds, SheetSpec, Use
from fiche_builder.model.fields import CONTACTS, FICHES, PARAMETERS, SHEETS, SUGGESTIONS, THEMES
from fiche_builder.model.model import Phone
from fiche_builder.model.tables import Book, Place, Row, Table, parameter_key, theme_keys
from fiche_builder.model.values.parsing import ADDRESSES, TEXTS
from fiche_builder.model.words import Flag, SuggestionStatus

_SELECTOR = "\ufe0f"
"""Turns a sign into its emoji. Both are one sign to an editor."""
_HYPHENS = {"\u2010", "\u2011"}
_MOST_SHOWN = 40


@dataclass(frozen=True, slots=True)
class PrintedCell:
    """A cell whose text is printed in an edition."""

    table: Table
    row: Row
    column: Column

    @property
    def value(self) -> object:
        """What is printed of it."""
        return self.row.values.get(self.column.key)


@rule("sign-missing", Severity.ERROR, Drops.VALUE)
def sign_missing(book: Book, _context: Context) -> Iterator[Hit]:
    """A sign that the fonts of an edition lack and that no plain sign can replace, such as an Arabic letter."""
    for cell in _printed_cells(book, _is_told, odd=True):
        texts = [text for text in _texts(cell.value) if odd_signs(text)]
        if texts:
            signs = [sign for text in texts for sign in odd_signs(text)]
            what = {"signs": _quote(" ".join(texts)), "kinds": describe_kinds(signs)}
            yield Hit(
                cell.table.place(cell.row, cell.column.key),
                shown(cell.row, cell.column.key),
                _("“%(signs)s” cannot be printed (%(kinds)s): the fonts of the annuaire do not have it.") % what,
                _("Write a word in its place, or delete it.")
                if all(sign.is_symbol for sign in signs)
                else _("Write it in Latin letters, or put a font that has it into the folder look/fonts."),
            )


@rule("text-empty", Severity.WARNING)
def text_empty(book: Book, _context: Context) -> Iterator[Hit]:
    """A word or sign that stands for nothing, such as “néant” or a dash. It is printed as it stands."""
    for cell in _printed_cells(book, _is_told_alone):
        if any(map(says_nothing, _texts(cell.value))):
            yield Hit(
                cell.table.place(cell.row, cell.column.key),
                shown(cell.row, cell.column.key),
                _("“%(value)s” is printed as it stands.") % {"value": shown(cell.row, cell.column.key)},
                _("If there is none, leave the cell empty."),
                in_one_step=True,
            )


@dataclass(slots=True)
class _Replaced:
    """One sign, or all letters that are printed in their plain form, with the cells that hold it."""

    cell: PrintedCell
    signs: list[Sign]
    places: list[Place] = field(default_factory=list)


@rule("sign-replaced", Severity.INFO)
def sign_replaced(book: Book, _context: Context) -> Iterator[Hit]:
    """A sign that the fonts of an edition lack. A plain one is printed in its place, or nothing."""
    groups: dict[str, _Replaced] = {}
    for cell in _printed_cells(book, _is_told, odd=True):
        for key, signs in _replaced_in(cell).items():
            group = groups.setdefault(key, _Replaced(cell, signs))
            group.places.append(cell.table.place(cell.row, cell.column.key))
    for group in groups.values():
        yield Hit(
            group.places[0],
            shown(group.cell.row, group.cell.column.key),
            _replacement(group),
            _("Nothing has to be done. To have something else printed, write it in its place."),
            others=tuple(group.places[1:]),
        )


def _replacement(first: _Replaced) -> str:
    signs = first.signs
    if signs[0].text in _HYPHENS:
        return _("A non-breaking hyphen is printed as a plain one.")
    typed = signs[0].text
    if _is_letter(signs[0]):  # the words around it, because a letter alone says little
        text = shown(first.cell.row, first.cell.column.key)
        typed = " ".join(word for word in text.split() if not {sign.text for sign in signs}.isdisjoint(word))
    words = {
        "sign": shorten(typed or signs[0].text, _MOST_SHOWN),
        "twin": shorten(as_printed(typed or signs[0].text, drops_symbols=True).strip(), _MOST_SHOWN),
        "kinds": describe_kinds(signs),
    }
    if not words["twin"]:
        return _("“%(sign)s” (%(kinds)s) is left out: the fonts of the annuaire do not have it.") % words
    return _("“%(sign)s” is printed as “%(twin)s”.") % words


def _replaced_in(cell: PrintedCell) -> Mapping[str, list[Sign]]:
    """Return the signs of a cell that readers do not get as they are, by what is told together."""
    typed = cell.row.cells[cell.column.key].value
    found: dict[str, list[Sign]] = {}
    for sign in odd_signs(typed) if isinstance(typed, str) else ():
        if not _is_replaced(sign, cell.column):
            continue
        if _is_letter(sign):
            found.setdefault("letters", []).append(sign)  # a text in letters of another width is one cause
        else:
            found.setdefault(sign.text.replace(_SELECTOR, ""), [sign])
    return found


def _is_letter(sign: Sign) -> bool:
    return sign.kind is SignKind.LETTER or ord(sign.text[0]) in WIDE


def _is_replaced(sign: Sign, column: Column) -> bool:
    """Tell whether readers get another sign, or none, and nothing else tells it. A blank is never told."""
    if sign.twin == " ":
        return False
    is_wide = ord(sign.text[0]) in WIDE
    if column.holds in TEXTS:
        return sign.twin is not None or (sign.is_symbol and not column.is_public)
    if column.holds is Holds.PHONES:  # other digits are told by `phone-untidy`
        return sign.twin is not None and not is_wide and not sign.text.isdecimal()
    return column.holds in ADDRESSES and is_wide


def _quote(text: str) -> str:
    """Return the words of a text that have a letter to be told, and its other signs, each once."""
    found: dict[str, None] = {}
    for word in text.split():
        signs = odd_signs(word)
        if any(not sign.is_symbol for sign in signs):
            found[word] = None
        else:
            found.update(dict.fromkeys(sign.text for sign in signs))
    return shorten(" ".join(found), _MOST_SHOWN)


def _is_told(column: Column) -> bool:
    return column.is_told


def _is_told_alone(column: Column) -> bool:
    """Tell whether a text is printed by itself.

    A name may look like a word for nothing, and beside a title such a word says something: “Conditions: none”.
    """
    return column.is_told and column.holds in TEXTS and not column.uses & (Use.NAME | Use.PRINT)


def _printed_cells(book: Book, is_wanted: Callable[[Column], bool], *, odd: bool = False) -> Iterator[PrintedCell]:
    """Yield the printed cells of the columns that are wanted; only those with signs beyond ASCII typed, if `odd`."""
    columns = {spec.key: _wanted(spec, is_wanted) for spec in SHEETS}
    for table, row in _printed_rows(book):
        for column in columns[table.spec.key]:
            typed = cell.value if (cell := row.cells.get(column.key)) else None
            if isinstance(typed, str) and not typed.isascii() if odd else cell is not None:
                yield PrintedCell(table, row, column)


def _wanted(spec: SheetSpec, is_wanted: Callable[[Column], bool]) -> tuple[Column, ...]:
    # The name of a fiche's theme is printed from the sheet “Thèmes”.
    return tuple(c for c in spec.columns if is_wanted(c) and (spec, c.key) != (FICHES, "theme"))


def _printed_rows(book: Book) -> Iterator[tuple[Table, Row]]:
    """Yield the rows of which an edition prints something."""
    numbers, used = set(), set()
    themes = theme_keys(book)
    for table, row in printed_fiches(book):
        numbers.add(row.value("number", int))
        used.add(themes.get(fold(row.text("theme"))))
        yield table, row
    for table, row in book.rows(CONTACTS):
        if row.value("fiche", int) in numbers:
            yield table, row
    for table, row in book.rows(THEMES):
        if row.text("name") in used:
            yield table, row
    for table, row in book.rows(SUGGESTIONS):
        is_accepted = row.value("status", SuggestionStatus) is SuggestionStatus.ACCEPTED
        if is_accepted and row.value("thank", Flag) is Flag.YES:
            yield table, row
    for table, row in book.rows(PARAMETERS):
        if parameter_key(row) not in {"", "region"}:
            yield table, row


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Phone):
        yield value.label
    elif isinstance(value, tuple):
        for part in value:
            yield from _texts(part)
