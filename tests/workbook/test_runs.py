"""The text of a cell in one piece or in runs, stored in the cell or shared by all sheets."""

import io
from pathlib import Path

import pytest

from fiche_builder.workbook.markup import read_tree
from fiche_builder.workbook.reader import read_workbook
from fiche_builder.workbook.runs import read_comments, read_strings
from tests.conftest import WorkbookMaker
from tests.making.packages import cell, raw_sheet, sound_with_shared_strings
from tests.making.workbooks import found


def test_shared_strings_are_read(tmp_path: Path) -> None:
    path = tmp_path / "x.xlsx"
    path.write_bytes(sound_with_shared_strings(tmp_path))

    assert found(path) == []
    assert cell(read_workbook(path).sheets[0], "C2").value == "Le Relais"


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("a_x000D_b", "a\rb"),
        ("_x005F_", "_"),
        ("_x00e9_", "é"),
        ("_x12_", "_x12_"),
        ("x000D_", "x000D_"),
    ],
)
def test_excel_s_escapes_are_resolved(workbook: WorkbookMaker, typed: str, read: str) -> None:
    assert cell(raw_sheet(workbook(Fiches=[{"Nom": typed}])), "C2").value == read


def test_an_escaped_escape_is_text(workbook: WorkbookMaker) -> None:
    assert cell(raw_sheet(workbook(Fiches=[{"Nom": "a_x005F_x000D_b"}])), "C2").value == "a_x000D_b"


@pytest.mark.parametrize(
    ("stored", "text", "struck"),
    [
        ("<t>Élan</t>", "Élan", False),
        ("<t>Él</t><r><rPr><b/></rPr><t>an</t></r>", "Élan", False),
        ("<r><rPr><strike/></rPr><t>Él</t></r><r><t>an</t></r>", "Élan", True),
        ('<r><rPr><strike val="0"/></rPr><t>Élan</t></r>', "Élan", False),
        (
            "<r><rPr><strike/></rPr><t> </t></r><r><t>Élan</t></r>",
            " Élan",
            False,
        ),  # a blank that is struck says nothing
        ('<t>Élan</t><rPh sb="0" eb="1"><t>elan</t></rPh>', "Élan", False),
        ("<r><t>a_x00</t></r><r><t>0D_b</t></r>", "a_x000D_b", False),  # an escape is one within its run
        ("<t/>", "", False),
    ],
)
def test_a_text_is_put_together_of_its_runs(stored: str, text: str, struck: bool) -> None:  # noqa: FBT001
    """And the next one begins anew."""
    table = f"<sst><si>{stored}</si><si><t>b</t></si></sst>"
    assert read_strings(io.BytesIO(table.encode())) == [(text, struck), ("b", False)]


def test_comments_are_read_by_their_cells_without_their_looks() -> None:
    comments = (
        '<comments><commentList><comment ref="A2"><text><r><rPr><b/></rPr><t>vu </t></r><r><t>par '
        "AB</t></r></text></comment>"
        '<comment ref="B2"><text><t>seul</t></text></comment><comment ref="C2"/></commentList></comments>'
    )
    assert read_comments(read_tree(comments.encode())) == {"A2": "vu par AB", "B2": "seul", "C2": ""}
