"""The copy of a fiche on the page: what may be done with it, its notice on its days, nothing internal in public."""

import re
from pathlib import Path

import pytest

from fiche_builder.common.i18n import translations
from fiche_builder.edition.fiche_copy import build_sections
from fiche_builder.model.columns import Audience
from fiche_builder.outputs.web.page import make_page
from fiche_builder.outputs.web.web_copy import WebSection, build_web_sections, essential_numbers, usages, web_fiches
from tests.making.browser import Open, edition_of


def test_filters_by_theme_and_usage(reading: Open) -> None:
    reader = reading()
    reader.page.select_option("[name=theme]", label="Logement")
    assert reader.hits() == ["Relais du Nord"]
    reader.page.select_option("[name=theme]", label="Emploi")
    reader.page.select_option("[name=lines]", label="Transférer")
    assert reader.hits() == ["Le Relais LR"]
    assert "02 555 66 77" in reader.text("#hits li")
    reader.ask("relais")
    assert reader.hits() == ["Le Relais LR"]
    reader.press("Escape")
    assert reader.page.input_value("[name=lines]") == ""
    assert reader.page.locator("[name=theme] option").all_inner_texts() == ["tous", "Emploi", "Logement"]


@pytest.mark.parametrize(
    ("now", "is_shown"),
    [
        ("2026-11-30T23:00:00", False),
        ("2026-12-01T00:30:00", True),
        ("2026-12-31T23:30:00", True),
        ("2027-01-01T00:30:00", False),
    ],
)
def test_a_notice_is_shown_on_its_days(now: str, reading: Open, *, is_shown: bool) -> None:
    reader = reading(address="#fiche-1", now=now)
    assert reader.page.is_visible("#opened >> text=Fermé en décembre") is is_shown


def test_a_fiche_without_phone_has_nothing_to_copy(reading: Open) -> None:
    reader = reading()
    assert reader.ask("sans telephone") == ["Sans téléphone"]
    reader.press("Enter", "c")
    assert reader.text("#said") == ""


def test_links_call_write_and_open_beside(reading: Open) -> None:
    reader = reading(address="#fiche-1")
    assert reader.page.get_attribute("#opened .tel a", "href") == "tel:+3225551234"
    assert reader.page.get_attribute("#opened .links a >> nth=0", "href") == "mailto:info@relais.example"
    reader.run("document.addEventListener('click', (event) => event.preventDefault())")
    site = reader.page.locator("#opened .links a", has_text="www.relais")
    site.click()
    assert (site.get_attribute("target"), site.get_attribute("rel")) == ("_blank", "noopener noreferrer")


def test_the_fiche_says_what_may_be_done_and_how_to_hand_over(reading: Open) -> None:
    reader = reading(address="#fiche-1")
    shown = reader.text("#opened")
    for text in (
        "◆ Donner",
        "→ Transférer",
        "Zoé Dupont",
        "Consigne Transférer le matin",
        "Message Nom et numéro",
        "vérifié 11/2026",
    ):
        assert text in shown
    assert "ne pas orienter" in reading(address="#fiche-3").text("#opened")
    assert "à confirmer" in reading(address="#fiche-2").text("#opened")
    assert "Le Relais" in reader.page.inner_text("#contents")


def test_the_public_page_has_nothing_internal_anywhere(annuaire: Path, reading: Open) -> None:
    page = make_page(edition_of(annuaire, Audience.PUBLIC), "fr").decode().casefold()
    words = (
        "interne",
        "internal",
        "transfer",
        "donner",
        "give",
        "usage",
        "consigne",
        "handover",
        "suspend",
        "zoé",
        "nadia",
        "essentiel",
        "cellule",
        "5557788",
        "5556677",
    )
    assert [word for word in words if re.search(rf"\b{word}", page)] == []
    inside = make_page(edition_of(annuaire), "fr").decode().casefold()
    assert [word for word in words if word not in inside and word not in {"give", "5557788", "5556677"}] == []
    reader = reading(Audience.PUBLIC)
    assert reader.ask("relais") == ["Le Relais LR", "Relais du Nord"]
    assert reader.ask("cellule") == []


def sections_of(annuaire: Path, audience: Audience) -> tuple[WebSection, ...]:
    edition = edition_of(annuaire, audience)
    return build_web_sections(edition, build_sections(edition, "fr", translations("fr")))


def test_themes_and_fiches_stand_in_the_order_of_print_each_theme_with_its_colour(annuaire: Path) -> None:
    sections = sections_of(annuaire, Audience.INTERNAL)
    assert [(section.css_class, section.copy.title) for section in sections] == [("t0", "Emploi"), ("t1", "Logement")]
    assert [fiche.copy.number for fiche in web_fiches(sections)] == [
        fiche.number for fiche in edition_of(annuaire, Audience.INTERNAL).fiches
    ]


def test_a_fiche_of_the_page_has_its_first_phone_its_notice_s_days_and_where_to_report(annuaire: Path) -> None:
    fiches = {fiche.copy.number: fiche for fiche in web_fiches(sections_of(annuaire, Audience.PUBLIC))}
    assert (fiches[1].notice_from, fiches[1].notice_until) == ("2026-12-01", "2026-12-31")
    assert (fiches[2].notice_from, fiches[2].notice_until) == ("", "")
    first = fiches[1].first_phone
    assert first is not None
    assert [link.text for link in first.links] == ["02 555 12 34"]
    assert fiches[5].first_phone is None
    assert fiches[1].report_uri.startswith("mailto:annuaire@contact.example?subject=Fiche%201")


def test_the_public_learns_neither_usages_nor_which_fiches_are_essential(annuaire: Path) -> None:
    told = {
        audience: (
            essential_numbers(edition_of(annuaire, audience)),
            [usages(fiche.copy) for fiche in web_fiches(sections_of(annuaire, audience)) if fiche.copy.number == 1],
        )
        for audience in Audience
    }
    assert told[Audience.PUBLIC] == (frozenset(), [()])
    numbers, [marks] = told[Audience.INTERNAL]
    assert numbers == {1}
    assert [word for _key, word in marks] == ["Donner", "Transférer"]
