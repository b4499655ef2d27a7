"""Numbers, dates, words, colours, postal codes and plain text of a cell: typed value → parsed value and remarks."""

from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fiche_builder.model.values.cells import text_of
from fiche_builder.model.values.parsed import Remark
from fiche_builder.model.values.simple import (
    nearest,
    parse_colour,
    parse_date,
    parse_languages,
    parse_line,
    parse_lines,
    parse_names,
    parse_number,
    parse_numbers,
    parse_word,
)
from fiche_builder.model.words import Diffusion, Flag, Kind, Status, SuggestionStatus, TeamEdition, Usage, Word


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (12.0, "12"),
        (12.5, "12.5"),
        (12, "12"),
        (True, "Oui"),
        (False, "Non"),
        (None, ""),
        ("x ", "x "),
        (date(2026, 1, 2), "2026-01-02"),
        (datetime(2026, 1, 2), "2026-01-02"),  # noqa: DTZ001 (a cell has no time zone)
        (datetime(2026, 1, 2, 3), "2026-01-02 03:00:00"),  # noqa: DTZ001
        (time(9, 30), "09:30:00"),
        (float("inf"), "inf"),
    ],
)
def test_a_cell_as_an_editor_reads_it(cell: Any, text: str) -> None:
    assert text_of(cell) == text


@pytest.mark.parametrize(
    "name",
    [
        "L'ÉLAN/PIJ",
        "Le Lien",
        "@telier",
        "6-10 Pôle ESS",
        "'s Hertogenbosch",
        "Centre " + "d'accueil " * 18 + "de Mons",
    ],
)
def test_the_names_of_the_design_are_kept_as_they_are(name: str) -> None:
    assert parse_line(name).value == name
    assert parse_line(f" {name}\u00a0\n").value == name


def test_a_line_is_one_line_and_lines_are_several() -> None:
    assert parse_line("un\ndeux  trois").value == "un deux trois"
    assert parse_lines("un\n\n deux  trois").value == "un\ndeux trois"
    assert parse_line(214.0).value == "214"


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        ("ANPE; Le Lien", ("ANPE", "Le Lien")),
        ("ANPE\nLe Lien", ("ANPE", "Le Lien")),
        (" ANPE ;; ANPE ; ", ("ANPE",)),
        ("Emploi, formation", ("Emploi, formation",)),
        (3949.0, ("3949",)),
        ("", ()),
    ],
)
def test_names_are_cut_at_semicolons_and_breaks(cell: Any, names: tuple[str, ...]) -> None:
    assert parse_names(cell).value == names


@pytest.mark.parametrize(
    ("cell", "languages"),
    [
        ("FR NL EN", ("FR", "NL", "EN")),
        ("fr, nl", ("FR", "NL")),
        ("FR/NL;FR", ("FR", "NL")),
        ("français, NL", ("français", "NL")),
        ("", ()),
    ],
)
def test_languages(cell: str, languages: tuple[str, ...]) -> None:
    assert parse_languages(cell).value == languages


@pytest.mark.parametrize(
    ("cell", "number"), [(1, 1), (214.0, 214), ("214", 214), ("214.0", 214), (" 214\u00a0", 214), ("007", 7)]
)
def test_a_number_is_whole(cell: Any, number: int) -> None:
    parsed = parse_number(cell)
    assert (parsed.value, parsed.remarks) == (number, ())


@pytest.mark.parametrize(
    "cell",
    [
        0,
        -1,
        1.5,
        1e10,
        True,
        "",
        "abc",
        "12.5",
        "fiche",
        "n°",
        "rue Haute 12",
        "12 bis",
        "1234567890",
        "²",
        "١٢",
        float("nan"),
        date(2026, 1, 1),
    ],
)
def test_another_value_is_no_number(cell: Any) -> None:
    parsed = parse_number(cell)
    assert parsed.value is None
    assert parsed.remarks == (Remark("number-invalid", text_of(cell)),)


