"""What the field table says about a sheet and a column: who may read it, what its cells hold, how it is used."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, Flag, auto
from functools import cache, cached_property

from fiche_builder.common.text import fold_header
from fiche_builder.model.words import Word


class Audience(Enum):
    """Who may read something: anybody, or colleagues only."""

    PUBLIC = "public"
    INTERNAL = "internal"


class Holds(Enum):
    """What the cells of a column hold, which decides how they are parsed (`parsing.PARSERS`)."""

    NUMBER = auto()
    """A whole number."""
    NUMBERS = auto()
    """Whole numbers, separated by `;`."""
    LINE = auto()
    """Text on one line."""
    LINES = auto()
    """Text, with its line breaks."""
    NAMES = auto()
    """Names, separated by `;`."""
    PHONES = auto()
    """Phone numbers, separated by `;`. Words in brackets after a number are its label."""
    EMAILS = auto()
    """Mail addresses, separated by `;`."""
    SITES = auto()
    """Web addresses, separated by `;`."""
    INTRANET = auto()
    """One web address, which may be on the intranet."""
    POSTAL_CODE = auto()
    """A postal code."""
    LANGUAGES = auto()
    """Language codes, separated by blanks."""
    DATE = auto()
    """A day."""
    COLOUR = auto()
    """A colour, `#RRGGBB`."""
    WORD = auto()
    """A word of a closed list."""


class Use(Flag):
    """What a column is used for. Every part of the program asks the field table for the columns of a use."""

    NONE = 0
    PRINT = auto()
    """Printed as a line of its own in a fiche: its title, then its text. An internal one is for colleagues only."""
    CALL = auto()
    """Shown in call sheets where it holds something."""
    CALL_EMPTY = auto()
    """Also shown in call sheets where it is empty, because a value would be welcome there."""
    CALL_OURS = auto()
    """Shown in call sheets to be corrected there, but our own word: the source does not confirm it."""
    PACK = auto()
    """Shown in the mails to organisations where it holds something. Such a column must be public."""
    PACK_EMPTY = auto()
    """Also shown in these mails where it is empty."""
    SUGGEST = auto()
    """An accepted suggestion may change it."""
    POINT = auto()
    """A contact point. A fiche without any contact point leads nowhere."""
    REACH = auto()
    """Tells where, how or when to reach a service. The more often it changes, the sooner we call again."""
    NAME = auto()
    """Names the service or its place. A mailbox that contains one of these words is the service's own."""
    WHO = auto()
    """Tells whose a contact is. It is printed for colleagues, and call sheets recognise the contact by it."""
    AID = auto()
    """Helps to find one's way in the annuaire. Readers outside are not told when it changes."""
    CHECK = auto()
    """Tells when, by whom or how a row was verified. It is written once the whole row was found right."""
    BOOKKEEPING = auto()
    """Kept for the editors' own order, not for readers: no text of it is printed, and another value does not count as a
    change of the fiche."""
    PAST = auto()
    """A day on which something was done. It cannot be in the future."""
    PERSON = auto()
    """Names persons, none of whom may be named in a public text unasked."""


@dataclass(frozen=True, eq=False)
class Column:
    """A column: `key` is its name in the code, `header` the one in the workbook. Each is equal to itself alone."""

    key: str
    header: str
    holds: Holds
    audience: Audience = Audience.INTERNAL
    required: bool = False
    words: type[Word] | None = None
    default: Word | None = None
    vital: bool = False
    """Whether the row is left out when this value cannot be read, because the default would reveal too much."""
    code: str = ""
    """The code of the finding for an unreadable value, where it does not follow from what the column holds."""
    uses: Use = Use.NONE
    label: str = ""
    """What readers call it in a sentence (msgid). Where this is empty, they call it by its header."""
    title: str = ""
    """What is printed before its text (msgid), where that differs from its label."""
    changes_as: str = ""
    """Its name in the changes of an edition (`FieldChange.field`), where that differs from its key."""
    help: str = ""
    """The input help that Excel shows (msgid), where the help for what the column holds is not enough."""
    width: int = 0
    """Its width in a new workbook, where the usual width for what it holds does not fit."""

    @property
    def is_public(self) -> bool:
        """Whether the column may appear in the public edition of a public fiche."""
        return self.audience is Audience.PUBLIC

    @cached_property
    def is_told(self) -> bool:
        """Whether readers are told what stands here, and when it changes."""
        return not self.uses & Use.BOOKKEEPING

    @property
    def change_key(self) -> str:
        """Its name in the changes of an edition."""
        return self.changes_as or self.key

    def label_in(self, gettext: Callable[[str], str]) -> str:
        """Return what readers call it, in the language of `gettext`."""
        return gettext(self.label) if self.label else self.header

    def title_in(self, gettext: Callable[[str], str]) -> str:
        """Return what is printed before its text, in the language of `gettext`."""
        text = gettext(self.title) if self.title else self.label_in(gettext)
        return text[:1].upper() + text[1:]


@dataclass(frozen=True, slots=True, eq=False)
class SheetSpec:
    """A sheet and its columns, in the order in which `fiche init` writes them. Each is equal to itself alone."""

    key: str
    title: str
    columns: tuple[Column, ...]
    required: bool = False

    @property
    def by_header(self) -> dict[str, Column]:
        """The columns by their folded header."""
        return {fold_header(column.header): column for column in self.columns}

    def column(self, key: str) -> Column:
        """Return the column with that key."""
        return next(column for column in self.columns if column.key == key)

    def good_for(self, use: Use) -> tuple[Column, ...]:
        """Return the columns that have any of these uses, in order."""
        return _columns_for(self, use)

    def keys(self, use: Use) -> tuple[str, ...]:
        """Return the keys of the columns that have any of these uses, in order."""
        return _keys_for(self, use)


@cache
def _columns_for(spec: SheetSpec, use: Use) -> tuple[Column, ...]:
    return tuple(column for column in spec.columns if column.uses & use)


@cache
def _keys_for(spec: SheetSpec, use: Use) -> tuple[str, ...]:
    return tuple(column.key for column in _columns_for(spec, use))
