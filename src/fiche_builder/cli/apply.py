"""`fiche apply`: taking what editors filled in into a new workbook."""

from pathlib import Path

import click

from fiche_builder.cli.options import path_type, workbook_option
from fiche_builder.cli.session import Session
from fiche_builder.cli.terminal import Terminal
from fiche_builder.common.errors import ExitCode
from fiche_builder.common.i18n import _, ngettext
from fiche_builder.edition.wording import labelled
from fiche_builder.model.columns import Holds, Use
from fiche_builder.model.fields import FICHES
from fiche_builder.upkeep.amend import Amended, ChangeLine, made_since, preview_changes, read_master, write_amended
from fiche_builder.upkeep.apply import read_returned
from fiche_builder.upkeep.sheets.returned import Conflict, Problem, Returned
from fiche_builder.workbook.locks import lock_files

_PART_OF_CHECK = {column.key for column in FICHES.good_for(Use.CHECK) if column.holds is not Holds.DATE}
"""Columns that say how a row was checked: the line of the check date says it too."""


def apply_command() -> click.Command:
    """Return `fiche apply`."""

    @click.command(
        "apply",
        help=_("Takes a filled sheet, such as a call sheet, into a new workbook beside yours; lists what changed."),
    )
    @click.argument("sheet", metavar="FILE.xlsx", type=path_type())
    @workbook_option(_("The workbook to start from."))
    @click.option("--dry-run", is_flag=True, help=_("Show what would change, and write nothing."))
    @click.pass_obj
    def apply(session: Session, sheet: Path, workbook: Path, *, dry_run: bool) -> int:
        config, day, terminal = session.read_config(workbook), session.today, session.terminal
        master = read_master(workbook, config, day)
        returned = read_returned(sheet, master, day)
        if lock_files(workbook):
            terminal.note(
                _("The workbook is open in another program: what is not saved there is not in the new one."), "yellow"
            )
        show_not_taken(terminal, sheet, returned)
        if not returned.changes:
            _show_counts(terminal, returned)
            terminal.say(_("Nothing to change: no new workbook was made."))
            return _exit_code(returned)
        changes, remarks = returned.changes, _remarks(returned)
        amended = preview_changes(master, changes) if dry_run else write_amended(master, changes, day, remarks)
        show_lines(terminal, amended.lines)
        _show_counts(terminal, returned)
        return show_amended(terminal, amended, workbook) or _exit_code(returned)

    return apply


def show_lines(terminal: Terminal, lines: tuple[ChangeLine, ...]) -> None:
    """Print the changes, row by row. When, by whom and how something was verified is one line."""
    title = ""
    for line in lines:
        if line.key in _PART_OF_CHECK and line.why:
            continue
        if line.title != title:
            title = line.title
            terminal.say(_one_line(title), "bold")
        why = f" ({line.why})" if line.key == "verified_on" and line.why else ""
        text = f"{_one_line(line.before)} → {_one_line(line.after)}{why}"
        terminal.say("    " + labelled(_place(line), text, _))


def show_amended(terminal: Terminal, amended: Amended, workbook: Path) -> int:
    """Print what was written and what to do next. Return the exit code, which is 0 if everything was made."""
    for line in amended.blocked:
        terminal.say(f"{line.title} · " + labelled(_place(line), line.why, _), "yellow")
    for loss in amended.losses:
        terminal.error(loss.message, loss.hint)
    if amended.losses:
        hint = (
            _("Make the changes by hand; they are listed in: %(path)s") % {"path": amended.listing}
            if amended.listing
            else ""
        )
        terminal.error(_("No new workbook was made: it would lack what is named above."), hint)
        return ExitCode.WRONG_USE
    if amended.workbook:
        terminal.say(_("New workbook: %(path)s") % {"path": amended.workbook})
    if amended.listing:
        terminal.say(_("List of changes: %(path)s") % {"path": amended.listing})
    else:
        terminal.note(_("Nothing was written (--dry-run)."))
    if amended.formulas:
        terminal.note(
            ngettext(
                "%(count)d cell holds a formula: open the new workbook once in Excel and save it, so that its result "
                "is there.",
                "%(count)d cells hold a formula: open the new workbook once in Excel and save it, so that their "
                "results are there.",
                amended.formulas,
            )
            % {"count": amended.formulas},
            "yellow",
        )
    if amended.workbook:
        for other in made_since(workbook):
            if other != amended.workbook:
                text = _(
                    "“%(name)s” was made after your workbook was last saved: what is new in it is not in this one."
                )
                terminal.note(text % {"name": other.name}, "yellow")
        terminal.note(
            _("Next: look at the coloured cells, then put it in the place of %(name)s and run: fiche check")
            % {"name": workbook}
        )
    return ExitCode.DATA_ERRORS if amended.blocked else ExitCode.DONE


def _place(line: ChangeLine) -> str:
    return f"{line.sheet}!{line.cell} {line.column}" if line.cell else f"{line.sheet} {line.column}"


def show_not_taken(terminal: Terminal, sheet: Path, returned: Returned) -> None:
    """Print what could not be taken.

    First come the cells of the filled sheet, then what changed in the workbook meanwhile.
    """
    if returned.problems:
        terminal.say(_("Not taken; correct it in %(name)s and apply that again:") % {"name": sheet.name}, "bold yellow")
        for problem in returned.problems:
            terminal.say("  " + " · ".join(part for part in (problem.cell, problem.title, problem.message) if part))
            if problem.hint:
                terminal.say(f"      → {problem.hint}")
    if returned.conflicts:
        terminal.say(_("Not taken, for the workbook says something else now; decide yourself:"), "bold yellow")
        for conflict in returned.conflicts:
            terminal.say("  " + _conflict_line(conflict))
            if values := _conflict_values(conflict):
                terminal.say(f"      {values}")


def _conflict_line(conflict: Conflict) -> str:
    return " · ".join(part for part in (conflict.cell, conflict.title, conflict.column, conflict.message) if part)


def _conflict_values(conflict: Conflict) -> str:
    if not (conflict.asked or conflict.present or conflict.new):
        return ""
    texts = {"asked": _one_line(conflict.asked), "present": _one_line(conflict.present), "new": _one_line(conflict.new)}
    if conflict.new:
        return _("sheet: %(asked)s; workbook: %(present)s; new: %(new)s") % texts
    return _("sheet: %(asked)s; workbook: %(present)s") % texts


def _show_counts(terminal: Terminal, returned: Returned) -> None:
    for note in returned.notes:
        terminal.note(note)
    if returned.counts:
        terminal.say(" · ".join(returned.counts))


def _exit_code(returned: Returned) -> ExitCode:
    return ExitCode.DATA_ERRORS if returned.problems or returned.conflicts else ExitCode.DONE


def _remarks(returned: Returned) -> dict[str, list[str]]:
    """Return what was not taken, as lines for the list of changes."""
    lines = [_problem_text(problem) for problem in returned.problems]
    lines += [
        " ".join((_conflict_line(conflict), _conflict_values(conflict))).strip() for conflict in returned.conflicts
    ]
    return {_("Not taken"): lines} if lines else {}


def _problem_text(problem: Problem) -> str:
    return " · ".join(part for part in (problem.cell, problem.title, problem.message, problem.hint) if part)


def _one_line(text: str) -> str:
    return " / ".join(text.split("\n")) if text else _("(empty)")
