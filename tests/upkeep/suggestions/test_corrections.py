"""What an accepted suggestion changes: the fiche whose N° is typed, one of its contacts, one of its numbers."""

from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from fiche_builder.check.checked import CheckedWorkbook
from fiche_builder.model.words import Flag
from tests.making.deciding import apply, fill, make_sheet
from tests.making.workbooks import Cells, fiche, make_workbook

Capture = pytest.CaptureFixture[str]
FICHES = [
    fiche(1, Nom="Le Relais", Téléphone="02 555 00 01 (accueil) ; 02 555 00 02 (direction) ; 02 555 00 03"),
    fiche(2, Nom="Le Lien"),
]
CONTACTS: list[Cells] = [
    {"Fiche": 1, "Libellé": "Guichet", "Téléphone": "02 555 00 91", "E-mail": "g@relais.example", "Usage": "Donner"},
    {"Fiche": 1, "Personne": "A. Dupont", "Téléphone": "02 555 00 92"},
]
NAMELESS, PHONE = "Le numéro est faux", "La direction a changé de numéro"
SUGGESTIONS: list[Cells] = [
    {"Proposition": NAMELESS, "Auteur": "Marie"},
    {"Proposition": PHONE, "Auteur": "Karim", "Fiche": 1},
]


@pytest.fixture
def master(tmp_path: Path) -> Path:
    rows: dict[str, Any] = {"Fiches": FICHES, "Contacts": CONTACTS, "Suggestions": SUGGESTIONS}
    return make_workbook(tmp_path / "annuaire.xlsx", rows)


@pytest.fixture
def sheet(master: Path) -> Path:
    return make_sheet(master)


def accept(path: Path, proposal: str, **values: Any) -> None:
    fill(path, proposal, Decision="Acceptée", **values)


def contacts(checked: CheckedWorkbook) -> list[tuple[str, ...]]:
    return [
        (c.label, c.person, " ; ".join(p.shown for p in c.phones), ",".join(c.emails), c.usage.word)
        for c in checked.directory.fiches[0].contacts
    ]


UNCHANGED = [
    ("Guichet", "", "02 555 00 91", "g@relais.example", "Donner"),
    ("", "A. Dupont", "02 555 00 92", "", "Interne"),
]


@pytest.mark.parametrize("typed", [2, "2", "fiche 2", "Le Lien", "2 Le Lien"])
def test_a_suggestion_without_a_fiche_gets_one_by_typing_it(sheet: Path, master: Path, typed: int | str) -> None:
    accept(sheet, NAMELESS, Fiche=typed, Column_to_change="Téléphone", New_value="02 555 00 99")
    directory = apply(sheet, master).directory
    assert [phone.shown for phone in directory.fiches[1].phones] == ["02 555 00 99"]
    assert directory.suggestions[0].fiche == 2
    assert not directory.suggestions[0].is_open


def test_the_number_alone_is_taken_and_the_suggestion_stays_open(sheet: Path, master: Path) -> None:
    fill(sheet, NAMELESS, Fiche=2)
    (first, _second) = apply(sheet, master).directory.suggestions
    assert (first.fiche, first.is_open) == (2, True)


def test_a_fiche_that_the_mail_named_wrongly_is_corrected(sheet: Path, master: Path) -> None:
    fill(sheet, PHONE, Fiche=2, Decision="Refusée", Réponse="Non.")
    directory = apply(sheet, master).directory
    assert directory.suggestions[1].fiche == 2


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("Le Lein", "D6 · Le numéro est faux · “Le Lein” is neither the N° nor the name of a fiche."),
        (99, "D6 · Le numéro est faux · There is no fiche 99 in the workbook."),
        ("1 et 2", "names several fiches: 1, 2."),
    ],
)
def test_what_is_no_fiche_is_told_at_its_cell(
    sheet: Path, master: Path, capsys: Capture, typed: int | str, words: str
) -> None:
    accept(sheet, NAMELESS, Fiche=typed, Column_to_change="Téléphone", New_value="02 555 00 99")
    assert apply(sheet, master, code=1).directory.suggestions[0].is_open
    assert words in capsys.readouterr().out


def test_without_a_fiche_the_editor_is_told_to_type_one(sheet: Path, master: Path, capsys: Capture) -> None:
    accept(sheet, NAMELESS, Column_to_change="Téléphone", New_value="02 555 00 99")
    apply(sheet, master, code=1)
    assert "Write the N° of the fiche into the column “Fiche” of this row." in capsys.readouterr().out


def test_one_number_among_several_leaves_the_others(sheet: Path, master: Path) -> None:
    accept(sheet, PHONE, Column_to_change="Téléphone", New_value="02 555 00 02 → 02 555 00 99")
    phones = apply(sheet, master).directory.fiches[0].phones
    assert [(phone.shown, phone.label) for phone in phones] == [
        ("02 555 00 01", "accueil"), ("02 555 00 99", "direction"), ("02 555 00 03", ""),
    ]  # fmt: skip


