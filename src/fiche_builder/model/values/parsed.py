"""What a parser returns: the value that can be relied on, and remarks on what it could not take as it stood."""

from dataclasses import dataclass
from typing import Generic, TypeVar

T_co = TypeVar("T_co", covariant=True)


@dataclass(frozen=True, slots=True)
class Remark:
    """Something about a part of a cell: the code of the finding it becomes, the exact part, and where possible what was meant."""

    code: str
    text: str
    suggestion: str = ""
    reason: str = ""
    """A word by which the finding chooses its message, such as `too-short`."""
    count: int = 0
    """How many digits are missing or too many, where the reason says so."""
    allowed: tuple[str, ...] = ()
    """The words of the closed list that the part is not in."""


@dataclass(frozen=True, slots=True)
class Parsed(Generic[T_co]):
    """A value and the remarks on it. What a remark calls an error is not in the value."""

    value: T_co
    remarks: tuple[Remark, ...] = ()
