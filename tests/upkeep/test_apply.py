"""`fiche apply`: a filled call sheet goes into a new workbook; what cannot be taken is told at its cell."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from fiche_builder.check import Severity
from fiche_builder.cli.main import run
from fiche_builder.common.config import Config
from fiche_builder.common.errors import WorkbookError
from fiche_builder.common.period import Period
from fiche_builder.edition.edition import build_internal_edition
from fiche_builder.upkeep.amend import Amendment, read_master, write_amended
from fiche_builder.upkeep.apply import KINDS
from fiche_builder.upkeep.sheets.values import CONTACT_KEYS, OWN_KEYS
from tests.making.callsheets import FilledSheet, save_in_libreoffice
from tests.making.taking import LONG_AGO, returned
from tests.making.workbooks import TODAY, check


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(
        "SOURCE_DATE_EPOCH", str(int(datetime(TODAY.year, TODAY.month, TODAY.day, 12, tzinfo=UTC).timestamp()))
    )


def test_applying_twice_is_harmless(sheet: FilledSheet, master: Path) -> None:
    sheet.confirm(1).correct(1, "Téléphone", "02 555 77 77").correct(1, "Nom", "Le Relais (new)")
    path = sheet.correct(1, "Direct line – Personne", "C. Martin").save()
    assert run(["--lang", "en", "apply", str(path), "--workbook", str(master)]) == 0
    new = next(found for found in master.parent.glob("annuaire-2*.xlsx") if "changes" not in found.name)
    found = returned(path, new)
    assert not [*found.changes, *found.problems, *found.conflicts]
    assert "3 values already say so" in found.counts


def test_a_workbook_that_is_no_such_sheet_is_refused(master: Path) -> None:
    with pytest.raises(WorkbookError, match="is not a sheet that fiche made to be filled in"):
        returned(master, master)


_RUBBISH = st.one_of(
    st.none(), st.integers(-5, 60_000), st.floats(allow_nan=False, allow_infinity=False), st.booleans(),
    st.dates(date(1900, 1, 1)),
    st.sampled_from(["Confirmed", "Corrigé", "Unreachable", "call", "web", "AB", "-", "22/11/2026", "02 555 77 77"]),
    st.sampled_from(["#REF!", "=1+1", "a@b.example"]),
    st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cn"]), max_size=12),
)  # fmt: skip


@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.dictionaries(st.tuples(st.integers(1, 40), st.integers(1, 11)), _RUBBISH, max_size=25))
def test_whatever_is_typed_into_it_a_sheet_is_read_or_refused(
    master: Path, tmp_path: Path, cells: dict[tuple[int, int], object]
) -> None:
    """A law: rubbish in any cell never stops the program, and what is taken changes known columns only."""
    sheet = FilledSheet(master, tmp_path / "calls.xlsx", (1, 2)).confirm(1)
    for (row, column), value in cells.items():
        sheet.sheet.cell(row, column).value = value
    try:
        found = returned(sheet.save(), master)
    except WorkbookError:
        return
    asked = {*OWN_KEYS, *CONTACT_KEYS, "verified_on", "verified_by", "source"}
    assert {change.key for change in found.changes if isinstance(change, Amendment)} <= asked
    if found.changes:
        assert write_amended(read_master(master, Config(), TODAY), found.changes, TODAY).workbook


def test_the_whole_way_round_with_libreoffice_in_between(sheet: FilledSheet, master: Path, tmp_path: Path) -> None:
    """A sheet filled in and saved by LibreOffice goes into a workbook that LibreOffice saved, with the new date."""
    path = sheet.confirm(1).correct(1, "Téléphone", "02 555 77 77").confirm(2).save()
    (tmp_path / "lo").mkdir()
    filled, kept = save_in_libreoffice(tmp_path / "lo", path, master)
    assert run(["--lang", "en", "apply", str(filled), "--workbook", str(kept)]) == 0
    new = kept.with_name("annuaire-2026-11-22.xlsx")
    checked = check(new)
    errors = [finding.code for finding in checked.findings if finding.severity is Severity.ERROR]
    assert errors == [finding.code for finding in check(master).findings if finding.severity is Severity.ERROR]
    edition = build_internal_edition(checked.directory, Period(2026, 11), Config())
    fiches = {entry.number: entry for entry in edition.fiches}
    assert (fiches[1].verified_on, fiches[1].phones[0].shown) == (TODAY, "02 555 77 77")
    assert [contact.verified_on for contact in fiches[1].contacts] == [TODAY, TODAY]
    assert (fiches[2].verified_on, fiches[2].verified_by, fiches[2].source) == (TODAY, "AB", "appel")
    assert fiches[3].verified_on == LONG_AGO


def test_every_kind_has_a_reader() -> None:
    assert "calls" in KINDS


def test_an_empty_workbook_is_no_sheet(master: Path, tmp_path: Path) -> None:
    path = tmp_path / "empty.xlsx"
    Workbook().save(path)
    with pytest.raises(WorkbookError):
        returned(path, master)
