"""The promise of "0 errors": such a workbook builds, and passes the gate, whatever it says."""

from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from fiche_builder.check import Severity
from fiche_builder.cli.main import run
from tests.conftest import SOAK, WorkbookMaker
from tests.making.chance import change, draw
from tests.making.mailings import MAIL_SETTINGS
from tests.making.workbooks import check, fiche, make_workbook, public

QUICK = "json,html,vcf"


def errors(path: Path) -> list[str]:
    return [finding.code for finding in check(path).findings if finding.severity is Severity.ERROR]


def build(month: str, path: Path, audience: str, formats: str = QUICK) -> int:
    where = ["--edition", month, "--output", str(path.parent / "o"), "--audience", audience, "--format", formats]
    return run(["--lang", "en", "-q", "build", str(path), *where])


def keeps_the_law(seed: int, folder: Path, formats: str, audience: str = "public") -> None:
    """Build two editions, the second with changed rows; send the second, if it is for everybody."""
    (folder / "fiche.toml").write_text(MAIL_SETTINGS)
    chance = draw(Random(seed))  # noqa: S311 (no secrets)
    for month in ("2026-10", "2026-11"):
        path = make_workbook(folder / f"{month}.xlsx", chance.sheets)
        if errors(path):
            return
        assert build(month, path, audience, formats) == 0, (seed, month)
        change(chance)
    if audience == "all":
        where = ["--workbook", str(path), "--output", str(folder / "o")]
        send = ["--lang", "en", "send", "2026-11", *where, "--accept-private-text"]
        assert run([*send, "--dry-run"]) == 0
        assert run([*send, "--drafts", str(folder / "drafts")]) == 0


@settings(
    max_examples=1000 if SOAK else 4,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # a seed has nothing to shrink
)
@given(seed=st.integers(0, 10**9))
def test_a_workbook_without_errors_builds(seed: int, tmp_path_factory: pytest.TempPathFactory) -> None:
    keeps_the_law(seed, tmp_path_factory.mktemp("law"), QUICK)


@pytest.mark.parametrize("seed", range(100 if SOAK else 1))
def test_a_workbook_without_errors_builds_with_its_pdf_and_can_be_sent(seed: int, tmp_path: Path) -> None:
    keeps_the_law(seed, tmp_path, f"pdf,{QUICK}", "all")


def test_workbooks_by_chance_have_no_errors(tmp_path: Path) -> None:
    """Else the law would hold because nothing is built."""
    for seed in range(10):
        chance = draw(Random(seed))  # noqa: S311 (no secrets)
        assert errors(make_workbook(tmp_path / f"{seed}.xlsx", chance.sheets)) == []


BARE: dict[str, dict[str, Any]] = {
    "one fiche": {"Fiches": [public(1)]},
    "nothing public": {"Fiches": [fiche(1), fiche(2)]},
    "names that differ by case": {"Fiches": [public(1, Nom="Relais"), public(2, Nom="RELAIS"), fiche(3, Nom="relais")]},
    "a huge N°": {"Fiches": [public(999_999_999)]},
    "all suspended": {"Fiches": [public(1, Statut="Suspendu")]},
    "a theme without fiches": {"Fiches": [public(1)], "Thèmes": [{"Nom": "Emploi"}, {"Nom": "Santé"}]},
    "no optional sheet": {"Fiches": [public(1)], "Paramètres": None},
    "a long word": {"Fiches": [public(1, Nom="Laufbahnsteuerung" * 8, Description="x" * 400)]},
    "all archived": {"Fiches": [public(1, Statut="Archivé")]},
    "no fiche": {"Fiches": []},
    "no theme": {"Fiches": [public(1)], "Thèmes": []},
}


@pytest.mark.parametrize("name", BARE)
def test_a_bare_workbook_builds_or_has_an_error(name: str, workbook: WorkbookMaker) -> None:
    path = workbook(**BARE[name])
    assert build("2026-11", path, "all", f"pdf,{QUICK}" if SOAK else QUICK) == (1 if errors(path) else 0)
