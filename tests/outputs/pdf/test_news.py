"""The part “Ce qui a changé” of both PDFs, read from the bytes: what it says, where it leads, what it withholds."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from fiche_builder.cli.main import run as run_fiche
from fiche_builder.leak.gate import LEAK_GATE
from fiche_builder.publish.archive import read_published
from tests.making.drawing import read_drawn
from tests.making.pages import TITLE, Pages, said
from tests.making.pdfs import Annotation, Element, Mark, dense, flat, read_structure
from tests.making.workbooks import fiche, make_workbook, public

EDITIONS = ("interne", "public")
MIDDLE, RIGHT_EDGES = 297.6, (283.5, 547.1)
"""Points: where the second column begins at the latest, and where both end."""


# October, and what became of it

WORDS = " ".join(f"mot{number:02}" for number in range(40))
EMPLOI = {"Code": "EM", "Nom": "Emploi", "Couleur": "#1D4E89"}
SANTE = {"Code": "SA", "Nom": "Santé", "Couleur": "#0B6E4F"}
MAIL = "E-mail"


def among(theme: str, row: dict[str, Any], **cells: Any) -> dict[str, Any]:
    return {**row, "Thème": theme, **cells}


OCTOBER = [
    among("EM", public(1, Nom="Agence", Description=WORDS)),
    among("EM", public(2, Nom="Bureau"), **{MAIL: "bureau@contact.example"}),
    among("EM", public(3, Nom="Kanarinaire")),
    among("SA", public(4, Nom="Dispensaire")),
    among("EM", public(5, Nom="Écoute", Note_interne="Colibri")),
    among("EM", public(6, Nom="Foyer", Vérifié_le="20/10/2026")),
    among("EM", public(7, Nom="Garde", Téléphone="02 555 77 77")),
    among("SA", fiche(8, Nom="Hirondelle")),
]
NOVEMBER = [
    among("EM", public(1, Nom="Agence", Description=WORDS.replace("mot20", "changé"), Téléphone="02 555 88 88")),
    among("EM", public(2, Nom="Bureau du canal")),
    among("EM", fiche(3, Nom="Kanarinaire")),
    among("EM", public(5, Nom="Écoute", Note_interne="Corbeau")),
    among("EM", public(6, Nom="Foyer", Vérifié_le="20/11/2026")),
    among("EM", public(7, Nom="Garde", Téléphone="02 555 77 78", Note_interne="avant : 02 555 77 77")),
    among("SA", fiche(9, Nom="Tourterelle")),
    *(among("SA", public(number, Nom=f"Antenne {number}")) for number in range(10, 18)),
]
CORRECTED = [*NOVEMBER, among("EM", public(18, Nom="Ombre"))]
NEW = [(f"Antenne {number}", f" · n° {number} · Santé") for number in range(10, 18)]
AGENCE = (
    "Agence · n° 1 · Travail",
    "description : … mot17 mot18 mot19 mot20 mot21 mot22 mot23 … → … mot17 mot18 mot19 changé mot21 mot22 mot23 …",
    "téléphone : 02 555 00 01 → 02 555 88 88",
)
BUREAU = (
    "Bureau du canal · n° 2 · Travail",
    "nom : Bureau → Bureau du canal",
    "e-mail : bureau@contact.example → supprimé",
)
AGENCE_OUTSIDE = (
    "Agence · n° 1 · Travail",
    "description : … mot17 mot18 mot19 changé mot21 mot22 mot23 …",
    "téléphone : 02 555 88 88",
)
BUREAU_OUTSIDE = ("Bureau du canal · n° 2 · Travail", "nom : Bureau du canal", "e-mail : supprimé")
CHECKED = ("1 fiche a été revérifiée et reste inchangée.",)
SECRETS = ("Kanarinaire", "Colibri", "Corbeau", "Hirondelle", "Tourterelle", "77 77", "diffusion", "note interne")
"""What only the internal edition may say in November."""


def build(folder: Path, edition: str, rows: Sequence[dict[str, Any]], *options: str, theme: str = "Travail") -> None:
    workbook = make_workbook(folder / "annuaire.xlsx", {"Fiches": rows, "Thèmes": [{**EMPLOI, "Nom": theme}, SANTE]})
    where = ["--output", str(folder), "--format", "pdf,json", "--workers", "1"]
    assert run_fiche(["--lang", "fr", "-q", "build", str(workbook), "--edition", edition, *where, *options]) == 0


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One edition after the other."""
    folder = tmp_path_factory.mktemp("news")
    build(folder, "2026-09", OCTOBER[:1], theme="Emploi")
    build(folder, "2026-10", OCTOBER, "--format", "json", theme="Emploi")
    build(folder, "2026-11", NOVEMBER)
    build(folder, "2026-11", CORRECTED, "--revise")
    build(folder, "2026-12", CORRECTED)
    build(folder, "2027-01", NOVEMBER, "--since", "2026-09", "--audience", "internal", "--yes")
    return folder


