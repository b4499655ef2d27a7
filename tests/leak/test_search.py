"""The search for all internal values at once: what is evidence of a leak, and what is none."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from fiche_builder.leak.evidence import Evidence, Secret
from fiche_builder.leak.gate import Gate
from fiche_builder.leak.search import Searcher
from fiche_builder.workbook.reader import read_workbook
from tests.conftest import WorkbookMaker
from tests.making.canaries import build
from tests.making.workbooks import columns_of, fiche, make_workbook, public

NOTE = "La directrice part en mars et ne veut rien dire aux partenaires avant la fin du mois"


def searcher(*secrets: str, legitimate: tuple[str, ...] = (), is_name: bool = False) -> Searcher:
    found = tuple(Secret(f"S!A{number}", text, is_name) for number, text in enumerate(secrets, 1))
    return Searcher(Evidence(found, tuple((text,) for text in legitimate)), ())


@given(st.integers(0, len(NOTE.split()) - 7), st.sampled_from([" ", "\n", " - ", "  "]))
def test_any_seven_words_of_a_note_are_found_whatever_stands_between_them(start: int, between: str) -> None:
    part = between.join(NOTE.split()[start : start + 7])
    assert searcher(NOTE).search(f"Accueil. {part}. Orientation.").keys() == {"S!A1"}


@given(st.text("abcdefgh", min_size=10, max_size=20), st.text("abcdefgh ", max_size=20))
def test_what_the_legitimate_texts_hold_as_well_is_no_evidence(word: str, other: str) -> None:
    assert searcher(word).search(f"{other} {word}").keys() == {"S!A1"}
    assert searcher(word, legitimate=(f"{other} {word}",)).search(f"{other} {word}").keys() == set()


def test_two_legitimate_texts_one_behind_the_other_hide_nothing() -> None:
    """What stands in neither of them by itself is legitimate nowhere; only where both stand whole, it is no leak."""
    known = searcher("rose bleue", legitimate=("une rose", "bleue nuit"))
    assert known.search("une rose bleue nuit").keys() == set()
    for shown in (
        "rose bleue",
        "une rose bleue",
        "la rose bleue nuit",
        "rose bleue nuits",
        "cette rose bleue, une rose",
    ):
        assert known.search(shown).keys() == {"S!A1"}


@pytest.mark.parametrize(
    ("secret", "is_name", "shown", "is_found"),
    [
        ("1234", False, "1234", False),  # bare digits, a year
        ("AB", False, "AB", False),  # initials
        ("Zoé Martin", True, "madame Martin", True),
        ("Zoé Martin", False, "madame Martin", False),  # a short word that is no name
        ("rose", False, "la rose", True),
        ("rose", False, "roseraie", False),  # a short value only as a word
        ("anticonstitution", False, "inanticonstitutionnel", True),  # a long one anywhere
        ("02 555 12 34", False, "+32 2 555 12 34", True),
        ("02 555 12 34", False, "02 555 12 35", False),
    ],
)
def test_what_is_evidence_by_itself(secret: str, is_name: bool, shown: str, is_found: bool) -> None:  # noqa: FBT001
    assert bool(searcher(secret, is_name=is_name).search(shown)) == is_found


def test_what_is_also_public_somewhere_is_no_leak(workbook: WorkbookMaker, tmp_path: Path) -> None:
    path = workbook(
        Fiches=[
            public(1, Nom="Maison de quartier", Description="Ouvert le lundi matin", Téléphone="02 555 12 34"),
            fiche(
                2,
                Nom="Maison de quartier",
                Description="Ouvert le lundi matin",
                Téléphone="02 555 12 34",
                Note_interne="quartier",
            ),
        ],
        Contacts=[{"Fiche": 1, "Personne": "Maison", "Téléphone": "02/555.12.34", "Usage": "Interne"}],
    )
    assert build(path, tmp_path / "o") == 0


@pytest.mark.parametrize(
    ("shown", "link"),
    [
        ("www.relais.be", "https://www.relais.be/"),
        ("www.relais.be", "HTTPS://www.relais.be/?utm_source=lettre"),
        ("www.relais-du-canal.be/infos", "https://www.relais-du-canal.be/infos/"),
        ("www.ici.be ; www.relais.be", "http://www.relais.be"),
    ],
)
def test_a_link_that_says_what_its_public_cell_says_is_no_leak(
    shown: str, link: str, workbook: WorkbookMaker, tmp_path: Path
) -> None:
    """Excel puts it there as soon as somebody types an address; before ours `https://` is printed in any case."""
    rows = [public(1, Site_web=shown), fiche(2, Site_web=f"https://{shown.rpartition(' ')[2]}")]
    path = workbook(Fiches=rows)
    book = load_workbook(path)
    cell = book["Fiches"].cell(2, columns_of("Fiches", rows).index("Site web") + 1)
    cell.hyperlink = link
    cell.value = shown
    book.save(path)
    assert build(path, tmp_path / "o", formats="json,html,vcf") == 0


@pytest.mark.parametrize("shown", ["intranet.ici/k/9", "http://intranet.ici/k/9", "https:\\/\\/intranet.ici\\/k\\/9"])
def test_an_internal_address_is_found_with_and_without_its_scheme(shown: str) -> None:
    assert searcher("https://intranet.ici/k/9").search(f"Plus sur {shown}.").keys() == {"S!A1"}


def test_each_word_of_an_author_counts(tmp_path: Path) -> None:
    rows = [{"Proposition": "Rien", "Auteur": "Zoé Kanari"}]
    raw = read_workbook(make_workbook(tmp_path / "a.xlsx", {"Suggestions": rows}))
    assert [leak.place for leak in Gate(raw).find_leaks("x", "txt", b"dit par Kanari hier")] == ["Suggestions!D2"]
