"""The sheet of open suggestions: made, decided on, and taken into a new workbook by `fiche apply`."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from fiche_builder.cli.main import run
from fiche_builder.common.config import Config
from fiche_builder.common.period import Period
from fiche_builder.edition.edition import build_internal_edition
from fiche_builder.model.words import SuggestionStatus
from tests.conftest import WorkbookMaker
from tests.making.callsheets import save_in_libreoffice
from tests.making.deciding import HEADER_ROW, apply, change, fill, fill_row, make_sheet
from tests.making.workbooks import TODAY, Cells, fiche, make_workbook

Capture = pytest.CaptureFixture[str]
OCTOBER = date(2026, 10, 1)
FICHES = [
    fiche(1, Nom="Le Relais", Téléphone="02 555 00 01", Horaires="lu-ve 9:00-12:00", Vérifié_le=OCTOBER),
    fiche(2, Nom="Le Lien", Vérifié_le=OCTOBER),
]
SUGGESTIONS: list[Cells] = [
    {
        "Reçue le": date(2026, 11, 9),
        "Fiche": 1,
        "Proposition": "Le numéro a changé",
        "Auteur": "Marie",
        "Statut": "Nouvelle",
    },
    {"Reçue le": date(2026, 11, 1), "Fiche": 2, "Proposition": "Fermé", "Auteur": "Karim", "Statut": "Acceptée"},
    {
        "Reçue le": date(2026, 11, 5),
        "Fiche": 2,
        "Proposition": "Fermé le mardi",
        "Auteur": "Karim",
        "Statut": "Source contactée",
    },
    {"Reçue le": date(2026, 11, 3), "Proposition": "Il manque une fiche"},
]
PHONE, LINK, MISSING = "Le numéro a changé", "Fermé le mardi", "Il manque une fiche"


@pytest.fixture
def master(tmp_path: Path) -> Path:
    return make_workbook(tmp_path / "annuaire.xlsx", {"Fiches": FICHES, "Suggestions": SUGGESTIONS})


@pytest.fixture
def sheet(master: Path) -> Path:
    """The sheet as it was made."""
    return make_sheet(master)


def test_the_sheet_shows_open_suggestions_the_oldest_first_with_what_the_fiche_says(sheet: Path) -> None:
    rows = list(load_workbook(sheet).worksheets[0].iter_rows(min_row=HEADER_ROW, values_only=True))
    assert rows[0][:9] == (
        "Received",
        "Suggestion",
        "Author",
        "Fiche",
        "What the fiche says",
        "Decision",
        "Contact",
        "Column to change",
        "New value",
    )
    assert [row[1] for row in rows[1:]] == [MISSING, LINK, PHONE]
    assert rows[2][0] == "05/11/2026\nSource contactée"
    assert rows[3][3] == "1 Le Relais"
    assert rows[3][4] == "Téléphone: 02 555 00 01\nHoraires: lu-ve 9:00-12:00"
    lists = {validation.formula1 for validation in load_workbook(sheet).worksheets[0].data_validations.dataValidation}
    assert '"Acceptée,Refusée,Source contactée"' in lists
    assert all(len(text or "") <= 257 for text in lists)


def test_an_accepted_suggestion_changes_the_fiche_and_is_closed_and_nothing_is_verified(
    sheet: Path, master: Path
) -> None:
    before = master.read_bytes()
    fill(sheet, PHONE, Decision="Acceptée", Column_to_change="Téléphone", New_value="02 555 00 99", Réponse="Merci !",
        Traitée_par="AB",
         Remercier="Oui", Traitée_le=date(2026, 11, 20))  # fmt: skip
    fill(sheet, LINK, Decision="refusee", Réponse="Ouvert.")
    fill(sheet, MISSING, Decision="Source contactée", Traitée_par="CD")
    directory = apply(sheet, master).directory
    assert [phone.shown for phone in directory.fiches[0].phones] == ["02 555 00 99"]
    assert [f.verified_on for f in directory.fiches] == [OCTOBER, OCTOBER]
    phone, _closed, link, missing = directory.suggestions
    assert (phone.status, phone.answer, phone.handled_by) == (SuggestionStatus.ACCEPTED, "Merci !", "AB")
    assert phone.handled_on == date(2026, 11, 20)
    assert build_internal_edition(directory, Period(2026, 11), Config()).thanked == ("Marie",)
    assert (link.status, link.answer, link.handled_on) == (SuggestionStatus.REFUSED, "Ouvert.", TODAY)
    assert (missing.status, missing.handled_by, missing.handled_on) == (SuggestionStatus.ASKED, "CD", None)
    assert master.read_bytes() == before


def test_an_empty_sheet_changes_nothing(sheet: Path, master: Path, capsys: Capture) -> None:
    apply(sheet, master)
    assert "Nothing to change" in capsys.readouterr().out


def test_it_survives_libreoffice_and_sorting(sheet: Path, master: Path, tmp_path: Path) -> None:
    fill(sheet, PHONE, Decision="Acceptée", Column_to_change="Horaires", New_value="-", Traitée_par="AB")
    folder = tmp_path / "office"
    folder.mkdir()
    (saved,) = save_in_libreoffice(folder, sheet)
    moved = make_workbook(master, {"Fiches": FICHES[::-1], "Suggestions": SUGGESTIONS[::-1]})
    directory = apply(saved, moved).directory
    assert directory.fiches[1].hours == ""
    assert directory.suggestions[3].status is SuggestionStatus.ACCEPTED


def test_a_copied_row_changes_a_second_column(sheet: Path, master: Path) -> None:
    def copy(sheet: Any) -> None:
        for column in range(1, sheet.max_column + 1):
            sheet.cell(9, column).value = sheet.cell(8, column).value
        fill_row(sheet, PHONE, {"Column to change": "Téléphone", "New value": "02 555 00 99"})
        sheet.cell(9, 8).value, sheet.cell(9, 9).value = "Horaires", "lu 9:00-12:00"

    fill(sheet, PHONE, Decision="Acceptée")
    change(sheet, copy)
    directory = apply(sheet, master).directory
    assert (directory.fiches[0].phones[0].shown, directory.fiches[0].hours) == ("02 555 00 99", "lu 9:00-12:00")


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"Decision": "peut-être"}, "F8 · 1 Le Relais · “peut-être” is not a decision."),
        (
            {"New_value": "02 555 00 99", "Column_to_change": "Téléphone"},
            "F8 · 1 Le Relais · There is no decision in this row.",
        ),
        (
            {"Decision": "Refusée", "New_value": "02 555 00 99", "Column_to_change": "Téléphone"},
            "I8 · 1 Le Relais · “Refusée”, and yet a",
        ),
        ({"Decision": "Acceptée", "New_value": "02 555 00 99"}, "H8 · 1 Le Relais · A change needs both"),
        ({"Decision": "Acceptée", "Column_to_change": "Téléphone"}, "I8 · 1 Le Relais · A change needs both"),
        (
            {"Decision": "Acceptée", "Column_to_change": "Diffusion", "New_value": "Public"},
            "H8 · 1 Le Relais · A change needs both",
        ),
        (
            {"Decision": "Acceptée", "Column_to_change": "Téléphone", "New_value": "02 555 12 3"},
            "I8 · 1 Le Relais · “02 555 12 3” is not",
        ),
        (
            {"Decision": "Acceptée", "Column_to_change": "Nom", "New_value": "-"},
            "I8 · 1 Le Relais · The column “Nom” cannot be emptied.",
        ),
        ({"Decision": "Acceptée", "Remercier": "peut-être"}, "K8 · 1 Le Relais · “peut-être” is neither yes nor no."),
        ({"Decision": "Acceptée", "Traitée_le": "hier"}, "M8 · 1 Le Relais · “hier” is not a date."),
        ({"Decision": "Acceptée", "Traitée_le": "-"}, "M8 · 1 Le Relais · “-” is not a date."),
        ({"Decision": "Acceptée", "Traitée_le": "09/06/26"}, "Did you mean “09/06/2026”?"),
        ({"Decision": "Acceptée", "Remercier": "-"}, "K8 · 1 Le Relais · “-” is neither yes nor no."),
        ({"Decision": "Acceptée", "Remercier": "#N/A"}, "K8 · 1 Le Relais · The cell holds a formula or an error"),
        ({"Decision": "Acceptée", "Traitée_le": date(2027, 1, 1)}, "M8 · 1 Le Relais · 01/01/2027 is in the future."),
    ],
)
def test_what_cannot_be_taken_is_told_at_its_cell_and_stays_open(
    sheet: Path, master: Path, capsys: Capture, values: dict[str, Any], words: str
) -> None:
    fill(sheet, PHONE, **values)
    fill(sheet, LINK, Decision="Refusée")
    directory = apply(sheet, master, code=1).directory
    said = capsys.readouterr()
    assert words in said.out + said.err
    assert [s.status.word for s in directory.suggestions] == ["Nouvelle", "Acceptée", "Refusée", "Nouvelle"]
    assert directory.fiches[0].phones[0].shown == "02 555 00 01"


def test_a_suggestion_that_names_no_fiche_changes_none(sheet: Path, master: Path, capsys: Capture) -> None:
    fill(sheet, MISSING, Decision="Acceptée", Column_to_change="Nom", New_value="Le Lien")
    apply(sheet, master, code=1)
    said = capsys.readouterr().out
    assert "This suggestion names no fiche" in said
    assert "the workbook says something else now" not in said


def test_what_changed_meanwhile_is_a_conflict_with_both_values(sheet: Path, master: Path, capsys: Capture) -> None:
    fill(sheet, PHONE, Decision="Acceptée", Column_to_change="Téléphone", New_value="02 555 00 99")
    fill(sheet, LINK, Decision="Acceptée", Column_to_change="Téléphone", New_value="02 555 00 98")
    fill(sheet, MISSING, Decision="Refusée")
    changed = [{**FICHES[0], "Téléphone": "02 555 00 55"}]
    make_workbook(
        master,
        {"Fiches": changed, "Suggestions": [SUGGESTIONS[0], {**SUGGESTIONS[3], "Statut": "Refusée"}, SUGGESTIONS[2]]},
    )
    directory = apply(sheet, master, code=1).directory
    said = capsys.readouterr().out
    assert "02 555 00 55" in said
    assert "02 555 00 99" in said
    assert "this suggestion was closed since" in said
    assert "there is no such fiche in the workbook" in said
    assert directory.fiches[0].phones[0].shown == "02 555 00 55"


def test_a_suggestion_that_is_gone_is_told(sheet: Path, master: Path, capsys: Capture) -> None:
    fill(sheet, PHONE, Decision="Acceptée")
    make_workbook(master, {"Fiches": FICHES, "Suggestions": SUGGESTIONS[1:]})
    apply(sheet, master, code=1)
    assert "this suggestion is no longer in the workbook" in capsys.readouterr().out


def test_a_column_that_was_deleted_is_named(sheet: Path, master: Path, capsys: Capture) -> None:
    change(sheet, lambda sheet: sheet.delete_cols(6))
    apply(sheet, master, code=2)
    assert "“decisions.xlsx” lacks the column “Decision”." in capsys.readouterr().err


def test_a_sheet_is_never_overwritten(sheet: Path, master: Path, capsys: Capture) -> None:
    before = sheet.read_bytes()
    assert run(["--lang", "en", "suggestions", "--workbook", str(master), "--sheet", str(sheet)]) == 2
    assert "already exists: it was not overwritten." in capsys.readouterr().err
    assert sheet.read_bytes() == before
    assert run(["suggestions", "--workbook", str(master), "--sheet", str(sheet.with_suffix(".csv"))]) == 2


def test_no_sheet_is_made_of_nothing(workbook: WorkbookMaker, tmp_path: Path) -> None:
    assert run(["suggestions", "--workbook", str(workbook()), "--sheet", str(tmp_path / "x.xlsx")]) == 0
    assert not (tmp_path / "x.xlsx").exists()


def test_hostile_text_is_text_in_the_sheet(tmp_path: Path) -> None:
    row = {"Proposition": "'=1+1", "Auteur": "x"}
    master = make_workbook(tmp_path / "annuaire.xlsx", {"Suggestions": [row]})
    path = tmp_path / "d.xlsx"
    assert run(["suggestions", "--workbook", str(master), "--sheet", str(path)]) == 0
    cells = [cell for row in load_workbook(path).worksheets[0].iter_rows() for cell in row]
    assert all(cell.data_type != "f" for cell in cells)


def test_a_sheet_made_before_a_column_was_added_is_refused(sheet: Path, master: Path, capsys: Capture) -> None:
    """Its keys hold a digest for each column that a suggestion may change; with another column, they fit nothing."""

    def shorten(form: Any) -> None:
        keys = form.max_column
        for row in range(HEADER_ROW + 1, form.max_row + 1):
            form.cell(row, keys).value = str(form.cell(row, keys).value).rpartition(".")[0]

    fill(sheet, PHONE, Decision="Refusée")
    change(sheet, shorten)
    assert run(["--lang", "en", "apply", str(sheet), "--workbook", str(master)]) == 2
    assert "was made by another version" in capsys.readouterr().err
