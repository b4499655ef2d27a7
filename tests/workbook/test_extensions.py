"""Extensions that only name cells are carried over; those that refer to another part are not."""

import pytest

from fiche_builder.workbook.extensions import kept_extensions
from tests.making.losses import X14

SHEET = (
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"{names}><sheetData/>{list}</worksheet>'
)
UID = 'xmlns:xr="http://schemas.microsoft.com/office/spreadsheetml/2014/revision" xr:uid="{00000000-0001}"'


def kept(identity: str, inner: str) -> str:
    entry = f'<extLst><ext {X14} uri="{identity}">{inner}</ext></extLst>'
    return kept_extensions(SHEET.format(names="", list=entry).encode()).decode()


def test_a_drop_down_list_from_another_sheet_is_kept_without_excels_own_ids() -> None:
    found = kept(
        "{CCE6A557-97BC-4B89-ADB6-D9C93CAAB3DF}",
        f'<x14:dataValidations><x14:dataValidation type="list" {UID}><x14:formula1><xm:f>Mots!$A$1:$A$9</xm:f>'
        "</x14:formula1><xm:sqref>B2:B9</xm:sqref></x14:dataValidation></x14:dataValidations>",
    )
    assert "Mots!$A$1:$A$9" in found
    assert "B2:B9" in found
    assert "uid" not in found


@pytest.mark.parametrize(
    ("identity", "inner"),
    [
        ("{3A4CF648-6AED-40F4-86FF-DC5316D8AED3}", "<x14:slicerList/>"),
        ("{00000000-0000-0000-0000-000000000001}", "<x/>"),
        ("{CCE6A557-97BC-4B89-ADB6-D9C93CAAB3DF}", '<x14:x xmlns:r="urn:r" r:id="rId1"/>'),
    ],
)
def test_what_refers_to_another_part_is_not(identity: str, inner: str) -> None:
    assert kept(identity, inner) == ""


def test_a_sheet_without_any_has_none() -> None:
    assert kept_extensions(SHEET.format(names="", list="").encode()) == b""