def pages_of(output: Path, edition: str, word: str) -> Pages:
    return Pages(output / edition / f"annuaire-{edition}-{word}.pdf")


@pytest.fixture(scope="module")
def internal(output: Path) -> Pages:
    return pages_of(output, "2026-11", "interne")


@pytest.fixture(scope="module")
def for_all(output: Path) -> Pages:
    return pages_of(output, "2026-11", "public")


@pytest.fixture(scope="module", params=EDITIONS)
def news(request: pytest.FixtureRequest, output: Path) -> Pages:
    """November's editions."""
    return pages_of(output, "2026-11", request.param)


# What is told


def test_colleagues_read_what_is_new_changed_field_by_field_and_gone(internal: Pages) -> None:
    assert internal.told == said(
        {
            TITLE: [
                ("9 nouvelles, 5 modifiées, 2 retirées, 1 thème renommé · depuis l’édition précédente (octobre 2026)",),
                ("Thème renommé : Emploi → Travail",),
                CHECKED,
            ],
            "Nouvelles (9)": [*NEW, ("Tourterelle", "· n° 9 · Santé")],
            "Modifiées (5)": [
                AGENCE,
                BUREAU,
                ("Écoute · n° 5 · Travail", "note interne : Colibri → Corbeau"),
                (
                    "Garde · n° 7 · Travail",
                    "téléphone : 02 555 77 77 → 02 555 77 78",
                    "note interne : avant : 02 555 77 77",
                ),
                ("Kanarinaire · n° 3 · Travail", "diffusion : Public → Interne"),
            ],
            "Retirées (2)": [("Dispensaire · n° 4 · Santé",), ("Hirondelle · n° 8 · Santé",)],
        }
    )


def test_the_public_reads_nothing_internal_and_of_what_became_internal_the_number(for_all: Pages) -> None:
    assert for_all.told == said(
        {
            TITLE: [
                ("8 nouvelles, 3 modifiées, 2 retirées, 1 thème renommé · depuis l’édition précédente (octobre 2026)",),
                ("Un thème porte un nouveau nom : Travail",),
                CHECKED,
            ],
            "Nouvelles (8)": NEW,
            "Modifiées (3)": [AGENCE_OUTSIDE, BUREAU_OUTSIDE, ("Garde · n° 7 · Travail", "téléphone : 02 555 77 78")],
            "Retirées (2)": [("Dispensaire · n° 4 · Santé",), ("n’est plus dans cette édition", "· n° 3")],
        }
    )


@pytest.mark.parametrize("edition", ["2026-11", "2026-11-r2", "2026-12"])
def test_nothing_internal_stands_anywhere_in_the_public_pdf_and_the_gate_saw_it(
    output: Path, internal: Pages, edition: str
) -> None:
    assert all(any(secret in text for text in internal.texts) for secret in SECRETS)
    pages = pages_of(output, edition, "public")
    descriptions = [link.description for link in pages.links]
    assert not [secret for secret in SECRETS for text in (*pages.texts, *descriptions) if secret in text]
    checks = {file.name: file.checks for file in read_published(output / edition).files}
    assert LEAK_GATE in checks[pages.path.name]


def test_two_readers_find_on_the_pages_the_new_and_colleagues_the_old(news: Pages) -> None:
    old = "" if "public" in news.path.name else "02 555 00 01 → "
    text = flat(" ".join(news.texts[page - 1] for page in {link.page for link in news.links if link.name == "fiche-1"}))
    assert text.count(f"téléphone : {old}02 555 88 88") == len(("Poppler", "PDFium"))


def test_an_empty_month_says_so(output: Path) -> None:
    for word in EDITIONS:
        pages = pages_of(output, "2026-12", word)
        since = "(novembre 2026, révision 2)"
        assert pages.told == said(
            {
                TITLE: [
                    (f"depuis l’édition précédente {since}",),
                    (f"Rien n’a changé depuis l’édition précédente {since}.",),
                ],
            }
        )
        assert not list(pages.items)


def test_the_edition_to_compare_with_can_be_named(output: Path) -> None:
    told = pages_of(output, "2027-01", "interne").told
    counts = dense("14 nouvelles, 1 modifiée, 1 thème renommé · depuis l’édition précédente (septembre 2026)")
    assert told[dense(TITLE)] == [counts, dense("Thème renommé : Emploi → Travail")]
    assert told[dense("Modifiées (1)")][0] == dense(*AGENCE)
    assert dense("Retirées") not in "".join(told)


