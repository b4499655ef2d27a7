"""What was corrected in the report of findings, although it says not to, is offered to the workbook."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from fiche_builder.check.checked import CheckedWorkbook
from fiche_builder.cli.main import run
from tests.making.callsheets import save_in_libreoffice
from tests.making.workbooks import TODAY, Cells, check, fiche, make_workbook, public

Capture = pytest.CaptureFixture[str]
FICHES: list[Cells] = [
    fiche(1, Nom="Le Relais", Téléphone="02 555 12 3"),
    public(2, Nom="Le Lien", Vérifié_le=date(2026, 12, 24)),
    {**fiche(3, Nom="Le Pont"), "Maison": "à nous"},
]
CONTACTS: list[Cells] = [
    {"Fiche": 1, "Libellé": "Guichet", "Téléphone": "02 555 00 91"},
    {"Fiche": 1, "Libellé": "Nuit", "Téléphone": "02 555 00 92"},
]
COPY = "Fiches (copie)"


@pytest.fixture
def master(tmp_path: Path) -> Path:
    return make_workbook(tmp_path / "annuaire.xlsx", {"Fiches": FICHES, "Contacts": CONTACTS})


@pytest.fixture
def report(master: Path) -> Path:
    path = master.parent / "anomalies.xlsx"
    assert run(["--lang", "fr", "check", str(master), "--annotate", str(path)]) == 1
    return path


def correct(report: Path, sheet: str = COPY, **cells: Any) -> None:
    book: Any = load_workbook(report)
    for name, value in cells.items():
        book[sheet][name].value = value
    book.save(report)


def apply(report: Path, master: Path, code: int = 0, *options: str) -> CheckedWorkbook:
    before = master.read_bytes()
    assert run(["--lang", "en", "apply", str(report), "--workbook", str(master), *options]) == code
    assert master.read_bytes() == before
    new = master.with_name(f"annuaire-{TODAY}.xlsx")
    return check(new if new.exists() else master)


def test_what_was_corrected_in_the_copy_is_shown_and_written_into_a_new_workbook(
    report: Path, master: Path, capsys: Capture
) -> None:
    correct(report, O2="02 555 12 34", AF3=date(2026, 11, 3), A4=4)
    correct(report, "Contacts (copie)", E3="02 555 00 99")
    checked = apply(report, master)
    one, two, three = checked.directory.fiches
    assert [phone.shown for phone in one.phones] == ["02 555 12 34"]
    assert [contact.phones[0].shown for contact in one.contacts] == ["02 555 00 91", "02 555 00 99"]
    assert two.verified_on == date(2026, 11, 3)
    assert three.number == 4
    said = capsys.readouterr().out
    assert "02 555 12 3 → 02 555 12 34" in said
    assert "4 cells corrected" in said


def test_a_dry_run_only_shows_it(report: Path, master: Path, capsys: Capture) -> None:
    correct(report, O2="02 555 12 34")
    apply(report, master, 0, "--dry-run")
    assert "02 555 12 34" in capsys.readouterr().out
    assert not master.with_name(f"annuaire-{TODAY}.xlsx").exists()


def test_an_untouched_report_changes_nothing(report: Path, master: Path, capsys: Capture) -> None:
    apply(report, master)
    assert "Nothing to change" in capsys.readouterr().out


def test_it_survives_libreoffice_and_a_workbook_sorted_since(report: Path, master: Path, tmp_path: Path) -> None:
    correct(report, O2="02 555 12 34", AF3=date(2026, 11, 3))
    folder = tmp_path / "office"
    folder.mkdir()
    (saved,) = save_in_libreoffice(folder, report)
    make_workbook(master, {"Fiches": FICHES[::-1], "Contacts": CONTACTS[::-1]})
    by_number = {fiche.number: fiche for fiche in apply(saved, master).directory.fiches}
    assert by_number[1].phones[0].shown == "02 555 12 34"
    assert by_number[2].verified_on == date(2026, 11, 3)


def test_what_changed_in_the_workbook_meanwhile_is_not_undone(report: Path, master: Path, capsys: Capture) -> None:
    correct(report, O2="02 555 12 34", T4="lu 9:00-12:00", C3="Le Lien rouge")
    rows = [{**FICHES[0], "Téléphone": "02 555 77 77"}, {**FICHES[1], "Nom": "Le Lien rouge"}, FICHES[2]]
    make_workbook(master, {"Fiches": rows, "Contacts": CONTACTS})
    one, two, three = apply(report, master, code=1).directory.fiches
    assert one.phones[0].shown == "02 555 77 77"
    assert two.name == "Le Lien rouge"
    assert three.hours == ""
    assert three.municipality == "lu 9:00-12:00"
    said = capsys.readouterr().out
    assert "it was changed in the workbook since the report was made" in said
    assert "02 555 77 77" in said
    assert "1 value already says so" in said


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ({"O2": "02 555 12"}, "Fiches (copie)!O2 · “02 555 12” is not"),
        ({"C3": None}, "Fiches (copie)!C3 · The column “Nom” cannot be emptied."),
        ({"AI4": "encore à nous"}, "This column is not one of the annuaire's"),
        ({"A9": 9, "C9": "Neuve"}, "Fiches (copie)!A9 · This row was added in the copy"),
        ({"O1": "Tél."}, "The headers of the copy were changed: nothing is taken from its columns O."),
    ],
)
def test_what_cannot_be_taken_is_told_and_never_dropped_in_silence(
    report: Path, master: Path, capsys: Capture, cells: dict[str, Any], words: str
) -> None:
    correct(report, **cells)
    apply(report, master, code=1)
    assert words in capsys.readouterr().out


def rebuild(report: Path, change: Callable[[Any], None]) -> None:
    """Correct a phone, then change the sheets of a report as people do in Excel."""
    book: Any = load_workbook(report)
    book[COPY]["O2"].value = "02 555 12 34"
    change(book)
    book.save(report)


@pytest.mark.parametrize(
    ("change", "code", "words"),
    [
        (lambda book: book[COPY].insert_cols(4), 0, "1 cell corrected"),
        (lambda book: book[COPY].insert_cols(1, 3), 0, "1 cell corrected"),
        (lambda book: setattr(book[COPY], "title", "Fiches"), 0, "1 cell corrected"),
        (lambda book: book[COPY].delete_cols(4), 1, "nothing is taken from its columns D."),
        (lambda book: (book[COPY].insert_cols(4), book[COPY].__setitem__("D1", "Mine")), 1, "from its columns D."),
    ],
)
def test_what_was_corrected_is_found_under_another_title_and_in_moved_columns(  # noqa: PLR0913, PLR0917 (a table)
    report: Path, master: Path, capsys: Capture, change: Callable[[Any], None], code: int, words: str
) -> None:
    rebuild(report, change)
    assert apply(report, master, code).directory.fiches[0].phones[0].shown == "02 555 12 34"
    assert words in capsys.readouterr().out


def test_what_was_typed_into_a_new_column_is_told_at_its_cell(report: Path, master: Path, capsys: Capture) -> None:
    def change(book: Any) -> None:
        book[COPY].insert_cols(4)
        book[COPY]["D3"].value = "à rappeler"

    rebuild(report, change)
    apply(report, master, code=1)
    assert "Fiches (copie)!D3 · This column is not one of the annuaire's" in capsys.readouterr().out


def test_a_copy_that_was_deleted_is_told(report: Path, master: Path, capsys: Capture) -> None:
    book: Any = load_workbook(report)
    del book[COPY]
    book.save(report)
    apply(report, master)
    assert "rows are gone from the copy “Fiches (copie)”" in capsys.readouterr().err


def test_deleted_rows_stay_in_the_workbook(report: Path, master: Path, capsys: Capture) -> None:
    book: Any = load_workbook(report)
    book[COPY].delete_rows(3)
    book.save(report)
    assert len(apply(report, master).directory.fiches) == 3
    assert "1 row is gone from the copy “Fiches (copie)”: it stays in your workbook." in capsys.readouterr().err


def test_a_value_corrected_in_the_list_is_taken_if_it_is_the_whole_cell(
    report: Path, master: Path, capsys: Capture
) -> None:
    rows = list(load_workbook(report)["Anomalies"].iter_rows(min_row=3, values_only=True))
    line = next(number for number, row in enumerate(rows, 3) if row[2] == "O2")
    correct(report, "Anomalies", **{f"F{line}": "02 555 12 34"})
    assert apply(report, master).directory.fiches[0].phones[0].shown == "02 555 12 34"
    make_workbook(master, {"Fiches": [{**FICHES[0], "Téléphone": "02 555 12 3 ; 02 555 12 35"}, *FICHES[1:]]})
    master.with_name(f"annuaire-{TODAY}.xlsx").unlink()
    apply(report, master, code=1)
    assert "This value was changed in the list of findings: it was not taken." in capsys.readouterr().out


def test_the_report_of_another_workbook_is_refused(report: Path, tmp_path: Path, capsys: Capture) -> None:
    other = make_workbook(tmp_path / "other.xlsx", {"Fiches": [fiche(7, Nom="Autre", Téléphone="02 555 77 00")]})
    correct(report, O2="02 555 12 34")
    assert run(["--lang", "en", "apply", str(report), "--workbook", str(other)]) == 2
    assert "is a report about another workbook (annuaire.xlsx)" in capsys.readouterr().err


def test_a_corrected_report_is_not_overwritten_until_it_was_taken_in(
    report: Path, master: Path, capsys: Capture
) -> None:
    correct(report, O2="02 555 12 34")
    before = report.read_bytes()
    assert run(["--lang", "en", "check", str(master), "--annotate", str(report)]) == 2
    assert "was corrected by hand (Fiches (copie)!O2)" in capsys.readouterr().err
    assert report.read_bytes() == before
    apply(report, master)
    new = master.with_name(f"annuaire-{TODAY}.xlsx")
    master.write_bytes(new.read_bytes())
    assert run(["--lang", "en", "check", str(master), "--annotate", str(report)]) == 1
