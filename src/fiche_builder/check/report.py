"""The findings as a workbook, in which editors can filter them, follow their links and see each cell."""

from collections import defaultdict
from datetime import datetime
from pathlib import Path

from fiche_builder.check import Finding, Severity
from fiche_builder.check.checked import CheckedWorkbook
from fiche_builder.check.findings import severity_word
from fiche_builder.check.rules.private_text import CODE
from fiche_builder.common.errors import FicheError, OutputError
from fiche_builder.common.files import write_atomically
from fiche_builder.common.i18n import _
from fiche_builder.workbook.annotations import (
    COLUMNS,
    REPORT_TITLE,
    Mark,
    ReportFrame,
    ReportLine,
    print_of,
    report_bytes,
)
from fiche_builder.workbook.handed_back import REPORT_KIND, read_copies, read_lines
from fiche_builder.workbook.raw import RawWorkbook
from fiche_builder.workbook.reader import read_workbook

_COLOURS = {Severity.ERROR: "F4B6B6", Severity.WARNING: "FBE3A6", Severity.INFO: "CFE3F5"}
_GRAVEST_FIRST = tuple(_COLOURS)
SCHEMA = "1"
_CREATED = datetime(2026, 1, 1)  # noqa: DTZ001 (a fixed date: the same workbook gives the same report)


def write_report(checked: CheckedWorkbook, workbook: Path, target: Path) -> None:
    """Write the report of a checked workbook to `target`, but never over a file that is not such a report."""
    _refuse_other_files(workbook, target)
    _refuse_corrected(checked, target)
    write_atomically(target, make_report(checked))


def make_report(checked: CheckedWorkbook) -> bytes:
    """Return the report workbook: the sheet `Anomalies`, and a copy of each sheet of the annuaire."""
    titles = checked.row_titles
    lines = [_line(finding, titles.get((finding.place.sheet, finding.place.row), "")) for finding in checked.findings]
    copies = [
        table.raw
        for table in sorted(checked.book.tables.values(), key=lambda table: checked.book.raw.sheets.index(table.raw))
    ]
    return report_bytes(_frame(checked), lines, copies, _marks(checked.findings), created=_CREATED)


def _facts(checked: CheckedWorkbook) -> dict[str, str]:
    """Return what `fiche apply` needs to know if somebody corrects the copies all the same."""
    columns = {
        f"{COLUMNS}{table.raw.title}": " ".join(f"{number}={key}" for key, number in table.columns.items())
        for table in checked.book.tables.values()
    }
    return {"kind": REPORT_KIND, "schema": SCHEMA, "workbook": checked.book.raw.name, **columns}


def _frame(checked: CheckedWorkbook) -> ReportFrame:
    warning = _(
        "Do not correct anything here: this workbook is a copy. Correct it in “%(name)s”, then run fiche check again."
    )
    if any(finding.code == CODE for finding in checked.findings):
        warning += " " + _("Only “Seen?” may be answered here: fiche apply takes the answers along.")
    return ReportFrame(
        _headers(), warning % {"name": checked.book.raw.name}, _(" (copy)"), (_("Seen?"), _("seen")), _facts(checked)
    )


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
    return ReportLine(texts, _COLOURS[finding.severity], place.sheet, place.coordinate, finding.code == CODE)


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


def _refuse_corrected(checked: CheckedWorkbook, target: Path) -> None:
    """Raise if somebody corrected something in the report that is to be replaced, and the workbook has it not."""
    if not target.exists():
        return
    report = read_workbook(target)
    present = {
        (sheet.title, cell.column, print_of(cell.value))
        for sheet in checked.book.raw.sheets
        for row in sheet.rows
        for cell in row.cells.values()
    }
    for copy in read_copies(report):
        for edit in (edit for row in copy.rows for edit in row.edited):
            found = print_of(edit.cell.value if edit.cell else None)
            if found and (copy.original, edit.column, found) not in present:
                raise _was_corrected(target.name, f"{copy.title}!{edit.cell.coordinate if edit.cell else ''}")
    _refuse_answered(checked, report, target.name)


def _refuse_answered(checked: CheckedWorkbook, report: RawWorkbook, name: str) -> None:
    """Raise if a question was answered in the report that is to be replaced, and the workbook still asks it."""
    asked = {(f.place.sheet, f.place.coordinate) for f in checked.findings if f.code == CODE}
    for line, _was in read_lines(report):
        mark = line.cells.get(len(_headers()) + 1)
        texts = [cell.shown for cell in line.cells.values()]
        is_open = any({sheet, cell} <= set(texts) for sheet, cell in asked)
        if is_open and CODE in texts and mark and mark.column < max(line.cells):
            raise _was_corrected(name, f"{REPORT_TITLE}!{mark.coordinate}")


def _was_corrected(name: str, cell: str) -> OutputError:
    return OutputError(
        _("“%(name)s” was corrected by hand (%(cell)s): it was not overwritten.") % {"name": name, "cell": cell},
        _("Take the corrections in first: fiche apply %(name)s. Or choose another name.") % {"name": name},
    )


def _is_report(path: Path) -> bool:
    try:
        sheets = read_workbook(path).sheets
    except FicheError:
        return False
    return bool(sheets) and sheets[0].title == REPORT_TITLE
