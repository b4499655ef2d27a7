"""The indicators, counted a second time from raw cells and JSON files, by plain loops that share no code with them."""

import json
from datetime import date, timedelta
from pathlib import Path
from statistics import median
from typing import Any

import pytest
from openpyxl import load_workbook

from fiche_builder.common.config import Config, VerificationConfig
from fiche_builder.common.period import EditionId, Period
from fiche_builder.stats.blocks import build_page_copy
from fiche_builder.stats.figures import indicators_json, judging_day
from tests.conftest import WorkbookMaker
from tests.making.figures import NOVEMBER, count, random_rows
from tests.making.mailings import make_edition
from tests.making.workbooks import TODAY, fiche, make_workbook


def raw_rows(path: Path, title: str) -> list[dict[str, Any]]:
    """Return the rows of a sheet by header, as openpyxl has them."""
    header, *rows = load_workbook(path)[title].iter_rows(values_only=True)
    return [dict(zip(map(str, header), row, strict=True)) for row in rows]


def age_in_months(day: Any, today: date) -> int:
    """Return the whole months since a day, counted up one by one."""
    day = day.date() if hasattr(day, "date") else day
    months = 0
    while True:
        month = day.month + months
        year, month = day.year + month // 12, month % 12 + 1
        if (year, month, day.day) > (today.year, today.month, today.day):
            return months
        months += 1


def second_count(path: Path) -> dict[str, Any]:
    """Count a workbook's fiches as a person with a list and a pencil would."""
    with_contact = {row["Fiche"] for row in raw_rows(path, "Contacts") if row["Téléphone"] or row["E-mail"]}
    total: dict[str, Any] = {
        "fiches": 0,
        "within_due": 0,
        "within_overdue": 0,
        "public": 0,
        "internal": 0,
        "ages": [0] * 6,
    }
    themes: dict[str, list[int]] = {}
    without_contact, without_permission = set(), set()
    for row in raw_rows(path, "Fiches"):
        if row["Statut"] == "Archivé":
            continue
        age = age_in_months(row["Vérifié le"], TODAY) if row["Vérifié le"] else 9999
        theme = themes.setdefault(row["Thème"], [0, 0, 0])
        total["fiches"] += 1
        is_public = row["Diffusion"] == "Public" and row["Statut"] != "Suspendu"
        total["public" if is_public else "internal"] += 1
        total["within_due"] += age < 6
        total["within_overdue"] += age < 12
        theme[0] += 1
        theme[1] += age < 6
        theme[2] += age < 12
        total["ages"][
            0 if age < 6 else 1 if age < 12 else 2 if age < 18 else 3 if age < 24 else 4 if age < 9999 else 5
        ] += 1
        if not row["Téléphone"] and not row["E-mail"] and row["N°"] not in with_contact:
            without_contact.add(row["N°"])
        if is_public and not row["Autorisé par"]:
            without_permission.add(row["N°"])
    return {**total, "themes": themes, "without_contact": without_contact, "without_permission": without_permission}


def second_count_of_suggestions(path: Path) -> dict[str, Any]:
    """Count a workbook's suggestions in the same way."""
    months = {f"{2025 + (11 + n) // 12}-{(11 + n) % 12 + 1:02}": [0, 0] for n in range(12)}
    waiting, took = [], []
    for row in raw_rows(path, "Suggestions"):
        received, handled = row["Reçue le"].date(), row["Traitée le"] and row["Traitée le"].date()
        if f"{received:%Y-%m}" in months:
            months[f"{received:%Y-%m}"][0] += 1
        if row["Statut"] not in {"Acceptée", "Refusée"}:
            waiting.append((TODAY - received).days)
        elif f"{handled:%Y-%m}" in months:
            months[f"{handled:%Y-%m}"][1] += 1
            took.append((handled - received).days)
    return {"months": months, "open": len(waiting), "oldest": max(waiting), "median": median(took)}


@pytest.mark.parametrize("seed", range(4))
def test_the_figures_of_a_workbook_equal_an_independent_count(seed: int, tmp_path: Path) -> None:
    path = make_workbook(tmp_path / "annuaire.xlsx", random_rows(seed))
    counted, found = second_count(path), indicators_json(count(path))
    assert found["verified"] == {key: counted[key] for key in ("fiches", "within_due", "within_overdue")}
    assert {t["theme"]: [t["fiches"], t["within_due"], t["within_overdue"]] for t in found["themes"]} == counted[
        "themes"
    ]
    assert [theme["theme"] for theme in found["themes"]] == ["Logement", "Emploi"]
    assert [band["fiches"] for band in found["ages"]] == counted["ages"]
    assert (found["public"], found["internal"]) == (counted["public"], counted["internal"])
    assert {entry["number"] for entry in found["without_contact"]} == counted["without_contact"] != set()
    assert {entry["number"] for entry in found["without_permission"]} == counted["without_permission"] != set()
    suggestions, counted = found["suggestions"], second_count_of_suggestions(path)
    assert {month["month"]: [month["received"], month["closed"]] for month in suggestions["months"]} == counted[
        "months"
    ]
    assert (suggestions["open"], suggestions["oldest_days"]) == (counted["open"], counted["oldest"])
    assert suggestions["median_days"] == counted["median"]


