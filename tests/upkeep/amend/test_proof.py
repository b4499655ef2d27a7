"""The proof that a new workbook says what the old one says, but for the changes."""

from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.comments import Comment

from fiche_builder.common.errors import AmendingError
from fiche_builder.upkeep.amend.proof import prove
from fiche_builder.workbook.amending import AmendableWorkbook
from fiche_builder.workbook.reader import parse_workbook, read_workbook
from tests.making.amending import read


@pytest.mark.parametrize("sabotage", ["value", "comment", "hidden", "sheet"])
def test_a_difference_nobody_asked_for_stops_it(starter: Path, sabotage: str) -> None:
    """The proof sees what the changes did not ask for: then nothing is written, and it counts as a bug."""
    master = read(starter)
    book: Any = load_workbook(starter)
    sheet = book["Fiches"]
    if sabotage == "value":
        sheet["C3"] = "Another"
    elif sabotage == "comment":
        sheet["C3"].comment = Comment("x", "y")
    elif sabotage == "hidden":
        sheet.row_dimensions[3].hidden = True
    else:
        del book["Contacts"]
    book.save(starter)
    with pytest.raises(AmendingError) as raised:
        prove(master.checked.book.raw, read_workbook(starter), {}, {})
    assert raised.value.exit_code == 70


def test_an_unchanged_save_is_proved(starter: Path) -> None:
    prove(read_workbook(starter), parse_workbook(starter, AmendableWorkbook(starter.read_bytes()).to_bytes()), {}, {})
