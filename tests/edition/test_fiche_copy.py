"""The copy of fiches: values in, the words and links that every output prints out."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fiche_builder.common.config import Config
from fiche_builder.common.i18n import translations
from fiche_builder.common.period import Period
from fiche_builder.edition.edition import build_internal_edition, build_public_edition
from fiche_builder.edition.fiche_copy import FicheCopy, InternalFicheCopy, build_sections
from fiche_builder.model.columns import Audience
from fiche_builder.model.model import Contact, Directory, Fiche, Imprint, Phone, Theme
from fiche_builder.model.words import Diffusion, Status, Usage

NOVEMBER = Period(2026, 11)
DESK = Phone("+3225551234", "02 555 12 34")
NIGHT = Phone("+3225559988", "02 555 99 88", extension="12")


def copies(*fiches: Fiche, audience: Audience = Audience.INTERNAL, language: str = "en") -> list[FicheCopy]:
    """Return the copy of fiches in an edition of November 2026."""
    imprint = Imprint(suggestions_address="annuaire@contact.example")
    directory = Directory(imprint=imprint, themes=(Theme(name="Emploi"),), fiches=fiches)
    build = build_internal_edition if audience is Audience.INTERNAL else build_public_edition
    sections = build_sections(build(directory, NOVEMBER, Config()), language, translations(language))
    return [copy for section in sections for copy in section.fiches]


def one(audience: Audience = Audience.INTERNAL, language: str = "en", **values: Any) -> FicheCopy:
    sound: dict[str, Any] = {"number": 7, "theme": "Emploi", "name": "Le Relais", "diffusion": Diffusion.PUBLIC}
    (copy,) = copies(Fiche(**(sound | values)), audience=audience, language=language)
    return copy


def internal(**values: Any) -> InternalFicheCopy:
    copy = one(**values)
    assert isinstance(copy, InternalFicheCopy)
    return copy


def lines(copy: FicheCopy) -> list[tuple[str, str, str]]:
    """Return each line: what is shown, its label, the key of its mark."""
    return [
        (" ".join(link.text for link in line.links), line.label, line.mark.key if line.mark else "")
        for line in copy.contact_lines
    ]


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        (None, None, "Fermé"),
        (None, date(2026, 10, 31), ""),
        (None, date(2026, 11, 1), "Fermé (until 01/11/2026)"),
        (date(2026, 11, 30), None, "Fermé (from 30/11/2026)"),
        (date(2026, 11, 2), date(2026, 11, 3), "Fermé (02/11/2026 – 03/11/2026)"),
        (NOVEMBER.valid_until, None, f"Fermé (from {NOVEMBER.valid_until:%d/%m/%Y})"),
        (date(2027, 3, 1), None, ""),
    ],
)
def test_a_notice_is_printed_if_it_holds_on_a_day_of_the_edition(
    start: date | None, end: date | None, expected: str
) -> None:
    assert one(notice="Fermé", notice_from=start, notice_until=end).notice == expected


@given(st.dates(date(2026, 9, 1), date(2027, 2, 28)), st.dates(date(2026, 9, 1), date(2027, 2, 28)))
def test_a_notice_of_some_days_holds_in_the_months_it_touches(start: date, end: date) -> None:
    start, end = sorted((start, end))
    touches = end >= NOVEMBER.first_day and start <= NOVEMBER.valid_until
    assert bool(one(notice="Fermé", notice_from=start, notice_until=end).notice) is touches


@pytest.mark.parametrize(
    ("checked", "text", "is_overdue"),
    [
        (None, "to be confirmed · never checked", True),
        (date(2026, 11, 1), "checked 11/2026", False),
        (date(2025, 12, 1), "checked 12/2025", False),
        (date(2025, 11, 30), "to be confirmed · checked 11/2025", True),
    ],
)
def test_freshness_is_judged_by_the_last_day_of_the_month(checked: date | None, text: str, *, is_overdue: bool) -> None:
    freshness = one(verified_on=checked).freshness
    assert (freshness.text, freshness.is_overdue) == (text, is_overdue)


def test_colleagues_read_what_they_may_do_with_each_line() -> None:
    contacts = (
        Contact(fiche=7, label="Garde", person="Anne", function="cheffe", phones=(NIGHT,), usage=Usage.TRANSFER),
        Contact(fiche=7, label="Courrier", emails=("a@relais.be",), usage=Usage.GIVE),
        Contact(fiche=7, person="Bea"),
    )
    copy = internal(phones=(DESK,), emails=("info@relais.be",), sites=("https://relais.be/",), contacts=contacts)
    assert lines(copy) == [
        ("02 555 12 34", "", "give"),
        ("02 555 99 88 ext. 12", "Garde, Anne, cheffe", "transfer"),
        ("info@relais.be relais.be", "", "give"),
        ("a@relais.be", "Courrier", "give"),
        ("", "Bea", "internal"),
    ]
    assert lines(internal(diffusion=Diffusion.INTERNAL, phones=(DESK,)))[0][2] == "internal"


def test_the_public_reads_numbers_and_no_marks_persons_or_reports() -> None:
    contacts = (
        Contact(fiche=7, label="Garde", person="Anne", phones=(NIGHT,), usage=Usage.GIVE),
        Contact(fiche=7, label="Chef", phones=(Phone("+3225550000", "02 555 00 00"),), usage=Usage.TRANSFER),
    )
    copy = one(Audience.PUBLIC, phones=(DESK,), contacts=contacts, internal_note="x")
    assert type(copy) is FicheCopy
    assert lines(copy) == [("02 555 12 34", "", ""), ("02 555 99 88 ext. 12", "Garde", "")]
    assert [line.links[0].uri for line in copy.contact_lines] == ["tel:+3225551234", "tel:+3225559988;ext=12"]


def test_a_line_that_says_the_same_again_stands_once() -> None:
    again = Contact(fiche=7, phones=(DESK,), usage=Usage.GIVE)
    assert lines(one(Audience.PUBLIC, phones=(DESK,), contacts=(again,))) == [("02 555 12 34", "", "")]


def test_see_also_leads_to_fiches_of_this_edition_only() -> None:
    first, _second = copies(
        Fiche(number=1, theme="Emploi", name="Un", see_also=(1, 2, 3), diffusion=Diffusion.PUBLIC),
        Fiche(number=2, theme="Emploi", name="Zoo", diffusion=Diffusion.PUBLIC),
        Fiche(number=3, theme="Emploi", name="Trois", status=Status.ARCHIVED),
    )
    assert [(link.text, link.uri) for link in first.see_also] == [("Zoo", "#fiche-2")]


@pytest.mark.parametrize(
    ("french", "dutch", "language", "expected"),
    [
        ("un", "een", "fr", ("un",)),
        ("un", "een", "nl", ("een",)),
        ("un", "", "nl", ("un",)),
        ("", "een\ntwee", "fr", ("een", "twee")),
        ("", "", "fr", ()),
    ],
)
def test_a_description_is_in_the_language_of_the_edition_if_it_can(
    french: str, dutch: str, language: str, expected: tuple[str, ...]
) -> None:
    assert one(language=language, description=french, description_nl=dutch).description == expected


def test_lines_of_a_cell_become_one() -> None:
    copy = internal(
        address="Rue Haute 1\nboîte 2", postal_code="1000", municipality="Bruxelles", hours="lu 9-12\nma 9-12",
        for_whom="a\nb", handover_rule="c\nd", languages=("FR", "NL"),
    )  # fmt: skip
    assert (copy.address, copy.hours) == ("Rue Haute 1, boîte 2, 1000 Bruxelles", "lu 9-12 ; ma 9-12")
    assert (copy.handover_rule, copy.languages) == ("c d", "FR NL")
    assert [(line.title, line.text) for line in copy.lines] == [("For whom", "a b")]


def test_names_for_bookmarks_heads_and_the_other_language() -> None:
    copy = one(name="Service " + "de quartier " * 5, acronym="SQ", name_nl="Wijkdienst")
    assert copy.bookmark == f"{copy.name} (SQ)"
    assert len(copy.running_head) <= 34 < len(copy.name)
    assert (copy.anchor, copy.name_nl) == ("fiche-7", "Wijkdienst")
    assert one(name_nl="Le Relais").name_nl == ""


@pytest.mark.parametrize(
    ("language", "dutch", "expected"),
    [
        ("fr", "Werk", ("Emploi", "Werk")),
        ("nl", "Werk", ("Werk", "Emploi")),
        ("nl", "", ("Emploi", "")),
        ("fr", "Emploi", ("Emploi", "")),
        ("nl", "Emploi", ("Emploi", "")),
    ],
)
def test_a_theme_bears_its_other_name_below_if_it_has_one(language: str, dutch: str, expected: tuple[str, str]) -> None:
    directory = Directory(
        imprint=Imprint(),
        themes=(Theme(name="Emploi", name_nl=dutch),),
        fiches=(Fiche(number=1, theme="Emploi", name="x"),),
    )
    edition = build_internal_edition(directory, NOVEMBER, Config())
    (section,) = build_sections(edition, language, translations(language))
    assert (section.anchor, section.title, section.subtitle) == ("theme-1", *expected)


def test_a_report_is_ready_to_be_filled_in() -> None:
    uri = internal().report_uri
    assert uri.startswith("mailto:annuaire@contact.example?subject=Fiche%207%20%282026-11%29")
    assert "&body=" in uri


def test_a_function_that_says_what_the_label_says_is_said_once() -> None:
    contact = Contact(fiche=7, label="Coach", person="An Claes", function="coach", phones=(DESK,), usage=Usage.INTERNAL)
    assert [label for _text, label, _mark in lines(internal(contacts=(contact,)))] == ["Coach, An Claes"]
