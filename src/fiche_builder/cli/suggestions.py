"""`fiche suggestions`: what colleagues wrote: open ones, mails taken in, answers."""

from datetime import date
from pathlib import Path
from typing import Any

import click

from fiche_builder.check.checked import CheckedWorkbook, check_workbook
from fiche_builder.cli.apply import show_amended
from fiche_builder.cli.session import DEFAULT_WORKBOOK, Session
from fiche_builder.cli.terminal import Terminal
from fiche_builder.common.dates import day_text
from fiche_builder.common.errors import ConfigError, ExitCode
from fiche_builder.common.i18n import _, ngettext
from fiche_builder.common.text import shorten, tidy
from fiche_builder.mail.settings import sender_address
from fiche_builder.model.model import Suggestion
from fiche_builder.model.words import SuggestionStatus
from fiche_builder.upkeep.amend import read_master, write_amended
from fiche_builder.upkeep.suggestions.answer_drafts import (
    build_answers,
    closed_since,
    closed_suggestions,
    write_answers,
)
from fiche_builder.upkeep.suggestions.form import make_sheet, write_sheet
from fiche_builder.upkeep.suggestions.importing import (
    Harvest,
    ImportReport,
    NewSuggestion,
    find_mails,
    harvest,
    known_words,
    read_reports,
)
from fiche_builder.upkeep.suggestions.mime import LARGEST, Reason
from fiche_builder.workbook.locks import lock_files

_PATH = click.Path(path_type=Path)
_FOLDER = click.Path(path_type=Path, file_okay=False)
_FIRST_WORDS = 70
_NAME = 40
_AUTHOR = 30
_MEGABYTE = 1024**2


