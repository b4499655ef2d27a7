"""The parts of an edition and what is to be typeset for each, in the order of reading."""

from itertools import pairwise
from pathlib import Path

import pytest

from fiche_builder.common.i18n import translations
from fiche_builder.edition.fiche_copy import HEAD_LENGTH
from fiche_builder.model.columns import Audience
from fiche_builder.outputs.pdf.measures import read_measures
from fiche_builder.outputs.pdf.parts import Entry, EntryKind, Part, plan_parts
from tests.conftest import WorkbookMaker
from tests.making.browser import edition_of
from tests.making.workbooks import fiche, public

LONG = "Une très longue maison dont le nom ne finit pas avant la fin de la ligne ni après celle qui la suit"
THEMES = [{"Nom": "Emploi"}, {"Nom": LONG}, {"Nom": "Vide"}]


@pytest.fixture
def annuaire(workbook: WorkbookMaker) -> Path:
    return workbook(
        Fiches=[
            public(1, Nom="Relais", Sigle="LR", Essentiel="Oui"),
            public(2, Nom=LONG, Thème=LONG, Autres_appellations="Zénith"),
            fiche(3, Nom="Cellule", Essentiel="Oui"),
        ],
        Thèmes=THEMES,
    )


def parts_of(annuaire: Path, audience: Audience) -> dict[str, Part]:
    parts = plan_parts(edition_of(annuaire, audience), "fr", translations("fr"))
    return {part.anchor: part for part in parts}


def entries(part: Part) -> list[Entry]:
    return [entry for run in part.runs for entry in run.entries]


def test_parts_stand_in_the_order_of_reading_and_the_public_has_no_number_index(annuaire: Path) -> None:
    order = {audience: list(parts_of(annuaire, audience)) for audience in Audience}
    assert order[Audience.INTERNAL] == ["essentials", "theme-1", "theme-2", "index", "numbers", "last"]
    assert order[Audience.PUBLIC] == ["essentials", "theme-1", "theme-2", "index", "last"]


def test_without_essential_fiches_or_an_edition_before_there_are_no_such_parts(workbook: WorkbookMaker) -> None:
    assert list(parts_of(workbook(Fiches=[public(1)]), Audience.PUBLIC)) == ["theme-1", "index", "last"]


@pytest.mark.parametrize("audience", list(Audience))
def test_every_line_leads_to_a_place_and_every_place_is_there_once(annuaire: Path, audience: Audience) -> None:
    parts = parts_of(annuaire, audience)
    found = [entry for part in parts.values() for entry in entries(part)]
    places = [entry.anchor for entry in found if entry.anchor]
    assert len(places) == len(set(places))
    assert set(parts) <= set(places)
    lines = [entry for entry in found if entry.kind is EntryKind.LINE]
    assert {entry.leads_to for entry in lines} == {place for place in places if place.startswith("fiche-")}
    assert not [entry for entry in found if entry.kind is not EntryKind.LINE and entry.leads_to]


def test_every_part_opens_on_a_new_page_with_what_is_kept_with_its_first_entry(annuaire: Path) -> None:
    for part in parts_of(annuaire, Audience.INTERNAL).values():
        first = part.runs[0]
        assert first.new_page
        assert first.entries[0].anchor == part.anchor
        assert first.keep_with_next == (len(part.runs) > 1)
        assert not any(run.new_page for run in part.runs[1:])
        assert all(run.columns == "text" or run.columns in read_measures().columns for run in part.runs)


def test_what_is_too_long_for_a_head_or_a_tab_is_shortened(annuaire: Path) -> None:
    parts = parts_of(annuaire, Audience.INTERNAL)
    theme = parts["theme-2"]
    assert theme.title == LONG
    assert theme.head.startswith("2 · Une très longue")
    assert theme.tab is not None
    assert [text[-1] for text in (theme.head, theme.tab.title)] == ["…", "…"]
    assert len(theme.tab.title) <= 21
    heads = [entry.head for part in parts.values() for entry in entries(part)]
    assert max(map(len, heads)) <= HEAD_LENGTH


def test_the_index_has_a_letter_before_its_lines(annuaire: Path) -> None:
    kinds = [(entry.kind, entry.head[:1]) for entry in entries(parts_of(annuaire, Audience.PUBLIC)["index"])[1:]]
    assert kinds[0][0] is EntryKind.LETTER
    assert kinds[-1] == (EntryKind.LINE, "Z")
    for before, after in pairwise(kinds):
        assert before[0] is EntryKind.LINE or after[0] is EntryKind.LINE
