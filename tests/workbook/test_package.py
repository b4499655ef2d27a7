"""The parts of a workbook file: what is damaged and can be done without is told, what is needed is named."""

import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from fiche_builder.common.errors import WorkbookError
from fiche_builder.workbook.opening import read_workbook_bytes
from fiche_builder.workbook.package import DamagedPartError, Package, Relation
from fiche_builder.workbook.reader import parse_workbook, read_workbook
from tests.conftest import WorkbookMaker
from tests.making.packages import (
    BOOK,
    BROKEN,
    COMMENTS,
    CORE,
    SHEET,
    SHEET_RELATIONS,
    STRINGS,
    STYLES,
    WORKBOOK_RELATIONS,
    Change,
    Parts,
    cells,
    pack,
    read,
    set_to,
    unpack,
    within,
    without,
)
from tests.making.workbooks import check


@pytest.mark.parametrize(
    ("part", "sheet", "lost"),
    [
        (COMMENTS, "Tout", {"comment"}),
        (SHEET_RELATIONS, "Tout", {"comment", "link"}),
        (CORE, "", set()),
        ("_rels/.rels", "", set()),
    ],
)
@pytest.mark.parametrize("damage", [BROKEN, b"", b"\0\0\0", b'<?xml version="1.0" encoding="klingon"?><a/>'])
def test_a_damaged_part_that_the_cells_can_do_without(
    sample: Parts, part: str, sheet: str, lost: set[str], damage: bytes
) -> None:
    result = read(sample | {part: damage})

    assert result.unread == ((sheet, part),)
    assert [cells(sheet) for sheet in result.sheets] == [cells(sheet) for sheet in read(sample).sheets]
    found = [cell for sheet in result.sheets for row in sheet.rows for cell in row.cells.values()]
    assert any(cell.comment for cell in found) == ("comment" not in lost)
    assert any(cell.link for cell in found) == ("link" not in lost)


def test_it_is_a_warning(workbook: WorkbookMaker) -> None:
    path = workbook()
    path.write_bytes(pack(unpack(path.read_bytes()) | {CORE: BROKEN}))

    (finding,) = check(path).findings
    assert (finding.code, finding.severity, finding.value) == ("part-damaged", "warning", CORE)
    assert finding.message == f"The part “{CORE}” of the file is damaged: it was not read, but the cells were."


@pytest.mark.parametrize(
    ("part", "change"),
    [
        (BOOK, set_to(BOOK, BROKEN)),
        (WORKBOOK_RELATIONS, set_to(WORKBOOK_RELATIONS, BROKEN)),
        (STYLES, set_to(STYLES, BROKEN)),
        (STRINGS, set_to(STRINGS, BROKEN)),
        (STRINGS, set_to(STRINGS, b"<html/>")),
        (SHEET, set_to(SHEET, BROKEN)),
        (SHEET, set_to(SHEET, b"<html/>")),
        (SHEET, without(SHEET)),
        (SHEET, within(SHEET, "<v>0</v>", "<v>4711</v>")),
        (SHEET, within(SHEET, "<v>0</v>", "<v>-1</v>")),
        (SHEET, within(SHEET, '<row r="3"', f'<row r="{"9" * 100}"')),
        (SHEET, within(SHEET, '<row r="3"', '<row r="1048577"')),
        (SHEET, within(SHEET, '<c r="A2"', '<c r="XFE2"')),
        (SHEET, within(SHEET, '<c r="A2"', '<c r="2A"')),
        (SHEET, within(SHEET, '<c r="A2"', '<c r="A0"')),
        (BOOK, within(BOOK, 'r:id="rId1"', 'r:id="rId99"')),
    ],
)
def test_a_damaged_part_that_is_needed_is_named(sample: Parts, part: str, change: Change) -> None:
    with pytest.raises(WorkbookError) as caught:
        read(change(sample))

    assert caught.value.message == f"“x.xlsx” is damaged: its part “{part}” cannot be read."


def test_the_part_that_is_broken_is_named(shared_data: Path) -> None:
    with pytest.raises(WorkbookError, match=f"its part “{WORKBOOK_RELATIONS}” cannot be read"):
        read_workbook(shared_data / "fautes" / "rels-broken.xlsx")


def test_a_part_that_cannot_be_unpacked_is_damaged_only_if_it_is_needed(tmp_path: Path, sample: Parts) -> None:
    path = tmp_path / "x.xlsx"
    for part, is_needed in (("xl/theme/theme1.xml", False), (SHEET, True)):
        content = bytearray(pack(sample))
        start = zipfile.ZipFile(BytesIO(content)).getinfo(part).header_offset + 80
        content[start : start + 40] = bytes(40)
        path.write_bytes(content)
        accepted = read_workbook_bytes(path)
        if is_needed:
            with pytest.raises(WorkbookError, match=f"its part “{part}” cannot be read"):
                parse_workbook(path, accepted)
        else:
            assert parse_workbook(path, accepted).sheets == read(sample).sheets


RELATIONS = (
    '<Relationships><Relationship Id="a" Type="http://x/worksheet" Target="{}"/>'
    '<Relationship Id="b" Type="http://x/hyperlink" Target="https://relais.be/" TargetMode="External"/></Relationships>'
)


def package(**parts: str) -> Package:
    return Package(zipfile.ZipFile(BytesIO(pack({name: text.encode() for name, text in parts.items()}))))


@pytest.mark.parametrize(
    "target", ["sheets/s1.xml", "/xl/sheets/s1.xml", "xl/sheets/s1.xml", "..\\xl\\sheets\\s1.xml", "./Sheets/S1.xml"]
)
def test_a_target_is_found_from_the_part_or_from_the_root(target: str) -> None:
    found = package(**{"xl/sheets/s1.xml": "<x/>", "xl/_rels/workbook.xml.rels": RELATIONS.format(target)})
    relations = found.relations("xl/workbook.xml")
    assert relations["a"].kind == "worksheet"
    assert found.tree(relations["a"].target).tag == "x"
    assert relations["b"] == Relation("hyperlink", "https://relais.be/", is_external=True)


@pytest.mark.parametrize("name", ["xl/Sheet 1.xml", "/xl/sheet 1.xml", "XL\\SHEET 1.XML", "xl/sheet%201.xml"])
def test_a_part_s_name_is_compared_as_opc_does(name: str) -> None:
    found = package(**{name: "<x/>"})
    assert "xl/sheet 1.xml" in found
    assert found.tree("xl/sheet 1.xml").tag == "x"


def test_what_refers_to_nothing_has_no_relations_and_damage_bears_the_part_s_name() -> None:
    assert package(**{"xl/workbook.xml": "<x/>"}).relations("xl/workbook.xml") == {}
    with pytest.raises(DamagedPartError) as caught:
        package(**{"_rels/.rels": "<a>"}).relations()
    assert caught.value.part == "_rels/.rels"
    with pytest.raises(DamagedPartError):
        package(a="x").tree("b")
