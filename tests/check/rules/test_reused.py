"""A N° that served: rows in, `[(cell, code)]` out."""

import pytest

from fiche_builder.check.checked import check_workbook
from fiche_builder.check.findings import Past
from fiche_builder.common.config import Config
from fiche_builder.common.period import EditionId
from fiche_builder.model.served import NumberHistory, ServedFiche
from tests.conftest import WorkbookMaker
from tests.making.workbooks import TODAY, Cells, fiche

AUGUST = EditionId.parse("2026-08")
CASES: list[tuple[str, list[Cells], list[tuple[str, str]]]] = [
    ("another service", [fiche(1, Nom="Tribunal", Téléphone="02 555 99 99")], [("A2", "number-reused")]),
    ("another service, far below", [fiche(7), fiche(1, Nom="Tribunal")], [("A3", "number-reused")]),
    ("the same service", [fiche(1, Nom="Crèche du Parc")], []),
    ("the same service, spelled otherwise", [fiche(1, Nom="CRECHE du parc, antenne")], []),
    ("another name, the same phone", [fiche(1, Nom="Tribunal", Téléphone="02/555 77 77")], []),
    ("another name, the same mail", [fiche(1, Nom="Tribunal", **{"E-mail": "creche@parc.example"})], []),
    ("archived", [fiche(1, Nom="Tribunal", Statut="Archivé")], []),
    ("no name", [fiche(1, Nom="")], [("C2", "name-missing")]),
    ("a N° that never served", [fiche(2, Nom="Tribunal")], []),
]
"""Rows to check where N° 1 was that of a crèche."""


@pytest.mark.parametrize(("rows", "expected"), [pytest.param(*case, id=name) for name, *case in CASES])
def test_a_number_that_served_is_nobody_elses(
    workbook: WorkbookMaker, rows: list[Cells], expected: list[tuple[str, str]]
) -> None:
    creche = ServedFiche("Crèche du Parc", frozenset({"+3225557777", "creche@parc.example"}), AUGUST)
    history = NumberHistory({1: (creche,)}, frozenset({1}))
    findings = check_workbook(workbook(Fiches=rows), Config(), TODAY, past=Past(history)).findings
    assert [(finding.place.coordinate, finding.code) for finding in findings] == expected
