"""Changes as they are told: names of fields, counts, excerpts that show what differs."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fiche_builder.common.i18n import LANGUAGES, translations
from fiche_builder.common.period import EditionId
from fiche_builder.edition.changes import (
    ChangedFiche,
    Changes,
    FicheName,
    FieldChange,
    RenamedTheme,
    ReusedNumber,
    change_counts,
    field_labels,
)
from fiche_builder.model.fields import FICHES
from tests.making.editions import NOVEMBER, OCTOBER


def test_every_field_has_a_name_for_readers_in_every_language() -> None:
    silent = {"number", "authorised_by", "verified_on", "verified_by", "source", "seen"}
    single = {"phones": "phone", "emails": "email", "sites": "site"}
    wanted = {single.get(column.key, column.key) for column in FICHES.columns} - silent | {"contact"}
    for language in LANGUAGES:
        labels = field_labels(translations(language))
        assert set(labels) == wanted
        assert all(labels.values())


def test_excerpts_show_what_differs() -> None:
    long = " ".join(f"mot{number}" for number in range(40))
    change = FieldChange("description", long, long.replace("mot20", "autre"))
    assert change.excerpts(60) == (
        "… mot17 mot18 mot19 mot20 mot21 mot22 mot23 …",
        "… mot17 mot18 mot19 autre mot21 mot22 mot23 …",
    )
    assert FieldChange("name", "a", "b").excerpts(60) == ("a", "b")


@pytest.mark.parametrize(
    ("before", "now"),
    [
        ("02 61 91 03 53", "02 61 91 03 54"),
        ("02 61 91 03 53", "04 61 91 03 53"),
        ("+33 2 61 91 03 53", "+33 2 61 91 03 54"),
        ("02/555.12.34", "02/555.12.35"),
        ("0800 1 41 50 poste 12", "0800 1 41 50 poste 13"),
    ],
)
def test_an_excerpt_has_whole_numbers(before: str, now: str) -> None:
    """Half a phone leads nowhere, and looks like another one."""
    others = " ; ".join(f"02 61 91 03 {number} (accueil)" for number in range(10, 16))
    shown = FieldChange("phone", f"{others} ; {before} ; {others}", f"{others} ; {now} ; {others}").excerpts(90)
    assert [text.split(" ; ")[1:-1] for text in shown] == [[before], [now]]


_WORDS = st.lists(st.sampled_from(["a", "b", "c", "x" * 50 + "1", "x" * 50 + "2", "02 555 12 34"]), max_size=12)


@settings(max_examples=300, deadline=None)
@given(_WORDS, _WORDS, st.integers(20, 60))
def test_excerpts_fit_and_differ_where_the_texts_do(old: list[str], new: list[str], length: int) -> None:
    """However long the words before what differs are, and however late in a long word it does."""
    shown = FieldChange("x", " ; ".join(old), " ; ".join(new)).excerpts(length)
    assert all(len(text) <= length for text in shown)
    assert (shown[0] == shown[1]) is (old == new)


def test_what_differs_is_not_pushed_out_of_sight() -> None:
    page = f"https://service.example/{'x' * 150}"
    for old, new in ((f"{page} {page} 1", f"{page} {page} 2"), (f"{page}?id=1", f"{page}?id=2")):
        before, now = FieldChange("site", old, new).excerpts(160)
        assert (before[-1], now[-1]) == ("1", "2")


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ["1 new", "2 changed", "1 renamed theme"]),
        ("fr", ["1 nouvelle", "2 modifiées", "1 thème renommé"]),
        ("nl", ["1 nieuwe", "2 gewijzigde", "1 hernoemd thema"]),
    ],
)
def test_only_what_there_is_is_counted(language: str, words: list[str]) -> None:
    ids = EditionId(OCTOBER), EditionId(NOVEMBER)
    changed = tuple(ChangedFiche(number, "", "", ()) for number in (1, 2))
    found = Changes(
        *ids, added=(FicheName(3, "", ""),), changed=changed, renamed_themes=(RenamedTheme("a", "b"),), confirmed=(4,)
    )
    ngettext = translations(language).ngettext
    assert change_counts(found, ngettext) == words
    assert change_counts(Changes(*ids, confirmed=(4,)), ngettext) == []


def test_only_what_a_reader_learns_something_of_is_a_change() -> None:
    ids = EditionId(OCTOBER), EditionId(NOVEMBER)
    quiet = Changes(*ids, confirmed=(1,), reused=(ReusedNumber(1, "a", "b", ids[0]),))
    assert quiet.is_empty
    assert not replace(quiet, renamed_themes=(RenamedTheme("a", "b"),)).is_empty
    assert not replace(quiet, removed=(FicheName(1, "", ""),)).is_empty
