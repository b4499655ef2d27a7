"""Many findings in the terminal: the gravest first, one group for each kind, on two screens at most."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from fiche_builder.check import Severity
from fiche_builder.check.findings import Finding
from fiche_builder.cli.grouped import FEW, counted, grouped_lines
from fiche_builder.cli.main import run
from fiche_builder.common.i18n import use_language
from fiche_builder.model.tables import Place
from tests.conftest import WorkbookMaker
from tests.making.places import SAMPLE
from tests.making.workbooks import fiche, public

Capture = pytest.CaptureFixture[str]
SCREEN_LINES, SCREEN_COLUMNS = 40, 100
SEE_ALL = "To see each finding: fiche check --by-row; at its cell, in Excel: fiche check --annotate anomalies.xlsx"


def shown(capsys: Capture, *arguments: str, code: int = 0) -> list[str]:
    assert run(["--lang", "en", *arguments]) == code
    return capsys.readouterr().out.splitlines()


def height(lines: Sequence[str]) -> int:
    """Return how many lines of a screen are filled."""
    return sum(max(1, -(-len(line) // SCREEN_COLUMNS)) for line in lines)


def test_a_crowd_is_one_group_with_what_to_do_once(workbook: WorkbookMaker, capsys: Capture) -> None:
    """Each has another date, so they are findings of their own; to an editor they are one task."""
    path = workbook(Fiches=[fiche(n, Vérifié_le=f"2025-{1 + n % 9:02}-{1 + n % 28:02}") for n in range(1, 201)])
    assert shown(capsys, "check", str(path)) == [
        "200 warnings",
        "  200 fiches or contacts are overdue: the edition prints “to be confirmed”. [verification-overdue]",
        "    1 Fiche 1 (AF2) · 2 Fiche 2 (AF3) · 3 Fiche 3 (AF4) and 197 more",
        "    → Call the service first of all, then write the day, who checked and how.",
        "",
        SEE_ALL,
        "",
        "annuaire.xlsx: 200 fiches · 0 errors · 200 warnings · 0 infos",
    ]


def test_by_row_shows_each(workbook: WorkbookMaker, capsys: Capture) -> None:
    path = workbook(Fiches=[fiche(n, Vérifié_le="2020-01-01") for n in range(1, 101)])
    lines = shown(capsys, "check", str(path), "--by-row")
    assert [line for line in lines if line.startswith("  row ")] == [
        f"  row {n + 1} · {n} Fiche {n}" for n in range(1, 101)
    ]
    assert SEE_ALL not in lines


@pytest.mark.parametrize(("count", "is_grouped"), [(FEW, False), (FEW + 1, True)])
def test_few_are_shown_by_row(workbook: WorkbookMaker, capsys: Capture, count: int, *, is_grouped: bool) -> None:
    path = workbook(Fiches=[fiche(n, Vérifié_le="2020-01-01") for n in range(1, count + 1)])
    assert (SEE_ALL in shown(capsys, "check", str(path))) is is_grouped


def test_the_gravest_come_first_and_what_is_rare_before_a_crowd(workbook: WorkbookMaker, capsys: Capture) -> None:
    rows = [public(n, Vérifié_le=None, Autorisé_par=None if n < 4 else "AB") for n in range(1, 20)]
    rows += [fiche(20, Thème="Logement"), fiche(21, Téléphone="02 555 1"), fiche(22, Nom=" Le  Relais")]
    lines = shown(capsys, "check", str(workbook(Fiches=rows)), code=1)
    assert [line for line in lines if not line.startswith("    ")] == [
        "2 errors",
        "  B21 Thème (20 Fiche 20): The theme “Logement” is not in the sheet “Thèmes”. [theme-unknown]",
        "  O22 Téléphone (21 Fiche 21): “02 555 1” is not a phone number: 3 digits are missing. [phone-invalid]",
        "",
        "22 warnings",
        "  3 public fiches do not say who allowed it. [permission-missing]",
        "  19 fiches were never checked at the source. [verification-missing]",
        "",
        "1 info",
        (
            "  C23 Nom (22 Le Relais): The name has superfluous blanks or unseen characters; it is published as "
            "“Le Relais”. [name-untidy]"
        ),
        "",
        SEE_ALL,
        "",
        "annuaire.xlsx: 22 fiches · 2 errors · 22 warnings · 1 info",
    ]


def test_more_than_a_handful_of_errors_are_told_by_their_values(workbook: WorkbookMaker, capsys: Capture) -> None:
    rows = [fiche(n, Téléphone=f"02 555 {n}") for n in range(1, 21)]
    lines = shown(capsys, "check", str(workbook(Fiches=rows)), code=1)
    assert lines[:3] == [
        "20 errors",
        "  20 phone numbers cannot be read. [phone-invalid]",
        "    “02 555 1” (O2) · “02 555 2” (O3) · “02 555 3” (O4) · “02 555 4” (O5) · “02 555 5” (O6) and 15 more",
    ]
    assert lines[3].startswith("    → Write it as it is dialled")


def test_each_wrong_word_has_its_own_advice_and_how_to_replace_it_is_told_once(
    workbook: WorkbookMaker, capsys: Capture
) -> None:
    words = ["Interrne", "Publicc", "privé", "?", "externe", "fermé"]
    rows = [fiche(n, Diffusion=words[n % 6], Vérifié_le="2020-01-01") for n in range(1, 61)]
    lines = shown(capsys, "check", str(workbook(Fiches=rows)), code=1)
    assert lines[:9] == [
        "6 errors",
        "  6 words are not in the list of their column. [audience-invalid]",
        "    “Publicc” (10 cells: H2…) → Did you mean “Public”? Allowed: Public, Interne.",
        "    “privé” (10 cells: H3…) → Allowed: Public, Interne.",
        "    “?” (10 cells: H4…) → Allowed: Public, Interne.",
        "    “externe” (10 cells: H5…) → Allowed: Public, Interne.",
        "    “fermé” (10 cells: H6…) → Allowed: Public, Interne.",
        "    … and 1 more",
        "    → To correct all at once: select the column, Ctrl+H, and tick “Match entire cell contents”.",
    ]


def test_build_tells_its_errors_in_the_same_way(workbook: WorkbookMaker, capsys: Capture, tmp_path: Path) -> None:
    path = str(workbook(Fiches=[fiche(n, Téléphone=f"02 555 {n}") for n in range(1, 21)]))
    lines = shown(capsys, "build", path, "--format", "json", "--output", str(tmp_path / "o"), code=1)
    assert lines[1] == "  20 phone numbers cannot be read. [phone-invalid]"
    assert lines[-1] == SEE_ALL


def test_quiet_shows_errors_alone(workbook: WorkbookMaker, capsys: Capture) -> None:
    rows = [fiche(n, Téléphone=f"02 555 {n}", Vérifié_le="2020-01-01") for n in range(1, 21)]
    lines = shown(capsys, "-q", "check", str(workbook(Fiches=rows)), code=1)
    assert not any("warnings" in line for line in lines[:-1])


def of(severity: Severity, code: str, row: int, sheet: str = "Fiches", words: tuple[str, str] = ("", "")) -> Finding:
    value, hint = words
    return Finding(code, severity, Place(sheet, row, 1, "N°"), value, "Wrong.", hint)


def lines_of(*findings: Finding) -> Iterator[str]:
    use_language("en")
    return (text for text, _severity in grouped_lines(findings, {("Fiches", 2): "7 " + "Maison " * 9}))


def test_a_missing_sheet_or_column_is_told_before_what_follows_from_it() -> None:
    findings = [of(Severity.ERROR, "number-missing", 2), *(of(Severity.ERROR, "column-missing", n) for n in (3, 4))]
    codes = [line.rpartition("[")[2] for line in lines_of(*findings) if "[" in line]
    assert codes == ["column-missing]", "column-missing]", "number-missing]"]


def test_a_place_is_told_with_its_sheet_and_a_short_title() -> None:
    assert list(
        lines_of(
            of(Severity.WARNING, "a", 2),
            of(Severity.WARNING, "b", 3, sheet="Contacts", words=("", "Do this.")),
            of(Severity.WARNING, "c", 0, sheet="Paramètres"),
        )
    ) == [
        "3 warnings",
        "  A2 N° (7 Maison Maison Maison Mais…): Wrong. [a]",
        "  Contacts!A3 N°: Wrong. [b]",
        "    → Do this.",
        "  Paramètres: Wrong. [c]",
    ]


def test_a_group_without_a_heading_or_a_hint_gives_an_example() -> None:
    findings = [of(Severity.INFO, "x", n, words=(f"v{n}\n" + "w" * 40, "")) for n in range(2, 6)]
    assert list(lines_of(*findings))[:3] == [
        "4 infos",
        "  4 times, for example: Wrong. [x]",
        f"    7 Maison Maison Maison Mais… (A2) · “v3 {'w' * 24}…” (A3) · “v4 {'w' * 24}…” (A4) and 1 more",
    ]


@pytest.mark.parametrize("count", [1, 2])
def test_severities_are_counted_in_words(count: int) -> None:
    use_language("en")
    assert [counted(severity, count) for severity in Severity] == [
        f"{count} {word}{'s' if count > 1 else ''}" for word in ("error", "warning", "info")
    ]


def test_the_sample_fits_two_screens(capsys: Capture) -> None:
    assert run(["check", str(SAMPLE)]) == 0
    assert height(capsys.readouterr().out.splitlines()) <= 2 * SCREEN_LINES


@pytest.mark.parametrize(("name", "code"), [("nord.xlsx", 0), ("nord-brut.xlsx", 1)])
def test_real_data_fits_two_screens(shared_data: Path, capsys: Capture, name: str, code: int) -> None:
    assert run(["check", str(shared_data / name)]) == code
    assert height(capsys.readouterr().out.splitlines()) <= 2 * SCREEN_LINES
