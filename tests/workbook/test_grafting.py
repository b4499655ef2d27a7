"""What SharePoint and sensitivity labels attach survives a save by openpyxl; a file without any is left alone."""

import io
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.drawing.image import Image
from PIL import Image as Picture

from fiche_builder.workbook.amending import AmendableWorkbook
from fiche_builder.workbook.grafting import graft
from tests.making.callsheets import save_in_libreoffice
from tests.making.losses import RELATIONS, before, codes, extension, relate, repack
from tests.making.packages import WORKBOOK_RELATIONS
from tests.making.workbooks import make_workbook

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
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


def with_drawings(path: Path) -> bytes:
    """A workbook with a picture and a chart on a sheet of the editors' own, and one on a sheet that is read."""
    make_workbook(path, {"Notes": [{"Mois": 1, "Appels": 12}]})
    book: Any = load_workbook(path)
    for title in ("Notes", "Fiches"):
        picture = io.BytesIO()
        Picture.new("RGB", (2, 2), "red").save(picture, "PNG")
        chart = BarChart()
        chart.add_data(Reference(book["Notes"], min_col=2, min_row=1, max_row=2), titles_from_data=True)
        book[title].add_image(Image(picture), "AK1")
        book[title].add_chart(chart, "AK9")
    book["Notes"]["A2"].comment = Comment("ask", "AB")
    book.save(path)
    return path.read_bytes()


def drawn_on(sheet: Any) -> tuple[int, int]:
    """Return how many pictures and charts openpyxl finds on a sheet."""
    return len(sheet._images), len(sheet._charts)  # noqa: SLF001 (the only way to them)


def test_pictures_and_charts_stay_byte_for_byte_where_they_were(tmp_path: Path) -> None:
    original = with_drawings(tmp_path / "annuaire.xlsx")
    assert codes(original) == []
    book = AmendableWorkbook(original)
    book.set_cell("Fiches", 2, 3, "Changed")
    changed = book.to_bytes()
    with ZipFile(io.BytesIO(original)) as old, ZipFile(io.BytesIO(changed)) as new:
        drawn = [name for name in old.namelist() if name.startswith(("xl/drawings/d", "xl/charts/", "xl/media/"))]
        assert len(drawn) >= 6
        assert {name: new.read(name) for name in drawn} == {name: old.read(name) for name in drawn}
        assert len(new.namelist()) == len(set(new.namelist()))
    again: Any = load_workbook(io.BytesIO(changed))
    assert [drawn_on(again[title]) for title in ("Notes", "Fiches")] == [(1, 1)] * 2
    assert again["Notes"]["A2"].comment.text == "ask"
    assert codes(changed) == []


def test_libreoffice_still_shows_what_was_carried_over(tmp_path: Path) -> None:
    book = AmendableWorkbook(with_drawings(tmp_path / "annuaire.xlsx"))
    (tmp_path / "lo").mkdir()
    (tmp_path / "new.xlsx").write_bytes(book.to_bytes())
    (saved,) = save_in_libreoffice(tmp_path / "lo", tmp_path / "new.xlsx")
    shown: Any = load_workbook(saved)
    assert [drawn_on(shown[title]) for title in ("Notes", "Fiches")] == [(1, 1)] * 2


PIVOT_RELATIONS = "xl/pivotTables/_rels/pivotTable1.xml.rels"
PIVOT = {
    "xl/pivotTables/pivotTable1.xml": f'<pivotTableDefinition xmlns="{MAIN}" name="T" cacheId="7"/>'.encode(),
    "xl/pivotCache/pivotCacheDefinition1.xml": (
        f'<pivotCacheDefinition xmlns="{MAIN}"><cacheSource type="worksheet"><worksheetSource ref="A1:B2" '
        f'sheet="Fiches"/></cacheSource><cacheFields count="1"><cacheField name="x"><fieldGroup base="0"><odd/>'
        "</fieldGroup></cacheField></cacheFields></pivotCacheDefinition>"
    ).encode(),
}


def test_a_pivot_table_that_openpyxl_cannot_read_is_carried_over(tmp_path: Path) -> None:
    path = make_workbook(tmp_path / "annuaire.xlsx", {"Notes": [{"Mois": 1}]})
    caches = f'<pivotCaches><pivotCache xmlns:r="{RELATIONS}" cacheId="7" r:id="rIdX"/></pivotCaches>'
    content = repack(
        path,
        {
            "xl/workbook.xml": before("</workbook>", caches),
            WORKBOOK_RELATIONS: relate("pivotCacheDefinition", "pivotCache/pivotCacheDefinition1.xml"),
            "xl/worksheets/_rels/sheet4.xml.rels": relate("pivotTable", "../pivotTables/pivotTable1.xml"),
            PIVOT_RELATIONS: relate("pivotCacheDefinition", "../pivotCache/pivotCacheDefinition1.xml"),
        },
        parts=PIVOT,
    )
    assert codes(content) == []
    changed = AmendableWorkbook(content).to_bytes()
    with ZipFile(io.BytesIO(changed)) as new:
        assert {name: new.read(name) for name in PIVOT} == PIVOT
        assert new.read("xl/workbook.xml").count(b'cacheId="7"') == 1
    assert codes(changed) == []


def test_a_drop_down_list_from_another_sheet_is_carried_over(tmp_path: Path) -> None:
    inner = (
        '<x14:dataValidations><x14:dataValidation type="list"><x14:formula1><xm:f>Notes!$A$1:$A$2</xm:f></x14:formula1>'
        "<xm:sqref>B2:B9</xm:sqref></x14:dataValidation></x14:dataValidations>"
    )
    path = make_workbook(tmp_path / "annuaire.xlsx")
    edits = {"xl/worksheets/sheet1.xml": extension("{CCE6A557-97BC-4B89-ADB6-D9C93CAAB3DF}", inner)}
    changed = AmendableWorkbook(repack(path, edits)).to_bytes()
    assert codes(changed) == []
    with ZipFile(io.BytesIO(changed)) as new:
        assert b"Notes!$A$1:$A$2" in new.read("xl/worksheets/sheet1.xml")
