"""Recognising the contact that a row of a call sheet is about, wherever it was sorted to and whatever changed in it."""

from collections.abc import Iterator

from fiche_builder.model.fields import FICHES
from fiche_builder.model.tables import Row
from fiche_builder.upkeep.sheets.values import IDENTITY, ValueKey, contact_prints, digest

_ANCHORS = ("person", "label", "function")
"""What distinguishes one contact from another, the most reliable first."""


def identity(key: ValueKey) -> str:
    """Return what distinguishes the contacts of a fiche; nothing for the fiche's own row."""
    return "" if key.sheet == FICHES.key else f"{key.row}.{'.'.join(key.prints)}"


def _prints(key: ValueKey, new: dict[str, str], row: Row) -> Iterator[tuple[str, bool, bool]]:
    """Yield the columns by which a contact is recognised.

    Each comes with two answers: whether its value is the old or the new one, and whether it has any.
    """
    nothing = digest("")
    for column, was, now in zip(IDENTITY, key.prints[1:], contact_prints(row), strict=False):
        yield column, now in {was, new.get(column, was)}, {was, now} != {nothing}


def is_same_contact(key: ValueKey, new: dict[str, str], row: Row) -> bool:
    """Tell whether a row is the contact of a key.

    The first of its person, label and function that it has decides.
    """
    found = {column: (is_same, is_there) for column, is_same, is_there in _prints(key, new, row)}
    anchor = next((column for column in _ANCHORS if found.get(column, (False, False))[1]), "")
    return found[anchor][0] if anchor else likeness(key, new, row) > 0


def likeness(key: ValueKey, new: dict[str, str], row: Row) -> int:
    """Return by how many columns a row is the contact of a key."""
    return sum(is_same and is_there for _column, is_same, is_there in _prints(key, new, row))
