"""What openpyxl cannot keep is found and named; what Excel and LibreOffice write into every file is no loss."""

import io
import shutil
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.drawing.image import Image
from openpyxl.formatting import rule as rules
from openpyxl.styles import Font, NamedStyle, PatternFill
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.formula import ArrayFormula
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.protection import SheetProtection
from openpyxl.worksheet.table import Table
from PIL import Image as Picture

from fiche_builder.common.i18n import use_language
from fiche_builder.model.starter import starter_workbook
from fiche_builder.workbook.losses import find_losses
from fiche_builder.workbook.opening import read_workbook_bytes
from tests.making.callsheets import save_in_libreoffice
from tests.making.losses import RELATIONS, Edit, before, codes, extension, relate, repack
from tests.making.places import SAMPLE
from tests.making.workbooks import TODAY

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
SHEET = "xl/worksheets/sheet1.xml"
CUSTOM_VIEW = (
    '<customWorkbookView name="a" guid="{00000000-0000-0000-0000-000000000001}" windowWidth="1" '
    'windowHeight="1" activeSheetId="1"/>'
)


SHEET_RELATIONS = "xl/worksheets/_rels/sheet1.xml.rels"
WORKBOOK_RELATIONS = "xl/_rels/workbook.xml.rels"


@pytest.mark.parametrize(
    ("code", "sheet", "edits"),
    [
        ("slicer", "Fiches", {SHEET: extension("{3A4CF648-6AED-40f4-86FF-DC5316D8AED3}", "<x14:slicerList/>")}),
        ("extension", "Fiches", {SHEET: extension("{00000000-0000-0000-0000-000000000001}", "<x/>")}),
        ("protected-ranges", "Fiches", {
            SHEET: before("<pageMargins", '<protectedRanges><protectedRange sqref="A1:B2" name="a"/>'
                '</protectedRanges>')}),
        ("views", "Fiches", {
            SHEET: before("<pageMargins", '<customSheetViews><customSheetView guid="{1}"/></customSheetViews>')}),
        ("drawing", "Fiches", {SHEET: before("</worksheet>", f'<picture xmlns:r="{RELATIONS}" r:id="rIdX"/>')}),
        ("data-types", "Fiches", {SHEET: lambda content: content.replace(b'<c r="A2"', b'<c r="A2" cm="1"')}),
        ("data-types", "Fiches", {SHEET: lambda content: content.replace(b'<c r="A2"', b'<c r="A2" vm="1"')}),
        ("setting", "Fiches", {SHEET: before("</worksheet>", '<cellWatches><cellWatch r="A1"/></cellWatches>')}),
        ("protection", "", {"xl/workbook.xml": before("<sheets", '<fileSharing readOnlyRecommended="1"/>')}),
        ("views", "", {
            "xl/workbook.xml": before("</workbook>", f"<customWorkbookViews>{CUSTOM_VIEW}</customWorkbookViews>")}),
        ("macros", "", {WORKBOOK_RELATIONS: relate("vbaProject", "vbaProject.bin", "http://schemas.microsoft.com/office/2006/relationships")}),
        ("query", "", {WORKBOOK_RELATIONS: relate("connections", "connections.xml")}),
        ("shared", "", {WORKBOOK_RELATIONS: relate("revisionHeaders", "revisions/revisionHeaders.xml")}),
        ("data-types", "", {WORKBOOK_RELATIONS: relate("sheetMetadata", "metadata.xml")}),
        ("part-unknown", "", {WORKBOOK_RELATIONS: relate("somethingNew", "new.xml")}),
        ("custom-xml", "", {WORKBOOK_RELATIONS: relate("customXml", "../customXml/item1.xml")}),
        ("label", "", {"_rels/.rels": relate("classificationlabels", "docMetadata/LabelInfo.xml", "http://schemas.microsoft.com/x")}),
        ("signature", "", {"_rels/.rels": relate("origin", "_xmlsignatures/origin.sigs", "http://schemas.openxmlformats.org/x")}),
        ("threads", "Fiches", {SHEET_RELATIONS: relate("threadedComment", "../threadedComments/threadedComment1.xml")}),
        ("slicer", "Fiches", {SHEET_RELATIONS: relate("slicer", "../slicers/slicer1.xml")}),
        ("embedded", "Fiches", {SHEET_RELATIONS: relate("oleObject", "../embeddings/oleObject1.bin")}),
        ("controls", "Fiches", {SHEET_RELATIONS: relate("ctrlProp", "../ctrlProps/ctrlProp1.xml")}),
        ("query", "Fiches", {SHEET_RELATIONS: relate("queryTable", "../queryTables/queryTable1.xml")}),
    ],
)  # fmt: skip
def test_what_would_be_gone_is_found_by_its_sheet(
    plain: Path, code: str, sheet: str, edits: Mapping[str, Edit]
) -> None:
    assert codes(repack(plain, edits)) == [(code, sheet)]