@pytest.mark.parametrize(
    ("cell", "numbers", "faulty"),
    [
        ("1; 2", (1, 2), ()),
        ("1, 2 / 3 4\n5", (1, 2, 3, 4, 5), ()),
        ("1;1;", (1,), ()),
        (12, (12,), ()),
        (12.0, (12,), ()),
        ("", (), ()),
        ("1; x; 2", (1, 2), ("x",)),
        ("0", (), ("0",)),
        ("N°12", (12,), ()),
        ("fiche 1 et fiche 2", (1, 2), ()),
        ("Le Relais ; 3", (3,), ("Le Relais",)),
    ],
)
def test_cross_references(cell: Any, numbers: tuple[int, ...], faulty: tuple[str, ...]) -> None:
    parsed = parse_numbers(cell)
    assert parsed.value == numbers
    assert parsed.remarks == tuple(Remark("see-also-unknown", part) for part in faulty)


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        # The real values of the design.
        ("09/06/2021", date(2021, 6, 9)),
        ("2020/06/30 14:16:50.898", date(2020, 6, 30)),
        ("2024-03-06", date(2024, 3, 6)),
        # Others.
        ("9/6/2021", date(2021, 6, 9)),
        ("09-06-2021", date(2021, 6, 9)),
        ("9.6.2021", date(2021, 6, 9)),
        ("2024-03-06T10:00:00Z", date(2024, 3, 6)),
        ("2024-03-06 00:00:00", date(2024, 3, 6)),
        (" 2024-03-06\u00a0", date(2024, 3, 6)),
        ("29/02/2024", date(2024, 2, 29)),
        (date(2021, 6, 9), date(2021, 6, 9)),
        (datetime(2021, 6, 9, 23, 59), date(2021, 6, 9)),  # noqa: DTZ001 (a cell has no time zone)
        (45000, date(2023, 3, 15)),
        (45000.75, date(2023, 3, 15)),
    ],
)
def test_dates(cell: Any, day: date) -> None:
    parsed = parse_date(cell)
    assert (parsed.value, parsed.remarks) == (day, ())


@pytest.mark.parametrize(
    ("cell", "text", "suggestion"),
    [
        ("31/02/2021", "31/02/2021", ""),
        ("29/02/2023", "29/02/2023", ""),
        ("13/25/2021", "13/25/2021", ""),
        ("9/6/21", "9/6/21", "09/06/2021"),
        ("31.2.21", "31.2.21", ""),
        ("juin 2021", "juin 2021", ""),
        ("NEANT", "NEANT", ""),
        ("2021", "2021", ""),
        ("00/00/0000", "00/00/0000", ""),
        (12, "12", ""),
        (100_000, "100000", ""),
        (-5, "-5", ""),
        (True, "Oui", ""),
        (time(9, 30), "09:30:00", ""),
        (timedelta(days=1), "1 day, 0:00:00", ""),
    ],
)
def test_what_is_no_date_is_remarked_on(cell: Any, text: str, suggestion: str) -> None:
    parsed = parse_date(cell)
    assert parsed.value is None
    assert parsed.remarks == (Remark("date-invalid", text, suggestion=suggestion),)


def test_a_number_too_large_is_no_date() -> None:
    """A cell `<v>1E400</v>` is read as infinity."""
    assert parse_date(float("inf")).value is None
    assert parse_date(float("nan")).value is None


@pytest.mark.parametrize(("cell", "colour"), [("#1D4E89", "#1D4E89"), ("#1d4e89", "#1D4E89"), (" #0b6e4f ", "#0B6E4F")])
def test_colours(cell: str, colour: str) -> None:
    parsed = parse_colour(cell)
    assert (parsed.value, parsed.remarks) == (colour, ())


@pytest.mark.parametrize(
    ("cell", "suggestion"),
    [("1D4E89", "#1D4E89"), (123456, "#123456"), ("#FFF", ""), ("rouge", ""), ("#GGGGGG", ""), ("#1D4E89FF", "")],
)
def test_what_is_no_colour_is_remarked_on(cell: Any, suggestion: str) -> None:
    parsed = parse_colour(cell)
    assert parsed.value == ""
    assert parsed.remarks == (Remark("colour-invalid", str(cell), suggestion=suggestion),)


