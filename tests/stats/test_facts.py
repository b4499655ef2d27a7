"""The indicators in words: numbers, shares, days, and how they moved."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fiche_builder.common.i18n import LANGUAGES
from fiche_builder.common.period import EditionId
from fiche_builder.stats.facts import NO_BREAK, Words, build_facts, percentage
from fiche_builder.stats.figures import AgeBand
from tests.making.figures import count, random_rows
from tests.making.mailings import make_edition
from tests.making.workbooks import TODAY, fiche, make_workbook


@pytest.mark.parametrize(
    ("language", "days", "shown"),
    [
        ("fr", 1.5, "1,5 jour"),
        ("fr", 2.5, "2,5 jours"),
        ("en", 1.5, "1.5 days"),
        ("nl", 1.5, "1,5 dagen"),
        ("fr", 0.0, "0 jour"),
    ],
)
def test_days_agree_with_their_number(language: str, days: float, shown: str) -> None:
    assert Words(language).days(days).replace("\u00a0", " ") == shown


@pytest.mark.parametrize(
    ("part", "whole", "shown"), [(0, 0, None), (0, 9, 0), (1, 999, 1), (998, 999, 99), (999, 999, 100), (1, 3, 33)]
)
def test_a_share_is_all_or_nothing_only_where_it_is(part: int, whole: int, shown: int | None) -> None:
    assert percentage(part, whole) == shown


def test_the_facts_say_how_the_shares_moved(tmp_path: Path) -> None:
    output = tmp_path / "output"
    old, new = date(2024, 1, 1), TODAY
    for name, days in (("2026-10", (old, old, new, old)), ("2026-11", (new, new, new, old))):
        path = make_workbook(
            tmp_path / "annuaire.xlsx", {"Fiches": [fiche(n, Vérifié_le=day) for n, day in enumerate(days, 1)]}
        )
        make_edition(path, output, EditionId.parse(name))
    facts = build_facts(count(path, output), "fr")
    assert (
        facts[0].line == "Vérifiées depuis moins de 6 mois\u00a0: 75\u00a0% (3 sur 4, +50 points depuis octobre 2026)"
    )
    assert build_facts(count(path), "fr")[0].note == "3 sur 4"
    assert build_facts(count(path, output), "nl")[0].note == "3 van 4, +50 punten sinds oktober 2026"
    assert 5 <= len(facts) <= 7


@given(st.integers(0, 5000), st.integers(0, 5000))
def test_shares_of_parts_never_say_more_than_there_is(part: int, rest: int) -> None:
    whole = part + rest
    share = percentage(part, whole)
    if share is None:
        assert whole == 0
    else:
        assert (share == 0, share == 100) == (part == 0, part == whole)
        assert abs(share - 100 * part / whole) < 1


@pytest.mark.parametrize(
    ("language", "number", "share"), [("fr", "1 250,5", "62 %"), ("nl", "1.250,5", "62%"), ("en", "1,250.5", "62%")]
)
def test_numbers_are_written_as_the_language_does(language: str, number: str, share: str) -> None:
    """With blanks that our font has, where no line is broken."""
    words = Words(language)
    assert words.number(1250.5) == number.replace(" ", NO_BREAK)
    assert words.percent(62, 100) == share.replace(" ", NO_BREAK)
    assert words.percent(0, 0) == "–"


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_ages_have_one_name(language: str) -> None:
    ages = [(0, 6), (6, 12), (12, None), (None, None)]
    assert len({Words(language).age(AgeBand(*age, 0, is_overdue=False)) for age in ages}) == len(ages)


@pytest.mark.parametrize(
    ("before", "now", "note"),
    [
        (1, 1, "1 of 4, as in October 2026"),
        (2, 1, "1 of 4, −25 points since October 2026"),
        (0, 1, "1 of 4, +25 points since October 2026"),
    ],
)
def test_a_share_moves_up_down_or_not_at_all(tmp_path: Path, before: int, now: int, note: str) -> None:
    def write(checked: int) -> Path:
        rows = [fiche(n, Vérifié_le=TODAY if n <= checked else date(2020, 1, 1)) for n in range(1, 5)]
        return make_workbook(tmp_path / "annuaire.xlsx", {"Fiches": rows})

    make_edition(write(before), tmp_path / "output", EditionId.parse("2026-10"))
    assert build_facts(count(write(now), tmp_path / "output"), "en")[0].note == note


def test_each_fact_is_one_line_with_all_of_it(tmp_path: Path) -> None:
    found = count(make_workbook(tmp_path / "annuaire.xlsx", random_rows(1)))
    for fact in build_facts(found, "en"):
        assert fact.line == f"{fact.label}: {fact.value}" + (f" ({fact.note})" if fact.note else "")
