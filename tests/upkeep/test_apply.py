"""`fiche apply`: a filled call sheet becomes a new workbook; what cannot be taken is reported at its cell."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from fiche_builder.check import Severity
from fiche_builder.cli.main import run
from fiche_builder.common.config import Config
from fiche_builder.common.errors import WorkbookError
from fiche_builder.common.i18n import use_language
from fiche_builder.common.period import Period
from fiche_builder.edition.edition import build_internal_edition
from fiche_builder.model.fields import CONTACTS, FICHES
from fiche_builder.upkeep.amend import Amendment, read_master, write_amended
from fiche_builder.upkeep.apply import KINDS, read_returned
from fiche_builder.upkeep.calls.callsheet import make_call_sheet
from fiche_builder.upkeep.sheets.returned import Returned
from fiche_builder.upkeep.sheets.values import CONTACT_KEYS, OWN_KEYS, parse_key
from fiche_builder.workbook.reader import read_workbook
from tests.conftest import WorkbookMaker
from tests.making.callsheets import HEADER_ROW, FilledSheet, save_in_libreoffice
from tests.making.workbooks import TODAY, check, fiche, make_workbook, public

LONG_AGO = date(2025, 1, 6)
FICHES_ROWS = [
    fiche(1, Nom="Le Relais", Vérifié_le=LONG_AGO, Vérifié_par="XY", Source="mail", Horaires="lu-ve 9:00-12:00"),
    public(2, Nom="Maison de l'emploi", Vérifié_le=None, **{"E-mail": "info@maison.example", "Code postal": "1000"}),
    fiche(3, Nom="Actiris antenne", Vérifié_le=LONG_AGO),
]
FICHES_ROWS[1]["Adresse"] = "Rue Haute 1\nbte\u00a02  =A"
CONTACTS_ROWS: list[dict[str, Any]] = [
    {
        "Fiche": 1,
        "Libellé": "Direct line",
        "Personne": "A. Dupont",
        "Fonction": "coordinator",
        "Téléphone": "02 555 00 91",
    },
    {"Fiche": 1, "Libellé": "Night", "Téléphone": "02 555 00 92", "Vérifié le": LONG_AGO},
    {"Fiche": 2, "Personne": "B. Peeters", "E-mail": "b@maison.example"},
]


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(
        "SOURCE_DATE_EPOCH", str(int(datetime(TODAY.year, TODAY.month, TODAY.day, 12, tzinfo=UTC).timestamp()))
    )


@pytest.fixture(scope="module")
def master_content(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    rows = {"Fiches": FICHES_ROWS, "Contacts": CONTACTS_ROWS}
    return make_workbook(tmp_path_factory.mktemp("master") / "annuaire.xlsx", rows).read_bytes()


@pytest.fixture
def master(master_content: bytes, tmp_path: Path) -> Path:
    path = tmp_path / "annuaire.xlsx"
    path.write_bytes(master_content)
    return path


@pytest.fixture
def sheet(master: Path, tmp_path: Path) -> FilledSheet:
    return FilledSheet(master, tmp_path / "calls.xlsx", (1, 2))


def returned(sheet: Path, master: Path) -> Returned:
    return read_returned(sheet, read_master(master, Config(), TODAY), TODAY)


def told(sheet: Path, master: Path) -> list[tuple[str, str]]:
    return [(problem.cell, problem.message) for problem in returned(sheet, master).problems]


def cells(found: Returned) -> list[tuple[str, int, str, object]]:
    return [
        (change.sheet.key, change.row, change.key, change.new)
        for change in found.changes
        if isinstance(change, Amendment)
    ]


def changed(sheet: Path, master: Path) -> list[tuple[str, int, str, object]]:
    return cells(returned(sheet, master))


def check_of(path: Path, number: int) -> tuple[object, ...]:
    row = next(row for _table, row in check(path).book.rows(FICHES) if row.value("number", int) == number)
    return row.values.get("verified_on"), row.text("verified_by"), row.text("source")


# What a filled sheet does.


def test_a_fiche_confirmed_as_a_whole_gets_its_check_and_so_do_its_contacts(sheet: FilledSheet, master: Path) -> None:
    found = returned(sheet.confirm(1).save(), master)
    assert cells(found) == [
        (key, row, column, value)
        for key, row in (("fiches", 2), ("contacts", 2), ("contacts", 3))
        for column, value in (("verified_on", TODAY), ("verified_by", "AB"), ("source", "appel"))
    ]
    assert not found.problems
    assert not found.conflicts
    assert found.counts == ("7 values confirmed",)


def test_a_corrected_value_is_changed_and_counts_as_checked(sheet: FilledSheet, master: Path) -> None:
    sheet.confirm(2).correct(2, "Téléphone", "02 555 77 77 (reception)")
    assert changed(sheet.save(), master)[:4] == [
        ("fiches", 3, "phones", "02 555 77 77 (reception)"),
        ("fiches", 3, "verified_on", TODAY),
        ("fiches", 3, "verified_by", "AB"),
        ("fiches", 3, "source", "appel"),
    ]


def test_a_new_value_without_a_result_is_a_correction(sheet: FilledSheet, master: Path) -> None:
    sheet.confirm(1).fill(1, "Horaires", New_value="lu-je 9:00-12:00")
    assert ("fiches", 2, "hours", "lu-je 9:00-12:00") in changed(sheet.save(), master)


def test_one_value_alone_does_not_make_the_fiche_checked(sheet: FilledSheet, master: Path) -> None:
    """Editing is not verifying: the value changes, the check date stays until all of the row was asked."""
    found = returned(sheet.correct(1, "Téléphone", "02 555 77 77").save(), master)
    assert [key for _sheet, _row, key, _new in cells(found)] == ["phones"]
    assert [note for note in found.notes if "Nom, Horaires" in note]


def test_every_value_by_itself_is_the_same_as_the_whole(sheet: FilledSheet, master: Path) -> None:
    for item in ("Nom", "Téléphone", "Horaires"):
        sheet.confirm(1, item)
    keys = ("verified_on", "verified_by", "source")
    assert [change[:3] for change in changed(sheet.save(), master)] == [("fiches", 2, key) for key in keys]


def test_the_check_date_is_the_day_by_which_all_was_asked(sheet: FilledSheet, master: Path) -> None:
    yesterday = TODAY - timedelta(days=1)
    sheet.confirm(1).confirm(1, "Horaires", On=yesterday, By="CD", Channel="visit")
    assert ("fiches", 2, "verified_on", yesterday) in changed(sheet.save(), master)
    assert ("fiches", 2, "source", "visite") in changed(sheet.save(), master)


def test_who_could_not_be_reached_changes_nothing(sheet: FilledSheet, master: Path) -> None:
    found = returned(sheet.fill(1, Result="Unreachable").save(), master)
    assert (list(found.changes), list(found.problems), found.counts) == ([], [], ("1 fiche not reached",))
    assert "1 Le Relais" in found.notes[0]


def test_a_value_that_could_not_be_asked_keeps_the_old_check(sheet: FilledSheet, master: Path) -> None:
    sheet.confirm(1).fill(1, "Direct line – Téléphone", Result="Unreachable")
    assert {change[:2] for change in changed(sheet.save(), master)} == {("fiches", 2), ("contacts", 3)}


def test_a_dash_empties_a_cell(sheet: FilledSheet, master: Path) -> None:
    sheet.confirm(1).correct(1, "Horaires", "-").correct(1, "Nom", "-")
    path = sheet.save()
    assert ("fiches", 2, "hours", None) in changed(path, master)
    assert told(path, master) == [(sheet.cell(1, "Nom", "New value").coordinate, "The column “Nom” cannot be emptied.")]


def test_a_missing_value_can_be_given(sheet: FilledSheet, master: Path) -> None:
    sheet.confirm(1).correct(1, "E-mail", "relais@relais.example")
    assert ("fiches", 2, "emails", "relais@relais.example") in changed(sheet.save(), master)


def test_what_is_said_once_holds_for_the_rows_below(sheet: FilledSheet, master: Path) -> None:
    sheet.fill(1, Channel="mail", By="CD", On="21/11/2026")
    for item in ("Nom", "Téléphone", "Horaires"):
        sheet.fill(1, item, Result="confirmed")
    assert ("fiches", 2, "verified_on", date(2026, 11, 21)) in changed(sheet.save(), master)


@pytest.mark.parametrize("day", [TODAY, datetime(2026, 11, 22), "22/11/2026", "2026-11-22", 46348])  # noqa: DTZ001 (a day of the sheet)
def test_a_day_is_understood_as_excel_libreoffice_and_people_write_it(
    sheet: FilledSheet, master: Path, day: object
) -> None:
    assert ("fiches", 2, "verified_on", TODAY) in changed(sheet.confirm(1, On=day).save(), master)


@pytest.mark.parametrize(
    ("typed", "written"),
    [("Call", "appel"), ("APPEL", "appel"), ("oproep", "appel"), ("courriel", "mail"), ("sur site", "sur site")],
)
def test_the_channel_is_written_in_the_workbooks_own_word(
    sheet: FilledSheet, master: Path, typed: str, written: str
) -> None:
    assert ("fiches", 3, "source", written) in changed(sheet.confirm(2, Channel=typed).save(), master)


def test_a_sheet_of_another_language_reads_the_same(master: Path, tmp_path: Path) -> None:
    use_language("fr")
    path = tmp_path / "appels.xlsx"
    path.write_bytes(make_call_sheet(check(master), [(1, "jamais vérifiée")], TODAY))
    book: Any = load_workbook(path)
    assert [cell.value for cell in book.worksheets[0][HEADER_ROW]][2:6] == [
        "Élément",
        "Valeur actuelle",
        "Résultat",
        "Nouvelle valeur",
    ]
    for column, value in zip("EGHI", ("Confirmé", "appel", "AB", TODAY), strict=True):
        book.worksheets[0][f"{column}{HEADER_ROW + 1}"] = value
    book.save(path)
    use_language("nl")
    assert len(returned(path, master).changes) == 9


# What is told at its cell.


@pytest.mark.parametrize(
    ("column", "values", "message"),
    [
        ("On", {"On": None}, "This is missing: “On”."),
        ("On", {"On": "soon"}, "“soon” is not a date."),
        ("On", {"On": TODAY + timedelta(days=1)}, "23/11/2026 is in the future."),
        ("On", {"On": TODAY - timedelta(days=365)}, "22/11/2025 lies long before the day this call sheet was made."),
        ("By", {"By": None}, "This is missing: “By”."),
        ("Channel", {"Channel": "site web"}, "“site web” is not a source: a web page may be as old as our fiche."),
        ("By", {"By": "#REF!"}, "The cell holds a formula or an error: #REF!."),
        ("Channel", {"Channel": "=G7"}, "The cell holds a formula or an error: =G7."),
        (
            "Channel",
            {"Channel": "https://x.example"},
            "“https://x.example” is not a source: a web page may be as old as our fiche.",
        ),
        ("Result", {"Result": "Corrected"}, "“Corrected” stands in the line of the whole fiche."),
        ("Result", {"Result": "perhaps"}, "“perhaps” is not a result."),
        ("New value", {"New value": "x"}, "A new value stands in the line of the whole fiche."),
    ],
)
def test_a_heading_that_cannot_be_taken_is_told_at_its_cell(
    sheet: FilledSheet, master: Path, column: str, values: dict[str, Any], message: str
) -> None:
    path = sheet.confirm(2).confirm(1, **values).save()
    assert told(path, master) == [(sheet.cell(1, "", column).coordinate, message)]
    assert ("fiches", 3, "verified_on", TODAY) in changed(path, master)


@pytest.mark.parametrize(
    ("column", "values", "message"),
    [
        ("New value", {"Result": "Confirmed", "New value": "x"}, "“Confirmed”, and yet a new value: which of the two?"),
        (
            "New value",
            {"Result": "Unreachable", "New value": "x"},
            "“Unreachable”, and yet a new value: which of the two?",
        ),
        ("New value", {"Result": "Corrected"}, "“Corrected”, but there is no new value."),
        (
            "New value",
            {"Result": "Corrected", "New value": "02 555 12 3"},
            "“02 555 12 3” is not a phone number: a digit is missing.",
        ),
        (
            "Present value",
            {"Present value": "02 555 99 99"},
            "The present value was changed in the call sheet: this row is not taken.",
        ),
        ("Result", {"Result": 7}, "“7” is not a result."),
    ],
)
def test_a_row_that_cannot_be_taken_is_told_at_its_cell_and_the_rest_goes_on(
    sheet: FilledSheet, master: Path, column: str, values: dict[str, Any], message: str
) -> None:
    path = sheet.confirm(1).fill(1, "Téléphone", **values).save()
    assert told(path, master) == [(sheet.cell(1, "Téléphone", column).coordinate, message)]
    assert {change[:2] for change in changed(path, master)} == {("contacts", 2), ("contacts", 3)}, (
        "the fiche's own check date stays"
    )


def test_new_values_are_judged_by_the_check_itself(sheet: FilledSheet, master: Path) -> None:
    sheet.confirm(2).correct(2, "E-mail", "clicg@orange,fr").correct(2, "B. Peeters – E-mail", "nobody")
    found = returned(sheet.save(), master)
    assert [(problem.message, problem.hint) for problem in found.problems] == [
        ("“clicg@orange,fr” is not a mail address.", "Did you mean “clicg@orange.fr”?"),
        (
            "“nobody” is not a mail address.",
            "Write one address such as info@service.example, or several with ; between them.",
        ),
    ]


def test_numbers_typed_as_numbers_are_read_as_the_workbook_reads_them(sheet: FilledSheet, master: Path) -> None:
    sheet.confirm(2).correct(2, "Téléphone", 25551234).correct(2, "Code postal", 1070)
    assert {("fiches", 3, "phones", "02 555 12 34"), ("fiches", 3, "postal_code", "1070")} <= set(
        changed(sheet.save(), master)
    )


def test_a_row_that_was_added_by_hand_is_told(sheet: FilledSheet, master: Path) -> None:
    sheet.confirm(1)
    row = sheet.sheet.max_row + 2
    sheet.sheet.cell(row, 6, "something")
    assert told(sheet.save(), master) == [(f"F{row}", f"Row {row} was filled in, but is no row of the call sheet.")]


def test_a_colleagues_copy_of_the_sheet_is_told_of_if_it_was_filled_in(sheet: FilledSheet, master: Path) -> None:
    sheet.book.copy_worksheet(sheet.sheet).title = "Blank"
    copied = sheet.book.copy_worksheet(sheet.sheet)
    copied.title = "Colleague"
    copied.cell(HEADER_ROW + 1, 5).value = "Unreachable"
    found = returned(sheet.confirm(2).save(), master)
    assert [(problem.title, problem.message) for problem in found.problems] == [
        ("Colleague", "This sheet was filled in too, but only the first one is read.")
    ]
    assert ("fiches", 3, "verified_on", TODAY) in cells(found)


def test_a_row_copied_with_other_words_is_told_once_with_the_same_ones_not(sheet: FilledSheet, master: Path) -> None:
    sheet.confirm(1).correct(1, "Téléphone", "02 555 77 77")
    first = sheet.cell(1, "Téléphone", "Fiche").row
    for offset in (2, 3):
        for column in range(1, 12):
            sheet.sheet.cell(sheet.sheet.max_row + (column == 1), column, sheet.sheet.cell(first, column).value)
        if offset == 3:
            sheet.sheet.cell(sheet.sheet.max_row, 6, "02 555 88 88")
    path = sheet.save()
    assert told(path, master) == [
        (f"E{sheet.sheet.max_row}", f"This row stands twice, and says something else in row {first}.")
    ]
    assert ("fiches", 2, "phones", "02 555 77 77") in changed(path, master)


# What changed in the workbook meanwhile.


def edit(master: Path, sheet: str = "Fiches", **cells: Any) -> None:
    book: Any = load_workbook(master)
    for name, value in cells.items():
        book[sheet][name] = value
    book.save(master)


def test_a_cell_that_changed_since_is_a_conflict_with_both_values(sheet: FilledSheet, master: Path) -> None:
    path = sheet.confirm(1).correct(1, "Téléphone", "02 555 77 77").confirm(2).save()
    edit(master, O2="02 555 66 66")
    (conflict,) = returned(path, master).conflicts
    assert (conflict.cell, conflict.asked, conflict.present, conflict.new) == (
        "Fiches!O2",
        "02 555 00 01",
        "02 555 66 66",
        "02 555 77 77",
    )
    assert ("fiches", 3, "verified_on", TODAY) in changed(path, master)
    assert not [change for change in changed(path, master) if change[:2] == ("fiches", 2)]


def test_a_fiche_without_a_value_that_could_not_be_taken_is_not_checked(sheet: FilledSheet, master: Path) -> None:
    path = sheet.confirm(1).correct(2, "Horaires", "lu 9-12").confirm(2).correct(2, "Téléphone", "12").save()
    edit(master, U2=None, O3=None)
    found = returned(path, master)
    assert [conflict.cell for conflict in found.conflicts] == ["Fiches!U2"]
    assert not [change for change in cells(found) if change[0] == "fiches" and change[2] == "verified_on"]
    assert [note.rpartition(": ")[2] for note in found.notes] == ["Horaires.", "Téléphone."]


def test_a_value_that_is_so_already_is_no_conflict(sheet: FilledSheet, master: Path) -> None:
    path = sheet.confirm(1).correct(1, "Téléphone", "02 555 77 77").save()
    edit(master, O2="02/555.77.77")
    found = returned(path, master)
    assert not found.conflicts
    assert "1 value already says so" in found.counts


def test_a_correction_older_than_the_last_check_is_a_conflict(sheet: FilledSheet, master: Path) -> None:
    path = sheet.confirm(1, On=TODAY - timedelta(days=2)).fill(1, "Téléphone", New_value="02 555 77 77").save()
    edit(master, AF2=TODAY)
    (conflict,) = returned(path, master).conflicts
    assert conflict.message == "it was checked again since this call: on 22/11/2026"
    assert not [change for change in changed(path, master) if change[:2] == ("fiches", 2)]


def test_a_fiche_that_is_gone_or_another_one_now_is_told_and_the_rest_goes_on(master: Path, tmp_path: Path) -> None:
    path = FilledSheet(master, tmp_path / "calls.xlsx", (1, 2, 3)).confirm(1).confirm(2).confirm(3).save()
    edit(master, C4="Something else")
    (conflict,) = returned(path, master).conflicts
    assert (conflict.title, conflict.message) == ("3 Actiris antenne", "This N° is now the fiche “Something else”.")
    book: Any = load_workbook(master)
    book["Fiches"].delete_rows(4)
    book.save(master)
    (conflict,) = returned(path, master).conflicts
    assert conflict.message == "There is no fiche with this N° any more, or it stands twice."
    assert len(returned(path, master).changes) == 15


def test_contacts_are_found_wherever_they_were_sorted_to(sheet: FilledSheet, master: Path) -> None:
    path = sheet.confirm(1).correct(1, "Night – Téléphone", "02 555 77 77").save()
    book: Any = load_workbook(master)
    contacts = book["Contacts"]
    rows = [[cell.value for cell in row] for row in contacts.iter_rows(min_row=2)]
    for number, row in enumerate(reversed(rows), 2):
        for column, value in enumerate(row, 1):
            contacts.cell(number, column).value = value
    book.save(master)
    assert ("contacts", 3, "phones", "02 555 77 77") in changed(path, master)


def test_a_contact_that_is_gone_or_stands_twice_is_a_conflict(sheet: FilledSheet, master: Path) -> None:
    path = sheet.confirm(1).save()
    edit(master, "Contacts", C2="C. Martin")
    assert {conflict.message for conflict in returned(path, master).conflicts} == {
        "this contact is no longer in the sheet “Contacts”"
    }
    edit(master, "Contacts", C2="A. Dupont")
    book: Any = load_workbook(master)
    contacts = book["Contacts"]
    contacts.insert_rows(2)
    contacts.insert_rows(2)
    for column in range(1, 11):
        contacts.cell(5, column + 0).value = contacts.cell(5, column).value
        contacts.cell(3, column).value = contacts.cell(4, column).value
    contacts.delete_rows(2)
    contacts.insert_rows(2)
    book.save(master)
    assert {conflict.message for conflict in returned(path, master).conflicts} == {
        "there are several such contacts now"
    }


def test_applying_twice_is_harmless(sheet: FilledSheet, master: Path) -> None:
    sheet.confirm(1).correct(1, "Téléphone", "02 555 77 77").correct(1, "Nom", "Le Relais (new)")
    path = sheet.correct(1, "Direct line – Personne", "C. Martin").save()
    assert run(["--lang", "en", "apply", str(path), "--workbook", str(master)]) == 0
    new = next(found for found in master.parent.glob("annuaire-2*.xlsx") if "changes" not in found.name)
    found = returned(path, new)
    assert not [*found.changes, *found.problems, *found.conflicts]
    assert "3 values already say so" in found.counts


# Sheets that cannot be read.


def test_a_sheet_of_another_workbook_is_refused(sheet: FilledSheet, master: Path) -> None:
    path = sheet.confirm(1).save()
    edit(master, C2="X", C3="Y")
    with pytest.raises(
        WorkbookError, match=r"made from another workbook \(annuaire\.xlsx\): of its 2 fiches, 0 are in this one"
    ):
        returned(path, master)
    edit(master, C2="Le Relais")
    other = master.rename(master.with_name("autre.xlsx"))
    with pytest.raises(WorkbookError, match="of its 2 fiches, 1 are in this one"):
        returned(path, other)


def test_a_renamed_workbook_with_the_same_fiches_is_no_other_one(sheet: FilledSheet, master: Path) -> None:
    path = sheet.confirm(1).save()
    assert returned(path, master.rename(master.with_name("gids.xlsx"))).changes


def test_a_workbook_that_is_no_such_sheet_is_refused(master: Path) -> None:
    with pytest.raises(WorkbookError, match="is not a sheet that fiche made to be filled in"):
        returned(master, master)


@pytest.mark.parametrize(
    ("header", "message"), [("On", "lacks the column “On”"), ("fiche-builder", "lacks its hidden last column")]
)
def test_a_deleted_column_is_named(sheet: FilledSheet, master: Path, header: str, message: str) -> None:
    column = next(cell.column for cell in sheet.sheet[HEADER_ROW] if cell.value == header)
    sheet.confirm(1).sheet.delete_cols(column)
    with pytest.raises(WorkbookError, match=message):
        returned(sheet.save(), master)


def test_deleted_columns_are_named_in_the_readers_own_quotation_marks(sheet: FilledSheet, master: Path) -> None:
    sheet.confirm(1).sheet.delete_cols(8, 2)
    use_language("fr")
    with pytest.raises(WorkbookError, match="n’a pas les colonnes «\u00a0Par\u00a0», «\u00a0Le\u00a0»"):
        returned(sheet.save(), master)


def test_columns_that_nothing_hangs_on_may_go_and_others_may_move(sheet: FilledSheet, master: Path) -> None:
    sheet.confirm(1).sheet.delete_cols(10)
    sheet.sheet.delete_cols(4)
    sheet.sheet.move_range("H1:H40", cols=12)
    assert len(returned(sheet.save(), master).changes) == 9


def test_a_sheet_without_its_hidden_sheet_is_read_by_its_keys(sheet: FilledSheet, master: Path) -> None:
    del sheet.confirm(1).book["fiche-builder"]
    assert len(returned(sheet.save(), master).changes) == 9


def test_a_sheet_of_another_version_is_refused(sheet: FilledSheet, master: Path) -> None:
    sheet.confirm(1).book["fiche-builder"]["B2"] = "9"
    with pytest.raises(WorkbookError, match="another version"):
        returned(sheet.save(), master)


def test_deleted_and_sorted_rows_do_no_harm(sheet: FilledSheet, master: Path) -> None:
    sheet.confirm(1).confirm(2).correct(2, "Téléphone", "02 555 77 77")
    sheet.sheet.delete_rows(sheet.cell(1, "Nom", "Fiche").row)
    rows = [[cell.value for cell in row] for row in sheet.sheet.iter_rows(min_row=HEADER_ROW + 1)]
    for number, row in enumerate(reversed(rows), HEADER_ROW + 1):
        for column, value in enumerate(row, 1):
            sheet.sheet.cell(number, column).value = value
    path = sheet.save()
    assert not told(path, master)
    assert len(changed(path, master)) == 16


@pytest.mark.parametrize(
    "rubbish",
    [
        "",
        "1|fiches|x|phones|2|a|b",
        "1|fiches|1|theme|2|a|b",
        "9|fiches|1|phones|2|a|b",
        "1|teams|1|email|2|a|b",
        "²|" * 6,
    ],
)
def test_rubbish_is_no_key(rubbish: str) -> None:
    assert parse_key(rubbish) is None


# The command, and the whole way round.


_RUBBISH = st.one_of(
    st.none(), st.integers(-5, 60_000), st.floats(allow_nan=False, allow_infinity=False), st.booleans(),
    st.dates(date(1900, 1, 1)),
    st.sampled_from(["Confirmed", "Corrigé", "Unreachable", "call", "web", "AB", "-", "22/11/2026", "02 555 77 77"]),
    st.sampled_from(["#REF!", "=1+1", "a@b.example"]),
    st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cn"]), max_size=12),
)  # fmt: skip


@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.dictionaries(st.tuples(st.integers(1, 40), st.integers(1, 11)), _RUBBISH, max_size=25))
def test_whatever_is_typed_into_it_a_sheet_is_read_or_refused(
    master: Path, tmp_path: Path, cells: dict[tuple[int, int], object]
) -> None:
    """A law: rubbish in any cell, even in headers and keys, never stops the program, and only known columns change."""
    sheet = FilledSheet(master, tmp_path / "calls.xlsx", (1, 2)).confirm(1)
    for (row, column), value in cells.items():
        sheet.sheet.cell(row, column).value = value
    try:
        found = returned(sheet.save(), master)
    except WorkbookError:
        return
    asked = {*OWN_KEYS, *CONTACT_KEYS, "verified_on", "verified_by", "source"}
    assert {change.key for change in found.changes if isinstance(change, Amendment)} <= asked
    if found.changes:
        assert write_amended(read_master(master, Config(), TODAY), found.changes, TODAY).workbook


def test_the_whole_way_round_with_libreoffice_in_between(sheet: FilledSheet, master: Path, tmp_path: Path) -> None:
    """A sheet saved by LibreOffice is applied to a workbook saved by LibreOffice: the edition has the new date."""
    path = sheet.confirm(1).correct(1, "Téléphone", "02 555 77 77").confirm(2).save()
    (tmp_path / "lo").mkdir()
    filled, kept = save_in_libreoffice(tmp_path / "lo", path, master)
    assert run(["--lang", "en", "apply", str(filled), "--workbook", str(kept)]) == 0
    new = kept.with_name("annuaire-2026-11-22.xlsx")
    checked = check(new)
    errors = [finding.code for finding in checked.findings if finding.severity is Severity.ERROR]
    assert errors == [finding.code for finding in check(master).findings if finding.severity is Severity.ERROR]
    edition = build_internal_edition(checked.directory, Period(2026, 11), Config())
    fiches = {entry.number: entry for entry in edition.fiches}
    assert (fiches[1].verified_on, fiches[1].phones[0].shown) == (TODAY, "02 555 77 77")
    assert [contact.verified_on for contact in fiches[1].contacts] == [TODAY, TODAY]
    assert (fiches[2].verified_on, fiches[2].verified_by, fiches[2].source) == (TODAY, "AB", "appel")
    assert fiches[3].verified_on == LONG_AGO


def test_every_kind_has_a_reader() -> None:
    assert "calls" in KINDS


def test_the_call_sheet_is_made_for_the_telephone(sheet: FilledSheet) -> None:
    """Frozen headers, lists to choose from, one A4 wide, the key hidden, and nothing that could be a formula."""
    page = sheet.sheet
    assert page.freeze_panes == f"A{HEADER_ROW + 1}"
    assert page.page_setup.orientation == "landscape"
    assert page.page_setup.paperSize == 9
    assert page.column_dimensions["K"].hidden
    assert sheet.book["fiche-builder"].sheet_state == "hidden"
    lists = {validation.formula1: str(validation.sqref).split() for validation in page.data_validations.dataValidation}
    assert lists['"Confirmed,Unreachable"'] == [sheet.cell(number, "", "Result").coordinate for number in (1, 2)]
    assert '"call,mail,visit"' in lists
    assert not [cell.coordinate for row in page.iter_rows() for cell in row if cell.data_type == "f"]
    assert read_workbook(sheet.path).sheets[1].hidden


def test_a_book_without_contacts_or_a_number_nobody_has_gives_a_sheet_too(
    workbook: WorkbookMaker, tmp_path: Path
) -> None:
    path = workbook(Fiches=[fiche(1, Nom="=1+1")])
    made = FilledSheet(path, tmp_path / "calls.xlsx", (1, 99))
    assert check(path).book.table(CONTACTS) is None
    assert {str(made.sheet.cell(row, 1).value) for row in range(HEADER_ROW + 1, made.sheet.max_row + 1)} == {"1"}


def test_an_empty_workbook_is_no_sheet(master: Path, tmp_path: Path) -> None:
    path = tmp_path / "empty.xlsx"
    Workbook().save(path)
    with pytest.raises(WorkbookError):
        returned(path, master)
