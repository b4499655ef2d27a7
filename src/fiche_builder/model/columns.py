"""What the field table says of a sheet and of a column: who may read it, what its cells hold, what it is good for."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, Flag, auto

from fiche_builder.common.text import fold_header
from fiche_builder.model.words import Word


class Audience(Enum):
    """Who may read something: anybody, or colleagues only."""

    PUBLIC = "public"
    INTERNAL = "internal"


class Holds(Enum):
    """What the cells of a column hold: it decides how they are parsed (`parsing.PARSERS`)."""

    NUMBER = auto()
    """A whole number."""
    NUMBERS = auto()
    """Whole numbers, `;` between them."""
    LINE = auto()
    """Text on one line."""
    LINES = auto()
    """Text; its line breaks are kept."""
    NAMES = auto()
    """Names, `;` between them."""
    PHONES = auto()
    """Phone numbers, `;` between them; words in brackets behind a number are its label."""
    EMAILS = auto()
    """Mail addresses, `;` between them."""
    SITES = auto()
    """Web addresses, `;` between them."""
    INTRANET = auto()
    """One web address, which may be inside."""
    POSTAL_CODE = auto()
    """A postal code."""
    LANGUAGES = auto()
    """Language codes, blanks between them."""
    DATE = auto()
    """A day."""
    COLOUR = auto()
    """A colour, `#RRGGBB`."""
    WORD = auto()
    """A word of a closed list."""


class Use(Flag):
    """What a column is good for. Every part of the program asks the field table for the columns of its use."""

    NONE = 0
    PRINT = auto()
    """Printed of a fiche as a line of its own, what it is called and what it says; an internal one for colleagues only."""
    CALL = auto()
    """Stands in call sheets, where it says something."""
    CALL_EMPTY = auto()
    """Of those in call sheets: also where it is empty, for a value would be welcome."""
    PACK = auto()
    """Stands in the mails that ask organisations, where it says something. It must be public."""
    PACK_EMPTY = auto()
    """Of those in the mails: also where it is empty."""
    SUGGEST = auto()
    """May be changed by an accepted suggestion."""
    POINT = auto()
    """A contact point: a fiche with none at all leads nowhere."""
    REACH = auto()
    """Says where, how or when a service is reached: the oftener it changes, the sooner it is called again."""
    NAME = auto()
    """Names the service or its place: a mailbox with one of its words is the service's own."""
    WHO = auto()
    """Says whose a contact is: printed for colleagues, and what call sheets know the contact again by."""
    CHECK = auto()
    """Says when, by whom or how a row was checked: written once all of the row was found right."""
    BOOKKEEPING = auto()
    """Is for the editors' own order, not for readers to rely on: another value is no change of the fiche."""
    PAST = auto()
    """A day on which something was done: it cannot lie in the future."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: `key` is its name in the code, `header` the one in the workbook."""

    key: str
    header: str
    holds: Holds
    audience: Audience = Audience.INTERNAL
    required: bool = False
    words: type[Word] | None = None
    default: Word | None = None
    vital: bool = False
    """Whether a row is left out when its value here cannot be read, because the default would say too much."""
    code: str = ""
    """The finding for a value that cannot be read, where what the column holds does not say it."""
    uses: Use = Use.NONE
    label: str = ""
    """What readers call it inside a sentence (msgid); its header where this is empty."""
    title: str = ""
    """What is printed before its text (msgid), where that is not its label."""
    changes_as: str = ""
    """The name it has in the changes of an edition (`FieldChange.field`), where that is not its key."""
    help: str = ""
    """What Excel shows beside its cells (msgid), where what the column holds does not say enough."""
    width: int = 0
    """Its width in a new workbook, where that of what it holds does not fit."""

    @property
    def is_public(self) -> bool:
        """Whether the column may appear in the public edition of a public fiche."""
        return self.audience is Audience.PUBLIC

    @property
    def is_told(self) -> bool:
        """Whether another value of it in a fiche is a change that readers are told of."""
        return not self.uses & Use.BOOKKEEPING

    @property
    def change_key(self) -> str:
        """The name it has in the changes of an edition."""
        return self.changes_as or self.key

    def label_in(self, gettext: Callable[[str], str]) -> str:
        """Return what readers call it, in the language of `gettext`."""
        return gettext(self.label) if self.label else self.header

    def title_in(self, gettext: Callable[[str], str]) -> str:
        """Return what is printed before its text, in the language of `gettext`."""
        text = gettext(self.title) if self.title else self.label_in(gettext)
        return text[:1].upper() + text[1:]


@dataclass(frozen=True, slots=True)
class SheetSpec:
    """A sheet and its columns, in the order `fiche init` writes them."""

    key: str
    title: str
    columns: tuple[Column, ...]
    required: bool = False

    @property
    def by_header(self) -> dict[str, Column]:
        """The columns by their folded header."""
        return {fold_header(column.header): column for column in self.columns}

    def column(self, key: str) -> Column:
        """Return the column of that key."""
        return next(column for column in self.columns if column.key == key)

    def good_for(self, use: Use) -> tuple[Column, ...]:
        """Return the columns that have one of these uses, in their order."""
        return tuple(column for column in self.columns if column.uses & use)

    def keys(self, use: Use) -> tuple[str, ...]:
        """Return the keys of the columns that have one of these uses, in their order."""
        return tuple(column.key for column in self.good_for(use))
