"""`fiche search`: the search of the offline page, in the terminal."""

import pytest

from fiche_builder.cli.main import run
from tests.conftest import WorkbookMaker
from tests.making.places import SAMPLE
from tests.making.workbooks import fiche

Capture = pytest.CaptureFixture[str]


def test_search_in_the_terminal_shows_what_may_be_given(capsys: Capture) -> None:
    assert run(["--lang", "fr", "search", "--workbook", str(SAMPLE), "cpas", "st-gilles"]) == 0
    shown = capsys.readouterr()
    assert shown.out.startswith(
        "322 Centre d'action sociale du Val (CASV)\n  02 61 91 18 89  accueil social  [Donner]\n"
    )
    assert "1 fiche trouvée" in shown.err


def test_search_in_the_terminal_says_when_there_is_nothing(capsys: Capture) -> None:
    assert run(["--lang", "en", "search", "--workbook", str(SAMPLE), "xyzzyx"]) == 0
    shown = capsys.readouterr()
    assert shown.out == ""
    assert "No fiche found" in shown.err


def test_search_in_the_terminal_is_limited_and_counts_them_all(capsys: Capture) -> None:
    assert run(["--lang", "en", "search", "--workbook", str(SAMPLE), "--limit", "2", "ocmw"]) == 0
    shown = capsys.readouterr()
    assert len([line for line in shown.out.splitlines() if not line.startswith(" ")]) == 2
    assert "7 fiches found" in shown.err


def test_search_in_a_workbook_with_errors_says_so(workbook: WorkbookMaker, capsys: Capture) -> None:
    path = workbook(
        Fiches=[
            fiche(1, Nom="Relais", Téléphone="02 555 12 3", Adresse="Rue Haute 1"),
            fiche(2, Nom="Suspendu", Statut="Suspendu"),
        ]
    )
    assert run(["--lang", "en", "search", "--workbook", str(path), "relais"]) == 0
    assert "1 error in the workbook" in capsys.readouterr().err
    assert run(["--lang", "en", "search", "--workbook", str(path), "suspendu"]) == 0
    assert "do not refer" in capsys.readouterr().out
