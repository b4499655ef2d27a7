"""What SharePoint and sensitivity labels attach survives a save by openpyxl; a file without any is left alone."""

import io
from pathlib import Path
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook

from fiche_builder.workbook.amending import AmendableWorkbook
from fiche_builder.workbook.grafting import graft
from tests.making.losses import before, codes, relate, repack
from tests.making.packages import WORKBOOK_RELATIONS
from tests.making.workbooks import make_workbook

PROPERTIES = b"<p:properties xmlns:p='urn:x'>SharePoint</p:properties>"


def saved(content: bytes) -> bytes:
    """Return a workbook as openpyxl saves it."""
    target = io.BytesIO()
    load_workbook(io.BytesIO(content)).save(target)
    return target.getvalue()


@pytest.fixture
def original(tmp_path: Path) -> bytes:
    """A workbook from a SharePoint library, with a label."""
    return repack(
        make_workbook(tmp_path / "annuaire.xlsx"),
        {
            "xl/_rels/workbook.xml.rels": relate("customXml", "../customXml/item1.xml"),
            "customXml/_rels/item1.xml.rels": relate("customXmlProps", "itemProps1.xml"),
            "_rels/.rels": relate(
                "classificationlabels", "docMetadata/LabelInfo.xml", "http://schemas.microsoft.com/x"
            ),
        },
        parts={
            "customXml/item1.xml": PROPERTIES,
            "customXml/itemProps1.xml": b"<a/>",
            "docMetadata/LabelInfo.xml": b"<labels/>",
        },
    )


def test_attached_parts_are_carried_over_with_their_own(original: bytes) -> None:
    after = saved(original)
    assert "customXml/item1.xml" not in ZipFile(io.BytesIO(after)).namelist()
    with ZipFile(io.BytesIO(graft(original, after))) as grafted:
        assert grafted.read("customXml/item1.xml") == PROPERTIES
        assert grafted.read("docMetadata/LabelInfo.xml") == b"<labels/>"
        assert b"/customXml/item1.xml" in grafted.read("xl/_rels/workbook.xml.rels")
        assert b"/docMetadata/LabelInfo.xml" in grafted.read("_rels/.rels")
        assert grafted.read("[Content_Types].xml").count(b"/customXml/item1.xml") == 1
        assert len(grafted.namelist()) == len(set(grafted.namelist()))


def test_the_result_is_a_workbook_and_can_be_grafted_again(original: bytes) -> None:
    once = graft(original, saved(original))
    assert load_workbook(io.BytesIO(once)).sheetnames == load_workbook(io.BytesIO(original)).sheetnames
    with ZipFile(io.BytesIO(graft(once, saved(once)))) as again:
        assert again.read("customXml/item1.xml") == PROPERTIES


def test_without_any_the_saved_file_stays_as_it_is(tmp_path: Path) -> None:
    plain = make_workbook(tmp_path / "annuaire.xlsx").read_bytes()
    after = saved(plain)
    assert graft(plain, after) is after


def test_what_sharepoint_and_labels_attach_is_carried_over(plain: Path) -> None:
    """Byte for byte, with its relationships and types: hardly a workbook of an office is without."""
    microsoft = "http://schemas.microsoft.com/office/2020/02/relationships"
    props = "application/vnd.openxmlformats-officedocument.customXmlProperties+xml"
    label = "application/vnd.ms-office.classificationlabels+xml"
    parts = {
        "customXml/item1.xml": b"<p:properties xmlns:p='http://schemas.microsoft.com/office/2006/metadata/properties'/>",
        "customXml/itemProps1.xml": b"<ds:datastoreItem xmlns:ds='x'/>",
        "customXml/_rels/item1.xml.rels": relate("customXmlProps", "itemProps1.xml")(b""),
        "docMetadata/LabelInfo.xml": b"<clbl:labelList xmlns:clbl='x'/>",
    }
    types = f'<Override PartName="/customXml/itemProps1.xml" ContentType="{props}"/>'
    types += f'<Override PartName="/docMetadata/LabelInfo.xml" ContentType="{label}"/>'
    content = repack(plain, {
        "[Content_Types].xml": before("</Types>", types),
        WORKBOOK_RELATIONS: relate("customXml", "../customXml/item1.xml"),
        "_rels/.rels": relate("classificationlabels", "docMetadata/LabelInfo.xml", microsoft),
    }, parts=parts)  # fmt: skip
    assert codes(content) == []
    workbook = AmendableWorkbook(content)
    workbook.set_cell("Fiches", 2, 3, "Autre nom")
    changed = workbook.to_bytes()
    with ZipFile(io.BytesIO(changed)) as package:
        assert package.testzip() is None
        assert len(package.namelist()) == len(set(package.namelist()))
        assert {name: package.read(name) for name in parts} == parts
        written = package.read("[Content_Types].xml").decode()
        assert all(f'ContentType="{kind}"' in written for kind in (props, label))
        assert b'classificationlabels" Target="/docMetadata/LabelInfo.xml"' in package.read("_rels/.rels")
        assert b'customXml" Target="/customXml/item1.xml"' in package.read(WORKBOOK_RELATIONS)
    assert codes(changed) == []  # so that the next month's apply finds the same
    assert load_workbook(io.BytesIO(changed))["Fiches"]["C2"].value == "Autre nom"
