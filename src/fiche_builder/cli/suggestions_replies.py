"""`fiche suggestions replies`: drafts that answer the authors."""

from datetime import date
from pathlib import Path

import click

from fiche_builder.check.checked import CheckedWorkbook, check_workbook
from fiche_builder.cli.history import tell_passed
from fiche_builder.cli.options import folder_type, output_option, workbook_option
from fiche_builder.cli.suggestions_words import day_shown, fiche_names, fiche_shown, first_words, given_workbook
from fiche_builder.cli.terminal import Terminal
from fiche_builder.common.errors import ConfigError, FicheError
from fiche_builder.common.i18n import _
from fiche_builder.model.model import Suggestion
from fiche_builder.model.words import SuggestionStatus
from fiche_builder.upkeep.suggestions.answer_drafts import (
    build_answers,
    changed_since,
    closed_since,
    closed_suggestions,
    write_answers,
)


def replies_command() -> click.Command:
    """Return `fiche suggestions replies`."""

    @click.command(
        "replies", help=_("Writes drafts (.eml) that answer the authors of suggestions closed since the last edition.")
    )
    @click.argument("folder", metavar="DIR", type=folder_type())
    @workbook_option(_("Where the suggestions are."))
    @output_option()
    @click.option(
        "--since", metavar="YYYY-MM-DD", help=_("Those closed from this day on; if not given, since the last edition.")
    )
    @click.pass_context
    def replies(context: click.Context, folder: Path, workbook: Path, output: Path, since: str | None) -> None:
        session, workbook = context.obj, given_workbook(context, workbook)
        config = session.read_config(workbook)
        first_day = _parse_day(since) if since else closed_since(output, session.today)
        checked = check_workbook(workbook, config, session.today)
        closed = closed_suggestions(checked.directory, first_day)
        if first_day:
            session.terminal.note(
                _("Closed from %(day)s on: %(count)d.") % {"day": day_shown(first_day), "count": len(closed)}
            )
        else:
            text = _("No earlier edition in “%(path)s”: all that were ever closed. Fewer: --since YYYY-MM-DD")
            session.terminal.note(text % {"path": output})
        answered = tuple(s for s in closed if s.author_address)
        spoilt: dict[str, FicheError] = {}
        changed = changed_since(
            checked.directory, answered, config, output, lambda error: spoilt.setdefault(error.message, error)
        )
        for error in spoilt.values():
            tell_passed(session.terminal, error)
        written = list(write_answers(build_answers(checked, closed, config, changed), folder))
        for path in written:
            session.terminal.say(str(path))
        _show_unanswered(session.terminal, closed, checked, len(written))
        _show_unexplained(session.terminal, answered, checked)
        if first_day:
            _show_undated(session.terminal, checked)

    return replies


def _parse_day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ConfigError(_("“%(value)s” is not a day.") % {"value": text}, _("Write it as 2026-11-25.")) from None


def _show_undated(terminal: Terminal, checked: CheckedWorkbook) -> None:
    """Name those that have no day, so that nobody waits for an answer in vain."""
    undated = [s for s in closed_suggestions(checked.directory, None) if s.handled_on is None]
    if undated:
        terminal.note(
            _("Closed without a day in “Traitée le”, so not answered: write the day, then try again."), "yellow"
        )
        _note_each(terminal, undated, checked)


def _show_unexplained(terminal: Terminal, answered: tuple[Suggestion, ...], checked: CheckedWorkbook) -> None:
    """Name the refusals that give no reason: nobody likes to read only that everything stays as it is."""
    unexplained = [s for s in answered if s.status is SuggestionStatus.REFUSED and not s.answer]
    if unexplained:
        terminal.note(
            _("Refused without a reason in “Réponse”: write it there, or into the draft before you send it."), "yellow"
        )
        _note_each(terminal, unexplained, checked)


def _note_each(terminal: Terminal, suggestions: list[Suggestion], checked: CheckedWorkbook) -> None:
    names = fiche_names(checked)
    for s in suggestions:
        terminal.note(
            "  "
            + " · ".join(
                (day_shown(s.received_on), fiche_shown(s.fiche, names), s.author or "–", first_words(s.proposal))
            )
        )


def _show_unanswered(
    terminal: Terminal, closed: tuple[Suggestion, ...], checked: CheckedWorkbook, written: int
) -> None:
    without = [s for s in closed if not s.author_address]
    if without:
        terminal.note(_("Without a mail address in “Auteur”: answer them in person."), "yellow")
        _note_each(terminal, without, checked)
    if written:
        terminal.note(_("Open each draft, look at it, and send it. The journal does not know about drafts."))
    else:
        terminal.say(_("There is nobody to answer."))
