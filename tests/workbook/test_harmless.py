"""What may be lost, and beside each its neighbour that may not."""

import pytest

from fiche_builder.workbook.harmless import HARMLESS, HARMLESS_EXTENSIONS, KEPT_PARTS


@pytest.mark.parametrize(
    ("harmless", "loss"),
    [
        ("workbook/fileVersion@lowestEdited=5", "workbook/fileSharing@userName=Anne"),
        ("styleSheet/cellXfs/xf@numFmtId=14", "styleSheet/tableStyles/tableStyle@name=Ours"),
        ("styleSheet/fonts@count=12", "styleSheet/fonts/font/name@val=Arial"),
        ("worksheet/dimension@ref=A1:B2", "worksheet/sheetPr/tabColor@rgb=FF1D4E89"),
        ("worksheet/tableParts@count=1", "worksheet/tableParts"),
        ("worksheet/conditionalFormatting/cfRule@dxfId=3", "worksheet/conditionalFormatting/cfRule@type=iconSet"),
        ("worksheet/drawing", "worksheet/drawingHF"),
        ("worksheet/dataValidations/dataValidation@type=none", "worksheet/dataValidations/dataValidation@type=list"),
        ("worksheet/headerFooter/oddHeader", "worksheet/headerFooter/oddHeader=&LInterne"),
        ("worksheet/sortState/sortCondition@ref=A1:A9", "worksheet/sheetViews/sheetView@rightToLeft=1"),
        ("worksheet/phoneticPr@fontId=1", "worksheet/picture"),
    ],
)
def test_only_what_is_listed_is_harmless(harmless: str, loss: str) -> None:
    assert HARMLESS.fullmatch(harmless)
    assert not HARMLESS.fullmatch(loss)


def test_extensions_are_in_capitals_as_they_are_compared() -> None:
    assert {name.upper() for name in HARMLESS_EXTENSIONS} == HARMLESS_EXTENSIONS


@pytest.mark.parametrize("kind", ["chart", "vbaProject", "pivotTable", "image", "threadedComment", "origin"])
def test_what_editors_would_miss_is_no_kept_part(kind: str) -> None:
    assert kind not in KEPT_PARTS