def suggestions_command() -> click.Command:
    """Return `fiche suggestions`, which by itself lists the open ones."""

    @click.group(
        "suggestions",
        invoke_without_command=True,
        help=_("Lists the open suggestions of colleagues, the oldest first; takes in their mails, and answers them."),
    )
    @_workbook_option
    @click.option("--json", "as_json", is_flag=True, help=_("Print the suggestions as JSON."))
    @click.option(
        "--sheet",
        metavar="FILE.xlsx",
        type=_PATH,
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

    suggestions.add_command(_import_command())
    suggestions.add_command(_replies_command())
    return suggestions


def _import_command() -> click.Command:
    @click.command(
        "import", help=_("Takes saved mails (.eml) into the sheet “Suggestions” of a new workbook, each once.")
    )
    @click.argument("folder", metavar="DIR", type=_PATH)
    @_workbook_option
    @click.pass_context
    def import_mails(context: click.Context, folder: Path, workbook: Path) -> int:
        session, workbook = context.obj, _workbook(context, workbook)
        config = session.read_config(workbook)
        paths = find_mails(folder)
        master = read_master(workbook, config, session.today)
        directory = master.checked.directory
        known = known_words(directory, sender_address(config.mail))
        found = harvest(read_reports(paths, known), master.checked.book, directory, session.today)
        _show_harvest(session.terminal, found, master.checked)
        if lock_files(workbook):
            session.terminal.note(
                _("The workbook is open in another program: what is not saved there is not in the new one."), "yellow"
            )
        if found.new:
            amended = write_amended(master, [suggestion.addition for suggestion in found.new], session.today)
            if code := show_amended(session.terminal, amended, workbook):
                return code
        else:
            session.terminal.say(_("Nothing new: no workbook was written."))
        return ExitCode.DATA_ERRORS if any(report.is_failure for report in found.others) else ExitCode.DONE

    return import_mails


def _replies_command() -> click.Command:
    @click.command(
        "replies", help=_("Writes drafts (.eml) that answer the authors of suggestions closed since the last edition.")
    )
    @click.argument("folder", metavar="DIR", type=_FOLDER)
    @_workbook_option
    @click.option(
        "--output", type=_FOLDER, default=Path("output"), show_default=True, help=_("Where the editions are.")
    )
    @click.option(
        "--since", metavar="YYYY-MM-DD", help=_("Those closed from this day on; if not given, since the last edition.")
    )
    @click.pass_context
    def replies(context: click.Context, folder: Path, workbook: Path, output: Path, since: str | None) -> None:
        session, workbook = context.obj, _workbook(context, workbook)
        config = session.read_config(workbook)
        first_day = _parse_day(since) if since else closed_since(output, session.today)
        checked = check_workbook(workbook, config, session.today)
        closed = closed_suggestions(checked.directory, first_day)
        if first_day:
            session.terminal.note(
                _("Closed from %(day)s on: %(count)d.") % {"day": _day(first_day), "count": len(closed)}
            )
        else:
            text = _("No earlier edition in “%(path)s”: all that were ever closed. Fewer: --since YYYY-MM-DD")
            session.terminal.note(text % {"path": output})
        written = list(write_answers(build_answers(checked, closed, config), folder))
        for path in written:
            session.terminal.say(str(path))
        _show_unanswered(session.terminal, closed, checked, len(written))
        if first_day:
            _show_undated(session.terminal, checked)

    return replies


def open_json(checked: CheckedWorkbook, day: date) -> dict[str, Any]:
    """Return the open suggestions in the shape that other programs rely on, the oldest first.

    `status` is `new` or `asked` (the source was contacted), and `summary` counts both. Of a suggestion: `age_days` since
    `received_on` (both null without a day), `fiche` is the N° it is about (null for none) and `name` that fiche's name.
    """
    found = open_suggestions(checked)
    names = _fiche_names(checked)
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


_STATUS_KEYS = {SuggestionStatus.NEW: "new", SuggestionStatus.ASKED: "asked"}


def open_suggestions(checked: CheckedWorkbook) -> list[Suggestion]:
    """Return the suggestions somebody still has to deal with, the oldest first; those without a day last."""
    found = [suggestion for suggestion in checked.directory.suggestions if suggestion.is_open]
    return sorted(found, key=lambda s: s.received_on or date.max)


def _workbook_option(command: Any) -> Any:  # noqa: ANN401 (a decorator of any command)
    option = click.option(
        "--workbook", type=_PATH, default=DEFAULT_WORKBOOK, show_default=True, help=_("Where the suggestions are.")
    )
    return option(command)


def _workbook(context: click.Context, given: Path) -> Path:
    """Return the workbook, named behind the subcommand or before it."""
    source = context.get_parameter_source("workbook")
    if source is click.core.ParameterSource.DEFAULT and context.parent:
        return Path(context.parent.params["workbook"])
    return given


def _parse_day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ConfigError(_("“%(value)s” is not a day.") % {"value": text}, _("Write it as 2026-11-25.")) from None


def _fiche_names(checked: CheckedWorkbook) -> dict[int, str]:
    return {fiche.number: fiche.name for fiche in checked.directory.fiches}


def _age(suggestion: Suggestion, day: date) -> int | None:
    return (day - suggestion.received_on).days if suggestion.received_on else None


def _day(day: date | None) -> str:
    return day_text(day) if day else "–"


def _fiche(number: int | None, names: dict[int, str]) -> str:
    return " ".join(part for part in (str(number or "–"), shorten(names.get(number or 0, ""), _NAME)) if part)


def _author(text: str) -> str:
    return shorten(Suggestion(author=text).author_name or text, _AUTHOR)


def _first_words(text: str) -> str:
    return shorten(tidy(text), _FIRST_WORDS)


def _days(count: int | None) -> str:
    return "–" if count is None else ngettext("%(count)d day", "%(count)d days", count) % {"count": count}


def _show_open(terminal: Terminal, checked: CheckedWorkbook, day: date) -> None:
    found, names = open_suggestions(checked), _fiche_names(checked)
    if not found:
        terminal.say(_("No suggestion is open."))
        return
    rows = [
        (
            _day(s.received_on),
            _days(_age(s, day)),
            _fiche(s.fiche, names),
            _author(s.author),
            s.status.word,
            _first_words(s.proposal),
        )
        for s in found
    ]
    terminal.show_table((_("Received"), _("Age"), _("Fiche"), _("Author"), _("Status"), _("First words")), rows)
    asked = sum(s.status is SuggestionStatus.ASKED for s in found)
    opened = ngettext("%(count)d open suggestion", "%(count)d open suggestions", len(found)) % {"count": len(found)}
    terminal.say()
    counts = {"open": opened, "new": len(found) - asked, "asked": asked}
    terminal.say(_("%(open)s: %(new)d new, %(asked)d with the source contacted.") % counts)


def _show_harvest(terminal: Terminal, found: Harvest, checked: CheckedWorkbook) -> None:
    """Print what is new, then each file that brings nothing, and why."""
    names = _fiche_names(checked)
    if found.new:
        rows = [
            (
                _day(s.received_on),
                _fiche(s.fiche, names),
                _author(s.mail.author),
                _first_words(s.text),
                s.mail.edition or "–",
                s.path.name,
            )
            for s in found.new
        ]
        terminal.show_table((_("Received"), _("Fiche"), _("Author"), _("First words"), _("Edition"), _("File")), rows)
        terminal.say()
        count = len(found.new)
        terminal.say(
            ngettext("%(count)d new suggestion", "%(count)d new suggestions", count) % {"count": count}, "bold"
        )
    for suggestion in found.new:
        for remark in _remarks(suggestion):
            terminal.note(_("%(file)s: %(remark)s") % {"file": suggestion.path.name, "remark": remark}, "yellow")
    for report in found.others:
        terminal.note(
            _("%(file)s: %(remark)s") % {"file": report.path.name, "remark": _why(report)},
            "red" if report.is_failure else "",
        )
    if found.repeated:
        count = len(found.repeated)
        text = ngettext("%(count)d mail was taken in before.", "%(count)d mails were taken in before.", count) % {
            "count": count
        }
        terminal.note(text)


def _remarks(suggestion: NewSuggestion) -> list[str]:
    remarks = []
    if suggestion.missing:
        remarks.append(
            _("there is no fiche %(number)d; the number stands in the text") % {"number": suggestion.missing}
        )
    if suggestion.mail.is_cut:
        remarks.append(_("very long: only its beginning was taken; the mail has the rest"))
    if suggestion.mail.attachments:
        names = {"names": ", ".join(suggestion.mail.attachments[:5])}
        remarks.append(_("has attachments, which are not taken in: %(names)s") % names)
    return remarks


def _why(report: ImportReport) -> str:
    """Return why a file brings no suggestion, and what to do about it."""
    if isinstance(report.outcome, str):
        return _("cannot be read: %(reason)s") % {"reason": report.outcome}
    return (
        {
            Reason.EMPTY_FILE: _("is empty; save the mail again"),
            Reason.OUTLOOK_FILE: _(
                "is in Outlook's own format (.msg); save it as .eml, or drag the mail into Thunderbird and save it "
                "there"
            ),
            Reason.NO_MAIL: _("holds no mail; save the mail again as .eml"),
            Reason.TOO_LARGE: _("is larger than %(size)d MB; delete its attachments and save it again")
            % {"size": LARGEST // _MEGABYTE},
            Reason.TOO_DEEP: _("holds mails in mails without end; save the innermost one by itself"),
            Reason.UNREADABLE: _(
                "is damaged and cannot be read; save the mail again, or type the suggestion into the workbook"
            ),
            Reason.AUTOMATIC: _("an automatic answer: passed over"),
            Reason.REPORT: _("a delivery report or read receipt: passed over"),
            Reason.INVITATION: _("an invitation to a meeting: passed over"),
            Reason.DRAFT: _("a draft that was never sent: passed over"),
            Reason.OWN: _("a mail from the annuaire itself: passed over"),
            Reason.SAYS_NOTHING: _("says nothing of its own: passed over; open it if in doubt"),
        }[report.outcome]
        if isinstance(report.outcome, Reason)
        else ""
    )


def _show_undated(terminal: Terminal, checked: CheckedWorkbook) -> None:
    """Name those that no day finds, so that nobody waits for an answer in vain."""
    undated = [s for s in closed_suggestions(checked.directory, None) if s.handled_on is None]
    if undated:
        terminal.note(
            _("Closed without a day in “Traitée le”, so not answered: write the day, then try again."), "yellow"
        )
        _note_each(terminal, undated, checked)


def _note_each(terminal: Terminal, suggestions: list[Suggestion], checked: CheckedWorkbook) -> None:
    names = _fiche_names(checked)
    for s in suggestions:
        terminal.note(
            "  " + " · ".join((_day(s.received_on), _fiche(s.fiche, names), s.author or "–", _first_words(s.proposal)))
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
