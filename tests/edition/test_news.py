"""The page that tells what changed: changes in, groups, links and remarks out."""

import pytest

from fiche_builder.common.i18n import translations
from fiche_builder.common.period import EditionId, Period
from fiche_builder.edition.changes import ChangedFiche, Changes, FicheName, FieldChange, RenamedTheme
from fiche_builder.edition.news import News, build_news

OLD, NEW = EditionId(Period(2026, 10)), EditionId(Period(2026, 11))
PHONE = FieldChange("phone", "02 555 12 34", "02 555 12 35")


def news(printed: tuple[int, ...] = (), language: str = "en", **changes: object) -> News:
    return build_news(Changes(OLD, NEW, **changes), printed, language, translations(language))  # type: ignore[arg-type]


def test_each_kind_stands_under_its_heading_in_the_order_given() -> None:
    told = news(
        added=(FicheName(4, "Quatre", "Emploi"), FicheName(2, "Zoo", "Loisirs")),
        changed=(ChangedFiche(1, "Un", "Emploi", (PHONE,)),),
        removed=(FicheName(3, "Trois", "Emploi"),),
    )
    assert [(group.title, [change.number for change in group.changes]) for group in told.groups] == [
        ("New (2)", [4, 2]),
        ("Changed (1)", [1]),
        ("Gone (1)", [3]),
    ]
    assert told.counts == "2 new, 1 changed, 1 gone"
    assert told.since == "since the previous edition (October 2026)"
    assert told.remarks == ()


def test_only_what_is_printed_is_linked() -> None:
    added = (FicheName(4, "Quatre", "Emploi"), FicheName(5, "Cinq", "Emploi"))
    (group,) = news((4,), added=added).groups
    assert [change.uri for change in group.changes] == ["#fiche-4", ""]


def test_a_fiche_that_the_public_may_not_read_again_has_no_name() -> None:
    (group,) = news(removed=(FicheName(3, "", ""),)).groups
    assert [(change.name, change.theme) for change in group.changes] == [("no longer in this edition", "")]


@pytest.mark.parametrize(
    ("change", "language", "expected"),
    [
        (PHONE, "en", ("phone:", "02 555 12 34", "02 555 12 35")),
        (PHONE, "fr", ("téléphone\u00a0:", "02 555 12 34", "02 555 12 35")),
        (FieldChange("email", "a@x.be", ""), "en", ("mail:", "a@x.be", "removed")),
        (FieldChange("email", "", "a@x.be"), "en", ("mail:", "", "a@x.be")),
        (FieldChange("of-a-later-version", "a", "b"), "en", ("of-a-later-version:", "a", "b")),
    ],
)
def test_a_field_is_told_by_its_name_for_readers(
    change: FieldChange, language: str, expected: tuple[str, str, str]
) -> None:
    (group,) = news(language=language, changed=(ChangedFiche(1, "Un", "Emploi", (change,)),)).groups
    ((detail,),) = (change.details for change in group.changes)
    assert (detail.label, detail.old, detail.new) == expected


def test_long_texts_are_cut_around_what_differs() -> None:
    words = " ".join(f"mot{number}" for number in range(100))
    change = FieldChange("description", words, words.replace("mot50", "autre"))
    (group,) = news(changed=(ChangedFiche(1, "Un", "Emploi", (change,)),)).groups
    (detail,) = group.changes[0].details
    assert ("mot50" in detail.old, "autre" in detail.new) == (True, True)
    assert max(len(detail.old), len(detail.new)) <= 160


def test_what_is_not_told_fiche_by_fiche_is_a_remark() -> None:
    told = news(renamed_themes=(RenamedTheme("Emploi", "Travail"),), confirmed=(1, 2))
    assert told.remarks == (
        "Theme renamed: Emploi → Travail",
        "2 fiches were checked again and stay as they were.",
    )
    assert (told.groups, told.counts) == ((), "1 renamed theme")


def test_of_a_renamed_theme_without_its_old_name_the_new_one_is_told() -> None:
    assert news(renamed_themes=(RenamedTheme("", "Travail"),)).remarks == ("A theme with a new name: Travail",)


def test_an_empty_month_says_so_and_what_was_checked() -> None:
    assert news(confirmed=(1,)).remarks == (
        "Nothing changed since the previous edition (October 2026).",
        "1 fiche was checked again and stays as it was.",
    )
