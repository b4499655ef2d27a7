"""A checked workbook: what it counts, how it names rows, when there is nothing to go on with."""

from pathlib import Path
from typing import Any

import pytest

from fiche_builder.check import Context, Severity
from fiche_builder.check.checked import STRUCTURAL, check_content, check_workbook
from fiche_builder.check.findings import RULES
from fiche_builder.check.sites.answers import AnswerKind, LinkAnswer
from fiche_builder.common.config import Config
from tests.conftest import WorkbookMaker
from tests.making.workbooks import TODAY, check, fiche, public


def test_findings_are_counted_by_severity(workbook: WorkbookMaker) -> None:
    checked = check(workbook(Fiches=[fiche(1, Téléphone="?"), public(2, Nom="Deux ", Autorisé_par=None)]))
    assert {finding.code for finding in checked.findings} == {"phone-invalid", "name-untidy", "permission-missing"}
    assert [checked.count(severity) for severity in Severity] == [1, 1, 1]


def test_rows_are_known_by_their_number_and_name(workbook: WorkbookMaker) -> None:
    """Also where one of the two is wrong: that is when an editor looks for the row. Other sheets have no such names."""
    rows = [
        {**fiche(), "N°": 12.0, "Nom": " Le  Relais "},
        {**fiche(), "N°": None, "Nom": "Sans numéro"},
        {**fiche(), "N°": "douze", "Nom": None},
        {**fiche(), "N°": None, "Nom": None},
    ]
    titles = check(workbook(Fiches=rows, Contacts=[{"Fiche": 12, "Téléphone": "02 555 99 88"}])).row_titles
    assert titles == {("Fiches", 2): "12 Le Relais", ("Fiches", 3): "Sans numéro", ("Fiches", 4): "douze"}


def test_rows_of_a_sheet_that_is_spelled_otherwise_bear_its_title(workbook: WorkbookMaker) -> None:
    titles = check(workbook(**{"Fiches": None, "FICHES ": [fiche(3)]})).row_titles
    assert titles == {("FICHES ", 2): "3 Fiche 3"}


@pytest.mark.parametrize(
    ("sheets", "broken"), [({}, False), ({"Thèmes": None}, True), ({"Fiches": [fiche(Thème="x")]}, False)]
)
def test_only_missing_sheets_and_columns_break_a_workbook(
    workbook: WorkbookMaker,
    sheets: dict[str, Any],
    broken: bool,  # noqa: FBT001 (a column of the table above)
) -> None:
    assert check(workbook(**sheets)).is_broken is broken


def test_what_breaks_a_workbook_are_errors_that_rules_tell() -> None:
    assert {RULES[code].severity for code in STRUCTURAL} == {Severity.ERROR}


def test_bytes_are_checked_like_the_file_they_came_from(workbook: WorkbookMaker, tmp_path: Path) -> None:
    """Also when the file has changed since: what was read is what is checked."""
    path = workbook(Fiches=[fiche(1, Téléphone="?"), fiche(2)])
    content, expected = path.read_bytes(), check(path)
    path.unlink()
    checked = check_content(path, content, Context(TODAY))
    assert (checked.findings, checked.directory) == (expected.findings, expected.directory)
    assert list(tmp_path.iterdir()) == []


def test_links_are_asked_once_and_only_if_there_is_somebody_who_asks(workbook: WorkbookMaker) -> None:
    path = workbook(Fiches=[fiche(1, Site_web="https://a.be#x"), fiche(2, Site_web="https://a.be")])
    asked: list[list[str]] = []

    def ask(urls: Any) -> dict[str, LinkAnswer]:
        asked.append(list(urls))
        return {url: LinkAnswer(AnswerKind.GONE, status=410) for url in urls}

    assert check(path).findings == ()
    assert [finding.code for finding in check_workbook(path, Config(), TODAY, ask).findings] == ["link-dead"] * 2
    assert asked == [["https://a.be/"]]
