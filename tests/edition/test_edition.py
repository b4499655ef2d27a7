"""Editions as data: who reads what, in which order, and the index."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fiche_builder.common.collation import DEFAULT_ARTICLES, initial, sort_key
from fiche_builder.common.config import Config, EditionConfig, VerificationConfig
from fiche_builder.common.period import Period
from fiche_builder.common.text import fold
from fiche_builder.edition.edition import (
    AnyEdition,
    IndexEntry,
    build_index,
    build_internal_edition,
    build_public_edition,
    sort_themes,
)
from fiche_builder.model.columns import Audience
from fiche_builder.model.model import Directory, Fiche, Imprint, Theme
from fiche_builder.model.words import Diffusion, Status

PERIOD = Period(2026, 11)
EMPLOI, LOGEMENT = Theme(name="Emploi"), Theme(name="Logement")


def _fiche(number: int = 1, name: str = "", **values: Any) -> Fiche:
    return Fiche(
        **{
            "number": number,
            "theme": "Emploi",
            "name": name or f"Fiche {number}",
            "diffusion": Diffusion.PUBLIC,
            **values,
        }
    )


def _directory(*fiches: Fiche, themes: Sequence[Theme] = (EMPLOI,)) -> Directory:
    return Directory(imprint=Imprint(), themes=tuple(themes), fiches=fiches)


def _internal(*fiches: Fiche, themes: Sequence[Theme] = (EMPLOI,), config: Config | None = None) -> AnyEdition:
    return build_internal_edition(_directory(*fiches, themes=themes), PERIOD, config or Config())


def _public(*fiches: Fiche, themes: Sequence[Theme] = (EMPLOI,)) -> AnyEdition:
    return build_public_edition(_directory(*fiches, themes=themes), PERIOD, Config())


def _index(*fiches: Fiche) -> list[IndexEntry]:
    return [entry for group in build_index(fiches, DEFAULT_ARTICLES) for entry in group.entries]


@pytest.mark.parametrize(
    ("diffusion", "status", "in_internal", "in_public"),
    [
        (Diffusion.PUBLIC, Status.ACTIVE, True, True),
        (Diffusion.PUBLIC, Status.SUSPENDED, True, False),
        (Diffusion.PUBLIC, Status.ARCHIVED, False, False),
        (Diffusion.INTERNAL, Status.ACTIVE, True, False),
        (Diffusion.INTERNAL, Status.SUSPENDED, True, False),
        (Diffusion.INTERNAL, Status.ARCHIVED, False, False),
    ],
)
def test_who_reads_what(diffusion: Diffusion, status: Status, *, in_internal: bool, in_public: bool) -> None:
    """And what is not in an edition is not in its index either."""
    fiche = _fiche(diffusion=diffusion, status=status, acronym="ABC", other_names=("Autre",), name_nl="Nederlands")
    for edition, is_in in ((_internal(fiche), in_internal), (_public(fiche), in_public)):
        assert [printed.number for printed in edition.fiches] == [1] * is_in
        assert {entry.heading for group in edition.index for entry in group.entries} == (
            {"Fiche 1", "ABC", "Autre", "Nederlands"} if is_in else set()
        )


def test_a_fiche_is_internal_and_active_unless_it_says_otherwise() -> None:
    fiche = Fiche(number=1, theme="Emploi", name="Le Relais")
    assert _internal(fiche).fiches == (fiche,)
    assert _public(fiche).fiches == ()


def test_the_audience_and_imprint_of_each_edition() -> None:
    assert (_internal().audience, _public().audience) == (Audience.INTERNAL, Audience.PUBLIC)
    assert hasattr(_internal().imprint, "editors")
    assert not hasattr(_public().imprint, "editors")


def test_themes_follow_their_order_then_the_alphabet() -> None:
    themes = [
        Theme(name="Zèbre", order=1),
        Theme(name="Œuvres"),
        Theme(name="Le Logement", order=2),
        Theme(name="École", order=2),
        Theme(name="L’Accueil"),
        Theme(name="Dix", order=10),
        Theme(name="Ancien"),
    ]
    assert [theme.name for theme in sort_themes(themes, DEFAULT_ARTICLES)] == [
        "Zèbre",
        "École",
        "Le Logement",
        "Dix",
        "L’Accueil",
        "Ancien",
        "Œuvres",
    ]


def test_each_theme_holds_its_fiches_in_alphabetical_order() -> None:
    names = ["Zoé", "Le Relais", "Élan", "@telier", "6-10 Pôle ESS", "'s Hertogenbosch", "Œuvre", "112"]
    fiches = [_fiche(number, name) for number, name in enumerate(names, 1)]
    edition = _internal(*fiches, _fiche(20, "Abri", theme="Logement"), themes=(EMPLOI, Theme(name="Logement", order=1)))
    assert [(section.theme.name, [fiche.name for fiche in section.fiches]) for section in edition.sections] == [
        ("Logement", ["Abri"]),
        ("Emploi", ["6-10 Pôle ESS", "112", "Élan", "'s Hertogenbosch", "Œuvre", "Le Relais", "@telier", "Zoé"]),
    ]
    assert [fiche.name for fiche in edition.fiches][:2] == ["Abri", "6-10 Pôle ESS"]


def test_a_theme_without_fiches_is_not_printed() -> None:
    edition = _public(_fiche(1), _fiche(2, theme="Logement", diffusion=Diffusion.INTERNAL), themes=(EMPLOI, LOGEMENT))
    assert [section.theme for section in edition.sections] == [EMPLOI]


def test_fiches_of_one_name_follow_their_municipality_then_their_number() -> None:
    places = ["Uccle", "Etterbeek", "Évere", "Uccle", "Anderlecht", ""]
    fiches = [_fiche(number, "Mission locale", municipality=place) for number, place in enumerate(places, 1)]
    edition = _internal(*reversed(fiches))
    assert [fiche.number for fiche in edition.fiches] == [6, 5, 2, 3, 1, 4]
    assert [entry.number for entry in edition.index[0].entries] == [6, 5, 2, 3, 1, 4]
    assert edition.index[0].entries[1].municipality == "Anderlecht"


def test_the_articles_of_the_settings_are_skipped() -> None:
    fiches = [_fiche(1, "Le Relais"), _fiche(2, "Maison")]
    none = Config(edition=EditionConfig(articles=()))
    assert [fiche.number for fiche in _internal(*fiches).fiches] == [2, 1]
    assert [fiche.number for fiche in _internal(*fiches, config=none).fiches] == [1, 2]
    assert [group.letter for group in _internal(*fiches, config=none).index] == ["L", "M"]


def test_the_index_has_every_name_of_a_fiche() -> None:
    fiche = _fiche(
        214,
        "Le Relais",
        acronym="LRX",
        other_names=("Abri de jour", "Dagopvang"),
        name_nl="De Halte",
        municipality="Uccle",
    )
    assert _index(fiche) == [
        IndexEntry("Abri de jour", 214, "Le Relais", "Uccle"),
        IndexEntry("Dagopvang", 214, "Le Relais", "Uccle"),
        IndexEntry("De Halte", 214, "Le Relais", "Uccle"),
        IndexEntry("LRX", 214, "Le Relais", "Uccle"),
        IndexEntry("Le Relais", 214, "", "Uccle"),
    ]


def test_a_heading_that_is_the_name_again_stands_once() -> None:
    fiche = _fiche(1, "L'Élan", acronym="L’ELAN", other_names=("l'élan", "Accueil", "ACCUEIL"), name_nl="Accueil")
    assert [(entry.heading, entry.see) for entry in _index(fiche)] == [("Accueil", "L'Élan"), ("L'Élan", "")]


def test_one_word_may_lead_to_several_fiches() -> None:
    entries = _index(_fiche(2, "CPAS d'Uccle", acronym="CPAS"), _fiche(1, "CPAS d'Evere", acronym="CPAS"))
    assert [(entry.heading, entry.number) for entry in entries] == [
        ("CPAS", 1),
        ("CPAS", 2),
        ("CPAS d'Evere", 1),
        ("CPAS d'Uccle", 2),
    ]


def test_the_index_stands_under_letters() -> None:
    fiches = [
        _fiche(number, name)
        for number, name in enumerate(["112", "@telier", "École", "Eau", "L’Œil", "6-10", "!!!"], 1)
    ]
    groups = build_index(fiches, DEFAULT_ARTICLES)
    assert [(group.letter, [entry.heading for entry in group.entries]) for group in groups] == [
        ("#", ["!!!", "6-10", "112"]),
        ("E", ["Eau", "École"]),
        ("O", ["L’Œil"]),
        ("T", ["@telier"]),
    ]


def test_an_edition_judges_by_the_last_day_of_its_month() -> None:
    edition = build_internal_edition(_directory(), Period(2026, 2), Config(verification=VerificationConfig(3, 9)))
    assert edition.today == date(2026, 2, 28)
    assert edition.overdue_months == 9
    assert _public().today == date(2026, 11, 30)


_NAME = st.text(alphabet="abcéèœzLDàEÉ0129 '’-@.", min_size=1, max_size=10).filter(lambda name: name.strip() != "")


@st.composite
def _fiches(draw: st.DrawFn) -> list[Fiche]:
    numbers = draw(st.lists(st.integers(1, 999), unique=True, max_size=8))
    optional = st.just("") | _NAME
    return [
        _fiche(
            number,
            draw(_NAME),
            theme=draw(st.sampled_from(["Emploi", "Logement"])),
            acronym=draw(optional),
            name_nl=draw(optional),
            other_names=tuple(draw(st.lists(_NAME, max_size=3))),
            municipality=draw(st.sampled_from(["", "Uccle", "Evere"])),
            diffusion=draw(st.sampled_from(Diffusion)),
            status=draw(st.sampled_from(Status)),
        )
        for number in numbers
    ]


@settings(max_examples=150, deadline=None)
@given(_fiches())
def test_the_index_is_sorted_and_complete(fiches: list[Fiche]) -> None:
    """Every name of every printed fiche is in the index once, in order, under its initial, and nothing else is."""
    for edition in (_internal(*fiches, themes=(EMPLOI, LOGEMENT)), _public(*fiches, themes=(EMPLOI, LOGEMENT))):
        entries = [entry for group in edition.index for entry in group.entries]
        keys = [sort_key(entry.heading) for entry in entries]
        assert keys == sorted(keys)
        assert len({group.letter for group in edition.index}) == len(edition.index)
        assert all(initial(entry.heading) == group.letter for group in edition.index for entry in group.entries)
        expected = {
            (fold(heading), fiche.number)
            for fiche in edition.fiches
            for heading in (fiche.name, fiche.acronym, fiche.name_nl, *fiche.other_names)
            if heading
        }
        found = [(fold(entry.heading), entry.number) for entry in entries]
        assert len(found) == len(set(found))
        assert set(found) == expected
        names = {fiche.number: fiche.name for fiche in edition.fiches}
        assert all(entry.see in {"", names[entry.number]} for entry in entries)
        assert sum(entry.see == "" for entry in entries) == len(names)


@settings(max_examples=100, deadline=None)
@given(_fiches(), st.randoms(use_true_random=False))
def test_the_order_of_the_rows_does_not_matter(fiches: list[Fiche], shuffler: Any) -> None:
    shuffled = list(fiches)
    shuffler.shuffle(shuffled)
    assert _internal(*shuffled, themes=(LOGEMENT, EMPLOI)) == _internal(*fiches, themes=(EMPLOI, LOGEMENT))
    assert _public(*shuffled, themes=(LOGEMENT, EMPLOI)) == _public(*fiches, themes=(EMPLOI, LOGEMENT))
