"""What the field table says of a sheet and of a column."""

import pytest

from fiche_builder.common.i18n import translations
from fiche_builder.model.columns import Audience, Column, Holds, SheetSpec, Use

SHEET = SheetSpec(
    "things",
    "Choses",
    (
        Column("number", "N°", Holds.NUMBER, Audience.PUBLIC, uses=Use.PRINT | Use.CALL),
        Column("note", "Note interne", Holds.LINES, uses=Use.CALL, label="internal note", title="About callers"),
        Column("verified_on", "Vérifié le", Holds.DATE, uses=Use.CHECK | Use.BOOKKEEPING, changes_as="checked"),
    ),
)


def test_columns_are_found_by_key_header_and_use_in_their_order() -> None:
    assert SHEET.column("note") is SHEET.columns[1]
    assert list(SHEET.by_header.values()) == list(SHEET.columns)
    assert SHEET.by_header["verifiele"] is SHEET.columns[2]
    assert SHEET.keys(Use.CALL) == ("number", "note")
    assert SHEET.keys(Use.CHECK | Use.PRINT) == ("number", "verified_on")
    assert SHEET.good_for(Use.SUGGEST) == SHEET.good_for(Use.NONE) == ()
    with pytest.raises(StopIteration):
        SHEET.column("absent")


def test_a_column_is_internal_until_its_row_says_otherwise() -> None:
    assert [column.is_public for column in SHEET.columns] == [True, False, False]


def test_what_is_for_the_editors_own_order_is_no_change_of_a_fiche() -> None:
    assert [(column.is_told, column.change_key) for column in SHEET.columns] == [
        (True, "number"),
        (True, "note"),
        (False, "checked"),
    ]


def test_a_column_is_called_in_the_readers_language_and_else_by_its_header() -> None:
    french = translations("fr").gettext
    number, note, _verified = SHEET.columns
    assert (number.label_in(french), number.title_in(french)) == ("N°", "N°")
    assert (note.label_in(french), note.title_in(french)) == ("note interne", "About callers")
    untitled = Column("note", "Note", Holds.LINES, label="internal note")
    assert untitled.title_in(french) == "Note interne"
