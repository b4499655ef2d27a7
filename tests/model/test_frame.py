"""Guesses: each column at once, the likeliest first, and none of them read."""

from fiche_builder.model.fields import FICHES
from fiche_builder.model.frame import Unread, find_header, find_late_header, guess_columns, guess_sheets
from fiche_builder.workbook.raw import RawCell, RawRow, RawSheet, RawValue


def unread(column: int, header: str, *values: RawValue) -> Unread:
    return Unread(RawCell(1, column, header or None), values)


def guessed(*columns: Unread, ours: dict[str, int] | None = None) -> dict[str, tuple[str, bool]]:
    """Return the header of each guess, and whether its name says so."""
    guesses = guess_columns(FICHES, ours or {"number": 1, "theme": 2, "name": 3, "diffusion": 4}, columns, "BE")
    return {key: (guess.unread.name, guess.by_name) for key, guess in guesses.items()}


def sheet(title: str, *rows: tuple[RawValue, ...]) -> RawSheet:
    cells = (
        {column: RawCell(index, column, value) for column, value in enumerate(row, 1) if value is not None}
        for index, row in enumerate(rows, 1)
    )
    return RawSheet(title, tuple(RawRow(index, found) for index, found in enumerate(cells, 1) if found))


PHONES = ("02 555 12 34", "02 555 12 35", "02 555 12 36")
HEADERS = ("N°", "Thème", "Nom", "Diffusion", "Tel")


def test_a_column_is_guessed_once_and_the_likeliest_is_taken() -> None:
    assert guessed(unread(5, "GSM", *PHONES), unread(6, "Tél.", *PHONES)) == {"phones": ("Tél.", True)}
    assert guessed(unread(5, "Téléphone 1", *PHONES), unread(6, "Téléphone 2", *PHONES)) == {
        "phones": ("Téléphone 1", True)
    }


def test_what_two_columns_are_called_is_told_by_what_stands_in_them() -> None:
    ours = {"theme": 2, "name": 3, "diffusion": 4}
    found = guessed(unread(1, "Numéro", 1, 2, 3), unread(5, "Numéros", *PHONES), ours=ours)
    assert found == {"number": ("Numéro", True), "phones": ("Numéros", True)}


def test_four_digits_are_a_postal_code_beside_a_town_only() -> None:
    codes = (1000, 1080, 1030)
    assert guessed(unread(5, "Code", *codes), unread(6, "Ville", "Bruxelles")) == {
        "municipality": ("Ville", True),
        "postal_code": ("Code", False),
    }
    assert guessed(unread(5, "Code", *codes)) == {}
    assert guessed(unread(5, "Code", 2019, 2020, 2021), unread(6, "Ville", "Bruxelles")) == {
        "municipality": ("Ville", True)
    }


def test_what_stands_in_a_column_may_deny_its_name() -> None:
    assert guessed(unread(5, "Site", "Canal", "Midi", "Nord")) == {}
    assert guessed(unread(5, "Site", "www.a.example")) == {"sites": ("Site", True)}
    assert guessed(unread(5, "Site")) == {"sites": ("Site", True)}


def test_the_header_row_is_found_by_any_names_and_ours_count_more() -> None:
    titled = sheet("Fiches", ("Tel", "Mail", "Ville"), HEADERS, (1, "Emploi", "Le Relais", "Interne", PHONES[0]))
    header = find_header(FICHES, titled)
    assert header is not None
    assert header.index == 2
    assert find_header(FICHES, sheet("Fiches", ("a", "b"))) is None


def test_headers_too_far_down_are_found_to_be_told() -> None:
    filler = [("texte",)] * 30
    assert find_late_header(FICHES, sheet("Fiches", *filler, HEADERS)) == 31
    assert find_late_header(FICHES, sheet("Fiches", *filler, ("Nom",))) == 0
    assert find_late_header(FICHES, sheet("Fiches", HEADERS)) == 0


def test_a_sheet_is_guessed_once_and_what_is_left_may_be_a_copy() -> None:
    row = (1, "Emploi", "Le Relais", "Interne", PHONES[0])
    first, second = sheet("Fiche", HEADERS, row), sheet("Vieux", HEADERS, row)
    renamed, copies = guess_sheets((first, second), {})
    assert renamed == {"fiches": first}
    assert copies == []
    _renamed, copies = guess_sheets((first, second), {"fiches": first})
    assert [(spec.key, found.title) for spec, found in copies] == [("fiches", "Vieux")]
