"""What was said on the telephone comes into the workbook; what changed there meanwhile is a conflict."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from fiche_builder.common.errors import WorkbookError
from fiche_builder.upkeep.amend import Addition
from tests.making.callsheets import FilledSheet
from tests.making.taking import cells, changed, edit, returned, told
from tests.making.workbooks import TODAY


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


def test_label_and_usage_of_one_contact_are_corrected_and_the_others_stay(sheet: FilledSheet, master: Path) -> None:
    sheet.correct(1, "Night – Libellé", "Evening").correct(1, "Direct line – Usage", "give")
    assert sorted(changed(sheet.save(), master), key=str) == [
        ("contacts", 2, "usage", "Donner"),
        ("contacts", 3, "label", "Evening"),
    ]


def test_our_own_words_hold_no_check_date_back(sheet: FilledSheet, master: Path) -> None:
    """The label is ours: nobody at the other end of the line confirms it."""
    for item in ("Night – Téléphone", "Night – E-mail"):
        sheet.confirm(1, item)
    assert ("contacts", 3, "verified_on", TODAY) in changed(sheet.save(), master)


def test_one_of_three_numbers_is_corrected_without_the_others(master: Path, tmp_path: Path) -> None:
    three = "02 555 00 01 (reception) ; 02 555 00 02 (night) ; 02 555 00 03"
    edit(master, O2=three)
    fresh = FilledSheet(master, tmp_path / "three.xlsx", (1,))
    fresh.correct(1, "Téléphone", "02 555 00 02 -> 02 555 00 99")
    assert changed(fresh.save(), master)[:1] == [
        ("fiches", 2, "phones", "02 555 00 01 (reception) ; 02 555 00 99 (night) ; 02 555 00 03")
    ]
    fresh.correct(1, "Téléphone", "02 555 00 99")
    ((_cell, message),) = told(fresh.save(), master)
    assert "which of them does it replace?" in message


def test_a_new_contact_is_added_with_its_check(sheet: FilledSheet, master: Path) -> None:
    found = returned(sheet.correct(1, "New contact", "Desk ; 02 555 00 95 ; Give").save(), master)
    (added,) = [change for change in found.changes if isinstance(change, Addition)]
    assert dict(added.values) == {
        "fiche": 1, "label": "Desk", "phones": "02 555 00 95", "usage": "Donner",
        "verified_on": TODAY, "verified_by": "AB", "source": "appel",
    }  # fmt: skip
    assert found.counts == ("1 contact added",)
    assert not found.problems
