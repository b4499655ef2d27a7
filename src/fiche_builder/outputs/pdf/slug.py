"""A slug: one piece of an edition, typeset alone and ready to be placed on any page.

In a composing room, a slug is a line of type cast in one piece. Here it is a fiche, a line of the index, a band or a
page number: its size, its drawing commands, its links and its part of the structure tree. Lengths are in CSS pixels
(1/96 inch), measured from the slug's own top left corner downwards.
"""

from dataclasses import dataclass

MILLIMETRE = 96 / 25.4
"""CSS pixels in a millimetre."""
PX = 0.75
"""Points in a CSS pixel."""
MCID = "@"
"""Stands for the number of a marked-content sequence in a slug's commands (ISO 32000-2, 14.6).

The number is only known once the slug is on a page.
"""


@dataclass(frozen=True, slots=True)
class SlugLink:
    """A link. `target` is an address, or `#` and the name of a destination."""

    rectangle: tuple[float, float, float, float]
    """Left, top, right, bottom."""
    target: str
    description: str
    """What a screen reader says for the link."""


@dataclass(frozen=True, slots=True)
class Node:
    """A structure element (ISO 32000-2, 14.8).

    A kid is another node, a marked-content number, or a link as a negative number: the first link is -1, the second -2.
    `language` is set where it differs from the document's.
    """

    tag: str
    kids: tuple["Node | int", ...]
    language: str = ""


@dataclass(frozen=True, slots=True)
class Slug:
    """A typeset piece."""

    width: float
    height: float
    commands: str
    """Drawing commands, with `MCID` in place of each number."""
    marks: int
    """How many marked-content sequences there are."""
    links: tuple[SlugLink, ...]
    nodes: tuple[Node, ...]
    glyphs: tuple[tuple[str, str], ...]
    """The glyphs used of each font, by its name in the commands: four hexadecimal digits each, joined."""
