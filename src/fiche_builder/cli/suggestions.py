"""`fiche suggestions`: colleagues' suggestions that are still open. Its subcommands have files of their own."""

from datetime import date
from pathlib import Path
from typing import Any

import click

from fiche_builder.check.checked import CheckedWorkbook, check_workbook
from fiche_builder.cli.options import path_type, workbook_option
from fiche_builder.cli.session import Session
from fiche_builder.cli.suggestions_import import import_command
from fiche_builder.cli.suggestions_replies import replies_command
from fiche_builder.cli.suggestions_words import author_shown, day_shown, fiche_names, fiche_shown, first_words
from fiche_builder.cli.terminal import Terminal
from fiche_builder.common.i18n import _, ngettext
from fiche_builder.model.model import Suggestion
from fiche_builder.model.words import SuggestionStatus
from fiche_builder.upkeep.suggestions.form import make_sheet, write_sheet

_STATUS_KEYS = {SuggestionStatus.NEW: "new", SuggestionStatus.ASKED: "asked"}


def suggestions_command() -> click.Command:
    """Return `fiche suggestions`, which by itself lists the open ones."""

    @click.group(
        "suggestions",
        invoke_without_command=True,
        help=_("Lists the open suggestions of colleagues, the oldest first; takes in their mails, and answers them."),
    )
    @workbook_option(_("Where the suggestions are."))
    @click.option("--json", "as_json", is_flag=True, help=_("Print the suggestions as JSON."))
    @click.option(
        "--sheet",
        metavar="FILE.xlsx",
        type=path_type(),
        help=_("Write a sheet to decide on them, to be taken in by fiche apply."),
    )
    @click.pass_context
    def suggestions(context: click.Context, workbook: Path, sheet: Path | None, *, as_json: bool) -> None:
        if context.invoked_subcommand:
            return
        session: Session = context.obj
        checked = check_workbook(workbook, session.read_config(workbook), session.today)
        if as_json:
            session.terminal.say_json(open_json(checked, session.today))
        else:
            _show_open(session.terminal, checked, session.today)
        if sheet and open_suggestions(checked):
            write_sheet(sheet, make_sheet(checked, session.today))
            session.terminal.note(
                _("The sheet: %(path)s. When it is filled in: fiche apply %(path)s") % {"path": sheet}
            )

    suggestions.add_command(import_command())
    suggestions.add_command(replies_command())
    return suggestions


def open_json(checked: CheckedWorkbook, day: date) -> dict[str, Any]:
    """Return the open suggestions in the shape that other programs rely on, oldest first.

    `status` is `new` or `asked` (the source was contacted), and `summary` counts both. In a suggestion, `age_days`
    counts from `received_on` (both are null without a day). `fiche` is the N° of the fiche it is about (null for none),
    and `name` is the name of that fiche.
    """
    found = open_suggestions(checked)
    names = fiche_names(checked)
    return {
        "workbook": checked.book.raw.name,
        "summary": {
            "open": len(found),
            **{key: sum(s.status is status for s in found) for status, key in _STATUS_KEYS.items()},
        },
        "open": [
            {
                "received_on": s.received_on.isoformat() if s.received_on else None,
                "age_days": _age(s, day),
                "fiche": s.fiche,
                "name": names.get(s.fiche or 0, ""),
                "author": s.author,
                "status": _STATUS_KEYS[s.status],
                "proposal": s.proposal,
            }
            for s in found
        ],
    }


def open_suggestions(checked: CheckedWorkbook) -> list[Suggestion]:
    """Return the suggestions that somebody still has to deal with, oldest first, and those without a day last."""
    found = [suggestion for suggestion in checked.directory.suggestions if suggestion.is_open]
    return sorted(found, key=lambda s: s.received_on or date.max)


def _age(suggestion: Suggestion, day: date) -> int | None:
    return (day - suggestion.received_on).days if suggestion.received_on else None


def _days(count: int | None) -> str:
    return "–" if count is None else ngettext("%(count)d day", "%(count)d days", count) % {"count": count}


def _show_open(terminal: Terminal, checked: CheckedWorkbook, day: date) -> None:
    found, names = open_suggestions(checked), fiche_names(checked)
    if not found:
        terminal.say(_("No suggestion is open."))
        return
    rows = [
        (
            day_shown(s.received_on),
            _days(_age(s, day)),
            fiche_shown(s.fiche, names),
            author_shown(s.author),
            s.status.word,
            first_words(s.proposal),
        )
        for s in found
    ]
    terminal.show_table((_("Received"), _("Age"), _("Fiche"), _("Author"), _("Status"), _("First words")), rows)
    asked = sum(s.status is SuggestionStatus.ASKED for s in found)
    opened = ngettext("%(count)d open suggestion", "%(count)d open suggestions", len(found)) % {"count": len(found)}
    terminal.say()
    counts = {"open": opened, "asked": asked}
    new = ngettext("%(count)d new", "%(count)d new", len(found) - asked) % {"count": len(found) - asked}
    terminal.say(_("%(open)s: %(new)s, %(asked)d with the source contacted.") % {**counts, "new": new})
