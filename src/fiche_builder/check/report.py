"""The findings as a workbook, in which editors can filter them, follow their links and see each cell."""

from collections import defaultdict
from datetime import datetime
from pathlib import Path

from fiche_builder.check import Finding, Severity
from fiche_builder.check.checked import CheckedWorkbook
from fiche_builder.check.findings import severity_word
from fiche_builder.common.errors import FicheError, OutputError
from fiche_builder.common.files import write_atomically
from fiche_builder.common.i18n import _
from fiche_builder.workbook.annotations import REPORT_TITLE, Mark, ReportLine, report_bytes
from fiche_builder.workbook.reader import read_workbook

_COLOURS = {Severity.ERROR: "F4B6B6", Severity.WARNING: "FBE3A6", Severity.INFO: "CFE3F5"}
_GRAVEST_FIRST = tuple(_COLOURS)
_CREATED = datetime(2026, 1, 1)  # noqa: DTZ001 (a fixed date: the same workbook gives the same report)


def write_report(checked: CheckedWorkbook, workbook: Path, target: Path) -> None:
    """Write the report of a checked workbook to `target`, but never over a file that is not such a report."""
    _refuse_other_files(workbook, target)
    write_atomically(target, make_report(checked))


def make_report(checked: CheckedWorkbook) -> bytes:
    """Return the report workbook: the sheet `Anomalies`, and a copy of each sheet of the annuaire."""
    titles = checked.row_titles
    lines = [_line(finding, titles.get((finding.place.sheet, finding.place.row), "")) for finding in checked.findings]
    copies = [
        table.raw
        for table in sorted(checked.book.tables.values(), key=lambda table: checked.book.raw.sheets.index(table.raw))
    ]
    return report_bytes(_headers(), lines, copies, _marks(checked.findings), created=_CREATED)


def _headers() -> tuple[str, ...]:
    return (
        _("Severity"),
        _("Sheet"),
        _("Cell"),
        _("Column"),
        _("Fiche"),
        _("Value"),
        _("Message"),
        _("What to do"),
        _("Code"),
    )


def _line(finding: Finding, title: str) -> ReportLine:
    place = finding.place
    texts = (
        severity_word(finding.severity),
        place.sheet,
        place.coordinate,
        place.header,
        title,
        finding.value,
        finding.message,
        finding.hint,
        finding.code,
    )
    return ReportLine(texts, _COLOURS[finding.severity], place.sheet, place.coordinate)


def _marks(findings: tuple[Finding, ...]) -> dict[tuple[str, int, int], Mark]:
    """Return one mark for each faulty cell, in the colour of its most serious finding, with the words of all."""
    by_cell: defaultdict[tuple[str, int, int], list[Finding]] = defaultdict(list)
    for finding in findings:
        for place in finding.places:
            if place.row:
                by_cell[place.sheet, place.row, place.column].append(finding)
    return {cell: _mark(found) for cell, found in by_cell.items()}


def _mark(findings: list[Finding]) -> Mark:
    ordered = sorted(findings, key=lambda finding: _GRAVEST_FIRST.index(finding.severity))
    words = "\n\n".join(
        "\n".join(part for part in (f"{severity_word(finding.severity)}: {finding.message}", finding.hint) if part)
        for finding in ordered
    )
    return Mark(_COLOURS[ordered[0].severity], words)


def _refuse_other_files(workbook: Path, target: Path) -> None:
    """Raise if `target` is another kind of file: an editor who names the wrong file must not lose it."""
    if target.suffix.casefold() != ".xlsx":
        raise OutputError(_("The report “%(name)s” must end with .xlsx.") % {"name": target.name})
    if not target.exists():
        return
    if target.samefile(workbook) or not _is_report(target):
        raise OutputError(
            _("“%(name)s” exists and is not a report of findings: it stays as it is.") % {"name": target},
            _("Choose another name, such as anomalies.xlsx."),
        )


def _is_report(path: Path) -> bool:
    try:
        sheets = read_workbook(path).sheets
    except FicheError:
        return False
    return bool(sheets) and sheets[0].title == REPORT_TITLE
