"""A contact is found again although its row moved, and although what it says was corrected."""

from pathlib import Path

from tests.making.callsheets import FilledSheet
from tests.making.taking import CONTACTS_ROWS, FICHES_ROWS, changed
from tests.making.workbooks import make_workbook


def test_a_contact_that_moved_is_found_by_its_person_or_label(sheet: FilledSheet, master: Path) -> None:
    sheet.correct(1, "Night – Téléphone", "02 555 00 99")
    make_workbook(master, {"Fiches": FICHES_ROWS, "Contacts": CONTACTS_ROWS[::-1]})
    assert changed(sheet.save(), master)[:1] == [("contacts", 3, "phones", "02 555 00 99")]


def test_a_contact_whose_label_was_corrected_already_is_still_the_same(sheet: FilledSheet, master: Path) -> None:
    sheet.correct(1, "Night – Libellé", "Evening").correct(1, "Night – Téléphone", "02 555 00 99")
    rows = [CONTACTS_ROWS[0], {**CONTACTS_ROWS[1], "Libellé": "Evening"}, CONTACTS_ROWS[2]]
    make_workbook(master, {"Fiches": FICHES_ROWS, "Contacts": rows})
    assert changed(sheet.save(), master)[:1] == [("contacts", 3, "phones", "02 555 00 99")]
