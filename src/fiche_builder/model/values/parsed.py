"""What a parser returns: a value that can be relied on, and remarks on what it could not take as it stood."""

from dataclasses import dataclass
from typing import Generic, TypeVar

T_co = TypeVar("T_co", covariant=True)


@dataclass(frozen=True, slots=True)
class Remark:
    """A remark on a part of a cell.

    It holds the code of the finding it becomes, the exact text, and where possible what was meant.
    """

    code: str
    text: str
    suggestion: str = ""
    reason: str = ""
    """The reason, by which the finding chooses its message, such as `too-short`."""
    count: int = 0
    """How many digits are missing or too many, where that is the reason."""
    allowed: tuple[str, ...] = ()
    """The words of the closed list, if the part is not among them."""


@dataclass(frozen=True, slots=True)
class Parsed(Generic[T_co]):
    """A value and the remarks on it. The value leaves out whatever a remark calls an error."""

    value: T_co
    remarks: tuple[Remark, ...] = ()