def test_the_figures_of_past_editions_equal_an_independent_count_of_their_files(tmp_path: Path) -> None:
    output = tmp_path / "output"
    ids = [
        "2025-08",
        *(f"2025-{month:02}" for month in (9, 10, 11, 12)),
        *(f"2026-{month:02}" for month in range(1, 11)),
        "2026-10-r2",
    ]
    for seed, name in enumerate(ids):
        make_edition(make_workbook(tmp_path / "annuaire.xlsx", random_rows(seed % 3)), output, EditionId.parse(name))
    found = indicators_json(count(tmp_path / "annuaire.xlsx", output))["editions"]
    kept = [name for name in ids if name not in {"2025-08", "2025-09", "2026-10"}]
    assert [edition["edition"] for edition in found] == kept
    before = None
    for edition, name in zip([None, *found], ["2025-09", *kept], strict=True):
        data = json.loads((output / name / f"annuaire-{name}-interne.json").read_text("utf-8"))
        now = {entry["number"]: entry for entry in data["fiches"]}
        if edition is not None and before is not None:
            last = date.fromisoformat(edition["day"])
            assert (last + timedelta(days=1)).day == 1
            ages = [
                age_in_months(date.fromisoformat(entry["verified_on"]), last)
                for entry in now.values()
                if "verified_on" in entry
            ]
            verified = (len(now), sum(age < 6 for age in ages), sum(age < 12 for age in ages))
            assert (edition["fiches"], edition["within_due"], edition["within_overdue"]) == verified
            passed_over = {"verified_on", "verified_by", "source", "authorised_by"}
            changed = [
                n
                for n in now.keys() & before.keys()
                if any(
                    now[n].get(key) != before[n].get(key) for key in (now[n].keys() | before[n].keys()) - passed_over
                )
            ]
            counts = {
                "new": len(now.keys() - before.keys()),
                "changed": len(changed),
                "gone": len(before.keys() - now.keys()),
            }
            assert edition["changes"] == counts
        before = now


@pytest.mark.parametrize(
    ("day", "within"),
    [
        (date(2026, 11, 22), (1, 1)),
        (date(2026, 5, 23), (1, 1)),
        (date(2026, 5, 22), (0, 1)),
        (date(2025, 11, 23), (0, 1)),
        (date(2025, 11, 22), (0, 0)),
        (None, (0, 0)),
    ],
)
def test_six_months_to_the_day_are_no_longer_less_than_six(
    day: date | None, within: tuple[int, int], workbook: WorkbookMaker
) -> None:
    verified = count(workbook(Fiches=[fiche(1, Vérifié_le=day)])).verified
    assert (verified.within_due, verified.within_overdue) == within


def test_the_periods_are_those_of_the_settings(workbook: WorkbookMaker) -> None:
    path = workbook(Fiches=[fiche(month, Vérifié_le=date(2026, month, 1)) for month in (8, 6, 4)])
    found = count(path, config=Config(verification=VerificationConfig(due_months=4, overdue_months=6)))
    assert (found.verified.within_due, found.verified.within_overdue, found.overdue) == (1, 2, 1)
    assert [(band.start, band.end) for band in found.ages] == [
        (0, 4),
        (4, 6),
        (6, 12),
        (12, 18),
        (18, None),
        (None, None),
    ]
    turned = count(path, config=Config(verification=VerificationConfig(due_months=8, overdue_months=6)))
    assert sum(band.fiches for band in turned.ages) == 3
    assert build_page_copy(turned, "Annuaire", "fr").themes.rows


def test_a_month_that_is_over_is_judged_by_its_last_day_without_what_came_after_it(tmp_path: Path) -> None:
    output = tmp_path / "output"
    for name in ("2026-09", "2026-10", "2026-11"):
        make_edition(make_workbook(tmp_path / "annuaire.xlsx"), output, EditionId.parse(name))
    assert judging_day(NOVEMBER, TODAY) == TODAY
    assert judging_day(Period(2026, 10), TODAY) == date(2026, 10, 31)
    found = count(tmp_path / "annuaire.xlsx", output, period=Period(2026, 10))
    assert [str(edition.id) for edition in found.editions] == ["2026-09", "2026-10"]
    assert found.earlier == found.editions[0]


def test_faulty_dates_of_suggestions_harm_nothing(workbook: WorkbookMaker) -> None:
    path = workbook(
        Suggestions=[
            {"Proposition": "sans date", "Statut": "Nouvelle"},
            {"Reçue le": date(2026, 11, 10), "Proposition": "x", "Statut": "Acceptée", "Traitée le": date(2026, 11, 1)},
            {"Reçue le": "hier", "Proposition": "x", "Statut": "Refusée", "Traitée le": "demain"},
        ]
    )
    found = count(path).suggestions
    assert (found.known, found.open, found.oldest_days, found.received, found.closed, found.median_days) == (
        3,
        1,
        None,
        1,
        1,
        0.0,
    )
