"""`fiche send`: the plan, the question, the progress, and the closing table."""

import os
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime
from functools import partial
from pathlib import Path
from types import FrameType
from typing import Any

import click

from fiche_builder.check.checked import CheckedWorkbook, check_workbook
from fiche_builder.cli.history import edition_to_send
from fiche_builder.cli.options import folder_type, output_option, workbook_option
from fiche_builder.cli.questions import tell_held
from fiche_builder.cli.session import Session
from fiche_builder.cli.terminal import Terminal
from fiche_builder.common.config import Config
from fiche_builder.common.errors import ConfigError, ExitCode, MailStoppedError
from fiche_builder.common.i18n import _, active_language, ngettext
from fiche_builder.common.period import EditionId, Period
from fiche_builder.edition.wording import edition_line
from fiche_builder.mail.drafts import write_drafts
from fiche_builder.mail.mail_copy import MailCopy, format_size
from fiche_builder.mail.message import Letter, Sender, build_message, new_message_id
from fiche_builder.mail.plan import MailingPlan, PlannedMail, Step, Wishes
from fiche_builder.mail.prepare import Prepared, mailed_size, plan_mailing, prepare_mailing
from fiche_builder.mail.sending import Mailing, Pace, SendObserver
from fiche_builder.mail.settings import read_sender, read_transport
from fiche_builder.mail.transport import Transport
from fiche_builder.model.columns import Audience
from fiche_builder.model.values.emails import ascii_address
from fiche_builder.publish.archive import locked, read_published
from fiche_builder.publish.journal import Delivery, Journal, State, delivery_key, open_journal, read_journal


def send_command() -> click.Command:
    """Return `fiche send`."""

    @click.command(
        "send",
        help=_("Mails an edition to the teams of the workbook: once to everyone. Shows the plan and asks first."),
    )
    @click.argument("edition", metavar="[EDITION]", required=False)
    @workbook_option(_("Where the recipients are."))
    @output_option()
    @click.option(
        "--team", "teams", metavar="NAME", multiple=True, help=_("Only this team; may be given several times.")
    )
    @click.option("--dry-run", is_flag=True, help=_("Show the plan and the mail, and connect to nothing."))
    @click.option(
        "--drafts", metavar="DIR", type=folder_type(), help=_("Write drafts for a mail program instead (.eml).")
    )
    @click.option("--yes", is_flag=True, help=_("Do not ask."))
    @click.option("--resume", is_flag=True, help=_("Go on with a mailing that was not finished."))
    @click.option(
        "--retry-uncertain",
        metavar="ADDRESS",
        multiple=True,
        help=_("Send again to this address, which may have it already."),
    )
    @click.option(
        "--accept-private-text",
        is_flag=True,
        help=_("Send the public edition although some of its texts may hold something private."),
    )
    @click.option("--again", is_flag=True, help=_("Send also to those who have it, or who were refused."))
    @click.pass_obj
    def send(session: Session, /, edition: str | None, *, workbook: Path, output: Path, **options: Any) -> int:  # noqa: ANN401 (see _SendCommand)
        config = session.read_config(workbook)
        checked = check_workbook(workbook, config, session.today)
        resume = bool(options["resume"])
        known = (
            EditionId.parse(edition) if edition else edition_to_send(output, Period.of(session.today), resume=resume)
        )
        return _SendCommand(session, config, checked, output, known).run(**options)

    return send