def test_one_number_for_three_is_asked_about(sheet: Path, master: Path, capsys: Capture) -> None:
    accept(sheet, PHONE, Column_to_change="Téléphone", New_value="02 555 00 99")
    directory = apply(sheet, master, code=1).directory
    assert len(directory.fiches[0].phones) == 3
    assert directory.suggestions[1].is_open
    assert "“02 555 00 01 -> 02 555 00 99”" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"Contact": "Guichet", "Column_to_change": "Téléphone", "New_value": "02 555 00 99"},
         [("Guichet", "", "02 555 00 99", "g@relais.example", "Donner"), UNCHANGED[1]]),
        ({"Contact": "02 555 00 92", "Column_to_change": "Libellé", "New_value": "Direction"},
         [UNCHANGED[0], ("Direction", "A. Dupont", "02 555 00 92", "", "Interne")]),
        ({"Contact": "A. Dupont", "Column_to_change": "Usage", "New_value": "transférer"},
         [UNCHANGED[0], ("", "A. Dupont", "02 555 00 92", "", "Transférer")]),
        ({"Contact": "g@relais.example", "Column_to_change": "E-mail", "New_value": "-"},
         [("Guichet", "", "02 555 00 91", "", "Donner"), UNCHANGED[1]]),
        ({"Contact": "new contact", "New_value": "Nuit ; 02 555 00 93 ; Donner"},
         [*UNCHANGED, ("Nuit", "", "02 555 00 93", "", "Donner")]),
        ({"Contact": "nouveau", "Column_to_change": "Téléphone", "New_value": "02 555 00 93"},
         [*UNCHANGED, ("", "", "02 555 00 93", "", "Interne")]),
    ],
)  # fmt: skip
def test_one_contact_is_corrected_and_the_others_stay(
    sheet: Path, master: Path, values: dict[str, str], expected: list[tuple[str, ...]]
) -> None:
    accept(sheet, PHONE, **values)
    assert contacts(apply(sheet, master)) == expected


@pytest.mark.parametrize(
    ("values", "words"),
    [
        (
            {"Contact": "Zoé", "Column_to_change": "Téléphone", "New_value": "02 555 00 99"},
            "is no contact of this fiche",
        ),
        ({"Column_to_change": "Usage", "New_value": "Donner"}, "This fiche has several contacts"),
        ({"Contact": "Guichet", "Column_to_change": "Usage", "New_value": "toujours"}, "“toujours” does not say"),
        ({"Contact": "Guichet", "Column_to_change": "Horaires", "New_value": "lu"}, "needs both the column"),
        ({"Contact": "Guichet"}, "needs both the column"),
        ({"Contact": "new contact", "New_value": "Nuit"}, "neither a number nor a mail"),
    ],
)
def test_a_contact_that_cannot_be_changed_is_told(
    sheet: Path, master: Path, capsys: Capture, values: dict[str, str], words: str
) -> None:
    accept(sheet, PHONE, **values)
    checked = apply(sheet, master, code=1)
    assert words in capsys.readouterr().out
    assert contacts(checked) == UNCHANGED
    assert checked.directory.suggestions[1].is_open


def test_a_contact_changed_meanwhile_is_a_conflict(sheet: Path, master: Path, capsys: Capture) -> None:
    accept(sheet, PHONE, Contact="Guichet", Column_to_change="Téléphone", New_value="02 555 00 99")
    changed = [{**CONTACTS[0], "Téléphone": "02 555 00 55"}, CONTACTS[1]]
    make_workbook(master, {"Fiches": FICHES, "Contacts": changed, "Suggestions": SUGGESTIONS})
    assert contacts(apply(sheet, master, code=1))[0][2] == "02 555 00 55"
    assert "02 555 00 55" in capsys.readouterr().out


def test_what_was_corrected_is_written_down_and_only_that(sheet: Path, master: Path) -> None:
    accept(sheet, NAMELESS, Fiche=2, Column_to_change="Téléphone", New_value="02 555 00 99")
    accept(sheet, PHONE, Réponse="C'est noté.")
    flags = [suggestion.corrected for suggestion in apply(sheet, master).directory.suggestions]
    assert flags == [Flag.YES, Flag.NO]


def test_a_suggestion_stays_open_when_its_cell_cannot_be_changed(sheet: Path, master: Path, capsys: Capture) -> None:
    """The workbook computes the cell: apply cannot write there, and nobody must read that it was corrected."""
    accept(sheet, PHONE, Column_to_change="Horaires", New_value="lu 9:00-12:00")
    accept(sheet, NAMELESS, Fiche=2, Column_to_change="Téléphone", New_value="02 555 00 99")
    book: Any = load_workbook(master)
    book["Fiches"].merge_cells("T2:U2")
    book.save(master)
    directory = apply(sheet, master, code=1).directory
    assert [suggestion.is_open for suggestion in directory.suggestions] == [False, True]
    assert "its suggestion stays open" in capsys.readouterr().out
