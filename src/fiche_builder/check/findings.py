"""What a check returns, and how a rule is declared."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum, StrEnum
from typing import TypeVar

from fiche_builder.check.sites.answers import LinkAnswer
from fiche_builder.common.config import Config
from fiche_builder.common.i18n import _
from fiche_builder.model.columns import Holds
from fiche_builder.model.fields import CONTACTS, FICHES
from fiche_builder.model.frame import LastFrame
from fiche_builder.model.served import NumberHistory
from fiche_builder.model.tables import Book, Place, Row, Table
from fiche_builder.model.words import Diffusion, Status, Usage
from fiche_builder.workbook.raw import RawCell

T = TypeVar("T")


class Severity(StrEnum):
    """How serious a finding is: an error cannot be published, a warning can, an info is good to know."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


class Drops(Enum):
    """What is left out of an edition that is made in spite of an error."""

    PART = "part"
    """Only the faulty part of the cell, which parsing has already left out."""
    VALUE = "value"
    """The whole cell."""
    ROW = "row"
    """The row, because its N°, name or theme cannot be relied on."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One problem, and its cells. `message` and `hint` are in the reader's language; `value` is the exact value.

    If one cause has several cells, `place` is the first of them, `others` are the rest, and the message names them.
    """

    code: str
    severity: Severity
    place: Place
    value: str
    message: str
    hint: str
    drops: Drops = Drops.PART
    sheet_order: int = 0
    others: tuple[Place, ...] = ()

    @property
    def places(self) -> tuple[Place, ...]:
        """All its cells."""
        return (self.place, *self.others)


@dataclass(frozen=True, slots=True)
class Hit:
    """What a rule yields: a finding without what the rule's declaration already says.

    A rule that finds one cause in several cells yields it once, with the `others`. Hits that say the same of one column
    become one as well (see `folding`, which also names the cells in the message).
    """

    place: Place
    value: str
    message: str
    hint: str = ""
    others: tuple[Place, ...] = ()
    whole_rows: bool = False
    """Whether it is about rows, so that rows are named instead of cells."""
    in_one_step: bool = False
    """Whether what stands in the cells can be replaced in all of them in one step."""


@dataclass(frozen=True, slots=True)
class Past:
    """What published editions tell a check; by default there are none."""

    served: NumberHistory = field(default_factory=NumberHistory)
    """The N° of all editions."""
    last: LastFrame | None = None
    """The sheets and columns that the newest edition was made from: none of them may be lost."""


@dataclass(frozen=True, slots=True)
class Context:
    """What rules may use besides the workbook."""

    today: date
    config: Config = field(default_factory=Config)
    links: Mapping[str, LinkAnswer] = field(default_factory=dict)
    """The results of asking the links, by `address_to_ask`; None if they were not asked."""
    past: Past = field(default_factory=Past)


RuleFunction = Callable[[Book, Context], Iterator[Hit]]


@dataclass(frozen=True, slots=True)
class Rule:
    """A finding's code, its severity, and the function that finds it."""

    code: str
    severity: Severity
    drops: Drops
    find: RuleFunction
    apart: bool = False


RULES: dict[str, Rule] = {}
"""All rules by code, in the order of their modules."""


def rule(
    code: str, severity: Severity, drops: Drops = Drops.PART, *, apart: bool = False
) -> Callable[[RuleFunction], RuleFunction]:
    """Declare the decorated function as the rule for `code`.

    If its findings are `apart`, each is a task of its own, such as a call, even where several have the same words.
    """

    def register(function: RuleFunction) -> RuleFunction:
        if code in RULES:
            raise ValueError(code)
        RULES[code] = Rule(code, severity, drops, function, apart)
        return function

    return register


def printed_fiches(book: Book) -> Iterator[tuple[Table, Row]]:
    """Yield the fiches that are printed, that is, not archived."""
    for table, row in book.rows(FICHES):
        if row.value("status", Status) is not Status.ARCHIVED:
            yield table, row


@dataclass(frozen=True, slots=True)
class PublicCell:
    """A cell of a public fiche, or of one of its contacts that may be given. `owner` is the row of the fiche."""

    table: Table
    row: Row
    key: str
    owner: Row

    @property
    def place(self) -> Place:
        """The place of the cell."""
        return self.table.place(self.row, self.key)

    @property
    def shown(self) -> str:
        """The exact value of the cell."""
        return shown(self.row, self.key)


def public_values(book: Book, holds: Holds, kind: type[T]) -> Iterator[tuple[PublicCell, T]]:
    """Yield the values in the public columns of a kind. `kind` states their type."""
    for table, row, owner in public_rows(book):
        for column in table.spec.columns:
            if column.holds is holds and column.is_public:
                for value in row.value(column.key, tuple) or ():
                    if isinstance(value, kind):
                        yield PublicCell(table, row, column.key, owner), value


def public_rows(book: Book) -> Iterator[tuple[Table, Row, Row]]:
    """Yield the rows of public fiches, and of their contacts that may be given, each with the row of its fiche."""
    public: dict[int, Row] = {}
    for table, row in printed_fiches(book):
        if row.value("diffusion", Diffusion) is Diffusion.PUBLIC:
            if number := row.value("number", int):
                public[number] = row
            yield table, row, row
    for table, row in book.rows(CONTACTS):
        owner = public.get(row.value("fiche", int) or 0)  # no fiche has N° 0
        if owner and row.value("usage", Usage) is Usage.GIVE:
            yield table, row, owner


def shown(row: Row, key: str) -> str:
    """Return the exact value of a column in a row."""
    cell = row.cells.get(key)
    return cell.shown if cell else ""


def cell_place(table: Table, cell: RawCell) -> Place:
    """Return the place of a raw cell, with its header if its column is known."""
    key = next((key for key, number in table.columns.items() if number == cell.column), None)
    return Place(table.raw.title, cell.row, cell.column, table.header(key) if key else "")


def severity_word(severity: Severity) -> str:
    """Return the word for a severity."""
    return {Severity.ERROR: _("error"), Severity.WARNING: _("warning"), Severity.INFO: _("info")}[severity]
