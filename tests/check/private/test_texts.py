"""Which texts everybody will read: those of the field table's public columns, of what the public edition has."""

import pytest

from fiche_builder.check.private.texts import plain_of, public_texts, published_rows
from fiche_builder.common.text import fold
from fiche_builder.model.columns import Holds
from fiche_builder.model.fields import CONTACTS, FICHES, THEMES
from fiche_builder.model.tables import build_book
from fiche_builder.workbook.reader import read_workbook
from tests.conftest import WorkbookMaker
from tests.making.private import asked
from tests.making.workbooks import FICHE, THEME, fiche, public

WORDS = "ne pas donner"
_FREE = {Holds.LINE, Holds.LINES, Holds.NAMES, Holds.LANGUAGES}


def free(spec: object) -> list[tuple[str, str]]:
    columns = getattr(spec, "columns")  # noqa: B009
    return [(column.header, column.key) for column in columns if column.is_public and column.holds in _FREE]


@pytest.mark.parametrize("header", [h for h, key in free(FICHES) if key not in {"theme", "languages"}])
def test_every_public_column_of_free_text_is_read(workbook: WorkbookMaker, header: str) -> None:
    assert len(asked(workbook(Fiches=[{**public(), header: WORDS}]))) == 1
    assert asked(workbook(Fiches=[{**fiche(), header: WORDS}])) == {}


@pytest.mark.parametrize(
    "header", [column.header for column in FICHES.columns if not column.is_public and not column.words]
)
def test_no_internal_column_is(workbook: WorkbookMaker, header: str) -> None:
    assert asked(workbook(Fiches=[{**public(), header: WORDS}])) == {}


def test_languages_are_words_too(workbook: WorkbookMaker) -> None:
    assert asked(workbook(Fiches=[public(Langues="FR NL (interne)")])) == {"Fiches!V2": ["interne"]}


def test_the_labels_of_phones_are_read(workbook: WorkbookMaker) -> None:
    phones = "02 555 00 01 (accueil); 02 555 00 02 (ne pas donner)"
    assert asked(workbook(Fiches=[public(Téléphone=phones)])) == {"Fiches!O2": [WORDS]}


@pytest.mark.parametrize("status", ["Suspendu", "Archivé"])
def test_what_the_public_edition_has_not_is_not_read(workbook: WorkbookMaker, status: str) -> None:
    path = workbook(
        Fiches=[public(1, Description=WORDS, Statut=status)],
        Contacts=[{"Fiche": 1, "Libellé": WORDS, "Usage": "Donner", "Téléphone": "02 555 77 77"}],
    )
    assert asked(path) == {}


@pytest.mark.parametrize("header", [header for header, key in free(THEMES) if key not in {"name", "code"}])
def test_the_texts_of_a_theme_are_read_if_the_public_edition_has_it(workbook: WorkbookMaker, header: str) -> None:
    themes = [{**THEME, header: WORDS}, {"Nom": "Autre", header: WORDS}]
    assert len(asked(workbook(Fiches=[public()], Thèmes=themes))) == 1
    assert asked(workbook(Fiches=[FICHE], Thèmes=themes)) == {}


def test_the_name_of_a_theme_is_asked_about_once(workbook: WorkbookMaker) -> None:
    path = workbook(Fiches=[public(n, Thème="interne") for n in (1, 2, 3)], Thèmes=[{"Nom": "Interne"}])
    assert asked(path) == {"Thèmes!B2": ["Interne"]}


def test_the_contacts_have_one_free_text() -> None:
    assert [key for _header, key in free(CONTACTS)] == ["label"]


@pytest.mark.parametrize("text", ["Élève à Noël, d’où l’aïeul", "İstanbul", "Œuvre", "ＡＢ", "", "abc", "ŠŽ – ¡"])
def test_a_plain_text_has_its_words_at_the_same_places(text: str) -> None:
    assert len(plain_of(text)) == len(text)
    assert plain_of("Réservé à l’ÉTÉ") == fold("Réservé à l’ÉTÉ")


def test_the_rows_are_those_of_the_public_edition(workbook: WorkbookMaker) -> None:
    book = build_book(read_workbook(workbook(Fiches=[public(1), fiche(2), public(3, Statut="Suspendu")])))
    rows = list(published_rows(book))
    assert [row.value("number", int) for _table, row, _owner in rows] == [1]
    assert {text.text for text in public_texts(book, rows) if text.key == "name"} == {"Fiche 1", "Emploi"}