def test_the_first_edition_has_no_such_part(output: Path) -> None:
    for word in EDITIONS:
        pages = pages_of(output, "2026-09", word)
        assert "changes" not in {*pages.parts, *pages.places, *(link.name for link in pages.links)}
        assert not [text for text in pages.texts if TITLE in text]
        assert pages.places["theme-1"][0] == 2


# Where it stands, and where it leads


def test_it_is_the_first_part_and_a_tile_of_the_cover_leads_to_it(news: Pages) -> None:
    assert news.parts[:2] == ["cover", "changes"]
    assert news.places["changes"][0] == 2
    [tile, *_others] = [link for link in news.links if link.page == 1]
    assert (tile.name, tile.target, tile.description) == ("changes", news.places["changes"], f"{TITLE}, page 2")
    items = [news.said(e) for e in read_structure(news.path).walk() if e.tag == "LI"]
    counts = (
        "9 nouvelles, 5 modifiées, 2 retirées"
        if "interne" in news.path.name
        else "8 nouvelles, 3 modifiées, 2 retirées"
    )
    assert items[0] == dense(f"{TITLE} {counts}, 1 thème renommé p. 2")


def test_every_fiche_that_is_new_or_changed_is_linked_and_its_page_printed(news: Pages) -> None:
    """The page stands at the end of the last line of what is told of the fiche, at the edge of the column."""
    leading = [link for link in news.links if link.page == 2]
    assert [news.said(item).partition("·n°")[2].partition("·")[0] for item in news.items] == [
        link.name.removeprefix("fiche-") for link in leading
    ]
    for link, item in zip(leading, news.items, strict=True):
        runs = [run for leaf in item.leaves() if isinstance(leaf, Mark) for run in news.runs(leaf)]
        number = news.number(item)
        assert number.text == str(news.places[link.name][0])
        assert link.target == news.places[link.name]
        name = news.said(item).partition("·")[0]
        assert dense(link.description).endswith(name)
        assert link.rectangle[1] < runs[0].y < link.rectangle[3]
        assert number.y == pytest.approx(min(run.y for run in runs), abs=2)
        assert number.x + number.length == pytest.approx(RIGHT_EDGES[number.x > MIDDLE], abs=1)


def test_what_is_gone_is_no_link(news: Pages) -> None:
    gone = [e for e in news.section[[news.said(e) for e in news.section].index("Retirées(2)") :] if e.tag != "H3"]
    assert [e.tag for e in gone] == ["P"] * 2
    assert not [leaf for e in gone for leaf in e.leaves() if isinstance(leaf, Annotation)]


def test_a_screen_reader_finds_lists_of_links(news: Pages) -> None:
    assert [element.tag for element in news.section] == ["H2", "P", "P", "P", "H3", "L", "H3", "L", "H3", "P", "P"]
    for item in news.items:
        [body] = item.kids
        assert isinstance(body, Element)
        assert body.tag == "LBody"
        link, *texts = body.kids
        assert isinstance(link, Element)
        assert link.tag == "Link"
        assert {type(kid) for kid in link.kids} == {Mark, Annotation}
        assert all(isinstance(text, Mark) for text in texts)


def test_no_heading_stands_last_in_a_column(news: Pages) -> None:
    """As many fiches are new as would leave the second heading of the public edition there."""
    headings = [
        news.runs(leaf)[0] for e in news.section if e.tag == "H3" for leaf in e.leaves() if isinstance(leaf, Mark)
    ]
    assert {run.x > MIDDLE for run in headings} == {False, True}
    for heading in headings:
        column = [
            run
            for run in read_drawn(news.path).shown
            if run.page == heading.page and (run.x > MIDDLE) == (heading.x > MIDDLE)
        ]
        assert [run for run in column if run.y < heading.y - 1 and not run.is_artifact], heading.text


# A corrected edition


@pytest.mark.parametrize("word", EDITIONS)
def test_a_corrected_edition_says_so_on_its_cover_and_its_number_at_the_foot_of_every_page(
    output: Path, word: str
) -> None:
    sentence = "Cette édition corrigée remplace celle du même mois déjà envoyée."
    revised, first = pages_of(output, "2026-11-r2", word), pages_of(output, "2026-11", word)
    assert sentence in revised.texts[0]
    assert "(n° 2026-11-r2)" in revised.texts[0]
    assert not [text for text in (*revised.texts[1:], *first.texts) if sentence in text]
    assert all("révision 2 (2026-11-r2) · valable" in text for text in revised.texts)
    assert not [text for text in first.texts if "2026-11-r2" in text]


def test_a_corrected_edition_tells_what_was_corrected(output: Path) -> None:
    for word in EDITIONS:
        assert pages_of(output, "2026-11-r2", word).told == said(
            {
                TITLE: [("1 nouvelle · depuis l’édition précédente (novembre 2026)",)],
                "Nouvelles (1)": [("Ombre", "· n° 18 · Travail")],
            }
        )
