"""What stands on the page: its tables, lists and pictures, decided."""

import re
from pathlib import Path

import pytest

from fiche_builder.common.i18n import LANGUAGES
from fiche_builder.common.period import EditionId
from fiche_builder.stats.blocks import build_page_copy
from fiche_builder.stats.pictures import Fill
from tests.conftest import WorkbookMaker
from tests.making.figures import count, random_rows
from tests.making.mailings import make_edition
from tests.making.workbooks import fiche, make_workbook, public


def test_one_edition_makes_no_line_and_none_says_so(tmp_path: Path) -> None:
    path, output = make_workbook(tmp_path / "annuaire.xlsx"), tmp_path / "output"
    none = build_page_copy(count(path, output), "Annuaire", "en")
    assert (none.trend, none.trend_pictures, none.trend_note) == (
        None,
        (),
        "No edition yet: the trend begins with the first one.",
    )
    make_edition(path, output, EditionId.parse("2026-10"))
    one = build_page_copy(count(path, output), "Annuaire", "en")
    assert one.trend is not None
    assert (len(one.trend.rows), one.trend_pictures) == (1, ())
    make_edition(path, output, EditionId.parse("2026-11"))
    assert len(build_page_copy(count(path, output), "Annuaire", "en").trend_pictures) == 1


def test_of_many_fiches_that_want_doing_the_first_are_listed(workbook: WorkbookMaker) -> None:
    path = workbook(Fiches=[public(n, Téléphone=None, Adresse="Rue 1", Autorisé_par=None) for n in range(1, 31)])
    page = build_page_copy(count(path), "Annuaire", "en")
    contacts, permissions = page.without_contact, page.without_permission
    assert contacts is not None
    assert permissions is not None
    assert (contacts.title, len(contacts.lines), contacts.more) == ("Without a direct contact (30)", 18, "and 12 more")
    assert permissions.more == "and 22 more"
    assert contacts.lines[0] == ("N°\u00a01", "Fiche 1")


def test_every_number_of_the_figures_stands_in_a_table(tmp_path: Path) -> None:
    figures = count(make_workbook(tmp_path / "annuaire.xlsx", random_rows(2)))
    page = build_page_copy(figures, "Annuaire", "en")
    rows = [(row.header, [cell.soft or cell.text for cell in row.cells]) for row in page.themes.rows]
    parts = [(theme.name, theme.verified) for theme in figures.themes] + [("All themes", figures.verified)]
    assert rows == [
        (name, [str(part) for part in (whole.fiches, whole.within_due, whole.within_overdue)]) for name, whole in parts
    ]
    assert [row.is_total for row in page.themes.rows] == [False, False, True]
    assert [row.cells[0].text for row in page.ages.rows] == [str(band.fiches) for band in figures.ages]
    assert page.suggestions is not None
    *months, total = page.suggestions.rows
    assert len(months) == 12
    assert [sum(int(row.cells[n].text) for row in months) for n in (0, 1)] == [int(cell.text) for cell in total.cells]
    for table in (page.themes, page.ages, page.suggestions):
        assert {len(row.cells) for row in table.rows} == {len(table.columns) - 1}


def test_the_legend_names_what_the_bars_are_filled_with(workbook: WorkbookMaker) -> None:
    page = build_page_copy(count(workbook()), "Annuaire", "en")
    assert [swatch.name for swatch in page.legend] == [
        "less than 6 months",
        "6 to 12 months",
        "to be confirmed",
    ]
    fills = [re.findall(r' fill="(#\w+)"', swatch.picture) for swatch in page.legend]
    assert fills == [[Fill.DARK.value], [Fill.MIDDLE.value], [Fill.WHITE.value]]


def test_what_is_fine_has_no_list_and_no_table(workbook: WorkbookMaker) -> None:
    page = build_page_copy(count(workbook()), "Annuaire", "en")
    assert (page.without_contact, page.without_permission, page.suggestions) == (None, None, None)
    assert page.suggestions_note == "No suggestion in the workbook."
    assert page.mention == "INTERNAL – do not pass on"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_subtitle_counts_public_and_internal_fiches(language: str, workbook: WorkbookMaker) -> None:
    figures = count(workbook(Fiches=[fiche(1), public(2), public(3), fiche(4, Statut="Archivé")]))
    subtitle = build_page_copy(figures, "Annuaire", language).subtitle
    assert re.findall(r"\b\d+\b(?!/)", subtitle.partition(" · ")[2]) == ["3", "2", "1"]
