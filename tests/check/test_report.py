"""The report workbook: the findings as a list, and the rows with the faulty cells coloured and commented."""

import subprocess
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.comments import Comment

from fiche_builder.cli.main import run
from fiche_builder.common.i18n import use_language
from tests.conftest import WorkbookMaker
from tests.making.packages import pack, replace_in, unpack
from tests.making.workbooks import fiche, make_workbook, public

FAULTY = [
    fiche(1, Nom="=1+1", Téléphone="NEANT"),
    public(2, Autorisé_par=None, Description="@SUM(A1)"),
    fiche(3, Thème="Emplois"),
]


@pytest.fixture
def report(workbook: WorkbookMaker, tmp_path: Path) -> Path:
    master = workbook(Fiches=FAULTY)
    before = master.read_bytes()
    target = tmp_path / "anomalies.xlsx"
    assert run(["--lang", "fr", "check", str(master), "--annotate", str(target)]) == 1
    assert master.read_bytes() == before
    return target


def test_the_list_has_a_line_for_each_finding_with_a_link_to_its_cell(report: Path) -> None:
    book = load_workbook(report)
    sheet = book["Anomalies"]
    rows = list(sheet.iter_rows(values_only=True))
    assert str(rows[0][0]).startswith("Ne corrigez rien ici")
    assert rows[1][:9] == (
        "Gravité",
        "Feuille",
        "Cellule",
        "Colonne",
        "Fiche",
        "Valeur",
        "Message",
        "Que faire",
        "Code",
    )
    assert [(row[0], row[1], row[2], row[3], row[4], row[5], row[8]) for row in rows[2:]] == [
        ("erreur", "Fiches", "C2", "Nom", "1", "=1+1", "formula-uncached"),
        ("erreur", "Fiches", "O2", "Téléphone", "1", "NEANT", "phone-invalid"),
        ("avertissement", "Fiches", "AE3", "Autorisé par", "2 Fiche 2", None, "permission-missing"),
        ("erreur", "Fiches", "B4", "Thème", "3 Fiche 3", "Emplois", "theme-unknown"),
    ]
    assert sheet.auto_filter.ref == "A2:J6"
    assert sheet.freeze_panes == "A3"
    link = sheet["C4"].hyperlink
    assert link is not None
    assert link.location == "'Fiches (copie)'!O2" or link.target == "#'Fiches (copie)'!O2"


def test_faulty_cells_are_coloured_and_commented_where_they_stand(report: Path) -> None:
    sheet = load_workbook(report)["Fiches (copie)"]
    assert sheet["O2"].fill.fgColor.rgb.endswith("F4B6B6")
    assert sheet["AE3"].fill.fgColor.rgb.endswith("FBE3A6")
    assert sheet["A2"].fill.fill_type is None
    comment = sheet["B4"].comment
    assert comment is not None
    assert "« Emplois »".replace(" ", "\u00a0") in comment.text
    assert "Emploi" in comment.text


def test_nothing_in_the_report_is_a_formula(report: Path) -> None:
    cells = [cell for sheet in load_workbook(report) for row in sheet.iter_rows() for cell in row]
    assert any(cell.value == "=1+1" for cell in cells)
    assert not [cell.coordinate for cell in cells if cell.data_type == "f"]


def test_the_report_may_be_written_again_but_never_over_another_file(
    workbook: WorkbookMaker, tmp_path: Path, report: Path
) -> None:
    master = workbook(Fiches=FAULTY)
    assert run(["check", str(master), "--annotate", str(report)]) == 1
    before = master.read_bytes()
    other = tmp_path / "notes.xlsx"
    other.write_bytes(b"not a report")
    for target in (master, other, tmp_path / "report.csv"):
        assert run(["check", str(master), "--annotate", str(target)]) == 2
    assert master.read_bytes() == before
    assert other.read_bytes() == b"not a report"


def test_a_workbook_with_a_sheet_of_that_name_is_no_trouble(workbook: WorkbookMaker, tmp_path: Path) -> None:
    use_language("en")
    master = workbook(Fiches=FAULTY, Anomalies=[{"x": 1}])
    assert run(["check", str(master), "--annotate", str(tmp_path / "r.xlsx")]) == 1


def test_control_characters_and_endless_text_can_be_written(workbook: WorkbookMaker, tmp_path: Path) -> None:
    master = workbook(Fiches=[fiche(1, Description="a_x0007_b" + "x" * 32_000, Thème="b_x000B_")])
    assert run(["check", str(master), "--annotate", str(tmp_path / "r.xlsx")]) == 1
    assert load_workbook(tmp_path / "r.xlsx")["Fiches (copie)"]["K2"].value.startswith("a\ufffdb")


def test_it_opens_in_libreoffice(report: Path, tmp_path: Path) -> None:
    office = subprocess.run(
        ["sh", "-c", "command -v soffice"], capture_output=True, text=True, check=False
    ).stdout.strip()
    if not office:
        pytest.skip("LibreOffice is not installed")
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    out = tmp_path / "converted"
    command = [office, profile, "--headless", "--convert-to", "xlsx", "--outdir", str(out), str(report)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    sheet = load_workbook(out / "anomalies.xlsx")["Fiches (copie)"]
    assert sheet["C2"].value == "=1+1"
    assert sheet["C2"].data_type == "s"
    assert sheet["B4"].comment is not None


def test_the_editors_own_comments_are_kept(workbook: WorkbookMaker, tmp_path: Path) -> None:
    master = workbook(Fiches=FAULTY)
    book = load_workbook(master)
    book["Fiches"]["O2"].comment = Comment("Zoé rappelle lundi", "Zoé")
    book["Fiches"]["O4"].comment = Comment("Vu", "Zoé")
    book.save(master)
    assert run(["check", str(master), "--annotate", str(tmp_path / "r.xlsx")]) == 1
    sheet = load_workbook(tmp_path / "r.xlsx")["Fiches (copie)"]
    texts = {cell: comment.text for cell in ("O2", "O4") if (comment := sheet[cell].comment)}
    assert texts["O2"].endswith("Zoé rappelle lundi")
    assert texts["O4"] == "Vu"


def test_a_workbook_that_openpyxl_cannot_load_is_annotated_too(tmp_path: Path) -> None:
    master = make_workbook(tmp_path / "annuaire.xlsx", {"Fiches": [fiche(Téléphone="123456")]})
    parts = unpack(master.read_bytes())
    master.write_bytes(pack(replace_in(parts, "xl/styles.xml", "</fills>", "<fill/></fills>")))

    assert run(["check", str(master), "--annotate", str(tmp_path / "r.xlsx")]) == 1
    assert load_workbook(tmp_path / "r.xlsx").sheetnames[:2] == ["Anomalies", "Fiches (copie)"]
