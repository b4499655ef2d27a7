"""What surrounds the fiches: metadata, mentions, the last page."""

from datetime import date

import pytest

from fiche_builder.common.config import Config
from fiche_builder.common.i18n import LANGUAGES, translations
from fiche_builder.common.period import Period
from fiche_builder.edition.edition import AnyEdition, build_internal_edition, build_public_edition
from fiche_builder.edition.front import LastPage, build_last_page, build_meta
from fiche_builder.model.columns import Audience
from fiche_builder.model.model import Directory, Imprint, Suggestion
from fiche_builder.model.words import Flag, SuggestionStatus

ADDRESS = "annuaire@contact.example"
ANNE = Suggestion(
    author="Anne Maes <anne@contact.example>",
    status=SuggestionStatus.ACCEPTED,
    thank=Flag.YES,
    handled_on=date(2026, 11, 3),
)


def edition(audience: Audience, **imprint: str | tuple[str, ...]) -> AnyEdition:
    directory = Directory(imprint=Imprint(**imprint), themes=(), fiches=(), suggestions=(ANNE,))  # type: ignore[arg-type]
    build = build_internal_edition if audience is Audience.INTERNAL else build_public_edition
    return build(directory, Period(2026, 11), Config())


def last_page(audience: Audience, language: str = "en", **imprint: str | tuple[str, ...]) -> LastPage:
    return build_last_page(edition(audience, **imprint), translations(language))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_says_whom_it_is_for(language: str) -> None:
    """In words that the other edition does not use."""
    inside, outside = (
        build_meta(edition(audience), language, translations(language))
        for audience in (Audience.INTERNAL, Audience.PUBLIC)
    )
    assert (inside.audience, outside.audience) == ("internal", "public")
    assert inside.mention != outside.mention
    assert inside.title.rpartition(" · ")[2] != outside.title.rpartition(" · ")[2]


def test_the_metadata_are_those_of_the_month() -> None:
    meta = build_meta(edition(Audience.PUBLIC, title="Annuaire", organisation="CPAS"), "fr", translations("fr"))
    assert (meta.language, meta.author, meta.created) == ("fr", "CPAS", "2026-11-01")
    assert meta.title.startswith("Annuaire · novembre 2026 · ")
    assert "2026-11" in meta.footer
    assert "2026-11" in meta.edition_line


def test_a_long_title_leaves_the_foot_of_the_page_its_dates() -> None:
    meta = build_meta(edition(Audience.PUBLIC, title="Annuaire " * 20), "en", translations("en"))
    title, _month, until = meta.footer.split(" · ")
    assert len(title) <= 48
    assert until.startswith("valid until ")


def test_colleagues_learn_the_marks_and_who_makes_it_and_are_thanked() -> None:
    page = last_page(Audience.INTERNAL, editors=("AB", "CD"))
    assert [mark.key for mark in page.legend] == ["give", "transfer", "internal", "checked", "overdue"]
    assert (page.editors, page.thanks) == ("AB, CD", "Anne Maes")


def test_the_public_learns_nothing_of_colleagues() -> None:
    page = last_page(Audience.PUBLIC, editors=("AB", "CD"))
    assert [mark.key for mark in page.legend] == ["checked", "overdue"]
    assert (page.editors, page.thanks) == ("", "")


@pytest.mark.parametrize("audience", Audience)
def test_a_mistake_is_reported_by_mail_where_there_is_an_address(audience: Audience) -> None:
    page = last_page(audience, suggestions_address=ADDRESS)
    assert (page.report_address, page.report_uri.partition("?")[0]) == (ADDRESS, f"mailto:{ADDRESS}")
    assert "2026-11" in page.report_uri
    assert last_page(audience).report_uri == ""


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_marks_look_or_read_alike(language: str) -> None:
    legend = last_page(Audience.INTERNAL, language).legend
    assert len({mark.icon for mark in legend}) == len({mark.word for mark in legend}) == len(legend)
    assert all(mark.meaning for mark in legend)
