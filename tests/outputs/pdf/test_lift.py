"""Slugs lifted out of what was drawn: one for each piece, or none at all."""

import pytest

from fiche_builder.common.errors import TypesettingError
from fiche_builder.outputs.pdf.commands import Origin
from fiche_builder.outputs.pdf.lift import lift, split_chunks
from fiche_builder.outputs.pdf.room import ComposingRoom
from fiche_builder.outputs.pdf.slug import Node, SlugLink
from fiche_builder.outputs.pdf.typeset import SlugOrder
from tests.making.slugs import SMALL


def test_an_empty_piece_is_refused_whatever_the_other_one_draws() -> None:
    tab = SlugOrder("tab.html", {"colour": "#1d4e89", "title": "Emploi"}, "own")
    with pytest.raises(TypesettingError, match="empty"):
        ComposingRoom(workers=1).typeset("fr", [SlugOrder("letter.html", "", "index"), tab])


def test_an_empty_piece_among_others_is_refused() -> None:
    with pytest.raises(TypesettingError, match="empty"):
        ComposingRoom(workers=1).typeset("fr", [*SMALL, SlugOrder("letter.html", "", "index")])


def test_the_commands_of_each_piece_are_told_apart_however_deep_they_stand() -> None:
    first, second = [b"q", b"BT", b"1", b"ET", b"Q"], [b"q", b"q", b"BT", b"2", b"ET", b"Q", b"Q"]
    page = [b"1 0 0 -1 0 9 cm", b"q", b"q", *first, *second, b"Q", b"Q"]
    assert split_chunks(page, 2) == [first, second]
    with pytest.raises(TypesettingError):
        split_chunks(page, 3)


def test_neighbouring_marks_of_an_element_become_one_and_links_stay_between() -> None:
    nodes = (Node("P", (0, 1, Node("Link", (2, -1)), 3)),)
    marks = [item for mark in range(4) for item in ({"MCID": mark}, b"BDC", b"1 1 m", b"EMC")]
    slug = lift(marks, Origin(0, 0), (10.04, 20.06), nodes, (SlugLink((0, 0, 1, 1), "#fiche-1", "Fiche 1"),), {})
    assert slug.nodes == (Node("P", (0, Node("Link", (1, -1)), 2)),)
    assert (slug.marks, slug.commands.count("BDC"), slug.width, slug.height) == (3, 3, 10.0, 20.1)