class _SendCommand:
    """One call of `fiche send`."""

    def __init__(
        self, session: Session, config: Config, checked: CheckedWorkbook, output: Path, edition: EditionId
    ) -> None:
        self._session = session
        self._terminal = session.terminal
        self._config = config
        self._checked = checked
        self._output = output
        self._edition = edition

    def run(self, *, dry_run: bool, drafts: Path | None, yes: bool, **options: Any) -> int:  # noqa: ANN401 (the fields of Wishes)
        wishes = Wishes(**options)
        if drafts:
            return self._write_drafts(wishes, drafts, dry_run=dry_run)
        if dry_run:
            return self._show_all(wishes)
        transport, sender = read_transport(self._config.mail, os.environ), read_sender(self._config.mail)
        if not yes and self._session.no_input:
            raise ConfigError(_("Nobody can be asked here, so nothing is sent."), _("Say --yes as well."))
        with self._begin(wishes) as (journal, prepared, plan):
            show_plan(self._terminal, prepared, plan)
            if not plan.to_send:
                return self._conclude(journal, plan)
            self._terminal.say()
            self._terminal.say(_pace_line(transport, self._config.mail.per_minute, len(plan.to_send)))
            if not yes and not self._terminal.ask(_question(len(plan.to_send))):
                self._terminal.note(_("Nothing was sent."))
                return ExitCode.MAILING_INCOMPLETE
            self._send(journal, prepared, plan, transport, Sender(*sender, _reply_to(prepared)))
            return self._conclude(journal, plan)

    def _prepare(self, wishes: Wishes) -> Prepared:
        edition = read_published(self._output / str(self._edition))
        return prepare_mailing(self._checked, edition, wishes.teams, self._config, self._session.today)

    @contextmanager
    def _begin(self, wishes: Wishes) -> Iterator[tuple[Journal, Prepared, MailingPlan]]:
        """Read the edition and open its journal between two builds. From then on, no build replaces the edition."""
        read_published(self._output / str(self._edition))
        with ExitStack() as stack:
            with locked(self._output):
                prepared = self._prepare(wishes)
                journal = stack.enter_context(open_journal(self._output, self._edition))
            yield journal, prepared, plan_mailing(prepared, journal.deliveries(), wishes)

    def _write_drafts(self, wishes: Wishes, folder: Path, *, dry_run: bool) -> int:
        prepared = self._prepare(wishes)
        plan = plan_mailing(prepared, (), Wishes(teams=wishes.teams, accept_private_text=wishes.accept_private_text))
        show_plan(self._terminal, prepared, plan)
        if plan.to_send and not dry_run:
            for path in write_drafts(prepared, plan, _reply_to(prepared), folder):
                self._terminal.say(str(path))
            self._terminal.note(_("Open each draft, look at it, and send it. The journal does not know about drafts."))
        return _exit_code(plan)

    def _show_all(self, wishes: Wishes) -> int:
        """Show the plan and the mail itself. Connect to nothing, and write nothing."""
        prepared = self._prepare(wishes)
        plan = plan_mailing(prepared, read_journal(self._output, self._edition), wishes)
        show_plan(self._terminal, prepared, plan)
        for letter in dict.fromkeys(prepared.letter_for(mail.team) for mail in plan.mails):
            title = (
                _("The mail to the team “%(team)s”, with the indicators")
                if letter.copy.indicators
                else _("The mail with %(name)s")
            )
            words = title % {"team": prepared.editors_team, "name": letter.attachments[0].name}
            show_letter(self._terminal, words, letter)
        self._terminal.note(_("Nothing was sent: this was a dry run."))
        return _exit_code(plan)

    def _send(
        self, journal: Journal, prepared: Prepared, plan: MailingPlan, transport: Transport, sender: Sender
    ) -> None:
        """Send what the plan says. Ctrl-C stops after the current message, a second one at once."""
        by_key = {mail.key: mail for mail in plan.to_send}
        journal.plan(
            (mail.team.email, mail.audience.value, prepared.sha256[mail.audience], new_message_id(sender.address))
            for mail in plan.to_send
            if mail.is_new
        )
        latest = journal.latest()

        def write(delivery: Delivery) -> bytes:
            mail = by_key[delivery_key(delivery.address, delivery.audience)]
            letter, moment = prepared.letter_for(mail.team), datetime.now().astimezone()
            return build_message(
                letter, sender, mail.team.name or mail.team.team, delivery.address, delivery.message_id, moment
            )

        with self._terminal.sending(len(by_key)) as progress, _stoppable(self._terminal) as stop:
            observer = SendObserver(done=partial(_tell, progress), waits=partial(_tell_wait, self._terminal))
            pace = Pace(self._config.mail.per_minute)
            mailing = Mailing(journal, transport.open, sender.address, write, pace, observer, stop)
            try:
                mailing.run([latest[key] for key in by_key])
            except MailStoppedError as error:
                self._terminal.error(error.message, error.hint)
            except KeyboardInterrupt:
                self._terminal.error(_("Interrupted in the middle of a message: it is uncertain whether it arrived."))

    def _conclude(self, journal: Journal, plan: MailingPlan) -> int:
        """Show the result for each mail; return the exit code."""
        latest = journal.latest()
        deliveries = [latest[mail.key] for mail in plan.mails if mail.step is not Step.HELD]
        if deliveries:
            show_outcome(self._terminal, deliveries, self._edition)
        is_done = all(delivery.state is State.SENT for delivery in deliveries)
        return _exit_code(plan) if is_done else ExitCode.MAILING_INCOMPLETE


def _exit_code(plan: MailingPlan) -> ExitCode:
    """Return the exit code of a mailing in which everything went well that was tried."""
    return ExitCode.MAILING_INCOMPLETE if plan.is_held else ExitCode.DONE


def show_plan(terminal: Terminal, prepared: Prepared, plan: MailingPlan) -> None:
    """Print who gets what."""
    language = active_language()
    terminal.say(edition_line(prepared.edition.id.label(language), _), "bold")
    for audience, parcel in prepared.parcels.items():
        count = sum(mail.audience is audience for mail in plan.to_send)
        messages = ngettext("%(count)d message", "%(count)d messages", count) % {"count": count}
        terminal.say(f"  {parcel.file.name} · {format_size(parcel.file.size, language)} · {messages}")
        if parcel.page:
            terminal.say(f"  {parcel.page.name} · {format_size(parcel.page.size, language)}")
            total = format_size(mailed_size(parcel.size), language)
            terminal.say("  " + _("both in one mail, where they take a third more room: %(size)s") % {"size": total})
    terminal.say()
    terminal.show_table(
        (_("Team"), _("Recipient"), _("Edition"), _("Plan")),
        [(mail.team.team, mail.team.email, _audience_word(mail.audience), _step_word(mail)) for mail in plan.mails],
    )
    for delivery in plan.forgotten:
        terminal.note(
            _("%(address)s should have got it too, but is no longer in the workbook.") % {"address": delivery.address},
            "yellow",
        )
    for warning in prepared.warnings:
        terminal.note(warning, "yellow")
    if plan.is_held:
        tell_held(terminal, prepared.questions)