def test_the_workbook_of_init_lists_its_themes_by_a_name() -> None:
    """Excel saves a list of cells in another sheet as an extension, so every editor's workbook would have a loss."""
    book = load_workbook(io.BytesIO(starter_workbook(TODAY)))
    lists = [
        str(validation.formula1) for sheet in book.worksheets for validation in sheet.data_validations.dataValidation
    ]
    assert "ListeThemes" in lists
    assert not [formula for formula in lists if "!" in formula]
    assert book.defined_names["ListeThemes"].attr_text == "'Thèmes'!$B$2:$B$200"


def test_a_part_that_nothing_refers_to_is_a_loss_too(plain: Path) -> None:
    assert codes(repack(plain, parts={"xl/odd.xml": b"<odd/>"})) == [("part-unknown", "")]


def test_a_form_control_is_told_from_the_box_of_a_comment(plain: Path) -> None:
    shape = '<xml xmlns:v="v" xmlns:x="x"><v:shape><x:ClientData ObjectType="{}"/></v:shape></xml>'
    edits = {SHEET_RELATIONS: relate("vmlDrawing", "../drawings/vmlDrawing1.vml")}
    drawn = [{"xl/drawings/vmlDrawing1.vml": shape.format(kind).encode()} for kind in ("Note", "Checkbox")]
    assert [codes(repack(plain, edits, parts=parts)) for parts in drawn] == [[], [("controls", "Fiches")]]


def _add_chart(book: Any) -> None:
    chart = BarChart()
    chart.add_data(Reference(book["Fiches"], min_col=1, min_row=1, max_row=2))
    book["Fiches"].add_chart(chart, "AK1")


def _add_chartsheet(book: Any) -> None:
    chart = BarChart()
    chart.add_data(Reference(book["Fiches"], min_col=1, min_row=1, max_row=2))
    book.create_chartsheet("Courbe").add_chart(chart)


def _add_picture(book: Any) -> None:
    picture = io.BytesIO()
    Picture.new("RGB", (2, 2)).save(picture, "PNG")
    picture.seek(0)
    book["Fiches"].add_image(Image(picture), "AK1")


@pytest.mark.parametrize("edit", [_add_chart, _add_chartsheet, _add_picture])
def test_what_is_drawn_is_kept(plain: Path, edit: Callable[[Any], None]) -> None:
    book = load_workbook(plain)
    edit(book)
    book.save(plain)
    assert codes(plain.read_bytes()) == []


@pytest.mark.parametrize(
    "identity",
    [
        "{CCE6A557-97BC-4B89-ADB6-D9C93CAAB3DF}",
        "{78C0D931-6437-407d-A8EE-F0AAD7539E65}",
        "{05C60535-1F16-4fd2-B633-F4F36F0B64E0}",
        "{FC87AEE6-9EDD-4A0A-B7FB-166176984837}",
    ],
)
def test_extensions_that_only_name_cells_are_kept(plain: Path, identity: str) -> None:
    assert codes(repack(plain, {SHEET: extension(identity, "<x14:x/>")})) == []


def test_a_workbook_of_which_a_sheet_was_deleted_once_loses_nothing(plain: Path) -> None:
    edit = {"xl/workbook.xml": lambda content: content.replace(b'sheetId="2"', b'sheetId="9"')}
    assert codes(repack(plain, edit)) == []


def test_an_empty_drawing_is_none(plain: Path) -> None:
    """Google Sheets writes one into every sheet."""
    drawn = before("</worksheet>", f'<drawing xmlns:r="{RELATIONS}" r:id="rIdX"/>')
    edits = {SHEET_RELATIONS: relate("drawing", "../drawings/drawing1.xml"), SHEET: drawn}
    assert codes(repack(plain, edits, parts={"xl/drawings/drawing1.xml": b"<wsDr/>"})) == []


