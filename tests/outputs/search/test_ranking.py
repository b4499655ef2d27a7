"""The ranking: one table of queries, asked in the terminal's implementation and in the page's own script."""

import random
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import Browser

from fiche_builder.common.text import fold
from fiche_builder.outputs.search.ranking import SearchIndex
from fiche_builder.outputs.search.records import SearchRecord
from fiche_builder.outputs.search.terms import index_words, parse_query
from tests.conftest import SOAK, WorkbookMaker
from tests.making.browser import Reader, write_page
from tests.making.places import SAMPLE
from tests.making.queries import QUERIES, records_of
from tests.making.workbooks import fiche

Capture = pytest.CaptureFixture[str]


def found(workbook: Path, query: str) -> list[int]:
    return [record.number for record in SearchIndex(records_of(workbook)).search(query)]


@pytest.mark.parametrize("language", ["fr", "nl"])
def test_the_first_hit_in_the_terminal(language: str) -> None:
    index = SearchIndex(records_of(SAMPLE, language))
    assert {query: [record.number for record in index.search(query)][:1] for query, _number in QUERIES} == {
        query: [number] for query, number in QUERIES
    }


@pytest.fixture(scope="module", params=["fr", "nl"])
def reader(
    request: pytest.FixtureRequest, browser: Browser, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Reader]:
    path = write_page(SAMPLE, tmp_path_factory.mktemp("page") / "annuaire.html", language=request.param)
    with browser.new_context() as context:
        yield Reader(context, path)


def in_the_page(reader: Reader, queries: list[str]) -> list[list[int]]:
    answers: list[list[int]] = reader.run(
        "qs => qs.map((q) => annuaire.index.search(q).records.map((record) => record.number))", queries
    )
    return answers


def test_the_first_hit_in_the_page(reader: Reader) -> None:
    """Put into the box and read from the list; `test_web_page.py` types."""
    shown = reader.run(
        """queries => Object.fromEntries(queries.map((query) => {
            const box = document.getElementById("query");
            box.value = query;
            box.dispatchEvent(new Event("input"));
            const first = document.querySelector("#hits a");
            return [query, first && Number(first.hash.slice("#fiche-".length))];
        }))""",
        [query for query, _number in QUERIES],
    )
    assert shown == dict(QUERIES)
    assert len(QUERIES) > 100


def variations(records: tuple[SearchRecord, ...]) -> list[str]:
    """Whatever the fiches say, begun, whole, turned round and mistyped."""
    chance = random.Random(7)  # noqa: S311 (no secret: the same queries each time)
    queries = []
    for record in chance.sample(records, 60 if SOAK else 5):
        for whole in (*record.names, *record.others[:1], *record.details[:2], *record.unseen[:1], *record.phones[:1]):
            text = whole[:24]
            place = chance.randrange(len(text))
            queries += [
                text[:3],
                text[:6],
                text,
                " ".join(reversed(text.split())),
                text[:place] + text[place + 1 :],
                f"{text[:place]}{chance.choice('aeiou')}{text[place + 1 :]}",
            ]
    return queries


def test_page_and_terminal_give_the_same_hits_in_the_same_order(reader: Reader) -> None:
    language = reader.run("document.documentElement.lang")
    records = records_of(SAMPLE, language)
    queries = [
        *variations(records),
        "ΟΔΟΣ",
        "Straße",
        "ﬁche",
        "ÿ œ Ǽ",
        "١٢٣",
        "x'y.z",
        "  ",
        "-",
        "0",
        "00",
        "+",
        "2²",
        "İstanbul",
    ]
    index = SearchIndex(records)
    assert in_the_page(reader, queries) == [[record.number for record in index.search(query)] for query in queries]
    assert len(queries) > 100


def test_page_and_terminal_search_in_the_same_words(reader: Reader) -> None:
    language = reader.run("document.documentElement.lang")
    in_page = reader.run("annuaire.index.records.map(({ article, themeClass, ...record }) => record)")

    def searchable(record: dict[str, object]) -> dict[str, object]:
        return {
            key: sorted({word for text in value for word in index_words(text)})
            if isinstance(value, list | tuple)
            else value
            for key, value in record.items()
        }

    assert [searchable(record) for record in in_page] == [
        searchable(asdict(record)) for record in records_of(SAMPLE, language)
    ]


def test_page_and_terminal_agree_on_open_data(shared_data: Path, tmp_path: Path, browser: Browser) -> None:
    workbook = shared_data / "nord.xlsx"
    records = records_of(workbook)
    queries = variations(records)[::2]
    index = SearchIndex(records)
    with browser.new_context() as context:
        reader = Reader(context, write_page(workbook, tmp_path / "nord.html"))
        assert in_the_page(reader, queries) == [[record.number for record in index.search(query)] for query in queries]


@given(st.text(max_size=12))
def test_any_query_has_an_answer_or_none(text: str) -> None:
    parse_query(text)
    assert all(word and word == fold(word) for word in parse_query(text).words)


def test_the_order_of_what_answers(workbook: WorkbookMaker) -> None:
    path = workbook(
        Fiches=[
            fiche(1, Nom="Accueil", Description="On y parle du zorgo"),
            fiche(2, Nom="Antenne du Nord", Commune="Zorgo"),
            fiche(3, Nom="Maison du Zorgo"),
            fiche(4, Nom="Zorgothèque"),
            fiche(5, Nom="Zorgo, accueil"),
            fiche(6, Nom="Le Zorgo"),
            fiche(7, Nom="Agence", Sigle="ZORGO"),
            fiche(8, Nom="Le Mazorgol"),
        ]
    )
    assert found(path, "zorgo") == [7, 6, 5, 4, 3, 2, 8, 1]


@pytest.mark.parametrize("language", ["fr", "nl"])
def test_an_extension_is_no_part_of_the_number(workbook: WorkbookMaker, language: str) -> None:
    """Whatever the language calls it: who dials 12 last searches for the number before it."""
    (record,) = records_of(workbook(Fiches=[fiche(1, Téléphone="02/555.12.34 poste 12 ; 112")]), language)
    assert record.phones == ("025551234", "3225551234", "112")


def test_equal_answers_stand_as_in_print(workbook: WorkbookMaker) -> None:
    path = workbook(Fiches=[fiche(1, Nom="Le Relais", Commune="Uccle"), fiche(2, Nom="Le Relais", Commune="Evere")])
    assert found(path, "relais") == [2, 1]


def test_where_no_fiche_has_all_words_those_with_some_answer(workbook: WorkbookMaker) -> None:
    path = workbook(Fiches=[fiche(1, Nom="Relais du Nord"), fiche(2, Nom="Relais du Sud"), fiche(3, Nom="Atelier")])
    assert found(path, "relais sud uccle") == [2, 1]
    assert found(path, "uccle") == []


@pytest.mark.parametrize("query", ["", "  ", "-", "'", "°"])
def test_nothing_typed_finds_nothing(query: str) -> None:
    assert found(SAMPLE, query) == []
