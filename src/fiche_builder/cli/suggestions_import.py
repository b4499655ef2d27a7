"""`fiche suggestions import`: taking saved mails into the sheet of suggestions."""

from pathlib import Path

import click

from fiche_builder.check.checked import CheckedWorkbook
from fiche_builder.cli.apply import show_amended
from fiche_builder.cli.options import path_type, workbook_option
from fiche_builder.cli.suggestions_words import (
    author_shown,
    day_shown,
    fiche_names,
    fiche_shown,
    first_words,
    given_workbook,
)
from fiche_builder.cli.terminal import Terminal
from fiche_builder.common.errors import ExitCode
from fiche_builder.common.i18n import _, ngettext
from fiche_builder.mail.settings import sender_address
from fiche_builder.upkeep.amend import read_master, write_amended
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

_MEGABYTE = 1024**2


def import_command() -> click.Command:
    """Return `fiche suggestions import`."""

    @click.command(
        "import", help=_("Takes saved mails (.eml) into the sheet “Suggestions” of a new workbook, each once.")
    )
    @click.argument("folder", metavar="DIR", type=path_type())
    @workbook_option(_("Where the suggestions are."))
    @click.pass_context
    def import_mails(context: click.Context, folder: Path, workbook: Path) -> int:
        session, workbook = context.obj, given_workbook(context, workbook)
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


def _show_harvest(terminal: Terminal, found: Harvest, checked: CheckedWorkbook) -> None:
    """Print what is new, then each file that brings nothing, with the reason."""
    names = fiche_names(checked)
    if found.new:
        rows = [
            (
                day_shown(s.received_on),
                fiche_shown(s.fiche, names),
                author_shown(s.mail.author),
                first_words(s.text),
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
            Reason.AUTOMATIC: _("an automatic answer: skipped"),
            Reason.REPORT: _("a delivery report or read receipt: skipped"),
            Reason.INVITATION: _("an invitation to a meeting: skipped"),
            Reason.DRAFT: _("a draft that was never sent: skipped"),
            Reason.OWN: _("a mail from the annuaire itself: skipped"),
            Reason.SAYS_NOTHING: _("says nothing of its own: skipped; open it if in doubt"),
        }[report.outcome]
        if isinstance(report.outcome, Reason)
        else ""
    )
