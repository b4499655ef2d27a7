"""`fiche init`: the files with which a new team starts, and what `fiche send` will need of them."""

import re
import sys
from collections.abc import Callable
from pathlib import Path

import click

from fiche_builder.cli.options import folder_type
from fiche_builder.cli.session import Session
from fiche_builder.cli.terminal import Terminal
from fiche_builder.common.config import CONFIG_NAME
from fiche_builder.common.i18n import _
from fiche_builder.model.project import Answers, init_project
from fiche_builder.model.values.domains import PERSONAL_DOMAINS
from fiche_builder.model.values.emails import ascii_address

_HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]")
_BETWEEN = re.compile(r"[\s,;]+")


def init_command() -> click.Command:
    """Return `fiche init`."""

    @click.command(
        "init", help=_("Starts a project: a workbook with drop-downs and examples, and fiche.toml. Never overwrites.")
    )
    @click.argument("folder", metavar="[DIR]", default=".", type=folder_type())
    @click.pass_obj
    def init(session: Session, folder: Path) -> None:
        answers = Answers()
        if not session.no_input and sys.stdin.isatty() and not (folder / CONFIG_NAME).exists():
            answers = _ask(session.terminal)
        for path, is_new in init_project(folder, session.today, answers):
            session.terminal.say((_("made: %(path)s") if is_new else _("kept as it is: %(path)s")) % {"path": path})
        session.terminal.note(_("Next: open the workbook, replace the examples, save, then run: fiche check"))
        if not answers.domains:
            session.terminal.note(
                _("Before the first mailing, write your internal domains into fiche.toml: fiche doctor says what.")
            )

    return init


def _ask(terminal: Terminal) -> Answers:
    """Ask what only the team knows. Each question may be left for later."""
    terminal.note(_("Three questions about your mail. Enter alone: later, in fiche.toml."))
    address = _ask_until(
        terminal,
        _("1. The mail address of the annuaire, to which remarks are sent:"),
        ascii_address,
        _("This is not a mail address. Write it like annuaire@contact.example, or press Enter."),
    )
    domains = _ask_until(
        terminal,
        _("2. Your internal mail domains (what stands after the @ of colleagues), with commas between them:"),
        _parse_domains,
        _(
            "These are not domains of your own. Write them like contact.example; a provider where anybody has a "
            "mailbox, such as gmail.com, cannot be one."
        ),
    )
    host = _ask_until(
        terminal,
        _("3. The mail server (SMTP) that sends the edition; ask those who run your mail:"),
        lambda text: text.casefold() if _HOST.fullmatch(text.casefold()) else "",
        _("This is not the name of a server. Write it like smtp.contact.example, or press Enter."),
    )
    return Answers(address, tuple(domains.split()), host)


def _ask_until(terminal: Terminal, question: str, parse: Callable[[str], str], complaint: str) -> str:
    while text := terminal.ask_for(question):
        if value := parse(text):
            return value
        terminal.note(complaint, "yellow")
    return ""


def _parse_domains(text: str) -> str:
    """Return domains with a blank between them; "" if one is none, or belongs to everybody."""
    domains = [part.casefold().rpartition("@")[2] for part in _BETWEEN.split(text) if part]
    sound = all(_HOST.fullmatch(domain) and domain not in PERSONAL_DOMAINS for domain in domains)
    return " ".join(domains) if sound else ""
