"""The words of the mail that brings an edition."""

import pytest

from fiche_builder.common.period import EditionId, Period
from fiche_builder.edition.changes import ChangedFiche, Changes, FicheName, FieldChange
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
    copy = make_copy(changes=None)
    assert (copy.news, copy.groups) == ("", ())


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
    assert copy.groups[0].lines[0].details == ("phone: removed", "mail: a@b.example")
    assert copy.groups[1].lines[0].name == "no longer in this edition"
    assert copy.mention == "Public edition"


def test_sizes_are_written_as_the_language_does() -> None:
    assert format_size(1_363_149, "fr") == "1,3\N{NO-BREAK SPACE}Mo"
    assert format_size(1_363_149, "en") == "1.3 MB"
    assert format_size(20 * 1024**2, "nl") == "20\N{NO-BREAK SPACE}MB"