@pytest.mark.parametrize(
    ("cell", "words", "word"),
    [
        ("Public", Diffusion, Diffusion.PUBLIC),
        (" publique ", Diffusion, Diffusion.PUBLIC),
        ("INTERNE", Diffusion, Diffusion.INTERNAL),
        ("Archive", Status, Status.ARCHIVED),
        ("archivée", Status, Status.ARCHIVED),
        ("Transferer", Usage, Usage.TRANSFER),
        ("Public", TeamEdition, TeamEdition.PUBLIC),
        ("oui", Flag, Flag.YES),
        (True, Flag, Flag.YES),
        (False, Flag, Flag.NO),
        # Dutch, English, and a full stop.
        ("Openbare", Diffusion, Diffusion.PUBLIC),
        ("intern", Diffusion, Diffusion.INTERNAL),
        ("Non public", Diffusion, Diffusion.INTERNAL),
        ("niet openbaar", Diffusion, Diffusion.INTERNAL),
        ("EXTERN", Kind, Kind.EXTERNAL),
        ("actief", Status, Status.ACTIVE),
        ("opgeschort", Status, Status.SUSPENDED),
        ("Gearchiveerde", Status, Status.ARCHIVED),
        ("doorverbinden", Usage, Usage.TRANSFER),
        ("à donner", Usage, Usage.GIVE),
        ("Openbaar", TeamEdition, TeamEdition.PUBLIC),
        ("ja.", Flag, Flag.YES),
        ("NEEN", Flag, Flag.NO),
        ("aanvaard", SuggestionStatus, SuggestionStatus.ACCEPTED),
        ("Geweigerd", SuggestionStatus, SuggestionStatus.REFUSED),
        ("bron gecontacteerd", SuggestionStatus, SuggestionStatus.ASKED),
    ],
)
def test_a_word_is_known_without_case_and_accents(cell: Any, words: type[Word], word: Word) -> None:
    parsed = parse_word(cell, words, "code")
    assert (parsed.value, parsed.remarks) == (word, ())


@pytest.mark.parametrize(
    ("cell", "words", "suggestion"),
    [
        ("Publik", Diffusion, "Public"),
        ("transferrer", Usage, "Transférer"),
        ("openbar", Diffusion, "Public"),
        ("xyz", Diffusion, ""),
        # Signs are asked about: a cross may also mean that somebody has left.
        ("x", Flag, "Oui"),
        ("✔", Flag, "Oui"),
        (1, Flag, "Oui"),
        (0, Flag, "Non"),
        ("x", Status, ""),
        # Doubt is no word, and what denies a word does not mean it.
        ("oui ?", Flag, "Oui"),
        ("inactif", Status, ""),
        ("désactivée", Status, ""),
        ("plus actif", Status, ""),
        ("ne pas donner", Usage, ""),
        ("niet geven", Usage, ""),
        ("peut-être", Flag, ""),
        # Nor do two words mean one of them.
        ("Public (interne)", Diffusion, ""),
        # Very like "interne", and its opposite.
        ("Externe", Diffusion, ""),
        ("extern", Usage, ""),
        ("donner/transférer", Usage, ""),
        ("interne ou public", Diffusion, ""),
    ],
)
def test_another_word_is_remarked_on(cell: Any, words: type[Word], suggestion: str) -> None:
    parsed = parse_word(cell, words, "audience-invalid")
    assert parsed.value is None
    allowed = tuple(word.word for word in words)
    assert parsed.remarks == (Remark("audience-invalid", str(cell), suggestion=suggestion, allowed=allowed),)


def test_the_nearest_choice() -> None:
    assert nearest("Emplois", ["Logement", "Emploi"]) == "Emploi"
    assert nearest("zzz", ["Logement", "Emploi"]) == ""
    assert nearest("", []) == ""


@settings(max_examples=100, deadline=None)
@given(st.dates(min_value=date(1000, 1, 1)))
def test_a_date_is_read_in_every_common_form(day: date) -> None:
    for form in ("%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%Y/%m/%d", "%Y-%m-%d 12:00:00"):
        assert parse_date(day.strftime(form)).value == day