def show_letter(terminal: Terminal, title: str, letter: Letter[MailCopy]) -> None:
    """Print the text of a mail."""
    terminal.say()
    terminal.say(title, "bold")
    terminal.say(_("Subject: %(subject)s") % {"subject": letter.copy.subject})
    terminal.say()
    for line in letter.text.splitlines():
        terminal.say(f"  {line}".rstrip())


def show_outcome(terminal: Terminal, deliveries: list[Delivery], edition: EditionId) -> None:
    """Print the closing table, and what to do about each mail that was not delivered."""
    by_state: dict[State, list[Delivery]] = {}
    for delivery in deliveries:
        by_state.setdefault(_known(delivery.state), []).append(delivery)
    found = [(state, word, hint) for state, (word, hint) in _state_words().items() if state in by_state]
    terminal.say()
    terminal.show_table(
        (_("Outcome"), _("Number")), [(word, str(len(by_state[state]))) for state, word, _hint in found]
    )
    for state, word, hint in found:
        if hint:
            terminal.say()
            terminal.say(word, "bold")
            for delivery in by_state[state]:
                terminal.say(f"  {delivery.address}" + (f": {delivery.reply}" if delivery.reply else ""))
            terminal.say(f"  → {hint % {'edition': edition}}")


def _known(state: State) -> State:
    """Mark an interrupted message as uncertain: after an interruption, no more is known than after a crash."""
    return State.UNCERTAIN if state is State.SENDING else state


def _state_words() -> dict[State, tuple[str, str]]:
    return {
        State.SENT: (_("sent"), ""),
        State.PLANNED: (_("not tried"), _("fiche send %(edition)s --resume")),
        State.DEFERRED: (_("put off"), _("fiche send %(edition)s --resume")),
        State.REFUSED: (_("refused"), _("correct the address in the workbook, then: fiche send %(edition)s")),
        State.UNCERTAIN: (
            _("uncertain"),
            _("ask them; if they have nothing: fiche send %(edition)s --retry-uncertain ADDRESS"),
        ),
    }


def _audience_word(audience: Audience) -> str:
    return _("internal") if audience is Audience.INTERNAL else _("public")


def _step_word(mail: PlannedMail) -> str:
    if mail.step is Step.SEND and mail.earlier and mail.earlier.state is State.SENT:
        return _("to be sent again")
    return {
        Step.SEND: _("to be sent"),
        Step.HAS_IT: _("has it already"),
        Step.WAS_REFUSED: _("was refused"),
        Step.UNCERTAIN: _("uncertain"),
        Step.HELD: _("waits: questions about its texts"),
    }[mail.step]


def _question(count: int) -> str:
    return ngettext("Send %(count)d message now?", "Send %(count)d messages now?", count) % {"count": count}


def _pace_line(transport: Transport, per_minute: int, count: int) -> str:
    minutes = -(-count // per_minute)
    time = ngettext("about %(count)d minute", "about %(count)d minutes", minutes) % {"count": minutes}
    return _("By %(host)s, %(rate)d messages a minute at most: %(time)s.") % {
        "host": transport.name,
        "rate": per_minute,
        "time": time,
    }


def _reply_to(prepared: Prepared) -> str:
    """Return the suggestions address, in a form that any server accepts."""
    return next((ascii_address(parcel.snapshot.suggestions_address) for parcel in prepared.parcels.values()), "")


def _tell(progress: Callable[[str], None], delivery: Delivery, state: State, reply: str) -> None:
    words = _state_words()[state][0]
    progress(f"{delivery.address}: {words}" + (f" ({reply})" if state is not State.SENT and reply else ""))


def _tell_wait(terminal: Terminal, seconds: float, reason: str) -> None:
    terminal.note(
        _("%(reason)s: next try in %(seconds)d seconds (Ctrl-C stops).") % {"reason": reason, "seconds": seconds},
        "yellow",
    )


@contextmanager
def _stoppable(terminal: Terminal) -> Iterator[threading.Event]:
    """Let Ctrl-C, or the system, stop the mailing between two messages. A second Ctrl-C interrupts at once."""
    stop = threading.Event()

    def handle(_signal: int, _frame: FrameType | None) -> None:
        if stop.is_set():
            raise KeyboardInterrupt
        stop.set()
        terminal.note(_("Stopping after this message …"), "yellow")

    if threading.current_thread() is not threading.main_thread():
        yield stop
        return
    earlier = {number: signal.signal(number, handle) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield stop
    finally:
        for number, handler in earlier.items():
            signal.signal(number, handler)
