"""`fiche check`: every mistake in the workbook, for people and as JSON."""

from pathlib import Path
from typing import Any

import click
from click.core import ParameterSource

from fiche_builder.check import Finding, Severity
from fiche_builder.check.checked import CheckedWorkbook, check_workbook
from fiche_builder.check.findings import Past, printed_fiches
from fiche_builder.check.folding import cell_name
from fiche_builder.check.report import write_report
from fiche_builder.cli.check_links import LinkCheck
from fiche_builder.cli.history import read_served
from fiche_builder.cli.options import output_option, path_type, workbook_argument
from fiche_builder.cli.session import Session
from fiche_builder.cli.terminal import Terminal, counts_line
from fiche_builder.common.errors import ExitCode
from fiche_builder.common.i18n import _
from fiche_builder.common.period import EditionId, Period
from fiche_builder.model.fields import FICHES
from fiche_builder.publish.history import editions_beside, last_frame


def check_command() -> click.Command:
    """Return `fiche check`."""

    @click.command("check", help=_("Reports every mistake in the workbook: its cell, and what to do."))
    @workbook_argument()
    @click.option("--json", "as_json", is_flag=True, help=_("Print the findings as JSON."))
    @click.option(
        "--annotate",
        metavar="FILE.xlsx",
        type=path_type(),
        help=_("Write a workbook that shows each finding at its cell."),
    )
    @click.option("--by-row", is_flag=True, help=_("Show each finding, row by row, however many there are."))
    @click.option("--strict", is_flag=True, help=_("Count warnings as errors."))
    @click.option(
        "--links",
        "wants_links",
        is_flag=True,
        help=_("Also ask each site whether it is still there; takes some minutes."),
    )
    @output_option()
    @click.pass_obj
    def check(  # noqa: PLR0913 (the options of the command)
        session: Session,
        workbook: Path,
        annotate: Path | None,
        output: Path,
        *,
        as_json: bool,
        by_row: bool,
        strict: bool,
        wants_links: bool,
    ) -> int:
        config = session.read_config(workbook)
        links = LinkCheck(session.terminal, config)
        served = read_served(session.terminal, output, EditionId(Period.of(session.today)))
        # A workbook that lies elsewhere has not lost the columns of this folder's annuaire.
        given = click.get_current_context().get_parameter_source("output") is not ParameterSource.DEFAULT
        past = Past(served, last_frame(output if given else editions_beside(workbook)))
        checked = check_workbook(workbook, config, session.today, links.ask if wants_links else None, past)
        if as_json:
            session.terminal.say_json(findings_json(checked))
        else:
            _show_check(session.terminal, workbook, checked, by_row=by_row)
        if annotate:
            write_report(checked, workbook, annotate)
            session.terminal.note(_("The findings are in: %(path)s") % {"path": annotate})
        if not links.conclude():
            return ExitCode.INTERRUPTED if links.is_interrupted else ExitCode.WRONG_USE
        failed = checked.count(Severity.ERROR) or (strict and checked.count(Severity.WARNING))
        return ExitCode.DATA_ERRORS if failed else ExitCode.DONE

    return check


def findings_json(checked: CheckedWorkbook) -> dict[str, Any]:
    """Return findings in the shape that other programs rely on.

    `fiches` counts the rows of the sheet `Fiches`, and `summary` the findings of each severity. One cause is one
    finding, however many cells it has: `sheet` and `cell` say where it first stands, and `cells` names all of its
    cells, those of another sheet as `Contacts!E4` (for a sheet as a whole, `cell` and `cells` are empty). `column` is
    the header, `value` what the cell shows, `message` what is wrong and `hint` what to do, both in the language of
    messages. `code` and `severity` are the same in every language.
    """
    table = checked.book.table(FICHES)
    return {
        "workbook": checked.book.raw.name,
        "fiches": len(table.rows) if table else 0,
        "summary": {severity.value: checked.count(severity) for severity in Severity},
        "findings": [_finding_json(finding) for finding in checked.findings],
    }


def _finding_json(finding: Finding) -> dict[str, Any]:
    return {
        "code": finding.code,
        "severity": finding.severity.value,
        "sheet": finding.place.sheet,
        "cell": finding.place.coordinate,
        "cells": [cell_name(place, finding.place.sheet) for place in finding.places if place.row],
        "column": finding.place.header,
        "value": finding.value,
        "message": finding.message,
        "hint": finding.hint,
    }


def _show_check(terminal: Terminal, workbook: Path, checked: CheckedWorkbook, *, by_row: bool) -> None:
    shown = [f for f in checked.findings if not terminal.quiet or f.severity is Severity.ERROR]
    terminal.show_findings(shown, checked.row_titles, by_row=by_row)
    if shown:
        terminal.say()
    table = checked.book.table(FICHES)
    if not terminal.quiet or checked.count(Severity.ERROR):
        counts = (checked.count(Severity.ERROR), checked.count(Severity.WARNING), checked.count(Severity.INFO))
        printed = len(list(printed_fiches(checked.book)))
        archived = (len(table.rows) if table else 0) - printed
        terminal.say(f"{workbook.name}: {counts_line(*counts, printed, archived)}")