def _decorate(book: Any) -> None:
    """All that a diligent editor does in Excel, and openpyxl keeps."""
    sheet = book["Fiches"]
    rule: Any = rules
    sheet.conditional_formatting.add("A2:A9", rule.CellIsRule("greaterThan", ["5"], fill=PatternFill(bgColor="FF0000")))
    sheet.conditional_formatting.add("B2:B9", rule.IconSetRule("3Arrows", "percent", [0, 33, 67]))
    sheet.conditional_formatting.add("C2:C9", rule.DataBarRule("min", None, "max", None, color="FF638EC6"))
    validation = DataValidation(type="list", formula1="Thèmes!$A$2:$A$9", promptTitle="x", prompt="y", errorTitle="z")
    validation.add("B2:B999")
    sheet.add_data_validation(validation)
    book.defined_names["Plage"] = DefinedName("Plage", attr_text="Fiches!$A$1:$B$2")
    sheet.auto_filter.ref = "A1:D2"
    sheet.auto_filter.add_filter_column(0, ["1"])
    sheet.freeze_panes = "D2"
    sheet.protection = SheetProtection(sheet=True, password="geheim")  # noqa: S106
    sheet.oddHeader.left.text, sheet.oddHeader.left.font, sheet.oddHeader.left.size = "Annuaire &D", "Arial,Bold", 12
    sheet.oddFooter.center.text = "&P / &N"
    sheet.row_breaks.append(Break(id=5))
    sheet.print_area, sheet.print_title_rows = "A1:D20", "1:1"
    sheet.page_setup.orientation, sheet.page_setup.fitToHeight = "landscape", False
    sheet.row_dimensions[2].hidden, sheet.row_dimensions[2].outlineLevel = True, 1
    sheet.column_dimensions.group("E", "G", hidden=True)
    sheet.column_dimensions["A"].width = 33
    sheet.sheet_properties.tabColor = "FF0000"
    sheet["A2"].comment = Comment("ask", "AB")
    sheet["C2"].hyperlink = "https://www.x.example/a?b=1#c"
    sheet["D2"].style = NamedStyle("Maison", font=Font(bold=True, strike=True, color="FF00FF00"))
    sheet["AK2"], sheet["AL2"] = "=SUM(A2:A3)", ArrayFormula("AL2:AL3", "=A2:A3*2")
    sheet.merge_cells("AM2:AN3")
    theme = book["Thèmes"]
    theme.add_table(Table(displayName="Themes", ref="A1:B2"))
    theme.sheet_state = "hidden"
    book.security.lockStructure = True
    book.calculation.calcMode = "manual"


def test_what_editors_do_to_a_workbook_is_kept(plain: Path) -> None:
    book: Any = load_workbook(plain)
    for sheet in book.worksheets:
        if sheet.title == "Thèmes":
            sheet["A1"], sheet["B1"] = "Code", "Nom"
    _decorate(book)
    book.save(plain)
    assert codes(plain.read_bytes()) == []


def test_the_marks_that_excel_leaves_in_every_file_are_no_losses(plain: Path) -> None:
    """Ids, measures of layout, the last sort, green corners clicked away, empty extensions, printer settings."""
    begin = f'<worksheet xmlns="{MAIN}"'
    names = (
        'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
        'xmlns:xr="http://schemas.microsoft.com/xr"'
    )

    def marked(content: bytes) -> bytes:
        content = content.replace(f"{begin}>".encode(), f'{begin} {names} mc:Ignorable="xr" xr:uid="{{1}}">'.encode())
        content = before("<pageMargins", '<phoneticPr fontId="1" type="noConversion"/>')(content)
        return before(
            "</worksheet>", '<ignoredErrors><ignoredError sqref="O2" numberStoredAsText="1"/></ignoredErrors>'
        )(content)

    edits: dict[str, Edit] = {
        SHEET: marked,
        "xl/workbook.xml": before("<bookViews", '<fileVersion appName="xl" lastEdited="7"/>'),
        SHEET_RELATIONS: relate("printerSettings", "../printerSettings/printerSettings1.bin"),
        WORKBOOK_RELATIONS: relate("calcChain", "calcChain.xml"),
    }
    parts = {
        "xl/printerSettings/printerSettings1.bin": b"x",
        "xl/calcChain.xml": f'<calcChain xmlns="{MAIN}"/>'.encode(),
    }
    assert codes(repack(plain, edits, parts=parts)) == []


