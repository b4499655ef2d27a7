"""What editors are told about links: sites and answers in, `[(cell, code)]` out. For asking: `tests/check/sites`."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from fiche_builder.check import Severity
from fiche_builder.check.checked import CheckedWorkbook, check_workbook
from fiche_builder.check.sites.answers import AnswerKind, LinkAnswer, Verdict
from fiche_builder.common.config import Config, PrivacyConfig
from fiche_builder.common.i18n import use_language
from tests.conftest import WorkbookMaker
from tests.making.workbooks import TODAY, Cells, fiche

CONFIG = Config(privacy=PrivacyConfig(internal_domains=("interne.example",)))
A, B = "https://a.be/", "https://b.be/page"
DEAD, MOVED = LinkAnswer(AnswerKind.NOT_FOUND, status=404), LinkAnswer(AnswerKind.MOVED, "https://www.a.be/")

CASES: list[tuple[str, list[Cells], dict[str, LinkAnswer], list[tuple[str, str]]]] = [
    ("fine", [fiche(Site_web=A)], {A: LinkAnswer(AnswerKind.FINE)}, []),
    ("nobody asked", [fiche(Site_web=A)], {}, []),
    ("dead", [fiche(Site_web=A)], {A: DEAD}, [("Q2", "link-dead")]),
    ("moved", [fiche(Site_web=A)], {A: MOVED}, [("Q2", "link-moved")]),
    (
        "moved to the home page",
        [fiche(Site_web=B)],
        {B: LinkAnswer(AnswerKind.MOVED_TO_HOME, "https://b.be/")},
        [("Q2", "link-moved")],
    ),
    ("certificate", [fiche(Site_web=A)], {A: LinkAnswer(AnswerKind.EXPIRED)}, [("Q2", "link-certificate")]),
    ("unsure", [fiche(Site_web=A)], {A: LinkAnswer(AnswerKind.SLOW)}, [("Q2", "link-unsure")]),
    ("two in a cell", [fiche(Site_web=f"{A}; {B}")], {A: MOVED, B: DEAD}, [("Q2", "link-dead"), ("Q2", "link-moved")]),
    (
        "the same in two cells: told once",
        [fiche(1, Site_web=B), fiche(2, Site_web=B)],
        {B: DEAD},
        [("Q2", "link-dead")],
    ),
    (
        "two places of a page",
        [fiche(1, Site_web=f"{A}#x"), fiche(2, Site_web=A)],
        {A: DEAD},
        [("Q2", "link-dead"), ("Q3", "link-dead")],
    ),
    ("archived", [fiche(1, Site_web=A, Statut="Archivé"), fiche(2)], {A: DEAD}, []),
    ("suspended", [fiche(1, Site_web=A, Statut="Suspendu")], {A: DEAD}, [("Q2", "link-dead")]),
]
KINDS = [kind for kind in AnswerKind if kind is not AnswerKind.FINE]


def checked(path: Path, answers: Mapping[str, LinkAnswer]) -> CheckedWorkbook:
    return check_workbook(path, CONFIG, TODAY, lambda _urls: answers)


def told(workbook: WorkbookMaker, answers: Mapping[str, LinkAnswer], language: str, **cells: Any) -> tuple[str, str]:
    """Return message and hint of the only finding."""
    use_language(language)
    (finding,) = checked(workbook(Fiches=[fiche(**{"Site_web": next(iter(answers)), **cells})]), answers).findings
    return finding.message, finding.hint


@pytest.mark.parametrize(("rows", "answers", "expected"), [pytest.param(*case, id=name) for name, *case in CASES])
def test_links(
    workbook: WorkbookMaker, rows: list[Cells], answers: dict[str, LinkAnswer], expected: list[tuple[str, str]]
) -> None:
    found = checked(workbook(Fiches=rows), answers).findings
    assert [(finding.place.coordinate, finding.code) for finding in found] == expected


def test_what_is_asked(workbook: WorkbookMaker) -> None:
    """Each address once; no archived fiche, no intranet, no `Fiche technique`."""
    asked: list[str] = []

    def ask(urls: Sequence[str]) -> dict[str, LinkAnswer]:
        asked.extend(urls)
        return {}

    rows = [
        fiche(1, Site_web="www.a.be ; https://www.a.be/#ici", Fiche_technique="https://c.be/"),
        fiche(2, Site_web="http://WWW.A.be\nhttps://été.be/x?y=1"),
        fiche(3, Site_web="https://wiki.interne.example/ https://interne.example"),
        fiche(4, Site_web="https://archive.be", Statut="Archivé"),
        fiche(5, Site_web="pas un site"),
    ]
    check_workbook(workbook(Fiches=rows), CONFIG, TODAY, ask)
    assert asked == ["https://www.a.be/", "http://www.a.be/", "https://xn--t-9fab.be/x?y=1"]


def test_a_link_is_never_an_error(workbook: WorkbookMaker) -> None:
    """Whether an annuaire can be published does not depend on the web."""
    for kind in KINDS:
        assert checked(workbook(Fiches=[fiche(Site_web=A)]), {A: LinkAnswer(kind, B, 500)}).count(Severity.ERROR) == 0


@pytest.mark.parametrize("language", ["fr", "nl", "en"])
def test_every_answer_has_words(workbook: WorkbookMaker, language: str) -> None:
    path = workbook(
        Fiches=[fiche(number, Site_web=f"https://site.be/{kind.name}") for number, kind in enumerate(KINDS, 1)]
    )
    use_language(language)
    answers = {
        f"https://site.be/{kind.name}": LinkAnswer(kind, B if kind.verdict is Verdict.MOVED else "", 500)
        for kind in KINDS
    }
    found = checked(path, answers).findings
    assert len(found) == len(KINDS)
    assert len({finding.message.replace(kind.name, "") for finding, kind in zip(found, KINDS, strict=True)}) == len(
        KINDS
    )
    assert all("%" not in finding.message + finding.hint and finding.hint for finding in found)


def test_moved_says_what_to_write_instead(workbook: WorkbookMaker) -> None:
    assert told(workbook, {A: MOVED}, "en") == (
        "“https://a.be/” has moved for good.",
        "Write instead: https://www.a.be/",
    )
    message, hint = told(workbook, {A: MOVED}, "fr", Site_web="a.be/#contact")
    assert message == "L’adresse « https://a.be/#contact » a changé définitivement."
    assert hint == "Écrivez à la place : https://www.a.be/#contact"
    message, hint = told(workbook, {B: LinkAnswer(AnswerKind.MOVED_TO_HOME, "https://www.b.be/")}, "fr")
    assert "page d’accueil de www.b.be" in message
    assert hint.endswith("https://www.b.be/")


def test_dead_says_why_and_where(workbook: WorkbookMaker) -> None:
    message, _hint = told(workbook, {A: DEAD}, "en")
    assert message == "“https://a.be/” leads nowhere: the site has no such page (404)."
    message, _hint = told(workbook, {A: LinkAnswer(AnswerKind.NO_NAME, "https://parti.be/")}, "fr")
    said = "L’adresse « https://a.be/ » ne mène nulle part : aucun site ne porte ce nom."
    assert message == f"{said} L’adresse renvoie à « https://parti.be/ »."


def test_a_link_of_many_cells_says_so(workbook: WorkbookMaker) -> None:
    path = workbook(Fiches=[fiche(number, Site_web=A) for number in range(1, 5)])
    use_language("fr")
    (finding,) = checked(path, {A: LinkAnswer(AnswerKind.SERVER_ERROR, status=502)}).findings
    where = " 4 cellules\u00a0: Q2:Q5."
    assert (
        finding.message == "L’adresse « https://a.be/ » n’a pas pu être contrôlée : le site est en panne (502)." + where
    )
