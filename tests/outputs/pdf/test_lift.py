"""Slugs lifted out of what was drawn: one for each piece, or none at all."""

import pytest

from fiche_builder.common.errors import TypesettingError
from fiche_builder.outputs.pdf.room import ComposingRoom
from fiche_builder.outputs.pdf.typeset import SlugOrder
from tests.making.slugs import SMALL


def test_an_empty_piece_is_refused_whatever_the_other_one_draws() -> None:
    tab = SlugOrder("tab.html", {"colour": "#1d4e89", "title": "Emploi"}, "own")
    with pytest.raises(TypesettingError, match="empty"):
        ComposingRoom(workers=1).typeset("fr", [SlugOrder("letter.html", "", "index"), tab])


def test_an_empty_piece_among_others_is_refused() -> None:
    with pytest.raises(TypesettingError, match="empty"):
        ComposingRoom(workers=1).typeset("fr", [*SMALL, SlugOrder("letter.html", "", "index")])