def test_ordinary_workbooks_have_no_losses(tmp_path: Path) -> None:
    """The one of `fiche init`, the sample, and both once LibreOffice saved them."""
    starter, sample = tmp_path / "starter.xlsx", tmp_path / "sample.xlsx"
    starter.write_bytes(starter_workbook(TODAY))
    shutil.copy(SAMPLE, sample)
    assert [codes(path.read_bytes()) for path in (starter, sample)] == [[], []]
    (tmp_path / "lo").mkdir()
    assert [codes(path.read_bytes()) for path in save_in_libreoffice(tmp_path / "lo", starter, sample)] == [[], []]


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ('&L&"Calibri,Bold"&14Annuaire&C&K04+000&D&R&P / &N', []),
        ('&LConfidentiel\ndeux lignes&C&"-,Regular"&8&F', []),
        ("&C&B&14Titre", []),
        ('&L&1#&"Calibri"&10&K000000Interne', [("header", "Fiches")]),
        ("Annuaire", [("header", "Fiches")]),
    ],
)
def test_page_headers_are_kept_or_named(plain: Path, header: str, expected: list[tuple[str, str]]) -> None:
    element = f"<headerFooter><oddHeader>{escape(header)}</oddHeader></headerFooter>"
    assert codes(repack(plain, {SHEET: before("</worksheet>", element)})) == expected


@pytest.mark.parametrize(
    ("name", "area", "expected"),
    [
        ("_xlnm._FilterDatabase", "Fiches!$A$1:$D$2", []),
        ("_xlnm.Print_Titles", "Fiches!$A:$A,Fiches!$1:$1", []),
        ("_xlnm.Print_Area", "Fiches!$A$1:$D$20,Fiches!$F$1:$G$3", []),
        ("_xlnm.Print_Area", "#REF!", []),
        ("Plage", "OFFSET(Fiches!$A$1,0,0,COUNTA(Fiches!$A:$A),1)", []),
        ("_xlnm.Print_Area", "OFFSET(Fiches!$A$1,0,0,10,3)", [("names", "")]),
        ("_xlnm.Criteria", "Fiches!$A$1:$D$2", [("names", "")]),
    ],
)
def test_names_are_kept_or_named(plain: Path, name: str, area: str, expected: list[tuple[str, str]]) -> None:
    element = f'<definedNames><definedName name="{name}" localSheetId="0">{area}</definedName></definedNames>'.encode()
    assert (
        codes(repack(plain, {"xl/workbook.xml": lambda content: content.replace(b"<definedNames/>", element)}))
        == expected
    )


EXPECTED_OF_REAL_FILES = {"3w_tcd_avr2025": [("query", ""), ("query", "3W Opérationnelle")]}


def test_real_files_from_elsewhere(shared_data: Path) -> None:
    """Files saved by Excel, Google Sheets, LibreOffice and others: only the one with a query would lose something."""
    names: Sequence[Path] = sorted((shared_data / "classeurs").glob("*.xlsx"))
    broken = {"calamine_pass_protected", "corrompu_Etablissements_6_20201130"}
    large = {"modele-data-inclusion"}
    found = {path.stem: codes(read_workbook_bytes(path)) for path in names if path.stem not in broken | large}
    assert {name: losses for name, losses in found.items() if losses} == EXPECTED_OF_REAL_FILES


def test_losses_are_named_in_the_editors_language(plain: Path) -> None:
    use_language("fr")
    (loss,) = find_losses(repack(plain, {SHEET: extension("{3A4CF648-6AED-40f4-86FF-DC5316D8AED3}", "<x/>")}))
    assert loss.message == "La feuille «\u00a0Fiches\u00a0» contient des segments ou chronologies."


def test_a_fresh_workbook_of_openpyxl_has_no_losses() -> None:
    target = io.BytesIO()
    Workbook().save(target)
    assert codes(target.getvalue()) == []
