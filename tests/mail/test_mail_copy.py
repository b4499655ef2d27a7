"""The words of the mail that brings an edition."""

import pytest

from fiche_builder.common.period import EditionId, Period
from fiche_builder.edition.changes import ChangedFiche, Changes, FicheName, FieldChange, RenamedTheme
from fiche_builder.mail.mail_copy import format_size
from fiche_builder.model.columns import Audience
from tests.making.letters import make_copy
from tests.making.mailings import NOVEMBER


@pytest.mark.parametrize(
    ("language", "subject", "words"),
    [
        ("fr", "Annuaire – novembre 2026, révision 2", "édition corrigée"),
        ("nl", "Annuaire – november 2026, herziening 2", "verbeterde"),
        ("en", "Annuaire – November 2026, revision 2", "corrected"),
    ],
)
def test_a_revision_says_that_it_is_one(language: str, subject: str, words: str) -> None:
    copy = make_copy(title="Annuaire", edition=EditionId(Period(2026, 11), 2), language=language)
    assert copy.subject == subject
    assert words in copy.paragraphs[0]


def test_an_empty_month_says_so() -> None:
    copy = make_copy(changes=Changes(EditionId(Period(2026, 10)), NOVEMBER), language="en")
    assert copy.news == "Nothing changed since the previous edition (October 2026)."
    assert copy.groups == ()


def test_the_first_edition_has_no_news() -> None:
    copy = make_copy(changes=None, language="en")
    assert (copy.news, copy.groups) == ("", ())
    assert "delete the earlier one" not in " ".join(copy.paragraphs)  # nobody has one
    later = make_copy(changes=Changes(EditionId(Period(2026, 10)), NOVEMBER), language="en")
    assert "delete the earlier one" in " ".join(later.paragraphs)


def test_a_long_list_is_cut_and_says_so() -> None:
    added = tuple(FicheName(number, f"Fiche {number}", "Emploi") for number in range(1, 61))
    copy = make_copy(changes=Changes(EditionId(Period(2026, 10)), NOVEMBER, added=added), language="en")
    assert copy.groups[0].title == "New (60)"
    assert len(copy.groups[0].lines) == 40
    assert copy.groups[0].more == "and 20 more, in the PDF"


def test_what_the_public_may_no_longer_read_is_told_without_it() -> None:
    withheld = Changes(
        EditionId(Period(2026, 10)),
        NOVEMBER,
        changed=(
            ChangedFiche(3, "CPAS", "x", (FieldChange("phone", "", ""), FieldChange("email", "", "a@b.example"))),
        ),
        removed=(FicheName(9, "", ""),),
    )
    copy = make_copy(changes=withheld, language="en", audience=Audience.PUBLIC)
    assert copy.groups[0].lines[0].details == ("phone: no longer given", "mail: a@b.example")
    assert len(copy.groups) == 1
    assert copy.closing[0] == "1 service that stood in the previous edition is no longer listed."
    assert copy.mention == "Public edition"


def test_people_outside_read_what_is_right_now_in_their_own_words() -> None:
    """An old number may have been withdrawn on purpose; N° in "see also" and callers' words tell them nothing."""
    fields = (FieldChange("phone", "02 555 12 34", "02 555 12 35"), FieldChange("see_also", "38", ""))
    told = Changes(
        EditionId(Period(2026, 10)),
        NOVEMBER,
        added=(FicheName(12, "Le Relais", "Emploi"),),
        changed=(
            ChangedFiche(3, "CPAS", "x", fields),
            ChangedFiche(4, "Quiet", "x", (FieldChange("other_names", "a", "b"),)),
        ),
        removed=(FicheName(8, "Gone", "x"), FicheName(9, "", ""), FicheName(10, "", "")),
        renamed_themes=(RenamedTheme("a", "b"),),
        confirmed=(1, 2),
    )
    copy = make_copy(changes=told, language="en", audience=Audience.PUBLIC)
    lines = {group.title: [(line.name, line.details) for line in group.lines] for group in copy.groups}
    assert lines == {
        "New services (1)": [("Le Relais", ("Emploi",))],
        "Services with other data (1)": [("CPAS", ("phone: 02 555 12 35",))],
        "Services that are no longer listed (1)": [("Gone", ())],
    }
    assert copy.closing[:2] == (
        "2 services that stood in the previous edition are no longer listed.",
        "2 services were asked again: their data are still right.",
    )
    words = " ".join((copy.news, *copy.paragraphs, *copy.closing)).casefold()
    assert not [word for word in ("fiche ", "fiches", "intern ", "internal", "agent", "editors") if word in words]


def test_a_change_that_tells_nothing_outside_is_none() -> None:
    quiet = Changes(
        EditionId(Period(2026, 10)),
        NOVEMBER,
        changed=(ChangedFiche(4, "Quiet", "x", (FieldChange("see_also", "4", ""),)),),
    )
    copy = make_copy(changes=quiet, language="en", audience=Audience.PUBLIC)
    assert (copy.news, copy.groups) == ("Nothing changed since the previous edition (October 2026).", ())


@pytest.mark.parametrize("audience", list(Audience))
def test_the_mail_says_which_file_is_what(audience: Audience) -> None:
    with_page = " ".join(make_copy(language="en", audience=audience, page=True).paragraphs)
    assert "annuaire-2026-11-interne.html (0.1 MB), the same as one page for your browser" in with_page
    assert "browser" not in " ".join(make_copy(language="en", audience=audience).paragraphs)
    too_large = " ".join(make_copy(language="en", audience=audience, lacks_page=True).paragraphs)
    assert "too large for a mail" in too_large


def test_sizes_are_written_as_the_language_does() -> None:
    assert format_size(1_363_149, "fr") == "1,3\N{NO-BREAK SPACE}Mo"
    assert format_size(1_363_149, "en") == "1.3 MB"
    assert format_size(20 * 1024**2, "nl") == "20\N{NO-BREAK SPACE}MB"
