"""What the page's script is told: its words in the edition's language, and nothing that could run."""

import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import Browser

from fiche_builder.common.i18n import translations
from fiche_builder.edition.fiche_copy import build_sections
from fiche_builder.model.columns import Audience
from fiche_builder.outputs.search.records import build_records
from fiche_builder.outputs.web.data import build_data, to_script
from fiche_builder.outputs.web.page import make_page
from tests.making.browser import EVIL, Open, Reader, edition_of, write_page


def test_names_with_markup_are_shown_as_text(reading: Open) -> None:
    reader = reading()
    shown = reader.page.inner_text("#fiche-4 h3")
    assert shown.startswith(EVIL)
    reader.ask("pris")
    assert reader.hits() == [EVIL]
    assert reader.text("#opened h2").startswith(EVIL)
    assert reader.page.title().startswith("Annuaire")
    assert "${alert(1)} · {{ 7*7 }}" in reader.text("#opened")


def test_a_mistake_is_reported_with_all_that_is_needed(reading: Open) -> None:
    reader = reading(address="#fiche-1")
    mail = urlsplit(reader.page.get_attribute("#opened .report", "href") or "")
    assert (mail.scheme, mail.path) == ("mailto", "annuaire@contact.example")
    fields = parse_qs(mail.query)
    assert fields["subject"] == ["Fiche 1 (2026-11)\u00a0: une erreur"]
    assert fields["body"][0].startswith("Fiche 1, édition 2026-11\r\n")
    public_mail = urlsplit(reading(Audience.PUBLIC, "#fiche-1").page.get_attribute("#opened .report", "href") or "")
    assert list(parse_qs(public_mail.query)) == ["subject"]


def test_the_data_is_json_that_cannot_end_its_script(annuaire: Path) -> None:
    page = make_page(edition_of(annuaire), "fr").decode()
    (data,) = re.findall(r'<script id="data" type="application/json">(.*?)</script>', page, re.DOTALL)
    assert not set("<>&\u2028\u2029") & set(data)
    assert json.loads(data)["validUntil"] == "2026-12-31"


@pytest.mark.parametrize(("language", "word"), [("fr", "Chercher"), ("nl", "Zoeken"), ("en", "Search")])
def test_the_page_speaks_the_language_of_the_edition(
    language: str, word: str, annuaire: Path, browser: Browser, tmp_path: Path
) -> None:
    with browser.new_context() as context:
        reader = Reader(context, write_page(annuaire, tmp_path / "annuaire.html", language=language))
        assert reader.page.get_attribute("html", "lang") == language
        assert reader.text(".box .label") == word


TREES = st.recursive(
    st.text() | st.integers() | st.booleans(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)
)


@given(st.dictionaries(st.text(), TREES))
def test_any_text_is_text_in_the_script(data: dict[str, Any]) -> None:
    script = to_script(data)
    assert json.loads(script) == data
    assert not set("<>&\u2028\u2029") & set(script)


def test_the_script_is_told_what_fiches_do_not_show_and_the_words_of_its_reader(annuaire: Path) -> None:
    """The mail about a mistake has its text for colleagues alone."""
    told = {audience: data_of(annuaire, audience) for audience in Audience}
    assert told[Audience.PUBLIC]["edition"] == "2026-11"
    assert told[Audience.PUBLIC]["fiches"][1] == {"places": ("Evere",)}
    assert 2 not in told[Audience.PUBLIC]["fiches"]
    assert set(told[Audience.INTERNAL]["words"]) - set(told[Audience.PUBLIC]["words"]) == {"report"}
    assert "%(count)d" in told[Audience.PUBLIC]["words"]["many"]


def data_of(path: Path, audience: Audience) -> dict[str, Any]:
    edition, catalogue = edition_of(path, audience), translations("fr")
    return build_data(edition, build_records(edition, build_sections(edition, "fr", catalogue)), catalogue)
