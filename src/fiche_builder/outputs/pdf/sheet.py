"""An edition before it is a file.

It is pieces at their places, in reading order, with names, outline and metadata.
"""

from dataclasses import dataclass, field

from fiche_builder.outputs.pdf.file import Metadata
from fiche_builder.outputs.pdf.slug import Slug


@dataclass(frozen=True, slots=True)
class Piece:
    """A slug on a page. `left` and `top` are CSS pixels from the paper's top left corner; pages count from 0."""

    slug: Slug
    page: int
    left: float
    top: float
    is_inline: bool = False
    """Whether it is read as part of its surroundings, without an element of its own."""
    links_whole: bool = False
    """Whether the whole area of a link in it can be clicked."""
    is_turned: bool = False
    """Whether it reads downwards: it is turned by a quarter to the right."""


@dataclass(frozen=True, slots=True)
class Group:
    """Pieces and groups that are read in sequence, as one structure element (ISO 32000-2, 14.8.4).

    Its `tag` may be empty.
    """

    tag: str
    members: list["Group | Piece"] = field(default_factory=list)
    page: int = 0
    """The page of its inline pieces, which are all on the same page."""


@dataclass(frozen=True, slots=True)
class Bookmark:
    """An entry of the outline. `destination` is a name."""

    title: str
    destination: str
    children: tuple["Bookmark", ...] = ()


@dataclass(slots=True)
class Sheets:
    """All pages of an edition. Lengths are in CSS pixels."""

    width: float
    height: float
    page_count: int
    document: Group
    """What is seen and read."""
    furniture: list[Piece]
    """What is only seen: running heads, feet, tabs."""
    destinations: dict[str, tuple[int, float]]
    """The page and top of each name."""
    outline: tuple[Bookmark, ...]
    metadata: Metadata
